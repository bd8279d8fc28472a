//! The fields of a document, as they are written.

#![expect(missing_docs, reason = "the fields and words are those of the format")]

use std::collections::BTreeMap;

use super::fields::{Path, Read, fields, words};
use super::json::Json;
use super::parameters::Parameters;
use super::tensor::Nested;
use super::{DocumentError, Envelope, FORMAT};

fields! {
    /// A document as read, its shapes not yet checked.
    pub struct Document {
        pub cell: Words,
        pub(crate) weights: Parameters,
        pub head: Option<HeadField>,
        pub x: Nested,
        pub h0: Option<Nested>,
        pub c0: Option<Nested>,
        pub lengths: Option<Vec<i64>>,
        /// `[b][t]`: true where a step is a real one.
        pub mask: Option<Vec<Vec<bool>>>,
        pub loss: Option<LossField>,
        pub truncate: Option<TruncateField>,
        pub holds: Option<Vec<HoldField>>,
        outputs: Option<Vec<Output>>,
    }

    pub struct HeadField {
        pub weight: Nested,
        pub bias: Option<Nested>,
    }

    pub struct LossField {
        pub kind: LossName,
        pub target: Option<Nested>,
        pub weights: Option<Nested>,
        pub at: At = At::Each,
        pub reduce: Reduce = Reduce::Sum,
        /// The class that does not count.
        pub ignore_index: Option<i64>,
        /// What the last states are multiplied by, `[layer * directions + direction][b][u]`.
        pub h_n: Option<Nested>,
        /// The same of the last memories.
        pub c_n: Option<Nested>,
    }

    pub struct TruncateField {
        pub mode: TruncateMode,
        pub steps: i64,
        /// How many losses share an overlapping window.
        pub every: Option<i64>,
        /// Further steps, from 1, after which the state is detached.
        pub cuts: Vec<i64> = vec![],
    }

    /// A gate held at a value from one step to another, both counted from 1.
    pub struct HoldField {
        pub gate: String,
        pub value: f64,
        pub from: i64,
        pub to: i64,
    }
}

words! {
    pub enum LossName {
        CrossEntropy = "cross_entropy",
        SquaredError = "squared_error",
        MeanSquaredError = "mean_squared_error",
        Linear = "linear",
    }

    pub enum At {
        Each = "each",
        Last = "last",
    }

    pub enum Reduce {
        Sum = "sum",
        Mean = "mean",
        SequenceMean = "sequence_mean",
    }

    pub enum TruncateMode {
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
    #[must_use]
    pub fn needs_grads(self) -> bool {
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
    #[must_use]
    pub fn asks_for_grads(&self) -> bool {
        self.outputs
            .iter()
            .flatten()
            .any(|output| output.needs_grads())
    }
}

/// An object of words: the cell's kind and what is chosen about it.
#[derive(Clone, Debug)]
pub struct Words(pub Vec<(String, String)>);

impl Read for Words {
    fn read(json: Json, at: &Path<'_>) -> Result<Self, DocumentError> {
        let words = BTreeMap::read(json, at)?;
        Ok(Self(words.into_iter().collect()))
    }
}
