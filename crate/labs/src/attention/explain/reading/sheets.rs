//! The numbers of a reading's pictures as tables.

use serde::Deserialize;

use super::pictures::{MATRICES, answer, heat, look};
use super::{Here, lengths, outline};
use crate::attention::explain::translation::{Bar, runner_up, sheet_of_chart, sign, weights_sheet};
use view::explain::sheet::{Entry, Sheet};

/// Pictures of a reading that have a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReadingTable {
    /// What was read and written.
    Answer,
    /// All attention.
    Attention,
    /// The same as ribbons.
    Ribbons,
    /// What one symbol asks and gets.
    Look,
    /// What was measured at each length.
    Lengths,
}

/// The numbers of a picture.
#[must_use]
pub fn sheet(here: &Here<'_>, table: ReadingTable) -> Sheet {
    match table {
        ReadingTable::Answer => outputs(here),
        ReadingTable::Attention | ReadingTable::Ribbons => weights_sheet(
            &heat(here),
            "Where each symbol looks: every row adds up to 1.",
            "symbol",
        ),
        ReadingTable::Look => one(here),
        ReadingTable::Lengths => measured(here),
    }
}

/// Every position with its symbol.
fn positions(here: &Here<'_>) -> Vec<String> {
    let all = 1..=here.reading.positions();
    all.map(|place| format!("{place} {}", sign(here.reading.read_at(place))))
        .collect()
}

fn outputs(here: &Here<'_>) -> Sheet {
    let own = &here.reading.answer;
    let picture = answer(here.reading, here.t);
    let signs = picture.output.iter().map(|sign| Entry {
        reference: Some(sign.reference.clone()),
        ..Entry::words(sign.text.clone())
    });
    let chosen = || own.symbols.iter().zip(&own.probs);
    let next = chosen().map(|(symbol, probs)| {
        runner_up(probs, *symbol).map_or_else(Entry::default, |other| Entry::words(sign(other)))
    });
    let likely = chosen().map(|(symbol, probs)| Entry::number(probs[*symbol]));
    Sheet::of_columns(
        "What stands at the place of each symbol, how likely it was, and what was second likeliest."
            .to_owned(),
        "symbol",
        positions(here),
        vec![
            ("written".to_owned(), signs.collect()),
            ("p".to_owned(), likely.collect()),
            ("runner-up".to_owned(), next.collect()),
        ],
    )
}

/// What was measured at each length; only words where nothing was.
fn measured(here: &Here<'_>) -> Sheet {
    match lengths(here) {
        Some(picture) => sheet_of_chart(&picture),
        None => Sheet {
            caption: outline(here.reading).reached,
            axis: "length",
            ..Sheet::default()
        },
    }
}

/// What the op of this moment makes: a matrix, scores and weights, or the bets.
fn one(here: &Here<'_>) -> Sheet {
    let made = MATRICES.into_iter().find(|(_, _, op)| *op == here.op);
    match (made, here.op.as_str()) {
        (Some((title, key, _)), _) => matrix(here, title, key),
        (None, "context" | "lo" | "y") => mixed(here),
        _ => looks(here),
    }
}

fn matrix(here: &Here<'_>, title: &str, key: &str) -> Sheet {
    let rows: Vec<&[f64]> = (1..=here.reading.positions())
        .filter_map(|t| here.reading.values(key, t))
        .collect();
    let columns = rows.first().map_or(0, |row| row.len());
    let entry = |(t, unit, value): (usize, usize, f64)| {
        Entry::seen(Some(value), Some(format!("{key}.t{t}.u{unit}")))
    };
    Sheet {
        caption: format!("{title}: a row for each symbol."),
        axis: "symbol",
        columns: (1..=columns).map(|unit| unit.to_string()).collect(),
        rows: (rows.iter().enumerate())
            .map(|(t, row)| {
                let numbers = row.iter().enumerate();
                numbers
                    .map(|(unit, value)| entry((t + 1, unit + 1, *value)))
                    .collect()
            })
            .collect(),
        row_headers: positions(here),
    }
}

fn entries(bars: Option<Vec<Bar>>) -> Vec<Entry> {
    let bars = bars.into_iter().flatten();
    bars.map(|bar| Entry::seen(Some(bar.value), Some(bar.reference)))
        .collect()
}

fn looks(here: &Here<'_>) -> Sheet {
    let picture = look(here);
    Sheet::of_columns(
        format!("Symbol {}: its scores and weights.", here.t),
        "symbol",
        positions(here),
        vec![
            ("score".to_owned(), entries(picture.scores)),
            ("weight".to_owned(), entries(picture.weights)),
        ],
    )
}

/// The mix of all values, and the likeliest symbols.
fn mixed(here: &Here<'_>) -> Sheet {
    let picture = look(here);
    let context = picture.context.unwrap_or_default();
    let numbers = context.iter().enumerate().map(|(unit, value)| {
        Entry::seen(
            Some(*value),
            Some(format!("context.t{}.u{}", here.t, unit + 1)),
        )
    });
    let labels = (picture.bets.iter().flatten()).map(|bar| Entry::words(bar.label.clone()));
    Sheet::of_columns(
        format!(
            "Symbol {}: the mix of all values, and what is read out of it.",
            here.t
        ),
        "number",
        (1..=context.len()).map(|unit| unit.to_string()).collect(),
        vec![
            ("context".to_owned(), numbers.collect()),
            ("likeliest".to_owned(), labels.collect()),
            ("p".to_owned(), entries(picture.bets.clone())),
        ],
    )
}
