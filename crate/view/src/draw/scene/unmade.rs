//! Marks too many to be made before somebody asks: columns of them, and matrices.
//!
//! Invariant: pointing at one makes that one alone.

use std::fmt;
use std::rc::Rc;

use super::find::HIT;
use super::{Kind, Mark, Rows};
use crate::draw::painter::{MarkId, Point, Rect};

/// What the entries of a matrix are called.
pub trait Naming: fmt::Debug {
    /// The name of an entry for linking, and its words; row and column from 0.
    fn name(&self, row: usize, col: usize) -> (Option<String>, String);

    /// The entry of this name, row and column from 0.
    fn find(&self, reference: &str) -> Option<(usize, usize)>;
}

/// A matrix of marks too many to be made before somebody asks, all of one size.
#[derive(Clone, Debug)]
pub struct Patch {
    /// The box of all.
    pub area: Rect,
    /// How many there are, down and across.
    pub size: (usize, usize),
    /// What they are.
    pub naming: Rc<dyn Naming>,
}

impl Patch {
    #[expect(clippy::cast_precision_loss, reason = "a count of things on screen")]
    fn entry(&self, row: usize, col: usize) -> Rect {
        let (rows, cols) = self.size;
        let width = self.area.width / cols.max(1) as f32;
        let height = self.area.height / rows.max(1) as f32;
        let (x, y) = (col as f32 * width, row as f32 * height);
        Rect::new(self.area.x + x, self.area.y + y, width, height)
    }

    fn place(&self, reference: &str) -> Option<Rect> {
        let (row, col) = self.naming.find(reference)?;
        Some(self.entry(row, col))
    }

    fn mark(&self, row: usize, col: usize) -> Mark {
        let (reference, words) = self.naming.name(row, col);
        Mark {
            id: MarkId(0),
            bounds: self.entry(row, col),
            reference,
            words,
            kind: Kind::Cell,
        }
    }
}

/// Marks under the others that are made when somebody asks.
#[derive(Clone, Debug)]
pub(super) enum Unmade {
    Rows(Rows),
    Patch(Patch),
}

impl Unmade {
    pub(super) fn is_patch(&self) -> bool {
        matches!(self, Self::Patch(_))
    }

    pub(super) fn area(&mut self) -> &mut Rect {
        match self {
            Self::Rows(own) => &mut own.area,
            Self::Patch(own) => &mut own.area,
        }
    }

    pub(super) fn place(&self, reference: &str) -> Option<Rect> {
        match self {
            Self::Rows(own) => own.place(reference),
            Self::Patch(own) => own.place(reference),
        }
    }

    /// From the top, row after row.
    pub(super) fn marks(&self) -> Vec<Mark> {
        match self {
            Self::Rows(own) => (0..own.numbers.1).map(|row| own.mark(row)).collect(),
            Self::Patch(own) => {
                let (rows, cols) = own.size;
                let places = (0..rows).flat_map(|row| (0..cols).map(move |col| (row, col)));
                places.map(|(row, col)| own.mark(row, col)).collect()
            }
        }
    }

    /// The one that lies nearest to a point, and how far that is; `None` out of reach.
    pub(super) fn nearest(&self, point: Point) -> Option<(Mark, f32)> {
        let (area, (rows, cols)) = match self {
            Self::Rows(own) => (own.area, (own.numbers.1, 1)),
            Self::Patch(own) => (own.area, own.size),
        };
        if rows * cols == 0 || area.distance(point) > HIT {
            return None;
        }
        let (down, across) = (point.y - area.y, point.x - area.x);
        let row = share(down, area.height, rows);
        let col = share(across, area.width, cols);
        let mark = match self {
            Self::Rows(own) => own.mark(row),
            Self::Patch(own) => own.mark(row, col),
        };
        let distance = mark.reach(point)?;
        Some((mark, distance))
    }
}

/// Which of so many equal parts of a length a place falls in, the nearest where it falls outside.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a count of things on screen"
)]
fn share(place: f32, length: f32, parts: usize) -> usize {
    let part = (place / length.max(f32::MIN_POSITIVE) * parts as f32).max(0.0) as usize;
    part.min(parts - 1)
}
