//! The rules of every op, one file a family: shape, forward, backward, formula, gradient formula.
//!
//! Invariant: whoever adds an op states its five faces side by side in one of these files; nothing
//! else in the crate knows how an op computes. Slices hold one or more whole columns of a node.

pub mod elementwise;
pub mod linear;
pub mod loss;

use super::{Expr, Node, NodeId, Op};

/// What `node` computes, as a formula over its operands.
#[must_use]
pub fn formula(node: &Node) -> Expr {
    match &node.op {
        Op::Input | Op::Carry => Expr::Sum(vec![]),
        Op::Linear(linear) => linear::formula(linear),
        Op::Softmax(_) | Op::CrossEntropy(..) | Op::SquaredError { .. } | Op::Dot(..) => {
            loss::formula(node)
        }
        _ => elementwise::formula(&node.op),
    }
}

/// What node `id` passes back to its operand number `operand`, given the formula `upstream` of its
/// own gradient.
#[must_use]
pub fn gradient(node: &Node, id: NodeId, operand: usize, upstream: Expr) -> Expr {
    match &node.op {
        Op::Linear(linear) => linear::gradient(linear.terms[operand], upstream),
        Op::CrossEntropy(..) | Op::SquaredError { .. } | Op::Dot(..) => {
            loss::gradient(&node.op, upstream)
        }
        _ => elementwise::gradient(&node.op, id, operand, upstream),
    }
}
