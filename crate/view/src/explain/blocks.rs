//! The parameters as blocks, one group for each sum they stand in, and which group is looked at.
//!
//! Invariant: every parameter of the program is in exactly one group for each sum that reads it.

use super::Subject;
use super::behind::{Matrix, block};
use super::names::{self, Notation};
use super::reference::{Part, Reference};
use unrolled::ir::{Linear, NodeId, Op, ParamView, Program, Term};
use unrolled::run::backward_ops::BackwardKind;
use unrolled::run::cursor::{Direction, Position};

/// All parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Blocks {
    /// In forward order.
    pub groups: Vec<Group>,
    /// Whether the cursor walks back, so that gradients may be seen.
    pub backward: bool,
    /// How many steps the gradients are summed over so far.
    pub passed: usize,
    /// T.
    pub steps: usize,
}

/// The parameters of one sum.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What they are for.
    pub title: String,
    /// Decides the hue.
    pub role: &'static str,
    /// Whether it is looked at.
    pub lit: bool,
    /// Weights, then biases.
    pub blocks: Vec<Matrix>,
    /// The gradient of each, summed over the steps that the cursor has passed; empty forward.
    pub grads: Vec<Matrix>,
    /// Whether the rows are hidden units.
    pub units: bool,
}

/// The parameters, seen from a position with something in focus.
#[must_use]
pub fn blocks(
    subject: &Subject<'_>,
    position: &Position,
    focus: Option<&str>,
    notation: Notation,
) -> Blocks {
    let position = subject.timeline.resolve(position);
    let program = subject.run.program();
    let lit = looked_at(subject, &position, focus);
    let backward = position.dir == Direction::Backward;
    let sums = sums(program);
    let passed = sums
        .first()
        .map_or(0, |sum| passed_steps(subject, &position, *sum).count());
    let groups = sums
        .into_iter()
        .map(|sum| group(subject, &position, sum, lit == Some(sum), notation))
        .collect();
    Blocks {
        groups,
        backward,
        passed,
        steps: subject.timeline.steps(),
    }
}

/// The sums that have parameters, in forward order.
#[must_use]
pub fn sums(program: &Program) -> Vec<NodeId> {
    let has_params =
        |id: &NodeId| matches!(&program.node(*id).op, Op::Linear(sum) if sum.has_params());
    program.ids().filter(has_params).collect()
}

/// What a sum is for, in words.
#[must_use]
pub fn title(program: &Program, sum: NodeId) -> String {
    let op = program.micro_op_of(sum).map(|op| &program.micro_ops[op]);
    let title = op.map_or("weights", |op| op.title);
    title.strip_suffix(", sum").unwrap_or(title).to_owned()
}

/// The weight blocks of a sum and what each multiplies.
#[must_use]
pub fn products(program: &Program, sum: NodeId) -> Vec<(ParamView, NodeId)> {
    let Op::Linear(linear) = &program.node(sum).op else {
        return vec![];
    };
    let product = |term: &Term| match *term {
        Term::Product(view, operand) => Some((view, operand)),
        Term::Plain(_) => None,
    };
    linear.terms.iter().filter_map(product).collect()
}

/// The steps (from 1) whose share of a sum's weight gradients the backward cursor has passed, last first.
pub fn passed_steps(
    subject: &Subject<'_>,
    position: &Position,
    sum: NodeId,
) -> impl Iterator<Item = usize> + use<> {
    let ops = subject.timeline.backward();
    let weighs = ops
        .iter()
        .position(|op| matches!(&op.kind, BackwardKind::Weights { sums } if sums.contains(&sum)))
        // What no loss depends on is passed with the others, and adds nothing.
        .or_else(|| {
            ops.iter()
                .rposition(|op| matches!(op.kind, BackwardKind::Weights { .. }))
        });
    let here = subject.timeline.place(&position.op, position.dir);
    let done_here = weighs.is_some() && here >= weighs;
    let back = position.dir == Direction::Backward;
    let first = position.t + usize::from(!done_here);
    let last = subject.timeline.steps();
    (first..=last).rev().filter(move |_| back)
}

/// The sum that is in focus, else the one that the op under the cursor computes or squashes.
#[must_use]
pub fn looked_at(
    subject: &Subject<'_>,
    position: &Position,
    focus: Option<&str>,
) -> Option<NodeId> {
    let program = subject.run.program();
    let focused = focus.and_then(|focus| focus.parse().ok());
    let in_focus = focused.and_then(|reference: Reference| match &reference {
        Reference::Param { name, part } => owner(program, name, part),
        Reference::Value(place) | Reference::Gradient(place) => {
            sum_behind(program, place.locate(program)?.0)
        }
        _ => None,
    });
    in_focus.or_else(|| {
        let place = subject.timeline.place(&position.op, position.dir)?;
        match position.dir {
            Direction::Forward => sum_behind(program, subject.timeline.forward()[place].result()),
            Direction::Backward => match &subject.timeline.backward()[place].kind {
                BackwardKind::Gradient { node, .. } => sum_behind(program, *node),
                BackwardKind::Weights { sums } if sums.len() == 1 => Some(sums[0]),
                _ => None,
            },
        }
    })
}

/// The sum itself, or the one that a gate or candidate squashes.
fn sum_behind(program: &Program, node: NodeId) -> Option<NodeId> {
    match &program.node(node).op {
        Op::Linear(sum) if sum.has_params() => Some(node),
        Op::Sigmoid(a) | Op::Tanh(a) | Op::Relu(a) | Op::Identity(a) => {
            let is_sum = matches!(&program.node(*a).op, Op::Linear(sum) if sum.has_params());
            is_sum.then_some(*a)
        }
        _ => None,
    }
}

/// The sum that reads a parameter, or the rows that one entry stands in.
fn owner(program: &Program, name: &str, part: &Part) -> Option<NodeId> {
    let param = program.param(name)?;
    let reads = |view: &ParamView| {
        view.param == param
            && match part {
                Part::Whole => true,
                Part::Block(letter) => {
                    names::gate(program, *view).is_some_and(|gate| gate.letter == letter)
                }
                Part::Entry(row, _) => {
                    (view.first_row..view.first_row + view.rows).contains(&(row - 1))
                }
            }
    };
    sums(program)
        .into_iter()
        .find(|sum| views(program, *sum).iter().any(reads))
}

/// The blocks of a sum: weights, then biases.
fn views(program: &Program, sum: NodeId) -> Vec<ParamView> {
    let biases = match &program.node(sum).op {
        Op::Linear(Linear { biases, .. }) => biases.clone(),
        _ => vec![],
    };
    let weights = products(program, sum).into_iter().map(|(view, _)| view);
    weights.chain(biases).collect()
}

fn group(
    subject: &Subject<'_>,
    position: &Position,
    sum: NodeId,
    lit: bool,
    notation: Notation,
) -> Group {
    let program = subject.run.program();
    let views = views(program, sum);
    let blocks: Vec<Matrix> = views
        .iter()
        .map(|view| block(subject, notation, &[*view]))
        .collect();
    let steps: Vec<usize> = passed_steps(subject, position, sum).collect();
    let grads = if lit && !steps.is_empty() {
        let of = |(view, own): (&ParamView, &Matrix)| {
            let entries = gradient(subject, sum, *view, &steps);
            Matrix {
                prefix: "∇",
                words: format!("gradient of {}", own.words),
                entries,
                gradient: true,
                ..own.clone()
            }
        };
        views.iter().zip(&blocks).map(of).collect()
    } else {
        vec![]
    };
    let state = program.carries.first();
    Group {
        title: title(program, sum),
        role: blocks.first().map_or("plain", |own| own.role),
        lit,
        units: state.is_some_and(|carry| program.node(carry.next).rows == program.node(sum).rows),
        blocks,
        grads,
    }
}

/// What these steps (from 1) add to the gradient of a block.
fn gradient(subject: &Subject<'_>, sum: NodeId, view: ParamView, steps: &[usize]) -> Vec<f64> {
    let (program, trace) = (subject.run.program(), subject.run.trace());
    let cols = program.params[view.param.0].cols;
    let operand = products(program, sum)
        .into_iter()
        .find(|(own, _)| *own == view)
        .map(|(_, operand)| operand);
    let mut total = vec![0.0; view.rows * cols];
    for t in steps {
        let delta = trace.grad(sum, t - 1, subject.batch);
        let ones = [1.0];
        let row = operand.map_or(&ones[..], |node| trace.value(node, t - 1, subject.batch));
        for (line, d) in total.chunks_exact_mut(cols).zip(delta) {
            for (sum, v) in line.iter_mut().zip(row) {
                *sum += d * v;
            }
        }
    }
    total
}
