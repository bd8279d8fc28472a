//! What learning the start came to, in sentences.

use unrolled::model::{End, Learned, Learning, Scenario};
use view::explain::number;

/// Wider states are not written out.
const MOST_LISTED: usize = 8;

/// What is said of a learned start; `None` where it is given.
#[must_use]
pub fn learned(scenario: &Scenario) -> Option<String> {
    let (learning, found) = (scenario.learning?, scenario.learned?);
    Some(match (found.end, found.updates) {
        (End::NoLoss, _) => "There is no loss to learn from: the start stays as given.".to_owned(),
        (End::NoGradient, 0) => {
            "No gradient arrives at the start: there is nothing to learn it from.".to_owned()
        }
        (End::Diverged, 0) => {
            "The first update already leads beyond the largest number: the start stays as given. A lower learning rate may help."
                .to_owned()
        }
        (end, _) => {
            let parts = [
                Some(course(learning, found)),
                outcome(end, found),
                truncated(scenario),
                states(scenario),
            ];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
    })
}

/// "Now h₀ is (0.41, 0.2)."
fn states(scenario: &Scenario) -> Option<String> {
    let listed = |name: &str, state: &[f64]| {
        let numbers: Vec<String> = state.iter().map(|value| number::text(*value)).collect();
        format!("{name} is ({})", numbers.join(", "))
    };
    let hidden = listed("h\u{2080}", &scenario.h0);
    let memory = listed("c\u{2080}", &scenario.c0);
    let has_memory = scenario.program.find("c").is_some();
    let all = if has_memory {
        format!("{hidden}, {memory}")
    } else {
        hidden
    };
    (scenario.h0.len() <= MOST_LISTED).then(|| format!("Now {all}."))
}

/// "40 updates at rate 0.1. Loss 1.91 before, 1.52 after."
fn course(learning: Learning, found: Learned) -> String {
    format!(
        "{} at rate {}. Loss {} before, {} after.",
        match found.updates {
            1 => "1 update".to_owned(),
            updates => format!("{updates} updates"),
        },
        number::full(learning.rate),
        number::text(found.before),
        number::text(found.after),
    )
}

fn outcome(end: End, found: Learned) -> Option<String> {
    let words = match end {
        End::Diverged => {
            "The next one led beyond the largest number, so the last start that was finite stays: the rate is too high."
        }
        End::NoGradient => "Then the gradient at the start was exactly 0.",
        _ if found.after > found.before => "It rose: the rate is too high.",
        _ => return None,
    };
    Some(words.to_owned())
}

fn truncated(scenario: &Scenario) -> Option<String> {
    let words = "The way back is limited, so it learned from a truncated gradient.";
    (!scenario.reach.is_full()).then(|| words.to_owned())
}
