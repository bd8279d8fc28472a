//! A moment of a translation as a sentence.

use super::{largest, runner_up, spoken};
use crate::attention::explain::text_answer::looks_at;
use crate::attention::run::translation::Seq2SeqRun;
use unrolled::run::{Cursor, ModelRun};
use view::explain::number;

/// How many positions are named.
const MOST_NAMED: usize = 3;
/// Weights below this are not worth a word.
const LEAST: f64 = 0.05;

/// The sentence with its place in the whole.
pub(super) fn in_full(translation: &Seq2SeqRun, at: &Cursor, what: &str) -> String {
    let (t, of) = (at.position.t, translation.written.symbols.len());
    format!("Output {t} of {of}. {what} {}", likelihood(translation, t))
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

/// What a moment does.
pub(super) fn what(translation: &Seq2SeqRun, at: &Cursor) -> String {
    let (t, written) = (at.position.t, &translation.written);
    let symbol = written.symbols[t - 1];
    let chosen = spoken(symbol);
    let before = spoken(written.given[t - 1]);
    let values = |key: &str| translation.values(key, t).unwrap_or_default();
    let seen = |key: &str| {
        let all = values(key);
        &all[..all.len().min(translation.positions())]
    };
    match at.position.op.as_str() {
        "given" => "The context is the same for every output: what the encoder knew at both ends of the text.".to_owned(),
        "query" => format!("Output {t}: the decoder, having written {before}, asks."),
        "add" => "The query is added to every key.".to_owned(),
        "squash" => "Each sum is squashed.".to_owned(),
        "score" => best(translation, seen("scores"), "Every position gets a score"),
        "temper" => format!(
            "The scores are divided by the temperature {}.",
            number::text(translation.input.temperature)
        ),
        "mask" => "Padding would be put out of reach here; one text alone has none.".to_owned(),
        "weights" => format!(
            "To write {chosen} the decoder looks at {}. The weights add up to {:.2}.",
            looks_at(translation, seen("weights")),
            seen("weights").iter().sum::<f64>()
        ),
        "context" => format!(
            "The context is what the encoder knows at {}, mixed by these weights.",
            looks_at(translation, seen("weights"))
        ),
        "embed" => format!("The decoder is given {before}, the symbol written before."),
        "told" => "State and context are read out together.".to_owned(),
        "lo" => format!(
            "Every symbol gets a score: {chosen} {}.",
            number::text(values("logits").get(symbol).copied().unwrap_or(f64::NAN))
        ),
        "y" => bet(translation, t),
        _ => format!(
            "The decoder's {} makes its new state of the old one, {before} and the context.",
            translation.model().cell.cell.title
        ),
    }
}

fn best(translation: &Seq2SeqRun, scores: &[f64], begin: &str) -> String {
    let Some(place) = largest(scores).first().copied() else {
        return format!("{begin}.");
    };
    let symbol = spoken(translation.read_at(place + 1));
    format!(
        "{begin}: {symbol} fits best, {}.",
        number::text(scores[place])
    )
}

fn bet(translation: &Seq2SeqRun, t: usize) -> String {
    let written = &translation.written;
    let (symbol, probs) = (written.symbols[t - 1], &written.probs[t - 1]);
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
fn likelihood(translation: &Seq2SeqRun, t: usize) -> String {
    let sum = translation.written.log_likelihood_of_first(t);
    format!("ln p of all so far: {}.", number::text(sum))
}
