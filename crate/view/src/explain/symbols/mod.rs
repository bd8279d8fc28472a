//! Equations in letters, or with a column of numbers in the place of each letter.

mod each;
mod expansion;
mod gradients;
mod marks;
mod weights;

use super::equation::{Equation, Left, Limit, Right, stack_of};
use super::evaluate::{evaluate, passed_back};
use super::names::{self, Notation};
use super::number;
use super::reference::Reference;
use super::tree::{Math, Name, Sign};
use expansion::products_of;
pub(super) use expansion::{expansion, keeps_parts, probabilities};
use marks::is_compound;
pub(super) use marks::{column, constant, joined, push_signed};
use unrolled::ir::{Expr, Function, NodeId, Op, Program, rules};
use unrolled::run::Trace;

/// The numbers of one step (from 0) of one sequence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numbers<'a> {
    pub trace: &'a Trace<f64>,
    pub t: usize,
    pub b: usize,
}

/// Writes equations of one program.
#[derive(Clone, Copy, Debug)]
pub(super) struct Writer<'a> {
    pub program: &'a Program,
    pub notation: Notation,
    /// The step for references, from 1.
    pub t: usize,
    /// Columns in place of letters.
    pub columns: Option<Numbers<'a>>,
    /// The factor of this step's loss in the total.
    pub loss_weight: f64,
    /// Whether parts keep their letters where the lesson has them.
    pub keep_parts: bool,
    /// Whether matrices are written as numbers.
    pub matrices: bool,
    /// The node whose own equation this is.
    pub defining: Option<NodeId>,
}

impl Writer<'_> {
    pub(super) fn equation(&self, equation: &Equation) -> Math {
        let writer = Writer {
            keep_parts: keeps_parts(self.program, equation),
            matrices: products_of(&equation.right) == 1,
            defining: match equation.left {
                Left::Value(node) => Some(node),
                _ => None,
            },
            ..*self
        };
        if let Left::Arrival = equation.left {
            return writer.right(&equation.right);
        }
        let sign = if matches!(equation.left, Left::Weights(_)) {
            Sign::Grows
        } else {
            Sign::Equals
        };
        let left = match &equation.right {
            Right::Split(x, h) => writer.split(*x, *h),
            _ => writer.left(&equation.left),
        };
        Math::Row(vec![
            left.now(),
            Math::Sign(sign),
            writer.right_of(equation),
        ])
    }

    /// The right side; the value of a held gate stands under the name of the gate's first unit, because
    /// one value holds for all.
    fn right_of(&self, equation: &Equation) -> Math {
        let right = self.right(&equation.right);
        match (&equation.left, right, &equation.right) {
            (Left::Value(node), Math::Row(mut parts), Right::Held(_)) => {
                let role = names::role(self.program, *node);
                let unit = Reference::value(self.program, *node, self.t, Some(1));
                parts[0] = parts[0]
                    .clone()
                    .tagged(Some(role), unit.map(|unit| unit.to_string()));
                Math::Row(parts)
            }
            (_, right, _) => right,
        }
    }

    pub(super) fn left(&self, left: &Left) -> Math {
        match left {
            Left::Arrival => Math::Row(vec![]),
            Left::Value(node) => self.whole(*node),
            Left::Gradient(node) => self.gradient(*node),
            Left::Previous(carry) => {
                self.put(self.future_name(*carry), || self.passed_back(*carry))
            }
            Left::Share(carry, share) => self.expr(&Expr::Share {
                carry: *carry,
                share: *share,
            }),
            Left::Stack(x, h) => self.put(stack_gradient_name(), || {
                [self.at(&Expr::Grad(*x)), self.passed_back(*h)].concat()
            }),
            Left::Weights(views) => self.weights_gradient(views),
        }
    }

    pub(super) fn right(&self, right: &Right) -> Math {
        match right {
            Right::Nodes(nodes) => self.arrival(nodes),
            Right::Formula(expr) => self.expr(expr),
            Right::Stacked(products) => {
                let terms = products.iter().map(|(upper, lower, sum)| {
                    let matrix = Math::Transposed(Box::new(self.stacked_weight(*upper, *lower)));
                    Math::Row(vec![matrix, Math::Sign(Sign::Beside), self.gradient(*sum)])
                });
                joined(terms.collect(), Sign::Plus)
            }
            Right::Outer(delta, operands) => {
                let row = match operands.as_slice() {
                    [only] => self.operand(&Expr::Value(*only)),
                    _ => self.stack(operands),
                };
                let row = Math::Transposed(Box::new(row));
                Math::Row(vec![self.factor(delta), Math::Sign(Sign::Beside), row])
            }
            Right::Held(value) => Math::Row(vec![
                Math::Number(number::given(*value)),
                Math::Sign(Sign::Comma),
                Math::Words("held".to_owned()),
            ]),
            Right::Closed(gate) => {
                let letter = Writer {
                    columns: None,
                    ..*self
                };
                Math::Row(vec![
                    constant(0.0),
                    Math::Sign(Sign::Comma),
                    letter.whole(*gate),
                    Math::Words("is held".to_owned()),
                ])
            }
            Right::Limited(Limit::Cut) => Math::Row(vec![
                constant(0.0),
                Math::Sign(Sign::Comma),
                Math::Words("cut here".to_owned()),
            ]),
            Right::Limited(Limit::Window(window)) => {
                Math::Words(format!("what windows of {window} steps let through"))
            }
            Right::Split(x, h) => self.put(stack_gradient_name(), || {
                [self.at(&Expr::Grad(*x)), self.passed_back(*h)].concat()
            }),
        }
    }

    /// A node by its name, or as its column.
    fn whole(&self, node: NodeId) -> Math {
        let name = names::node(self.program, node, self.notation);
        let reference = Reference::value(self.program, node, self.t, None).map(|r| r.to_string());
        let name = name.map_or_else(
            || self.expr(&rules::formula(self.program.node(node))),
            Math::Name,
        );
        let units = |row| {
            Reference::value(self.program, node, self.t, Some(row + 1)).map(|r| r.to_string())
        };
        self.put_named(name, || self.at(&Expr::Value(node)), units)
            .tagged(Some(names::role(self.program, node)), reference)
    }

    /// The letter, or where there are numbers, the column.
    fn put(&self, name: Math, column: impl FnOnce() -> Vec<f64>) -> Math {
        self.put_named(name, column, |_| None)
    }

    /// The same, with a name for each number of the column.
    fn put_named(
        &self,
        name: Math,
        column: impl FnOnce() -> Vec<f64>,
        of: impl Fn(usize) -> Option<String>,
    ) -> Math {
        if self.columns.is_some() {
            self::column(&column(), of)
        } else {
            name
        }
    }

    fn passed_back(&self, carry: NodeId) -> Vec<f64> {
        self.columns.map_or_else(Vec::new, |at| {
            passed_back(carry, self.program, at.trace, at.t, at.b)
        })
    }

    fn at(&self, expr: &Expr) -> Vec<f64> {
        self.columns.map_or_else(Vec::new, |at| {
            evaluate(expr, self.program, at.trace, at.t, at.b)
        })
    }

    fn expr(&self, expr: &Expr) -> Math {
        match expr {
            Expr::Value(node) => self.value(*node),
            Expr::Grad(node) if self.program.loss == Some(*node) => constant(self.loss_weight),
            Expr::Grad(node) => self.gradient(*node),
            Expr::Future(node) => {
                let reference =
                    Reference::gradient(self.program, *node, self.t, None).map(|r| r.to_string());
                self.put(self.future_name(*node), || self.at(expr))
                    .tagged(Some("gradient"), reference)
            }
            Expr::Wired(node) => self
                .put(self.wired_name(*node), || self.at(expr))
                .tagged(Some("gradient"), None),
            Expr::Share { carry, share } => {
                let name = Math::Part(Box::new(self.partial(*carry)), share + 1);
                self.put(name, || self.at(expr))
                    .tagged(Some("gradient"), None)
            }
            Expr::Bias(view) => self.bias(*view),
            Expr::Product(view, inner) => {
                let matrix = self.weight(*view);
                Math::Row(vec![matrix, Math::Sign(Sign::Beside), self.operand(inner)])
            }
            Expr::TransposedProduct(view, inner) => {
                let matrix = Math::Transposed(Box::new(self.weight(*view)));
                Math::Row(vec![matrix, Math::Sign(Sign::Beside), self.operand(inner)])
            }
            Expr::Outer(column, row) => {
                let row = Math::Transposed(Box::new(self.operand(row)));
                Math::Row(vec![self.operand(column), Math::Sign(Sign::Beside), row])
            }
            Expr::Number(number) => constant(*number),
            Expr::Zero(_) => constant(0.0),
            Expr::Sum(summands) => self.sum(summands),
            Expr::Odot(factors) => self.product(factors),
            Expr::Call(function, inner) => self.call(*function, inner, false),
            Expr::Square(inner) => self.square(inner),
            Expr::OneHot(target) => self.one_hot(*target),
            Expr::NegativeLogLikelihood { logits, target } => self.likelihood(*logits, *target),
            Expr::SquaredNorm {
                scale,
                output,
                target,
            } => {
                let parts = vec![
                    self.value(*output),
                    Math::Sign(Sign::Minus),
                    self.value(*target),
                ];
                let norm = Math::SquaredNorm(Box::new(Math::Row(parts)));
                Math::Row(vec![constant(*scale), Math::Sign(Sign::Beside), norm])
            }
            Expr::Dot(output, weights) => Math::Row(vec![
                self.value(*weights),
                Math::Sign(Sign::Dot),
                self.value(*output),
            ]),
            Expr::Each(each) => self.each(each),
        }
    }

    fn value(&self, node: NodeId) -> Math {
        let Some(formula) = expansion(self.program, node, self.notation, self.keep_parts) else {
            return self.whole(node);
        };
        let reference = Reference::value(self.program, node, self.t, None).map(|r| r.to_string());
        if reference.is_none() {
            return self.expr(&formula);
        }
        self.expr(&formula)
            .tagged(Some(names::role(self.program, node)), reference)
    }

    fn factor(&self, expr: &Expr) -> Math {
        self.expr(expr).fenced_sum()
    }

    /// What a matrix multiplies: anything but a single quantity in parentheses.
    fn operand(&self, expr: &Expr) -> Math {
        let math = self.expr(expr);
        if is_compound(&math) {
            Math::Fence(Box::new(math))
        } else {
            math
        }
    }

    fn sum(&self, summands: &[(bool, Expr)]) -> Math {
        let mut parts = Vec::new();
        let mut rest = summands;
        while let [(added, summand), more @ ..] = rest {
            let (math, left_over) = match self.stacked_pair(summands, rest) {
                Some(math) => (math, &more[1..]),
                None => (self.expr(summand), more),
            };
            push_signed(&mut parts, *added, math);
            rest = left_over;
        }
        Math::Row(parts)
    }

    fn product(&self, factors: &[Expr]) -> Math {
        let mut parts: Vec<Math> = Vec::new();
        let mut after_constant = false;
        for factor in factors {
            let is_loss = matches!(factor, Expr::Grad(node) if self.program.loss == Some(*node));
            if is_loss && self.loss_weight == 1.0 {
                continue;
            }
            if !parts.is_empty() {
                parts.push(Math::Sign(if after_constant {
                    Sign::Beside
                } else {
                    Sign::Odot
                }));
            }
            after_constant = is_loss || matches!(factor, Expr::Number(_));
            parts.push(self.factor(factor));
        }
        match parts.as_slice() {
            [Math::Fence(inner)] => (**inner).clone(),
            [_] => parts.remove(0),
            _ => Math::Row(parts),
        }
    }

    fn call(&self, function: Function, inner: &Expr, squared: bool) -> Math {
        if function == Function::Softmax
            && let Some(probs) = self.probabilities(inner)
        {
            return self.whole(probs);
        }
        Math::Call {
            function,
            argument: Box::new(self.expr(inner)),
            squared,
        }
    }

    /// The node that shows the distribution over these logits, where it is not being defined here.
    fn probabilities(&self, logits: &Expr) -> Option<NodeId> {
        let Expr::Value(logits) = logits else {
            return None;
        };
        let shown = probabilities(self.program, *logits)?;
        (self.defining != Some(shown)).then_some(shown)
    }

    fn square(&self, inner: &Expr) -> Math {
        let expanded = match inner {
            Expr::Value(node) => expansion(self.program, *node, self.notation, self.keep_parts),
            _ => None,
        };
        match expanded.as_ref().unwrap_or(inner) {
            Expr::Call(function, argument) => self.call(*function, argument, true),
            Expr::Value(node) if self.columns.is_none() => Math::Row(vec![
                self.whole(*node),
                Math::Sign(Sign::Odot),
                self.whole(*node),
            ]),
            other => Math::Square(Box::new(self.factor(other))),
        }
    }

    fn stack(&self, nodes: &[NodeId]) -> Math {
        Math::Stack(nodes.iter().map(|node| self.whole(*node)).collect())
    }

    /// `u = [x; h]` where the lesson stacks, else what arrives, one after another.
    fn arrival(&self, nodes: &[NodeId]) -> Math {
        let stacks = self
            .program
            .ids()
            .find_map(|id| match &self.program.node(id).op {
                Op::Linear(sum) => stack_of(self.program, sum),
                _ => None,
            });
        if let (Some([(_, x), (_, h)]), Notation::Lesson) = (stacks, self.notation) {
            return Math::Row(vec![
                stack_name().now(),
                Math::Sign(Sign::Equals),
                self.stack(&[x, h]),
            ]);
        }
        let arriving = nodes.iter().map(|node| {
            if self.columns.is_none() {
                return self.whole(*node).now();
            }
            let letter = Writer {
                columns: None,
                ..*self
            };
            Math::Row(vec![
                letter.whole(*node).now(),
                Math::Sign(Sign::Equals),
                self.whole(*node),
            ])
        });
        joined(arriving.collect(), Sign::Comma)
    }

    fn one_hot(&self, target: NodeId) -> Math {
        let name = names::node(self.program, target, self.notation);
        let sub = name.map_or_else(String::new, |name| {
            format!("{}{}", name.base, subscript_t(&name))
        });
        let name = Name {
            base: "𝟏".to_owned(),
            accent: None,
            sup: None,
            sub: Some(sub),
            spoken: "one-hot of the target".to_owned(),
        };
        let reference = Reference::value(self.program, target, self.t, None).map(|r| r.to_string());
        Math::Name(name).tagged(Some("data"), reference)
    }

    fn likelihood(&self, logits: NodeId, target: NodeId) -> Math {
        let letter = Writer {
            columns: None,
            ..*self
        };
        let probs = probabilities(self.program, logits).unwrap_or(logits);
        let entry = Math::Entry(
            Box::new(letter.whole(probs)),
            Box::new(letter.whole(target)),
        );
        Math::Row(vec![
            Math::Sign(Sign::Minus),
            Math::Logarithm(Box::new(entry)),
        ])
    }
}

fn subscript_t(name: &Name) -> String {
    name.sub.as_deref().map_or_else(String::new, |sub| {
        if sub == "t" {
            "ₜ".to_owned()
        } else {
            sub.to_owned()
        }
    })
}

/// The gradient of the stack.
fn stack_gradient_name() -> Math {
    Math::Partial(Box::new(stack_name())).tagged(Some("gradient"), None)
}

/// u, the stack of input and state.
fn stack_name() -> Math {
    Math::Name(Name {
        base: "u".to_owned(),
        accent: None,
        sup: None,
        sub: Some("t".to_owned()),
        spoken: "u t".to_owned(),
    })
}
