//! The gated recurrent unit of Cho et al. (2014), in the four forms in use.
//!
//! | | reset | update |
//! |---|---|---|
//! | PyTorch, cuDNN | after the product | z keeps |
//! | ONNX by default (`linear_before_reset` = 0) | before | z keeps |
//! | Cho et al., the lesson | before | z writes (lesson), z keeps (paper) |

use super::{Cell, Choice, ChoiceValue, Step};
use crate::ir::param::Gate;
use crate::ir::symbol::{A_N, A_R, A_Z, H, KEEP, N, Q, R, S, WRITE, Z};

/// On which side of the recurrent product the reset gate stands.
const RESET: Choice = Choice {
    key: "reset",
    label: "Reset gate",
    help: "Sources differ: the reset gate stands before the product W h, or after it as in PyTorch.",
    values: &[
        ChoiceValue { key: "before", label: "before W h", badge: "reset before" },
        ChoiceValue { key: "after", label: "after W h (PyTorch)", badge: "reset after" },
    ],
};

/// What an open update gate does.
const UPDATE: Choice = Choice {
    key: "update",
    label: "Update gate",
    help: "Sources differ: an open update gate writes the new, or keeps the old as in PyTorch.",
    values: &[
        ChoiceValue { key: "write", label: "z writes the new", badge: "z writes" },
        ChoiceValue { key: "keep", label: "z keeps the old (PyTorch)", badge: "z keeps" },
    ],
};

/// The GRU; PyTorch's row blocks are r, z, n.
pub const CELL: Cell = Cell {
    kind: "gru",
    title: "GRU",
    gates: &[
        Gate::same("r", "xr", "hr"),
        Gate::same("z", "xz", "hz"),
        Gate { letter: "n", lesson: "h", lesson_input: "hx", lesson_hidden: "hh" },
    ],
    states: &[H],
    choices: &[RESET, UPDATE],
    step,
};

fn step(s: &Step<'_>) {
    let [r, z, n] = s.gates();
    let (x, h) = (s.input(), s.state(H));
    s.load("u", "input and old state");
    let a_z = (z.w * x + z.u * h + &z.b).named(A_Z).step("az", "update gate, sum");
    let z_t = a_z.sigmoid().named(Z).step("z", "update gate");
    let a_r = (r.w * x + r.u * h + &r.b).named(A_R).step("ar", "reset gate, sum");
    let r_t = a_r.sigmoid().named(R).step("r", "reset gate");
    let a_n = if s.chosen(&RESET) == "after" {
        let q = (n.u * h + &n.b_hh).named(Q).step("q", "mix the old state");
        let reset = r_t.odot(q).named(S).step("s", "reset");
        (n.w * x + reset + &n.b_ih).named(A_N)
    } else {
        let reset = r_t.odot(h).named(S).step("s", "reset");
        (n.w * x + n.u * reset + &n.b).named(A_N)
    };
    let n_t = a_n.step("an", "candidate, sum").tanh().named(N).step("n", "candidate");
    let (kept, written) = if s.chosen(&UPDATE) == "keep" {
        let keep = z_t.odot(h).named(KEEP).step("keep", "keep");
        (keep, z_t.one_minus().odot(n_t).named(WRITE).step("write", "write"))
    } else {
        let keep = z_t.one_minus().odot(h).named(KEEP).step("keep", "keep");
        (keep, z_t.odot(n_t).named(WRITE).step("write", "write"))
    };
    s.next(h, (kept + written).named(H).step("h", "new state"));
}
