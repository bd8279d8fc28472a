//! Initial states found by gradient descent: each update goes against dL/dh at the start.
//!
//! Invariant: the gradient is that of the run's own backward pass, truncated where the run is; the states stay finite
//! numbers, and with them the loss, or the last that were stay.

use super::Run;
use super::assemble::is_memory;
use super::train::{Optimizer, Rule, Settings};
use crate::model::{End, Learned, Learning, LossKind, Scenario};

/// The scenario with its initial states learned, where that was chosen.
#[must_use]
pub fn learned(mut scenario: Scenario) -> Scenario {
    if let Some(learning) = scenario.learning {
        scenario.learned = Some(descend(&mut scenario, learning));
    }
    scenario
}

/// The initial states of a scenario: hidden, and memory.
type States = (Vec<f64>, Vec<f64>);

fn descend(scenario: &mut Scenario, learning: Learning) -> Learned {
    let mut run = Run::computed(scenario, None);
    let before = run.trace().loss();
    let mut found = Learned {
        updates: 0,
        before,
        after: before,
        end: End::Done,
    };
    if scenario.target.kind == LossKind::Linear {
        found.end = End::NoLoss;
        return found;
    }
    let settings = Settings {
        rule: Rule::Sgd { momentum: 0.0 },
        rate: learning.rate,
        decay: 0.0,
        clip: None,
    };
    let mut optimizer = Optimizer::new(settings, scenario.h0.len() + scenario.c0.len());
    while found.updates < learning.updates {
        let Some(states) = updated(&run, scenario, &mut optimizer) else {
            found.end = End::NoGradient;
            break;
        };
        let last = std::mem::replace(&mut scenario.h0, states.0);
        let last = (last, std::mem::replace(&mut scenario.c0, states.1));
        run = Run::computed(scenario, Some(run));
        if !(is_finite(scenario) && run.trace().loss().is_finite()) {
            (scenario.h0, scenario.c0) = last;
            found.end = End::Diverged;
            break;
        }
        found.updates += 1;
        found.after = run.trace().loss();
    }
    found
}

/// The initial states after one more update; `None` where the gradient is exactly 0.
fn updated(run: &Run<f64>, scenario: &Scenario, optimizer: &mut Optimizer<f64>) -> Option<States> {
    let (program, trace) = (run.program(), run.trace());
    let (mut hidden, mut memory) = (vec![], vec![]);
    for carry in &program.carries {
        let gradient = trace.grad(carry.previous, 0, 0);
        if is_memory(program, carry) {
            memory.extend_from_slice(gradient);
        } else {
            hidden.extend_from_slice(gradient);
        }
    }
    let gradient = [hidden, memory].concat();
    if gradient.iter().all(|slope| *slope == 0.0) {
        return None;
    }
    let mut states = [&*scenario.h0, &*scenario.c0].concat();
    optimizer.update(&mut states, &gradient);
    let memory = states.split_off(scenario.h0.len());
    Some((states, memory))
}

fn is_finite(scenario: &Scenario) -> bool {
    let mut numbers = scenario.h0.iter().chain(&scenario.c0);
    numbers.all(|number| number.is_finite())
}
