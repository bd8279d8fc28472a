//! The curves over k, by name and by number.

use super::spot::Line;
use crate::run::Examined;

/// The values of a curve at k = 0 to T; of the range the largest singular value. `None` where there is none.
pub(super) fn values(examined: &Examined, line: Line) -> Option<Vec<f64>> {
    match line {
        Line::Measured => Some(examined.measured.clone()),
        Line::Powers => examined.powers.clone(),
        Line::Bound => examined.bound.clone(),
        Line::Range => largest(examined),
        Line::Gru | Line::Lstm => {
            let own = examined.beside.iter().find(|it| it.kind == line.key())?;
            Some(own.full.clone())
        }
    }
}

fn largest(examined: &Examined) -> Option<Vec<f64>> {
    let ranges = examined.ranges()?;
    Some(
        ranges
            .iter()
            .map(|range| range.map_or(f64::NAN, |range| range.1))
            .collect(),
    )
}

/// The title of a curve, and what it is.
pub(super) fn names(line: Line) -> (&'static str, &'static str) {
    match line {
        Line::Measured => (
            "measured",
            "The length of the gradient k steps back, divided by its length at the last step.",
        ),
        Line::Powers => (
            "\u{3c1}^k",
            "The spectral radius to the power of k: it rules the far future.",
        ),
        Line::Bound => (
            "bound (\u{3b3} \u{3c3}_max)^k",
            "The largest singular value to the power of k: no gradient can be larger.",
        ),
        Line::Range => (
            "singular values of the product",
            "What the product of the last k Jacobians does to its best and its worst direction.",
        ),
        Line::Gru => (
            "GRU",
            "What is left of the gradient of h in a GRU on the same inputs.",
        ),
        Line::Lstm => (
            "LSTM, h and c",
            "What is left of the gradient of the whole state, h and c, in an LSTM on the same inputs.",
        ),
    }
}
