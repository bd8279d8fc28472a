//! A study left to itself, in words and numbers: whether it settles, goes round, grows or is chaotic.
//!
//! Invariant: nothing is called chaotic whose states leave all bounds, and nothing on less than what the exponent still
//! moved.

use crate::gradients::run::alone::Alone;
use view::draw::panel::chart::{At, Axis, Form, Places, Rule, Series, count};
use view::draw::panel::{Chart, Hue, Look, Part, Row};
use view::explain::number;

/// An exponent this near 0 says nothing.
const NOTHING: f64 = 1e-3;

/// What becomes of a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nearby states come together.
    Settles,
    /// They neither come together nor part.
    Edge,
    /// They part, and stay within bounds.
    Chaotic,
    /// States leave all bounds.
    Grows,
}

/// What is shown of it.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftAlone {
    /// ‖h_t‖ from t = 0.
    pub lengths: Vec<f64>,
    /// The largest exponent as it stood after each step.
    pub largest: Vec<f64>,
    /// The exponents followed, the largest first.
    pub exponents: Vec<f64>,
    /// All steps.
    pub steps: usize,
    /// What becomes of it; not known before all steps have been followed.
    pub fate: Option<Fate>,
}

/// A study left to itself, as far as it has been followed.
#[must_use]
pub fn left_alone(alone: &Alone) -> LeftAlone {
    let whole = alone.followed() == alone.steps();
    LeftAlone {
        lengths: alone.lengths.clone(),
        largest: alone.largest.clone(),
        exponents: alone.exponents.clone(),
        steps: alone.steps(),
        fate: alone
            .at_the_end()
            .filter(|_| whole)
            .map(|found| fate(alone, found)),
    }
}

fn fate(alone: &Alone, (largest, moved): (f64, f64)) -> Fate {
    let margin = moved.max(NOTHING);
    if !alone.is_bounded() || largest.is_nan() {
        Fate::Grows
    } else if largest > margin {
        Fate::Chaotic
    } else if largest < -margin {
        Fate::Settles
    } else {
        Fate::Edge
    }
}

impl LeftAlone {
    /// What becomes of it, in a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let (Some(fate), Some(largest)) = (self.fate, self.largest.last()) else {
            return format!(
                "Left alone for {} steps, from a drawn state: {} followed so far.",
                number::count(self.steps),
                number::count(self.largest.len())
            );
        };
        let growth = format!("largest exponent {} a step", number::text(*largest));
        let end = match fate {
            Fate::Settles => "nearby states come together: it settles, and forgets where it began",
            Fate::Edge => "nearby states neither come together nor part: it is at the edge",
            Fate::Chaotic => "nearby states part, within bounds: it is chaotic",
            Fate::Grows => "its states leave all bounds: it grows, which is not chaos",
        };
        format!(
            "Left alone for {} steps, from a drawn state: {growth}, so {end}.",
            number::count(self.steps)
        )
    }

    /// Both over the same steps: how long its state is, and the largest exponent as it comes out; 0 is always on its axis.
    #[must_use]
    pub fn panel(&self) -> Row {
        let length = Series {
            reference: Some("alone.length".to_owned()),
            name: "length of h".to_owned(),
            title: "length of h".to_owned(),
            form: Form::line(self.lengths.iter().copied()),
            facts: (self.lengths.last().iter())
                .map(|last| ("at the end", **last))
                .collect(),
            ..Series::default()
        };
        let names = ["largest exponent", "second", "third"];
        let exponent = Series {
            reference: Some("alone.exponent".to_owned()),
            name: "largest exponent".to_owned(),
            title: "largest exponent so far, nats a step".to_owned(),
            form: Form::Line(
                (std::iter::once(None))
                    .chain(self.largest.iter().copied().map(Some))
                    .take(self.lengths.len())
                    .collect(),
            ),
            look: Look::line(Hue::Gradient, 1.5),
            facts: names
                .into_iter()
                .zip(self.exponents.iter().copied())
                .collect(),
            ..Series::default()
        };
        let length = self.chart(length, "length of h, left alone".to_owned());
        let exponent = self.chart(exponent, self.exponent_words());
        Row {
            caption: self.sentence(),
            parts: vec![Part::of(length), Part::of(exponent)],
            foot: String::new(),
        }
    }

    fn chart(&self, series: Series, title: String) -> Chart {
        let places = Places::counted("t", 0..self.lengths.len(), |t| t.to_string());
        let values = series.form.values().iter().flatten().copied();
        let y = Axis::holding(values);
        Chart {
            caption: self.sentence(),
            reference: series.reference.clone(),
            hue: series.look.hue,
            rules: vec![Rule {
                at: At::Y(0.0),
                words: String::new(),
                handle: None,
                look: Look::line(Hue::Line, 1.0),
            }],
            series: vec![Series {
                about: self.sentence(),
                ..series
            }],
            title,
            ..Chart::over(places, Axis::counts("t", 0.0, count(self.steps)), y)
        }
    }

    fn exponent_words(&self) -> String {
        let fate = match self.fate {
            None => "…",
            Some(Fate::Settles) => "settles",
            Some(Fate::Edge) => "at the edge",
            Some(Fate::Chaotic) => "chaotic",
            Some(Fate::Grows) => "grows",
        };
        let last = self.largest.last().copied().map(number::text);
        format!("λ {} a step: {fate}", last.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradients::recurrent::{BaseKind, Study};
    use crate::gradients::run::alone::Following;
    use crate::setup::Setup;

    fn fate_of(rho: f64, base: BaseKind, activation: &str) -> Fate {
        let study = Study {
            rho: Some(rho),
            base,
            activation: activation.to_owned(),
            hidden_size: 32.0,
            ..Study::default()
        };
        let model = Setup::default().scenario().unwrap();
        let mut following = Following::of(&study, &model).unwrap();
        let mut alone = Alone::of(&study);
        assert_eq!(left_alone(&alone).fate, None, "nothing is known yet");
        alone.take(following.follow(2000));
        let found = left_alone(&alone);
        assert_eq!(
            found.panel().inspect("alone.exponent").unwrap().rows.len(),
            3
        );
        found.fate.unwrap()
    }

    /// Sompolinsky, Crisanti and Sommers 1988: gaussian networks turn chaotic as their gain passes 1.
    #[test]
    fn a_gaussian_network_is_chaotic_at_a_high_gain_and_settles_at_a_low_one() {
        assert_eq!(fate_of(0.8, BaseKind::Gauss, "tanh"), Fate::Settles);
        assert_eq!(fate_of(3.0, BaseKind::Gauss, "tanh"), Fate::Chaotic);
    }

    #[test]
    fn a_linear_network_is_never_called_chaotic() {
        assert_eq!(fate_of(0.9, BaseKind::Orth, "identity"), Fate::Settles);
        assert_eq!(fate_of(1.0, BaseKind::Orth, "identity"), Fate::Edge);
        assert_eq!(fate_of(1.2, BaseKind::Orth, "identity"), Fate::Grows);
    }
}
