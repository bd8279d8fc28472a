//! The symbols of a document, checked: what is read, what the decoder is fed with, and what it should write.

use super::super::network::Set;
use super::super::read::Reduce;
use super::super::tensor::Nested;
use super::super::{DocumentError, MOST_STATES};
use super::fields::Seq2SeqDocument;
use unrolled::model::EncoderDecoder;
use unrolled::model::network::wires::Line;
use unrolled::run::Extent;

/// A target that does not count, as PyTorch's `ignore_index`.
const IGNORED: f64 = -100.0;

/// Sources and targets, sequence after sequence.
pub(super) struct Pairs {
    /// B.
    pub(super) batch: usize,
    /// S.
    pub(super) positions: usize,
    /// How much of each source is no padding.
    pub(super) lengths: Vec<usize>,
    source: Vec<f64>,
    /// What the decoder is fed with, if it is told.
    told: Option<Told>,
}

/// What the decoder is fed with.
struct Told {
    /// M.
    steps: usize,
    symbols: Vec<f64>,
    target: Option<Vec<f64>>,
    /// What each target of a sequence that counts weighs in the loss.
    weights: Vec<f64>,
}

impl Pairs {
    /// The symbols of a document, for tables of these sizes.
    ///
    /// # Errors
    /// Where shapes do not fit, a symbol is not in its table, no target counts, or it would not fit in memory.
    pub(super) fn read(
        document: &Seq2SeqDocument,
        model: &EncoderDecoder,
    ) -> Result<Self, DocumentError> {
        let [batch, positions] = document.source.shape("source")?;
        let source = document.source.flat("source", &[batch, positions])?;
        let lengths = lengths(document, batch, positions)?;
        for (place, &symbol) in source.iter().enumerate() {
            let (b, t) = (place / positions, place % positions);
            if t < lengths[b] {
                check_symbol(("source", b, t), symbol, model.source.symbols)?;
            }
        }
        let told = document.target_in.as_ref();
        let told = told.map(|fed| Told::read(document, fed, model, batch));
        if told.is_none() && document.target.is_some() {
            return Err(DocumentError::at("target_in", "missing"));
        }
        let pairs = Self {
            batch,
            positions,
            lengths,
            source,
            told: told.transpose()?,
        };
        check_size(model, [batch, positions, pairs.told_steps().unwrap_or(1)])?;
        Ok(pairs)
    }

    /// M, where the decoder is told what to write.
    pub(super) fn told_steps(&self) -> Option<usize> {
        self.told.as_ref().map(|told| told.steps)
    }

    /// The steps of a run that writes so many symbols.
    pub(super) fn extent(&self, steps: usize) -> Extent {
        Extent {
            source: self.positions,
            target: steps,
            batch: self.batch,
        }
    }

    /// Sets what is read, and which of it can be seen.
    pub(super) fn set_source(&self, set: &mut Set) {
        let looks = set.run.network().find("decoder", "seen").is_some();
        for (b, &length) in self.lengths.iter().enumerate() {
            set.run.set_length(Line::Source, b, length);
            for t in 0..length {
                set.at("embed", "x", t, b)[0] = self.source[b * self.positions + t];
            }
            if looks {
                set.at("decoder", "seen", 0, b)[..length].fill(1.0);
            }
        }
    }

    /// Sets what the decoder is fed with and what its answers are judged by.
    pub(super) fn set_target(&self, set: &mut Set) {
        let Some(told) = &self.told else { return };
        set.each("decoder", "x", &told.symbols);
        let decoder = set.segment("decoder");
        for (place, &target) in told.target.iter().flatten().enumerate() {
            let (b, t) = (place / told.steps, place % told.steps);
            if target != IGNORED {
                set.at("decoder", "y", t, b)[0] = target;
                let trace = set.run.trace_mut(decoder);
                trace.set_loss_weight(t, b, told.weights[b]);
            }
        }
    }

    /// Which targets of a sequence count; nothing where there are none.
    pub(super) fn counted(&self, b: usize) -> Option<impl Iterator<Item = usize>> {
        let told = self.told.as_ref()?;
        let targets = told.target.as_ref()?;
        let own = targets[b * told.steps..][..told.steps].iter().enumerate();
        Some(
            own.filter(|(_, target)| **target != IGNORED)
                .map(|(t, _)| t),
        )
    }
}

impl Told {
    fn read(
        document: &Seq2SeqDocument,
        fed: &Nested,
        model: &EncoderDecoder,
        batch: usize,
    ) -> Result<Self, DocumentError> {
        let [_, steps] = fed.shape("target_in")?;
        let symbols = fed.flat("target_in", &[batch, steps])?;
        for (place, &symbol) in symbols.iter().enumerate() {
            let at = ("target_in", place / steps, place % steps);
            check_symbol(at, symbol, model.target.symbols)?;
        }
        let target = document.target.as_ref();
        let target = target.map(|target| target.flat("target", &[batch, steps]));
        let target = target.transpose()?;
        let mut weights = vec![];
        if let Some(target) = &target {
            let counted = count(target, steps, model.readout.classes)?;
            weights = match document.reduce {
                Reduce::Sum => vec![1.0; batch],
                Reduce::Mean => vec![1.0 / counted as f64; batch],
                Reduce::SequenceMean => shares(target, steps),
            };
        }
        Ok(Self {
            steps,
            symbols,
            target,
            weights,
        })
    }
}

/// For each sequence, how much a target of it weighs where every sequence that has any weighs the same.
fn shares(target: &[f64], steps: usize) -> Vec<f64> {
    let count = |row: &[f64]| row.iter().filter(|symbol| **symbol != IGNORED).count();
    let counts: Vec<usize> = target.chunks_exact(steps).map(count).collect();
    let sequences = counts.iter().filter(|count| **count > 0).count();
    let share = |count: &usize| 1.0 / (sequences * count.max(&1)) as f64;
    counts.iter().map(share).collect()
}

/// How many targets count.
fn count(target: &[f64], steps: usize, classes: usize) -> Result<usize, DocumentError> {
    let counted = target.iter().enumerate();
    let counted = counted.filter(|(_, symbol)| **symbol != IGNORED);
    let mut count = 0;
    for (place, &symbol) in counted {
        check_symbol(("target", place / steps, place % steps), symbol, classes)?;
        count += 1;
    }
    if count == 0 {
        let message = "nothing counts: every target is -100";
        return Err(DocumentError::at("target", message));
    }
    Ok(count)
}

fn lengths(
    document: &Seq2SeqDocument,
    batch: usize,
    positions: usize,
) -> Result<Vec<usize>, DocumentError> {
    let Some(given) = &document.source_lengths else {
        return Ok(vec![positions; batch]);
    };
    if given.len() != batch {
        let message = format!("expected {batch} numbers, found {}", given.len());
        return Err(DocumentError::at("source_lengths", message));
    }
    let fitting = given.iter().enumerate().map(|(b, &length)| {
        let fitting = usize::try_from(length).ok();
        let fitting = fitting.filter(|length| (1..=positions).contains(length));
        fitting.ok_or_else(|| {
            let message = format!("expected 1 to {positions}, found {length}");
            DocumentError::at(format!("source_lengths[{b}]"), message)
        })
    });
    fitting.collect()
}

fn check_symbol(
    (field, b, t): (&str, usize, usize),
    symbol: f64,
    symbols: usize,
) -> Result<(), DocumentError> {
    if symbol.fract() == 0.0 && (0.0..symbols as f64).contains(&symbol) {
        return Ok(());
    }
    let message = format!(
        "expected a symbol from 0 to {}, found {symbol}",
        symbols - 1
    );
    Err(DocumentError::at(format!("{field}[{b}][{t}]"), message))
}

/// Refuses what would not fit in memory, before any memory is taken.
pub(super) fn check_size(
    model: &EncoderDecoder,
    [batch, positions, steps]: [usize; 3],
) -> Result<(), DocumentError> {
    let looked_at = model
        .attention
        .map_or(1, |attention| positions.saturating_mul(attention.width));
    let widest = model.decoder.max(model.readout.classes).max(looked_at);
    let sizes = [
        ("source", positions, model.width().max(model.source.width)),
        ("target_in", steps, widest),
    ];
    for (field, steps, width) in sizes {
        if batch.saturating_mul(steps).saturating_mul(width) > MOST_STATES {
            let message = format!("batch * steps * width is more than {MOST_STATES}");
            return Err(DocumentError::at(field, message));
        }
    }
    Ok(())
}
