//! Ops that work entry by entry: 1 - a, a ⊙ b, σ, tanh, relu, identity, a times a number.
//!
//! Shape: operands and result have the same rows.

use crate::ir::{Expr, Function, NodeId, Op, Scalar};

/// The result, from the operands (`b` is empty for ops of one operand).
pub fn forward<S: Scalar>(op: &Op, a: &[S], b: &[S], out: &mut [S]) {
    match op {
        Op::Odot(..) => {
            for ((out, &a), &b) in out.iter_mut().zip(a).zip(b) {
                *out = a * b;
            }
        }
        Op::OneMinus(_) => map(a, out, |a| S::one() - a),
        Op::Sigmoid(_) => map(a, out, Scalar::logistic),
        Op::Tanh(_) => map(a, out, Scalar::hyperbolic_tangent),
        Op::Relu(_) => map(a, out, |a| if a > S::zero() { a } else { relu_floor(a) }),
        Op::Identity(_) => out.copy_from_slice(a),
        Op::Scaled(_, factor) => {
            let factor = S::of(*factor);
            map(a, out, |a| a * factor);
        }
        _ => unreachable!("not an element-wise op"),
    }
}

/// Zero, except that a value that is not a number stays visible as such.
fn relu_floor<S: Scalar>(a: S) -> S {
    if a.partial_cmp(&a).is_some() {
        S::zero()
    } else {
        a
    }
}

fn map<S: Scalar>(a: &[S], out: &mut [S], f: impl Fn(S) -> S) {
    for (out, &a) in out.iter_mut().zip(a) {
        *out = f(a);
    }
}

/// Adds to `into` what the result passes back to one operand: `upstream` times the slope, which needs
/// the `other` factor of a product, or else the operand `a` and the `result`.
pub fn backward<S: Scalar>(
    op: &Op,
    upstream: &[S],
    other: &[S],
    a: &[S],
    result: &[S],
    into: &mut [S],
) {
    let one = S::one();
    match op {
        Op::Odot(..) => pull(upstream, other, into, |u, other| u * other),
        Op::OneMinus(_) => pull(upstream, upstream, into, |u, _| -u),
        Op::Identity(_) => pull(upstream, upstream, into, |u, _| u),
        Op::Scaled(_, factor) => {
            let factor = S::of(*factor);
            pull(upstream, upstream, into, |u, _| u * factor);
        }
        Op::Sigmoid(_) => pull(upstream, result, into, |u, s| u * s * (one - s)),
        // Where nothing depends on it, even a value that is not a number passes nothing.
        Op::Tanh(_) => pull(upstream, result, into, |u, t| {
            if u == S::zero() { u } else { u * (one - t * t) }
        }),
        Op::Relu(_) => pull(
            upstream,
            a,
            into,
            |u, a| if a > S::zero() { u } else { S::zero() },
        ),
        _ => unreachable!("not an element-wise op"),
    }
}

fn pull<S: Scalar>(upstream: &[S], with: &[S], into: &mut [S], f: impl Fn(S, S) -> S) {
    for ((into, &u), &w) in into.iter_mut().zip(upstream).zip(with) {
        *into += f(u, w);
    }
}

/// The formula of the result.
pub(super) fn formula(op: &Op) -> Expr {
    let value = |node: &NodeId| Expr::Value(*node);
    let call = |function, node| Expr::Call(function, Box::new(value(node)));
    match op {
        Op::Odot(a, b) => value(a).odot(value(b)),
        Op::OneMinus(a) => value(a).one_minus(),
        Op::Sigmoid(a) => call(Function::Sigmoid, a),
        Op::Tanh(a) => call(Function::Tanh, a),
        Op::Relu(a) => call(Function::Relu, a),
        Op::Identity(a) => value(a),
        Op::Scaled(a, factor) => Expr::Number(*factor).odot(value(a)),
        _ => unreachable!("not an element-wise op"),
    }
}

/// The formula of what is passed back to operand number `operand`.
pub(super) fn gradient(op: &Op, id: NodeId, operand: usize, upstream: Expr) -> Expr {
    let result = || Expr::Value(id);
    match op {
        Op::Odot(a, b) => upstream.odot(Expr::Value(if operand == 0 { *b } else { *a })),
        Op::OneMinus(_) => Expr::Sum(vec![(false, upstream)]),
        Op::Identity(_) => upstream,
        Op::Scaled(_, factor) => Expr::Number(*factor).odot(upstream),
        Op::Sigmoid(_) => upstream.odot(result()).odot(result().one_minus()),
        Op::Tanh(_) => upstream.odot(Expr::Square(Box::new(result())).one_minus()),
        Op::Relu(a) => upstream.odot(Expr::Call(Function::Step, Box::new(Expr::Value(*a)))),
        _ => unreachable!("not an element-wise op"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: NodeId = NodeId(0);
    const B: NodeId = NodeId(1);

    fn slope(op: &Op, a: f64, b: f64, operand: usize) -> (f64, f64) {
        let value = |a: f64, b: f64| {
            let mut out = [0.0];
            forward(op, &[a], &[b], &mut out);
            out[0]
        };
        let step = 1e-6;
        let difference = match operand {
            0 => value(a + step, b) - value(a - step, b),
            _ => value(a, b + step) - value(a, b - step),
        } / (2.0 * step);
        let mut into = [0.0];
        let other = if operand == 0 { b } else { a };
        backward(op, &[1.0], &[other], &[a], &[value(a, b)], &mut into);
        (into[0], difference)
    }

    #[test]
    fn every_slope_agrees_with_finite_differences() {
        let ops = [
            Op::OneMinus(A),
            Op::Sigmoid(A),
            Op::Tanh(A),
            Op::Relu(A),
            Op::Identity(A),
            Op::Scaled(A, 0.7),
            Op::Odot(A, B),
        ];
        for op in &ops {
            for (a, b) in [(0.3, -1.2), (-0.7, 0.4), (2.0, 3.0)] {
                for operand in 0..op.operands().len() {
                    let (rule, difference) = slope(op, a, b, operand);
                    assert!(
                        (rule - difference).abs() < 1e-9,
                        "{op:?} at {a}: {rule} against {difference}"
                    );
                }
            }
        }
    }

    #[test]
    fn relu_keeps_what_is_not_a_number_visible() {
        let mut out = [0.0];
        forward(&Op::Relu(A), &[f64::NAN], &[], &mut out);
        assert!(out[0].is_nan());
    }
}
