//! What is said and shown of attention by hand: a query, a few states, scores, weights and context, all as numbers.
//!
//! Invariant: every number is one its run holds, or was set by hand.

mod inspect;
mod pictures;
mod sheets;
mod words;

pub use inspect::{edit, given, inspect, unit_of};
pub use pictures::{Column, LookupPicture, Vector, picture};
pub use sheets::{LookupTable, sheet};
pub use words::sentence;

use super::translation::{Outline, stepped};
use crate::attention::run::lookup::Lookup;
use unrolled::model::CellSpec;
use unrolled::run::cursor::{Direction, Move, Position};
use view::explain::listing::{ListedOp, Listing, is_done, listing};
use view::explain::{Formula, Level, Notation, Reads, Subject, formula as formulas, no_cell};

/// What is set by hand, what hides nothing here, and what only learning needs, are not stepped through.
const SKIPPED: [&str; 3] = ["load", "mask", "l"];

/// Where a person stands in a look.
#[derive(Clone, Debug)]
pub struct Here<'a> {
    /// The look.
    pub lookup: &'a Lookup,
    /// The op.
    pub op: String,
    /// The state looked at, from 1.
    pub unit: usize,
}

impl<'a> Here<'a> {
    /// The nearest place there is.
    #[must_use]
    pub fn at(lookup: &'a Lookup, position: &Position, unit: usize) -> Self {
        Self {
            lookup,
            op: resolve(lookup, position).op,
            unit: unit.clamp(1, lookup.positions()),
        }
    }

    fn position(&self) -> Position {
        Position {
            t: 1,
            op: self.op.clone(),
            dir: Direction::Forward,
        }
    }

    /// The run, and which unit of the op's result is written out.
    fn subject<'c>(&self, cell: &'c CellSpec) -> Subject<'c>
    where
        'a: 'c,
    {
        let run = self.lookup.run();
        let ops = &run.program().micro_ops;
        let result = ops.iter().find(|op| op.id == self.op);
        let rows = result.map_or(1, |op| run.program().node(op.result()).rows);
        Subject {
            run,
            timeline: self.lookup.timeline(),
            cell,
            batch: 0,
            unit: self.unit.min(rows),
            jobs: None,
            reads: Reads::Memories,
            kept: None,
        }
    }

    /// Whether what this op makes may be seen.
    fn sees(&self, op: &str) -> bool {
        is_done(&ops(self.lookup), op, &self.op)
    }
}

/// The ops that a person steps through.
#[must_use]
pub fn ops(lookup: &Lookup) -> Vec<ListedOp> {
    let all = listing(lookup.run().program(), lookup.timeline()).forward;
    all.into_iter()
        .filter(|op| !SKIPPED.contains(&op.id.as_str()))
        .collect()
}

/// The moments of a look: there is one query.
#[must_use]
pub fn moments(lookup: &Lookup) -> Listing {
    Listing {
        steps: 1,
        forward: ops(lookup),
        backward: vec![],
        loss_at: vec![true],
    }
}

/// The nearest position there is: the weights, where the op is none of these.
#[must_use]
pub fn resolve(lookup: &Lookup, position: &Position) -> Position {
    let known = ops(lookup).into_iter().find(|op| op.id == position.op);
    Position {
        t: 1,
        op: known.map_or_else(|| "weights".to_owned(), |op| op.id),
        dir: Direction::Forward,
    }
}

/// The position a key or button leads to; at either end it stays.
#[must_use]
pub fn moved(lookup: &Lookup, from: &Position, how: Move) -> Position {
    stepped(&ops(lookup), 1, &resolve(lookup, from), how)
}

/// The formula of a moment.
#[must_use]
pub fn formula(here: &Here<'_>, level: Level, notation: Notation) -> Option<Formula> {
    let made = formulas(&here.subject(&no_cell()), &here.position(), level, notation)?;
    Some(Formula {
        badge: "attention by hand".to_owned(),
        ..made
    })
}

/// The formulas of all ops, in letters.
#[must_use]
pub fn chain(here: &Here<'_>, notation: Notation) -> Vec<view::explain::formula::Link> {
    let all = view::explain::formula::chain(&here.subject(&no_cell()), &here.position(), notation);
    let shown = ops(here.lookup);
    all.into_iter()
        .filter(|link| shown.iter().any(|op| op.id == link.id))
        .collect()
}

/// A line about a look.
#[must_use]
pub fn outline(lookup: &Lookup) -> Outline {
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
