//! The run document: a JSON text in, the engine's numbers out, without the page.
//!
//! Invariant: the same bytes go in and come out on the command line, in Node and in the browser. A bad
//! document is refused whole, with the path of what is wrong.

pub mod cards;
pub mod self_card;
pub mod shipped;

mod answer;
mod attention;
mod fields;
mod jacobians;
mod json;
mod judge;
mod layers;
mod names;
mod network;
mod padding;
mod parameters;
mod prepare;
pub mod read;
mod seq2seq;
pub mod tensor;
mod write;

use std::collections::BTreeMap;

use fields::{Path, Read};
use json::Json;

pub use prepare::Prepared;
pub use read::{Document, Output};
pub use write::{write, write_batch};

/// Documents of recurrent networks; those of attention have formats of their own.
pub const FORMAT: &str = "unrolled-run/1";

/// What can be run.
const FORMATS: [&str; 4] = [
    FORMAT,
    attention::FORMAT,
    attention::SELF_FORMAT,
    seq2seq::FORMAT,
];

/// The largest document read, in bytes.
pub const MOST_BYTES: usize = 64 << 20;

/// The largest B * T * H run.
pub const MOST_STATES: usize = 10_000_000;

/// The most numbers of a state whose Jacobians are answered.
pub const MOST_JACOBIAN: usize = 128;

/// What is wrong with a document, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentError {
    /// The field, as in `weights.weight_ih_l0[3]`; empty where it is the document as a whole.
    pub path: String,
    /// What is wrong with it, in words.
    pub message: String,
}

impl DocumentError {
    /// An error at a field, both cut to a line.
    #[must_use]
    pub fn at(path: impl AsRef<str>, message: impl AsRef<str>) -> Self {
        Self {
            path: short_line(path.as_ref(), 120),
            message: short_line(message.as_ref(), 240),
        }
    }
}

/// A hostile document can name fields of any length and with any characters; a message stays one line
/// that can be read.
fn short_line(text: &str, most: usize) -> String {
    let plain = |character: char| {
        if character.is_control() {
            ' '
        } else {
            character
        }
    };
    let mut line: String = text.chars().take(most).map(plain).collect();
    if text.chars().nth(most).is_some() {
        line.push('…');
    }
    line
}

impl std::fmt::Display for DocumentError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.path.as_str() {
            "" => f.write_str(&self.message),
            path => write!(f, "{path}: {}", self.message),
        }
    }
}

impl std::error::Error for DocumentError {}

/// Runs a document and answers as JSON.
///
/// # Errors
/// Where the document is not one, its shapes do not fit or a number is out of range.
///
/// # Examples
/// ```
/// let answer = document::run(r#"{
///     "format": "unrolled-run/1",
///     "cell": {"kind": "rnn", "activation": "tanh"},
///     "weights": {"weight_ih_l0": [[1.0]], "weight_hh_l0": [[0.5]]},
///     "x": [[[0.0], [1.0]]],
///     "outputs": ["values"]
/// }"#)?;
/// assert!(answer.contains("0.7615941559557649"));
/// # Ok::<(), document::DocumentError>(())
/// ```
pub fn run(text: &str) -> Result<String, DocumentError> {
    let envelope = Envelope::open(text)?;
    match envelope.format.as_str() {
        attention::FORMAT => attention::attend(envelope),
        attention::SELF_FORMAT => attention::attend_to_itself(envelope),
        seq2seq::FORMAT => seq2seq::translate(envelope),
        FORMAT => run_network(&envelope.read()?),
        _ => Err(envelope.refuse(&FORMATS)),
    }
}

fn run_network(document: &Document) -> Result<String, DocumentError> {
    let prepared = Prepared::new(document)?;
    let outputs = document.outputs();
    answer::check(&prepared, &outputs)?;
    Ok(answer::write(prepared, &outputs))
}

/// A text, read as JSON once and for all, and what it says it is: another format is refused before its fields are
/// looked at.
struct Envelope {
    format: String,
    fields: Json,
}

impl Envelope {
    fn open(text: &str) -> Result<Self, DocumentError> {
        let mut fields = BTreeMap::read(json::read(text)?, &Path::Whole)?;
        let at = Path::Field(&Path::Whole, "format");
        let format = fields.remove("format");
        let format = format.map_or_else(|| Read::absent(&at), |format| Read::read(format, &at))?;
        Ok(Self {
            format,
            fields: Json::Object(fields),
        })
    }

    /// The same, if it is of this format.
    fn only(self, format: &str) -> Result<Self, DocumentError> {
        if self.format == format {
            Ok(self)
        } else {
            Err(self.refuse(&[format]))
        }
    }

    fn refuse(&self, known: &[&str]) -> DocumentError {
        let message = format!("expected {}, found {:?}", known.join(" or "), self.format);
        DocumentError::at("format", message)
    }

    fn read<R: Read>(self) -> Result<R, DocumentError> {
        R::read(self.fields, &Path::Whole)
    }
}
