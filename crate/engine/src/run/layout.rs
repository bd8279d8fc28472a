//! Where every number of a run stands in one flat buffer.
//!
//! Invariant: a node holds rows x (steps * batch), column after column, the batch inside the step. A
//! state and its next value share a block of steps + 1 columns. A memory has one column a sequence, read at every
//! step. Sums whose weight rows adjoin are
//! stacked in one block, so that their products can be one product. A result never overlaps an operand.

use crate::ir::order::sorted;
use crate::ir::{Linear, NodeId, Op, ParamView, Program, Term};

/// A node's rows within its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    offset: usize,
    stride: usize,
    /// How many numbers a column holds.
    pub rows: usize,
    shift: usize,
    batch: usize,
    stays: bool,
}

impl Region {
    /// Where column `column` (= step * batch + entry) begins.
    #[must_use]
    pub fn start(&self, column: usize) -> usize {
        let column = if self.stays {
            column % self.batch
        } else {
            column + self.shift * self.batch
        };
        self.offset + column * self.stride
    }

    /// The numbers of one column.
    #[must_use]
    pub fn column(&self, column: usize) -> std::ops::Range<usize> {
        let start = self.start(column);
        start..start + self.rows
    }

    /// From one column to the next.
    #[must_use]
    pub fn stride(&self) -> usize {
        self.stride
    }

    /// Whether the columns follow each other without a gap.
    #[must_use]
    pub fn is_dense(&self) -> bool {
        self.stride == self.rows && !self.stays
    }

    /// This region and the next `rows` rows of the same block.
    #[must_use]
    pub fn widened(self, rows: usize) -> Self {
        Self {
            rows: self.rows + rows,
            ..self
        }
    }
}

/// The regions of all nodes, for one number of steps and sequences.
#[derive(Clone, Debug)]
pub struct Layout {
    regions: Vec<Region>,
    stacks: Vec<Option<usize>>,
    steps: usize,
    batch: usize,
    len: usize,
}

impl Layout {
    /// Lays out a program over `steps` steps of `batch` sequences.
    #[must_use]
    pub fn new(program: &Program, steps: usize, batch: usize) -> Self {
        let stacks = stacks(program);
        let unplaced = Region {
            offset: 0,
            stride: 0,
            rows: 0,
            shift: 0,
            batch,
            stays: false,
        };
        let mut regions = vec![unplaced; program.nodes.len()];
        let mut placed = vec![false; program.nodes.len()];
        let mut len = 0;
        for id in program.ids() {
            if placed[id.0] || program.carry_into(id).is_some() {
                continue;
            }
            let carry = program.carry_of(id);
            let members = members(program, &stacks, id);
            let stride = members
                .iter()
                .map(|member| program.node(*member).rows)
                .sum();
            let stays = program.node(id).op == Op::Memory;
            let mut offset = len;
            for member in members {
                let rows = program.node(member).rows;
                regions[member.0] = Region {
                    offset,
                    stride,
                    rows,
                    shift: 0,
                    batch,
                    stays,
                };
                placed[member.0] = true;
                offset += rows;
            }
            if let Some(carry) = carry {
                regions[carry.next.0] = Region {
                    shift: 1,
                    ..regions[id.0]
                };
            }
            let columns = if stays {
                1
            } else {
                steps + usize::from(carry.is_some())
            };
            len += stride * batch * columns;
        }
        Self {
            regions,
            stacks,
            steps,
            batch,
            len,
        }
    }

    /// Where a node stands.
    #[must_use]
    pub fn region(&self, node: NodeId) -> Region {
        self.regions[node.0]
    }

    /// The nodes' blocks, each with the first node in it: all columns of a block follow each other without a gap.
    #[must_use]
    pub fn blocks(&self, program: &Program) -> Vec<(NodeId, Region)> {
        let first = |id: &NodeId| {
            program.carry_into(*id).is_none() && members(program, &self.stacks, *id)[0] == *id
        };
        let whole = |id: NodeId| {
            let region = self.region(id);
            let rows = region.stride - region.rows;
            (id, region.widened(rows))
        };
        program.ids().filter(first).map(whole).collect()
    }

    /// The stack a sum belongs to.
    #[must_use]
    pub fn stack(&self, node: NodeId) -> Option<usize> {
        self.stacks[node.0]
    }

    /// T.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// B.
    #[must_use]
    pub fn batch(&self) -> usize {
        self.batch
    }

    /// All columns of a node: T * B.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.steps * self.batch
    }

    /// How many numbers the buffer holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is nothing to hold.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

/// The nodes that share `id`'s block, in the order of their weight rows.
fn members(program: &Program, stacks: &[Option<usize>], id: NodeId) -> Vec<NodeId> {
    let Some(stack) = stacks[id.0] else {
        return vec![id];
    };
    let members: Vec<_> = program
        .ids()
        .filter(|other| stacks[other.0] == Some(stack))
        .collect();
    let row = |member: &NodeId| leading(program, *member).map(|(view, _)| view.first_row);
    sorted(members, |a, b| row(a).cmp(&row(b)))
}

/// The first product of a sum: what stacking goes by.
fn leading(program: &Program, id: NodeId) -> Option<(ParamView, NodeId)> {
    let Op::Linear(Linear { terms, .. }) = &program.node(id).op else {
        return None;
    };
    match terms.first() {
        Some(Term::Product(view, operand)) => Some((*view, *operand)),
        _ => None,
    }
}

/// Numbers the groups of sums that can share a block: the same leading matrix and operand, rows that
/// adjoin, and none of them reading another directly.
fn stacks(program: &Program) -> Vec<Option<usize>> {
    let mut stacks = vec![None; program.nodes.len()];
    let sums: Vec<_> = program
        .ids()
        .filter(|&id| program.carry_into(id).is_none())
        .filter_map(|id| leading(program, id).map(|(view, operand)| (view, operand, id)))
        .collect();
    let key =
        |&(view, operand, _): &(ParamView, NodeId, NodeId)| (view.param, operand, view.first_row);
    let sums = sorted(sums, |a, b| key(a).cmp(&key(b)));
    let ids: Vec<NodeId> = sums.iter().map(|&(_, _, id)| id).collect();
    for (stack, (place, &(view, operand, id))) in sums.iter().enumerate().enumerate() {
        let before = place.checked_sub(1).map(|before| sums[before]);
        let joins = before.is_some_and(|(earlier, same, other)| {
            earlier.param == view.param
                && same == operand
                && earlier.first_row + earlier.rows == view.first_row
                && !reads_any(program, id, &ids)
                && !reads_any(program, other, &ids)
        });
        stacks[id.0] = if joins {
            before.and_then(|(_, _, other)| stacks[other.0])
        } else {
            Some(stack)
        };
    }
    stacks
}

fn reads_any(program: &Program, id: NodeId, others: &[NodeId]) -> bool {
    program
        .node(id)
        .op
        .operands()
        .iter()
        .any(|operand| others.contains(operand))
}
