//! Equations in letters, or with a column of numbers in the place of each letter.

use super::equation::{Equation, Left, Right, stack_of};
use super::evaluate::evaluate;
use super::names::{self, Notation, Side};
use super::number;
use super::reference::Reference;
use super::tree::{Math, Name, Sign};
use crate::ir::{Expr, Function, NodeId, Op, ParamView, Program, Term, rules};
use crate::run::Trace;

/// Above this many rows a column is a strip.
const LONGEST_COLUMN: usize = 8;
/// Matrices up to this size are written as numbers, where one stands alone in its equation.
const LARGEST_MATRIX: (usize, usize) = (4, 6);

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
            Left::Previous(carry) => self.put(self.future_name(*carry), || {
                self.at(&crate::run::backward_ops::previous(self.program, *carry))
            }),
            Left::Share(carry, share) => self.expr(&Expr::Share {
                carry: *carry,
                share: *share,
            }),
            Left::Stack(x, h) => self.put(stack_gradient_name(), || {
                [
                    self.at(&Expr::Grad(*x)),
                    self.at(&crate::run::backward_ops::previous(self.program, *h)),
                ]
                .concat()
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
            Right::Split(x, h) => self.put(stack_gradient_name(), || {
                [
                    self.at(&Expr::Grad(*x)),
                    self.at(&crate::run::backward_ops::previous(self.program, *h)),
                ]
                .concat()
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

    /// `W [x; h]` where the lesson prints two products of one gate as one.
    fn stacked_pair(&self, all: &[(bool, Expr)], rest: &[(bool, Expr)]) -> Option<Math> {
        let [
            (true, Expr::Product(upper, x)),
            (true, Expr::Product(lower, h)),
            ..,
        ] = rest
        else {
            return None;
        };
        let (Expr::Value(x), Expr::Value(h)) = (&**x, &**h) else {
            return None;
        };
        let products = all
            .iter()
            .filter(|(_, summand)| matches!(summand, Expr::Product(..)));
        let sum = crate::ir::Linear {
            terms: vec![Term::Product(*upper, *x), Term::Product(*lower, *h)],
            biases: vec![],
        };
        let fits = self.notation == Notation::Lesson && products.count() == 2;
        stack_of(self.program, &sum).filter(|_| fits)?;
        let matrix = self.stacked_weight(*upper, *lower);
        Some(Math::Row(vec![
            matrix,
            Math::Sign(Sign::Beside),
            self.stack(&[*x, *h]),
        ]))
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

    fn gradient(&self, node: NodeId) -> Math {
        let name = self.delta(node).unwrap_or_else(|| self.partial(node));
        let reference =
            Reference::gradient(self.program, node, self.t, None).map(|r| r.to_string());
        self.put(name, || self.at(&Expr::Grad(node)))
            .tagged(Some("gradient"), reference)
    }

    /// δ, the lesson's letter for the gradient of what is squashed.
    fn delta(&self, node: NodeId) -> Option<Math> {
        let is_sum = matches!(&self.program.node(node).op, Op::Linear(sum) if sum.has_params());
        let name = names::node(self.program, node, self.notation)?;
        if self.notation == Notation::Pytorch || !is_sum || name.base != "a" {
            return None;
        }
        let spoken = format!("delta{}", name.spoken.strip_prefix('a').unwrap_or(" t"));
        Some(Math::Name(Name {
            base: "δ".to_owned(),
            spoken,
            ..name
        }))
    }

    fn partial(&self, node: NodeId) -> Math {
        let name =
            names::node(self.program, node, self.notation).map_or(Math::Row(vec![]), Math::Name);
        Math::Partial(Box::new(name))
    }

    fn future_name(&self, node: NodeId) -> Math {
        Math::Future(Box::new(self.partial(node)))
    }

    fn split(&self, x: NodeId, h: NodeId) -> Math {
        let reference =
            |id, t| Reference::gradient(self.program, id, t, None).map(|r| r.to_string());
        let parts = vec![
            self.put(self.partial(x), || self.at(&Expr::Grad(x)))
                .tagged(Some("gradient"), reference(x, self.t)),
            self.left(&Left::Previous(h))
                .tagged(Some("gradient"), reference(h, self.t)),
        ];
        Math::Stack(parts)
    }

    fn weights_gradient(&self, views: &[ParamView]) -> Math {
        let letter = Writer {
            columns: None,
            ..*self
        };
        let name = match *views {
            [upper, lower] => letter.stacked_weight(upper, lower),
            [view] if self.program.params[view.param.0].is_bias => letter.bias(view),
            [view] => letter.weight(view),
            _ => Math::Row(vec![]),
        };
        if self.notation == Notation::Pytorch {
            return Math::Partial(Box::new(name)).tagged(Some("gradient"), None);
        }
        let nabla = Name {
            base: "∇".to_owned(),
            accent: None,
            sup: None,
            sub: None,
            spoken: "gradient of".to_owned(),
        };
        Math::Row(vec![Math::Name(nabla), name]).tagged(Some("gradient"), None)
    }

    fn weight(&self, view: ParamView) -> Math {
        let name = names::weight(
            self.program,
            view,
            names::side(self.program, view),
            self.notation,
        );
        self.matrix(&[view], name)
    }

    fn stacked_weight(&self, upper: ParamView, lower: ParamView) -> Math {
        let name = names::weight(self.program, upper, Side::Both, self.notation);
        self.matrix(&[upper, lower], name)
    }

    /// A weight block, or several side by side, as numbers where they are few.
    fn matrix(&self, views: &[ParamView], name: Math) -> Math {
        let Some(at) = self.columns.filter(|_| self.matrices) else {
            return name;
        };
        let columns = |view: &ParamView| self.program.params[view.param.0].cols;
        let rows = views[0].rows;
        let width: usize = views.iter().map(columns).sum();
        if rows > LARGEST_MATRIX.0 || width > LARGEST_MATRIX.1 {
            return name;
        }
        let entries = (0..rows).map(|row| {
            let of = |view: &ParamView| {
                let spec = &self.program.params[view.param.0];
                let start = spec.offset + (view.first_row + row) * spec.cols;
                let view = *view;
                let numbers = at.trace.params()[start..start + spec.cols].iter();
                numbers.enumerate().map(move |(column, &w)| {
                    let name = names::entry_reference(self.program, view, row, column);
                    entry(w, Some(name))
                })
            };
            views.iter().flat_map(of).collect()
        });
        let reference = names::block_reference(self.program, views[0]);
        Math::Matrix(entries.collect())
            .tagged(names::gate_role(self.program, views[0]), Some(reference))
    }

    fn bias(&self, view: ParamView) -> Math {
        let name = names::weight(self.program, view, self.side_of_bias(view), self.notation);
        let reference = names::block_reference(self.program, view);
        let entries = |row| Some(names::entry_reference(self.program, view, row, 0));
        self.put_named(name, || self.at(&Expr::Bias(view)), entries)
            .tagged(names::gate_role(self.program, view), Some(reference))
    }

    fn side_of_bias(&self, view: ParamView) -> Side {
        match self.notation {
            Notation::Lesson => names::bias_side(self.program, view),
            Notation::Pytorch => names::side(self.program, view),
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

/// A column of numbers, each with its name, or a strip where it is long.
pub(super) fn column(values: &[f64], of: impl Fn(usize) -> Option<String>) -> Math {
    if values.len() > LONGEST_COLUMN {
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (low, high) = (number::significant(least, 3), number::significant(most, 3));
        return Math::Strip {
            len: values.len(),
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
fn entry(value: f64, reference: Option<String>) -> Math {
    let number = Math::Number(number::fixed(value, 3));
    match reference {
        Some(_) => number.tagged(None, reference),
        None => number,
    }
}

/// A number that belongs to the formula itself.
pub(super) fn constant(number: f64) -> Math {
    let words = |text: &str| Math::Constant(text.to_owned());
    if number == 0.5 {
        return words("½");
    }
    let inverse = (1.0 / number).round();
    let fraction = number > 0.0 && number < 1.0 && inverse < 1e6 && 1.0 / inverse == number;
    if fraction {
        words(&format!("1/{inverse}"))
    } else {
        words(&number::full(number))
    }
}

pub(super) fn push_signed(parts: &mut Vec<Math>, added: bool, math: Math) {
    if !parts.is_empty() || !added {
        parts.push(Math::Sign(if added { Sign::Plus } else { Sign::Minus }));
    }
    parts.push(if added { math } else { math.fenced_sum() });
}

pub(super) fn joined(terms: Vec<Math>, sign: Sign) -> Math {
    let mut parts = Vec::new();
    for (place, term) in terms.into_iter().enumerate() {
        if place > 0 {
            parts.push(Math::Sign(sign));
        }
        parts.push(term);
    }
    Math::Row(parts)
}

fn is_compound(math: &Math) -> bool {
    match math {
        Math::Row(parts) => parts.len() > 1,
        Math::Term(_, inner) => is_compound(inner),
        _ => false,
    }
}

/// The formula that is written in the place of a node: of parts without a name always, of parts without
/// a PyTorch letter in PyTorch's notation, and in the lesson's where they are a plain function of
/// quantities with names and nothing keeps them.
pub(super) fn expansion(
    program: &Program,
    node: NodeId,
    notation: Notation,
    keep_parts: bool,
) -> Option<Expr> {
    let computed = !matches!(program.node(node).op, Op::Input | Op::Carry);
    let written_out = match program.symbol(node) {
        None => true,
        Some(symbol) if symbol.pytorch.is_some() => false,
        Some(_) if notation == Notation::Pytorch => true,
        Some(_) => !keep_parts && is_plain(program, node),
    };
    (computed && written_out).then(|| rules::formula(program.node(node)))
}

/// Whether a node is worked out without parameters.
fn is_plain(program: &Program, node: NodeId) -> bool {
    match &program.node(node).op {
        Op::Linear(sum) => !sum.has_params(),
        op => op.is_elementwise(),
    }
}

/// Sums with parameters and weight gradients keep the letters of their parts.
pub(super) fn keeps_parts(program: &Program, equation: &Equation) -> bool {
    match (&equation.left, &equation.right) {
        (_, Right::Outer(..)) => true,
        (Left::Value(node), _) => !is_plain(program, *node),
        _ => false,
    }
}

/// The node that shows the distribution over these logits.
pub(super) fn probabilities(program: &Program, logits: NodeId) -> Option<NodeId> {
    program
        .ids()
        .find(|id| program.node(*id).op == Op::Softmax(logits))
}

fn products_of(right: &Right) -> usize {
    let Right::Formula(expr) = right else {
        return 0;
    };
    let summands = match expr {
        Expr::Sum(summands) => summands.iter().map(|(_, summand)| summand).collect(),
        other => vec![other],
    };
    let products: Vec<_> = summands
        .into_iter()
        .filter(|summand| matches!(summand, Expr::Product(..) | Expr::TransposedProduct(..)))
        .collect();
    match products.as_slice() {
        [Expr::Product(a, _), Expr::Product(b, _)] if a.first_row == b.first_row => 1,
        other => other.len(),
    }
}
