//! The long short-term memory of Hochreiter and Schmidhuber (1997) with the forget gate of Gers et al.
//! (2000), without peepholes, as in PyTorch.

use super::{Cell, Choice, ChoiceValue, Step};
use crate::ir::param::Gate;
use crate::ir::symbol::{A_F, A_G, A_I, A_O, C, F, G, H, I, KEEP, M, O, WRITE};

/// How the memory is made; all but the first break it, to show what it is for.
const MEMORY: Choice = Choice {
    key: "memory",
    label: "Memory",
    help: "Break it: with i and f swapped each gate does the other's job, without the plus the memory is the candidate alone.",
    values: &[
        ChoiceValue { key: "add", label: "f keeps, i writes", badge: "" },
        ChoiceValue { key: "swap", label: "i and f swapped", badge: "i and f swapped" },
        ChoiceValue { key: "none", label: "no plus: candidate only", badge: "no plus" },
    ],
};

/// The LSTM; PyTorch's row blocks are i, f, g, o.
pub const CELL: Cell = Cell {
    kind: "lstm",
    title: "LSTM",
    gates: &[
        Gate::same("i", "xi", "hi"),
        Gate::same("f", "xf", "hf"),
        Gate { letter: "g", lesson: "c", lesson_input: "xc", lesson_hidden: "hc" },
        Gate::same("o", "xo", "ho"),
    ],
    states: &[H, C],
    choices: &[MEMORY],
    step,
};

fn step(s: &Step<'_>) {
    let [i, f, g, o] = s.gates();
    let (x, h, c) = (s.input(), s.state(H), s.state(C));
    s.load("u", "input and old state");
    let a_f = (f.w * x + f.u * h + &f.b).named(A_F).step("af", "forget gate, sum");
    let f_t = a_f.sigmoid().named(F).step("f", "forget gate");
    let a_i = (i.w * x + i.u * h + &i.b).named(A_I).step("ai", "input gate, sum");
    let i_t = a_i.sigmoid().named(I).step("i", "input gate");
    let a_g = (g.w * x + g.u * h + &g.b).named(A_G).step("ag", "candidate, sum");
    let g_t = a_g.tanh().named(G).step("g", "candidate");
    let a_o = (o.w * x + o.u * h + &o.b).named(A_O).step("ao", "output gate, sum");
    let o_t = a_o.sigmoid().named(O).step("o", "output gate");
    let memory = s.chosen(&MEMORY);
    let c_t = if memory == "none" {
        g_t.identity().named(C).step("c", "new cell memory")
    } else {
        let (keeping, writing) = if memory == "swap" { (i_t, f_t) } else { (f_t, i_t) };
        let keep = keeping.odot(c).named(KEEP).step("keep", "keep");
        let write = writing.odot(g_t).named(WRITE).step("write", "write");
        (keep + write).named(C).step("c", "new cell memory")
    };
    let m = c_t.tanh().named(M).step("m", "squash the memory");
    let h_t = o_t.odot(m).named(H).step("h", "new hidden state");
    s.next(h, h_t);
    s.next(c, c_t);
}
