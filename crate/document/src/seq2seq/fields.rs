//! The fields of a document of an encoder and a decoder, as they are written.

use super::super::DocumentError;
use super::super::fields::fields;
use super::super::parameters::Parameters;
use super::super::read::{Output, Reduce, Words};
use super::super::tensor::Nested;
use unrolled::model::Score;

fields! {
    /// Sources, and what is written for them.
    pub(super) struct Seq2SeqDocument {
        pub(super) cell: Words,
        pub(super) weights: Parameters,
        pub(super) source: Nested,
        pub(super) source_lengths: Option<Vec<i64>>,
        pub(super) target_in: Option<Nested>,
        pub(super) target: Option<Nested>,
        pub(super) reduce: Reduce = Reduce::Sum,
        pub(super) score: Option<&'static Score>,
        pub(super) decode: Option<DecodeField>,
        outputs: Option<Vec<Output>>,
    }

    /// What is written without being told.
    pub(super) struct DecodeField {
        /// The first symbol the decoder is fed with.
        pub(super) start: i64,
        pub(super) steps: i64,
    }
}

impl Seq2SeqDocument {
    /// Whether values and gradients are to be answered: those asked for, else values, and gradients where there is a
    /// loss.
    ///
    /// # Errors
    /// Where something else is asked for, or gradients without a loss.
    pub(super) fn outputs(&self) -> Result<[bool; 2], DocumentError> {
        let Some(asked) = &self.outputs else {
            return Ok([true, self.target.is_some()]);
        };
        let known = [Output::Values, Output::Grads];
        if let Some(place) = asked.iter().position(|output| !known.contains(output)) {
            let message = "expected one of values, grads";
            return Err(DocumentError::at(format!("outputs[{place}]"), message));
        }
        let [values, grads] = known.map(|output| asked.contains(&output));
        if grads && self.target.is_none() {
            return Err(DocumentError::at("outputs", "gradients need a target"));
        }
        Ok([values, grads])
    }
}
