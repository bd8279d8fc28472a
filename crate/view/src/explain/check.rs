//! Nobody has to trust us: any gradient of a parameter, input or initial state against the slope of the
//! loss itself.
//!
//! Invariant: always computed in f64, on a copy of the run; the run on screen is not touched.

use serde::Serialize;

use super::Reference;
use super::number;
use super::reference::Part;
use unrolled::ir::{NodeId, Op, Precision, Program};
use unrolled::run::address::Place;
use unrolled::run::{Held, NetworkRun, Run, Trace, Truncation};

/// How far a number is moved to either side.
const STEP: f64 = 1e-5;

/// A ReLU whose argument is nearer to 0 than this may bend between the two runs.
const KINK: f64 = 1e-4;

/// Both numbers, and how far they are apart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Check {
    /// By backpropagation.
    pub analytic: f64,
    /// By running twice: (L(w + 1e-5) - L(w - 1e-5)) / 2e-5.
    pub numeric: f64,
    /// |analytic - numeric|.
    pub absolute: f64,
    /// That over the larger of the two; 0 where both are 0.
    pub relative: f64,
    /// What this says, in a sentence.
    pub words: String,
}

/// What can be moved.
#[derive(Clone, Copy)]
enum Target {
    Param(usize),
    Value(NodeId, usize, usize),
    /// One unit of a held gate at one step.
    Held(NodeId, usize, usize),
}

/// Compares the gradient of one number with finite differences; `None` where the reference is not one
/// number that is given from outside.
#[must_use]
pub fn check(run: &Run<f64>, reference: &Reference) -> Option<Check> {
    let target = target(run, reference)?;
    let is_single = run.trace().precision() == Precision::Single;
    let double = is_single.then(|| {
        let mut double = run.clone();
        double.forward();
        double.backward_within(run.trace().reach());
        double
    });
    let run = double.as_ref().unwrap_or(run);
    let analytic = gradient(run, target)?;
    let loss = |shift: f64| {
        let mut moved = run.clone();
        shifted(moved.trace_mut(), target, shift);
        moved.forward();
        moved.trace().loss()
    };
    let mut check = Check::of(analytic, loss, near_kink(run));
    let is_off = check.absolute >= 1e-9 && check.relative >= 1e-6;
    if !run.trace().reach().is_full() && is_off {
        check.words = without_truncation(run, target, analytic, check.numeric)?;
    }
    if is_single {
        (check.words).push_str(" Both in float64, whatever the run on screen is computed in.");
    }
    Some(check)
}

/// The same for one entry of a parameter of a network.
#[must_use]
pub fn check_network(run: &NetworkRun<f64>, reference: &Reference) -> Option<Check> {
    let Reference::Param {
        name,
        part: Part::Entry(row, col),
    } = reference
    else {
        return None;
    };
    let place = run.network().param(name)?.place(*row, *col)?;
    let loss = |shift: f64| {
        let mut moved = run.clone();
        moved.params_mut()[place] += shift;
        moved.forward();
        moved.loss()
    };
    let mut segments = (0..run.network().segments.len()).map(|segment| run.segment(segment));
    let is_near_kink = segments.any(near_kink);
    Some(Check::of(run.param_grads()[place], loss, is_near_kink))
}

impl Check {
    /// A gradient beside the slope of the loss, where a number is moved to either side.
    fn of(analytic: f64, loss: impl Fn(f64) -> f64, is_near_kink: bool) -> Self {
        let numeric = (loss(STEP) - loss(-STEP)) / (2.0 * STEP);
        let absolute = (analytic - numeric).abs();
        let larger = analytic.abs().max(numeric.abs());
        let relative = if larger == 0.0 {
            0.0
        } else {
            absolute / larger
        };
        Self {
            words: words(analytic, numeric, absolute, relative, is_near_kink),
            analytic,
            numeric,
            absolute,
            relative,
        }
    }
}

/// The gradient of a number as the last backward pass left it.
fn gradient(run: &Run<f64>, target: Target) -> Option<f64> {
    let trace = run.trace();
    match target {
        Target::Param(place) => trace.param_grads().get(place).copied(),
        Target::Value(node, t, unit) | Target::Held(node, t, unit) => {
            trace.grad(node, t, 0).get(unit).copied()
        }
    }
}

/// What to say where a truncated gradient is off: it is not the slope, and what the slope agrees with is.
fn without_truncation(
    run: &Run<f64>,
    target: Target,
    truncated: f64,
    numeric: f64,
) -> Option<String> {
    let mut full = run.clone();
    full.backward(Truncation::Full);
    let whole = gradient(&full, target)?;
    let apart = (whole - numeric).abs();
    let larger = whole.abs().max(numeric.abs());
    let agrees = apart < 1e-9 || apart < 1e-6 * larger;
    let [truncated, numeric, whole] = [truncated, numeric, whole].map(number::full);
    let verdict = if agrees { "agrees" } else { "differs too" };
    Some(format!(
        "Truncated backpropagation {truncated}, finite differences {numeric}. A truncated gradient is not the slope of the loss: it leaves out what reaches further back. Without truncation backpropagation gives {whole}, which {verdict}."
    ))
}

fn shifted(trace: &mut Trace<f64>, target: Target, shift: f64) {
    match target {
        Target::Param(place) => trace.params_mut()[place] += shift,
        Target::Value(node, t, unit) => trace.value_mut(node, t, 0)[unit] += shift,
        Target::Held(node, t, unit) => {
            let value = trace.value(node, t, 0)[unit] + shift;
            trace.hold(Held {
                node,
                unit: Some(unit),
                value,
                steps: t..t + 1,
            });
        }
    }
}

fn words(analytic: f64, numeric: f64, absolute: f64, relative: f64, kink: bool) -> String {
    let (by_rule, by_slope) = (number::full(analytic), number::full(numeric));
    let verdict = if !analytic.is_finite() || !numeric.is_finite() {
        "The values overflowed: there is nothing to compare.".to_owned()
    } else if analytic == 0.0 && numeric == 0.0 {
        "Both are exactly 0: the loss does not depend on it here.".to_owned()
    } else if absolute < 1e-9 || relative < 1e-6 {
        format!(
            "They agree: {} apart, {} relative.",
            number::text(absolute),
            number::text(relative)
        )
    } else if kink {
        "They differ, because a ReLU bends nearby: its slope jumps at 0.".to_owned()
    } else {
        format!("They differ by {}.", number::text(absolute))
    };
    format!("Backpropagation {by_rule}, finite differences {by_slope}. {verdict}")
}

fn target(run: &Run<f64>, reference: &Reference) -> Option<Target> {
    let (program, trace) = (run.program(), run.trace());
    match reference {
        Reference::Param {
            name,
            part: Part::Entry(row, col),
        } => {
            let spec = &program.params[program.param(name)?.0];
            spec.place(*row, *col).map(Target::Param)
        }
        Reference::Value(Place {
            segment: None,
            key,
            t,
            unit: Some(unit),
            batch: None,
        }) => {
            let node = program.find(key)?;
            let unit = unit.checked_sub(1)?;
            if *t > trace.steps() || unit >= program.node(node).rows {
                return None;
            }
            match (program.carry_into(node), *t) {
                (Some(carry), 0) => Some(Target::Value(carry.previous, 0, unit)),
                (None, t) if is_read(program, node) && t > 0 => {
                    Some(Target::Value(node, t - 1, unit))
                }
                (None, t) if t > 0 && trace.held(node, t - 1).is_some() => {
                    Some(Target::Held(node, t - 1, unit))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether a node is an input of the cell; a target is given too, but no gradient of it is computed.
fn is_read(program: &Program, node: NodeId) -> bool {
    let judged = program.loss.map(|loss| program.node(loss).op.operands());
    let is_target = judged.is_some_and(|operands| operands.contains(&node));
    program.node(node).op == Op::Input && !is_target
}

fn near_kink(run: &Run<f64>) -> bool {
    run.program()
        .ids()
        .any(|id| match run.program().node(id).op {
            Op::Relu(a) => (0..run.trace().steps())
                .any(|t| run.trace().value(a, t, 0).iter().any(|v| v.abs() < KINK)),
            _ => false,
        })
}
