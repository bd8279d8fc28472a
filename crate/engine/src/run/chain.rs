//! What happens to a gradient on its way back over many steps: its measured length, the products of Jacobians
//! that rule it, and the straight lines it is compared with.
//!
//! Invariant: the numbers are those of the run's own precision, so that float32 underflows and overflows
//! where it would.

use std::ops::Range;

use nalgebra::DMatrix;

use super::Run;
use super::product::products;
use crate::ir::order::sorted;
use crate::ir::rules::elementwise;
use crate::ir::{NodeId, Precision, Scalar};
use crate::model::Scenario;
use crate::model::spectrum::{self, SpectrumError, widened};
use crate::run::metrics::{mean, norm};

impl<S: Scalar> Run<S> {
    /// The length of the gradient of a state at k = 0, 1, ... T steps before the last one, as the last backward
    /// pass left it.
    #[must_use]
    pub fn gradient_lengths(&self, state: NodeId, b: usize) -> Vec<f64> {
        let trace = self.trace();
        let steps = trace.steps();
        let before = self.program().carry_into(state).map(|carry| carry.previous);
        let later = (0..steps).rev().map(|t| norm(trace.grad(state, t, b)));
        let start = before.map(|previous| norm(trace.grad(previous, 0, b)));
        later.chain(start).collect()
    }

    /// The same divided by the first: how much of the gradient is left.
    #[must_use]
    pub fn gradient_ratios(&self, state: NodeId, b: usize) -> Vec<f64> {
        let lengths = self.gradient_lengths(state, b);
        lengths.iter().map(|length| length / lengths[0]).collect()
    }

    /// For each step, the mean slope of an element-wise node over its units: what a squashing function leaves of
    /// a gradient. 1 where it is linear.
    #[must_use]
    pub fn mean_slopes(&self, node: NodeId, b: usize) -> Vec<f64> {
        let op = &self.program().node(node).op;
        let operands = op.operands();
        let at_step = |t: usize| {
            let value = |node: NodeId| self.trace().value(node, t, b);
            let (Some(&from), true) = (operands.first(), op.is_elementwise()) else {
                return 1.0;
            };
            let result = value(node);
            let ones = vec![S::one(); result.len()];
            let mut slopes = vec![S::zero(); result.len()];
            let other = value(operands[1 % operands.len()]);
            elementwise::backward(op, &ones, other, value(from), result, &mut slopes);
            mean(&slopes)
        };
        (0..self.trace().steps()).map(at_step).collect()
    }
}

/// The step Jacobians of a run and their products, counted back from the last step.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    steps: Vec<DMatrix<f64>>,
    products: Vec<DMatrix<f64>>,
}

impl Chain {
    /// Of the first sequence of a scenario that has run, in the scenario's precision.
    #[must_use]
    pub fn of(scenario: &Scenario, run: &Run<f64>) -> Self {
        match scenario.precision {
            Precision::Double => Self::from_steps(&run.step_jacobians(0)),
            Precision::Single => {
                let mut single: Run<f32> = Run::of(scenario);
                single.forward();
                Self::from_steps(&single.step_jacobians(0))
            }
        }
    }

    /// From the Jacobians of consecutive steps, multiplied in their own precision.
    #[must_use]
    pub fn from_steps<S: Scalar>(steps: &[DMatrix<S>]) -> Self {
        Self {
            products: products(steps)
                .map(|product| widened(&product.matrix()))
                .collect(),
            steps: steps.iter().map(widened).collect(),
        }
    }

    /// T.
    #[must_use]
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether there are no steps.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// ∂s_t/∂s_{t-1}; the step counts from 0.
    #[must_use]
    pub fn step(&self, t: usize) -> &DMatrix<f64> {
        &self.steps[t]
    }

    /// ∂s_T/∂s_{T-k}: the product of the last k steps, the identity for k = 0.
    #[must_use]
    pub fn product(&self, k: usize) -> &DMatrix<f64> {
        &self.products[k]
    }

    /// The smallest and the largest singular value of the product of the last k steps.
    ///
    /// # Errors
    /// Where the product has left the range of numbers.
    pub fn range(&self, k: usize) -> Result<(f64, f64), SpectrumError> {
        spectrum::singular_range(&self.products[k])
    }
}

/// factor^k for k = 0 to `steps`, multiplied up one by one in a precision as a run would.
#[must_use]
pub fn powers(factor: f64, steps: usize, precision: Precision) -> Vec<f64> {
    match precision {
        Precision::Double => powers_in::<f64>(factor, steps),
        Precision::Single => powers_in::<f32>(factor, steps),
    }
}

fn powers_in<S: Scalar>(factor: f64, steps: usize) -> Vec<f64> {
    let factor = S::of(factor);
    let rest = (0..steps).scan(S::one(), |power, _| {
        *power *= factor;
        Some(power.to_f64())
    });
    std::iter::once(1.0).chain(rest).collect()
}

/// Where a curve leaves the range of its precision, as numbers of steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// From here on digits are lost: the number is subnormal, or 0 where it was not.
    pub loses_digits: Option<usize>,
    /// From here on it is infinite, or not a number.
    pub overflows: Option<usize>,
    /// From here on it is not a number.
    pub is_lost: Option<usize>,
}

impl Limits {
    /// Of a curve over k.
    #[must_use]
    pub fn of(curve: &[f64], precision: Precision) -> Self {
        let smallest = match precision {
            Precision::Double => f64::MIN_POSITIVE,
            Precision::Single => f64::from(f32::MIN_POSITIVE),
        };
        let nonzero = curve.iter().position(|value| *value != 0.0);
        let lost = |from: usize| {
            curve[from..]
                .iter()
                .position(|value| value.abs() < smallest)
        };
        Self {
            loses_digits: nonzero.and_then(|from| Some(from + lost(from)?)),
            overflows: curve.iter().position(|value| !value.is_finite()),
            is_lost: curve.iter().position(|value| value.is_nan()),
        }
    }
}

/// For each place, the values of many curves at these shares of their order, from 0 (the smallest) to 1: the
/// band and its middle. What is not a number counts as the greatest.
#[must_use]
pub fn band<const N: usize>(curves: &[Vec<f64>], shares: [f64; N]) -> Vec<[f64; N]> {
    let places: Range<usize> = 0..curves.iter().map(Vec::len).min().unwrap_or(0);
    let at = |place: usize| {
        let values: Vec<f64> = curves.iter().map(|curve| curve[place]).collect();
        let values = sorted(values, f64::total_cmp);
        shares.map(|share| {
            let position = (share.clamp(0.0, 1.0) * (values.len() - 1) as f64).round();
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a place in the list"
            )]
            values[position as usize]
        })
    };
    places.map(at).collect()
}
