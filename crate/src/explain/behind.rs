//! The numbers behind an op as equations of columns: everything its formula reads, with the signs of what
//! is done, and what comes out at the end.
//!
//! Invariant: what stands between two equals signs works out to what stands on their other sides, entry by
//! entry. A column is one named quantity; a slope such as 1 − f is a column of its own.

use super::Subject;
use super::equation::{Equation, Left, Right, stack_of};
use super::evaluate::evaluate;
use super::formula::equations;
use super::graph::Label;
use super::junction::{Junction, junction, local_part};
use super::names::{self, Notation};
use super::number;
use super::reference::Reference;
use super::stage::words;
use super::symbols::{self, probabilities};
use super::tree::{Math, Name};
use crate::ir::rules::loss::class_of;
use crate::ir::{Expr, Function, Linear, NodeId, Op, ParamView, Program, Term, rules};
use crate::run::backward_ops::previous;
use crate::run::cursor::Position;

/// The equations of a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Behind {
    /// One, or one for each thing the op computes.
    pub equations: Vec<Shown>,
    /// What meets here, at a junction.
    pub junction: Option<Junction>,
}

/// One equation.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// From left to right, the result last.
    pub pieces: Vec<Piece>,
    /// Whether another equation here says as much: the first to go where room is short.
    pub minor: bool,
    /// What is said about some of the pieces: from, to (inclusive), words.
    pub spans: Vec<(usize, usize, String)>,
}

/// One thing in an equation.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Columns on top of each other; mostly one.
    Column(Vec<Column>),
    /// The same, lying on its side.
    Row(Vec<Column>),
    /// A matrix, or a bias as one of a single column.
    Matrix(Matrix),
    /// A number of the formula itself.
    Constant(f64, String),
    /// What is done.
    Sign(Sign),
    /// A function of what stands in the parentheses that follow.
    Function(Function),
    /// Only this entry of the column before, from 0.
    Pick(usize),
    /// Said in words, because nothing is computed.
    Words(String),
}

/// What is done between columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// =
    Equals,
    /// +
    Plus,
    /// −
    Minus,
    /// Entry by entry.
    Times,
    /// A matrix with what follows, a column with the row that follows, a number with what follows.
    Beside,
    /// The sum of the products of two columns.
    Dot,
    /// (
    Open,
    /// )
    Close,
    /// ‖
    Norm,
    /// ‖²
    NormSquared,
    /// −ln
    MinusLog,
    /// And: nothing is computed.
    And,
}

/// One quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// What stands upright before the letter.
    pub prefix: &'static str,
    /// Its letter.
    pub label: Label,
    /// Its name in words.
    pub words: String,
    /// Its name for linking.
    pub reference: Option<String>,
    /// Decides its hue.
    pub role: &'static str,
    /// Its numbers.
    pub values: Vec<f64>,
    /// How it is filled.
    pub fill: Fill,
    /// Whether its rows are hidden units.
    pub units: bool,
    /// Whether it is what the op is for.
    pub result: bool,
    /// Where it comes from, in a word.
    pub note: Option<String>,
}

/// How the numbers of a column are filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// Like this node in the picture of the step.
    Node(usize),
    /// As gradients.
    Gradient,
    /// From 0 to 1.
    Share,
}

/// A weight block, two side by side, or the gradient of either.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// What stands upright before the letter.
    pub prefix: &'static str,
    /// Its letter.
    pub label: Label,
    /// Its name in words.
    pub words: String,
    /// Its name for linking.
    pub reference: String,
    /// Decides its hue.
    pub role: &'static str,
    /// As drawn.
    pub rows: usize,
    /// As drawn.
    pub cols: usize,
    /// As drawn, row after row.
    pub entries: Vec<f64>,
    /// Whether rows and columns are exchanged.
    pub transposed: bool,
    /// Whether it holds gradients.
    pub gradient: bool,
    /// The blocks side by side: name of the parameter, first row, columns.
    pub(super) blocks: Vec<(String, usize, usize)>,
}

impl Matrix {
    /// The weight that stands at this place as drawn, from 0.
    #[must_use]
    pub fn entry(&self, row: usize, col: usize) -> Option<String> {
        let (row, mut col) = if self.transposed {
            (col, row)
        } else {
            (row, col)
        };
        for (name, first_row, cols) in &self.blocks {
            if col < *cols {
                return Some(format!("p.{name}.r{}.c{}", first_row + row + 1, col + 1));
            }
            col -= cols;
        }
        None
    }
}

/// The equations of a position; of the nearest one that occurs.
#[must_use]
pub fn behind(subject: &Subject<'_>, position: &Position, notation: Notation) -> Behind {
    let position = subject.timeline.resolve(position);
    let place = subject
        .timeline
        .place(&position.op, position.dir)
        .unwrap_or(0);
    let writer = Writer {
        subject: *subject,
        program: subject.run.program(),
        notation,
        t: position.t,
        defining: None,
    };
    let meeting = junction(subject, &position);
    let stacked = notation == Notation::Lesson;
    let shown = equations(subject, &position, place, stacked)
        .iter()
        .map(|equation| writer.equation(equation, meeting.as_ref()))
        .collect();
    Behind {
        equations: shown,
        junction: meeting,
    }
}

/// A weight block as it stands, or two of one gate side by side.
pub(super) fn block(subject: &Subject<'_>, notation: Notation, views: &[ParamView]) -> Matrix {
    let writer = Writer {
        subject: *subject,
        program: subject.run.program(),
        notation,
        t: 1,
        defining: None,
    };
    writer.matrix(views, false)
}

#[derive(Clone, Copy)]
struct Writer<'a> {
    subject: Subject<'a>,
    program: &'a Program,
    notation: Notation,
    /// From 1.
    t: usize,
    /// The node whose own equation this is.
    defining: Option<NodeId>,
}

impl Writer<'_> {
    fn equation(&self, equation: &Equation, meeting: Option<&Junction>) -> Shown {
        let defining = match equation.left {
            Left::Value(node) => Some(node),
            _ => None,
        };
        Self { defining, ..*self }.write(equation, meeting)
    }

    fn write(&self, equation: &Equation, meeting: Option<&Junction>) -> Shown {
        let mut out = Vec::new();
        let mut spans = Vec::new();
        match &equation.right {
            Right::Nodes(nodes) => {
                for node in nodes {
                    if !out.is_empty() {
                        out.push(Piece::Sign(Sign::And));
                    }
                    out.push(Piece::Column(vec![self.value_column(*node)]));
                }
            }
            Right::Formula(expr) => {
                match (meeting, &equation.left) {
                    (Some(found), Left::Gradient(node)) => {
                        self.streams(expr, *node, found, &mut out, &mut spans);
                    }
                    _ => self.expr(expr, &mut out),
                }
                self.parts(expr, &mut out);
                out.push(Piece::Sign(Sign::Equals));
                out.push(self.left(&equation.left, expr));
                if let Some(found) = meeting {
                    let last = out.len() - 1;
                    let norm = number::text(found.total.norm);
                    spans.push((last, last, format!("norm {norm}")));
                }
            }
            Right::Stacked(products) => {
                for (upper, lower, sum) in products {
                    if !out.is_empty() {
                        out.push(Piece::Sign(Sign::Plus));
                    }
                    out.push(Piece::Matrix(self.matrix(&[*upper, *lower], true)));
                    out.push(Piece::Sign(Sign::Beside));
                    out.push(Piece::Column(vec![self.gradient_column(*sum)]));
                }
                out.push(Piece::Sign(Sign::Equals));
                if let Left::Stack(x, h) = equation.left {
                    out.push(self.stack_gradient(x, h));
                }
            }
            Right::Outer(delta, operands) => {
                self.factor(delta, &mut out);
                out.push(Piece::Sign(Sign::Beside));
                let row = operands.iter().map(|node| self.value_column(*node));
                out.push(Piece::Row(row.collect()));
                out.push(Piece::Sign(Sign::Equals));
                if let Left::Weights(views) = &equation.left {
                    out.push(Piece::Matrix(self.outer(views, delta, operands)));
                }
            }
            Right::Held(value) => {
                out.push(Piece::Words("held at".to_owned()));
                out.push(constant(*value));
                out.push(Piece::Sign(Sign::Equals));
                out.push(self.left(&equation.left, &Expr::Number(*value)));
            }
            Right::Closed(gate) => {
                let name = words(self.program, *gate);
                out.push(Piece::Words(format!(
                    "nothing passes the {name}, which is held"
                )));
                out.push(Piece::Sign(Sign::Equals));
                out.push(self.left(&equation.left, &Expr::Number(0.0)));
            }
            Right::Split(x, carry) => {
                out.push(self.stack_gradient(*x, *carry));
                out.push(Piece::Sign(Sign::Equals));
                let mut parts = vec![self.gradient_column(*x), self.previous_column(*carry)];
                for part in &mut parts {
                    part.result = true;
                }
                out.push(Piece::Column(parts));
            }
        }
        Shown {
            pieces: out,
            minor: self.is_bias(&equation.left),
            spans,
        }
    }

    fn is_bias(&self, left: &Left) -> bool {
        matches!(left, Left::Weights(views) if views.iter().all(|view| self.program.params[view.param.0].is_bias))
    }

    /// A junction: what this step sends, what the future sends, each with its norm under it.
    fn streams(
        &self,
        expr: &Expr,
        node: NodeId,
        found: &Junction,
        out: &mut Vec<Piece>,
        spans: &mut Vec<(usize, usize, String)>,
    ) {
        let said = |place: usize| {
            let stream = &found.streams[place];
            format!("{}, norm {}", stream.label, number::text(stream.norm))
        };
        if let Some(local) = local_part(expr.clone()) {
            self.expr(&local, out);
            spans.push((0, out.len() - 1, said(0)));
            out.push(Piece::Sign(Sign::Plus));
        }
        out.push(Piece::Column(vec![self.future_column(node)]));
        spans.push((out.len() - 1, out.len() - 1, said(1)));
    }

    /// Parts with letters that the formula reads whole (`k + w`), after what they were made from.
    fn parts(&self, expr: &Expr, out: &mut Vec<Piece>) {
        let Expr::Sum(summands) = expr else { return };
        let made: Vec<&NodeId> = summands
            .iter()
            .filter_map(|(added, summand)| match summand {
                Expr::Value(node) if *added && self.is_product(*node) => Some(node),
                _ => None,
            })
            .collect();
        if made.is_empty() {
            return;
        }
        let whole = std::mem::take(out);
        for (place, (_, summand)) in summands.iter().enumerate() {
            if place > 0 {
                out.push(Piece::Sign(Sign::Plus));
            }
            match summand {
                Expr::Value(node) if self.is_product(*node) => {
                    self.expr(&rules::formula(self.program.node(*node)), out);
                }
                other => self.expr(other, out),
            }
        }
        out.push(Piece::Sign(Sign::Equals));
        out.extend(whole);
    }

    fn is_product(&self, node: NodeId) -> bool {
        let named = self.program.symbol(node);
        let part = named.is_some_and(|symbol| symbol.pytorch.is_none());
        part && matches!(self.program.node(node).op, Op::Odot(..))
    }

    fn expr(&self, expr: &Expr, out: &mut Vec<Piece>) {
        match expr {
            Expr::Value(node) => self.value(*node, out),
            Expr::Grad(node) if self.program.loss == Some(*node) => {
                let weight = self.loss_weight();
                out.push(Piece::Constant(
                    weight,
                    number::significant(weight, 3).text(),
                ));
            }
            Expr::Grad(node) => out.push(Piece::Column(vec![self.gradient_column(*node)])),
            Expr::Future(node) => out.push(Piece::Column(vec![self.future_column(*node)])),
            Expr::Share { carry, share } => {
                out.push(Piece::Column(vec![self.share_column(*carry, *share)]));
            }
            Expr::Bias(view) => out.push(Piece::Matrix(self.matrix(&[*view], false))),
            Expr::Product(view, inner) => {
                out.push(Piece::Matrix(self.matrix(&[*view], false)));
                out.push(Piece::Sign(Sign::Beside));
                self.factor(inner, out);
            }
            Expr::TransposedProduct(view, inner) => {
                out.push(Piece::Matrix(self.matrix(&[*view], true)));
                out.push(Piece::Sign(Sign::Beside));
                self.factor(inner, out);
            }
            Expr::Outer(column, row) => {
                self.factor(column, out);
                out.push(Piece::Sign(Sign::Beside));
                self.factor(row, out);
            }
            Expr::Number(number) => out.push(constant(*number)),
            Expr::Zero(node) => out.push(Piece::Column(vec![self.nothing(*node)])),
            Expr::Sum(summands) => self.sum(summands, out),
            Expr::Odot(factors) => self.product(factors, out),
            Expr::Call(Function::Softmax, inner) => self.softmax(inner, out),
            Expr::Call(function, inner) => {
                out.push(Piece::Function(*function));
                self.fenced(inner, out);
            }
            Expr::Square(inner) => {
                self.factor(inner, out);
                out.push(Piece::Sign(Sign::Times));
                self.factor(inner, out);
            }
            Expr::OneHot(target) => out.push(Piece::Column(vec![self.one_hot(*target)])),
            Expr::NegativeLogLikelihood { logits, target } => {
                self.likelihood(*logits, *target, out);
            }
            Expr::SquaredNorm {
                scale,
                output,
                target,
            } => {
                if *scale != 1.0 {
                    out.push(constant(*scale));
                    out.push(Piece::Sign(Sign::Beside));
                }
                out.push(Piece::Sign(Sign::Norm));
                self.value(*output, out);
                out.push(Piece::Sign(Sign::Minus));
                self.value(*target, out);
                out.push(Piece::Sign(Sign::NormSquared));
            }
            Expr::Dot(output, weights) => {
                self.value(*weights, out);
                out.push(Piece::Sign(Sign::Dot));
                self.value(*output, out);
            }
        }
    }

    /// A node as its column; one without a letter by what it is made from.
    fn value(&self, node: NodeId, out: &mut Vec<Piece>) {
        let op = &self.program.node(node).op;
        match (self.program.symbol(node), op) {
            (Some(_), _) | (None, Op::OneMinus(_) | Op::Input | Op::Carry) => {
                out.push(Piece::Column(vec![self.value_column(node)]));
            }
            (None, _) => self.expr(&rules::formula(self.program.node(node)), out),
        }
    }

    fn fenced(&self, expr: &Expr, out: &mut Vec<Piece>) {
        out.push(Piece::Sign(Sign::Open));
        self.expr(expr, out);
        out.push(Piece::Sign(Sign::Close));
    }

    /// Something that is multiplied: a sum or a product of its own in parentheses.
    fn factor(&self, expr: &Expr, out: &mut Vec<Piece>) {
        if let Some(slope) = self.slope(expr) {
            return out.push(Piece::Column(vec![slope]));
        }
        let mut own = Vec::new();
        self.expr(expr, &mut own);
        let compound = own.len() > 1 && !matches!(own[0], Piece::Function(_));
        if compound {
            out.push(Piece::Sign(Sign::Open));
        }
        out.extend(own);
        if compound {
            out.push(Piece::Sign(Sign::Close));
        }
    }

    fn sum(&self, summands: &[(bool, Expr)], out: &mut Vec<Piece>) {
        let mut rest = summands;
        let mut first = true;
        while let [(added, summand), more @ ..] = rest {
            if !first || !added {
                out.push(Piece::Sign(if *added { Sign::Plus } else { Sign::Minus }));
            }
            first = false;
            if let Some(([upper, lower], [x, h])) = self.stacked_pair(rest) {
                out.push(Piece::Matrix(self.matrix(&[upper, lower], false)));
                out.push(Piece::Sign(Sign::Beside));
                let stack = [x, h].map(|node| self.value_column(node));
                out.push(Piece::Column(stack.to_vec()));
                rest = &more[1..];
                continue;
            }
            match summand {
                Expr::Sum(_) => self.fenced(summand, out),
                other => self.expr(other, out),
            }
            rest = more;
        }
    }

    /// `W [x; h]` where the lesson prints two products of one gate as one.
    fn stacked_pair(&self, rest: &[(bool, Expr)]) -> Option<([ParamView; 2], [NodeId; 2])> {
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
        let sum = Linear {
            terms: vec![Term::Product(*upper, *x), Term::Product(*lower, *h)],
            biases: vec![],
        };
        stack_of(self.program, &sum).filter(|_| self.notation == Notation::Lesson)?;
        Some(([*upper, *lower], [*x, *h]))
    }

    fn product(&self, factors: &[Expr], out: &mut Vec<Piece>) {
        let is_loss =
            |factor: &Expr| matches!(factor, Expr::Grad(node) if self.program.loss == Some(*node));
        let mut sign = None;
        for factor in factors {
            if is_loss(factor) && self.loss_weight() == 1.0 && factors.len() > 1 {
                continue;
            }
            out.extend(sign.map(Piece::Sign));
            self.factor(factor, out);
            let number = matches!(out.last(), Some(Piece::Constant(..)));
            sign = Some(if number { Sign::Beside } else { Sign::Times });
        }
    }

    fn softmax(&self, inner: &Expr, out: &mut Vec<Piece>) {
        if let Expr::Value(logits) = inner
            && let Some(shown) = probabilities(self.program, *logits)
            && self.defining != Some(shown)
        {
            return out.push(Piece::Column(vec![self.value_column(shown)]));
        }
        out.push(Piece::Function(Function::Softmax));
        self.fenced(inner, out);
    }

    fn likelihood(&self, logits: NodeId, target: NodeId, out: &mut Vec<Piece>) {
        let class = class_of(self.subject.run.trace().value(
            target,
            self.t - 1,
            self.subject.batch,
        ));
        out.push(Piece::Sign(Sign::MinusLog));
        match probabilities(self.program, logits) {
            Some(probs) => out.push(Piece::Column(vec![self.value_column(probs)])),
            None => self.softmax(&Expr::Value(logits), out),
        }
        out.push(Piece::Pick(class));
    }

    fn at(&self, expr: &Expr) -> Vec<f64> {
        evaluate(
            expr,
            self.program,
            self.subject.run.trace(),
            self.t - 1,
            self.subject.batch,
        )
    }

    fn loss_weight(&self) -> f64 {
        self.subject
            .run
            .trace()
            .loss_weight(self.t - 1, self.subject.batch)
    }

    /// What the op is for.
    fn left(&self, left: &Left, right: &Expr) -> Piece {
        let column = match left {
            Left::Value(node) => self.value_column(*node),
            Left::Gradient(node) => self.gradient_column(*node),
            Left::Previous(carry) => self.previous_column(*carry),
            Left::Share(carry, share) => self.share_column(*carry, *share),
            Left::Weights(views) => {
                let mut matrix = self.matrix(views, false);
                (matrix.prefix, matrix.gradient) = ("∇", true);
                matrix.entries = self.at(right);
                return Piece::Matrix(matrix);
            }
            Left::Stack(x, h) => return self.stack_gradient(*x, *h),
            Left::Arrival => return Piece::Sign(Sign::And),
        };
        Piece::Column(vec![Column {
            result: true,
            ..column
        }])
    }

    fn units(&self, rows: usize) -> bool {
        let state = self.program.carries.first();
        state.is_some_and(|carry| self.program.node(carry.next).rows == rows)
    }

    fn value_column(&self, node: NodeId) -> Column {
        let (prefix, named) = match (self.program.symbol(node), &self.program.node(node).op) {
            (None, Op::OneMinus(inner)) => ("1−", *inner),
            _ => ("", node),
        };
        let values = self.at(&Expr::Value(node));
        Column {
            prefix,
            label: self.label(named),
            words: words(self.program, node),
            reference: reference(Reference::value(self.program, named, self.t, None)),
            role: names::role(self.program, named),
            units: self.units(values.len()),
            values,
            fill: Fill::Node(node.0),
            result: false,
            note: None,
        }
    }

    fn gradient_column(&self, node: NodeId) -> Column {
        self.gradient_of(node, self.at(&Expr::Grad(node)))
    }

    fn gradient_of(&self, node: NodeId, values: Vec<f64>) -> Column {
        let label = self.label(node);
        let is_sum = matches!(&self.program.node(node).op, Op::Linear(sum) if sum.has_params());
        let delta = self.notation == Notation::Lesson && is_sum && label.base == "a";
        Column {
            prefix: if delta { "" } else { "∂" },
            label: if delta {
                Label {
                    base: "δ".to_owned(),
                    ..label
                }
            } else {
                label
            },
            words: format!("gradient of the {}", words(self.program, node)),
            reference: reference(Reference::gradient(self.program, node, self.t, None)),
            role: "gradient",
            units: self.units(values.len()),
            values,
            fill: Fill::Gradient,
            result: false,
            note: None,
        }
    }

    /// A gradient that is nothing, because nothing reads the node.
    fn nothing(&self, node: NodeId) -> Column {
        let own = self.gradient_of(node, vec![0.0; self.program.node(node).rows]);
        Column {
            prefix: "",
            label: Label {
                base: "0".to_owned(),
                ..Label::default()
            },
            words: "nothing".to_owned(),
            reference: None,
            ..own
        }
    }

    fn future_column(&self, node: NodeId) -> Column {
        let own = self.gradient_of(node, self.at(&Expr::Future(node)));
        Column {
            words: format!("{}, from the future", own.words),
            note: Some("future".to_owned()),
            ..own
        }
    }

    fn previous_column(&self, carry: NodeId) -> Column {
        let own = self.gradient_of(carry, self.at(&previous(self.program, carry)));
        Column {
            words: format!("{}, from the future", own.words),
            note: Some("future".to_owned()),
            ..own
        }
    }

    fn share_column(&self, carry: NodeId, share: usize) -> Column {
        let own = self.gradient_of(carry, self.at(&Expr::Share { carry, share }));
        Column {
            words: format!("{}, road {}", own.words, share + 1),
            note: Some(format!("road {}", share + 1)),
            reference: None,
            ..own
        }
    }

    /// The gradient of the stack of input and state, as one column.
    fn stack_gradient(&self, x: NodeId, carry: NodeId) -> Piece {
        let mut parts = vec![self.gradient_column(x), self.previous_column(carry)];
        for part in &mut parts {
            part.note = None;
        }
        Piece::Column(parts)
    }

    /// 1 − a or 1 − a² as a column of its own; a step function likewise.
    fn slope(&self, expr: &Expr) -> Option<Column> {
        let (node, sup, prefix) = match expr {
            Expr::Sum(summands) => match summands.as_slice() {
                [(true, Expr::Number(one)), (false, inner)] if *one == 1.0 => match inner {
                    Expr::Value(node) => (*node, None, "1−"),
                    Expr::Square(inner) => match &**inner {
                        Expr::Value(node) => (*node, Some("2"), "1−"),
                        _ => return None,
                    },
                    _ => return None,
                },
                _ => return None,
            },
            Expr::Call(Function::Step, inner) => match &**inner {
                Expr::Value(node) => (*node, None, "slope "),
                _ => return None,
            },
            _ => return None,
        };
        let own = self.value_column(node);
        let squared = if sup.is_some() { " squared" } else { "" };
        let what = if prefix == "slope " {
            format!("slope at the {}", own.words)
        } else {
            format!("one minus the {}{squared}", own.words)
        };
        let sup = match (&own.label.sup, sup) {
            (Some(gate), Some(power)) => Some(format!("{gate}{power}")),
            (gate, power) => power.map(str::to_owned).or_else(|| gate.clone()),
        };
        Some(Column {
            prefix,
            label: Label { sup, ..own.label },
            words: what,
            values: self.at(expr),
            fill: Fill::Share,
            ..own
        })
    }

    fn one_hot(&self, target: NodeId) -> Column {
        let rows = self
            .program
            .loss
            .and_then(|loss| self.program.node(loss).op.operands().first().copied())
            .map_or(1, |output| self.program.node(output).rows);
        let own = self.value_column(target);
        let class = class_of(&own.values);
        Column {
            label: Label {
                base: "𝟏".to_owned(),
                ..Label::default()
            },
            words: "one-hot of the target".to_owned(),
            values: (0..rows)
                .map(|row| if row == class { 1.0 } else { 0.0 })
                .collect(),
            fill: Fill::Share,
            ..own
        }
    }

    fn label(&self, node: NodeId) -> Label {
        let Some(name) = names::node(self.program, node, self.notation) else {
            return Label::default();
        };
        let old = usize::from(self.program.node(node).op == Op::Carry);
        Label {
            base: name.base,
            accent: name.accent,
            sup: name.sup,
            sub: Some((self.t - old).to_string()),
        }
    }

    /// One block or two side by side.
    fn matrix(&self, views: &[ParamView], transposed: bool) -> Matrix {
        let first = views[0];
        let specs: Vec<_> = views
            .iter()
            .map(|view| &self.program.params[view.param.0])
            .collect();
        let (rows, cols) = (first.rows, specs.iter().map(|spec| spec.cols).sum());
        let mut entries = Vec::with_capacity(rows * cols);
        for row in 0..rows {
            for (view, spec) in views.iter().zip(&specs) {
                let start = spec.offset + (view.first_row + row) * spec.cols;
                entries.extend_from_slice(
                    &self.subject.run.trace().params()[start..start + spec.cols],
                );
            }
        }
        let name = self.weight_name(views);
        let words = format!(
            "{}{}",
            name.spoken,
            if transposed { " transposed" } else { "" }
        );
        let mut label = Label {
            base: name.base,
            accent: None,
            sup: None,
            sub: name.sub,
        };
        if transposed {
            label.sup = Some("⊤".to_owned());
            entries = (0..cols)
                .flat_map(|col| (0..rows).map(move |row| row * cols + col))
                .map(|place| entries[place])
                .collect();
        }
        let blocks = views.iter().zip(&specs);
        Matrix {
            prefix: "",
            label,
            words,
            reference: names::block_reference(self.program, first),
            role: names::gate_role(self.program, first).unwrap_or("plain"),
            rows: if transposed { cols } else { rows },
            cols: if transposed { rows } else { cols },
            entries,
            transposed,
            gradient: false,
            blocks: blocks
                .map(|(view, spec)| (spec.name.clone(), view.first_row, spec.cols))
                .collect(),
        }
    }

    fn weight_name(&self, views: &[ParamView]) -> Name {
        let view = views[0];
        let is_bias = self.program.params[view.param.0].is_bias;
        let side = match (views.len(), is_bias, self.notation) {
            (2, ..) => names::Side::Both,
            (_, true, Notation::Lesson) => names::bias_side(self.program, view),
            _ => names::side(self.program, view),
        };
        let mut math = names::weight(self.program, view, side, self.notation);
        loop {
            match math {
                Math::Term(_, inner) => math = *inner,
                Math::Name(name) => return name,
                _ => unreachable!("a weight has a name"),
            }
        }
    }

    /// What this step adds to the gradient of a block.
    fn outer(&self, views: &[ParamView], delta: &Expr, operands: &[NodeId]) -> Matrix {
        let mut matrix = self.matrix(views, false);
        let column = self.at(delta);
        let row: Vec<f64> = operands
            .iter()
            .flat_map(|node| self.at(&Expr::Value(*node)))
            .collect();
        matrix.entries = column
            .iter()
            .flat_map(|d| row.iter().map(move |v| d * v))
            .collect();
        matrix.words = format!(
            "what step {} adds to the gradient of {}",
            self.t, matrix.words
        );
        (matrix.prefix, matrix.gradient) = ("∇", true);
        matrix
    }
}

fn constant(number: f64) -> Piece {
    let text = match symbols::constant(number) {
        Math::Constant(text) => text,
        _ => number::full(number),
    };
    Piece::Constant(number, text)
}

fn reference(reference: Option<Reference>) -> Option<String> {
    reference.map(|reference| reference.to_string())
}
