//! What truncation costs and saves: the truncated gradient against the full one, and how many steps are kept.
//!
//! Invariant: both gradients are those of the run's own backward pass.

use super::metrics::{cosine, norm};
use super::{Run, Truncation};
use crate::ir::{ParamId, Scalar};
use crate::model::Reach;

/// A truncated gradient against the full one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Against {
    /// ‖truncated - full‖ / ‖full‖; 0 where both are 0.
    pub error: f64,
    /// The cosine between them: 1 where the direction is right; `None` where one of them has none.
    pub cosine: Option<f64>,
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
        let (apart, whole) = (norm(&apart), norm(full));
        Self {
            error: if apart == 0.0 { 0.0 } else { apart / whole },
            cosine: cosine(truncated, full),
            full: whole,
            truncated: norm(truncated),
        }
    }
}

impl<S: Scalar> Run<S> {
    /// What these limits do to the gradient of a parameter. The run itself stays as it is.
    #[must_use]
    pub fn truncated_against_full(&self, param: ParamId, reach: &Reach) -> Against {
        let range = self.program().params[param.0].range();
        let mut full = self.clone();
        full.backward(Truncation::Full);
        let mut truncated = self.clone();
        truncated.backward_within(reach);
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
    /// The limits that this is in a sequence of so many steps.
    #[must_use]
    pub fn reach(self, steps: usize) -> Reach {
        match self {
            Self::Full => Reach::default(),
            Self::Chunked(every) => Reach {
                cuts: (1..steps).filter(|t| t.is_multiple_of(every)).collect(),
                ..Reach::default()
            },
            Self::Sliding(window) => Reach {
                window: Some(window),
                ..Reach::default()
            },
            Self::Overlapping { every, steps } => Reach {
                window: Some(steps),
                every: Some(every),
                ..Reach::default()
            },
        }
    }
}
