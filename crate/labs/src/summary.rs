//! What is on screen, in a line: sizes, weights, loss, and what must be said about it.

use serde::Serialize;

use crate::learned::learned;
use crate::setup::Prepared;
use crate::setup::{Setup, WeightsKind};
use unrolled::ir::{NodeId, Part, Precision, Program};
use unrolled::model::{Hold, LossKind, Scenario};
use unrolled::run::Run;
use unrolled::run::cursor::{Direction, Position};
use view::explain::number;
use view::explain::strip::is_marked;

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
    /// The biases that decide what the selected unit's gates do without input.
    pub effective: Effective,
    /// Where the weights in force come from: those chosen, unless they do not fit.
    pub weights: WeightsKind,
    /// How many single weights stand changed by hand.
    pub edited: usize,
    /// The steps after which the state is detached, by whichever setting.
    pub cuts: Vec<usize>,
    /// What learning the start came to, in words.
    pub learned: Option<String>,
    /// What is held, in words.
    pub held: Vec<String>,
    /// The first place that is no longer a finite number.
    pub overflow: Option<Overflow>,
}

/// Gate biases of one unit, both vectors together; `None` where the cell has no such gate.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Effective {
    /// Of the forget gate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub f_bias: Option<f64>,
    /// Of the update gate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub z_bias: Option<f64>,
}

/// Where numbers end.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Overflow {
    /// What happened, as a sentence.
    pub text: String,
    /// Where to see it; `None` where the step passes over it.
    pub position: Option<Position>,
}

/// The summary of a run.
#[must_use]
pub fn summary(setup: &Setup, prepared: &Prepared, run: &Run<f64>) -> Summary {
    let scenario = &prepared.scenario;
    let has_target = scenario.target.kind != LossKind::Linear;
    let (inputs, hidden_size) = (scenario.spec.input_size, scenario.spec.hidden_size);
    let columns = &scenario.encoded.columns;
    Summary {
        chip: chip(setup, prepared),
        notices: prepared.notices.clone(),
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
        effective: effective(setup, scenario),
        weights: prepared.source,
        edited: prepared.edits,
        cuts: scenario.reach.cuts.clone(),
        learned: learned(scenario),
        held: scenario
            .holds
            .iter()
            .map(|hold| held(&scenario.program, hold))
            .collect(),
        overflow: overflow(run),
    }
}

fn effective(setup: &Setup, scenario: &Scenario) -> Effective {
    let hidden_size = scenario.spec.hidden_size;
    let unit = (1..=hidden_size)
        .rev()
        .find(|&unit| as_number(unit) <= setup.unit)
        .unwrap_or(1);
    let of = |letter: &str| {
        let biases = scenario.program.params.iter().filter(|spec| spec.is_bias);
        let blocks: Vec<f64> = biases
            .filter_map(|spec| spec.block(letter))
            .map(|block| scenario.params[block.start + unit - 1])
            .collect();
        (!blocks.is_empty()).then(|| blocks.iter().sum())
    };
    Effective {
        f_bias: of("f"),
        z_bias: of("z"),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn as_number(count: usize) -> f64 {
    count as f64
}

/// "forget gate f held at 0, steps 2 to 5"
fn held(program: &Program, hold: &Hold) -> String {
    let name = program
        .symbol(hold.node)
        .map_or_else(String::new, |symbol| {
            format!("{} {}", symbol.words, symbol.key)
        });
    let steps = if hold.from == hold.to {
        format!("step {}", hold.from)
    } else {
        format!("steps {} to {}", hold.from, hold.to)
    };
    format!("{name} held at {}, {steps}", number::full(hold.value))
}

fn chip(setup: &Setup, prepared: &Prepared) -> String {
    let scenario = &prepared.scenario;
    let weights = match prepared.source {
        WeightsKind::Storybook => "storybook".to_owned(),
        WeightsKind::ByHand => "by hand".to_owned(),
        WeightsKind::Edited => "own weights".to_owned(),
        WeightsKind::Orth => format!("orthogonal, seed {}", setup.seed),
        WeightsKind::Gauss => format!("gaussian, seed {}", setup.seed),
        WeightsKind::Uniform => format!("uniform, seed {}", setup.seed),
    };
    let sizes = format!(
        "{}, D {}, H {}, T {}",
        scenario.spec.cell.cell.title,
        scenario.spec.input_size,
        scenario.spec.hidden_size,
        scenario.encoded.columns.len(),
    );
    let marks = [
        (prepared.edits > 0, "edited"),
        (!scenario.holds.is_empty(), "held"),
        (!scenario.reach.is_full(), "truncated"),
        (
            scenario.learned.is_some_and(|found| found.updates > 0),
            "learned start",
        ),
        (scenario.precision == Precision::Single, "float32"),
    ];
    let marks = marks.into_iter().filter(|(holds, _)| *holds);
    [sizes, weights]
        .into_iter()
        .chain(marks.map(|(_, mark)| mark.to_owned()))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Names the first computed quantity that is not finite.
fn overflow(run: &Run<f64>) -> Option<Overflow> {
    let program = run.program();
    let computed = |id: &_| !program.node(*id).op.arrives();
    let ids: Vec<NodeId> = program.ids().filter(computed).collect();
    let judged = run.judged_steps();
    (0..run.trace().steps()).find_map(|t| {
        let op_of = |id: NodeId| program.micro_op_of(id).map(|op| &program.micro_ops[op]);
        let is_bad = |id: &&NodeId| {
            // What is read out where nothing is judged is never shown.
            let is_shown = op_of(**id).is_none_or(|op| op.part == Part::Cell || judged[t]);
            let values = run.trace().value(**id, t, 0);
            is_shown && values.iter().any(|value| !value.is_finite())
        };
        let bad = ids.iter().find(is_bad)?;
        let words = program.symbol(*bad).map_or("a sum", |symbol| symbol.words);
        Some(Overflow {
            text: format!("Values overflowed at step {} in the {words}.", t + 1),
            position: op_of(*bad).map(|op| Position {
                t: t + 1,
                op: op.id.to_owned(),
                dir: Direction::Forward,
            }),
        })
    })
}
