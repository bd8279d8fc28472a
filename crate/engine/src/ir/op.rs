//! The primitives a time step is written in, and the node that holds one of them.

use smallvec::{SmallVec, smallvec};

use super::{ParamView, Symbol};

/// The position of a node in its program, in evaluation order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub usize);

/// One summand of a [`Linear`] node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// Rows of a weight matrix times a node.
    Product(ParamView, NodeId),
    /// A node as it is.
    Plain(NodeId),
}

impl Term {
    /// The node this summand reads.
    #[must_use]
    pub fn operand(self) -> NodeId {
        match self {
            Self::Product(_, node) | Self::Plain(node) => node,
        }
    }
}

/// A sum of biases, products and plain nodes, added in this order: biases, then terms as listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Linear {
    /// What is multiplied and added.
    pub terms: Vec<Term>,
    /// Bias vectors (none, one, or PyTorch's two).
    pub biases: Vec<ParamView>,
}

impl Linear {
    /// Whether a parameter takes part, so that a weight gradient is formed here.
    #[must_use]
    pub fn has_params(&self) -> bool {
        !self.biases.is_empty()
            || self
                .terms
                .iter()
                .any(|term| matches!(term, Term::Product(..)))
    }
}

/// One primitive. Its rules (shape, forward, backward, formula, gradient formula) are in
/// [`rules`](super::rules), one file a family.
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// A number given from outside at every step (`x_t`, the target `y_t`).
    Input,
    /// The state that the step before left behind (`h_{t-1}`).
    Carry,
    /// One vector for each of several positions, given from outside once and the same at every step: what attention
    /// looks at, and which of it can be seen.
    Memory,
    /// The row of a table that a one-row input counts to, from 0: the embedding of a symbol.
    Lookup(ParamView, NodeId),
    /// A sum of products, plain nodes and biases.
    Linear(Linear),
    /// 1 - a.
    OneMinus(NodeId),
    /// The element-wise product a ⊙ b.
    Odot(NodeId, NodeId),
    /// The logistic function.
    Sigmoid(NodeId),
    /// The hyperbolic tangent.
    Tanh(NodeId),
    /// max(0, a).
    Relu(NodeId),
    /// a, unchanged: the activation of a linearised network.
    Identity(NodeId),
    /// e^a normalised to sum 1; all zeros where nothing is above -∞.
    Softmax(NodeId),
    /// a times a number.
    Scaled(NodeId, f64),
    /// Scores (the first) over a temperature, where the second is not 0.
    Temper(NodeId, NodeId, f64),
    /// One column under another.
    Concat(NodeId, NodeId),
    /// A column added to every position of a memory.
    PlusEach(NodeId, NodeId),
    /// Every position of a memory times a column: one number a position.
    DotEach(NodeId, NodeId),
    /// -∞ where the second is 0, else the first.
    Mask(NodeId, NodeId),
    /// Σ over the positions of a memory (the second), each times its number in the first.
    Blend(NodeId, NodeId),
    /// -ln softmax(logits)\[class\]; the class is a one-row input holding an index.
    CrossEntropy(NodeId, NodeId),
    /// `scale` · ‖o - y‖².
    SquaredError {
        /// What is compared.
        output: NodeId,
        /// What it should be.
        target: NodeId,
        /// One half, or 1 / rows for the plain mean.
        scale: Scale,
    },
    /// w · o: the loss with which any gradient can be seeded.
    Dot(NodeId, NodeId),
}

/// The factor in front of a squared error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// ½: the gradient is then o - y.
    Half,
    /// 1 / outputs: the mean over this many.
    Mean(usize),
}

impl Op {
    /// Whether its numbers are handed to a step, not computed in it.
    #[must_use]
    pub fn arrives(&self) -> bool {
        matches!(self, Self::Input | Self::Carry | Self::Memory)
    }

    /// The nodes this op reads, in the order in which its rules name them.
    #[must_use]
    pub fn operands(&self) -> SmallVec<[NodeId; 2]> {
        match self {
            Self::Input | Self::Carry | Self::Memory => smallvec![],
            Self::Linear(linear) => linear.terms.iter().map(|term| term.operand()).collect(),
            Self::OneMinus(a)
            | Self::Sigmoid(a)
            | Self::Tanh(a)
            | Self::Relu(a)
            | Self::Identity(a)
            | Self::Softmax(a)
            | Self::Scaled(a, _)
            | Self::Lookup(_, a) => smallvec![*a],
            Self::Odot(a, b)
            | Self::Temper(a, b, _)
            | Self::Concat(a, b)
            | Self::PlusEach(a, b)
            | Self::DotEach(a, b)
            | Self::Mask(a, b)
            | Self::Blend(a, b)
            | Self::CrossEntropy(a, b)
            | Self::Dot(a, b) => smallvec![*a, *b],
            Self::SquaredError { output, target, .. } => smallvec![*output, *target],
        }
    }

    /// Whether each row of the result depends on the same row of the operands only.
    #[must_use]
    pub fn is_elementwise(&self) -> bool {
        matches!(
            self,
            Self::OneMinus(_)
                | Self::Odot(..)
                | Self::Sigmoid(_)
                | Self::Tanh(_)
                | Self::Relu(_)
                | Self::Identity(_)
                | Self::Scaled(..)
        )
    }

    /// Whether it is a loss: one number, from which gradients start.
    #[must_use]
    pub fn is_loss(&self) -> bool {
        matches!(
            self,
            Self::CrossEntropy(..) | Self::SquaredError { .. } | Self::Dot(..)
        )
    }
}

/// One primitive of one time step.
#[derive(Clone, Debug)]
pub struct Node {
    /// What is computed.
    pub op: Op,
    /// How many numbers it holds for one sequence at one step.
    pub rows: usize,
    /// Its name in formulas; parts without a name are written into the formula that uses them.
    pub symbol: Option<Symbol>,
}
