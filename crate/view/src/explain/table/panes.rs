//! The panes under the picture: parameters, their cards, the memory road, two cells compared.

use super::numbers::matrix_columns;
use super::{count, height, letter};
use crate::explain::Subject;
use crate::explain::blocks::blocks;
use crate::explain::cards::cards;
use crate::explain::names::Notation;
use crate::explain::pair::{Pair, PairValue};
use crate::explain::road::road;
use crate::explain::sheet::{Entry, Sheet};
use unrolled::ir::order::sorted;
use unrolled::run::cursor::Position;

/// The roads of the units that are drawn, step by step, and the gates they pass.
pub(super) fn memory_road(subject: &Subject<'_>, position: &Position) -> Sheet {
    let Some(road) = road(subject, position) else {
        return Sheet::default();
    };
    let mut columns: Vec<(String, Vec<Entry>)> = vec![];
    for (place, lane) in road.lanes.iter().enumerate() {
        let entry = |(value, reference): (&f64, &Option<String>)| {
            Entry::seen(Some(*value), reference.clone())
        };
        let total = lane.total.iter().zip(&lane.references).map(entry);
        columns.push((format!("unit {}, total", lane.unit), total.collect()));
        let direct = lane.direct.iter().map(|value| Entry::number(*value));
        columns.push((format!("unit {}, direct", lane.unit), direct.collect()));
        if let Some(gate) = &road.gate {
            let valves = &gate.lanes[place];
            let name = format!("{}{}, unit {}", gate.prefix, letter(&gate.label), lane.unit);
            let entries = valves.values.iter().zip(&valves.references).map(entry);
            columns.push((name, entries.collect()));
        }
    }
    let caption = format!(
        "What is left of the {} of each step in that of step {}",
        road.words, road.steps
    );
    Sheet::of_columns(caption, "step", count("step", road.steps), columns)
}

/// The parameters of the gate that is looked at, or of all, as they stand side by side.
pub(super) fn weights(subject: &Subject<'_>, position: &Position) -> Sheet {
    let all = blocks(subject, position, None, Notation::Lesson);
    let lit = all.groups.iter().any(|group| group.lit);
    let shown = || all.groups.iter().filter(move |group| group.lit || !lit);
    let columns: Vec<_> = shown()
        .flat_map(|group| group.blocks.iter().chain(&group.grads))
        .flat_map(matrix_columns)
        .collect();
    let titles: Vec<&str> = shown().map(|group| group.title.as_str()).collect();
    let caption = format!("Parameters: {}", titles.join(", "));
    Sheet::of_columns(caption, "row", count("row", height(&columns)), columns)
}

/// A row for each step that was passed, and the sum.
pub(super) fn tray(subject: &Subject<'_>, position: &Position) -> Sheet {
    let Some(tray) = cards(subject, position, None, Notation::Lesson) else {
        return Sheet::default();
    };
    let total = &tray.total;
    let place = |entry: &usize| (entry / total.cols, entry % total.cols);
    let headers = tray.entries.iter().map(place);
    let headers = headers.map(|(row, col)| format!("row {}, column {}", row + 1, col + 1));
    let cards = sorted(tray.cards.iter().collect(), |a, b| a.t.cmp(&b.t));
    let mut rows: Vec<Vec<Entry>> = cards
        .iter()
        .map(|card| {
            let entries = tray.entries.iter().map(place);
            let entries = entries
                .map(|(row, col)| Entry::seen(Some(card.entry(row, col)), total.entry(row, col)));
            std::iter::once(Entry::number(card.norm))
                .chain(entries)
                .collect()
        })
        .collect();
    let sums = tray.entries.iter().map(|entry| {
        let (row, col) = place(entry);
        Entry::seen(Some(total.entries[*entry]), total.entry(row, col))
    });
    rows.push(
        std::iter::once(Entry::number(tray.norm))
            .chain(sums)
            .collect(),
    );
    let steps = cards.iter().map(|card| format!("step {}", card.t));
    Sheet {
        caption: format!("What each step adds to the {}, {}", total.words, tray.title),
        axis: "step",
        columns: std::iter::once("norm".to_owned()).chain(headers).collect(),
        rows,
        row_headers: steps.chain(["sum so far".to_owned()]).collect(),
    }
}

/// A row for each thing that one of two cells has.
pub(super) fn compared(pair: &Pair) -> Sheet {
    let rows = pair.rows.iter();
    let shown: Vec<_> = rows
        .filter(|row| row.values.iter().any(Option::is_some))
        .collect();
    Sheet {
        caption: format!("Step {}, unit {}: {}", pair.t, pair.unit, pair.sentence),
        axis: "what",
        columns: pair
            .sides
            .iter()
            .map(|side| format!("{}, {} parameters", side.title, side.params))
            .collect(),
        rows: shown
            .iter()
            .map(|row| {
                let entry = |value: &Option<PairValue>| match value {
                    Some(value) => Entry::seen(value.value, value.reference.clone()),
                    None => Entry::words("none"),
                };
                row.values.iter().map(entry).collect()
            })
            .collect(),
        row_headers: shown.iter().map(|row| row.what.to_owned()).collect(),
    }
}
