//! Every picture as a table of the same numbers.
//!
//! Invariant: a table shows what its picture shows: numbers that have not been computed yet are a dash.

mod cell;
mod numbers;
mod panes;
mod steps;
mod unrolled;

use serde::{Deserialize, Serialize};

use super::Subject;
use super::counterpart::counterpart;
use super::graph::{Label, graph};
use super::names::Notation;
use super::pair::pair;
use super::sheet::{Entry, Sheet};
use ::unrolled::run::cursor::Position;
use cell::{cell, without_names};
use numbers::numbers;
use panes::{compared, memory_road, tray, weights};
use steps::sequence;

pub use super::sheet::{Cell, Table};
pub use steps::{SeenStep, seen_steps};

/// The pictures there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ViewName {
    /// All steps.
    Sequence,
    /// One step.
    Cell,
    /// The numbers behind the op.
    Numbers,
    /// The parameters.
    Weights,
    /// What each step adds to their gradients.
    Cards,
    /// The memory road.
    Road,
    /// Two cells compared.
    Pair,
    /// One step of the other cell.
    Other,
    /// All steps on one strip.
    Overview,
    /// The same update for every step.
    Unrolled,
    /// Two streams of gradient and their sum.
    Junction,
    /// What truncation costs.
    Truncation,
}

/// The table of a picture.
#[must_use]
pub fn table(subject: &Subject<'_>, view: ViewName, position: &Position) -> Table {
    sheet(subject, None, view, position).table(subject)
}

/// The numbers of a picture with every digit, as comma-separated values.
#[must_use]
pub fn csv(subject: &Subject<'_>, view: ViewName, position: &Position) -> String {
    sheet(subject, None, view, position).csv()
}

/// The numbers of a picture, with another cell on the same cursor where two are compared.
#[must_use]
pub fn sheet(
    subject: &Subject<'_>,
    other: Option<&Subject<'_>>,
    view: ViewName,
    position: &Position,
) -> Sheet {
    let position = subject.timeline.resolve(position);
    match view {
        ViewName::Sequence | ViewName::Overview => sequence(subject, &position),
        ViewName::Cell => cell(&graph(subject, &position, Notation::Lesson)),
        ViewName::Numbers => numbers(subject, &position),
        ViewName::Weights => weights(subject, &position),
        ViewName::Cards => tray(subject, &position),
        ViewName::Road => memory_road(subject, &position),
        ViewName::Unrolled => unrolled::unrolled(subject, &position),
        ViewName::Junction => unrolled::junction(subject, &position),
        ViewName::Truncation => unrolled::truncation(subject),
        ViewName::Pair => other.map_or_else(Sheet::default, |other| {
            compared(&pair(subject, &position, other))
        }),
        ViewName::Other => other.map_or_else(Sheet::default, |other| {
            let there = counterpart(subject, &position, other).position;
            without_names(cell(&graph(other, &there, Notation::Lesson)))
        }),
    }
}

/// A letter with its indices as plain text.
#[must_use]
pub fn letter(label: &Label) -> String {
    let accent = match label.accent {
        Some('~') => "\u{303}",
        Some(_) => "\u{302}",
        None => "",
    };
    let index = |text: &Option<String>| {
        text.as_ref()
            .map_or_else(String::new, |text| format!(" {text}"))
    };
    let (sup, sub) = (index(&label.sup), index(&label.sub));
    format!("{}{accent}{sup}{sub}", label.base)
}

fn count(what: &str, count: usize) -> Vec<String> {
    (1..=count).map(|place| format!("{what} {place}")).collect()
}

/// How many numbers the longest column holds.
fn height(columns: &[(String, Vec<Entry>)]) -> usize {
    let lengths = columns.iter().map(|(_, column)| column.len());
    lengths.max().unwrap_or(0)
}
