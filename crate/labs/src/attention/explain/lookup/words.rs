//! A moment of a look as a sentence.

use super::Here;
use crate::attention::explain::translation::largest;
use view::explain::Verbosity;
use view::explain::number;

/// The sentence of a moment.
#[must_use]
pub fn sentence(here: &Here<'_>, verbosity: Verbosity) -> String {
    let body = what(here);
    match verbosity {
        Verbosity::Short | Verbosity::Normal => body,
        Verbosity::Full => {
            let query = vector(here.lookup.setup.query());
            format!(
                "One query, {query}, {} states. {body}",
                here.lookup.positions()
            )
        }
    }
}

/// `(0.814, 0.693)`, as in the picture.
pub(super) fn vector(numbers: &[f64]) -> String {
    let numbers: Vec<String> = numbers
        .iter()
        .map(|value| number::fixed(*value, 3).text())
        .collect();
    format!("({})", numbers.join(", "))
}

fn what(here: &Here<'_>) -> String {
    let lookup = here.lookup;
    let values = |key: &str| lookup.values(key);
    let weights = values("weights");
    match here.op.as_str() {
        "product" => best("The query times every state", values("raw")),
        "score" if lookup.setup.scaled => best(
            "The products are divided by the root of 2, the numbers of a state",
            values("scores"),
        ),
        "score" => best(
            "The score of a state is the query times it",
            values("scores"),
        ),
        "temper" => best(
            "The scores are divided by the temperature",
            values("tempered"),
        ),
        "context" => format!(
            "Each state is taken with its weight and all are added: c = {}.",
            vector(values("context"))
        ),
        _ => format!(
            "Softmax makes shares of the scores: {}. They add up to {:.3}.",
            vector(weights),
            weights.iter().sum::<f64>()
        ),
    }
}

fn best(begin: &str, scores: &[f64]) -> String {
    let all = vector(scores);
    match largest(scores).first() {
        Some(place) if scores.len() > 1 => {
            format!("{begin}: {all}. State {} fits best.", place + 1)
        }
        _ => format!("{begin}: {all}."),
    }
}
