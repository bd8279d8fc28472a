//! All steps, as far as they may be seen.

use super::count;
use crate::explain::Subject;
use crate::explain::reference::Reference;
use crate::explain::sheet::{Entry, Sheet};
use crate::explain::stage::sees_value;
use unrolled::ir::{NodeId, Op};
use unrolled::run::cursor::Position;

/// A step of the sequence, as far as it may be seen.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenStep {
    /// What was read.
    pub input: Vec<f64>,
    /// Its states in the order of the program, the hidden state first.
    pub states: Vec<Option<Vec<f64>>>,
    /// Its loss, where it has one.
    pub loss: Option<f64>,
}

/// All steps, as far as they may be seen from a position.
#[must_use]
pub fn seen_steps(subject: &Subject<'_>, position: &Position) -> Vec<SeenStep> {
    let (program, trace) = (subject.run.program(), subject.run.trace());
    let input = program.ids().find(|id| program.node(*id).op == Op::Input);
    let seen = |node: NodeId, t: usize| {
        sees_value(subject, position, node, t + 1)
            .then(|| trace.value(node, t, subject.batch).to_vec())
    };
    let step = |t: usize| SeenStep {
        input: input.map_or_else(Vec::new, |node| {
            trace.value(node, t, subject.batch).to_vec()
        }),
        states: program
            .carries
            .iter()
            .map(|carry| seen(carry.next, t))
            .collect(),
        loss: program
            .loss
            .and_then(|loss| seen(loss, t))
            .map(|loss| loss[0]),
    };
    (0..subject.timeline.steps()).map(step).collect()
}

fn named(reference: Option<Reference>) -> Option<String> {
    reference.map(|reference| reference.to_string())
}

pub(super) fn sequence(subject: &Subject<'_>, position: &Position) -> Sheet {
    let program = subject.run.program();
    let steps = seen_steps(subject, position);
    let input = program.ids().find(|id| program.node(*id).op == Op::Input);
    let mut columns: Vec<(String, Vec<Entry>)> = vec![];
    let mut add = |node: NodeId, given: bool, value: &dyn Fn(&SeenStep, usize) -> Option<f64>| {
        let letter = program
            .symbol(node)
            .map_or("state", |symbol| symbol.lesson.base);
        for row in 0..program.node(node).rows {
            let entries = (1..).zip(&steps).map(|(t, step)| {
                let reference = Reference::value(program, node, t, Some(row + 1));
                Entry::seen(value(step, row), named(reference)).maybe_given(given)
            });
            columns.push((format!("{letter} {}", row + 1), entries.collect()));
        }
    };
    if let Some(node) = input {
        add(node, true, &|step, row| step.input.get(row).copied());
    }
    for (place, carry) in program.carries.iter().enumerate() {
        add(carry.next, false, &|step, row| {
            step.states[place].as_ref()?.get(row).copied()
        });
    }
    let loss = steps
        .iter()
        .map(|step| Entry::seen(step.loss, None))
        .collect();
    columns.push(("loss".to_owned(), loss));
    Sheet::of_columns(
        format!("The sequence, {} steps", steps.len()),
        "step",
        count("step", steps.len()),
        columns,
    )
}
