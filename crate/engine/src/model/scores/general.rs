//! The general score of Luong et al. (2015), equation 8: e_tj = q_tᵀ W k_j.
//!
//! W k_j does not depend on the query, so it is computed once for each position.

use super::{Key, Score, scaled_dot};
use crate::ir::Var;
use crate::ir::symbol::COMPARED;

/// A matrix between query and key.
pub const SCORE: Score = Score {
    kind: "general",
    title: "General",
    params: &["W"],
    bias: false,
    key,
    score: scaled_dot::product,
};

fn key<'b>(k: &Key<'b>) -> Var<'b> {
    let product = k.weight("W", k.query_size()) * k.key + &k.builder.no_bias();
    product.named(COMPARED).step("project", "project the key")
}
