//! Runs that several tests of this folder look at.

use super::Run;
use crate::model::setup::{HeadKind, WeightsKind};
use crate::model::{CellSpec, Setup};

/// A cell of five units without a head, with its choices as given and weights that leave no gate shut, run forward.
pub(super) fn run(spec: &CellSpec) -> Run<f64> {
    let mut setup = Setup {
        cell: spec.cell.kind.to_owned(),
        weights: WeightsKind::Gauss,
        head: HeadKind::None,
        hidden_size: 5.0,
        unit: 1.0,
        ..Setup::default()
    };
    for (choice, value) in spec.chosen() {
        setup
            .choices
            .insert(choice.key.to_owned(), value.key.to_owned());
    }
    let mut run: Run<f64> = Run::of(&setup.scenario().unwrap());
    run.forward();
    run
}
