//! The number types the engine runs in, and the one home of their transcendental functions.
//!
//! Invariant: every `exp`, `tanh`, `ln` of the engine is called here, through `libm`, so that native
//! and WebAssembly builds produce the same bits. The standard library's versions differ between
//! platforms and are forbidden by clippy. (It stands in `ir`, left of everything that needs it.)

use nalgebra::RealField;
/// The numbers a run is computed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Precision {
    /// 64 bits, about 16 digits.
    #[default]
    #[cfg_attr(feature = "serde", serde(rename = "f64"))]
    Double,
    /// 32 bits, about 7 digits: shows where digits are lost.
    #[cfg_attr(feature = "serde", serde(rename = "f32"))]
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

    /// out += M v for at most [`PANEL`](Self::PANEL) results, where `columns` holds one column of M after the other; each
    /// entry adds its products one after another, k ascending: the inner loop of every product. In lanes, which change
    /// no bit, because each entry has its own.
    fn add_products(out: &mut [Self], columns: &[Self], v: &[Self]);

    /// How many entries one vector register or two hold: the width of a block of outer products.
    const BLOCK: usize;

    /// block += Σ a bᵀ over pairs of a column of four and a row of [`BLOCK`](Self::BLOCK), one after another: the inner
    /// loop of every weight gradient. The block has four rows.
    fn add_outer(block: &mut [Self], columns: &[Self], rows: &[Self]);

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
        const BLOCK: usize = $width;
        const PANEL: usize = 4 * $width;

        fn add_products(out: &mut [Self], columns: &[Self], v: &[Self]) {
            if let Ok(panel) = <&mut [Self; 4 * $width]>::try_from(&mut *out) {
                let (lanes, _) = panel.as_chunks_mut::<$width>();
                let mut sums: [$lanes; 4] = std::array::from_fn(|lane| lanes[lane].into());
                let columns = columns.as_chunks::<{ 4 * $width }>().0;
                for (column, &factor) in columns.iter().zip(v) {
                    let factor = <$lanes>::splat(factor);
                    for (sum, &m) in sums.iter_mut().zip(column.as_chunks::<$width>().0) {
                        *sum += <$lanes>::new(m) * factor;
                    }
                }
                for (lane, sum) in lanes.iter_mut().zip(sums) {
                    *lane = sum.to_array();
                }
                return;
            }
            let width = out.len();
            let (lanes, rest) = out.as_chunks_mut::<$width>();
            let mut start = 0;
            for lane in lanes {
                let mut sum = <$lanes>::new(*lane);
                for (column, &factor) in columns.chunks_exact(width).zip(v) {
                    let column = column[start..].as_chunks::<$width>();
                    sum += <$lanes>::new(column.0[0]) * <$lanes>::splat(factor);
                }
                *lane = sum.to_array();
                start += $width;
            }
            for (place, out) in rest.iter_mut().enumerate() {
                for (column, &factor) in columns.chunks_exact(width).zip(v) {
                    *out += column[start + place] * factor;
                }
            }
        }

        fn add_outer(block: &mut [Self], columns: &[Self], rows: &[Self]) {
            let (lanes, _) = block.as_chunks_mut::<$width>();
            let mut sums: [$lanes; 4] = std::array::from_fn(|row| lanes[row].into());
            let (columns, rows) = (columns.as_chunks::<4>().0, rows.as_chunks::<$width>().0);
            for (column, &row) in columns.iter().zip(rows) {
                let row = <$lanes>::new(row);
                for (sum, &factor) in sums.iter_mut().zip(column) {
                    *sum += row * <$lanes>::splat(factor);
                }
            }
            for (lane, sum) in lanes.iter_mut().zip(sums) {
                *lane = sum.to_array();
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
