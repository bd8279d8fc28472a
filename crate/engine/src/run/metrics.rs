//! What is measured of numbers, once for all: each has one home, so that two pictures of one thing show one number.
//!
//! Invariant: nothing here hangs, panics or overflows on the way, whatever the numbers; where a measure is not defined
//! it is absent or not a number, never made up.

use nalgebra::DMatrix;

use crate::ir::Scalar;

/// Sums of squares in here have lost nothing to the ends of the range of numbers.
const EXACT: std::ops::RangeInclusive<f64> = 1e-280..=f64::MAX;

/// Exponents of the powers of ten between which a power and its tenth are ordinary numbers.
const POWERS: std::ops::RangeInclusive<i32> = -307..=308;

/// The Euclidean norm of a vector, without overflow or underflow on the way; not a number where an entry is not.
#[must_use]
pub fn norm<S: Scalar>(vector: &[S]) -> f64 {
    let squares = |power: i32| -> f64 {
        let entries = vector.iter().map(|entry| entry.to_f64());
        entries
            .map(|entry| {
                if power == 0 {
                    entry
                } else {
                    libm::scalbn(entry, power)
                }
            })
            .map(|entry| entry * entry)
            .sum()
    };
    let plain = squares(0);
    if EXACT.contains(&plain) || plain.is_nan() {
        return plain.sqrt();
    }
    let largest = largest(vector);
    if largest == 0.0 || largest.is_infinite() {
        return largest;
    }
    let power = libm::ilogb(largest);
    libm::scalbn(squares(-power).sqrt(), power)
}

/// The largest size among the entries of a vector, past what is not a number; 0 where there is none.
#[must_use]
pub fn largest<S: Scalar>(vector: &[S]) -> f64 {
    let sizes = vector.iter().map(|entry| entry.to_f64().abs());
    sizes.fold(0.0, f64::max)
}

/// The vector of norm 1 in the direction of another; `None` where that has none: it is zero, or not finite.
fn direction<S: Scalar>(vector: &[S]) -> Option<Vec<f64>> {
    let power = match largest(vector) {
        0.0 => return None,
        size if size.is_finite() => -libm::ilogb(size),
        _ => return None,
    };
    // Scaled first: the norm itself may be beyond all numbers.
    let scaled = vector
        .iter()
        .map(|entry| libm::scalbn(entry.to_f64(), power));
    let scaled: Vec<f64> = scaled.collect();
    let norm = norm(&scaled);
    let unit = || scaled.iter().map(|entry| entry / norm).collect();
    norm.is_finite().then(unit)
}

/// A vector brought to this norm, in its direction; `None` where it has none.
#[must_use]
pub fn with_norm(vector: &[f64], norm: f64) -> Option<Vec<f64>> {
    let unit = direction(vector)?;
    Some(unit.iter().map(|entry| entry * norm).collect())
}

/// The cosine of the angle between two vectors, from -1 to 1; `None` where one has no direction.
#[must_use]
pub fn cosine<S: Scalar>(a: &[S], b: &[S]) -> Option<f64> {
    let (a, b) = (direction(a)?, direction(b)?);
    let product: f64 = a.iter().zip(&b).map(|(a, b)| a * b).sum();
    Some(product.clamp(-1.0, 1.0))
}

/// The angle between two vectors in degrees, exact for small angles too (Kahan); `None` where one has no direction.
#[must_use]
pub fn degrees_between<S: Scalar>(a: &[S], b: &[S]) -> Option<f64> {
    let (a, b) = (direction(a)?, direction(b)?);
    let apart: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a - b).collect();
    let together: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a + b).collect();
    Some((2.0 * libm::atan2(norm(&apart), norm(&together))).to_degrees())
}

/// The mean; not a number where there is nothing.
#[must_use]
pub fn mean<S: Scalar>(values: &[S]) -> f64 {
    let count = values.len() as f64;
    let sum: f64 = values.iter().map(|value| value.to_f64()).sum();
    if sum.is_infinite() {
        return values.iter().map(|value| value.to_f64() / count).sum();
    }
    sum / count
}

/// The entropy of a distribution in nats.
#[must_use]
pub fn entropy(distribution: &[f64]) -> f64 {
    let possible = distribution.iter().filter(|p| **p > 0.0);
    possible.map(|p| -p * p.logarithm()).sum()
}

/// The entropy of the even distribution over so many, in nats: no other has more.
#[must_use]
pub fn largest_entropy(count: usize) -> f64 {
    (count as f64).logarithm()
}

/// ln p of a whole of which these are the probabilities of the parts, each given those before.
#[must_use]
pub fn log_likelihood(probabilities: impl IntoIterator<Item = f64>) -> f64 {
    probabilities.into_iter().map(Scalar::logarithm).sum()
}

/// The factor a step that comes to this ratio over k steps: its k-th root. `None` for k = 0, and where nothing is left or
/// no number is.
#[must_use]
pub fn factor_per_step(ratio: f64, k: usize) -> Option<f64> {
    let root = (ratio.logarithm() / k as f64).exponential();
    (k > 0 && ratio > 0.0 && root.is_finite()).then_some(root)
}

/// After how many steps a factor a step has halved or doubled what it multiplies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HalfLife {
    /// Of a factor below 1: after so many steps half is left; 0 where nothing is left at once.
    Halves(f64),
    /// Of a factor above 1: after so many steps there is twice as much.
    Doubles(f64),
    /// Of a factor of 1.
    Stays,
}

/// The half-life of what is multiplied by a factor a step, or the time in which it doubles; `None` where the factor is no
/// number or infinite. A sign does not count.
#[must_use]
pub fn half_life(factor: f64) -> Option<HalfLife> {
    let factor = factor.abs();
    let steps = 2.0.logarithm() / factor.logarithm().abs();
    match factor {
        _ if !factor.is_finite() => None,
        1.0 => Some(HalfLife::Stays),
        _ if factor < 1.0 => Some(HalfLife::Halves(steps)),
        _ => Some(HalfLife::Doubles(steps)),
    }
}

/// Whether a square matrix is normal, W'W = WW', to the rounding of its largest entry: its singular values are then the
/// moduli of its eigenvalues.
#[must_use]
pub fn is_normal(matrix: &DMatrix<f64>) -> bool {
    const ROUNDING: f64 = 1e-12;
    let largest = matrix.amax();
    if largest == 0.0 {
        return true;
    }
    let scaled = matrix / largest;
    let apart = scaled.transpose() * &scaled - &scaled * scaled.transpose();
    apart.amax() <= ROUNDING
}

/// 10^exponent, rounded once: 0 or infinite where that is out of range.
#[must_use]
pub fn power_of_ten(exponent: i32) -> f64 {
    format!("1e{exponent}").parse().unwrap_or(f64::NAN)
}

/// The logarithm to the base of 10: where a number stands on a scale of powers of ten. -inf for 0, not a number below.
#[must_use]
pub fn log10(value: f64) -> f64 {
    value.logarithm() / std::f64::consts::LN_10
}

/// 10^exponent for any exponent: what [`log10`] takes back.
#[must_use]
pub fn exp10(exponent: f64) -> f64 {
    (exponent * std::f64::consts::LN_10).exponential()
}

/// The exponent of the power of ten at or below a positive size, held to the powers there are; the least for anything
/// else.
#[must_use]
pub fn magnitude(size: f64) -> i32 {
    let (least, most) = POWERS.into_inner();
    let size = if size > 0.0 { size.min(f64::MAX) } else { 0.0 };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "held to the powers there are"
    )]
    let near = log10(size).clamp(f64::from(least), f64::from(most)).round() as i32;
    // The logarithm is rounded, and may be on the wrong side of a power.
    let found = [near + 1, near, near - 1].into_iter();
    let mut found = found.filter(|exponent| power_of_ten(*exponent) <= size);
    found.next().unwrap_or(least).clamp(least, most)
}

/// The next of 1, 2 and 5 times a power of ten that is at least this size; the largest number where there is none.
#[must_use]
pub fn round_up(size: f64) -> f64 {
    let size = if size.is_nan() { 0.0 } else { size };
    let exponent = magnitude(size);
    let power = power_of_ten(exponent);
    let steps = [power, 2.0 * power, 5.0 * power, power_of_ten(exponent + 1)].into_iter();
    steps
        .filter(|step| step.is_finite())
        .find(|step| *step >= size)
        .unwrap_or(f64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_number() -> impl Strategy<Value = f64> {
        any::<u64>().prop_map(f64::from_bits)
    }

    /// Exact: a power of two comes out of the root of the sum as it went in.
    fn scaled_norm(vector: &[f64], power: i32) -> f64 {
        let scaled: Vec<f64> = vector.iter().map(|x| libm::scalbn(*x, power)).collect();
        libm::scalbn(norm(&scaled), -power)
    }

    proptest! {
        #[test]
        fn a_norm_is_the_plain_root_of_the_sum_of_squares_where_that_has_one(
            vector in prop::collection::vec(-1e100..1e100, 1..9),
        ) {
            let squares: f64 = vector.iter().map(|x| x * x).sum();
            prop_assert_eq!(norm(&vector), squares.sqrt());
        }

        #[test]
        fn a_norm_grows_with_its_vector_at_any_size(
            vector in prop::collection::vec(-1.0..1.0, 1..9),
            power in -1000_i32..1020,
        ) {
            let (want, got) = (norm(&vector), scaled_norm(&vector, power));
            prop_assert!((got / want - 1.0).abs() < 1e-14, "{} {}", want, got);
        }

        #[test]
        fn no_numbers_make_up_a_measure(
            a in prop::collection::vec(any_number(), 4),
            b in prop::collection::vec(any_number(), 4),
        ) {
            prop_assert!(cosine(&a, &b).is_none_or(|cosine| (-1.0..=1.0).contains(&cosine)));
            prop_assert!(degrees_between(&a, &b).is_none_or(|angle| (0.0..=180.0).contains(&angle)));
            let is_finite = a.iter().all(|x| x.is_finite());
            prop_assert_eq!(cosine(&a, &a).is_some(), is_finite && largest(&a) > 0.0);
            prop_assert_eq!(norm(&a).is_nan(), a.iter().any(|x| x.is_nan()));
            prop_assert!(!is_finite || mean(&a).is_finite());
        }
    }

    #[test]
    fn a_direction_is_found_where_the_norm_is_beyond_all_numbers() {
        let huge = [1.7e308, -1.7e308];
        assert_eq!(norm(&huge), f64::INFINITY);
        let short = with_norm(&huge, 2.0_f64.sqrt()).unwrap();
        assert!(
            (short[0] - 1.0).abs() < 1e-15 && short[1] == -short[0],
            "{short:?}"
        );
        assert!((cosine(&huge, &[1.0, -1.0]).unwrap() - 1.0).abs() < 1e-15);
        let least = f64::from_bits(1);
        assert!((cosine(&[least, least], &[2.0, 2.0]).unwrap() - 1.0).abs() < 1e-15);
        for none in [[0.0, 0.0], [f64::NAN, 1.0], [f64::INFINITY, 1.0]] {
            assert_eq!(
                (with_norm(&none, 1.0), cosine(&none, &[1.0, 1.0])),
                (None, None)
            );
        }
    }

    /// Topic 4.3: 3.11 steps at 0.8; 1.2 doubles in 3.80.
    #[test]
    fn a_factor_halves_or_doubles_or_does_neither() {
        let Some(HalfLife::Halves(steps)) = half_life(0.8) else {
            panic!("0.8 halves");
        };
        assert!((steps - 3.106_283_7).abs() < 1e-7, "{steps}");
        let Some(HalfLife::Doubles(steps)) = half_life(1.2) else {
            panic!("1.2 doubles");
        };
        assert!((steps - 3.801_784).abs() < 1e-6, "{steps}");
        assert_eq!(half_life(0.0), Some(HalfLife::Halves(0.0)));
        assert_eq!(half_life(1.0), Some(HalfLife::Stays));
        assert_eq!([half_life(f64::NAN), half_life(f64::INFINITY)], [None; 2]);
    }

    #[test]
    fn an_even_distribution_has_the_largest_entropy() {
        assert!((entropy(&[0.25; 4]) - largest_entropy(4)).abs() < 1e-15);
        assert_eq!(entropy(&[1.0, 0.0]), 0.0);
        assert!((log_likelihood([0.5, 0.25]) - 0.125.logarithm()).abs() < 1e-15);
    }

    #[test]
    fn a_k_th_root_is_the_factor_a_step() {
        assert!((factor_per_step(0.8_f64 * 0.8, 2).unwrap() - 0.8).abs() < 1e-15);
        for (ratio, k) in [(1.0, 0), (0.0, 3), (f64::NAN, 3), (f64::INFINITY, 3)] {
            assert_eq!(factor_per_step(ratio, k), None, "{ratio} {k}");
        }
    }

    #[test]
    fn rotations_are_normal_and_shears_are_not_at_any_size() {
        for size in [1e-200, 1.0, 1e200] {
            let turn = DMatrix::from_row_slice(2, 2, &[0.0, -size, size, 0.0]);
            let shear = DMatrix::from_row_slice(2, 2, &[size, size, 0.0, size]);
            assert!(is_normal(&turn) && !is_normal(&shear), "{size}");
        }
        assert!(is_normal(&DMatrix::zeros(3, 3)));
    }

    proptest! {
        #[test]
        fn every_number_has_a_magnitude_and_a_round_number_above_it(bits in any::<u64>()) {
            let size = f64::from_bits(bits);
            let power = power_of_ten(magnitude(size));
            prop_assert!(power.is_normal());
            prop_assert!(round_up(size).is_finite());
            let size = size.abs();
            if (1e-307..1e308).contains(&size) {
                prop_assert!(power <= size && size < power_of_ten(magnitude(size) + 1));
                prop_assert!((size..=5.0 * size).contains(&round_up(size)), "{size}");
            }
        }
    }

    #[test]
    fn what_is_no_number_or_has_no_size_still_has_an_axis() {
        for size in [
            f64::NAN,
            f64::NEG_INFINITY,
            0.0,
            -0.0,
            -3.0,
            f64::from_bits(1),
        ] {
            assert_eq!(round_up(size), 1e-307, "{size}");
        }
        for size in [f64::INFINITY, f64::MAX, 1.7e308] {
            assert_eq!((magnitude(size), round_up(size)), (308, f64::MAX));
        }
        assert_eq!(round_up(1e308), 1e308);
    }

    #[test]
    fn powers_of_ten_are_their_own_magnitude() {
        for exponent in POWERS {
            let power = power_of_ten(exponent);
            assert_eq!((magnitude(power), round_up(power)), (exponent, power));
            assert_eq!(magnitude(power.next_down()), (exponent - 1).max(-307));
        }
    }
}
