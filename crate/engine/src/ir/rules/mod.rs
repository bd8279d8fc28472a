//! The rules of every op, one file a family: shape, forward, backward, formula, gradient formula.
//!
//! Invariant: whoever adds an op states its five faces side by side in one of these files; nothing
//! else in the crate knows how an op computes. Slices hold one or more whole columns of a node.

pub mod elementwise;
pub mod linear;
pub mod loss;
pub mod memory;

use super::{Expr, Node, NodeId, Op, Program};

/// What `node` computes, as a formula over its operands.
#[must_use]
pub fn formula(node: &Node) -> Expr {
    match &node.op {
        Op::Input | Op::Carry | Op::Memory => Expr::Sum(vec![]),
        Op::Linear(linear) => linear::formula(linear),
        Op::Softmax(_) | Op::CrossEntropy(..) | Op::SquaredError { .. } | Op::Dot(..) => {
            loss::formula(node)
        }
        Op::Lookup(..)
        | Op::Temper(..)
        | Op::Concat(..)
        | Op::PlusEach(..)
        | Op::DotEach(..)
        | Op::Mask(..)
        | Op::Blend(..) => memory::formula(&node.op),
        _ => elementwise::formula(&node.op),
    }
}

/// What node `id` passes back to its operand number `operand`, given the formula `upstream` of its
/// own gradient.
#[must_use]
pub fn gradient(program: &Program, id: NodeId, operand: usize, upstream: Expr) -> Expr {
    let node = program.node(id);
    match &node.op {
        Op::Linear(linear) => linear::gradient(linear.terms[operand], upstream),
        Op::CrossEntropy(..) | Op::SquaredError { .. } | Op::Dot(..) => {
            loss::gradient(&node.op, upstream)
        }
        Op::Softmax(_) => loss::softmax_gradient(id, upstream),
        Op::Temper(..)
        | Op::Concat(..)
        | Op::PlusEach(..)
        | Op::DotEach(..)
        | Op::Mask(..)
        | Op::Blend(..) => memory::gradient(program, &node.op, operand, upstream),
        _ => elementwise::gradient(&node.op, id, operand, upstream),
    }
}
