//! Columns of marks too many to be made before somebody asks.

use super::{Kind, Mark};
use crate::draw::painter::{MarkId, Rect};
use crate::explain::number;

/// A column of marks: one a row, of equal height.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// The box of all.
    pub area: Rect,
    /// What they refer to as a whole; each row adds its number (`h.t4` gives `h.t4.u2`).
    pub reference: Option<String>,
    /// What they are as a whole, in words; each row adds its number and its value.
    pub words: String,
    /// The number of the first row, from 1, and how many there are.
    pub numbers: (usize, usize),
    /// Their values, the first row's first, if they may be seen.
    pub values: Option<Vec<f64>>,
    /// How they are hit and walked.
    pub kind: Kind,
}

impl Rows {
    #[expect(clippy::cast_precision_loss, reason = "a count of things on screen")]
    fn row(&self, row: usize) -> Rect {
        let height = self.area.height / self.numbers.1.max(1) as f32;
        let y = self.area.y + row as f32 * height;
        Rect {
            y,
            height,
            ..self.area
        }
    }

    /// Where the row of this reference is.
    pub(super) fn place(&self, reference: &str) -> Option<Rect> {
        let own = reference.strip_prefix(self.reference.as_deref()?)?;
        let number: usize = own.strip_prefix(".u")?.parse().ok()?;
        let row = number.checked_sub(self.numbers.0)?;
        (row < self.numbers.1).then(|| self.row(row))
    }

    pub(super) fn mark(&self, row: usize) -> Mark {
        let number = self.numbers.0 + row;
        let value = self.values.as_ref().and_then(|values| values.get(row));
        let value = value.map_or("not computed yet".to_owned(), |value| number::text(*value));
        Mark {
            id: MarkId(0),
            bounds: self.row(row),
            reference: self
                .reference
                .as_ref()
                .map(|own| format!("{own}.u{number}")),
            words: format!("{}, unit {number}: {value}", self.words),
            kind: self.kind.clone(),
        }
    }
}
