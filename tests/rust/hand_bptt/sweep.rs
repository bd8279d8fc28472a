//! The way through time: forward once, then one sweep back for every window of the truncation.
//!
//! A sweep covers the steps `lo..hi` of one sequence, starts from the losses it is given and ends
//! at `lo`: what flows further is the gradient of the start state when `lo` is the first step, and
//! nothing otherwise.

#![expect(
    clippy::disallowed_methods,
    reason = "an oracle that used the engine's exp and ln would share their mistakes"
)]

use super::cells::{Cell, Step, memory_from_state};
use super::matrix::{Matrix, Vector, add_to, odot, outer, plus, times, transposed_times, zip};
use super::problem::{Problem, Wanted};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::ops::Range;

/// Quantities by name, as `[b][t][u]`.
type Named = BTreeMap<&'static str, Vec<Matrix>>;

/// The outcome of the head and the loss at one step.
struct Read {
    logits: Option<Vector>,
    probs: Option<Vector>,
    loss: f64,
    /// The derivative of the total loss by the output.
    m_out: Vector,
}

/// Everything that is added up on the way back.
struct Sums {
    per_step: BTreeMap<&'static str, Vec<Matrix>>,
    x: Vec<Matrix>,
    h: Vec<Matrix>,
    c: Vec<Matrix>,
    h0: Matrix,
    c0: Matrix,
}

/// Works the problem out and writes the answer as the engine would.
pub(super) fn answer(p: &Problem) -> Value {
    let mut sums = Sums::zero(p);
    let mut values: Named = BTreeMap::new();
    let mut losses = vec![vec![0.0; p.steps()]; p.x.len()];
    for (b, losses) in losses.iter_mut().enumerate() {
        let steps = forward(p, b);
        let reads: Vec<Read> = steps
            .iter()
            .enumerate()
            .map(|(t, step)| p.read_out(b, t, &step.h))
            .collect();
        for (loss, read) in losses.iter_mut().zip(&reads) {
            *loss = read.loss;
        }
        record(&mut values, p, &steps, &reads);
        for (window, from) in windows(p, b) {
            sums.sweep(p, b, &steps, &reads, window, &from);
        }
    }
    let total: f64 = losses.iter().flatten().sum::<f64>() * p.scale();
    let mut values: Map<String, Value> = values
        .into_iter()
        .map(|(name, v)| (name.to_owned(), json!(v)))
        .collect();
    values.insert("loss_per_step".to_owned(), json!(losses));
    let (grads, per_step) = sums.write(p);
    json!({"loss": total, "values": values, "grads": grads, "per_step": per_step})
}

fn forward(p: &Problem, b: usize) -> Vec<Step> {
    let (mut h, mut c) = (p.h0[b].clone(), p.c0[b].clone());
    let mut steps = Vec::new();
    for x in &p.x[b][..p.lengths[b]] {
        let step = p.forward(x, &h, &c);
        h.clone_from(&step.h);
        c.clone_from(&step.c);
        steps.push(step);
    }
    steps
}

impl Problem {
    fn read_out(&self, b: usize, t: usize, h: &[f64]) -> Read {
        let logits = self
            .head
            .as_ref()
            .map(|(weight, bias)| plus(&times(weight, h), bias));
        let out = logits.clone().unwrap_or_else(|| h.to_vec());
        let probs = (self.loss == "cross_entropy").then(|| softmax(&out));
        let mut read = Read {
            logits,
            probs,
            loss: 0.0,
            m_out: vec![0.0; out.len()],
        };
        if self.counts(b, t) {
            let (loss, slope) = self.lose(&out, self.wanted(b, t));
            read.loss = loss;
            read.m_out = slope.iter().map(|m| m * self.scale()).collect();
        }
        read
    }

    /// The loss of one output and its derivative by the output.
    fn lose(&self, out: &[f64], wanted: Wanted) -> (f64, Vector) {
        match wanted {
            Wanted::Class(k) => {
                let mut slope = softmax(out);
                slope[k] -= 1.0;
                (log_sum_exp(out) - out[k], slope)
            }
            Wanted::Numbers(y) if self.loss == "linear" => (odot(out, &y).iter().sum(), y),
            Wanted::Numbers(y) => {
                let off = zip(out, &y, |o, y| o - y);
                let square: f64 = odot(&off, &off).iter().sum();
                if self.loss == "squared_error" {
                    return (0.5 * square, off);
                }
                let n = f64::from(u32::try_from(off.len()).expect("few outputs"));
                (square / n, off.iter().map(|e| 2.0 * e / n).collect())
            }
        }
    }
}

fn log_sum_exp(v: &[f64]) -> f64 {
    let top = v.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    top + v.iter().map(|a| (a - top).exp()).sum::<f64>().ln()
}

fn softmax(v: &[f64]) -> Vector {
    let all = log_sum_exp(v);
    v.iter().map(|a| (a - all).exp()).collect()
}

/// The sweeps of one sequence: which steps each covers, and which steps' losses it starts from.
fn windows(p: &Problem, b: usize) -> Vec<(Range<usize>, Range<usize>)> {
    let n = p.lengths[b];
    match p.truncate {
        None => vec![(0..n, 0..n)],
        Some((false, k)) => (0..n)
            .step_by(k)
            .map(|s| (s..n.min(s + k), s..n.min(s + k)))
            .collect(),
        Some((true, k)) => (0..n)
            .map(|t| ((t + 1).saturating_sub(k)..t + 1, t..t + 1))
            .collect(),
    }
}

/// Adds one sequence to the values: padded steps repeat the state and are zero elsewhere.
fn record(values: &mut Named, p: &Problem, steps: &[Step], reads: &[Read]) {
    let padding = p.steps() - steps.len();
    let mut put = |name: &'static str, mut rows: Matrix, repeat: bool| {
        let last = rows.last().expect("at least one step").clone();
        let rest = if repeat { last } else { vec![0.0; last.len()] };
        rows.extend(vec![rest; padding]);
        values.entry(name).or_default().push(rows);
    };
    put("h", steps.iter().map(|s| s.h.clone()).collect(), true);
    put("a", steps.iter().map(|s| s.a.clone()).collect(), false);
    if let Cell::Lstm = p.cell {
        put("c", steps.iter().map(|s| s.c.clone()).collect(), true);
    }
    for (g, (name, _)) in steps[0].gates.iter().enumerate() {
        put(
            name,
            steps.iter().map(|s| s.gates[g].1.clone()).collect(),
            false,
        );
    }
    if p.head.is_some() {
        put(
            "logits",
            reads.iter().filter_map(|r| r.logits.clone()).collect(),
            false,
        );
    }
    if p.loss == "cross_entropy" {
        put(
            "probs",
            reads.iter().filter_map(|r| r.probs.clone()).collect(),
            false,
        );
    }
}

impl Sums {
    fn zero(p: &Problem) -> Self {
        let (b, t, h) = (p.x.len(), p.steps(), p.hidden());
        let like = |m: &Matrix| vec![m.iter().map(|row| vec![0.0; row.len()]).collect(); t];
        let column = |v: &Vector| vec![vec![vec![0.0]; v.len()]; t];
        let mut per_step = BTreeMap::from([
            ("weight_ih_l0", like(&p.w_ih)),
            ("weight_hh_l0", like(&p.w_hh)),
            ("bias_ih_l0", column(&p.b_ih)),
            ("bias_hh_l0", column(&p.b_hh)),
        ]);
        if let Some((weight, bias)) = &p.head {
            per_step.insert("head.weight", like(weight));
            per_step.insert("head.bias", column(bias));
        }
        per_step.retain(|name, _| p.given.contains(*name));
        Self {
            per_step,
            x: p.x
                .iter()
                .map(|m| m.iter().map(|row| vec![0.0; row.len()]).collect())
                .collect(),
            h: vec![vec![vec![0.0; h]; t]; b],
            c: vec![vec![vec![0.0; h]; t]; b],
            h0: vec![vec![0.0; h]; b],
            c0: vec![vec![0.0; h]; b],
        }
    }

    fn add(&mut self, name: &str, t: usize, part: &Matrix) {
        if let Some(steps) = self.per_step.get_mut(name) {
            add_to(&mut steps[t], part);
        }
    }

    fn sweep(
        &mut self,
        p: &Problem,
        b: usize,
        steps: &[Step],
        reads: &[Read],
        window: Range<usize>,
        from: &Range<usize>,
    ) {
        let (mut mh, mut mc) = (vec![0.0; p.hidden()], vec![0.0; p.hidden()]);
        let lstm = matches!(p.cell, Cell::Lstm);
        let first = window.start == 0;
        for t in window.rev() {
            if from.contains(&t) {
                mh = plus(&mh, &self.through_head(p, t, &steps[t].h, &reads[t].m_out));
            }
            if lstm {
                mc = plus(&mc, &memory_from_state(&steps[t], &mh));
                self.c[b][t] = plus(&self.c[b][t], &mc);
            }
            self.h[b][t] = plus(&self.h[b][t], &mh);
            let back = p.backward(&steps[t], &mh, &mc);
            self.x[b][t] = plus(&self.x[b][t], &back.x);
            self.add("weight_ih_l0", t, &back.w_ih);
            self.add("weight_hh_l0", t, &back.w_hh);
            self.add("bias_ih_l0", t, &upright(&back.b_ih));
            self.add("bias_hh_l0", t, &upright(&back.b_hh));
            (mh, mc) = (back.h_prev, back.c_prev);
        }
        if first {
            self.h0[b] = plus(&self.h0[b], &mh);
            if lstm {
                self.c0[b] = plus(&self.c0[b], &mc);
            }
        }
    }

    /// The head's gradients at step `t`; gives the derivative by `h_t`.
    fn through_head(&mut self, p: &Problem, t: usize, h: &[f64], m_out: &[f64]) -> Vector {
        let Some((weight, _)) = &p.head else {
            return m_out.to_vec();
        };
        self.add("head.weight", t, &outer(m_out, h));
        self.add("head.bias", t, &upright(m_out));
        transposed_times(weight, m_out)
    }

    fn write(&self, p: &Problem) -> (Value, Value) {
        let mut grads = json!({"x": self.x, "h": self.h, "h0": self.h0});
        if let Cell::Lstm = p.cell {
            grads["c"] = json!(self.c);
            grads["c0"] = json!(self.c0);
        }
        let mut per_step = json!({});
        for (name, steps) in &self.per_step {
            let mut sum = steps[0].clone();
            steps[1..].iter().for_each(|step| add_to(&mut sum, step));
            if name.contains("bias") {
                grads[*name] = json!(sum.concat());
                per_step[*name] = steps.iter().map(|s| json!(s.concat())).collect();
            } else {
                grads[*name] = json!(sum);
                per_step[*name] = json!(steps);
            }
        }
        (grads, per_step)
    }
}

/// A bias as a matrix of one column.
fn upright(v: &[f64]) -> Matrix {
    v.iter().map(|a| vec![*a]).collect()
}
