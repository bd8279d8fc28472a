//! What a study comes to: how much of the gradient is left after k steps, and the lines and the products of
//! Jacobians it is compared with.
//!
//! Invariant: k counts factors back from the last step, in every list here; what is costly is found when it is
//! first asked for, and once.

use std::cell::OnceCell;

use nalgebra::DMatrix;

use crate::gradients::recurrent::{Bases, Spectral, Studied, Study};
use crate::setup::SetupError;
use unrolled::ir::{NodeId, Precision, Scalar};
use unrolled::model::Scenario;
use unrolled::run::chain::{Limits, powers};
use unrolled::run::metrics::{mean, norm};
use unrolled::run::{Chain, Run, keep_gate, memory};

/// Up to this many numbers in the products of a chain all of them are looked at, even while a slider moves.
const LIGHT: usize = 20_000;

/// What falls from above this to 0 at once was multiplied by 0, not rounded to it.
const STEP: f64 = 1e-30;

/// How far powers are followed to see where a precision ends.
const FAR: usize = 5_000;

/// A study that has run.
#[derive(Debug)]
pub struct Examined {
    /// What was studied.
    pub study: Study,
    /// The network and its recurrent matrices.
    pub studied: Studied,
    /// Its run.
    pub run: Run<f64>,
    /// ρ: the spectral radius, as it was chosen where it was.
    pub radius: f64,
    /// ‖dL/dh_{T-k}‖ / ‖dL/dh_T‖.
    pub measured: Vec<f64>,
    /// ρ^k, where one matrix is studied.
    pub powers: Option<Vec<f64>>,
    /// (γ σ_max)^k with γ = 1, where one matrix is studied: the product is never larger.
    pub bound: Option<Vec<f64>>,
    /// For each step, the mean slope of what squashes the sum of a plain RNN; 1 where it is linear.
    pub slopes: Option<Vec<f64>>,
    /// What is left along the direct road, where a gated cell is studied.
    pub direct: Option<Direct>,
    /// Gated cells on the same inputs.
    pub beside: Vec<Beside>,
    chain: OnceCell<Chain>,
    ranges: OnceCell<Vec<Option<(f64, f64)>>>,
}

/// A gated cell on the inputs of a study.
#[derive(Debug)]
pub struct Beside {
    /// Its kind.
    pub kind: &'static str,
    /// The network.
    pub studied: Studied,
    /// Its run.
    pub run: Run<f64>,
    /// What is left of the gradient of the whole state, h or h stacked on c, after k steps.
    pub full: Vec<f64>,
    /// What is left along its direct road.
    pub direct: Option<Direct>,
}

/// What is left of a gradient at the last memory (c, or h where there is none) that goes back past the keep gates alone,
/// through no matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Direct {
    /// The gate that keeps.
    pub gate: NodeId,
    /// What is left after k steps.
    pub left: Vec<f64>,
}

impl Direct {
    /// That of a run, where its cell has such a road; the gradient is the one that the study starts with.
    fn of(scenario: &Scenario, run: &Run<f64>) -> Option<Self> {
        let program = run.program();
        let state = memory(program)?;
        Some(Self {
            gate: keep_gate(program, state)?,
            left: in_precision(
                scenario,
                run,
                |run, gradient| run.direct_ratios(state, gradient, 0),
                |run, gradient| run.direct_ratios(state, gradient, 0),
            ),
        })
    }
}

impl Examined {
    /// Runs what is studied; `beside` has run already, an `earlier` run of the same program lends its memory.
    #[must_use]
    pub fn of(study: Study, studied: Studied, beside: Vec<Beside>, earlier: Option<Self>) -> Self {
        let earlier = earlier.filter(|it| it.studied.scenario.has_program_of(&studied.scenario));
        let run = Run::computed(&studied.scenario, earlier.map(|it| it.run));
        let radius = radius(&study, &studied);
        let precision = studied.scenario.precision;
        let steps = run.trace().steps();
        let (powers, bound) = match plain(&studied) {
            Some(matrix) => (
                Some(powers(radius, steps, precision)),
                Some(powers(matrix.norm(), steps, precision)),
            ),
            None => (None, None),
        };
        let state = hidden(&run);
        Self {
            radius,
            measured: run.gradient_ratios(state, 0),
            powers,
            bound,
            slopes: plain(&studied).map(|_| run.mean_slopes(state, 0)),
            direct: Direct::of(&studied.scenario, &run),
            beside,
            study,
            studied,
            run,
            chain: OnceCell::new(),
            ranges: OnceCell::new(),
        }
    }

    /// T.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.measured.len() - 1
    }

    /// The recurrent matrix, where one is studied.
    #[must_use]
    pub fn matrix(&self) -> Option<&Spectral> {
        plain(&self.studied)
    }

    /// Whether all products can be looked at in a fraction of a frame.
    #[must_use]
    pub fn is_light(&self) -> bool {
        self.run.state_size() * self.run.state_size() * self.steps() <= LIGHT
    }

    /// Whether all products are known, or cost next to nothing.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        self.is_light() || self.ranges.get().is_some()
    }

    /// Finds what was left out because it takes longer than a frame.
    pub fn refine(&self) {
        self.ranges.get_or_init(|| {
            let chain = self
                .chain
                .get_or_init(|| Chain::of(&self.studied.scenario, &self.run));
            (0..=chain.len()).map(|k| chain.range(k).ok()).collect()
        });
    }

    /// The step Jacobians and their products, where they are known.
    #[must_use]
    pub fn chain(&self) -> Option<&Chain> {
        if self.is_light() {
            self.refine();
        }
        self.chain.get()
    }

    /// For each k the smallest and the largest singular value of the product, where they are known; `None` inside where
    /// the product has left the range of numbers.
    #[must_use]
    pub fn ranges(&self) -> Option<&[Option<(f64, f64)>]> {
        if self.is_light() {
            self.refine();
        }
        self.ranges.get().map(Vec::as_slice)
    }

    /// The smallest and the largest singular value of the product of the last k factors.
    #[must_use]
    pub fn range(&self, k: usize) -> Option<(f64, f64)> {
        self.ranges()?.get(k).copied().flatten()
    }

    /// The k-th factor, counted back from the last step.
    #[must_use]
    pub fn step(&self, k: usize) -> DMatrix<f64> {
        let t = self.steps() - k;
        match self.chain() {
            Some(chain) => chain.step(t).clone(),
            None => self.run.step_jacobian(t, 0),
        }
    }

    /// The mean slope at the k-th factor.
    #[must_use]
    pub fn slope(&self, k: usize) -> Option<f64> {
        let slopes = self.slopes.as_ref()?;
        slopes.get(slopes.len().checked_sub(k)?).copied()
    }

    /// The mean slope over the last k steps; `None` where there is none.
    #[must_use]
    pub fn mean_slope(&self, k: usize) -> Option<f64> {
        let slopes: Option<Vec<f64>> = (1..=k).map(|k| self.slope(k)).collect();
        slopes
            .filter(|slopes| !slopes.is_empty())
            .as_deref()
            .map(mean)
    }

    /// The mean of each state over its units, h_0 first.
    #[must_use]
    pub fn state_means(&self) -> Vec<f64> {
        states(&self.run).into_iter().map(mean).collect()
    }

    /// By how much the k-th step multiplied the gradient.
    #[must_use]
    pub fn factor(&self, k: usize) -> f64 {
        self.measured[k] / self.measured[k - 1]
    }

    /// Where the measured curve leaves the precision of the run. A step to exactly 0 loses nothing.
    #[must_use]
    pub fn limits(&self) -> Limits {
        let limits = Limits::of(&self.measured, self.studied.scenario.precision);
        let is_step = |k: &usize| self.measured[*k] == 0.0 && self.measured[*k - 1] > STEP;
        Limits {
            loses_digits: limits.loses_digits.filter(|k| !is_step(k)),
            ..limits
        }
    }

    /// Where ρ^k would leave a precision, however few steps were run.
    #[must_use]
    pub fn limits_in(&self, precision: Precision) -> Limits {
        Limits::of(&powers(self.radius, FAR, precision), precision)
    }
}

impl Beside {
    /// All that is to stand beside a study.
    ///
    /// # Errors
    /// At the first field that cannot be used.
    pub fn all(study: &Study, bases: &mut Bases) -> Result<Vec<Self>, SetupError> {
        let kinds = if study.has_matrix() {
            study.compare.kinds()
        } else {
            vec![]
        };
        let each = kinds.into_iter().map(|kind| Self::of(study, kind, bases));
        each.collect()
    }

    /// Runs one on the inputs of a study.
    ///
    /// # Errors
    /// At the first field that cannot be used.
    pub fn of(study: &Study, kind: &'static str, bases: &mut Bases) -> Result<Self, SetupError> {
        let studied = study.beside(kind, bases)?;
        let run = Run::computed(&studied.scenario, None);
        Ok(Self {
            kind,
            full: what_is_left(&studied.scenario, &run),
            direct: Direct::of(&studied.scenario, &run),
            studied,
            run,
        })
    }

    /// The length of h after each step, with the initial state first.
    #[must_use]
    pub fn lengths(&self) -> Vec<f64> {
        state_lengths(&self.run)
    }
}

/// ‖h_t‖ for t = 0 to T.
#[must_use]
pub fn state_lengths(run: &Run<f64>) -> Vec<f64> {
    states(run).into_iter().map(norm).collect()
}

/// h_t for t = 0 to T.
fn states(run: &Run<f64>) -> Vec<&[f64]> {
    let (trace, state) = (run.trace(), hidden(run));
    let before = run.program().carry_into(state).map(|carry| carry.previous);
    let start = before.map(|previous| trace.value(previous, 0, 0));
    let later = (0..trace.steps()).map(|t| trace.value(state, t, 0));
    start.into_iter().chain(later).collect()
}

/// What is left of the gradient of the whole state, h or h stacked on c, as the loss at the last h sends it back.
#[must_use]
pub fn what_is_left(scenario: &Scenario, run: &Run<f64>) -> Vec<f64> {
    if run.program().carries.len() == 1 {
        return run.gradient_ratios(hidden(run), 0);
    }
    in_precision(
        scenario,
        run,
        |run, gradient| run.whole_state_ratios(gradient, 0),
        |run, gradient| run.whole_state_ratios(gradient, 0),
    )
}

/// Asks a run in the precision of its scenario with the gradient that the study starts with.
fn in_precision<T>(
    scenario: &Scenario,
    run: &Run<f64>,
    double: impl FnOnce(&Run<f64>, &[f64]) -> T,
    single: impl FnOnce(&Run<f32>, &[f32]) -> T,
) -> T {
    let gradient = scenario
        .target
        .columns
        .first()
        .map_or(&[][..], Vec::as_slice);
    match scenario.precision {
        Precision::Double => double(run, gradient),
        Precision::Single => {
            let mut narrow: Run<f32> = Run::of(scenario);
            narrow.forward();
            let gradient: Vec<f32> = gradient.iter().map(|&x| f32::of(x)).collect();
            single(&narrow, &gradient)
        }
    }
}

/// The one recurrent matrix of a plain RNN.
fn plain(studied: &Studied) -> Option<&Spectral> {
    match &studied.recurrent[..] {
        [(_, matrix)] => Some(matrix),
        _ => None,
    }
}

/// ρ as it was chosen, where the matrix was brought to it, so that it is printed as it was typed.
fn radius(study: &Study, studied: &Studied) -> f64 {
    let found = studied
        .recurrent
        .iter()
        .map(|(_, block)| block.radius())
        .fold(0.0, f64::max);
    match study.rho {
        Some(wanted) if (found - wanted).abs() <= 1e-9 * wanted => wanted,
        _ => found,
    }
}

/// The state every cell has.
fn hidden(run: &Run<f64>) -> NodeId {
    let program = run.program();
    program.find("h").unwrap_or(program.carries[0].next)
}
