//! Formulas as LaTeX, for copying.

use super::number::{MINUS, Printed, ROOT};
use super::tree::{Math, Name, Sign};
use unrolled::ir::Function;

/// A formula as LaTeX for display mathematics (amsmath).
#[must_use]
pub fn latex(math: &Math) -> String {
    match math {
        Math::Row(parts) => parts.iter().map(latex).collect::<Vec<_>>().join(" "),
        Math::Name(name) => name_text(name),
        Math::Number(number) => printed(number),
        Math::Constant(text) if text == "½" => r"\tfrac12".to_owned(),
        Math::Constant(text) => text.split_once('/').map_or_else(
            || text.replace(MINUS, "-"),
            |(above, below)| match below.strip_prefix(ROOT) {
                Some(root) => format!(r"\tfrac{{{above}}}{{\sqrt{{{root}}}}}"),
                None => format!(r"\tfrac{{{above}}}{{{below}}}"),
            },
        ),
        Math::Sign(sign) => sign_text(*sign).to_owned(),
        Math::Fence(inner) => format!(r"\left({}\right)", latex(inner)),
        Math::Call {
            function,
            argument,
            squared,
        } => call(*function, argument, *squared),
        Math::Logarithm(inner) => format!(r"\ln\left({}\right)", latex(inner)),
        Math::Exponential(inner) => format!("e^{{{}}}", latex(inner)),
        Math::Square(inner) => format!("{{{}}}^2", latex(inner)),
        Math::Power(base, power) => format!("{{{}}}^{{{}}}", latex(base), latex(power)),
        Math::Norm(inner) => format!(r"\left\lVert {}\right\rVert", latex(inner)),
        Math::Modulus(inner) => format!(r"\left\lvert {}\right\rvert", latex(inner)),
        Math::Slope(of, by) => {
            format!(r"\frac{{\partial {}}}{{\partial {}}}", latex(of), latex(by))
        }
        Math::Over(from, to, body) => {
            format!(
                r"\prod_{{{}}}^{{{}}} {}",
                latex(from),
                latex(to),
                latex(body)
            )
        }
        Math::Transposed(inner) => format!(r"{{{}}}^\top", latex(inner)),
        Math::SquaredNorm(inner) => format!(r"\left\lVert {}\right\rVert^2", latex(inner)),
        Math::Entry(column, index) => format!("{}[{}]", latex(column), latex(index)),
        Math::Partial(inner) => format!(r"\frac{{\partial L}}{{\partial {}}}", latex(inner)),
        Math::Stream(inner, from) => {
            format!(r"\left({}\right)_{{\text{{{from}}}}}", latex(inner))
        }
        Math::Part(inner, number) => format!(r"\left({}\right)^{{({number})}}", latex(inner)),
        Math::Stack(parts) => {
            let rows: Vec<_> = parts.iter().map(stacked).collect();
            format!(r"\begin{{bmatrix}}{}\end{{bmatrix}}", rows.join(r" \\ "))
        }
        Math::Matrix(rows) => format!(r"\begin{{pmatrix}}{}\end{{pmatrix}}", matrix_rows(rows)),
        Math::Strip { values, .. } => {
            format!(r"\begin{{pmatrix}}{}\end{{pmatrix}}", column(values))
        }
        Math::Words(words) => format!(r"\text{{ {}}}", words.replace('\u{a0}', " ")),
        Math::Lines(lines) => {
            let lines: Vec<_> = lines.iter().map(latex).collect();
            format!(r"\begin{{gathered}}{}\end{{gathered}}", lines.join(r" \\ "))
        }
        Math::Term(_, inner) => latex(inner),
    }
}

/// A part of a stack: its numbers join those of the other parts.
fn stacked(part: &Math) -> String {
    match part {
        Math::Matrix(rows) => matrix_rows(rows),
        Math::Strip { values, .. } => column(values),
        Math::Term(_, inner) => stacked(inner),
        other => latex(other),
    }
}

/// A long column in full: what is copied is not cut short.
fn column(values: &[Printed]) -> String {
    values.iter().map(printed).collect::<Vec<_>>().join(r" \\ ")
}

fn matrix_rows(rows: &[Vec<Math>]) -> String {
    let row = |row: &Vec<Math>| row.iter().map(latex).collect::<Vec<_>>().join(" & ");
    rows.iter().map(row).collect::<Vec<_>>().join(r" \\ ")
}

fn call(function: Function, argument: &Math, squared: bool) -> String {
    let name = match function {
        Function::Sigmoid => r"\sigma",
        Function::Tanh => r"\tanh",
        Function::Relu => r"\operatorname{ReLU}",
        Function::Step => r"\mathbf{1}_{>0}",
        Function::Softmax => r"\operatorname{softmax}",
    };
    let power = if squared { "^2" } else { "" };
    format!(r"{name}{power}\left({}\right)", latex(argument))
}

fn name_text(name: &Name) -> String {
    let letter = letter(&name.base);
    let base = match name.accent {
        Some('~') => format!(r"\tilde{{{letter}}}"),
        Some(_) => format!(r"\hat{{{letter}}}"),
        None => letter,
    };
    let index = |mark: char, text: &Option<String>| {
        text.as_ref().map_or_else(String::new, |text| {
            format!("{mark}{{{}}}", text.replace(MINUS, "-").replace('ₜ', "_t"))
        })
    };
    format!("{base}{}{}", index('^', &name.sup), index('_', &name.sub))
}

fn letter(base: &str) -> String {
    match base {
        "ρ" => r"\rho".to_owned(),
        "λ" => r"\lambda".to_owned(),
        "σ" => r"\sigma".to_owned(),
        "γ" => r"\gamma".to_owned(),
        "δ" => r"\delta".to_owned(),
        "ℓ" => r"\ell".to_owned(),
        "∇" => r"\nabla".to_owned(),
        "𝟏" => r"\mathbf{1}".to_owned(),
        word if word.chars().count() > 1 => format!(r"\text{{{word}}}"),
        letter => letter.to_owned(),
    }
}

fn printed(number: &Printed) -> String {
    let digits = match number.digits.replace(MINUS, "-").as_str() {
        "inf" => r"\infty".to_owned(),
        "-inf" => r"-\infty".to_owned(),
        "NaN" => r"\text{NaN}".to_owned(),
        digits => digits.to_owned(),
    };
    number.exponent.map_or(digits.clone(), |exponent| {
        format!(r"{digits}\times10^{{{exponent}}}")
    })
}

fn sign_text(sign: Sign) -> &'static str {
    match sign {
        Sign::Equals => "=",
        Sign::About => r"\approx",
        Sign::Grows => r"\mathrel{+}=",
        Sign::Plus => "+",
        Sign::Minus => "-",
        Sign::Times => r"\times",
        Sign::Odot => r"\odot",
        Sign::Dot => r"\cdot",
        Sign::Beside => r"\,",
        Sign::Comma => r",\quad",
        Sign::AtMost => r"\le",
        Sign::Dots => r"\cdots",
        Sign::Over => "/",
    }
}
