//! Which steps of a document's sequences are real: lengths, or a mask.

use super::DocumentError;
use super::read::Document;
use unrolled::data::{Batch, Padding, Size};

/// The batch with the steps left out that the document leaves out.
///
/// # Errors
/// Where lengths or mask do not fit the batch, or both are given.
pub(super) fn padded(document: &Document, batch: Batch) -> Result<Batch, DocumentError> {
    let (path, padding) = match (&document.lengths, &document.mask) {
        (None, None) => return Ok(batch),
        (Some(_), Some(_)) => {
            return Err(DocumentError::at("mask", "not together with lengths"));
        }
        (Some(lengths), None) => (
            "lengths",
            Padding::Lengths(whole_lengths(lengths, batch.size)?),
        ),
        (None, Some(mask)) => ("mask", Padding::Mask(whole_mask(mask, batch.size)?)),
    };
    batch
        .padded(padding)
        .map_err(|error| DocumentError::at(path, error.0))
}

fn whole_lengths(lengths: &[i64], size: Size) -> Result<Vec<usize>, DocumentError> {
    if lengths.len() != size.batch {
        let message = format!("expected {} numbers, found {}", size.batch, lengths.len());
        return Err(DocumentError::at("lengths", message));
    }
    let whole = |(b, &length): (usize, &i64)| {
        let fitting = usize::try_from(length).ok();
        let fitting = fitting.filter(|length| (1..=size.steps).contains(length));
        fitting.ok_or_else(|| {
            let message = format!("expected 1 to {}, found {length}", size.steps);
            DocumentError::at(format!("lengths[{b}]"), message)
        })
    };
    lengths.iter().enumerate().map(whole).collect()
}

fn whole_mask(mask: &[Vec<bool>], size: Size) -> Result<Vec<bool>, DocumentError> {
    if mask.len() != size.batch {
        let message = format!("expected {} rows, found {}", size.batch, mask.len());
        return Err(DocumentError::at("mask", message));
    }
    for (b, row) in mask.iter().enumerate() {
        let refuse = |message: String| Err(DocumentError::at(format!("mask[{b}]"), message));
        if row.len() != size.steps {
            return refuse(format!(
                "expected {} words, found {}",
                size.steps,
                row.len()
            ));
        }
        if !row.contains(&true) {
            return refuse("a sequence needs one real step".to_owned());
        }
    }
    Ok(mask.concat())
}
