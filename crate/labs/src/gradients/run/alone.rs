//! What is studied left to itself for a long time: no input, from a drawn state. Its Lyapunov exponents say whether it
//! settles, goes round, or is chaotic.
//!
//! Invariant: steps are followed some at a time, here or elsewhere; what is found after all of them does not depend on
//! how many were taken at once.

use super::study::state_lengths;
use crate::gradients::recurrent::{Bases, MOST_LONG_STEPS, Study};
use crate::lab::Piece;
use crate::setup::SetupError;
use unrolled::model::Scenario;
use unrolled::run::{Lyapunov, Run};

/// How many directions are followed.
pub const DIRECTIONS: usize = 3;

/// What is known of a study left to itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Alone {
    study: Study,
    /// ‖h_t‖, the drawn state first; none before the first steps have been followed.
    pub lengths: Vec<f64>,
    /// The largest exponent as it stood after each step.
    pub largest: Vec<f64>,
    /// The exponents after the last of them.
    pub exponents: Vec<f64>,
    /// Units of the state.
    units: f64,
}

/// A study that runs by itself while it is followed.
#[derive(Debug)]
pub struct Following {
    study: Study,
    run: Run<f64>,
    lyapunov: Lyapunov,
}

impl Following {
    /// Runs it forward; its exponents are followed afterwards.
    ///
    /// # Errors
    /// At the first field that cannot be used.
    pub fn of(study: &Study, model: &Scenario) -> Result<Self, SetupError> {
        let studied = study.left_alone(model, &mut Bases::default(), MOST_LONG_STEPS)?;
        let mut run = Run::of(&studied.scenario);
        run.forward();
        Ok(Self {
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

    /// How many steps have been followed.
    #[must_use]
    pub fn followed(&self) -> usize {
        self.lyapunov.largest.len()
    }

    /// Follows steps until so many have been.
    pub fn catch_up(&mut self, steps: usize) {
        let missing = steps.saturating_sub(self.followed());
        if missing > 0 {
            self.follow(missing);
        }
    }

    /// Follows so many more steps, as far as there are: the largest exponent as it stood after each, the exponents after
    /// the last of them, with the first steps ‖h_t‖ of all, and the units of the state.
    pub fn follow(&mut self, steps: usize) -> Piece {
        let from = self.followed();
        for t in from..(from + steps).min(self.run.trace().steps()) {
            self.lyapunov.add(&self.run.step_jacobian(t, 0));
        }
        let lengths = if from == 0 {
            state_lengths(&self.run)
        } else {
            vec![]
        };
        Piece {
            after: from,
            numbers: vec![
                self.lyapunov.largest[from..].to_vec(),
                self.lyapunov.exponents(),
                lengths,
                vec![self.run.state_size() as f64],
            ],
        }
    }
}

impl Alone {
    /// That of a study, of which nothing is known yet.
    #[must_use]
    pub fn of(study: &Study) -> Self {
        Self {
            study: study.clone(),
            lengths: vec![],
            largest: vec![],
            exponents: vec![],
            units: 0.0,
        }
    }

    /// Takes the next steps; others are left.
    pub fn take(&mut self, piece: Piece) {
        let Ok([largest, exponents, lengths, units]) = <[Vec<f64>; 4]>::try_from(piece.numbers)
        else {
            return;
        };
        if piece.after != self.followed() {
            return;
        }
        if piece.after == 0 {
            self.lengths = lengths;
            self.units = units.first().copied().unwrap_or_default();
        }
        self.largest.extend(largest);
        self.largest.truncate(self.steps());
        self.exponents = exponents;
    }

    /// Whether it is what comes of this study.
    #[must_use]
    pub fn is_of(&self, study: &Study) -> bool {
        self.study == *study
    }

    /// Steps.
    #[must_use]
    pub fn steps(&self) -> usize {
        MOST_LONG_STEPS
    }

    /// How many of them have been followed.
    #[must_use]
    pub fn followed(&self) -> usize {
        self.largest.len()
    }

    /// Whether the states stay within bounds: nothing is chaotic that only grows.
    #[must_use]
    pub fn is_bounded(&self) -> bool {
        let most = 1e3 * self.units;
        self.lengths.iter().all(|length| *length <= most)
    }

    /// The largest exponent, and how far it still moved over the second half of what was followed.
    #[must_use]
    pub fn at_the_end(&self) -> Option<(f64, f64)> {
        let found = &self.largest;
        let (last, half) = (found.last()?, found.get(found.len() / 2)?);
        Some((*last, (last - half).abs()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::Setup;

    fn alone(rho: f64, activation: &str, at_once: usize) -> Alone {
        let study = Study {
            rho: Some(rho),
            activation: activation.to_owned(),
            hidden_size: 4.0,
            ..Study::default()
        };
        let model = Setup::default().scenario().unwrap();
        let mut following = Following::of(&study, &model).unwrap();
        let mut alone = Alone::of(&study);
        while alone.followed() < alone.steps() {
            let piece = following.follow(at_once);
            alone.take(piece.clone());
            alone.take(piece);
        }
        alone
    }

    /// A linear orthogonal network stretches every direction by rho at every step.
    #[test]
    fn the_exponent_of_a_linear_network_is_the_logarithm_of_its_radius() {
        let found = alone(0.8, "identity", 700);
        assert_eq!((found.followed(), found.lengths.len()), (2000, 2001));
        let (largest, moved) = found.at_the_end().unwrap();
        assert!((largest - libm::log(0.8)).abs() < 1e-9, "{largest}");
        assert!(moved < 1e-9 && found.is_bounded());
        assert!(!alone(1.2, "identity", 2000).is_bounded());
    }

    #[test]
    fn how_many_steps_are_taken_at_once_changes_no_bit() {
        let (once, often) = (alone(1.5, "tanh", 2000), alone(1.5, "tanh", 33));
        assert_eq!(once, often);
        assert!(once.is_bounded());
    }
}
