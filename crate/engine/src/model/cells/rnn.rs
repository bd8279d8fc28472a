//! The plain recurrent network of Elman (1990): `h_t = tanh(W_xh x_t + W_hh h_{t-1} + b_h)`.

use super::{Cell, Choice, ChoiceValue, Step};
use crate::ir::param::Gate;
use crate::ir::symbol::{A, H, P, Q};

/// What squashes the sum; the identity makes the network linear.
const ACTIVATION: Choice = Choice {
    key: "activation",
    label: "Activation",
    help: "What squashes the sum; the identity makes the network linear.",
    values: &[
        ChoiceValue { key: "tanh", label: "tanh", badge: "tanh" },
        ChoiceValue { key: "relu", label: "ReLU", badge: "ReLU" },
        ChoiceValue { key: "identity", label: "identity (linear)", badge: "linear" },
    ],
};

/// The tanh, ReLU or linear RNN.
pub const CELL: Cell = Cell {
    kind: "rnn",
    title: "RNN",
    gates: &[Gate::same("h", "xh", "hh")],
    states: &[H],
    choices: &[ACTIVATION],
    step,
};

fn step(s: &Step<'_>) {
    let [gate] = s.gates();
    let (x, h) = (s.input(), s.state(H));
    s.load("load", "input and old state");
    let p = (gate.w * x).named(P).step("px", "mix the input");
    let q = (gate.u * h).named(Q).step("ph", "mix the old state");
    let a = (p + q + &gate.b).named(A).step("a", "add");
    let squashed = match s.chosen(&ACTIVATION) {
        "relu" => a.relu(),
        "identity" => a.identity(),
        _ => a.tanh(),
    };
    s.next(h, squashed.named(H).step("h", "new state"));
}
