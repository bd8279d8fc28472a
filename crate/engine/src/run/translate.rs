//! An encoder and decoder at work: gold symbols given, own guesses fed back, or some of both.
//!
//! Invariant: what is written is computed step by step by the same instructions as a whole forward pass, so the numbers
//! are the same bits.

use super::metrics::{log_likelihood, norm};
use super::{Extent, NetworkRun};
use crate::ir::symbol::EMBEDDED;
use crate::ir::{Scalar, ShapeError};
use crate::model::network::wires::{End, Line, Network};
use crate::model::random::{Purpose, Stream};
use crate::model::seq2seq::Seq2Seq;
use crate::model::tasks::{END, Pair, START};
use crate::run::Held;

/// Where the numbers of a run of [`Seq2Seq`] are given and found.
#[derive(Clone, Copy, Debug)]
pub struct Places {
    /// The symbols that are read.
    pub source: End,
    /// Which positions can be seen; nothing without attention.
    pub seen: Option<End>,
    /// The symbol written before.
    pub last: End,
    /// The symbol that should be written.
    pub gold: End,
    /// What is predicted.
    pub probs: End,
    /// The attention weights; nothing without attention.
    pub weights: Option<End>,
    /// What is kept of state and context while learning; nothing where all is.
    pub kept: Option<End>,
}

impl Places {
    /// The places in a network of [`Seq2Seq`].
    ///
    /// # Panics
    /// If the network is another one.
    #[must_use]
    pub fn of(network: &Network) -> Self {
        let end = |segment, key| {
            network
                .find(segment, key)
                .expect("a node of every encoder and decoder")
        };
        Self {
            source: end("embed", "x"),
            seen: network.find("decoder", "seen"),
            last: end("decoder", "x"),
            gold: end("decoder", "y"),
            probs: end("decoder", "probs"),
            weights: network.find("decoder", "weights"),
            kept: network.find("decoder", "kept"),
        }
    }
}

/// Sets what is read: symbols, lengths and masks.
pub fn set_sources<S: Scalar>(run: &mut NetworkRun<S>, places: &Places, sources: &[&[usize]]) {
    for (b, source) in sources.iter().enumerate() {
        run.set_length(Line::Source, b, source.len());
        let trace = run.trace_mut(places.source.segment);
        for (t, &symbol) in source.iter().enumerate() {
            trace.value_mut(places.source.node, t, b)[0] = S::of(symbol as f64);
        }
        if let Some(seen) = places.seen {
            let mask = run.trace_mut(seen.segment).value_mut(seen.node, 0, b);
            mask.fill(S::zero());
            mask[..source.len()].fill(S::one());
        }
    }
}

/// Sets whole pairs for learning: gold symbols are given, and the loss is the mean over all that should be written, in
/// nats.
pub fn set_pairs<S: Scalar>(run: &mut NetworkRun<S>, places: &Places, pairs: &[Pair]) {
    let sources: Vec<&[usize]> = pairs.iter().map(|pair| &*pair.source).collect();
    set_sources(run, places, &sources);
    let counted: usize = pairs.iter().map(|pair| pair.target.len()).sum();
    let weight = S::of(1.0 / counted as f64);
    for (b, pair) in pairs.iter().enumerate() {
        run.set_length(Line::Target, b, pair.target.len());
        let trace = run.trace_mut(places.gold.segment);
        let mut last = START;
        for t in 0..trace.steps() {
            let gold = pair.target.get(t);
            trace.set_loss_weight(t, b, if gold.is_some() { weight } else { S::zero() });
            trace.value_mut(places.last.node, t, b)[0] = S::of(last as f64);
            last = gold.copied().unwrap_or(END);
            trace.value_mut(places.gold.node, t, b)[0] = S::of(last as f64);
        }
    }
}

/// What the decoder is given as the symbol before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Feed<'a> {
    /// Its own guess.
    Own,
    /// The right one: teacher forcing.
    Gold(&'a [usize]),
    /// The right one, but with this probability its own guess (Bengio et al. 2015).
    Mixed {
        /// The right symbols.
        gold: &'a [usize],
        /// The share of own guesses.
        own: f64,
        /// From which the choices are drawn.
        seed: u64,
    },
}

/// How to write.
#[derive(Clone, Copy, Debug)]
pub struct Writing<'a> {
    /// The most symbols, the end mark among them.
    pub most: usize,
    /// What is given back.
    pub feed: Feed<'a>,
    /// Symbols written whatever is predicted: (place, symbol).
    pub forced: &'a [(usize, usize)],
    /// Rows of attention that are held: (place, one weight a position).
    pub rows: &'a [(usize, Vec<f64>)],
}

impl Writing<'_> {
    /// Free running, nothing forced.
    #[must_use]
    pub fn free(most: usize) -> Self {
        Self {
            most,
            feed: Feed::Own,
            forced: &[],
            rows: &[],
        }
    }
}

/// What was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// The symbols, up to the end mark, which is the last one where it was written.
    pub symbols: Vec<usize>,
    /// What was given before each.
    pub given: Vec<usize>,
    /// The distribution each was chosen from.
    pub probs: Vec<Vec<f64>>,
    /// The attention weights, one row a symbol; empty without attention.
    pub weights: Vec<Vec<f64>>,
}

/// A trained encoder and decoder.
#[derive(Clone, Debug)]
pub struct Translator<S> {
    model: Seq2Seq,
    params: Vec<S>,
    kept: Option<(Extent, NetworkRun<S>)>,
}

impl<S: Scalar> Translator<S> {
    /// A model with its parameters, in the order of its network.
    #[must_use]
    pub fn new(model: Seq2Seq, params: Vec<S>) -> Self {
        Self {
            model,
            params,
            kept: None,
        }
    }

    /// Its sizes.
    #[must_use]
    pub fn model(&self) -> &Seq2Seq {
        &self.model
    }

    /// The run of the last writing: every number of it.
    #[must_use]
    pub fn run(&self) -> Option<&NetworkRun<S>> {
        self.kept.as_ref().map(|(_, run)| run)
    }

    /// Reads sources and writes what is likeliest, symbol by symbol.
    ///
    /// # Errors
    /// Where the model's sizes do not fit together.
    ///
    /// # Panics
    /// If there are no sources, or one is empty.
    pub fn write(
        &mut self,
        sources: &[&[usize]],
        how: &Writing<'_>,
    ) -> Result<Vec<Written>, ShapeError> {
        let longest = sources
            .iter()
            .map(|source| source.len())
            .max()
            .expect("a source");
        let extent = Extent {
            source: longest,
            target: how.most,
            batch: sources.len(),
        };
        let mut run = self.run_of(extent)?;
        let places = Places::of(run.network());
        set_sources(&mut run, &places, sources);
        hold_rows(&mut run, &places, how.rows);
        let decoder = places.last.segment;
        run.forward_until(decoder);
        run.begin(decoder);
        let mut pages = vec![Written::empty(); sources.len()];
        let mut stream = match how.feed {
            Feed::Mixed { seed, .. } => Stream::new(seed, Purpose::Examples),
            _ => Stream::new(0, Purpose::Examples),
        };
        for t in 0..how.most {
            for (b, page) in pages.iter_mut().enumerate() {
                let given = how.feed.before(t, &page.symbols, &mut stream);
                page.given.push(given);
                let trace = run.trace_mut(decoder);
                trace.value_mut(places.last.node, t, b)[0] = S::of(given as f64);
            }
            run.step(decoder, t);
            for (b, (page, source)) in pages.iter_mut().zip(sources).enumerate() {
                page.take(&run, &places, (t, b), source.len());
                if let Some((_, forced)) = how.forced.iter().find(|(place, _)| *place == t) {
                    page.symbols[t] = *forced;
                }
            }
            if pages.iter().all(|page| page.symbols.contains(&END)) {
                break;
            }
        }
        for page in &mut pages {
            page.end();
        }
        self.kept = Some((extent, run));
        Ok(pages)
    }

    /// How much each symbol that was read matters to each one that was written: the length of the gradient of ln p of
    /// the output at the symbol's embedding, one row an output. What was given to the decoder and the rows of attention
    /// that were held stay as they were.
    ///
    /// # Errors
    /// Where the model's sizes do not fit together.
    ///
    /// # Panics
    /// Never: every encoder embeds what it reads.
    pub fn saliency(
        &self,
        source: &[usize],
        written: &Written,
        rows: &[(usize, Vec<f64>)],
    ) -> Result<Vec<Vec<f64>>, ShapeError> {
        let steps = written.symbols.len();
        let extent = Extent {
            source: source.len(),
            target: steps,
            batch: 1,
        };
        let mut run = NetworkRun::new(self.model.network(source.len())?, extent);
        run.params_mut().copy_from_slice(&self.params);
        let places = Places::of(run.network());
        let embedded = run.network().find("embed", EMBEDDED.key);
        let embedded = embedded.expect("every encoder embeds what it reads");
        set_sources(&mut run, &places, &[source]);
        hold_rows(&mut run, &places, rows);
        run.set_length(Line::Target, 0, steps);
        let trace = run.trace_mut(places.gold.segment);
        for (t, (&given, &chosen)) in written.given.iter().zip(&written.symbols).enumerate() {
            trace.value_mut(places.last.node, t, 0)[0] = S::of(given as f64);
            trace.value_mut(places.gold.node, t, 0)[0] = S::of(chosen as f64);
            trace.set_loss_weight(t, 0, S::zero());
        }
        run.forward();
        let mut all = Vec::with_capacity(steps);
        for t in 0..steps {
            // The loss of this output alone is -ln p, whose gradient is as long as that of ln p.
            let trace = run.trace_mut(places.gold.segment);
            trace.set_loss_weight(t, 0, S::one());
            run.backward();
            run.trace_mut(places.gold.segment)
                .set_loss_weight(t, 0, S::zero());
            let trace = run.segment(embedded.segment).trace();
            let row = (0..source.len()).map(|j| norm(trace.grad(embedded.node, j, 0)));
            all.push(row.collect());
        }
        Ok(all)
    }

    /// The last run where it had the same extent, else a new one.
    fn run_of(&mut self, extent: Extent) -> Result<NetworkRun<S>, ShapeError> {
        let kept = self.kept.take().filter(|(known, _)| *known == extent);
        let mut run = match kept {
            Some((_, run)) => run,
            None => NetworkRun::new(self.model.network(extent.source)?, extent),
        };
        run.params_mut().copy_from_slice(&self.params);
        Ok(run)
    }
}

/// Holds rows of attention at given weights, and no others.
fn hold_rows<S: Scalar>(run: &mut NetworkRun<S>, places: &Places, rows: &[(usize, Vec<f64>)]) {
    let Some(weights) = places.weights else {
        return;
    };
    let trace = run.trace_mut(weights.segment);
    trace.release();
    for (t, row) in rows {
        for (unit, &value) in row.iter().enumerate() {
            trace.hold(Held {
                node: weights.node,
                unit: Some(unit),
                value: S::of(value),
                steps: *t..t + 1,
            });
        }
    }
}

impl Feed<'_> {
    /// The symbol given at step `t` after these were written.
    fn before(&self, t: usize, written: &[usize], stream: &mut Stream) -> usize {
        let Some(place) = t.checked_sub(1) else {
            return START;
        };
        let right = |gold: &[usize]| gold.get(place).copied().unwrap_or(END);
        match self {
            Self::Own => written[place],
            Self::Gold(gold) => right(gold),
            Self::Mixed { gold, own, .. } => {
                if stream.unit() < *own {
                    written[place]
                } else {
                    right(gold)
                }
            }
        }
    }
}

impl Written {
    fn empty() -> Self {
        Self {
            symbols: vec![],
            given: vec![],
            probs: vec![],
            weights: vec![],
        }
    }

    /// Takes over what a step computed for one sequence, and chooses.
    fn take<S: Scalar>(
        &mut self,
        run: &NetworkRun<S>,
        places: &Places,
        (t, b): (usize, usize),
        positions: usize,
    ) {
        let trace = run.segment(places.probs.segment).trace();
        let wide = |numbers: &[S]| {
            numbers
                .iter()
                .map(|number| number.to_f64())
                .collect::<Vec<_>>()
        };
        let probs = wide(trace.value(places.probs.node, t, b));
        self.symbols.push(likeliest(&probs));
        self.probs.push(probs);
        if let Some(weights) = places.weights {
            let row = &trace.value(weights.node, t, b)[..positions];
            self.weights.push(wide(row));
        }
    }

    /// Leaves out what was computed after the end mark.
    fn end(&mut self) {
        let length = self.symbols.iter().position(|symbol| *symbol == END);
        let length = length.map_or(self.symbols.len(), |end| end + 1);
        self.symbols.truncate(length);
        self.given.truncate(length);
        self.probs.truncate(length);
        self.weights.truncate(length);
    }

    /// ln p of all that was written.
    #[must_use]
    pub fn log_likelihood(&self) -> f64 {
        self.log_likelihood_of_first(self.symbols.len())
    }

    /// ln p of the first so many symbols that were written.
    #[must_use]
    pub fn log_likelihood_of_first(&self, count: usize) -> f64 {
        let chosen = self.symbols.iter().zip(&self.probs).take(count);
        log_likelihood(chosen.map(|(symbol, probs)| probs[*symbol]))
    }
}

pub(super) fn likeliest(probs: &[f64]) -> usize {
    let better = |best: usize, place: usize| {
        if probs[place] > probs[best] {
            place
        } else {
            best
        }
    };
    (0..probs.len()).fold(0, better)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::init::draw_network;
    use crate::model::{Attention, CellSpec, Score};

    fn translator(score: Option<&str>) -> Translator<f64> {
        let score = score.map(|kind| Score::of(kind).unwrap());
        let model = Seq2Seq {
            cell: CellSpec::of("gru").unwrap(),
            symbols: 9,
            embedding: 3,
            encoder: 3,
            decoder: 6,
            attention: score.map(|score| Attention::by(score, 4)),
            dropout: false,
        };
        let params = draw_network(&model.network(1).unwrap().params, 3);
        // Larger than fresh ones, so that what is written depends on what is read.
        Translator::new(
            model,
            params.into_iter().map(|number| 2.0 * number).collect(),
        )
    }

    const SOURCE: &[usize] = &[4, 8, 5, 7, END];
    const OTHER: &[usize] = &[6, END];

    fn write(how: &Writing<'_>) -> Written {
        let mut translator = translator(Some("additive"));
        translator.write(&[SOURCE], how).unwrap().remove(0)
    }

    #[test]
    fn what_is_written_does_not_depend_on_the_neighbours_in_the_batch() {
        for score in [Some("scaled_dot"), None] {
            let mut translator = translator(score);
            let both = translator
                .write(&[SOURCE, OTHER], &Writing::free(6))
                .unwrap();
            let alone = translator.write(&[OTHER], &Writing::free(6)).unwrap();
            assert_eq!(both[1], alone[0]);
            assert_ne!(both[0].probs, both[1].probs);
            assert_eq!(alone[0].weights.is_empty(), score.is_none());
        }
    }

    #[test]
    fn own_guesses_only_are_free_running_and_none_are_teacher_forcing() {
        let gold = &[8, 8, 8, 8, 8, 8];
        let by = |feed| {
            write(&Writing {
                feed,
                ..Writing::free(6)
            })
        };
        let mixed = |own| by(Feed::Mixed { gold, own, seed: 5 });
        assert_eq!(mixed(1.0), write(&Writing::free(6)));
        assert_eq!(mixed(0.0), by(Feed::Gold(gold)));
        assert_eq!(
            by(Feed::Gold(gold)).given[1..],
            [8, 8, 8, 8, 8][..by(Feed::Gold(gold)).given.len() - 1]
        );
    }

    #[test]
    fn a_forced_symbol_is_given_back_and_changes_what_follows_only() {
        let free = write(&Writing::free(6));
        let other = (free.symbols[1] + 1) % 9;
        let forced = write(&Writing {
            forced: &[(1, other)],
            ..Writing::free(6)
        });
        assert_eq!((forced.symbols[1], forced.given[2]), (other, other));
        assert_eq!(forced.probs[..2], free.probs[..2]);
        assert_ne!(forced.probs[2], free.probs[2]);
    }

    #[test]
    fn an_edited_row_holds_and_changes_the_output_from_there_on() {
        let free = write(&Writing::free(6));
        let rows = [(1, vec![0.0, 0.0, 0.0, 0.0, 1.0])];
        let edited = write(&Writing {
            rows: &rows,
            ..Writing::free(6)
        });
        assert_eq!(edited.weights[1], rows[0].1);
        assert_eq!(edited.probs[0], free.probs[0]);
        assert_ne!(edited.probs[1], free.probs[1]);
        assert!(edited.log_likelihood() < 0.0);
    }

    /// What is written, whatever is predicted, so that symbol 3 is neither read nor written.
    const SAID: Writing<'static> = Writing {
        most: 5,
        feed: Feed::Own,
        forced: &[(0, 4), (1, 8), (2, 5), (3, 7), (4, 6)],
        rows: &[],
    };

    /// ln p of output `t` when component `k` of the embedding of the symbol at position `j` is moved: the table is
    /// given a row of its own for that position.
    fn moved(score: Option<&str>, (t, j, k): (usize, usize, usize), by: f64) -> f64 {
        let mut translator = translator(score);
        let size = translator.model.embedding;
        let mut source = SOURCE.to_vec();
        let own: Vec<f64> = translator.params[source[j] * size..][..size].to_vec();
        translator.params[3 * size..4 * size].copy_from_slice(&own);
        translator.params[3 * size + k] += by;
        source[j] = 3;
        let page = translator.write(&[&source], &SAID).unwrap().remove(0);
        page.probs[t][page.symbols[t]].logarithm()
    }

    #[test]
    fn what_mattered_is_the_gradient_that_finite_differences_find() {
        const STEP: f64 = 1e-5;
        for score in [Some("additive"), Some("scaled_dot"), None] {
            let mut own = translator(score);
            let free = own.write(&[SOURCE], &SAID).unwrap().remove(0);
            let mattered = own.saliency(SOURCE, &free, &[]).unwrap();
            assert_eq!(mattered.len(), free.symbols.len());
            for (t, row) in mattered.iter().enumerate() {
                for (j, found) in row.iter().enumerate() {
                    let slope = |k| {
                        let ends = [STEP, -STEP].map(|by| moved(score, (t, j, k), by));
                        (ends[0] - ends[1]) / (2.0 * STEP)
                    };
                    let squares = (0..own.model.embedding).map(|k| slope(k) * slope(k));
                    let wanted = squares.sum::<f64>().sqrt();
                    let near = (found - wanted).abs() < 1e-7 * wanted.max(1.0);
                    assert!(near, "{score:?} t {t}, j {j}: {found} against {wanted}");
                }
            }
            assert!(mattered.iter().flatten().any(|length| *length > 1e-3));
        }
    }

    #[test]
    fn a_temperature_sharpens_or_flattens_every_row() {
        let top = |temperature: f64| {
            let mut translator = translator(Some("additive"));
            let attention = translator.model.attention.as_mut().unwrap();
            attention.temperature = temperature;
            let page = translator
                .write(&[SOURCE], &Writing::free(2))
                .unwrap()
                .remove(0);
            page.weights[0].iter().copied().fold(0.0, f64::max)
        };
        assert!(top(0.1) > top(1.0) && top(1.0) > top(5.0));
    }
}
