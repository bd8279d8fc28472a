//! A run document read into plain lists; absent biases and start states are zero.

use super::cells::Cell;
use super::matrix::{Matrix, Vector};
use serde_json::Value;
use std::collections::BTreeSet;

/// What the loss compares with, at one counted (b, t).
pub(super) enum Wanted {
    Class(usize),
    Numbers(Vector),
}

/// A document, ready to be worked out.
pub(super) struct Problem {
    pub(super) cell: Cell,
    pub(super) given: BTreeSet<String>,
    pub(super) w_ih: Matrix,
    pub(super) w_hh: Matrix,
    pub(super) b_ih: Vector,
    pub(super) b_hh: Vector,
    pub(super) head: Option<(Matrix, Vector)>,
    pub(super) x: Vec<Matrix>,
    pub(super) h0: Matrix,
    pub(super) c0: Matrix,
    pub(super) lengths: Vec<usize>,
    pub(super) loss: String,
    pub(super) last: bool,
    pub(super) mean: bool,
    targets: Value,
    pub(super) truncate: Option<(bool, usize)>,
}

impl Problem {
    pub(super) fn read(doc: &Value) -> Self {
        let weights = &doc["weights"];
        let w_hh = matrix(&weights["weight_hh_l0"]);
        let (rows, hidden) = (w_hh.len(), w_hh[0].len());
        let x: Vec<Matrix> = list(&doc["x"]).iter().map(matrix).collect();
        let state = |name: &str| match &doc[name] {
            Value::Null => vec![vec![0.0; hidden]; x.len()],
            given => matrix(given),
        };
        let bias = |v: &Value, n: usize| if v.is_null() { vec![0.0; n] } else { vector(v) };
        let head = doc.get("head").map(|head| {
            let weight = matrix(&head["weight"]);
            let bias = bias(&head["bias"], weight.len());
            (weight, bias)
        });
        let loss = &doc["loss"];
        let targets = if loss["kind"] == "linear" {
            &loss["weights"]
        } else {
            &loss["target"]
        };
        Self {
            cell: Cell::read(&doc["cell"]),
            given: given(doc),
            w_ih: matrix(&weights["weight_ih_l0"]),
            b_ih: bias(&weights["bias_ih_l0"], rows),
            b_hh: bias(&weights["bias_hh_l0"], rows),
            head,
            h0: state("h0"),
            c0: state("c0"),
            lengths: match &doc["lengths"] {
                Value::Null => vec![x[0].len(); x.len()],
                given => list(given).iter().map(whole).collect(),
            },
            loss: loss["kind"].as_str().expect("a kind").to_owned(),
            last: loss["at"] == "last",
            mean: loss["reduce"] == "mean",
            targets: targets.clone(),
            truncate: doc
                .get("truncate")
                .map(|t| (t["mode"] == "sliding", whole(&t["steps"]))),
            w_hh,
            x,
        }
    }

    pub(super) fn hidden(&self) -> usize {
        self.w_hh[0].len()
    }

    pub(super) fn steps(&self) -> usize {
        self.x[0].len()
    }

    /// Whether the loss looks at step `t` (from 0) of sequence `b`.
    pub(super) fn counts(&self, b: usize, t: usize) -> bool {
        if self.last {
            t + 1 == self.lengths[b]
        } else {
            t < self.lengths[b]
        }
    }

    pub(super) fn wanted(&self, b: usize, t: usize) -> Wanted {
        let entry = if self.last {
            &self.targets[b]
        } else {
            &self.targets[b][t]
        };
        match entry.as_u64() {
            Some(_) if self.loss == "cross_entropy" => Wanted::Class(whole(entry)),
            _ => Wanted::Numbers(vector(entry)),
        }
    }

    /// What every step's loss is multiplied by in the total.
    pub(super) fn scale(&self) -> f64 {
        let pairs: usize = if self.last {
            self.x.len()
        } else {
            self.lengths.iter().sum()
        };
        let shared = self.mean || self.loss == "mean_squared_error";
        if shared {
            1.0 / f64::from(u32::try_from(pairs).expect("few pairs"))
        } else {
            1.0
        }
    }
}

/// The names of the parameters the document gives; only these get gradients.
fn given(doc: &Value) -> BTreeSet<String> {
    let names = |v: &Value| v.as_object().map(|o| o.keys().cloned().collect::<Vec<_>>());
    let mut all: BTreeSet<String> = names(&doc["weights"]).into_iter().flatten().collect();
    let head = names(&doc["head"]).into_iter().flatten();
    all.extend(head.map(|name| format!("head.{name}")));
    all
}

fn list(v: &Value) -> &Vec<Value> {
    v.as_array().expect("an array")
}

fn whole(v: &Value) -> usize {
    usize::try_from(v.as_u64().expect("a whole number")).expect("a small number")
}

fn vector(v: &Value) -> Vector {
    list(v)
        .iter()
        .map(|n| n.as_f64().expect("a number"))
        .collect()
}

fn matrix(v: &Value) -> Matrix {
    list(v).iter().map(vector).collect()
}
