//! The formula of a moment, at three levels in two notations, and the chain of all of its direction.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::Subject;
use super::equation::{self, Equation, Left, Outside, Right};
use super::given;
use super::latex::latex;
use super::mathml::{El, mathml};
use super::names::Notation;
use super::numbers::{self, Row};
use super::reference::Reference;
use super::spoken::spoken;
use super::symbols::{Numbers, Writer};
use super::tree::{Math, Name, Sign, Tag};
use unrolled::ir::Part;
use unrolled::run::cursor::{Direction, Position};

/// How much of the numbers a formula shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Letters.
    Symbols,
    /// Columns in the place of letters.
    Vectors,
    /// The selected unit written out.
    Numbers,
}

/// The formula of a moment with all that is shown beside it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Formula {
    /// As MathML.
    pub tree: El,
    /// As LaTeX.
    pub latex: String,
    /// As it is read aloud.
    pub words: String,
    /// Which of the cell's conventions holds.
    pub badge: String,
    /// The name of the op.
    pub title: String,
}

/// A small formula of the chain.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    /// The op.
    pub id: String,
    /// Its formula in letters.
    pub tree: El,
    /// Where it stands relative to the cursor.
    pub state: Stage,
}

/// Where an op stands relative to the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Before it.
    Done,
    /// At it.
    Now,
    /// After it.
    Next,
}

impl Stage {
    /// By the order of an op and the cursor's.
    #[must_use]
    pub fn of(order: Ordering) -> Self {
        match order {
            Ordering::Less => Self::Done,
            Ordering::Equal => Self::Now,
            Ordering::Greater => Self::Next,
        }
    }
}

/// The formula of a moment; `None` where the position does not occur.
#[must_use]
pub fn formula(
    subject: &Subject<'_>,
    position: &Position,
    level: Level,
    notation: Notation,
) -> Option<Formula> {
    let place = subject.timeline.place(&position.op, position.dir)?;
    let math = given::mark(subject, write(subject, position, place, level, notation));
    let math = as_read(subject, math);
    Some(Formula {
        tree: mathml(&math),
        latex: latex(&math),
        words: spoken(&math),
        badge: subject.badge(),
        title: title(subject, place, position.dir).to_owned(),
    })
}

/// Steps as they are read in the sequence: what a segment that steps back has computed before stands after.
fn as_read(subject: &Subject<'_>, math: Math) -> Math {
    if !subject.reversed {
        return math;
    }
    let renamed = |text: String| match text.parse::<Reference>() {
        Ok(reference) => reference.timed(|t| subject.read(t)).to_string(),
        Err(_) => text,
    };
    math.mapped(&|part| match part {
        Math::Term(tag, inner) => {
            let reference = tag.reference.map(renamed);
            Math::Term(Tag { reference, ..tag }, inner)
        }
        Math::Name(name) => Math::Name(Name {
            sub: name.sub.map(|sub| sub.replace("t\u{2212}1", "t+1")),
            spoken: name.spoken.replace(" t minus one", " t plus one"),
            ..name
        }),
        other => other,
    })
}

/// The formula as a tree of terms, for the writers.
#[must_use]
pub fn write(
    subject: &Subject<'_>,
    position: &Position,
    place: usize,
    level: Level,
    notation: Notation,
) -> Math {
    let stacked = notation == Notation::Lesson && level != Level::Numbers;
    let lines = equations(subject, position, place, stacked)
        .iter()
        .map(|equation| line(subject, position, equation, level, notation))
        .collect();
    lines_of(lines)
}

fn lines_of(mut lines: Vec<Math>) -> Math {
    if lines.len() == 1 {
        lines.remove(0)
    } else {
        Math::Lines(lines)
    }
}

/// The equations of the op at this place of the list of its direction.
#[must_use]
pub fn equations(
    subject: &Subject<'_>,
    position: &Position,
    place: usize,
    stacked: bool,
) -> Vec<Equation> {
    let program = subject.run.program();
    let outside = Outside::at(subject.run.trace(), position.t - 1);
    match position.dir {
        Direction::Forward => vec![equation::forward(
            program,
            &subject.timeline.forward()[place],
            &outside.held,
        )],
        Direction::Backward => {
            let op = &subject.timeline.backward()[place];
            let with_head = subject.timeline.loss_at()[position.t - 1];
            equation::backward(program, op, with_head, stacked, &outside)
        }
    }
}

fn writer<'a>(subject: &Subject<'a>, position: &Position, notation: Notation) -> Writer<'a> {
    Writer {
        program: subject.run.program(),
        notation,
        t: position.t,
        columns: None,
        loss_weight: subject
            .run
            .trace()
            .loss_weight(position.t - 1, subject.batch),
        keep_parts: false,
        matrices: false,
        defining: None,
    }
}

fn line(
    subject: &Subject<'_>,
    position: &Position,
    equation: &Equation,
    level: Level,
    notation: Notation,
) -> Math {
    let letters = writer(subject, position, notation);
    let at = Numbers {
        trace: subject.run.trace(),
        t: position.t - 1,
        b: subject.batch,
    };
    let columns = Writer {
        columns: Some(at),
        ..letters
    };
    let is_held = matches!(
        equation.right,
        Right::Held(_) | Right::Closed(_) | Right::Limited(_)
    );
    match level {
        Level::Numbers if is_held => letters.equation(equation),
        Level::Symbols => letters.equation(equation),
        Level::Vectors => columns.equation(equation),
        Level::Numbers => {
            let row = Row {
                program: letters.program,
                notation,
                t: position.t,
                at,
                unit: subject.unit.saturating_sub(1),
                keep_parts: false,
                defining: None,
                kept: subject.kept,
            };
            unit_line(&row, equation, &letters).unwrap_or_else(|| columns.equation(equation))
        }
    }
}

fn unit_line(row: &Row<'_>, equation: &Equation, letters: &Writer<'_>) -> Option<Math> {
    let grows = |right: Math| {
        let left = letters.left(&equation.left).now();
        Math::Row(vec![left, Math::Sign(Sign::Grows), right])
    };
    match (&equation.left, &equation.right) {
        (Left::Weights(_), Right::Outer(delta, operands)) => {
            Some(grows(numbers::outer(row, delta, operands)))
        }
        (Left::Weights(_), Right::Formula(delta)) => Some(grows(numbers::single(row, delta))),
        _ => numbers::equation(row, equation),
    }
}

fn title<'a>(subject: &Subject<'a>, place: usize, dir: Direction) -> &'a str {
    match dir {
        Direction::Forward => subject.timeline.forward()[place].title,
        Direction::Backward => &subject.timeline.backward()[place].title,
    }
}

/// The formulas in letters of all ops of this step and direction; none where the position does not occur. They follow
/// from what is computed and held, not from the numbers.
#[must_use]
pub fn chain(subject: &Subject<'_>, position: &Position, notation: Notation) -> Vec<Link> {
    let Some(now) = subject.timeline.place(&position.op, position.dir) else {
        return vec![];
    };
    let with_head = subject.timeline.loss_at()[position.t - 1];
    let ops: Vec<(String, Part)> = match position.dir {
        Direction::Forward => subject
            .timeline
            .forward()
            .iter()
            .map(|op| (op.id.to_owned(), op.part))
            .collect(),
        Direction::Backward => subject
            .timeline
            .backward()
            .iter()
            .map(|op| (op.id.clone(), op.part))
            .collect(),
    };
    let shown = ops
        .into_iter()
        .enumerate()
        .filter(|(_, (_, part))| *part == Part::Cell || with_head);
    shown
        .map(|(place, (id, _))| Link {
            id,
            tree: mathml(&as_read(
                subject,
                write(subject, position, place, Level::Symbols, notation),
            )),
            state: Stage::of(place.cmp(&now)),
        })
        .collect()
}
