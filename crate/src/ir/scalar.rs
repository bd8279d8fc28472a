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

    /// out += a·α + b·β + c·γ + d·δ, entry by entry, one product after another from the left: the inner
    /// loop of every product. In lanes, which change no bit, because each entry has its own.
    fn add_four_products(out: &mut [Self], columns: [&[Self]; 4], factors: [Self; 4]);

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

/// [`Scalar::add_four_products`] with so many lanes of this type, and one by one where lanes do not fit.
macro_rules! add_four_products {
    ($lanes:ty, $width:literal) => {
        fn add_four_products(out: &mut [Self], columns: [&[Self]; 4], factors: [Self; 4]) {
            let [a, b, c, d] = columns.map(|column| column[..out.len()].as_chunks::<$width>());
            let (whole, rest) = out.as_chunks_mut::<$width>();
            let [va, vb, vc, vd] = factors.map(<$lanes>::splat);
            for ((((out, &a), &b), &c), &d) in whole.iter_mut().zip(a.0).zip(b.0).zip(c.0).zip(d.0)
            {
                let [a, b, c, d] = [a, b, c, d].map(<$lanes>::new);
                *out = (<$lanes>::new(*out) + a * va + b * vb + c * vc + d * vd).to_array();
            }
            let [va, vb, vc, vd] = factors;
            for ((((out, &a), &b), &c), &d) in rest.iter_mut().zip(a.1).zip(b.1).zip(c.1).zip(d.1) {
                *out = *out + a * va + b * vb + c * vc + d * vd;
            }
        }
    };
}

impl Scalar for f64 {
    const PRECISION: Precision = Precision::Double;

    add_four_products!(wide::f64x4, 4);

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

    add_four_products!(wide::f32x8, 8);

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
