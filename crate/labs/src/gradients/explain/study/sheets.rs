//! The numbers of a study's pictures as tables.

use serde::Deserialize;

use super::decay::decay;
use super::spot::Spot;
use crate::gradients::run::study::Examined;
use unrolled::model::spectrum::modulus;
use view::explain::sheet::{Entry, Sheet};

/// Pictures of a study that have a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StudyTable {
    /// The chain of states.
    Chain,
    /// Eigenvalues and singular values.
    Plane,
    /// The factors one by one.
    Factors,
}

/// The numbers of a picture.
#[must_use]
pub fn sheet(examined: &Examined, table: StudyTable) -> Sheet {
    match table {
        StudyTable::Chain => decay(examined, 0).sheet(),
        StudyTable::Plane => plane(examined),
        StudyTable::Factors => factors(examined),
    }
}

fn entries(values: impl IntoIterator<Item = f64>) -> Vec<Entry> {
    values.into_iter().map(Entry::number).collect()
}

fn plane(examined: &Examined) -> Sheet {
    let Some(matrix) = examined.matrix() else {
        return Sheet::default();
    };
    let named = |values: Vec<f64>, spot: fn(usize) -> Spot| -> Vec<Entry> {
        let entry = |(place, value)| Entry::seen(Some(value), Some(spot(place + 1).to_string()));
        values.into_iter().enumerate().map(entry).collect()
    };
    let of = |part: fn(&nalgebra::Complex<f64>) -> f64| -> Vec<f64> {
        matrix.eigenvalues.iter().map(part).collect()
    };
    Sheet::of_columns(
        "Eigenvalues and singular values of the recurrent matrix".to_owned(),
        "place",
        (1..=matrix.eigenvalues.len())
            .map(|place| place.to_string())
            .collect(),
        vec![
            (
                "real part".to_owned(),
                named(of(|value| value.re), Spot::Eigenvalue),
            ),
            (
                "imaginary part".to_owned(),
                named(of(|value| value.im), Spot::Eigenvalue),
            ),
            (
                "modulus".to_owned(),
                named(of(|value| modulus(*value)), Spot::Eigenvalue),
            ),
            (
                "singular value".to_owned(),
                named(matrix.singular_values.clone(), Spot::Singular),
            ),
        ],
    )
}

fn factors(examined: &Examined) -> Sheet {
    let ks: Vec<usize> = (1..=examined.steps()).collect();
    let mut columns = Vec::new();
    if examined.slopes.is_some() {
        let slopes = ks.iter().map(|k| examined.slope(*k).unwrap_or(f64::NAN));
        columns.push(("mean slope".to_owned(), entries(slopes)));
    }
    let named =
        |value: f64, k: &usize| Entry::seen(Some(value), Some(Spot::Factor(*k).to_string()));
    columns.push((
        "factor of the gradient".to_owned(),
        ks.iter().map(|k| named(examined.factor(*k), k)).collect(),
    ));
    if examined.is_fine() {
        let norms = ks.iter().map(|k| super::norm(&examined.step(*k)));
        columns.push(("norm of the factor".to_owned(), entries(norms)));
        let norms = ks
            .iter()
            .map(|k| examined.range(*k).map_or(f64::NAN, |range| range.1));
        columns.push(("norm of the product".to_owned(), entries(norms)));
    }
    Sheet::of_columns(
        "Factors of the product, counted back from the last step".to_owned(),
        "k",
        ks.iter().map(|k| format!("k = {k}")).collect(),
        columns,
    )
}
