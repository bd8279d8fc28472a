//! A line of numbers as plain text: what the inspector writes under a name.

use crate::explain::spoken::{function_letter, spoken};
use crate::explain::tree::{Math, Sign};

/// A line of numbers as plain text.
pub(super) fn plain(math: &Math) -> String {
    match math {
        Math::Row(parts) => parts.iter().map(plain).collect::<Vec<_>>().join(" "),
        Math::Term(_, inner) => plain(inner),
        Math::Number(number) => number.text(),
        Math::Constant(text) | Math::Words(text) => text.clone(),
        Math::Fence(inner) => format!("({})", plain(inner)),
        Math::Square(inner) => format!("{}²", plain(inner)),
        Math::Call {
            function,
            argument,
            squared,
        } => {
            let power = if *squared { "²" } else { "" };
            format!("{}{power}({})", function_letter(*function), plain(argument))
        }
        Math::Logarithm(inner) => format!("ln({})", plain(inner)),
        Math::Exponential(inner) => format!("e^({})", plain(inner)),
        Math::Sign(sign) => sign_letter(*sign).to_owned(),
        other => spoken(other),
    }
}

fn sign_letter(sign: Sign) -> &'static str {
    match sign {
        Sign::Equals => "=",
        Sign::About => "≈",
        Sign::Grows => "+=",
        Sign::Plus => "+",
        Sign::Minus => "\u{2212}",
        Sign::Times | Sign::Beside => "×",
        Sign::Odot => "⊙",
        Sign::Dot => "·",
        Sign::AtMost => " ≤ ",
        Sign::Dots => " ⋯ ",
        Sign::Over => "/",
        Sign::Comma => ",",
    }
}
