//! Gradients: the total derivative where the way back has made it, or what has arrived of it so far.

use super::{Inspection, Inspector, Kind, Source, title};
use crate::explain::equation::{self, Equation, Left, Limit, Outside, Right};
use crate::explain::evaluate::passed_back;
use crate::explain::reference::Reference;
use crate::explain::stage::{sees_gradient, words};
use unrolled::ir::{NodeId, Op};
use unrolled::run::address::Place;
use unrolled::run::backward_ops;
use unrolled::run::backward_ops::{BackwardKind, BackwardOp, live_users};
use unrolled::run::cursor::{Direction, Position};

/// What is known of a gradient.
struct Known {
    numbers: Vec<f64>,
    equation: Option<Equation>,
    /// The step (from 0) at which the equation is read.
    t: usize,
    /// The step it came from, where that is all there is yet.
    from: Option<usize>,
}

impl Inspector<'_> {
    pub(super) fn gradient(&self, place: &Place) -> Option<Inspection> {
        let (node, t) = place
            .locate(self.program)
            .filter(|(_, t)| *t < self.subject.timeline.steps())?;
        let symbol = self.program.symbol(node)?;
        if !self.subject.run.trace().has_grads() {
            return None;
        }
        let count = self.program.node(node).rows;
        let unit = self.unit_in(place, count)?;
        let known = self.known(node, t, place.t);
        let at = |user: NodeId| Source {
            label: format!("gradient of the {}", self.label(user, place.t)),
            reference: Reference::gradient(self.program, user, place.t, None)
                .map(|r| r.to_string()),
            position: self.gradient_position(user, place.t),
        };
        let users = live_users(self.program, node)
            .into_iter()
            .map(|(user, _)| user);
        Some(Inspection {
            kind: Kind::Gradient,
            title: format!("gradient of {}", title(self.subject, &symbol, place, count)),
            words: self.how(known.as_ref(), unit),
            rows: known.as_ref().map_or_else(Vec::new, |known| {
                self.unit_rows(&known.numbers, unit, place, true)
            }),
            comes_from: users
                .filter(|user| self.program.symbol(*user).is_some())
                .map(at)
                .collect(),
            goes_to: self.named_operands(node).into_iter().map(at).collect(),
            products: known.and_then(|known| self.products(&known.equation?, known.t, unit)),
            ..Inspection::default()
        })
    }

    fn how(&self, known: Option<&Known>, unit: usize) -> String {
        let Some(known) = known else {
            return "Not known yet: the way back has not come here.".to_owned();
        };
        let line = known
            .equation
            .as_ref()
            .and_then(|equation| self.written(equation, known.t, unit));
        if let Some(Right::Closed(gate)) = known.equation.as_ref().map(|known| &known.right) {
            let gate = words(self.program, *gate);
            return format!("0: the {gate} is held here, so nothing passes to what it is made of.");
        }
        let right = known.equation.as_ref().map(|known| &known.right);
        match (known.from, right) {
            (Some(step), Some(Right::Limited(Limit::Cut))) => {
                return format!("Cut here: from step {step} nothing comes back.");
            }
            (Some(step), Some(Right::Limited(Limit::Window(window)))) => {
                return format!(
                    "So far, what step {step} passes back: of the losses whose window of {window} steps reaches here."
                );
            }
            _ => {}
        }
        let words = match (known.from, line) {
            (Some(step), Some(line)) => {
                format!("So far, what step {step} passes back: {line}")
            }
            (Some(step), None) => format!("So far, what step {step} passes back."),
            (None, Some(line)) => line,
            (None, None) => "How the loss changes with it.".to_owned(),
        };
        self.with_lost_digits(words, &known.numbers, true)
    }

    /// The gradient of a node at a step (from 0; `named` as it is counted on screen), as far as it is
    /// known: all of it, or of a state what the step after has passed back.
    fn known(&self, node: NodeId, t: usize, named: usize) -> Option<Known> {
        let trace = self.subject.run.trace();
        if sees_gradient(self.subject, &self.position, node, named.max(1)) {
            return Some(Known {
                numbers: trace.grad(node, t, self.subject.batch).to_vec(),
                equation: self.gradient_equation(node, t),
                t,
                from: None,
            });
        }
        let carry = self.program.carry_into(node)?.previous;
        let after = named + 1;
        let arrived = after <= self.subject.timeline.steps()
            && sees_gradient(self.subject, &self.position, carry, after);
        arrived.then(|| {
            let equation = self.previous(carry, t + 1);
            let numbers = passed_back(carry, self.program, trace, t + 1, self.subject.batch);
            Known {
                numbers,
                equation: Some(equation),
                t: t + 1,
                from: Some(self.subject.read(after)),
            }
        })
    }

    /// How what a step, from 0, passes back to the state before it comes about.
    fn previous(&self, carry: NodeId, t: usize) -> Equation {
        let formula = || Right::Formula(backward_ops::previous(self.program, carry));
        let limit = Limit::before(self.subject.run.trace(), t);
        Equation {
            left: Left::Previous(carry),
            right: limit.map_or_else(formula, Right::Limited),
        }
    }

    /// The equation of the op that computes a gradient.
    fn gradient_equation(&self, node: NodeId, t: usize) -> Option<Equation> {
        if self.program.node(node).op == Op::Carry {
            return Some(self.previous(node, t));
        }
        let ops = self.subject.timeline.backward();
        let own = |op: &&BackwardOp| matches!(&op.kind, BackwardKind::Gradient { node: own, .. } if *own == node);
        let op = ops.iter().find(own)?;
        let with_head = self.subject.timeline.loss_at()[t];
        let outside = Outside::at(self.subject.run.trace(), t);
        equation::backward(self.program, op, with_head, false, &outside).pop()
    }

    fn gradient_position(&self, node: NodeId, t: usize) -> Option<Position> {
        let ops = self.subject.timeline.backward();
        let op = ops.iter().find(|op| match &op.kind {
            BackwardKind::Gradient { node: own, .. } => *own == node,
            BackwardKind::Previous { carry } => *carry == node,
            BackwardKind::Matrices { input, .. } => *input == Some(node),
            BackwardKind::Share { .. } | BackwardKind::Weights { .. } => false,
        })?;
        let position = Position {
            t,
            op: op.id.clone(),
            dir: Direction::Backward,
        };
        self.subject.timeline.cursor(&position).map(|_| position)
    }
}
