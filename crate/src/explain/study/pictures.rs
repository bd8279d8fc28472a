//! What the pictures of a study show: numbers on the scale they are drawn on, and the words beside them.
//!
//! Invariant: everything drawn is one of the readings at some k; here it is only put on a scale.

use std::rc::Rc;

use super::curves::short;
use super::readings::{limit_words, precision_word};
use super::spot::Line;
use super::words::{radius, verdict};
use crate::explain::number;
use crate::explain::range::rounded_limit;
use crate::ir::Precision;
use crate::model::spectrum::modulus;
use crate::run::Examined;
use crate::run::metrics::{log10, magnitude, power_of_ten};
use crate::run::study::state_lengths;

/// Below this a gradient is too small to matter.
pub const TOO_SMALL: f64 = 1e-6;

/// The powers of ten the chart shows at least, so that a slider moves the curve and not the axis.
const USUAL: (f64, f64) = (-4.0, 3.0);

/// How many powers of ten the lines of comparison may add.
const NEAR: f64 = 3.0;

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

/// A curve on a scale of powers of ten.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Which one.
    pub line: Line,
    /// Its short name.
    pub name: String,
    /// The logarithm to the base of 10 at k = 0 to T: -inf at zero, inf where it overflowed, not a number where there
    /// is none.
    pub tens: Vec<f64>,
    /// What it comes to at k, printed.
    pub at: String,
}

/// The chart over k.
#[derive(Clone, Debug)]
pub struct DecayPicture {
    /// Where the cursor stands.
    pub k: usize,
    /// T.
    pub steps: usize,
    /// The curves there are, the measured one first.
    pub curves: Vec<Curve>,
    /// The smallest and the largest singular value of the product, on the same scale.
    pub band: Option<(Vec<f64>, Vec<f64>)>,
    /// The powers of ten that hold the curves.
    pub fit: (f64, f64),
    /// Below this power of ten digits are lost, with its words.
    pub floor: Option<(f64, String)>,
    /// What is said about the measured curve where it ends early, and whether it ends at the top.
    pub end: Option<(String, bool)>,
    /// For each k, what is read there.
    pub points: Rc<Points>,
}

/// What is read at each k, made into words only when it is pointed at.
#[derive(Clone, Debug, PartialEq)]
pub struct Points(Vec<(String, Vec<f64>)>);

impl Points {
    /// "k = 12: measured 0.0687, ρ^k 0.0687"
    #[must_use]
    pub fn words(&self, k: usize) -> String {
        let values = self
            .0
            .iter()
            .filter_map(|(name, values)| Some(format!("{name} {}", number::text(*values.get(k)?))));
        format!("k = {k}: {}", values.collect::<Vec<_>>().join(", "))
    }
}

/// The chart over k.
#[must_use]
pub fn decay(examined: &Examined, k: usize) -> DecayPicture {
    let k = k.min(examined.steps());
    let lines = [
        Line::Measured,
        Line::Powers,
        Line::Bound,
        Line::Gru,
        Line::GruDirect,
        Line::Lstm,
        Line::LstmDirect,
    ];
    let values: Vec<(Line, Vec<f64>)> = lines
        .into_iter()
        .filter_map(|line| Some((line, super::curves::values(examined, line)?)))
        .collect();
    let curves: Vec<Curve> = (values.iter())
        .map(|(line, values)| Curve {
            line: *line,
            name: short(examined, *line),
            tens: values.iter().map(|value| log10(*value)).collect(),
            at: number::text(values[k]),
        })
        .collect();
    let band = examined.ranges().map(|ranges| {
        let of = |side: fn((f64, f64)) -> f64| -> Vec<f64> {
            ranges
                .iter()
                .map(|range| range.map_or(f64::NAN, |range| log10(side(range))))
                .collect()
        };
        (of(|range| range.0), of(|range| range.1))
    });
    let fit = fit(
        &curves,
        band.as_ref().map(|(_, largest)| largest.as_slice()),
    );
    let precision = examined.studied.scenario.precision;
    let least = match precision {
        Precision::Single => f64::from(f32::MIN_POSITIVE),
        Precision::Double => f64::MIN_POSITIVE,
    };
    let word = precision_word(precision);
    DecayPicture {
        k,
        steps: examined.steps(),
        band,
        fit,
        floor: (log10(least) > fit.0).then(|| (log10(least), format!("{word} loses digits below"))),
        end: limit_words(examined.limits()).map(|words| {
            (
                format!("{word}: {words}"),
                examined.limits().overflows.is_some(),
            )
        }),
        points: Rc::new(Points(
            values
                .into_iter()
                .map(|(line, values)| (short(examined, line), values))
                .collect(),
        )),
        curves,
    }
}

/// Whole powers of ten that hold all that was found in the run, the usual ones, and of the lines it is compared with as
/// much as is near.
fn fit(curves: &[Curve], largest: Option<&[f64]>) -> (f64, f64) {
    let compared = |curve: &&Curve| matches!(curve.line, Line::Powers | Line::Bound);
    let found = curves
        .iter()
        .filter(|curve| !compared(curve))
        .flat_map(|curve| &curve.tens);
    let (low, high) = widened(USUAL, found.chain(largest.unwrap_or_default()));
    let near = |value: &&f64| (low - NEAR..=high + NEAR).contains(*value);
    let lines = curves.iter().filter(compared).flat_map(|curve| &curve.tens);
    let (low, high) = widened((low, high), lines.filter(near));
    (low.floor(), high.ceil())
}

fn widened<'v>(range: (f64, f64), values: impl Iterator<Item = &'v f64>) -> (f64, f64) {
    let finite = values.filter(|value| value.is_finite());
    finite.fold(range, |(low, high), value| {
        (low.min(*value), high.max(*value))
    })
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

/// The recurrent matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixPicture {
    /// Rows and columns.
    pub size: usize,
    /// Row after row.
    pub entries: Vec<f64>,
    /// How far its colours reach.
    pub limit: f64,
}

/// The matrix, where one is studied.
#[must_use]
pub fn matrix(examined: &Examined) -> Option<MatrixPicture> {
    let matrix = &examined.matrix()?.matrix;
    let entries = matrix.transpose().as_slice().to_vec();
    Some(MatrixPicture {
        size: matrix.nrows(),
        limit: rounded_limit(&entries),
        entries,
    })
}

/// The lengths of the states over time.
#[derive(Clone, Debug, PartialEq)]
pub struct ForwardPicture {
    /// A title, the line whose look it has, and the lengths for t = 0 to T.
    pub curves: Vec<(String, Line, Vec<f64>)>,
    /// How far they reach.
    pub limit: f64,
}

/// Forward: how long h is after each step, in each cell.
#[must_use]
pub fn forward(examined: &Examined) -> ForwardPicture {
    let title = examined.studied.scenario.spec.cell.cell.title.to_owned();
    let mut curves = vec![(title, Line::Measured, state_lengths(&examined.run))];
    for beside in &examined.beside {
        let line = if beside.kind == "lstm" {
            Line::Lstm
        } else {
            Line::Gru
        };
        let title = beside.studied.scenario.spec.cell.cell.title.to_owned();
        curves.push((title, line, beside.lengths()));
    }
    let all = curves
        .iter()
        .flat_map(|(_, _, values)| values.iter().copied());
    let highest = all.filter(|value| value.is_finite()).fold(0.0, f64::max);
    ForwardPicture {
        curves,
        limit: if highest > 0.0 {
            rounded_limit(&[highest])
        } else {
            1.0
        },
    }
}
