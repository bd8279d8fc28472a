//! The recurrent matrix under study: its kinds, and how it is brought to a spectral radius.
//!
//! Invariant: eigenvalues and singular values are found once for a matrix; the slider that scales it scales
//! them with it.

use nalgebra::{Complex, DMatrix};
use serde::{Deserialize, Serialize};

use crate::setup::SetupError;
use unrolled::model::spectrum;
use unrolled::model::spectrum::modulus;

/// What the matrix is before it is scaled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BaseKind {
    /// Drawn, keeping every length.
    Orth,
    /// Drawn, normal with standard deviation 1 / √H.
    Gauss,
    /// Drawn, uniform within ±1 / √H.
    Uniform,
    /// Drawn, uniform within Glorot's bound.
    Glorot,
    /// Each unit keeps its own.
    Identity,
    /// Pairs of units, the second of which feeds the first: it grows before it fades.
    Nonnormal,
    /// Each unit hands on to the next, the last to the first.
    Cyclic,
    /// As given.
    Edited,
    /// That of the current model.
    Model,
}

impl BaseKind {
    /// The kind that is drawn or made with this name, where a network can start with it.
    #[must_use]
    pub fn start(name: &str) -> Option<Self> {
        let starts = [
            Self::Orth,
            Self::Identity,
            Self::Gauss,
            Self::Glorot,
            Self::Uniform,
        ];
        starts.into_iter().find(|kind| kind.key() == name)
    }

    /// Its name in settings and references.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Orth => "orth",
            Self::Gauss => "gauss",
            Self::Uniform => "uniform",
            Self::Glorot => "glorot",
            Self::Identity => "identity",
            Self::Nonnormal => "nonnormal",
            Self::Cyclic => "cyclic",
            Self::Edited => "edited",
            Self::Model => "model",
        }
    }
}

/// A square matrix and its spectrum.
#[derive(Clone, Debug, PartialEq)]
pub struct Spectral {
    /// The numbers.
    pub matrix: DMatrix<f64>,
    /// The largest modulus first.
    pub eigenvalues: Vec<Complex<f64>>,
    /// The largest first.
    pub singular_values: Vec<f64>,
}

impl Spectral {
    /// Finds the spectrum of a matrix; `path` is the setting it came from.
    ///
    /// # Errors
    /// Where it has none, because it is not finite.
    pub fn of(matrix: DMatrix<f64>, path: &str) -> Result<Self, SetupError> {
        let refuse =
            |error: spectrum::SpectrumError| SetupError::at(path, format!("No spectrum: {error}."));
        Ok(Self {
            eigenvalues: spectrum::eigenvalues(&matrix).map_err(refuse)?,
            singular_values: spectrum::singular_values(&matrix).map_err(refuse)?,
            matrix,
        })
    }

    /// ρ: the largest modulus of an eigenvalue.
    #[must_use]
    pub fn radius(&self) -> f64 {
        modulus(self.eigenvalues[0])
    }

    /// σ_max: the largest singular value.
    #[must_use]
    pub fn norm(&self) -> f64 {
        self.singular_values[0]
    }

    /// All of it times a factor that is not negative.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        Self {
            matrix: &self.matrix * factor,
            eigenvalues: self
                .eigenvalues
                .iter()
                .map(|value| value * factor)
                .collect(),
            singular_values: self
                .singular_values
                .iter()
                .map(|value| value * factor)
                .collect(),
        }
    }
}

/// Each unit hands on to the next.
pub(super) fn cyclic(size: usize) -> DMatrix<f64> {
    DMatrix::from_fn(
        size,
        size,
        |row, col| if row == (col + 1) % size { 1.0 } else { 0.0 },
    )
}

/// Pairs of units that keep ρ each, the second feeding the first with this weight; one alone at the end keeps
/// ρ. The weight stays as it is when ρ changes: at 0.8 and 2 it is the matrix (0.8, 2; 0, 0.8) of the topic.
pub(super) fn nonnormal(size: usize, rho: f64, feeding: f64) -> DMatrix<f64> {
    DMatrix::from_fn(size, size, |row, col| match col.checked_sub(row) {
        Some(0) => rho,
        Some(1) if row % 2 == 0 => feeding,
        _ => 0.0,
    })
}

/// By how much a matrix of this spectral radius is multiplied to have another; `None` where no factor does it.
pub(super) fn factor(radius: f64, wanted: f64) -> Option<f64> {
    let factor = wanted / radius;
    (radius > 0.0 && factor.is_finite()).then_some(factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_units_are_the_matrix_of_the_topic_at_every_width() {
        for size in [2, 3, 8, 9] {
            let pairs = Spectral::of(nonnormal(size, 0.8, 2.0), "base").unwrap();
            assert_eq!(pairs.radius(), 0.8);
            assert!(
                (pairs.norm() - 2.28062484748657).abs() < 1e-14,
                "{}",
                pairs.norm()
            );
        }
    }

    #[test]
    fn a_scaled_matrix_has_the_scaled_spectrum() {
        let base = DMatrix::from_row_slice(2, 2, &[0.3, -1.0, 2.0, 0.5]);
        let scaled = Spectral::of(base.clone(), "base").unwrap().times(1.7);
        let fresh = Spectral::of(base * 1.7, "base").unwrap();
        assert!((scaled.radius() - fresh.radius()).abs() < 1e-14);
        assert!((scaled.norm() - fresh.norm()).abs() < 1e-14);
        assert_eq!(scaled.matrix, fresh.matrix);
    }
}
