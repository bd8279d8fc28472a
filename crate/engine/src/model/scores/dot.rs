//! The dot score of Luong et al. (2015), equation 8: e_tj = q_t · k_j.

use super::{Score, scaled_dot};

/// Query and key are compared as they are.
pub const SCORE: Score = Score {
    kind: "dot",
    title: "Dot",
    params: &[],
    bias: false,
    key: |k| k.key,
    score: scaled_dot::product,
};
