//! Lyapunov exponents: the mean growth a step of the logarithm of lengths in the directions that grow most,
//! by QR at every step (Benettin et al. 1980).
//!
//! Invariant: directions are made orthogonal again after each step, so that T may be thousands. In a chaotic
//! run only the signs are reproducible.

use nalgebra::DMatrix;

use crate::ir::Scalar;
use crate::ir::rules::linear;
use crate::model::spectrum::orthogonalise;

/// The exponents of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Lyapunov {
    /// In nats a step, in the order in which directions were found: the largest first once a run is long.
    pub exponents: Vec<f64>,
    /// The first of them as it stood after each step.
    pub largest: Vec<f64>,
}

impl Lyapunov {
    /// Of the Jacobians of consecutive steps, following so many directions. An exponent is -∞ where a direction
    /// is lost for good.
    #[must_use]
    pub fn of(steps: impl IntoIterator<Item = DMatrix<f64>>, directions: usize) -> Self {
        let mut q: Option<DMatrix<f64>> = None;
        let mut sums = Vec::new();
        let mut largest = Vec::new();
        for (t, step) in steps.into_iter().enumerate() {
            let directions = directions.min(step.nrows());
            let before = q.take().unwrap_or_else(|| start(step.nrows(), directions));
            sums.resize(directions, 0.0);
            let mut after = DMatrix::zeros(step.nrows(), directions);
            let size = step.nrows().max(1);
            let columns = before.as_slice().chunks_exact(size);
            for (column, out) in columns.zip(after.as_mut_slice().chunks_exact_mut(size)) {
                for (slopes, &factor) in step.as_slice().chunks_exact(size).zip(column) {
                    linear::add_scaled(slopes, factor, out);
                }
            }
            let (turned, stretched) = orthogonalise(after);
            for (sum, stretch) in sums.iter_mut().zip(&stretched) {
                *sum += stretch.abs().logarithm();
            }
            largest.push(sums.first().map_or(f64::NAN, |sum| sum / (t + 1) as f64));
            q = Some(turned);
        }
        let count = largest.len() as f64;
        Self {
            exponents: sums.iter().map(|sum| sum / count).collect(),
            largest,
        }
    }
}

/// Orthonormal directions none of which lies along an axis: one that did could miss what grows most.
fn start(rows: usize, directions: usize) -> DMatrix<f64> {
    let v: Vec<f64> = (0..rows)
        .map(|row| 1.0 + 1.0 / (row as f64 + 1.5))
        .collect();
    let squares: f64 = v.iter().map(|entry| entry * entry).sum();
    DMatrix::from_fn(rows, directions, |row, col| {
        let own = if row == col { 1.0 } else { 0.0 };
        own - 2.0 * v[row] * v[col] / squares
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_step_has_the_logarithms_of_its_eigenvalues() {
        let step = DMatrix::from_row_slice(3, 3, &[2.0, 1.0, 0.0, 0.0, 0.5, 3.0, 0.0, 0.0, 0.9]);
        let found = Lyapunov::of(std::iter::repeat_n(step, 2000), 3);
        for (got, want) in found.exponents.iter().zip([2.0_f64, 0.9, 0.5]) {
            assert!((got - libm::log(want)).abs() < 2e-3, "{found:?}");
        }
        assert_eq!(found.largest.len(), 2000);
    }

    #[test]
    fn a_direction_that_dies_has_no_finite_exponent() {
        let found = Lyapunov::of(std::iter::repeat_n(DMatrix::zeros(2, 2), 3), 2);
        assert_eq!(found.exponents, [f64::NEG_INFINITY; 2]);
    }
}
