//! Formulas as pieces: what is read, with the signs of what is done.

use super::columns::constant;
use super::{Piece, Shown, Sign, Writer};
use crate::explain::equation::{Equation, Left, Limit, Right, stacked_pair};
use crate::explain::evaluate::{evaluate, passed_back};
use crate::explain::junction::{Junction, local_part};
use crate::explain::names::Notation;
use crate::explain::number;
use crate::explain::stage::words;
use crate::explain::symbols::probabilities;
use unrolled::ir::rules::loss::class_of;
use unrolled::ir::{Expr, Function, NodeId, Op, rules};

impl Writer<'_> {
    pub(super) fn equation(&self, equation: &Equation, meeting: Option<&Junction>) -> Shown {
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
            Right::Limited(limit) => {
                out.push(Piece::Words(match limit {
                    Limit::Cut => "cut here: nothing passes".to_owned(),
                    Limit::Window(window) => {
                        format!("what windows of {window} steps let through")
                    }
                }));
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
            Expr::Wired(node) => out.push(Piece::Column(vec![self.wired_column(*node)])),
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
            Expr::Each(_) => out.push(Piece::Column(vec![self.plain(expr)])),
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
            let stacked = stacked_pair(self.program, rest);
            let lesson = self.notation == Notation::Lesson;
            if let Some([(upper, x), (lower, h)]) = stacked.filter(|_| lesson) {
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

    /// What this step passes back to the old value of a state.
    pub(super) fn passed_back(&self, carry: NodeId) -> Vec<f64> {
        let (run, batch) = (self.subject.run, self.subject.batch);
        passed_back(carry, self.program, run.trace(), self.t - 1, batch)
    }

    pub(super) fn at(&self, expr: &Expr) -> Vec<f64> {
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
}
