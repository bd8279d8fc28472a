//! The scales of a chart, and where on the screen a value stands.
//!
//! Invariant: whatever numbers are given, the ends of an axis are finite and apart, and a place on screen is finite.

use plotters::coord::ranged1d::Ranged;
use plotters::coord::types::RangedCoordf64;

use super::decades::{decades, print_decade};
use crate::explain::number;
use unrolled::run::metrics::{log10, magnitude, power_of_ten};

/// How values are spread along an axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// Evenly.
    #[default]
    Linear,
    /// Powers of ten evenly.
    Log10,
}

/// An axis.
#[derive(Clone, Debug)]
pub struct Axis {
    /// What it counts, written at its end.
    pub name: &'static str,
    /// How values are spread along it.
    pub scale: Scale,
    /// What stands at its two ends: values, or powers of ten.
    pub ends: (f64, f64),
    /// At most so many values are written along it.
    pub most: usize,
    /// Whether only whole numbers, or whole powers of ten, are written along it.
    pub is_whole: bool,
    /// How a value is written.
    pub print: fn(f64) -> String,
}

/// The room beyond the outermost value, as a share of the whole.
const ROOM: f64 = 0.08;
/// Ends nearer to each other than this share of their size are one.
const APART: f64 = 1e-9;
/// Values larger than this, or smaller than its inverse, are counted in a power of ten.
const PLAIN: f64 = 1e6;

impl Axis {
    /// From one value to another.
    #[must_use]
    pub fn linear(low: f64, high: f64) -> Self {
        Self {
            name: "",
            scale: Scale::Linear,
            ends: apart(low, high),
            most: 4,
            is_whole: false,
            print: number::text,
        }
    }

    /// From 0, or the lowest of these values, to the highest, with some room; what is not finite does not count.
    #[must_use]
    pub fn holding(values: impl IntoIterator<Item = f64>) -> Self {
        let finite = values.into_iter().filter(|value| value.is_finite());
        let (low, high) = finite.fold((0.0_f64, 0.0_f64), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        let room = ROOM * high - ROOM * low;
        Self::linear(
            if low < 0.0 { low - room } else { 0.0 },
            if high > 0.0 { high + room } else { 0.0 },
        )
    }

    /// From one power of ten to another.
    #[must_use]
    pub fn log10((low, high): (f64, f64)) -> Self {
        Self {
            scale: Scale::Log10,
            most: 8,
            is_whole: true,
            ..Self::linear(low, high)
        }
    }

    /// Whole powers of ten that hold these values.
    #[must_use]
    pub fn log10_holding(values: impl IntoIterator<Item = f64>) -> Self {
        Self::log10(decades(values))
    }

    /// Counts from one to another.
    #[must_use]
    pub fn counts(name: &'static str, low: f64, high: f64) -> Self {
        Self {
            name,
            most: 6,
            is_whole: true,
            print: |count| format!("{count:.0}"),
            ..Self::linear(low, high)
        }
    }

    /// The same with values written another way.
    #[must_use]
    pub fn printed(self, print: fn(f64) -> String) -> Self {
        Self { print, ..self }
    }

    /// The same with at most so many values written.
    #[must_use]
    pub fn most(self, most: usize) -> Self {
        Self { most, ..self }
    }

    /// How far along it a value stands: 0 at its low end, 1 at its high end; not a number where the value is none.
    #[must_use]
    pub fn share(&self, value: f64) -> f64 {
        let (low, high) = self.scaled();
        let value = match self.scale {
            Scale::Linear => value / self.unit(),
            Scale::Log10 if value <= 0.0 => f64::NEG_INFINITY,
            Scale::Log10 => log10(value),
        };
        (value - low) / (high - low)
    }

    /// Its ends, counted in its unit.
    pub(super) fn scaled(&self) -> (f64, f64) {
        let (low, high) = apart(self.ends.0, self.ends.1);
        (low / self.unit(), high / self.unit())
    }

    /// What one at an end stands for: a power of ten where the ends are very large or very small.
    pub(super) fn unit(&self) -> f64 {
        let (low, high) = apart(self.ends.0, self.ends.1);
        let largest = low.abs().max(high.abs());
        if self.scale == Scale::Log10 || (1.0 / PLAIN..PLAIN).contains(&largest) {
            return 1.0;
        }
        power_of_ten(magnitude(largest))
    }

    /// How many values are written where there is room for this many.
    pub(super) fn ticks(&self, room: usize) -> usize {
        let most = self.most.min(room).max(2);
        if !self.is_whole {
            return most;
        }
        let (low, high) = self.scaled();
        let span = (high.floor() - low.ceil()) * self.unit();
        (1..most).take_while(|n| super::count(*n) <= span).count() + 1
    }

    /// What is written along it where there is room for so many numbers, each with the share of the way to it.
    pub(crate) fn marks(&self, room: usize) -> Vec<(f64, String)> {
        let (low, high) = self.scaled();
        let points = RangedCoordf64::from(low..high).key_points(self.ticks(room));
        let share = |point: f64| (point - low) / (high - low);
        (points.into_iter())
            .map(|point| (share(point), self.label(point)))
            .collect()
    }

    /// What is written at a place, counted in its unit.
    pub(super) fn label(&self, scaled: f64) -> String {
        let value = scaled * self.unit();
        if self.is_whole && (value - value.round()).abs() > 1e-6 {
            return String::new();
        }
        if self.scale == Scale::Log10 {
            return print_decade(value);
        }
        // A tick at 0 comes with the rounding of the ticks before it.
        let (low, high) = self.scaled();
        let is_nothing = scaled.abs() < (high - low) * APART;
        (self.print)(if is_nothing { 0.0 } else { value })
    }
}

/// Ends that are finite and apart.
fn apart(low: f64, high: f64) -> (f64, f64) {
    let held = |end: f64, otherwise: f64| {
        if end.is_nan() {
            otherwise
        } else {
            end.clamp(f64::MIN, f64::MAX)
        }
    };
    let (low, high) = (held(low, 0.0), held(high, 1.0));
    let size = low.abs().max(high.abs());
    if high / 2.0 - low / 2.0 > size * APART && high / 2.0 - low / 2.0 > f64::MIN_POSITIVE {
        (low, high)
    } else if size < 1.0 {
        (low, low + 1.0)
    } else {
        (low - size * 0.25, low + size * 0.25)
    }
}

/// The ends of an axis: held while something is dragged, then on their way to where they belong.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ends {
    from: Option<(f64, f64)>,
    now: Option<(f64, f64)>,
}

impl Ends {
    /// The ends that are shown where `fit` would hold everything; `settled` is how far they have come to it since they
    /// were let go, 0 to 1, nothing while they are held.
    pub fn shown(&mut self, fit: (f64, f64), settled: Option<f32>) -> (f64, f64) {
        let now = match (settled, self.from.or(self.now)) {
            (None, _) => self.now.unwrap_or(fit),
            (Some(share), Some(from)) if share < 1.0 => {
                // Fast at first: the eye is already there.
                let left = 1.0 - f64::from(share.max(0.0));
                let back = left * left * left;
                let eased = |from: f64, to: f64| to * (1.0 - back) + from * back;
                (eased(from.0, fit.0), eased(from.1, fit.1))
            }
            _ => fit,
        };
        self.from = settled
            .filter(|share| *share < 1.0)
            .and(self.from.or(self.now));
        self.now = Some(now);
        now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_stay_while_they_are_held_and_then_come_to_what_fits() {
        let mut ends = Ends::default();
        let (small, large) = ((-4.0, 3.0), (-8.0, 9.0));
        assert_eq!(ends.shown(small, Some(1.0)), small);
        assert_eq!(ends.shown(large, None), small, "held");
        assert_eq!(ends.shown(large, Some(0.0)), small);
        assert_eq!(ends.shown(large, Some(0.5)), (-7.5, 8.25));
        assert_eq!(
            ends.shown(large, None),
            (-7.5, 8.25),
            "held again on the way"
        );
        assert_eq!(ends.shown(small, Some(0.0)), (-7.5, 8.25));
        assert_eq!(ends.shown(small, Some(1.0)), small);
        assert_eq!(
            ends.shown(large, Some(1.0)),
            large,
            "at once without motion"
        );
    }

    #[test]
    fn any_values_lie_on_an_axis_that_holds_them() {
        let values = [0.0, 5e-324, 1e-310, 1e-8, 0.4, 7.0, 1e9, 1e300, f64::MAX];
        for high in values {
            for low in values.map(|value| -value) {
                let axis = Axis::holding([low, high, f64::NAN, f64::INFINITY]);
                let (from, to) = (axis.share(low), axis.share(high));
                assert!((0.0..=1.0).contains(&from), "{low:e} {high:e}: {from}");
                assert!((0.0..=1.0).contains(&to), "{low:e} {high:e}: {to}");
                let (from, to) = axis.scaled();
                assert!(
                    to - from > 1e-9 && (to - from).is_finite(),
                    "{low:e} {high:e}"
                );
            }
            assert!(Axis::log10_holding([high]).share(high) <= 1.0, "{high:e}");
        }
    }

    #[test]
    fn only_whole_powers_of_ten_are_written() {
        let axis = Axis::log10((-4.0, 3.0));
        assert_eq!((axis.ticks(20), axis.ticks(3)), (8, 3));
        assert_eq!(Axis::log10((0.0, 1.0)).ticks(8), 2);
        assert_eq!(axis.label(0.5), "");
        assert!((axis.share(1.0) - 4.0 / 7.0).abs() < 1e-12);
    }
}
