//! The curves over k: their values, names and looks.

use super::curves::{direct_roads, keeps};
use super::spot::Line;
use crate::gradients::run::study::Examined;
use view::draw::panel::{Hue, Look};

/// The values of a curve at k = 0 to T; of the range the largest singular value. `None` where there is none.
pub(super) fn values(examined: &Examined, line: Line) -> Option<Vec<f64>> {
    match line {
        Line::Measured => Some(examined.measured.clone()),
        Line::Powers => examined.powers.clone(),
        Line::Bound => examined.bound.clone(),
        Line::Range => largest(examined),
        Line::Gru | Line::Lstm => {
            let own = examined.beside.iter().find(|it| it.kind == line.key())?;
            Some(own.full.clone())
        }
        Line::GruDirect | Line::LstmDirect => {
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
        Line::Gru => "GRU",
        Line::Lstm => "LSTM",
        Line::GruDirect | Line::LstmDirect => {
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
pub(super) fn names(examined: &Examined, line: Line) -> (String, &'static str) {
    let (plain, about) = match line {
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
        Line::Gru => (
            "GRU",
            "What is left of the gradient of h in a GRU on the same inputs.",
        ),
        Line::Lstm => (
            "LSTM, h and c",
            "What is left of the gradient of the whole state, h and c, in an LSTM on the same inputs.",
        ),
        Line::GruDirect => (
            "",
            "What is left of the gradient of h along the road on which no matrix stands: each step multiplies by what keeps the old state.",
        ),
        Line::LstmDirect => (
            "",
            "What is left of a gradient of the memory c along the road on which no matrix stands: each step multiplies by the gate that keeps.",
        ),
    };
    let mut roads = direct_roads(examined).into_iter();
    let road = roads.find(|(own, ..)| *own == line);
    let title = road.map_or_else(
        || plain.to_owned(),
        |(_, scenario, direct)| {
            let title = scenario.spec.cell.cell.title;
            format!("{title}, product of {}", keeps(scenario, direct))
        },
    );
    (title, about)
}

/// How a curve looks: dashes tell them apart as well as hues do.
pub(super) fn look(line: Line) -> Look {
    match line {
        Line::Measured => Look::line(Hue::Gradient, 2.5),
        Line::Powers => Look::line(Hue::Ink, 1.5).dashed(&[8.0, 4.0]),
        Line::Bound => Look::line(Hue::Role("data"), 1.5).dashed(&[2.0, 3.0]),
        Line::Range => Look::line(Hue::Accent, 1.0).dashed(&[1.0, 3.0]),
        Line::Gru => Look::line(Hue::Role("update"), 2.0).dashed(&[9.0, 3.0, 2.0, 3.0]),
        Line::GruDirect => Look::line(Hue::Role("update"), 1.5).dashed(&[3.0, 2.5]),
        Line::Lstm => Look::line(Hue::Role("input"), 2.0).dashed(&[14.0, 4.0]),
        Line::LstmDirect => Look::line(Hue::Role("input"), 1.5).dashed(&[5.0, 2.0, 1.0, 2.0]),
    }
}
