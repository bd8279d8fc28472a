//! The marks that every formula is put together from: columns, constants, signs.

use crate::explain::number;
use crate::explain::tree::{Math, Sign};

/// Above this many rows a column is a strip.
const LONGEST_COLUMN: usize = 8;

/// A column of numbers, each with its name, or a strip where it is long.
pub(crate) fn column(values: &[f64], of: impl Fn(usize) -> Option<String>) -> Math {
    if values.len() > LONGEST_COLUMN {
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (low, high) = (number::significant(least, 3), number::significant(most, 3));
        return Math::Strip {
            values: values
                .iter()
                .map(|&value| number::fixed(value, 3))
                .collect(),
            low,
            high,
        };
    }
    let entries = values.iter().enumerate();
    Math::Matrix(
        entries
            .map(|(row, &value)| vec![entry(value, of(row))])
            .collect(),
    )
}

/// A number of a column or matrix.
pub(super) fn entry(value: f64, reference: Option<String>) -> Math {
    let number = Math::Number(number::fixed(value, 3));
    match reference {
        Some(_) => number.tagged(None, reference),
        None => number,
    }
}

/// A number that belongs to the formula itself.
pub(crate) fn constant(number: f64) -> Math {
    let words = |text: &str| Math::Constant(text.to_owned());
    if number == 0.5 {
        return words("½");
    }
    let inverse = (1.0 / number).round();
    let fraction = number > 0.0 && number < 1.0 && inverse < 1e6 && 1.0 / inverse == number;
    if fraction {
        words(&format!("1/{inverse}"))
    } else if let Some(root) = under_root(number) {
        words(&format!("1/{}{root}", number::ROOT))
    } else {
        words(&number::full(number))
    }
}

/// n, where a number is 1/√n to the bit.
fn under_root(number: f64) -> Option<f64> {
    let root = (1.0 / (number * number)).round();
    let fits = number > 0.0 && (2.0..1e6).contains(&root) && 1.0 / root.sqrt() == number;
    fits.then_some(root)
}

pub(crate) fn push_signed(parts: &mut Vec<Math>, added: bool, math: Math) {
    if !parts.is_empty() || !added {
        parts.push(Math::Sign(if added { Sign::Plus } else { Sign::Minus }));
    }
    parts.push(if added { math } else { math.fenced_sum() });
}

pub(crate) fn joined(terms: Vec<Math>, sign: Sign) -> Math {
    let mut parts = Vec::new();
    for (place, term) in terms.into_iter().enumerate() {
        if place > 0 {
            parts.push(Math::Sign(sign));
        }
        parts.push(term);
    }
    Math::Row(parts)
}

pub(super) fn is_compound(math: &Math) -> bool {
    match math {
        Math::Row(parts) => parts.len() > 1,
        Math::Term(_, inner) => is_compound(inner),
        _ => false,
    }
}
