//! What a matrix does when it is applied again and again: eigenvalues, singular values, spectral radius and
//! spectral norm of square matrices.
//!
//! Invariant: no matrix can hang or panic here. Every loop has a bound, what is not finite is refused with
//! its place, and powers of two keep 1e300 and 1e-300 apart from overflow and underflow. Nothing but + - * /
//! and roots, so that every build finds the same bits.

mod balance;
mod eigen;
mod place;
mod reflect;
mod singular;

use crate::ir::order::sorted;
use nalgebra::{Complex, DMatrix};

use crate::ir::Scalar;

pub use place::with_eigenvalue_moved;
pub use singular::{singular_range, singular_values};

/// Why a matrix has no spectrum to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpectrumError {
    /// It has no entries.
    Empty,
    /// It has so many rows and columns.
    NotSquare(usize, usize),
    /// The entry in this row and column, from 0, is infinite or not a number.
    NotFinite(usize, usize),
    /// The iteration did not end within its bound; none is known that does this.
    NoConvergence,
}

impl std::fmt::Display for SpectrumError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => f.write_str("the matrix is empty"),
            Self::NotSquare(rows, cols) => {
                write!(f, "the matrix has {rows} rows and {cols} columns")
            }
            Self::NotFinite(row, col) => {
                write!(
                    f,
                    "the entry in row {}, column {} is not finite",
                    row + 1,
                    col + 1
                )
            }
            Self::NoConvergence => f.write_str("the eigenvalues could not be found"),
        }
    }
}

impl std::error::Error for SpectrumError {}

/// The eigenvalues, the largest modulus first; of a complex pair the one above the axis first.
///
/// # Errors
/// Where the matrix is empty, not square or not finite.
pub fn eigenvalues(matrix: &DMatrix<f64>) -> Result<Vec<Complex<f64>>, SpectrumError> {
    check(matrix)?;
    let found = eigen::eigenvalues(matrix).ok_or(SpectrumError::NoConvergence)?;
    let key = |value: &Complex<f64>| (modulus(*value), value.re, value.im);
    let found = sorted(found, |a, b| {
        key(b)
            .partial_cmp(&key(a))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    Ok(found)
}

/// The largest modulus of an eigenvalue: it rules the far future.
///
/// # Errors
/// Where the matrix is empty, not square or not finite.
pub fn spectral_radius(matrix: &DMatrix<f64>) -> Result<f64, SpectrumError> {
    Ok(modulus(eigenvalues(matrix)?[0]))
}

/// The largest singular value: the most by which one step can stretch a vector.
///
/// # Errors
/// Where the matrix is empty, not square or not finite.
pub fn spectral_norm(matrix: &DMatrix<f64>) -> Result<f64, SpectrumError> {
    Ok(singular_range(matrix)?.1)
}

/// |λ|, without overflow on the way.
#[must_use]
pub fn modulus(value: Complex<f64>) -> f64 {
    libm::hypot(value.re, value.im)
}

/// The angle of λ from the positive real axis in degrees, from -180 to 180.
#[must_use]
pub fn degrees(value: Complex<f64>) -> f64 {
    libm::atan2(value.im, value.re).to_degrees()
}

/// The same matrix in f64, exactly.
#[must_use]
pub fn widened<S: Scalar>(matrix: &DMatrix<S>) -> DMatrix<f64> {
    matrix.map(Scalar::to_f64)
}

/// The columns of a matrix made orthonormal, and by how much each was longer: Q and the diagonal of R.
#[must_use]
pub fn orthogonalise(mut matrix: DMatrix<f64>) -> (DMatrix<f64>, Vec<f64>) {
    let (rows, cols) = matrix.shape();
    let mut taus = Vec::with_capacity(cols);
    let mut diagonal = Vec::with_capacity(cols);
    for k in 0..cols {
        let (left, right) = matrix.as_mut_slice().split_at_mut((k + 1) * rows);
        let v = &mut left[k * rows + k..];
        let (tau, on_axis) = reflect::reflect(v);
        v[0] = 1.0;
        for other in right.chunks_exact_mut(rows) {
            reflect::apply(v, tau, &mut other[k..]);
        }
        taus.push(tau);
        diagonal.push(on_axis);
    }
    let mut q = DMatrix::identity(rows, cols);
    for (k, &tau) in taus.iter().enumerate().rev() {
        let v = &matrix.as_slice()[k * rows + k..(k + 1) * rows];
        for column in q.as_mut_slice().chunks_exact_mut(rows) {
            reflect::apply(v, tau, &mut column[k..]);
        }
    }
    (q, diagonal)
}

fn check(matrix: &DMatrix<f64>) -> Result<(), SpectrumError> {
    let (rows, cols) = matrix.shape();
    if rows == 0 || cols == 0 {
        return Err(SpectrumError::Empty);
    }
    if rows != cols {
        return Err(SpectrumError::NotSquare(rows, cols));
    }
    match matrix.iter().position(|entry| !entry.is_finite()) {
        Some(place) => Err(SpectrumError::NotFinite(place % rows, place / rows)),
        None => Ok(()),
    }
}

/// The exponent of the largest entry's power of two; 0 for a matrix of zeros.
pub(crate) fn exponent(matrix: &DMatrix<f64>) -> i32 {
    let largest = matrix.amax();
    if largest == 0.0 {
        0
    } else {
        libm::ilogb(largest)
    }
}

/// The matrix times 2^power, exactly but for what underflows.
pub(crate) fn scaled(matrix: &DMatrix<f64>, power: i32) -> DMatrix<f64> {
    if power == 0 {
        return matrix.clone();
    }
    matrix.map(|entry| libm::scalbn(entry, power))
}
