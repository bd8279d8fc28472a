//! Attention by hand: one query, a few states, and every number of the look, computed by the network that the decoders
//! look with.

use unrolled::model::{Attention, CellSpec, Score};
use unrolled::run::clock::{Clock, Walk};
use unrolled::run::model_run::ModelRun;
use unrolled::run::{Extent, NetworkRun};

/// What is set by hand.
#[derive(Clone, Debug, PartialEq)]
pub struct ExampleInput {
    /// What asks.
    pub query: Vec<f64>,
    /// What is asked, one state after the other, each as wide as the query.
    pub states: Vec<f64>,
    /// Whether the scores are divided by the root of that width.
    pub scaled: bool,
    /// What they are divided by besides.
    pub temperature: f64,
}

/// A query and what it gets.
#[derive(Debug)]
pub struct AttentionExample {
    /// What was set.
    pub input: ExampleInput,
    run: NetworkRun<f64>,
    clock: Clock,
    walk: Walk,
}

/// What is set by hand, what hides nothing here, and what only learning needs, are not stepped through.
const SKIPPED: [&str; 3] = ["load", "mask", "l"];

impl AttentionExample {
    /// What the query gets; nothing where the states are not as wide as it is.
    ///
    /// # Panics
    /// Never: both scores are on the list, and the network has these nodes.
    #[must_use]
    pub fn of(input: &ExampleInput) -> Option<Self> {
        let size = input.query.len();
        let score = if input.scaled { "scaled_dot" } else { "dot" };
        let attention = Attention {
            temperature: input.temperature,
            ..Attention::by(Score::of(score)?, size)
        };
        if size == 0 || input.states.is_empty() || !input.states.len().is_multiple_of(size) {
            return None;
        }
        let positions = input.states.len() / size;
        let network = attention.by_hand(size, positions).ok()?;
        let [key, query, seen] = [("memory", "key"), ("attend", "query"), ("attend", "seen")]
            .map(|(segment, key)| network.find(segment, key).expect("a node of all attention"));
        let extent = Extent {
            source: positions,
            target: 1,
            batch: 1,
        };
        let mut run = NetworkRun::new(network, extent);
        for (t, state) in input.states.chunks(size).enumerate() {
            let trace = run.trace_mut(key.segment);
            trace.value_mut(key.node, t, 0).copy_from_slice(state);
        }
        let trace = run.trace_mut(query.segment);
        trace
            .value_mut(query.node, 0, 0)
            .copy_from_slice(&input.query);
        trace.value_mut(seen.node, 0, 0).fill(1.0);
        run.forward();
        let walk = Walk::new(run.network(), &["attend"], 1, |ops, at| {
            !SKIPPED.contains(&ops[at].id)
        });
        Some(Self {
            input: input.clone(),
            clock: Clock::of(&run, 0),
            walk,
            run,
        })
    }

    /// The numbers of a node; none where there is no such node.
    #[must_use]
    pub fn values(&self, key: &str) -> &[f64] {
        ModelRun::values(self, key, 1).unwrap_or_default()
    }
}

impl ModelRun for AttentionExample {
    fn network(&self) -> &NetworkRun<f64> {
        &self.run
    }

    fn clock(&self) -> &Clock {
        &self.clock
    }

    fn walk(&self) -> &Walk {
        &self.walk
    }

    fn positions(&self) -> usize {
        self.input.states.len() / self.input.query.len()
    }

    fn symbols(&self) -> &[usize] {
        &[]
    }

    fn cell(&self) -> Option<&CellSpec> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    fn at(temperature: f64, scaled: bool) -> AttentionExample {
        let input = ExampleInput {
            query: vec![1.0, 0.5],
            states: vec![1.0, 0.0, 0.0, 1.0, 1.0, 1.0],
            temperature,
            scaled,
        };
        AttentionExample::of(&input).unwrap()
    }

    #[test]
    fn the_numbers_worked_out_on_paper_come_out() {
        let lookup = at(1.0, false);
        assert_eq!(lookup.values("scores"), [1.0, 0.5, 1.5]);
        for (key, wanted) in [
            ("weights", &[0.307, 0.186, 0.506][..]),
            ("context", &[0.814, 0.693]),
        ] {
            for (own, wanted) in lookup.values(key).iter().zip(wanted) {
                assert_abs_diff_eq!(own, wanted, epsilon = 5e-4);
            }
        }
        for (temperature, wanted) in [(0.5, [0.245, 0.090, 0.665]), (2.0, [0.326, 0.254, 0.419])] {
            for (own, wanted) in at(temperature, false).values("weights").iter().zip(wanted) {
                assert_abs_diff_eq!(own, &wanted, epsilon = 5e-4);
            }
        }
        let root = 2.0_f64.sqrt();
        for (own, plain) in at(1.0, true).values("scores").iter().zip([1.0, 0.5, 1.5]) {
            assert_abs_diff_eq!(*own, plain / root, epsilon = 1e-15);
        }
    }

    #[test]
    fn as_many_states_as_there_may_be_and_the_largest_numbers_stay_numbers() {
        let input = ExampleInput {
            query: vec![1000.0, -1000.0],
            states: vec![1000.0, -1000.0, 0.0, 0.0, -1000.0, 1000.0],
            scaled: true,
            temperature: 0.1,
        };
        let lookup = AttentionExample::of(&input).unwrap();
        assert_eq!(lookup.values("weights"), [1.0, 0.0, 0.0]);
        assert_eq!(lookup.values("context"), [1000.0, -1000.0]);
    }
}
