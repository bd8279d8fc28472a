//! How much of a state of long ago is still in the last one: the diagonal of ∂s_T/∂s_t for every t.
//!
//! Invariant: nothing is computed here but by pulling back through the run's own operations; the run looked
//! at stays as it is.

use super::{Roads, Run, Seed};
use crate::ir::{NodeId, Scalar};

/// The memory road of one state over one sequence.
#[derive(Clone, Debug, PartialEq)]
pub struct Road<S> {
    /// ∂s_T\[u\]/∂s_t\[u\] without the ways through matrices: for each step, every unit.
    pub direct: Vec<Vec<S>>,
    /// The units that were asked for, from 0.
    pub units: Vec<usize>,
    /// The same through everything: for each unit asked for, every step.
    pub total: Vec<Vec<S>>,
}

impl<S: Scalar> Run<S> {
    /// The road back to every value of a state from its last one; `choose` says, once the direct road is
    /// known, which units (from 0) are followed through everything, a pass for each.
    #[must_use]
    pub fn memory_road(
        &self,
        state: NodeId,
        b: usize,
        choose: impl FnOnce(&[Vec<S>]) -> Vec<usize>,
    ) -> Road<S> {
        let steps = self.trace().length(b);
        let mut pulled = self.clone();
        let seed = |unit: usize| Seed {
            node: state,
            t: steps - 1,
            b,
            unit,
            weight: S::one(),
        };
        let all: Vec<Seed<S>> = (0..self.program().node(state).rows).map(seed).collect();
        pulled.pull_back(&all, Roads::Elementwise);
        let direct: Vec<Vec<S>> = (0..steps)
            .map(|t| pulled.trace().grad(state, t, b).to_vec())
            .collect();
        let units = choose(&direct);
        let mut total = Vec::with_capacity(units.len());
        for &unit in &units {
            pulled.pull_back(&[seed(unit)], Roads::All);
            total.push(
                (0..steps)
                    .map(|t| pulled.trace().grad(state, t, b)[unit])
                    .collect(),
            );
        }
        Road {
            direct,
            units,
            total,
        }
    }
}
