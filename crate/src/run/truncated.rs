//! What truncation costs and saves: the truncated gradient against the full one, and how many steps are kept.
//!
//! Invariant: both gradients are those of the run's own backward pass.

use std::ops::Range;

use super::clip::cosine;
use super::{Run, Truncation};
use crate::ir::{ParamId, Scalar};
use crate::model::spectrum::length;

/// A truncated gradient against the full one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Against {
    /// ‖truncated - full‖ / ‖full‖; 0 where both are 0.
    pub error: f64,
    /// The cosine between them: 1 where the direction is right, 0 where nothing is left.
    pub cosine: f64,
    /// ‖full‖.
    pub full: f64,
    /// ‖truncated‖.
    pub truncated: f64,
}

impl Against {
    /// Compares two gradients of the same numbers.
    #[must_use]
    pub fn new<S: Scalar>(truncated: &[S], full: &[S]) -> Self {
        let pairs = truncated.iter().zip(full);
        let apart: Vec<f64> = pairs.map(|(a, b)| a.to_f64() - b.to_f64()).collect();
        let (apart, whole) = (length(&apart), length(full));
        Self {
            error: if apart == 0.0 { 0.0 } else { apart / whole },
            cosine: cosine(truncated, full),
            full: whole,
            truncated: length(truncated),
        }
    }
}

impl<S: Scalar> Run<S> {
    /// What truncation does to the gradient of a parameter. The run itself stays as it is.
    #[must_use]
    pub fn truncated_against_full(&self, param: ParamId, truncation: Truncation) -> Against {
        let range = self.program().params[param.0].range();
        let mut full = self.clone();
        full.backward(Truncation::Full);
        let mut truncated = self.clone();
        truncated.backward(truncation);
        Against::new(
            &truncated.trace().param_grads()[range.clone()],
            &full.trace().param_grads()[range],
        )
    }

    /// How many numbers a step leaves behind for its backward pass.
    #[must_use]
    pub fn numbers_a_step(&self) -> usize {
        let rows = |id| self.program().node(id).rows;
        let own = |id| self.program().carry_of(id).is_none();
        self.program()
            .ids()
            .filter(|id| own(*id))
            .map(rows)
            .sum::<usize>()
            * self.trace().batch()
    }
}

impl Truncation {
    /// The stretches of steps, from 0, that backward passes go through: one for the whole, one for each chunk,
    /// one window for each step.
    #[must_use]
    pub fn stretches(self, steps: usize) -> Vec<Range<usize>> {
        match self {
            Self::Full => std::iter::once(0..steps).collect(),
            Self::Chunked(every) => (0..steps)
                .step_by(every.max(1))
                .map(|from| from..(from + every.max(1)).min(steps))
                .collect(),
            Self::Sliding(window) => (1..=steps)
                .map(|end| end.saturating_sub(window)..end)
                .collect(),
        }
    }

    /// How many steps have to be kept at once.
    #[must_use]
    pub fn steps_kept(self, steps: usize) -> usize {
        self.stretches(steps)
            .iter()
            .map(Range::len)
            .max()
            .unwrap_or(0)
    }
}
