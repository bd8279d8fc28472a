//! What is written at every op: one equation, or a few, as formulas over nodes.

use unrolled::ir::{Expr, Linear, MicroOp, NodeId, Op, ParamView, Program, Term};
use unrolled::run::Trace;
use unrolled::run::backward_ops;
use unrolled::run::backward_ops::{
    BackwardKind, BackwardOp, Share, gradient, gradient_past, live_users, share, shares,
    sum_gradient,
};

/// One equation.
#[derive(Clone, Debug, PartialEq)]
pub struct Equation {
    /// What is computed.
    pub left: Left,
    /// How.
    pub right: Right,
}

/// The left side of an equation.
#[derive(Clone, Debug, PartialEq)]
pub enum Left {
    /// Inputs and states arrive.
    Arrival,
    /// A node.
    Value(NodeId),
    /// The gradient of a node.
    Gradient(NodeId),
    /// What arrives at the old value of a state.
    Previous(NodeId),
    /// One part of that.
    Share(NodeId, usize),
    /// The gradients of the stack of an input and a state.
    Stack(NodeId, NodeId),
    /// What is added to the gradient of one block, or of two side by side.
    Weights(Vec<ParamView>),
}

/// The right side of an equation.
#[derive(Clone, Debug, PartialEq)]
pub enum Right {
    /// The nodes that arrive.
    Nodes(Vec<NodeId>),
    /// A formula.
    Formula(Expr),
    /// Sums of products, the input's and the state's on top of each other.
    Stacked(Vec<(ParamView, ParamView, NodeId)>),
    /// A gradient times what its weights multiply, in a row.
    Outer(Expr, Vec<NodeId>),
    /// The lower part of the stack's gradient.
    Split(NodeId, NodeId),
    /// The value at which what is on the left is held.
    Held(f64),
    /// Nothing, because this node is held and is all that reads what is on the left.
    Closed(NodeId),
    /// Less than the formula says, because the way back ends here for some or all losses.
    Limited(Limit),
}

/// What ends the way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The state is detached: nothing passes.
    Cut,
    /// The windows of some losses, so many steps long, begin here: only the others pass.
    Window(usize),
}

/// What is done to a step from outside.
#[derive(Clone, Debug, Default)]
pub struct Outside {
    /// The nodes that are held, with their values.
    pub held: Vec<(NodeId, f64)>,
    /// What ends the way back to the step before.
    pub limit: Option<Limit>,
}

impl Outside {
    /// What is done to a step, from 0.
    #[must_use]
    pub fn at(trace: &Trace<f64>, t: usize) -> Self {
        Self {
            held: trace.held_at(t),
            limit: Limit::before(trace, t),
        }
    }
}

impl Limit {
    /// What ends the way back from a step, from 0, to the one before it.
    #[must_use]
    pub fn before(trace: &Trace<f64>, t: usize) -> Option<Self> {
        let reach = trace.reach();
        if t > 0 && reach.is_cut_after(t) {
            return Some(Self::Cut);
        }
        let begins = reach.begins_at(t + 1, trace.steps());
        reach.window.filter(|_| begins).map(Self::Window)
    }
}

/// The equation of a micro-op.
#[must_use]
pub fn forward(program: &Program, op: &MicroOp, held: &[(NodeId, f64)]) -> Equation {
    let node = op.result();
    if let Some((_, value)) = held.iter().find(|(own, _)| *own == node) {
        return Equation {
            left: Left::Value(node),
            right: Right::Held(*value),
        };
    }
    if program.node(node).op.arrives() {
        let nodes = op.nodes.clone().map(NodeId).collect();
        return Equation {
            left: Left::Arrival,
            right: Right::Nodes(nodes),
        };
    }
    let formula = unrolled::ir::rules::formula(program.node(node));
    Equation {
        left: Left::Value(node),
        right: Right::Formula(formula),
    }
}

/// The equations of a gradient op; without `with_head` those of a step without a loss, `stacked` as the
/// lesson prints them.
#[must_use]
pub fn backward(
    program: &Program,
    op: &BackwardOp,
    with_head: bool,
    stacked: bool,
    outside: &Outside,
) -> Vec<Equation> {
    match &op.kind {
        BackwardKind::Gradient { node, .. } => vec![Equation {
            left: Left::Gradient(*node),
            right: gradient_of(program, *node, with_head, &outside.held),
        }],
        BackwardKind::Share {
            carry,
            share: place,
        } => vec![share_equation(program, *carry, *place, outside.limit)],
        BackwardKind::Weights { sums } => sums
            .iter()
            .flat_map(|sum| weights(program, *sum, stacked))
            .collect(),
        BackwardKind::Matrices { input, carry } => {
            matrices(program, *input, *carry, stacked, outside.limit)
        }
        BackwardKind::Previous { carry } => match outside.limit {
            Some(limit) => vec![Equation {
                left: Left::Previous(*carry),
                right: Right::Limited(limit),
            }],
            None => vec![previous(program, *carry, stacked)],
        },
    }
}

fn gradient_of(program: &Program, node: NodeId, with_head: bool, held: &[(NodeId, f64)]) -> Right {
    let nodes: Vec<NodeId> = held.iter().map(|(node, _)| *node).collect();
    match gradient_past(program, node, with_head, &nodes) {
        Expr::Zero(_) => {
            let readers = live_users(program, node);
            let reader = readers.iter().find(|(reader, _)| nodes.contains(reader));
            reader.map_or(Right::Formula(Expr::Zero(node)), |(reader, _)| {
                Right::Closed(*reader)
            })
        }
        formula => Right::Formula(formula),
    }
}

fn share_equation(
    program: &Program,
    carry: NodeId,
    place: usize,
    limit: Option<Limit>,
) -> Equation {
    let roads = shares(program, carry);
    let is_only = roads.len() == 1;
    let right = match limit {
        Some(Limit::Cut) => Right::Limited(Limit::Cut),
        Some(limit) if is_only => Right::Limited(limit),
        _ => Right::Formula(share(program, carry, &roads[place])),
    };
    let left = if is_only {
        Left::Previous(carry)
    } else {
        Left::Share(carry, place)
    };
    Equation { left, right }
}

fn linear(program: &Program, sum: NodeId) -> Option<&Linear> {
    match &program.node(sum).op {
        Op::Linear(linear) => Some(linear),
        _ => None,
    }
}

/// The two products of a sum that reads the input and a state through blocks of the same gate.
#[must_use]
pub fn stack_of(program: &Program, sum: &Linear) -> Option<[(ParamView, NodeId); 2]> {
    let [Term::Product(upper, x), Term::Product(lower, h)] = *sum.terms.as_slice() else {
        return None;
    };
    let reads = (&program.node(x).op, &program.node(h).op);
    let same_gate = upper.first_row == lower.first_row && upper.rows == lower.rows;
    let gated = !program.params[upper.param.0].blocks.is_empty();
    (reads == (&Op::Input, &Op::Carry) && same_gate && gated).then_some([(upper, x), (lower, h)])
}

/// The same of the products that the summands of an expression begin with.
#[must_use]
pub fn stacked_pair(program: &Program, all: &[(bool, Expr)]) -> Option<[(ParamView, NodeId); 2]> {
    let [
        (true, Expr::Product(upper, x)),
        (true, Expr::Product(lower, h)),
        ..,
    ] = all
    else {
        return None;
    };
    let (Expr::Value(x), Expr::Value(h)) = (&**x, &**h) else {
        return None;
    };
    let sum = Linear {
        terms: vec![Term::Product(*upper, *x), Term::Product(*lower, *h)],
        biases: vec![],
    };
    stack_of(program, &sum)
}

fn weights(program: &Program, sum: NodeId, stacked: bool) -> Vec<Equation> {
    let Some(linear) = linear(program, sum) else {
        return vec![];
    };
    let delta = sum_gradient(program, sum);
    let outer = |views: Vec<ParamView>, operands: Vec<NodeId>| Equation {
        left: Left::Weights(views),
        right: Right::Outer(delta.clone(), operands),
    };
    let mut equations: Vec<Equation> = match stack_of(program, linear).filter(|_| stacked) {
        Some([(upper, x), (lower, h)]) => vec![outer(vec![upper, lower], vec![x, h])],
        None => linear
            .terms
            .iter()
            .filter_map(|term| match *term {
                Term::Product(view, operand) => Some(outer(vec![view], vec![operand])),
                Term::Plain(_) => None,
            })
            .collect(),
    };
    equations.extend(linear.biases.iter().map(|view| Equation {
        left: Left::Weights(vec![*view]),
        right: Right::Formula(delta.clone()),
    }));
    equations
}

/// The products through which the gradients of `x` and `h` come, if all of them can be stacked.
fn stackable(
    program: &Program,
    x: NodeId,
    h: NodeId,
) -> Option<Vec<(ParamView, ParamView, NodeId)>> {
    let readers = |node| {
        live_users(program, node)
            .into_iter()
            .map(|(user, _)| user)
            .collect::<Vec<_>>()
    };
    let sums = readers(x);
    let of = |sum: &NodeId| {
        let [(upper, own_x), (lower, own_h)] = stack_of(program, linear(program, *sum)?)?;
        (own_x == x && own_h == h).then_some((upper, lower, *sum))
    };
    if sums == readers(h) {
        sums.iter().map(of).collect()
    } else {
        None
    }
}

fn matrices(
    program: &Program,
    input: Option<NodeId>,
    carry: Option<NodeId>,
    stacked: bool,
    limit: Option<Limit>,
) -> Vec<Equation> {
    if let (Some(x), Some(h), true) = (input, carry, stacked)
        && let Some(products) = stackable(program, x, h)
    {
        return vec![Equation {
            left: Left::Stack(x, h),
            right: Right::Stacked(products),
        }];
    }
    let to_input = input.map(|x| Equation {
        left: Left::Gradient(x),
        right: Right::Formula(gradient(program, x, true)),
    });
    let to_state = carry.and_then(|carry| {
        let sums = shares(program, carry)
            .iter()
            .position(|road| matches!(road, Share::Sums(_)))?;
        Some(share_equation(program, carry, sums, limit))
    });
    to_input.into_iter().chain(to_state).collect()
}

fn previous(program: &Program, carry: NodeId, stacked: bool) -> Equation {
    let input = program.ids().find(|id| program.node(*id).op == Op::Input);
    let right = match input {
        Some(x) if stacked && stackable(program, x, carry).is_some() => Right::Split(x, carry),
        _ => Right::Formula(backward_ops::previous(program, carry)),
    };
    Equation {
        left: Left::Previous(carry),
        right,
    }
}
