//! The curves over k: their values, names and looks.

use super::curves::{direct_roads, keeps};
use super::spot::Line;
use crate::gradients::run::study::Examined;
use unrolled::model::cells::{self, Cell};
use view::draw::panel::{Hue, Look};

/// The values of a curve at k = 0 to T; of the range the largest singular value. `None` where there is none.
pub(super) fn values(examined: &Examined, line: Line) -> Option<Vec<f64>> {
    match line {
        Line::Measured => Some(examined.measured.clone()),
        Line::Powers => examined.powers.clone(),
        Line::Bound => examined.bound.clone(),
        Line::Range => largest(examined),
        Line::Beside(cell) => {
            let own = examined.beside.iter().find(|it| it.kind == cell.kind)?;
            Some(own.full.clone())
        }
        Line::Direct(_) => {
            let roads = direct_roads(examined);
            let mut own = roads.into_iter().filter(|(own, ..)| *own == line);
            own.next().map(|(_, _, direct)| direct.left.clone())
        }
    }
}

fn largest(examined: &Examined) -> Option<Vec<f64>> {
    let ranges = examined.ranges()?;
    Some(
        ranges
            .iter()
            .map(|range| range.map_or(f64::NAN, |range| range.1))
            .collect(),
    )
}

/// The short name of a curve; a direct road has that of what is multiplied along it, as in a formula.
pub(super) fn short(examined: &Examined, line: Line) -> String {
    let plain = match line {
        Line::Measured => "measured",
        Line::Powers => "\u{3c1}^k",
        Line::Bound => "bound",
        Line::Range => "\u{3c3} of product",
        Line::Beside(cell) => cell.title,
        Line::Direct(_) => {
            let roads = direct_roads(examined);
            let own = roads.into_iter().find(|(own, ..)| *own == line);
            return own.map_or_else(String::new, |(_, scenario, direct)| {
                let gate = keeps(scenario, direct);
                if gate.chars().count() > 1 {
                    format!("\u{220f}({gate})")
                } else {
                    format!("\u{220f}{gate}")
                }
            });
        }
    };
    plain.to_owned()
}

/// The title of a curve, and what it is; a direct road is titled by what is multiplied along it.
pub(super) fn names(examined: &Examined, line: Line) -> (String, String) {
    let (title, about) = match line {
        Line::Measured => (
            "measured",
            "The length of the gradient k steps back, divided by its length at the last step.",
        ),
        Line::Powers => (
            "\u{3c1}^k",
            "The spectral radius to the power of k: it rules the far future.",
        ),
        Line::Bound => (
            "bound (\u{3b3} \u{3c3}_max)^k",
            "The largest singular value to the power of k: no gradient can be larger.",
        ),
        Line::Range => (
            "singular values of the product",
            "What the product of the last k Jacobians does to its best and its worst direction.",
        ),
        Line::Beside(cell) => return beside(cell),
        Line::Direct(cell) => {
            let mut roads = direct_roads(examined).into_iter();
            let road = roads.find(|(own, ..)| *own == line);
            let product = road.map(|(_, scenario, direct)| keeps(scenario, direct));
            let product = product.map(|kept| format!("{}, product of {kept}", cell.title));
            return (product.unwrap_or_default(), direct_about(cell).to_owned());
        }
    };
    (title.to_owned(), about.to_owned())
}

/// The title of the curve of a gated cell, and what it is: where it has a memory too, the whole state is followed.
fn beside(cell: &Cell) -> (String, String) {
    let states: Vec<&str> = cell.states.iter().map(|state| state.key).collect();
    let all = states.join(" and ");
    let named = format!("{} {}", article(cell.title), cell.title);
    if states.len() == 1 {
        let about = format!("What is left of the gradient of {all} in {named} on the same inputs.");
        return (cell.title.to_owned(), about);
    }
    (
        format!("{}, {all}", cell.title),
        format!(
            "What is left of the gradient of the whole state, {all}, in {named} on the same inputs."
        ),
    )
}

fn direct_about(cell: &Cell) -> &'static str {
    if cell.states.len() == 1 {
        "What is left of the gradient of h along the road on which no matrix stands: each step multiplies by what keeps the old state."
    } else {
        "What is left of a gradient of the memory c along the road on which no matrix stands: each step multiplies by the gate that keeps."
    }
}

/// "an" before an abbreviation whose first letter is spoken with a vowel.
fn article(title: &str) -> &'static str {
    if title.starts_with(|letter| "AEFHILMNORSX".contains(letter)) {
        "an"
    } else {
        "a"
    }
}

/// The hues of the gated cells, each with the dashes of its curve and of its direct road.
const CELL_LOOKS: [(&str, &[f32], &[f32]); 4] = [
    ("update", &[9.0, 3.0, 2.0, 3.0], &[3.0, 2.5]),
    ("input", &[14.0, 4.0], &[5.0, 2.0, 1.0, 2.0]),
    ("output", &[6.0, 2.0], &[4.0, 1.5]),
    ("forget", &[11.0, 2.0, 1.0, 2.0, 1.0, 2.0], &[1.0, 2.0]),
];

/// How a curve looks: dashes tell them apart as well as hues do.
pub(super) fn look(line: Line) -> Look {
    match line {
        Line::Measured => Look::line(Hue::Gradient, 2.5),
        Line::Powers => Look::line(Hue::Ink, 1.5).dashed(&[8.0, 4.0]),
        Line::Bound => Look::line(Hue::Role("data"), 1.5).dashed(&[2.0, 3.0]),
        Line::Range => Look::line(Hue::Accent, 1.0).dashed(&[1.0, 3.0]),
        Line::Beside(cell) => {
            let (hue, dashes, _) = cell_look(cell);
            Look::line(Hue::Role(hue), 2.0).dashed(dashes)
        }
        Line::Direct(cell) => {
            let (hue, _, dashes) = cell_look(cell);
            Look::line(Hue::Role(hue), 1.5).dashed(dashes)
        }
    }
}

fn cell_look(cell: &Cell) -> (&'static str, &'static [f32], &'static [f32]) {
    let place = cells::gated().position(|own| own == cell);
    CELL_LOOKS[place.unwrap_or(0) % CELL_LOOKS.len()]
}
