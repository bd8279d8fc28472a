//! The numbers that are given from outside: what they are called, and by how much a key changes them.
//!
//! Invariant: a number is given exactly where an edit can change it.

use serde::Serialize;

use super::reference::{Part, Reference};
use super::tree::{Math, Setting, Tag};
use super::{Reads, Subject};
use unrolled::ir::symbol::KEYS;
use unrolled::ir::{Op, ParamSpec, Program};
use unrolled::model::{LossKind, Scenario};
use unrolled::run::address::Place;

/// A number that is given from outside.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Given {
    /// Its name on screen, one number.
    pub reference: String,
    /// As it is spoken.
    pub name: String,
    /// All of it.
    pub value: f64,
    /// What one press of an arrow key adds.
    pub step: f64,
}

/// A number, if it is given and can be set by itself.
#[must_use]
pub fn given_value(subject: &Subject<'_>, reference: &Reference) -> Option<f64> {
    let (program, trace) = (subject.run.program(), subject.run.trace());
    let value = match reference {
        Reference::Param {
            name,
            part: Part::Entry(row, column),
        } => trace.params()[param(program, name)?.place(*row, *column)?],
        Reference::Value(place) if place.is_here() => {
            let (node, t) = place.locate(program)?;
            let is_text = subject.reads == Reads::Text && place.key == "x";
            if is_text || !is_set(subject, place) {
                return None;
            }
            *trace.value(node, t, subject.batch).get(place.unit? - 1)?
        }
        _ => return None,
    };
    Some(value)
}

/// What is known about a number, if it is given and can be set by itself.
#[must_use]
pub fn given(subject: &Subject<'_>, reference: &Reference) -> Option<Given> {
    let program = subject.run.program();
    let value = given_value(subject, reference)?;
    let read = reference.timed(|t| subject.read(t));
    Some(Given {
        reference: read.to_string(),
        name: name(program, &read),
        value,
        step: step_of(value, is_class(program, reference)),
    })
}

/// Whether a quantity at a step is given: an input, a target that is judged, an initial state, or a gate
/// that is held there.
fn is_set(subject: &Subject<'_>, place: &Place) -> bool {
    let (program, trace) = (subject.run.program(), subject.run.trace());
    if subject.reads == Reads::Batch {
        return false;
    }
    let Some((node, t)) = place.locate(program).filter(|(_, t)| *t < trace.steps()) else {
        return false;
    };
    match program.node(node).op {
        Op::Input if place.key == "y" => is_target(program) && trace.loss_weight(t, 0) != 0.0,
        Op::Input | Op::Carry => true,
        Op::Memory => subject.reads == Reads::Memories && place.key == KEYS.key,
        _ => trace.held(node, t).is_some(),
    }
}

/// Whether the target is what outputs are compared with, not the seed of a gradient.
fn is_target(program: &Program) -> bool {
    program
        .loss
        .is_some_and(|loss| !matches!(program.node(loss).op, Op::Dot(..)))
}

fn is_class(program: &Program, reference: &Reference) -> bool {
    let is_target = matches!(reference, Reference::Value(place) if place.key == "y");
    let classes = program
        .loss
        .is_some_and(|loss| matches!(program.node(loss).op, Op::CrossEntropy(..)));
    is_target && classes
}

fn step_of(value: f64, is_class: bool) -> f64 {
    if is_class {
        1.0
    } else if value == 0.0 || value.abs() >= 1.0 {
        0.1
    } else {
        0.01
    }
}

/// The value of a given number in a scenario; `None` where it is not one number that is given.
#[must_use]
pub fn value_of(scenario: &Scenario, reference: &Reference) -> Option<f64> {
    let place = match reference {
        Reference::Param {
            name,
            part: Part::Entry(row, column),
        } => {
            let place = param(&scenario.program, name)?.place(*row, *column)?;
            return scenario.params.get(place).copied();
        }
        Reference::Value(place) if place.is_here() => place,
        _ => return None,
    };
    let unit = place.unit? - 1;
    let column = match (place.key.as_str(), place.t) {
        ("x", t) if scenario.encoded.labels.is_none() => {
            scenario.encoded.columns.get(t.checked_sub(1)?)?
        }
        ("y", t) if scenario.target.kind != LossKind::Linear => {
            let judged = t.checked_sub(1)?.checked_sub(scenario.target.first)?;
            scenario.target.columns.get(judged)?
        }
        ("h", 0) => &scenario.h0,
        ("c", 0) if scenario.program.find("c").is_some() => &scenario.c0,
        (_, t) => {
            let (node, _) = place.locate(&scenario.program)?;
            let covers = |hold: &&unrolled::model::Hold| {
                hold.node == node && (hold.from..=hold.to).contains(&t)
            };
            let hold = scenario.holds.iter().rev().find(covers)?;
            return (unit < scenario.spec.hidden_size).then_some(hold.value);
        }
    };
    column.get(unit).copied()
}

/// A number as an attribute of the page: all its digits, with a plain minus.
#[must_use]
pub fn plain(value: f64) -> String {
    let text = format!("{value:?}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn param<'p>(program: &'p Program, name: &str) -> Option<&'p ParamSpec> {
    Some(&program.params[program.param(name)?.0])
}

/// What a given number is called aloud.
fn name(program: &Program, reference: &Reference) -> String {
    match reference {
        Reference::Param {
            name,
            part: Part::Entry(row, column),
        } => param(program, name).map_or_else(String::new, |spec| {
            weight_name(program, spec, *row, *column)
        }),
        Reference::Value(place) => place_name(program, place),
        other => other.to_string(),
    }
}

/// "weight of h 2 in the forget gate, unit 3"
fn weight_name(program: &Program, spec: &ParamSpec, row: usize, column: usize) -> String {
    let what = match spec.name.as_str() {
        "weight_ih_l0" => format!("weight of x {column}"),
        "weight_hh_l0" | "head.weight" => format!("weight of h {column}"),
        "bias_hh_l0" => "second bias".to_owned(),
        _ => "bias".to_owned(),
    };
    let link = if spec.is_bias { "of" } else { "in" };
    if spec.blocks.is_empty() {
        let output = if spec.rows > 1 {
            format!(", output {row}")
        } else {
            String::new()
        };
        return format!("{what} {link} the read-out{output}");
    }
    let size = spec.rows / spec.blocks.len();
    let gate = spec.blocks[(row - 1) / size].letter;
    let words = program
        .find(gate)
        .and_then(|node| program.symbol(node))
        .map_or("gate", |symbol| symbol.words);
    format!("{what} {link} the {words}, unit {}", (row - 1) % size + 1)
}

fn place_name(program: &Program, place: &Place) -> String {
    let unit = place.unit.unwrap_or(1);
    let symbol = place
        .locate(program)
        .and_then(|(node, _)| program.symbol(node));
    let words = symbol.map_or("number", |symbol| symbol.words);
    match (place.key.as_str(), place.t) {
        ("query", _) => format!("query, number {unit}"),
        ("keys", _) => {
            let size = program
                .find("query")
                .map_or(1, |node| program.node(node).rows);
            format!(
                "state {}, number {}",
                (unit - 1) / size + 1,
                (unit - 1) % size + 1
            )
        }
        ("x", t) => format!("input {unit} of step {t}"),
        ("y", t) => format!("target of step {t}"),
        (_, 0) => format!("initial {words}, unit {unit}"),
        (_, t) => format!("{words} of step {t}, held, unit {unit}"),
    }
}

/// Marks every number of a printed line that is given, so that the page can change it.
#[must_use]
pub(super) fn mark(subject: &Subject<'_>, math: Math) -> Math {
    math.mapped(&|part| match part {
        Math::Term(tag, inner) => {
            let setting = setting(subject, &tag, &inner);
            Math::Term(Tag { setting, ..tag }, inner)
        }
        other => other,
    })
}

fn setting(subject: &Subject<'_>, tag: &Tag, inner: &Math) -> Option<Setting> {
    if !matches!(inner, Math::Number(_)) {
        return None;
    }
    let given = given(subject, &tag.reference.as_ref()?.parse().ok()?)?;
    Some(Setting {
        value: plain(given.value),
        step: plain(given.step),
        name: given.name,
    })
}
