//! Which parts are written out in the place of their letters.

use crate::explain::equation::{Equation, Left, Right};
use crate::explain::names::Notation;
use unrolled::ir::{Expr, NodeId, Op, Program, rules};

/// The formula that is written in the place of a node: of parts without a name always, of parts without
/// a PyTorch letter in PyTorch's notation, and in the lesson's where they are a plain function of
/// quantities with names and nothing keeps them.
pub(crate) fn expansion(
    program: &Program,
    node: NodeId,
    notation: Notation,
    keep_parts: bool,
) -> Option<Expr> {
    let computed = !program.node(node).op.arrives();
    let written_out = match program.symbol(node) {
        None => true,
        Some(symbol) if symbol.pytorch.is_some() => false,
        Some(_) if notation == Notation::Pytorch => true,
        Some(_) => !keep_parts && is_plain(program, node),
    };
    (computed && written_out).then(|| rules::formula(program.node(node)))
}

/// Whether a node is worked out without parameters.
pub(super) fn is_plain(program: &Program, node: NodeId) -> bool {
    match &program.node(node).op {
        Op::Linear(sum) => !sum.has_params(),
        op => op.is_elementwise() || matches!(op, Op::Temper(..)),
    }
}

/// Sums with parameters and weight gradients keep the letters of their parts.
pub(crate) fn keeps_parts(program: &Program, equation: &Equation) -> bool {
    match (&equation.left, &equation.right) {
        (_, Right::Outer(..)) => true,
        (Left::Value(node), _) => !is_plain(program, *node),
        _ => false,
    }
}

/// The node that shows the distribution over these logits.
pub(crate) fn probabilities(program: &Program, logits: NodeId) -> Option<NodeId> {
    program
        .ids()
        .find(|id| program.node(*id).op == Op::Softmax(logits))
}

pub(super) fn products_of(right: &Right) -> usize {
    let Right::Formula(expr) = right else {
        return 0;
    };
    let summands = match expr {
        Expr::Sum(summands) => summands.iter().map(|(_, summand)| summand).collect(),
        other => vec![other],
    };
    let products: Vec<_> = summands
        .into_iter()
        .filter(|summand| matches!(summand, Expr::Product(..) | Expr::TransposedProduct(..)))
        .collect();
    match products.as_slice() {
        [Expr::Product(a, _), Expr::Product(b, _)] if a.first_row == b.first_row => 1,
        other => other.len(),
    }
}
