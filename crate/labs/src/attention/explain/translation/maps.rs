//! Two further maps of outputs against symbols read: what mattered, and the difference to another translation.
//!
//! Invariant: attention says where a decoder looks, a gradient what moves its answer; neither is made from the other.

use super::pictures::{HeatPicture, Row, Shows, heat, symbols};
use super::{At, Beside};
use view::explain::case::capital;
use view::explain::inspect::{InspectedRow, Inspection};
use view::explain::number;
use view::explain::sheet::{Entry, Sheet};

/// What the map of attention shows: the weights, or how they differ from those that are compared with.
#[must_use]
pub fn shown(here: &At<'_>) -> HeatPicture {
    let own = heat(here);
    match here.beside.against {
        Some(other) if own.rows.iter().any(|row| !row.weights.is_empty()) => {
            let there = At {
                model: other,
                cursor: here.cursor.clone(),
                beside: Beside {
                    against: None,
                    measured: None,
                    ..here.beside
                },
            };
            difference(own, &heat(&there))
        }
        _ => own,
    }
}

/// The first less the second, place by place; what the other does not have counts as 0.
fn difference(own: HeatPicture, other: &HeatPicture) -> HeatPicture {
    let rows = own.rows.into_iter().enumerate().map(|(row, own)| {
        let there = other.rows.get(row).map_or(&[][..], |row| &row.weights);
        let weights: Vec<f64> = (own.weights.iter().enumerate())
            .map(|(col, weight)| weight - there.get(col).copied().unwrap_or(0.0))
            .collect();
        Row {
            sum: weights.iter().sum(),
            largest: None,
            weights,
            ..own
        }
    });
    let rows: Vec<Row> = rows.collect();
    let all = rows.iter().flat_map(|row| &row.weights);
    let most = all.fold(0.0, |most: f64, weight| most.max(weight.abs()));
    HeatPicture {
        rows,
        shows: Shows::Difference(most),
        ..own
    }
}

/// What mattered: the length of the gradient of ln p of every output at every symbol read, each row as shares of its
/// largest.
#[must_use]
pub fn saliency(here: &At<'_>) -> HeatPicture {
    let translation = here.model;
    let symbols = symbols(here);
    let rows = (symbols.rows.into_iter().zip(translation.saliency())).map(|(row, lengths)| {
        let most = lengths.iter().copied().fold(0.0, f64::max);
        let weights: Vec<f64> = (lengths.iter())
            .map(|length| if most > 0.0 { length / most } else { 0.0 })
            .collect();
        let names: Vec<String> = (1..=weights.len())
            .map(|unit| format!("mattered.t{}.u{unit}", row.t))
            .collect();
        Row {
            sum: weights.iter().sum(),
            largest: (super::largest(&weights).first()).map(|&top| names[top].clone()),
            weights,
            names,
            edited: false,
            ..row
        }
    });
    HeatPicture {
        shows: Shows::Mattered,
        rows: rows.collect(),
        columns: symbols.columns,
        is_grouped: false,
    }
}

/// What is known about a place of the map of what mattered.
pub(super) fn inspect(here: &At<'_>, reference: &str) -> Option<Inspection> {
    let (t, unit) = reference.strip_prefix("mattered.t")?.split_once(".u")?;
    let (t, unit): (usize, usize) = (t.parse().ok()?, unit.parse().ok()?);
    let picture = saliency(here);
    let (row, col) = picture.find(reference)?;
    let length = *(here.model.saliency().get(t.checked_sub(1)?)?).get(unit.checked_sub(1)?)?;
    let mut rows = vec![
        InspectedRow::number(
            "share of the row\u{2019}s largest",
            picture.rows[row].weights[col],
        ),
        InspectedRow::number("length of the gradient", length),
    ];
    let looked = here.model.written.weights.get(t - 1);
    rows.extend(looked.map(|weights| InspectedRow {
        reference: Some(format!("weights.t{t}.u{unit}")),
        ..InspectedRow::number("looked at, weight", weights[unit - 1])
    }));
    Some(Inspection::of_numbers(
        reference,
        format!("what mattered to output {t}, source {unit}"),
        format!(
            "{}. Moving this symbol\u{2019}s embedding moves ln p of the output by at most {} times as much. What was looked at need not be what mattered.",
            capital(&picture.weight_words(row, col)),
            number::significant(length, 3).text()
        ),
        rows,
    ))
}

/// The numbers of the map of what mattered.
pub(super) fn sheet(here: &At<'_>) -> Sheet {
    let picture = saliency(here);
    let columns = picture.columns.iter().enumerate();
    Sheet {
        caption: "How much each symbol read mattered to each output: the length of the gradient of ln p, as a share of the largest of its row.".to_owned(),
        axis: "output",
        columns: columns
            .map(|(place, sign)| format!("{} {}", place + 1, sign.text))
            .collect(),
        rows: (picture.rows.iter())
            .map(|row| {
                (row.weights.iter().zip(&row.names))
                    .map(|(&share, name)| Entry::seen(Some(share), Some(name.clone())))
                    .collect()
            })
            .collect(),
        row_headers: (picture.rows.iter())
            .map(|row| format!("{} {}", row.t, row.sign.text))
            .collect(),
    }
}
