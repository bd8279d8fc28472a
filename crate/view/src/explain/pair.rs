//! Two cells compared: what both keep, write, propose, remember and show, and what their memories come to.

use super::Subject;
use super::anatomy::Anatomy;
use super::counterpart::counterpart;
use super::graph::Label;
use super::names::{self, Notation};
use super::number;
use super::reference::Reference;
use super::stage::{sees_value, words};
use unrolled::ir::{NodeId, Op, Program};
use unrolled::run::cursor::Position;

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
            title: own.title(),
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
        let title = subjects[side].title();
        memory(side).map_or_else(
            || format!("The {title} has no memory yet"),
            |(_, value)| format!("{title} memory {}", number::fixed(value, 3).text()),
        )
    };
    let (first, second) = (told(0), told(1));
    let limit = |side: usize| {
        let bound = bound(subjects[side], &anatomies[side])?;
        Some((subjects[side].title(), number::full(bound)))
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
