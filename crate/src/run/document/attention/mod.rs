//! Attention documents: queries against keys, and self-attention, each with all its gradients.
//!
//! Both are networks of the same segments and ops as a decoder's attention. A position that the mask hides weighs
//! exactly 0; a query that sees nothing is answered with zeros, and `warnings` says so.

mod fields;

use serde_json::{Map, Value};

use super::answer::{list, number, row};
use super::read::parse;
use super::{DocumentError, MOST_STATES};
use crate::ir::{NodeId, ParamSpec};
use crate::model::attention::self_attention;
use crate::model::network::wires::Network;
use crate::model::{Attention, SCORES, Score};
use crate::run::{Extent, NetworkRun, Trace};
use fields::{AttentionDocument, SelfAttentionDocument};

/// Queries against keys.
pub(super) const FORMAT: &str = "unrolled-attention/1";

/// Every position against all.
pub(super) const SELF_FORMAT: &str = "unrolled-self-attention/1";

/// A quantity: its name in documents, its segment, its key there.
type Quantity = (&'static str, &'static str, &'static str);

/// Runs queries against keys.
pub(super) fn attend(text: &str) -> Result<String, DocumentError> {
    let document: AttentionDocument = parse(text)?;
    let score = Score::of(&document.score).ok_or_else(|| {
        let known: Vec<_> = SCORES.iter().map(|score| score.kind).collect();
        let message = format!(
            "expected one of {}, found {:?}",
            known.join(", "),
            document.score
        );
        DocumentError::at("score", message)
    })?;
    let [batch, rows, query_size] = document.query.shape("query")?;
    let [_, positions, key_size] = document.keys.shape("keys")?;
    let keys = document.keys.flat("keys", &[batch, positions, key_size])?;
    let query = document.query.flat("query", &[batch, rows, query_size])?;
    if score.params.is_empty() && query_size != key_size {
        let kind = score.kind;
        let message = format!("the {kind} score needs {key_size} numbers, found {query_size}");
        return Err(DocumentError::at("query[0][0]", message));
    }
    let width = document.weights.width(score)?;
    check_size([batch, rows, positions, width.max(key_size)])?;
    let attention = Attention {
        bias: document.weights.has_bias(),
        temperature: document.temperature()?,
        ..Attention::by(score, width)
    };
    let network = attention
        .network(query_size, key_size, positions)
        .map_err(|error| DocumentError::at("query", error.to_string()))?;
    let mut set = Set::new(network, [batch, rows, positions]);
    for spec in set.run.network().params.clone() {
        let numbers = document.weights.numbers(&spec)?;
        set.param(&spec, &numbers);
    }
    set.each("memory", "key", &keys);
    set.each("attend", "x", &query);
    let mask = document.mask(batch, positions)?;
    for (b, seen) in mask.chunks_exact(positions).enumerate() {
        set.at("attend", "seen", 0, b).copy_from_slice(seen);
    }
    let shape = [batch, rows, key_size];
    let upstream = document.upstream.as_ref();
    let upstream = upstream
        .map(|given| given.flat("upstream", &shape))
        .transpose()?;
    let values = ["scores", "weights", "context"].map(|name| (name, "attend", name));
    let given = [("query", "attend", "x"), ("keys", "memory", "key")];
    Ok(set.answer(FORMAT, upstream.as_deref(), &values, &given))
}

/// Runs every position against all.
pub(super) fn attend_to_itself(text: &str) -> Result<String, DocumentError> {
    let document: SelfAttentionDocument = parse(text)?;
    let [batch, steps, width] = document.x.shape("x")?;
    let x = document.x.flat("x", &[batch, steps, width])?;
    let [key, _] = document.weights.W_q.shape("weights.W_q")?;
    let [value, _] = document.weights.W_v.shape("weights.W_v")?;
    check_size([batch, steps, steps, key.max(value).max(width)])?;
    let score = Score::of("scaled_dot").expect("a score of the list");
    let network = self_attention(score, [width, key, value], steps)
        .map_err(|error| DocumentError::at("weights", error.to_string()))?;
    let mut set = Set::new(network, [batch, steps, steps]);
    for spec in set.run.network().params.clone() {
        let numbers = document.weights.numbers(&spec)?;
        set.param(&spec, &numbers);
    }
    set.each("project", "x", &x);
    let mask = document.mask(batch, steps)?;
    for (b, seen) in mask.chunks_exact(steps).enumerate() {
        for t in 0..steps {
            let row = set.at("attend", "seen", t, b);
            row.copy_from_slice(seen);
            if document.causal {
                row[t + 1..].fill(0.0);
            }
        }
    }
    let shape = [batch, steps, value];
    let upstream = document.upstream.as_ref();
    let upstream = upstream
        .map(|given| given.flat("upstream", &shape))
        .transpose()?;
    let values = [
        ("q", "project", "query"),
        ("k", "project", "key"),
        ("v", "project", "value"),
        ("scores", "attend", "scores"),
        ("weights", "attend", "weights"),
        ("out", "attend", "context"),
    ];
    Ok(set.answer(
        SELF_FORMAT,
        upstream.as_deref(),
        &values,
        &[("x", "project", "x")],
    ))
}

fn check_size(sizes: [usize; 4]) -> Result<(), DocumentError> {
    let size = sizes.into_iter().fold(1_usize, usize::saturating_mul);
    if size <= MOST_STATES {
        return Ok(());
    }
    let message = format!("sequences * queries * positions * width is more than {MOST_STATES}");
    Err(DocumentError::at("", message))
}

/// A network whose numbers are being set.
struct Set {
    run: NetworkRun<f64>,
    batch: usize,
}

impl Set {
    fn new(network: Network, [batch, rows, positions]: [usize; 3]) -> Self {
        let extent = Extent {
            source: positions,
            target: rows,
            batch,
        };
        let run = NetworkRun::new(network, extent);
        Self { run, batch }
    }

    fn param(&mut self, spec: &ParamSpec, numbers: &[f64]) {
        self.run.params_mut()[spec.range()].copy_from_slice(numbers);
    }

    /// The numbers of a node at one step of one sequence.
    fn at(&mut self, segment: &str, key: &str, t: usize, b: usize) -> &mut [f64] {
        let end = self
            .run
            .network()
            .find(segment, key)
            .expect("a node of the network");
        self.run.trace_mut(end.segment).value_mut(end.node, t, b)
    }

    /// Sets a node at every step of every sequence, batch first.
    fn each(&mut self, segment: &str, key: &str, numbers: &[f64]) {
        let place = self
            .run
            .network()
            .segment(segment)
            .expect("a segment of the network");
        let steps = self.run.segment(place).trace().steps();
        let rows = numbers.len() / (self.batch * steps);
        for (place, column) in numbers.chunks_exact(rows).enumerate() {
            self.at(segment, key, place % steps, place / steps)
                .copy_from_slice(column);
        }
    }

    /// Computes and writes everything.
    fn answer(
        mut self,
        format: &str,
        upstream: Option<&[f64]>,
        values: &[Quantity],
        given: &[Quantity],
    ) -> String {
        let attend = self
            .run
            .network()
            .segment("attend")
            .expect("a segment of the network");
        if let Some(upstream) = upstream {
            self.each("attend", "y", upstream);
            let trace = self.run.trace_mut(attend);
            for t in 0..trace.steps() {
                for b in 0..trace.batch() {
                    trace.set_loss_weight(t, b, 1.0);
                }
            }
        }
        self.run.forward();
        let mut answer = self.block(values, Trace::value);
        answer.insert("format".to_owned(), format.into());
        if upstream.is_some() {
            self.run.backward();
            answer.insert("loss".to_owned(), number(self.run.loss()));
            let mut grads = self.block(given, Trace::grad);
            grads.extend(self.block(values, Trace::grad));
            for spec in &self.run.network().params {
                let numbers = &self.run.param_grads()[spec.range()];
                let value = if spec.is_bias {
                    row(numbers)
                } else {
                    list(numbers.chunks_exact(spec.cols).map(row))
                };
                grads.insert(spec.name.clone(), value);
            }
            answer.insert("grads".to_owned(), Value::Object(grads));
        }
        let warnings = self.unseeing(attend);
        if !warnings.is_empty() {
            answer.insert("warnings".to_owned(), Value::Array(warnings));
        }
        Value::Object(answer).to_string()
    }

    /// Quantities at every step of every sequence, batch first.
    fn block(
        &self,
        quantities: &[Quantity],
        of: fn(&Trace<f64>, NodeId, usize, usize) -> &[f64],
    ) -> Map<String, Value> {
        let mut block = Map::new();
        for (name, segment, key) in quantities {
            let end = self
                .run
                .network()
                .find(segment, key)
                .expect("a node of the network");
            let trace = self.run.segment(end.segment).trace();
            let sequence = |b| list((0..trace.steps()).map(|t| row(of(trace, end.node, t, b))));
            block.insert((*name).to_owned(), list((0..self.batch).map(sequence)));
        }
        block
    }

    /// A line for every query that sees nothing.
    fn unseeing(&self, attend: usize) -> Vec<Value> {
        let trace = self.run.segment(attend).trace();
        let seen = self
            .run
            .network()
            .find("attend", "seen")
            .expect("a node of the network");
        let pairs = (0..self.batch).flat_map(|b| (0..trace.steps()).map(move |t| (b, t)));
        let blind = pairs.filter(|&(b, t)| trace.value(seen.node, t, b).iter().all(|m| *m == 0.0));
        blind
            .map(|(b, t)| format!("weights[{b}][{t}]: sees no position, all zeros").into())
            .collect()
    }
}
