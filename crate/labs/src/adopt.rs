//! A run document as a setup of the page: what a person pastes to step through a network of their own.
//!
//! Invariant: what the page cannot show is refused by field, never dropped in silence.

mod batch;

use std::collections::BTreeMap;

use crate::sequence::Sequence;
use crate::setup::{
    BiasKind, HeadKind, HoldSetup, LossAt, LossChoice, LossReduce, LossSetup, MOST_UNITS, Setup,
    WeightsKind,
};
use document::read::{At, Document, HoldField, LossField, LossName, Reduce, TruncateMode};
use document::{DocumentError, Prepared};
use unrolled::model::{Head, LossKind};

/// The setup that shows this document's run.
///
/// # Errors
/// Where the document is bad, or holds what the page does not show.
pub fn adopt(text: &str) -> Result<Setup, DocumentError> {
    let document = Document::read(text)?;
    let prepared = Prepared::new(&document)?;
    if !prepared.is_single() || !is_one_sequence(&prepared) {
        return batch::adopt(&document, &prepared);
    }
    refuse_what_is_not_shown(&document, &prepared)?;
    let mut setup = of_model(&prepared);
    setup.weights = WeightsKind::Edited;
    setup.edited = Some(edited(&prepared));
    setup.seq = Sequence::Numbers {
        rows: each_step(&prepared, "x", 0),
    };
    setup.holds = document.holds.iter().flatten().map(hold).collect();
    setup.h0 = prepared.first().first("h");
    setup.c0 = prepared.first().first("c");
    set_truncation(&mut setup, &document, &prepared);
    set_head_and_loss(&mut setup, &document, &prepared);
    setup
        .scenario()
        .map_err(|error| DocumentError::at(error.path, error.message))?;
    Ok(setup)
}

/// The opening scene with the cell, the sizes and the biases of a document.
#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
fn of_model(prepared: &Prepared) -> Setup {
    let spec = &prepared.spec;
    let choices = spec
        .cell
        .chosen()
        .map(|(choice, value)| (choice.key.to_owned(), value.key.to_owned()));
    let mut setup = Setup {
        cell: spec.cell.cell.kind.to_owned(),
        hidden_size: spec.hidden_size as f64,
        bias: if spec.biases[0].hidden {
            BiasKind::Double
        } else {
            BiasKind::Single
        },
        ..Setup::default()
    };
    setup.choices.extend(choices);
    setup
}

fn refuse_too_wide(prepared: &Prepared) -> Result<(), DocumentError> {
    if prepared.spec.hidden_size <= MOST_UNITS {
        return Ok(());
    }
    let message = format!("the page shows at most {MOST_UNITS} units");
    Err(DocumentError::at("weights.weight_hh_l0", message))
}

/// Whether there is one sequence, all of whose steps are real.
fn is_one_sequence(prepared: &Prepared) -> bool {
    let trace = prepared.first().trace();
    trace.batch() == 1 && (0..trace.steps()).all(|t| trace.is_real(t, 0))
}

fn refuse_what_is_not_shown(document: &Document, prepared: &Prepared) -> Result<(), DocumentError> {
    let refuse = |path: &str, message: String| Err(DocumentError::at(path, message));
    refuse_too_wide(prepared)?;
    if prepared.reach.every.is_some() {
        let message = "the page shows windows of single losses only";
        return refuse("truncate.mode", message.to_owned());
    }
    let Some(loss) = &document.loss else {
        return Ok(());
    };
    refuse_loss(loss, prepared)
}

fn refuse_loss(loss: &LossField, prepared: &Prepared) -> Result<(), DocumentError> {
    let refuse = |path: &str, message: &str| Err(DocumentError::at(path, message));
    for (path, given) in [("loss.h_n", &loss.h_n), ("loss.c_n", &loss.c_n)] {
        if given.is_some() {
            return refuse(path, "the page weighs no last states");
        }
    }
    let trace = prepared.first().trace();
    if loss.at == At::Each && (0..trace.steps()).any(|t| trace.loss_weight(t, 0) == 0.0) {
        return refuse("loss.target", "on the page every target counts");
    }
    match (loss.kind, prepared.spec.head) {
        (LossName::CrossEntropy, Head::Linear { .. })
        | (LossName::SquaredError, Head::Linear { outputs: 1, .. }) => Ok(()),
        (LossName::Linear, Head::None) if seeded_unit(prepared).is_some() => Ok(()),
        _ => refuse(
            "loss",
            "the page shows cross_entropy on classes and squared_error on one output",
        ),
    }
}

/// Chunks as long as the sequence or longer cut nothing and are left out.
#[expect(clippy::cast_precision_loss, reason = "steps are far below 2^53")]
fn set_truncation(setup: &mut Setup, document: &Document, prepared: &Prepared) {
    let Some(field) = &document.truncate else {
        return;
    };
    let total = prepared.first().trace().steps();
    let steps = usize::try_from(field.steps)
        .ok()
        .filter(|steps| *steps < total);
    let steps = steps.map(|steps| steps as f64);
    match field.mode {
        TruncateMode::Chunked => setup.detach_every = steps,
        TruncateMode::Sliding | TruncateMode::Overlapping => setup.window = steps,
    }
    let cuts: Vec<f64> = field.cuts.iter().map(|cut| *cut as f64).collect();
    setup.cuts = (!cuts.is_empty()).then_some(cuts);
}

/// The unit whose last state is the loss, where the loss is just that.
fn seeded_unit(prepared: &Prepared) -> Option<usize> {
    let trace = prepared.first().trace();
    let last = trace.steps() - 1;
    if (0..last).any(|t| trace.loss_weight(t, 0) != 0.0) {
        return None;
    }
    let weights = trace.value(prepared.first().program().find("y")?, last, 0);
    let unit = weights.iter().position(|weight| *weight == 1.0)?;
    let rest = weights
        .iter()
        .enumerate()
        .all(|(place, weight)| place == unit || *weight == 0.0);
    rest.then_some(unit + 1)
}

#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
fn set_head_and_loss(setup: &mut Setup, document: &Document, prepared: &Prepared) {
    setup.head = match (prepared.spec.head, prepared.spec.loss) {
        (Head::None, _) | (_, None | Some(LossKind::Linear)) => HeadKind::None,
        (Head::Linear { outputs, .. }, Some(LossKind::CrossEntropy)) => {
            setup.classes = outputs as f64;
            HeadKind::Softmax
        }
        (Head::Linear { .. }, Some(_)) => HeadKind::Regression,
    };
    let Some(loss) = document
        .loss
        .as_ref()
        .filter(|_| setup.head != HeadKind::None)
    else {
        setup.loss.kind = LossChoice::None;
        setup.unit = seeded_unit(prepared).unwrap_or(1) as f64;
        return;
    };
    setup.loss = LossSetup {
        kind: if setup.head == HeadKind::Softmax {
            LossChoice::CrossEntropy
        } else {
            LossChoice::SquaredError
        },
        at: if loss.at == At::Last {
            LossAt::Last
        } else {
            LossAt::Each
        },
        // Of one sequence both means are the same.
        reduce: if loss.reduce == Reduce::Sum {
            LossReduce::Sum
        } else {
            LossReduce::Mean
        },
    };
    let first = if loss.at == At::Last {
        prepared.first().trace().steps() - 1
    } else {
        0
    };
    setup.target = Some(each_step(prepared, "y", first).concat());
}

#[expect(clippy::cast_precision_loss, reason = "steps are far below 2^53")]
fn hold(field: &HoldField) -> HoldSetup {
    HoldSetup {
        gate: field.gate.clone(),
        value: field.value,
        from: field.from as f64,
        to: field.to as f64,
    }
}

fn each_step(prepared: &Prepared, key: &str, first: usize) -> Vec<Vec<f64>> {
    let run = prepared.first();
    run.rows(key, first..run.trace().steps())
}

fn edited(prepared: &Prepared) -> BTreeMap<String, Vec<Vec<f64>>> {
    let program = prepared.first().program();
    let params = prepared.run.params();
    let mut edited: BTreeMap<String, Vec<Vec<f64>>> = BTreeMap::new();
    for spec in &program.params {
        let rows = params[spec.range()]
            .chunks_exact(spec.cols)
            .map(<[f64]>::to_vec);
        edited.insert(spec.name.clone(), rows.collect());
    }
    let zeros = |name: &str| {
        program
            .param(name)
            .map(|param| vec![vec![0.0]; program.params[param.0].rows])
    };
    for (bias, beside) in [("bias_ih_l0", "weight_ih_l0"), ("head.bias", "head.weight")] {
        if let (false, Some(zeros)) = (edited.contains_key(bias), zeros(beside)) {
            edited.insert(bias.to_owned(), zeros);
        }
    }
    edited
}
