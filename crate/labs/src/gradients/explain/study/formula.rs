//! The formulas of a study at three levels: the product of Jacobians, its factors, and the numbers at k.
//!
//! Invariant: a number printed here is one of the readings at k.

use super::readings::{Readings, readings};
use super::spot::{Line, Spot};
use super::words::activation;
use crate::gradients::run::study::Examined;
use unrolled::ir::Function;
use view::explain::formula::{Formula, Level};
use view::explain::latex::latex;
use view::explain::mathml::mathml;
use view::explain::names::Notation;
use view::explain::number;
use view::explain::number::Printed;
use view::explain::spoken::spoken;
use view::explain::tree::{Math, Name, Setting, Sign, Tag};

/// Matrices up to this size are written out.
const LEGIBLE: usize = 4;

/// The formula at k.
#[must_use]
pub fn formula(examined: &Examined, k: usize, level: Level, notation: Notation) -> Formula {
    let writer = Writer {
        examined,
        at: readings(examined, k),
        notation,
    };
    let math = match level {
        Level::Symbols => writer.symbols(),
        Level::Vectors => writer.factors(),
        Level::Numbers => writer.numbers(),
    };
    printed(&math, badge(examined), "the gradient after k steps back")
}

/// "0.8^20 = 0.0115" alone: ρ^k where one matrix is studied.
#[must_use]
pub fn power(examined: &Examined, k: usize) -> Option<Formula> {
    let writer = Writer {
        examined,
        at: readings(examined, k),
        notation: Notation::Lesson,
    };
    let math = writer.power(false)?;
    Some(printed(
        &math,
        String::new(),
        "power of the spectral radius",
    ))
}

fn printed(math: &Math, badge: String, title: &str) -> Formula {
    Formula {
        tree: mathml(math),
        latex: latex(math),
        words: spoken(math),
        badge,
        title: title.to_owned(),
    }
}

/// Which rule of the cell holds.
fn badge(examined: &Examined) -> String {
    examined.studied.scenario.spec.cell.badge()
}

struct Writer<'e> {
    examined: &'e Examined,
    at: Readings,
    notation: Notation,
}

impl Writer<'_> {
    fn is_plain(&self) -> bool {
        self.examined.matrix().is_some()
    }

    /// T − k.
    fn from(&self) -> usize {
        self.examined.steps() - self.at.k
    }

    /// W_hh; more than one matrix has no single letter.
    fn matrix(&self) -> Math {
        let base = "W";
        let name = match self.notation {
            Notation::Lesson => named(base, Some("hh"), "W h h"),
            Notation::Pytorch => named(base, Some("hh"), "weight h h"),
        };
        name.tagged(None, Some(Spot::Matrix.to_string()))
    }

    fn state(&self, sub: &str) -> Math {
        let letter = if self.examined.run.program().carries.len() > 1 {
            "s"
        } else {
            "h"
        };
        named(letter, Some(sub), &format!("{letter} {sub}"))
    }

    fn symbols(&self) -> Math {
        let slope = slope(self.state("T"), self.state("t"));
        let index = || named("k", None, "k");
        let from = row(vec![
            index(),
            Math::Sign(Sign::Equals),
            named("t", None, "t"),
            plus(),
            constant("1"),
        ]);
        let factor = if self.is_plain() {
            row(vec![named("D", Some("k"), "D k"), self.matrix()])
        } else {
            Math::Slope(
                Box::new(self.state("k")),
                Box::new(self.state("k\u{2212}1")),
            )
        };
        let product = Math::Over(
            Box::new(from),
            Box::new(named("T", None, "T")),
            Box::new(factor),
        );
        let mut lines = vec![equation(slope, product)];
        lines.extend(self.diagonal());
        lines.extend(self.at_most());
        Math::Lines(lines)
    }

    /// What D_k is.
    fn diagonal(&self) -> Option<Math> {
        let h = || self.state("k");
        let right = match activation(self.examined)? {
            "tanh" => {
                let squared = row(vec![h(), Math::Sign(Sign::Odot), h()]);
                diag(row(vec![constant("1"), Math::Sign(Sign::Minus), squared]))
            }
            "ReLU" => {
                let a = named("a", Some("k"), "a k");
                diag(Math::Call {
                    function: Function::Step,
                    argument: Box::new(a),
                    squared: false,
                })
            }
            _ => named("I", None, "the identity"),
        };
        Some(equation(named("D", Some("k"), "D k"), right))
    }

    /// ‖∂h_T/∂h_t‖ ≤ (γ σ_max)^{T−t}.
    fn at_most(&self) -> Option<Math> {
        self.at.bound?;
        let left = Math::Norm(Box::new(slope(self.state("T"), self.state("t"))));
        let sigma = named("\u{3c3}", Some("max"), "sigma max");
        let base = Math::Fence(Box::new(row(vec![
            named("\u{3b3}", None, "gamma"),
            beside(),
            sigma,
        ])));
        let steps = row(vec![
            named("T", None, "T"),
            Math::Sign(Sign::Minus),
            named("t", None, "t"),
        ]);
        let right = Math::Power(Box::new(base), Box::new(steps))
            .tagged(None, Some(Spot::Curve(Line::Bound).to_string()));
        Some(row(vec![left, Math::Sign(Sign::AtMost), right]))
    }

    /// The product written out, factor by factor, and what it comes to.
    fn factors(&self) -> Math {
        let (steps, k) = (self.examined.steps(), self.at.k);
        let left = slope(
            self.state(&steps.to_string()),
            self.state(&self.from().to_string()),
        );
        let left = left.tagged(None, Some(Spot::Product(k).to_string()));
        if k == 0 {
            return equation(left, named("I", None, "the identity"));
        }
        let factor = |place: usize| {
            let t = (steps + 1 - place).to_string();
            let before = (steps - place).to_string();
            let own = if self.is_plain() {
                row(vec![named("D", Some(&t), &format!("D {t}")), self.matrix()])
            } else {
                slope(self.state(&t), self.state(&before))
            };
            own.tagged(None, Some(Spot::Factor(place).to_string()))
        };
        let mut parts: Vec<Math> = Vec::new();
        let shown: Vec<usize> = if k <= 4 {
            (1..=k).collect()
        } else {
            vec![1, 2, k]
        };
        for (place, &number) in shown.iter().enumerate() {
            if place > 0 {
                let gap = number > shown[place - 1] + 1;
                parts.push(if gap {
                    Math::Sign(Sign::Dots)
                } else {
                    beside()
                });
            }
            parts.push(factor(number));
        }
        let mut lines = vec![equation(left, row(parts))];
        lines.extend(self.product());
        lines.extend(self.norm());
        Math::Lines(lines)
    }

    /// The product as numbers, where it is small enough to be read.
    fn product(&self) -> Option<Math> {
        let product = self.examined.chain()?.product(self.at.k);
        if product.nrows() > LEGIBLE {
            return None;
        }
        let rows = product.row_iter();
        let rows = rows.map(|row| row.iter().map(|x| short(*x)).collect());
        Some(row(vec![
            Math::Sign(Sign::Equals),
            Math::Matrix(rows.collect()),
        ]))
    }

    /// σ_max of it.
    fn norm(&self) -> Option<Math> {
        let (smallest, largest) = self.at.range?;
        let sigma = |sub: &str, words: &str| {
            named("\u{3c3}", Some(sub), words)
                .tagged(None, Some(Spot::Curve(Line::Range).to_string()))
        };
        Some(row(vec![
            sigma("max", "sigma max"),
            Math::Sign(Sign::Equals),
            short(largest),
            Math::Sign(Sign::Comma),
            sigma("min", "sigma min"),
            Math::Sign(Sign::Equals),
            short(smallest),
        ]))
    }

    fn numbers(&self) -> Math {
        let mut lines = vec![self.measured()];
        lines.extend(self.power(true));
        lines.extend(self.bound());
        Math::Lines(lines)
    }

    /// ‖∂L/∂h_8‖ / ‖∂L/∂h_20‖ = 0.0687 / 1.00 = 0.0687.
    fn measured(&self) -> Math {
        let steps = self.examined.steps();
        let norm = |t: usize| {
            let sub = t.to_string();
            let h = named("h", Some(&sub), &format!("h {sub}"));
            Math::Norm(Box::new(Math::Partial(Box::new(h))))
        };
        let ratio = row(vec![norm(self.from()), Math::Sign(Sign::Over), norm(steps)]);
        let right =
            short(self.at.measured).tagged(None, Some(Spot::Product(self.at.k).to_string()));
        equation(
            ratio.tagged(None, Some(Spot::Curve(Line::Measured).to_string())),
            right,
        )
    }

    /// ρ^k.
    fn power(&self, is_given: bool) -> Option<Math> {
        let power = self.at.power?;
        let rho = Math::Term(
            Tag {
                reference: Some(Spot::Radius.to_string()),
                setting: is_given.then(|| Setting {
                    value: number::full(self.examined.radius),
                    step: "0.01".to_owned(),
                    name: "spectral radius".to_owned(),
                }),
                ..Tag::default()
            },
            Box::new(Math::Number(
                if self.examined.study.rho == Some(self.examined.radius) {
                    number::given(self.examined.radius)
                } else {
                    number::significant(self.examined.radius, 3)
                },
            )),
        );
        let left = Math::Power(Box::new(rho), Box::new(exponent(self.at.k)));
        let right = short(power).tagged(None, Some(Spot::Curve(Line::Powers).to_string()));
        Some(equation(left, right))
    }

    /// (1 × σ_max)^k.
    fn bound(&self) -> Option<Math> {
        let (bound, matrix) = (self.at.bound?, self.examined.matrix()?);
        let base = row(vec![
            constant("1"),
            Math::Sign(Sign::Times),
            short(matrix.norm()),
        ]);
        let left = Math::Power(
            Box::new(Math::Fence(Box::new(base))),
            Box::new(exponent(self.at.k)),
        );
        let right = short(bound).tagged(None, Some(Spot::Curve(Line::Bound).to_string()));
        Some(equation(left, right))
    }
}

fn exponent(k: usize) -> Math {
    Math::Number(Printed {
        digits: k.to_string(),
        exponent: None,
    })
}

fn row(parts: Vec<Math>) -> Math {
    Math::Row(parts)
}

fn equation(left: Math, right: Math) -> Math {
    row(vec![left, Math::Sign(Sign::Equals), right])
}

fn slope(of: Math, by: Math) -> Math {
    Math::Slope(Box::new(of), Box::new(by))
}

fn diag(inner: Math) -> Math {
    row(vec![
        named("diag", None, "the diagonal of"),
        Math::Fence(Box::new(inner)),
    ])
}

fn short(x: f64) -> Math {
    Math::Number(number::significant(x, 3))
}

fn constant(text: &str) -> Math {
    Math::Constant(text.to_owned())
}

fn plus() -> Math {
    Math::Sign(Sign::Plus)
}

fn beside() -> Math {
    Math::Sign(Sign::Beside)
}

fn named(base: &str, sub: Option<&str>, spoken: &str) -> Math {
    Math::Name(Name {
        base: base.to_owned(),
        accent: None,
        sup: None,
        sub: sub.map(str::to_owned),
        spoken: spoken.to_owned(),
    })
}
