//! Backward: backpropagation through time over the trace that forward left.
//!
//! Invariant: when the pass is done, the gradient of every node at every step is the total derivative
//! of the loss (of the truncated sums, where truncated). Steps are taken from the last to the first.

use std::ops::Range;

use super::forward::runs;
use super::kernels::{Cut, multiply};
use super::layout::Region;
use super::plan::{Instr, Phase};
use super::{Run, Trace, windows};
use crate::ir::rules::linear::Columns;
use crate::ir::rules::{elementwise, linear, loss, memory};
use crate::ir::{NodeId, Op, Program, Scalar};
use crate::model::Reach;

/// How far gradients reach back through the cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Truncation {
    /// To the first step.
    #[default]
    Full,
    /// The state is detached before steps k+1, 2k+1, ...: values cross, gradients do not.
    Chunked(usize),
    /// Each loss reaches back through exactly k cell applications.
    Sliding(usize),
    /// After every k1 steps the losses of those steps go back through at most k2 steps from there.
    Overlapping {
        /// k1.
        every: usize,
        /// k2.
        steps: usize,
    },
}

impl<S: Scalar> Run<S> {
    /// Computes every gradient from the values of the last forward pass.
    pub fn backward(&mut self, truncation: Truncation) {
        let reach = truncation.reach(self.trace.steps());
        self.backward_within(&reach);
    }

    /// The same within these limits.
    pub fn backward_within(&mut self, reach: &Reach) {
        if reach.every.is_some() {
            return windows::pass_back(std::slice::from_mut(self), &[], reach);
        }
        self.seed();
        if reach.window.is_none() {
            return self.pass_all_back(reach);
        }
        self.trace.reach.clone_from(reach);
        self.pass_back(|run| run.slide(reach));
    }

    /// The same from [seeded](Self::seed) gradients, to which others may have been added meanwhile. Where the reach says
    /// so, states are detached.
    pub(super) fn pass_all_back(&mut self, reach: &Reach) {
        self.trace.reach.clone_from(reach);
        self.pass_back(|run| run.steps_back(0..run.trace.steps(), |t| reach.is_cut_after(t)));
    }

    fn pass_back(&mut self, steps_back: impl FnOnce(&mut Self)) {
        let all = 0..self.trace.layout().columns();
        self.retreat(Phase::After, &all);
        steps_back(self);
        self.retreat(Phase::Before, &all);
        self.weigh(self.plan.defer);
    }

    /// From what was seeded back through some steps and no further; the gradients of parameters are not formed yet.
    pub(super) fn pass_some_back(&mut self, steps: Range<usize>, reach: &Reach) {
        let batch = self.trace.batch();
        let columns = steps.start * batch..steps.end * batch;
        let first = steps.start;
        self.retreat(Phase::After, &columns);
        for t in steps.rev() {
            self.step_back_unless(t, t > first && reach.is_cut_after(t));
        }
        if first > 0 {
            self.take_states_before(first);
        }
        self.retreat(Phase::Before, &columns);
    }

    /// Forms the gradients of the parameters from those of the nodes; of the steps too, where `with_steps` says so.
    pub(super) fn weigh(&mut self, with_steps: bool) {
        let all = 0..self.trace.layout().columns();
        let once = self.plan.before.iter().chain(&self.plan.after);
        for instr in once.chain(self.plan.each.iter().filter(|_| with_steps)) {
            weight_gradient(
                instr,
                &self.program,
                &mut self.trace,
                all.clone(),
                &mut self.scratch,
            );
        }
    }

    pub(super) fn clear_grads(&mut self) {
        let trace = &mut self.trace;
        trace.grads.clear();
        trace.grads.resize(trace.values.len(), S::zero());
        trace.param_grads.fill(S::zero());
        for (_, arrived) in &mut trace.wired {
            arrived.fill(S::zero());
        }
    }

    /// Clears every gradient and gives each loss its weight as its own.
    pub(super) fn seed(&mut self) {
        self.clear_grads();
        self.seed_where(|_| true);
    }

    /// Gives each loss its weight where `counts` says so of its step.
    pub(super) fn seed_where(&mut self, counts: impl Fn(usize) -> bool) {
        let trace = &mut self.trace;
        let batch = trace.batch();
        if let Some(node) = self.program.loss {
            let region = trace.layout().region(node);
            let weights = trace.loss_weights.iter().enumerate();
            for (column, &weight) in weights.filter(|(column, _)| counts(column / batch)) {
                trace.grads[region.start(column)] = weight;
            }
        }
        let last: Vec<(Range<usize>, Vec<S>)> = trace
            .last_terms()
            .filter(|(b, ..)| counts(trace.last_real(*b)))
            .map(|(_, place, weights)| (place, weights.to_vec()))
            .collect();
        for (place, weights) in last {
            linear::add(&weights, &mut trace.grads[place]);
        }
    }

    /// Goes back through `steps`; where `is_cut`, nothing passes from the step to the state before it.
    fn steps_back(&mut self, steps: Range<usize>, is_cut: impl Fn(usize) -> bool) {
        for t in steps.rev() {
            self.step_back_unless(t, t > 0 && is_cut(t));
            if !self.plan.defer {
                self.weigh_step(t);
            }
        }
    }

    /// Goes back through a step; where it is cut off, nothing passes to the state before it.
    fn step_back_unless(&mut self, t: usize, is_cut: bool) {
        if !is_cut {
            return self.step_back(t);
        }
        let kept = self.take_states_before(t);
        self.step_back(t);
        self.take_states_before(t);
        self.give_states_before(t, &kept);
    }

    pub(super) fn step_back(&mut self, t: usize) {
        let batch = self.trace.batch();
        self.trace.pass_stays_back(&self.program.carries, t);
        self.retreat(Phase::Each, &(t * batch..(t + 1) * batch));
    }

    /// Passes the gradients of these columns back through one phase of the plan.
    fn retreat(&mut self, phase: Phase, columns: &Range<usize>) {
        for instr in self.plan.phase(phase).iter().rev() {
            retreat(
                instr,
                (&self.program, &self.packed.backward),
                &self.plan.reaches_loss,
                &mut self.trace,
                columns.clone(),
            );
        }
    }

    /// What a step adds to the gradients of the parameters.
    pub(super) fn weigh_step(&mut self, t: usize) {
        let batch = self.trace.batch();
        let columns = t * batch..(t + 1) * batch;
        for instr in self.plan.each.iter().rev() {
            weight_gradient(
                instr,
                &self.program,
                &mut self.trace,
                columns.clone(),
                &mut self.scratch,
            );
        }
    }

    /// Where the states that step `t` starts from stand.
    fn states_before(&self, t: usize) -> impl Iterator<Item = Range<usize>> + use<S> {
        let layout = self.trace.layout();
        let batch = layout.batch();
        let spans: Vec<_> = self
            .program
            .carries
            .iter()
            .map(|carry| layout.region(carry.previous))
            .map(|region| region.start(t * batch)..region.start((t + 1) * batch))
            .collect();
        spans.into_iter()
    }

    /// Takes the gradients of the states that step `t` starts from, leaving zeros.
    pub(super) fn take_states_before(&mut self, t: usize) -> Vec<S> {
        let mut taken = Vec::new();
        for span in self.states_before(t) {
            taken.extend_from_slice(&self.trace.grads[span.clone()]);
            self.trace.grads[span].fill(S::zero());
        }
        taken
    }

    pub(super) fn give_states_before(&mut self, t: usize, given: &[S]) {
        let mut rest = given;
        for span in self.states_before(t) {
            let (own, others) = rest.split_at(span.len());
            linear::add(own, &mut self.trace.grads[span]);
            rest = others;
        }
    }
}

/// Passes the gradient of an instruction's result back to its operands, where it `reaches` what is asked.
pub(super) fn retreat<S: Scalar>(
    instr: &Instr,
    (program, transposed): (&Program, &[S]),
    reaches: &[bool],
    trace: &mut Trace<S>,
    columns: Range<usize>,
) {
    match instr {
        Instr::Start { .. } => {}
        Instr::Product {
            operand,
            result,
            packed,
            ..
        } => {
            let weights = &transposed[*packed..*packed + result.rows * operand.rows];
            multiply(&mut trace.grads, weights, (*result, *operand), &columns);
        }
        Instr::Add { operand, result } => {
            for column in columns {
                let mut cut = Cut::new(&mut trace.grads, operand.column(column));
                let (into, upstream) = cut.with(result.column(column));
                linear::add(upstream, into);
            }
        }
        Instr::Apply { node } if !reaches[node.0] => {}
        Instr::Apply { node } if trace.holds.is_empty() => unapply(program, trace, *node, columns),
        Instr::Apply { node } => {
            // What is held does not depend on its operands.
            for column in columns {
                if trace.held(*node, column / trace.batch()).is_none() {
                    unapply(program, trace, *node, column..column + 1);
                }
            }
        }
    }
}

fn unapply<S: Scalar>(
    program: &Program,
    trace: &mut Trace<S>,
    node: NodeId,
    columns: Range<usize>,
) {
    let op = &program.node(node).op;
    let operands = op.operands();
    if program.loss == Some(node) {
        return judge(op, trace, node, &operands, columns);
    }
    if matches!(op, Op::Lookup(..)) {
        return;
    }
    for (place, &operand) in operands.iter().enumerate() {
        let other = operands[(place + 1) % operands.len()];
        let [result, into, other] = [node, operand, other].map(|id| trace.layout().region(id));
        for columns in runs(op, &[result, into, other], columns.clone()) {
            let span =
                |region: Region| region.start(columns.start)..region.column(columns.end - 1).end;
            let mut cut = Cut::new(&mut trace.grads, span(into));
            let (target, upstream) = cut.with(span(result));
            let value = |region: Region| &trace.values[span(region)];
            match op {
                Op::Softmax(_) => loss::softmax_backward(upstream, value(result), target),
                Op::Temper(..)
                | Op::Concat(..)
                | Op::PlusEach(..)
                | Op::DotEach(..)
                | Op::Mask(..)
                | Op::Blend(..) => memory::backward(op, place, upstream, value(other), target),
                _ => elementwise::backward(
                    op,
                    upstream,
                    value(other),
                    value(into),
                    value(result),
                    target,
                ),
            }
        }
    }
}

/// The loss passes its weight back to the output; steps without a loss pass nothing, whatever they hold.
fn judge<S: Scalar>(
    op: &Op,
    trace: &mut Trace<S>,
    node: NodeId,
    operands: &[NodeId],
    columns: Range<usize>,
) {
    let [result, output, target] =
        [node, operands[0], operands[1]].map(|id| trace.layout().region(id));
    for column in columns {
        let upstream = trace.grads[result.start(column)];
        if upstream == S::zero() {
            continue;
        }
        let (value, target) = (
            &trace.values[output.column(column)],
            &trace.values[target.column(column)],
        );
        loss::backward(
            op,
            upstream,
            value,
            target,
            &mut trace.grads[output.column(column)],
        );
    }
}

/// Adds what these columns contribute to the gradients of an instruction's parameters.
fn weight_gradient<S: Scalar>(
    instr: &Instr,
    program: &Program,
    trace: &mut Trace<S>,
    columns: Range<usize>,
    scratch: &mut Vec<S>,
) {
    match instr {
        Instr::Start { biases, result } => {
            for view in biases {
                let at = program.params[view.param.0].offset + view.first_row;
                for column in columns.clone() {
                    linear::add(
                        &trace.grads[result.column(column)],
                        &mut trace.param_grads[at..at + view.rows],
                    );
                }
            }
        }
        Instr::Product {
            weight,
            operand,
            result,
            ..
        } => {
            let spec = &program.params[weight.param.0];
            let last = columns.end - 1;
            let deltas = &trace.grads[result.start(columns.start)..result.column(last).end];
            let operands = &trace.values[operand.start(columns.start)..operand.column(last).end];
            let at = spec.offset + weight.first_row * spec.cols;
            linear::add_outer_products(
                &mut trace.param_grads[at..at + weight.rows * spec.cols],
                Columns {
                    numbers: deltas,
                    width: weight.rows,
                    stride: result.stride(),
                },
                Columns {
                    numbers: operands,
                    width: spec.cols,
                    stride: operand.stride(),
                },
                scratch,
            );
        }
        Instr::Apply { node } => {
            if let Op::Lookup(table, index) = program.node(*node).op {
                let spec = &program.params[table.param.0];
                let [index, result] = [index, *node].map(|id| trace.layout().region(id));
                for column in columns {
                    let row = memory::row_of(&trace.values[index.column(column)]);
                    let at = spec.offset + row * spec.cols;
                    linear::add(
                        &trace.grads[result.column(column)],
                        &mut trace.param_grads[at..at + spec.cols],
                    );
                }
            }
        }
        Instr::Add { .. } => {}
    }
}
