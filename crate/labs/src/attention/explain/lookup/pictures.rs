//! What the pictures of a look show.

use super::At;
use super::words::vector;
use crate::setup::hand::SIZE;
use view::explain::number;

/// A query, a state or what comes out, with the names of its numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Vector {
    /// Its letter.
    pub letter: &'static str,
    /// Which state it is, from 1.
    pub index: Option<usize>,
    /// Its numbers; nothing while they are not computed.
    pub numbers: Option<Vec<f64>>,
    /// The names of its numbers.
    pub references: Vec<String>,
    /// What it is, in words.
    pub words: String,
}

/// One number for each state.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its letters.
    pub title: String,
    /// The key of its quantity.
    pub key: &'static str,
    /// Its numbers; nothing while they are not computed.
    pub numbers: Option<Vec<f64>>,
    /// Whether it is what this moment makes.
    pub is_now: bool,
    /// What each number is, in words.
    pub words: &'static str,
    /// Whether its numbers are shares of 1.
    pub is_share: bool,
}

/// A look as far as it has come.
#[derive(Clone, Debug, PartialEq)]
pub struct ExamplePicture {
    /// What asks.
    pub query: Vector,
    /// What is asked.
    pub states: Vec<Vector>,
    /// Scores and weights; the weights are the last.
    pub columns: Vec<Column>,
    /// What comes out.
    pub context: Vector,
    /// The state looked at, from 1.
    pub unit: usize,
    /// Whether what comes out is what this moment makes.
    pub mixes: bool,
    /// What the weights add up to, once they are computed.
    pub sum: Option<f64>,
}

impl ExamplePicture {
    /// The weights, once they are computed.
    #[must_use]
    pub fn weights(&self) -> Option<&[f64]> {
        self.columns.last()?.numbers.as_deref()
    }
}

/// The picture of a moment.
#[must_use]
pub fn picture(here: &At<'_>) -> ExamplePicture {
    let lookup = here.model;
    let states = lookup.input.states.chunks(SIZE).enumerate();
    ExamplePicture {
        query: named("q", None, Some(&lookup.input.query), ("query", 0), "query"),
        states: states
            .map(|(place, state)| {
                let what = format!("state {}", place + 1);
                named(
                    "h",
                    Some(place + 1),
                    Some(state),
                    ("keys", place * SIZE),
                    &what,
                )
            })
            .collect(),
        columns: columns(here),
        context: named(
            "c",
            None,
            here.sees("context").then(|| lookup.values("context")),
            ("context", 0),
            "context",
        ),
        unit: here.unit(),
        mixes: here.op() == "context",
        sum: (here.sees("weights")).then(|| lookup.values("weights").iter().sum()),
    }
}

fn named(
    letter: &'static str,
    index: Option<usize>,
    numbers: Option<&[f64]>,
    (key, before): (&str, usize),
    what: &str,
) -> Vector {
    let value = numbers.map_or_else(|| "not yet".to_owned(), vector);
    Vector {
        letter,
        index,
        numbers: numbers.map(<[f64]>::to_vec),
        references: (1..=SIZE)
            .map(|unit| format!("{key}.t1.u{}", before + unit))
            .collect(),
        words: format!("{what}: {value}"),
    }
}

/// The numbers of each state: title, key, op and words.
fn columns(here: &At<'_>) -> Vec<Column> {
    let setup = &here.model.input;
    let mut all = Vec::new();
    if setup.scaled {
        all.push((
            "d = q\u{b7}h".to_owned(),
            "raw",
            "product",
            "query times state",
        ));
        let root = number::text((SIZE as f64).sqrt());
        all.push((format!("e = d / {root}"), "scores", "score", "score"));
    } else {
        all.push(("e = q\u{b7}h".to_owned(), "scores", "score", "score"));
    }
    if setup.temperature != 1.0 {
        let title = format!("e / {}", number::text(setup.temperature));
        all.push((title, "tempered", "temper", "score over temperature"));
    }
    all.push((
        "\u{3b1} = softmax e".to_owned(),
        "weights",
        "weights",
        "weight",
    ));
    all.into_iter()
        .map(|(title, key, op, words)| Column {
            title,
            key,
            numbers: here.sees(op).then(|| here.model.values(key).to_vec()),
            is_now: here.op() == op,
            words,
            is_share: key == "weights",
        })
        .collect()
}
