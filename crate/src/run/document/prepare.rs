//! From a document to a run: shapes checked, every number in its place.

use super::fields::{Path, unknown};
use super::read::{
    At, Document, HeadField, HoldField, LossField, LossName, Reduce, TruncateMode, Words,
};
use super::{DocumentError, MOST_STATES};
use crate::ir::{NodeId, Program};
use crate::model::cells::holdable;
use crate::model::scenario::MOST_HOLDS;
use crate::model::{Biases, CELLS, CellSpec, Head, LossKind, NetworkSpec, Reach};
use crate::run::{Held, Run, Truncation};

/// A network with all its numbers set, ready to go.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// What is computed.
    pub spec: NetworkSpec,
    /// How, with parameters, inputs, states and targets set.
    pub run: Run<f64>,
    /// How far gradients reach.
    pub reach: Reach,
}

/// B, T, D.
#[derive(Clone, Copy)]
struct Extent {
    batch: usize,
    steps: usize,
    inputs: usize,
}

impl Prepared {
    /// Checks the document's shapes and sets up its run.
    ///
    /// # Errors
    /// At the first field that does not fit.
    pub fn new(document: &Document) -> Result<Self, DocumentError> {
        let [batch, steps, inputs] = document.x.shape("x")?;
        let extent = Extent {
            batch,
            steps,
            inputs,
        };
        let spec = network(document, extent)?;
        check_extent(&spec, extent)?;
        let x = document.x.flat("x", &[batch, steps, inputs])?;
        let program = spec
            .program()
            .map_err(|error| DocumentError::at("cell", error.to_string()))?;
        let params = params(document, &program)?;
        let mut prepared = Self {
            spec,
            run: Run::new(program, steps, batch),
            reach: reach(document, steps)?,
        };
        prepared
            .run
            .trace_mut()
            .params_mut()
            .copy_from_slice(&params);
        prepared.set_each_step("x", &x, inputs);
        prepared.set_lengths(document)?;
        prepared.set_states(document, extent)?;
        prepared.set_holds(document.holds.as_deref().unwrap_or_default())?;
        match &document.loss {
            Some(loss) => prepared.set_loss(loss, extent)?,
            None if document.asks_for_grads() => {
                return Err(DocumentError::at("outputs", "gradients need a loss"));
            }
            None => {}
        }
        Ok(prepared)
    }

    fn node(&self, key: &str) -> Option<NodeId> {
        self.run.program().find(key)
    }

    fn set_each_step(&mut self, key: &str, numbers: &[f64], rows: usize) {
        let Some(node) = self.node(key) else { return };
        let steps = self.run.trace().steps();
        for (place, column) in numbers.chunks_exact(rows).enumerate() {
            self.run
                .trace_mut()
                .value_mut(node, place % steps, place / steps)
                .copy_from_slice(column);
        }
    }

    fn set_lengths(&mut self, document: &Document) -> Result<(), DocumentError> {
        let Some(lengths) = &document.lengths else {
            return Ok(());
        };
        let (steps, batch) = (self.run.trace().steps(), self.run.trace().batch());
        if lengths.len() != batch {
            let message = format!("expected {batch} numbers, found {}", lengths.len());
            return Err(DocumentError::at("lengths", message));
        }
        for (b, &length) in lengths.iter().enumerate() {
            let fitting = usize::try_from(length)
                .ok()
                .filter(|length| (1..=steps).contains(length));
            let Some(fitting) = fitting else {
                let message = format!("expected 1 to {steps}, found {length}");
                return Err(DocumentError::at(format!("lengths[{b}]"), message));
            };
            self.run.trace_mut().set_length(b, fitting);
        }
        Ok(())
    }

    fn set_states(&mut self, document: &Document, extent: Extent) -> Result<(), DocumentError> {
        for (key, field, given) in [("h", "h0", &document.h0), ("c", "c0", &document.c0)] {
            let Some(nested) = given else { continue };
            let carries = &self.run.program().carries;
            let carry = carries
                .iter()
                .find(|carry| self.node(key) == Some(carry.next))
                .copied();
            let Some(carry) = carry else {
                let message = format!("the cell {} has no such state", self.spec.cell.cell.kind);
                return Err(DocumentError::at(field, message));
            };
            let size = self.spec.hidden_size;
            let numbers = nested.flat(field, &[extent.batch, size])?;
            for (b, state) in numbers.chunks_exact(size).enumerate() {
                self.run
                    .trace_mut()
                    .value_mut(carry.previous, 0, b)
                    .copy_from_slice(state);
            }
        }
        Ok(())
    }

    fn set_holds(&mut self, holds: &[HoldField]) -> Result<(), DocumentError> {
        if holds.len() > MOST_HOLDS {
            let message = format!("at most {MOST_HOLDS}, found {}", holds.len());
            return Err(DocumentError::at("holds", message));
        }
        let steps = self.run.trace().steps();
        let within = |step: i64, least: usize| {
            usize::try_from(step)
                .ok()
                .filter(|step| (least..=steps).contains(step))
        };
        for (place, hold) in holds.iter().enumerate() {
            let wrong = |field: &str, message: String| {
                DocumentError::at(format!("holds[{place}].{field}"), message)
            };
            let kind = self.spec.cell.cell.kind;
            let node = holdable(self.run.program(), &hold.gate)
                .ok_or_else(|| wrong("gate", format!("the cell {kind} has no such gate")))?;
            let range =
                |least: usize, found: i64| format!("expected {least} to {steps}, found {found}");
            let from = within(hold.from, 1).ok_or_else(|| wrong("from", range(1, hold.from)))?;
            let to = within(hold.to, from).ok_or_else(|| wrong("to", range(from, hold.to)))?;
            self.run.trace_mut().hold(Held {
                node,
                unit: None,
                value: hold.value,
                steps: from - 1..to,
            });
        }
        Ok(())
    }

    fn set_loss(&mut self, loss: &LossField, extent: Extent) -> Result<(), DocumentError> {
        let (field, given) = match loss.kind {
            LossName::Linear => ("loss.weights", &loss.weights),
            _ => ("loss.target", &loss.target),
        };
        let unused = if loss.kind == LossName::Linear {
            &loss.target
        } else {
            &loss.weights
        };
        if unused.is_some() {
            let (wrong, right) = if field == "loss.weights" {
                ("target", "weights")
            } else {
                ("weights", "target")
            };
            return Err(DocumentError::at(
                format!("loss.{wrong}"),
                format!("this loss takes {right} instead"),
            ));
        }
        let Some(nested) = given else {
            return Err(DocumentError::at(field, "missing"));
        };
        let rows = if loss.kind == LossName::CrossEntropy {
            1
        } else {
            self.spec.output_size()
        };
        let mut shape = vec![extent.batch];
        if loss.at == At::Each {
            shape.push(extent.steps);
        }
        if loss.kind != LossName::CrossEntropy {
            shape.push(rows);
        }
        let numbers = nested.flat(field, &shape)?;
        self.set_targets(loss, field, &numbers, rows)?;
        self.set_loss_weights(loss);
        Ok(())
    }

    fn set_targets(
        &mut self,
        loss: &LossField,
        field: &str,
        numbers: &[f64],
        rows: usize,
    ) -> Result<(), DocumentError> {
        let Some(node) = self.node("y") else {
            return Ok(());
        };
        let steps = self.run.trace().steps();
        for (place, target) in numbers.chunks_exact(rows).enumerate() {
            let (b, t, path) = match loss.at {
                At::Each => (
                    place / steps,
                    place % steps,
                    format!("{field}[{}][{}]", place / steps, place % steps),
                ),
                At::Last => (
                    place,
                    self.run.trace().length(place) - 1,
                    format!("{field}[{place}]"),
                ),
            };
            if t >= self.run.trace().length(b) {
                continue;
            }
            if loss.kind == LossName::CrossEntropy {
                self.check_class(&path, target[0])?;
            }
            self.run
                .trace_mut()
                .value_mut(node, t, b)
                .copy_from_slice(target);
        }
        Ok(())
    }

    #[expect(clippy::cast_precision_loss, reason = "classes are far below 2^53")]
    fn check_class(&self, path: &str, class: f64) -> Result<(), DocumentError> {
        let classes = self.spec.output_size();
        if class.fract() == 0.0 && (0.0..classes as f64).contains(&class) {
            return Ok(());
        }
        Err(DocumentError::at(
            path,
            format!("expected a class from 0 to {}, found {class}", classes - 1),
        ))
    }

    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    fn set_loss_weights(&mut self, loss: &LossField) {
        let trace = self.run.trace_mut();
        let counted: Vec<(usize, usize)> = (0..trace.batch())
            .flat_map(|b| {
                let length = trace.length(b);
                let from = if loss.at == At::Each { 0 } else { length - 1 };
                (from..length).map(move |t| (t, b))
            })
            .collect();
        let mean = loss.reduce == Reduce::Mean || loss.kind == LossName::MeanSquaredError;
        let weight = if mean {
            1.0 / counted.len() as f64
        } else {
            1.0
        };
        for (t, b) in counted {
            trace.set_loss_weight(t, b, weight);
        }
    }
}

fn network(document: &Document, extent: Extent) -> Result<NetworkSpec, DocumentError> {
    let cell = cell(&document.cell)?;
    let weights = &document.weights;
    let [_, hidden_size] = weights.weight_hh_l0.shape("weights.weight_hh_l0")?;
    Ok(NetworkSpec {
        cell,
        input_size: extent.inputs,
        hidden_size,
        biases: Biases {
            input: weights.bias_ih_l0.is_some(),
            hidden: weights.bias_hh_l0.is_some(),
        },
        head: document.head.as_ref().map_or(Ok(Head::None), head)?,
        loss: document.loss.as_ref().map(|loss| match loss.kind {
            LossName::CrossEntropy => LossKind::CrossEntropy,
            LossName::SquaredError => LossKind::SquaredError,
            LossName::MeanSquaredError => LossKind::MeanSquaredError,
            LossName::Linear => LossKind::Linear,
        }),
    })
}

/// Refuses what would not fit in memory, before any memory is taken.
fn check_extent(spec: &NetworkSpec, extent: Extent) -> Result<(), DocumentError> {
    let columns = extent.batch.saturating_mul(extent.steps);
    let sizes = [
        ("x", "hidden size", spec.hidden_size),
        ("head.weight", "outputs", spec.output_size()),
    ];
    for (path, name, size) in sizes {
        if columns.saturating_mul(size) > MOST_STATES {
            let message = format!("batch * steps * {name} is more than {MOST_STATES}");
            return Err(DocumentError::at(path, message));
        }
    }
    Ok(())
}

/// Every parameter in the order of the flat buffer, its shape checked.
fn params(document: &Document, program: &Program) -> Result<Vec<f64>, DocumentError> {
    let weights = &document.weights;
    let head = document.head.as_ref();
    let given = [
        ("weights.weight_ih_l0", Some(&weights.weight_ih_l0)),
        ("weights.weight_hh_l0", Some(&weights.weight_hh_l0)),
        ("weights.bias_ih_l0", weights.bias_ih_l0.as_ref()),
        ("weights.bias_hh_l0", weights.bias_hh_l0.as_ref()),
        ("head.weight", head.map(|head| &head.weight)),
        ("head.bias", head.and_then(|head| head.bias.as_ref())),
    ];
    let mut all = Vec::new();
    for spec in &program.params {
        let own = |path: &str| path.strip_prefix("weights.").unwrap_or(path) == spec.name;
        let (path, nested) = given
            .iter()
            .find(|(path, _)| own(path))
            .and_then(|(path, nested)| Some((path, (*nested)?)))
            .ok_or_else(|| DocumentError::at(&spec.name, "missing"))?;
        let shape = [spec.rows, spec.cols];
        all.extend(nested.flat(path, if spec.is_bias { &shape[..1] } else { &shape })?);
    }
    Ok(all)
}

fn head(field: &HeadField) -> Result<Head, DocumentError> {
    let [outputs] = field.weight.shape("head.weight")?;
    Ok(Head::Linear {
        outputs,
        bias: field.bias.is_some(),
    })
}

/// The cell that an object of words describes.
///
/// # Errors
/// Where there is none of this kind, or it has no such choice.
pub(super) fn cell(words: &Words) -> Result<CellSpec, DocumentError> {
    let at = Path::Field(&Path::Whole, "cell");
    let pairs = &words.0;
    let kind = pairs.iter().find(|(key, _)| key == "kind");
    let Some((_, kind)) = kind else {
        return Err(DocumentError::at("cell.kind", "missing"));
    };
    let unknown_kind = || {
        let known: Vec<_> = CELLS.iter().map(|cell| cell.kind).collect();
        let message = format!("expected one of {}, found {kind:?}", known.join(", "));
        DocumentError::at("cell.kind", message)
    };
    let mut spec = CellSpec::of(kind).ok_or_else(unknown_kind)?;
    let choices = spec.cell.choices;
    for (key, value) in pairs.iter().filter(|(key, _)| key != "kind") {
        let Some(choice) = choices.iter().find(|choice| choice.key == key) else {
            let known: Vec<_> = choices.iter().map(|choice| choice.key).collect();
            return Err(unknown(&at, key, &[&["kind"], &known[..]].concat()));
        };
        let values: Vec<_> = choice.values.iter().map(|value| value.key).collect();
        let message = format!("expected one of {}, found {value:?}", values.join(", "));
        spec = spec
            .with(key, value)
            .ok_or_else(|| DocumentError::at(format!("cell.{key}"), message))?;
    }
    Ok(spec)
}

fn reach(document: &Document, total: usize) -> Result<Reach, DocumentError> {
    let Some(field) = &document.truncate else {
        return Ok(Reach::default());
    };
    let steps = usize::try_from(field.steps).ok().filter(|steps| *steps > 0);
    let message = || {
        DocumentError::at(
            "truncate.steps",
            format!("expected 1 or more, found {}", field.steps),
        )
    };
    let steps = steps.ok_or_else(message)?;
    let truncation = match field.mode {
        TruncateMode::Chunked => Truncation::Chunked(steps),
        TruncateMode::Sliding => Truncation::Sliding(steps),
    };
    let mut reach = truncation.reach(total);
    for (place, &cut) in field.cuts.iter().enumerate() {
        let fitting = usize::try_from(cut)
            .ok()
            .filter(|cut| (1..total).contains(cut));
        let message = || format!("expected 1 to {}, found {cut}", total.saturating_sub(1));
        let path = format!("truncate.cuts[{place}]");
        reach
            .cuts
            .push(fitting.ok_or_else(|| DocumentError::at(path, message()))?);
    }
    reach.cuts.sort_unstable();
    reach.cuts.dedup();
    Ok(reach)
}
