//! A study in sentences: what is left of the gradient after k steps, at what pace, and why.

use super::curves::{direct_roads, keeps};
use super::readings::{Readings, is_same, limit_words, precision_word, readings};
use crate::gradients::recurrent::BaseKind;
use crate::gradients::run::study::Examined;
use unrolled::ir::Precision;
use unrolled::model::Scenario;
use unrolled::run::metrics::{HalfLife, factor_per_step};
use view::explain::number;
use view::explain::sentence::Verbosity;

/// Slopes above this leave a gradient nearly as it is.
const OPEN: f64 = 0.99;

/// What is to be said at k; `was` is what was left before something changed, as it was printed.
#[must_use]
pub fn sentence(examined: &Examined, k: usize, verbosity: Verbosity, was: Option<&str>) -> String {
    let at = readings(examined, k);
    let (left, pace) = left(examined, &at);
    let was = was.filter(|was| *was != number::text(at.measured));
    let mut said = vec![format!("\u{3c1} {}.", radius(examined)), left];
    said.extend(was.map(|was| format!("It was {was}.")));
    said.extend(pace);
    if verbosity != Verbosity::Short {
        said.extend(why(examined, &at));
    }
    if verbosity == Verbosity::Full {
        said.extend(details(&at));
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
fn left(examined: &Examined, at: &Readings) -> (String, Option<String>) {
    let (k, ratio) = (at.k, at.measured);
    if k == 0 {
        let start = "No factor yet: this is where the gradient starts, at 1.";
        return (start.to_owned(), None);
    }
    let after = format!(
        "After {} {}",
        number::count(k),
        if k == 1 { "step" } else { "steps" }
    );
    let precision = precision_word(examined.studied.scenario.precision);
    if !ratio.is_finite() {
        let limits = overflow(examined);
        let said = format!("{after} the gradient has overflowed in {precision}: {limits}.");
        return (said, None);
    }
    if ratio == 0.0 {
        let since = examined
            .measured
            .iter()
            .position(|ratio| *ratio == 0.0)
            .unwrap_or(k);
        let how = match examined.limits().loses_digits {
            Some(lost) if lost < since => format!("{precision} rounds it to 0"),
            _ => "exactly 0".to_owned(),
        };
        let since = number::count(since);
        return (
            format!("{after} nothing is left: {how} from k = {since}."),
            None,
        );
    }
    let printed = number::text(ratio);
    let how = |verb: &str| {
        let pace = number::text(at.pace?);
        Some(format!("{verb}: factor {pace} per step."))
    };
    if is_kept(at.pace, ratio) {
        let said = format!("{after} the gradient is as large as it was: {printed}.");
        (said, Some("It holds.".to_owned()))
    } else if ratio > 1.0 {
        let said = format!("{after} the gradient is multiplied by {printed}.");
        (said, how("Growing"))
    } else {
        (
            format!("{after} {printed} of the gradient is left."),
            how("Shrinking"),
        )
    }
}

fn is_kept(pace: Option<f64>, ratio: f64) -> bool {
    pace.is_some_and(is_same) && is_same(ratio)
}

/// From where on it is infinite, and from where on not a number.
fn overflow(examined: &Examined) -> String {
    limit_words(examined.limits()).unwrap_or_default()
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
    let is = match examined.limits().overflows {
        Some(_) => "is ",
        None => "",
    };
    Some(format!("In {precision} it {is}{words}."))
}

/// "Beside it, the GRU keeps 0.05 and the LSTM keeps 0.15. Along the direct road alone, where no matrix stands, the GRU
/// keeps 0.0019 (product of 1−z) and ..."
fn beside(examined: &Examined, k: usize) -> Vec<String> {
    let title = |scenario: &Scenario| scenario.spec.cell.cell.title;
    let whole: Vec<String> = (examined.beside.iter())
        .map(|it| {
            format!(
                "the {} keeps {}",
                title(&it.studied.scenario),
                number::text(it.full[k])
            )
        })
        .collect();
    let direct: Vec<String> = (direct_roads(examined).iter())
        .map(|(_, scenario, direct)| {
            format!(
                "the {} keeps {} (product of {})",
                title(scenario),
                number::text(direct.left[k]),
                keeps(scenario, direct)
            )
        })
        .collect();
    let said = [
        ("Beside it, ", whole),
        (
            "Along the direct road alone, where no matrix stands, ",
            direct,
        ),
    ];
    said.into_iter()
        .filter(|(_, parts)| !parts.is_empty() && k > 0)
        .map(|(start, parts)| format!("{start}{}.", parts.join(" and ")))
        .collect()
}

fn details(at: &Readings) -> Vec<String> {
    let mut said = Vec::new();
    let every = match at.half_life {
        Some(HalfLife::Halves(steps)) if steps > 0.0 => Some(("halves", steps)),
        Some(HalfLife::Doubles(steps)) => Some(("doubles", steps)),
        _ => None,
    };
    said.extend(every.map(|(what, steps)| {
        format!(
            "\u{3c1} alone {what} it every {} steps.",
            number::text(steps)
        )
    }));
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
pub fn verdict(examined: &Examined, k: usize) -> (String, String) {
    let k = k.min(examined.steps());
    let ratio = examined.measured[k];
    let words = if !ratio.is_finite() {
        return (
            number::text(ratio),
            format!("overflowed: {}", overflow(examined)),
        );
    } else if ratio == 0.0 {
        "nothing of the signal is left"
    } else if factor_per_step(ratio, k).is_none_or(is_same) && is_same(ratio) {
        "the signal is as strong as it was"
    } else if ratio > 1.0 {
        "times the signal"
    } else {
        "of the signal is left"
    };
    (number::text(ratio), words.to_owned())
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
