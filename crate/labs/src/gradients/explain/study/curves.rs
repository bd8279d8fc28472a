//! The direct roads of a study, and what is multiplied along them.

use super::spot::Line;
use crate::gradients::run::study::Direct;
use crate::gradients::run::study::Examined;
use unrolled::ir::Op;
use unrolled::model::Scenario;

/// The direct roads there are: of the cell under study, or of those beside it.
pub(super) fn direct_roads(examined: &Examined) -> Vec<(Line, &Scenario, &Direct)> {
    let own = [(&examined.studied.scenario, &examined.direct)];
    let beside = examined.beside.iter();
    let beside = beside.map(|it| (&it.studied.scenario, &it.direct));
    own.into_iter()
        .chain(beside)
        .filter_map(|(scenario, direct)| {
            let line = Line::Direct(scenario.spec.cell.cell);
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
