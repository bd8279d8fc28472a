//! A study in sentences: what is left of the gradient after k steps, at what pace, and why.

use super::readings::{Readings, is_same, limit_words, pace, precision_word, readings};
use crate::explain::number;
use crate::explain::sentence::Verbosity;
use crate::ir::Precision;
use crate::model::recurrent::BaseKind;
use crate::run::Examined;

/// Slopes above this leave a gradient nearly as it is.
const OPEN: f64 = 0.99;

/// What is to be said at k.
#[must_use]
pub fn sentence(examined: &Examined, k: usize, verbosity: Verbosity) -> String {
    let at = readings(examined, k);
    let mut said = vec![
        format!("\u{3c1} {}.", radius(examined)),
        left(examined, &at),
    ];
    if verbosity != Verbosity::Short {
        said.extend(why(examined, &at));
    }
    if verbosity == Verbosity::Full {
        said.extend(details(examined, &at));
    }
    said.join(" ")
}

/// ρ as it was typed, or with three digits where it was found.
pub(super) fn radius(examined: &Examined) -> String {
    if examined.study.rho == Some(examined.radius) {
        number::given(examined.radius).text()
    } else {
        number::text(examined.radius)
    }
}

/// How much is left, and the pace.
fn left(examined: &Examined, at: &Readings) -> String {
    let (k, ratio) = (at.k, at.measured);
    if k == 0 {
        return "No factor yet: this is where the gradient starts, at 1.".to_owned();
    }
    let after = format!(
        "After {} {}",
        number::count(k),
        if k == 1 { "step" } else { "steps" }
    );
    let precision = precision_word(examined.studied.scenario.precision);
    if !ratio.is_finite() {
        let since = examined.limits().overflows.unwrap_or(k);
        return format!(
            "{after} the gradient has overflowed: {} since k = {} in {precision}.",
            number::text(examined.measured[since]),
            number::count(since)
        );
    }
    if ratio == 0.0 {
        let since = examined
            .measured
            .iter()
            .position(|ratio| *ratio == 0.0)
            .unwrap_or(k);
        return match examined.limits().loses_digits {
            Some(lost) if lost < since => format!(
                "{after} nothing is left: {precision} rounds it to 0 from k = {}.",
                number::count(since)
            ),
            _ => format!(
                "{after} nothing is left: exactly 0 from k = {}.",
                number::count(since)
            ),
        };
    }
    let printed = number::text(ratio);
    let how = match at.pace {
        Some(pace) if is_same(pace) && is_same(ratio) => {
            return format!("{after} the gradient is as large as it was: {printed}. It holds.");
        }
        Some(pace) => format!("factor {} per step", number::text(pace)),
        None => String::new(),
    };
    if ratio > 1.0 {
        format!("{after} the gradient is multiplied by {printed}. Growing: {how}.")
    } else {
        format!("{after} {printed} of the gradient is left. Shrinking: {how}.")
    }
}

/// Why it is not simply ρ^k.
fn why(examined: &Examined, at: &Readings) -> Vec<String> {
    let mut said = Vec::new();
    said.extend(slopes(examined, at));
    said.extend(rise(examined, at));
    said.extend(digits(examined, at));
    said.extend(beside(examined, at.k));
    said
}

/// "tanh slopes average 0.31 here, ..."
fn slopes(examined: &Examined, at: &Readings) -> Option<String> {
    let slope = at.slope.filter(|slope| *slope < OPEN)?;
    let name = activation(examined)?;
    let rest = match at.pace {
        Some(pace) if examined.radius > 1.0 && pace < 1.0 => format!(
            ": units saturate, so the gradient shrinks although \u{3c1} is {}",
            radius(examined)
        ),
        Some(_) => ": each step multiplies by them too".to_owned(),
        None => String::new(),
    };
    Some(format!(
        "{name} slopes average {} here{rest}.",
        number::text(slope)
    ))
}

/// What squashes the sum, by name.
pub(super) fn activation(examined: &Examined) -> Option<&'static str> {
    let cell = &examined.studied.scenario.spec.cell;
    let mut chosen = cell.chosen();
    let (_, value) = chosen.find(|(choice, _)| choice.key == "activation")?;
    Some(value.badge)
}

/// "It rose to 4.14 at k = 4 first, ..."
fn rise(examined: &Examined, at: &Readings) -> Option<String> {
    let matrix = examined.matrix()?;
    let norms = (1..=at.k).filter_map(|k| Some((k, examined.range(k)?.1)));
    let (k, highest) = norms.fold(
        (0, 1.0),
        |best, own| if own.1 > best.1 { own } else { best },
    );
    let is_transient = examined.radius < 1.0 && highest > 1.0 + 5e-3;
    is_transient.then(|| {
        format!(
            "In the worst direction it rises to {} at k = {k}, although \u{3c1} is below 1: \u{3c3}_max is {}.",
            number::text(highest),
            number::text(matrix.norm())
        )
    })
}

/// Where the precision ends within the steps of the run.
fn digits(examined: &Examined, at: &Readings) -> Option<String> {
    let words = limit_words(examined.limits()).filter(|_| at.measured.is_finite())?;
    let precision = precision_word(examined.studied.scenario.precision);
    Some(format!(
        "In {precision} it {}.",
        words.replace("inf from", "is inf from")
    ))
}

/// "Beside it, the LSTM keeps 0.15 and the GRU 0.05."
fn beside(examined: &Examined, k: usize) -> Option<String> {
    let kept: Vec<String> = (examined.beside.iter())
        .map(|it| {
            let title = it.studied.scenario.spec.cell.cell.title;
            format!("the {title} keeps {}", number::text(it.full[k]))
        })
        .collect();
    (!kept.is_empty()).then(|| format!("Beside it, {}.", kept.join(" and ")))
}

fn details(examined: &Examined, at: &Readings) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(life) = at.half_life {
        let what = if examined.radius < 1.0 {
            "halves"
        } else {
            "doubles"
        };
        said.push(format!(
            "\u{3c1} alone {what} it every {} steps.",
            number::text(life)
        ));
    }
    if let Some((smallest, largest)) = at.range {
        said.push(format!(
            "Singular values of the product reach from {} to {}.",
            number::text(smallest),
            number::text(largest)
        ));
    }
    if let Some(bound) = at.bound {
        said.push(format!("It can be at most {}.", number::text(bound)));
    }
    said
}

/// The big number beside the chain, in words: "0.0115 of the signal is left".
#[must_use]
pub fn verdict(examined: &Examined, k: usize) -> (String, &'static str) {
    let ratio = examined.measured[k.min(examined.steps())];
    let is_kept = pace(ratio, k).is_none_or(is_same) && is_same(ratio);
    let words = if ratio.is_nan() {
        "is not a number any more"
    } else if ratio.is_infinite() {
        "overflowed"
    } else if ratio == 0.0 {
        "nothing of the signal is left"
    } else if is_kept {
        "the signal is as strong as it was"
    } else if ratio > 1.0 {
        "times the signal"
    } else {
        "of the signal is left"
    };
    (number::text(ratio), words)
}

/// What is studied, in ten words.
#[must_use]
pub fn chip(examined: &Examined) -> String {
    let scenario = &examined.studied.scenario;
    let title = scenario.spec.cell.cell.title;
    let rho = radius(examined);
    let what = match (examined.study.has_matrix(), activation(examined)) {
        (true, Some(activation)) => format!("{title}, {activation}, {}", base(examined.study.base)),
        _ => format!("{title}, the current model"),
    };
    let size = scenario.spec.hidden_size;
    let precision = match scenario.precision {
        Precision::Single => ", float32",
        Precision::Double => "",
    };
    format!(
        "{what}, H {size}, T {}, \u{3c1} {rho}{precision}",
        examined.steps()
    )
}

fn base(kind: BaseKind) -> &'static str {
    match kind {
        BaseKind::Orth => "orthogonal",
        BaseKind::Gauss => "gaussian",
        BaseKind::Uniform => "uniform",
        BaseKind::Glorot => "Glorot",
        BaseKind::Identity => "identity",
        BaseKind::Nonnormal => "non-normal",
        BaseKind::Cyclic => "cyclic shift",
        BaseKind::Edited => "edited by hand",
        BaseKind::Model => "the model's matrix",
    }
}
