//! In which order the gradient ops of a part are walked: rules 2 and 3.
//!
//! Invariant: an op goes only when every gradient it waits for is final.

use super::{BackwardKind, BackwardOp, is_inlined, part_of};
use crate::ir::{NodeId, Op, Part, Program};

/// A gradient op that is to be placed.
#[derive(Clone, Debug)]
pub(super) struct Job {
    pub(super) op: BackwardOp,
    pub(super) class: Class,
    /// The nodes whose gradients must be final before.
    pub(super) waits_for: Vec<NodeId>,
    /// The node whose gradient is final after.
    pub(super) completes: Option<NodeId>,
    pub(super) forward_place: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Elementwise,
    Sum,
    Weights,
    Matrices,
    Previous,
}

/// The place of the next job among the ready ones.
fn choose(ready: &[(usize, usize, Job)], waiting: &[Job]) -> Option<usize> {
    let rank = |(since, round, job): &(usize, usize, Job)| {
        let sum = job.class == Class::Sum;
        let opens = sum && opens_results(job, waiting);
        let newest = if sum { usize::MAX - round } else { 0 };
        let carry = matches!(
            job.op.kind,
            BackwardKind::Share { .. } | BackwardKind::Previous { .. }
        );
        (job.class, !opens, newest, *since, carry, job.forward_place)
    };
    (0..ready.len()).min_by_key(|&place| rank(&ready[place]))
}

/// Whether a result waits for this sum.
fn opens_results(job: &Job, waiting: &[Job]) -> bool {
    job.completes.is_some_and(|node| {
        waiting
            .iter()
            .any(|other| other.class == Class::Elementwise && other.waits_for.contains(&node))
    })
}

/// The rule applied to one program.
pub(super) struct Rule<'a> {
    pub(super) program: &'a Program,
    pub(super) reaches: Vec<bool>,
    pub(super) inlined: Vec<bool>,
}

impl<'a> Rule<'a> {
    pub(super) fn new(program: &'a Program) -> Self {
        let inlined = program
            .ids()
            .map(|node| is_inlined(program, node))
            .collect();
        Self {
            program,
            reaches: program.reaches_loss(),
            inlined,
        }
    }

    pub(super) fn schedule(&self, part: Part) -> Vec<BackwardOp> {
        let mut waiting = self.jobs(part);
        let mut ready: Vec<(usize, usize, Job)> = Vec::new();
        let mut done: Vec<bool> = self
            .program
            .ids()
            .map(|node| !self.is_job(node, part))
            .collect();
        let mut ops = Vec::new();
        let (mut clock, mut round, mut last) = (0, 0, Class::Elementwise);
        while !(waiting.is_empty() && ready.is_empty()) {
            let (now_ready, still): (Vec<_>, Vec<_>) = waiting
                .into_iter()
                .partition(|job| job.waits_for.iter().all(|node| done[node.0]));
            waiting = still;
            ready.extend(now_ready.into_iter().map(|job| (clock, round, job)));
            let Some(next) = choose(&ready, &waiting) else {
                break;
            };
            let (_, _, job) = ready.remove(next);
            if job.class == Class::Elementwise && last == Class::Sum {
                round += 1;
            }
            last = job.class;
            if let Some(node) = job.completes {
                done[node.0] = true;
            }
            ops.push(job.op);
            clock += 1;
        }
        ops
    }

    pub(super) fn is_job(&self, node: NodeId, part: Part) -> bool {
        let computed = !matches!(self.program.node(node).op, Op::Input | Op::Carry);
        computed
            && self.reaches[node.0]
            && !self.inlined[node.0]
            && part_of(self.program, node) == part
            && self.program.loss != Some(node)
    }
}
