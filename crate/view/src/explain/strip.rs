//! All steps in short: what each reads, its loss and its state, as far as they are computed.
//!
//! Invariant: as in the picture of a step, a number is here only once its op has run under the cursor.

use super::Subject;
use super::number;
use super::table::seen_steps;
use unrolled::run::cursor::Position;

/// One step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// Its input as printed: a number, or the symbol that was read.
    pub label: String,
    /// Whether its input is marked.
    pub marked: bool,
    /// Its loss, where the step has one.
    pub loss: Option<f64>,
    /// Its hidden state, once computed.
    pub state: Option<Vec<f64>>,
}

/// The steps of a run, seen from a position; `symbols` stands on the steps where text was read.
#[must_use]
pub fn strip(subject: &Subject<'_>, position: &Position, symbols: Option<&[String]>) -> Vec<Step> {
    let position = subject.timeline.resolve(position);
    let label = |t: usize, column: &[f64]| match symbols {
        Some(symbols) => symbols.get(t).cloned(),
        None => column.first().map(|value| number::text(*value)),
    };
    let judged = subject.timeline.loss_at();
    let steps = seen_steps(subject, &position).into_iter().enumerate();
    steps
        .map(|(t, seen)| Step {
            label: label(t, &seen.input).unwrap_or_default(),
            marked: symbols.is_none() && is_marked(&seen.input),
            loss: seen.loss.filter(|_| judged[t]),
            state: seen.states.into_iter().next().flatten(),
        })
        .collect()
}

/// Whether a step's input is a value with its marker set.
#[must_use]
pub fn is_marked(column: &[f64]) -> bool {
    matches!(column, [_, marker] if *marker == 1.0)
}
