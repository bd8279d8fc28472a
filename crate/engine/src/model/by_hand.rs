//! Weights of one decimal for one or two units, so that an update can be checked with a pencil.
//!
//! They are meant for these inputs and states, which make the numbers short:
//!
//! | cell | x | h_0 | c_0 | comes to |
//! |---|---|---|---|---|
//! | RNN | (1, 0.5) | (0.2, -0.4) | | a = (0.53, -0.02), h = (0.485, -0.020) |
//! | LSTM | 1 | 0.5 | 0.8 | c = 1.012, h = 0.537 |
//! | GRU | 1 | 0.5 | | h = 0.681 (reset before, z writes) |

use super::storybook::Written;

/// The weights of a cell, if some were written.
#[must_use]
pub fn by_hand(kind: &str) -> Option<Written> {
    match kind {
        "rnn" => Some(Written::new(
            &[[[0.5, -0.3], [0.2, 0.4]]],
            &[[[0.6, 0.1], [-0.2, 0.7]]],
            &[[0.1, -0.1]],
            &[],
        )),
        "gru" => Some(Written::new(
            &[[[-0.5]], [[0.4]], [[0.9]]],
            &[[[0.8]], [[0.6]], [[0.7]]],
            &[[0.1], [-0.2], [0.0]],
            &[],
        )),
        "lstm" => Some(Written::new(
            &[[[0.6]], [[0.5]], [[0.9]], [[0.3]]],
            &[[[-0.2]], [[0.4]], [[0.3]], [[0.7]]],
            &[[0.0], [0.1], [-0.1], [0.2]],
            &[],
        )),
        _ => None,
    }
}
