//! What a person changes on the pictures of a study: an entry of the matrix, ρ by its ring, an eigenvalue.
//!
//! Invariant: what is changed is a [`Study`] again, so that it is undone and linked like any other setting.

use nalgebra::{Complex, DMatrix};

use super::spot::Spot;
use crate::gradients::recurrent::{BaseKind, MOST_RHO, Studied, Study};
use crate::setup::SetupError;
use unrolled::model::spectrum::{modulus, with_eigenvalue_moved};

/// Digits of a number that was dragged.
const DIGITS: usize = 3;

/// The study with one number set; `None` where this is no number of a study.
///
/// # Errors
/// Where the number cannot be used.
#[must_use]
pub fn with_number(
    study: &Study,
    studied: &Studied,
    reference: &str,
    value: f64,
) -> Option<Result<Study, SetupError>> {
    match reference.parse().ok()? {
        Spot::Radius => Some(Ok(Study {
            rho: Some(value),
            ..study.clone()
        })),
        Spot::Entry(row, col) => Some(with_entry(study, studied, (row - 1, col - 1), value)),
        _ => None,
    }
}

fn with_entry(
    study: &Study,
    studied: &Studied,
    place: (usize, usize),
    value: f64,
) -> Result<Study, SetupError> {
    let mut matrix = one_matrix(studied)?.clone();
    let entry = matrix
        .get_mut(place)
        .ok_or_else(|| SetupError::at("grad.edited", "There is no such entry."))?;
    *entry = value;
    Ok(by_hand(study, &matrix))
}

/// The study with the thing of this name dragged to a place of the complex plane.
///
/// # Errors
/// Where it cannot be moved there.
pub fn dragged(
    study: &Study,
    studied: &Studied,
    reference: &str,
    (re, im): (f64, f64),
) -> Result<Study, SetupError> {
    let to = Complex::new(rounded(re), rounded(im));
    match reference.parse() {
        Ok(Spot::Radius) => {
            let rho = rounded(modulus(Complex::new(re, im))).min(MOST_RHO);
            Ok(Study {
                rho: Some(rho),
                ..study.clone()
            })
        }
        Ok(Spot::Eigenvalue(place)) => {
            let matrix = one_matrix(studied)?;
            let eigenvalues = studied
                .recurrent
                .first()
                .map(|(_, found)| &found.eigenvalues);
            let from = eigenvalues.and_then(|all| all.get(place - 1));
            let refuse = |message: &str| SetupError::at("grad.edited", message);
            let from = from.ok_or_else(|| refuse("There is no such eigenvalue."))?;
            let moved = with_eigenvalue_moved(matrix, *from, to)
                .map_err(|error| SetupError::at("grad.edited", error.to_string()))?;
            let alone =
                "This eigenvalue shares its direction with another and cannot be moved alone.";
            Ok(by_hand(study, &moved.ok_or_else(|| refuse(alone))?))
        }
        _ => Err(SetupError::at("grad", "This cannot be dragged.")),
    }
}

/// The study of the same matrix, written down entry by entry, as it is.
fn by_hand(study: &Study, matrix: &DMatrix<f64>) -> Study {
    let rows = matrix.row_iter().map(|row| row.iter().copied().collect());
    Study {
        base: BaseKind::Edited,
        edited: Some(rows.collect()),
        rho: None,
        ..study.clone()
    }
}

/// The matrix under study, as it is shown, to be edited by hand.
///
/// # Errors
/// Where more than one is studied.
pub fn written_down(study: &Study, studied: &Studied) -> Result<Study, SetupError> {
    Ok(by_hand(study, one_matrix(studied)?))
}

fn one_matrix(studied: &Studied) -> Result<&DMatrix<f64>, SetupError> {
    match &studied.recurrent[..] {
        [(_, found)] => Ok(&found.matrix),
        _ => Err(SetupError::at(
            "grad.source",
            "This cell has several recurrent matrices.",
        )),
    }
}

/// What a hand can aim at.
fn rounded(value: f64) -> f64 {
    let text = format!("{value:.DIGITS$}");
    let near: f64 = text.parse().unwrap_or(value);
    if near == 0.0 && value.abs() > 1e-9 || near.abs() >= 100.0 {
        return format!("{value:.2e}").parse().unwrap_or(value);
    }
    near
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradients::recurrent::Bases;
    use crate::setup::Setup;

    fn studied(study: &Study) -> Studied {
        let model = Setup::default().scenario().unwrap();
        study.studied(&model, &mut Bases::default()).unwrap()
    }

    #[test]
    fn a_dragged_eigenvalue_is_where_it_was_put_and_rho_follows() {
        let study = Study::default();
        let moved = dragged(&study, &studied(&study), "eig.1", (0.3, 1.1004)).unwrap();
        let found = studied(&moved).recurrent.remove(0).1;
        let near = |value: &Complex<f64>| (value.re - 0.3).abs() + (value.im - 1.1).abs() < 1e-12;
        assert!(
            found.eigenvalues.iter().any(near),
            "{:?}",
            found.eigenvalues
        );
        assert!((found.radius() - modulus(Complex::new(0.3, 1.1))).abs() < 1e-12);
    }

    #[test]
    fn the_ring_is_rho_and_an_entry_is_that_entry() {
        let study = Study::default();
        let now = studied(&study);
        assert_eq!(
            dragged(&study, &now, "rho", (0.6, 0.8004)).unwrap().rho,
            Some(1.0)
        );
        let edited = with_number(&study, &now, "W.r2.c3", 0.25).unwrap().unwrap();
        let found = studied(&edited).recurrent.remove(0).1;
        assert_eq!(found.matrix[(1, 2)], 0.25);
        assert_eq!(found.matrix[(0, 0)], now.recurrent[0].1.matrix[(0, 0)]);
        assert!(with_number(&study, &now, "h.t4", 1.0).is_none());
    }

    #[test]
    fn an_eigenvalue_of_a_jordan_block_says_why_it_stays() {
        let study = Study {
            base: BaseKind::Nonnormal,
            ..Study::default()
        };
        let error = dragged(&study, &studied(&study), "eig.1", (0.3, 0.0)).unwrap_err();
        assert!(
            error.message.contains("cannot be moved alone"),
            "{}",
            error.message
        );
    }
}
