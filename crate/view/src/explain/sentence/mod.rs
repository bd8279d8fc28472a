//! A moment as a sentence: which op, what it does, with the numbers of the selected unit.

mod backward;
mod forward;
mod say;
mod units;

use serde::{Deserialize, Serialize};

use super::case::capital;
use super::equation::{self, Limit, Outside, Right};
use super::names::Notation;
use super::number;
use super::numbers::Row;
use super::spoken::number_words;
use super::symbols::Numbers;
use super::{Subject, WIRED};
use unrolled::ir::{Op, Program};
use unrolled::run::backward_ops::BackwardKind;
use unrolled::run::cursor::{Direction, Position, Tick};

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verbosity {
    /// The op and its number.
    Short,
    /// What it does, with the numbers of the selected unit.
    Normal,
    /// The same with the place in the whole and the other units.
    Full,
}

/// The most units that are read out one by one.
const MOST_UNITS: usize = 8;

/// The sentence of a position; of the nearest one that occurs.
#[must_use]
pub fn sentence(subject: &Subject<'_>, position: &Position, verbosity: Verbosity) -> String {
    let position = subject.timeline.resolve(position);
    let speaker = Speaker {
        subject,
        program: subject.run.program(),
        t: position.t,
    };
    let place = subject
        .timeline
        .place(&position.op, position.dir)
        .unwrap_or(0);
    match position.dir {
        Direction::Forward => speaker.forward(place, verbosity),
        Direction::Backward if speaker.is_turn(&position) => speaker.turn(),
        Direction::Backward => speaker.backward(place, verbosity),
    }
}

struct Speaker<'a> {
    subject: &'a Subject<'a>,
    program: &'a Program,
    /// From 1.
    t: usize,
}

impl Speaker<'_> {
    fn forward(&self, place: usize, verbosity: Verbosity) -> String {
        let ops = self.subject.timeline.forward();
        let op = &ops[place];
        let equation = equation::forward(self.program, op, &self.outside().held);
        let is_held = matches!(equation.right, Right::Held(_));
        let numbers = self.numbers(&equation, verbosity);
        let body = self.what(op.result(), &equation);
        let heading = self.heading(op.title, place, ops.len(), verbosity);
        match verbosity {
            Verbosity::Short => join(&[heading, self.result(&equation)]),
            Verbosity::Normal => join(&[heading, body, numbers, self.job(op.result())]),
            Verbosity::Full => join(&[
                heading,
                body,
                numbers,
                if is_held {
                    String::new()
                } else {
                    self.others(&equation)
                },
                self.job(op.result()),
            ]),
        }
    }

    fn backward(&self, place: usize, verbosity: Verbosity) -> String {
        let ops = self.subject.timeline.backward();
        let op = &ops[place];
        let with_head = self.subject.timeline.loss_at()[self.t - 1];
        let equations = equation::backward(self.program, op, with_head, false, &self.outside());
        let heading = self.heading(&op.title, place, ops.len(), verbosity);
        let Some(equation) = equations.last() else {
            return heading;
        };
        let is_closed = matches!(
            equation.right,
            Right::Closed(_) | Right::Limited(Limit::Cut)
        );
        let single = !matches!(op.kind, BackwardKind::Weights { .. }) && !is_closed;
        let numbers = if single {
            self.numbers(equation, verbosity)
        } else {
            String::new()
        };
        match verbosity {
            Verbosity::Short if single => join(&[heading, self.result(equation)]),
            Verbosity::Short => heading,
            Verbosity::Normal => {
                join(&[heading, self.passes_back(op, equation, with_head), numbers])
            }
            Verbosity::Full => {
                let others = if single {
                    self.others(equation)
                } else {
                    String::new()
                };
                join(&[
                    heading,
                    self.passes_back(op, equation, with_head),
                    numbers,
                    others,
                ])
            }
        }
    }

    fn heading(&self, title: &str, place: usize, count: usize, verbosity: Verbosity) -> String {
        match verbosity {
            Verbosity::Short => format!("{}.", capital(title)),
            Verbosity::Normal => format!("Operation {}, {title}.", place + 1),
            Verbosity::Full => {
                let steps = self.subject.timeline.steps();
                format!(
                    "Step {} of {steps}, operation {} of {count}, {title}.",
                    self.subject.read(self.t),
                    place + 1
                )
            }
        }
    }

    /// Whether this is the first moment of the way back.
    fn is_turn(&self, position: &Position) -> bool {
        let timeline = self.subject.timeline;
        let Some(cursor) = timeline.cursor(position) else {
            return false;
        };
        let before = cursor
            .0
            .checked_sub(1)
            .map(|before| timeline.position(Tick(before)));
        before.is_none_or(|before| before.dir == Direction::Forward)
    }

    fn turn(&self) -> String {
        let judged = self
            .program
            .loss
            .filter(|loss| !matches!(self.program.node(*loss).op, Op::Dot(..)));
        let step = self.subject.read(self.t);
        let start = match judged {
            Some(loss) => {
                let value = self
                    .subject
                    .run
                    .trace()
                    .value(loss, self.t - 1, self.subject.batch)[0];
                format!("Starts at the loss of step {step}: {}.", words(value))
            }
            None if !self.program.outputs.is_empty() => {
                format!("Here the gradient comes back from the {WIRED} of the network.")
            }
            None => format!("Starts at the selected unit of step {step}, with gradient 1."),
        };
        format!("Backward. {start} Press Right to follow the gradient.")
    }

    /// What is done to this step from outside.
    fn outside(&self) -> Outside {
        Outside::at(self.subject.run.trace(), self.t - 1)
    }

    fn row(&self) -> Row<'_> {
        Row {
            program: self.program,
            notation: Notation::Lesson,
            t: self.t,
            at: Numbers {
                trace: self.subject.run.trace(),
                t: self.t - 1,
                b: self.subject.batch,
            },
            unit: self.subject.unit.saturating_sub(1),
            keep_parts: true,
            defining: None,
            kept: None,
        }
    }
}

fn join(parts: &[String]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" ")
}

/// A number as it is said, with three decimals.
fn words(value: f64) -> String {
    number_words(&number::fixed(value, 3))
}

/// A given number as it was given, unless it is long.
fn short(value: f64) -> String {
    let full = number::full(value);
    if full.chars().count() > 6 {
        number_words(&number::significant(value, 3))
    } else {
        full.replace(number::MINUS, "minus ")
    }
}
