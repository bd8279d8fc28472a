//! A row of attention held by hand: one weight is moved, the others make room.
//!
//! Invariant: whatever a weight is dragged or typed to, its row goes on adding up to 1.

use super::{read_at, spoken};
use crate::attention::run::translation::Translation;
use crate::setup::{AttnSetup, with_weight};
use view::explain::given::Given;

/// So many CSS px are a whole weight.
const WHOLE: f32 = 160.0;
/// Nearer than this nothing is dragged yet, CSS px.
const STILL: f32 = 3.0;
/// One press of an arrow.
const STEP: f64 = 0.05;

/// Output and position of `weights.t7.u3`, from 1.
fn place(reference: &str) -> Option<(usize, usize)> {
    let (t, unit) = reference.strip_prefix("weights.t")?.split_once(".u")?;
    Some((t.parse().ok()?, unit.parse().ok()?))
}

/// The row that a weight belongs to, and its place in it from 0; nothing where there is no such weight.
#[must_use]
pub fn row_of<'a>(translation: &'a Translation, reference: &str) -> Option<(&'a [f64], usize)> {
    let (t, unit) = place(reference)?;
    let row = translation.written.weights.get(t.checked_sub(1)?)?;
    let place = unit.checked_sub(1).filter(|place| *place < row.len())?;
    Some((row, place))
}

/// A weight as a number that can be set.
#[must_use]
pub fn given(translation: &Translation, reference: &str) -> Option<Given> {
    let (row, at) = row_of(translation, reference)?;
    let (t, unit) = place(reference)?;
    Some(Given {
        reference: reference.to_owned(),
        name: format!(
            "weight of output {t} at source {unit}, {}",
            spoken(read_at(translation, unit))
        ),
        value: row[at],
        step: STEP,
    })
}

/// What is chosen, with a weight set and its row held.
#[must_use]
pub fn hold(translation: &Translation, reference: &str, weight: f64) -> Option<AttnSetup> {
    let (row, at) = row_of(translation, reference)?;
    let (t, _) = place(reference)?;
    let row = with_weight(row, at, weight);
    Some(translation.setup.holding(t, row))
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
    let (t, unit) = place(reference)?;
    let at = unit.checked_sub(1)?;
    let way = from - to;
    if way.abs() < STILL {
        return None;
    }
    // Two digits are kept, as many as are shown.
    let weight = (100.0 * (row.get(at)? + f64::from(way / WHOLE))).round() / 100.0;
    Some(setup.holding(t, with_weight(row, at, weight)))
}
