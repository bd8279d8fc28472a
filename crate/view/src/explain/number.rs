//! How numbers are written: three digits in text, fixed decimals inside an equation.
//!
//! Invariant: what only rounds to zero is never written as 0, and an equation is either true as
//! printed or written with ≈.

/// The minus sign: as wide as a digit, unlike a hyphen.
pub const MINUS: char = '\u{2212}';

/// The sign of a root.
pub const ROOT: char = '\u{221a}';

/// Decimals an equation begins with.
const FEWEST: usize = 3;
/// Decimals after which an equation gives up and is written with ≈.
const MOST: usize = 6;
/// What is written plainly; anything else gets a power of ten.
const PLAIN: std::ops::Range<f64> = 1e-3..1e4;

/// A number as it is written: its digits, and a power of ten where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// Sign and digits, or a word (`inf`, `NaN`).
    pub digits: String,
    /// The power of ten beside them.
    pub exponent: Option<i32>,
}

impl Printed {
    fn plain(digits: &str) -> Self {
        Self {
            digits: with_minus(digits),
            exponent: None,
        }
    }

    /// As in running text: `1.43e-5`.
    #[must_use]
    pub fn text(&self) -> String {
        match self.exponent {
            Some(exponent) => format!("{}e{}", self.digits, with_minus(&exponent.to_string())),
            None => self.digits.clone(),
        }
    }

    /// The number a reader sees, to check an equation as printed.
    #[must_use]
    pub fn read(&self) -> f64 {
        let digits = self.digits.replace(MINUS, "-");
        let text = self
            .exponent
            .map_or(digits.clone(), |exponent| format!("{digits}e{exponent}"));
        text.parse().unwrap_or(f64::NAN)
    }
}

/// With this many significant digits: 3 in text, 6 in the inspector.
#[must_use]
pub fn significant(x: f64, digits: usize) -> Printed {
    if let Some(special) = special(x) {
        return special;
    }
    let (mantissa, exponent) = scientific(x, digits - 1);
    // Rounding may have moved it to the next power of ten: 9999.9 is 1.00e4.
    if !(-3..4).contains(&exponent) {
        return Printed {
            digits: with_minus(&mantissa),
            exponent: Some(exponent),
        };
    }
    let places = usize::try_from(i32::try_from(digits).unwrap_or(3) - 1 - exponent).unwrap_or(0);
    Printed::plain(&format!("{x:.places$}"))
}

/// With this many decimals, as inside an equation; numbers too small or too large for that keep a
/// power of ten.
#[must_use]
pub fn fixed(x: f64, decimals: usize) -> Printed {
    if let Some(special) = special(x) {
        return special;
    }
    if PLAIN.contains(&x.abs()) {
        return Printed::plain(&format!("{x:.decimals$}"));
    }
    let (mantissa, exponent) = scientific(x, 2);
    Printed {
        digits: with_minus(&mantissa),
        exponent: Some(exponent),
    }
}

/// As it was given, unless that is long.
#[must_use]
pub fn given(x: f64) -> Printed {
    let full = full(x);
    if full.chars().count() > 8 {
        significant(x, 6)
    } else {
        Printed::plain(&full)
    }
}

/// In text, with 3 digits.
#[must_use]
pub fn text(x: f64) -> String {
    significant(x, 3).text()
}

/// With all its digits, so that reading it back gives the same number.
#[must_use]
pub fn full(x: f64) -> String {
    special(x).map_or_else(|| with_minus(&format!("{x}")), |special| special.text())
}

/// A share as it is printed: one decimal, and never 0 for what is not.
#[must_use]
pub fn percent(share: f64) -> String {
    let hundreds = 100.0 * share;
    let fixed = fixed(hundreds, 1);
    let printed = if hundreds.abs() < 0.1 || fixed.exponent.is_some() {
        significant(hundreds, 2)
    } else {
        fixed
    };
    format!("{} %", printed.text())
}

/// A count, with a separator from 10,000 on.
#[must_use]
pub fn count(n: usize) -> String {
    let digits = n.to_string();
    if n < 10_000 {
        return digits;
    }
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The fewest decimals at which an equation holds as printed, and whether it does.
///
/// `holds` is asked with 3 to 6 decimals.
#[must_use]
pub fn decimals(holds: impl Fn(usize) -> bool) -> (usize, bool) {
    let found = (FEWEST..=MOST).find(|&decimals| holds(decimals));
    (found.unwrap_or(MOST), found.is_some())
}

/// Whether `right`, computed from printed numbers, prints as `left` does.
#[must_use]
pub fn agree(left: f64, right: f64, decimals: usize) -> bool {
    fixed(left, decimals) == fixed(right, decimals) || left.is_nan() && right.is_nan()
}

fn special(x: f64) -> Option<Printed> {
    if x.is_nan() {
        Some(Printed::plain("NaN"))
    } else if x.is_infinite() {
        Some(Printed::plain(if x > 0.0 { "inf" } else { "-inf" }))
    } else if x == 0.0 {
        Some(Printed::plain("0"))
    } else {
        None
    }
}

fn scientific(x: f64, decimals: usize) -> (String, i32) {
    let text = format!("{x:.decimals$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (mantissa.to_owned(), exponent.parse().unwrap_or(0))
}

fn with_minus(digits: &str) -> String {
    digits.replace('-', &MINUS.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_has_three_significant_digits() {
        let cases = [
            (0.011_529_215, "0.0115"),
            (1.163_5, "1.16"),
            (38.337_6, "38.3"),
            (864.2, "864"),
            (9_100.4, "9100"),
            (1.427e-5, "1.43e\u{2212}5"),
            (-1.427e-5, "\u{2212}1.43e\u{2212}5"),
            (12_345.0, "1.23e4"),
            (9_999.9, "1.00e4"),
            (0.000_999_96, "0.00100"),
            (0.0, "0"),
            (-0.0, "0"),
            (2e-9, "2.00e\u{2212}9"),
            (f64::INFINITY, "inf"),
            (f64::NEG_INFINITY, "\u{2212}inf"),
            (f64::NAN, "NaN"),
        ];
        for (x, want) in cases {
            assert_eq!(text(x), want, "{x:e}");
        }
    }

    #[test]
    fn inside_an_equation_decimals_are_fixed_but_nothing_small_becomes_zero() {
        assert_eq!(fixed(1.163_46, 3).text(), "1.163");
        assert_eq!(fixed(-8.0, 3).text(), "\u{2212}8.000");
        assert_eq!(fixed(0.000_43, 3).text(), "4.30e\u{2212}4");
        assert_eq!(fixed(0.0, 3).text(), "0");
        assert_eq!(fixed(2e-9, 5).text(), "2.00e\u{2212}9");
    }

    #[test]
    fn what_is_printed_reads_back_as_the_number_a_reader_sees() {
        for x in [1.163_46, -8.0, 0.000_43, 0.0, 12_345.6] {
            let read = fixed(x, 3).read();
            assert!((read - x).abs() <= 0.5e-2 * x.abs(), "{x} read as {read}");
        }
        assert!(fixed(f64::NAN, 3).read().is_nan());
        assert_eq!(fixed(f64::NEG_INFINITY, 3).read(), f64::NEG_INFINITY);
    }

    #[test]
    fn an_equation_takes_one_more_decimal_until_it_holds_as_printed() {
        // 0.5004 + 0.5004 = 1.0008: with three decimals 0.500 + 0.500 is not 1.001.
        let sum = |decimals| {
            let part = fixed(0.5004, decimals).read();
            agree(1.0008, part + part, decimals)
        };
        assert_eq!(decimals(sum), (4, true));
        assert_eq!(decimals(|_| false), (6, false));
    }

    #[test]
    fn counts_are_separated_from_ten_thousand_on() {
        assert_eq!(count(8256), "8256");
        assert_eq!(count(24_768), "24,768");
        assert_eq!(count(1_024_768), "1,024,768");
    }
}
