//! What the nodes of a cell are for: which gate keeps, which writes, what is proposed, remembered, shown.
//!
//! Invariant: found from what nodes do, not from the names of cells, so a new cell needs nothing here.

use unrolled::ir::{NodeId, Op, Program, Role};
use unrolled::run::keep_gate;

/// What a node is for in any cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    KeepGate,
    KeepSum,
    WriteGate,
    WriteSum,
    Candidate,
    CandidateSum,
    Kept,
    Written,
    Memory,
    Shown,
}

/// The nodes of a program by what they are for.
#[derive(Clone, Debug)]
pub(super) struct Anatomy<'p> {
    pub program: &'p Program,
    pub keep: Option<NodeId>,
    pub write: Option<NodeId>,
    pub candidate: Option<NodeId>,
    kept: Option<NodeId>,
    written: Option<NodeId>,
    pub memory: Option<NodeId>,
    pub shown: Option<NodeId>,
}

impl<'p> Anatomy<'p> {
    pub(super) fn of(program: &'p Program) -> Self {
        let memory = program.find("c").or_else(|| program.find("h"));
        let keep = memory.and_then(|memory| keep_gate(program, memory));
        let role = |wanted: Role| {
            move |id: &NodeId| {
                let squashed = matches!(program.node(*id).op, Op::Tanh(_) | Op::Relu(_));
                squashed && program.symbol(*id).is_some_and(|own| own.role == wanted)
            }
        };
        let candidate = program.ids().find(role(Role::Candidate));
        let product_of = |node: Option<NodeId>| {
            program.ids().find_map(|id| match program.node(id).op {
                Op::Odot(a, b) if Some(a) == node => Some((id, b)),
                Op::Odot(a, b) if Some(b) == node => Some((id, a)),
                _ => None,
            })
        };
        let written = candidate.and_then(|candidate| product_of(Some(candidate)));
        Self {
            program,
            keep,
            write: written.map(|(_, gate)| gate),
            candidate,
            kept: keep
                .and_then(|keep| product_of(Some(keep)))
                .map(|(id, _)| id),
            written: written.map(|(id, _)| id),
            memory,
            shown: program.find("h"),
        }
    }

    /// The gate itself, where 1 minus it stands in the product.
    pub(super) fn bare(&self, gate: NodeId) -> NodeId {
        match self.program.node(gate).op {
            Op::OneMinus(inner) => inner,
            _ => gate,
        }
    }

    fn sum_of(&self, gate: NodeId) -> Option<NodeId> {
        match self.program.node(gate).op {
            Op::Sigmoid(a) | Op::Tanh(a) | Op::Relu(a) | Op::Identity(a) => Some(a),
            _ => None,
        }
    }

    fn purposes(&self) -> Vec<(Purpose, NodeId)> {
        let gate = |gate: Option<NodeId>| gate.map(|gate| self.bare(gate));
        let sum = |gate: Option<NodeId>| gate.and_then(|gate| self.sum_of(gate));
        // A plain network's whole step is its candidate.
        let candidate = self
            .candidate
            .or(self.memory.filter(|_| self.keep.is_none()));
        let all = [
            (Purpose::WriteGate, gate(self.write)),
            (Purpose::KeepGate, gate(self.keep)),
            (Purpose::WriteSum, sum(gate(self.write))),
            (Purpose::KeepSum, sum(gate(self.keep))),
            (Purpose::CandidateSum, sum(candidate)),
            (Purpose::Kept, self.kept),
            (Purpose::Written, self.written),
            (Purpose::Memory, self.memory),
            (Purpose::Shown, self.shown),
            (Purpose::Candidate, candidate),
        ];
        all.into_iter()
            .filter_map(|(purpose, node)| Some((purpose, node?)))
            .collect()
    }

    /// The node of another program that is for the same.
    pub(super) fn same_in(&self, other: &Self, node: NodeId) -> Option<NodeId> {
        let own = self.purposes();
        let theirs = other.purposes();
        own.iter()
            .filter(|(_, id)| *id == node)
            .find_map(|(purpose, _)| {
                let found = theirs.iter().find(|(own, _)| own == purpose)?;
                Some(found.1)
            })
    }
}
