//! Exact match against length: what the cards say of the weights that were trained with the switches on screen, and
//! where the text on screen stands.

use super::{At, expected};
use crate::attention::explain::translation::{LengthsPicture, own_text, shipped};
use unrolled::model::tasks::Alphabet;

/// The chart; nothing where no weights were measured with these switches.
#[must_use]
pub fn lengths(here: &At<'_>) -> Option<LengthsPicture> {
    let reading = here.model;
    let trained = reading.task.lengths;
    let own = (&reading.card, &reading.answer);
    let other = reading.other.iter().map(|(card, answer)| (card, answer));
    let (card, answer) = std::iter::once(own)
        .chain(other)
        .find(|(card, _)| card.tested > 0 && card.model() == *reading.model())?;
    let is_right = expected(reading).is_some_and(|right| Alphabet::text(&answer.symbols) == right);
    let own = own_text(reading.tokens.len(), is_right);
    let last = card.exact.iter().map(|(length, _)| *length).max();
    let length = own.as_ref().map_or(trained.0, |own| own.length);
    Some(LengthsPicture {
        ends: (trained.0.min(length), last.unwrap_or(trained.1).max(length)),
        trained,
        curves: vec![shipped(
            ("trained so", true),
            &card.exact,
            card.tested,
            trained,
        )],
        own,
        note: format!("{} held-out texts of each length, as shipped", card.tested),
    })
}
