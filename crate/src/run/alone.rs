//! What is studied left to itself for a long time: no input, from a drawn state. Its Lyapunov exponents say whether it
//! settles, goes round, or is chaotic.
//!
//! Invariant: steps are followed some at a time, so that a page can go on in between; what is found after all of them
//! does not depend on how many were taken at once.

use super::study::state_lengths;
use super::{Lyapunov, Run};
use crate::model::Scenario;
use crate::model::recurrent::{Bases, MOST_LONG_STEPS, Study};
use crate::model::setup::SetupError;

/// How many directions are followed.
pub const DIRECTIONS: usize = 3;

/// A study left to itself.
#[derive(Debug)]
pub struct Alone {
    study: Study,
    run: Run<f64>,
    /// ‖h_t‖, the drawn state first.
    pub lengths: Vec<f64>,
    /// Its exponents as far as they are known.
    pub lyapunov: Lyapunov,
}

impl Alone {
    /// Runs it forward; its exponents are followed afterwards.
    ///
    /// # Errors
    /// At the first field that cannot be used.
    pub fn of(study: &Study, model: &Scenario) -> Result<Self, SetupError> {
        let studied = study.left_alone(model, &mut Bases::default(), MOST_LONG_STEPS)?;
        let mut run = Run::of(&studied.scenario);
        run.forward();
        Ok(Self {
            lengths: state_lengths(&run),
            lyapunov: Lyapunov::following(DIRECTIONS),
            study: study.clone(),
            run,
        })
    }

    /// Whether it is what comes of this study.
    #[must_use]
    pub fn is_of(&self, study: &Study) -> bool {
        self.study == *study
    }

    /// Steps.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.run.trace().steps()
    }

    /// How many of them have been followed.
    #[must_use]
    pub fn followed(&self) -> usize {
        self.lyapunov.largest.len()
    }

    /// Follows so many more steps, as far as there are.
    pub fn follow(&mut self, steps: usize) {
        let from = self.followed();
        for t in from..(from + steps).min(self.steps()) {
            self.lyapunov.add(&self.run.step_jacobian(t, 0));
        }
    }

    /// Whether the states stay within bounds: nothing is chaotic that only grows.
    #[must_use]
    pub fn is_bounded(&self) -> bool {
        let units = self.run.state_size();
        let most = 1e3 * u32::try_from(units).map_or(f64::NAN, f64::from);
        self.lengths.iter().all(|length| *length <= most)
    }

    /// The largest exponent, and how far it still moved over the second half of what was followed.
    #[must_use]
    pub fn largest(&self) -> Option<(f64, f64)> {
        let found = &self.lyapunov.largest;
        let (last, half) = (found.last()?, found.get(found.len() / 2)?);
        Some((*last, (last - half).abs()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Setup;

    fn alone(rho: f64, activation: &str, at_once: usize) -> Alone {
        let study = Study {
            rho: Some(rho),
            activation: activation.to_owned(),
            hidden_size: 4.0,
            ..Study::default()
        };
        let model = Setup::default().scenario().unwrap();
        let mut alone = Alone::of(&study, &model).unwrap();
        while alone.followed() < alone.steps() {
            alone.follow(at_once);
        }
        alone
    }

    /// A linear orthogonal network stretches every direction by rho at every step.
    #[test]
    fn the_exponent_of_a_linear_network_is_the_logarithm_of_its_radius() {
        let found = alone(0.8, "identity", 700);
        assert_eq!(found.followed(), 2000);
        let (largest, moved) = found.largest().unwrap();
        assert!((largest - libm::log(0.8)).abs() < 1e-9, "{largest}");
        assert!(moved < 1e-9 && found.is_bounded());
        assert!(!alone(1.2, "identity", 2000).is_bounded());
    }

    #[test]
    fn how_many_steps_are_taken_at_once_changes_no_bit() {
        let (once, often) = (alone(1.5, "tanh", 2000), alone(1.5, "tanh", 33));
        assert_eq!(once.lyapunov, often.lyapunov);
        assert!(once.is_bounded());
    }
}
