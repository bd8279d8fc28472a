//! The pictures over all steps as tables: the unrolled graph, a junction, what truncation costs.

use super::count;
use super::steps::sequence;
use crate::explain::Subject;
use crate::explain::names::Notation;
use crate::explain::sheet::{Entry, Sheet};
use crate::explain::truncated::truncated;
use crate::explain::unrolled::{Unrolled, meeting};
use unrolled::run::cursor::Position;
use unrolled::run::truncated::Against;

/// The sequence with the lengths of its gradients, its cuts and what is left of its start.
pub(super) fn unrolled(subject: &Subject<'_>, position: &Position) -> Sheet {
    let mut sheet = sequence(subject, position);
    sheet.caption = format!("The unrolled graph, {} steps", sheet.rows.len());
    let apart = subject.run.start_fades();
    let all = Unrolled::new(subject, position, Notation::Lesson, None, apart.as_deref());
    let Some(all) = all else {
        return sheet;
    };
    let mut add = |header: &str, entry: &dyn Fn(usize) -> Entry| {
        sheet.columns.push(header.to_owned());
        for (row, t) in sheet.rows.iter_mut().zip(1..) {
            row.push(entry(t));
        }
    };
    add("mean of h", &|t| Entry::seen(all.mean(t), None));
    for (place, gate) in all.step(1).gates.iter().enumerate() {
        let header = format!("{}, unit {}", gate.0, all.unit());
        add(&header, &|t| Entry::seen(all.step(t).gates[place].2, None));
    }
    for lane in 0..if all.backward { all.lanes() } else { 0 } {
        let letter = all.letter(lane);
        add(&format!("norm of dL/d{letter}"), &|t| {
            Entry::seen(all.norm(t, lane), all.reference(t, lane, true))
        });
        add(&format!("{letter} from this step"), &|t| {
            Entry::seen(all.arriving(t, lane).map(|here| here.local), None)
        });
        add(&format!("{letter} from the future"), &|t| {
            Entry::seen(all.arriving(t, lane).map(|here| here.future), None)
        });
    }
    let cut = |t: usize| Entry {
        reference: (t < all.steps).then(|| format!("cut.t{t}")),
        ..Entry::words(if all.cuts.contains(&t) { "cut" } else { "" })
    };
    add("after the step", &cut);
    if let Some(apart) = &apart {
        add("apart from a start at zero", &|t| Entry::number(apart[t]));
    }
    sheet
}

/// The streams that meet, unit by unit, and their lengths.
pub(super) fn junction(subject: &Subject<'_>, position: &Position) -> Sheet {
    let Some(found) = meeting(subject, position) else {
        return Sheet {
            caption: "Gradients flow on the way back: turn it with B".to_owned(),
            ..Sheet::default()
        };
    };
    let mut headers = count("unit", found.total.values.len());
    headers.push("norm".to_owned());
    let column = |stream: &crate::explain::junction::Stream| {
        let units = stream.values.iter().map(|value| Entry::number(*value));
        let all = units.chain([Entry::number(stream.norm)]).collect();
        (stream.label.to_owned(), all)
    };
    let columns = found
        .streams
        .iter()
        .chain([&found.total])
        .map(column)
        .collect();
    let caption = format!("Junction at step {}: {}", position.t, found.words);
    Sheet::of_columns(caption, "unit", headers, columns)
}

/// The error and the cosine of every window there is, or of the limits in force.
pub(super) fn truncation(subject: &Subject<'_>) -> Sheet {
    let Some(found) = truncated(subject.run) else {
        return Sheet::default();
    };
    let caption = format!(
        "Truncation: {}. {} {}.",
        found.limit,
        found.words,
        found.memory()
    );
    let parts = &found.parts;
    let has_windows = parts.iter().all(|part| !part.windows.is_empty());
    let headers = if has_windows {
        count("window", found.steps)
    } else {
        vec![found.limit.clone()]
    };
    let columns = parts.iter().flat_map(|part| {
        let all = if has_windows {
            part.windows.clone()
        } else {
            vec![part.chosen]
        };
        let column = |name: &str, value: fn(&Against) -> f64| {
            let entries = all.iter().map(|against| Entry::number(value(against)));
            (format!("{}, {name}", part.name), entries.collect())
        };
        [
            column("relative error", |found| found.error),
            column("cosine", |found| found.cosine.unwrap_or(f64::NAN)),
            column("norm", |found| found.truncated),
            column("norm without truncation", |found| found.full),
        ]
    });
    let columns = columns.collect();
    Sheet::of_columns(caption, "window", headers, columns)
}
