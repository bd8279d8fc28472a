//! One name for one number: a segment of a network, a step, a node, a unit of it, a sequence of the batch.
//!
//! | what | written |
//! |---|---|
//! | a quantity at a step, one unit of it | `h.t4`, `h.t4.u2` |
//! | in a segment of its own | `forwards:h.t4.u2` |
//! | in another sequence of the batch than the first | `h.t4.u2.b3` |
//!
//! Steps, units and sequences count from 1 where they are written and from 0 where they are looked up; `t0` is an
//! initial state. A segment is written only where the network has several. Where none is written, the key is looked for
//! in the segment that is looked at, then in the others, the last first.
//!
//! Invariant: what is printed parses to the same address.

use std::fmt;
use std::str::FromStr;

use super::NetworkRun;
use crate::ir::{NodeId, Op, Program, Scalar};
use crate::model::network::wires::Network;

/// Where a number stands in a run of a network, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    /// The place of its segment.
    pub segment: usize,
    /// The step.
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
    /// What a place means in a network where a segment is looked at; nothing where there is no such node.
    #[must_use]
    pub fn of(place: &Place, network: &Network, segment: usize) -> Option<Self> {
        let at = |segment: usize| {
            let (node, t) = place.locate(&network.segments.get(segment)?.program)?;
            Some(Self {
                segment,
                t,
                node,
                unit: place.unit.map(|unit| unit - 1),
                batch: place.batch.map_or(0, |batch| batch - 1),
            })
        };
        match &place.segment {
            Some(name) => at(network.segment(name)?),
            None => [segment]
                .into_iter()
                .chain((0..network.segments.len()).rev())
                .find_map(at),
        }
    }

    /// Its name; nothing for a node without one.
    #[must_use]
    pub fn place(&self, network: &Network) -> Option<Place> {
        let segment = &network.segments[self.segment];
        let unit = self.unit.map(|unit| unit + 1);
        let place = Place::of(&segment.program, self.node, self.t + 1, unit)?;
        let is_alone = network.segments.len() == 1;
        Some(Place {
            segment: (!is_alone).then(|| segment.name.to_owned()),
            batch: (self.batch > 0).then(|| self.batch + 1),
            ..place
        })
    }

    /// The numbers there: one unit, or all of them; nothing beyond the ends of the run.
    #[must_use]
    pub fn values<'a, S: Scalar>(&self, run: &'a NetworkRun<S>) -> Option<&'a [S]> {
        self.part(run, |trace| trace.value(self.node, self.t, self.batch))
    }

    /// Their gradients.
    #[must_use]
    pub fn grads<'a, S: Scalar>(&self, run: &'a NetworkRun<S>) -> Option<&'a [S]> {
        self.part(run, |trace| trace.grad(self.node, self.t, self.batch))
    }

    fn part<'a, S: Scalar>(
        &self,
        run: &'a NetworkRun<S>,
        column: impl FnOnce(&'a super::Trace<S>) -> &'a [S],
    ) -> Option<&'a [S]> {
        let trace = run.segment(self.segment).trace();
        if self.t >= trace.steps() || self.batch >= trace.batch() {
            return None;
        }
        let column = column(trace);
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
    use crate::model::seq2seq::Seq2Seq;
    use crate::model::{Attention, Score};

    fn network() -> Network {
        let model = Seq2Seq {
            cell: CellSpec::of("gru").unwrap(),
            symbols: 5,
            embedding: 2,
            encoder: 3,
            decoder: 4,
            attention: Some(Attention::by(Score::of("additive").unwrap(), 3)),
            dropout: false,
        };
        model.network(6).unwrap()
    }

    #[test]
    fn every_named_node_of_every_segment_has_one_name_and_the_name_leads_back() {
        let network = network();
        for (segment, own) in network.segments.iter().enumerate() {
            for node in own.program.ids() {
                let address = Address {
                    segment,
                    t: 2,
                    node,
                    unit: Some(1),
                    batch: 2,
                };
                let Some(place) = address.place(&network) else {
                    continue;
                };
                let text = place.to_string();
                assert_eq!(text.parse(), Ok(place.clone()), "{text}");
                assert!(
                    text.starts_with(own.name) && text.ends_with(".u2.b3"),
                    "{text}"
                );
                let found = Address::of(&place, &network, 0).unwrap();
                assert_eq!(found.segment, segment, "{text}");
                let key = |node| own.program.symbol(node).unwrap().key;
                assert_eq!(key(found.node), key(node), "{text}");
            }
        }
    }

    #[test]
    fn without_a_segment_the_one_that_is_looked_at_is_meant_and_then_any_that_has_the_key() {
        let network = network();
        let found = |text: &str, home: &str| {
            let place: Place = text.parse().unwrap();
            let home = network.segment(home).unwrap();
            let address = Address::of(&place, &network, home)?;
            Some(network.segments[address.segment].name)
        };
        assert_eq!(found("h.t2", "forwards"), Some("forwards"));
        assert_eq!(found("h.t2", "decoder"), Some("decoder"));
        assert_eq!(found("backwards:h.t2", "decoder"), Some("backwards"));
        assert_eq!(found("weights.t2.u3", "forwards"), Some("decoder"));
        assert_eq!(found("nothing.t2", "decoder"), None);
        assert_eq!(found("nowhere:h.t2", "decoder"), None);
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
