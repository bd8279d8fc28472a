//! The score functions of attention: one file each, holding its equations.
//!
//! Invariant: a score is its equations. The menu, the gradient check and the golden tests follow from the list below,
//! so a new score is one file and one word in it.

use crate::ir::{Builder, Var, Weight};

macro_rules! scores {
    ($($name:ident),+ $(,)?) => {
        $(pub mod $name;)+
        /// Every score, in the order of the menu.
        pub const SCORES: &[&Score] = &[$(&$name::SCORE),+];
    };
}

scores! { additive, dot, scaled_dot, general }

/// How well a query fits a key.
#[derive(Debug)]
pub struct Score {
    /// As in links and documents (`scaled_dot`).
    pub kind: &'static str,
    /// As on screen.
    pub title: &'static str,
    /// The names of its parameters, as in documents; the last may be missing where [`Score::bias`] says so.
    pub params: &'static [&'static str],
    /// Whether the parameter called `b` is there only if asked for.
    pub bias: bool,
    /// What is made of each key once, before the first query: the key itself where nothing is.
    pub key: for<'b> fn(&Key<'b>) -> Var<'b>,
    /// One number a position, from a query and all keys.
    pub score: for<'b> fn(&Query<'b>) -> Var<'b>,
}

impl Score {
    /// The score of this kind.
    #[must_use]
    pub fn of(kind: &str) -> Option<&'static Self> {
        SCORES.iter().copied().find(|score| score.kind == kind)
    }
}

/// The sizes a score is written for, and what its parameters are called after.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    /// Numbers of a query.
    pub(super) query: usize,
    /// Numbers of a key.
    pub(super) key: usize,
    /// Numbers of what both are projected to, where they are.
    pub(super) width: usize,
    /// Whether a bias is added there.
    pub(super) bias: bool,
    /// What stands before the names of its parameters.
    pub(super) prefix: &'static str,
}

/// What is written for each position.
#[derive(Debug)]
pub struct Key<'b> {
    pub(super) builder: &'b Builder,
    pub(super) sizes: Sizes,
    /// The key.
    pub key: Var<'b>,
}

impl<'b> Key<'b> {
    /// A matrix that makes `rows` numbers of a key.
    #[must_use]
    pub fn weight(&self, name: &str, rows: usize) -> Weight<'b> {
        let name = format!("{}{name}", self.sizes.prefix);
        self.builder.weight(&name, rows, self.sizes.key, &[])
    }

    /// How many numbers a query has.
    #[must_use]
    pub fn query_size(&self) -> usize {
        self.sizes.query
    }

    /// The width of the projection.
    #[must_use]
    pub fn width(&self) -> usize {
        self.sizes.width
    }

    /// What is added there, if anything.
    #[must_use]
    pub fn bias(&self) -> crate::ir::Bias<'b> {
        let name = format!("{}b", self.sizes.prefix);
        if self.sizes.bias {
            self.builder.bias(&name, self.sizes.width, &[])
        } else {
            self.builder.no_bias()
        }
    }
}

/// What is written for each query.
#[derive(Debug)]
pub struct Query<'b> {
    pub(super) builder: &'b Builder,
    pub(super) sizes: Sizes,
    /// The query.
    pub query: Var<'b>,
    /// All keys, as [`Score::key`] left them.
    pub keys: Var<'b>,
}

impl<'b> Query<'b> {
    /// A matrix that projects the query.
    #[must_use]
    pub fn weight(&self, name: &str) -> Weight<'b> {
        let name = format!("{}{name}", self.sizes.prefix);
        self.builder
            .weight(&name, self.sizes.width, self.sizes.query, &[])
    }

    /// A vector as wide as the projection.
    #[must_use]
    pub fn vector(&self, name: &str) -> Var<'b> {
        let name = format!("{}{name}", self.sizes.prefix);
        self.builder.vector(&name, self.sizes.width)
    }

    /// How many numbers a key has.
    #[must_use]
    pub fn key_size(&self) -> usize {
        self.sizes.key
    }
}
