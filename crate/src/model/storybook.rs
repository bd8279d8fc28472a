//! The storybook: models written by hand so that each hidden unit has a job a person can name.
//!
//! The input is a pair (value, marker), as in the adding problem: add up the values whose marker is 1.
//! Numbers are those of the reference tables (appendix A of the product's specification).

/// The input sequence: (value, marker) at each step.
pub const SEQUENCE: [[f64; 2]; 6] = [
    [0.8, 1.0],
    [-0.5, 0.0],
    [0.3, 0.0],
    [0.6, 1.0],
    [-0.7, 0.0],
    [0.4, 0.0],
];

/// D of every storybook model.
pub const INPUT_SIZE: usize = 2;

/// H of every storybook model.
pub const HIDDEN_SIZE: usize = 3;

/// The unit that the head reads, from 1: the adder of the LSTM.
pub const READ_UNIT: usize = 2;

/// A hand-written cell: its row blocks in PyTorch's order.
#[derive(Clone, Debug, PartialEq)]
pub struct Storybook {
    /// One block of input weights for each gate.
    pub weight_ih: Vec<[[f64; 2]; 3]>,
    /// One block of recurrent weights for each gate.
    pub weight_hh: Vec<[[f64; 3]; 3]>,
    /// One bias vector for each gate.
    pub bias: Vec<[f64; 3]>,
    /// What each unit does.
    pub units: [&'static str; 3],
}

/// The storybook of a cell, if one was written.
#[must_use]
pub fn storybook(kind: &str) -> Option<Storybook> {
    match kind {
        "rnn" => Some(rnn()),
        "gru" => Some(gru()),
        "lstm" => Some(lstm()),
        _ => None,
    }
}

const NO_INPUT: [[f64; 2]; 3] = [[0.0; 2]; 3];
const NO_STATE: [[f64; 3]; 3] = [[0.0; 3]; 3];

/// An echo, and a rotor that turns by 40 degrees and shrinks by 0.9 a step.
fn rnn() -> Storybook {
    let angle = 40.0_f64.to_radians();
    let (cos, sin) = (0.9 * libm::cos(angle), 0.9 * libm::sin(angle));
    Storybook {
        weight_ih: vec![[[0.9, 0.0], [0.0, 1.2], [0.0, 0.0]]],
        weight_hh: vec![[[0.5, 0.0, 0.0], [0.0, cos, -sin], [0.0, sin, cos]]],
        bias: vec![[0.0; 3]],
        units: ["echo", "rotor", "rotor"],
    }
}

/// Row blocks r, z, n. The off-diagonal 0.8 makes the two reset conventions differ.
fn gru() -> Storybook {
    Storybook {
        weight_ih: vec![
            [[0.0, 0.0], [0.0, 0.0], [0.0, -8.0]],
            [[0.0, 8.0], [0.0, 0.0], [0.0, 0.0]],
            [[1.5, 0.0], [1.5, 0.0], [1.0, 0.0]],
        ],
        weight_hh: vec![
            NO_STATE,
            NO_STATE,
            [[0.0, 0.0, 0.0], [0.0, 0.3, 0.0], [0.8, 0.0, 1.5]],
        ],
        bias: vec![[3.0, 3.0, 4.0], [-4.0, -1.386, 0.0], [0.0; 3]],
        units: ["latch", "fader", "resetter"],
    }
}

/// Row blocks i, f, g, o.
fn lstm() -> Storybook {
    Storybook {
        weight_ih: vec![
            [[0.0, 8.0], [0.0, 8.0], [0.0, 0.0]],
            [[0.0, -8.0], [0.0, 0.0], [0.0, 0.0]],
            [[1.0, 0.0], [1.0, 0.0], [1.5, 0.0]],
            NO_INPUT,
        ],
        weight_hh: vec![
            NO_STATE,
            NO_STATE,
            [[0.0; 3], [0.0; 3], [0.0, 0.0, 0.5]],
            NO_STATE,
        ],
        bias: vec![[-4.0, -4.0, -1.0], [4.0, 5.0, 1.386], [0.0; 3], [3.0; 3]],
        units: ["latch", "adder", "fader"],
    }
}
