//! The gradient ops of one step, generated from its program by one rule.
//!
//! 1. A node has a gradient op of its own unless it is *inlined*: read once, either as a plain term of a
//!    sum (a copy) or, without a letter of its own and without parameters, by an element-wise op. The
//!    gradient of an inlined node is written into the formulas of what it is made from.
//! 2. The head comes first, then the cell. Of what is ready (all its users done), the lowest class goes
//!    first: (a) results and element-wise contributions to a state, (b) sums that are squashed, (c) all
//!    weight gradients at once, (d) what goes through matrices to the input and the states.
//! 3. Inside (a): what became ready first, then in forward order, states last. Inside (b): a sum on
//!    which further gradients of class (a) wait goes first; else the sums that became ready since (b) was
//!    last left, before older ones.
//!
//! Invariant: when an op is reached, every gradient its formula reads is final.

mod formulas;
mod jobs;
mod schedule;

pub use formulas::{
    Share, contribution, gradient, gradient_past, previous, share, shares, sum_gradient,
    weight_gradient,
};

use crate::ir::{NodeId, Op, Part, Program, Term};
use schedule::Rule;

/// One gradient op.
#[derive(Clone, Debug)]
pub struct BackwardOp {
    /// Its id in positions and links (`dcprev`).
    pub id: String,
    /// Its name in words.
    pub title: String,
    /// Cell or head.
    pub part: Part,
    /// What it does.
    pub kind: BackwardKind,
}

/// What a gradient op computes.
#[derive(Clone, Debug, PartialEq)]
pub enum BackwardKind {
    /// The gradient of a node; a junction where two streams meet in it.
    Gradient {
        /// The node.
        node: NodeId,
        /// Whether the future and this step meet here.
        junction: bool,
    },
    /// What one road of several brings to the old value of a state.
    Share {
        /// The node that reads the state.
        carry: NodeId,
        /// Which of its [`shares`].
        share: usize,
    },
    /// What this step adds to the gradients of these sums' parameters.
    Weights {
        /// The sums, in forward order.
        sums: Vec<NodeId>,
    },
    /// What passes through matrices to the input and, where `carry` says so, to a state.
    Matrices {
        /// The input.
        input: Option<NodeId>,
        /// The state that matrices read, if several sums read it or the input.
        carry: Option<NodeId>,
    },
    /// All that arrives at the old value of a state: the future of the step before.
    Previous {
        /// The node that reads the state.
        carry: NodeId,
    },
}

/// The gradient ops of a step, in the order in which they are walked.
#[must_use]
pub fn backward_ops(program: &Program) -> Vec<BackwardOp> {
    let rule = Rule::new(program);
    let mut ops = rule.schedule(Part::Head);
    ops.extend(rule.schedule(Part::Cell));
    ops
}

/// Whether the gradient of a node is written into the formulas of what it is made from.
#[must_use]
pub fn is_inlined(program: &Program, node: NodeId) -> bool {
    if program.carry_into(node).is_some() {
        return false;
    }
    let users = live_users(program, node);
    let [(user, place)] = users.as_slice() else {
        return false;
    };
    let nameless = program
        .symbol(node)
        .is_none_or(|symbol| symbol.pytorch.is_none());
    match &program.node(*user).op {
        Op::Linear(sum) => matches!(sum.terms[*place], Term::Plain(_)),
        op => {
            let is_plain = op.is_elementwise() || matches!(op, Op::Temper(..));
            is_plain && nameless && !has_params(program, node)
        }
    }
}

/// The readers of a node through which the loss can be reached.
#[must_use]
pub fn live_users(program: &Program, node: NodeId) -> Vec<(NodeId, usize)> {
    let reaches = program.reaches_loss();
    let mut users = program.users(node);
    users.retain(|(user, _)| reaches[user.0]);
    users
}

fn part_of(program: &Program, node: NodeId) -> Part {
    program
        .micro_op_of(node)
        .map_or(Part::Cell, |op| program.micro_ops[op].part)
}

fn has_params(program: &Program, node: NodeId) -> bool {
    matches!(&program.node(node).op, Op::Linear(sum) if sum.has_params())
}

fn has_products(program: &Program, node: NodeId) -> bool {
    match &program.node(node).op {
        Op::Linear(sum) => sum
            .terms
            .iter()
            .any(|term| matches!(term, Term::Product(..))),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Expr;
    use crate::model::{Biases, CellSpec, Head, LossKind, NetworkSpec};

    fn program(cell: CellSpec, head: Head) -> Program {
        let spec = NetworkSpec {
            cell,
            input_size: 2,
            hidden_size: 3,
            biases: Biases {
                input: true,
                hidden: false,
            },
            head,
            loss: Some(LossKind::SquaredError),
        };
        spec.program().unwrap()
    }

    fn ids(cell: CellSpec) -> Vec<String> {
        let head = Head::Linear {
            outputs: 1,
            bias: true,
        };
        backward_ops(&program(cell, head))
            .into_iter()
            .map(|op| op.id)
            .collect()
    }

    fn gru(reset: &str, update: &str) -> CellSpec {
        CellSpec::of("gru")
            .unwrap()
            .with("reset", reset)
            .unwrap()
            .with("update", update)
            .unwrap()
    }

    #[test]
    fn the_rnn_goes_back_as_its_table_says() {
        let want = ["dlo", "dWy", "dh", "da", "dW", "dx", "dprev"];
        for activation in ["tanh", "relu", "identity"] {
            let cell = CellSpec::of("rnn")
                .unwrap()
                .with("activation", activation)
                .unwrap();
            assert_eq!(ids(cell), want, "{activation}");
        }
    }

    #[test]
    fn the_lstm_goes_back_as_its_table_says() {
        let want = [
            "dlo", "dWy", "dh", "do", "dc", "df", "di", "dg", "dcprev", "dao", "daf", "dai", "dag",
            "dW", "du", "dprev",
        ];
        assert_eq!(ids(CellSpec::of("lstm").unwrap()), want);
    }

    #[test]
    fn the_gru_with_reset_before_goes_back_as_its_table_says() {
        let want = [
            "dlo", "dWy", "dh", "dz", "dn", "dkeep", "dan", "ds", "dr", "dreset", "dar", "daz",
            "dW", "du", "dprev",
        ];
        for update in ["write", "keep"] {
            assert_eq!(ids(gru("before", update)), want, "{update}");
        }
    }

    #[test]
    fn the_gru_with_reset_after_goes_back_through_the_mixed_state() {
        let want = [
            "dlo", "dWy", "dh", "dz", "dn", "dkeep", "dan", "dr", "dq", "dar", "daz", "dW", "du",
            "dprev",
        ];
        for update in ["write", "keep"] {
            assert_eq!(ids(gru("after", update)), want, "{update}");
        }
    }

    #[test]
    fn without_a_head_the_gradient_starts_at_the_state() {
        let ops = backward_ops(&program(CellSpec::of("rnn").unwrap(), Head::None));
        assert_eq!(ops[0].id, "dh");
        assert!(ops.iter().all(|op| op.id != "dWy"));
    }

    #[test]
    fn ids_are_unique_in_every_variant() {
        for cell in CellSpec::all() {
            let mut ids = ids(cell.clone());
            ids.sort();
            let count = ids.len();
            ids.dedup();
            assert_eq!(ids.len(), count, "{}", cell.name());
        }
    }

    #[test]
    fn junctions_are_where_the_future_meets_this_step() {
        let program = program(
            CellSpec::of("lstm").unwrap(),
            Head::Linear {
                outputs: 1,
                bias: true,
            },
        );
        let junctions: Vec<_> = backward_ops(&program)
            .into_iter()
            .filter(|op| matches!(op.kind, BackwardKind::Gradient { junction: true, .. }))
            .map(|op| op.id)
            .collect();
        assert_eq!(junctions, ["dh", "dc"]);
    }

    #[test]
    fn a_common_leading_factor_is_put_in_front() {
        let program = program(
            gru("before", "write"),
            Head::Linear {
                outputs: 1,
                bias: true,
            },
        );
        let id = |key: &str| {
            program
                .ids()
                .find(|node| {
                    program.node(*node).op != Op::Carry
                        && program.symbol(*node).is_some_and(|s| s.key == key)
                })
                .unwrap()
        };
        let previous = program.carries[0].previous;
        let want = Expr::Odot(vec![
            Expr::Grad(id("h")),
            Expr::Sum(vec![
                (true, Expr::Value(id("n"))),
                (false, Expr::Value(previous)),
            ]),
        ]);
        assert_eq!(gradient(&program, id("z"), true), want);
    }
}
