//! The numbers of a translation's pictures as tables.

use serde::Deserialize;

use super::maps::shown;
use super::pictures::{Bar, HeatPicture, Shows, answer, heat, step};
use super::{At, lengths, maps};
use crate::attention::explain::text_answer;
use crate::attention::explain::text_answer::positions;
use view::explain::sheet::{Entry, Sheet};

/// Pictures of a translation that have a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Seq2SeqTable {
    /// What was read and written.
    Answer,
    /// All attention.
    Attention,
    /// The same as ribbons.
    Ribbons,
    /// One step of the decoder.
    Look,
    /// Exact match against length.
    Lengths,
    /// What mattered.
    Mattered,
}

/// What the tables of weights and of differences are.
const LOOKS: &str = "Where the decoder looks for each output: every row adds up to 1.";
const LESS: &str = "Where the decoder looks, less where it looks in what is compared with: every row adds up to 0, where both have as many symbols.";

/// The numbers of a picture.
#[must_use]
pub fn sheet(here: &At<'_>, table: Seq2SeqTable) -> Sheet {
    match table {
        Seq2SeqTable::Answer => outputs(here),
        Seq2SeqTable::Attention => {
            let picture = shown(here);
            let caption = match picture.shows {
                Shows::Difference(_) => LESS,
                _ => LOOKS,
            };
            weights(&picture, caption, "output")
        }
        Seq2SeqTable::Ribbons => weights(&heat(here), LOOKS, "output"),
        Seq2SeqTable::Look => look(here),
        Seq2SeqTable::Lengths => lengths::sheet(here),
        Seq2SeqTable::Mattered => maps::sheet(here),
    }
}

fn outputs(here: &At<'_>) -> Sheet {
    let caption = "Every symbol that is written, how likely it was, and what was second likeliest.";
    let output = answer(here.model, here.t()).output;
    let headers = (1..=output.len()).map(|t| format!("output {t}"));
    let headers = headers.collect();
    text_answer::outputs(here.model, &output, (caption, "output", "symbol"), headers)
}

/// All weights, a row for each of what the axis counts.
pub(crate) fn weights(picture: &HeatPicture, caption: &str, axis: &'static str) -> Sheet {
    let has_weights = picture.rows.iter().any(|row| !row.weights.is_empty());
    let names = picture.columns.iter().enumerate();
    let columns: Vec<String> = if has_weights {
        names
            .map(|(place, sign)| format!("{} {}", place + 1, sign.text))
            .chain(["sum".to_owned()])
            .collect()
    } else {
        vec!["looks at".to_owned()]
    };
    let rows = picture.rows.iter().map(|row| {
        if row.weights.is_empty() {
            return vec![Entry::words("the fixed context")];
        }
        let weights = row
            .weights
            .iter()
            .zip(&row.names)
            .map(|(&weight, name)| Entry {
                may_be_given: picture.shows == Shows::Weights,
                ..Entry::seen(Some(weight), Some(name.clone()))
            });
        weights.chain([Entry::number(row.sum)]).collect()
    });
    Sheet {
        caption: caption.to_owned(),
        axis,
        columns,
        rows: rows.collect(),
        row_headers: (picture.rows.iter())
            .map(|row| format!("{} {}", row.t, row.sign.text))
            .collect(),
    }
}

fn look(here: &At<'_>) -> Sheet {
    let picture = step(here);
    let entries = |bars: &Option<Vec<Bar>>| match bars {
        Some(bars) => bars
            .iter()
            .map(|bar| Entry::seen(Some(bar.value), Some(bar.reference.clone())))
            .collect(),
        None => vec![],
    };
    let bets = |bars: &Option<Vec<Bar>>| {
        let labels = bars.iter().flatten();
        labels
            .map(|bar| Entry::words(bar.label.clone()))
            .collect::<Vec<_>>()
    };
    let mut columns = Vec::new();
    if picture.has_attention {
        columns.push(("score".to_owned(), entries(&picture.scores)));
        columns.push(("weight".to_owned(), entries(&picture.weights)));
    }
    columns.push(("likeliest".to_owned(), bets(&picture.bets)));
    columns.push(("p".to_owned(), entries(&picture.bets)));
    Sheet::of_columns(
        format!("Output {}: {}.", here.t(), picture.now),
        "position",
        positions(here.model),
        columns,
    )
}
