//! A moment of a reading as a sentence.

use super::Here;
use crate::attention::explain::translation::{largest, named, runner_up, spoken};
use view::explain::Verbosity;
use view::explain::number;

/// The sentence of a moment.
#[must_use]
pub fn sentence(here: &Here<'_>, verbosity: Verbosity) -> String {
    let body = what(here);
    match verbosity {
        Verbosity::Short | Verbosity::Normal => body,
        Verbosity::Full => format!("Symbol {} of {}. {body}", here.t, here.reading.positions()),
    }
}

/// Where a row looks: `“c” 0.28, “r” 0.26`.
pub(super) fn looks_at(here: &Here<'_>, row: &[f64]) -> String {
    named(row, |place| here.reading.read_at(place))
}

fn what(here: &Here<'_>) -> String {
    let reading = here.reading;
    let model = reading.model();
    let asks = spoken(reading.read_at(here.t));
    let values = |key: &str| reading.values(key, here.t).unwrap_or_default();
    match here.op.as_str() {
        "x" if model.positions => format!(
            "{asks} stands {} before the end and {} after the start: its row, and those of both positions, added up.",
            reading.positions() - here.t,
            here.t - 1
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
        "product" => best(here, values("raw"), "The query times every key"),
        "score" if model.scaled => format!(
            "The scores are divided by the root of {}, {}, so that softmax keeps a slope.",
            model.key,
            number::text((model.key as f64).sqrt())
        ),
        "score" => best(
            here,
            values("scores"),
            "The query times every key, not divided",
        ),
        "mask" if model.causal => format!(
            "{asks} may not look ahead: the {} symbols after it are put out of reach.",
            reading.positions() - here.t
        ),
        "mask" => "Nothing is masked: every symbol may look at all of them.".to_owned(),
        "weights" => format!(
            "{asks} looks at {}. The weights add up to {:.2}.",
            looks_at(here, values("weights")),
            values("weights").iter().sum::<f64>()
        ),
        "context" => format!(
            "It gets the values of {}, mixed by these weights.",
            looks_at(here, values("weights"))
        ),
        "lo" => {
            let symbol = reading.answer.symbols[here.t - 1];
            let score = values("logits").get(symbol).copied().unwrap_or(f64::NAN);
            format!(
                "The mix is compared with every row of the table: {} fits best, {}.",
                spoken(symbol),
                number::text(score)
            )
        }
        _ => bet(here),
    }
}

fn best(here: &Here<'_>, scores: &[f64], begin: &str) -> String {
    let Some(place) = largest(scores).first().copied() else {
        return format!("{begin}.");
    };
    let symbol = spoken(here.reading.read_at(place + 1));
    format!(
        "{begin}: {symbol} at place {} fits best, {}.",
        place + 1,
        number::text(scores[place])
    )
}

fn bet(here: &Here<'_>) -> String {
    let answer = &here.reading.answer;
    let (symbol, probs) = (answer.symbols[here.t - 1], &answer.probs[here.t - 1]);
    let likely = |symbol: usize| format!("{}, p {}", spoken(symbol), number::text(probs[symbol]));
    let own = format!("At place {} stands {}.", here.t, likely(symbol));
    match runner_up(probs, symbol) {
        Some(other) => format!("{own} Second likeliest: {}.", likely(other)),
        None => own,
    }
}
