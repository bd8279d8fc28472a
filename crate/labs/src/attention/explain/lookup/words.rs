//! A moment of a look as a sentence.

use crate::attention::explain::translation::largest;
use crate::attention::run::lookup::AttentionExample;
use unrolled::run::Cursor;
use view::explain::number;

/// `(0.814, 0.693)`, as in the picture.
pub(super) fn vector(numbers: &[f64]) -> String {
    let numbers: Vec<String> = numbers
        .iter()
        .map(|value| number::fixed(*value, 3).text())
        .collect();
    format!("({})", numbers.join(", "))
}

/// What a moment does.
pub(super) fn what(lookup: &AttentionExample, at: &Cursor) -> String {
    let values = |key: &str| lookup.values(key);
    let weights = values("weights");
    match at.position.op.as_str() {
        "product" => best("The query times every state", values("raw")),
        "score" if lookup.input.scaled => best(
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
