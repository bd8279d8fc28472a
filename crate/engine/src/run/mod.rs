//! How it is computed: a program compiled to a plan, run forward and back over a trace.
//!
//! Invariant: there is one path. What is stepped, drawn, checked and exported is what was computed
//! here. Nothing of pages or charts, no clock, no randomness without a seed.

pub mod address;
mod assemble;
mod backward;
pub mod backward_ops;
mod batch;
pub mod chain;
pub mod clip;
pub mod clock;
pub mod contribution;
pub mod cursor;
#[cfg(test)]
mod fixture;
mod forward;
pub mod jacobian;
mod kernels;
pub mod layout;
pub mod learned;
pub mod lyapunov;
pub mod metrics;
pub mod model_run;
pub mod network;
mod packed;
pub mod plan;
pub mod product;
mod pull;
mod road;
pub mod self_attention;
mod start;
pub mod trace;
pub mod train;
pub mod translate;
pub mod truncated;
mod windows;

pub use address::Address;
pub use backward::Truncation;
pub use chain::Chain;
pub use clock::{Clock, Cursor};
pub use layout::{Layout, Region};
pub use lyapunov::Lyapunov;
pub use model_run::ModelRun;
pub use network::{Extent, NetworkRun};
pub use plan::{Passes, Plan};
pub use pull::{Roads, Seed};
pub use road::{Road, keep_gate, memory};

pub use trace::{Held, Trace};

use crate::ir::{Program, Scalar};
use packed::Packed;

/// A program with the numbers of one run of it: set parameters and inputs on the trace, then go
/// [`forward`](Run::forward) and [`backward`](Run::backward). A repeated run allocates nothing.
#[derive(Clone, Debug)]
pub struct Run<S> {
    program: Program,
    plan: Plan,
    trace: Trace<S>,
    packed: Packed<S>,
    scratch: Vec<S>,
    window: Vec<S>,
}

impl<S: Scalar> Run<S> {
    /// A run of `steps` steps over `batch` sequences, all numbers zero.
    #[must_use]
    pub fn new(program: Program, steps: usize, batch: usize) -> Self {
        Self::with_passes(program, steps, batch, Passes::default())
    }

    /// The same with some of the plan's rearrangements switched off.
    #[must_use]
    pub fn with_passes(program: Program, steps: usize, batch: usize, passes: Passes) -> Self {
        let layout = Layout::new(&program, steps, batch);
        let plan = Plan::new(&program, &layout, passes);
        let packed = Packed::new(plan.packed_len());
        let trace = Trace::new(layout, program.param_count());
        Self {
            program,
            plan,
            trace,
            packed,
            scratch: vec![],
            window: vec![],
        }
    }

    /// The equations.
    #[must_use]
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The numbers.
    #[must_use]
    pub fn trace(&self) -> &Trace<S> {
        &self.trace
    }

    /// The numbers, to set parameters, inputs, initial states and loss weights.
    pub fn trace_mut(&mut self) -> &mut Trace<S> {
        &mut self.trace
    }

    /// The values of a node of the first sequence, one row a step; no rows where there is no such node.
    #[must_use]
    pub fn rows(&self, key: &str, steps: std::ops::Range<usize>) -> Vec<Vec<S>> {
        let Some(node) = self.program.find(key) else {
            return vec![];
        };
        let row = |t| self.trace.value(node, t, 0).to_vec();
        steps.map(row).collect()
    }

    /// What a state of the first sequence is before the first step; nothing where there is no such state.
    #[must_use]
    pub fn first(&self, key: &str) -> Option<Vec<S>> {
        let carry = self.program.carry_into(self.program.find(key)?)?;
        Some(self.trace.value(carry.previous, 0, 0).to_vec())
    }

    /// The numbers of a parameter in the flat buffer.
    ///
    /// # Panics
    /// If the program has no parameter of this name.
    #[must_use]
    pub fn param_range(&self, name: &str) -> std::ops::Range<usize> {
        let param = self
            .program
            .param(name)
            .expect("a parameter of the program");
        self.program.params[param.0].range()
    }
}
