//! Attention by hand: one query, a few states, and every number of the look, computed by the network that the decoders
//! look with.

use crate::setup::hand::SIZE;
use crate::setup::{Answerer, AttnSetup};
use unrolled::model::{Attention, Score};
use unrolled::run::cursor::Timeline;
use unrolled::run::{Extent, NetworkRun, Run};

/// A query and what it gets.
#[derive(Debug)]
pub struct Lookup {
    /// What was chosen.
    pub setup: AttnSetup,
    run: NetworkRun<f64>,
    attend: usize,
    timeline: Timeline,
}

impl Lookup {
    /// The look that was chosen; nothing where something else is to answer.
    ///
    /// # Panics
    /// Where what was chosen has not been [checked](AttnSetup::checked).
    #[must_use]
    pub fn of(setup: &AttnSetup) -> Option<Self> {
        if setup.model != Answerer::Hand {
            return None;
        }
        let score = if setup.scaled { "scaled_dot" } else { "dot" };
        let attention = Attention {
            temperature: setup.temperature,
            ..Attention::by(Score::of(score)?, SIZE)
        };
        let states = setup.states();
        let positions = states.len() / SIZE;
        let network = attention.by_hand(SIZE, positions).ok()?;
        let [key, query, seen] = [("memory", "key"), ("attend", "query"), ("attend", "seen")]
            .map(|(segment, key)| network.find(segment, key).expect("a node of all attention"));
        let extent = Extent {
            source: positions,
            target: 1,
            batch: 1,
        };
        let mut run = NetworkRun::new(network, extent);
        for (t, state) in states.chunks(SIZE).enumerate() {
            let trace = run.trace_mut(key.segment);
            trace.value_mut(key.node, t, 0).copy_from_slice(state);
        }
        let trace = run.trace_mut(query.segment);
        trace
            .value_mut(query.node, 0, 0)
            .copy_from_slice(setup.query());
        trace.value_mut(seen.node, 0, 0).fill(1.0);
        run.forward();
        let attend = query.segment;
        let timeline = Timeline::new(run.segment(attend).program(), vec![true]);
        Some(Self {
            setup: setup.clone(),
            run,
            attend,
            timeline,
        })
    }

    /// The run that looks.
    #[must_use]
    pub fn run(&self) -> &Run<f64> {
        self.run.segment(self.attend)
    }

    /// Its moments.
    #[must_use]
    pub fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// How many states there are.
    #[must_use]
    pub fn positions(&self) -> usize {
        self.setup.states().len() / SIZE
    }

    /// The numbers of a node; none where there is no such node.
    #[must_use]
    pub fn values(&self, key: &str) -> &[f64] {
        let node = self.run().program().find(key);
        node.map_or(&[], |node| self.run().trace().value(node, 0, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    fn at(temperature: f64, scaled: bool) -> Lookup {
        let setup = AttnSetup {
            model: Answerer::Hand,
            temperature,
            scaled,
            ..AttnSetup::default()
        };
        Lookup::of(&setup).unwrap()
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
        let setup = AttnSetup {
            model: Answerer::Hand,
            query: Some(vec![1000.0, -1000.0]),
            states: Some(vec![1000.0, -1000.0, 0.0, 0.0, -1000.0, 1000.0]),
            temperature: 0.1,
            ..AttnSetup::default()
        };
        assert_eq!(setup.checked(), Ok(()));
        let lookup = Lookup::of(&setup).unwrap();
        assert_eq!(lookup.values("weights"), [1.0, 0.0, 0.0]);
        assert_eq!(lookup.values("context"), [1000.0, -1000.0]);
    }
}
