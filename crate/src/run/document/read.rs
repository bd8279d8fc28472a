//! The fields of a document, as they are written.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error, MapAccess, Visitor};

use super::tensor::Nested;
use super::{DocumentError, FORMAT, MOST_BYTES};

/// A document as read, its shapes not yet checked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    pub(super) format: String,
    pub(super) cell: Words,
    pub(super) weights: Weights,
    pub(super) head: Option<HeadField>,
    pub(super) x: Nested,
    pub(super) h0: Option<Nested>,
    pub(super) c0: Option<Nested>,
    pub(super) lengths: Option<Vec<i64>>,
    pub(super) loss: Option<LossField>,
    pub(super) truncate: Option<TruncateField>,
    pub(super) holds: Option<Vec<HoldField>>,
    outputs: Option<Vec<Output>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "PyTorch's names")]
pub(super) struct Weights {
    pub(super) weight_ih_l0: Nested,
    pub(super) weight_hh_l0: Nested,
    pub(super) bias_ih_l0: Option<Nested>,
    pub(super) bias_hh_l0: Option<Nested>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeadField {
    pub(super) weight: Nested,
    pub(super) bias: Option<Nested>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LossField {
    pub(super) kind: LossName,
    pub(super) target: Option<Nested>,
    pub(super) weights: Option<Nested>,
    #[serde(default)]
    pub(super) at: At,
    #[serde(default)]
    pub(super) reduce: Reduce,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum LossName {
    CrossEntropy,
    SquaredError,
    MeanSquaredError,
    Linear,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum At {
    #[default]
    Each,
    Last,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Reduce {
    #[default]
    Sum,
    Mean,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TruncateField {
    pub(super) mode: TruncateMode,
    pub(super) steps: i64,
    /// Further steps, from 1, after which the state is detached.
    #[serde(default)]
    pub(super) cuts: Vec<i64>,
}

/// A gate held at a value from one step to another, both counted from 1.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HoldField {
    pub(super) gate: String,
    pub(super) value: f64,
    pub(super) from: i64,
    pub(super) to: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum TruncateMode {
    Chunked,
    Sliding,
}

/// A block of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Output {
    /// Every named quantity.
    Values,
    /// Every gradient.
    Grads,
    /// What each step adds to each parameter's gradient.
    PerStep,
    /// How each state depends on the one before, and the last on all.
    Jacobians,
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
        let document: Self = parse(text)?;
        if document.format != FORMAT {
            return Err(DocumentError::at(
                "format",
                format!("expected {FORMAT:?}, found {:?}", document.format),
            ));
        }
        Ok(document)
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

/// Reads the fields of a document of any format; an error names the path of the field.
pub(super) fn parse<D: DeserializeOwned>(text: &str) -> Result<D, DocumentError> {
    if text.len() > MOST_BYTES {
        return Err(DocumentError::at("", "the document is larger than 64 MB"));
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let document = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        DocumentError::at(
            if path == "." { "" } else { &path },
            plain_words(&error.into_inner().to_string()),
        )
    })?;
    deserializer
        .end()
        .map_err(|error| DocumentError::at("", plain_words(&error.to_string())))?;
    Ok(document)
}

/// The parser's message, with what the format does not hold yet said as such.
fn plain_words(message: &str) -> String {
    let unknown = message
        .strip_prefix("unknown field `")
        .and_then(|rest| rest.split_once('`'));
    match unknown {
        Some((field, _)) if field.ends_with("_reverse") => {
            format!("{field}: two directions are not computed yet")
        }
        Some((field, _)) if field.contains("_l") && !field.ends_with("_l0") => {
            format!("{field}: more than one layer is not computed yet")
        }
        _ => message.to_owned(),
    }
}

/// An object of words: the cell's kind and what is chosen about it.
#[derive(Clone, Debug)]
pub(super) struct Words(pub(super) Vec<(String, String)>);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Words;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of words")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Words, A::Error> {
                let mut pairs: Vec<(String, String)> = Vec::new();
                while let Some(key) = map.next_key::<String>()? {
                    if pairs.iter().any(|(known, _)| *known == key) {
                        return Err(A::Error::custom(format!("duplicate field `{key}`")));
                    }
                    let value = map.next_value()?;
                    pairs.push((key, value));
                }
                Ok(Words(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}
