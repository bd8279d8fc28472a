//! What kind of place each node of a step has in the picture, found from the graph alone.
//!
//! Invariant: no cell is named here; a cell nobody has drawn gets its places by the same rules.

use crate::explain::graph::{End, Graph, GraphNode, Kind};

/// The place of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// A state as it enters; the number of its lane, if it has one.
    Enter(Option<usize>),
    /// The input of the step.
    Input,
    /// On the straight road of a state from step to step.
    Lane(usize),
    /// Element-wise, between the lanes and the gates.
    Middle,
    /// In the row of gates, at this slot.
    Gate(usize),
    /// The sum inside the gate at this slot.
    Inside(usize),
    /// Reads the state for the loss; in this order from the top.
    Head(usize),
}

/// The places of all nodes.
#[derive(Debug)]
pub(super) struct Structure {
    /// One a node.
    pub(super) spots: Vec<Spot>,
    /// How many states have a straight road.
    pub(super) lanes: usize,
    /// What stands in the row of gates, left to right.
    pub(super) slots: Vec<Slot>,
    /// How many nodes the head has.
    pub(super) head: usize,
    /// What each node reads.
    pub(super) operands: Vec<Vec<usize>>,
    /// Who reads each node.
    pub(super) users: Vec<Vec<usize>>,
}

/// One place in the row of gates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    /// What leaves it.
    pub(super) result: usize,
    /// The sum inside it, where that is another node.
    pub(super) sum: Option<usize>,
}

impl Structure {
    pub(super) fn new(graph: &Graph) -> Self {
        let count = graph.nodes.len();
        let (mut operands, mut users) = (vec![vec![]; count], vec![vec![]; count]);
        for wire in &graph.wires {
            operands[wire.to].push(wire.from);
            users[wire.from].push(wire.to);
        }
        let mut structure = Self {
            spots: vec![Spot::Middle; count],
            lanes: 0,
            slots: vec![],
            head: 0,
            operands,
            users,
        };
        let in_cell = in_cell(graph);
        let lanes = structure.find_lanes(graph);
        structure.lanes = lanes.len();
        structure.assign(graph, &in_cell, &lanes);
        structure
    }

    /// The element-wise way of each state from its old value to its new one, where there is one.
    fn find_lanes(&self, graph: &Graph) -> Vec<Vec<usize>> {
        let enters =
            (0..graph.nodes.len()).filter(|&index| graph.nodes[index].carry == Some(End::Previous));
        let ways = enters.filter_map(|enter| {
            let same = |node: &GraphNode| {
                node.carry == Some(End::Next) && key(node) == key(&graph.nodes[enter])
            };
            let goal = graph.nodes.iter().position(same)?;
            let is_read = !self.users[enter].is_empty();
            // A state that nothing reads keeps its lane: it ends there, and a new one begins.
            self.way(graph, enter, goal)
                .or_else(|| (!is_read).then(|| vec![enter, goal]))
        });
        ways.collect()
    }

    fn way(&self, graph: &Graph, from: usize, goal: usize) -> Option<Vec<usize>> {
        let mut ways = vec![vec![from]];
        while !ways.is_empty() {
            if let Some(way) = ways.iter().find(|way| way.last() == Some(&goal)) {
                return Some(way.clone());
            }
            ways = ways
                .iter()
                .flat_map(|way| {
                    let users = way.last().map_or(&[][..], |&last| &self.users[last]);
                    users
                        .iter()
                        .filter(|&&user| is_road(graph.nodes[user].kind))
                        .map(|&user| [&way[..], &[user]].concat())
                })
                .collect();
        }
        None
    }

    fn assign(&mut self, graph: &Graph, in_cell: &[bool], lanes: &[Vec<usize>]) {
        let lane_of = |index: usize| lanes.iter().position(|lane| lane.contains(&index));
        let mut inside = vec![None; graph.nodes.len()];
        for (index, node) in graph.nodes.iter().enumerate() {
            if is_squash(node.kind) && in_cell[index] {
                let &[sum] = self.operands[index].as_slice() else {
                    continue;
                };
                let fits = matches!(graph.nodes[sum].kind, Kind::Sum | Kind::Join);
                if fits && lane_of(sum).is_none() && self.users[sum].len() == 1 {
                    inside[sum] = Some(index);
                }
            }
        }
        for (index, node) in graph.nodes.iter().enumerate() {
            self.spots[index] = if node.carry == Some(End::Previous) {
                Spot::Enter(lane_of(index))
            } else if !in_cell[index] {
                self.head += 1;
                Spot::Head(self.head - 1)
            } else if node.kind == Kind::Input {
                Spot::Input
            } else if let Some(lane) = lane_of(index) {
                Spot::Lane(lane)
            } else if let Some(result) = inside[index] {
                self.slots.push(Slot {
                    result,
                    sum: Some(index),
                });
                Spot::Inside(self.slots.len() - 1)
            } else if let Some(slot) = self.slots.iter().position(|slot| slot.result == index) {
                Spot::Gate(slot)
            } else if node.kind == Kind::Sum || self.feeds_a_sum(graph, in_cell, index) {
                self.slots.push(Slot {
                    result: index,
                    sum: None,
                });
                Spot::Gate(self.slots.len() - 1)
            } else {
                Spot::Middle
            };
        }
    }

    /// Whether a sum of the cell is made from it without a state in between.
    fn feeds_a_sum(&self, graph: &Graph, in_cell: &[bool], index: usize) -> bool {
        self.users[index]
            .iter()
            .filter(|&&user| in_cell[user])
            .any(|&user| {
                let next = &graph.nodes[user];
                let road = is_road(next.kind) && next.carry.is_none();
                next.kind == Kind::Sum || (road && self.feeds_a_sum(graph, in_cell, user))
            })
    }
}

/// For each node, whether it belongs to the cell: it is evaluated no later than the last new state. (A gate
/// that was cut off makes no state, but it is no head either.)
fn in_cell(graph: &Graph) -> Vec<bool> {
    let last = graph
        .nodes
        .iter()
        .rposition(|node| node.carry == Some(End::Next));
    (0..graph.nodes.len())
        .map(|index| last.is_some_and(|last| index <= last))
        .collect()
}

/// The symbol a reference begins with (`h` of `h.t4`).
pub(super) fn key(node: &GraphNode) -> Option<&str> {
    node.reference
        .as_deref()
        .and_then(|reference| reference.split('.').next())
}

pub(super) fn is_squash(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Sigmoid | Kind::Tanh | Kind::Relu | Kind::Identity
    )
}

fn is_road(kind: Kind) -> bool {
    matches!(kind, Kind::Product | Kind::Join | Kind::Complement)
}
