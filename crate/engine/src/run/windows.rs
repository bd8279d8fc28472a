//! Truncated backward passes in which every loss, or those of some steps together, goes back through a window of its own,
//! over one segment or several that are wired.
//!
//! Invariant: the gradient of every node is the sum over all windows of what a backward pass from the window's losses
//! through the window's steps finds, the state that enters a window being detached unless it is the initial one.

use std::ops::Range;

use super::Run;
use super::network::pass_back as pass_wires_back;
use crate::ir::rules::linear;
use crate::ir::{NodeId, Scalar};
use crate::model::Reach;
use crate::model::network::wires::Link;
use crate::run::layout::Region;

/// Computes every gradient of runs over the same steps, window by window.
pub(super) fn pass_back<S: Scalar>(runs: &mut [Run<S>], links: &[Link], reach: &Reach) {
    let blocks: Vec<_> = runs.iter_mut().map(Run::begin_windows).collect();
    let steps = runs.first().map_or(0, |run| run.trace.steps());
    for window in reach.windows(steps) {
        for run in runs.iter_mut() {
            run.seed_where(|t| window.losses.contains(&t));
        }
        for place in (0..runs.len()).rev() {
            runs[place].pass_some_back(window.steps.clone(), reach);
            for &link in links.iter().filter(|link| link.to.segment == place) {
                pass_wires_back(runs, link, &window.steps);
            }
        }
        for (run, blocks) in runs.iter_mut().zip(&blocks) {
            run.gather(&window.steps, blocks);
        }
    }
    for run in runs {
        run.end_windows(reach);
    }
}

impl<S: Scalar> Run<S> {
    /// Every loss through its own stretch of steps, all added up. The state that enters a stretch is detached, unless
    /// it is the initial one. (What reads the cell reads its states, so the states hold all that a loss passes into
    /// the loop.)
    pub(super) fn slide(&mut self, reach: &Reach) {
        let steps = self.trace.steps();
        let local: Vec<Vec<S>> = (1..=steps).map(|t| self.take_states_before(t)).collect();
        let blocks = self.trace.layout().blocks(&self.program);
        self.window.clear();
        self.window.resize(self.trace.grads.len(), S::zero());
        for chunk in reach.chunks(steps) {
            // The first step that all losses of the chunk reach which come after it.
            let shared = reach.stretch(chunk.end).start;
            for t in chunk.clone() {
                self.slide_one(reach.stretch(t + 1), &local[t], shared, &blocks);
            }
            self.go_together(shared..chunk.end, &local);
        }
        if !self.plan.defer {
            (0..steps).rev().for_each(|t| self.weigh_step(t));
        }
    }

    /// The steps that all losses of a chunk reach which come after them: once for all of these, in the order of the
    /// full gradient, so that what is the same is the same to the last bit.
    fn go_together(&mut self, steps: Range<usize>, local: &[Vec<S>]) {
        let first = steps.start;
        for t in steps.clone() {
            self.give_states_before(t + 1, &local[t]);
        }
        // What the losses passed on here by themselves stands already.
        let passed_on = self.take_states_before(first);
        for t in steps.rev() {
            self.step_back(t);
        }
        if first > 0 {
            self.take_states_before(first);
            self.give_states_before(first, &passed_on);
        }
    }

    /// One loss by itself, for the steps before those that are gone through together.
    fn slide_one(
        &mut self,
        steps: Range<usize>,
        seed: &[S],
        shared: usize,
        blocks: &[(NodeId, Region)],
    ) {
        let (first, end) = (steps.start, steps.end);
        if first >= shared || seed.iter().all(|&part| part == S::zero()) {
            return;
        }
        std::mem::swap(&mut self.trace.grads, &mut self.window);
        self.give_states_before(end, seed);
        for t in steps.rev() {
            self.step_back(t);
        }
        if first > 0 {
            self.take_states_before(first);
        }
        std::mem::swap(&mut self.trace.grads, &mut self.window);
        let own = first..end.min(shared);
        for &(id, region) in blocks {
            let batch = self.trace.batch();
            let after = usize::from(self.program.carry_of(id).is_some());
            let span = |steps: &Range<usize>| {
                region.start(steps.start * batch)..region.start((steps.end + after) * batch)
            };
            let part = &mut self.window[span(&own)];
            linear::add(part, &mut self.trace.grads[span(&own)]);
            self.window[span(&(first..end))].fill(S::zero());
        }
    }

    /// Clears every gradient and makes room for their sums.
    fn begin_windows(&mut self) -> Vec<(NodeId, Region)> {
        self.clear_grads();
        self.window.clear();
        self.window.resize(self.trace.grads.len(), S::zero());
        self.trace.layout().blocks(&self.program)
    }

    /// Adds the gradients of these steps to the sums, leaving zeros.
    fn gather(&mut self, steps: &Range<usize>, blocks: &[(NodeId, Region)]) {
        let batch = self.trace.batch();
        for &(id, region) in blocks {
            let after = usize::from(self.program.carry_of(id).is_some());
            let span = region.start(steps.start * batch)..region.start((steps.end + after) * batch);
            linear::add(
                &self.trace.grads[span.clone()],
                &mut self.window[span.clone()],
            );
            self.trace.grads[span].fill(S::zero());
        }
    }

    /// Takes the sums as the gradients, and forms those of the parameters.
    fn end_windows(&mut self, reach: &Reach) {
        std::mem::swap(&mut self.trace.grads, &mut self.window);
        self.trace.reach.clone_from(reach);
        self.weigh(true);
    }
}
