//! Gradient clipping before an optimiser's step: by norm, which shortens, and by value, which turns.
//!
//! Invariant: a gradient within the threshold is left as it is, to the bit (but for PyTorch's formula at a
//! hair below the threshold, which is what it computes).

use super::metrics::{degrees_between, norm, with_norm};

/// How a gradient is clipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub enum Clip {
    /// g · min(1, τ / ‖g‖).
    Norm,
    /// The same with ‖g‖ + 1e-6 below the line, as `clip_grad_norm_` of PyTorch has it.
    NormPyTorch,
    /// Each entry held between -τ and τ.
    Value,
}

/// What clipping did.
#[derive(Clone, Debug, PartialEq)]
pub struct Clipped {
    /// The gradient after.
    pub gradient: Vec<f64>,
    /// Its length before.
    pub norm_before: f64,
    /// Its length after.
    pub norm_after: f64,
    /// What it was multiplied by; `None` by value, where entries differ.
    pub factor: Option<f64>,
    /// By how many degrees its direction turned; `None` where there is none before or after.
    pub degrees: Option<f64>,
}

impl Clipped {
    /// What is left, in the plane that holds the gradient before and after: along the one before, and across it.
    /// Both are 0 where nothing is left, or none of them has a direction.
    #[must_use]
    pub fn in_plane(&self) -> (f64, f64) {
        let Some(degrees) = self.degrees else {
            return (0.0, 0.0);
        };
        let angle = degrees.to_radians();
        let (along, across) = (libm::cos(angle), libm::sin(angle));
        (along * self.norm_after, across * self.norm_after)
    }
}

/// Clips a gradient at a threshold τ.
#[must_use]
pub fn clip(gradient: &[f64], threshold: f64, how: Clip) -> Clipped {
    let norm_before = norm(gradient);
    let factor = match how {
        Clip::Value => None,
        Clip::Norm => Some(shrinking(threshold / norm_before)),
        Clip::NormPyTorch => Some(shrinking(threshold / (norm_before + 1e-6))),
    };
    let clipped = match factor {
        // The norm is beyond all numbers, the entries and their direction are not.
        Some(_) if how == Clip::Norm && norm_before.is_infinite() => with_norm(gradient, threshold),
        Some(factor) => Some(gradient.iter().map(|entry| entry * factor).collect()),
        None => Some(
            gradient
                .iter()
                .map(|entry| held(*entry, threshold))
                .collect(),
        ),
    };
    let clipped: Vec<f64> = clipped.unwrap_or_else(|| vec![f64::NAN; gradient.len()]);
    Clipped {
        norm_before,
        norm_after: norm(&clipped),
        factor,
        degrees: degrees_between(gradient, &clipped),
        gradient: clipped,
    }
}

/// A factor of at most 1; 1 where a gradient of length 0 leaves none.
fn shrinking(factor: f64) -> f64 {
    if factor < 1.0 { factor } else { 1.0 }
}

/// What is not a number stays visible as such.
fn held(entry: f64, threshold: f64) -> f64 {
    if entry.is_nan() {
        entry
    } else {
        entry.clamp(-threshold.abs(), threshold.abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Topic 4.5.
    #[test]
    fn by_norm_keeps_the_direction_by_value_loses_14_9_degrees() {
        let by_norm = clip(&[3.0, 4.0, 12.0], 6.5, Clip::Norm);
        assert_eq!(by_norm.gradient, [1.5, 2.0, 6.0]);
        assert_eq!((by_norm.norm_before, by_norm.norm_after), (13.0, 6.5));
        assert_eq!((by_norm.factor, by_norm.degrees), (Some(0.5), Some(0.0)));
        let by_value = clip(&[3.0, 4.0, 12.0], 6.5, Clip::Value);
        assert_eq!(by_value.gradient, [3.0, 4.0, 6.5]);
        let degrees = by_value.degrees.unwrap();
        assert!((degrees - 14.9).abs() < 0.05, "{degrees}");
    }

    #[test]
    fn what_is_left_is_as_long_in_the_plane_as_it_is() {
        let by_value = clip(&[3.0, 4.0, 12.0], 6.5, Clip::Value);
        let (along, across) = by_value.in_plane();
        // g·clip(g) / ‖g‖, and the rest of its length.
        assert!((along - 103.0 / 13.0).abs() < 1e-12, "{along}");
        assert!(((along * along + across * across).sqrt() - 67.25_f64.sqrt()).abs() < 1e-12);
        let by_norm = clip(&[3.0, 4.0, 12.0], 6.5, Clip::Norm);
        assert_eq!(by_norm.in_plane(), (6.5, 0.0));
        assert_eq!(clip(&[0.0, 0.0], 1.0, Clip::Norm).in_plane(), (0.0, 0.0));
    }

    #[test]
    fn the_formula_of_pytorch_shortens_a_hair_more() {
        let clipped = clip(&[3.0, 4.0, 12.0], 6.5, Clip::NormPyTorch);
        assert_eq!(clipped.factor, Some(6.5 / 13.000001));
        assert!(clipped.norm_after < 6.5);
        assert_eq!(clip(&[3.0, 4.0], 5.0, Clip::Norm).factor, Some(1.0));
        assert!(clip(&[3.0, 4.0], 5.0, Clip::NormPyTorch).factor < Some(1.0));
    }

    #[test]
    fn what_is_short_enough_stays_and_what_is_no_number_shows() {
        for how in [Clip::Norm, Clip::NormPyTorch, Clip::Value] {
            assert_eq!(clip(&[0.3, -0.4], 1.0, how).gradient, [0.3, -0.4]);
            assert_eq!(clip(&[0.0, 0.0], 1.0, how).gradient, [0.0, 0.0]);
            assert!(clip(&[f64::NAN, 1.0], 1.0, how).gradient[0].is_nan());
        }
        let huge = clip(&[3e200, 4e200], 1.0, Clip::Norm);
        assert!(
            (huge.norm_after - 1.0).abs() < 1e-15,
            "no overflow on the way"
        );
        let beyond = clip(&[1.7e308, -1.7e308], 1.0, Clip::Norm);
        assert_eq!(beyond.norm_before, f64::INFINITY);
        assert!((beyond.norm_after - 1.0).abs() < 1e-15, "{beyond:?}");
        assert!(beyond.degrees.unwrap() < 1e-6, "{beyond:?}");
    }
}
