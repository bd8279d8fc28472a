//! How much of a state of long ago is still in the last one: the diagonal of ∂s_T/∂s_t for every t, and what a gradient
//! keeps on its way back, through everything or along the road on which no matrix stands.
//!
//! Invariant: nothing is computed here but by pulling back through the run's own operations; the run looked
//! at stays as it is.

use super::backward_ops::is_inlined;
use super::metrics::norm;
use super::{Roads, Run, Seed};
use crate::ir::{NodeId, Op, Program, Scalar};

/// The state that is the memory: the cell's own, else the hidden state.
#[must_use]
pub fn memory(program: &Program) -> Option<NodeId> {
    program.find("c").or_else(|| program.find("h"))
}

/// The gate that multiplies the old state on its way to the new one without a matrix.
#[must_use]
pub fn keep_gate(program: &Program, state: NodeId) -> Option<NodeId> {
    let carry = program.carry_into(state)?.previous;
    let readers = program.users(carry);
    readers.iter().find_map(|&(reader, place)| {
        let Op::Odot(a, b) = program.node(reader).op else {
            return None;
        };
        let short = is_inlined(program, reader)
            && program.users(reader).iter().any(|(user, _)| *user == state);
        short.then_some(if place == 0 { b } else { a })
    })
}

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

    /// What is left of a gradient of the whole state, h or h stacked on c, that starts like this at the last step: its
    /// length after k = 0, 1, ... T steps back, divided by the first. One backward pass. What is missing at the end of
    /// the gradient is 0.
    #[must_use]
    pub fn whole_state_ratios(&self, gradient: &[S], b: usize) -> Vec<f64> {
        let carries = self.program().carries.clone();
        let rows = |node: NodeId| 0..self.program().node(node).rows;
        let units = carries
            .iter()
            .flat_map(|carry| rows(carry.next).map(|unit| (carry.next, unit)));
        let seeds = self.last_seeds(units, gradient, b);
        let mut pulled = self.clone();
        let mut lengths = Vec::with_capacity(self.trace().length(b) + 1);
        pulled.pull_back_past(&seeds, Roads::All, |trace, t| {
            let parts = carries
                .iter()
                .flat_map(|carry| trace.grad(carry.next, t, b));
            lengths.push(norm(&parts.copied().collect::<Vec<S>>()));
        });
        let start = carries
            .iter()
            .flat_map(|carry| pulled.trace().grad(carry.previous, 0, b));
        lengths.push(norm(&start.copied().collect::<Vec<S>>()));
        lengths.iter().map(|length| length / lengths[0]).collect()
    }

    /// The same of a gradient of one state along its direct road alone, on which no matrix stands: what the keep gates
    /// leave of it.
    #[must_use]
    pub fn direct_ratios(&self, state: NodeId, gradient: &[S], b: usize) -> Vec<f64> {
        let units = (0..self.program().node(state).rows).map(|unit| (state, unit));
        let seeds = self.last_seeds(units, gradient, b);
        let mut pulled = self.clone();
        pulled.pull_back(&seeds, Roads::Elementwise);
        pulled.gradient_ratios(state, b)
    }

    /// A gradient as it stands at the last step, unit by unit of these nodes.
    fn last_seeds(
        &self,
        units: impl Iterator<Item = (NodeId, usize)>,
        gradient: &[S],
        b: usize,
    ) -> Vec<Seed<S>> {
        let t = self.trace().length(b) - 1;
        let seed = |((node, unit), &weight)| Seed {
            node,
            t,
            b,
            unit,
            weight,
        };
        units.zip(gradient).map(seed).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CellSpec;
    use crate::run::fixture::run;
    use crate::run::product::products;

    /// One backward pass finds what the full-state Jacobians find, step by step.
    #[test]
    fn the_whole_state_keeps_what_its_jacobians_leave() {
        for spec in CellSpec::all() {
            let run = run(&spec);
            let gradient = [0.3, -1.0, 0.5, 2.0, -0.1];
            let mut whole = gradient.to_vec();
            whole.resize(run.state_size(), 0.0);
            let steps = run.step_jacobians(0);
            let whole = nalgebra::DVector::from_vec(whole);
            let want: Vec<f64> = products(&steps)
                .map(|product| norm((product.matrix().transpose() * &whole).as_slice()))
                .collect();
            let found = run.whole_state_ratios(&gradient, 0);
            assert_eq!(found.len(), want.len());
            for (found, want) in found.iter().zip(&want) {
                let want = want / norm(&gradient);
                assert!(
                    (found - want).abs() < 1e-13 * want.max(1.0),
                    "{}: {found} {want}",
                    spec.name()
                );
            }
        }
    }

    /// By the gates themselves: unit by unit, the product of what keeps.
    #[test]
    fn the_direct_road_keeps_the_product_of_the_keep_gates() {
        for spec in CellSpec::all() {
            let run = run(&spec);
            let program = run.program();
            let state = memory(program).unwrap();
            let gradient = [0.3, -1.0, 0.5, 2.0, -0.1];
            let found = run.direct_ratios(state, &gradient, 0);
            assert_eq!((found.len(), found[0]), (7, 1.0));
            let Some(gate) = keep_gate(program, state) else {
                assert!(
                    found[1..].iter().all(|left| *left == 0.0),
                    "{}",
                    spec.name()
                );
                continue;
            };
            let mut left = gradient.to_vec();
            for (k, found) in found.iter().enumerate().skip(1) {
                let values = run.trace().value(gate, 6 - k, 0);
                for (left, value) in left.iter_mut().zip(values) {
                    *left *= value;
                }
                let want = norm(&left) / norm(&gradient);
                assert!((found - want).abs() < 1e-14, "{}", spec.name());
            }
        }
    }
}
