//! What can be dragged in a picture, and the value that each place on the screen stands for.

use super::Scene;
use crate::draw::painter::{Point, Rect};
use unrolled::run::metrics::exp10;

/// A part of a picture in which something can be dragged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grip {
    /// Where.
    pub part: Rect,
    /// What a place in it stands for.
    pub inverse: Inverse,
}

/// How a place tells a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Inverse {
    /// By its height on an axis; the ends are values, or powers of ten.
    Height {
        /// What the axes span.
        area: Rect,
        /// What stands at the bottom and at the top.
        ends: (f64, f64),
        /// Whether the ends are powers of ten.
        is_log: bool,
    },
    /// By how far it is from the left edge to the right one.
    Width {
        /// What the values span.
        area: Rect,
        /// What stands at the left and at the right.
        ends: (f64, f64),
    },
    /// By both its parts: to the right of a point and above it, so many CSS px for 1.
    Plane {
        /// The point.
        origin: Point,
        /// CSS px for 1: of numbers as large as there are it is less than an f32 can be.
        unit: f64,
    },
    /// By its distance from a point, so many CSS px for 1.
    Radius {
        /// The point.
        origin: Point,
        /// CSS px for 1.
        unit: f64,
    },
}

impl Inverse {
    /// The value of a place; a second one where both parts of the place tell one, 0 else.
    fn value(self, x: f32, y: f32) -> [f64; 2] {
        match self {
            Self::Plane { origin, unit } => {
                let part = |length: f32| f64::from(length) / unit.max(f64::MIN_POSITIVE);
                [part(x - origin.x), part(origin.y - y)]
            }
            _ => [self.size(x, y), 0.0],
        }
    }

    fn size(self, x: f32, y: f32) -> f64 {
        match self {
            Self::Height { area, ends, is_log } => {
                let share = f64::from((area.bottom() - y) / area.height.max(1.0));
                let value = ends.0 * (1.0 - share) + ends.1 * share;
                if is_log { exp10(value) } else { value }
            }
            Self::Width { area, ends } => {
                let share = f64::from((x - area.x) / area.width.max(1.0));
                ends.0 * (1.0 - share) + ends.1 * share
            }
            Self::Plane { origin, unit } | Self::Radius { origin, unit } => {
                let (across, up) = (x - origin.x, y - origin.y);
                f64::from((across * across + up * up).sqrt()) / unit
            }
        }
    }

    pub(super) fn moved(&mut self, point: impl Fn(Point) -> Point, moved: impl Fn(Rect) -> Rect) {
        match self {
            Self::Height { area, .. } | Self::Width { area, .. } => *area = moved(*area),
            Self::Plane { origin, .. } | Self::Radius { origin, .. } => *origin = point(*origin),
        }
    }
}

impl Scene {
    /// Lets something be dragged.
    pub fn grip(&mut self, grip: Grip) {
        self.grips.push(grip);
    }

    /// What a place of the picture stands for, in the part above or below it or else in the first; none where nothing
    /// can be dragged.
    #[must_use]
    pub fn value_at(&self, x: f32, y: f32) -> Option<[f64; 2]> {
        let beside = |grip: &&Grip| (grip.part.x..=grip.part.right()).contains(&x);
        let grip = self.grips.iter().find(beside).or(self.grips.first())?;
        let found = grip.inverse.value(x, y);
        found.iter().all(|part| part.is_finite()).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::painter::{Rgba, Size, at};

    #[test]
    fn a_value_is_read_where_it_was_drawn() {
        let size = Size {
            width: 400.0,
            height: 100.0,
        };
        let mut scene = Scene::new(size, Rgba::hex(0));
        assert_eq!(scene.value_at(50.0, 25.0), None, "nothing can be dragged");
        let part = |x: f32| Rect::new(x, 0.0, 100.0, 100.0);
        let height = |x: f32, area: Rect, ends, is_log| Grip {
            part: part(x),
            inverse: Inverse::Height { area, ends, is_log },
        };
        scene.grip(height(
            0.0,
            Rect::new(0.0, 10.0, 100.0, 80.0),
            (0.0, 8.0),
            false,
        ));
        let origin = at(120.0, 90.0);
        scene.grip(Grip {
            part: part(120.0),
            inverse: Inverse::Radius { origin, unit: 4.0 },
        });
        scene.grip(height(
            240.0,
            Rect::new(250.0, 10.0, 80.0, 80.0),
            (-1.0, 3.0),
            true,
        ));
        assert_eq!(scene.value_at(50.0, 25.0), Some([6.5, 0.0]));
        assert_eq!(scene.value_at(150.0, 50.0), Some([12.5, 0.0]));
        assert!((scene.value_at(300.0, 50.0).unwrap()[0] - 10.0).abs() < 1e-12);
        let mut plane = Scene::new(size, Rgba::hex(0));
        plane.grip(Grip {
            part: part(0.0),
            inverse: Inverse::Plane { origin, unit: 20.0 },
        });
        assert_eq!(plane.value_at(100.0, 100.0), Some([-1.0, -0.5]));
    }
}
