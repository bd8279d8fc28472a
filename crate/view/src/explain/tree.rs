//! A printed line of mathematics, before it is written as MathML, LaTeX or speech.
//!
//! Invariant: the three writers read this one tree, so they cannot say different things; every term
//! that means something carries its reference and its role.

use super::number::Printed;
use unrolled::ir::{Function, Role};

/// A line of mathematics.
#[derive(Clone, Debug, PartialEq)]
pub enum Math {
    /// One after another.
    Row(Vec<Math>),
    /// A named quantity.
    Name(Name),
    /// Digits.
    Number(Printed),
    /// A number of the formula itself, which is exact: `1`, `½`.
    Constant(String),
    /// An operator.
    Sign(Sign),
    /// In parentheses.
    Fence(Box<Math>),
    /// A function applied; `squared` prints tanh².
    Call {
        /// The function.
        function: Function,
        /// What it is applied to.
        argument: Box<Math>,
        /// Whether its result is squared.
        squared: bool,
    },
    /// ln of something.
    Logarithm(Box<Math>),
    /// e to the power of something.
    Exponential(Box<Math>),
    /// Squared.
    Square(Box<Math>),
    /// To a power.
    Power(Box<Math>, Box<Math>),
    /// ‖·‖.
    Norm(Box<Math>),
    /// |·|.
    Modulus(Box<Math>),
    /// The slope of one quantity by another: ∂ above, ∂ below.
    Slope(Box<Math>, Box<Math>),
    /// A product over an index: from, to, and what is multiplied.
    Over(Box<Math>, Box<Math>, Box<Math>),
    /// Transposed.
    Transposed(Box<Math>),
    /// ‖·‖².
    SquaredNorm(Box<Math>),
    /// One entry, by index.
    Entry(Box<Math>, Box<Math>),
    /// ∂L / ∂ something.
    Partial(Box<Math>),
    /// The part of a gradient that comes from somewhere: `future`.
    Stream(Box<Math>, &'static str),
    /// One of several parts of a gradient, by number.
    Part(Box<Math>, usize),
    /// Columns on top of each other: `[x; h]`.
    Stack(Vec<Math>),
    /// A matrix of numbers, row after row; a column has one number a row.
    Matrix(Vec<Vec<Math>>),
    /// A column too long to be read: on screen its ends, when copied all of it.
    Strip {
        /// All its numbers.
        values: Vec<Printed>,
        /// The smallest.
        low: Printed,
        /// The largest.
        high: Printed,
    },
    /// Words inside a formula.
    Words(String),
    /// Several formulas, one below another.
    Lines(Vec<Math>),
    /// Something that means something.
    Term(Tag, Box<Math>),
}

/// What a term is: the same on screen, in the picture and in the inspector.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// Its role as a word (`forget`).
    pub role: Option<&'static str>,
    /// Its reference.
    pub reference: Option<String>,
    /// Whether it is what is being computed.
    pub now: bool,
    /// How it can be changed, where it is a number that is given.
    pub setting: Option<Setting>,
}

/// How a number that is given is changed on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// All its digits.
    pub value: String,
    /// What one press of an arrow key adds.
    pub step: String,
    /// Its name as spoken.
    pub name: String,
}

/// The name of a quantity as printed and spoken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The letter or word.
    pub base: String,
    /// A mark over it.
    pub accent: Option<char>,
    /// Above right.
    pub sup: Option<String>,
    /// Below right.
    pub sub: Option<String>,
    /// As spoken.
    pub spoken: String,
}

/// An operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// =
    Equals,
    /// ≈
    About,
    /// +=
    Grows,
    /// +
    Plus,
    /// −
    Minus,
    /// ×
    Times,
    /// ⊙
    Odot,
    /// ·
    Dot,
    /// Nothing to see: a product of neighbours.
    Beside,
    /// ,
    Comma,
    /// ≤
    AtMost,
    /// ⋯
    Dots,
    /// /
    Over,
}

impl Math {
    /// Under a tag.
    #[must_use]
    pub fn tagged(self, role: Option<&'static str>, reference: Option<String>) -> Self {
        Self::Term(
            Tag {
                role,
                reference,
                ..Tag::default()
            },
            Box::new(self),
        )
    }

    /// The same with everything in it changed, what is inside first.
    #[must_use]
    pub fn mapped(self, change: &dyn Fn(Self) -> Self) -> Self {
        let one = |inner: Box<Self>| Box::new(inner.mapped(change));
        let each = |parts: Vec<Self>| parts.into_iter().map(|part| part.mapped(change)).collect();
        change(match self {
            Self::Row(parts) => Self::Row(each(parts)),
            Self::Stack(parts) => Self::Stack(each(parts)),
            Self::Lines(lines) => Self::Lines(each(lines)),
            Self::Matrix(rows) => Self::Matrix(rows.into_iter().map(each).collect()),
            Self::Fence(inner) => Self::Fence(one(inner)),
            Self::Call {
                function,
                argument,
                squared,
            } => Self::Call {
                function,
                argument: one(argument),
                squared,
            },
            Self::Logarithm(inner) => Self::Logarithm(one(inner)),
            Self::Exponential(inner) => Self::Exponential(one(inner)),
            Self::Square(inner) => Self::Square(one(inner)),
            Self::Power(base, exponent) => Self::Power(one(base), one(exponent)),
            Self::Norm(inner) => Self::Norm(one(inner)),
            Self::Modulus(inner) => Self::Modulus(one(inner)),
            Self::Slope(above, below) => Self::Slope(one(above), one(below)),
            Self::Over(from, to, inner) => Self::Over(one(from), one(to), one(inner)),
            Self::Transposed(inner) => Self::Transposed(one(inner)),
            Self::SquaredNorm(inner) => Self::SquaredNorm(one(inner)),
            Self::Entry(inner, index) => Self::Entry(one(inner), one(index)),
            Self::Partial(inner) => Self::Partial(one(inner)),
            Self::Stream(inner, source) => Self::Stream(one(inner), source),
            Self::Part(inner, number) => Self::Part(one(inner), number),
            Self::Term(tag, inner) => Self::Term(tag, one(inner)),
            leaf @ (Self::Name(_)
            | Self::Number(_)
            | Self::Constant(_)
            | Self::Sign(_)
            | Self::Strip { .. }
            | Self::Words(_)) => leaf,
        })
    }

    /// Marked as what is being computed.
    #[must_use]
    pub fn now(self) -> Self {
        match self {
            Self::Term(tag, inner) => Self::Term(Tag { now: true, ..tag }, inner),
            other => Self::Term(
                Tag {
                    now: true,
                    ..Tag::default()
                },
                Box::new(other),
            ),
        }
    }

    /// In parentheses if it is a sum or begins with a minus.
    #[must_use]
    pub fn fenced_sum(self) -> Self {
        if self.is_sum_of_many() {
            Self::Fence(Box::new(self))
        } else {
            self
        }
    }

    /// Whether it is a sum, which a product must fence.
    #[must_use]
    pub fn is_sum_of_many(&self) -> bool {
        match self {
            Self::Row(parts) => parts
                .iter()
                .any(|part| matches!(part, Self::Sign(Sign::Plus | Sign::Minus))),
            Self::Term(_, inner) => inner.is_sum_of_many(),
            _ => false,
        }
    }

    /// Whether it begins with a minus sign, so that nothing may stand directly before it.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        match self {
            Self::Number(number) => number.digits.starts_with(super::number::MINUS),
            Self::Row(parts) => parts
                .first()
                .is_some_and(|first| first.is_negative() || *first == Self::Sign(Sign::Minus)),
            Self::Term(_, inner) => inner.is_negative(),
            _ => false,
        }
    }
}

/// The role as a word, as in classes and marks.
#[must_use]
pub fn role_word(role: Role) -> &'static str {
    match role {
        Role::Forget => "forget",
        Role::Input => "input",
        Role::Output => "output",
        Role::Candidate => "candidate",
        Role::Update => "update",
        Role::Reset => "reset",
        Role::Hidden => "hidden",
        Role::Cell => "cell",
        Role::Data => "data",
        Role::Plain => "plain",
    }
}
