//! The part of a large map that can be read in a small frame: the row that is looked at and its largest weight stay in
//! sight.

use std::ops::Range;

use super::real;
use crate::attention::explain::translation::{HeatPicture, Row};

/// Rows and columns, from 0, and whether they are all there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub rows: Range<usize>,
    pub cols: Range<usize>,
}

impl Window {
    /// What of a picture fits into so much room when cells have at least this size, CSS px.
    pub(super) fn of(picture: &HeatPicture, room: (f32, f32), least: (f32, f32)) -> Self {
        let now = picture.rows.iter().position(|row| row.is_now).unwrap_or(0);
        let largest = (picture.rows.get(now)).and_then(|row| {
            let name = row.largest.as_ref()?;
            row.names.iter().position(|own| own == name)
        });
        Self {
            rows: around(now, picture.rows.len(), fitting(room.1, least.1)),
            cols: around(
                largest.unwrap_or(0),
                picture.columns.len(),
                fitting(room.0, least.0),
            ),
        }
    }

    /// The part of the picture.
    pub(super) fn part(&self, picture: &HeatPicture) -> HeatPicture {
        let cut = |row: &Row| {
            let cols = self.cols.start.min(row.weights.len())..self.cols.end.min(row.weights.len());
            Row {
                weights: row.weights[cols.clone()].to_vec(),
                names: row.names[cols].to_vec(),
                ..row.clone()
            }
        };
        HeatPicture {
            columns: picture.columns[self.cols.clone()].to_vec(),
            rows: picture.rows[self.rows.clone()].iter().map(cut).collect(),
            shows: picture.shows,
            is_grouped: picture.is_grouped,
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count of things on screen"
)]
fn fitting(room: f32, least: f32) -> usize {
    (room / least).floor().max(1.0) as usize
}

/// So much of a row of signs as fits when each has at least this width, CSS px, with this one in sight.
pub(super) fn in_sight(place: usize, all: usize, room: f32, least: f32) -> Range<usize> {
    around(place.min(all.saturating_sub(1)), all, fitting(room, least))
}

/// So many of all, with this one near their middle.
fn around(place: usize, all: usize, fits: usize) -> Range<usize> {
    let count = fits.min(all);
    let start = place.saturating_sub(count / 2).min(all - count);
    start..start + count
}

/// How much is left out on either side, in words; nothing where all is shown.
pub(super) fn left_out(shown: &Range<usize>, all: usize, what: &str) -> Option<String> {
    (real(shown.len()) < real(all))
        .then(|| format!("{what} {} to {} of {all}", shown.start + 1, shown.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_holds_what_is_looked_at_and_never_leaves_the_map() {
        assert_eq!(around(0, 25, 10), 0..10);
        assert_eq!(around(12, 25, 10), 7..17);
        assert_eq!(around(24, 25, 10), 15..25);
        assert_eq!(around(3, 5, 10), 0..5);
        assert_eq!(left_out(&(0..5), 5, "outputs"), None);
        let said = left_out(&(7..17), 25, "outputs").unwrap();
        assert_eq!(said, "outputs 8 to 17 of 25");
    }
}
