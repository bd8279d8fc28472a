//! The numbers of a look as tables.

use serde::Deserialize;

use super::At;
use super::pictures::{Column, ExamplePicture, Vector, picture};
use view::explain::sheet::{Entry, Sheet};

/// Pictures of a look that have a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExampleTable {
    /// All numbers.
    Attention,
    /// The vectors, and how much of each state is in the mix.
    Vectors,
}

/// The numbers of a picture.
#[must_use]
pub fn sheet(here: &At<'_>, table: ExampleTable) -> Sheet {
    let mut picture = picture(here);
    let caption = match table {
        ExampleTable::Attention => "Attention by hand: query, states, scores, weights, context.",
        ExampleTable::Vectors => "The arrows: query, states with their weights, context.",
    };
    if table == ExampleTable::Vectors {
        picture.columns.drain(..picture.columns.len() - 1);
    }
    of(&picture, caption)
}

fn of(picture: &ExamplePicture, caption: &str) -> Sheet {
    let titles = picture.columns.iter().map(|column| column.title.clone());
    let columns: Vec<String> = ["1".to_owned(), "2".to_owned()]
        .into_iter()
        .chain(titles)
        .collect();
    let alone = |vector: &Vector, may_be_set: bool| {
        let empty = picture.columns.iter().map(|_| Entry::default());
        numbers(vector, may_be_set).chain(empty).collect::<Vec<_>>()
    };
    let states = picture.states.iter().enumerate().map(|(place, state)| {
        let beside = picture.columns.iter().map(|column| entry(column, place));
        numbers(state, true).chain(beside).collect()
    });
    let mut rows = vec![alone(&picture.query, true)];
    rows.extend(states);
    rows.push(alone(&picture.context, false));
    let state = |place: usize| format!("h{place}");
    let headers = (1..=picture.states.len()).map(state);
    Sheet {
        caption: caption.to_owned(),
        axis: "vector",
        columns,
        rows,
        row_headers: ["q".to_owned()]
            .into_iter()
            .chain(headers)
            .chain(["c".to_owned()])
            .collect(),
    }
}

fn numbers(vector: &Vector, may_be_set: bool) -> impl Iterator<Item = Entry> {
    let names = vector.references.iter().enumerate();
    names.map(move |(place, name)| {
        let number = vector.numbers.as_ref().map(|numbers| numbers[place]);
        Entry::seen(number, Some(name.clone())).maybe_given(may_be_set)
    })
}

fn entry(column: &Column, place: usize) -> Entry {
    let number = column.numbers.as_ref().map(|numbers| numbers[place]);
    Entry::seen(number, Some(format!("{}.t1.u{}", column.key, place + 1)))
}
