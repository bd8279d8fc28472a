//! A network with all the numbers of one run.

use super::encoded::Encoded;
use super::{LossKind, NetworkSpec, Reach};
use crate::ir::{NodeId, Precision, Program};

/// Everything needed to run once.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What is computed.
    pub spec: NetworkSpec,
    /// Its equations.
    pub program: Program,
    /// All parameters, in PyTorch's order.
    pub params: Vec<f64>,
    /// What each unit does, where the weights were written so that units have jobs.
    pub unit_names: Vec<&'static str>,
    /// What is read.
    pub encoded: Encoded,
    /// The initial hidden state.
    pub h0: Vec<f64>,
    /// The initial cell memory.
    pub c0: Vec<f64>,
    /// How the initial states are learned, where they are; once that is done they are what was learned.
    pub learning: Option<Learning>,
    /// What learning them came to, once done.
    pub learned: Option<Learned>,
    /// What the output is compared with.
    pub target: Target,
    /// Which gates are held at a value; a later one wins where two meet.
    pub holds: Vec<Hold>,
    /// How far gradients reach back.
    pub reach: Reach,
    /// What it is computed in.
    pub precision: Precision,
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
            (
                spec.cell.name(),
                sizes,
                spec.biases,
                spec.head,
                spec.loss,
                scenario.precision,
            )
        };
        key(self) == key(other)
    }

    /// Whether its formulas in letters are those of another scenario, and its moments too.
    #[must_use]
    pub fn is_written_as(&self, other: &Self) -> bool {
        let judged = |scenario: &Self| {
            let target = &scenario.target;
            (target.first, target.columns.len(), target.weight)
        };
        self.has_program_of(other)
            && judged(self) == judged(other)
            && self.holds == other.holds
            && self.reach == other.reach
    }
}

/// The most holds at a time.
pub const MOST_HOLDS: usize = 64;

/// A node held at a value in every unit over some steps: an intervention, not another program.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hold {
    /// What is held.
    pub node: NodeId,
    /// Its value there.
    pub value: f64,
    /// The first step, from 1.
    pub from: usize,
    /// The last step.
    pub to: usize,
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

/// How initial states are learned: plain gradient descent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Learning {
    /// How many updates.
    pub updates: usize,
    /// The learning rate.
    pub rate: f64,
}

/// What learning the initial states came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Learned {
    /// The updates that stand.
    pub updates: usize,
    /// The loss from the given start.
    pub before: f64,
    /// The loss from the learned start.
    pub after: f64,
    /// Why it ended.
    pub end: End,
}

/// Why learning ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// All updates were made.
    Done,
    /// There is no loss.
    NoLoss,
    /// No gradient arrived at the start.
    NoGradient,
    /// The next update led to a loss, or a gradient, that is not a finite number.
    Diverged,
}
