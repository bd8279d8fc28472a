//! What truncation costs and saves: the gradient of the recurrent weights against the full one, and what has to be kept.
//!
//! Invariant: the truncated gradient is that of the run; the full one comes from the same backward pass.

use super::number;
use crate::ir::Precision;
use crate::model::Reach;
use crate::run::truncated::Against;
use crate::run::{Run, Truncation};

/// From so many steps on only the chosen window is worked out, not every one there is.
pub const MOST_WINDOWS: usize = 24;

/// Truncation in numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Truncated {
    /// The gradient of the recurrent weights as it is, against the full one.
    pub chosen: Against,
    /// The same for every window from 1 step to T, with the cuts as they are; none where there are too many.
    pub windows: Vec<Against>,
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

/// What truncation does to a run.
#[must_use]
pub fn truncated(run: &Run<f64>) -> Option<Truncated> {
    let param = run.program().param("weight_hh_l0")?;
    let range = run.program().params[param.0].range();
    let (reach, steps) = (run.trace().reach(), run.trace().steps());
    let mut other = run.clone();
    other.backward(Truncation::Full);
    let full = other.trace().param_grads()[range.clone()].to_vec();
    let mut within = |reach: &Reach| {
        other.backward_within(reach);
        Against::new(&other.trace().param_grads()[range.clone()], &full)
    };
    // What float32 left is not compared with what float64 would make of it.
    let chosen = match run.trace().precision() {
        Precision::Double => Against::new(&run.trace().param_grads()[range.clone()], &full),
        Precision::Single => within(reach),
    };
    let mut of = |window: usize| {
        within(&Reach {
            window: Some(window).filter(|window| *window < steps),
            cuts: reach.cuts.clone(),
        })
    };
    let windows = if steps <= MOST_WINDOWS {
        (1..=steps).map(&mut of).collect()
    } else {
        vec![]
    };
    Some(Truncated {
        words: words(&chosen, reach),
        limit: limit(reach),
        kept: reach.steps_kept(steps),
        numbers: run.numbers_a_step(),
        window: reach.window,
        chosen,
        windows,
        steps,
    })
}

/// A share as a percentage, exact where it is nothing.
#[must_use]
pub fn percent(share: f64) -> String {
    if share == 0.0 {
        "0".to_owned()
    } else if share < 1e-4 {
        number::text(share)
    } else {
        format!("{} %", number::significant(100.0 * share, 2).text())
    }
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

fn words(chosen: &Against, reach: &Reach) -> String {
    let nothing_left = chosen.truncated == 0.0 && chosen.full > 0.0;
    if reach.is_full() {
        "Every loss reaches back to the first step: the gradient is exact.".to_owned()
    } else if chosen.full == 0.0 {
        "The full gradient is exactly 0: there is nothing to leave out.".to_owned()
    } else if nothing_left {
        "Exactly 0 is left: what the loss needs lies beyond the limit.".to_owned()
    } else if chosen.error == 0.0 {
        "Nothing is left out: the gradient is the full one.".to_owned()
    } else {
        let cosine = number::fixed(chosen.cosine, 3).text();
        let how = if chosen.cosine > 0.95 {
            "the direction is nearly right"
        } else if chosen.cosine > 0.5 {
            "the direction is roughly right"
        } else {
            "the direction is not to be trusted"
        };
        format!("Off by {}, {how}: cosine {cosine}.", percent(chosen.error))
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
