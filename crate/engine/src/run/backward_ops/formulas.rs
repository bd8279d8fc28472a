//! The formulas of gradients, built from the rules of the ops that read a node.
//!
//! Invariant: a gradient that has an op of its own stands in the formulas of others by its name; an inlined one
//! is written out.

use super::{has_products, is_inlined, live_users, part_of};
use crate::ir::{Expr, NodeId, Part, Program, rules};

/// One road on which a gradient reaches the old value of a state.
#[derive(Clone, Debug, PartialEq)]
pub enum Share {
    /// Element by element, through this reader.
    Reader(NodeId),
    /// Through the matrices of these sums.
    Sums(Vec<NodeId>),
}

/// The formula of a node's gradient: from the head, from the future, from other segments, from the cell.
///
/// Without `with_head`, what comes from the head is left out: at a step without a loss it is nothing.
#[must_use]
pub fn gradient(program: &Program, node: NodeId, with_head: bool) -> Expr {
    gradient_past(program, node, with_head, &[])
}

/// The same at a step where some nodes are held: what is held passes nothing to what it is made of.
#[must_use]
pub fn gradient_past(program: &Program, node: NodeId, with_head: bool, held: &[NodeId]) -> Expr {
    if program.loss == Some(node) {
        return Expr::Grad(node);
    }
    let (head, cell): (Vec<_>, Vec<_>) = live_users(program, node)
        .into_iter()
        .filter(|(user, _)| !held.contains(user))
        .partition(|(user, _)| part_of(program, *user) == Part::Head);
    let passed = |users: Vec<(NodeId, usize)>| {
        users
            .into_iter()
            .map(|(user, place)| contribution_past(program, user, place, held))
    };
    let mut summands: Vec<Expr> = if with_head {
        passed(head).collect()
    } else {
        vec![]
    };
    if program.carry_into(node).is_some() {
        summands.push(Expr::Future(node));
    }
    if program.outputs.contains(&node) {
        summands.push(Expr::Wired(node));
    }
    summands.extend(passed(cell));
    if summands.is_empty() {
        return Expr::Zero(node);
    }
    collect(summands)
}

/// The formula of what `user` passes back to its operand number `place`.
#[must_use]
pub fn contribution(program: &Program, user: NodeId, place: usize) -> Expr {
    contribution_past(program, user, place, &[])
}

fn contribution_past(program: &Program, user: NodeId, place: usize, held: &[NodeId]) -> Expr {
    let upstream = if is_inlined(program, user) {
        gradient_past(program, user, true, held)
    } else {
        Expr::Grad(user)
    };
    rules::gradient(program, user, place, upstream)
}

/// The roads on which a gradient reaches the old value of a state, in the order in which readers stand.
#[must_use]
pub fn shares(program: &Program, carry: NodeId) -> Vec<Share> {
    let mut shares = Vec::new();
    let mut sums = Vec::new();
    let mut readers: Vec<NodeId> = live_users(program, carry)
        .into_iter()
        .map(|(user, _)| user)
        .collect();
    readers.dedup();
    for reader in readers {
        if has_products(program, reader) {
            sums.push(reader);
        } else {
            shares.push(Share::Reader(reader));
        }
    }
    // The short road first: a state that is kept arrives there before it went through the candidate.
    let is_short =
        |share: &Share| matches!(share, Share::Reader(reader) if is_inlined(program, *reader));
    let (mut shares, long): (Vec<_>, Vec<_>) = shares.into_iter().partition(is_short);
    shares.extend(long);
    if !sums.is_empty() {
        shares.push(Share::Sums(sums));
    }
    shares
}

/// The formula of one road.
#[must_use]
pub fn share(program: &Program, carry: NodeId, share: &Share) -> Expr {
    let through = |reader: NodeId| {
        let places = live_users(program, carry);
        let own = places.into_iter().filter(move |(user, _)| *user == reader);
        own.map(|(user, place)| contribution(program, user, place))
            .collect::<Vec<_>>()
    };
    match share {
        Share::Reader(reader) => collect(through(*reader)),
        Share::Sums(sums) => collect(sums.iter().flat_map(|sum| through(*sum)).collect()),
    }
}

/// The formula of all that arrives at the old value of a state.
#[must_use]
pub fn previous(program: &Program, carry: NodeId) -> Expr {
    let roads = shares(program, carry);
    match roads.as_slice() {
        [] => Expr::Zero(carry),
        [only] => share(program, carry, only),
        _ => Expr::sum(
            (0..roads.len())
                .map(|share| Expr::Share { carry, share })
                .collect(),
        ),
    }
}

/// The formula of what a sum adds to the gradient of one of its products' weights.
#[must_use]
pub fn weight_gradient(program: &Program, sum: NodeId, operand: NodeId) -> Expr {
    Expr::Outer(
        Box::new(sum_gradient(program, sum)),
        Box::new(Expr::Value(operand)),
    )
}

/// The formula of a sum's own gradient, by its name where it has an op of its own.
#[must_use]
pub fn sum_gradient(program: &Program, sum: NodeId) -> Expr {
    if is_inlined(program, sum) {
        gradient(program, sum, true)
    } else {
        Expr::Grad(sum)
    }
}

/// A sum of formulas, flattened, with a factor that leads all of them put in front.
fn collect(summands: Vec<Expr>) -> Expr {
    let mut flat = Vec::new();
    for summand in summands {
        match summand {
            Expr::Sum(inner) => flat.extend(inner),
            other => flat.push((true, other)),
        }
    }
    match flat.as_slice() {
        [(true, _)] => flat.remove(0).1,
        [_, _, ..] => factor_out(flat),
        _ => Expr::Sum(flat),
    }
}

fn factor_out(summands: Vec<(bool, Expr)>) -> Expr {
    let leading = |expr: &Expr| match expr {
        Expr::Odot(factors) => factors.first().cloned(),
        _ => None,
    };
    let Some(common) = leading(&summands[0].1) else {
        return Expr::Sum(summands);
    };
    if summands
        .iter()
        .any(|(_, summand)| leading(summand).as_ref() != Some(&common))
    {
        return Expr::Sum(summands);
    }
    let rest: Vec<(bool, Expr)> = summands
        .into_iter()
        .map(|(added, summand)| match summand {
            Expr::Odot(mut factors) => {
                factors.remove(0);
                let only = factors.len() == 1;
                (
                    added,
                    if only {
                        factors.remove(0)
                    } else {
                        Expr::Odot(factors)
                    },
                )
            }
            other => (added, other),
        })
        .collect();
    let (mut summands, subtracted): (Vec<_>, Vec<_>) =
        rest.into_iter().partition(|(added, _)| *added);
    summands.extend(subtracted);
    Expr::Odot(vec![common, Expr::Sum(summands)])
}
