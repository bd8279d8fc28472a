//! The scaled dot score of Vaswani et al. (2017), equation 1: e_tj = q_t · k_j / √d_k.
//!
//! The product of two vectors of d_k independent numbers grows as √d_k; divided by it, the softmax stays where it has
//! a slope.

use super::{Query, Score};
use crate::ir::Var;
use crate::ir::symbol::RAW;

/// The dot score over the root of the number of dimensions.
pub const SCORE: Score = Score {
    kind: "scaled_dot",
    title: "Scaled dot",
    params: &[],
    bias: false,
    key: |k| k.key,
    score,
};

pub(super) fn product<'b>(q: &Query<'b>) -> Var<'b> {
    q.keys.dot_each(q.query)
}

fn score<'b>(q: &Query<'b>) -> Var<'b> {
    let product = product(q).named(RAW).step("product", "query times every key");
    product.scaled(1.0 / (q.key_size() as f64).sqrt())
}
