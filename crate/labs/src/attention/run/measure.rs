//! How many texts of each length a model answers exactly, with attention and without, found a piece at a time.
//!
//! Invariant: a piece depends on what was chosen and on its place alone, so pieces found by different engines fit
//! together. The texts are held-out ones, drawn from a seed that no card was measured with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::translation::Seq2SeqStore;
use unrolled::ir::ShapeError;
use unrolled::model::tasks::{Alphabet, Examples, Share, Task};
use unrolled::run::train::{Example, answered};

/// How many texts of each length are tried.
const TEXTS: usize = 100;
/// And how many of them in one piece.
const AT_ONCE: usize = 20;
/// How many lengths more than it was trained on.
const BEYOND: usize = 6;
/// How many times as many texts where the task has no say in their length.
const OF_ANY_LENGTH: usize = 12;
const SEED: u64 = 11;

/// How many texts of one length were tried, and how many of them were answered exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// In symbols, without the end mark.
    pub length: usize,
    /// How many.
    pub tried: usize,
    /// With attention, and without.
    pub right: [usize; 2],
}

/// Some of the texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// After how many texts it begins.
    pub after: usize,
    /// How many texts there are up to its end.
    pub found: usize,
    /// What came of them.
    pub counts: Vec<Count>,
}

/// What is measured; the text on screen does not matter.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureInput {
    /// The kind of task.
    pub task: String,
    /// The names of the models with attention and without.
    pub models: [String; 2],
    /// What the scores are divided by.
    pub temperature: f64,
}

/// What has been found so far.
#[derive(Clone, Debug)]
pub struct Measured {
    input: MeasureInput,
    found: usize,
    of: usize,
    counts: BTreeMap<usize, Count>,
}

impl Measured {
    /// Nothing yet; `None` where there is no such task.
    #[must_use]
    pub fn of(input: &MeasureInput) -> Option<Self> {
        let task = Task::of(&input.task)?;
        let lengths = match task.lengths {
            (_, 0) => OF_ANY_LENGTH,
            (shortest, longest) => longest + BEYOND + 1 - shortest,
        };
        Some(Self {
            input: input.clone(),
            found: 0,
            of: TEXTS * lengths,
            counts: BTreeMap::new(),
        })
    }

    /// Whether it is what these models reach at this temperature.
    #[must_use]
    pub fn is_of(&self, input: &MeasureInput) -> bool {
        self.input == *input
    }

    /// How many texts have been tried.
    #[must_use]
    pub fn found(&self) -> usize {
        self.found
    }

    /// How many there will be.
    #[must_use]
    pub fn texts(&self) -> usize {
        self.of
    }

    /// What came of them, by length.
    pub fn counts(&self) -> impl Iterator<Item = Count> {
        self.counts.values().copied()
    }

    /// Takes the piece that comes next; any other changes nothing.
    pub fn take(&mut self, piece: &Piece) {
        if piece.after != self.found || piece.found > self.of {
            return;
        }
        self.found = piece.found;
        for own in &piece.counts {
            let count = self.counts.entry(own.length).or_insert(Count {
                length: own.length,
                ..Count::default()
            });
            count.tried += own.tried;
            for (sum, right) in count.right.iter_mut().zip(own.right) {
                *sum += right;
            }
        }
    }
}

/// The piece that begins after so many texts; `None` where a model has not arrived.
///
/// # Errors
/// Where the sizes do not fit together.
pub fn piece(
    input: &MeasureInput,
    shelf: &Seq2SeqStore,
    after: usize,
) -> Result<Option<Piece>, ShapeError> {
    let [with, without] = &input.models;
    let translator = |name: &str| shelf.translator(name, input.temperature);
    let (Some(task), Some((_, with)), Some((_, without))) =
        (Task::of(&input.task), translator(with), translator(without))
    else {
        return Ok(None);
    };
    let mut by_length: BTreeMap<usize, Vec<Example>> = BTreeMap::new();
    for example in texts(task, after) {
        let length = Alphabet::read(&example.0).len();
        by_length.entry(length).or_default().push(example);
    }
    let mut models = [with, without];
    let mut counts = Vec::new();
    for (length, examples) in by_length {
        let mut right = [0; 2];
        for (right, model) in right.iter_mut().zip(&mut models) {
            *right = answered(model, &examples)?;
        }
        let tried = examples.len();
        counts.push(Count {
            length,
            tried,
            right,
        });
    }
    Ok(Some(Piece {
        after,
        found: after + AT_ONCE,
        counts,
    }))
}

/// The texts of the piece that begins after so many.
fn texts(task: &'static Task, after: usize) -> Vec<Example> {
    let (shortest, longest) = task.lengths;
    let (length, skipped) = match longest {
        0 => (0, after),
        _ => (shortest + after / TEXTS, after % TEXTS),
    };
    let mut examples = Examples::new(task, SEED + length as u64);
    (0..skipped + AT_ONCE)
        .map_while(|_| examples.text(length, Share::HeldOut))
        .skip(skipped)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_has_the_texts_that_come_after_those_before_it() {
        let copy = Task::of("copy").unwrap();
        assert_eq!(texts(copy, 0).len(), AT_ONCE);
        assert_ne!(texts(copy, 2300), texts(copy, 2320));
        assert!(texts(copy, 2320).iter().all(|(text, _)| text.len() == 24));
        assert!(texts(copy, 2900).iter().all(|(text, _)| text.len() == 30));
        let dates = Task::of("dates").unwrap();
        assert_ne!(texts(dates, 0), texts(dates, 20));
    }

    #[test]
    fn pieces_are_taken_in_their_order_and_once() {
        let input = MeasureInput {
            task: "dates".to_owned(),
            models: ["dates", "dates-none"].map(str::to_owned),
            temperature: 1.0,
        };
        let mut measured = Measured::of(&input).unwrap();
        let piece = |after, length| Piece {
            after,
            found: after + AT_ONCE,
            counts: vec![Count {
                length,
                tried: 20,
                right: [20, 7],
            }],
        };
        for piece in [piece(20, 9), piece(0, 12), piece(0, 12), piece(20, 12)] {
            measured.take(&piece);
        }
        assert_eq!(measured.found(), 40);
        let both = Count {
            length: 12,
            tried: 40,
            right: [40, 14],
        };
        assert_eq!(measured.counts().collect::<Vec<_>>(), [both]);
        let other = |change: fn(&mut MeasureInput)| {
            let mut other = input.clone();
            change(&mut other);
            measured.is_of(&other)
        };
        assert!(other(|_| ()));
        assert!(!other(|input| input.temperature = 2.0));
        assert!(!other(|input| input.task = "copy".to_owned()));
    }
}
