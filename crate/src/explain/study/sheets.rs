//! The numbers of a study's pictures as tables.

use serde::Deserialize;

use super::curves::{direct_roads, keeps, values};
use super::spot::{Line, Spot};
use crate::explain::sheet::{Entry, Sheet, Table};
use crate::model::spectrum::modulus;
use crate::run::Examined;
use crate::run::study::state_lengths;

/// Pictures of a study that have a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StudyTable {
    /// The chain of states.
    Chain,
    /// The chart over k.
    Decay,
    /// Eigenvalues and singular values.
    Plane,
    /// The factors one by one.
    Factors,
    /// The recurrent matrix.
    Matrix,
    /// The lengths of the states.
    Forward,
}

/// The numbers of a picture.
#[must_use]
pub fn sheet(examined: &Examined, table: StudyTable) -> Sheet {
    match table {
        StudyTable::Chain | StudyTable::Decay => decay(examined),
        StudyTable::Plane => plane(examined),
        StudyTable::Factors => factors(examined),
        StudyTable::Matrix => matrix(examined),
        StudyTable::Forward => forward(examined),
    }
}

/// The same as a table, rounded; entries of the matrix can be changed in it.
#[must_use]
pub fn table(examined: &Examined, table: StudyTable) -> Table {
    sheet(examined, table).table_with(|reference| match reference.parse().ok()? {
        Spot::Entry(row, col) => examined.matrix()?.matrix.get((row - 1, col - 1)).copied(),
        _ => None,
    })
}

fn entries(values: impl IntoIterator<Item = f64>) -> Vec<Entry> {
    values.into_iter().map(Entry::number).collect()
}

fn decay(examined: &Examined) -> Sheet {
    let steps = examined.steps();
    let named = |header: &str, values: Vec<f64>| (header.to_owned(), entries(values));
    let mut columns = vec![(
        "measured".to_owned(),
        (examined.measured.iter().enumerate())
            .map(|(k, value)| Entry::seen(Some(*value), Some(Spot::Product(k).to_string())))
            .collect(),
    )];
    let lines = [
        (Line::Powers, "\u{3c1}^k"),
        (Line::Bound, "bound"),
        (Line::Range, "\u{3c3}_max"),
    ];
    for (line, header) in lines {
        columns.extend(values(examined, line).map(|values| named(header, values)));
    }
    if let Some(ranges) = examined.ranges() {
        let smallest = ranges
            .iter()
            .map(|range| range.map_or(f64::NAN, |range| range.0));
        columns.push(named("\u{3c3}_min", smallest.collect()));
    }
    for (line, header) in [(Line::Gru, "GRU"), (Line::Lstm, "LSTM, h and c")] {
        columns.extend(values(examined, line).map(|values| named(header, values)));
    }
    for (_, scenario, direct) in direct_roads(examined) {
        let title = scenario.spec.cell.cell.title;
        let header = format!("{title}, product of {}", keeps(scenario, direct));
        columns.push(named(&header, direct.left.clone()));
    }
    Sheet::of_columns(
        format!("What is left of the gradient after k steps back, T = {steps}"),
        "k",
        (0..=steps).map(|k| format!("k = {k}")).collect(),
        columns,
    )
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

fn matrix(examined: &Examined) -> Sheet {
    let Some(matrix) = examined.matrix() else {
        return Sheet::default();
    };
    let size = matrix.matrix.nrows();
    let column = |col: usize| -> Vec<Entry> {
        let entry = |row: usize| {
            let name = Spot::Entry(row + 1, col + 1).to_string();
            Entry::seen(Some(matrix.matrix[(row, col)]), Some(name)).maybe_given(true)
        };
        (0..size).map(entry).collect()
    };
    Sheet::of_columns(
        "The recurrent matrix: row = unit reached, column = unit it comes from".to_owned(),
        "row",
        (1..=size).map(|row| format!("row {row}")).collect(),
        (0..size)
            .map(|col| (format!("{}", col + 1), column(col)))
            .collect(),
    )
}

fn forward(examined: &Examined) -> Sheet {
    let title = |run: &crate::model::Scenario| run.spec.cell.cell.title.to_owned();
    let mut columns = vec![(
        title(&examined.studied.scenario),
        entries(state_lengths(&examined.run)),
    )];
    for beside in &examined.beside {
        columns.push((title(&beside.studied.scenario), entries(beside.lengths())));
    }
    Sheet::of_columns(
        "Length of the hidden state after each step".to_owned(),
        "step",
        (0..=examined.steps()).map(|t| format!("t = {t}")).collect(),
        columns,
    )
}
