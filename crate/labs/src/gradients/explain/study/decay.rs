//! The chart over k on a scale of powers of ten: measured, ρ^k, the bound, the singular values of the product, and gated
//! cells beside it.

use super::lines::{look, names, short, values};
use super::readings::{limit_words, precision_word};
use super::spot::{Line, Spot};
use crate::gradients::run::study::Examined;
use unrolled::ir::Precision;
use unrolled::run::metrics::log10;
use view::draw::panel::chart::{At, Axis, Form, Note, Places, Rule, Series, count};
use view::draw::panel::{Chart, Hue, Look};

/// The powers of ten the chart shows at least, so that a slider moves the curve and not the axis.
const USUAL: (f64, f64) = (-4.0, 3.0);
/// How many powers of ten the lines of comparison may add.
const NEAR: f64 = 3.0;

/// The chart at k.
#[must_use]
pub fn decay(examined: &Examined, k: usize) -> Chart {
    let steps = examined.steps();
    let places = Places::counted("k", 0..=steps, |k| format!("k = {k}"));
    let series: Vec<Series> = Line::all()
        .filter_map(|line| curve(examined, line))
        .collect();
    let x = Axis::counts("k", 0.0, count(steps.max(1)));
    let y = Axis::log10(fit(&series));
    Chart {
        caption: format!("What is left of the gradient after k steps back, T = {steps}"),
        rules: rules(examined),
        notes: notes(examined),
        at: Some(k.min(steps)),
        series,
        ..Chart::over(places.named(|k| Spot::Product(k).to_string()), x, y)
    }
}

/// A curve, where there is one.
fn curve(examined: &Examined, line: Line) -> Option<Series> {
    let (title, about) = names(examined, line);
    let form = match line {
        Line::Range => {
            let edges = examined.ranges()?.iter();
            let edges = edges.map(|own| own.unwrap_or((f64::NAN, f64::NAN)));
            let (lower, upper) = edges.map(|(low, high)| (Some(low), Some(high))).unzip();
            Form::Band(
                [lower, upper],
                ["smallest singular value", "largest singular value"],
            )
        }
        line => Form::line(values(examined, line)?),
    };
    Some(Series {
        reference: Some(Spot::Curve(line).to_string()),
        name: short(examined, line),
        title,
        about,
        form,
        look: look(line),
        is_labelled: line != Line::Range,
        ..Series::default()
    })
}

/// What stays as it was, and where digits are lost.
fn rules(examined: &Examined) -> Vec<Rule> {
    let precision = examined.studied.scenario.precision;
    let least = match precision {
        Precision::Single => f64::from(f32::MIN_POSITIVE),
        Precision::Double => f64::MIN_POSITIVE,
    };
    let rule = |value, words: String, look| Rule {
        at: At::Y(value),
        words,
        handle: None,
        look,
    };
    let floor = format!("{} loses digits below", precision_word(precision));
    vec![
        rule(1.0, String::new(), Look::line(Hue::Line, 1.0)),
        rule(
            least,
            floor,
            Look::line(Hue::Error, 1.0).dashed(&[4.0, 4.0]),
        ),
    ]
}

/// Where the measured curve ends early: from where on it is infinite, and from where on no number.
fn notes(examined: &Examined) -> Vec<Note> {
    let limits = examined.limits();
    let word = precision_word(examined.studied.scenario.precision);
    let words = limit_words(limits).map(|words| format!("{word}: {words}"));
    let words = words.iter().flat_map(|words| words.split(", "));
    words
        .map(|words| Note {
            words: words.to_owned(),
            is_right: limits.overflows.is_none(),
            hue: Hue::Error,
        })
        .collect()
}

/// Whole powers of ten that hold all that was found in the run, the usual ones, and of the lines it is compared with as
/// much as is near.
fn fit(series: &[Series]) -> (f64, f64) {
    let is_compared = |own: &&Series| {
        let line = own.reference.as_deref().and_then(|name| name.parse().ok());
        matches!(line, Some(Spot::Curve(Line::Powers | Line::Bound)))
    };
    let tens = |own: &Series| -> Vec<f64> {
        let values = own.form.values().iter().flatten();
        values.map(|value| log10(*value)).collect()
    };
    let found = series.iter().filter(|own| !is_compared(own));
    let (low, high) = widened(USUAL, found.flat_map(tens));
    let lines = series.iter().filter(is_compared).flat_map(tens);
    let near = lines.filter(|tens: &f64| (low - NEAR..=high + NEAR).contains(tens));
    let (low, high) = widened((low, high), near);
    (low.floor(), high.ceil())
}

fn widened(range: (f64, f64), values: impl Iterator<Item = f64>) -> (f64, f64) {
    let finite = values.filter(|value| value.is_finite());
    finite.fold(range, |(low, high), value| {
        (low.min(value), high.max(value))
    })
}
