//! A map of attention word by word: weights are added up inside the words read, and averaged over the words written.
//!
//! Invariant: every row still adds up to 1.

use std::ops::Range;

use super::largest;
use super::pictures::{HeatPicture, Row, Sign};

/// The words of a line: letters and digits side by side; every other sign stands alone.
fn words(signs: &[Sign]) -> Vec<Range<usize>> {
    let is_inside = |sign: &Sign| sign.text.chars().all(char::is_alphanumeric);
    let mut words: Vec<Range<usize>> = Vec::new();
    for (place, sign) in signs.iter().enumerate() {
        match words.last_mut() {
            Some(word) if is_inside(sign) && is_inside(&signs[place - 1]) => word.end += 1,
            _ => words.push(place..place + 1),
        }
    }
    words
}

/// The signs of a word as one.
fn joined(signs: &[Sign], what: &str, first: usize) -> Sign {
    let text: String = signs.iter().map(|sign| sign.text.as_str()).collect();
    let words = match signs {
        [alone] => alone.words.clone(),
        _ => format!("{what} {first} to {}, {text}", first + signs.len() - 1),
    };
    Sign {
        reference: signs[0].reference.clone(),
        words,
        doubtful: signs.iter().any(|sign| sign.doubtful),
        forced: signs.iter().any(|sign| sign.forced),
        wrong: signs.iter().any(|sign| sign.wrong),
        text,
    }
}

/// The same map with words for symbols.
pub(super) fn grouped(picture: &HeatPicture) -> HeatPicture {
    let across = words(&picture.columns);
    let outputs: Vec<Sign> = picture.rows.iter().map(|row| row.sign.clone()).collect();
    let rows = words(&outputs).into_iter().map(|word| {
        let own = &picture.rows[word.clone()];
        let count = own.len() as f64;
        let has_weights = own.iter().all(|row| !row.weights.is_empty());
        let weights: Vec<f64> = (across.iter().filter(|_| has_weights))
            .map(|columns| {
                let parts = own.iter().flat_map(|row| &row.weights[columns.clone()]);
                parts.sum::<f64>() / count
            })
            .collect();
        let t = own[0].t;
        let named = across.iter().take(weights.len());
        let names: Vec<String> = named
            .map(|columns| format!("words.t{t}.u{}", columns.start + 1))
            .collect();
        Row {
            sign: joined(&outputs[word], "outputs", t),
            t,
            sum: weights.iter().sum(),
            largest: largest(&weights).first().map(|&top| names[top].clone()),
            weights,
            names,
            edited: own.iter().any(|row| row.edited),
            is_now: own.iter().any(|row| row.is_now),
            is_ahead: own.iter().all(|row| row.is_ahead),
        }
    });
    HeatPicture {
        rows: rows.collect(),
        columns: (across.iter())
            .map(|columns| {
                joined(
                    &picture.columns[columns.clone()],
                    "sources",
                    columns.start + 1,
                )
            })
            .collect(),
        shows: picture.shows,
        is_grouped: true,
    }
}
