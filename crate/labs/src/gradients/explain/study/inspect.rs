//! "How did you get that?" in a study: the numbers of what is pointed at, or of the product on screen.

use super::decay::decay;
use super::readings::{limit_words, precision_word, readings};
use super::spot::Spot;
use crate::gradients::run::study::Examined;
use unrolled::ir::Precision;
use unrolled::model::spectrum::{degrees, modulus};
use unrolled::run::metrics::{half_life, is_normal};
use view::explain::given::Given;
use view::explain::inspect::{InspectedRow, Inspection, Kind};
use view::explain::number;
use view::explain::road::half_life_words;

/// What is known about a name of the study, or without one about the product of the last k factors.
#[must_use]
pub fn inspect(examined: &Examined, reference: Option<&str>, k: usize) -> Inspection {
    let found = reference.and_then(|name| known(examined, name));
    found.unwrap_or_else(|| Inspection {
        kind: Kind::Lab,
        reference: None,
        ..product(examined, k.min(examined.steps()))
    })
}

/// What is known about a name of the study; nothing where it is none.
#[must_use]
pub fn known(examined: &Examined, reference: &str) -> Option<Inspection> {
    let spot: Spot = reference.parse().ok()?;
    Some(Inspection {
        reference: Some(spot.to_string()),
        ..about(examined, spot)?
    })
}

fn about(examined: &Examined, spot: Spot) -> Option<Inspection> {
    match spot {
        Spot::Product(k) => (k <= examined.steps()).then(|| product(examined, k)),
        Spot::Factor(k) => (1..=examined.steps())
            .contains(&k)
            .then(|| factor(examined, k)),
        Spot::Bracket => None,
        Spot::Eigenvalue(place) => eigenvalue(examined, place),
        Spot::Singular(place) => singular(examined, place),
        Spot::Radius => Some(radius(examined)),
        Spot::Matrix => matrix(examined),
        Spot::Entry(row, col) => entry(examined, row, col),
        Spot::Curve(_) => decay(examined, 0).inspect(&spot.to_string()),
    }
}

fn row(label: &str, value: impl Into<String>) -> InspectedRow {
    InspectedRow {
        label: label.to_owned(),
        value: value.into(),
        reference: None,
    }
}

fn six(value: f64) -> String {
    number::significant(value, 6).text()
}

fn product(examined: &Examined, k: usize) -> Inspection {
    let at = readings(examined, k);
    let steps = examined.steps();
    let chart = decay(examined, k);
    let read = chart.inspect(&Spot::Product(k).to_string());
    let mut rows = read.unwrap_or_default().rows;
    rows.extend(at.pace.map(|pace| row("factor a step", six(pace))));
    rows.extend(at.slope.map(|slope| row("mean slope", six(slope))));
    if examined.matrix().is_some() {
        rows.extend(far(examined));
    }
    Inspection {
        kind: Kind::Value,
        title: format!("k = {k}: from step {steps} back to step {}", steps - k),
        words: format!(
            "The product of the last {k} Jacobians, and what it leaves of the gradient."
        ),
        rows,
        ..Inspection::default()
    }
}

/// What ρ alone does in the long run, and where each precision ends.
fn far(examined: &Examined) -> Vec<InspectedRow> {
    let (label, life) = half_life_words(half_life(examined.radius));
    let mut rows = vec![row(&format!("{label} by \u{3c1}"), life)];
    for precision in [Precision::Single, Precision::Double] {
        let words = limit_words(examined.limits_in(precision));
        let label = format!("\u{3c1}^k in {}", precision_word(precision));
        rows.extend(words.map(|words| row(&label, words)));
    }
    rows
}

fn factor(examined: &Examined, k: usize) -> Inspection {
    let t = examined.steps() + 1 - k;
    let mut rows = vec![row("multiplies the gradient by", six(examined.factor(k)))];
    rows.extend(examined.slope(k).map(|slope| row("mean slope", six(slope))));
    rows.push(row("spectral norm", six(super::norm(&examined.step(k)))));
    Inspection {
        kind: Kind::Value,
        title: format!("factor {k}: \u{2202}h_{t}/\u{2202}h_{}", t - 1),
        words: "How the state of one step depends on the state before it.".to_owned(),
        rows,
        ..Inspection::default()
    }
}

fn eigenvalue(examined: &Examined, place: usize) -> Option<Inspection> {
    let matrix = examined.matrix()?;
    let value = matrix.eigenvalues.get(place - 1)?;
    Some(Inspection {
        kind: Kind::Value,
        title: format!("eigenvalue {place} of {}", matrix.eigenvalues.len()),
        words: "Drag it: the other eigenvalues and all eigenvectors stay. A complex one moves with its partner.".to_owned(),
        rows: vec![
            row("real part", six(value.re)),
            row("imaginary part", six(value.im)),
            row("modulus", six(modulus(*value))),
            row("angle", format!("{} degrees", number::text(degrees(*value)))),
        ],
        ..Inspection::default()
    })
}

fn singular(examined: &Examined, place: usize) -> Option<Inspection> {
    let values = &examined.matrix()?.singular_values;
    let value = *values.get(place - 1)?;
    Some(Inspection {
        kind: Kind::Value,
        title: format!("singular value {place} of {}", values.len()),
        words: "By how much one step can stretch a vector, in one of its own directions."
            .to_owned(),
        rows: vec![row("value", six(value))],
        ..Inspection::default()
    })
}

fn radius(examined: &Examined) -> Inspection {
    let mut rows = vec![row("\u{3c1}", six(examined.radius))];
    rows.extend(
        examined
            .matrix()
            .map(|matrix| row("\u{3c3}_max", six(matrix.norm()))),
    );
    Inspection {
        kind: Kind::Value,
        title: "spectral radius \u{3c1}".to_owned(),
        words: "The largest modulus of an eigenvalue: it rules the far future; \u{3c3}_max rules the next step.".to_owned(),
        rows,
        given: Some(Given {
            reference: Spot::Radius.to_string(),
            name: "spectral radius".to_owned(),
            value: examined.radius,
            step: 0.01,
        }),
        ..Inspection::default()
    }
}

fn matrix(examined: &Examined) -> Option<Inspection> {
    let matrix = examined.matrix()?;
    let size = matrix.matrix.nrows();
    Some(Inspection {
        kind: Kind::Weight,
        title: "recurrent matrix W_hh".to_owned(),
        words: if is_normal(&matrix.matrix) {
            "It is normal: \u{3c3}_max equals \u{3c1}.".to_owned()
        } else {
            "It is not normal: \u{3c3}_max is larger than \u{3c1}, so a gradient may grow before it fades.".to_owned()
        },
        rows: vec![
            row("rows and columns", format!("{size} x {size}")),
            row("\u{3c1}", six(examined.radius)),
            row("\u{3c3}_max", six(matrix.norm())),
            row(
                "smallest singular value",
                six(matrix.singular_values[size - 1]),
            ),
        ],
        ..Inspection::default()
    })
}

fn entry(examined: &Examined, line: usize, col: usize) -> Option<Inspection> {
    let value = *examined.matrix()?.matrix.get((line - 1, col - 1))?;
    Some(Inspection {
        kind: Kind::Weight,
        title: format!("W_hh, row {line}, column {col}"),
        words: format!("How much of unit {col} reaches unit {line} at the next step."),
        rows: vec![row("value", six(value))],
        given: Some(Given {
            reference: Spot::Entry(line, col).to_string(),
            name: format!("W h h, row {line}, column {col}"),
            value,
            step: if value.abs() < 1.0 && value != 0.0 {
                0.01
            } else {
                0.1
            },
        }),
        ..Inspection::default()
    })
}
