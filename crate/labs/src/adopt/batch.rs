//! A run document of several sequences, layers or directions, as a setup of the Tasks lab.

use std::collections::BTreeMap;

use super::{of_model, refuse_too_wide};
use crate::sequence::Sequence;
use crate::setup::{HeadKind, LossChoice, Setup, WeightsKind};
use crate::tasks::TaskSettings;
use document::read::Document;
use document::{DocumentError, Prepared};
use unrolled::model::Head;
use unrolled::model::network::stacked::Directions;

/// The setup that shows this document's sequences and weights.
///
/// # Errors
/// Where it holds what the lab does not show.
pub(super) fn adopt(document: &Document, prepared: &Prepared) -> Result<Setup, DocumentError> {
    refuse(document, prepared)?;
    let sequences = sequences(document, prepared)?;
    let spec = &prepared.spec;
    let ways = if spec.directions == Directions::Both {
        "two"
    } else {
        "one"
    };
    let text: Vec<String> = sequences.iter().map(|rows| block(rows)).collect();
    let tasks = serde_json::json!({
        "text": text.join("\n\n"), "ways": ways, "layers": spec.layers, "goal": "zero",
    });
    let tasks: TaskSettings =
        serde_json::from_value(tasks).map_err(|error| DocumentError::at("x", error.to_string()))?;
    let mut setup = Setup {
        weights: WeightsKind::Orth,
        head: HeadKind::Regression,
        seq: Sequence::Numbers {
            rows: sequences.into_iter().next().unwrap_or_default(),
        },
        target: Some(vec![0.0]),
        open: "tasks".to_owned(),
        ..of_model(prepared)
    };
    setup.own.tasks = tasks;
    setup.loss.kind = LossChoice::SquaredError;
    setup.edits = edits(prepared);
    setup
        .scenario()
        .map_err(|error| DocumentError::at(error.path, error.message))?;
    Ok(setup)
}

fn refuse(document: &Document, prepared: &Prepared) -> Result<(), DocumentError> {
    let refuse = |path: &str, message: &str| Err(DocumentError::at(path, message));
    refuse_too_wide(prepared)?;
    if prepared.spec.directions == Directions::Backward {
        return refuse("weights", "the page reads forwards, or both ways");
    }
    if document.loss.is_some() {
        let message = "the page judges several sequences by targets of its own: leave the loss out";
        return refuse("loss", message);
    }
    if document.truncate.is_some() {
        return refuse(
            "truncate",
            "the page goes back through the whole of several sequences",
        );
    }
    for (path, given) in [("h0", &document.h0), ("c0", &document.c0)] {
        if given.is_some() {
            return refuse(path, "the page starts several sequences with zeros");
        }
    }
    if document
        .holds
        .as_ref()
        .is_some_and(|holds| !holds.is_empty())
    {
        return refuse("holds", "the page holds gates of one sequence only");
    }
    match prepared.spec.head {
        Head::None | Head::Linear { outputs: 1, .. } => Ok(()),
        Head::Linear { .. } => refuse("head", "the page reads one number from several sequences"),
    }
}

/// The real steps of every sequence.
fn sequences(
    document: &Document,
    prepared: &Prepared,
) -> Result<Vec<Vec<Vec<f64>>>, DocumentError> {
    let run = prepared.first();
    let (trace, x) = (run.trace(), run.program().find("x"));
    let x = x.ok_or_else(|| DocumentError::at("x", "the network reads none"))?;
    let sequence = |b: usize| {
        let real: Vec<usize> = (0..trace.steps())
            .filter(|t| trace.is_real(*t, b))
            .collect();
        let is_whole = real.windows(2).all(|pair| pair[1] == pair[0] + 1);
        if !is_whole {
            let path = if document.mask.is_some() { "mask" } else { "x" };
            let message = "the page shows padding before or after a sequence, not inside";
            return Err(DocumentError::at(path, message));
        }
        Ok(real
            .iter()
            .map(|t| trace.value(x, *t, b).to_vec())
            .collect())
    };
    (0..trace.batch()).map(sequence).collect()
}

/// A line for each step.
fn block(rows: &[Vec<f64>]) -> String {
    let line = |row: &Vec<f64>| {
        let numbers: Vec<String> = row.iter().map(|number| format!("{number:?}")).collect();
        numbers.join(" ")
    };
    let lines: Vec<String> = rows.iter().map(line).collect();
    lines.join("\n")
}

/// Every weight as one that was changed by hand; biases that the document does not have are 0.
fn edits(prepared: &Prepared) -> BTreeMap<String, f64> {
    let params = prepared.run.params();
    let (spec, network) = (&prepared.spec, prepared.run.network());
    let biases = spec
        .cells()
        .flat_map(|name| ["ih", "hh"].map(|side| format!("bias_{side}_{name}")));
    let missing = biases.filter(|name| network.param(name).is_none());
    let rows = spec.cell.cell.gates.len() * spec.hidden_size;
    let zeros = missing.flat_map(|name| {
        let entry = move |row| (format!("p.{name}.r{row}.c1"), 0.0);
        (1..=rows).map(entry).collect::<Vec<_>>()
    });
    let zeros: BTreeMap<String, f64> = zeros.collect();
    let specs = prepared.run.network().params.iter();
    let entries = specs.flat_map(|spec| {
        (0..spec.rows * spec.cols).map(|place| {
            let (row, col) = (place / spec.cols + 1, place % spec.cols + 1);
            let name = format!("p.{}.r{row}.c{col}", spec.name);
            (name, params[spec.range()][place])
        })
    });
    zeros.into_iter().chain(entries).collect()
}
