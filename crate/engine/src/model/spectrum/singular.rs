//! Singular values: Householder's reduction to a bidiagonal matrix, then bisection on how many of its
//! singular values lie below a number (Golub and Kahan 1965).
//!
//! Invariant: bisection goes over the bits of an f64, so that it ends after 64 halvings whatever the matrix,
//! and small values of a bidiagonal matrix are as exact as large ones. What is subnormal beside the largest entry is 0:
//! there the counts would depend on what is tried, as the last digits of a value do that is 1e200 times as small.

use nalgebra::DMatrix;

use super::reflect::{add_scaled, apply, reflect};
use super::{SpectrumError, check, exponent, scaled};

/// How many numbers are tried side by side, so that a division need not wait for the one before.
const LANES: usize = 8;

/// All singular values, the largest first.
///
/// # Errors
/// Where the matrix is empty, not square or not finite.
pub fn singular_values(matrix: &DMatrix<f64>) -> Result<Vec<f64>, SpectrumError> {
    let of_rank: Vec<usize> = (0..matrix.nrows()).rev().collect();
    ranked(matrix, &of_rank)
}

/// The smallest and the largest singular value: cheaper than all of them.
///
/// # Errors
/// Where the matrix is empty, not square or not finite.
pub fn singular_range(matrix: &DMatrix<f64>) -> Result<(f64, f64), SpectrumError> {
    let found = ranked(matrix, &[0, matrix.nrows().saturating_sub(1)])?;
    Ok((found[0], found[1]))
}

/// The singular values with these numbers, counted from 0 at the smallest.
fn ranked(matrix: &DMatrix<f64>, ranks: &[usize]) -> Result<Vec<f64>, SpectrumError> {
    check(matrix)?;
    let power = exponent(matrix);
    let chain = bidiagonal(scaled(matrix, -power));
    let found = ranks.chunks(LANES).flat_map(|ranks| divide(&chain, ranks));
    Ok(found.map(|value| libm::scalbn(value, power)).collect())
}

/// The diagonal and what stands right of it, in turn: d_1 e_1 d_2 e_2 ... d_n, without signs.
fn bidiagonal(mut a: DMatrix<f64>) -> Vec<f64> {
    let size = a.nrows();
    let mut chain = Vec::with_capacity(2 * size - 1);
    let mut row = vec![0.0; size];
    let mut sums = vec![0.0; size];
    for k in 0..size {
        let (left, right) = a.as_mut_slice().split_at_mut((k + 1) * size);
        let column = &mut left[k * size + k..];
        let (tau, diagonal) = reflect(column);
        chain.push(diagonal.abs());
        for other in right.chunks_exact_mut(size) {
            let other = &mut other[k..];
            apply(column, tau, other);
        }
        let row = &mut row[k + 1..];
        if row.is_empty() {
            break;
        }
        for (entry, other) in row.iter_mut().zip(right.chunks_exact(size)) {
            *entry = other[k];
        }
        let (tau, beside) = reflect(row);
        chain.push(beside.abs());
        let sums = &mut sums[k + 1..];
        sums.fill(0.0);
        for (&entry, other) in row.iter().zip(right.chunks_exact(size)) {
            add_scaled(sums, entry, &other[k + 1..]);
        }
        for (&entry, other) in row.iter().zip(right.chunks_exact_mut(size)) {
            add_scaled(&mut other[k + 1..], -tau * entry, sums);
        }
    }
    chain
}

/// The numbers between which a singular value lies, as the bits of an f64.
#[derive(Clone, Copy)]
struct Between {
    below: u64,
    above: u64,
}

impl Between {
    /// The `part`-th of so many numbers that divide what lies between.
    fn divided(self, part: usize, parts: usize) -> u64 {
        let [part, parts] = [part, parts].map(|number| number as u64);
        let width = self.above - self.below;
        let step = (width / (parts + 1)).max(1);
        self.below + (step * (part + 1)).min(width)
    }

    fn is_found(self) -> bool {
        self.above - self.below <= 1
    }
}

/// For each rank, the singular value with so many below it. Few ranks share the lanes: what lies between is then divided
/// into more than two parts at once.
fn divide(chain: &[f64], ranks: &[usize]) -> Vec<f64> {
    let pair = |pair: &[f64]| pair.iter().sum::<f64>();
    let most = chain.windows(2).map(pair).fold(chain[0], f64::max);
    // A hair above, so that rounding leaves none outside.
    let above = (most * (1.0 + 1e-12)).to_bits();
    let mut all = vec![Between { below: 0, above }; ranks.len()];
    let parts = LANES / ranks.len();
    while !all.iter().all(|between| between.is_found()) {
        let tried: [u64; LANES] = std::array::from_fn(|lane| {
            let between = all[(lane / parts).min(ranks.len() - 1)];
            between.divided(lane % parts, parts)
        });
        let counts = count_below(chain, tried.map(f64::from_bits));
        for (rank, (between, &wanted)) in all.iter_mut().zip(ranks).enumerate() {
            // From the smallest number on, so that what lies between never turns round.
            for lane in rank * parts..(rank + 1) * parts {
                if counts[lane] > wanted as u64 {
                    between.above = tried[lane];
                    break;
                }
                between.below = tried[lane];
            }
        }
    }
    let found = all.iter().map(|between| f64::from_bits(between.below));
    let or_nothing = |value| {
        if value < f64::MIN_POSITIVE {
            0.0
        } else {
            value
        }
    };
    found.map(or_nothing).collect()
}

/// How many singular values lie below each number. The eigenvalues of the symmetric tridiagonal matrix with a
/// diagonal of zeros and this chain beside it are ± the singular values; by Sylvester's law of inertia as many
/// lie below x as pivots of its elimination at x are negative. They are counted as wide as an f64, so that they stay in
/// the lanes.
fn count_below(chain: &[f64], x: [f64; LANES]) -> [u64; LANES] {
    let size = chain.len().div_ceil(2) as u64;
    let mut pivots = x.map(|x| -x);
    let mut negative = x.map(|x| u64::from(x > 0.0));
    for &beside in chain {
        for lane in 0..LANES {
            let before = if pivots[lane] == 0.0 {
                -f64::MIN_POSITIVE
            } else {
                pivots[lane]
            };
            pivots[lane] = -x[lane] - beside * (beside / before);
            negative[lane] += u64::from(pivots[lane] < 0.0);
        }
    }
    negative.map(|negative| negative.saturating_sub(size))
}
