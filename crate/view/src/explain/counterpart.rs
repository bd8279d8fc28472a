//! Two cells on one cursor: which op of the other cell does the same work.

use super::Subject;
use super::anatomy::Anatomy;
use super::reference::Reference;
use unrolled::ir::{NodeId, Part, Program};
use unrolled::run::address::Place;
use unrolled::run::backward_ops::{BackwardKind, BackwardOp};
use unrolled::run::cursor::{Direction, Position};

/// Where the other cell stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterpart {
    /// Its position.
    pub position: Position,
    /// Why it is not the same op, where it is not.
    pub note: Option<String>,
}

/// The name in another cell of what is for the same: its gate, memory or candidate; by its letter where both cells
/// have it and nothing more is known of it.
#[must_use]
pub fn same(from: &Program, reference: &Reference, to: &Program) -> Option<Reference> {
    let moved = |place: &Place| {
        let (node, _) = place.locate(from)?;
        let found = Anatomy::of(from).same_in(&Anatomy::of(to), node);
        let found = found.or_else(|| to.find(&place.key))?;
        let key = to.symbol(found)?.key.to_owned();
        Some(Place {
            key,
            ..place.clone()
        })
    };
    match reference {
        Reference::Value(place) => Some(Reference::Value(moved(place)?)),
        Reference::Gradient(place) => Some(Reference::Gradient(moved(place)?)),
        Reference::Step(t) => Some(Reference::Step(*t)),
        Reference::Param { .. }
        | Reference::Op { .. }
        | Reference::Cut(_)
        | Reference::Window(_) => None,
    }
}

/// Where the other cell stands when this one stands at a position: the same step, the op that does the same
/// work; where there is none, the last one before it that has one.
#[must_use]
pub fn counterpart(from: &Subject<'_>, position: &Position, to: &Subject<'_>) -> Counterpart {
    let position = from.timeline.resolve(position);
    let (here, there) = (
        Anatomy::of(from.run.program()),
        Anatomy::of(to.run.program()),
    );
    let place = from.timeline.place(&position.op, position.dir).unwrap_or(0);
    let of = |place: usize| match position.dir {
        Direction::Forward => forward(from, to, &here, &there, place),
        Direction::Backward => backward(from, to, &here, &there, place),
    };
    let found = (0..=place).rev().find_map(|own| Some((own, of(own)?)));
    let (exact, op) = match found {
        Some((own, op)) => (own == place, op),
        None => (false, first_op(to, position.dir)),
    };
    let note = (!exact).then(|| {
        let name = match position.dir {
            Direction::Forward => from.timeline.forward()[place].title,
            Direction::Backward => &from.timeline.backward()[place].title,
        };
        format!("The {} has nothing like this: {name}.", to.title())
    });
    Counterpart {
        position: to.timeline.resolve(&Position {
            op,
            ..position.clone()
        }),
        note,
    }
}

fn first_op(subject: &Subject<'_>, dir: Direction) -> String {
    match dir {
        Direction::Forward => subject.timeline.forward()[0].id.to_owned(),
        Direction::Backward => subject.timeline.backward()[0].id.clone(),
    }
}

fn forward(
    from: &Subject<'_>,
    to: &Subject<'_>,
    here: &Anatomy<'_>,
    there: &Anatomy<'_>,
    place: usize,
) -> Option<String> {
    let own = &from.timeline.forward()[place];
    let ops = to.timeline.forward();
    if place == 0 {
        return Some(ops[0].id.to_owned());
    }
    if own.part == Part::Head {
        let same = ops.iter().find(|op| op.id == own.id && op.part == own.part);
        return same.map(|op| op.id.to_owned());
    }
    let node = here.same_in(there, own.result())?;
    let op = to.run.program().micro_op_of(node)?;
    Some(ops[op].id.to_owned())
}

fn backward(
    from: &Subject<'_>,
    to: &Subject<'_>,
    here: &Anatomy<'_>,
    there: &Anatomy<'_>,
    place: usize,
) -> Option<String> {
    let own = &from.timeline.backward()[place];
    let ops = to.timeline.backward();
    let find = |test: &dyn Fn(&BackwardOp) -> bool| {
        let found = ops.iter().find(|op| op.part == own.part && test(op));
        found.map(|op| op.id.clone())
    };
    if own.part == Part::Head {
        return find(&|op| op.id == own.id);
    }
    match &own.kind {
        BackwardKind::Gradient { node, .. } => {
            let wanted = here.same_in(there, *node)?;
            find(&|op| matches!(&op.kind, BackwardKind::Gradient { node, .. } if *node == wanted))
        }
        BackwardKind::Weights { .. } => find(&|op| matches!(op.kind, BackwardKind::Weights { .. })),
        BackwardKind::Matrices { .. } => {
            find(&|op| matches!(op.kind, BackwardKind::Matrices { .. }))
        }
        BackwardKind::Share { share: 0, carry } if is_memory(here, *carry) => find(
            &|op| matches!(&op.kind, BackwardKind::Share { share: 0, carry } if is_memory(there, *carry)),
        ),
        BackwardKind::Share { .. } => None,
        BackwardKind::Previous { .. } => {
            find(&|op| matches!(op.kind, BackwardKind::Previous { .. }))
        }
    }
}

fn is_memory(anatomy: &Anatomy<'_>, carry: NodeId) -> bool {
    anatomy.program.carry_of(carry).map(|own| own.next) == anatomy.memory
}
