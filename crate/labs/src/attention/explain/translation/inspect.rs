//! What is known about a name of a translation.

use super::{At, given, heat, lengths, maps, outline};
use crate::attention::explain::text_answer;
use view::explain::case::capital;
use view::explain::inspect::{InspectedRow, Inspection};
use view::explain::{moment, number};

/// What is known about a name, or without one about the whole.
#[must_use]
pub fn inspect(here: &At<'_>, reference: Option<&str>) -> Inspection {
    let about = |name: &str| {
        let of_text = text_answer::inspect(here.model, name).map(|known| Inspection {
            given: given(here.model, name),
            ..known
        });
        of_text
            .or_else(|| lengths::inspect(here, name))
            .or_else(|| word(here, name))
            .or_else(|| maps::inspect(here, name))
            .or_else(|| moment::inspect(here.model, &here.cursor, name))
    };
    reference.and_then(about).unwrap_or_else(|| whole(here))
}

/// A weight of a map word by word.
fn word(here: &At<'_>, reference: &str) -> Option<Inspection> {
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

fn whole(here: &At<'_>) -> Inspection {
    let said = outline(here.model);
    let row = |label: &str, value: String| InspectedRow {
        label: label.to_owned(),
        value,
        reference: None,
    };
    let mut rows = vec![
        row("answer", said.answer),
        row(
            "ln p",
            number::significant(here.model.written.log_likelihood(), 6).text(),
        ),
        row("parameters", number::count(here.model.card.parameters)),
        row("updates", number::count(here.model.card.updates)),
    ];
    rows.extend(said.other.map(|other| row("the other model", other)));
    Inspection {
        title: here.model.task.title.to_owned(),
        words: format!("{} {}", said.verdict, said.reached),
        rows,
        ..Inspection::default()
    }
}
