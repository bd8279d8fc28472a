//! What is said and shown of attention by hand: a query, a few states, scores, weights and context, all as numbers.
//!
//! Invariant: every number is one its run holds, or was set by hand.

mod inspect;
mod pictures;
mod sheets;
mod words;

pub use inspect::{edit, given, inspect};
pub use pictures::{Column, ExamplePicture, Vector, picture};
pub use sheets::{ExampleTable, sheet};

use super::translation::Outline;
use crate::attention::run::lookup::AttentionExample;
use unrolled::run::{Cursor, ModelRun};
use view::explain::moment::{Moment, moments};
use view::explain::{Explained, Reads};

/// A moment of attention by hand.
pub type At<'a> = Moment<'a, AttentionExample>;

impl Explained for AttentionExample {
    fn reads(&self) -> Reads {
        Reads::Memories
    }

    fn badge(&self, _: &Cursor) -> String {
        "attention by hand".to_owned()
    }

    fn what(&self, at: &Cursor) -> String {
        words::what(self, at)
    }

    fn in_full(&self, _: &Cursor, what: &str) -> String {
        let (query, states) = (words::vector(&self.input.query), self.positions());
        format!("One query, {query}, {states} states. {what}")
    }

    fn unit_of(&self, reference: &str) -> Option<usize> {
        inspect::unit_of(self, reference)
    }
}

/// A line about a look.
#[must_use]
pub fn outline(lookup: &AttentionExample) -> Outline {
    let positions = lookup.positions();
    let noun = if positions == 1 { "state" } else { "states" };
    Outline {
        chip: format!("Attention by hand, {positions} {noun}"),
        notices: vec![],
        positions,
        timeline: moments(lookup),
        source: vec![],
        left_out: vec![],
        offers: vec![],
        output: vec![],
        answer: words::vector(lookup.values("context")),
        other: None,
        expected: None,
        verdict: String::new(),
        reached: String::new(),
    }
}
