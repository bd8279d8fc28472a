//! A number on screen that is given from outside, changed: the setup with that number changed.
//!
//! Invariant: only what is given can be changed (a weight, a bias, the input, an initial state, the
//! target, the value of a held gate); what was computed is refused. Nothing is run, so the answer is
//! cheap, and a number changed to itself leaves the setup as it is.

use crate::sequence::Sequence;
use crate::setup::{Setup, SetupError, StartKind};
use unrolled::model::{LossKind, Scenario};
use unrolled::run::address::Place;
use view::explain::given::value_of;
use view::explain::reference::{Part, Reference};

/// The setup with one number changed; `scenario` is what the setup came to.
///
/// # Errors
/// Where the reference is not one given number, or the value cannot stand there.
pub fn edit(
    setup: &Setup,
    scenario: &Scenario,
    reference: &str,
    value: f64,
) -> Result<Setup, SetupError> {
    let refused = |message: &str| SetupError::at(reference, message);
    if !value.is_finite() {
        return Err(refused("This must be a finite number."));
    }
    let asked: Reference = reference
        .parse()
        .map_err(|_| refused("This is not a number that is given."))?;
    let old = value_of(scenario, &asked)
        .ok_or_else(|| refused("This number is computed, not given: change what it is made of."))?;
    let mut changed = setup.clone();
    if old.to_bits() == value.to_bits() {
        return Ok(changed);
    }
    match &asked {
        Reference::Param {
            part: Part::Entry(..),
            ..
        } => {
            changed.edits.insert(asked.to_string(), value);
        }
        Reference::Value(place) => set(&mut changed, scenario, place, value)?,
        _ => return Err(refused("This is not one number.")),
    }
    Ok(changed)
}

fn set(
    setup: &mut Setup,
    scenario: &Scenario,
    place: &Place,
    value: f64,
) -> Result<(), SetupError> {
    let unit = place.unit.map_or(0, |unit| unit - 1);
    match (place.key.as_str(), place.t) {
        ("x", t) => {
            setup.target = setup.target.take().or_else(|| target(scenario));
            let mut rows = scenario.encoded.columns.clone();
            rows[t - 1][unit] = value;
            setup.seq = Sequence::Numbers { rows };
        }
        ("y", t) => {
            check_class(scenario, place, value)?;
            let mut numbers = target(scenario).unwrap_or_default();
            numbers[t - 1 - scenario.target.first] = value;
            setup.target = Some(numbers);
        }
        (state, 0) => set_start(setup, scenario, (state, unit, value)),
        (gate, t) => {
            let covers = |from: f64, to: f64| (from..=to).contains(&step(t));
            let hold = setup
                .holds
                .iter_mut()
                .rev()
                .find(|hold| hold.gate == gate && covers(hold.from, hold.to));
            if let Some(hold) = hold {
                hold.value = value;
            }
        }
    }
    Ok(())
}

/// A learned start goes on by hand from what was learned.
fn set_start(setup: &mut Setup, scenario: &Scenario, (state, unit, value): (&str, usize, f64)) {
    if scenario.learned.is_some() {
        setup.start.how = StartKind::Given;
        setup.h0 = Some(scenario.h0.clone());
        setup.c0 = Some(scenario.c0.clone());
    }
    match state {
        "c" => setup.c0 = Some(with(&scenario.c0, unit, value)),
        _ => setup.h0 = Some(with(&scenario.h0, unit, value)),
    }
}

/// What the outputs are compared with on screen; `None` where they are not judged.
fn target(scenario: &Scenario) -> Option<Vec<f64>> {
    let judged = scenario.target.kind != LossKind::Linear;
    judged.then(|| scenario.target.columns.concat())
}

fn check_class(scenario: &Scenario, place: &Place, value: f64) -> Result<(), SetupError> {
    let classes = step(scenario.spec.output_size());
    let fits = value.fract() == 0.0 && (0.0..classes).contains(&value);
    if scenario.target.kind != LossKind::CrossEntropy || fits {
        return Ok(());
    }
    let message = format!(
        "The target class must be a whole number from 0 to {}.",
        classes - 1.0
    );
    Err(SetupError::at(place.to_string(), message))
}

fn with(state: &[f64], unit: usize, value: f64) -> Vec<f64> {
    let mut state = state.to_vec();
    state[unit] = value;
    state
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn step(count: usize) -> f64 {
    count as f64
}
