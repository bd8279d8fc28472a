//! What can learn a task: an encoder with its decoder, or self-attention.

use crate::ir::{Scalar, ShapeError};
use crate::model::network::wires::Network;
use crate::model::tasks::{Alphabet, Pair};
use crate::model::{SelfAttention, Seq2Seq};
use crate::run::self_attention::{self, Reader};
use crate::run::translate::{self, Translator, Writing};
use crate::run::{Extent, NetworkRun};

/// What learns.
#[derive(Clone, Debug)]
pub enum Student {
    /// An encoder and a decoder.
    Pair(Seq2Seq),
    /// Self-attention with a read-out.
    Alone(SelfAttention),
}

impl Student {
    /// Its segments and wires, for texts of so many positions.
    ///
    /// # Errors
    /// Where its sizes do not fit together.
    pub fn network(&self, positions: usize) -> Result<Network, ShapeError> {
        match self {
            Self::Pair(model) => model.network(positions),
            Self::Alone(model) => model.network(positions),
        }
    }

    /// A run with room for these pairs.
    pub(super) fn run<S: Scalar>(
        &self,
        pairs: &[Pair],
        dropout: bool,
    ) -> Result<NetworkRun<S>, ShapeError> {
        let longest = |side: fn(&Pair) -> usize| pairs.iter().map(side).max().unwrap_or(1);
        let (source, target) = (
            longest(|pair| pair.source.len()),
            longest(|pair| pair.target.len()),
        );
        let (network, extent) = match self {
            Self::Pair(model) => {
                let model = Seq2Seq {
                    dropout,
                    ..model.clone()
                };
                (model.network(source)?, (source, target))
            }
            // Without the end mark.
            Self::Alone(model) => (model.network(source - 1)?, (source - 1, 1)),
        };
        let extent = Extent {
            source: extent.0,
            target: extent.1,
            batch: pairs.len(),
        };
        Ok(NetworkRun::new(network, extent))
    }

    /// Sets what is read and what should be written.
    pub(super) fn set_pairs<S: Scalar>(&self, run: &mut NetworkRun<S>, pairs: &[Pair]) {
        match self {
            Self::Pair(_) => {
                let places = translate::Places::of(run.network());
                translate::set_pairs(run, &places, pairs);
            }
            Self::Alone(model) => self_attention::set_pairs(run, model, pairs),
        }
    }
}

/// A model that answers texts.
pub trait Answers {
    /// A text as it reads and writes it.
    fn symbols(&self, text: &str) -> Vec<usize>;

    /// The answers to texts, none longer than `most`.
    ///
    /// # Errors
    /// Where the model's sizes do not fit together.
    fn answers(&mut self, texts: &[&[usize]], most: usize) -> Result<Vec<Vec<usize>>, ShapeError>;
}

impl<S: Scalar> Answers for Translator<S> {
    fn symbols(&self, text: &str) -> Vec<usize> {
        Alphabet::ended(text)
    }

    fn answers(&mut self, texts: &[&[usize]], most: usize) -> Result<Vec<Vec<usize>>, ShapeError> {
        let pages = self.write(texts, &Writing::free(most))?;
        Ok(pages.into_iter().map(|page| page.symbols).collect())
    }
}

impl<S: Scalar> Answers for Reader<S> {
    fn symbols(&self, text: &str) -> Vec<usize> {
        Alphabet::read(text)
            .into_iter()
            .map(|token| token.symbol)
            .collect()
    }

    fn answers(&mut self, texts: &[&[usize]], _: usize) -> Result<Vec<Vec<usize>>, ShapeError> {
        let pages = self.read(texts)?;
        Ok(pages.into_iter().map(|page| page.symbols).collect())
    }
}

/// A text with its answer.
pub type Example = (String, String);

/// How many of these texts a model answers exactly, all of them read at once.
///
/// # Errors
/// Where the sizes do not fit together.
pub fn answered<A: Answers>(model: &mut A, examples: &[Example]) -> Result<usize, ShapeError> {
    let symbols = |of: fn(&Example) -> &str| -> Vec<Vec<usize>> {
        examples
            .iter()
            .map(|example| model.symbols(of(example)))
            .collect()
    };
    let (sources, answers) = (symbols(|it| &it.0), symbols(|it| &it.1));
    let most = answers.iter().map(Vec::len).max().unwrap_or(1);
    let sources: Vec<&[usize]> = sources.iter().map(Vec::as_slice).collect();
    let written = model.answers(&sources, most)?;
    let pairs = written.iter().zip(&answers);
    Ok(pairs.filter(|(own, answer)| own == answer).count())
}
