//! A side of a printed line: worked out as printed or exactly, and written with so many decimals.
//!
//! Invariant: what is written and what a reader works out come from the same tree.

use crate::explain::evaluate::call;
use crate::explain::number::{self, MINUS};
use crate::explain::symbols::{constant, joined, push_signed};
use crate::explain::tree::{Math, Sign, Tag};
use unrolled::ir::order::sorted;
use unrolled::ir::{Function, Scalar};

/// How many products of a row are written out.
const MOST_TERMS: usize = 6;

/// A printed line before its decimals are known.
#[derive(Clone, Debug)]
pub(super) enum Num {
    /// A number of the run.
    Leaf(f64, Tag),
    /// A number of the formula itself.
    Constant(f64),
    Sum(Vec<(bool, Num)>),
    Product(Vec<Num>),
    Quotient(Box<Num>, Box<Num>),
    Call(Function, Box<Num>),
    Square(Box<Num>),
    Exponential(Box<Num>),
    Logarithm(Box<Num>),
    /// What many summands come to.
    Rest(f64, usize),
    /// Something with a meaning of its own, written out.
    Tagged(Tag, Box<Num>),
}

/// The largest summands, and what the others come to.
pub(super) fn largest_first(summands: Vec<(f64, Num)>, kept: Option<&str>) -> Vec<(bool, Num)> {
    let summands = sorted(summands, |(a, _), (b, _)| b.abs().total_cmp(&a.abs()));
    let is_kept = |number: &Num| kept.is_some_and(|reference| number.names(reference));
    let mut parts = Vec::new();
    let mut rest = Vec::new();
    for (place, (value, number)) in summands.into_iter().enumerate() {
        if (place < MOST_TERMS && value != 0.0) || is_kept(&number) {
            parts.push((true, number));
        } else {
            rest.push(value);
        }
    }
    if !rest.is_empty() {
        parts.push((true, Num::Rest(rest.iter().sum(), rest.len())));
    }
    parts
}

impl Num {
    /// What a reader who works out the printed line gets.
    pub(super) fn read(&self, decimals: usize) -> f64 {
        self.value(&|x| number::fixed(x, decimals).read())
    }

    /// Whether a number of it has this reference.
    fn names(&self, reference: &str) -> bool {
        match self {
            Self::Leaf(_, tag) => tag.reference.as_deref() == Some(reference),
            Self::Constant(_) | Self::Rest(..) => false,
            Self::Sum(summands) => summands.iter().any(|(_, part)| part.names(reference)),
            Self::Product(factors) => factors.iter().any(|factor| factor.names(reference)),
            Self::Quotient(above, below) => above.names(reference) || below.names(reference),
            Self::Call(_, inner)
            | Self::Square(inner)
            | Self::Exponential(inner)
            | Self::Logarithm(inner)
            | Self::Tagged(_, inner) => inner.names(reference),
        }
    }

    /// Worked out without rounding.
    pub(super) fn exact(&self) -> f64 {
        self.value(&|x| x)
    }

    fn value(&self, seen: &dyn Fn(f64) -> f64) -> f64 {
        match self {
            Self::Leaf(value, _) | Self::Rest(value, _) => seen(*value),
            Self::Constant(value) => *value,
            Self::Sum(summands) => summands.iter().fold(0.0, |sum, (added, summand)| {
                let part = summand.value(seen);
                if *added { sum + part } else { sum - part }
            }),
            Self::Product(factors) => factors
                .iter()
                .fold(1.0, |product, factor| product * factor.value(seen)),
            Self::Quotient(above, below) => above.value(seen) / below.value(seen),
            Self::Call(function, inner) => call(*function, &[inner.value(seen)])[0],
            Self::Square(inner) => inner.value(seen) * inner.value(seen),
            Self::Exponential(inner) => inner.value(seen).exponential(),
            Self::Logarithm(inner) => inner.value(seen).logarithm(),
            Self::Tagged(_, inner) => inner.value(seen),
        }
    }

    pub(super) fn write(&self, decimals: usize) -> Math {
        match self {
            Self::Leaf(value, tag) => {
                let printed = Math::Number(number::fixed(*value, decimals));
                if *tag == Tag::default() {
                    printed
                } else {
                    Math::Term(tag.clone(), Box::new(printed))
                }
            }
            Self::Constant(value) => constant(*value),
            Self::Sum(summands) => sum(summands, decimals),
            Self::Product(factors) => {
                let factors = factors.iter().enumerate().map(|(place, factor)| {
                    let math = factor.write(decimals).fenced_sum();
                    if place > 0 && math.is_negative() {
                        Math::Fence(Box::new(math))
                    } else {
                        math
                    }
                });
                joined(factors.collect(), Sign::Times)
            }
            Self::Quotient(above, below) => Math::Row(vec![
                above.write(decimals),
                Math::Sign(Sign::Over),
                below.write(decimals).fenced_sum(),
            ]),
            Self::Call(function, inner) => Math::Call {
                function: *function,
                argument: Box::new(inner.write(decimals)),
                squared: false,
            },
            Self::Square(inner) => square(inner.write(decimals)),
            Self::Exponential(inner) => Math::Exponential(Box::new(inner.write(decimals))),
            Self::Logarithm(inner) => Math::Logarithm(Box::new(inner.write(decimals))),
            Self::Rest(value, count) => rest(*value, *count, decimals),
            Self::Tagged(tag, inner) => Math::Term(tag.clone(), Box::new(inner.write(decimals))),
        }
    }
}

fn square(math: Math) -> Math {
    match math {
        Math::Call {
            function, argument, ..
        } => Math::Call {
            function,
            argument,
            squared: true,
        },
        Math::Term(tag, inner) if matches!(*inner, Math::Call { .. }) => {
            Math::Term(tag, Box::new(square(*inner)))
        }
        other => {
            let fenced = if other.is_negative() {
                Math::Fence(Box::new(other))
            } else {
                other.fenced_sum()
            };
            Math::Square(Box::new(fenced))
        }
    }
}

fn sum(summands: &[(bool, Num)], decimals: usize) -> Math {
    let mut parts = Vec::new();
    for (added, summand) in summands {
        let math = summand.write(decimals);
        let (added, math) = match without_minus(&math) {
            Some(positive) if !parts.is_empty() || !added => (!added, positive),
            _ => (*added, math),
        };
        push_signed(&mut parts, added, math);
    }
    match parts.len() {
        0 => constant(0.0),
        1 => parts.remove(0),
        _ => Math::Row(parts),
    }
}

/// The same without its leading minus; `None` where it has none.
fn without_minus(math: &Math) -> Option<Math> {
    match math {
        Math::Number(printed) => {
            let digits = printed.digits.strip_prefix(MINUS)?.to_owned();
            Some(Math::Number(number::Printed {
                digits,
                exponent: printed.exponent,
            }))
        }
        Math::Row(parts) if !math.is_sum_of_many() => {
            let mut parts = parts.clone();
            let first = without_minus(parts.first()?)?;
            parts[0] = first;
            Some(Math::Row(parts))
        }
        Math::Term(tag, inner) => Some(Math::Term(tag.clone(), Box::new(without_minus(inner)?))),
        _ => None,
    }
}

fn rest(value: f64, count: usize, decimals: usize) -> Math {
    let terms = if count == 1 { "term" } else { "terms" };
    let kind = if value == 0.0 { "" } else { "smaller " };
    let words = Math::Words(format!("from {count} {kind}{terms}"));
    Math::Row(vec![Math::Number(number::fixed(value, decimals)), words])
}
