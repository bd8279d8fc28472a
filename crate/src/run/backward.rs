//! Backward: backpropagation through time over the trace that forward left.
//!
//! Invariant: when the pass is done, the gradient of every node at every step is the total derivative
//! of the loss (of the truncated sums, where truncated). Steps are taken from the last to the first.

use std::ops::Range;

use super::forward::runs;
use super::kernels::{Cut, multiply};
use super::layout::Region;
use super::plan::Instr;
use super::{Run, Trace};
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
}

impl<S: Scalar> Run<S> {
    /// Computes every gradient from the values of the last forward pass.
    pub fn backward(&mut self, truncation: Truncation) {
        let reach = truncation.reach(self.trace.steps());
        self.backward_within(&reach);
    }

    /// The same within these limits.
    pub fn backward_within(&mut self, reach: &Reach) {
        self.seed();
        self.trace.reach.clone_from(reach);
        self.pass_back(|run| match reach.window {
            None => run.steps_back(0..run.trace.steps(), |t| reach.is_cut_after(t)),
            Some(_) => run.slide(reach),
        });
    }

    /// The same from [seeded](Self::seed) gradients, to which others may have been added meanwhile.
    pub(super) fn pass_all_back(&mut self) {
        self.trace.reach = Reach::default();
        self.pass_back(|run| run.steps_back(0..run.trace.steps(), |_| false));
    }

    fn pass_back(&mut self, steps_back: impl FnOnce(&mut Self)) {
        let all = 0..self.trace.layout().columns();
        for instr in self.plan.after.iter().rev() {
            retreat(
                instr,
                (&self.program, &self.packed.backward),
                &self.plan.reaches_loss,
                &mut self.trace,
                all.clone(),
            );
        }
        steps_back(self);
        for instr in self.plan.before.iter().rev() {
            retreat(
                instr,
                (&self.program, &self.packed.backward),
                &self.plan.reaches_loss,
                &mut self.trace,
                all.clone(),
            );
        }
        let once = self.plan.before.iter().chain(&self.plan.after);
        for instr in once.chain(self.plan.each.iter().filter(|_| self.plan.defer)) {
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
    }

    /// Clears every gradient and gives each loss its weight as its own.
    pub(super) fn seed(&mut self) {
        self.clear_grads();
        let Some(node) = self.program.loss else {
            return;
        };
        let region = self.trace.layout().region(node);
        for (column, &weight) in self.trace.loss_weights.iter().enumerate() {
            self.trace.grads[region.start(column)] = weight;
        }
    }

    /// Goes back through `steps`; where `is_cut`, nothing passes from the step to the state before it.
    fn steps_back(&mut self, steps: Range<usize>, is_cut: impl Fn(usize) -> bool) {
        for t in steps.rev() {
            let cut = t > 0 && is_cut(t);
            let kept = if cut {
                self.take_states_before(t)
            } else {
                vec![]
            };
            self.step_back(t);
            if !self.plan.defer {
                self.weigh_step(t);
            }
            if cut {
                self.take_states_before(t);
                self.give_states_before(t, &kept);
            }
        }
    }

    fn step_back(&mut self, t: usize) {
        let batch = self.trace.batch();
        let columns = t * batch..(t + 1) * batch;
        for instr in self.plan.each.iter().rev() {
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
    fn weigh_step(&mut self, t: usize) {
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
    fn take_states_before(&mut self, t: usize) -> Vec<S> {
        let mut taken = Vec::new();
        for span in self.states_before(t) {
            taken.extend_from_slice(&self.trace.grads[span.clone()]);
            self.trace.grads[span].fill(S::zero());
        }
        taken
    }

    fn give_states_before(&mut self, t: usize, given: &[S]) {
        let mut rest = given;
        for span in self.states_before(t) {
            let (own, others) = rest.split_at(span.len());
            linear::add(own, &mut self.trace.grads[span]);
            rest = others;
        }
    }

    /// Every loss through its own stretch of steps, all added up. The state that enters a stretch is detached, unless
    /// it is the initial one. (What reads the cell reads its states, so the states hold all that a loss passes into
    /// the loop.)
    fn slide(&mut self, reach: &Reach) {
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
