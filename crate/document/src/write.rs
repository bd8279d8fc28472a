//! A scenario as a run document: what the page copies, so that others can check its numbers.

use serde_json::{Map, Value, json};

use super::FORMAT;
use unrolled::model::{Head, Hold, LossKind, Reach, Scenario, Target};

/// The document that runs this scenario.
#[must_use]
pub fn write(scenario: &Scenario) -> String {
    let mut document = Map::new();
    document.insert("format".to_owned(), FORMAT.into());
    document.insert("cell".to_owned(), cell(scenario));
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

fn cell(scenario: &Scenario) -> Value {
    let mut cell = Map::new();
    cell.insert("kind".to_owned(), scenario.spec.cell.cell.kind.into());
    for (choice, value) in scenario.spec.cell.chosen() {
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
        let numbers = &scenario.params[spec.range()];
        let value = if spec.is_bias {
            json!(numbers)
        } else {
            json!(numbers.chunks_exact(spec.cols).collect::<Vec<_>>())
        };
        block.insert(spec.name.clone(), value);
    }
    block
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
