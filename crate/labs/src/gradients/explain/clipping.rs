//! What clipping does to a gradient: its entries before and after, both as arrows in one plane, and the lengths the
//! gradient has under other seeds.
//!
//! Invariant: the numbers are those of [`clip`]; nothing is rounded before it is printed.

mod panel;

use crate::schema;
use crate::schema::Setting;
use crate::setup::ClipSetup;
use unrolled::run::clip::{Clip, Clipped, clip};
use view::explain::number;

pub use panel::THRESHOLD;

/// The settings of clipping, in the order of the controls.
#[must_use]
pub fn settings() -> Vec<Setting> {
    let new =
        |key: &str, label: &str, help: &str, kind| Setting::new("clip", key, label, help, kind);
    vec![
        new(
            "clip.tau",
            "Threshold τ",
            "The longest gradient, or by value the largest entry, that is left as it is.",
            schema::Kind::Number,
        )
        .between(0.01, 20.0, 0.01)
        .reaching(1e9),
        new(
            "clip.how",
            "Clip",
            "By norm all entries shrink alike; by value each is cut off by itself.",
            schema::Kind::Choice,
        )
        .choosing(&[
            ("norm", "by norm"),
            ("normPyTorch", "by norm, + 1e-6 (PyTorch)"),
            ("value", "by value"),
        ]),
        new(
            "clip.of",
            "Gradient",
            "One of a few numbers, or that of the recurrent matrix under study.",
            schema::Kind::Choice,
        )
        .choosing(&[("example", "a few numbers"), ("study", "of W_hh")]),
        new(
            "clip.gradient",
            "Its numbers",
            "The gradient that is clipped. Empty: 3, 4, 12.",
            schema::Kind::Vector,
        )
        .when("clip.of", &["example"]),
    ]
}

/// A gradient before and after.
#[derive(Clone, Debug)]
pub struct Clipping {
    /// Whose gradient, in words.
    pub name: String,
    /// Before.
    pub gradient: Vec<f64>,
    /// After, with what was done to it.
    pub clipped: Clipped,
    /// τ.
    pub threshold: f64,
    /// How.
    pub how: Clip,
    /// The length of this gradient under seeds 1, 2, ...; none for one written by hand.
    pub lengths: Vec<f64>,
}

impl Clipping {
    /// Clips a gradient as chosen.
    #[must_use]
    pub fn of(name: String, gradient: Vec<f64>, setup: &ClipSetup, lengths: Vec<f64>) -> Self {
        Self {
            clipped: clip(&gradient, setup.tau, setup.how),
            threshold: setup.tau,
            how: setup.how,
            name,
            gradient,
            lengths,
        }
    }

    /// Whether anything was cut off.
    #[must_use]
    pub fn cuts(&self) -> bool {
        self.clipped.gradient != self.gradient
    }

    /// Whether every entry is a finite number; where one is not, there is neither a length nor a direction.
    fn is_finite(&self) -> bool {
        self.gradient.iter().all(|entry| entry.is_finite())
    }

    /// What happened to the length: `13.0 → 6.50, × 0.500`.
    #[must_use]
    pub fn length_line(&self) -> String {
        let Clipped {
            norm_before,
            norm_after,
            factor,
            ..
        } = self.clipped;
        if !self.is_finite() {
            return "no length: entries are not finite".to_owned();
        }
        let lengths = format!(
            "length {} → {}",
            number::text(norm_before),
            number::text(norm_after)
        );
        match factor {
            Some(factor) if self.cuts() => format!("{lengths}, × {}", number::text(factor)),
            _ => lengths,
        }
    }

    /// What happened to the direction.
    #[must_use]
    pub fn direction_line(&self) -> String {
        match self.clipped.degrees {
            None => "no direction".to_owned(),
            // By norm every entry has the same factor: what is left of an angle is rounding.
            Some(_) if self.clipped.factor.is_some() => "direction kept".to_owned(),
            Some(0.0) => "direction kept".to_owned(),
            Some(degrees) => format!("direction off by {degrees:.1}°"),
        }
    }

    /// How many of the other seeds' gradients are longer than the threshold.
    #[must_use]
    pub fn longer(&self) -> usize {
        let is_longer = |length: &&f64| length.is_nan() || **length > self.threshold;
        self.lengths.iter().filter(is_longer).count()
    }

    /// The whole as a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let (name, tau) = (&self.name, number::text(self.threshold));
        let before = number::text(self.clipped.norm_before);
        match (self.clipped.factor, self.clipped.degrees) {
            _ if !self.is_finite() => format!("The {name} {}", self.broken()),
            _ if !self.cuts() => format!(
                "The {name} has length {before}: within {tau}, so clipping leaves it as it is."
            ),
            (Some(_), None) => format!(
                "The {name} has length {before}, above {tau}: the factor is rounded to 0, so nothing is left."
            ),
            (Some(factor), _) => format!(
                "The {name} has length {before}, above {tau}: every entry is multiplied by {}, and the direction stays.",
                number::text(factor)
            ),
            (None, degrees) => format!(
                "The {name} has entries beyond {tau}: they are cut off, so its length falls from {before} to {} and it turns by {:.1} degrees.",
                number::text(self.clipped.norm_after),
                degrees.unwrap_or(0.0)
            ),
        }
    }

    /// What clipping makes of entries that are not finite.
    fn broken(&self) -> &'static str {
        match self.clipped.factor {
            Some(_) => {
                "has entries that are not finite, so it has no length and no direction: clipping by norm cannot mend it."
            }
            None => {
                "has entries that are not finite: by value what is infinite is cut off, what is not a number stays."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(how: Clip, tau: f64) -> Clipping {
        let setup = ClipSetup {
            tau,
            how,
            ..ClipSetup::default()
        };
        Clipping::of(
            "gradient".to_owned(),
            setup.example().to_vec(),
            &setup,
            vec![],
        )
    }

    /// Topic 4.5.
    #[test]
    fn by_norm_the_step_is_shortened_by_value_it_is_turned() {
        let by_norm = of(Clip::Norm, 6.5);
        assert_eq!(by_norm.length_line(), "length 13.0 → 6.50, × 0.500");
        assert_eq!(by_norm.direction_line(), "direction kept");
        let by_value = of(Clip::Value, 6.5);
        assert_eq!(by_value.length_line(), "length 13.0 → 8.20");
        assert_eq!(by_value.direction_line(), "direction off by 14.9°");
        assert_eq!(
            by_value.sentence(),
            "The gradient has entries beyond 6.50: they are cut off, so its length falls from 13.0 to 8.20 and it turns by 14.9 degrees."
        );
    }

    #[test]
    fn what_is_infinite_or_no_number_is_said_to_be() {
        let clipped = |gradient: &[f64], how| {
            let setup = ClipSetup {
                tau: 1.0,
                how,
                ..ClipSetup::default()
            };
            Clipping::of("gradient".to_owned(), gradient.to_vec(), &setup, vec![])
        };
        for gradient in [[f64::INFINITY, 1.0], [f64::NAN, 1.0]] {
            for how in [Clip::Norm, Clip::NormPyTorch, Clip::Value] {
                let clipping = clipped(&gradient, how);
                let said = [
                    clipping.sentence(),
                    clipping.length_line(),
                    clipping.direction_line(),
                ];
                assert!(
                    said[0].contains("not finite") && !said.concat().contains("NaN"),
                    "{said:?}"
                );
            }
        }
        let beyond = clipped(&[1.7e308, -1.7e308], Clip::Norm);
        assert_eq!(beyond.direction_line(), "direction kept");
        assert!(
            beyond.sentence().ends_with("and the direction stays."),
            "{}",
            beyond.sentence()
        );
        let torch = clipped(&[1.7e308, -1.7e308], Clip::NormPyTorch);
        assert!(
            torch.sentence().ends_with("so nothing is left."),
            "{}",
            torch.sentence()
        );
    }

    #[test]
    fn everything_in_the_picture_can_be_asked_about() {
        let clipping = of(Clip::Value, 6.5).panel(1.0, 50);
        let value = |name: &str| clipping.inspect(name).unwrap().rows[0].value.clone();
        assert_eq!(value("clip.tau"), "6.50000");
        assert_eq!(
            (value("g.3"), value("g.before")),
            ("12.0000".to_owned(), "13.0000".to_owned())
        );
        for unknown in ["g.0", "g.4", "seed.1", "eig.1", "g.", ""] {
            assert_eq!(clipping.inspect(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn a_gradient_within_the_threshold_is_said_to_stay() {
        for how in [Clip::Norm, Clip::Value] {
            let kept = of(how, 20.0);
            assert!(!kept.cuts());
            assert_eq!(
                kept.sentence(),
                "The gradient has length 13.0: within 20.0, so clipping leaves it as it is."
            );
        }
    }
}
