//! Documents of an encoder and a decoder: told what to write, with loss and all gradients, or writing by itself.
//!
//! Both run on one network of the same segments and ops as the models that are shipped. Past the end of a source
//! `encoder.h`, scores and weights are 0, as `pad_packed_sequence` leaves them.

mod describe;
mod fields;
mod pairs;

use serde_json::{Map, Value, json};

use super::answer::{list, number, row};
use super::network::{Quantity, Set};
use super::{DocumentError, Envelope};
use describe::describe;
use fields::{DecodeField, Seq2SeqDocument};
use pairs::{Pairs, check_size};
use unrolled::model::EncoderDecoder;
use unrolled::run::Trace;

/// Sources and what is written for them.
pub(super) const FORMAT: &str = "unrolled-seq2seq/1";

/// Runs an encoder and a decoder.
pub(super) fn translate(envelope: Envelope) -> Result<String, DocumentError> {
    let document: Seq2SeqDocument = envelope.read()?;
    let model = describe(&document)?;
    let pairs = Pairs::read(&document, &model)?;
    let [wants_values, wants_grads] = document.outputs()?;
    let mut answer = Map::new();
    answer.insert("format".to_owned(), FORMAT.into());
    let mut set = prepare(&document, &model, &pairs, pairs.told_steps().unwrap_or(1))?;
    pairs.set_target(&mut set);
    if pairs.told_steps().is_some() {
        set.run.forward();
    } else {
        set.run.forward_until(set.segment("decoder"));
    }
    if document.target.is_some() {
        answer.insert("loss".to_owned(), number(set.run.loss()));
    }
    if wants_values {
        let values = values(&set, &pairs);
        answer.insert("values".to_owned(), Value::Object(values));
    }
    if wants_grads {
        set.run.backward();
        answer.insert("grads".to_owned(), Value::Object(set.param_grads()));
    }
    if let Some(field) = &document.decode {
        let steps = check_decode(field, &model, &pairs)?;
        let mut set = prepare(&document, &model, &pairs, steps)?;
        let decoded = decode(&mut set, field.start as f64, [pairs.batch, steps]);
        answer.insert("decode".to_owned(), decoded);
    }
    Ok(Value::Object(answer).to_string())
}

/// The network with weights and sources, for writing so many symbols.
fn prepare(
    document: &Seq2SeqDocument,
    model: &EncoderDecoder,
    pairs: &Pairs,
    steps: usize,
) -> Result<Set, DocumentError> {
    let network = model
        .network(pairs.positions)
        .map_err(|error| DocumentError::at("weights", error.to_string()))?;
    let mut set = Set::new(network, pairs.extent(steps), &document.weights)?;
    pairs.set_source(&mut set);
    Ok(set)
}

/// The quantities of a decoder that was told what to write; those of the encoder alone where it was not.
fn values(set: &Set, pairs: &Pairs) -> Map<String, Value> {
    let mut block = set.block(&[("encoder.h", "states", "key")], Trace::value);
    let Some(steps) = pairs.told_steps() else {
        return block;
    };
    let looks = set.run.network().find("decoder", "context").is_some();
    let looked: [Quantity; 2] = ["weights", "context"].map(|name| (name, "decoder", name));
    let told = [
        ("decoder.h", "decoder", "h"),
        ("logits", "decoder", "logits"),
    ];
    block.extend(set.block(&told, Trace::value));
    if looks {
        block.extend(set.block(&looked, Trace::value));
        block.insert("scores".to_owned(), scores(set, pairs, steps));
    }
    let log_probs = (0..pairs.batch).map(|b| log_prob(set, pairs, b));
    if let Some(log_probs) = log_probs.collect::<Option<Vec<_>>>() {
        block.insert("log_prob".to_owned(), row(&log_probs));
    }
    block
}

/// How well each position fits, 0 past the end of a source.
fn scores(set: &Set, pairs: &Pairs, steps: usize) -> Value {
    list(pairs.lengths.iter().enumerate().map(|(b, &length)| {
        list((0..steps).map(|t| {
            let mut scores = set.value("decoder", "scores", t, b).to_vec();
            scores[length..].fill(0.0);
            row(&scores)
        }))
    }))
}

/// The logarithm of the probability of all targets of a sequence that count.
fn log_prob(set: &Set, pairs: &Pairs, b: usize) -> Option<f64> {
    let losses = pairs.counted(b)?;
    let losses = losses.map(|t| set.value("decoder", "loss", t, b)[0]);
    Some(losses.fold(0.0, |sum, loss| sum - loss))
}

/// How many symbols are to be written.
fn check_decode(
    field: &DecodeField,
    model: &EncoderDecoder,
    pairs: &Pairs,
) -> Result<usize, DocumentError> {
    let symbols = model.target.symbols;
    if !usize::try_from(field.start).is_ok_and(|start| start < symbols) {
        let message = format!(
            "expected a symbol from 0 to {}, found {}",
            symbols - 1,
            field.start
        );
        return Err(DocumentError::at("decode.start", message));
    }
    if model.readout.classes > symbols {
        let message = format!(
            "the head writes {} symbols, embedding_target has {symbols} to be fed with",
            model.readout.classes
        );
        return Err(DocumentError::at("decode", message));
    }
    let steps = usize::try_from(field.steps).ok().filter(|steps| *steps > 0);
    let steps = steps.ok_or_else(|| {
        let message = format!("expected 1 or more, found {}", field.steps);
        DocumentError::at("decode.steps", message)
    })?;
    check_size(model, [pairs.batch, pairs.positions, steps])
        .map_err(|error| DocumentError::at("decode.steps", error.message))?;
    Ok(steps)
}

/// What is written where the decoder is fed with its own best choice, the first of equals.
fn decode(set: &mut Set, start: f64, [batch, steps]: [usize; 2]) -> Value {
    let decoder = set.segment("decoder");
    set.run.forward_until(decoder);
    set.run.begin(decoder);
    let mut tokens = vec![vec![]; batch];
    for t in 0..steps {
        for (b, written) in tokens.iter().enumerate() {
            let last = written.last().map_or(start, |token: &usize| *token as f64);
            set.at("decoder", "x", t, b)[0] = last;
        }
        set.run.step(decoder, t);
        for (b, written) in tokens.iter_mut().enumerate() {
            written.push(best(set.value("decoder", "logits", t, b)));
        }
    }
    let logits = set.block(&[("logits", "decoder", "logits")], Trace::value);
    json!({"tokens": tokens, "logits": logits["logits"]})
}

fn best(logits: &[f64]) -> usize {
    let places = 1..logits.len();
    places.fold(0, |best, place| {
        if logits[place] > logits[best] {
            place
        } else {
            best
        }
    })
}
