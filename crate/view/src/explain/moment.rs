//! A moment of a model of several segments: its formula, its sentence, what is known about a name, the same for every
//! such model. What a model has to say of its own is [`Explained`].
//!
//! Invariant: on the walk of a model its own words are said, inside one of its segments those of any cell.

use std::cmp::Ordering;

use super::formula::{Link, Stage, chain as chain_of};
use super::inspect::{Inspection, inspect as inspect_subject};
use super::latex::latex;
use super::listing::{ListedOp, Listing, listing};
use super::mathml::mathml;
use super::spoken::spoken;
use super::tree::Math;
use super::{
    Formula, Level, Notation, Reads, Reference, Subject, Verbosity, formula as formula_of,
    sentence as sentence_of,
};
use unrolled::run::cursor::{Direction, Position};
use unrolled::run::{Address, Cursor, ModelRun};

/// Ops with one number for each position that is looked at.
const ALONG: [&str; 7] = [
    "product", "add", "squash", "score", "temper", "mask", "weights",
];
/// Ops with one number for each symbol that can be written.
const OF_SYMBOLS: [&str; 2] = ["lo", "y"];

/// What a model has to say of its own.
pub trait Explained: ModelRun {
    /// Where its numbers come from.
    fn reads(&self) -> Reads;

    /// What the formula of a moment of the walk belongs to.
    fn badge(&self, at: &Cursor) -> String;

    /// What a moment of the walk does.
    fn what(&self, at: &Cursor) -> String;

    /// The same with its place in the whole.
    fn in_full(&self, at: &Cursor, what: &str) -> String;

    /// A formula that is not read from the program.
    fn own_formula(&self, _op: &str) -> Option<Math> {
        None
    }

    /// The unit that a name is about, from 1; nothing where it is about none.
    fn unit_of(&self, reference: &str) -> Option<usize> {
        reference.rsplit_once(".u")?.1.parse().ok()
    }
}

/// A model seen from a place, with what it is shown beside.
#[derive(Clone, Debug)]
pub struct Moment<'a, M, B = ()> {
    /// The model.
    pub model: &'a M,
    /// The place.
    pub cursor: Cursor,
    /// What is shown beside it.
    pub beside: B,
}

impl<'a, M: ModelRun, B: Default> Moment<'a, M, B> {
    /// The nearest moment there is.
    #[must_use]
    pub fn at(model: &'a M, position: &Position, unit: usize) -> Self {
        Self {
            model,
            cursor: model.cursor(position, unit),
            beside: B::default(),
        }
    }
}

impl<M: ModelRun, B> Moment<'_, M, B> {
    /// The step of the walk, from 1; inside a segment with more steps the last one at most.
    #[must_use]
    pub fn t(&self) -> usize {
        let steps = self.model.walk().steps().max(1);
        self.cursor.position.t.clamp(1, steps)
    }

    /// The op.
    #[must_use]
    pub fn op(&self) -> &str {
        &self.cursor.position.op
    }

    /// The unit that is looked at, from 1.
    #[must_use]
    pub fn unit(&self) -> usize {
        self.cursor.unit
    }

    /// Whether what this op of the walk makes may be seen; inside a segment, all of it.
    #[must_use]
    pub fn sees(&self, op: &str) -> bool {
        !self.cursor.on_walk || self.model.walk().is_done(op, self.op())
    }
}

/// The ops of a step of the walk.
#[must_use]
pub fn ops(model: &dyn ModelRun) -> Vec<ListedOp> {
    let stops = model.walk().stops().iter();
    let listed = stops.filter_map(|stop| {
        let program = model.network().segment(stop.segment).program();
        let all = listing(program, model.clock().timeline(stop.segment));
        all.forward.into_iter().find(|op| op.id == stop.op)
    });
    listed.collect()
}

/// The moments of the walk.
#[must_use]
pub fn moments(model: &dyn ModelRun) -> Listing {
    let steps = model.walk().steps();
    Listing {
        steps,
        forward: ops(model),
        backward: vec![],
        loss_at: vec![true; steps],
    }
}

/// The moments around a position: those of the walk, or those of the segment it is in.
#[must_use]
pub fn listed(model: &dyn ModelRun, position: &Position) -> Listing {
    let Some((segment, _)) = model.clock().within(position) else {
        return moments(model);
    };
    let program = model.network().segment(segment).program();
    let mut own = listing(program, model.clock().timeline(segment));
    if model.network().network().segments[segment].reversed {
        own.loss_at.reverse();
    }
    let named = |ops: Vec<ListedOp>| {
        let ops = ops.into_iter().map(|op| ListedOp {
            id: model.clock().id(segment, &op.id),
            ..op
        });
        ops.collect()
    };
    Listing {
        forward: named(own.forward),
        backward: named(own.backward),
        ..own
    }
}

/// What is looked at: the run of a segment, and which unit of the op's result is written out. On the walk it is the
/// position looked at where there is a number for each, the symbol that was written in what is read out.
#[must_use]
pub fn subject<'a>(model: &'a dyn Explained, at: &Cursor) -> Subject<'a> {
    let run = model.network().segment(at.segment);
    Subject {
        run,
        timeline: model.clock().timeline(at.segment),
        cell: model.cell(),
        batch: at.batch,
        reversed: model.network().network().segments[at.segment].reversed,
        unit: if at.on_walk { unit(model, at) } else { at.unit },
        jobs: None,
        reads: model.reads(),
        kept: None,
    }
}

fn unit(model: &dyn Explained, at: &Cursor) -> usize {
    let program = model.network().segment(at.segment).program();
    let op = at.position.op.as_str();
    let made = program.micro_ops.iter().find(|own| own.id == op);
    let rows = made.map_or(1, |op| program.node(op.result()).rows);
    let positions = model.positions();
    let written = || model.symbols().get(at.position.t - 1).copied();
    match op {
        _ if OF_SYMBOLS.contains(&op) => written().map_or(1, |symbol| symbol + 1),
        _ if ALONG.contains(&op) && rows.is_multiple_of(positions) => {
            (at.unit - 1) * (rows / positions) + 1
        }
        _ if model.reads() == Reads::Memories => at.unit.min(rows),
        _ => 1,
    }
}

/// The formula of a moment.
#[must_use]
pub fn formula(
    model: &dyn Explained,
    at: &Cursor,
    level: Level,
    notation: Notation,
) -> Option<Formula> {
    let made = formula_of(&subject(model, at), &at.position, level, notation)?;
    if !at.on_walk {
        return Some(made);
    }
    let badge = model.badge(at);
    Some(match model.own_formula(&at.position.op) {
        Some(math) => Formula {
            tree: mathml(&math),
            latex: latex(&math),
            words: spoken(&math),
            badge,
            ..made
        },
        None => Formula { badge, ..made },
    })
}

/// The formulas in letters of all ops of a step.
#[must_use]
pub fn chain(model: &dyn Explained, at: &Cursor, notation: Notation) -> Vec<Link> {
    if !at.on_walk {
        let own = chain_of(&subject(model, at), &at.position, notation);
        let named = own.into_iter().map(|link| Link {
            id: model.clock().id(at.segment, &link.id),
            ..link
        });
        return named.collect();
    }
    let stops = model.walk().stops();
    let now = stops.iter().position(|stop| stop.op == at.position.op);
    let mut links = Vec::new();
    for segment in segments(model) {
        let first = stops.iter().find(|stop| stop.segment == segment);
        let Some(first) = first else { continue };
        let there = Cursor {
            segment,
            position: Position {
                op: first.op.to_owned(),
                ..at.position.clone()
            },
            ..at.clone()
        };
        let all = chain_of(&subject(model, &there), &there.position, notation);
        links.extend(all.into_iter().filter_map(|link| {
            let place = stops.iter().position(|stop| stop.op == link.id)?;
            Some(Link {
                state: Stage::of(Some(place).cmp(&now)),
                tree: (model.own_formula(&link.id)).map_or(link.tree, |math| mathml(&math)),
                ..link
            })
        }));
    }
    links
}

/// The segments of the walk, each once.
fn segments(model: &dyn Explained) -> Vec<usize> {
    let mut all: Vec<usize> = (model.walk().stops().iter())
        .map(|stop| stop.segment)
        .collect();
    all.dedup();
    all
}

/// A moment as a sentence.
#[must_use]
pub fn sentence(model: &dyn Explained, at: &Cursor, verbosity: Verbosity) -> String {
    if !at.on_walk {
        return sentence_of(&subject(model, at), &at.position, verbosity);
    }
    let what = model.what(at);
    match verbosity {
        Verbosity::Short | Verbosity::Normal => what,
        Verbosity::Full => model.in_full(at, &what),
    }
}

/// What is known about a number of any segment, as far as the cursor has come; nothing where the name is of none.
#[must_use]
pub fn inspect(model: &dyn Explained, at: &Cursor, reference: &str) -> Option<Inspection> {
    let asked: Reference = reference.parse().ok()?;
    let there = seen_from(model, at, &asked)?;
    let local = asked.here().to_string();
    let known = inspect_subject(&subject(model, &there), Some(&local), &there.position);
    known.reference.is_some().then(|| Inspection {
        reference: Some(reference.to_owned()),
        ..named(model, (at, &there), known)
    })
}

/// What was found in a segment, with names that mean the same where the cursor is.
fn named(
    model: &dyn Explained,
    (at, there): (&Cursor, &Cursor),
    mut known: Inspection,
) -> Inspection {
    let sources = known.comes_from.iter_mut().chain(&mut known.goes_to);
    for source in sources {
        source.position = (source.position.take()).and_then(|own| {
            let is_stop = model.walk().stop(&own.op).is_some();
            if at.on_walk {
                is_stop.then_some(own)
            } else {
                Some(model.clock().position(there.segment, &own))
            }
        });
    }
    known.named(&|reference| name(model, (at, there), reference))
}

/// A name found in a segment: the segment is written where another one would be meant without it.
fn name(model: &dyn Explained, (at, there): (&Cursor, &Cursor), reference: String) -> String {
    let Ok(asked) = reference.parse::<Reference>() else {
        return reference;
    };
    let is_meant = asked.place().is_none_or(|place| {
        let found = Address::of(place, model.network(), at.segment);
        found.is_some_and(|found| found.segment == there.segment)
    });
    if is_meant {
        return reference;
    }
    let segment = &model.network().network().segments[there.segment];
    asked.within(segment.name).to_string()
}

/// The cursor in the segment that a name is about; nothing where that has not been computed yet.
fn seen_from(model: &dyn Explained, at: &Cursor, asked: &Reference) -> Option<Cursor> {
    let Some(place) = asked.place() else {
        return Some(at.clone());
    };
    let address = Address::of(place, model.network(), at.segment)?;
    let position = match address.segment.cmp(&at.segment) {
        Ordering::Equal => at.position.clone(),
        order => elsewhere(model, at, (address.segment, order))?,
    };
    Some(Cursor {
        segment: address.segment,
        position,
        batch: address.batch,
        ..at.clone()
    })
}

/// How far another segment has come: on the walk as far as this step of it has; else what is computed before is there
/// as a whole.
fn elsewhere(
    model: &dyn Explained,
    at: &Cursor,
    (segment, order): (usize, Ordering),
) -> Option<Position> {
    let stops = model.walk().stops();
    let is_walked = stops.iter().any(|stop| stop.segment == segment);
    if is_walked && at.on_walk {
        let now = stops.iter().position(|stop| stop.op == at.position.op)?;
        let last = stops[..=now].iter().rev();
        let last = last.into_iter().find(|stop| stop.segment == segment)?;
        return Some(Position {
            op: last.op.to_owned(),
            ..at.position.clone()
        });
    }
    let dir = match (order, at.position.dir) {
        (Ordering::Less, _) => Direction::Forward,
        (_, Direction::Backward) => Direction::Backward,
        (_, Direction::Forward) => return None,
    };
    let [_, last] = model.clock().timeline(segment).ends_of(dir)?;
    Some(last)
}
