//! Moving one eigenvalue, or one complex pair, where all others stay: A + (λ' - λ) x yᵀ / (yᵀ x), with x and y the
//! right and left eigenvectors of λ.
//!
//! Invariant: eigenvectors stay what they were, so a normal matrix stays normal. They are found by a
//! few rounds of inverse iteration, never more.

use nalgebra::{Complex, DMatrix};

use super::{SpectrumError, check, exponent, scaled};

/// Rounds of inverse iteration at most; one nearly always does.
const ROUNDS: usize = 3;

/// A vector that has grown so much in a round has been found. Another round would spoil it where eigenvectors are few.
const GROWTH: f64 = 1e9;

/// Left and right eigenvectors whose product is smaller belong to an eigenvalue that cannot be moved alone.
const LEAST_PRODUCT: f64 = 1e-9;

/// The matrix with the eigenvalue at `from` moved to `to`; of a complex pair the other one is moved too, and a real one
/// stays on the axis. `None` where it cannot be moved alone, as in a Jordan block.
///
/// # Errors
/// Where the matrix is empty, not square or not finite.
pub fn with_eigenvalue_moved(
    matrix: &DMatrix<f64>,
    from: Complex<f64>,
    to: Complex<f64>,
) -> Result<Option<DMatrix<f64>>, SpectrumError> {
    check(matrix)?;
    let power = exponent(matrix);
    let a = scaled(matrix, -power);
    let down = |value: Complex<f64>| {
        Complex::new(
            libm::scalbn(value.re, -power),
            libm::scalbn(value.im, -power),
        )
    };
    let (from, mut to) = (down(from), down(to));
    let is_real = from.im == 0.0;
    if is_real {
        to.im = 0.0;
    }
    let right = eigenvector(&a, from);
    let left = eigenvector(&a.transpose(), from);
    let product: Complex<f64> = left.iter().zip(&right).map(|(y, x)| y * x).sum();
    if product.re.abs() + product.im.abs() < LEAST_PRODUCT {
        return Ok(None);
    }
    let factor = (to - from) / product;
    // The conjugate pair adds the conjugate of this, so twice the real part.
    let times = if is_real { 1.0 } else { 2.0 };
    let moved = DMatrix::from_fn(a.nrows(), a.ncols(), |row, col| {
        a[(row, col)] + times * (factor * right[row] * left[col]).re
    });
    Ok(moved
        .iter()
        .all(|entry| entry.is_finite())
        .then(|| scaled(&moved, power)))
}

/// A vector x of length 1 with A x = λ x.
fn eigenvector(a: &DMatrix<f64>, value: Complex<f64>) -> Vec<Complex<f64>> {
    let size = a.nrows();
    let mut rows: Vec<Vec<Complex<f64>>> = (0..size)
        .map(|row| (0..size).map(|col| Complex::from(a[(row, col)])).collect())
        .collect();
    for (place, row) in rows.iter_mut().enumerate() {
        row[place] -= value;
    }
    let order = eliminate(&mut rows);
    // No two entries alike, so that no direction is left out.
    let mut x: Vec<_> = (1..=size)
        .map(|place| Complex::from(1.0 + 1.0 / (place as f64 + 0.5)))
        .collect();
    for _ in 0..ROUNDS {
        x = solve(&rows, &order, &x);
        let largest = x
            .iter()
            .map(|entry| entry.re.abs().max(entry.im.abs()))
            .fold(0.0, f64::max);
        for entry in &mut x {
            *entry /= largest;
        }
        let length = x.iter().map(Complex::norm_sqr).sum::<f64>().sqrt();
        for entry in &mut x {
            *entry /= length;
        }
        if largest > GROWTH {
            break;
        }
    }
    x
}

/// Gauss's elimination with the largest pivot, in place: factors below the diagonal, and the order of the rows.
fn eliminate(rows: &mut [Vec<Complex<f64>>]) -> Vec<usize> {
    let size = rows.len();
    let mut order: Vec<usize> = (0..size).collect();
    for k in 0..size {
        let larger = |best: usize, row: usize| {
            if rows[row][k].norm_sqr() > rows[best][k].norm_sqr() {
                row
            } else {
                best
            }
        };
        let best = (k + 1..size).fold(k, larger);
        rows.swap(k, best);
        order.swap(k, best);
        // A pivot of zero is what makes λ an eigenvalue: rounding stands in for it.
        if rows[k][k].norm_sqr() < f64::EPSILON * f64::EPSILON {
            rows[k][k] = Complex::from(f64::EPSILON);
        }
        let (done, rest) = rows.split_at_mut(k + 1);
        for row in rest {
            let factor = row[k] / done[k][k];
            row[k] = factor;
            for (entry, above) in row[k + 1..].iter_mut().zip(&done[k][k + 1..]) {
                *entry -= factor * above;
            }
        }
    }
    order
}

fn solve(rows: &[Vec<Complex<f64>>], order: &[usize], right: &[Complex<f64>]) -> Vec<Complex<f64>> {
    let mut x: Vec<_> = order.iter().map(|&row| right[row]).collect();
    for k in 0..x.len() {
        let known: Complex<f64> = rows[k][..k]
            .iter()
            .zip(&x)
            .map(|(factor, x)| factor * x)
            .sum();
        x[k] -= known;
    }
    for k in (0..x.len()).rev() {
        let known: Complex<f64> = rows[k][k + 1..]
            .iter()
            .zip(&x[k + 1..])
            .map(|(entry, x)| entry * x)
            .sum();
        x[k] = (x[k] - known) / rows[k][k];
    }
    x
}
