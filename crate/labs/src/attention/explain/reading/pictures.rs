//! What the pictures of a reading show.

use super::{Here, expected};
use crate::attention::explain::translation::{
    AnswerPicture, Bar, HeatPicture, MOST_BARS, Row, Shows, Sign, is_wrong, largest, sign, spoken,
};
use crate::attention::run::reading::Reading;
use unrolled::model::tasks::Alphabet;
use view::explain::number;

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

fn source(reading: &Reading) -> Vec<Sign> {
    let positions = 1..=reading.positions();
    positions
        .map(|position| {
            let typed = reading.tokens.get(position - 1);
            Sign::read("symbol", position, reading.read_at(position), typed)
        })
        .collect()
}

/// Some answer as signs, each with how likely it was.
fn written(reading: &Reading) -> Vec<Sign> {
    let answer = &reading.answer;
    let right = right(reading);
    (answer.symbols.iter().zip(&answer.probs).enumerate())
        .map(|(place, (&symbol, probs))| {
            Sign::written(place, symbol, probs, (right.as_deref(), false))
        })
        .collect()
}

/// The symbols the rule of the task says; nothing where it has no answer.
fn right(reading: &Reading) -> Option<Vec<usize>> {
    let tokens = Alphabet::read(&expected(reading)?);
    Some(tokens.into_iter().map(|token| token.symbol).collect())
}

/// What was read, and what stands at its places.
#[must_use]
pub fn answer(reading: &Reading, t: usize) -> AnswerPicture {
    let right = right(reading);
    let other = (reading.other.iter()).flat_map(|(_, other)| other.symbols.iter().enumerate());
    let other = other.map(|(place, &symbol)| Sign {
        text: sign(symbol),
        reference: format!("other.t{}", place + 1),
        words: format!(
            "the other weights, output {}, {}",
            place + 1,
            spoken(symbol)
        ),
        doubtful: false,
        forced: false,
        wrong: is_wrong(right.as_deref(), place, symbol),
    });
    let own = reading.card.model() == *reading.model();
    let captions = match (&reading.other, own, reading.card.tested) {
        (_, _, 0) => ["trained here", "shipped"],
        (None, _, _) => ["written", ""],
        (Some(_), true, _) => ["trained so", "switched only"],
        (Some(_), false, _) => ["switched only", "trained so"],
    };
    AnswerPicture {
        source: source(reading),
        output: written(reading),
        given: vec![],
        other: other.collect(),
        captions,
        t,
    }
}

/// All attention, symbols by symbols.
#[must_use]
pub fn heat(here: &Here<'_>) -> HeatPicture {
    let reading = here.reading;
    let (columns, written) = (source(reading), written(reading));
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
        Row::of(sign, t, weights.clone(), t == here.t)
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
pub fn look(here: &Here<'_>) -> SelfPicture {
    let reading = here.reading;
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
    let probs = &reading.answer.probs[here.t - 1];
    let bets = here.sees("y").then(|| {
        let best = largest(probs).into_iter().take(MOST_BARS);
        best.map(|symbol| Bar {
            label: sign(symbol),
            value: probs[symbol],
            reference: format!("probs.t{}.u{}", here.t, symbol + 1),
            words: format!("{}: p {}", spoken(symbol), number::text(probs[symbol])),
        })
        .collect()
    });
    SelfPicture {
        matrices: matrices.collect(),
        scores: scores(here),
        weights: bars(here, "weights", "weights", "weight"),
        context: (here.sees("context"))
            .then(|| reading.values("context", here.t).map(<[f64]>::to_vec))
            .flatten(),
        bets,
        t: here.t,
    }
}

/// The scores as far as they have come: plain, divided, and with what may not be seen left out.
fn scores(here: &Here<'_>) -> Option<Vec<Bar>> {
    let keys = [("masked", "mask"), ("scores", "score"), ("raw", "product")];
    let (key, op) = keys.into_iter().find(|(_, op)| here.sees(op))?;
    bars(here, key, op, "score")
}

fn bars(here: &Here<'_>, key: &str, op: &str, what: &str) -> Option<Vec<Bar>> {
    let reading = here.reading;
    let values = reading.values(key, here.t)?;
    here.sees(op).then(|| {
        (values.iter().enumerate())
            .map(|(place, &value)| {
                let symbol = reading.read_at(place + 1);
                let said = if value.is_finite() {
                    number::text(value)
                } else {
                    "minus infinity: it may not be seen".to_owned()
                };
                Bar {
                    label: sign(symbol),
                    value,
                    reference: format!("{key}.t{}.u{}", here.t, place + 1),
                    words: format!("{what} of symbol {}, {}: {said}", place + 1, spoken(symbol)),
                }
            })
            .collect()
    })
}
