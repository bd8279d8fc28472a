//! How far gradients reach back, as chosen: a window, scissors after single steps, and scissors every so many steps.
//!
//! Invariant: all that is chosen holds together. The scissors of both kinds add up; a window ends at them.

use super::check::whole;
use super::{Setup, SetupError};
use crate::sequence::MOST_STEPS;
use unrolled::model::reach::Reach;

impl Setup {
    /// What of the way back is left out in a sequence of so many steps; cuts behind its end wait, and are named.
    pub(super) fn reach(
        &self,
        steps: usize,
        notices: &mut Vec<String>,
    ) -> Result<Reach, SetupError> {
        let given = |path: &str, label: &str, value: Option<f64>| {
            let value = value.map(|value| whole(path, label, value, 1..=MOST_STEPS));
            value.transpose()
        };
        let window = given("K", "The window", self.window)?;
        let every = given("detachEvery", "Detach every", self.detach_every)?;
        let mut cuts = every.map_or_else(Vec::new, |every| (every..steps).step_by(every).collect());
        let own = self.cuts.as_deref().unwrap_or_default();
        if own.len() > MOST_STEPS {
            let message = format!("At most {MOST_STEPS} cuts; there are {}.", own.len());
            return Err(SetupError::at("cuts", message));
        }
        for (place, &cut) in own.iter().enumerate() {
            let path = format!("cuts[{place}]");
            let cut = whole(&path, "The step after which is cut", cut, 1..=MOST_STEPS)?;
            if cut < steps {
                cuts.push(cut);
            } else {
                notices.push(format!(
                    "The sequence ends at step {steps}: the cut after step {cut} waits."
                ));
            }
        }
        cuts.sort_unstable();
        cuts.dedup();
        Ok(Reach {
            window: window.filter(|window| *window < steps),
            cuts,
            every: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unrolled::model::init::Drawn;

    fn of(change: impl FnOnce(&mut Setup)) -> Result<(Reach, Vec<String>), SetupError> {
        let mut setup = Setup::default();
        change(&mut setup);
        let prepared = setup.prepared(&mut Drawn::default())?;
        Ok((prepared.scenario.reach, prepared.notices))
    }

    #[test]
    fn scissors_of_both_kinds_add_up_and_a_window_as_long_as_the_sequence_is_none() {
        let (reach, notices) = of(|setup| {
            setup.window = Some(6.0);
            setup.detach_every = Some(2.0);
            setup.cuts = Some(vec![5.0, 2.0]);
        })
        .unwrap();
        assert_eq!(reach.window, None);
        assert_eq!(reach.cuts, [2, 4, 5]);
        assert!(notices.is_empty());
    }

    #[test]
    fn a_cut_behind_the_end_waits_and_is_named() {
        let (reach, notices) = of(|setup| setup.cuts = Some(vec![4.0, 8.0])).unwrap();
        assert_eq!(reach.cuts, [4]);
        let wanted = "The sequence ends at step 6: the cut after step 8 waits.";
        assert_eq!(notices, [wanted]);
    }

    #[test]
    fn limits_that_are_no_steps_are_refused_with_their_field() {
        let refused = |change: fn(&mut Setup)| of(change).unwrap_err().to_string();
        assert_eq!(
            refused(|setup| setup.window = Some(0.0)),
            "K: The window must be a whole number from 1 to 500."
        );
        assert_eq!(
            refused(|setup| setup.detach_every = Some(2.5)),
            "detachEvery: Detach every must be a whole number from 1 to 500."
        );
        assert_eq!(
            refused(|setup| setup.cuts = Some(vec![1.0, f64::NAN])),
            "cuts[1]: The step after which is cut must be a whole number from 1 to 500."
        );
    }
}
