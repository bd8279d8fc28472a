//! The curves over k, by name and by number.

use super::spot::Line;
use crate::ir::Op;
use crate::model::Scenario;
use crate::run::Examined;
use crate::run::study::Direct;

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

/// The direct roads there are: of the cell under study, or of those beside it.
pub(super) fn direct_roads(examined: &Examined) -> Vec<(Line, &Scenario, &Direct)> {
    let own = [(&examined.studied.scenario, &examined.direct)];
    let beside = examined.beside.iter();
    let beside = beside.map(|it| (&it.studied.scenario, &it.direct));
    own.into_iter()
        .chain(beside)
        .filter_map(|(scenario, direct)| {
            let line = match scenario.spec.cell.cell.kind {
                "lstm" => Line::LstmDirect,
                _ => Line::GruDirect,
            };
            Some((line, scenario, direct.as_ref()?))
        })
        .collect()
}

/// What is multiplied along a direct road: "f", "1−z".
pub(super) fn keeps(scenario: &Scenario, direct: &Direct) -> String {
    let program = &scenario.program;
    let (before, named) = match program.node(direct.gate).op {
        Op::OneMinus(inner) => ("1\u{2212}", inner),
        _ => ("", direct.gate),
    };
    let letter = program
        .symbol(named)
        .map_or("", |symbol| symbol.lesson.base);
    format!("{before}{letter}")
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

/// The title of a curve, and what it is.
pub(super) fn names(line: Line) -> (&'static str, &'static str) {
    match line {
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
        Line::GruDirect => (
            "GRU, direct road",
            "What is left of the gradient of h along the road on which no matrix stands: each step multiplies by what keeps the old state.",
        ),
        Line::Lstm => (
            "LSTM, h and c",
            "What is left of the gradient of the whole state, h and c, in an LSTM on the same inputs.",
        ),
        Line::LstmDirect => (
            "LSTM, direct road",
            "What is left of a gradient of the memory c along the road on which no matrix stands: each step multiplies by the gate that keeps.",
        ),
    }
}
