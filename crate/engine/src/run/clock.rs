//! All moments of a network: forward through its segments in their order, then back through them in the opposite one.
//!
//! A position names its segment before the op where the network has several: `3.forwards:h.f`. Its step is that of the
//! sequence, as in an [address](super::address): a segment that steps back begins at the last. The clock of a network of
//! one segment is that segment's [`Timeline`].
//!
//! Invariant: every moment has one position, and what is resolved resolves to itself.

use super::NetworkRun;
use super::cursor::{Direction, Move, Position, Timeline};
use crate::ir::{MicroOp, Scalar};
use crate::model::network::wires::Network;

/// A resolved place: where the numbers are that are looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The place of the segment.
    pub segment: usize,
    /// Step, op and direction in it; the step is the segment's own.
    pub position: Position,
    /// The unit that is looked at, from 1.
    pub unit: usize,
    /// The sequence of the batch, from 0.
    pub batch: usize,
    /// Whether it is on the walk of its model, not inside one of the segments.
    pub on_walk: bool,
}

/// The moments of every segment.
#[derive(Clone, Debug)]
pub struct Clock {
    names: Vec<&'static str>,
    reversed: Vec<bool>,
    timelines: Vec<Timeline>,
}

/// What stands between the name of a segment and an op of it.
const IN: char = ':';

impl Clock {
    /// The clock of a network; for each segment, its steps are judged or not.
    ///
    /// # Panics
    /// If there are not as many as segments.
    #[must_use]
    pub fn new(network: &Network, judged: Vec<Vec<bool>>) -> Self {
        let segments = &network.segments;
        assert_eq!(segments.len(), judged.len(), "the steps of every segment");
        let timelines = segments.iter().zip(judged);
        Self {
            names: segments.iter().map(|segment| segment.name).collect(),
            reversed: segments.iter().map(|segment| segment.reversed).collect(),
            timelines: timelines
                .map(|(segment, judged)| Timeline::new(&segment.program, judged))
                .collect(),
        }
    }

    /// The clock of a sequence of a run: its own steps, without padding.
    #[must_use]
    pub fn of<S: Scalar>(run: &NetworkRun<S>, batch: usize) -> Self {
        let judged = (0..run.network().segments.len()).map(|segment| {
            let trace = run.segment(segment).trace();
            let steps = 0..trace.length(batch);
            steps
                .map(|t| trace.loss_weight(t, batch) != S::zero())
                .collect()
        });
        Self::new(run.network(), judged.collect())
    }

    /// The moments of a segment.
    #[must_use]
    pub fn timeline(&self, segment: usize) -> &Timeline {
        &self.timelines[segment]
    }

    /// Segment and position in it of a position that names its segment; where there is one segment, none is named.
    #[must_use]
    pub fn within(&self, position: &Position) -> Option<(usize, Position)> {
        let (segment, op) = if self.names.len() == 1 {
            (0, position.op.as_str())
        } else {
            let (name, op) = position.op.split_once(IN)?;
            (self.names.iter().position(|own| *own == name)?, op)
        };
        let own = Position {
            t: self.turned(segment, position.t),
            op: op.to_owned(),
            ..*position
        };
        Some((segment, own))
    }

    /// The own step of a segment at which it stands at a step of the sequence, or the other way round; both from 1.
    fn turned(&self, segment: usize, t: usize) -> usize {
        let steps = self.timelines[segment].steps();
        if self.reversed[segment] && steps > 0 {
            steps + 1 - t.clamp(1, steps)
        } else {
            t
        }
    }

    /// The position on the clock of one in a segment.
    #[must_use]
    pub fn position(&self, segment: usize, own: &Position) -> Position {
        Position {
            t: self.turned(segment, own.t),
            op: self.id(segment, &own.op),
            ..*own
        }
    }

    /// The id of an op on the clock.
    #[must_use]
    pub fn id(&self, segment: usize, op: &str) -> String {
        if self.names.len() == 1 {
            op.to_owned()
        } else {
            format!("{}{IN}{op}", self.names[segment])
        }
    }

    /// The nearest position that occurs in the segment that is named; nothing where none is.
    #[must_use]
    pub fn resolve(&self, position: &Position) -> Option<Position> {
        let (segment, own) = self.within(position)?;
        let timeline = &self.timelines[segment];
        (!timeline.is_empty()).then(|| self.position(segment, &timeline.resolve(&own)))
    }

    /// The position a key or button leads to: past the end of a segment into the one that is computed next; nothing
    /// where no segment is named.
    #[must_use]
    pub fn step(&self, position: &Position, how: Move) -> Option<Position> {
        let (segment, own) = self.within(&self.resolve(position)?)?;
        let timeline = &self.timelines[segment];
        let [first, last] = timeline.ends_of(own.dir)?;
        let over = match how {
            Move::Next if own == last => self.beyond(segment, own.dir, true),
            Move::Previous if own == first => self.beyond(segment, own.dir, false),
            _ => Some((segment, timeline.step(&own, how))),
        };
        let (segment, own) = over.unwrap_or((segment, own));
        Some(self.position(segment, &own))
    }

    /// The first moment after a segment's last one in this direction, or the last one before its first.
    fn beyond(&self, segment: usize, dir: Direction, onward: bool) -> Option<(usize, Position)> {
        let count = self.timelines.len();
        let forward = (0..count).map(|segment| (segment, Direction::Forward));
        let back = (0..count)
            .rev()
            .map(|segment| (segment, Direction::Backward));
        let all: Vec<(usize, Direction)> = forward.chain(back).collect();
        let here = all.iter().position(|own| *own == (segment, dir))?;
        let end = |&(segment, dir): &(usize, Direction), end: usize| {
            let ends = self.timelines[segment].ends_of(dir)?;
            Some((segment, ends[end].clone()))
        };
        if onward {
            all[here + 1..].iter().find_map(|part| end(part, 0))
        } else {
            all[..here].iter().rev().find_map(|part| end(part, 1))
        }
    }
}

/// One op of one segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The place of the segment.
    pub segment: usize,
    /// The id of the op.
    pub op: &'static str,
}

/// What is stepped through where not every moment is shown: some ops of segments that go along one line together, at
/// each of its steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    stops: Vec<Stop>,
    steps: usize,
}

/// Where nothing else is meant.
const USUAL: &str = "weights";

impl Walk {
    /// A walk of so many steps through some segments, over the ops that are shown: each is asked about with those of
    /// its segment.
    ///
    /// # Panics
    /// If the network has no such segment.
    #[must_use]
    pub fn new(
        network: &Network,
        segments: &[&str],
        steps: usize,
        shows: impl Fn(&[MicroOp], usize) -> bool,
    ) -> Self {
        let of = |name: &&str| {
            let segment = network.segment(name).expect("a segment of the network");
            let ops = &network.segments[segment].program.micro_ops;
            let shown = (0..ops.len()).filter(|at| shows(ops, *at));
            shown
                .map(|at| Stop {
                    segment,
                    op: ops[at].id,
                })
                .collect::<Vec<_>>()
        };
        Self {
            stops: segments.iter().flat_map(of).collect(),
            steps,
        }
    }

    /// The ops of a step.
    #[must_use]
    pub fn stops(&self) -> &[Stop] {
        &self.stops
    }

    /// How many steps there are.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.steps
    }

    fn place(&self, op: &str) -> Option<usize> {
        self.stops.iter().position(|stop| stop.op == op)
    }

    /// The stop of this op.
    #[must_use]
    pub fn stop(&self, op: &str) -> Option<Stop> {
        self.place(op).map(|at| self.stops[at])
    }

    /// Whether an op has been done where `now` is the last that was.
    #[must_use]
    pub fn is_done(&self, op: &str, now: &str) -> bool {
        self.place(op).is_some_and(|at| Some(at) <= self.place(now))
    }

    /// The nearest position there is: the attention weights, else the last op, where the op is none of these.
    #[must_use]
    pub fn resolve(&self, position: &Position) -> Position {
        let usual = || self.stop(USUAL).or(self.stops.last().copied());
        let stop = self.stop(&position.op).or_else(usual);
        Position {
            t: position.t.clamp(1, self.steps.max(1)),
            op: stop.map_or_else(String::new, |stop| stop.op.to_owned()),
            dir: Direction::Forward,
        }
    }

    /// The position a key or button leads to; at either end it stays.
    #[must_use]
    pub fn step(&self, position: &Position, how: Move) -> Position {
        let here = self.resolve(position);
        let (at, last, steps) = (
            self.place(&here.op).unwrap_or(0),
            self.stops.len() - 1,
            self.steps,
        );
        let (t, at) = match how {
            Move::Next if at < last => (here.t, at + 1),
            Move::Next if here.t < steps => (here.t + 1, 0),
            Move::Previous if at > 0 => (here.t, at - 1),
            Move::Previous if here.t > 1 => (here.t - 1, last),
            Move::NextStep => ((here.t + 1).min(steps), at),
            Move::PreviousStep => ((here.t - 1).max(1), at),
            Move::First => (1, 0),
            Move::Last => (steps, last),
            _ => (here.t, at),
        };
        Position {
            t,
            op: self.stops[at].op.to_owned(),
            dir: Direction::Forward,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::attention::self_attention;
    use crate::model::network::wires::{Line, Segment};
    use crate::model::{CellSpec, Score};
    use crate::run::{Extent, fixture};

    fn clock() -> Clock {
        let network = self_attention(Score::of("dot").unwrap(), [2, 3, 2], 4).unwrap();
        let extent = Extent {
            source: 4,
            target: 1,
            batch: 2,
        };
        let mut run: NetworkRun<f64> = NetworkRun::new(network, extent);
        run.set_length(Line::Source, 1, 2);
        let attend = run.network().segment("attend").unwrap();
        run.trace_mut(attend).set_loss_weight(1, 1, 1.0);
        Clock::of(&run, 1)
    }

    #[test]
    fn it_goes_forward_through_all_segments_and_back_through_them_in_the_opposite_order() {
        let clock = clock();
        let mut at: Position = "1.project:load.f".parse().unwrap();
        let mut ways = vec![];
        loop {
            let (segment, own) = clock.within(&at).unwrap();
            if ways.last() != Some(&(segment, own.dir)) {
                ways.push((segment, own.dir));
            }
            let next = clock.step(&at, Move::Next).unwrap();
            if next == at {
                break;
            }
            assert_eq!(
                clock.step(&next, Move::Previous).as_ref(),
                Some(&at),
                "{next}"
            );
            assert_eq!(clock.resolve(&next).as_ref(), Some(&next));
            at = next;
        }
        let (forward, backward) = (Direction::Forward, Direction::Backward);
        assert_eq!(
            ways,
            [(0, forward), (1, forward), (1, backward), (0, backward)]
        );
    }

    #[test]
    fn a_sequence_has_its_own_steps_and_losses_and_padding_is_no_moment() {
        let clock = clock();
        assert_eq!(clock.timeline(1).loss_at(), [false, true]);
        let near = |text: &str| clock.resolve(&text.parse().unwrap()).unwrap().to_string();
        assert_eq!(near("9.attend:score.f"), "2.attend:score.f");
        assert_eq!(
            near("1.attend:l.f"),
            "1.attend:context.f",
            "there is no loss"
        );
        assert_eq!(clock.resolve(&"1.score.f".parse().unwrap()), None);
    }

    #[test]
    fn a_segment_that_steps_back_begins_at_the_last_step_of_the_sequence() {
        let program = fixture::run(&CellSpec::of("gru").unwrap())
            .program()
            .clone();
        let segment = |name, reversed| Segment {
            name,
            program: program.clone(),
            line: Line::Source,
            reversed,
        };
        let both = vec![segment("forwards", false), segment("backwards", true)];
        let network = Network::new(both, vec![]).unwrap();
        let clock = Clock::new(&network, vec![vec![false; 3]; 2]);
        let step = |text: &str, how: Move| {
            let next = clock.step(&text.parse().unwrap(), how).unwrap();
            next.to_string()
        };
        assert_eq!(step("3.forwards:h.f", Move::Next), "3.backwards:u.f");
        assert_eq!(step("3.backwards:h.f", Move::Next), "2.backwards:u.f");
        assert_eq!(step("3.backwards:h.f", Move::NextStep), "2.backwards:h.f");
        let near = clock.resolve(&"9.backwards:h.f".parse().unwrap()).unwrap();
        assert_eq!(near.to_string(), "3.backwards:h.f");
    }

    #[test]
    fn the_clock_of_one_segment_is_its_timeline() {
        let lstm = CellSpec::of("lstm").unwrap();
        let alone = NetworkRun::alone(fixture::run(&lstm));
        let clock = Clock::of(&alone, 0);
        let timeline = clock.timeline(0);
        for how in [
            Move::Next,
            Move::Previous,
            Move::Turn,
            Move::NextStep,
            Move::Last,
        ] {
            for text in ["1.u.f", "4.c.f", "6.l.f", "4.dc.b", "1.dcprev.b"] {
                let at: Position = text.parse().unwrap();
                assert_eq!(
                    clock.step(&at, how),
                    Some(timeline.step(&at, how)),
                    "{text} {how:?}"
                );
            }
        }
    }
}
