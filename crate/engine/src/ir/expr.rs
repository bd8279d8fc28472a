//! Formulas as trees over nodes: what an op computes, and what it passes back.
//!
//! Invariant: a rule states each formula once, here as an [`Expr`]; printing at any level, speaking
//! and the contributions shown while stepping all read the same tree.

use super::{NodeId, ParamView};

/// A function applied to every entry, or to the column as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// The logistic function σ.
    Sigmoid,
    /// tanh.
    Tanh,
    /// max(0, ·).
    Relu,
    /// 1 where the argument is positive, else 0: the slope of [`Function::Relu`].
    Step,
    /// softmax over the column.
    Softmax,
}

/// A formula over the nodes of a program.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// The value of a node.
    Value(NodeId),
    /// The gradient of the loss with respect to a node.
    Grad(NodeId),
    /// The gradient that arrives at a state from the next step.
    Future(NodeId),
    /// The gradient that arrives at a node from the segments that read it.
    Wired(NodeId),
    /// What one road of several brings to the old value of a state.
    Share {
        /// The node that reads the state.
        carry: NodeId,
        /// Which road, from 0.
        share: usize,
    },
    /// A bias block.
    Bias(ParamView),
    /// Rows of a weight matrix times a column.
    Product(ParamView, Box<Expr>),
    /// The transpose of those rows times a column.
    TransposedProduct(ParamView, Box<Expr>),
    /// A column times a row: what one step adds to a weight gradient.
    Outer(Box<Expr>, Box<Expr>),
    /// A plain number.
    Number(f64),
    /// Nothing, in every row of this node.
    Zero(NodeId),
    /// A sum; `false` marks a summand that is subtracted.
    Sum(Vec<(bool, Expr)>),
    /// An element-wise product of at least two factors.
    Odot(Vec<Expr>),
    /// A function applied to its argument.
    Call(Function, Box<Expr>),
    /// The argument squared, entry by entry.
    Square(Box<Expr>),
    /// The one-hot column of the target class.
    OneHot(NodeId),
    /// -ln of the predicted probability of the target class, over these logits.
    NegativeLogLikelihood {
        /// The logits.
        logits: NodeId,
        /// The target class.
        target: NodeId,
    },
    /// A number times ‖a - b‖².
    SquaredNorm {
        /// The number in front.
        scale: f64,
        /// What is compared.
        output: NodeId,
        /// With what.
        target: NodeId,
    },
    /// a · b.
    Dot(NodeId, NodeId),
    /// Something over positions.
    Each(Box<Each>),
}

/// A formula over a memory M, which holds one vector m_j for each of several positions j; or over parts of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Each {
    /// m_j · column for every j.
    Product {
        /// The positions.
        memory: Expr,
        /// What each is multiplied by.
        column: Expr,
    },
    /// Σ_j weight_j m_j.
    Blend {
        /// One number a position.
        weights: Expr,
        /// The positions.
        memory: Expr,
    },
    /// m_j + column for every j.
    Plus {
        /// The positions.
        memory: Expr,
        /// What is added to each.
        column: Expr,
    },
    /// Σ_j m_j, with the rows of this node.
    Sum {
        /// The positions.
        memory: Expr,
        /// A node as wide as a position.
        like: NodeId,
    },
    /// One column under another.
    Stack(Expr, Expr),
    /// Rows of a column, from this one on, as many as this node has.
    Part {
        /// The column.
        of: Expr,
        /// The first row, from 0.
        first: usize,
        /// A node as long as the part.
        like: NodeId,
    },
    /// The row of a table that a node counts to.
    Row(ParamView, NodeId),
    /// What the mask lets through; elsewhere -∞, or 0 for a gradient.
    Seen {
        /// What is looked at.
        of: Expr,
        /// Not 0 where it can be seen.
        mask: NodeId,
        /// Whether this is what a gradient passes.
        is_gradient: bool,
    },
    /// a · b, in every row.
    Inner(Expr, Expr),
}

impl From<Each> for Expr {
    fn from(each: Each) -> Self {
        Self::Each(Box::new(each))
    }
}

impl Expr {
    /// The element-wise product of two formulas, flattened.
    #[must_use]
    pub fn odot(self, other: Self) -> Self {
        match (self, other) {
            (Self::Odot(mut left), Self::Odot(right)) => {
                left.extend(right);
                Self::Odot(left)
            }
            (Self::Odot(mut left), right) => {
                left.push(right);
                Self::Odot(left)
            }
            (left, Self::Odot(mut right)) => {
                right.insert(0, left);
                Self::Odot(right)
            }
            (left, right) => Self::Odot(vec![left, right]),
        }
    }

    /// 1 - `self`.
    #[must_use]
    pub fn one_minus(self) -> Self {
        Self::Sum(vec![(true, Self::Number(1.0)), (false, self)])
    }

    /// A sum of summands that are all added.
    #[must_use]
    pub fn sum(summands: Vec<Self>) -> Self {
        Self::Sum(
            summands
                .into_iter()
                .map(|summand| (true, summand))
                .collect(),
        )
    }
}
