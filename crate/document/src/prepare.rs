//! From a document to a run: shapes checked, every number in its place.

use super::fields::{Path, unknown};
use super::layers::layers;
use super::padding::padded;
use super::parameters::Parameters;
use super::read::{Document, HeadField, HoldField, LossName, TruncateField, TruncateMode, Words};
use super::tensor::Nested;
use super::{DocumentError, MOST_STATES, judge};
use unrolled::data::{Batch, Size};
use unrolled::ir::{NodeId, ParamSpec};
use unrolled::model::cells::holdable;
use unrolled::model::network::stacked::{Directions, Readout, Stacked};
use unrolled::model::scenario::MOST_HOLDS;
use unrolled::model::{Biases, CELLS, CellSpec, Head, LossKind, Reach};
use unrolled::run::{Extent, Held, NetworkRun, Run, Truncation};

/// A network with all its numbers set, ready to go.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// What is computed.
    pub spec: Stacked,
    /// How, with parameters, inputs, states and targets set.
    pub run: NetworkRun<f64>,
    /// How far gradients reach.
    pub reach: Reach,
    /// Whether start states stand by layer and direction, as PyTorch has them: as they were given, and for all but one
    /// layer that goes forwards where they were not.
    pub(super) starts_by_layer: bool,
}

impl Prepared {
    /// Checks the document's shapes and sets up its run.
    ///
    /// # Errors
    /// At the first field that does not fit.
    pub fn new(document: &Document) -> Result<Self, DocumentError> {
        let [batch, steps, inputs] = document.x.shape("x")?;
        let size = Size {
            batch,
            steps,
            inputs,
        };
        let spec = stacked(document, size)?;
        check_extent(&spec, size)?;
        let x = document.x.flat("x", &[batch, steps, inputs])?;
        let network = spec
            .network(steps)
            .map_err(|error| DocumentError::at("cell", error.to_string()))?;
        let params = params(document, &network.params)?;
        let batch = padded(
            document,
            Batch::new(size, x).map_err(|e| DocumentError::at("x", e.0))?,
        )?;
        let batch = match &document.loss {
            Some(loss) => judge::judged(loss, &spec, batch)?,
            None if document.asks_for_grads() => {
                return Err(DocumentError::at("outputs", "gradients need a loss"));
            }
            None => batch,
        };
        let mut prepared = Self {
            reach: reach(document, &spec, steps)?,
            run: NetworkRun::new(network, Extent::of(&batch)),
            starts_by_layer: !spec.reads_within() || spec.layers > 1,
            spec,
        };
        prepared.run.params_mut().copy_from_slice(&params);
        prepared.run.set_batch(&batch);
        prepared.set_states(document, size.batch)?;
        prepared.set_holds(document.holds.as_deref().unwrap_or_default())?;
        if let Some(loss) = &document.loss {
            judge::set_last_weights(loss, &mut prepared, size.batch)?;
        }
        Ok(prepared)
    }

    /// Whether it is one layer that goes forwards: one segment.
    #[must_use]
    pub fn is_single(&self) -> bool {
        self.run.network().segments.len() == 1
    }

    /// The run of the segment of a cell, or of the only one.
    #[must_use]
    pub fn first(&self) -> &Run<f64> {
        self.run.segment(0)
    }

    /// The places of the cells' segments, layer by layer and forwards first.
    pub(super) fn cells(&self) -> Vec<usize> {
        let network = self.run.network();
        self.spec
            .cells()
            .filter_map(|name| network.segment(name))
            .collect()
    }

    /// The next value of a state of the cell (`h` or `c`) in each segment; nothing where the cell has no such state.
    pub(super) fn states(&self, key: &str) -> Vec<(usize, NodeId)> {
        let state = |place: usize| {
            let program = self.run.segment(place).program();
            let node = program.find(key)?;
            program.carry_into(node).map(|_| (place, node))
        };
        self.cells().into_iter().filter_map(state).collect()
    }

    fn set_states(&mut self, document: &Document, batch: usize) -> Result<(), DocumentError> {
        for (key, field, given) in [("h", "h0", &document.h0), ("c", "c0", &document.c0)] {
            let Some(nested) = given else { continue };
            let states = self.states(key);
            if states.is_empty() {
                let message = format!("the cell {} has no such state", self.spec.cell.cell.kind);
                return Err(DocumentError::at(field, message));
            }
            let numbers = self.start_numbers(nested, field, [states.len(), batch])?;
            let mut rows = numbers.chunks_exact(self.spec.hidden_size);
            for &(place, node) in &states {
                let carry = self.run.segment(place).program().carry_into(node);
                for (b, row) in (&mut rows).take(batch).enumerate() {
                    if let Some(carry) = carry {
                        let trace = self.run.trace_mut(place);
                        trace.value_mut(carry.previous, 0, b).copy_from_slice(row);
                    }
                }
            }
        }
        Ok(())
    }

    /// Start states are `[b][u]` for one layer in one direction, and may always be as PyTorch has them.
    fn start_numbers(
        &mut self,
        nested: &Nested,
        field: &str,
        [cells, batch]: [usize; 2],
    ) -> Result<Vec<f64>, DocumentError> {
        let units = self.spec.hidden_size;
        let (by_layer, plain) = ([cells, batch, units], [batch, units]);
        let found = nested.regular();
        self.starts_by_layer = cells > 1 || found.as_ref().is_some_and(|found| found.len() == 3);
        let wanted = if self.starts_by_layer {
            &by_layer[..]
        } else {
            &plain[..]
        };
        if let Some(found) = found.filter(|found| found != wanted) {
            let either = if cells == 1 {
                format!("{plain:?} or ")
            } else {
                String::new()
            };
            let message = format!(
                "expected {either}{by_layer:?} (layers * directions, batch, units), found {found:?}"
            );
            return Err(DocumentError::at(field, message));
        }
        nested.flat(field, wanted)
    }

    fn set_holds(&mut self, holds: &[HoldField]) -> Result<(), DocumentError> {
        if holds.len() > MOST_HOLDS {
            let message = format!("at most {MOST_HOLDS}, found {}", holds.len());
            return Err(DocumentError::at("holds", message));
        }
        if !holds.is_empty() && !self.is_single() {
            return Err(DocumentError::at(
                "holds",
                "only gates of one layer that goes forwards can be held",
            ));
        }
        for (place, hold) in holds.iter().enumerate() {
            let held = self.held(hold).map_err(|(field, message)| {
                DocumentError::at(format!("holds[{place}].{field}"), message)
            })?;
            self.run.trace_mut(0).hold(held);
        }
        Ok(())
    }

    /// What a hold says; an error names its field.
    fn held(&self, hold: &HoldField) -> Result<Held<f64>, (&'static str, String)> {
        let steps = self.first().trace().steps();
        let within = |field: &'static str, step: i64, least: usize| {
            let fitting = usize::try_from(step)
                .ok()
                .filter(|step| (least..=steps).contains(step));
            fitting.ok_or_else(|| (field, format!("expected {least} to {steps}, found {step}")))
        };
        let kind = self.spec.cell.cell.kind;
        let node = holdable(self.first().program(), &hold.gate)
            .ok_or_else(|| ("gate", format!("the cell {kind} has no such gate")))?;
        let from = within("from", hold.from, 1)?;
        let to = within("to", hold.to, from)?;
        Ok(Held {
            node,
            unit: None,
            value: hold.value,
            steps: from - 1..to,
        })
    }
}

fn stacked(document: &Document, size: Size) -> Result<Stacked, DocumentError> {
    let cell = cell(&document.cell)?;
    let weights = &document.weights;
    let (layers, directions) = layers(weights)?;
    let mut spec = Stacked {
        cell,
        input_size: size.inputs,
        hidden_size: 0,
        layers,
        directions,
        biases: vec![],
        readout: Readout::Each,
        head: document.head.as_ref().map_or(Ok(Head::None), head)?,
        loss: document.loss.as_ref().map(|loss| match loss.kind {
            LossName::CrossEntropy => LossKind::CrossEntropy,
            LossName::SquaredError => LossKind::SquaredError,
            LossName::MeanSquaredError => LossKind::MeanSquaredError,
            LossName::Linear => LossKind::Linear,
        }),
    };
    let bias = |side: &str, name: &str| weights.has(&format!("bias_{side}_{name}"));
    let biases = spec.cells().map(|name| Biases {
        input: bias("ih", name),
        hidden: bias("hh", name),
    });
    spec.biases = biases.collect();
    for name in spec.cells() {
        for part in ["weight_ih", "weight_hh"].map(|part| format!("{part}_{name}")) {
            if !weights.has(&part) {
                return Err(Parameters::refuse(&part, "missing"));
            }
        }
        if spec.hidden_size == 0 {
            [_, spec.hidden_size] = weights.shape(&format!("weight_hh_{name}"))?;
        }
    }
    Ok(spec)
}

/// Refuses what would not fit in memory, before any memory is taken.
fn check_extent(spec: &Stacked, size: Size) -> Result<(), DocumentError> {
    let columns = size.batch.saturating_mul(size.steps);
    let cells = spec.cells().count();
    let sizes = [
        ("x", "hidden size", spec.hidden_size.saturating_mul(cells)),
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
fn params(document: &Document, specs: &[ParamSpec]) -> Result<Vec<f64>, DocumentError> {
    let head = document.head.as_ref();
    let mut all = Vec::new();
    for spec in specs {
        let (nested, path) = match spec.name.as_str() {
            "head.weight" => (head.map(|head| &head.weight), spec.name.clone()),
            "head.bias" => (head.and_then(|head| head.bias.as_ref()), spec.name.clone()),
            name => (document.weights.given(name), format!("weights.{name}")),
        };
        let nested = nested.ok_or_else(|| DocumentError::at(&path, "missing"))?;
        let shape = [spec.rows, spec.cols];
        all.extend(nested.flat(&path, if spec.is_bias { &shape[..1] } else { &shape })?);
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

fn reach(document: &Document, spec: &Stacked, total: usize) -> Result<Reach, DocumentError> {
    let Some(field) = &document.truncate else {
        return Ok(Reach::default());
    };
    if spec.directions != Directions::Forward {
        let message = "not with a direction that goes back: it reads the whole sequence first";
        return Err(DocumentError::at("truncate", message));
    }
    let mut reach = truncation(field)?.reach(total);
    if reach.window.is_some() && document.mask.is_some() {
        let message =
            "a window counts steps, some of which a mask leaves out; chunked goes with a mask";
        return Err(DocumentError::at("truncate.mode", message));
    }
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

fn truncation(field: &TruncateField) -> Result<Truncation, DocumentError> {
    let counted = |name: &str, count: i64, least: usize| {
        let fitting = usize::try_from(count).ok().filter(|count| *count >= least);
        let message = || format!("expected {least} or more, found {count}");
        fitting.ok_or_else(|| DocumentError::at(format!("truncate.{name}"), message()))
    };
    let steps = counted("steps", field.steps, 1)?;
    match (field.mode, field.every) {
        (TruncateMode::Overlapping, Some(every)) => {
            let every = counted("every", every, 1)?;
            counted("steps", field.steps, every)?;
            Ok(Truncation::Overlapping { every, steps })
        }
        (TruncateMode::Overlapping, None) => Err(DocumentError::at("truncate.every", "missing")),
        (_, Some(_)) => {
            let message = "only overlapping windows are shared by several losses";
            Err(DocumentError::at("truncate.every", message))
        }
        (TruncateMode::Chunked, None) => Ok(Truncation::Chunked(steps)),
        (TruncateMode::Sliding, None) => Ok(Truncation::Sliding(steps)),
    }
}
