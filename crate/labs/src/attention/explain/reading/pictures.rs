//! What the pictures of a reading show.

use super::{At, expected};
use crate::attention::explain::text_answer::{bars, bets, others, source, written};
use crate::attention::explain::translation::{AnswerPicture, Bar, HeatPicture, Row, Shows, Sign};
use crate::attention::run::reading::SelfAttentionRun;
use unrolled::model::tasks::Alphabet;
use unrolled::run::ModelRun;

/// All vectors of one kind: a row a symbol.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// Its letter.
    pub title: &'static str,
    /// The key of its quantity.
    pub key: &'static str,
    /// Its rows; nothing while they have not been computed.
    pub rows: Option<Vec<Vec<f64>>>,
    /// How many columns it has.
    pub columns: usize,
    /// The greatest size of a number in it.
    pub greatest: f64,
}

/// What one symbol asks and what it gets, as far as it has come.
#[derive(Clone, Debug, PartialEq)]
pub struct SelfPicture {
    /// X, Q, K and V.
    pub matrices: Vec<Matrix>,
    /// The scores, once they are computed: minus infinity where one may not be seen.
    pub scores: Option<Vec<Bar>>,
    /// The weights, once they are computed.
    pub weights: Option<Vec<Bar>>,
    /// The mix of all values, once it is computed.
    pub context: Option<Vec<f64>>,
    /// The likeliest symbols, once they are computed.
    pub bets: Option<Vec<Bar>>,
    /// Which symbol asks, from 1.
    pub t: usize,
}

/// The ops that make a matrix: title, key and op.
pub(super) const MATRICES: [(&str, &str, &str); 4] = [
    ("X", "placed", "x"),
    ("Q", "query", "query"),
    ("K", "key", "key"),
    ("V", "value", "value"),
];

/// The symbols the rule of the task says; nothing where it has no answer.
fn right(reading: &SelfAttentionRun) -> Option<Vec<usize>> {
    let tokens = Alphabet::read(&expected(reading)?);
    Some(tokens.into_iter().map(|token| token.symbol).collect())
}

fn output(reading: &SelfAttentionRun) -> Vec<Sign> {
    written(reading, right(reading).as_deref(), |_| false)
}

/// What was read, and what stands at its places.
#[must_use]
pub fn answer(reading: &SelfAttentionRun, t: usize) -> AnswerPicture {
    let right = right(reading);
    let other = (reading.other.as_ref()).map_or(&[][..], |(_, other)| &other.symbols);
    let own = reading.card.model() == *reading.model();
    let captions = match (&reading.other, own, reading.card.tested) {
        (_, _, 0) => ["trained here", "shipped"],
        (None, _, _) => ["written", ""],
        (Some(_), true, _) => ["trained so", "switched only"],
        (Some(_), false, _) => ["switched only", "trained so"],
    };
    AnswerPicture {
        source: source(reading, &reading.tokens),
        output: output(reading),
        given: vec![],
        other: others("the other weights", other, right.as_deref()),
        captions,
        t,
    }
}

/// All attention, symbols by symbols.
#[must_use]
pub fn heat(here: &At<'_>) -> HeatPicture {
    let reading = here.model;
    let (columns, written) = (source(reading, &reading.tokens), output(reading));
    let asks = columns.iter().zip(written).zip(&reading.answer.weights);
    let rows = asks.enumerate().map(|(place, ((own, written), weights))| {
        let sign = Sign {
            text: own.text.clone(),
            words: format!("{} asks; {}", own.words, written.words),
            doubtful: false,
            wrong: false,
            ..written
        };
        let t = place + 1;
        Row::of(sign, t, weights.clone(), t == here.t())
    });
    HeatPicture {
        shows: Shows::Weights,
        rows: rows.collect(),
        columns: columns.clone(),
        is_grouped: false,
    }
}

/// What one symbol asks and gets.
#[must_use]
pub fn look(here: &At<'_>) -> SelfPicture {
    let reading = here.model;
    let matrices = MATRICES.into_iter().map(|(title, key, op)| {
        let all = 1..=reading.positions();
        let rows: Vec<Vec<f64>> = all
            .filter_map(|t| Some(reading.values(key, t)?.to_vec()))
            .collect();
        Matrix {
            title,
            key,
            columns: rows.first().map_or(0, Vec::len),
            greatest: (rows.iter().flatten()).fold(0.0, |most: f64, value| most.max(value.abs())),
            rows: here.sees(op).then_some(rows),
        }
    });
    SelfPicture {
        matrices: matrices.collect(),
        scores: scores(here),
        weights: (here.sees("weights"))
            .then(|| bars(reading, here.t(), ("weights", "weight")))
            .flatten(),
        context: (here.sees("context"))
            .then(|| reading.values("context", here.t()).map(<[f64]>::to_vec))
            .flatten(),
        bets: here.sees("y").then(|| bets(reading, here.t())),
        t: here.t(),
    }
}

/// The scores as far as they have come: plain, divided, and with what may not be seen left out.
fn scores(here: &At<'_>) -> Option<Vec<Bar>> {
    let keys = [("masked", "mask"), ("scores", "score"), ("raw", "product")];
    let (key, _) = keys.into_iter().find(|(_, op)| here.sees(op))?;
    bars(here.model, here.t(), (key, "score"))
}
