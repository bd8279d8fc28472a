//! The wires of a step: how each stands, and the gradient that comes back along it.

use super::{Stage, role};
use crate::explain::graph::{Band, State, Wire};
use crate::explain::names;
use unrolled::ir::{NodeId, Op, Term};
use unrolled::run::backward_ops::{BackwardKind, Share, contribution, live_users, shares};
use unrolled::run::cursor::Direction;
use unrolled::run::metrics::norm;

impl Stage<'_> {
    pub(super) fn wires(&self, user: NodeId) -> Vec<Wire> {
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

    pub(super) fn weight(&self, user: NodeId, place: usize) -> Option<String> {
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
