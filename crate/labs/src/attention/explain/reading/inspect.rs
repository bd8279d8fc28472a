//! What is known about a name of a reading.

use super::words::looks_at;
use super::{Here, lengths, outline};
use crate::attention::explain::translation::{inspect_chart, place_of, runner_up, spoken};
use unrolled::run::metrics::entropy;
use view::explain::inspect::{InspectedRow, Inspection, inspect as inspect_run};
use view::explain::{no_cell, number};

/// What is known about a name, or without one about the whole.
#[must_use]
pub fn inspect(here: &Here<'_>, reference: Option<&str>) -> Inspection {
    let found = reference.and_then(|name| {
        weight(here, name)
            .or_else(|| output(here, name))
            .or_else(|| source(here, name))
            .or_else(|| chart(here, name))
    });
    found
        .or_else(|| of_run(here, reference))
        .unwrap_or_else(|| whole(here))
}

fn chart(here: &Here<'_>, name: &str) -> Option<Inspection> {
    let picture = lengths(here)?;
    inspect_chart(|| picture, name)
}

/// A number of either run, as far as this one has come.
fn of_run(here: &Here<'_>, reference: Option<&str>) -> Option<Inspection> {
    let cell = no_cell();
    let read = Here {
        op: "value".to_owned(),
        ..here.clone()
    };
    [here, &read].into_iter().find_map(|here| {
        let known = inspect_run(&here.subject(&cell), reference, &here.position());
        known.reference.is_some().then_some(known)
    })
}

fn weight(here: &Here<'_>, reference: &str) -> Option<Inspection> {
    let (t, position) = place_of(reference, "weights")?;
    let reading = here.reading;
    let row = reading.answer.weights.get(t.checked_sub(1)?)?;
    let weight = *row.get(position.checked_sub(1)?)?;
    let score = *reading.values("scores", t)?.get(position - 1)?;
    let rows = vec![
        InspectedRow::number("weight", weight),
        InspectedRow::number("score", score),
        InspectedRow::number("row sum", row.iter().sum()),
        InspectedRow::number("entropy, nats", entropy(row)),
    ];
    let words = format!(
        "Symbol {t}, {}, looks at symbol {position}, {}: weight {weight:.2}. Row: {}.",
        spoken(reading.read_at(t)),
        spoken(reading.read_at(position)),
        looks_at(here, row)
    );
    let title = format!("attention weight, symbol {t} on symbol {position}");
    Some(Inspection::of_numbers(reference, title, words, rows))
}

fn output(here: &Here<'_>, reference: &str) -> Option<Inspection> {
    let t: usize = reference.strip_prefix("output.t")?.parse().ok()?;
    let answer = &here.reading.answer;
    let symbol = *answer.symbols.get(t.checked_sub(1)?)?;
    let probs = &answer.probs[t - 1];
    let mut rows = vec![InspectedRow::number("p", probs[symbol])];
    rows.extend(
        runner_up(probs, symbol).map(|other| {
            InspectedRow::number(&format!("runner-up: {}", spoken(other)), probs[other])
        }),
    );
    let words = format!(
        "At the place of {} stands {}. It looks at {}.",
        spoken(here.reading.read_at(t)),
        spoken(symbol),
        looks_at(here, &answer.weights[t - 1])
    );
    Some(Inspection::of_numbers(
        reference,
        format!("output {t}"),
        words,
        rows,
    ))
}

fn source(here: &Here<'_>, reference: &str) -> Option<Inspection> {
    let position: usize = reference.strip_prefix("source.u")?.parse().ok()?;
    let reading = here.reading;
    if !(1..=reading.positions()).contains(&position) {
        return None;
    }
    let weights = reading.answer.weights.iter().enumerate();
    let rows = weights.map(|(t, row)| InspectedRow {
        reference: Some(format!("weights.t{}.u{position}", t + 1)),
        ..InspectedRow::number(&format!("weight from symbol {}", t + 1), row[position - 1])
    });
    let words = format!(
        "{} is read at place {position}.",
        spoken(reading.read_at(position))
    );
    let title = format!("symbol {position}");
    Some(Inspection::of_numbers(
        reference,
        title,
        words,
        rows.collect(),
    ))
}

fn whole(here: &Here<'_>) -> Inspection {
    let said = outline(here.reading);
    let row = |label: &str, value: String| InspectedRow {
        label: label.to_owned(),
        value,
        reference: None,
    };
    let card = &here.reading.card;
    let mut rows = vec![
        row("answer", said.answer),
        row("parameters", number::count(card.parameters)),
        row("updates", number::count(card.updates)),
    ];
    rows.extend(said.other.map(|other| row("the other weights", other)));
    Inspection {
        title: "Reverse by self-attention".to_owned(),
        words: format!("{} {}", said.verdict, said.reached),
        rows,
        ..Inspection::default()
    }
}
