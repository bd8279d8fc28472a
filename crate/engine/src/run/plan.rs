//! A program compiled to instructions, from the graph alone, for any cell.
//!
//! - **Hoist and sink**: what no state reaches runs once for all columns before the loop; what reaches
//!   no state (head, loss) once after it, its backward before the backward loop.
//! - **Merge**: products of one operand whose rows adjoin are one product.
//! - **Defer**: weight gradients are formed once over all columns after the backward loop.
//!
//! Invariant: hoisting and merging change no bit, because each number's sum keeps its order.

use super::layout::{Layout, Region};
use crate::ir::order::sorted;
use crate::ir::{Linear, NodeId, Op, ParamView, Program, Term};

/// Which rearrangements to make. All, unless a test asks for the plain plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passes {
    /// Run what no state reaches once, before the loop.
    pub hoist: bool,
    /// Make adjoining products of one operand one product.
    pub merge: bool,
    /// Form weight gradients once, after the loop.
    pub defer: bool,
}

impl Default for Passes {
    fn default() -> Self {
        Self {
            hoist: true,
            merge: true,
            defer: true,
        }
    }
}

/// One instruction, with one result.
#[derive(Clone, Debug)]
pub(super) enum Instr {
    /// result = sum of the biases (0 without any).
    Start {
        biases: Vec<ParamView>,
        result: Region,
    },
    /// result += weight * operand.
    Product {
        weight: ParamView,
        operand: Region,
        result: Region,
        packed: usize,
    },
    /// result += operand.
    Add { operand: Region, result: Region },
    /// An element-wise op, the softmax or a loss.
    Apply { node: NodeId },
}

/// The instructions of a program.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub(super) before: Vec<Instr>,
    pub(super) each: Vec<Instr>,
    pub(super) after: Vec<Instr>,
    pub(super) reaches_loss: Vec<bool>,
    pub(super) defer: bool,
    packed_len: usize,
}

impl Plan {
    /// Compiles a program for a layout of it.
    #[must_use]
    pub fn new(program: &Program, layout: &Layout, passes: Passes) -> Self {
        let mut compiler = Compiler {
            program,
            layout,
            passes,
            fixed: fixed(program),
            feeds_state: feeds_state(program),
            emitted: vec![0; program.nodes.len()],
            plan: Self {
                reaches_loss: program.reaches_loss(),
                defer: passes.defer,
                ..Self::default()
            },
        };
        for id in program.ids() {
            compiler.node(id);
        }
        compiler.plan
    }

    pub(super) fn packed_len(&self) -> usize {
        self.packed_len
    }

    pub(super) fn phase(&self, phase: Phase) -> &[Instr] {
        match phase {
            Phase::Before => &self.before,
            Phase::Each => &self.each,
            Phase::After => &self.after,
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Instr> {
        self.before.iter().chain(&self.each).chain(&self.after)
    }
}

/// For each node, whether no state reaches it.
fn fixed(program: &Program) -> Vec<bool> {
    let mut fixed = vec![true; program.nodes.len()];
    for id in program.ids() {
        let op = &program.node(id).op;
        fixed[id.0] = *op != Op::Carry && op.operands().iter().all(|operand| fixed[operand.0]);
    }
    fixed
}

/// For each node, whether it reaches the next value of a state.
fn feeds_state(program: &Program) -> Vec<bool> {
    let mut feeds = vec![false; program.nodes.len()];
    for carry in &program.carries {
        feeds[carry.next.0] = true;
    }
    for id in program
        .ids()
        .rev()
        .filter(|id| program.node(*id).op != Op::Carry)
    {
        if feeds[id.0] {
            for operand in program.node(id).op.operands() {
                feeds[operand.0] = true;
            }
        }
    }
    feeds
}

/// When an instruction runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Once for all columns, before the loop over the steps.
    Before,
    /// At each step.
    Each,
    /// Once for all columns, after the loop.
    After,
}

struct Compiler<'a> {
    program: &'a Program,
    layout: &'a Layout,
    passes: Passes,
    fixed: Vec<bool>,
    feeds_state: Vec<bool>,
    /// How many terms of each sum are already in the plan, through a merged product.
    emitted: Vec<usize>,
    plan: Plan,
}

impl Compiler<'_> {
    fn node(&mut self, id: NodeId) {
        match &self.program.node(id).op {
            Op::Input | Op::Carry | Op::Memory => {}
            Op::Linear(linear) => self.sum(id, linear),
            _ => {
                let phase = self.phase(id, self.fixed[id.0]);
                self.push(phase, Instr::Apply { node: id });
            }
        }
    }

    fn phase(&self, id: NodeId, fixed: bool) -> Phase {
        if !self.feeds_state[id.0] {
            Phase::After
        } else if fixed && self.passes.hoist {
            Phase::Before
        } else {
            Phase::Each
        }
    }

    /// A term can run no earlier than those before it, so that the order of the sum stays.
    fn phase_of_term(&self, id: NodeId, linear: &Linear, place: usize) -> Phase {
        let fixed = linear.terms[..=place]
            .iter()
            .all(|term| self.fixed[term.operand().0]);
        self.phase(id, fixed)
    }

    fn push(&mut self, phase: Phase, instr: Instr) {
        match phase {
            Phase::Before => self.plan.before.push(instr),
            Phase::Each => self.plan.each.push(instr),
            Phase::After => self.plan.after.push(instr),
        }
    }

    fn sum(&mut self, id: NodeId, linear: &Linear) {
        self.start(id, linear);
        for (place, &term) in linear.terms.iter().enumerate().skip(self.emitted[id.0]) {
            let phase = self.phase_of_term(id, linear, place);
            match term {
                Term::Plain(operand) => {
                    let (operand, result) = (self.layout.region(operand), self.layout.region(id));
                    self.push(phase, Instr::Add { operand, result });
                }
                Term::Product(weight, operand) => self.product(phase, id, place, weight, operand),
            }
            self.emitted[id.0] = place + 1;
        }
    }

    /// The biases come first, so they are there before any product that a neighbour merges in.
    fn start(&mut self, id: NodeId, linear: &Linear) {
        if self.emitted[id.0] > 0 {
            return;
        }
        let phase = self.phase(id, true);
        let instr = Instr::Start {
            biases: linear.biases.clone(),
            result: self.layout.region(id),
        };
        self.push(phase, instr);
    }

    fn product(
        &mut self,
        phase: Phase,
        id: NodeId,
        place: usize,
        mut weight: ParamView,
        operand: NodeId,
    ) {
        let mut result = self.layout.region(id);
        if self.passes.merge {
            let run = self.neighbours(phase, id, place, operand);
            for &(member, _) in run.iter().filter(|(member, _)| *member != id) {
                if let Op::Linear(linear) = &self.program.node(member).op {
                    self.start(member, linear);
                }
                self.emitted[member.0] = place + 1;
            }
            let (first, view) = run[0];
            let rows: usize = run.iter().map(|(_, view)| view.rows).sum();
            result = self.layout.region(first).widened(rows - view.rows);
            weight = ParamView { rows, ..view };
        }
        let packed = self.plan.packed_len;
        self.plan.packed_len += weight.rows * self.program.params[weight.param.0].cols;
        let operand = self.layout.region(operand);
        self.push(
            phase,
            Instr::Product {
                weight,
                operand,
                result,
                packed,
            },
        );
    }

    /// The sums stacked beside `id` (itself among them, lowest rows first) whose term number `place`
    /// multiplies the same operand by adjoining rows in the same phase, and whose earlier terms are as
    /// far as `id`'s: together they can be one product.
    fn neighbours(
        &self,
        phase: Phase,
        id: NodeId,
        place: usize,
        operand: NodeId,
    ) -> Vec<(NodeId, ParamView)> {
        let stack = self.layout.stack(id);
        let view_of = |other: NodeId| match &self.program.node(other).op {
            Op::Linear(linear) => match linear.terms.get(place) {
                Some(&Term::Product(view, same)) if same == operand => {
                    Some((view, self.phase_of_term(other, linear, place)))
                }
                _ => None,
            },
            _ => None,
        };
        let run: Vec<(NodeId, ParamView)> = self
            .program
            .ids()
            .filter(|&other| self.layout.stack(other) == stack && self.emitted[other.0] == place)
            .filter_map(|other| {
                view_of(other)
                    .filter(|(_, at)| *at == phase)
                    .map(|(view, _)| (other, view))
            })
            .collect();
        let key = |(_, view): &(NodeId, ParamView)| (view.param, view.first_row);
        let run = sorted(run, |a, b| key(a).cmp(&key(b)));
        let adjoins =
            |a: ParamView, b: ParamView| a.param == b.param && a.first_row + a.rows == b.first_row;
        let own = run
            .iter()
            .position(|(member, _)| *member == id)
            .unwrap_or(0);
        let from = (0..own)
            .rev()
            .take_while(|&at| adjoins(run[at].1, run[at + 1].1))
            .last()
            .unwrap_or(own);
        let to = (own + 1..run.len())
            .take_while(|&at| adjoins(run[at - 1].1, run[at].1))
            .last()
            .unwrap_or(own);
        run[from..=to].to_vec()
    }
}
