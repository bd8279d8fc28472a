//! A moment of a reading as a sentence.

use crate::attention::explain::text_answer::looks_at;
use crate::attention::explain::translation::{largest, runner_up, spoken};
use crate::attention::run::reading::SelfAttentionRun;
use unrolled::run::{Cursor, ModelRun};
use view::explain::number;

/// What a moment does.
pub(super) fn what(reading: &SelfAttentionRun, at: &Cursor) -> String {
    let (t, model) = (at.position.t, reading.model());
    let asks = spoken(reading.read_at(t));
    let values = |key: &str| reading.values(key, t).unwrap_or_default();
    match at.position.op.as_str() {
        "x" if model.positions => format!(
            "{asks} stands {} before the end and {} after the start: its row, and those of both positions, added up.",
            reading.positions() - t,
            t - 1
        ),
        "x" => format!("{asks} is its row of the table; nothing says where it stands."),
        "query" => format!("{asks} asks: its query is {} numbers made of x.", model.key),
        "key" => format!(
            "{asks} can be asked: its key is {} numbers made of x.",
            model.key
        ),
        "value" => format!(
            "What {asks} has to give: its value, {} numbers made of x.",
            model.width
        ),
        "product" => best(reading, values("raw"), "The query times every key"),
        "score" if model.scaled => format!(
            "The scores are divided by the root of {}, {}, so that softmax keeps a slope.",
            model.key,
            number::text((model.key as f64).sqrt())
        ),
        "score" => best(
            reading,
            values("scores"),
            "The query times every key, not divided",
        ),
        "mask" if model.causal => format!(
            "{asks} may not look ahead: the {} symbols after it are put out of reach.",
            reading.positions() - t
        ),
        "mask" => "Nothing is masked: every symbol may look at all of them.".to_owned(),
        "weights" => format!(
            "{asks} looks at {}. The weights add up to {:.2}.",
            looks_at(reading, values("weights")),
            values("weights").iter().sum::<f64>()
        ),
        "context" => format!(
            "It gets the values of {}, mixed by these weights.",
            looks_at(reading, values("weights"))
        ),
        "lo" => {
            let symbol = reading.answer.symbols[t - 1];
            let score = values("logits").get(symbol).copied().unwrap_or(f64::NAN);
            format!(
                "The mix is compared with every row of the table: {} fits best, {}.",
                spoken(symbol),
                number::text(score)
            )
        }
        _ => bet(reading, t),
    }
}

fn best(reading: &SelfAttentionRun, scores: &[f64], begin: &str) -> String {
    let Some(place) = largest(scores).first().copied() else {
        return format!("{begin}.");
    };
    let symbol = spoken(reading.read_at(place + 1));
    format!(
        "{begin}: {symbol} at place {} fits best, {}.",
        place + 1,
        number::text(scores[place])
    )
}

fn bet(reading: &SelfAttentionRun, t: usize) -> String {
    let answer = &reading.answer;
    let (symbol, probs) = (answer.symbols[t - 1], &answer.probs[t - 1]);
    let likely = |symbol: usize| format!("{}, p {}", spoken(symbol), number::text(probs[symbol]));
    let own = format!("At place {} stands {}.", t, likely(symbol));
    match runner_up(probs, symbol) {
        Some(other) => format!("{own} Second likeliest: {}.", likely(other)),
        None => own,
    }
}
