//! Ways to start a network, each under many seeds: how much of a gradient comes back over the steps of a study.
//!
//! Invariant: like is compared with like: the same steps, inputs, width and starting gradient for every start, and
//! seed n the same n for all. What a seed adds does not depend on the seeds before it, so that it can be found elsewhere
//! and taken over.

use super::study::what_is_left;
use crate::gradients::recurrent::{BaseKind, Bases, Compare, Source, Study};
use crate::lab::Piece;
use crate::setup::SetupError;
use unrolled::model::Scenario;
use unrolled::run::Run;
use unrolled::run::chain::band;
use unrolled::run::metrics::norm;

/// So many seeds make a band.
pub const SEEDS: usize = 50;

/// A way to start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// A plain RNN whose recurrent matrix is drawn so.
    Plain(BaseKind),
    /// A GRU with the study's update bias, its matrices uniform.
    Gru,
    /// An LSTM with the study's forget bias, its matrices uniform.
    Lstm,
}

/// All of them, in the order in which they are shown.
pub const STARTS: [Start; 7] = [
    Start::Plain(BaseKind::Orth),
    Start::Plain(BaseKind::Identity),
    Start::Plain(BaseKind::Gauss),
    Start::Plain(BaseKind::Glorot),
    Start::Plain(BaseKind::Uniform),
    Start::Gru,
    Start::Lstm,
];

/// What comes back under one start.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// The start.
    pub start: Start,
    /// What is left of the gradient after k steps, for seed 1, 2, ...
    pub left: Vec<f64>,
    /// The values a tenth, half and nine tenths of the seeds do not exceed.
    pub band: [f64; 3],
}

/// The starts of a study and what is known of them so far.
#[derive(Clone, Debug)]
pub struct Starts {
    study: Study,
    /// For each start, for each seed, what is left after k = 0, 1, ... T steps.
    curves: Vec<Vec<Vec<f64>>>,
}

impl Starts {
    /// The starts of a study, with no seed yet. Matrices are as they are drawn, not scaled to a radius.
    #[must_use]
    pub fn of(study: &Study) -> Self {
        let study = Study {
            source: Source::Matrix,
            rho: None,
            edited: None,
            h0: None,
            gradient: None,
            seed: 0.0,
            compare: Compare::None,
            ..study.clone()
        };
        Self {
            study,
            curves: vec![vec![]; STARTS.len()],
        }
    }

    /// Whether they are those of this study.
    #[must_use]
    pub fn are_of(&self, study: &Study) -> bool {
        self.study == Self::of(study).study
    }

    /// How many seeds there are.
    #[must_use]
    pub fn seeds(&self) -> usize {
        self.curves[0].len()
    }

    /// Whether all seeds are there.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.seeds() >= SEEDS
    }

    /// What this seed adds, from 1: for every start what is left after k = 0, 1, ... T steps.
    ///
    /// # Errors
    /// At the first field that cannot be used.
    pub fn under(&self, seed: usize) -> Result<Piece, SetupError> {
        let curves: Result<Vec<_>, _> = STARTS
            .into_iter()
            .map(|start| self.curve(start, seed))
            .collect();
        Ok(Piece {
            after: seed - 1,
            numbers: curves?,
        })
    }

    /// Takes what the next seed adds; what is of another seed, or does not fit, is left.
    pub fn take(&mut self, found: Piece) {
        let points = self.study.steps + 1.0;
        let is_whole = |curve: &Vec<f64>| curve.len() as f64 == points;
        let fits = found.numbers.len() == STARTS.len() && found.numbers.iter().all(is_whole);
        if found.after != self.seeds() || !fits {
            return;
        }
        for (all, curve) in self.curves.iter_mut().zip(found.numbers) {
            all.push(curve);
        }
    }

    fn curve(&self, start: Start, seed: usize) -> Result<Vec<f64>, SetupError> {
        let (kind, base) = match start {
            Start::Plain(base) => ("rnn", base),
            Start::Gru => ("gru", BaseKind::Uniform),
            Start::Lstm => ("lstm", BaseKind::Uniform),
        };
        let study = Study {
            base,
            seed: seed as f64,
            ..self.study.clone()
        };
        let scenario = study.as_drawn(kind)?;
        let run = Run::computed(&scenario, None);
        Ok(what_is_left(&scenario, &run))
    }

    /// What is left after k steps, start by start; nothing before the first seed.
    #[must_use]
    pub fn after(&self, k: usize) -> Vec<Spread> {
        let spread = |(start, curves): (Start, &Vec<Vec<f64>>)| {
            let left: Vec<f64> = curves
                .iter()
                .filter_map(|curve| curve.get(k.min(curve.len() - 1)).copied())
                .collect();
            let alone: Vec<Vec<f64>> = left.iter().map(|value| vec![*value]).collect();
            let band = band(&alone, [0.1, 0.5, 0.9]).first().copied()?;
            Some(Spread { start, left, band })
        };
        STARTS
            .into_iter()
            .zip(&self.curves)
            .filter_map(spread)
            .collect()
    }
}

/// The gradient of the recurrent weights of a study, and how long it is under other seeds.
#[derive(Clone, Debug)]
pub struct Lengths {
    study: Study,
    found: Vec<f64>,
}

impl Lengths {
    /// Those of a study, with no seed yet.
    #[must_use]
    pub fn of(study: &Study) -> Self {
        Self {
            study: Study {
                seed: 0.0,
                compare: Compare::None,
                ..study.clone()
            },
            found: vec![],
        }
    }

    /// Whether they are those of this study, whatever its seed.
    #[must_use]
    pub fn are_of(&self, study: &Study) -> bool {
        self.study == Self::of(study).study
    }

    /// Those found so far, for seed 1, 2, ...
    #[must_use]
    pub fn found(&self) -> &[f64] {
        &self.found
    }

    /// How long it is under this seed, from 1.
    ///
    /// # Errors
    /// At the first field that cannot be used.
    pub fn under(&self, seed: usize, model: &Scenario) -> Result<Piece, SetupError> {
        let study = Study {
            seed: seed as f64,
            ..self.study.clone()
        };
        let studied = study.studied(model, &mut Bases::default())?;
        let run = Run::computed(&studied.scenario, None);
        Ok(Piece {
            after: seed - 1,
            numbers: vec![vec![norm(recurrent_gradient(&run))]],
        })
    }

    /// Takes what was found under the next seed; what is of another one is left.
    pub fn take(&mut self, found: &Piece) {
        if found.after == self.found.len() {
            self.found.extend(found.numbers.iter().flatten().take(1));
        }
    }
}

/// The gradient of the recurrent weights.
#[must_use]
pub fn recurrent_gradient(run: &Run<f64>) -> &[f64] {
    &run.trace().param_grads()[run.param_range("weight_hh_l0")]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradients::run::study::Beside;
    use crate::gradients::run::study::Examined;
    use crate::setup::Setup;

    /// Seed by seed, the numbers are those the study itself has under that seed.
    #[test]
    fn every_seed_adds_what_the_study_has_under_it() {
        let model = Setup::default().scenario().unwrap();
        let study = Study {
            hidden_size: 4.0,
            input_scale: 1.0,
            activation: "tanh".to_owned(),
            ..Study::default()
        };
        let mut lengths = Lengths::of(&study);
        for seed in 1..=3 {
            let found = lengths.under(seed, &model).unwrap();
            lengths.take(&found);
            lengths.take(&found);
        }
        assert_eq!(lengths.found().len(), 3, "each is taken once");
        let second = Study { seed: 2.0, ..study };
        assert!(lengths.are_of(&second), "the seed makes no other study");
        let studied = second.studied(&model, &mut Bases::default()).unwrap();
        let run = Run::computed(&studied.scenario, None);
        assert_eq!(lengths.found()[1], norm(recurrent_gradient(&run)));
        assert_ne!(lengths.found()[0], lengths.found()[1]);
    }

    /// A start without its spectrum is the study with no radius asked for, to the last bit.
    #[test]
    fn a_start_is_the_study_as_it_is_drawn() {
        let model = Setup::default().scenario().unwrap();
        let study = Study {
            hidden_size: 5.0,
            input_scale: 0.5,
            activation: "tanh".to_owned(),
            ..Study::default()
        };
        let mut starts = Starts::of(&study);
        for seed in 1..=2 {
            let found = starts.under(seed).unwrap();
            starts.take(found);
        }
        for (place, start) in STARTS.into_iter().enumerate() {
            let with = |base| Study {
                base,
                seed: 2.0,
                rho: None,
                ..study.clone()
            };
            let beside = |kind| {
                let study = with(BaseKind::Uniform);
                Beside::of(&study, kind, &mut Bases::default())
                    .unwrap()
                    .full
            };
            let want = match start {
                Start::Plain(base) => {
                    let study = with(base);
                    let studied = study.studied(&model, &mut Bases::default()).unwrap();
                    Examined::of(study, studied, vec![], None).measured
                }
                Start::Gru => beside("gru"),
                Start::Lstm => beside("lstm"),
            };
            assert_eq!(starts.curves[place][1], want, "{start:?}");
        }
        let other = Starts::of(&Study {
            steps: 3.0,
            ..study
        })
        .under(3)
        .unwrap();
        starts.take(other);
        assert_eq!(starts.seeds(), 2, "of another number of steps");
    }
}
