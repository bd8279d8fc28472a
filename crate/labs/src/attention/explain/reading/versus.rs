//! Self-attention against a recurrent network of the same width: how far a fact travels, and what it costs.

use view::draw::panel::chart::{At, Axis, Form, Places, Rule, Series, count};
use view::draw::panel::{Chart, Hue, Look, Part, Row};
use view::explain::number;

/// The longest text of the comparison.
const LONGEST: usize = 64;

/// One of the numbers of a length.
type Of = fn(&Work) -> usize;

/// Both at one length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// T.
    pub length: usize,
    /// Multiplications of a recurrent matrix over all steps: T · H².
    pub recurrent: usize,
    /// Multiplications of every query with every key: T² · d.
    pub attention: usize,
}

/// Both over all lengths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versus {
    /// H, and d.
    pub width: usize,
    /// At every length from 1.
    pub all: Vec<Work>,
    /// The length of the text that is read.
    pub own: usize,
    /// Where both cost the same.
    pub equal: usize,
}

/// Self-attention against a recurrent network of the same width, for a text of this length.
#[must_use]
pub fn versus(width: usize, own: usize) -> Versus {
    let all = (1..=LONGEST).map(|length| Work {
        length,
        recurrent: length * width * width,
        attention: length * length * width,
    });
    let all: Vec<Work> = all.collect();
    let equal = all.iter().find(|work| work.attention >= work.recurrent);
    Versus {
        width,
        equal: equal.map_or(LONGEST, |work| work.length),
        own: own.clamp(1, LONGEST),
        all,
    }
}

impl Versus {
    /// The comparison in words.
    #[must_use]
    pub fn words(&self) -> String {
        let own = self.all[self.own - 1];
        format!(
            "At {} {}: recurrent {} hops, {} multiplications; attention 1 and {}; equal at {}.",
            self.own,
            if self.own == 1 { "symbol" } else { "symbols" },
            self.own,
            number::count(own.recurrent),
            number::count(own.attention),
            self.equal,
        )
    }
}

impl Versus {
    /// Over the length of a text: how many hops a fact takes from its first symbol to its last, and what that costs.
    #[must_use]
    pub fn panel(&self) -> Row {
        let hops: [(&str, &str, Of); 2] = [
            ("recurrent", "hops, recurrent", |work| work.length),
            ("attention", "hops, attention", |_| 1),
        ];
        let work: [(&str, &str, Of); 2] = [
            (
                "T\u{b7}H\u{b2} recurrent",
                "multiplications, recurrent",
                |work| work.recurrent,
            ),
            (
                "T\u{b2}\u{b7}d attention",
                "multiplications, attention",
                |work| work.attention,
            ),
        ];
        let part = |share, chart| Part {
            share,
            ..Part::of(chart)
        };
        let equal = Rule {
            at: At::X(count(self.equal)),
            words: format!("equal at {}", self.equal),
            handle: None,
            look: Look::line(Hue::Secondary, 1.0).dashed(&[4.0, 3.0]),
        };
        Row {
            caption: self.words(),
            parts: vec![
                part(0.4, self.chart("hops", hops)),
                part(
                    0.6,
                    Chart {
                        rules: vec![equal],
                        ..self.chart("multiplications", work)
                    },
                ),
            ],
            foot: self.words(),
        }
    }

    fn chart(&self, title: &str, of: [(&str, &str, Of); 2]) -> Chart {
        let looks = [
            Look::line(Hue::Ink, 2.0),
            Look::line(Hue::Role("update"), 2.0),
        ];
        let series = of
            .into_iter()
            .zip(looks)
            .map(|((name, title, of), look)| Series {
                name: name.to_owned(),
                title: title.to_owned(),
                form: Form::Area(self.all.iter().map(|work| Some(count(of(work)))).collect()),
                look,
                is_labelled: true,
                ..Series::default()
            });
        let series: Vec<Series> = series.collect();
        let all = series
            .iter()
            .flat_map(|own| own.form.values().iter().flatten());
        let most = all.copied().fold(1.0, f64::max);
        let places = Places::counted("T", self.all.iter().map(|work| work.length), |length| {
            format!("T = {length}")
        });
        Chart {
            caption: self.words(),
            title: title.to_owned(),
            at: Some(self.own - 1),
            series,
            ..Chart::over(
                places.named(|place| format!("versus.t{}", place + 1)),
                Axis::counts("T", 1.0, count(self.all.len())),
                Axis::linear(0.0, most).printed(whole),
            )
        }
    }
}

/// A count, with separators.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count that is not below 0"
)]
fn whole(count: f64) -> String {
    number::count(count.max(0.0) as usize)
}
