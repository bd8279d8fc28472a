//! Where a person stands in the whole computation: forward through all steps, then back.
//!
//! Invariant: positions are named by ids (`4.c.f`), so links survive; [`Tick`] numbers the moments of
//! one timeline only.

use std::fmt;
use std::str::FromStr;

use super::backward_ops::{BackwardOp, backward_ops};
use crate::ir::{MicroOp, Part, Program};

/// Forward through the computation, or back through the gradients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Direction {
    /// Values.
    #[cfg_attr(feature = "serde", serde(rename = "f"))]
    Forward,
    /// Gradients.
    #[cfg_attr(feature = "serde", serde(rename = "b"))]
    Backward,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Forward => "f",
            Self::Backward => "b",
        })
    }
}

impl FromStr for Direction {
    type Err = NotAPosition;

    fn from_str(text: &str) -> Result<Self, NotAPosition> {
        match text {
            "f" => Ok(Self::Forward),
            "b" => Ok(Self::Backward),
            _ => Err(NotAPosition),
        }
    }
}

/// A moment by name: step (from 1), micro-op, direction.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Position {
    /// The step, from 1.
    pub t: usize,
    /// The id of the micro-op.
    pub op: String,
    /// Forward or backward.
    pub dir: Direction,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.t, self.op, self.dir)
    }
}

/// A text that is not `step.op.direction`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPosition;

impl fmt::Display for NotAPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a position is written step.op.direction, as in 4.c.f")
    }
}

impl std::error::Error for NotAPosition {}

impl FromStr for Position {
    type Err = NotAPosition;

    fn from_str(text: &str) -> Result<Self, NotAPosition> {
        let words: Vec<&str> = text.split('.').collect();
        let &[t, op, dir] = words.as_slice() else {
            return Err(NotAPosition);
        };
        let t = t.parse().map_err(|_| NotAPosition)?;
        Ok(Self {
            t,
            op: op.to_owned(),
            dir: dir.parse()?,
        })
    }
}

/// The number of a moment on its timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tick(pub u32);

/// How to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub enum Move {
    /// To the next op.
    Next,
    /// To the op before.
    Previous,
    /// To the same op of the next step in this direction.
    NextStep,
    /// To the same op of the step before in this direction.
    PreviousStep,
    /// To the first op of this direction.
    First,
    /// To the last op of this direction.
    Last,
    /// To the beginning of the other direction.
    Turn,
}

/// One moment: a step (from 0) and the place of its op in the list of its direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Moment {
    t: usize,
    op: usize,
    dir: Direction,
}

/// All moments of a run: forward step by step, then backward from the last step to the first. Steps
/// without a loss skip the ops of the head.
#[derive(Clone, Debug)]
pub struct Timeline {
    forward: Vec<MicroOp>,
    backward: Vec<BackwardOp>,
    loss_at: Vec<bool>,
    moments: Vec<Moment>,
}

impl Timeline {
    /// The timeline of a program over as many steps as `loss_at` has entries; each says whether the
    /// step has a loss.
    #[must_use]
    pub fn new(program: &Program, loss_at: Vec<bool>) -> Self {
        let (forward, backward) = (program.micro_ops.clone(), backward_ops(program));
        let steps = loss_at.len();
        let visited = |part: Part, t: usize| part == Part::Cell || loss_at[t];
        let mut moments = Vec::new();
        for t in 0..steps {
            let ops = (0..forward.len()).filter(|&op| visited(forward[op].part, t));
            moments.extend(ops.map(|op| Moment {
                t,
                op,
                dir: Direction::Forward,
            }));
        }
        for t in (0..steps).rev() {
            let ops = (0..backward.len()).filter(|&op| visited(backward[op].part, t));
            moments.extend(ops.map(|op| Moment {
                t,
                op,
                dir: Direction::Backward,
            }));
        }
        Self {
            forward,
            backward,
            loss_at,
            moments,
        }
    }

    /// T.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.loss_at.len()
    }

    /// The micro-ops of a step.
    #[must_use]
    pub fn forward(&self) -> &[MicroOp] {
        &self.forward
    }

    /// The gradient ops of a step.
    #[must_use]
    pub fn backward(&self) -> &[BackwardOp] {
        &self.backward
    }

    /// For each step, whether it has a loss.
    #[must_use]
    pub fn loss_at(&self) -> &[bool] {
        &self.loss_at
    }

    /// How many moments there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.moments.len()
    }

    /// Whether there is nothing to step through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.moments.is_empty()
    }

    /// The place of an op in the list of its direction, from 0.
    #[must_use]
    pub fn place(&self, op: &str, dir: Direction) -> Option<usize> {
        match dir {
            Direction::Forward => self.forward.iter().position(|own| own.id == op),
            Direction::Backward => self.backward.iter().position(|own| own.id == op),
        }
    }

    /// The number of a position; `None` where it does not occur.
    #[must_use]
    pub fn cursor(&self, position: &Position) -> Option<Tick> {
        let op = self.place(&position.op, position.dir)?;
        let t = position.t.checked_sub(1)?;
        self.find(Moment {
            t,
            op,
            dir: position.dir,
        })
    }

    /// The position of a number; the last one where there are fewer.
    ///
    /// # Panics
    /// If the timeline is empty.
    #[must_use]
    pub fn position(&self, cursor: Tick) -> Position {
        let moment = self.moments[(cursor.0 as usize).min(self.moments.len() - 1)];
        let op = match moment.dir {
            Direction::Forward => self.forward[moment.op].id.to_owned(),
            Direction::Backward => self.backward[moment.op].id.clone(),
        };
        Position {
            t: moment.t + 1,
            op,
            dir: moment.dir,
        }
    }

    /// The nearest position that occurs: the step held to the range, an op that is unknown or skipped
    /// there replaced by the last op of the cell forward, the first one backward.
    #[must_use]
    pub fn resolve(&self, position: &Position) -> Position {
        let t = position.t.clamp(1, self.steps());
        let wanted = Position {
            t,
            ..position.clone()
        };
        let found = self
            .cursor(&wanted)
            .or_else(|| self.nearest_op(t - 1, position.dir));
        self.position(found.unwrap_or(Tick(0)))
    }

    /// Moves; at either end of the timeline it stays.
    #[must_use]
    pub fn step(&self, position: &Position, how: Move) -> Position {
        let here = self.resolve(position);
        let cursor = self.cursor(&here).unwrap_or(Tick(0));
        match how {
            Move::Next => self.position(Tick(cursor.0 + 1)),
            Move::Previous => self.position(Tick(cursor.0.saturating_sub(1))),
            Move::NextStep => self.beside(&here, true),
            Move::PreviousStep => self.beside(&here, false),
            Move::First => self.position(self.ends(here.dir).0),
            Move::Last => self.position(self.ends(here.dir).1),
            Move::Turn => self.position(match here.dir {
                Direction::Forward => self.ends(Direction::Backward).0,
                Direction::Backward => self.ends(Direction::Forward).1,
            }),
        }
    }

    /// The first and the last position of a direction; nothing where nothing is stepped through.
    #[must_use]
    pub fn ends_of(&self, dir: Direction) -> Option<[Position; 2]> {
        let first = self.moments.iter().any(|moment| moment.dir == dir);
        let (from, to) = self.ends(dir);
        first.then(|| [from, to].map(|tick| self.position(tick)))
    }

    fn beside(&self, here: &Position, onward: bool) -> Position {
        let later = onward == (here.dir == Direction::Forward);
        let t = if later {
            here.t + 1
        } else {
            here.t.saturating_sub(1)
        };
        self.resolve(&Position { t, ..here.clone() })
    }

    fn find(&self, wanted: Moment) -> Option<Tick> {
        let place = self.moments.iter().position(|moment| *moment == wanted)?;
        u32::try_from(place).ok().map(Tick)
    }

    fn nearest_op(&self, t: usize, dir: Direction) -> Option<Tick> {
        let op = match dir {
            Direction::Forward => self.forward.iter().rposition(|op| op.part == Part::Cell),
            Direction::Backward => self.backward.iter().position(|op| op.part == Part::Cell),
        };
        self.find(Moment { t, op: op?, dir })
    }

    /// First and last moment of a direction.
    fn ends(&self, dir: Direction) -> (Tick, Tick) {
        let forward = self
            .moments
            .iter()
            .filter(|moment| moment.dir == Direction::Forward)
            .count();
        let number = |place: usize| Tick(u32::try_from(place).unwrap_or(u32::MAX));
        match dir {
            Direction::Forward => (number(0), number(forward.saturating_sub(1))),
            Direction::Backward => (
                number(forward),
                number(self.moments.len().saturating_sub(1)),
            ),
        }
    }
}
