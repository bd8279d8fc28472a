//! Two cells on one cursor: which op of the other cell does the same work, and what both come to.
//!
//! Invariant: what corresponds is found from what nodes do (keep, write, propose, remember, show), not from
//! the names of cells, so a new cell needs nothing here.

use super::Subject;
use super::graph::Label;
use super::names::{self, Notation};
use super::number;
use super::reference::Reference;
use super::road::keep_gate;
use super::stage::{sees_value, words};
use crate::ir::{NodeId, Op, Part, Program, Role};
use crate::run::backward_ops::{BackwardKind, BackwardOp};
use crate::run::cursor::{Direction, Position};

/// What a node is for in any cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    KeepGate,
    KeepSum,
    WriteGate,
    WriteSum,
    Candidate,
    CandidateSum,
    Kept,
    Written,
    Memory,
    Shown,
}

/// Where the other cell stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterpart {
    /// Its position.
    pub position: Position,
    /// Why it is not the same op, where it is not.
    pub note: Option<String>,
}

/// The nodes of a program by what they are for.
#[derive(Clone, Debug)]
struct Anatomy<'p> {
    program: &'p Program,
    keep: Option<NodeId>,
    write: Option<NodeId>,
    candidate: Option<NodeId>,
    kept: Option<NodeId>,
    written: Option<NodeId>,
    memory: Option<NodeId>,
    shown: Option<NodeId>,
}

impl<'p> Anatomy<'p> {
    fn of(program: &'p Program) -> Self {
        let memory = program.find("c").or_else(|| program.find("h"));
        let keep = memory.and_then(|memory| keep_gate(program, memory));
        let role = |wanted: Role| {
            move |id: &NodeId| {
                let squashed = matches!(program.node(*id).op, Op::Tanh(_) | Op::Relu(_));
                squashed && program.symbol(*id).is_some_and(|own| own.role == wanted)
            }
        };
        let candidate = program.ids().find(role(Role::Candidate));
        let product_of = |node: Option<NodeId>| {
            program.ids().find_map(|id| match program.node(id).op {
                Op::Odot(a, b) if Some(a) == node => Some((id, b)),
                Op::Odot(a, b) if Some(b) == node => Some((id, a)),
                _ => None,
            })
        };
        let written = candidate.and_then(|candidate| product_of(Some(candidate)));
        Self {
            program,
            keep,
            write: written.map(|(_, gate)| gate),
            candidate,
            kept: keep
                .and_then(|keep| product_of(Some(keep)))
                .map(|(id, _)| id),
            written: written.map(|(id, _)| id),
            memory,
            shown: program.find("h"),
        }
    }

    /// The gate itself, where 1 minus it stands in the product.
    fn bare(&self, gate: NodeId) -> NodeId {
        match self.program.node(gate).op {
            Op::OneMinus(inner) => inner,
            _ => gate,
        }
    }

    fn sum_of(&self, gate: NodeId) -> Option<NodeId> {
        match self.program.node(gate).op {
            Op::Sigmoid(a) | Op::Tanh(a) | Op::Relu(a) | Op::Identity(a) => Some(a),
            _ => None,
        }
    }

    fn purposes(&self) -> Vec<(Purpose, NodeId)> {
        let gate = |gate: Option<NodeId>| gate.map(|gate| self.bare(gate));
        let sum = |gate: Option<NodeId>| gate.and_then(|gate| self.sum_of(gate));
        // A plain network's whole step is its candidate.
        let candidate = self
            .candidate
            .or(self.memory.filter(|_| self.keep.is_none()));
        let all = [
            (Purpose::WriteGate, gate(self.write)),
            (Purpose::KeepGate, gate(self.keep)),
            (Purpose::WriteSum, sum(gate(self.write))),
            (Purpose::KeepSum, sum(gate(self.keep))),
            (Purpose::CandidateSum, sum(candidate)),
            (Purpose::Kept, self.kept),
            (Purpose::Written, self.written),
            (Purpose::Memory, self.memory),
            (Purpose::Shown, self.shown),
            (Purpose::Candidate, candidate),
        ];
        all.into_iter()
            .filter_map(|(purpose, node)| Some((purpose, node?)))
            .collect()
    }

    /// The node of another program that is for the same.
    fn same_in(&self, other: &Self, node: NodeId) -> Option<NodeId> {
        let own = self.purposes();
        let theirs = other.purposes();
        own.iter()
            .filter(|(_, id)| *id == node)
            .find_map(|(purpose, _)| {
                let found = theirs.iter().find(|(own, _)| own == purpose)?;
                Some(found.1)
            })
    }
}

/// Where the other cell stands when this one stands at a position: the same step, the op that does the same
/// work; where there is none, the last one before it that has one.
#[must_use]
pub fn counterpart(from: &Subject<'_>, position: &Position, to: &Subject<'_>) -> Counterpart {
    let position = from.timeline.resolve(position);
    let (here, there) = (
        Anatomy::of(from.run.program()),
        Anatomy::of(to.run.program()),
    );
    let place = from.timeline.place(&position.op, position.dir).unwrap_or(0);
    let of = |place: usize| match position.dir {
        Direction::Forward => forward(from, to, &here, &there, place),
        Direction::Backward => backward(from, to, &here, &there, place),
    };
    let found = (0..=place).rev().find_map(|own| Some((own, of(own)?)));
    let (exact, op) = match found {
        Some((own, op)) => (own == place, op),
        None => (false, first_op(to, position.dir)),
    };
    let note = (!exact).then(|| {
        let name = match position.dir {
            Direction::Forward => from.timeline.forward()[place].title,
            Direction::Backward => &from.timeline.backward()[place].title,
        };
        format!("The {} has nothing like this: {name}.", to.cell.cell.title)
    });
    Counterpart {
        position: to.timeline.resolve(&Position {
            op,
            ..position.clone()
        }),
        note,
    }
}

fn first_op(subject: &Subject<'_>, dir: Direction) -> String {
    match dir {
        Direction::Forward => subject.timeline.forward()[0].id.to_owned(),
        Direction::Backward => subject.timeline.backward()[0].id.clone(),
    }
}

fn forward(
    from: &Subject<'_>,
    to: &Subject<'_>,
    here: &Anatomy<'_>,
    there: &Anatomy<'_>,
    place: usize,
) -> Option<String> {
    let own = &from.timeline.forward()[place];
    let ops = to.timeline.forward();
    if place == 0 {
        return Some(ops[0].id.to_owned());
    }
    if own.part == Part::Head {
        let same = ops.iter().find(|op| op.id == own.id && op.part == own.part);
        return same.map(|op| op.id.to_owned());
    }
    let node = here.same_in(there, own.result())?;
    let op = to.run.program().micro_op_of(node)?;
    Some(ops[op].id.to_owned())
}

fn backward(
    from: &Subject<'_>,
    to: &Subject<'_>,
    here: &Anatomy<'_>,
    there: &Anatomy<'_>,
    place: usize,
) -> Option<String> {
    let own = &from.timeline.backward()[place];
    let ops = to.timeline.backward();
    let find = |test: &dyn Fn(&BackwardOp) -> bool| {
        let found = ops.iter().find(|op| op.part == own.part && test(op));
        found.map(|op| op.id.clone())
    };
    if own.part == Part::Head {
        return find(&|op| op.id == own.id);
    }
    match &own.kind {
        BackwardKind::Gradient { node, .. } => {
            let wanted = here.same_in(there, *node)?;
            find(&|op| matches!(&op.kind, BackwardKind::Gradient { node, .. } if *node == wanted))
        }
        BackwardKind::Weights { .. } => find(&|op| matches!(op.kind, BackwardKind::Weights { .. })),
        BackwardKind::Matrices { .. } => {
            find(&|op| matches!(op.kind, BackwardKind::Matrices { .. }))
        }
        BackwardKind::Share { share: 0, carry } if is_memory(here, *carry) => find(
            &|op| matches!(&op.kind, BackwardKind::Share { share: 0, carry } if is_memory(there, *carry)),
        ),
        BackwardKind::Share { .. } => None,
        BackwardKind::Previous { .. } => {
            find(&|op| matches!(op.kind, BackwardKind::Previous { .. }))
        }
    }
}

fn is_memory(anatomy: &Anatomy<'_>, carry: NodeId) -> bool {
    anatomy.program.carry_of(carry).map(|own| own.next) == anatomy.memory
}

/// Two cells compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The step, from 1.
    pub t: usize,
    /// The selected unit, from 1.
    pub unit: usize,
    /// The cell on screen and the other.
    pub sides: [Side; 2],
    /// What is compared.
    pub rows: Vec<PairRow>,
    /// What the two differ in here.
    pub sentence: String,
    /// Why the cursors do not stand at the same op, where they do not.
    pub note: Option<String>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Its name.
    pub title: &'static str,
    /// How many parameters it has, without the head.
    pub params: usize,
}

/// One thing that both cells have, or only one.
#[derive(Clone, Debug, PartialEq)]
pub struct PairRow {
    /// What it is.
    pub what: &'static str,
    /// Decides the hue: what keeps is drawn like the forget gate, what writes like the input gate.
    pub role: &'static str,
    /// Of the cell on screen and of the other.
    pub values: [Option<PairValue>; 2],
}

/// A number of one cell.
#[derive(Clone, Debug, PartialEq)]
pub struct PairValue {
    /// `1−`, where it is that.
    pub prefix: &'static str,
    /// Its letter.
    pub label: Label,
    /// In words.
    pub words: String,
    /// Its number for the selected unit, once computed.
    pub value: Option<f64>,
    /// Its name for linking, in the cell on screen.
    pub reference: Option<String>,
}

/// The comparison, with the cursor of the cell on screen at a position.
#[must_use]
pub fn pair(shown: &Subject<'_>, position: &Position, other: &Subject<'_>) -> Pair {
    let position = shown.timeline.resolve(position);
    let there = counterpart(shown, &position, other);
    let subjects = [shown, other];
    let positions = [&position, &there.position];
    let anatomies = subjects.map(|own| Anatomy::of(own.run.program()));
    let row =
        |what: &'static str, role: &'static str, of: &dyn Fn(&Anatomy<'_>) -> Option<NodeId>| {
            let value = |side: usize| {
                let node = of(&anatomies[side])?;
                Some(pair_value(subjects[side], positions[side], node, side == 0))
            };
            PairRow {
                what,
                role,
                values: [value(0), value(1)],
            }
        };
    let output = |anatomy: &Anatomy<'_>| {
        anatomy
            .program
            .find("o")
            .filter(|_| anatomy.shown != anatomy.memory)
    };
    let rows = vec![
        row("keeps", "forget", &|own| own.keep),
        row("writes", "input", &|own| own.write),
        row("candidate", "candidate", &|own| own.candidate),
        row("memory", "cell", &|own| own.memory),
        row("shows", "output", &output),
        row("state", "hidden", &|own| own.shown),
    ];
    Pair {
        t: position.t,
        unit: shown.unit,
        sides: subjects.map(|own| Side {
            title: own.cell.cell.title,
            params: cell_params(own.run.program()),
        }),
        sentence: sentence(subjects, positions, &anatomies),
        rows,
        note: there.note,
    }
}

/// How many numbers the cell's own parameters hold.
fn cell_params(program: &Program) -> usize {
    let own = program
        .params
        .iter()
        .filter(|param| !param.name.starts_with("head."));
    own.map(|param| param.rows * param.cols).sum()
}

fn pair_value(
    subject: &Subject<'_>,
    position: &Position,
    node: NodeId,
    is_shown: bool,
) -> PairValue {
    let program = subject.run.program();
    let (prefix, named) = match program.node(node).op {
        Op::OneMinus(inner) => ("1−", inner),
        _ => ("", node),
    };
    let name = names::node(program, named, Notation::Lesson);
    let values = subject
        .run
        .trace()
        .value(node, position.t - 1, subject.batch);
    let seen = sees_value(subject, position, named, position.t);
    let unit = subject.unit;
    PairValue {
        prefix,
        label: name.map_or_else(Label::default, |name| Label {
            base: name.base,
            accent: name.accent,
            sup: name.sup,
            sub: Some(position.t.to_string()),
        }),
        words: words(program, node),
        value: values.get(unit - 1).copied().filter(|_| seen),
        reference: Reference::value(program, named, position.t, Some(unit))
            .filter(|_| is_shown)
            .map(|reference| reference.to_string()),
    }
}

/// What the memories come to: one that only blends stays between its old values and its candidates.
fn sentence(
    subjects: [&Subject<'_>; 2],
    positions: [&Position; 2],
    anatomies: &[Anatomy<'_>; 2],
) -> String {
    let memory = |side: usize| {
        let (subject, position) = (subjects[side], positions[side]);
        let node = anatomies[side].memory?;
        let last = (1..=position.t)
            .rev()
            .find(|t| sees_value(subject, position, node, *t))?;
        let value = subject.run.trace().value(node, last - 1, subject.batch)[subject.unit - 1];
        Some((last, value))
    };
    let told = |side: usize| {
        let title = subjects[side].cell.cell.title;
        memory(side).map_or_else(
            || format!("The {title} has no memory yet"),
            |(_, value)| format!("{title} memory {}", number::fixed(value, 3).text()),
        )
    };
    let (first, second) = (told(0), told(1));
    let limit = |side: usize| {
        let bound = bound(subjects[side], &anatomies[side])?;
        Some((subjects[side].cell.cell.title, number::full(bound)))
    };
    match (limit(0), limit(1)) {
        (None, Some((name, most))) => {
            format!("{first}, {second}; no {name} unit can exceed {most}.")
        }
        (Some((name, most)), None) => {
            format!("{second}, {first}; no {name} unit can exceed {most}.")
        }
        (Some((_, most)), Some((_, same))) if most == same => {
            format!("{first}, {second}: neither can exceed {most}.")
        }
        (Some((name, most)), Some((other, its))) => {
            format!("{first}, {second}; no {name} unit can exceed {most}, no {other} unit {its}.")
        }
        (None, None) => format!("{first}, {second}."),
    }
}

/// What no unit of the memory can exceed: 1 where it is squashed; where it is blended with weights that add up
/// to 1, the largest of 1, its start and what its candidate is held at; none where kept and written are free of
/// each other, or the gate is held where it no longer blends.
fn bound(subject: &Subject<'_>, anatomy: &Anatomy<'_>) -> Option<f64> {
    let (program, trace) = (anatomy.program, subject.run.trace());
    let memory = anatomy.memory?;
    if matches!(program.node(memory).op, Op::Tanh(_)) {
        return Some(1.0);
    }
    let (keep, write) = (anatomy.keep?, anatomy.write?);
    let gate = anatomy.bare(keep);
    let tied = gate == anatomy.bare(write) && keep != write;
    let candidate = anatomy
        .candidate
        .filter(|node| matches!(program.node(*node).op, Op::Tanh(_)))?;
    let held = |node: NodeId| (0..trace.steps()).filter_map(move |t| trace.held(node, t));
    let blends = tied && held(gate).all(|value| (0.0..=1.0).contains(&value));
    let carry = program.carry_into(memory)?;
    let start = trace.value(carry.previous, 0, subject.batch);
    let reached = start.iter().copied().chain(held(candidate));
    blends.then(|| reached.fold(1.0_f64, |top, value| top.max(value.abs())))
}
