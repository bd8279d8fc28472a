//! Where the columns of the steps stand, and how much of a step its column can show.

use std::ops::RangeInclusive;

use crate::draw::views::column::count;

/// Which part of all steps is in sight: how much wider they are drawn than the picture, and where the first begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sight {
    /// 1: all steps fill the width.
    pub zoom: f32,
    /// The left edge of step 1, CSS px, never to the right of the picture's.
    pub pan: f32,
}

/// How much of a step is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// A column of a heat strip.
    Ribbon,
    /// A bead on a wire.
    Beads,
    /// A box with its numbers.
    Boxes,
    /// The inside of one step.
    Cell,
}

impl Detail {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ribbon => "ribbon",
            Self::Beads => "beads",
            Self::Boxes => "boxes",
            Self::Cell => "cell",
        }
    }
}

/// The columns of the steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lane {
    /// How wide a column is, CSS px.
    pub pitch: f32,
    pan: f32,
    width: f32,
    steps: usize,
}

impl Lane {
    /// All steps, side by side in a picture of this width.
    #[must_use]
    pub fn whole(width: f32, steps: usize) -> Self {
        let sight = Sight {
            zoom: 1.0,
            pan: 0.0,
        };
        Self::new(width, steps, sight)
    }

    /// The columns of so many steps in a picture of this width.
    #[must_use]
    pub fn new(width: f32, steps: usize, sight: Sight) -> Self {
        let zoom = sight.zoom.max(1.0);
        Self {
            pitch: zoom * width / count(steps.max(1)),
            pan: sight.pan.clamp(width * (1.0 - zoom), 0.0),
            width,
            steps,
        }
    }

    /// What columns of this width show.
    #[must_use]
    pub fn detail(&self) -> Detail {
        match self.pitch {
            ..12.0 => Detail::Ribbon,
            ..72.0 => Detail::Beads,
            ..=260.0 => Detail::Boxes,
            _ => Detail::Cell,
        }
    }

    /// The left edge of a step's column; of the one after the last, the end.
    #[must_use]
    pub fn left(&self, t: usize) -> f32 {
        self.pan + count(t.saturating_sub(1)) * self.pitch
    }

    /// The middle of a step's column.
    #[must_use]
    pub fn middle(&self, t: usize) -> f32 {
        self.left(t) + self.pitch / 2.0
    }

    /// The steps in sight, from 1.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count of columns, held to those there are"
    )]
    pub fn visible(&self) -> RangeInclusive<usize> {
        let column = |x: f32| ((x - self.pan) / self.pitch).max(0.0) as usize;
        let first = column(0.5) + 1;
        let last = column(self.width - 0.5) + 1;
        first.min(self.steps)..=last.min(self.steps)
    }

    /// The part of all steps in sight, in shares from the first to the end of the last.
    #[must_use]
    pub fn seen(&self) -> (f32, f32) {
        let whole = self.pitch * count(self.steps.max(1));
        (-self.pan / whole, (self.width - self.pan) / whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lane(steps: usize, zoom: f32, pan: f32) -> Lane {
        Lane::new(744.0, steps, Sight { zoom, pan })
    }

    #[test]
    fn six_steps_open_as_boxes_and_two_hundred_as_a_ribbon() {
        assert_eq!(lane(6, 1.0, 0.0).detail(), Detail::Boxes);
        assert_eq!(lane(40, 1.0, 0.0).detail(), Detail::Beads);
        assert_eq!(lane(200, 1.0, 0.0).detail(), Detail::Ribbon);
        assert_eq!(lane(200, 160.0, 0.0).detail(), Detail::Cell);
    }

    #[test]
    fn only_columns_in_sight_are_visible() {
        assert_eq!(lane(200, 1.0, 0.0).visible(), 1..=200);
        let near = lane(200, 20.0, -744.0);
        assert_eq!(near.visible(), 11..=20);
        assert_eq!(near.left(11), 0.0);
        let end = lane(200, 20.0, -1e9);
        assert_eq!(end.visible(), 191..=200);
        assert_eq!(end.seen(), (0.95, 1.0));
    }
}
