//! What is on screen, in a line: sizes, weights, loss, and what must be said about it.

use serde::Serialize;

use crate::explain::number;
use crate::explain::strip::is_marked;
use crate::ir::{Op, Scalar};
use crate::model::setup::{Setup, WeightsKind};
use crate::model::{LossKind, Scenario};
use crate::run::Run;

/// A line about a run.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// What is on screen in ten words.
    pub chip: String,
    /// What was done otherwise than chosen.
    pub notices: Vec<String>,
    /// Numbers a step reads.
    #[serde(rename = "D")]
    pub inputs: usize,
    /// Hidden units.
    #[serde(rename = "H")]
    pub hidden_size: usize,
    /// Steps.
    #[serde(rename = "T")]
    pub steps: usize,
    /// Sequences.
    #[serde(rename = "B")]
    pub batch: usize,
    /// How many parameters there are.
    pub params: usize,
    /// The loss; `None` where there is none.
    pub loss: Option<f64>,
    /// What each step reads, short.
    pub labels: Vec<String>,
    /// Where the second of two inputs marks a step.
    pub marks: Vec<bool>,
    /// Whether outputs are judged.
    pub has_target: bool,
    /// The first place that is no longer a finite number.
    pub overflow: Option<String>,
}

/// The summary of a run.
#[must_use]
pub fn summary(setup: &Setup, scenario: &Scenario, run: &Run<f64>) -> Summary {
    let has_target = scenario.target.kind != LossKind::Linear;
    let (inputs, hidden_size) = (scenario.spec.input_size, scenario.spec.hidden_size);
    let columns = &scenario.encoded.columns;
    Summary {
        chip: chip(setup, scenario),
        notices: scenario.notices.clone(),
        inputs,
        hidden_size,
        steps: columns.len(),
        batch: run.trace().batch(),
        params: scenario.program.param_count(),
        loss: has_target.then(|| run.trace().loss()),
        labels: match &scenario.encoded.labels {
            Some(labels) => labels.clone(),
            None => columns
                .iter()
                .map(|column| number::text(column[0]))
                .collect(),
        },
        marks: columns.iter().map(|column| is_marked(column)).collect(),
        has_target,
        overflow: overflow(run),
    }
}

fn chip(setup: &Setup, scenario: &Scenario) -> String {
    let weights = match setup.weights {
        WeightsKind::Storybook if !scenario.unit_names.is_empty() => "storybook".to_owned(),
        WeightsKind::Edited if scenario.notices.is_empty() => "own weights".to_owned(),
        WeightsKind::Gauss => format!("gaussian, seed {}", setup.seed),
        WeightsKind::Uniform => format!("uniform, seed {}", setup.seed),
        _ => format!("orthogonal, seed {}", setup.seed),
    };
    format!(
        "{}, D {}, H {}, T {}, {weights}",
        scenario.spec.cell.cell.title,
        scenario.spec.input_size,
        scenario.spec.hidden_size,
        scenario.encoded.columns.len(),
    )
}

/// Names the first computed quantity that is not finite.
fn overflow<S: Scalar>(run: &Run<S>) -> Option<String> {
    let computed = |id: &_| !matches!(run.program().node(*id).op, Op::Input | Op::Carry);
    let ids: Vec<_> = run.program().ids().filter(computed).collect();
    (0..run.trace().steps()).find_map(|t| {
        let bad = ids.iter().find(|&&id| {
            run.trace()
                .value(id, t, 0)
                .iter()
                .any(|value| !value.is_finite())
        })?;
        let words = run
            .program()
            .symbol(*bad)
            .map_or("a sum", |symbol| symbol.words);
        Some(format!(
            "Values overflowed at step {} in the {words}.",
            t + 1
        ))
    })
}
