//! What is read off at k factors: every number that stands beside the curves.

use crate::gradients::run::study::Examined;
use unrolled::ir::Precision;
use unrolled::run::chain::Limits;
use unrolled::run::metrics::{HalfLife, factor_per_step, half_life};
use view::explain::number;

/// A change smaller than this share counts as none.
const SAME: f64 = 5e-3;

/// The numbers at k.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Readings {
    /// Factors in the product.
    pub k: usize,
    /// What is left of the gradient.
    pub measured: f64,
    /// ρ^k.
    pub power: Option<f64>,
    /// (γ σ_max)^k.
    pub bound: Option<f64>,
    /// The smallest and the largest singular value of the product.
    pub range: Option<(f64, f64)>,
    /// The mean slope of the squashing function over the factors of the product.
    pub slope: Option<f64>,
    /// The mean factor a step: the k-th root of what is left; none at k = 0 and where nothing is left.
    pub pace: Option<f64>,
    /// After how many steps ρ alone halves or doubles a gradient.
    pub half_life: Option<HalfLife>,
}

/// The numbers at k, held to the steps there are.
#[must_use]
pub fn readings(examined: &Examined, k: usize) -> Readings {
    let k = k.min(examined.steps());
    let at = |curve: &Option<Vec<f64>>| curve.as_ref().map(|curve| curve[k]);
    let measured = examined.measured[k];
    Readings {
        k,
        measured,
        power: at(&examined.powers),
        bound: at(&examined.bound),
        range: examined.range(k),
        slope: examined.mean_slope(k),
        pace: factor_per_step(measured, k),
        half_life: half_life(examined.radius),
    }
}

/// Whether a factor changes nothing worth a word.
pub(super) fn is_same(factor: f64) -> bool {
    (factor - 1.0).abs() < SAME
}

/// How a precision is called.
#[must_use]
pub fn precision_word(precision: Precision) -> &'static str {
    match precision {
        Precision::Single => "float32",
        Precision::Double => "float64",
    }
}

/// "loses digits from k = 392", "inf from k = 487, NaN from k = 489", or nothing where a curve stays in its range.
pub(super) fn limit_words(limits: Limits) -> Option<String> {
    match limits {
        Limits {
            overflows: Some(k), ..
        } => {
            let inf = limits.is_lost != Some(k);
            let inf = inf.then(|| format!("inf from k = {}", number::count(k)));
            let nan = limits.is_lost;
            let nan = nan.map(|k| format!("NaN from k = {}", number::count(k)));
            Some(inf.into_iter().chain(nan).collect::<Vec<_>>().join(", "))
        }
        Limits {
            loses_digits: Some(k),
            ..
        } => Some(format!("loses digits from k = {}", number::count(k))),
        _ => None,
    }
}
