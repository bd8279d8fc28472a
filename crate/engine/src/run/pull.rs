//! A backward pass from any place: how what stands there depends on everything before it.
//!
//! Invariant: the values of the run stay; its gradients become those of the seeds, and no parameter has
//! one. Holds stop gradients here as in any backward pass.

use super::backward::retreat;
use super::plan::Instr;
use super::{Run, Trace};
use crate::ir::{NodeId, Scalar};

/// A number from which a gradient starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed<S> {
    /// The node.
    pub node: NodeId,
    /// The step, from 0.
    pub t: usize,
    /// The sequence, from 0.
    pub b: usize,
    /// The row of the node, from 0.
    pub unit: usize,
    /// The gradient it starts with.
    pub weight: S,
}

/// Which ways back are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Roads {
    /// All.
    All,
    /// Only those on which no matrix stands: what a unit passes to itself directly.
    Elementwise,
}

impl<S: Scalar> Run<S> {
    /// Computes the gradient of Σ weight · seed with respect to every node at every step, from the values
    /// of the last forward pass.
    ///
    /// # Panics
    /// If a seed lies outside the run.
    pub fn pull_back(&mut self, seeds: &[Seed<S>], roads: Roads) {
        self.pull_back_past(seeds, roads, |_, _| ());
    }

    /// The same; `before` sees the gradients before each step is gone back through, when those of its states have come
    /// from later steps alone.
    pub(super) fn pull_back_past(
        &mut self,
        seeds: &[Seed<S>],
        roads: Roads,
        mut before: impl FnMut(&Trace<S>, usize),
    ) {
        self.clear_grads();
        for seed in seeds {
            let layout = self.trace.layout();
            let column = seed.t * layout.batch() + seed.b;
            let place = layout.region(seed.node).column(column).start + seed.unit;
            self.trace.grads[place] += seed.weight;
        }
        let reaches = self.leads_to(seeds);
        let batch = self.trace.batch();
        let all = 0..self.trace.layout().columns();
        let open = |instr: &&Instr| roads == Roads::All || !matches!(instr, Instr::Product { .. });
        let Self {
            plan,
            program,
            trace,
            packed,
            ..
        } = self;
        let program = (&*program, packed.backward.as_slice());
        for instr in plan.after.iter().rev().filter(open) {
            retreat(instr, program, &reaches, trace, all.clone());
        }
        let last = seeds.iter().map(|seed| seed.t + 1).max().unwrap_or(0);
        for t in (0..last).rev() {
            before(trace, t);
            trace.pass_stays_back(&program.0.carries, t);
            for instr in plan.each.iter().rev().filter(open) {
                retreat(instr, program, &reaches, trace, t * batch..(t + 1) * batch);
            }
        }
        for instr in plan.before.iter().rev().filter(open) {
            retreat(instr, program, &reaches, trace, all.clone());
        }
    }

    /// For each node, whether a seed can depend on it.
    fn leads_to(&self, seeds: &[Seed<S>]) -> Vec<bool> {
        let starts: Vec<NodeId> = seeds.iter().map(|seed| seed.node).collect();
        self.program.leads_to(&starts)
    }
}
