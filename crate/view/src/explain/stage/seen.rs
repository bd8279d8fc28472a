//! How far the cursor has come: what has been computed, is being computed, is read, may be seen.

use std::cmp::Ordering;

use super::Stage;
use crate::explain::Subject;
use crate::explain::graph::State;
use crate::explain::names::Notation;
use unrolled::ir::{NodeId, Part};
use unrolled::run::backward_ops::{BackwardKind, Share, is_inlined, live_users, shares};
use unrolled::run::cursor::{Direction, Position};

/// Whether the numbers of a node at a step (from 1) have been computed when the cursor is here.
pub(crate) fn sees_value(
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
pub(crate) fn sees_gradient(
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

impl Stage<'_> {
    /// Whether the head of this step is passed over.
    pub(super) fn is_skipped(&self, node: NodeId) -> bool {
        self.part(node) == Part::Head && !self.subject.timeline.loss_at()[self.t - 1]
    }

    fn part(&self, node: NodeId) -> Part {
        self.program
            .micro_op_of(node)
            .map_or(Part::Cell, |op| self.program.micro_ops[op].part)
    }

    pub(crate) fn has_value(&self, node: NodeId) -> bool {
        let reached = self
            .program
            .micro_op_of(node)
            .is_none_or(|op| op <= self.now);
        !self.is_skipped(node) && (self.dir == Direction::Backward || reached)
    }

    /// The place of the gradient op after which the gradient of a node is known.
    pub(super) fn known_after(&self, node: NodeId) -> Option<usize> {
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

    pub(super) fn has_gradient(&self, node: NodeId) -> bool {
        self.dir == Direction::Backward
            && !self.is_skipped(node)
            && self
                .known_after(node)
                .is_some_and(|place| place <= self.now)
    }

    pub(super) fn state(&self, node: NodeId) -> State {
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
