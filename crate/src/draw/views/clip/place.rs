//! Where thresholds stand in the picture painted last, so that one can be dragged.

use crate::draw::painter::{Point, Rect};
use crate::run::metrics::exp10;

/// How a part of the picture shows lengths.
#[derive(Clone, Copy, Debug)]
pub(super) enum Handle {
    /// Up and down from a line, so many CSS px for 1.
    Height { zero: f32, unit: f64 },
    /// From a point outwards.
    Radius { origin: Point, unit: f64 },
    /// On an axis of powers of ten that ends with these.
    Decades { area: Rect, low: f64, high: f64 },
}

/// The parts of a picture that show the threshold.
#[derive(Clone, Debug, Default)]
pub struct Place(Vec<(Rect, Handle)>);

impl Place {
    pub(super) fn handle(&mut self, part: Rect, handle: Handle) {
        self.0.push((part, handle));
    }

    /// The threshold that would stand at a place of the picture; none where nothing shows it.
    #[must_use]
    pub fn threshold(&self, x: f32, y: f32) -> Option<f64> {
        let (_, handle) = (self.0.iter())
            .find(|(part, _)| (part.x..=part.right()).contains(&x))
            .or(self.0.first())?;
        let found = match handle {
            Handle::Height { zero, unit } => f64::from((zero - y).abs()) / unit,
            Handle::Radius { origin, unit } => {
                let (across, up) = (x - origin.x, y - origin.y);
                f64::from((across * across + up * up).sqrt()) / unit
            }
            Handle::Decades { area, low, high } => {
                let share = f64::from((area.bottom() - y) / area.height.max(1.0));
                exp10(low + share * (high - low))
            }
        };
        (found.is_finite() && found > 0.0).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::painter::at;

    #[test]
    fn a_threshold_is_read_where_it_was_drawn() {
        let mut place = Place::default();
        let part = |x: f32| Rect::new(x, 0.0, 100.0, 100.0);
        place.handle(
            part(0.0),
            Handle::Height {
                zero: 90.0,
                unit: 10.0,
            },
        );
        let origin = at(120.0, 90.0);
        place.handle(part(120.0), Handle::Radius { origin, unit: 4.0 });
        let area = Rect::new(250.0, 10.0, 80.0, 80.0);
        let decades = Handle::Decades {
            area,
            low: -1.0,
            high: 3.0,
        };
        place.handle(part(240.0), decades);
        assert_eq!(place.threshold(50.0, 25.0), Some(6.5));
        assert_eq!(place.threshold(150.0, 50.0), Some(12.5));
        assert!((place.threshold(300.0, 50.0).unwrap() - 10.0).abs() < 1e-12);
        assert_eq!(place.threshold(50.0, 90.0), None, "0 is no threshold");
        assert_eq!(Place::default().threshold(50.0, 25.0), None);
    }
}
