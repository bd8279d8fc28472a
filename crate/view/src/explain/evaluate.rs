//! Formulas worked out on the numbers of a run.
//!
//! Invariant: this is for what no trace stores (the contribution under the cursor, the parts of a
//! printed line); a formula evaluates to what the run computed, which tests check for every op.

mod each;

use super::junction::local_part;
use unrolled::ir::op::Scale;
use unrolled::ir::rules::loss;
use unrolled::ir::{Expr, Function, NodeId, Op, ParamView, Program, Scalar};
use unrolled::run::Trace;
use unrolled::run::backward_ops::{gradient, previous, share, shares};

/// A formula over one sequence at one step (from 0), worked out; matrices row after row.
#[must_use]
pub fn evaluate(
    expr: &Expr,
    program: &Program,
    trace: &Trace<f64>,
    t: usize,
    b: usize,
) -> Vec<f64> {
    let place = Place {
        program,
        trace,
        t,
        b,
    };
    place.column(expr, place.rows(expr).unwrap_or(1))
}

/// What a step (from 0) passes back to the old value of a state: all that its formula says, nothing over a cut, and
/// where windows begin here, only what the losses with longer reach bring.
#[must_use]
pub fn passed_back(
    carry: NodeId,
    program: &Program,
    trace: &Trace<f64>,
    t: usize,
    b: usize,
) -> Vec<f64> {
    let place = Place {
        program,
        trace,
        t,
        b,
    };
    place.passed_back(carry)
}

#[derive(Clone, Copy)]
struct Place<'a> {
    program: &'a Program,
    trace: &'a Trace<f64>,
    t: usize,
    b: usize,
}

impl Place<'_> {
    /// How many numbers a formula has; `None` where it fits any column.
    fn rows(&self, expr: &Expr) -> Option<usize> {
        let node = |node: &NodeId| Some(self.program.node(*node).rows);
        match expr {
            Expr::Grad(loss) if self.program.loss == Some(*loss) => None,
            Expr::Value(id)
            | Expr::Grad(id)
            | Expr::Future(id)
            | Expr::Wired(id)
            | Expr::Share { carry: id, .. }
            | Expr::Zero(id) => node(id),
            Expr::Bias(view) | Expr::Product(view, _) => Some(view.rows),
            Expr::TransposedProduct(view, _) => Some(self.columns(*view)),
            Expr::Number(_) | Expr::OneHot(_) => None,
            Expr::Sum(summands) => summands.iter().find_map(|(_, summand)| self.rows(summand)),
            Expr::Odot(factors) => factors.iter().find_map(|factor| self.rows(factor)),
            Expr::Call(_, inner) | Expr::Square(inner) | Expr::Outer(inner, _) => self.rows(inner),
            Expr::NegativeLogLikelihood { .. } | Expr::SquaredNorm { .. } | Expr::Dot(..) => {
                Some(1)
            }
            Expr::Each(each) => self.rows_of_each(each),
        }
    }

    fn columns(&self, view: ParamView) -> usize {
        self.program.params[view.param.0].cols
    }

    /// The entries of a weight block, row after row.
    fn block(&self, view: ParamView) -> &[f64] {
        let spec = &self.program.params[view.param.0];
        let start = spec.offset + view.first_row * spec.cols;
        &self.trace.params()[start..start + view.rows * spec.cols]
    }

    fn column(&self, expr: &Expr, rows: usize) -> Vec<f64> {
        let value = |node: NodeId| self.trace.value(node, self.t, self.b);
        match expr {
            Expr::Value(node) => value(*node).to_vec(),
            Expr::Grad(node) if self.program.loss == Some(*node) => {
                vec![self.trace.loss_weight(self.t, self.b); rows]
            }
            Expr::Grad(node) => self.trace.grad(*node, self.t, self.b).to_vec(),
            Expr::Future(node) => self.future(*node),
            Expr::Wired(node) => match self.trace.wired(*node, self.t, self.b) {
                Some(arrived) => arrived.to_vec(),
                None => vec![0.0; rows],
            },
            Expr::Share {
                carry,
                share: place,
            } => {
                let road = shares(self.program, *carry).swap_remove(*place);
                self.column(&share(self.program, *carry, &road), rows)
            }
            Expr::Bias(view) => self.block(*view).to_vec(),
            Expr::Product(view, inner) => self.product(*view, inner),
            Expr::TransposedProduct(view, inner) => self.transposed_product(*view, inner),
            Expr::Outer(column, row) => self.outer(column, row, rows),
            Expr::Number(number) => vec![*number; rows],
            Expr::Zero(_) => vec![0.0; rows],
            Expr::Sum(summands) => self.sum(summands, rows),
            Expr::Odot(factors) => self.odot(factors, rows),
            Expr::Call(function, inner) => call(*function, &self.column(inner, rows)),
            Expr::Square(inner) => self
                .column(inner, rows)
                .into_iter()
                .map(|a| a * a)
                .collect(),
            Expr::OneHot(target) => one_hot(loss::class_of(value(*target)), rows),
            Expr::NegativeLogLikelihood { logits, target } => {
                vec![loss::forward(
                    &Op::CrossEntropy(*logits, *target),
                    value(*logits),
                    value(*target),
                )]
            }
            Expr::SquaredNorm {
                scale,
                output,
                target,
            } => {
                let op = Op::SquaredError {
                    output: *output,
                    target: *target,
                    scale: Scale::Half,
                };
                vec![2.0 * scale * loss::forward(&op, value(*output), value(*target))]
            }
            Expr::Dot(a, b) => vec![loss::forward(&Op::Dot(*a, *b), value(*a), value(*b))],
            Expr::Each(each) => self.each(each, rows),
        }
    }

    /// What the next step passed back to a state; nothing after the last step.
    fn future(&self, node: NodeId) -> Vec<f64> {
        let carry = self.program.carry_into(node);
        let last = self.t + 1 >= self.trace.length(self.b);
        match carry {
            Some(carry) if !last => {
                let next = Place {
                    t: self.t + 1,
                    ..*self
                };
                next.passed_back(carry.previous)
            }
            _ => vec![0.0; self.program.node(node).rows],
        }
    }

    fn passed_back(&self, carry: NodeId) -> Vec<f64> {
        let rows = self.program.node(carry).rows;
        let (reach, steps) = (self.trace.reach(), self.trace.steps());
        if self.t > 0 && reach.is_cut_after(self.t) {
            vec![0.0; rows]
        } else if reach.begins_at(self.t + 1, steps) {
            self.without_local(carry)
        } else {
            self.column(&previous(self.program, carry), rows)
        }
    }

    /// The gradient of the state that step `t` reads, without what its own step adds to it.
    fn without_local(&self, carry: NodeId) -> Vec<f64> {
        let before = Place {
            t: self.t - 1,
            ..*self
        };
        let total = self.trace.grad(carry, self.t, self.b).to_vec();
        let judged = self.trace.loss_weight(before.t, self.b) != 0.0;
        let next = self.program.carry_of(carry).map(|carry| carry.next);
        let local = next.and_then(|next| local_part(gradient(self.program, next, judged)));
        let local = local.map(|local| before.column(&local, total.len()));
        match local {
            Some(local) => total
                .iter()
                .zip(local)
                .map(|(all, own)| all - own)
                .collect(),
            None => total,
        }
    }

    fn product(&self, view: ParamView, inner: &Expr) -> Vec<f64> {
        let columns = self.columns(view);
        let operand = self.column(inner, columns);
        let rows = self.block(view).chunks_exact(columns);
        rows.map(|row| {
            row.iter()
                .zip(&operand)
                .fold(0.0, |sum, (w, v)| sum + w * v)
        })
        .collect()
    }

    fn transposed_product(&self, view: ParamView, inner: &Expr) -> Vec<f64> {
        let operand = self.column(inner, view.rows);
        let columns = self.columns(view);
        let mut out = vec![0.0; columns];
        for (row, v) in self.block(view).chunks_exact(columns).zip(&operand) {
            for (out, w) in out.iter_mut().zip(row) {
                *out += w * v;
            }
        }
        out
    }

    fn outer(&self, column: &Expr, row: &Expr, rows: usize) -> Vec<f64> {
        let row = self.column(row, self.rows(row).unwrap_or(1));
        let column = self.column(column, rows);
        column
            .iter()
            .flat_map(|a| row.iter().map(move |b| a * b))
            .collect()
    }

    fn sum(&self, summands: &[(bool, Expr)], rows: usize) -> Vec<f64> {
        let mut sum = vec![0.0; rows];
        for (added, summand) in summands {
            for (sum, part) in sum.iter_mut().zip(self.column(summand, rows)) {
                *sum += if *added { part } else { -part };
            }
        }
        sum
    }

    fn odot(&self, factors: &[Expr], rows: usize) -> Vec<f64> {
        let mut product = vec![1.0; rows];
        for factor in factors {
            for (product, part) in product.iter_mut().zip(self.column(factor, rows)) {
                *product *= part;
            }
        }
        product
    }
}

/// A function of a column.
#[must_use]
pub fn call(function: Function, column: &[f64]) -> Vec<f64> {
    let each = |f: fn(f64) -> f64| column.iter().map(|&a| f(a)).collect();
    match function {
        Function::Sigmoid => each(Scalar::logistic),
        Function::Tanh => each(Scalar::hyperbolic_tangent),
        Function::Relu => each(|a| if a > 0.0 || a.is_nan() { a } else { 0.0 }),
        Function::Step => each(|a| if a > 0.0 { 1.0 } else { 0.0 }),
        Function::Softmax => {
            let mut out = vec![0.0; column.len()];
            loss::softmax(column, &mut out);
            out
        }
    }
}

fn one_hot(class: usize, rows: usize) -> Vec<f64> {
    (0..rows)
        .map(|row| if row == class { 1.0 } else { 0.0 })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::fixture;
    use unrolled::ir::{Part, rules};
    use unrolled::run::backward_ops::{
        BackwardKind, Share, backward_ops, gradient, sum_gradient, weight_gradient,
    };

    fn close(got: &[f64], want: &[f64], what: &str) {
        assert_eq!(got.len(), want.len(), "{what}");
        let scale = want.iter().fold(1.0_f64, |top, w| top.max(w.abs()));
        for (got, want) in got.iter().zip(want) {
            assert!(
                (got - want).abs() <= 1e-12 * scale,
                "{what}: {got} against {want}"
            );
        }
    }

    #[test]
    fn every_forward_formula_evaluates_to_what_was_computed() {
        fixture::each(|name, run| {
            let (program, trace) = (run.program(), run.trace());
            for node in program.ids() {
                if program.node(node).op.arrives() {
                    continue;
                }
                let formula = rules::formula(program.node(node));
                for (t, b) in fixture::columns(run) {
                    let got = evaluate(&formula, program, trace, t, b);
                    close(
                        &got,
                        trace.value(node, t, b),
                        &format!("{name} {node:?} t{t}"),
                    );
                }
            }
        });
    }

    #[test]
    fn every_gradient_formula_evaluates_to_what_was_computed() {
        fixture::each(|name, run| {
            let (program, trace) = (run.program(), run.trace());
            for op in backward_ops(program) {
                for (t, b) in fixture::columns(run) {
                    let what = format!("{name} {} t{t} b{b}", op.id);
                    let with_head = trace.loss_weight(t, b) != 0.0;
                    if op.part == Part::Head && !with_head {
                        continue;
                    }
                    let at = |expr: &Expr| evaluate(expr, program, trace, t, b);
                    match &op.kind {
                        BackwardKind::Gradient { node, .. } => {
                            let got = at(&gradient(program, *node, with_head));
                            close(&got, trace.grad(*node, t, b), &what);
                        }
                        BackwardKind::Matrices { input: Some(x), .. } => {
                            close(
                                &at(&gradient(program, *x, true)),
                                trace.grad(*x, t, b),
                                &what,
                            );
                        }
                        BackwardKind::Previous { carry } if t == 0 => {
                            close(
                                &at(&previous(program, *carry)),
                                trace.grad(*carry, 0, b),
                                &what,
                            );
                        }
                        _ => {}
                    }
                }
            }
        });
    }

    #[test]
    fn the_roads_back_to_a_state_add_up_to_its_future() {
        fixture::each(|name, run| {
            let (program, trace) = (run.program(), run.trace());
            for carry in &program.carries {
                for (t, b) in fixture::columns(run).filter(|(t, _)| *t > 0) {
                    let at = |expr: &Expr| evaluate(expr, program, trace, t, b);
                    let roads = shares(program, carry.previous);
                    let mut sum = vec![0.0; program.node(carry.previous).rows];
                    for road in &roads {
                        let part = at(&share(program, carry.previous, road));
                        sum.iter_mut()
                            .zip(part)
                            .for_each(|(sum, part)| *sum += part);
                    }
                    let got = evaluate(&Expr::Future(carry.next), program, trace, t - 1, b);
                    close(&got, &sum, &format!("{name} t{t}"));
                    let readers = roads.iter().filter(|road| matches!(road, Share::Reader(_)));
                    assert!(readers.count() < 3, "{name}");
                }
            }
        });
    }

    #[test]
    fn weight_gradients_over_all_steps_add_up_to_the_gradient_of_the_run() {
        fixture::each(|name, run| {
            let (program, trace) = (run.program(), run.trace());
            let mut total = vec![0.0; program.param_count()];
            for (t, b) in fixture::columns(run) {
                for sum in program.ids() {
                    let Op::Linear(linear) = &program.node(sum).op else {
                        continue;
                    };
                    let mut add = |view: ParamView, part: Vec<f64>| {
                        let spec = &program.params[view.param.0];
                        let start = spec.offset + view.first_row * spec.cols;
                        total[start..]
                            .iter_mut()
                            .zip(part)
                            .for_each(|(sum, part)| *sum += part);
                    };
                    for term in &linear.terms {
                        if let unrolled::ir::Term::Product(view, operand) = *term {
                            let formula = weight_gradient(program, sum, operand);
                            add(view, evaluate(&formula, program, trace, t, b));
                        }
                    }
                    for view in &linear.biases {
                        add(
                            *view,
                            evaluate(&sum_gradient(program, sum), program, trace, t, b),
                        );
                    }
                }
            }
            close(&total, trace.param_grads(), name);
        });
    }
}
