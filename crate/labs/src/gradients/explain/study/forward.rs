//! Forward, on the same inputs: how long the hidden state of each cell is after each step.

use super::lines::look;
use super::spot::{Line, Spot};
use crate::gradients::run::study::Examined;
use crate::gradients::run::study::state_lengths;
use unrolled::model::Scenario;
use view::draw::panel::Chart;
use view::draw::panel::chart::{Axis, Form, Places, Series, count};
use view::explain::range::rounded_limit;

/// The chart; `k` is where the cursor stands, counted back from the last step.
#[must_use]
pub fn forward(examined: &Examined, k: usize) -> Chart {
    let steps = examined.steps();
    let own = (
        &examined.studied.scenario,
        Line::Measured,
        state_lengths(&examined.run),
    );
    let beside = examined.beside.iter().map(|it| {
        let scenario = &it.studied.scenario;
        (
            scenario,
            Line::Beside(scenario.spec.cell.cell),
            it.lengths(),
        )
    });
    let series: Vec<Series> = (std::iter::once(own).chain(beside))
        .map(|(scenario, line, lengths)| of_cell(scenario, line, lengths))
        .collect();
    let all = series
        .iter()
        .flat_map(|own| own.form.values().iter().flatten());
    let finite = all.copied().filter(|value| value.is_finite());
    let highest = finite.fold(0.0, f64::max);
    let limit = if highest > 0.0 {
        rounded_limit(&[highest])
    } else {
        1.0
    };
    let places = Places::counted("t", 0..=steps, |t| format!("t = {t}"));
    Chart {
        caption: "Length of the hidden state after each step".to_owned(),
        series,
        at: Some(steps.saturating_sub(k)),
        ..Chart::over(
            places.named(|t| Spot::Product(steps - t).to_string()),
            Axis::counts("t", 0.0, count(steps.max(1))),
            Axis::linear(0.0, limit),
        )
    }
}

fn of_cell(scenario: &Scenario, line: Line, lengths: Vec<f64>) -> Series {
    let title = scenario.spec.cell.cell.title.to_owned();
    Series {
        name: title.clone(),
        title,
        form: Form::line(lengths),
        look: look(line),
        is_labelled: true,
        ..Series::default()
    }
}
