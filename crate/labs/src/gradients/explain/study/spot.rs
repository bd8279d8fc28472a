//! The names of what a study shows.
//!
//! | what | written |
//! |---|---|
//! | the product of the last 12 factors | `k.12` |
//! | the 12th factor, counted back from the last step | `factor.12` |
//! | the bracket over the product | `bracket` |
//! | an eigenvalue, a singular value | `eig.3`, `sv.3` |
//! | the spectral radius, and its ring | `rho` |
//! | the recurrent matrix, an entry of it | `W`, `W.r1.c2` |
//! | a curve of the chart | `curve.measured` |
//!
//! All counts but k begin at 1. Invariant: what is printed parses to the same.

use std::fmt;
use std::str::FromStr;

use unrolled::model::cells::{self, Cell};

/// Something a study shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// The product of the last k factors.
    Product(usize),
    /// One factor, counted back from the last step.
    Factor(usize),
    /// The bracket over the product on screen.
    Bracket,
    /// An eigenvalue.
    Eigenvalue(usize),
    /// A singular value.
    Singular(usize),
    /// ρ.
    Radius,
    /// The recurrent matrix.
    Matrix,
    /// One entry of it: row and column.
    Entry(usize, usize),
    /// A curve.
    Curve(Line),
}

/// A curve over k.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The measured ratio.
    Measured,
    /// ρ^k.
    Powers,
    /// (γ σ_max)^k.
    Bound,
    /// The singular values of the product.
    Range,
    /// A gated cell beside it.
    Beside(&'static Cell),
    /// Its direct road, or that of the cell under study.
    Direct(&'static Cell),
}

impl Line {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        let own = [Self::Measured, Self::Powers, Self::Bound, Self::Range];
        let of_cells = cells::gated().flat_map(|cell| [Self::Beside(cell), Self::Direct(cell)]);
        own.into_iter().chain(of_cells)
    }

    /// Its name in references.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Self::Measured => "measured".to_owned(),
            Self::Powers => "powers".to_owned(),
            Self::Bound => "bound".to_owned(),
            Self::Range => "range".to_owned(),
            Self::Beside(cell) => cell.kind.to_owned(),
            Self::Direct(cell) => format!("{}-direct", cell.kind),
        }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Product(k) => write!(f, "k.{k}"),
            Self::Factor(k) => write!(f, "factor.{k}"),
            Self::Bracket => f.write_str("bracket"),
            Self::Eigenvalue(place) => write!(f, "eig.{place}"),
            Self::Singular(place) => write!(f, "sv.{place}"),
            Self::Radius => f.write_str("rho"),
            Self::Matrix => f.write_str("W"),
            Self::Entry(row, col) => write!(f, "W.r{row}.c{col}"),
            Self::Curve(line) => write!(f, "curve.{}", line.key()),
        }
    }
}

impl FromStr for Spot {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let count = |text: &str| match text.parse::<usize>() {
            Ok(n) if n.to_string() == text => Ok(n),
            _ => Err(()),
        };
        let from_one = |text: &str| count(text).and_then(|n| if n > 0 { Ok(n) } else { Err(()) });
        let parts: Vec<&str> = text.split('.').collect();
        match parts[..] {
            ["k", k] => count(k).map(Self::Product),
            ["factor", k] => from_one(k).map(Self::Factor),
            ["bracket"] => Ok(Self::Bracket),
            ["eig", place] => from_one(place).map(Self::Eigenvalue),
            ["sv", place] => from_one(place).map(Self::Singular),
            ["rho"] => Ok(Self::Radius),
            ["W"] => Ok(Self::Matrix),
            ["W", row, col] => {
                let row = row.strip_prefix('r').ok_or(())?;
                let col = col.strip_prefix('c').ok_or(())?;
                Ok(Self::Entry(from_one(row)?, from_one(col)?))
            }
            ["curve", key] => {
                let found = Line::all().find(|line| line.key() == key);
                found.map(Self::Curve).ok_or(())
            }
            _ => Err(()),
        }
    }
}

/// The name of the place along k where something of this name stands.
#[must_use]
pub fn place_of(reference: &str) -> Option<String> {
    match reference.parse().ok()? {
        Spot::Product(k) | Spot::Factor(k) => Some(Spot::Product(k).to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_parses_to_the_same_and_nothing_else_parses() {
        for text in [
            "k.0",
            "k.12",
            "factor.1",
            "bracket",
            "eig.3",
            "sv.64",
            "rho",
            "W",
            "W.r1.c64",
            "curve.measured",
            "curve.lstm",
            "curve.gru-direct",
        ] {
            let spot: Spot = text.parse().unwrap();
            assert_eq!(spot.to_string(), text);
        }
        for text in [
            "", "k", "k.-1", "k.012", "factor.0", "eig.0", "W.r0.c1", "W.1.2", "curve.x", "h.t4",
        ] {
            assert!(text.parse::<Spot>().is_err(), "{text}");
        }
    }
}
