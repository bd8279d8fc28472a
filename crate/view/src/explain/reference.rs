//! The one name that formula, picture, table and inspector share for a thing on screen.
//!
//! | what | written |
//! |---|---|
//! | value, one unit of it | `h.t4`, `h.t4.u2` |
//! | gradient | `d.h.t4`, `d.h.t4.u2` |
//! | parameter, gate block, entry | `p.weight_ih_l0`, `p.weight_ih_l0.f`, `p.weight_ih_l0.r3.c2` |
//! | micro-op | `op.keep.t4.f` |
//! | step | `t4` |
//! | place after a step where the way back can be cut | `cut.t4` |
//! | window of so many steps | `window.3` |
//!
//! Values and gradients are named by their [address](unrolled::run::address): `forwards:h.t4.u2.b3`, `d.forwards:h.t4`.
//! Steps, units, rows and columns count from 1; `t0` is the initial state. Invariant: what is printed
//! parses to the same reference.

use std::fmt;
use std::str::FromStr;

use unrolled::ir::{NodeId, Program};
pub use unrolled::run::address::Place;
use unrolled::run::address::{counted, numbered, some_word};
use unrolled::run::cursor::Direction;

/// A thing on screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// A named quantity at a step.
    Value(Place),
    /// The gradient of the loss with respect to it.
    Gradient(Place),
    /// A parameter or a part of it.
    Param {
        /// PyTorch's name.
        name: String,
        /// How much of it.
        part: Part,
    },
    /// A whole step, from 1.
    Step(usize),
    /// The place after a step, from 1, where the scissors cut.
    Cut(usize),
    /// A window of so many steps on the way back.
    Window(usize),
    /// A micro-op.
    Op {
        /// Its id.
        id: String,
        /// The step.
        t: usize,
        /// Forward or backward.
        dir: Direction,
    },
}

/// How much of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// The rows of a gate, by PyTorch's letter.
    Block(String),
    /// One entry: row and column of the whole parameter, from 1.
    Entry(usize, usize),
}

impl Reference {
    /// The value of `node` at step `t` (from 1), or of one unit (from 1); `None` for a node without a
    /// name. A node that reads a state is that state one step earlier.
    #[must_use]
    pub fn value(program: &Program, node: NodeId, t: usize, unit: Option<usize>) -> Option<Self> {
        Place::of(program, node, t, unit).map(Self::Value)
    }

    /// The same quantity at another step; `None` for what has no step.
    #[must_use]
    pub fn at(&self, t: usize) -> Option<Self> {
        let moved = |place: &Place| Place { t, ..place.clone() };
        match self {
            Self::Value(place) => Some(Self::Value(moved(place))),
            Self::Gradient(place) => Some(Self::Gradient(moved(place))),
            _ => None,
        }
    }

    /// The place it names; nothing for what is no number.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::Value(place) | Self::Gradient(place) => Some(place),
            _ => None,
        }
    }

    /// The same name in the segment and sequence it is about.
    #[must_use]
    pub fn here(&self) -> Self {
        self.moved(|place| Place {
            segment: None,
            batch: None,
            ..place.clone()
        })
    }

    /// The same name with its segment.
    #[must_use]
    pub fn within(&self, segment: &str) -> Self {
        self.moved(|place| Place {
            segment: Some(segment.to_owned()),
            ..place.clone()
        })
    }

    /// The same name where steps are counted otherwise.
    #[must_use]
    pub fn timed(&self, step: impl Fn(usize) -> usize) -> Self {
        match self {
            Self::Step(t) => Self::Step(step(*t)),
            Self::Op { id, t, dir } => Self::Op {
                id: id.clone(),
                t: step(*t),
                dir: *dir,
            },
            other => other.moved(|place| Place {
                t: step(place.t),
                ..place.clone()
            }),
        }
    }

    fn moved(&self, to: impl Fn(&Place) -> Place) -> Self {
        match self {
            Self::Value(place) => Self::Value(to(place)),
            Self::Gradient(place) => Self::Gradient(to(place)),
            other => other.clone(),
        }
    }

    /// The gradient of `node`, named likewise.
    #[must_use]
    pub fn gradient(
        program: &Program,
        node: NodeId,
        t: usize,
        unit: Option<usize>,
    ) -> Option<Self> {
        Place::of(program, node, t, unit).map(Self::Gradient)
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(place) => place.fmt(f),
            Self::Gradient(place) => write!(f, "d.{place}"),
            Self::Param {
                name,
                part: Part::Whole,
            } => write!(f, "p.{name}"),
            Self::Param {
                name,
                part: Part::Block(letter),
            } => write!(f, "p.{name}.{letter}"),
            Self::Param {
                name,
                part: Part::Entry(row, column),
            } => write!(f, "p.{name}.r{row}.c{column}"),
            Self::Step(t) => write!(f, "t{t}"),
            Self::Cut(t) => write!(f, "cut.t{t}"),
            Self::Window(steps) => write!(f, "window.{steps}"),
            Self::Op { id, t, dir } => write!(f, "op.{id}.t{t}.{dir}"),
        }
    }
}

/// A text that names nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAReference(String);

impl fmt::Display for NotAReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\" names nothing here", self.0)
    }
}

impl std::error::Error for NotAReference {}

impl FromStr for Reference {
    type Err = NotAReference;

    fn from_str(text: &str) -> Result<Self, NotAReference> {
        let words: Vec<&str> = text.split('.').collect();
        let found = match words.as_slice() {
            ["p", name @ ..] => param(name),
            ["op", id, t, dir] => op(id, t, dir),
            [step] => counted('t', step).map(Self::Step),
            ["cut", t] => counted('t', t).map(Self::Cut),
            ["window", steps] => whole(steps).map(Self::Window),
            ["d", ..] => text["d.".len()..].parse().ok().map(Self::Gradient),
            _ => text.parse().ok().map(Self::Value),
        };
        found.ok_or_else(|| NotAReference(text.chars().take(40).collect()))
    }
}

fn op(id: &str, t: &str, dir: &str) -> Option<Reference> {
    let t = numbered('t', t)?;
    Some(Reference::Op {
        id: (!id.is_empty()).then(|| (*id).to_owned())?,
        t,
        dir: dir.parse().ok()?,
    })
}

fn param(words: &[&str]) -> Option<Reference> {
    let (name, part) = match words {
        [name @ .., row, column]
            if counted('r', row).is_some() && counted('c', column).is_some() =>
        {
            (name, Part::Entry(counted('r', row)?, counted('c', column)?))
        }
        [name @ .., letter] if !name.is_empty() && letter.len() == 1 => {
            (name, Part::Block((*letter).to_owned()))
        }
        name => (name, Part::Whole),
    };
    Some(Reference::Param {
        name: some_word(&name.join("."))?,
        part,
    })
}

/// A whole number from 1, as it is written here.
fn whole(word: &str) -> Option<usize> {
    let canonical = !word.starts_with(['0', '+']);
    if canonical { word.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_reference_reads_back_as_it_was_written() {
        for text in [
            "t4",
            "cut.t4",
            "window.3",
            "h.t4",
            "h.t0",
            "a_f.t12.u2",
            "d.h.t4",
            "d.c.t4.u3",
            "p.weight_ih_l0",
            "p.weight_ih_l0.f",
            "p.weight_ih_l0.r3.c2",
            "p.head.weight",
            "p.head.weight.r1.c2",
            "op.keep.t4.f",
            "op.dcprev.t4.b",
            "op.forwards:h.t4.f",
            "forwards:h.t4.u2.b3",
            "d.forwards:h.t4",
        ] {
            let reference: Reference = text.parse().unwrap();
            assert_eq!(reference.to_string(), text);
        }
    }

    #[test]
    fn a_reference_that_means_nothing_is_refused() {
        for text in [
            "",
            ".",
            "h",
            "h.4",
            "h.t",
            "h.t-1",
            "h.t+1",
            "h.t01",
            "h.t4.u0",
            "op.keep.t4",
            "op.keep.t4.x",
            "cut.t0",
            "window.0",
            "window.03",
            "p.",
        ] {
            assert!(text.parse::<Reference>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_head_weight_is_not_mistaken_for_a_gate_block() {
        let reference: Reference = "p.head.bias".parse().unwrap();
        assert_eq!(
            reference,
            Reference::Param {
                name: "head.bias".to_owned(),
                part: Part::Whole
            }
        );
    }
}
