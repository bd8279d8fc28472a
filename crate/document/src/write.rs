//! A scenario as a run document: what the page copies, so that others can check its numbers.

use serde_json::{Map, Value, json};

use super::FORMAT;
use unrolled::data::{Batch, Padding, Reduce};
use unrolled::ir::ParamSpec;
use unrolled::model::network::stacked::{Readout, Stacked};
use unrolled::model::{CellSpec, Head, Hold, LossKind, Reach, Scenario, Target};
use unrolled::run::NetworkRun;

/// The document that runs this scenario.
#[must_use]
pub fn write(scenario: &Scenario) -> String {
    let mut document = Map::new();
    document.insert("format".to_owned(), FORMAT.into());
    document.insert("cell".to_owned(), cell(&scenario.spec.cell));
    let weights = params(scenario, |name| !name.starts_with("head."));
    document.insert("weights".to_owned(), Value::Object(weights));
    if scenario.spec.head != Head::None {
        let head = params(scenario, |name| name.starts_with("head."));
        let plain = head
            .into_iter()
            .map(|(name, value)| (name.replace("head.", ""), value));
        document.insert("head".to_owned(), Value::Object(plain.collect()));
    }
    document.insert("x".to_owned(), json!([scenario.encoded.columns]));
    document.insert("h0".to_owned(), json!([scenario.h0]));
    if scenario.spec.cell.cell.states.len() > 1 {
        document.insert("c0".to_owned(), json!([scenario.c0]));
    }
    document.insert("loss".to_owned(), loss(scenario));
    if !scenario.reach.is_full() {
        document.insert("truncate".to_owned(), truncate(scenario));
    }
    if !scenario.holds.is_empty() {
        let holds = scenario.holds.iter().map(|hold| held(scenario, hold));
        document.insert("holds".to_owned(), Value::Array(holds.collect()));
    }
    let document = Value::Object(document);
    serde_json::to_string_pretty(&document).unwrap_or_else(|_| document.to_string())
}

/// The document that runs layers on a batch: what reads their states and judges them too, where that is done at each step.
#[must_use]
pub fn write_batch(spec: &Stacked, run: &NetworkRun<f64>, batch: &Batch) -> String {
    let mut document = Map::new();
    document.insert("format".to_owned(), FORMAT.into());
    document.insert("cell".to_owned(), cell(&spec.cell));
    let params = |wanted: &dyn Fn(&str) -> Option<String>| {
        let specs = run.network().params.iter();
        let named = specs.filter_map(|own| Some((wanted(&own.name)?, own)));
        let block: Map<String, Value> = named
            .map(|(name, own)| (name, numbers(own, &run.params()[own.range()])))
            .collect();
        Value::Object(block)
    };
    let cells: Vec<&str> = spec.cells().collect();
    let of_layers = |name: &str| {
        let layer = name
            .split_once("_l")
            .map(|(_, layer)| format!("l{layer}"))?;
        cells.contains(&layer.as_str()).then(|| name.to_owned())
    };
    document.insert("weights".to_owned(), params(&of_layers));
    document.insert(
        "x".to_owned(),
        batched(&batch.x, batch.size.steps, batch.size.inputs),
    );
    match &batch.padding {
        Padding::None => {}
        Padding::Lengths(lengths) => {
            document.insert("lengths".to_owned(), json!(lengths));
        }
        Padding::Mask(mask) => {
            let rows: Vec<_> = mask.chunks_exact(batch.size.steps).collect();
            document.insert("mask".to_owned(), json!(rows));
        }
    }
    if let (Readout::Each, Some(targets)) = (spec.readout, &batch.targets) {
        let of_head = |name: &str| name.strip_prefix("head.").map(str::to_owned);
        document.insert("head".to_owned(), params(&of_head));
        let reduce = match targets.reduce {
            Reduce::Sum => "sum",
            Reduce::Mean => "mean",
            Reduce::SequenceMean => "sequence_mean",
        };
        let outputs = spec.output_size();
        let target = batched(&targets.y, batch.size.steps, outputs);
        document.insert(
            "loss".to_owned(),
            json!({"kind": "squared_error", "target": target, "at": "each", "reduce": reduce}),
        );
    }
    let document = Value::Object(document);
    serde_json::to_string_pretty(&document).unwrap_or_else(|_| document.to_string())
}

/// Numbers `[b][t][row]`.
fn batched(all: &[f64], steps: usize, rows: usize) -> Value {
    let sequence = |numbers: &[f64]| json!(numbers.chunks_exact(rows).collect::<Vec<_>>());
    Value::Array(all.chunks_exact(steps * rows).map(sequence).collect())
}

fn cell(spec: &CellSpec) -> Value {
    let mut cell = Map::new();
    cell.insert("kind".to_owned(), spec.cell.kind.into());
    for (choice, value) in spec.chosen() {
        cell.insert(choice.key.to_owned(), value.key.into());
    }
    Value::Object(cell)
}

fn held(scenario: &Scenario, hold: &Hold) -> Value {
    let gate = scenario.program.symbol(hold.node).map(|symbol| symbol.key);
    json!({"gate": gate, "value": hold.value, "from": hold.from, "to": hold.to})
}

/// A window slides; without one the whole sequence is one chunk, which the cuts divide.
fn truncate(scenario: &Scenario) -> Value {
    let Reach { window, cuts, .. } = &scenario.reach;
    let steps = window.unwrap_or(scenario.encoded.columns.len());
    let mode = if window.is_some() {
        "sliding"
    } else {
        "chunked"
    };
    let mut field = Map::new();
    field.insert("mode".to_owned(), mode.into());
    field.insert("steps".to_owned(), steps.into());
    if !cuts.is_empty() {
        field.insert("cuts".to_owned(), json!(cuts));
    }
    Value::Object(field)
}

fn params(scenario: &Scenario, wanted: impl Fn(&str) -> bool) -> Map<String, Value> {
    let mut block = Map::new();
    for spec in scenario
        .program
        .params
        .iter()
        .filter(|spec| wanted(&spec.name))
    {
        let value = numbers(spec, &scenario.params[spec.range()]);
        block.insert(spec.name.clone(), value);
    }
    block
}

fn numbers(spec: &ParamSpec, numbers: &[f64]) -> Value {
    if spec.is_bias {
        json!(numbers)
    } else {
        json!(numbers.chunks_exact(spec.cols).collect::<Vec<_>>())
    }
}

fn loss(scenario: &Scenario) -> Value {
    let Target {
        kind,
        first,
        columns,
        weight,
    } = &scenario.target;
    let steps = scenario.encoded.columns.len();
    let is_last = *first + 1 == steps;
    let reduce = if *weight == 1.0 { "sum" } else { "mean" };
    let at = if is_last { "last" } else { "each" };
    match kind {
        LossKind::CrossEntropy => {
            #[expect(clippy::cast_possible_truncation, reason = "a class index")]
            let classes: Vec<i64> = columns.iter().map(|column| column[0] as i64).collect();
            let target = if is_last {
                json!(classes)
            } else {
                json!([classes])
            };
            json!({"kind": "cross_entropy", "target": target, "at": at, "reduce": reduce})
        }
        LossKind::SquaredError | LossKind::MeanSquaredError => {
            let target = if is_last {
                json!(columns)
            } else {
                json!([columns])
            };
            json!({"kind": "squared_error", "target": target, "at": at, "reduce": reduce})
        }
        LossKind::Linear => {
            json!({"kind": "linear", "weights": columns, "at": at, "reduce": reduce})
        }
    }
}
