//! The ops of a step as a list: what the scrubbers show.

use serde::Serialize;

use super::tree::role_word;
use unrolled::ir::{NodeId, Part, Program, Role};
use unrolled::run::backward_ops::BackwardKind;
use unrolled::run::cursor::Timeline;

/// All moments, as ops by direction and steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Listing {
    /// T.
    pub steps: usize,
    /// The ops of a step.
    pub forward: Vec<ListedOp>,
    /// The gradient ops of a step.
    pub backward: Vec<ListedOp>,
    /// For each step, whether it has a loss; the others skip the head's ops.
    pub loss_at: Vec<bool>,
}

/// One op of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListedOp {
    /// Its id in positions.
    pub id: String,
    /// Its name in words.
    pub title: String,
    /// What its result is for.
    pub role: &'static str,
    /// `cell` or `head`.
    pub part: &'static str,
}

/// The listing of a timeline.
#[must_use]
pub fn listing(program: &Program, timeline: &Timeline) -> Listing {
    let role = |node: Option<NodeId>| {
        let symbol = node.and_then(|node| program.symbol(node));
        role_word(symbol.map_or(Role::Plain, |symbol| symbol.role))
    };
    let forward = timeline.forward().iter().map(|op| ListedOp {
        id: op.id.to_owned(),
        title: op.title.to_owned(),
        role: role(Some(op.result())),
        part: part_word(op.part),
    });
    let backward = timeline.backward().iter().map(|op| ListedOp {
        id: op.id.clone(),
        title: op.title.clone(),
        role: role(match &op.kind {
            BackwardKind::Gradient { node, .. } => Some(*node),
            BackwardKind::Share { carry, .. } | BackwardKind::Previous { carry } => Some(*carry),
            BackwardKind::Weights { .. } | BackwardKind::Matrices { .. } => None,
        }),
        part: part_word(op.part),
    });
    Listing {
        steps: timeline.steps(),
        forward: forward.collect(),
        backward: backward.collect(),
        loss_at: timeline.loss_at().to_vec(),
    }
}

fn part_word(part: Part) -> &'static str {
    match part {
        Part::Cell => "cell",
        Part::Head => "head",
    }
}
