//! The numbers of a reading's pictures as tables.

use serde::Deserialize;

use super::pictures::{MATRICES, answer, heat, look};
use super::{At, lengths, outline};
use crate::attention::explain::text_answer;
use crate::attention::explain::text_answer::positions;
use crate::attention::explain::translation::{Bar, sheet_of_chart, weights_sheet};
use unrolled::run::ModelRun;
use view::explain::sheet::{Entry, Sheet};

/// Pictures of a reading that have a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SelfAttentionTable {
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
pub fn sheet(here: &At<'_>, table: SelfAttentionTable) -> Sheet {
    match table {
        SelfAttentionTable::Answer => outputs(here),
        SelfAttentionTable::Attention | SelfAttentionTable::Ribbons => weights_sheet(
            &heat(here),
            "Where each symbol looks: every row adds up to 1.",
            "symbol",
        ),
        SelfAttentionTable::Look => one(here),
        SelfAttentionTable::Lengths => measured(here),
    }
}

fn outputs(here: &At<'_>) -> Sheet {
    let caption = "What stands at the place of each symbol, how likely it was, and what was second likeliest.";
    text_answer::outputs(
        here.model,
        &answer(here.model, here.t()).output,
        (caption, "symbol", "written"),
        positions(here.model),
    )
}

/// What was measured at each length; only words where nothing was.
fn measured(here: &At<'_>) -> Sheet {
    match lengths(here) {
        Some(picture) => sheet_of_chart(&picture),
        None => Sheet {
            caption: outline(here.model).reached,
            axis: "length",
            ..Sheet::default()
        },
    }
}

/// What the op of this moment makes: a matrix, scores and weights, or the bets.
fn one(here: &At<'_>) -> Sheet {
    let made = MATRICES.into_iter().find(|(_, _, op)| *op == here.op());
    match (made, here.op()) {
        (Some((title, key, _)), _) => matrix(here, title, key),
        (None, "context" | "lo" | "y") => mixed(here),
        _ => looks(here),
    }
}

fn matrix(here: &At<'_>, title: &str, key: &str) -> Sheet {
    let rows: Vec<&[f64]> = (1..=here.model.positions())
        .filter_map(|t| here.model.values(key, t))
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
        row_headers: positions(here.model),
    }
}

fn entries(bars: Option<Vec<Bar>>) -> Vec<Entry> {
    let bars = bars.into_iter().flatten();
    bars.map(|bar| Entry::seen(Some(bar.value), Some(bar.reference)))
        .collect()
}

fn looks(here: &At<'_>) -> Sheet {
    let picture = look(here);
    Sheet::of_columns(
        format!("Symbol {}: its scores and weights.", here.t()),
        "symbol",
        positions(here.model),
        vec![
            ("score".to_owned(), entries(picture.scores)),
            ("weight".to_owned(), entries(picture.weights)),
        ],
    )
}

/// The mix of all values, and the likeliest symbols.
fn mixed(here: &At<'_>) -> Sheet {
    let picture = look(here);
    let context = picture.context.unwrap_or_default();
    let numbers = context.iter().enumerate().map(|(unit, value)| {
        Entry::seen(
            Some(*value),
            Some(format!("context.t{}.u{}", here.t(), unit + 1)),
        )
    });
    let labels = (picture.bets.iter().flatten()).map(|bar| Entry::words(bar.label.clone()));
    Sheet::of_columns(
        format!(
            "Symbol {}: the mix of all values, and what is read out of it.",
            here.t()
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
