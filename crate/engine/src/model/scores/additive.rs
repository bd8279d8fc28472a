//! The additive score of Bahdanau et al. (2014), appendix A.1.2: e_tj = v · tanh(W_q q_t + W_k k_j + b).
//!
//! W_k k_j + b does not depend on the query, so it is computed once for each position.

use super::{Key, Query, Score};
use crate::ir::Var;
use crate::ir::symbol::{ADDED, COMPARED, QUERY, READER, SQUASHED};

/// A small network compares query and key.
pub const SCORE: Score = Score {
    kind: "additive",
    title: "Additive",
    params: &["W_q", "W_k", "v", "b"],
    bias: true,
    key,
    score,
};

fn key<'b>(k: &Key<'b>) -> Var<'b> {
    let sum = k.weight("W_k", k.width()) * k.key + &k.bias();
    sum.named(COMPARED).step("project", "project the key")
}

fn score<'b>(q: &Query<'b>) -> Var<'b> {
    let query = q.weight("W_q") * q.query;
    let query = query.named(QUERY).step("query", "query");
    let added = q.keys.plus_each(query).named(ADDED).step("add", "add to every key");
    let squashed = added.tanh().named(SQUASHED).step("squash", "squash");
    squashed.dot_each(q.vector("v").named(READER))
}
