//! One number over time, as far as it may be seen: the small chart of the inspector.

use super::number;
use crate::draw::panel::chart::{Axis, Form, Places, Point, Series, count};
use crate::draw::panel::{Chart, Hue, Look};

/// The chart of a number, step 1 first, with the cursor at the step on screen; `reference` is its name at a step.
#[must_use]
pub fn history(values: &[f64], t: usize, reference: impl Fn(usize) -> Option<String>) -> Chart {
    let steps = 1..=values.len();
    let point = |t: usize| {
        Some(Point {
            reference: reference(t)?,
            words: format!("step {t}: {}", number::text(values[t - 1])),
            is_hollow: true,
        })
    };
    Chart {
        caption: "One number at every step".to_owned(),
        series: vec![Series {
            name: "value".to_owned(),
            title: "value".to_owned(),
            form: Form::line(values.iter().copied()),
            look: Look::line(Hue::Ink, 1.5),
            points: steps.clone().map(point).collect(),
            ..Series::default()
        }],
        at: t.checked_sub(1).filter(|at| *at < values.len()),
        ..Chart::over(
            Places::counted("step", steps, |t| format!("step {t}")),
            Axis::counts("", 1.0, count(values.len().max(2))),
            Axis::holding(values.iter().copied()).most(3),
        )
    }
}
