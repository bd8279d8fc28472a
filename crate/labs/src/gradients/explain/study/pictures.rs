//! What the pictures of a study show: numbers on the scale they are drawn on, and the words beside them.
//!
//! Invariant: everything drawn is one of the readings at some k; here it is only put on a scale.

use std::rc::Rc;

use super::readings::precision_word;
use super::words::{radius, verdict};
use crate::gradients::run::study::Examined;
use unrolled::model::spectrum::modulus;
use unrolled::run::metrics::{magnitude, power_of_ten};
use view::explain::number;
use view::explain::range::rounded_limit;

/// Below this a gradient is too small to matter.
pub const TOO_SMALL: f64 = 1e-6;

/// The chain of states, and the gradient that goes back along it.
#[derive(Clone, Debug)]
pub struct ChainPicture {
    /// Factors in the bracket.
    pub k: usize,
    /// What is left after k = 0 to T.
    pub ratios: Rc<Vec<f64>>,
    /// The mean of each state, h_0 first.
    pub means: Vec<f64>,
    /// What is left at k, printed, and what that is.
    pub number: String,
    /// Words after the number.
    pub verdict: String,
    /// The letter of the state.
    pub letter: &'static str,
    /// The precision the run is in.
    pub precision: &'static str,
}

/// The chain at k.
#[must_use]
pub fn chain(examined: &Examined, k: usize) -> ChainPicture {
    let k = k.min(examined.steps());
    let (number, words) = verdict(examined, k);
    ChainPicture {
        k,
        ratios: Rc::new(examined.measured.clone()),
        means: examined.state_means(),
        number,
        verdict: words,
        letter: "h",
        precision: precision_word(examined.studied.scenario.precision),
    }
}

/// Eigenvalues and singular values.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanePicture {
    /// Real and imaginary parts, with their words.
    pub eigenvalues: Vec<(f64, f64, String)>,
    /// The largest first.
    pub singular: Vec<f64>,
    /// ρ.
    pub radius: f64,
    /// How far the plane reaches on each side so that all can be seen.
    pub reach: f64,
    /// "ρ 0.800", "σ_max 0.800".
    pub captions: [String; 2],
}

/// The plane, where one matrix is studied.
#[must_use]
pub fn plane(examined: &Examined) -> Option<PlanePicture> {
    let matrix = examined.matrix()?;
    let eigenvalues = matrix.eigenvalues.iter().enumerate().map(|(place, value)| {
        let words = format!(
            "eigenvalue {}: {} {} {} i, modulus {}",
            place + 1,
            number::text(value.re),
            if value.im < 0.0 { number::MINUS } else { '+' },
            number::text(value.im.abs()),
            number::text(modulus(*value))
        );
        (value.re, value.im, words)
    });
    // A little more than the largest thing, in steps, so that the axes stay while a slider moves a little.
    let largest = examined.radius.max(1.0);
    let steps = [1.3, 2.2, 4.0, 7.0, 13.0].into_iter();
    let power = power_of_ten(magnitude(largest));
    let reach = steps
        .map(|step| step * power)
        .find(|reach| *reach >= largest * 1.12)
        .filter(|reach| reach.is_finite());
    Some(PlanePicture {
        eigenvalues: eigenvalues.collect(),
        singular: matrix.singular_values.clone(),
        radius: examined.radius,
        reach: reach.unwrap_or(f64::MAX),
        captions: [
            format!("\u{3c1} {}", radius(examined)),
            format!("\u{3c3}_max {}", number::text(matrix.norm())),
        ],
    })
}

/// One factor of the product as a small matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Tile {
    /// Its number, counted back from the last step.
    pub k: usize,
    /// Row after row.
    pub entries: Vec<f64>,
    /// Its lower caption: its mean slope, or what it multiplies the gradient by.
    pub caption: String,
    /// In words.
    pub words: String,
}

/// The factors that have entered the product, and the product.
#[derive(Clone, Debug, PartialEq)]
pub struct FactorsPicture {
    /// Factors in the product.
    pub k: usize,
    /// T.
    pub steps: usize,
    /// Rows and columns of each.
    pub size: usize,
    /// The last ones that entered, in the order of the product, so many as were asked for.
    pub tiles: Vec<Tile>,
    /// How far the colours of the tiles reach.
    pub limit: f64,
    /// The product, row after row, and how far its colours reach; none while that would take too long.
    pub product: Option<(Vec<f64>, f64)>,
    /// Whether the product has left the range of numbers.
    pub is_beyond: bool,
    /// What is said about the product.
    pub captions: Vec<String>,
    /// What is said about the slopes of the factors.
    pub slopes: Option<String>,
}

/// The product at k with at most so many of its factors: the first ones and the last.
#[must_use]
pub fn factors(examined: &Examined, k: usize, most: usize) -> FactorsPicture {
    let k = k.min(examined.steps());
    let shown: Vec<usize> = if k <= most {
        (1..=k).collect()
    } else {
        (1..most).chain(std::iter::once(k)).collect()
    };
    let tiles: Vec<Tile> = shown.into_iter().map(|k| tile(examined, k)).collect();
    let all: Vec<f64> = tiles
        .iter()
        .flat_map(|tile| tile.entries.iter().copied())
        .collect();
    let product = examined.chain().map(|chain| {
        let entries = chain.product(k).transpose().as_slice().to_vec();
        let limit = rounded_limit(&entries);
        (entries, limit)
    });
    let mut captions = vec![format!("{} left", number::text(examined.measured[k]))];
    if let Some((smallest, largest)) = examined.range(k) {
        captions.push(format!(
            "\u{3c3} {} to {}",
            number::text(smallest),
            number::text(largest)
        ));
    }
    FactorsPicture {
        k,
        steps: examined.steps(),
        size: examined.run.state_size(),
        limit: rounded_limit(&all),
        is_beyond: product
            .as_ref()
            .is_some_and(|(entries, _)| entries.iter().any(|entry| !entry.is_finite())),
        tiles,
        product,
        captions,
        slopes: examined
            .mean_slope(k)
            .map(|slope| format!("mean slope of D {}", number::text(slope))),
    }
}

fn tile(examined: &Examined, k: usize) -> Tile {
    let step = examined.step(k);
    let factor = examined.factor(k);
    let t = examined.steps() + 1 - k;
    let slope = examined
        .slope(k)
        .map(|slope| format!(", mean slope {}", number::text(slope)));
    Tile {
        k,
        entries: step.transpose().as_slice().to_vec(),
        caption: match examined.measured[k - 1] {
            0.0 => "nothing left".to_owned(),
            _ => format!("\u{d7} {}", number::text(factor)),
        },
        words: format!(
            "factor {k}, step {t}: multiplies the gradient by {}{}",
            number::text(factor),
            slope.unwrap_or_default()
        ),
    }
}
