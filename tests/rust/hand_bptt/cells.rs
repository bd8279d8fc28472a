//! One step of each cell, forward and backward, from the tables of the equations.
//!
//! Backward takes the total derivative by the new state and gives the derivative by all that
//! entered the step; `m` below is the bar over a letter in the tables: the derivative by it.

#![expect(
    clippy::disallowed_methods,
    reason = "an oracle that used the engine's exp and tanh would share their mistakes"
)]

use super::matrix::{Matrix, Vector, odot, outer, plus, times, transposed_times, zip};
use super::problem::Problem;
use serde_json::Value;

/// The kind of a cell and its conventions.
pub(super) enum Cell {
    Rnn(String),
    Lstm,
    Gru { after: bool, keep: bool },
}

impl Cell {
    pub(super) fn read(v: &Value) -> Self {
        match v["kind"].as_str().expect("a kind") {
            "rnn" => Self::Rnn(v["activation"].as_str().expect("an activation").to_owned()),
            "lstm" => Self::Lstm,
            _ => Self::Gru {
                after: v["reset"] == "after",
                keep: v["update"] == "keep",
            },
        }
    }
}

/// What one step took in, made and kept for the way back.
pub(super) struct Step {
    pub(super) x: Vector,
    pub(super) h_prev: Vector,
    pub(super) c_prev: Vector,
    pub(super) a: Vector,
    pub(super) gates: Vec<(&'static str, Vector)>,
    /// Reset after: `U_n h + b_hn`, what the reset gate multiplies.
    q: Vector,
    pub(super) h: Vector,
    pub(super) c: Vector,
}

/// The derivatives by all that entered a step.
pub(super) struct Back {
    pub(super) x: Vector,
    pub(super) h_prev: Vector,
    pub(super) c_prev: Vector,
    pub(super) w_ih: Matrix,
    pub(super) w_hh: Matrix,
    pub(super) b_ih: Vector,
    pub(super) b_hh: Vector,
}

fn sigmoid(v: &[f64]) -> Vector {
    v.iter().map(|a| 1.0 / (1.0 + (-a).exp())).collect()
}

fn tanh(v: &[f64]) -> Vector {
    v.iter().map(|a| a.tanh()).collect()
}

/// `m s (1 - s)`: back through a sigmoid with value `s`.
fn through_sigmoid(m: &[f64], s: &[f64]) -> Vector {
    zip(m, s, |m, s| m * s * (1.0 - s))
}

/// `m (1 - y y)`: back through a tanh with value `y`.
fn through_tanh(m: &[f64], y: &[f64]) -> Vector {
    zip(m, y, |m, y| m * (1.0 - y * y))
}

fn affine(w: &[Vector], v: &[f64], b: &[f64]) -> Vector {
    plus(&times(w, v), b)
}

impl Problem {
    pub(super) fn forward(&self, x: &[f64], h: &[f64], c: &[f64]) -> Step {
        let mut step = match &self.cell {
            Cell::Rnn(activation) => self.rnn_forward(activation, x, h),
            Cell::Lstm => self.lstm_forward(x, h, c),
            Cell::Gru { after, keep } => self.gru_forward(*after, *keep, x, h),
        };
        step.x = x.to_vec();
        step.h_prev = h.to_vec();
        step.c_prev = c.to_vec();
        step
    }

    pub(super) fn backward(&self, s: &Step, mh: &[f64], mc: &[f64]) -> Back {
        match &self.cell {
            Cell::Rnn(activation) => self.rnn_backward(activation, s, mh),
            Cell::Lstm => self.lstm_backward(s, mh, mc),
            Cell::Gru { after, keep } => self.gru_backward(*after, *keep, s, mh),
        }
    }

    fn rnn_forward(&self, activation: &str, x: &[f64], h: &[f64]) -> Step {
        let a = plus(
            &affine(&self.w_ih, x, &self.b_ih),
            &affine(&self.w_hh, h, &self.b_hh),
        );
        let h = match activation {
            "tanh" => tanh(&a),
            "relu" => a.iter().map(|a| if *a > 0.0 { *a } else { 0.0 }).collect(),
            _ => a.clone(),
        };
        made(a, vec![], vec![], h, vec![])
    }

    fn rnn_backward(&self, activation: &str, s: &Step, mh: &[f64]) -> Back {
        let ma = match activation {
            "tanh" => through_tanh(mh, &s.h),
            "relu" => zip(mh, &s.a, |m, a| if a > 0.0 { m } else { 0.0 }),
            _ => mh.to_vec(),
        };
        self.through_sum(s, &ma)
    }

    fn lstm_forward(&self, x: &[f64], h: &[f64], c: &[f64]) -> Step {
        let a = plus(
            &affine(&self.w_ih, x, &self.b_ih),
            &affine(&self.w_hh, h, &self.b_hh),
        );
        let n = self.hidden();
        let (i, f) = (sigmoid(&a[..n]), sigmoid(&a[n..2 * n]));
        let (g, o) = (tanh(&a[2 * n..3 * n]), sigmoid(&a[3 * n..]));
        let c = plus(&odot(&f, c), &odot(&i, &g));
        let h = odot(&o, &tanh(&c));
        made(
            a,
            vec![("i", i), ("f", f), ("g", g), ("o", o)],
            vec![],
            h,
            c,
        )
    }

    /// `mc` comes in as the total derivative by `c_t`.
    fn lstm_backward(&self, s: &Step, mh: &[f64], mc: &[f64]) -> Back {
        let [(_, i), (_, f), (_, g), (_, o)] = &s.gates[..] else {
            unreachable!("four gates")
        };
        let mo = odot(mh, &tanh(&s.c));
        let ma = [
            through_sigmoid(&odot(mc, g), i),
            through_sigmoid(&odot(mc, &s.c_prev), f),
            through_tanh(&odot(mc, i), g),
            through_sigmoid(&mo, o),
        ]
        .concat();
        Back {
            c_prev: odot(mc, f),
            ..self.through_sum(s, &ma)
        }
    }

    fn gru_forward(&self, after: bool, keep: bool, x: &[f64], h: &[f64]) -> Step {
        let n = self.hidden();
        let from_x = affine(&self.w_ih, x, &self.b_ih);
        let from_h = affine(&self.w_hh[..2 * n], h, &self.b_hh[..2 * n]);
        let (u_n, b_hn) = (&self.w_hh[2 * n..], &self.b_hh[2 * n..]);
        let mut a = plus(&from_x[..2 * n], &from_h);
        let (r, z) = (sigmoid(&a[..n]), sigmoid(&a[n..]));
        let q = if after { affine(u_n, h, b_hn) } else { vec![] };
        let fed = if after {
            odot(&r, &q)
        } else {
            affine(u_n, &odot(&r, h), b_hn)
        };
        a.extend(plus(&from_x[2 * n..], &fed));
        let cand = tanh(&a[2 * n..]);
        let blend = |old: f64, new: f64, z: f64| {
            if keep {
                (1.0 - z) * new + z * old
            } else {
                (1.0 - z) * old + z * new
            }
        };
        let h = (0..n).map(|u| blend(h[u], cand[u], z[u])).collect();
        made(a, vec![("r", r), ("z", z), ("n", cand)], q, h, vec![])
    }

    fn gru_backward(&self, after: bool, keep: bool, s: &Step, mh: &[f64]) -> Back {
        let [(_, r), (_, z), (_, cand)] = &s.gates[..] else {
            unreachable!("three gates")
        };
        let n = self.hidden();
        let u_n = &self.w_hh[2 * n..];
        let write: Vector = if keep {
            z.iter().map(|z| 1.0 - z).collect()
        } else {
            z.clone()
        };
        let stay: Vector = write.iter().map(|w| 1.0 - w).collect();
        let towards = zip(cand, &s.h_prev, |c, h| if keep { h - c } else { c - h });
        let mz = odot(mh, &towards);
        let man = through_tanh(&odot(mh, &write), cand);
        let mut h_prev = odot(mh, &stay);
        // What the n block of U is multiplied with, and the derivative that meets it there.
        let (met, met_by, mr);
        if after {
            met = odot(&man, r);
            met_by = s.h_prev.clone();
            mr = odot(&man, &s.q);
            h_prev = plus(&h_prev, &transposed_times(u_n, &met));
        } else {
            let ms = transposed_times(u_n, &man);
            met = man.clone();
            met_by = odot(r, &s.h_prev);
            mr = odot(&ms, &s.h_prev);
            h_prev = plus(&h_prev, &odot(&ms, r));
        }
        let gates = [through_sigmoid(&mr, r), through_sigmoid(&mz, z)].concat();
        h_prev = plus(&h_prev, &transposed_times(&self.w_hh[..2 * n], &gates));
        let mut w_hh = outer(&gates, &s.h_prev);
        w_hh.extend(outer(&met, &met_by));
        let all = [gates.clone(), man].concat();
        Back {
            x: transposed_times(&self.w_ih, &all),
            h_prev,
            c_prev: vec![],
            w_ih: outer(&all, &s.x),
            w_hh,
            b_ih: all,
            b_hh: [gates, met].concat(),
        }
    }

    /// Back through `a = W x + b_ih + U h + b_hh`.
    fn through_sum(&self, s: &Step, ma: &[f64]) -> Back {
        Back {
            x: transposed_times(&self.w_ih, ma),
            h_prev: transposed_times(&self.w_hh, ma),
            c_prev: vec![],
            w_ih: outer(ma, &s.x),
            w_hh: outer(ma, &s.h_prev),
            b_ih: ma.to_vec(),
            b_hh: ma.to_vec(),
        }
    }
}

/// What `h_t = o tanh(c_t)` adds to the derivative by `c_t`.
pub(super) fn memory_from_state(s: &Step, mh: &[f64]) -> Vector {
    let (_, o) = &s.gates[3];
    through_tanh(&odot(mh, o), &tanh(&s.c))
}

/// A step whose entering quantities are still to be filled in.
fn made(a: Vector, gates: Vec<(&'static str, Vector)>, q: Vector, h: Vector, c: Vector) -> Step {
    Step {
        x: vec![],
        h_prev: vec![],
        c_prev: vec![],
        a,
        gates,
        q,
        h,
        c,
    }
}
