//! Products of step Jacobians over many steps, ∂s_T/∂s_k, also beyond the range of numbers.
//!
//! Invariant: while every entry of a product is finite, it is the plain product to the last bit. From the first one that
//! is not, a second product is kept beside it, scaled by a power of two: it says whether an entry is infinite with a
//! sign, or finite after all, and what the spectrum has grown to.

use nalgebra::DMatrix;

use crate::ir::Scalar;
use crate::ir::rules::linear::{self, Columns};
use crate::model::spectrum::{self, SpectrumError, widened};

/// The product of the Jacobians of some last steps.
#[derive(Clone, Debug)]
pub struct Product<S> {
    plain: DMatrix<S>,
    scaled: Option<Scaled>,
}

/// A matrix times 2^exponent.
#[derive(Clone, Debug)]
struct Scaled {
    matrix: DMatrix<f64>,
    exponent: i64,
}

/// ∂s_T/∂s_k from the step Jacobians, beginning at k = T with the identity and going back to k = 0. One product
/// a step.
pub fn products<S: Scalar>(steps: &[DMatrix<S>]) -> impl Iterator<Item = Product<S>> + '_ {
    let size = steps.first().map_or(0, DMatrix::nrows);
    let identity = Product {
        plain: DMatrix::identity(size, size),
        scaled: None,
    };
    let rest = steps.iter().rev().scan(identity.clone(), |product, step| {
        *product = product.times(step);
        Some(product.clone())
    });
    std::iter::once(identity).chain(rest)
}

impl<S: Scalar> Product<S> {
    /// Its entries; what is beyond the range of numbers is infinite.
    #[must_use]
    pub fn matrix(&self) -> DMatrix<S> {
        let Some(scaled) = &self.scaled else {
            return self.plain.clone();
        };
        self.plain.zip_map(&scaled.matrix, |plain, own| {
            if plain.to_f64().is_finite() {
                plain
            } else {
                S::of(scaled.grown(own))
            }
        })
    }

    /// How many rows and columns it has.
    #[must_use]
    pub fn size(&self) -> usize {
        self.plain.nrows()
    }

    /// Its singular values, the largest first.
    ///
    /// # Errors
    /// Where a step was not finite.
    pub fn singular_values(&self) -> Result<Vec<f64>, SpectrumError> {
        let found = self.spectrum(spectrum::singular_values)?;
        Ok(found.into_iter().map(|value| self.grown(value)).collect())
    }

    /// The largest modulus of an eigenvalue.
    ///
    /// # Errors
    /// Where a step was not finite.
    pub fn spectral_radius(&self) -> Result<f64, SpectrumError> {
        self.spectrum(spectrum::spectral_radius)
            .map(|radius| self.grown(radius))
    }

    /// The largest singular value.
    ///
    /// # Errors
    /// Where a step was not finite.
    pub fn spectral_norm(&self) -> Result<f64, SpectrumError> {
        self.spectrum(spectrum::spectral_norm)
            .map(|norm| self.grown(norm))
    }

    fn spectrum<R>(&self, of: impl FnOnce(&DMatrix<f64>) -> R) -> R {
        match &self.scaled {
            Some(scaled) => of(&scaled.matrix),
            None => of(&widened(&self.plain)),
        }
    }

    fn grown(&self, value: f64) -> f64 {
        let scaled = self.scaled.as_ref();
        scaled.map_or(value, |scaled| scaled.grown(value))
    }

    fn times(&self, step: &DMatrix<S>) -> Self {
        let widened_step = || widened(step);
        if let Some(scaled) = &self.scaled {
            return Self {
                plain: multiply_past_zeros(&self.plain, step),
                scaled: Some(scaled.times(&widened_step())),
            };
        }
        let plain = multiply(&self.plain, step);
        let is_finite = plain.iter().all(|entry| entry.to_f64().is_finite());
        let scaled = (!is_finite).then(|| Scaled::of(widened(&self.plain)).times(&widened_step()));
        Self { plain, scaled }
    }
}

impl Scaled {
    /// The same matrix with its largest entry between 1 and 2.
    fn of(matrix: DMatrix<f64>) -> Self {
        if !matrix.iter().all(|entry| entry.is_finite()) {
            return Self {
                matrix,
                exponent: 0,
            };
        }
        let exponent = spectrum::exponent(&matrix);
        Self {
            matrix: spectrum::scaled(&matrix, -exponent),
            exponent: i64::from(exponent),
        }
    }

    fn times(&self, step: &DMatrix<f64>) -> Self {
        let step = Self::of(step.clone());
        let product = Self::of(multiply(&self.matrix, &step.matrix));
        Self {
            exponent: self.exponent + step.exponent + product.exponent,
            ..product
        }
    }

    /// A number of the matrix's own scale in that of the product.
    fn grown(&self, value: f64) -> f64 {
        let most = i64::from(4 * f64::MAX_EXP);
        let power = i32::try_from(self.exponent.clamp(-most, most)).unwrap_or(0);
        libm::scalbn(value, power)
    }
}

/// A B, each entry summed with k ascending, as in every product of a run: the same bits in every build.
///
/// # Panics
/// If they are not square and alike.
#[must_use]
pub fn multiply<S: Scalar>(a: &DMatrix<S>, b: &DMatrix<S>) -> DMatrix<S> {
    let size = a.nrows();
    assert!(
        a.shape() == b.shape() && a.is_square(),
        "Jacobians of one run"
    );
    let mut product = DMatrix::zeros(size, size);
    let rows = b.transpose();
    // nalgebra keeps columns together, so what is summed by rows is the transpose.
    linear::add_outer_products(
        product.as_mut_slice(),
        columns(&rows),
        columns(a),
        &mut vec![],
    );
    product
}

/// A B where entries of A may stand for numbers beyond the range: such a number times 0 is 0.
fn multiply_past_zeros<S: Scalar>(a: &DMatrix<S>, b: &DMatrix<S>) -> DMatrix<S> {
    DMatrix::from_fn(a.nrows(), b.ncols(), |row, col| {
        let factors = (0..a.ncols()).filter(|k| b[(*k, col)] != S::zero());
        factors.fold(S::zero(), |sum, k| sum + a[(row, k)] * b[(k, col)])
    })
}

fn columns<S: Scalar>(matrix: &DMatrix<S>) -> Columns<'_, S> {
    Columns {
        numbers: matrix.as_slice(),
        width: matrix.nrows(),
        stride: matrix.nrows().max(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The product of so many steps that are all alike.
    fn power(step: &DMatrix<f64>, count: usize) -> Product<f64> {
        products(&vec![step.clone(); count]).last().unwrap()
    }

    #[test]
    fn what_grows_beyond_every_number_is_infinite_and_the_rest_is_kept() {
        let step = DMatrix::from_row_slice(2, 2, &[2.0, 0.0, 0.0, 0.5]);
        let product = power(&step, 1025);
        let kept = libm::scalbn(1.0, -1025);
        let wanted = DMatrix::from_row_slice(2, 2, &[f64::INFINITY, 0.0, 0.0, kept]);
        assert_eq!(product.matrix(), wanted);
        assert_eq!(product.spectral_radius(), Ok(f64::INFINITY));
        assert_eq!(product.spectral_norm(), Ok(f64::INFINITY));
        assert_eq!(product.singular_values().unwrap()[0], f64::INFINITY);
    }

    #[test]
    fn a_spiral_that_overflows_keeps_its_signs() {
        let step = DMatrix::from_row_slice(2, 2, &[0.0, -4.0, 4.0, 0.0]);
        let product = power(&step, 4 * 150 + 1).matrix();
        let inf = f64::INFINITY;
        assert_eq!(
            product,
            DMatrix::from_row_slice(2, 2, &[0.0, -inf, inf, 0.0])
        );
    }

    #[test]
    fn a_product_comes_back_from_beyond() {
        let [up, down] =
            [300, -300].map(|power| DMatrix::from_element(1, 1, libm::scalbn(1.0, power)));
        let steps = [vec![down; 4], vec![up; 4]].concat();
        let last = products(&steps).last().unwrap();
        assert_eq!(last.matrix()[(0, 0)], 1.0);
        assert_eq!(last.spectral_norm(), Ok(1.0));
    }

    #[test]
    fn a_step_that_is_not_finite_has_no_spectrum() {
        let step = DMatrix::from_element(1, 1, f64::INFINITY);
        let product = power(&step, 2);
        assert!(product.spectral_norm().is_err());
    }

    #[test]
    fn a_product_of_any_size_is_the_textbook_one() {
        for size in 1..=21 {
            let entry = |seed: usize| {
                move |r: usize, c: usize| {
                    f64::from(u8::try_from((r * 7 + c * 5 + seed) % 11).unwrap()) - 5.0
                }
            };
            let a = DMatrix::from_fn(size, size, entry(1));
            let b = DMatrix::from_fn(size, size, entry(2));
            assert_eq!(multiply(&a, &b), &a * &b, "whole numbers are exact");
        }
    }
}
