//! Exact match against length: what the cards say, what was measured just now, and where the text on screen stands.
//!
//! Invariant: a share is always one of a number of held-out texts, and that number is said with it.

use super::{At, expected};
use crate::attention::run::measure::{Count, Measured};
use document::shipped::Card;
use unrolled::model::tasks::Alphabet;
use view::draw::panel::chart::{Axis, Form, Places, Point, Region, Series, count};
use view::draw::panel::{Chart, Hue, Look};
use view::explain::case::capital;
use view::explain::inspect::Inspection;
use view::explain::number;
use view::explain::sheet::Sheet;

/// A share of texts of one length.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// The length.
    pub length: usize,
    /// Of the texts that were tried.
    pub share: f64,
    /// Its name, for linking.
    pub reference: String,
    /// In words.
    pub words: String,
}

/// One model, by its card or as measured now.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// `with attention`.
    pub label: &'static str,
    /// Whether it looks back.
    pub looks: bool,
    /// Whether it was measured now.
    pub is_measured: bool,
    /// Its shares; two at the ends where the card knows one for all lengths.
    pub shares: Vec<Share>,
}

/// The text on screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Own {
    /// Its length.
    pub length: usize,
    /// Whether it is answered as the rule says.
    pub is_right: bool,
    /// In words.
    pub words: String,
}

/// The chart.
#[derive(Clone, Debug, PartialEq)]
pub struct LengthsPicture {
    /// The first and the last length.
    pub ends: (usize, usize),
    /// The lengths the models were trained on.
    pub trained: (usize, usize),
    /// Every curve there is.
    pub curves: Vec<Curve>,
    /// The text on screen, where the rule of the task has an answer to it.
    pub own: Option<Own>,
    /// What was measured, in words.
    pub note: String,
}

/// The name of the text on screen.
const OWN: &str = "own";

/// The chart as far as it is known.
#[must_use]
pub fn lengths(here: &At<'_>) -> LengthsPicture {
    let translation = here.model;
    let looks = translation.attends();
    let own = own(here);
    let counts: Vec<Count> = (here.beside.measured.iter().copied())
        .flat_map(Measured::counts)
        .collect();
    let any = translation.task.lengths.1 == 0;
    let trained = if any {
        WRITTEN
    } else {
        translation.task.lengths
    };
    let last = counts.iter().map(|count| count.length).max().unwrap_or(0);
    let length = own.as_ref().map_or(trained.0, |own| own.length);
    let ends = (
        trained.0.min(length),
        (trained.1 + BEYOND).max(last).max(length),
    );
    let cards = [
        (looks, Some(&translation.card)),
        (!looks, translation.other_card()),
    ];
    let mut curves: Vec<Curve> = (cards.into_iter())
        .filter_map(|(looks, card)| Some(of_card(card?, looks, trained)))
        .collect();
    if !counts.is_empty() {
        curves.extend([true, false].map(|looks| of_counts(&counts, looks)));
    }
    LengthsPicture {
        ends,
        trained,
        curves,
        own,
        note: note(here, &counts),
    }
}

/// Lengths beyond those of training that are shown.
const BEYOND: usize = 6;
/// The shortest and the longest way of writing a date.
const WRITTEN: (usize, usize) = (10, 22);

fn label(looks: bool) -> &'static str {
    if looks {
        "with attention"
    } else {
        "without attention"
    }
}

fn key(looks: bool) -> &'static str {
    if looks { "on" } else { "off" }
}

fn of_card(card: &Card, looks: bool, trained: (usize, usize)) -> Curve {
    shipped((label(looks), looks), &card.exact, card.tested, trained)
}

/// What a card says: the share of each length, or one for all of them.
pub(crate) fn shipped(
    (label, looks): (&'static str, bool),
    exact: &[(usize, f64)],
    tested: usize,
    trained: (usize, usize),
) -> Curve {
    let share = |length: usize, share: f64, of: String| Share {
        length,
        share,
        reference: format!("exact.{}.{length}", key(looks)),
        words: format!(
            "{label}, {of}: {:.1} % of {} held-out texts answered exactly",
            100.0 * share,
            tested
        ),
    };
    let shares = (exact.iter())
        .flat_map(|&(length, own)| match length {
            0 => [trained.0, trained.1]
                .map(|end| share(end, own, "texts of any length".to_owned()))
                .to_vec(),
            _ => vec![share(length, own, format!("length {length}"))],
        })
        .collect();
    Curve {
        label,
        looks,
        is_measured: false,
        shares,
    }
}

fn of_counts(counts: &[Count], looks: bool) -> Curve {
    let label = label(looks);
    let shares = counts.iter().map(|count| {
        let right = count.right[usize::from(!looks)];
        Share {
            length: count.length,
            share: right as f64 / count.tried as f64,
            reference: format!("measured.{}.{}", key(looks), count.length),
            words: format!(
                "{label}, length {}, measured now: {right} of {} answered exactly",
                count.length, count.tried
            ),
        }
    });
    Curve {
        label,
        looks,
        is_measured: true,
        shares: shares.collect(),
    }
}

fn own(here: &At<'_>) -> Option<Own> {
    let translation = here.model;
    let right = expected(translation)?;
    let is_right = Alphabet::text(&translation.written.symbols) == right;
    own_text(translation.tokens.len(), is_right)
}

/// The text on screen; nothing where it is empty.
pub(crate) fn own_text(length: usize, is_right: bool) -> Option<Own> {
    let how = if is_right { "exactly" } else { "otherwise" };
    (length > 0).then(|| Own {
        length,
        is_right,
        words: format!("your text, length {length}: answered {how}"),
    })
}

fn note(here: &At<'_>, counts: &[Count]) -> String {
    let temperature = here.model.input.temperature;
    let is_shipped = here.model.card.tested > 0;
    if counts.is_empty() {
        let known = if is_shipped {
            "lines: held-out texts, as shipped"
        } else {
            "trained here: not measured yet"
        };
        return known.to_owned();
    }
    let tried: usize = counts.iter().map(|count| count.tried).sum();
    let heat = if temperature == 1.0 {
        String::new()
    } else {
        format!(" at temperature {temperature}")
    };
    format!(
        "lines: as shipped; dots: {} held-out texts measured now{heat}",
        number::count(tried)
    )
}

/// What is known about a name in the chart.
pub(super) fn inspect(here: &At<'_>, reference: &str) -> Option<Inspection> {
    inspect_in(|| lengths(here), reference)
}

/// The same in a chart that is made where the name is one of a chart.
pub(crate) fn inspect_in(
    picture: impl FnOnce() -> LengthsPicture,
    reference: &str,
) -> Option<Inspection> {
    let is_of_the_chart = reference == OWN
        || ["exact.", "measured."]
            .iter()
            .any(|key| reference.starts_with(key));
    if !is_of_the_chart {
        return None;
    }
    picture().chart().inspect(reference)
}

/// The numbers of the chart.
pub(super) fn sheet(here: &At<'_>) -> Sheet {
    sheet_of(&lengths(here))
}

/// The numbers of a chart.
pub(crate) fn sheet_of(picture: &LengthsPicture) -> Sheet {
    picture.chart().sheet()
}

impl LengthsPicture {
    /// A line for each model, discs where it was measured now, and the text on screen.
    #[must_use]
    pub fn chart(&self) -> Chart {
        let shares = self.curves.iter().flat_map(|curve| &curve.shares);
        let mut lengths: Vec<usize> = shares.map(|share| share.length).collect();
        lengths.extend(self.own.iter().map(|own| own.length));
        lengths.sort_unstable();
        lengths.dedup();
        let own = self.own.as_ref();
        let series = own.map(|own| own.series(&lengths)).into_iter();
        let curves = self.curves.iter().map(|curve| curve.series(&lengths));
        let told = own.map_or(String::new(), |own| format!(" {}.", capital(&own.words)));
        let ((first, last), (from, to)) = (self.trained, self.ends);
        let places = Places::counted("length", lengths.iter().copied(), |n| n.to_string());
        Chart {
            caption: format!(
                "The share of held-out texts that is answered exactly, by length; trained on {first} to {last}.{told}"
            ),
            title: self.note.clone(),
            series: series.chain(curves).collect(),
            regions: vec![Region {
                from: count(first) - 0.5,
                to: count(last) + 0.5,
                words: format!("trained on lengths {first} to {last}"),
                short: format!("trained to {last}"),
            }],
            ..Chart::over(
                places,
                Axis::counts("length", count(from) - 0.5, count(to) + 0.5).most(10),
                Axis::linear(-0.06, 1.06).most(3).printed(percent),
            )
        }
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

impl Curve {
    fn series(&self, lengths: &[usize]) -> Series {
        let at = |length: &usize| self.shares.iter().find(|own| own.length == *length);
        let point = |share: &Share| Point {
            reference: share.reference.clone(),
            words: share.words.clone(),
            is_hollow: self.is_measured && !self.looks,
        };
        let hue = if self.looks {
            Hue::Accent
        } else {
            Hue::Gradient
        };
        let (how, width) = if self.is_measured {
            ("measured now", 0.75)
        } else {
            ("shipped", 2.0)
        };
        Series {
            name: self.label.to_owned(),
            title: format!("{}, {how}", self.label),
            form: Form::Line(lengths.iter().map(|own| Some(at(own)?.share)).collect()),
            look: Look::line(hue, width),
            is_labelled: !self.is_measured,
            points: lengths.iter().map(|own| at(own).map(point)).collect(),
            ..Series::default()
        }
    }
}

impl Own {
    /// A disc above where it is answered exactly, a ring below where not.
    fn series(&self, lengths: &[usize]) -> Series {
        let value = if self.is_right { 1.0 } else { 0.0 };
        let here = |length: &usize| *length == self.length;
        let hue = if self.is_right { Hue::Ink } else { Hue::Error };
        let point = || Point {
            reference: OWN.to_owned(),
            words: self.words.clone(),
            is_hollow: !self.is_right,
        };
        Series {
            name: "your text".to_owned(),
            form: Form::Dots(
                lengths
                    .iter()
                    .map(|own| here(own).then_some(value))
                    .collect(),
            ),
            look: Look::line(hue, 2.0),
            is_labelled: true,
            points: lengths.iter().map(|own| here(own).then(point)).collect(),
            ..Series::default()
        }
    }
}
