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
    /// The first of them as it stood after each step.
    pub largest: Vec<f64>,
    /// How many directions are followed at most.
    directions: usize,
    /// The directions now.
    q: Option<DMatrix<f64>>,
    /// The logarithm of how much each has been stretched.
    sums: Vec<f64>,
}

impl Lyapunov {
    /// Of no step yet, following so many directions.
    #[must_use]
    pub fn following(directions: usize) -> Self {
        Self {
            largest: vec![],
            directions,
            q: None,
            sums: vec![],
        }
    }

    /// Of the Jacobians of consecutive steps.
    #[must_use]
    pub fn of(steps: impl IntoIterator<Item = DMatrix<f64>>, directions: usize) -> Self {
        let mut followed = Self::following(directions);
        steps.into_iter().for_each(|step| followed.add(&step));
        followed
    }

    /// Follows the directions over one more step.
    pub fn add(&mut self, step: &DMatrix<f64>) {
        let size = step.nrows();
        let directions = self.directions.min(size);
        let before = self.q.take().unwrap_or_else(|| start(size, directions));
        self.sums.resize(directions, 0.0);
        let mut after = DMatrix::zeros(size, directions);
        let columns = before.as_slice().chunks_exact(size.max(1));
        for (column, out) in columns.zip(after.as_mut_slice().chunks_exact_mut(size.max(1))) {
            for (slopes, &factor) in step.as_slice().chunks_exact(size.max(1)).zip(column) {
                linear::add_scaled(slopes, factor, out);
            }
        }
        let (turned, stretched) = orthogonalise(after);
        for (sum, stretch) in self.sums.iter_mut().zip(&stretched) {
            *sum += stretch.abs().logarithm();
        }
        let steps = (self.largest.len() + 1) as f64;
        self.largest
            .push(self.sums.first().map_or(f64::NAN, |sum| sum / steps));
        self.q = Some(turned);
    }

    /// In nats a step, in the order in which directions were found: the largest first once a run is long. An
    /// exponent is -∞ where a direction is lost for good.
    #[must_use]
    pub fn exponents(&self) -> Vec<f64> {
        let steps = self.largest.len() as f64;
        self.sums.iter().map(|sum| sum / steps).collect()
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
        for (got, want) in found.exponents().iter().zip([2.0_f64, 0.9, 0.5]) {
            assert!((got - libm::log(want)).abs() < 2e-3, "{found:?}");
        }
        assert_eq!(found.largest.len(), 2000);
    }

    #[test]
    fn a_direction_that_dies_has_no_finite_exponent() {
        let found = Lyapunov::of(std::iter::repeat_n(DMatrix::zeros(2, 2), 3), 2);
        assert_eq!(found.exponents(), [f64::NEG_INFINITY; 2]);
    }
}
