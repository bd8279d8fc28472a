//! What an op of the way back does.

use super::Speaker;
use crate::explain::case::capital;
use crate::explain::equation::{Equation, Limit, Right};
use crate::explain::{WIRED, stage};
use unrolled::ir::{Expr, NodeId, Op};
use unrolled::run::backward_ops::{BackwardKind, BackwardOp, Share, shares};

impl Speaker<'_> {
    /// What a gradient op does.
    pub(super) fn passes_back(
        &self,
        op: &BackwardOp,
        equation: &Equation,
        with_head: bool,
    ) -> String {
        match &op.kind {
            BackwardKind::Gradient { junction: true, .. } => self.meeting(equation, with_head),
            BackwardKind::Gradient { node, .. } => match &equation.right {
                Right::Formula(formula) => {
                    format!(
                        "Gradient of {} equals {}.",
                        self.name(*node),
                        self.say(formula)
                    )
                }
                Right::Closed(gate) => {
                    let (name, gate) = (self.name(*node), self.name(*gate));
                    format!("Gradient of {name} is 0: {gate} is held, so nothing passes.")
                }
                _ => String::new(),
            },
            BackwardKind::Share { carry, share } => match equation.right {
                Right::Limited(limit) => self.limited(limit),
                _ => self.road(*carry, *share),
            },
            BackwardKind::Weights { .. } => {
                "Each weight takes the gradient of its sum times what it multiplied.".to_owned()
            }
            BackwardKind::Matrices { .. } => "Back through the matrices, transposed.".to_owned(),
            BackwardKind::Previous { carry } => match equation.right {
                Right::Limited(limit) => self.limited(limit),
                _ => self.arrives(*carry),
            },
        }
    }

    /// Why less passes to the step before than its formula says.
    fn limited(&self, limit: Limit) -> String {
        let before = self.subject.read(self.t - 1);
        match limit {
            Limit::Cut => {
                format!("Cut here: the gradient that passes to step {before} is exactly 0.")
            }
            Limit::Window(window) => format!(
                "Passed on to step {before} by the losses whose window of {window} steps reaches it."
            ),
        }
    }

    pub(super) fn meeting(&self, equation: &Equation, with_head: bool) -> String {
        let last = self.t == self.subject.timeline.steps();
        if self.subject.run.trace().reach().is_cut_after(self.t) {
            return "Cut after this step: from the future comes exactly 0.".to_owned();
        }
        let wired = |expr: &Expr| matches!(expr, Expr::Wired(_));
        if let Right::Formula(Expr::Sum(all)) = &equation.right
            && all.iter().any(|(_, summand)| wired(summand))
        {
            let future = if last {
                "the future sends nothing yet"
            } else {
                "and from the future"
            };
            let joint = if last { "; " } else { " " };
            return format!("Gradient arrives from the {WIRED} of the network{joint}{future}.");
        }
        let only_future = matches!(&equation.right, Right::Formula(Expr::Future(_)));
        if only_future && !with_head {
            return "No loss here: all of it comes from the future.".to_owned();
        }
        if last {
            return "Two streams meet; from the future comes nothing yet.".to_owned();
        }
        "Two streams meet: from this step and from the future.".to_owned()
    }

    /// One element-wise road back to a state.
    pub(super) fn road(&self, carry: NodeId, share: usize) -> String {
        match &shares(self.program, carry)[share] {
            Share::Reader(reader) => match self.gate_beside(*reader, carry) {
                Some(gate) => format!("A road without a matrix: multiplied by {gate}."),
                None => "A road without a matrix.".to_owned(),
            },
            Share::Sums(_) => "Back through the matrices, transposed.".to_owned(),
        }
    }

    pub(super) fn arrives(&self, carry: NodeId) -> String {
        let roads = shares(self.program, carry);
        match roads.as_slice() {
            [Share::Reader(reader)] => match self.gate_beside(*reader, carry) {
                Some(gate) => format!("The memory line: multiplied by {gate}, nothing else."),
                None => "The memory line: passed on as it is.".to_owned(),
            },
            [] => "Nothing reads the old memory here: nothing passes back.".to_owned(),
            [_] if self.t == 1 => "This is the gradient of the initial state.".to_owned(),
            [_] => format!("Passed on to step {}.", self.subject.read(self.t - 1)),
            many => format!("{} roads meet.", capital(count_word(many.len()))),
        }
    }

    /// The other factor where a state is multiplied.
    pub(super) fn gate_beside(&self, reader: NodeId, carry: NodeId) -> Option<String> {
        let Op::Odot(a, b) = self.program.node(reader).op else {
            return None;
        };
        let gate = if a == carry { b } else { a };
        let words = stage::words(self.program, gate);
        let article = if words.starts_with("one minus") {
            ""
        } else {
            "the "
        };
        Some(format!("{article}{words}"))
    }
}

pub(super) fn count_word(count: usize) -> &'static str {
    match count {
        2 => "two",
        3 => "three",
        4 => "four",
        _ => "several",
    }
}
