//! The recurrent matrix under study.

use super::spot::Spot;
use crate::gradients::run::study::Examined;
use view::draw::panel::{Hue, Matrix, Text};
use view::draw::theme::Scale;
use view::explain::number;
use view::explain::range::rounded_limit;

/// The matrix, where one is studied.
#[must_use]
pub fn matrix(examined: &Examined) -> Option<Matrix> {
    let matrix = &examined.matrix()?.matrix;
    let entries = matrix.transpose().as_slice().to_vec();
    let limit = rounded_limit(&entries);
    let size = 1..=matrix.nrows();
    Some(Matrix {
        caption: "The recurrent matrix: row = unit reached, column = unit it comes from".to_owned(),
        foot: format!(
            "row: unit reached, column: unit it comes from; colours \u{b1}{}",
            number::text(limit)
        ),
        rows: (
            "row",
            size.clone().map(|row| format!("row {row}")).collect(),
        ),
        cols: size.map(|col| col.to_string()).collect(),
        entries,
        scale: Scale::Signed(limit),
        hue: Hue::Ink,
        name: "W_hh".to_owned(),
        reference: |row, col| Spot::Entry(row + 1, col + 1).to_string(),
        place: |reference| match reference.parse() {
            Ok(Spot::Entry(row, col)) => Some((row - 1, col - 1)),
            _ => None,
        },
        is_given: true,
        has_heads: false,
    })
}

/// What is shown where none is.
#[must_use]
pub fn no_matrix() -> Text {
    Text("This cell has several recurrent matrices: see the Cell lab.".to_owned())
}
