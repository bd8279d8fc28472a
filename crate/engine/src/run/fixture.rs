//! Runs that several tests of this folder look at.

use super::Run;
use crate::model::init::{GateBias, Init, Recipe, draw};
use crate::model::{Biases, CellSpec, Head, LossKind, NetworkSpec, storybook};

const UNITS: usize = 5;

/// A cell of five units without a head, on the storybook's sequence, with weights that leave no gate shut, run forward.
pub(super) fn run(spec: &CellSpec) -> Run<f64> {
    let network = NetworkSpec {
        cell: spec.clone(),
        input_size: 2,
        hidden_size: UNITS,
        biases: Biases {
            input: true,
            hidden: false,
        },
        head: Head::None,
        loss: Some(LossKind::Linear),
    };
    let program = network.program().expect("shapes that fit");
    let recipe = Recipe {
        hidden_size: UNITS,
        init: Init::Gaussian,
        seed: 7,
        bias: GateBias::FRESH,
    };
    let params = draw(&program, recipe);
    let input = program.find("x").expect("an input");
    let mut run = Run::new(program, storybook::SEQUENCE.len(), 1);
    run.trace_mut().params_mut().copy_from_slice(&params);
    for (t, pair) in storybook::SEQUENCE.iter().enumerate() {
        run.trace_mut().value_mut(input, t, 0).copy_from_slice(pair);
    }
    run.forward();
    run
}
