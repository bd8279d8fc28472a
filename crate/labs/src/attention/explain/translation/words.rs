//! A moment of a translation as a sentence.

use super::{Here, largest, read_at, runner_up, spoken};
use view::explain::Verbosity;
use view::explain::number;

/// How many positions are named.
const MOST_NAMED: usize = 3;
/// Weights below this are not worth a word.
const LEAST: f64 = 0.05;

/// The sentence of a moment.
#[must_use]
pub fn sentence(here: &Here<'_>, verbosity: Verbosity) -> String {
    let body = what(here);
    match verbosity {
        Verbosity::Short | Verbosity::Normal => body,
        Verbosity::Full => {
            let of = here.translation.written.symbols.len();
            format!("Output {} of {of}. {body} {}", here.t, likelihood(here))
        }
    }
}

/// Where a row looks: `“c” 0.28, “r” 0.26, “a” 0.16`.
#[must_use]
pub(super) fn looks_at(here: &Here<'_>, row: &[f64]) -> String {
    named(row, |position| read_at(here.translation, position))
}

/// The largest weights of a row with the symbols that are read there.
pub(crate) fn named(row: &[f64], read_at: impl Fn(usize) -> usize) -> String {
    let named: Vec<String> = largest(row)
        .into_iter()
        .filter(|place| row[*place] >= LEAST)
        .take(MOST_NAMED)
        .map(|place| {
            let symbol = spoken(read_at(place + 1));
            format!("{symbol} {:.2}", row[place])
        })
        .collect();
    if named.is_empty() {
        "everything a little".to_owned()
    } else {
        named.join(", ")
    }
}

fn what(here: &Here<'_>) -> String {
    let translation = here.translation;
    let written = &translation.written;
    let symbol = written.symbols[here.t - 1];
    let chosen = spoken(symbol);
    let before = spoken(written.given[here.t - 1]);
    let values = |key: &str| translation.values(key, here.t).unwrap_or_default();
    let seen = |key: &str| {
        let all = values(key);
        &all[..all.len().min(translation.positions())]
    };
    match here.op.as_str() {
        "given" => "The context is the same for every output: what the encoder knew at both ends of the text.".to_owned(),
        "query" => format!("Output {}: the decoder, having written {before}, asks.", here.t),
        "add" => "The query is added to every key.".to_owned(),
        "squash" => "Each sum is squashed.".to_owned(),
        "score" => best(here, seen("scores"), "Every position gets a score"),
        "temper" => format!(
            "The scores are divided by the temperature {}.",
            number::text(translation.setup.temperature)
        ),
        "mask" => "Padding would be put out of reach here; one text alone has none.".to_owned(),
        "weights" => format!(
            "To write {chosen} the decoder looks at {}. The weights add up to {:.2}.",
            looks_at(here, seen("weights")),
            seen("weights").iter().sum::<f64>()
        ),
        "context" => format!(
            "The context is what the encoder knows at {}, mixed by these weights.",
            looks_at(here, seen("weights"))
        ),
        "embed" => format!("The decoder is given {before}, the symbol written before."),
        "told" => "State and context are read out together.".to_owned(),
        "lo" => format!(
            "Every symbol gets a score: {chosen} {}.",
            number::text(values("logits").get(symbol).copied().unwrap_or(f64::NAN))
        ),
        "y" => bet(here, symbol),
        _ => format!(
            "The decoder's {} makes its new state of the old one, {before} and the context.",
            translation.model().cell.cell.title
        ),
    }
}

fn best(here: &Here<'_>, scores: &[f64], begin: &str) -> String {
    let Some(place) = largest(scores).first().copied() else {
        return format!("{begin}.");
    };
    let symbol = spoken(read_at(here.translation, place + 1));
    format!(
        "{begin}: {symbol} fits best, {}.",
        number::text(scores[place])
    )
}

fn bet(here: &Here<'_>, symbol: usize) -> String {
    let probs = &here.translation.written.probs[here.t - 1];
    let likeliest = largest(probs).first().copied().unwrap_or(symbol);
    let chosen = format!("{}, p {}", spoken(symbol), number::text(probs[symbol]));
    let next = |symbol: usize| format!("{}, p {}", spoken(symbol), number::text(probs[symbol]));
    if likeliest != symbol {
        return format!(
            "Forced: {chosen}. By itself it would write {}.",
            next(likeliest)
        );
    }
    match runner_up(probs, symbol) {
        Some(other) => format!("It writes {chosen}. Second likeliest: {}.", next(other)),
        None => format!("It writes {chosen}."),
    }
}

/// ln p of all that is written so far.
fn likelihood(here: &Here<'_>) -> String {
    let written = &here.translation.written;
    let sum = written.log_likelihood_of_first(here.t);
    format!("ln p of all so far: {}.", number::text(sum))
}
