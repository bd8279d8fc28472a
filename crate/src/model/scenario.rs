//! A network with all the numbers of one run: what a [`Setup`](super::setup::Setup) comes to.

use super::sequence::Encoded;
use super::{LossKind, NetworkSpec};
use crate::ir::Program;

/// Everything needed to run once.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What is computed.
    pub spec: NetworkSpec,
    /// Its equations.
    pub program: Program,
    /// All parameters, in PyTorch's order.
    pub params: Vec<f64>,
    /// What each unit does, where the weights were written by hand.
    pub unit_names: Vec<&'static str>,
    /// What is read.
    pub encoded: Encoded,
    /// The initial hidden state.
    pub h0: Vec<f64>,
    /// The initial cell memory.
    pub c0: Vec<f64>,
    /// What the output is compared with.
    pub target: Target,
    /// What was done otherwise than chosen, in sentences.
    pub notices: Vec<String>,
}

impl Scenario {
    /// Whether another scenario runs the same program over as many steps, so that a run can be reused.
    #[must_use]
    pub fn has_program_of(&self, other: &Self) -> bool {
        let key = |scenario: &Self| {
            let spec = &scenario.spec;
            let sizes = (
                spec.input_size,
                spec.hidden_size,
                scenario.encoded.columns.len(),
            );
            (spec.cell.name(), sizes, spec.biases, spec.head, spec.loss)
        };
        key(self) == key(other)
    }
}

/// What the outputs of the judged steps are compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// How.
    pub kind: LossKind,
    /// The first judged step, from 0; all later ones are judged too.
    pub first: usize,
    /// One column for each judged step.
    pub columns: Vec<Vec<f64>>,
    /// The factor of each step's loss in the total.
    pub weight: f64,
}
