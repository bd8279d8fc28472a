//! What is known about a name of a translation.

use super::words::looks_at;
use super::{Here, given, heat, lengths, maps, outline, read_at, runner_up, spoken};
use unrolled::run::metrics::{entropy, largest_entropy};
use view::explain::case::capital;
use view::explain::inspect::{InspectedRow, Inspection, inspect as inspect_run};
use view::explain::number;

/// What is known about a name, or without one about the whole.
#[must_use]
pub fn inspect(here: &Here<'_>, reference: Option<&str>) -> Inspection {
    let found = reference.and_then(|name| weight(here, name).or_else(|| output(here, name)));
    let found = found.or_else(|| reference.and_then(|name| source(here, name)));
    let found = found.or_else(|| reference.and_then(|name| lengths::inspect(here, name)));
    let found = found.or_else(|| reference.and_then(|name| word(here, name)));
    let found = found.or_else(|| reference.and_then(|name| maps::inspect(here, name)));
    let of_run = || {
        let known = inspect_run(&here.subject(), reference, &here.position());
        known.reference.is_some().then_some(known)
    };
    found.or_else(of_run).unwrap_or_else(|| whole(here))
}

/// Step and unit of `weights.t7.u3`.
pub(crate) fn place(reference: &str, key: &str) -> Option<(usize, usize)> {
    let rest = reference.strip_prefix(key)?.strip_prefix(".t")?;
    let (t, unit) = rest.split_once(".u")?;
    Some((t.parse().ok()?, unit.parse().ok()?))
}

fn weight(here: &Here<'_>, reference: &str) -> Option<Inspection> {
    let (t, position) = place(reference, "weights")?;
    let translation = here.translation;
    let row = translation.written.weights.get(t.checked_sub(1)?)?;
    let weight = *row.get(position.checked_sub(1)?)?;
    let score = translation.values("scores", t)?.get(position - 1)?;
    let symbol = spoken(translation.written.symbols[t - 1]);
    let there = Here { t, ..here.clone() };
    let rows = vec![
        InspectedRow::number("weight", weight),
        InspectedRow::number("score", *score),
        InspectedRow::number("row sum", row.iter().sum()),
        InspectedRow::number("entropy, nats", entropy(row)),
        InspectedRow::number("entropy at most", largest_entropy(translation.positions())),
    ];
    let words = format!(
        "Output {t}, {symbol}, looks at source {position}, {}: weight {weight:.2}. Row: {}.",
        spoken(read_at(translation, position)),
        looks_at(&there, row)
    );
    Some(Inspection {
        given: given(translation, reference),
        ..Inspection::of_numbers(
            reference,
            format!("attention weight, output {t}, source {position}"),
            words,
            rows,
        )
    })
}

/// A weight of a map word by word.
fn word(here: &Here<'_>, reference: &str) -> Option<Inspection> {
    let picture = heat(here);
    let (row, col) = picture.find(reference).filter(|_| picture.is_grouped)?;
    Some(Inspection::of_numbers(
        reference,
        "attention weight, word by word",
        format!("{}.", capital(&picture.weight_words(row, col))),
        vec![InspectedRow::number(
            "weight",
            picture.rows[row].weights[col],
        )],
    ))
}

fn output(here: &Here<'_>, reference: &str) -> Option<Inspection> {
    let t: usize = reference.strip_prefix("output.t")?.parse().ok()?;
    let written = &here.translation.written;
    let symbol = *written.symbols.get(t.checked_sub(1)?)?;
    let probs = &written.probs[t - 1];
    let mut rows = vec![InspectedRow::number("p", probs[symbol])];
    rows.extend(
        runner_up(probs, symbol).map(|other| {
            InspectedRow::number(&format!("runner-up: {}", spoken(other)), probs[other])
        }),
    );
    let looks = (written.weights.get(t - 1)).map_or_else(
        || "It has only the fixed context.".to_owned(),
        |row| format!("It looks at {}.", looks_at(here, row)),
    );
    Some(Inspection::of_numbers(
        reference,
        format!("output {t}"),
        format!("{} is written. {looks}", capital(&spoken(symbol))),
        rows,
    ))
}

fn source(here: &Here<'_>, reference: &str) -> Option<Inspection> {
    let position: usize = reference.strip_prefix("source.u")?.parse().ok()?;
    if !(1..=here.translation.positions()).contains(&position) {
        return None;
    }
    let weights = here.translation.written.weights.iter().enumerate();
    let rows = weights.map(|(t, row)| {
        let label = format!("weight for output {}", t + 1);
        InspectedRow {
            reference: Some(format!("weights.t{}.u{position}", t + 1)),
            ..InspectedRow::number(&label, row[position - 1])
        }
    });
    Some(Inspection::of_numbers(
        reference,
        format!("source {position}"),
        format!(
            "{} is read.",
            capital(&spoken(read_at(here.translation, position)))
        ),
        rows.collect(),
    ))
}

fn whole(here: &Here<'_>) -> Inspection {
    let said = outline(here.translation);
    let row = |label: &str, value: String| InspectedRow {
        label: label.to_owned(),
        value,
        reference: None,
    };
    let mut rows = vec![
        row("answer", said.answer),
        row(
            "ln p",
            number::significant(here.translation.written.log_likelihood(), 6).text(),
        ),
        row(
            "parameters",
            number::count(here.translation.card.parameters),
        ),
        row("updates", number::count(here.translation.card.updates)),
    ];
    rows.extend(said.other.map(|other| row("the other model", other)));
    Inspection {
        title: here.translation.task.title.to_owned(),
        words: format!("{} {}", said.verdict, said.reached),
        rows,
        ..Inspection::default()
    }
}
