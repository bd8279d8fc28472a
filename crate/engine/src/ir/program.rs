//! The equations of one time step, in evaluation order, shapes checked.

use super::{Node, NodeId, Op, ParamId, ParamSpec, Symbol};

/// A state that lives from step to step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carry {
    /// The node that reads what the step before left.
    pub previous: NodeId,
    /// The node that the next step will read.
    pub next: NodeId,
}

/// Whether a micro-op belongs to the cell or to what reads its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The recurrent update.
    Cell,
    /// Head, prediction and loss: skipped while stepping where there is no loss.
    Head,
}

/// One box a person would draw: consecutive nodes, the last of which is its result.
#[derive(Clone, Debug)]
pub struct MicroOp {
    /// Its id in positions and links (`keep`).
    pub id: &'static str,
    /// Its name in words (`new cell memory`).
    pub title: &'static str,
    /// Cell or head.
    pub part: Part,
    /// Its nodes; the first op of a step holds the inputs and states.
    pub nodes: std::ops::Range<usize>,
}

impl MicroOp {
    /// The node that holds what this micro-op is for.
    #[must_use]
    pub fn result(&self) -> NodeId {
        NodeId(self.nodes.end - 1)
    }
}

/// The equations of one time step.
#[derive(Clone, Debug)]
pub struct Program {
    /// In evaluation order.
    pub nodes: Vec<Node>,
    /// The states.
    pub carries: Vec<Carry>,
    /// The parameters, in PyTorch's order in one flat buffer.
    pub params: Vec<ParamSpec>,
    /// The steps a person takes through it.
    pub micro_ops: Vec<MicroOp>,
    /// The nodes that other programs read.
    pub outputs: Vec<NodeId>,
    /// The node that holds the loss of a step, if there is one.
    pub loss: Option<NodeId>,
}

impl Program {
    /// The node with this id.
    #[must_use]
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0]
    }

    /// The ids of all nodes, in evaluation order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        (0..self.nodes.len()).map(NodeId)
    }

    /// The node named by this symbol's key, states by their next value.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<NodeId> {
        self.ids().find(|&id| {
            let node = self.node(id);
            node.op != Op::Carry && node.symbol.is_some_and(|symbol| symbol.key == key)
        })
    }

    /// The parameter of this name.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<ParamId> {
        self.params
            .iter()
            .position(|param| param.name == name)
            .map(ParamId)
    }

    /// How many numbers all parameters hold together.
    #[must_use]
    pub fn param_count(&self) -> usize {
        self.params.last().map_or(0, |last| last.range().end)
    }

    /// The state whose previous value is `node`.
    #[must_use]
    pub fn carry_of(&self, node: NodeId) -> Option<Carry> {
        self.carries
            .iter()
            .copied()
            .find(|carry| carry.previous == node)
    }

    /// The state whose next value is `node`.
    #[must_use]
    pub fn carry_into(&self, node: NodeId) -> Option<Carry> {
        self.carries
            .iter()
            .copied()
            .find(|carry| carry.next == node)
    }

    /// Every (user, operand number) that reads `node` within the step.
    #[must_use]
    pub fn users(&self, node: NodeId) -> Vec<(NodeId, usize)> {
        let mut users = Vec::new();
        for id in self.ids() {
            for (place, operand) in self.node(id).op.operands().into_iter().enumerate() {
                if operand == node {
                    users.push((id, place));
                }
            }
        }
        users
    }

    /// The micro-op that computes `node`.
    #[must_use]
    pub fn micro_op_of(&self, node: NodeId) -> Option<usize> {
        self.micro_ops
            .iter()
            .position(|op| op.nodes.contains(&node.0))
    }

    /// The symbol of a node that has one.
    #[must_use]
    pub fn symbol(&self, node: NodeId) -> Option<Symbol> {
        self.node(node).symbol
    }

    /// For each node, whether it feeds the loss, now or at a later step, here or in another program.
    #[must_use]
    pub fn reaches_loss(&self) -> Vec<bool> {
        let starts: Vec<NodeId> = self.loss.iter().chain(&self.outputs).copied().collect();
        self.leads_to(&starts)
    }

    /// For each node, whether one of these depends on it, now or at a later step.
    #[must_use]
    pub fn leads_to(&self, ends: &[NodeId]) -> Vec<bool> {
        let mut reaches = vec![false; self.nodes.len()];
        let states = self.carries.iter().map(|carry| carry.next);
        for end in ends.iter().copied().chain(states) {
            reaches[end.0] = true;
        }
        for id in self.ids().rev() {
            if reaches[id.0] {
                for operand in self.node(id).op.operands() {
                    reaches[operand.0] = true;
                }
            }
        }
        reaches
    }
}
