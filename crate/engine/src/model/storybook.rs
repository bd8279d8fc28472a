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

/// The unit that the head reads, from 1: the adder of the LSTM.
pub const READ_UNIT: usize = 2;

/// A hand-written cell: its row blocks in PyTorch's order, as they stand in the flat buffer.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// Input weights.
    pub weight_ih: Vec<f64>,
    /// Recurrent weights.
    pub weight_hh: Vec<f64>,
    /// One bias vector.
    pub bias: Vec<f64>,
    /// What each unit does, where units have jobs.
    pub units: Vec<&'static str>,
    sizes: (usize, usize),
}

impl Written {
    /// One block of each kind for each gate.
    pub(super) fn new<const D: usize, const H: usize>(
        weight_ih: &[[[f64; D]; H]],
        weight_hh: &[[[f64; H]; H]],
        bias: &[[f64; H]],
        units: &[&'static str],
    ) -> Self {
        Self {
            weight_ih: weight_ih.as_flattened().as_flattened().to_vec(),
            weight_hh: weight_hh.as_flattened().as_flattened().to_vec(),
            bias: bias.as_flattened().to_vec(),
            units: units.to_vec(),
            sizes: (D, H),
        }
    }

    /// D and H.
    #[must_use]
    pub fn sizes(&self) -> (usize, usize) {
        self.sizes
    }
}

/// The storybook of a cell, if one was written.
#[must_use]
pub fn storybook(kind: &str) -> Option<Written> {
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
fn rnn() -> Written {
    let angle = 40.0_f64.to_radians();
    let (cos, sin) = (0.9 * libm::cos(angle), 0.9 * libm::sin(angle));
    Written::new(
        &[[[0.9, 0.0], [0.0, 1.2], [0.0, 0.0]]],
        &[[[0.5, 0.0, 0.0], [0.0, cos, -sin], [0.0, sin, cos]]],
        &[[0.0; 3]],
        &["echo", "rotor", "rotor"],
    )
}

/// Row blocks r, z, n. The off-diagonal 0.8 makes the two reset conventions differ.
fn gru() -> Written {
    Written::new(
        &[
            [[0.0, 0.0], [0.0, 0.0], [0.0, -8.0]],
            [[0.0, 8.0], [0.0, 0.0], [0.0, 0.0]],
            [[1.5, 0.0], [1.5, 0.0], [1.0, 0.0]],
        ],
        &[
            NO_STATE,
            NO_STATE,
            [[0.0, 0.0, 0.0], [0.0, 0.3, 0.0], [0.8, 0.0, 1.5]],
        ],
        &[[3.0, 3.0, 4.0], [-4.0, -1.386, 0.0], [0.0; 3]],
        &["latch", "fader", "resetter"],
    )
}

/// Row blocks i, f, g, o.
fn lstm() -> Written {
    Written::new(
        &[
            [[0.0, 8.0], [0.0, 8.0], [0.0, 0.0]],
            [[0.0, -8.0], [0.0, 0.0], [0.0, 0.0]],
            [[1.0, 0.0], [1.0, 0.0], [1.5, 0.0]],
            NO_INPUT,
        ],
        &[
            NO_STATE,
            NO_STATE,
            [[0.0; 3], [0.0; 3], [0.0, 0.0, 0.5]],
            NO_STATE,
        ],
        &[[-4.0, -4.0, -1.0], [4.0, 5.0, 1.386], [0.0; 3], [3.0; 3]],
        &["latch", "adder", "fader"],
    )
}
