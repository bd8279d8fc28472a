//! Forward: values, step after step.

use std::ops::Range;

use super::kernels::{Cut, multiply};
use super::layout::Region;
use super::plan::{Instr, Phase};
use super::{Run, Trace};
use crate::ir::rules::{elementwise, linear, loss, memory};
use crate::ir::{NodeId, Op, ParamView, Program, Scalar};

impl<S: Scalar> Run<S> {
    /// Computes every value and the loss from parameters, inputs and initial states.
    pub fn forward(&mut self) {
        self.pack();
        self.clear_padded_inputs();
        self.forward_steps(0..self.trace.steps());
        self.clear_padding();
        self.trace.grads.clear();
        self.trace.loss = self.total_loss();
    }

    /// Computes some steps from those before them: where the next input is only known when a step is done. The
    /// parameters are those of the last [`pack`](Self::pack).
    pub(super) fn forward_steps(&mut self, steps: Range<usize>) {
        let batch = self.trace.batch();
        let all = steps.start * batch..steps.end * batch;
        self.execute(Phase::Before, &all);
        for t in steps {
            self.execute(Phase::Each, &(t * batch..(t + 1) * batch));
            self.keep_padded_states(t);
        }
        self.execute(Phase::After, &all);
    }

    /// Takes the parameters over into the copies that products read.
    pub(super) fn pack(&mut self) {
        self.packed
            .fill(&self.plan, &self.program, &self.trace.params);
    }

    fn execute(&mut self, phase: Phase, columns: &Range<usize>) {
        for instr in self.plan.phase(phase) {
            execute(
                instr,
                &self.program,
                &mut self.trace,
                &self.packed.forward,
                columns.clone(),
            );
            if let (Instr::Apply { node }, false) = (instr, self.trace.holds.is_empty()) {
                self.trace.keep_held(*node, columns);
            }
        }
    }

    /// Whatever the inputs hold in the padding must not matter.
    fn clear_padded_inputs(&mut self) {
        for (t, b) in self.trace.padded() {
            for id in self
                .program
                .ids()
                .filter(|id| self.program.node(*id).op == Op::Input)
            {
                self.trace.value_mut(id, t, b).fill(S::zero());
            }
        }
    }

    /// In the padding the state stays what it was.
    fn keep_padded_states(&mut self, t: usize) {
        for b in 0..self.trace.batch() {
            if self.trace.is_real(t, b) {
                continue;
            }
            for carry in &self.program.carries {
                let region = self.trace.layout().region(carry.previous);
                let column = t * self.trace.batch() + b;
                let next = self.trace.layout().region(carry.next).start(column);
                self.trace.values.copy_within(region.column(column), next);
            }
        }
    }

    /// Nothing but the state has a value in the padding.
    fn clear_padding(&mut self) {
        for (t, b) in self.trace.padded() {
            for id in self.program.ids() {
                let is_state = self
                    .program
                    .carry_of(id)
                    .or(self.program.carry_into(id))
                    .is_some();
                if !is_state && self.program.node(id).op != Op::Memory {
                    self.trace.value_mut(id, t, b).fill(S::zero());
                }
            }
        }
    }

    fn total_loss(&self) -> S {
        let losses = self
            .program
            .loss
            .map_or(S::zero(), |node| self.weighed(node));
        self.trace
            .last_terms()
            .fold(losses, |sum, (_, place, weights)| {
                let products = self.trace.values[place].iter().zip(weights);
                products.fold(sum, |sum, (&value, &weight)| sum + weight * value)
            })
    }

    /// The losses of all steps that count, each times its weight.
    fn weighed(&self, node: NodeId) -> S {
        let region = self.trace.layout().region(node);
        let weighed = self
            .trace
            .loss_weights
            .iter()
            .enumerate()
            .filter(|(_, weight)| **weight != S::zero());
        weighed.fold(S::zero(), |sum, (column, &weight)| {
            sum + weight * self.trace.values[region.start(column)]
        })
    }
}

fn execute<S: Scalar>(
    instr: &Instr,
    program: &Program,
    trace: &mut Trace<S>,
    packed: &[S],
    columns: Range<usize>,
) {
    match instr {
        Instr::Start { biases, result } => start(program, trace, biases, *result, columns),
        Instr::Product {
            operand,
            result,
            packed: at,
            ..
        } => {
            let weights = &packed[*at..*at + result.rows * operand.rows];
            multiply(&mut trace.values, weights, (*operand, *result), &columns);
        }
        Instr::Add { operand, result } => {
            for column in columns {
                let mut cut = Cut::new(&mut trace.values, result.column(column));
                let (out, v) = cut.with(operand.column(column));
                linear::add(v, out);
            }
        }
        Instr::Apply { node } => apply(program, trace, *node, columns),
    }
}

fn start<S: Scalar>(
    program: &Program,
    trace: &mut Trace<S>,
    biases: &[ParamView],
    result: Region,
    columns: Range<usize>,
) {
    for column in columns {
        let out = &mut trace.values[result.column(column)];
        out.fill(S::zero());
        for view in biases {
            let at = program.params[view.param.0].offset + view.first_row;
            linear::add(&trace.params[at..at + view.rows], out);
        }
    }
}

fn apply<S: Scalar>(program: &Program, trace: &mut Trace<S>, node: NodeId, columns: Range<usize>) {
    let op = &program.node(node).op;
    if let Op::Lookup(table, index) = op {
        return look_up(program, trace, *table, [*index, node], columns);
    }
    let operands = op.operands();
    let region = |id: NodeId| trace.layout().region(id);
    let (result, a) = (region(node), region(operands[0]));
    let b = region(*operands.last().unwrap_or(&operands[0]));
    for columns in runs(op, &[result, a, b], columns) {
        let span = |region: Region| region.start(columns.start)..region.column(columns.end - 1).end;
        let mut cut = Cut::new(&mut trace.values, span(result));
        let (out, a, b) = cut.with_two(span(a), span(b));
        match op {
            Op::Softmax(_) => loss::softmax(a, out),
            Op::CrossEntropy(..) | Op::SquaredError { .. } | Op::Dot(..) => {
                out[0] = loss::forward(op, a, b);
            }
            Op::Temper(..)
            | Op::Concat(..)
            | Op::PlusEach(..)
            | Op::DotEach(..)
            | Op::Mask(..)
            | Op::Blend(..) => memory::forward(op, a, b, out),
            _ => elementwise::forward(op, a, b, out),
        }
    }
}

fn look_up<S: Scalar>(
    program: &Program,
    trace: &mut Trace<S>,
    table: ParamView,
    [index, node]: [NodeId; 2],
    columns: Range<usize>,
) {
    let spec = &program.params[table.param.0];
    let [index, result] = [index, node].map(|id| trace.layout().region(id));
    for column in columns {
        let row = memory::row_of(&trace.values[index.column(column)]);
        let at = spec.offset + row * spec.cols;
        trace.values[result.column(column)].copy_from_slice(&trace.params[at..at + spec.cols]);
    }
}

/// The columns in as few runs as can be: all at once for an element-wise op where every region is
/// dense, else one by one.
pub(super) fn runs(
    op: &Op,
    regions: &[Region],
    columns: Range<usize>,
) -> impl Iterator<Item = Range<usize>> + use<> {
    let together = op.is_elementwise() && regions.iter().all(Region::is_dense);
    let step = if together { columns.len().max(1) } else { 1 };
    let end = columns.end;
    columns
        .step_by(step)
        .map(move |from| from..(from + step).min(end))
}
