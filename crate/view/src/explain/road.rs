//! The memory road: what each unit of the last state still owes to its value at every step before, through
//! everything and along the direct road, and the gate at every step that decides it.
//!
//! Invariant: the direct road is the product of the keep gates; where a cell has none, it is nothing.

use serde::Serialize;
use unrolled::ir::order::sorted;

use super::Subject;
use super::graph::Label;
use super::names::{self, Notation};
use super::number;
use super::reference::Reference;
use super::stage::{sees_value, words};
use unrolled::ir::{NodeId, Op};
use unrolled::run::cursor::{Direction, Position};
use unrolled::run::metrics::{HalfLife, half_life};
use unrolled::run::{Road, keep_gate, memory};

/// Up to so many units each has a lane.
const MOST_LANES: usize = 8;
/// How far the curve of a constant gate is drawn, in steps.
pub const HORIZON: usize = 20;

/// The memory road.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MemoryRoad {
    /// The state's letter.
    pub letter: String,
    /// The state in words.
    pub words: String,
    /// T.
    pub steps: usize,
    /// The step at which the cursor stands, from 1.
    pub t: usize,
    /// Whether the cursor walks back.
    pub backward: bool,
    /// Every unit, or the selected one and the extremes; in the order of units.
    pub lanes: Vec<Lane>,
    /// The gate that keeps, if the cell has one.
    pub gate: Option<KeepGate>,
    /// What the gate of the selected unit would do if it stayed as it is at this step.
    pub decay: Option<Decay>,
}

/// One unit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Lane {
    /// From 1.
    pub unit: usize,
    /// What it is for, where the model says so.
    pub job: Option<String>,
    /// Whether it is the selected one.
    pub selected: bool,
    /// Through everything; step 1 first.
    pub total: Vec<f64>,
    /// Without the ways through matrices.
    pub direct: Vec<f64>,
    /// What is left of step 1, as printed.
    pub kept: String,
    /// What is left of it along the direct road, as printed.
    pub kept_directly: String,
    /// Its name at every step, for linking.
    pub references: Vec<Option<String>>,
}

/// The gate that stands on the direct road.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeepGate {
    /// `1−` where what is kept is what the gate does not write.
    pub prefix: &'static str,
    /// Its letter.
    pub label: Label,
    /// In words.
    pub words: String,
    /// Decides its hue.
    pub role: &'static str,
    /// For each lane.
    pub lanes: Vec<Valves>,
}

/// The gate of one unit over time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Valves {
    /// The unit, from 1.
    pub unit: usize,
    /// Its value at every step, step 1 first.
    pub values: Vec<f64>,
    /// Its name at every step, for linking.
    pub references: Vec<Option<String>>,
}

/// A gate that stays what it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Decay {
    /// Its value.
    pub factor: f64,
    /// factor^k for k = 0 to 20.
    pub curve: Vec<f64>,
    /// What it comes to in words: its half-life, or the time in which it doubles.
    pub half_life: (&'static str, String),
}

/// The road of the cell's memory as seen from a position.
#[must_use]
pub fn road(subject: &Subject<'_>, position: &Position) -> Option<MemoryRoad> {
    seen_from(subject, position, &followed(subject)?)
}

/// The road followed back for the selected unit: a backward pass for each lane. It is the same from every position.
#[must_use]
pub fn followed(subject: &Subject<'_>) -> Option<Road<f64>> {
    let state = memory(subject.run.program())?;
    let choose = |direct: &[Vec<f64>]| shown_units(subject.unit, &direct[0]);
    Some(subject.run.memory_road(state, subject.batch, choose))
}

/// A road that has been followed, as seen from a position.
#[must_use]
pub fn seen_from(
    subject: &Subject<'_>,
    position: &Position,
    road: &Road<f64>,
) -> Option<MemoryRoad> {
    let position = subject.timeline.resolve(position);
    let program = subject.run.program();
    let state = memory(program)?;
    let lanes = road
        .units
        .iter()
        .zip(&road.total)
        .map(|(&unit, total)| {
            let direct = road.direct.iter().map(|units| units[unit]).collect();
            lane(subject, state, unit, total.clone(), direct)
        })
        .collect();
    let gate = keep_gate(program, state);
    Some(MemoryRoad {
        letter: program.symbol(state)?.lesson.base.to_owned(),
        words: words(program, state),
        steps: road.direct.len(),
        t: position.t,
        backward: position.dir == Direction::Backward,
        lanes,
        gate: gate.map(|gate| keeping(subject, gate, road.direct.len(), &road.units)),
        decay: gate
            .filter(|gate| sees_value(subject, &position, *gate, position.t))
            .map(|gate| {
                let values = subject
                    .run
                    .trace()
                    .value(gate, position.t - 1, subject.batch);
                decay(values[subject.unit - 1])
            }),
    })
}

/// All units, or the selected one with those that keep most and least directly, from 0.
fn shown_units(selected: usize, first: &[f64]) -> Vec<usize> {
    let rows = first.len();
    if rows <= MOST_LANES {
        return (0..rows).collect();
    }
    let by_size = |a: &usize, b: &usize| first[*a].abs().total_cmp(&first[*b].abs());
    let most = (0..rows).max_by(by_size);
    let least = (0..rows).min_by(by_size);
    let units: Vec<usize> = [Some(selected - 1), most, least]
        .into_iter()
        .flatten()
        .collect();
    let mut units = sorted(units, usize::cmp);
    units.dedup();
    units
}

fn lane(
    subject: &Subject<'_>,
    state: NodeId,
    unit: usize,
    total: Vec<f64>,
    direct: Vec<f64>,
) -> Lane {
    let program = subject.run.program();
    let reference = |t: usize| {
        Reference::value(program, state, t, Some(unit + 1)).map(|reference| reference.to_string())
    };
    Lane {
        unit: unit + 1,
        job: subject
            .jobs
            .and_then(|jobs| jobs.get(unit))
            .map(|job| (*job).to_owned()),
        selected: unit + 1 == subject.unit,
        kept: number::percent(total[0]),
        kept_directly: number::percent(direct[0]),
        references: (1..=total.len()).map(reference).collect(),
        total,
        direct,
    }
}

fn keeping(subject: &Subject<'_>, gate: NodeId, steps: usize, units: &[usize]) -> KeepGate {
    let (program, trace) = (subject.run.program(), subject.run.trace());
    let (prefix, named) = match program.node(gate).op {
        Op::OneMinus(inner) => ("1−", inner),
        _ => ("", gate),
    };
    let name = names::node(program, named, Notation::Lesson);
    let reference = |t: usize, unit: usize| {
        Reference::value(program, named, t, Some(unit)).map(|reference| reference.to_string())
    };
    let valves = |&unit: &usize| Valves {
        unit: unit + 1,
        values: (0..steps)
            .map(|t| trace.value(gate, t, subject.batch)[unit])
            .collect(),
        references: (1..=steps).map(|t| reference(t, unit + 1)).collect(),
    };
    KeepGate {
        prefix,
        label: name.map_or_else(Label::default, |name| Label {
            base: name.base,
            accent: name.accent,
            sup: name.sup,
            sub: None,
        }),
        words: words(program, gate),
        role: names::role(program, named),
        lanes: units.iter().map(valves).collect(),
    }
}

/// What a half-life is called, and how long it is as it is printed: one name and one form wherever it stands.
#[must_use]
pub fn half_life_words(life: Option<HalfLife>) -> (&'static str, String) {
    let steps = |steps: f64| format!("{} steps", number::text(steps));
    match life {
        Some(HalfLife::Halves(count)) => ("half-life", steps(count)),
        Some(HalfLife::Doubles(count)) => ("doubling time", steps(count)),
        Some(HalfLife::Stays) => ("half-life", "never".to_owned()),
        None => ("half-life", "none".to_owned()),
    }
}

/// What a gate does over many steps if it stays as it is.
#[must_use]
pub fn decay(factor: f64) -> Decay {
    let mut curve = vec![1.0];
    for k in 0..HORIZON {
        curve.push(curve[k] * factor);
    }
    Decay {
        factor,
        curve,
        half_life: half_life_words(half_life(factor)),
    }
}
