//! Powers of ten along an axis.

use unrolled::run::metrics::log10;

/// Whole powers of ten round all positive numbers, at least two.
pub(super) fn decades(values: impl IntoIterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values
        .into_iter()
        .filter(|value| *value > 0.0 && value.is_finite())
        .map(log10)
        .fold(
            (f64::INFINITY, f64::NEG_INFINITY),
            |(low, high), exponent| (low.min(exponent), high.max(exponent)),
        );
    match (low.floor(), high.ceil()) {
        (low, high) if !low.is_finite() || !high.is_finite() => (-1.0, 1.0),
        (low, high) if low < high => (low, high),
        (low, high) => (low - 1.0, high + 1.0),
    }
}

/// A power of ten as it is written on an axis.
pub(super) fn print_decade(exponent: f64) -> String {
    const PLAIN: [(f64, &str); 5] = [
        (-2.0, "0.01"),
        (-1.0, "0.1"),
        (0.0, "1"),
        (1.0, "10"),
        (2.0, "100"),
    ];
    let whole = exponent.round();
    if (exponent - whole).abs() > 1e-9 {
        return String::new();
    }
    match PLAIN.iter().find(|(exponent, _)| *exponent == whole) {
        Some((_, text)) => (*text).to_owned(),
        None => format!("1e{whole:.0}").replace('-', "\u{2212}"),
    }
}
