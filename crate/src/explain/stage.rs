//! Where every node and wire stands when the cursor is at a position, and which numbers may be seen.

use std::cmp::Ordering;

use super::Subject;
use super::evaluate::evaluate;
use super::graph::{Band, End, Graph, GraphNode, Kind, Label, State, Wire};
use super::junction::junction;
use super::links::blocks;
use super::names::{self, Notation};
use super::range::Ranges;
use super::reference::Reference;
use crate::ir::{NodeId, Op, Part, Program, Term};
use crate::run::backward_ops::{
    BackwardKind, Share, contribution, is_inlined, live_users, previous, shares,
};
use crate::run::cursor::{Direction, Position};

/// The picture of a position; of the nearest one that occurs.
#[must_use]
pub fn graph(subject: &Subject<'_>, position: &Position, notation: Notation) -> Graph {
    let ranges = Ranges::of(subject.run, subject.batch);
    graph_within(subject, position, notation, ranges)
}

/// The same, where the ranges of the run are known already.
#[must_use]
pub fn graph_within(
    subject: &Subject<'_>,
    position: &Position,
    notation: Notation,
    ranges: Ranges,
) -> Graph {
    let position = subject.timeline.resolve(position);
    let stage = Stage::new(subject, &position, notation);
    let program = subject.run.program();
    Graph {
        t: position.t,
        steps: subject.timeline.steps(),
        cell: subject.cell.cell.title.to_owned(),
        backward: position.dir == Direction::Backward,
        nodes: program.ids().map(|node| stage.node(node)).collect(),
        wires: program.ids().flat_map(|user| stage.wires(user)).collect(),
        ranges,
        junction: junction(subject, &position),
    }
}

/// Whether the numbers of a node at a step (from 1) have been computed when the cursor is here.
pub(super) fn sees_value(
    subject: &Subject<'_>,
    position: &Position,
    node: NodeId,
    t: usize,
) -> bool {
    let stage = Stage::new(subject, position, Notation::Lesson);
    match t.cmp(&position.t) {
        _ if position.dir == Direction::Backward => !stage.at(t).is_skipped(node),
        Ordering::Less => !stage.at(t).is_skipped(node),
        Ordering::Equal => stage.has_value(node),
        Ordering::Greater => false,
    }
}

/// Whether the gradient of a node at a step (from 1) is known when the cursor is here.
pub(super) fn sees_gradient(
    subject: &Subject<'_>,
    position: &Position,
    node: NodeId,
    t: usize,
) -> bool {
    let stage = Stage::new(subject, position, Notation::Lesson);
    let back = position.dir == Direction::Backward;
    match t.cmp(&position.t) {
        Ordering::Less => false,
        Ordering::Equal => stage.has_gradient(node),
        Ordering::Greater => {
            back && stage.at(t).known_after(node).is_some() && !stage.at(t).is_skipped(node)
        }
    }
}

pub(super) struct Stage<'a> {
    pub(super) subject: Subject<'a>,
    pub(super) program: &'a Program,
    /// From 1.
    t: usize,
    pub(super) dir: Direction,
    /// The place of the current op in the list of its direction.
    pub(super) now: usize,
    notation: Notation,
}

impl<'a> Stage<'a> {
    fn new(subject: &Subject<'a>, position: &Position, notation: Notation) -> Self {
        Self {
            subject: *subject,
            program: subject.run.program(),
            t: position.t,
            dir: position.dir,
            now: subject
                .timeline
                .place(&position.op, position.dir)
                .unwrap_or(0),
            notation,
        }
    }

    /// The same cursor, looking at another step.
    fn at(&self, t: usize) -> Self {
        Self {
            t,
            subject: self.subject,
            ..*self
        }
    }

    fn node(&self, node: NodeId) -> GraphNode {
        let program = self.program;
        let micro_op = program.micro_op_of(node).map(|op| &program.micro_ops[op]);
        GraphNode {
            node: node.0,
            reference: Reference::value(program, node, self.t, None).map(|r| r.to_string()),
            label: self.label(node),
            words: words(program, node),
            role: role(program, node),
            kind: kind(program, node),
            carry: end(program, node),
            state: self.state(node),
            rows: program.node(node).rows,
            values: self.has_value(node).then(|| self.value(node)),
            grads: self.has_gradient(node).then(|| self.gradient(node)),
            micro_op: micro_op.map(|op| op.id.to_owned()),
            valve: self.valve(node),
            blend: self.blend(node),
            dead: self.dead(node),
            held: self.subject.run.trace().held(node, self.t - 1).is_some(),
            blocks: match &program.node(node).op {
                Op::Linear(sum) => blocks(program, sum),
                _ => vec![],
            },
            card: self.card(node),
        }
    }

    fn label(&self, node: NodeId) -> Label {
        let Some(name) = names::node(self.program, node, self.notation) else {
            return Label::default();
        };
        let old = usize::from(self.program.node(node).op == Op::Carry);
        let sub = Some((self.t - old).to_string());
        Label {
            base: name.base,
            accent: name.accent,
            sup: name.sup,
            sub,
        }
    }

    pub(super) fn value(&self, node: NodeId) -> Vec<f64> {
        self.subject
            .run
            .trace()
            .value(node, self.t - 1, self.subject.batch)
            .to_vec()
    }

    /// The gradient of a node; of an old state, what this step passes back to it.
    pub(super) fn gradient(&self, node: NodeId) -> Vec<f64> {
        if self.program.node(node).op == Op::Carry {
            return self.evaluate(&previous(self.program, node));
        }
        self.subject
            .run
            .trace()
            .grad(node, self.t - 1, self.subject.batch)
            .to_vec()
    }

    fn evaluate(&self, expr: &crate::ir::Expr) -> Vec<f64> {
        evaluate(
            expr,
            self.program,
            self.subject.run.trace(),
            self.t - 1,
            self.subject.batch,
        )
    }

    /// Whether the head of this step is passed over.
    fn is_skipped(&self, node: NodeId) -> bool {
        self.part(node) == Part::Head && !self.subject.timeline.loss_at()[self.t - 1]
    }

    fn part(&self, node: NodeId) -> Part {
        self.program
            .micro_op_of(node)
            .map_or(Part::Cell, |op| self.program.micro_ops[op].part)
    }

    pub(super) fn has_value(&self, node: NodeId) -> bool {
        let reached = self
            .program
            .micro_op_of(node)
            .is_none_or(|op| op <= self.now);
        !self.is_skipped(node) && (self.dir == Direction::Backward || reached)
    }

    /// The place of the gradient op after which the gradient of a node is known.
    fn known_after(&self, node: NodeId) -> Option<usize> {
        let ops = self.subject.timeline.backward();
        if is_inlined(self.program, node) {
            let users = live_users(self.program, node);
            return users
                .iter()
                .map(|(user, _)| self.known_after(*user))
                .max()
                .flatten();
        }
        if self.program.loss == Some(node) {
            return Some(0);
        }
        ops.iter().position(|op| match &op.kind {
            BackwardKind::Gradient { node: own, .. } => *own == node,
            BackwardKind::Previous { carry } => *carry == node,
            BackwardKind::Matrices { input, .. } => *input == Some(node),
            BackwardKind::Share { .. } | BackwardKind::Weights { .. } => false,
        })
    }

    fn has_gradient(&self, node: NodeId) -> bool {
        self.dir == Direction::Backward
            && !self.is_skipped(node)
            && self
                .known_after(node)
                .is_some_and(|place| place <= self.now)
    }

    fn state(&self, node: NodeId) -> State {
        match self.dir {
            Direction::Forward => self.forward_state(node),
            Direction::Backward => self.backward_state(node),
        }
    }

    fn forward_state(&self, node: NodeId) -> State {
        let nodes = &self.program.micro_ops[self.now].nodes;
        if nodes.contains(&node.0) {
            return State::Now;
        }
        let read = nodes.clone().any(|user| self.reads(NodeId(user), node));
        match self.has_value(node) {
            false => State::NotYet,
            true if read => State::InputOfNow,
            true if self.dead(node).is_some() => State::Dead,
            true => State::Done,
        }
    }

    fn backward_state(&self, node: NodeId) -> State {
        let op = &self.subject.timeline.backward()[self.now];
        if is_target(&op.kind, node) {
            return State::Now;
        }
        match self.has_gradient(node) {
            true if self.is_source(&op.kind, node) => State::InputOfNow,
            true => State::Done,
            false => State::NotYet,
        }
    }

    /// Whether an op reads the gradient of this node.
    fn is_source(&self, op: &BackwardKind, node: NodeId) -> bool {
        let read_from = |target: NodeId| self.sources(target).contains(&node);
        match op {
            BackwardKind::Gradient { node: own, .. } => read_from(*own),
            BackwardKind::Share { carry, share } => {
                matches!(&shares(self.program, *carry)[*share], Share::Reader(reader)
                    if *reader == node || is_inlined(self.program, *reader) && self.sources(*reader).contains(&node))
            }
            BackwardKind::Weights { .. } => false,
            BackwardKind::Matrices { input, carry } => input.iter().chain(carry).any(|target| {
                live_users(self.program, *target)
                    .iter()
                    .any(|(user, place)| *user == node && self.weight(*user, *place).is_some())
            }),
            BackwardKind::Previous { carry } => {
                shares(self.program, *carry).len() == 1 && read_from(*carry)
            }
        }
    }

    /// The nodes whose gradients the gradient of `node` is made of, through inlined ones.
    fn sources(&self, node: NodeId) -> Vec<NodeId> {
        let users = live_users(self.program, node);
        let beyond = |user: NodeId| {
            if is_inlined(self.program, user) {
                self.sources(user)
            } else {
                vec![]
            }
        };
        users
            .into_iter()
            .flat_map(|(user, _)| [vec![user], beyond(user)].concat())
            .collect()
    }

    fn reads(&self, user: NodeId, operand: NodeId) -> bool {
        self.program.node(user).op.operands().contains(&operand)
    }

    fn wires(&self, user: NodeId) -> Vec<Wire> {
        let operands = self.program.node(user).op.operands();
        operands
            .into_iter()
            .enumerate()
            .map(|(place, operand)| Wire {
                from: operand.0,
                to: user.0,
                role: role(self.program, operand),
                state: self.wire_state(operand, user),
                weight: self.weight(user, place),
                band: self.band(operand, user, place),
                dead: self.dead(operand),
            })
            .collect()
    }

    fn weight(&self, user: NodeId, place: usize) -> Option<String> {
        let Op::Linear(sum) = &self.program.node(user).op else {
            return None;
        };
        match sum.terms[place] {
            Term::Product(view, _) => Some(names::block_reference(self.program, view)),
            Term::Plain(_) => None,
        }
    }

    fn wire_state(&self, operand: NodeId, user: NodeId) -> State {
        if self.dir == Direction::Backward {
            return match self.band_after(operand, user) {
                Some(after) if after == self.now => State::Now,
                Some(after) if after < self.now => State::Done,
                _ => State::NotYet,
            };
        }
        let state = self.state(user);
        match state {
            State::Now | State::NotYet => state,
            _ if self.dead(operand).is_some() => State::Dead,
            _ => State::Done,
        }
    }

    /// The op that brings the gradient along this wire; none where it brings nothing.
    fn band_after(&self, operand: NodeId, user: NodeId) -> Option<usize> {
        let live = live_users(self.program, operand)
            .iter()
            .any(|(own, _)| *own == user);
        if !live || self.is_skipped(user) {
            return None;
        }
        if self.program.node(operand).op != Op::Carry {
            return self.known_after(operand);
        }
        let all = shares(self.program, operand);
        let road = all.iter().position(|road| match road {
            Share::Reader(reader) => *reader == user,
            Share::Sums(sums) => sums.contains(&user),
        });
        let through = self
            .subject
            .timeline
            .backward()
            .iter()
            .position(|op| match &op.kind {
                BackwardKind::Share { carry, share } => *carry == operand && Some(*share) == road,
                BackwardKind::Matrices { carry, .. } => {
                    *carry == Some(operand)
                        && road.is_some_and(|road| matches!(all[road], Share::Sums(_)))
                }
                _ => false,
            });
        through.or_else(|| self.known_after(operand))
    }

    fn band(&self, operand: NodeId, user: NodeId, place: usize) -> Option<Band> {
        let seen = self.dir == Direction::Backward
            && self
                .band_after(operand, user)
                .is_some_and(|after| after <= self.now);
        seen.then(|| {
            let mut values = self.evaluate(&contribution(self.program, user, place));
            // A held gate passes nothing to what it is made of.
            if self.subject.run.trace().held(user, self.t - 1).is_some() {
                values.fill(0.0);
            }
            Band {
                norm: norm(&values),
                values,
            }
        })
    }
}

/// Whether an op computes the gradient of this node.
fn is_target(op: &BackwardKind, node: NodeId) -> bool {
    match op {
        BackwardKind::Gradient { node: own, .. } => *own == node,
        BackwardKind::Share { carry, .. } | BackwardKind::Previous { carry } => *carry == node,
        BackwardKind::Weights { sums } => sums.contains(&node),
        BackwardKind::Matrices { input, carry } => *input == Some(node) || *carry == Some(node),
    }
}

/// The length of a column.
#[must_use]
pub fn norm(column: &[f64]) -> f64 {
    column.iter().map(|value| value * value).sum::<f64>().sqrt()
}

/// A node in words.
pub(super) fn words(program: &Program, node: NodeId) -> String {
    match (program.symbol(node), &program.node(node).op) {
        (Some(symbol), Op::Carry) => format!("old {}", symbol.words),
        (Some(symbol), _) => symbol.words.to_owned(),
        (None, Op::OneMinus(a)) => format!("one minus the {}", words(program, *a)),
        (None, _) => "part".to_owned(),
    }
}

pub(super) fn role(program: &Program, node: NodeId) -> &'static str {
    match (program.symbol(node), &program.node(node).op) {
        (None, Op::OneMinus(a)) => role(program, *a),
        _ => names::role(program, node),
    }
}

pub(super) fn end(program: &Program, node: NodeId) -> Option<End> {
    if program.node(node).op == Op::Carry {
        Some(End::Previous)
    } else {
        program.carry_into(node).map(|_| End::Next)
    }
}

pub(super) fn kind(program: &Program, node: NodeId) -> Kind {
    let in_head = program
        .micro_op_of(node)
        .is_some_and(|op| program.micro_ops[op].part == Part::Head);
    match &program.node(node).op {
        Op::Input => Kind::Input,
        Op::Carry => Kind::State,
        Op::Linear(sum) if sum.has_params() => Kind::Sum,
        Op::Linear(_) => Kind::Join,
        Op::OneMinus(_) => Kind::Complement,
        Op::Odot(..) => Kind::Product,
        Op::Sigmoid(_) => Kind::Sigmoid,
        Op::Tanh(_) => Kind::Tanh,
        Op::Relu(_) => Kind::Relu,
        Op::Identity(_) if in_head => Kind::Output,
        Op::Identity(_) => Kind::Identity,
        Op::Softmax(_) => Kind::Softmax,
        Op::CrossEntropy(..) | Op::SquaredError { .. } | Op::Dot(..) => Kind::Loss,
    }
}
