//! What is known about a name of a reading.

use super::{At, lengths, outline};
use crate::attention::explain::text_answer;
use crate::attention::explain::translation::inspect_chart;
use view::explain::inspect::{InspectedRow, Inspection};
use view::explain::{moment, number};

/// What is known about a name, or without one about the whole.
#[must_use]
pub fn inspect(here: &At<'_>, reference: Option<&str>) -> Inspection {
    let about = |name: &str| {
        text_answer::inspect(here.model, name)
            .or_else(|| chart(here, name))
            .or_else(|| moment::inspect(here.model, &here.cursor, name))
    };
    reference.and_then(about).unwrap_or_else(|| whole(here))
}

fn chart(here: &At<'_>, name: &str) -> Option<Inspection> {
    let picture = lengths(here)?;
    inspect_chart(|| picture, name)
}

fn whole(here: &At<'_>) -> Inspection {
    let said = outline(here.model);
    let row = |label: &str, value: String| InspectedRow {
        label: label.to_owned(),
        value,
        reference: None,
    };
    let card = &here.model.card;
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
