//! What truncation costs and saves: the gradients of the cell's weights against the full ones, and what has to be kept.
//!
//! Invariant: the truncated gradient is that of the run; the full one comes from the same backward pass.

use super::number;
use unrolled::ir::Precision;
use unrolled::model::Reach;
use unrolled::run::truncated::Against;
use unrolled::run::{Run, Truncation};

/// From so many steps on only the chosen window is worked out, not every one there is.
pub const MOST_WINDOWS: usize = 24;

/// Truncation in numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Truncated {
    /// The recurrent weights first, then those of the input.
    pub parts: Vec<Part>,
    /// The window in force, where there is one.
    pub window: Option<usize>,
    /// How many steps have to be kept at once.
    pub kept: usize,
    /// T.
    pub steps: usize,
    /// How many numbers a step leaves behind for its backward pass.
    pub numbers: usize,
    /// What limits the way back, in words.
    pub limit: String,
    /// What that comes to, in a sentence.
    pub words: String,
}

/// What truncation does to the gradient of one weight matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Which, in words (`recurrent weights`).
    pub name: &'static str,
    /// The gradient as it is, against the full one.
    pub chosen: Against,
    /// The same for every window from 1 step to T, with the cuts as they are; none where there are too many.
    pub windows: Vec<Against>,
}

/// The matrices that are looked at, and what they are called.
const LOOKED_AT: [(&str, &str); 2] = [
    ("weight_hh_l0", "recurrent weights"),
    ("weight_ih_l0", "input weights"),
];

/// What truncation does to a run.
#[must_use]
pub fn truncated(run: &Run<f64>) -> Option<Truncated> {
    let (reach, steps) = (run.trace().reach(), run.trace().steps());
    let mut parts = Vec::new();
    for (param, name) in LOOKED_AT {
        let id = run.program().param(param)?;
        let range = run.program().params[id.0].range();
        parts.push((name, range));
    }
    let gradients = |run: &Run<f64>| -> Vec<Vec<f64>> {
        let all = run.trace().param_grads();
        parts
            .iter()
            .map(|(_, range)| all[range.clone()].to_vec())
            .collect()
    };
    let mut other = run.clone();
    other.backward(Truncation::Full);
    let full = gradients(&other);
    let mut within = |reach: &Reach| {
        other.backward_within(reach);
        gradients(&other)
    };
    // What float32 left is not compared with what float64 would make of it.
    let chosen = match run.trace().precision() {
        Precision::Double => gradients(run),
        Precision::Single => within(reach),
    };
    let mut of = |window: usize| {
        within(&Reach {
            window: Some(window).filter(|window| *window < steps),
            cuts: reach.cuts.clone(),
            ..Reach::default()
        })
    };
    let windows: Vec<_> = if steps <= MOST_WINDOWS {
        (1..=steps).map(&mut of).collect()
    } else {
        vec![]
    };
    let part = |(place, (name, _)): (usize, &(&'static str, _))| {
        let against = |found: &Vec<Vec<f64>>| Against::new(&found[place], &full[place]);
        Part {
            name,
            chosen: against(&chosen),
            windows: windows.iter().map(against).collect(),
        }
    };
    let parts: Vec<Part> = parts.iter().enumerate().map(part).collect();
    Some(Truncated {
        words: words(&parts, reach),
        limit: limit(reach),
        kept: reach.steps_kept(steps),
        numbers: run.numbers_a_step(),
        window: reach.window,
        parts,
        steps,
    })
}

/// The cosine with three decimals, or that there is none.
#[must_use]
pub fn cosine(against: &Against) -> String {
    against
        .cosine
        .map_or("none".to_owned(), |cosine| number::fixed(cosine, 3).text())
}

/// "window of 3 steps, cut after step 4"
fn limit(reach: &Reach) -> String {
    let window = reach.window.map(|window| match window {
        1 => "window of 1 step".to_owned(),
        window => format!("window of {window} steps"),
    });
    let cuts = match reach.cuts.as_slice() {
        [] => None,
        [one] => Some(format!("cut after step {one}")),
        [first, second] => Some(format!("cuts after steps {first} and {second}")),
        [first, .., last] => Some(format!(
            "{} cuts, after steps {first} to {last}",
            reach.cuts.len()
        )),
    };
    let parts: Vec<String> = window.into_iter().chain(cuts).collect();
    if parts.is_empty() {
        "no limit".to_owned()
    } else {
        parts.join(", ")
    }
}

fn words(parts: &[Part], reach: &Reach) -> String {
    if reach.is_full() {
        return "Nothing is cut: the gradient is exact.".to_owned();
    }
    let emptied = |part: &&Part| part.chosen.truncated == 0.0 && part.chosen.full > 0.0;
    if let Some(part) = parts.iter().find(emptied) {
        return format!("Exactly 0 is left for the {}.", part.name);
    }
    let chosen = &parts[0].chosen;
    if parts.iter().all(|part| part.chosen.full == 0.0) {
        "The full gradient is exactly 0: there is nothing to leave out.".to_owned()
    } else if parts.iter().all(|part| part.chosen.error == 0.0) {
        "Nothing is left out: the gradient is the full one.".to_owned()
    } else if chosen.cosine.is_some_and(|cosine| cosine > 0.95) {
        "On the whole the direction is nearly right.".to_owned()
    } else if chosen.cosine.is_some_and(|cosine| cosine > 0.5) {
        "The direction is roughly right.".to_owned()
    } else {
        "The direction is not to be trusted.".to_owned()
    }
}

impl Truncated {
    /// What is kept for the way back, in words.
    #[must_use]
    pub fn memory(&self) -> String {
        format!(
            "{} of {} steps kept, {} numbers",
            self.kept,
            self.steps,
            number::count(self.kept * self.numbers)
        )
    }
}
