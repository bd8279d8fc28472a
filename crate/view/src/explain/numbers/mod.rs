//! One unit of an equation written out with its numbers.
//!
//! Invariant: decimals are added until the line is true as printed; where six do not suffice it is
//! written with ≈. Products of a matrix row are written largest first, at most six of them, and the rest
//! as one number that says how many it stands for.

mod each;
mod num;

use super::equation::{Equation, Left, Right};
use super::evaluate::{evaluate, passed_back};
use super::names::{self, Notation};
use super::number;
use super::reference::Reference;
use super::symbols::{self, Numbers, expansion, keeps_parts, probabilities};
use super::tree::{Math, Sign, Tag};
use num::{Num, largest_first};
use unrolled::ir::rules::loss;
use unrolled::ir::{Expr, Function, NodeId, Op, ParamView, Program};

/// Below this a probability is written through its logits, which keeps its digits.
const TINY: f64 = 1e-6;

/// The numbers of one unit (from 0) of one step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    pub program: &'a Program,
    pub notation: Notation,
    /// The step for references, from 1.
    pub t: usize,
    pub at: Numbers<'a>,
    pub unit: usize,
    pub keep_parts: bool,
    /// The node whose own equation this is.
    pub defining: Option<NodeId>,
    /// The reference whose number is written out even where it adds nothing.
    pub kept: Option<&'a str>,
}

/// The line of an equation for one unit; `None` where it has no single number.
pub(super) fn equation(row: &Row<'_>, equation: &Equation) -> Option<Math> {
    let keep_parts = keeps_parts(row.program, equation);
    let Line { left, sign, right } = line(&Row { keep_parts, ..*row }, equation)?;
    Some(Math::Row(vec![left.now(), Math::Sign(sign), right]))
}

/// The two sides of a line, and whether they agree as printed.
pub(super) struct Line {
    pub left: Math,
    pub sign: Sign,
    pub right: Math,
}

/// The sides of an equation for one unit.
pub(super) fn line(row: &Row<'_>, equation: &Equation) -> Option<Line> {
    let defining = match equation.left {
        Left::Value(node) => Some(node),
        _ => None,
    };
    let row = Row { defining, ..*row };
    let (left, tag) = row.left(&equation.left)?;
    let Right::Formula(expr) = &equation.right else {
        return None;
    };
    let right = row.num(expr);
    let whole = Num::Leaf(left, tag);
    let holds = |decimals| number::agree(whole.read(decimals), right.read(decimals), decimals);
    let (decimals, exact) = number::decimals(holds);
    let sign = if exact { Sign::Equals } else { Sign::About };
    Some(Line {
        left: whole.write(decimals),
        sign,
        right: right.write(decimals),
    })
}

/// The number of this unit on the left of an equation.
pub(super) fn value(row: &Row<'_>, equation: &Equation) -> Option<f64> {
    row.left(&equation.left).map(|(value, _)| value)
}

/// What a weight gradient grows by, in the row of one unit.
pub(super) fn outer(row: &Row<'_>, delta: &Expr, operands: &[NodeId]) -> Math {
    let factor = row.num(delta).write(3);
    let columns = operands
        .iter()
        .flat_map(|node| row.values(&Expr::Value(*node)));
    let values = Math::Transposed(Box::new(symbols::column(
        &columns.collect::<Vec<_>>(),
        |_| None,
    )));
    Math::Row(vec![factor, Math::Sign(Sign::Beside), values])
}

/// The number of this unit that an op of weights adds to a bias.
pub(super) fn single(row: &Row<'_>, expr: &Expr) -> Math {
    row.num(expr).write(3)
}

impl Row<'_> {
    fn values(&self, expr: &Expr) -> Vec<f64> {
        evaluate(expr, self.program, self.at.trace, self.at.t, self.at.b)
    }

    fn passed_back(&self, carry: NodeId) -> Vec<f64> {
        passed_back(carry, self.program, self.at.trace, self.at.t, self.at.b)
    }

    /// The unit's row of a formula; a shorter column gives its last number.
    fn pick(&self, expr: &Expr) -> (usize, f64) {
        self.of_unit(&self.values(expr))
    }

    fn of_unit(&self, values: &[f64]) -> (usize, f64) {
        let row = self.unit.min(values.len().saturating_sub(1));
        (row, values.get(row).copied().unwrap_or(f64::NAN))
    }

    fn left(&self, left: &Left) -> Option<(f64, Tag)> {
        let leaf = |expr: &Expr| match self.leaf(expr) {
            Num::Leaf(value, tag) => Some((value, tag)),
            _ => None,
        };
        match left {
            Left::Value(node) => leaf(&Expr::Value(*node)),
            Left::Gradient(node) => leaf(&Expr::Grad(*node)),
            Left::Share(carry, share) => leaf(&Expr::Share {
                carry: *carry,
                share: *share,
            }),
            Left::Previous(carry) => {
                let (row, value) = self.of_unit(&self.passed_back(*carry));
                let reference = Reference::gradient(self.program, *carry, self.t, Some(row + 1));
                Some((value, tag("gradient", reference)))
            }
            Left::Arrival | Left::Stack(..) | Left::Weights(_) => None,
        }
    }

    fn leaf(&self, expr: &Expr) -> Num {
        let (row, value) = self.pick(expr);
        let unit = Some(row + 1);
        let tag = match expr {
            Expr::Value(node) => tag(
                names::role(self.program, *node),
                Reference::value(self.program, *node, self.t, unit),
            ),
            Expr::Grad(node) | Expr::Future(node) => tag(
                "gradient",
                Reference::gradient(self.program, *node, self.t, unit),
            ),
            Expr::Bias(view) => Tag {
                role: names::gate_role(self.program, *view),
                reference: Some(names::entry_reference(self.program, *view, row, 0)),
                ..Tag::default()
            },
            _ => tag("gradient", None),
        };
        Num::Leaf(value, tag)
    }

    fn num(&self, expr: &Expr) -> Num {
        match expr {
            Expr::Value(node) => self.value(*node),
            Expr::Grad(node) if self.program.loss == Some(*node) => {
                Num::Constant(self.pick(expr).1)
            }
            Expr::Grad(_)
            | Expr::Future(_)
            | Expr::Wired(_)
            | Expr::Share { .. }
            | Expr::Bias(_) => self.leaf(expr),
            Expr::Each(each) => self.each(each),
            Expr::Product(..) | Expr::TransposedProduct(..) => self.sum(&[(true, expr.clone())]),
            Expr::Outer(column, _) => self.num(column),
            Expr::Number(number) => Num::Constant(*number),
            Expr::Zero(_) => Num::Constant(0.0),
            Expr::Sum(summands) => self.sum(summands),
            Expr::Odot(factors) => self.product(factors),
            Expr::Call(function, inner) => self.call(*function, inner),
            Expr::Square(inner) => Num::Square(Box::new(self.num(inner))),
            Expr::OneHot(_) => Num::Constant(self.one_hot(expr)),
            Expr::NegativeLogLikelihood { logits, target } => self.likelihood(*logits, *target),
            Expr::SquaredNorm {
                scale,
                output,
                target,
            } => self.squared(*scale, *output, *target),
            Expr::Dot(output, weights) => self.dot(*output, *weights),
        }
    }

    fn value(&self, node: NodeId) -> Num {
        let Some(formula) = expansion(self.program, node, self.notation, self.keep_parts) else {
            return self.leaf(&Expr::Value(node));
        };
        let unit = Some(self.unit + 1);
        match Reference::value(self.program, node, self.t, unit) {
            None => self.num(&formula),
            reference => Num::Tagged(
                tag(names::role(self.program, node), reference),
                Box::new(self.num(&formula)),
            ),
        }
    }

    /// All products of matrices of a sum together, then its other summands.
    fn sum(&self, summands: &[(bool, Expr)]) -> Num {
        let mut products: Vec<(f64, Num)> = Vec::new();
        let mut parts: Vec<(bool, Num)> = Vec::new();
        let mut others: Vec<(bool, Num)> = Vec::new();
        for (added, summand) in summands {
            match summand {
                Expr::Product(view, inner) => products.extend(self.row_of(*view, inner)),
                Expr::TransposedProduct(view, inner) => {
                    products.extend(self.column_of(*view, inner));
                }
                other => match self.num(other) {
                    // A part that is a sum itself joins this one: f c + i g.
                    Num::Sum(inner) if *added => others.extend(inner),
                    number => others.push((*added, number)),
                },
            }
        }
        parts.extend(largest_first(products, self.kept));
        parts.extend(others);
        Num::Sum(parts)
    }

    fn row_of(&self, view: ParamView, inner: &Expr) -> Vec<(f64, Num)> {
        let row = self.unit.min(view.rows - 1);
        let operand = self.values(inner);
        let entry = |k: usize| self.weight(view, row, k);
        operand
            .iter()
            .enumerate()
            .map(|(k, &v)| pair(entry(k), self.entry_of(inner, k, v)))
            .collect()
    }

    fn column_of(&self, view: ParamView, inner: &Expr) -> Vec<(f64, Num)> {
        let column = self.unit.min(self.program.params[view.param.0].cols - 1);
        let operand = self.values(inner);
        let entry = |k: usize| self.weight(view, k, column);
        operand
            .iter()
            .enumerate()
            .map(|(k, &v)| pair(entry(k), self.entry_of(inner, k, v)))
            .collect()
    }

    fn weight(&self, view: ParamView, row: usize, column: usize) -> (f64, Tag) {
        let spec = &self.program.params[view.param.0];
        let place = spec.offset + (view.first_row + row) * spec.cols + column;
        let reference = Some(names::entry_reference(self.program, view, row, column));
        let role = names::gate_role(self.program, view);
        (
            self.at.trace.params()[place],
            Tag {
                role,
                reference,
                ..Tag::default()
            },
        )
    }

    /// One entry of what a matrix multiplies.
    fn entry_of(&self, inner: &Expr, k: usize, value: f64) -> (f64, Tag) {
        let row = Row { unit: k, ..*self };
        match row.leaf(inner) {
            Num::Leaf(_, tag) => (value, tag),
            _ => (value, Tag::default()),
        }
    }

    fn product(&self, factors: &[Expr]) -> Num {
        let factors = factors.iter().map(|factor| self.num(factor));
        let mut factors: Vec<Num> = factors
            .filter(|factor| !matches!(factor, Num::Constant(one) if *one == 1.0))
            .collect();
        match factors.len() {
            0 => Num::Constant(1.0),
            1 => factors.remove(0),
            _ => Num::Product(factors),
        }
    }

    fn call(&self, function: Function, inner: &Expr) -> Num {
        if function != Function::Softmax {
            return Num::Call(function, Box::new(self.num(inner)));
        }
        let Expr::Value(logits) = inner else {
            return self.leaf(inner);
        };
        if let Some(shown) =
            probabilities(self.program, *logits).filter(|shown| self.defining != Some(*shown))
        {
            return self.leaf(&Expr::Value(shown));
        }
        let logit = self.leaf(inner);
        let all = self.program.node(*logits).rows;
        let judged = self.program.loss.map(|loss| &self.program.node(loss).op);
        let is_judged = judged.is_some_and(|op| op.operands().contains(logits));
        if !is_judged && all <= each::FEW {
            let power = |unit| {
                let row = Row { unit, ..*self };
                (true, Num::Exponential(Box::new(row.leaf(inner))))
            };
            let sum = Num::Sum((0..all).map(power).collect());
            return Num::Quotient(Box::new(Num::Exponential(Box::new(logit))), Box::new(sum));
        }
        let total = Num::Leaf(self.log_total(*logits), Tag::default());
        Num::Exponential(Box::new(Num::Sum(vec![(true, logit), (false, total)])))
    }

    /// ln Σ e^logits.
    fn log_total(&self, logits: NodeId) -> f64 {
        let values = self.values(&Expr::Value(logits));
        let op = Op::CrossEntropy(logits, logits);
        loss::forward(&op, &values, &[0.0]) + values[0]
    }

    fn one_hot(&self, expr: &Expr) -> f64 {
        let Expr::OneHot(target) = expr else {
            return 0.0;
        };
        let class = loss::class_of(self.at.trace.value(*target, self.at.t, self.at.b));
        if class == self.unit_of_output() {
            1.0
        } else {
            0.0
        }
    }

    /// The unit, held to the rows of the judged output.
    fn unit_of_output(&self) -> usize {
        let output = self
            .program
            .loss
            .and_then(|loss| self.program.node(loss).op.operands().first().copied());
        output.map_or(self.unit, |output| {
            self.unit.min(self.program.node(output).rows - 1)
        })
    }

    fn likelihood(&self, logits: NodeId, target: NodeId) -> Num {
        let class = loss::class_of(self.at.trace.value(target, self.at.t, self.at.b));
        let row = Row {
            unit: class,
            ..*self
        };
        let shown = probabilities(self.program, logits);
        let seen = shown.map(|probs| row.leaf(&Expr::Value(probs)));
        match seen {
            Some(Num::Leaf(probability, tag)) if probability > TINY => {
                let inner = Num::Logarithm(Box::new(Num::Leaf(probability, tag)));
                Num::Sum(vec![(false, inner)])
            }
            _ => {
                let total = Num::Leaf(self.log_total(logits), Tag::default());
                Num::Sum(vec![(true, total), (false, row.leaf(&Expr::Value(logits)))])
            }
        }
    }

    fn squared(&self, scale: f64, output: NodeId, target: NodeId) -> Num {
        let rows = self.program.node(output).rows;
        let squares = (0..rows).map(|unit| {
            let row = Row { unit, ..*self };
            let (o, y) = (
                row.leaf(&Expr::Value(output)),
                row.leaf(&Expr::Value(target)),
            );
            let square = Num::Square(Box::new(Num::Sum(vec![(true, o), (false, y)])));
            (square.exact(), square)
        });
        let squares = largest_first(squares.collect(), self.kept);
        let sum = match squares.as_slice() {
            [(true, only)] => only.clone(),
            _ => Num::Sum(squares),
        };
        if scale == 1.0 {
            sum
        } else {
            Num::Product(vec![Num::Constant(scale), sum])
        }
    }

    fn dot(&self, output: NodeId, weights: NodeId) -> Num {
        let products = (0..self.program.node(output).rows).map(|unit| {
            let row = Row { unit, ..*self };
            let product = Num::Product(vec![
                row.leaf(&Expr::Value(weights)),
                row.leaf(&Expr::Value(output)),
            ]);
            (product.exact(), product)
        });
        Num::Sum(largest_first(products.collect(), self.kept))
    }
}

fn tag(role: &'static str, reference: Option<Reference>) -> Tag {
    Tag {
        role: Some(role),
        reference: reference.map(|reference| reference.to_string()),
        ..Tag::default()
    }
}

fn pair((weight, of_weight): (f64, Tag), (value, of_value): (f64, Tag)) -> (f64, Num) {
    let factors = vec![Num::Leaf(weight, of_weight), Num::Leaf(value, of_value)];
    (weight * value, Num::Product(factors))
}
