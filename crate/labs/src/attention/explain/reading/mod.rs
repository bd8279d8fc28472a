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
pub use sheets::{ReadingTable, sheet};
pub use versus::{Versus, Work, versus};
pub use words::sentence;

use std::cmp::Ordering;

use super::learning::trained_here;
use super::translation::{self, Chip, Outline, Sign};
use crate::attention::run::reading::Reading;
use unrolled::model::CellSpec;
use unrolled::model::tasks::{Alphabet, UNKNOWN};
use unrolled::run::cursor::{Direction, Move, Position};
use unrolled::run::train::{Recipe, Student};
use view::explain::case::lower;
use view::explain::formula::Stage;
use view::explain::listing::{ListedOp, Listing, is_done, listing};
use view::explain::{Formula, Level, Notation, Reads, Subject, formula as formulas, no_cell};

/// What is taken over, and what only learning needs, are not stepped through.
const SKIPPED: [&str; 3] = ["load", "given", "l"];

/// Where a person stands in a reading.
#[derive(Clone, Debug)]
pub struct Here<'a> {
    /// What was read.
    pub reading: &'a Reading,
    /// Which symbol asks, from 1.
    pub t: usize,
    /// The op.
    pub op: String,
    /// The symbol looked at, from 1.
    pub unit: usize,
}

impl<'a> Here<'a> {
    /// The nearest place there is.
    #[must_use]
    pub fn at(reading: &'a Reading, position: &Position, unit: usize) -> Self {
        let Position { t, op, .. } = resolve(reading, position);
        Self {
            reading,
            t,
            op,
            unit: unit.clamp(1, reading.positions()),
        }
    }

    fn position(&self) -> Position {
        Position {
            t: self.t,
            op: self.op.clone(),
            dir: Direction::Forward,
        }
    }

    /// The run that has this op, and which unit of its result is written out.
    fn subject<'c>(&self, cell: &'c CellSpec) -> Subject<'c>
    where
        'a: 'c,
    {
        let segments = self.reading.segments();
        let has = |op: &str, at: usize| {
            let ops = &segments[at].0.program().micro_ops;
            ops.iter()
                .find(|own| own.id == op)
                .map(unrolled::ir::MicroOp::result)
        };
        let at = usize::from(has(&self.op, 0).is_none());
        let (run, timeline) = segments[at];
        let rows = has(&self.op, at).map_or(1, |node| run.program().node(node).rows);
        let unit = match self.op.as_str() {
            "lo" | "y" => self.reading.answer.symbols[self.t - 1] + 1,
            "x" | "query" | "key" | "value" | "context" => 1,
            _ => self.unit.min(rows),
        };
        Subject {
            run,
            timeline,
            cell,
            batch: 0,
            unit,
            jobs: None,
            reads: Reads::Text,
            kept: None,
        }
    }

    /// Whether what this op makes may be seen.
    fn sees(&self, op: &str) -> bool {
        is_done(&ops(self.reading), op, &self.op)
    }
}

/// Whether the model of this name is self-attention.
#[must_use]
pub fn is_of_one(name: &str) -> bool {
    Recipe::of(name).is_some_and(|recipe| matches!(recipe.course.student, Student::Alone(_)))
}

/// The ops that a person steps through for one symbol.
#[must_use]
pub fn ops(reading: &Reading) -> Vec<ListedOp> {
    let all = reading.segments().into_iter();
    all.flat_map(|(run, timeline)| listing(run.program(), timeline).forward)
        .filter(|op| !SKIPPED.contains(&op.id.as_str()))
        .collect()
}

/// The moments of a reading.
#[must_use]
pub fn moments(reading: &Reading) -> Listing {
    let steps = reading.positions();
    Listing {
        steps,
        forward: ops(reading),
        backward: vec![],
        loss_at: vec![true; steps],
    }
}

/// The nearest position there is: the weights, where the op is none of these.
#[must_use]
pub fn resolve(reading: &Reading, position: &Position) -> Position {
    let known = ops(reading).into_iter().find(|op| op.id == position.op);
    Position {
        t: position.t.clamp(1, reading.positions()),
        op: known.map_or_else(|| "weights".to_owned(), |op| op.id),
        dir: Direction::Forward,
    }
}

/// The position a key or button leads to; at either end it stays.
#[must_use]
pub fn moved(reading: &Reading, from: &Position, how: Move) -> Position {
    let here = resolve(reading, from);
    translation::stepped(&ops(reading), reading.positions(), &here, how)
}

/// The formula of a moment.
#[must_use]
pub fn formula(here: &Here<'_>, level: Level, notation: Notation) -> Option<Formula> {
    let made = formulas(&here.subject(&no_cell()), &here.position(), level, notation)?;
    Some(Formula {
        badge: "self-attention".to_owned(),
        ..made
    })
}

/// The formulas of all ops of a symbol, in letters.
#[must_use]
pub fn chain(here: &Here<'_>, notation: Notation) -> Vec<view::explain::formula::Link> {
    let cell = no_cell();
    let parts = ["x", "weights"].map(|op| Here {
        op: op.to_owned(),
        ..here.clone()
    });
    let all = parts.iter().flat_map(|part| {
        view::explain::formula::chain(&part.subject(&cell), &part.position(), notation)
    });
    let shown = ops(here.reading);
    let place = |id: &str| shown.iter().position(|op| op.id == id);
    let now = place(&here.op);
    all.filter(|link| place(&link.id).is_some())
        .map(|link| view::explain::formula::Link {
            state: match place(&link.id).cmp(&now) {
                Ordering::Less => Stage::Done,
                Ordering::Equal => Stage::Now,
                Ordering::Greater => Stage::Next,
            },
            ..link
        })
        .collect()
}

/// A line about a reading.
#[must_use]
pub fn outline(reading: &Reading) -> Outline {
    let picture = answer(reading, 0);
    let text = Alphabet::text(&reading.answer.symbols);
    let expected = expected(reading);
    let chip = |sign: &Sign| Chip {
        sign: sign.text.clone(),
        doubtful: sign.doubtful,
        words: sign.words.clone(),
    };
    let card = &reading.card;
    Outline {
        chip: format!(
            "Reverse, self-attention, {} parameters, trained here",
            view::explain::number::count(card.parameters)
        ),
        notices: notices(reading),
        positions: reading.positions(),
        timeline: moments(reading),
        source: picture.source.iter().map(chip).collect(),
        left_out: (reading.left_out.iter())
            .map(|token| token.typed.clone())
            .collect(),
        offers: translation::offers(reading.task, &reading.tokens, &reading.left_out),
        output: picture.output.iter().map(chip).collect(),
        verdict: translation::verdict(&text, expected.as_deref()),
        answer: translation::readable(&text),
        other: (reading.other.as_ref())
            .map(|(_, other)| translation::readable(&Alphabet::text(&other.symbols))),
        expected: expected.as_deref().map(translation::readable),
        reached: reached(reading),
    }
}

/// What was measured of the weights that answer, and of those that were trained with the same switches.
fn reached(reading: &Reading) -> String {
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
fn expected(reading: &Reading) -> Option<String> {
    let symbols: Vec<usize> = (reading.tokens.iter()).map(|token| token.symbol).collect();
    (reading.task.answer)(&Alphabet::text(&symbols))
}

fn notices(reading: &Reading) -> Vec<String> {
    let mut notices = Vec::new();
    let unknown = (reading.tokens.iter()).filter(|token| token.symbol == UNKNOWN);
    match unknown.count() {
        0 => {}
        1 => notices.push("1 unknown symbol.".to_owned()),
        count => notices.push(format!("{count} unknown symbols.")),
    }
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
