//! A row of attention held by hand: one weight is moved, the others make room.
//!
//! Invariant: whatever a weight is dragged or typed to, its row goes on adding up to 1.

use super::spoken;
use crate::attention::explain::text_answer::place;
use crate::attention::run::translation::Seq2SeqRun;
use crate::setup::{AttnSetup, with_weight};
use view::explain::given::Given;

/// So many CSS px are a whole weight.
const WHOLE: f32 = 160.0;
/// Nearer than this nothing is dragged yet, CSS px.
const STILL: f32 = 3.0;
/// One press of an arrow.
const STEP: f64 = 0.05;

/// The row that a weight belongs to, and its place in it from 0; nothing where there is no such weight.
#[must_use]
pub fn row_of<'a>(translation: &'a Seq2SeqRun, reference: &str) -> Option<(&'a [f64], usize)> {
    let (t, unit) = place(reference, "weights")?;
    let row = translation.written.weights.get(t.checked_sub(1)?)?;
    let place = unit.checked_sub(1).filter(|place| *place < row.len())?;
    Some((row, place))
}

/// A weight as a number that can be set.
#[must_use]
pub fn given(translation: &Seq2SeqRun, reference: &str) -> Option<Given> {
    let (row, at) = row_of(translation, reference)?;
    let (t, unit) = place(reference, "weights")?;
    Some(Given {
        reference: reference.to_owned(),
        name: format!(
            "weight of output {t} at source {unit}, {}",
            spoken(translation.read_at(unit))
        ),
        value: row[at],
        step: STEP,
    })
}

/// What is chosen, with a weight set and its row held.
#[must_use]
pub fn hold(
    setup: &AttnSetup,
    translation: &Seq2SeqRun,
    reference: &str,
    weight: f64,
) -> Option<AttnSetup> {
    let (row, at) = row_of(translation, reference)?;
    let (t, _) = place(reference, "weights")?;
    let row = with_weight(row, at, weight);
    Some(setup.holding(t, row))
}

/// What is chosen, with a weight dragged from one height to another, CSS px from the top: its row as it was when the
/// drag began.
#[must_use]
pub fn dragged(
    setup: &AttnSetup,
    reference: &str,
    row: &[f64],
    (from, to): (f32, f32),
) -> Option<AttnSetup> {
    let (t, unit) = place(reference, "weights")?;
    let at = unit.checked_sub(1)?;
    let way = from - to;
    if way.abs() < STILL {
        return None;
    }
    // Two digits are kept, as many as are shown.
    let weight = (100.0 * (row.get(at)? + f64::from(way / WHOLE))).round() / 100.0;
    Some(setup.holding(t, with_weight(row, at, weight)))
}
