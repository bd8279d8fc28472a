//! The same update for every step, side by side: what each reads, holds and loses, and what of the gradient arrives.
//!
//! Invariant: going forward a number is here only once its op has run. Going back all norms are here, each with
//! whether the cursor has passed it, because the way back of a long sequence is one picture.

use std::ops::Range;

use super::behind::{Matrix, block};
use super::evaluate::{evaluate, passed_back};
use super::graph::Label;
use super::junction::{self, Junction};
use super::names::{self, Notation};
use super::number;
use super::stage::{sees_gradient, sees_value};
use super::strip::is_marked;
use super::{Reference, Subject};
use unrolled::ir::{NodeId, Op, ParamView};
use unrolled::run::backward_ops::gradient;
use unrolled::run::cursor::{Direction, Position};
use unrolled::run::metrics::norm;

/// A matrix with more rows or columns is not drawn in every box.
const MOST: (usize, usize) = (16, 8);

/// All steps of a run, looked at from a position.
#[derive(Debug)]
pub struct Unrolled<'a> {
    subject: &'a Subject<'a>,
    symbols: Option<&'a [String]>,
    position: Position,
    /// The states that pass from step to step, the hidden one first.
    lanes: Vec<NodeId>,
    gates: Vec<NodeId>,
    /// The length of the gradient of each state at every step, the first first; none where the cursor goes forward.
    norms: Vec<Vec<f64>>,
    /// T.
    pub steps: usize,
    /// The step the cursor stands at, from 1.
    pub t: usize,
    /// Whether the cursor walks back.
    pub backward: bool,
    /// The steps after which the state is detached.
    pub cuts: &'a [usize],
    /// How many steps back the gradient of each loss goes, where that is limited.
    pub window: Option<usize>,
    /// The steps, from 0, that the gradient of the loss looked at goes back through, and that loss's step, from 1.
    pub stretch: (Range<usize>, usize),
    /// The recurrent weights, where they are small enough to stand in every box.
    pub weights: Option<Matrix>,
    /// How many parameters all steps share: those of the cell.
    pub params: usize,
    /// How far the state is, at the start and after each step, from where it would be had it started at zero; none
    /// where it does.
    pub from_zero: Option<&'a [f64]>,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step<'a> {
    /// Its input as printed: a number, or the symbol that was read.
    pub label: String,
    /// Whether its input is marked.
    pub marked: bool,
    /// Its hidden state, once computed.
    pub state: Option<&'a [f64]>,
    /// The mean of its hidden units, once computed.
    pub mean: Option<f64>,
    /// Its gates in the selected unit, once computed: letter, role, value.
    pub gates: Vec<(&'static str, &'static str, Option<f64>)>,
    /// Whether its output is judged.
    pub judged: bool,
    /// Its loss, once computed.
    pub loss: Option<f64>,
}

/// What of the gradient arrives at the state of a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arriving {
    /// The length of what this step's loss sends.
    pub local: f64,
    /// The length of what comes from the steps after it.
    pub future: f64,
    /// The length of the sum.
    pub total: f64,
    /// Whether the cursor has come here.
    pub passed: bool,
}

impl<'a> Unrolled<'a> {
    /// All steps, seen from a position. `symbols` stands on the steps where text was read; `from_zero` is
    /// [`Run::start_fades`](unrolled::run::Run::start_fades).
    #[must_use]
    pub fn new(
        subject: &'a Subject<'a>,
        position: &Position,
        notation: Notation,
        symbols: Option<&'a [String]>,
        from_zero: Option<&'a [f64]>,
    ) -> Option<Self> {
        let position = subject.timeline.resolve(position);
        let (program, trace) = (subject.run.program(), subject.run.trace());
        let lanes: Vec<NodeId> = program.carries.iter().map(|carry| carry.next).collect();
        lanes.first()?;
        let steps = subject.timeline.steps();
        let backward = position.dir == Direction::Backward;
        let length = |node: &NodeId| -> Vec<f64> {
            let steps = 0..steps;
            steps
                .map(|t| norm(trace.grad(*node, t, subject.batch)))
                .collect()
        };
        let judged = subject.timeline.loss_at();
        let end = (position.t..=steps)
            .find(|t| judged[t - 1])
            .unwrap_or(steps);
        let own = program
            .params
            .iter()
            .filter(|spec| !spec.name.starts_with("head."));
        let is_gate = |id: &NodeId| matches!(program.node(*id).op, Op::Sigmoid(_));
        Some(Self {
            norms: if backward {
                lanes.iter().map(length).collect()
            } else {
                vec![]
            },
            gates: program.ids().filter(is_gate).collect(),
            steps,
            t: position.t,
            backward,
            cuts: &trace.reach().cuts,
            window: trace.reach().window,
            stretch: (trace.reach().stretch(end), end),
            weights: recurrent(subject, notation),
            params: own.map(|spec| spec.rows * spec.cols).sum(),
            from_zero,
            subject,
            symbols,
            position,
            lanes,
        })
    }

    /// The selected unit, from 1.
    #[must_use]
    pub fn unit(&self) -> usize {
        self.subject.unit
    }

    /// H.
    #[must_use]
    pub fn units(&self) -> usize {
        self.subject.run.program().node(self.lanes[0]).rows
    }

    fn read(&self, t: usize) -> &'a [f64] {
        let (program, trace) = (self.subject.run.program(), self.subject.run.trace());
        let input = program.ids().find(|id| program.node(*id).op == Op::Input);
        input.map_or(&[], |input| trace.value(input, t - 1, self.subject.batch))
    }

    /// Whether the input of a step, from 1, is marked.
    #[must_use]
    pub fn is_marked(&self, t: usize) -> bool {
        self.symbols.is_none() && is_marked(self.read(t))
    }

    /// A step, from 1.
    #[must_use]
    pub fn step(&self, t: usize) -> Step<'a> {
        let program = self.subject.run.program();
        let read = self.read(t);
        let label = match self.symbols {
            Some(symbols) => symbols.get(t - 1).cloned(),
            None => read.first().map(|value| number::text(*value)),
        };
        let gate = |node: &NodeId| {
            let letter = program.symbol(*node).map_or("", |symbol| symbol.key);
            let unit = (self.subject.unit - 1).min(program.node(*node).rows - 1);
            let value = self.value(*node, t).map(|values| values[unit]);
            (letter, names::role(program, *node), value)
        };
        Step {
            label: label.unwrap_or_default(),
            marked: self.is_marked(t),
            state: self.state(t),
            mean: self.mean(t),
            gates: self.gates.iter().map(gate).collect(),
            judged: self.subject.timeline.loss_at()[t - 1],
            loss: self.loss(t),
        }
    }

    /// The hidden state after a step, once computed.
    #[must_use]
    pub fn state(&self, t: usize) -> Option<&'a [f64]> {
        self.value(self.lanes[0], t)
    }

    /// The mean of the hidden units after a step, once computed.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a count of units")]
    pub fn mean(&self, t: usize) -> Option<f64> {
        let state = self.state(t)?;
        Some(state.iter().sum::<f64>() / state.len() as f64)
    }

    /// The state the first step starts from.
    #[must_use]
    pub fn start(&self) -> &'a [f64] {
        let (program, trace) = (self.subject.run.program(), self.subject.run.trace());
        let carry = program.carry_into(self.lanes[0]);
        carry.map_or(&[], |carry| {
            trace.value(carry.previous, 0, self.subject.batch)
        })
    }

    /// The length of the gradient of a state that the first step starts from, where the cursor goes back.
    #[must_use]
    pub fn start_norm(&self, lane: usize) -> Option<f64> {
        let (program, trace) = (self.subject.run.program(), self.subject.run.trace());
        let carry = program.carry_into(self.lanes[lane])?;
        let gradient = trace.grad(carry.previous, 0, self.subject.batch);
        self.backward.then(|| norm(gradient))
    }

    /// The loss of a step, where it is judged and computed.
    #[must_use]
    pub fn loss(&self, t: usize) -> Option<f64> {
        let judged = self.subject.timeline.loss_at()[t - 1];
        let is_loss =
            |node: &NodeId| !matches!(self.subject.run.program().node(*node).op, Op::Dot(..));
        let loss = self.subject.run.program().loss.filter(is_loss)?;
        let value = self.value(loss, t).filter(|_| judged)?;
        value.first().copied()
    }

    fn value(&self, node: NodeId, t: usize) -> Option<&'a [f64]> {
        let seen = match t.cmp(&self.t) {
            _ if self.backward => true,
            std::cmp::Ordering::Less => true,
            std::cmp::Ordering::Equal => sees_value(self.subject, &self.position, node, t),
            std::cmp::Ordering::Greater => false,
        };
        let trace = self.subject.run.trace();
        seen.then(|| trace.value(node, t - 1, self.subject.batch))
    }

    /// How many states pass from step to step.
    #[must_use]
    pub fn lanes(&self) -> usize {
        self.lanes.len()
    }

    /// The letter of a state.
    #[must_use]
    pub fn letter(&self, lane: usize) -> &'static str {
        let symbol = self.subject.run.program().symbol(self.lanes[lane]);
        symbol.map_or("h", |symbol| symbol.key)
    }

    /// The length of the gradient of a state after a step, from 1, where the cursor goes back.
    #[must_use]
    pub fn norm(&self, t: usize, lane: usize) -> Option<f64> {
        self.norms.get(lane)?.get(t - 1).copied()
    }

    /// Whether the cursor has come to the gradient of a state of this step.
    #[must_use]
    pub fn is_passed(&self, t: usize, lane: usize) -> bool {
        match t.cmp(&self.t) {
            _ if !self.backward => false,
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => {
                sees_gradient(self.subject, &self.position, self.lanes[lane], t)
            }
        }
    }

    /// What arrives at a state of a step, from 1, where the cursor goes back.
    #[must_use]
    pub fn arriving(&self, t: usize, lane: usize) -> Option<Arriving> {
        let total = self.norm(t, lane)?;
        let node = self.lanes[lane];
        let (run, batch) = (self.subject.run, self.subject.batch);
        let (program, trace) = (run.program(), run.trace());
        let judged = self.subject.timeline.loss_at()[t - 1];
        let local = junction::local_part(gradient(program, node, judged)).map_or(0.0, |local| {
            norm(&evaluate(&local, program, trace, t - 1, batch))
        });
        let carry = program.carry_into(node).filter(|_| t < self.steps);
        let future = carry.map_or(0.0, |carry| {
            norm(&passed_back(carry.previous, program, trace, t, batch))
        });
        Some(Arriving {
            local,
            future,
            total,
            passed: self.is_passed(t, lane),
        })
    }

    /// The reference of a state of a step, or of its gradient.
    #[must_use]
    pub fn reference(&self, t: usize, lane: usize, gradient: bool) -> Option<String> {
        let program = self.subject.run.program();
        let found = if gradient {
            Reference::gradient(program, self.lanes[lane], t, None)
        } else {
            Reference::value(program, self.lanes[lane], t, None)
        };
        found.map(|reference| reference.to_string())
    }
}

/// The streams that meet in the state at the cursor's step: of the memory while the cursor stands on it.
#[must_use]
pub fn meeting(subject: &Subject<'_>, position: &Position) -> Option<Junction> {
    let position = subject.timeline.resolve(position);
    if position.dir != Direction::Backward {
        return None;
    }
    let own = junction::junction(subject, &position);
    let hidden = subject.run.program().carries.first()?.next;
    Some(own.unwrap_or_else(|| junction::meeting(subject, hidden, position.t)))
}

/// The matrix that the old state is multiplied by.
fn recurrent(subject: &Subject<'_>, notation: Notation) -> Option<Matrix> {
    let program = subject.run.program();
    let param = program.param("weight_hh_l0")?;
    let spec = &program.params[param.0];
    let view = ParamView {
        param,
        first_row: 0,
        rows: spec.rows,
    };
    let is_small = spec.rows <= MOST.0 && spec.cols <= MOST.1;
    is_small.then(|| {
        let matrix = block(subject, notation, &[view]);
        if spec.blocks.len() < 2 {
            return matrix;
        }
        // The blocks of all gates together have no gate's letter.
        Matrix {
            label: Label {
                base: "W".to_owned(),
                sub: Some("hh".to_owned()),
                ..Label::default()
            },
            words: "recurrent weights of all gates".to_owned(),
            reference: "p.weight_hh_l0".to_owned(),
            role: "plain",
            ..matrix
        }
    })
}
