//! What a run means: words, formulas and graphs of any moment of it.
//!
//! Invariant: nothing is computed here that `run` computed already; formulas are read from the rules
//! and evaluated on the trace only where a contribution is shown that no trace stores.

mod anatomy;
pub mod behind;
pub mod blocks;
pub mod cards;
pub mod case;
pub mod check;
pub mod counterpart;
pub mod equation;
pub mod evaluate;
#[cfg(test)]
mod fixture;
pub mod formula;
pub mod given;
pub mod graph;
mod history;
pub mod inspect;
pub mod junction;
pub mod latex;
pub mod links;
pub mod listing;
pub mod mathml;
pub mod moment;
pub mod names;
pub mod number;
mod numbers;
pub mod pair;
pub mod range;
pub mod reference;
pub mod road;
pub mod sentence;
pub mod sheet;
pub mod spoken;
mod stage;
mod streams;
pub mod strip;
mod symbols;
pub mod table;
pub mod tree;
pub mod truncated;
pub mod unrolled;

pub use behind::behind;
pub use blocks::blocks;
pub use cards::cards;
pub use counterpart::{counterpart, same};

pub use evaluate::evaluate;
pub use formula::{Formula, Level, formula};
pub use history::history;
pub use inspect::inspect;
pub use junction::junction;
pub use mathml::El;
pub use moment::{Explained, Moment};
pub use names::Notation;
pub use pair::pair;
pub use reference::Reference;
pub use road::road;
pub use sentence::{Verbosity, sentence};
pub use table::{Table, table};

use ::unrolled::model::CellSpec;
use ::unrolled::run::Run;
use ::unrolled::run::cursor::Timeline;

/// Where what is read comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// From numbers, each of which can be set.
    Numbers,
    /// From text, whose numbers are not set one by one.
    Text,
    /// From numbers, as are those of a memory that is looked at.
    Memories,
    /// From numbers that are set as a whole: only parameters are set one by one.
    Batch,
}

/// What the segments are called that read a node of another one.
pub(crate) const WIRED: &str = "next part";

/// A run, and what of it is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The numbers, after a forward and a backward pass.
    pub run: &'a Run<f64>,
    /// Its moments.
    pub timeline: &'a Timeline,
    /// Its cell with everything chosen, where it has one.
    pub cell: Option<&'a CellSpec>,
    /// The sequence of the batch, from 0.
    pub batch: usize,
    /// Whether its first step reads the last of the sequence: what is printed counts as that is read.
    pub reversed: bool,
    /// The selected unit, from 1.
    pub unit: usize,
    /// What each unit is for, where the model says so (`adder`).
    pub jobs: Option<&'a [&'a str]>,
    /// Where what it reads comes from.
    pub reads: Reads,
    /// The given number that is being changed, by reference: it stays in the formula even where it is 0.
    pub kept: Option<&'a str>,
}

impl<'a> Subject<'a> {
    /// What its cell is called; nothing where it has none.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.cell.map_or("", |cell| cell.cell.title)
    }

    /// A step of the sequence that one of its own steps reads, or the other way round; both from 1, 0 is the start.
    #[must_use]
    pub fn read(&self, t: usize) -> usize {
        let steps = self.timeline.steps();
        if self.reversed && (1..=steps).contains(&t) {
            steps + 1 - t
        } else {
            t
        }
    }

    /// The conventions of its cell.
    #[must_use]
    pub fn badge(&self) -> String {
        self.cell.map_or_else(String::new, CellSpec::badge)
    }

    /// The first sequence and unit of a segment, nothing named.
    #[must_use]
    pub fn of(run: &'a Run<f64>, timeline: &'a Timeline) -> Self {
        Self {
            run,
            timeline,
            cell: None,
            batch: 0,
            reversed: false,
            unit: 1,
            jobs: None,
            reads: Reads::Numbers,
            kept: None,
        }
    }
}
