//! The fields of a document, as they are written.

use std::collections::BTreeMap;

use super::fields::{Path, Read, fields, words};
use super::json::Json;
use super::parameters::Parameters;
use super::tensor::Nested;
use super::{DocumentError, Envelope, FORMAT};

fields! {
    /// A document as read, its shapes not yet checked.
    pub struct Document {
        pub(super) cell: Words,
        pub(super) weights: Parameters,
        pub(super) head: Option<HeadField>,
        pub(super) x: Nested,
        pub(super) h0: Option<Nested>,
        pub(super) c0: Option<Nested>,
        pub(super) lengths: Option<Vec<i64>>,
        /// `[b][t]`: true where a step is a real one.
        pub(super) mask: Option<Vec<Vec<bool>>>,
        pub(super) loss: Option<LossField>,
        pub(super) truncate: Option<TruncateField>,
        pub(super) holds: Option<Vec<HoldField>>,
        outputs: Option<Vec<Output>>,
    }

    pub(super) struct HeadField {
        pub(super) weight: Nested,
        pub(super) bias: Option<Nested>,
    }

    pub(super) struct LossField {
        pub(super) kind: LossName,
        pub(super) target: Option<Nested>,
        pub(super) weights: Option<Nested>,
        pub(super) at: At = At::Each,
        pub(super) reduce: Reduce = Reduce::Sum,
        /// The class that does not count.
        pub(super) ignore_index: Option<i64>,
        /// What the last states are multiplied by, `[layer * directions + direction][b][u]`.
        pub(super) h_n: Option<Nested>,
        /// The same of the last memories.
        pub(super) c_n: Option<Nested>,
    }

    pub(super) struct TruncateField {
        pub(super) mode: TruncateMode,
        pub(super) steps: i64,
        /// How many losses share an overlapping window.
        pub(super) every: Option<i64>,
        /// Further steps, from 1, after which the state is detached.
        pub(super) cuts: Vec<i64> = vec![],
    }

    /// A gate held at a value from one step to another, both counted from 1.
    pub(super) struct HoldField {
        pub(super) gate: String,
        pub(super) value: f64,
        pub(super) from: i64,
        pub(super) to: i64,
    }
}

words! {
    pub(super) enum LossName {
        CrossEntropy = "cross_entropy",
        SquaredError = "squared_error",
        MeanSquaredError = "mean_squared_error",
        Linear = "linear",
    }

    pub(super) enum At {
        Each = "each",
        Last = "last",
    }

    pub(super) enum Reduce {
        Sum = "sum",
        Mean = "mean",
        SequenceMean = "sequence_mean",
    }

    pub(super) enum TruncateMode {
        Chunked = "chunked",
        Sliding = "sliding",
        Overlapping = "overlapping",
    }

    /// A block of the answer.
    pub enum Output {
        /// Every named quantity.
        Values = "values",
        /// Every gradient.
        Grads = "grads",
        /// What each step adds to each parameter's gradient.
        PerStep = "per_step",
        /// How each state depends on the one before, and the last on all.
        Jacobians = "jacobians",
    }
}

impl Output {
    /// Whether it is read off a backward pass.
    pub(super) fn needs_grads(self) -> bool {
        matches!(self, Self::Grads | Self::PerStep)
    }
}

impl Document {
    /// Reads a document.
    ///
    /// # Errors
    /// Where it is not JSON, a field is unknown, missing, doubled or of the wrong kind, or the format is
    /// another one.
    pub fn read(text: &str) -> Result<Self, DocumentError> {
        Envelope::open(text)?.only(FORMAT)?.read()
    }

    /// The blocks to answer, each once: those asked for, else values, and gradients where there is a loss.
    #[must_use]
    pub fn outputs(&self) -> Vec<Output> {
        match (&self.outputs, &self.loss) {
            (Some(asked), _) => [
                Output::Values,
                Output::Grads,
                Output::PerStep,
                Output::Jacobians,
            ]
            .into_iter()
            .filter(|output| asked.contains(output))
            .collect(),
            (None, Some(_)) => vec![Output::Values, Output::Grads],
            (None, None) => vec![Output::Values],
        }
    }

    /// Whether a backward pass was asked for by name.
    pub(super) fn asks_for_grads(&self) -> bool {
        self.outputs
            .iter()
            .flatten()
            .any(|output| output.needs_grads())
    }
}

/// An object of words: the cell's kind and what is chosen about it.
#[derive(Clone, Debug)]
pub(super) struct Words(pub(super) Vec<(String, String)>);

impl Read for Words {
    fn read(json: Json, at: &Path<'_>) -> Result<Self, DocumentError> {
        let words = BTreeMap::read(json, at)?;
        Ok(Self(words.into_iter().collect()))
    }
}
