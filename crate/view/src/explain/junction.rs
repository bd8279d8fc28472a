//! Where two streams of gradient meet: what this step sends, what the future sends, and their sum.
//!
//! Invariant: the streams add up to the total entry by entry. Norms do not add, which is why the cosine
//! and the numbers of one unit stand beside them.

use serde::Serialize;

use super::Subject;
use super::evaluate::evaluate;
use super::number;
use super::reference::Reference;
use unrolled::ir::{Expr, NodeId};
use unrolled::run::backward_ops::{BackwardKind, gradient};
use unrolled::run::cursor::{Direction, Position};
use unrolled::run::metrics::{cosine, norm};

/// From this cosine on two streams are said to point the same way, or against each other.
const ALIGNED: f64 = 0.9;
/// Below this they have little to do with each other.
const CROSSING: f64 = 0.25;
/// A total shorter than this share of the longer stream is nearly nothing.
const CANCELLED: f64 = 0.5;

/// A junction of gradients.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Junction {
    /// The node in which they meet, by its position in the program.
    pub node: usize,
    /// Its gradient.
    pub reference: Option<String>,
    /// What meets: this step first, then the future.
    pub streams: Vec<Stream>,
    /// The sum.
    pub total: Stream,
    /// The cosine between the streams; none where one of them is nothing.
    pub cosine: Option<f64>,
    /// What that means.
    pub words: String,
}

/// One stream of gradient.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Stream {
    /// Where it comes from.
    pub label: &'static str,
    /// Its length.
    pub norm: f64,
    /// Its number for the selected unit.
    pub unit: f64,
    /// All its numbers.
    pub values: Vec<f64>,
}

/// The junction at a position; `None` where the op there is none.
#[must_use]
pub fn junction(subject: &Subject<'_>, position: &Position) -> Option<Junction> {
    if position.dir != Direction::Backward {
        return None;
    }
    let place = subject.timeline.place(&position.op, position.dir)?;
    match subject.timeline.backward()[place].kind {
        BackwardKind::Gradient {
            node,
            junction: true,
        } => Some(meeting(subject, node, position.t)),
        _ => None,
    }
}

/// The streams that meet in the gradient of a state at a step, from 1.
pub(super) fn meeting(subject: &Subject<'_>, node: NodeId, t: usize) -> Junction {
    let (program, trace) = (subject.run.program(), subject.run.trace());
    let with_head = subject.timeline.loss_at()[t - 1];
    let at = |expr: &Expr| evaluate(expr, program, trace, t - 1, subject.batch);
    let local = match local_part(gradient(program, node, with_head)) {
        Some(formula) => at(&formula),
        None => vec![0.0; program.node(node).rows],
    };
    let stream = |label: &'static str, values: Vec<f64>| Stream {
        label,
        norm: norm(&values),
        unit: values[(subject.unit - 1).min(values.len() - 1)],
        values,
    };
    let streams = vec![
        stream("this step", local),
        stream("the future", at(&Expr::Future(node))),
    ];
    let total = stream("total", trace.grad(node, t - 1, subject.batch).to_vec());
    let cosine = cosine(&streams[0].values, &streams[1].values);
    Junction {
        node: node.0,
        reference: Reference::gradient(program, node, t, None).map(|r| r.to_string()),
        words: words(&streams, &total, cosine, &End::after(subject, t)),
        streams,
        total,
        cosine,
    }
}

/// A gradient's formula without what comes from the future; `None` where nothing is left.
#[must_use]
pub fn local_part(formula: Expr) -> Option<Expr> {
    let is_future = |expr: &Expr| matches!(expr, Expr::Future(_));
    match formula {
        Expr::Sum(mut summands) => {
            summands.retain(|(_, summand)| !is_future(summand));
            match summands.as_slice() {
                [] => None,
                [(true, _)] => Some(summands.remove(0).1),
                _ => Some(Expr::Sum(summands)),
            }
        }
        other => (!is_future(&other)).then_some(other),
    }
}

/// Why there may be no future.
enum End {
    Open,
    Last,
    Cut,
}

impl End {
    fn after(subject: &Subject<'_>, t: usize) -> Self {
        if t == subject.timeline.steps() {
            Self::Last
        } else if subject.run.trace().reach().is_cut_after(t) {
            Self::Cut
        } else {
            Self::Open
        }
    }
}

fn words(streams: &[Stream], total: &Stream, cosine: Option<f64>, end: &End) -> String {
    let [local, future] = [streams[0].norm, streams[1].norm];
    let Some(cosine) = cosine else {
        let only = match (local == 0.0, future == 0.0) {
            (true, true) if matches!(end, End::Cut) => "cut after this step: nothing arrives here",
            (true, true) => "nothing arrives here",
            (true, false) => "only the future sends something",
            (false, true) if matches!(end, End::Last) => "the last step: there is no future yet",
            (false, true) if matches!(end, End::Cut) => {
                "cut after this step: the future sends exactly 0"
            }
            (false, true) => "only this step sends something",
            (false, false) => "the streams are not finite",
        };
        return only.to_owned();
    };
    let longer = local.max(future);
    let how = if cosine <= -ALIGNED && total.norm < CANCELLED * longer {
        "they nearly cancel"
    } else if cosine < -CROSSING {
        "they pull against each other"
    } else if cosine <= CROSSING {
        "they cross: neither helps nor hinders much"
    } else if cosine < ALIGNED {
        "they partly agree"
    } else {
        "they point the same way"
    };
    format!("{how}: cosine {}", number::fixed(cosine, 2).text())
}
