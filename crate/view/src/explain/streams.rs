//! What happens to a stream on its way: valves, blends, what is dead behind a shut gate, what a step adds to its weights.
//!
//! Invariant: nothing is known here before its op has run under the cursor.

use super::graph::{Blend, Card, Valve};
use super::number;
use super::stage::{Stage, role, words};
use unrolled::ir::{NodeId, Op, Program, Term};
use unrolled::run::backward_ops::BackwardKind;
use unrolled::run::cursor::Direction;

/// A gate below this lets nothing through.
const SHUT: f64 = 0.02;

impl Stage<'_> {
    /// The gate of a product, and what it lets through.
    pub(super) fn valve(&self, node: NodeId) -> Option<Valve> {
        let (gate, stream) = valve_of(self.program, node)?;
        Some(Valve {
            gate: gate.0,
            stream: stream.0,
            role: role(self.program, gate),
            opening: self.opening(gate),
        })
    }

    /// How far a gate is open for the selected unit; the other side of a gate is known with the gate.
    fn opening(&self, gate: NodeId) -> Option<f64> {
        let of_unit = |values: Vec<f64>| values.get(self.subject.unit - 1).copied();
        match self.program.node(gate).op {
            Op::OneMinus(side) if !self.has_value(gate) => Some(1.0 - self.opening(side)?),
            _ if self.has_value(gate) => of_unit(self.value(gate)),
            _ => None,
        }
    }

    /// A sum of two products whose gates are two sides of one.
    pub(super) fn blend(&self, node: NodeId) -> Option<Blend> {
        let &[a, b] = self.program.node(node).op.operands().as_slice() else {
            return None;
        };
        let ((gate_a, stream_a), (gate_b, _)) =
            (valve_of(self.program, a)?, valve_of(self.program, b)?);
        let side = |gate: NodeId| match self.program.node(gate).op {
            Op::OneMinus(side) => side,
            _ => gate,
        };
        if gate_a == gate_b || side(gate_a) != side(gate_b) {
            return None;
        }
        let first_is_old = self.program.node(stream_a).op == Op::Carry;
        let (old, new, gate) = if first_is_old {
            (a, b, gate_b)
        } else {
            (b, a, gate_a)
        };
        Some(Blend {
            old: old.0,
            new: new.0,
            share: self.opening(gate),
        })
    }

    /// Why nothing comes out of a product: its gate is shut in every unit, or in the selected one.
    pub(super) fn dead(&self, node: NodeId) -> Option<String> {
        let (gate, _) = valve_of(self.program, node)?;
        if !(self.has_value(node) && self.has_value(gate)) {
            return None;
        }
        let (values, unit) = (self.value(gate), self.subject.unit);
        let name = words(self.program, gate);
        if values.iter().all(|value| value.abs() < SHUT) {
            return Some(format!("dead in every unit: the {name} is shut"));
        }
        let own = *values.get(unit - 1)?;
        let own_text = number::text(own);
        (own.abs() < SHUT).then(|| format!("dead in unit {unit}: the {name} is {own_text}"))
    }

    /// What the current op adds to the weights of a sum.
    pub(super) fn card(&self, node: NodeId) -> Option<Card> {
        if self.dir != Direction::Backward {
            return None;
        }
        let BackwardKind::Weights { sums } = &self.subject.timeline.backward()[self.now].kind
        else {
            return None;
        };
        let Op::Linear(sum) = &self.program.node(node).op else {
            return None;
        };
        let read: Vec<f64> = sum
            .terms
            .iter()
            .filter(|term| matches!(term, Term::Product(..)))
            .flat_map(|term| self.value(term.operand()))
            .collect();
        sums.contains(&node).then(|| Card {
            columns: read.len(),
            values: self
                .gradient(node)
                .iter()
                .flat_map(|grad| read.iter().map(move |value| grad * value))
                .collect(),
        })
    }
}

/// The gate of a product and what passes through; `None` where nothing works as a gate.
fn valve_of(program: &Program, node: NodeId) -> Option<(NodeId, NodeId)> {
    let Op::Odot(a, b) = program.node(node).op else {
        return None;
    };
    let is_gate = |node: NodeId| matches!(program.node(node).op, Op::Sigmoid(_) | Op::OneMinus(_));
    match (is_gate(a), is_gate(b)) {
        (true, _) => Some((a, b)),
        (false, true) => Some((b, a)),
        (false, false) => None,
    }
}
