//! The numbers behind an op as equations of columns: everything its formula reads, with the signs of what
//! is done, and what comes out at the end.
//!
//! Invariant: what stands between two equals signs works out to what stands on their other sides, entry by
//! entry. A column is one named quantity; a slope such as 1 − f is a column of its own.

mod columns;
mod write;

use super::Subject;
use super::formula::equations;
use super::graph::Label;
use super::junction::{Junction, junction};
use super::names::Notation;
use super::number;
use super::reference::{Part, Reference};
use unrolled::ir::{Function, NodeId, ParamView, Program};
use unrolled::run::cursor::Position;

/// The equations of a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Behind {
    /// One, or one for each thing the op computes.
    pub equations: Vec<Shown>,
    /// What meets here, at a junction.
    pub junction: Option<Junction>,
}

/// One equation.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// From left to right, the result last.
    pub pieces: Vec<Piece>,
    /// Whether another equation here says as much: the first to go where room is short.
    pub minor: bool,
    /// What is said about some of the pieces: from, to (inclusive), words.
    pub spans: Vec<(usize, usize, String)>,
}

/// One thing in an equation.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Columns on top of each other; mostly one.
    Column(Vec<Column>),
    /// The same, lying on its side.
    Row(Vec<Column>),
    /// A matrix, or a bias as one of a single column.
    Matrix(Matrix),
    /// A number of the formula itself.
    Constant(f64, String),
    /// What is done.
    Sign(Sign),
    /// A function of what stands in the parentheses that follow.
    Function(Function),
    /// Only this entry of the column before, from 0.
    Pick(usize),
    /// Said in words, because nothing is computed.
    Words(String),
}

/// What is done between columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// =
    Equals,
    /// +
    Plus,
    /// −
    Minus,
    /// Entry by entry.
    Times,
    /// A matrix with what follows, a column with the row that follows, a number with what follows.
    Beside,
    /// The sum of the products of two columns.
    Dot,
    /// (
    Open,
    /// )
    Close,
    /// ‖
    Norm,
    /// ‖²
    NormSquared,
    /// −ln
    MinusLog,
    /// And: nothing is computed.
    And,
}

/// One quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// What stands upright before the letter.
    pub prefix: &'static str,
    /// Its letter.
    pub label: Label,
    /// Its name in words.
    pub words: String,
    /// Its name for linking.
    pub reference: Option<String>,
    /// Decides its hue.
    pub role: &'static str,
    /// Its numbers.
    pub values: Vec<f64>,
    /// How it is filled.
    pub fill: Fill,
    /// Whether its rows are hidden units.
    pub units: bool,
    /// Whether it is what the op is for.
    pub result: bool,
    /// Where it comes from, in a word.
    pub note: Option<String>,
}

/// How the numbers of a column are filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// Like this node in the picture of the step.
    Node(usize),
    /// As gradients.
    Gradient,
    /// From 0 to 1.
    Share,
}

/// A weight block, two side by side, or the gradient of either.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// What stands upright before the letter.
    pub prefix: &'static str,
    /// Its letter.
    pub label: Label,
    /// Its name in words.
    pub words: String,
    /// Its name for linking.
    pub reference: String,
    /// Decides its hue.
    pub role: &'static str,
    /// As drawn.
    pub rows: usize,
    /// As drawn.
    pub cols: usize,
    /// As drawn, row after row.
    pub entries: Vec<f64>,
    /// Whether rows and columns are exchanged.
    pub transposed: bool,
    /// Whether it holds gradients.
    pub gradient: bool,
    /// The blocks side by side: name of the parameter, first row, columns.
    pub(crate) blocks: Vec<(String, usize, usize)>,
}

impl Matrix {
    /// The weight that stands at this place as drawn, from 0.
    #[must_use]
    pub fn entry(&self, row: usize, col: usize) -> Option<String> {
        let (row, mut col) = if self.transposed {
            (col, row)
        } else {
            (row, col)
        };
        for (name, first_row, cols) in &self.blocks {
            if col < *cols {
                return Some(format!("p.{name}.r{}.c{}", first_row + row + 1, col + 1));
            }
            col -= cols;
        }
        None
    }

    /// The name for linking of an entry, and the entry in words, the matrix being called as it is here.
    #[must_use]
    pub fn named(&self, called: &str, row: usize, col: usize) -> (Option<String>, String) {
        let value = number::text(self.entries[row * self.cols + col]);
        let words = format!("{called}, row {}, column {}: {value}", row + 1, col + 1);
        (self.entry(row, col), words)
    }

    /// Where a weight stands as drawn, if it is one of these; row and column from 0.
    #[must_use]
    pub fn place_of(&self, weight: &str) -> Option<(usize, usize)> {
        let Ok(Reference::Param {
            name,
            part: Part::Entry(row, col),
        }) = weight.parse()
        else {
            return None;
        };
        let rows = if self.transposed {
            self.cols
        } else {
            self.rows
        };
        let mut left = 0;
        for (own, first_row, cols) in &self.blocks {
            let own_row = row.checked_sub(first_row + 1).filter(|own| *own < rows);
            if let Some(own_row) = own_row.filter(|_| *own == name && (1..=*cols).contains(&col)) {
                let place = (own_row, left + col - 1);
                return Some(if self.transposed {
                    (place.1, place.0)
                } else {
                    place
                });
            }
            left += cols;
        }
        None
    }
}

/// The equations of a position; of the nearest one that occurs.
#[must_use]
pub fn behind(subject: &Subject<'_>, position: &Position, notation: Notation) -> Behind {
    let position = subject.timeline.resolve(position);
    let place = subject
        .timeline
        .place(&position.op, position.dir)
        .unwrap_or(0);
    let writer = Writer {
        subject: *subject,
        program: subject.run.program(),
        notation,
        t: position.t,
        defining: None,
    };
    let meeting = junction(subject, &position);
    let stacked = notation == Notation::Lesson;
    let shown = equations(subject, &position, place, stacked)
        .iter()
        .map(|equation| writer.equation(equation, meeting.as_ref()))
        .collect();
    Behind {
        equations: shown,
        junction: meeting,
    }
}

/// A weight block as it stands, or two of one gate side by side.
pub(super) fn block(subject: &Subject<'_>, notation: Notation, views: &[ParamView]) -> Matrix {
    let writer = Writer {
        subject: *subject,
        program: subject.run.program(),
        notation,
        t: 1,
        defining: None,
    };
    writer.matrix(views, false)
}

#[derive(Clone, Copy)]
struct Writer<'a> {
    subject: Subject<'a>,
    program: &'a Program,
    notation: Notation,
    /// From 1.
    t: usize,
    /// The node whose own equation this is.
    defining: Option<NodeId>,
}
