//! The number types the engine runs in, and the one home of their transcendental functions.
//!
//! Invariant: every `exp`, `tanh`, `ln` of the engine is called here, through `libm`, so that native
//! and WebAssembly builds produce the same bits. The standard library's versions differ between
//! platforms and are forbidden by clippy. (It stands in `ir`, left of everything that needs it.)

use nalgebra::RealField;
use serde::{Deserialize, Serialize};

/// The numbers a run is computed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Precision {
    /// 64 bits, about 16 digits.
    #[default]
    #[serde(rename = "f64")]
    Double,
    /// 32 bits, about 7 digits: shows where digits are lost.
    #[serde(rename = "f32")]
    Single,
}

/// A real number the engine can compute in: `f64` everywhere by default, `f32` to show underflow.
pub trait Scalar: RealField + Copy + Default + Send + Sync {
    /// How precise it is.
    const PRECISION: Precision;

    /// The nearest value to `x` in this type.
    fn of(x: f64) -> Self;
    /// This value as `f64`, exactly.
    fn to_f64(self) -> f64;
    /// e to the power of `self`.
    #[must_use]
    fn exponential(self) -> Self;
    /// Natural logarithm.
    #[must_use]
    fn logarithm(self) -> Self;
    /// Hyperbolic tangent.
    #[must_use]
    fn hyperbolic_tangent(self) -> Self;

    /// How many entries of a result stay in registers while a product adds to them.
    const PANEL: usize;

    /// out += M v, where row k of `columns` (`out.len()` wide, `stride` apart) is column k of M; each entry adds its
    /// products one after another, k ascending: the inner loop of every product. In lanes, which change no bit,
    /// because each entry has its own.
    fn add_products(out: &mut [Self], columns: &[Self], stride: usize, v: &[Self]);

    /// The same for four results at once, `out.len() / 4` wide each: what stands in `columns` is read for all of them.
    /// The factors of the four stand beside each other, `v_stride` apart from k to k.
    fn add_four_products(
        out: &mut [Self],
        columns: &[Self],
        stride: usize,
        v: &[Self],
        v_stride: usize,
    );

    /// The logistic function 1 / (1 + e^-x), without overflow on either side.
    #[must_use]
    fn logistic(self) -> Self {
        let one = Self::one();
        if self >= Self::zero() {
            one / (one + (-self).exponential())
        } else {
            let e = self.exponential();
            e / (one + e)
        }
    }
}

/// The products of a type with so many lanes: four lanes at a time where they fit, then one, then one by one.
macro_rules! products {
    ($lanes:ty, $width:literal) => {
        const PANEL: usize = 4 * $width;

        fn add_products(out: &mut [Self], columns: &[Self], stride: usize, v: &[Self]) {
            let mut start = 0;
            let (panels, rest) = out.as_chunks_mut::<{ 4 * $width }>();
            for panel in panels {
                let (lanes, _) = panel.as_chunks_mut::<$width>();
                let mut sums: [$lanes; 4] = std::array::from_fn(|lane| lanes[lane].into());
                for (k, &factor) in v.iter().enumerate() {
                    let column = columns[k * stride + start..][..Self::PANEL].as_chunks::<$width>();
                    let factor = <$lanes>::splat(factor);
                    for (sum, &m) in sums.iter_mut().zip(column.0) {
                        *sum += <$lanes>::new(m) * factor;
                    }
                }
                for (lane, sum) in lanes.iter_mut().zip(sums) {
                    *lane = sum.to_array();
                }
                start += Self::PANEL;
            }
            let (lanes, rest) = rest.as_chunks_mut::<$width>();
            for lane in lanes {
                let mut sum = <$lanes>::new(*lane);
                for (k, &factor) in v.iter().enumerate() {
                    let column = columns[k * stride + start..][..$width].as_chunks::<$width>();
                    sum += <$lanes>::new(column.0[0]) * <$lanes>::splat(factor);
                }
                *lane = sum.to_array();
                start += $width;
            }
            for (place, out) in rest.iter_mut().enumerate() {
                for (k, &factor) in v.iter().enumerate() {
                    *out += columns[k * stride + start + place] * factor;
                }
            }
        }

        fn add_four_products(
            out: &mut [Self],
            columns: &[Self],
            stride: usize,
            v: &[Self],
            v_stride: usize,
        ) {
            let width = out.len() / 4;
            let (whole, count) = (width / $width * $width, v.len().div_ceil(v_stride));
            for start in (0..whole).step_by($width) {
                let place = |row: usize| row * width + start..row * width + start + $width;
                let lane = |part: &[Self]| <$lanes>::new(part.as_chunks::<$width>().0[0]);
                let mut sums: [$lanes; 4] = std::array::from_fn(|row| lane(&out[place(row)]));
                for k in 0..count {
                    let column = lane(&columns[k * stride + start..][..$width]);
                    let factors = &v[k * v_stride..][..4];
                    for (sum, &factor) in sums.iter_mut().zip(factors) {
                        *sum += column * <$lanes>::splat(factor);
                    }
                }
                for (row, sum) in sums.into_iter().enumerate() {
                    out[place(row)].copy_from_slice(&sum.to_array());
                }
            }
            for (row, out) in out.chunks_exact_mut(width).enumerate() {
                for (place, out) in out.iter_mut().enumerate().skip(whole) {
                    for k in 0..count {
                        *out += columns[k * stride + place] * v[k * v_stride + row];
                    }
                }
            }
        }
    };
}

impl Scalar for f64 {
    const PRECISION: Precision = Precision::Double;

    products!(wide::f64x4, 4);

    fn of(x: f64) -> Self {
        x
    }
    fn to_f64(self) -> f64 {
        self
    }
    fn exponential(self) -> Self {
        libm::exp(self)
    }
    fn logarithm(self) -> Self {
        libm::log(self)
    }
    fn hyperbolic_tangent(self) -> Self {
        libm::tanh(self)
    }
}

impl Scalar for f32 {
    const PRECISION: Precision = Precision::Single;

    products!(wide::f32x8, 8);

    #[expect(
        clippy::cast_possible_truncation,
        reason = "rounding to the nearest f32 is the meaning"
    )]
    fn of(x: f64) -> Self {
        x as Self
    }
    fn to_f64(self) -> f64 {
        f64::from(self)
    }
    fn exponential(self) -> Self {
        libm::expf(self)
    }
    fn logarithm(self) -> Self {
        libm::logf(self)
    }
    fn hyperbolic_tangent(self) -> Self {
        libm::tanhf(self)
    }
}

#[cfg(test)]
mod tests {
    use super::Scalar;

    #[test]
    fn the_logistic_function_neither_overflows_nor_loses_its_tails() {
        assert_eq!(0.0_f64.logistic(), 0.5);
        assert_eq!(1000.0_f64.logistic(), 1.0);
        assert_eq!((-1000.0_f64).logistic(), 0.0);
        let tail = (-40.0_f64).logistic();
        assert!(
            (tail / 4.248_354_255_291_589e-18 - 1.0).abs() < 1e-14,
            "{tail:e}"
        );
    }
}
