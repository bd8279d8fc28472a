//! Self-attention at work: every symbol of a text is answered at its place, all at once.
//!
//! Invariant: what is read is computed by the same network and the same pass as in learning.

use super::translate::likeliest;
use super::{Extent, NetworkRun};
use crate::ir::{Scalar, ShapeError};
use crate::model::SelfAttention;
use crate::model::network::wires::{End, Line, Network};
use crate::model::tasks::Pair;

/// Where the numbers of a run of [`SelfAttention`] are given and found.
#[derive(Clone, Copy, Debug)]
pub struct Places {
    /// The symbols that are read.
    pub source: End,
    /// How many stand before and after each; nothing without positions.
    pub ends: Option<[End; 2]>,
    /// Which positions each can see.
    pub seen: End,
    /// The symbol that should be written.
    pub gold: End,
    /// What is predicted.
    pub probs: End,
    /// The attention weights.
    pub weights: End,
}

impl Places {
    /// The places in a network of [`SelfAttention`].
    ///
    /// # Panics
    /// If the network is another one.
    #[must_use]
    pub fn of(network: &Network) -> Self {
        let end = |segment, key| {
            network
                .find(segment, key)
                .expect("a node of all self-attention")
        };
        let ends = network
            .find("read", "ahead")
            .zip(network.find("read", "behind"));
        Self {
            source: end("read", "x"),
            ends: ends.map(Into::into),
            seen: end("attend", "seen"),
            gold: end("attend", "y"),
            probs: end("attend", "probs"),
            weights: end("attend", "weights"),
        }
    }
}

/// Sets what is read: symbols, their positions from both ends, and what each can see.
fn set_texts<S: Scalar>(run: &mut NetworkRun<S>, model: &SelfAttention, texts: &[&[usize]]) {
    let places = Places::of(run.network());
    let mut set = |end: End, (t, b): (usize, usize), number: usize| {
        run.trace_mut(end.segment).value_mut(end.node, t, b)[0] = S::of(number as f64);
    };
    for (b, text) in texts.iter().enumerate() {
        for (t, &symbol) in text.iter().enumerate() {
            set(places.source, (t, b), symbol);
            for (end, place) in places.ends.iter().flatten().zip([t, text.len() - 1 - t]) {
                set(*end, (t, b), place);
            }
        }
    }
    for (b, text) in texts.iter().enumerate() {
        run.set_length(Line::Source, b, text.len());
        for t in 0..text.len() {
            let seen = run.trace_mut(places.seen.segment);
            let seen = seen.value_mut(places.seen.node, t, b);
            seen.fill(S::zero());
            let last = if model.causal { t + 1 } else { text.len() };
            seen[..last].fill(S::one());
        }
    }
}

/// Sets whole pairs for learning, without their end marks: the loss is the mean over all symbols, in nats.
pub(super) fn set_pairs<S: Scalar>(run: &mut NetworkRun<S>, model: &SelfAttention, pairs: &[Pair]) {
    let texts = pairs
        .iter()
        .map(|pair| &pair.source[..pair.source.len() - 1]);
    let texts: Vec<&[usize]> = texts.collect();
    set_texts(run, model, &texts);
    let places = Places::of(run.network());
    let counted: usize = texts.iter().map(|text| text.len()).sum();
    let weight = S::of(1.0 / counted as f64);
    let trace = run.trace_mut(places.gold.segment);
    for (b, pair) in pairs.iter().enumerate() {
        for t in 0..trace.steps() {
            let counts = t < texts[b].len();
            trace.set_loss_weight(t, b, if counts { weight } else { S::zero() });
            let gold = pair.target.get(t).copied().unwrap_or_default();
            trace.value_mut(places.gold.node, t, b)[0] = S::of(gold as f64);
        }
    }
}

/// What was made of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// One symbol at the place of each.
    pub symbols: Vec<usize>,
    /// The distribution each was chosen from.
    pub probs: Vec<Vec<f64>>,
    /// The attention weights, one row a symbol.
    pub weights: Vec<Vec<f64>>,
}

/// Trained self-attention.
#[derive(Clone, Debug)]
pub struct Reader<S> {
    model: SelfAttention,
    params: Vec<S>,
    kept: Option<(Extent, NetworkRun<S>)>,
}

impl<S: Scalar> Reader<S> {
    /// A model with its parameters, in the order of its network.
    #[must_use]
    pub fn new(model: SelfAttention, params: Vec<S>) -> Self {
        Self {
            model,
            params,
            kept: None,
        }
    }

    /// Its sizes.
    #[must_use]
    pub fn model(&self) -> &SelfAttention {
        &self.model
    }

    /// The run of the last reading: every number of it.
    #[must_use]
    pub fn run(&self) -> Option<&NetworkRun<S>> {
        self.kept.as_ref().map(|(_, run)| run)
    }

    /// Answers texts of at least one symbol, none longer than the model has positions.
    ///
    /// # Errors
    /// Where the model's sizes do not fit together.
    ///
    /// # Panics
    /// If there are no texts.
    pub fn read(&mut self, texts: &[&[usize]]) -> Result<Vec<Answer>, ShapeError> {
        let longest = texts.iter().map(|text| text.len()).max().expect("a text");
        let extent = Extent {
            source: longest,
            target: 1,
            batch: texts.len(),
        };
        let kept = self.kept.take().filter(|(known, _)| *known == extent);
        let mut run = match kept {
            Some((_, run)) => run,
            None => NetworkRun::new(self.model.network(longest)?, extent),
        };
        run.params_mut().copy_from_slice(&self.params);
        set_texts(&mut run, &self.model, texts);
        run.forward();
        let places = Places::of(run.network());
        let trace = run.segment(places.probs.segment).trace();
        let wide = |end: End, t, b, count: usize| -> Vec<f64> {
            let numbers = &trace.value(end.node, t, b)[..count];
            numbers.iter().map(|number| number.to_f64()).collect()
        };
        let answers = texts.iter().enumerate().map(|(b, text)| {
            let all = 0..text.len();
            let probs = all
                .clone()
                .map(|t| wide(places.probs, t, b, self.model.symbols));
            let probs: Vec<_> = probs.collect();
            Answer {
                symbols: probs.iter().map(|probs| likeliest(probs)).collect(),
                weights: all
                    .map(|t| wide(places.weights, t, b, text.len()))
                    .collect(),
                probs,
            }
        });
        let answers = answers.collect();
        self.kept = Some((extent, run));
        Ok(answers)
    }
}
