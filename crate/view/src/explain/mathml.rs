//! Formulas as MathML elements.

use serde::Serialize;

use super::number::{Printed, ROOT};
use super::tree::{Math, Name, Setting, Sign, Tag};
use unrolled::ir::Function;

/// An element of MathML, as the page builds it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct El {
    /// `mrow`, `mi`, ...
    pub tag: &'static str,
    /// Its text, where it is a leaf.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Its classes: `role-forget`, `now`, `strip`, ...
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// What it stands for.
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Further attributes, by name: how a number that is given can be changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<(&'static str, String)>,
    /// What is inside.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<El>,
}

impl El {
    fn leaf(tag: &'static str, text: impl Into<String>) -> Self {
        Self {
            tag,
            text: Some(text.into()),
            ..Self::default()
        }
    }

    fn node(tag: &'static str, children: Vec<Self>) -> Self {
        Self {
            tag,
            children,
            ..Self::default()
        }
    }

    fn classed(self, class: &str) -> Self {
        Self {
            class: Some(class.to_owned()),
            ..self
        }
    }

    /// As text, for tests and for copying.
    #[must_use]
    pub fn markup(&self) -> String {
        let attribute = |name: &str, value: &Option<String>| {
            value.as_ref().map_or_else(String::new, |value| {
                format!(" {name}=\"{}\"", escaped(value))
            })
        };
        let class = attribute("class", &self.class);
        let reference = attribute("data-ref", &self.reference);
        let attributes: Vec<String> = self
            .attributes
            .iter()
            .map(|(name, value)| attribute(name, &Some(value.clone())))
            .collect();
        let attributes = attributes.concat();
        let text = self.text.as_deref().map_or_else(String::new, escaped);
        let children: String = self.children.iter().map(Self::markup).collect();
        let tag = self.tag;
        format!("<{tag}{class}{reference}{attributes}>{text}{children}</{tag}>")
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// A formula as a `math` element.
#[must_use]
pub fn mathml(math: &Math) -> El {
    El::node("math", vec![element(math)])
}

/// `1/√2` as a fraction.
fn constant(text: &str) -> El {
    let Some((above, below)) = text.split_once('/') else {
        return El::leaf("mn", text);
    };
    let below = match below.strip_prefix(ROOT) {
        Some(root) => El::node("msqrt", vec![El::leaf("mn", root)]),
        None => El::leaf("mn", below),
    };
    El::node("mfrac", vec![El::leaf("mn", above), below])
}

fn element(math: &Math) -> El {
    match math {
        Math::Row(parts) => El::node("mrow", parts.iter().map(element).collect()),
        Math::Name(name) => name_element(name),
        Math::Number(number) => printed(number),
        Math::Constant(text) => constant(text),
        Math::Sign(sign) => El::leaf("mo", sign_text(*sign)),
        Math::Fence(inner) => fenced("(", element(inner), ")"),
        Math::Call {
            function,
            argument,
            squared,
        } => call(*function, argument, *squared),
        Math::Logarithm(inner) => El::node(
            "mrow",
            vec![
                El::leaf("mi", "ln"),
                applied(),
                fenced("(", element(inner), ")"),
            ],
        ),
        Math::Exponential(inner) => El::node("msup", vec![El::leaf("mi", "e"), element(inner)]),
        Math::Square(inner) => El::node("msup", vec![element(inner), El::leaf("mn", "2")]),
        Math::Power(base, power) => El::node("msup", vec![element(base), element(power)]),
        Math::Norm(inner) => fenced("‖", element(inner), "‖"),
        Math::Modulus(inner) => fenced("|", element(inner), "|"),
        Math::Slope(of, by) => slope(element(of), element(by)),
        Math::Over(from, to, body) => {
            let limits = vec![El::leaf("mo", "∏"), element(from), element(to)];
            El::node("mrow", vec![El::node("munderover", limits), element(body)])
        }
        Math::Transposed(inner) => El::node("msup", vec![element(inner), El::leaf("mi", "⊤")]),
        Math::SquaredNorm(inner) => El::node(
            "msup",
            vec![fenced("‖", element(inner), "‖"), El::leaf("mn", "2")],
        ),
        Math::Entry(column, index) => El::node(
            "mrow",
            vec![element(column), fenced("[", element(index), "]")],
        ),
        Math::Partial(inner) => partial(inner),
        Math::Stream(inner, from) => {
            let words = El::leaf("mtext", *from);
            El::node("msub", vec![fenced("(", element(inner), ")"), words])
        }
        Math::Part(inner, number) => {
            let index = fenced("(", El::leaf("mn", number.to_string()), ")");
            El::node("msup", vec![fenced("(", element(inner), ")"), index])
        }
        Math::Stack(parts) => {
            let rows = parts.iter().map(|part| vec![stacked(part)]).collect();
            fenced("[", table(rows).classed("stack"), "]")
        }
        Math::Matrix(rows) => fenced("(", matrix(rows), ")"),
        Math::Strip { low, high, .. } => {
            El::leaf("mtext", format!("{}..{}", low.text(), high.text())).classed("strip")
        }
        Math::Words(words) => El::leaf("mtext", format!("\u{a0}{words}")),
        Math::Lines(lines) => {
            table(lines.iter().map(|line| vec![element(line)]).collect()).classed("lines")
        }
        Math::Term(tag, inner) => tagged(tag, element(inner)),
    }
}

/// A part of a stack: its numbers stand inside the brackets of the stack.
fn stacked(part: &Math) -> El {
    match part {
        Math::Matrix(rows) => matrix(rows),
        Math::Term(tag, inner) => tagged(tag, stacked(inner)),
        other => element(other),
    }
}

fn matrix(rows: &[Vec<Math>]) -> El {
    let rows = rows
        .iter()
        .map(|row| row.iter().map(element).collect())
        .collect();
    table(rows).classed("matrix")
}

fn tagged(tag: &Tag, inner: El) -> El {
    let role = tag.role.map(|role| format!("role-{role}"));
    let now = tag.now.then(|| "now".to_owned());
    let given = tag.setting.as_ref().map(|_| "given".to_owned());
    let inner_class = inner.class.clone();
    let classes: Vec<String> = [role, now, given, inner_class]
        .into_iter()
        .flatten()
        .collect();
    let free = inner.reference.is_none();
    let inner = if free {
        inner
    } else {
        El::node("mrow", vec![inner])
    };
    El {
        class: if classes.is_empty() {
            None
        } else {
            Some(classes.join(" "))
        },
        reference: tag.reference.clone(),
        attributes: tag.setting.as_ref().map_or_else(Vec::new, attributes),
        ..inner
    }
}

fn attributes(setting: &Setting) -> Vec<(&'static str, String)> {
    vec![
        ("data-given", setting.value.clone()),
        ("data-step", setting.step.clone()),
        ("data-name", setting.name.clone()),
    ]
}

fn table(rows: Vec<Vec<El>>) -> El {
    let rows = rows.into_iter().map(|row| {
        El::node(
            "mtr",
            row.into_iter()
                .map(|cell| El::node("mtd", vec![cell]))
                .collect(),
        )
    });
    El::node("mtable", rows.collect())
}

fn fenced(open: &'static str, inner: El, close: &'static str) -> El {
    let bracket = |text| El::leaf("mo", text);
    El::node("mrow", vec![bracket(open), inner, bracket(close)])
}

fn applied() -> El {
    El::leaf("mo", "\u{2061}")
}

fn partial(inner: &Math) -> El {
    slope(El::leaf("mi", "L"), element(inner))
}

fn slope(of: El, by: El) -> El {
    let d = |what: El| El::node("mrow", vec![El::leaf("mi", "∂"), what]);
    El::node("mfrac", vec![d(of), d(by)])
}

fn call(function: Function, argument: &Math, squared: bool) -> El {
    let name = match function {
        Function::Sigmoid => El::leaf("mi", "σ"),
        Function::Tanh => El::leaf("mi", "tanh"),
        Function::Relu => El::leaf("mi", "ReLU"),
        Function::Step => El::node("msub", vec![El::leaf("mn", "𝟏"), El::leaf("mtext", ">0")]),
        Function::Softmax => El::leaf("mi", "softmax"),
    };
    let name = if squared {
        El::node("msup", vec![name, El::leaf("mn", "2")])
    } else {
        name
    };
    El::node(
        "mrow",
        vec![name, applied(), fenced("(", element(argument), ")")],
    )
}

fn name_element(name: &Name) -> El {
    let letter = El::leaf("mi", &name.base);
    let base = match name.accent {
        Some(mark) => El::node("mover", vec![letter, El::leaf("mo", mark.to_string())]),
        None => letter,
    };
    let index = |text: &String| index_element(text);
    match (&name.sup, &name.sub) {
        (Some(sup), Some(sub)) => El::node("msubsup", vec![base, index(sub), index(sup)]),
        (Some(sup), None) => El::node("msup", vec![base, index(sup)]),
        (None, Some(sub)) => El::node("msub", vec![base, index(sub)]),
        (None, None) => base,
    }
}

/// `t−1` is three elements, `xh` one.
fn index_element(text: &str) -> El {
    match text.split_once('\u{2212}') {
        Some((left, right)) => El::node(
            "mrow",
            vec![
                El::leaf("mi", left),
                El::leaf("mo", "\u{2212}"),
                El::leaf("mn", right),
            ],
        ),
        None => El::leaf("mi", text),
    }
}

fn printed(number: &Printed) -> El {
    let digits = El::leaf("mn", &number.digits);
    let Some(exponent) = number.exponent else {
        return digits;
    };
    let exponent = exponent
        .to_string()
        .replace('-', &super::number::MINUS.to_string());
    let power = El::node("msup", vec![El::leaf("mn", "10"), El::leaf("mn", exponent)]);
    El::node("mrow", vec![digits, El::leaf("mo", "×"), power])
}

fn sign_text(sign: Sign) -> &'static str {
    match sign {
        Sign::Equals => "=",
        Sign::About => "≈",
        Sign::Grows => "+=",
        Sign::Plus => "+",
        Sign::Minus => "\u{2212}",
        Sign::Times => "×",
        Sign::Odot => "⊙",
        Sign::Dot => "·",
        Sign::Beside => "\u{2062}",
        Sign::Comma => ",",
        Sign::AtMost => "≤",
        Sign::Dots => "⋯",
        Sign::Over => "/",
    }
}
