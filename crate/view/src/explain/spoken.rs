//! Formulas as they are read aloud.

use super::number::{MINUS, Printed, ROOT};
use super::tree::{Math, Sign};
use unrolled::ir::Function;

/// A formula in words.
#[must_use]
pub fn spoken(math: &Math) -> String {
    let words = say(math);
    words
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace(" ,", ",")
        .replace(" ;", ";")
}

fn say(math: &Math) -> String {
    match math {
        Math::Row(parts) => parts.iter().map(say).collect::<Vec<_>>().join(" "),
        Math::Name(name) => name.spoken.clone(),
        Math::Number(number) => number_words(number),
        Math::Constant(text) => match text.as_str() {
            "½" => "one half".to_owned(),
            other => (other.replace('/', " over "))
                .replace(ROOT, "the root of ")
                .replace(MINUS, "minus "),
        },
        Math::Sign(sign) => sign_words(*sign).to_owned(),
        Math::Fence(inner) => format!(", {},", say(inner)),
        Math::Call {
            function,
            argument,
            squared,
        } => {
            let power = if *squared { "squared " } else { "" };
            format!("{} {power}of {}", function_word(*function), say(argument))
        }
        Math::Logarithm(inner) => format!("natural log of {}", say(inner)),
        Math::Exponential(inner) => format!("e to the power of {}", say(inner)),
        Math::Square(inner) => format!("{} squared", say(inner)),
        Math::Power(base, power) => format!("{} to the power of {}", say(base), say(power)),
        Math::Norm(inner) => format!("the norm of {}", say(inner)),
        Math::Modulus(inner) => format!("the modulus of {}", say(inner)),
        Math::Slope(of, by) => format!("slope of {} by {}", say(of), say(by)),
        Math::Over(from, to, body) => {
            format!(
                "the product from {} to {} of {}",
                say(from),
                say(to),
                say(body)
            )
        }
        Math::Transposed(inner) => format!("{} transposed", say(inner)),
        Math::SquaredNorm(inner) => format!("the squared norm of {}", say(inner)),
        Math::Entry(column, index) => format!("{} at {}", say(column), say(index)),
        Math::Partial(inner) => format!("gradient of {}", say(inner)),
        Math::Stream(inner, from) => format!("{from} {}", say(inner)),
        Math::Part(inner, number) => format!("{} part {number}", say(inner)),
        Math::Stack(parts) => {
            format!(
                "the stack of {}",
                parts.iter().map(say).collect::<Vec<_>>().join(" and ")
            )
        }
        Math::Matrix(rows) => matrix(rows),
        Math::Strip { values, low, high } => {
            let len = values.len();
            format!(
                "{len} numbers from {} to {}",
                number_words(low),
                number_words(high)
            )
        }
        Math::Words(words) => words.trim_end().to_owned(),
        Math::Lines(lines) => lines.iter().map(say).collect::<Vec<_>>().join("; "),
        Math::Term(_, inner) => say(inner),
    }
}

/// A number as it is read aloud.
#[must_use]
pub fn number_words(number: &Printed) -> String {
    let digits = number.digits.replace(MINUS, "minus ");
    let digits = digits
        .replace("inf", "infinity")
        .replace("NaN", "not a number");
    match number.exponent {
        Some(exponent) => {
            let exponent = exponent.to_string().replace('-', "minus ");
            format!("{digits} times ten to the {exponent}")
        }
        None => digits,
    }
}

fn matrix(rows: &[Vec<Math>]) -> String {
    let rows: Vec<String> = rows
        .iter()
        .map(|row| row.iter().map(say).collect::<Vec<_>>().join(" "))
        .collect();
    format!("( {} )", rows.join(", "))
}

fn function_word(function: Function) -> &'static str {
    match function {
        Function::Sigmoid => "sigma",
        Function::Tanh => "tanh",
        Function::Relu => "ReLU",
        Function::Step => "step",
        Function::Softmax => "softmax",
    }
}

fn sign_words(sign: Sign) -> &'static str {
    match sign {
        Sign::Equals => "equals",
        Sign::About => "is about",
        Sign::Grows => "grows by",
        Sign::Plus => "plus",
        Sign::Minus => "minus",
        Sign::Times | Sign::Odot | Sign::Dot | Sign::Beside => "times",
        Sign::Comma => ",",
        Sign::AtMost => "is at most",
        Sign::Dots => "and so on, times",
        Sign::Over => "over",
    }
}

/// The letter of a function in plain text.
pub(super) fn function_letter(function: Function) -> &'static str {
    match function {
        Function::Sigmoid => "σ",
        other => function_word(other),
    }
}
