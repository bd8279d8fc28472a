//! What a document's outputs are judged by: targets, which of them count, and weights on the last states.

use super::read::{At, LossField, LossName, Reduce as ReduceName};
use super::tensor::Nested;
use super::{DocumentError, Prepared};
use unrolled::data::{Batch, Reduce, Targets};
use unrolled::model::network::stacked::Stacked;

/// PyTorch's word for a class that does not count.
const IGNORED: i64 = -100;

/// The batch with the targets of a loss.
///
/// # Errors
/// Where a field is missing, does not belong to this loss or does not fit, or no target counts.
pub(super) fn judged(
    loss: &LossField,
    spec: &Stacked,
    batch: Batch,
) -> Result<Batch, DocumentError> {
    let Some((field, nested)) = targets_of(loss)? else {
        return Ok(batch);
    };
    let (size, each) = (batch.size, loss.at == At::Each);
    let rows = if loss.kind == LossName::CrossEntropy {
        1
    } else {
        spec.output_size()
    };
    let mut shape = vec![size.batch];
    shape.extend(each.then_some(size.steps));
    shape.extend((loss.kind != LossName::CrossEntropy).then_some(rows));
    let numbers = nested.flat(field, &shape)?;

    let mut targets = Targets {
        y: vec![0.0; size.batch * size.steps * rows],
        counted: vec![false; size.batch * size.steps],
        reduce: reduce(loss),
    };
    for (place, target) in numbers.chunks_exact(rows).enumerate() {
        let (b, t, path) = if each {
            let (b, t) = (place / size.steps, place % size.steps);
            (b, t, format!("{field}[{b}][{t}]"))
        } else {
            (place, batch.last_real(place), format!("{field}[{place}]"))
        };
        if !batch.is_real(b, t) || is_ignored(loss, target[0]) {
            continue;
        }
        if loss.kind == LossName::CrossEntropy {
            check_class(&path, target[0], spec.output_size())?;
        }
        let at = b * size.steps + t;
        targets.counted[at] = true;
        targets.y[at * rows..(at + 1) * rows].copy_from_slice(target);
    }
    batch
        .judged(targets)
        .map_err(|error| DocumentError::at(field, error.0))
}

/// The field that holds the targets, or the weights that take their place; nothing where only last states are weighed.
fn targets_of(loss: &LossField) -> Result<Option<(&'static str, &Nested)>, DocumentError> {
    let linear = loss.kind == LossName::Linear;
    let refuse =
        |field: &str, message: &str| Err(DocumentError::at(format!("loss.{field}"), message));
    let last = [("h_n", &loss.h_n), ("c_n", &loss.c_n)];
    if let Some((name, _)) = last.iter().find(|(_, given)| given.is_some() && !linear) {
        return refuse(name, "only the linear loss weighs last states");
    }
    if loss.ignore_index.is_some() && loss.kind != LossName::CrossEntropy {
        return refuse(
            "ignore_index",
            "only cross_entropy has classes that may not count",
        );
    }
    match (linear, &loss.target, &loss.weights) {
        (true, Some(_), _) => refuse("target", "this loss takes weights instead"),
        (false, _, Some(_)) => refuse("weights", "this loss takes target instead"),
        (true, None, Some(weights)) => Ok(Some(("loss.weights", weights))),
        (false, Some(target), None) => Ok(Some(("loss.target", target))),
        (true, None, None) if last.iter().any(|(_, given)| given.is_some()) => Ok(None),
        (true, None, None) => refuse("weights", "missing"),
        (false, None, None) => refuse("target", "missing"),
    }
}

fn reduce(loss: &LossField) -> Reduce {
    match loss.reduce {
        ReduceName::SequenceMean => Reduce::SequenceMean,
        ReduceName::Mean => Reduce::Mean,
        ReduceName::Sum if loss.kind == LossName::MeanSquaredError => Reduce::Mean,
        ReduceName::Sum => Reduce::Sum,
    }
}

fn is_ignored(loss: &LossField, class: f64) -> bool {
    loss.kind == LossName::CrossEntropy && class == loss.ignore_index.unwrap_or(IGNORED) as f64
}

fn check_class(path: &str, class: f64, classes: usize) -> Result<(), DocumentError> {
    if class.fract() == 0.0 && (0.0..classes as f64).contains(&class) {
        return Ok(());
    }
    let message = format!("expected a class from 0 to {}, found {class}", classes - 1);
    Err(DocumentError::at(path, message))
}

/// Sets what the last states are multiplied by in the loss; it is added as it is, however steps are reduced.
///
/// # Errors
/// Where the cell has no such state, or the shape does not fit.
pub(super) fn set_last_weights(
    loss: &LossField,
    prepared: &mut Prepared,
    batch: usize,
) -> Result<(), DocumentError> {
    for (key, field, given) in [("h", "loss.h_n", &loss.h_n), ("c", "loss.c_n", &loss.c_n)] {
        let Some(nested) = given else { continue };
        let states = prepared.states(key);
        if states.is_empty() {
            let kind = prepared.spec.cell.cell.kind;
            let message = format!("the cell {kind} has no such state");
            return Err(DocumentError::at(field, message));
        }
        let size = prepared.spec.hidden_size;
        let numbers = nested.flat(field, &[states.len(), batch, size])?;
        let mut rows = numbers.chunks_exact(size);
        for (place, node) in states {
            for (b, weights) in (&mut rows).take(batch).enumerate() {
                prepared
                    .run
                    .trace_mut(place)
                    .set_last_weights(node, b, weights);
            }
        }
    }
    Ok(())
}
