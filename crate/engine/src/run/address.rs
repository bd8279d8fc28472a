//! One name for one number: a segment of a network, a step, a node, a unit of it, a sequence of the batch.
//!
//! | what | written |
//! |---|---|
//! | a quantity at a step, one unit of it | `h.t4`, `h.t4.u2` |
//! | in a segment of its own | `forwards:h.t4.u2` |
//! | in another sequence of the batch than the first | `h.t4.u2.b3` |
//!
//! Steps, units and sequences count from 1 where they are written and from 0 where they are looked up; `t0` is an
//! initial state. Steps are those of the sequence: `backwards:h.t4` is the state that has just read the fourth of it,
//! however many that segment has read before. A segment is written only where the network has several. Where none is
//! written, the key is looked for in the segment that is looked at, then in the others, the last first.
//!
//! Invariant: what is printed parses to the same address.

use std::fmt;
use std::str::FromStr;

use super::{NetworkRun, Trace};
use crate::ir::{NodeId, Op, Program, Scalar};

/// Where a number stands in a run of a network, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    /// The place of its segment.
    pub segment: usize,
    /// The step of the sequence.
    pub t: usize,
    /// The node; of an initial state, the one that reads it.
    pub node: NodeId,
    /// One unit; nothing for the whole column.
    pub unit: Option<usize>,
    /// The sequence.
    pub batch: usize,
}

/// An address by name, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The name of its segment, where it is written.
    pub segment: Option<String>,
    /// The key of its symbol.
    pub key: String,
    /// The step, from 1; 0 for an initial state.
    pub t: usize,
    /// One unit, from 1.
    pub unit: Option<usize>,
    /// The sequence, from 1, where it is not the first.
    pub batch: Option<usize>,
}

impl Address {
    /// What a place means in a run where a segment is looked at; nothing where there is no such node.
    #[must_use]
    pub fn of<S: Scalar>(place: &Place, run: &NetworkRun<S>, segment: usize) -> Option<Self> {
        let segments = &run.network().segments;
        let batch = place.batch.map_or(0, |batch| batch - 1);
        let at = |segment: usize| {
            let (node, t) = place.locate(&segments.get(segment)?.program)?;
            let starts = place.t == 0 && batch < run.segment(segment).trace().batch();
            Some(Self {
                segment,
                t: if starts {
                    run.step_at(segment, t, batch)
                } else {
                    t
                },
                node,
                unit: place.unit.map(|unit| unit - 1),
                batch,
            })
        };
        match &place.segment {
            Some(name) => at(run.network().segment(name)?),
            None => [segment]
                .into_iter()
                .chain((0..segments.len()).rev())
                .find_map(at),
        }
    }

    /// Its name; nothing for a node without one.
    #[must_use]
    pub fn place<S: Scalar>(&self, run: &NetworkRun<S>) -> Option<Place> {
        let network = run.network();
        let segment = &network.segments[self.segment];
        let unit = self.unit.map(|unit| unit + 1);
        let own = run.step_at(self.segment, self.t, self.batch);
        let place = Place::of(&segment.program, self.node, own + 1, unit)?;
        let is_alone = network.segments.len() == 1;
        Some(Place {
            segment: (!is_alone).then(|| segment.name.to_owned()),
            t: match place.t.checked_sub(1) {
                Some(own) => run.step_at(self.segment, own, self.batch) + 1,
                None => 0,
            },
            batch: (self.batch > 0).then(|| self.batch + 1),
            ..place
        })
    }

    /// The numbers there: one unit, or all of them; nothing beyond the ends of the run.
    #[must_use]
    pub fn values<'a, S: Scalar>(&self, run: &'a NetworkRun<S>) -> Option<&'a [S]> {
        self.part(run, |trace, t| trace.value(self.node, t, self.batch))
    }

    /// Their gradients.
    #[must_use]
    pub fn grads<'a, S: Scalar>(&self, run: &'a NetworkRun<S>) -> Option<&'a [S]> {
        self.part(run, |trace, t| trace.grad(self.node, t, self.batch))
    }

    fn part<'a, S: Scalar>(
        &self,
        run: &'a NetworkRun<S>,
        column: impl FnOnce(&'a Trace<S>, usize) -> &'a [S],
    ) -> Option<&'a [S]> {
        let trace = run.segment(self.segment).trace();
        if self.t >= trace.steps() || self.batch >= trace.batch() {
            return None;
        }
        let column = column(trace, run.step_at(self.segment, self.t, self.batch));
        match self.unit {
            Some(unit) => column.get(unit..=unit),
            None => Some(column),
        }
    }
}

impl Place {
    /// The name of a node at a step, from 1; nothing for a node without a symbol. A node that reads a state is that
    /// state one step earlier.
    #[must_use]
    pub fn of(program: &Program, node: NodeId, t: usize, unit: Option<usize>) -> Option<Self> {
        let symbol = program.symbol(node)?;
        let earlier = usize::from(program.node(node).op == Op::Carry);
        Some(Self {
            segment: None,
            key: symbol.key.to_owned(),
            t: t.checked_sub(earlier)?,
            unit,
            batch: None,
        })
    }

    /// Whether it names no other segment and no other sequence than those that are looked at.
    #[must_use]
    pub fn is_here(&self) -> bool {
        self.segment.is_none() && self.batch.is_none()
    }

    /// The node and its step, counted from 0 as a trace does.
    #[must_use]
    pub fn locate(&self, program: &Program) -> Option<(NodeId, usize)> {
        let named = |node: &NodeId| {
            program
                .symbol(*node)
                .is_some_and(|symbol| symbol.key == self.key)
        };
        let is_carry = |node: &NodeId| program.node(*node).op == Op::Carry;
        let mut found = program.ids().filter(named);
        match self.t.checked_sub(1) {
            None => found.find(is_carry).map(|node| (node, 0)),
            Some(t) => found.find(|node| !is_carry(node)).map(|node| (node, t)),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(segment) = &self.segment {
            write!(f, "{segment}:")?;
        }
        write!(f, "{}.t{}", self.key, self.t)?;
        self.unit.map_or(Ok(()), |unit| write!(f, ".u{unit}"))?;
        self.batch.map_or(Ok(()), |batch| write!(f, ".b{batch}"))
    }
}

/// A text that is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnAddress;

impl fmt::Display for NotAnAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "an address is written segment:key.step.unit.sequence, as in encoder:h.t4.u2.b3",
        )
    }
}

impl std::error::Error for NotAnAddress {}

impl FromStr for Place {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        read(text).ok_or(NotAnAddress)
    }
}

fn read(text: &str) -> Option<Place> {
    let words: Vec<&str> = text.split('.').collect();
    let [key, t, rest @ ..] = words.as_slice() else {
        return None;
    };
    let (segment, key) = match key.split_once(':') {
        Some((segment, key)) => (Some(some_word(segment)?), key),
        None => (None, *key),
    };
    let (unit, batch) = match rest {
        [] => (None, None),
        [batch] if batch.starts_with('b') => (None, Some(sequence(batch)?)),
        [unit] => (Some(counted('u', unit)?), None),
        [unit, batch] => (Some(counted('u', unit)?), Some(sequence(batch)?)),
        _ => return None,
    };
    Some(Place {
        segment,
        key: some_word(key)?,
        t: numbered('t', t)?,
        unit,
        batch,
    })
}

/// A sequence that is not the first, which is not written.
fn sequence(word: &str) -> Option<usize> {
    counted('b', word).filter(|batch| *batch > 1)
}

/// A word with something in it.
#[must_use]
pub fn some_word(word: &str) -> Option<String> {
    (!word.is_empty() && !word.contains(':')).then(|| word.to_owned())
}

/// A number after a letter, as it is written here.
#[must_use]
pub fn numbered(letter: char, word: &str) -> Option<usize> {
    let digits = word.strip_prefix(letter)?;
    let canonical = digits == "0" || !digits.starts_with(['0', '+']);
    if canonical { digits.parse().ok() } else { None }
}

/// The same from 1.
#[must_use]
pub fn counted(letter: char, word: &str) -> Option<usize> {
    numbered(letter, word).filter(|&number| number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::cells::CellSpec;
    use crate::model::network::wires::Line;
    use crate::model::seq2seq::Seq2Seq;
    use crate::model::{Attention, Score};
    use crate::run::Extent;

    /// An encoder and decoder: four symbols of the second sequence are read, five of the others.
    fn run() -> NetworkRun<f64> {
        let model = Seq2Seq {
            cell: CellSpec::of("gru").unwrap(),
            symbols: 5,
            embedding: 2,
            encoder: 3,
            decoder: 4,
            attention: Some(Attention::by(Score::of("additive").unwrap(), 3)),
            dropout: false,
        };
        let extent = Extent {
            source: 5,
            target: 3,
            batch: 3,
        };
        let mut run = NetworkRun::new(model.network(5).unwrap(), extent);
        run.set_length(Line::Source, 1, 4);
        run
    }

    #[test]
    fn every_named_node_of_every_segment_has_one_name_and_the_name_leads_back() {
        let run = run();
        for (segment, own) in run.network().segments.iter().enumerate() {
            for node in own.program.ids() {
                let address = Address {
                    segment,
                    t: run.segment(segment).trace().steps() / 2,
                    node,
                    unit: Some(1),
                    batch: 2,
                };
                let Some(place) = address.place(&run) else {
                    continue;
                };
                let text = place.to_string();
                assert_eq!(text.parse(), Ok(place.clone()), "{text}");
                assert!(
                    text.starts_with(own.name) && text.ends_with(".u2.b3"),
                    "{text}"
                );
                let found = Address::of(&place, &run, 0).unwrap();
                assert_eq!(found.segment, segment, "{text}");
                let key = |node| own.program.symbol(node).unwrap().key;
                assert_eq!(key(found.node), key(node), "{text}");
            }
        }
    }

    #[test]
    fn without_a_segment_the_one_that_is_looked_at_is_meant_and_then_any_that_has_the_key() {
        let run = run();
        let found = |text: &str, home: &str| {
            let place: Place = text.parse().unwrap();
            let home = run.network().segment(home).unwrap();
            let address = Address::of(&place, &run, home)?;
            Some(run.network().segments[address.segment].name)
        };
        assert_eq!(found("h.t2", "forwards"), Some("forwards"));
        assert_eq!(found("h.t2", "decoder"), Some("decoder"));
        assert_eq!(found("backwards:h.t2", "decoder"), Some("backwards"));
        assert_eq!(found("weights.t2.u3", "forwards"), Some("decoder"));
        assert_eq!(found("nothing.t2", "decoder"), None);
        assert_eq!(found("nowhere:h.t2", "decoder"), None);
    }

    #[test]
    fn the_step_of_a_segment_that_steps_back_is_that_of_the_sequence() {
        let mut run = run();
        let back = run.network().segment("backwards").unwrap();
        let program = &run.network().segments[back].program;
        let (state, old) = (program.carries[0].next, program.carries[0].previous);
        let trace = run.trace_mut(back);
        trace.value_mut(old, 0, 1).fill(20.0);
        for (own, mark) in [10.0, 11.0, 12.0, 13.0].into_iter().enumerate() {
            trace.value_mut(state, own, 1).fill(mark);
        }
        let number = |text: &str| {
            let place: Place = text.parse().unwrap();
            let address = Address::of(&place, &run, 0).unwrap();
            assert_eq!(address.place(&run).unwrap().to_string(), text);
            address.values(&run).unwrap()[0]
        };
        assert_eq!(number("backwards:h.t4.u1.b2"), 10.0, "read first");
        assert_eq!(number("backwards:h.t1.u1.b2"), 13.0, "read last");
        assert_eq!(number("backwards:h.t0.u1.b2"), 20.0, "the initial state");
        let read = Address {
            segment: back,
            t: 1,
            node: old,
            unit: None,
            batch: 1,
        };
        let name = read.place(&run).unwrap().to_string();
        assert_eq!(name, "backwards:h.t3.b2", "what the second reads");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "h",
            "h.4",
            ":h.t1",
            "a:b:h.t1",
            "h.t1.b1",
            "h.t1.b0",
            "h.t1.b2.u1",
            "h.t1.u1.b2.x",
        ] {
            assert!(text.parse::<Place>().is_err(), "{text}");
        }
    }
}
