//! What is said and shown of self-attention: the same quantities as of a translation, tokens by tokens.
//!
//! Invariant: every number is one its run holds; the right answer is the rule's of the task, never a list.

mod inspect;
mod lengths;
mod pictures;
mod sheets;
mod versus;
mod words;

pub use inspect::inspect;
pub use lengths::lengths;
pub use pictures::{Matrix, SelfPicture, answer, heat, look};
pub use sheets::{SelfAttentionTable, sheet};
pub use versus::{Versus, Work, versus};

use super::learning::trained_here;
use super::text_answer::{self, TextRead};
use super::translation::{self, Outline, spoken};
use crate::attention::explain::text_answer::{Nouns, TextAnswer};
use crate::attention::run::reading::SelfAttentionRun;
use unrolled::model::tasks::Alphabet;
use unrolled::run::train::{Recipe, Student};
use unrolled::run::{Cursor, ModelRun};
use view::explain::case::{capital, lower};
use view::explain::moment::Moment;
use view::explain::{Explained, Reads};

/// A moment of self-attention.
pub type At<'a> = Moment<'a, SelfAttentionRun>;

impl Explained for SelfAttentionRun {
    fn reads(&self) -> Reads {
        Reads::Text
    }

    fn badge(&self, _: &Cursor) -> String {
        "self-attention".to_owned()
    }

    fn what(&self, at: &Cursor) -> String {
        words::what(self, at)
    }

    fn in_full(&self, at: &Cursor, what: &str) -> String {
        format!("Symbol {} of {}. {what}", at.position.t, self.positions())
    }
}

impl TextAnswer for SelfAttentionRun {
    fn nouns(&self) -> Nouns {
        Nouns {
            asks: "symbol",
            read: "symbol",
            on: " on symbol",
            of: "from symbol",
        }
    }

    fn probs(&self) -> &[Vec<f64>] {
        &self.answer.probs
    }

    fn weights(&self) -> &[Vec<f64>] {
        &self.answer.weights
    }

    fn read(&self, position: usize) -> usize {
        self.read_at(position)
    }

    fn asking(&self, t: usize) -> usize {
        self.read_at(t)
    }

    fn written(&self, t: usize) -> String {
        let (read, stands) = (self.read_at(t), self.answer.symbols[t - 1]);
        format!(
            "At the place of {} stands {}.",
            spoken(read),
            spoken(stands)
        )
    }

    fn reading(&self, position: usize) -> String {
        let symbol = spoken(self.read_at(position));
        format!("{} is read at place {position}.", capital(&symbol))
    }
}

/// Whether the model of this name is self-attention.
#[must_use]
pub fn is_of_one(name: &str) -> bool {
    Recipe::of(name).is_some_and(|recipe| matches!(recipe.course.student, Student::Alone(_)))
}

/// A line about a reading.
#[must_use]
pub fn outline(reading: &SelfAttentionRun) -> Outline {
    let read = TextRead {
        task: reading.task,
        tokens: &reading.tokens,
        left_out: &reading.left_out,
        expected: expected(reading),
        other: (reading.other.as_ref()).map(|(_, other)| other.symbols.as_slice()),
    };
    Outline {
        chip: format!(
            "Reverse, self-attention, {} parameters, trained here",
            view::explain::number::count(reading.card.parameters)
        ),
        notices: notices(reading),
        reached: reached(reading),
        ..text_answer::outline(reading, &answer(reading, 0), &read)
    }
}

/// What was measured of the weights that answer, and of those that were trained with the same switches.
fn reached(reading: &SelfAttentionRun) -> String {
    let own = &reading.card;
    if own.tested == 0 {
        return trained_here(own.updates, own.seed);
    }
    let measured = translation::reached(&own.exact, own.tested);
    let is_own = own.model() == *reading.model();
    let first = if is_own {
        measured
    } else {
        "These weights were trained with everything on.".to_owned()
    };
    match &reading.other {
        Some((other, _)) if !is_own && other.tested > 0 => format!(
            "{first} Trained so from the start: {}",
            lower(&translation::reached(&other.exact, other.tested))
        ),
        _ => first,
    }
}

/// What the rule of the task makes of what was read.
fn expected(reading: &SelfAttentionRun) -> Option<String> {
    let symbols: Vec<usize> = (reading.tokens.iter()).map(|token| token.symbol).collect();
    (reading.task.answer)(&Alphabet::text(&symbols))
}

fn notices(reading: &SelfAttentionRun) -> Vec<String> {
    let mut notices: Vec<String> = text_answer::unknown_symbols(&reading.tokens)
        .into_iter()
        .collect();
    let (count, (shortest, longest)) = (reading.tokens.len(), reading.task.lengths);
    if !reading.left_out.is_empty() {
        let places = reading.card.places;
        notices.push(format!(
            "It has positions for {places} symbols; the first {places} are used."
        ));
    }
    if count > longest {
        notices.push(format!(
            "This is longer than anything it was trained on: {longest} symbols."
        ));
    } else if count == 0 {
        notices.push("Type or paste a text.".to_owned());
    } else if count < shortest {
        notices.push("This is shorter than anything it was trained on.".to_owned());
    }
    notices
}
