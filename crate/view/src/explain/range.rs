//! The range each family of quantities is shown over: one for a whole run, so that a colour means the same at every
//! op and step.
//!
//! Invariant: it follows from the trace alone, never from how much of it may be seen.

use serde::Serialize;

use super::graph::{End, Kind};
use super::stage::{end, kind, role};
use unrolled::ir::NodeId;
use unrolled::run::Run;
use unrolled::run::metrics::round_up;

/// What shares a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// From 0 to 1: gates and distributions.
    Gate,
    /// From -1 to 1: states and candidates.
    State,
    /// The cell memory and what it is made of.
    Memory,
    /// Sums of weighted inputs.
    Sums,
    /// What is read.
    Data,
    /// What is predicted, and its loss.
    Head,
}

impl Family {
    /// The family of what does this, is for this and leaves the step there.
    #[must_use]
    pub fn of(kind: Kind, role: &str, carry: Option<End>) -> Self {
        match (kind, role) {
            (Kind::Sigmoid | Kind::Complement | Kind::Softmax, _) => Self::Gate,
            (Kind::Loss | Kind::Output, _) | (Kind::Sum, "plain") => Self::Head,
            (Kind::Input, _) => Self::Data,
            (Kind::Tanh, _) => Self::State,
            (Kind::Sum, _) => Self::Sums,
            (_, "hidden") if carry.is_some() => Self::State,
            _ => Self::Memory,
        }
    }
}

/// The most steps that are looked at, evenly spread: a percentile needs no more, and a slider must not wait for it.
const MOST_STEPS: usize = 32;

/// How far each family reaches to both sides of 0: the 99th percentile of a run, rounded up.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Ranges {
    /// See [`Family::Memory`].
    pub memory: f64,
    /// See [`Family::Sums`].
    pub sums: f64,
    /// See [`Family::Data`].
    pub data: f64,
    /// See [`Family::Head`].
    pub head: f64,
    /// All gradients.
    pub grads: f64,
}

impl Ranges {
    /// The ranges of one sequence of a run.
    #[must_use]
    pub fn of(run: &Run<f64>, batch: usize) -> Self {
        let (program, trace) = (run.program(), run.trace());
        let family =
            |node: NodeId| Family::of(kind(program, node), role(program, node), end(program, node));
        let pace = trace.steps().div_ceil(MOST_STEPS).max(1);
        let steps = (0..trace.steps()).step_by(pace);
        let limit = |wanted: Family| {
            let nodes = program.ids().filter(|node| family(*node) == wanted);
            let columns = nodes.flat_map(|node| {
                let column = move |t| trace.value(node, t, batch);
                steps.clone().map(column)
            });
            limit(&columns.collect::<Vec<_>>())
        };
        let grads = || {
            let column = |node| steps.clone().map(move |t| trace.grad(node, t, batch));
            let columns: Vec<_> = program.ids().flat_map(column).collect();
            self::limit(&columns)
        };
        Self {
            memory: limit(Family::Memory),
            sums: limit(Family::Sums),
            data: limit(Family::Data),
            head: limit(Family::Head),
            grads: if trace.has_grads() { grads() } else { 1.0 },
        }
    }
}

/// Bits of a number below its exponent.
const MANTISSA: u32 = 52;

/// The 99th percentile of the finite magnitudes, rounded up to 1, 2 or 5 times a power of ten; counted, not sorted,
/// because a run holds hundreds of thousands.
fn limit(columns: &[&[f64]]) -> f64 {
    let mut octaves = vec![0_usize; 1 << 11];
    for value in columns.iter().copied().flatten() {
        octaves[usize::try_from(value.abs().to_bits() >> MANTISSA).unwrap_or(0)] += 1;
    }
    // The last one counts what is not finite.
    octaves.pop();
    let wanted = (octaves.iter().sum::<usize>() * 99).div_ceil(100);
    let mut below = 0;
    let reached = octaves.iter().position(|count| {
        below += count;
        below >= wanted
    });
    let Some(octave) = reached.filter(|octave| wanted > 0 && *octave > 0) else {
        return 1.0;
    };
    let start = f64::from_bits((octave as u64) << MANTISSA);
    let within = |limit: f64| {
        let count = |column: &&[f64]| column.iter().filter(|value| value.abs() <= limit).count();
        columns.iter().map(count).sum::<usize>()
    };
    let mut limit = round_up(start);
    // Ends at the largest number at the latest, within which all lie that are counted.
    while within(limit) < wanted {
        limit = round_up(limit * 1.5);
    }
    limit
}

/// The 99th percentile of the magnitudes, rounded up to 1, 2 or 5 times a power of ten.
#[must_use]
pub fn rounded_limit(values: &[f64]) -> f64 {
    limit(&[values])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_of_any_size_have_a_limit(bits in prop::collection::vec(any::<u64>(), 0..40)) {
            let values: Vec<f64> = bits.into_iter().map(f64::from_bits).collect();
            let limit = rounded_limit(&values);
            prop_assert!(limit.is_finite() && limit > 0.0, "{limit}");
            let finite = values.iter().filter(|value| value.is_finite()).count();
            let within = values.iter().filter(|value| value.abs() <= limit).count();
            prop_assert!(100 * within >= 99 * finite, "{within} of {finite} within {limit}");
        }
    }

    #[test]
    fn the_largest_numbers_there_are_have_a_limit() {
        for value in [1e308, -1e308, 1.7e308, f64::MAX] {
            assert!(rounded_limit(&[value]) >= value.abs(), "{value}");
        }
    }

    #[test]
    fn limits_round_up_to_one_two_or_five() {
        let limits = [1.1635, 0.31, 4.0, 0.02, 730.0, 0.0]
            .map(|value| rounded_limit(&[value, -value / 2.0]));
        for (got, want) in limits.into_iter().zip([2.0, 0.5, 5.0, 0.02, 1000.0, 1.0]) {
            assert!((got - want).abs() < 1e-9 * want, "{got} {want}");
        }
    }

    #[test]
    fn one_in_a_hundred_may_lie_beyond_the_limit_and_what_is_not_finite_does_not_count() {
        let mut values = vec![0.4; 99];
        values.push(1e6);
        assert!((rounded_limit(&values) - 0.5).abs() < 1e-12);
        values.push(f64::NAN);
        assert!((rounded_limit(&values) - 0.5).abs() < 1e-12);
        values.extend([1e6; 3]);
        assert!((rounded_limit(&values) - 1e6).abs() < 1.0);
        assert!((rounded_limit(&[]) - 1.0).abs() < 1e-12);
    }
}
