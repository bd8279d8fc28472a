//! What a number from outside must be, and the sentence where it is not.

use std::ops::RangeInclusive;

use super::SetupError;

/// A finite number.
pub(crate) fn finite(path: &str, label: &str, value: f64) -> Result<f64, SetupError> {
    if value.is_finite() {
        return Ok(value);
    }
    Err(SetupError::at(
        path,
        format!("{label} must be a finite number."),
    ))
}

/// A whole number in a range.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole number in range"
)]
pub(crate) fn whole(
    path: &str,
    label: &str,
    value: f64,
    range: RangeInclusive<usize>,
) -> Result<usize, SetupError> {
    let (least, most) = (*range.start(), *range.end());
    if value.fract() == 0.0 && (least as f64..=most as f64).contains(&value) {
        return Ok(value as usize);
    }
    Err(SetupError::at(
        path,
        format!("{label} must be a whole number from {least} to {most}."),
    ))
}

/// A state: as many finite numbers as units, zeros where nothing is given.
pub(crate) fn state(
    path: &str,
    given: Option<&[f64]>,
    size: usize,
) -> Result<Vec<f64>, SetupError> {
    let Some(given) = given else {
        return Ok(vec![0.0; size]);
    };
    if given.len() != size {
        let message = format!("{path} needs {size} numbers; there are {}.", given.len());
        return Err(SetupError::at(path, message));
    }
    for (place, &number) in given.iter().enumerate() {
        finite(&format!("{path}[{place}]"), path, number)?;
    }
    Ok(given.to_vec())
}
