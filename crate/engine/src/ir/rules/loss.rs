//! Softmax, and the losses, which end in one number a column.
//!
//! Shape: softmax keeps its rows; a loss has one row, its target the rows of the output, or one row
//! holding a class index for the cross-entropy.

use crate::ir::op::Scale;
use crate::ir::{Each, Expr, Function, Node, NodeId, Op, Scalar};

/// e^a over its sum, shifted by the largest entry so that logits of hundreds do not overflow. Where every entry is -∞,
/// as in a row of attention that sees nothing, all zeros.
pub fn softmax<S: Scalar>(logits: &[S], out: &mut [S]) {
    let top = largest(logits);
    if top.to_f64() == f64::NEG_INFINITY {
        return out.fill(S::zero());
    }
    let mut total = S::zero();
    for (out, &logit) in out.iter_mut().zip(logits) {
        *out = (logit - top).exponential();
        total += *out;
    }
    for out in out {
        *out /= total;
    }
}

/// Adds to `into` what a softmax passes back: p ⊙ (u - u · p), where p is its result and u its gradient. What has no
/// share takes no part, however large its gradient is.
pub fn softmax_backward<S: Scalar>(upstream: &[S], result: &[S], into: &mut [S]) {
    if upstream.iter().all(|&u| u == S::zero()) {
        return;
    }
    let shares = || upstream.iter().zip(result).enumerate();
    let shares = || shares().filter(|(_, (_, p))| **p != S::zero());
    let mean = shares().fold(S::zero(), |sum, (_, (&u, &p))| sum + u * p);
    for (k, (&u, &p)) in shares() {
        into[k] += p * (u - mean);
    }
}

/// ln Σ e^a, shifted likewise.
fn log_sum_exp<S: Scalar>(logits: &[S]) -> S {
    let top = largest(logits);
    let total = logits
        .iter()
        .fold(S::zero(), |sum, &logit| sum + (logit - top).exponential());
    top + total.logarithm()
}

fn largest<S: Scalar>(values: &[S]) -> S {
    values.iter().fold(
        values[0],
        |top, &value| if value > top { value } else { top },
    )
}

/// The index that a one-row class target holds.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a class index, checked on the way in"
)]
pub fn class_of<S: Scalar>(target: &[S]) -> usize {
    target[0].to_f64() as usize
}

/// The loss of one column.
pub fn forward<S: Scalar>(op: &Op, output: &[S], target: &[S]) -> S {
    match op {
        Op::CrossEntropy(..) => log_sum_exp(output) - output[class_of(target)],
        Op::SquaredError { scale, .. } => {
            let sum = output
                .iter()
                .zip(target)
                .fold(S::zero(), |sum, (&o, &y)| sum + (o - y) * (o - y));
            sum * S::of(scale.factor())
        }
        Op::Dot(..) => output
            .iter()
            .zip(target)
            .fold(S::zero(), |sum, (&o, &w)| sum + o * w),
        _ => unreachable!("not a loss"),
    }
}

/// Adds to `into` what the loss passes back to the output, given the weight of this column.
pub fn backward<S: Scalar>(op: &Op, upstream: S, output: &[S], target: &[S], into: &mut [S]) {
    match op {
        Op::CrossEntropy(..) => {
            let class = class_of(target);
            let log_total = log_sum_exp(output);
            for (k, (into, &logit)) in into.iter_mut().zip(output).enumerate() {
                let hit = if k == class { S::one() } else { S::zero() };
                *into += upstream * ((logit - log_total).exponential() - hit);
            }
        }
        Op::SquaredError { scale, .. } => {
            let twice = S::of(scale.factor()) * S::of(2.0);
            for ((into, &o), &y) in into.iter_mut().zip(output).zip(target) {
                *into += upstream * twice * (o - y);
            }
        }
        Op::Dot(..) => {
            for (into, &w) in into.iter_mut().zip(target) {
                *into += upstream * w;
            }
        }
        _ => unreachable!("not a loss"),
    }
}

impl Scale {
    /// The number in front of ‖o - y‖².
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "outputs are far below 2^53")]
    pub fn factor(self) -> f64 {
        match self {
            Self::Half => 0.5,
            Self::Mean(outputs) => 1.0 / outputs as f64,
        }
    }
}

/// The formula of a loss or of the softmax.
pub(super) fn formula(node: &Node) -> Expr {
    match node.op {
        Op::Softmax(a) => Expr::Call(Function::Softmax, Box::new(Expr::Value(a))),
        Op::CrossEntropy(logits, target) => Expr::NegativeLogLikelihood { logits, target },
        Op::SquaredError {
            output,
            target,
            scale,
        } => Expr::SquaredNorm {
            scale: scale.factor(),
            output,
            target,
        },
        Op::Dot(output, weights) => Expr::Dot(output, weights),
        _ => unreachable!("not a loss"),
    }
}

/// The formula of what a softmax passes back, where `id` is its result.
pub(super) fn softmax_gradient(id: NodeId, upstream: Expr) -> Expr {
    let mean = Each::Inner(upstream.clone(), Expr::Value(id)).into();
    Expr::Value(id).odot(Expr::Sum(vec![(true, upstream), (false, mean)]))
}

/// The formula of what a loss passes back to the output.
pub(super) fn gradient(op: &Op, upstream: Expr) -> Expr {
    let bare = match *op {
        Op::CrossEntropy(logits, target) => Expr::Sum(vec![
            (
                true,
                Expr::Call(Function::Softmax, Box::new(Expr::Value(logits))),
            ),
            (false, Expr::OneHot(target)),
        ]),
        Op::SquaredError {
            output,
            target,
            scale,
        } => {
            let error = Expr::Sum(vec![
                (true, Expr::Value(output)),
                (false, Expr::Value(target)),
            ]);
            match scale {
                Scale::Half => error,
                Scale::Mean(_) => Expr::Number(2.0 * scale.factor()).odot(error),
            }
        }
        Op::Dot(_, weights) => Expr::Value(weights),
        _ => unreachable!("not a loss"),
    };
    match upstream {
        Expr::Number(1.0) => bare,
        other => other.odot(bare),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: NodeId = NodeId(0);
    const B: NodeId = NodeId(1);

    #[test]
    fn every_loss_agrees_with_finite_differences() {
        let cases: [(Op, Vec<f64>); 4] = [
            (Op::CrossEntropy(A, B), vec![1.0]),
            (
                Op::SquaredError {
                    output: A,
                    target: B,
                    scale: Scale::Half,
                },
                vec![0.2, -0.4, 1.0],
            ),
            (
                Op::SquaredError {
                    output: A,
                    target: B,
                    scale: Scale::Mean(3),
                },
                vec![0.2, -0.4, 1.0],
            ),
            (Op::Dot(A, B), vec![0.2, -0.4, 1.0]),
        ];
        let output = [0.3, -0.9, 0.6];
        for (op, target) in &cases {
            let mut rule = [0.0; 3];
            backward(op, 0.7, &output, target, &mut rule);
            for k in 0..3 {
                let at = |shift: f64| {
                    let mut moved = output;
                    moved[k] += shift;
                    forward(op, &moved, target)
                };
                let difference = 0.7 * (at(1e-6) - at(-1e-6)) / 2e-6;
                assert!(
                    (rule[k] - difference).abs() < 1e-9,
                    "{op:?}[{k}]: {} against {difference}",
                    rule[k]
                );
            }
        }
    }

    #[test]
    fn a_softmax_passes_back_its_slope() {
        let (logits, upstream) = ([0.3, -0.9, 0.6], [0.5, -0.2, 0.8]);
        let loss = |logits: &[f64; 3]| {
            let mut p = [0.0; 3];
            softmax(logits, &mut p);
            p.iter().zip(upstream).map(|(p, u)| p * u).sum::<f64>()
        };
        let (mut p, mut rule) = ([0.0; 3], [0.0; 3]);
        softmax(&logits, &mut p);
        softmax_backward(&upstream, &p, &mut rule);
        for k in 0..3 {
            let at = |shift: f64| {
                let mut moved = logits;
                moved[k] += shift;
                loss(&moved)
            };
            let difference = (at(1e-6) - at(-1e-6)) / 2e-6;
            assert!((rule[k] - difference).abs() < 1e-9, "[{k}] {rule:?}");
        }
    }

    #[test]
    fn an_endless_gradient_of_what_has_no_share_is_passed_to_nobody() {
        let mut into = [0.0; 3];
        softmax_backward(&[1.0, f64::INFINITY, 2.0], &[0.5, 0.0, 0.5], &mut into);
        assert_eq!(into, [-0.25, 0.0, 0.25]);
        softmax_backward(&[0.0; 3], &[f64::NAN; 3], &mut into);
        assert_eq!(into, [-0.25, 0.0, 0.25], "nothing depends on it");
    }

    #[test]
    fn what_cannot_be_seen_weighs_exactly_nothing_and_a_row_that_sees_nothing_is_zero() {
        let hidden = f64::NEG_INFINITY;
        let mut p = [7.0; 3];
        softmax(&[hidden, 0.4, hidden], &mut p);
        assert_eq!(p, [0.0, 1.0, 0.0]);
        softmax(&[hidden; 3], &mut p);
        assert_eq!(p, [0.0; 3]);
        let mut into = [0.0; 3];
        softmax_backward(&[1.0, 2.0, 3.0], &p, &mut into);
        assert_eq!(into, [0.0; 3]);
    }

    #[test]
    fn logits_of_hundreds_do_not_overflow() {
        let logits = [700.0_f64, -700.0, 699.0];
        let mut probs = [0.0; 3];
        softmax(&logits, &mut probs);
        assert!((probs.iter().sum::<f64>() - 1.0).abs() < 1e-15);
        assert_eq!(
            forward(&Op::CrossEntropy(A, B), &logits, &[1.0]),
            1400.0 + (1.0 + (-1.0_f64).exponential()).logarithm()
        );
    }
}
