//! A backward pass from any place: how what stands there depends on everything before it.
//!
//! Invariant: the values of the run stay; its gradients become those of the seeds, and no parameter has
//! one. Holds stop gradients here as in any backward pass.

use super::backward::retreat;
use super::plan::Instr;
use super::{Run, Trace};
use crate::ir::{NodeId, Scalar};

/// A number from which a gradient starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed<S> {
    /// The node.
    pub node: NodeId,
    /// The step, from 0.
    pub t: usize,
    /// The sequence, from 0.
    pub b: usize,
    /// The row of the node, from 0.
    pub unit: usize,
    /// The gradient it starts with.
    pub weight: S,
}

/// Which ways back are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Roads {
    /// All.
    All,
    /// Only those on which no matrix stands: what a unit passes to itself directly.
    Elementwise,
}

impl<S: Scalar> Run<S> {
    /// Computes the gradient of Σ weight · seed with respect to every node at every step, from the values
    /// of the last forward pass.
    ///
    /// # Panics
    /// If a seed lies outside the run.
    pub fn pull_back(&mut self, seeds: &[Seed<S>], roads: Roads) {
        self.pull_back_past(seeds, roads, |_, _| ());
    }

    /// The same; `before` sees the gradients before each step is gone back through, when those of its states have come
    /// from later steps alone.
    pub(super) fn pull_back_past(
        &mut self,
        seeds: &[Seed<S>],
        roads: Roads,
        mut before: impl FnMut(&Trace<S>, usize),
    ) {
        self.clear_grads();
        for seed in seeds {
            let layout = self.trace.layout();
            let column = seed.t * layout.batch() + seed.b;
            let place = layout.region(seed.node).column(column).start + seed.unit;
            self.trace.grads[place] += seed.weight;
        }
        let reaches = self.leads_to(seeds);
        let batch = self.trace.batch();
        let all = 0..self.trace.layout().columns();
        let open = |instr: &&Instr| roads == Roads::All || !matches!(instr, Instr::Product { .. });
        let Self {
            plan,
            program,
            trace,
            packed,
            ..
        } = self;
        let program = (&*program, packed.backward.as_slice());
        for instr in plan.after.iter().rev().filter(open) {
            retreat(instr, program, &reaches, trace, all.clone());
        }
        let last = seeds.iter().map(|seed| seed.t + 1).max().unwrap_or(0);
        for t in (0..last).rev() {
            before(trace, t);
            for instr in plan.each.iter().rev().filter(open) {
                retreat(instr, program, &reaches, trace, t * batch..(t + 1) * batch);
            }
        }
        for instr in plan.before.iter().rev().filter(open) {
            retreat(instr, program, &reaches, trace, all.clone());
        }
    }

    /// For each node, whether a seed can depend on it.
    fn leads_to(&self, seeds: &[Seed<S>]) -> Vec<bool> {
        let starts: Vec<NodeId> = seeds.iter().map(|seed| seed.node).collect();
        self.program.leads_to(&starts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Precision;
    use crate::model::setup::WeightsKind;
    use crate::model::{CellSpec, Setup};
    use crate::run::Truncation;

    fn run(setup: &Setup) -> Run<f64> {
        let mut run = Run::of(&setup.scenario().unwrap());
        run.forward();
        run.backward(Truncation::Full);
        run
    }

    fn seed(node: NodeId, t: usize, unit: usize) -> Seed<f64> {
        Seed {
            node,
            t,
            b: 0,
            unit,
            weight: 1.0,
        }
    }

    /// Without a loss the backward pass itself starts at unit 2 of the last state.
    #[test]
    fn pulling_at_the_last_state_is_the_backward_pass_that_starts_there() {
        for cell in CellSpec::all() {
            let mut setup = Setup {
                cell: cell.cell.kind.to_owned(),
                head: crate::model::setup::HeadKind::None,
                ..Setup::default()
            };
            for (choice, value) in cell.chosen() {
                setup
                    .choices
                    .insert(choice.key.to_owned(), value.key.to_owned());
            }
            let usual = run(&setup);
            let mut pulled = usual.clone();
            let h = pulled.program().find("h").unwrap();
            let seed = seed(h, 5, 1);
            pulled.pull_back(&[seed], Roads::All);
            for id in pulled.program().ids() {
                if Some(id) == pulled.program().loss {
                    continue;
                }
                for t in 0..6 {
                    let (got, want) = (pulled.trace().grad(id, t, 0), usual.trace().grad(id, t, 0));
                    assert_eq!(got, want, "{} {id:?} t{t}", cell.name());
                }
            }
        }
    }

    /// The numbers of the memory road: unit 2 keeps 96.7 %, unit 1 dies at the second marker.
    #[test]
    fn without_matrices_a_memory_passes_the_product_of_its_forget_gates() {
        let mut run = run(&Setup::default());
        let c = run.program().find("c").unwrap();
        let seeds = [0, 1, 2].map(|unit| seed(c, 5, unit));
        run.pull_back(&seeds, Roads::Elementwise);
        let road = run.trace().grad(c, 0, 0);
        for (got, want) in road.iter().zip([0.0167, 0.967, 0.33]) {
            assert!((got - want).abs() < 0.005, "{road:?}");
        }
    }

    #[test]
    fn a_run_in_single_precision_can_be_pulled_at_as_well() {
        let pulled = |precision| {
            let setup = Setup {
                precision,
                weights: WeightsKind::Orth,
                ..Setup::default()
            };
            let mut run = Run::computed(&setup.scenario().unwrap(), None);
            let c = run.program().find("c").unwrap();
            let seed = seed(c, 5, 1);
            run.pull_back(&[seed], Roads::All);
            let h = run.program().find("h").unwrap();
            run.trace().grad(h, 0, 0).to_vec()
        };
        let (single, double) = (pulled(Precision::Single), pulled(Precision::Double));
        for (single, double) in single.iter().zip(&double) {
            assert!((single - double).abs() < 1e-5, "{single} {double}");
        }
        assert!(single.iter().any(|part| *part != 0.0), "{single:?}");
    }

    #[test]
    fn a_gate_in_the_middle_can_be_asked_what_it_came_from() {
        let mut run = run(&Setup::default());
        let f = run.program().find("f").unwrap();
        let seed = seed(f, 2, 1);
        run.pull_back(&[seed], Roads::All);
        let a_f = run.program().find("a_f").unwrap();
        let value = run.trace().value(f, 2, 0)[1];
        assert_eq!(run.trace().grad(a_f, 2, 0)[1], value * (1.0 - value));
        assert!(run.trace().grad(a_f, 3, 0).iter().all(|grad| *grad == 0.0));
    }
}
