//! Ops over a memory of several positions: what attention is written in.
//!
//! Shape: a memory of S positions of width w has S · w rows, position after position.
//!
//! | op | operands | result |
//! |---|---|---|
//! | lookup | a table of V x w, an index | w |
//! | concat | a, b | rows of a + rows of b |
//! | plus each | memory S · w, column w | S · w |
//! | dot each | memory S · w, column w | S |
//! | temper | scores S, which can be seen S | S |
//! | mask | scores S, which can be seen S | S |
//! | blend | weights S, memory S · w | w |
//!
//! Invariant: every sum has one fixed order, entries ascending, in every build. What a mask hides is -∞, so that a
//! softmax gives it a weight of exactly 0; and what has a weight or a gradient of exactly 0 takes no part in a sum, so
//! that nothing depends on it, not even where it is infinite or not a number.

use crate::ir::{Each, Expr, Op, Program, Scalar};

/// The result, from the operands `a` and `b`.
pub fn forward<S: Scalar>(op: &Op, a: &[S], b: &[S], out: &mut [S]) {
    match op {
        Op::Concat(..) => {
            let (upper, lower) = out.split_at_mut(a.len());
            upper.copy_from_slice(a);
            lower.copy_from_slice(b);
        }
        Op::PlusEach(..) => {
            for (out, a) in out.chunks_exact_mut(b.len()).zip(a.chunks_exact(b.len())) {
                for ((out, &a), &b) in out.iter_mut().zip(a).zip(b) {
                    *out = a + b;
                }
            }
        }
        Op::DotEach(..) => {
            for (out, a) in out.iter_mut().zip(a.chunks_exact(b.len())) {
                *out = dot(a, b);
            }
        }
        Op::Temper(_, _, temperature) => temper(a, b, *temperature, out),
        Op::Mask(..) => {
            for ((out, &a), &seen) in out.iter_mut().zip(a).zip(b) {
                *out = if seen == S::zero() {
                    S::of(f64::NEG_INFINITY)
                } else {
                    a
                };
            }
        }
        Op::Blend(..) => {
            out.fill(S::zero());
            for (&weight, b) in a.iter().zip(b.chunks_exact(out.len())) {
                add_scaled(b, weight, out);
            }
        }
        _ => unreachable!("not an op over a memory"),
    }
}

/// Adds to `into` what the result passes back to operand number `place`, given its gradient and the `other` operand.
pub fn backward<S: Scalar>(op: &Op, place: usize, upstream: &[S], other: &[S], into: &mut [S]) {
    if upstream.iter().all(|&u| u == S::zero()) {
        return;
    }
    match (op, place) {
        (Op::Concat(..), 0) => add(&upstream[..into.len()], into),
        (Op::Concat(..), _) => add(&upstream[upstream.len() - into.len()..], into),
        (Op::PlusEach(..), 0) => add(upstream, into),
        (Op::PlusEach(..), _) => {
            for upstream in upstream.chunks_exact(into.len()) {
                add(upstream, into);
            }
        }
        (Op::DotEach(..), 0) => outer(upstream, other, into),
        (Op::DotEach(..), _) => {
            for (&u, m) in upstream.iter().zip(other.chunks_exact(into.len())) {
                add_scaled(m, u, into);
            }
        }
        (Op::Blend(..), 0) => {
            for (into, m) in into.iter_mut().zip(other.chunks_exact(upstream.len())) {
                *into += dot(m, upstream);
            }
        }
        (Op::Blend(..), _) => outer(other, upstream, into),
        (Op::Mask(..), 0) => {
            for ((into, &u), &seen) in into.iter_mut().zip(upstream).zip(other) {
                if seen != S::zero() {
                    *into += u;
                }
            }
        }
        (Op::Temper(_, _, temperature), 0) => {
            let factor = S::of(1.0 / temperature);
            for (into, &u) in into.iter_mut().zip(upstream) {
                if u != S::zero() {
                    *into += u * factor;
                }
            }
        }
        (Op::Temper(..) | Op::Mask(..), _) => {}
        _ => unreachable!("not an op over a memory"),
    }
}

/// Scores over a temperature. Where one that can be seen comes to more than a number holds, all are counted from the
/// best of them first: a softmax makes the same of both.
fn temper<S: Scalar>(scores: &[S], seen: &[S], temperature: f64, out: &mut [S]) {
    let factor = S::of(1.0 / temperature);
    for (out, &score) in out.iter_mut().zip(scores) {
        *out = score * factor;
    }
    let seen = |k: usize| seen[k] != S::zero();
    if (0..out.len()).all(|k| !seen(k) || out[k].to_f64().is_finite()) {
        return;
    }
    let visible = (0..out.len()).filter(|&k| seen(k)).map(|k| scores[k]);
    let best = visible.fold(S::of(f64::NEG_INFINITY), |best, score| {
        if score > best { score } else { best }
    });
    for (out, &score) in out.iter_mut().zip(scores) {
        *out = (score - best) / S::of(temperature);
    }
}

fn dot<S: Scalar>(a: &[S], b: &[S]) -> S {
    a.iter().zip(b).fold(S::zero(), |sum, (&a, &b)| sum + a * b)
}

fn add<S: Scalar>(from: &[S], into: &mut [S]) {
    for (into, &from) in into.iter_mut().zip(from) {
        *into += from;
    }
}

fn add_scaled<S: Scalar>(from: &[S], factor: S, into: &mut [S]) {
    if factor == S::zero() {
        return;
    }
    for (into, &from) in into.iter_mut().zip(from) {
        *into += factor * from;
    }
}

/// Position j of `into` += number j times the row.
fn outer<S: Scalar>(numbers: &[S], row: &[S], into: &mut [S]) {
    for (&number, into) in numbers.iter().zip(into.chunks_exact_mut(row.len())) {
        add_scaled(row, number, into);
    }
}

/// The row of a table that an index counts to: where it starts.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an index, checked on the way in"
)]
pub fn row_of<S: Scalar>(index: &[S]) -> usize {
    index[0].to_f64() as usize
}

/// The formula of the result.
pub(super) fn formula(op: &Op) -> Expr {
    let value = |node: &_| Expr::Value(*node);
    if let Op::Temper(scores, _, temperature) = op {
        return Expr::Number(1.0 / temperature).odot(value(scores));
    }
    match op {
        Op::Lookup(table, index) => Each::Row(*table, *index),
        Op::Concat(a, b) => Each::Stack(value(a), value(b)),
        Op::PlusEach(memory, column) => Each::Plus {
            memory: value(memory),
            column: value(column),
        },
        Op::DotEach(memory, column) => Each::Product {
            memory: value(memory),
            column: value(column),
        },
        Op::Mask(scores, mask) => Each::Seen {
            of: value(scores),
            mask: *mask,
            is_gradient: false,
        },
        Op::Blend(weights, memory) => Each::Blend {
            weights: value(weights),
            memory: value(memory),
        },
        _ => unreachable!("not an op over a memory"),
    }
    .into()
}

/// The formula of what is passed back to operand number `place`.
pub(super) fn gradient(program: &Program, op: &Op, place: usize, upstream: Expr) -> Expr {
    let outer = |column, row| Expr::Outer(Box::new(column), Box::new(row));
    match (op, place) {
        (Op::Concat(a, _), 0) => Each::Part {
            of: upstream,
            first: 0,
            like: *a,
        }
        .into(),
        (Op::Concat(a, b), _) => Each::Part {
            of: upstream,
            first: program.node(*a).rows,
            like: *b,
        }
        .into(),
        (Op::PlusEach(..), 0) => upstream,
        (Op::PlusEach(_, column), _) => Each::Sum {
            memory: upstream,
            like: *column,
        }
        .into(),
        (Op::DotEach(_, column), 0) => outer(upstream, Expr::Value(*column)),
        (Op::DotEach(memory, _), _) => Each::Blend {
            weights: upstream,
            memory: Expr::Value(*memory),
        }
        .into(),
        (Op::Mask(_, mask), 0) => Each::Seen {
            of: upstream,
            mask: *mask,
            is_gradient: true,
        }
        .into(),
        (Op::Temper(_, _, temperature), 0) => Expr::Number(1.0 / temperature).odot(upstream),
        (Op::Temper(_, mask, _) | Op::Mask(_, mask), _) => Expr::Zero(*mask),
        (Op::Blend(_, memory), 0) => Each::Product {
            memory: Expr::Value(*memory),
            column: upstream,
        }
        .into(),
        (Op::Blend(weights, _), _) => outer(Expr::Value(*weights), upstream),
        _ => unreachable!("not an op over a memory"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::NodeId;

    const A: NodeId = NodeId(0);
    const B: NodeId = NodeId(1);

    /// Some numbers, none of them 0.
    fn numbers(count: usize, seed: usize) -> Vec<f64> {
        (0..count)
            .map(|k| ((k * 7 + seed) % 11) as f64 / 5.0 - 0.9)
            .collect()
    }

    /// The op, the rows of its operands and of its result: three positions of width two.
    fn ops() -> [(Op, [usize; 3]); 6] {
        [
            (Op::Temper(A, B, 0.4), [3, 3, 3]),
            (Op::Concat(A, B), [3, 2, 5]),
            (Op::PlusEach(A, B), [6, 2, 6]),
            (Op::DotEach(A, B), [6, 2, 3]),
            (Op::Mask(A, B), [3, 3, 3]),
            (Op::Blend(A, B), [3, 6, 2]),
        ]
    }

    #[test]
    fn every_slope_agrees_with_finite_differences() {
        for (op, rows) in ops() {
            let upstream = numbers(rows[2], 5);
            let loss = |operands: &[Vec<f64>; 2]| {
                let mut out = vec![0.0; rows[2]];
                forward(&op, &operands[0], &operands[1], &mut out);
                let seen = out.iter().zip(&upstream).filter(|(out, _)| out.is_finite());
                seen.map(|(out, u)| out * u).sum::<f64>()
            };
            let mut operands = [numbers(rows[0], 1), numbers(rows[1], 2)];
            let places = if matches!(op, Op::Mask(..) | Op::Temper(..)) {
                operands[1] = vec![1.0, 0.0, 1.0];
                0..1
            } else {
                0..2
            };
            for place in places {
                let mut rule = vec![0.25; rows[place]];
                backward(&op, place, &upstream, &operands[1 - place], &mut rule);
                for k in 0..rows[place] {
                    let at = |shift: f64| {
                        let mut moved = operands.clone();
                        moved[place][k] += shift;
                        loss(&moved)
                    };
                    let difference = 0.25 + (at(1e-6) - at(-1e-6)) / 2e-6;
                    assert!(
                        (rule[k] - difference).abs() < 1e-9,
                        "{op:?} operand {place}, row {k}: {} against {difference}",
                        rule[k]
                    );
                }
            }
        }
    }

    #[test]
    fn the_numbers_of_the_hand_exercise() {
        let (states, query) = ([1.0, 0.0, 0.0, 1.0, 1.0, 1.0], [1.0, 0.5]);
        let mut scores = [0.0; 3];
        forward(&Op::DotEach(A, B), &states, &query, &mut scores);
        assert_eq!(scores, [1.0, 0.5, 1.5]);
        let mut context = [0.0; 2];
        forward(&Op::Blend(A, B), &[0.5, 0.25, 0.25], &states, &mut context);
        assert_eq!(context, [0.75, 0.5]);
    }

    #[test]
    fn a_hidden_score_is_minus_infinity_and_passes_nothing_back() {
        let mut out = [0.0; 2];
        forward(&Op::Mask(A, B), &[0.3, 0.4], &[0.0, 1.0], &mut out);
        assert_eq!(out, [f64::NEG_INFINITY, 0.4]);
        let mut into = [0.0; 2];
        backward(&Op::Mask(A, B), 0, &[0.7, 0.8], &[0.0, 1.0], &mut into);
        assert_eq!(into, [0.0, 0.8]);
    }

    #[test]
    fn a_tempered_score_that_is_too_large_for_a_number_still_leads() {
        let tempered = |scores: &[f64], seen: &[f64], temperature| {
            let mut out = vec![0.0; scores.len()];
            forward(&Op::Temper(A, B, temperature), scores, seen, &mut out);
            out
        };
        assert_eq!(tempered(&[1.0, -3.0], &[1.0, 1.0], 0.5), [2.0, -6.0]);
        let lost = f64::NEG_INFINITY;
        for temperature in [1e-308, 1e-310, 5e-324] {
            assert_eq!(
                tempered(&[20.0, 30.0], &[1.0, 1.0], temperature),
                [lost, 0.0]
            );
            assert_eq!(
                tempered(&[-20.0, -30.0], &[1.0, 1.0], temperature),
                [0.0, lost]
            );
            let hidden = tempered(&[20.0, 1e308, 30.0], &[1.0, 0.0, 1.0], temperature);
            assert_eq!([hidden[0], hidden[2]], [lost, 0.0]);
        }
        assert_eq!(tempered(&[20.0, 1e308], &[1.0, 0.0], 0.5)[0], 40.0);
    }

    #[test]
    fn what_weighs_nothing_changes_nothing_even_where_it_is_not_a_number() {
        for bad in [f64::NAN, f64::INFINITY, 1e308] {
            let mut out = vec![0.0; 2];
            forward(
                &Op::Blend(A, B),
                &[1.0, 0.0],
                &[3.0, 4.0, bad, bad],
                &mut out,
            );
            assert_eq!(out, [3.0, 4.0]);
            let mut into = vec![0.0; 2];
            let memory = [3.0, 4.0, bad, bad];
            backward(&Op::DotEach(A, B), 1, &[2.0, 0.0], &memory, &mut into);
            assert_eq!(into, [6.0, 8.0]);
            let mut into = vec![0.0; 4];
            backward(&Op::Blend(A, B), 1, &[0.0, 0.0], &[bad, bad], &mut into);
            assert_eq!(into, [0.0; 4]);
        }
    }
}
