//! Attention documents: queries against keys, and self-attention, each with all its gradients.
//!
//! Both are networks of the same segments and ops as a decoder's attention. A position that the mask hides weighs
//! exactly 0; a query that sees nothing is answered with zeros, and `warnings` says so.

mod fields;
mod weights;

use serde_json::{Map, Value};

use super::answer::number;
use super::network::{Quantity, Set};
use super::{DocumentError, Envelope, MOST_STATES};
use fields::{AttentionDocument, SelfAttentionDocument};
use unrolled::model::attention::self_attention;
use unrolled::model::{Attention, Score};
use unrolled::run::{Extent, Trace};
pub(super) use weights::attention;

/// Queries against keys.
pub(super) const FORMAT: &str = "unrolled-attention/1";

/// Every position against all.
pub(super) const SELF_FORMAT: &str = "unrolled-self-attention/1";

/// Runs queries against keys.
pub(super) fn attend(envelope: Envelope) -> Result<String, DocumentError> {
    let document: AttentionDocument = envelope.read()?;
    let score = document.score;
    let [batch, rows, query_size] = document.query.shape("query")?;
    let [_, positions, key_size] = document.keys.shape("keys")?;
    let keys = document.keys.flat("keys", &[batch, positions, key_size])?;
    let query = document.query.flat("query", &[batch, rows, query_size])?;
    if score.params.is_empty() && query_size != key_size {
        let kind = score.kind;
        let message = format!("the {kind} score needs {key_size} numbers, found {query_size}");
        return Err(DocumentError::at("query[0][0]", message));
    }
    let attention = Attention {
        temperature: document.temperature()?,
        ..attention(score, &document.weights, "")?
    };
    let sizes = [batch, rows, positions];
    check_size(sizes, attention.width.max(key_size))?;
    let network = attention
        .network(query_size, key_size, positions)
        .map_err(|error| DocumentError::at("query", error.to_string()))?;
    let mut set = Set::new(network, extent(sizes), &document.weights)?;
    set.each("memory", "key", &keys);
    set.each("attend", "x", &query);
    match &document.mask {
        Some(mask) => set.each("attend", "seen", &mask.numbers(sizes)?),
        None => set.each("attend", "seen", &vec![1.0; batch * rows * positions]),
    }
    let shape = [batch, rows, key_size];
    let upstream = document.upstream.as_ref();
    let upstream = upstream.map(|given| given.flat("upstream", &shape));
    let asked = Asked {
        format: FORMAT,
        upstream: upstream.transpose()?,
        values: &["scores", "weights", "context"].map(|name| (name, "attend", name)),
        given: &[("query", "attend", "x"), ("keys", "memory", "key")],
    };
    Ok(answer(&mut set, &asked))
}

/// Runs every position against all.
pub(super) fn attend_to_itself(envelope: Envelope) -> Result<String, DocumentError> {
    let document: SelfAttentionDocument = envelope.read()?;
    let [batch, steps, width] = document.x.shape("x")?;
    let x = document.x.flat("x", &[batch, steps, width])?;
    let [key, _] = document.weights.shape("W_q")?;
    let [value, _] = document.weights.shape("W_v")?;
    let sizes = [batch, steps, steps];
    check_size(sizes, key.max(value).max(width))?;
    let score = Score::of("scaled_dot").expect("a score of the list");
    let network = self_attention(score, [width, key, value], steps)
        .map_err(|error| DocumentError::at("weights", error.to_string()))?;
    let mut set = Set::new(network, extent(sizes), &document.weights)?;
    set.each("project", "x", &x);
    let mut seen = match &document.mask {
        Some(mask) => mask.numbers(sizes)?,
        None => vec![1.0; batch * steps * steps],
    };
    if document.causal {
        for (query, row) in seen.chunks_exact_mut(steps).enumerate() {
            row[query % steps + 1..].fill(0.0);
        }
    }
    set.each("attend", "seen", &seen);
    let shape = [batch, steps, value];
    let upstream = document.upstream.as_ref();
    let upstream = upstream.map(|given| given.flat("upstream", &shape));
    let asked = Asked {
        format: SELF_FORMAT,
        upstream: upstream.transpose()?,
        values: &[
            ("q", "project", "query"),
            ("k", "project", "key"),
            ("v", "project", "value"),
            ("scores", "attend", "scores"),
            ("weights", "attend", "weights"),
            ("out", "attend", "context"),
        ],
        given: &[("x", "project", "x")],
    };
    Ok(answer(&mut set, &asked))
}

fn extent([batch, queries, positions]: [usize; 3]) -> Extent {
    Extent {
        source: positions,
        target: queries,
        batch,
    }
}

fn check_size(sizes: [usize; 3], width: usize) -> Result<(), DocumentError> {
    let size = sizes.into_iter().fold(width, usize::saturating_mul);
    if size <= MOST_STATES {
        return Ok(());
    }
    let message = format!("sequences * queries * positions * width is more than {MOST_STATES}");
    Err(DocumentError::at("", message))
}

/// What is to be answered.
struct Asked<'a> {
    format: &'static str,
    /// What the contexts are multiplied by in the loss.
    upstream: Option<Vec<f64>>,
    /// What is computed.
    values: &'a [Quantity],
    /// What was given and has a gradient.
    given: &'a [Quantity],
}

/// Computes and writes everything.
fn answer(set: &mut Set, asked: &Asked<'_>) -> String {
    if let Some(upstream) = &asked.upstream {
        judge(set, upstream);
    }
    set.run.forward();
    let mut answer = set.block(asked.values, Trace::value);
    answer.insert("format".to_owned(), asked.format.into());
    if asked.upstream.is_some() {
        set.run.backward();
        answer.insert("loss".to_owned(), number(set.run.loss()));
        answer.insert("grads".to_owned(), Value::Object(grads(set, asked)));
    }
    let warnings = unseeing(set);
    if !warnings.is_empty() {
        answer.insert("warnings".to_owned(), Value::Array(warnings));
    }
    Value::Object(answer).to_string()
}

/// A context that is multiplied by zeros alone is no part of the loss, even where it is not a number.
fn judge(set: &mut Set, upstream: &[f64]) {
    set.each("attend", "y", upstream);
    let attend = set.segment("attend");
    let trace = set.run.segment(attend).trace();
    let (steps, rows) = (
        trace.steps(),
        upstream.len() / (trace.steps() * trace.batch()),
    );
    let trace = set.run.trace_mut(attend);
    for (place, row) in upstream.chunks_exact(rows).enumerate() {
        if row.iter().any(|number| *number != 0.0) {
            trace.set_loss_weight(place % steps, place / steps, 1.0);
        }
    }
}

fn grads(set: &Set, asked: &Asked<'_>) -> Map<String, Value> {
    let mut grads = set.block(asked.given, Trace::grad);
    grads.extend(set.block(asked.values, Trace::grad));
    grads.extend(set.param_grads());
    grads
}

/// A line for every query that sees nothing.
fn unseeing(set: &Set) -> Vec<Value> {
    let trace = set.run.segment(set.segment("attend")).trace();
    let pairs = (0..trace.batch()).flat_map(|b| (0..trace.steps()).map(move |t| (b, t)));
    let sees = |&(b, t): &(usize, usize)| set.value("attend", "seen", t, b).contains(&1.0);
    let blind = pairs.filter(|pair| !sees(pair));
    blind
        .map(|(b, t)| format!("weights[{b}][{t}]: sees no position, all zeros").into())
        .collect()
}
