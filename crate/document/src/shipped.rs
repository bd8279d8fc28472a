//! Trained models as they are shipped: a card that says what a model is, and its weights in a safetensors file.
//!
//! Invariant: what is read fits the model exactly: every parameter once, in its shape, every number finite, and no byte
//! that belongs to none. Anything else is refused in words, because a file can be damaged on its way.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use unrolled::ir::ParamSpec;
use unrolled::model::tasks::Task;
use unrolled::model::{Attention, CellSpec, Score, Seq2Seq};

/// What a model is, how it was made, and what it reaches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// As in file names (`dates-scaled_dot`).
    pub name: String,
    /// The task.
    pub task: String,
    /// The score; `None` for one fixed context.
    pub score: Option<String>,
    /// The cell's kind.
    pub cell: String,
    /// How many symbols there are.
    pub symbols: usize,
    /// Numbers of an embedded symbol.
    pub embedding: usize,
    /// Units of the encoder in each direction.
    pub encoder: usize,
    /// Units of the decoder.
    pub decoder: usize,
    /// What query and key are projected to, where they are.
    pub width: usize,
    /// How many numbers it has learned.
    pub parameters: usize,
    /// Everything was drawn from it.
    pub seed: u64,
    /// How often it learned.
    pub updates: usize,
    /// Pairs an update.
    pub batch: usize,
    /// The learning rate it began with.
    pub rate: f64,
    /// The longest gradient.
    pub clip: f64,
    /// How many held-out texts of each length were tried.
    pub tested: usize,
    /// The share of them answered exactly: (length, share); length 0 where the task has no lengths.
    pub exact: Vec<(usize, f64)>,
}

/// Why a model cannot be used, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged(pub String);

impl fmt::Display for Damaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Damaged {}

fn damaged<T>(message: impl Into<String>) -> Result<T, Damaged> {
    Err(Damaged(message.into()))
}

impl Card {
    /// Reads a card.
    ///
    /// # Errors
    /// Where it is none.
    pub fn read(text: &str) -> Result<Self, Damaged> {
        serde_json::from_str(text)
            .map_err(|error| Damaged(format!("The card cannot be read: {error}.")))
    }

    /// The task it has learned.
    ///
    /// # Errors
    /// Where there is no such task.
    pub fn task(&self) -> Result<&'static Task, Damaged> {
        Task::of(&self.task).ok_or_else(|| Damaged(format!("There is no task {:?}.", self.task)))
    }

    /// The sizes it has.
    ///
    /// # Errors
    /// Where there is no such cell or score.
    pub fn model(&self) -> Result<Seq2Seq, Damaged> {
        let cell = CellSpec::of(&self.cell);
        let cell = cell.ok_or_else(|| Damaged(format!("There is no cell {:?}.", self.cell)))?;
        let score = self.score.as_deref().map(|kind| {
            Score::of(kind).ok_or_else(|| Damaged(format!("There is no score {kind:?}.")))
        });
        Ok(Seq2Seq {
            cell,
            symbols: self.symbols,
            embedding: self.embedding,
            encoder: self.encoder,
            decoder: self.decoder,
            attention: score
                .transpose()?
                .map(|score| Attention::by(score, self.width)),
            dropout: false,
        })
    }
}

/// One tensor of a safetensors header.
#[derive(Debug, Deserialize)]
struct Tensor {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: (usize, usize),
}

/// The numbers of these parameters, in their order, from a safetensors file of float16.
///
/// # Errors
/// Where the file is damaged or of another model.
pub fn read(bytes: &[u8], params: &[ParamSpec]) -> Result<Vec<f32>, Damaged> {
    let Some((length, rest)) = bytes.split_first_chunk::<8>() else {
        return damaged("The weights end before they begin.");
    };
    let length = usize::try_from(u64::from_le_bytes(*length)).unwrap_or(usize::MAX);
    let Some((header, data)) = rest.split_at_checked(length) else {
        return damaged("The weights end inside their header.");
    };
    let header: BTreeMap<String, serde_json::Value> = serde_json::from_slice(header)
        .map_err(|_| Damaged("The header of the weights cannot be read.".to_owned()))?;
    let mut numbers = Vec::new();
    let mut used = 0;
    for spec in params {
        let Some(tensor) = header.get(&spec.name) else {
            return damaged(format!("{} is missing.", spec.name));
        };
        let tensor = Tensor::deserialize(tensor)
            .map_err(|_| Damaged(format!("{} is not described.", spec.name)))?;
        let own = tensor.bytes(spec, data)?;
        used += own.len();
        numbers.extend(
            own.as_chunks::<2>()
                .0
                .iter()
                .map(|&pair| widen(u16::from_le_bytes(pair))),
        );
    }
    if used != data.len()
        || header.keys().filter(|name| *name != "__metadata__").count() != params.len()
    {
        return damaged("The weights hold more than the model has.");
    }
    if numbers.iter().any(|number| !number.is_finite()) {
        return damaged("A weight is not a number.");
    }
    Ok(numbers)
}

impl Tensor {
    /// Its bytes, if it is what the parameter must be.
    fn bytes<'a>(&self, spec: &ParamSpec, data: &'a [u8]) -> Result<&'a [u8], Damaged> {
        let name = &spec.name;
        let wanted: &[usize] = if spec.is_bias {
            &[spec.rows]
        } else {
            &[spec.rows, spec.cols]
        };
        if self.shape != wanted {
            return damaged(format!(
                "{name} has the shape {:?} instead of {wanted:?}.",
                self.shape
            ));
        }
        if self.dtype != "F16" {
            return damaged(format!("{name} holds {} instead of F16.", self.dtype));
        }
        let own = data.get(self.data_offsets.0..self.data_offsets.1);
        match own {
            Some(own) if own.len() == 2 * spec.rows * spec.cols => Ok(own),
            _ => damaged(format!("{name} is cut off.")),
        }
    }
}

/// A float16 as a float32, exactly.
fn widen(half: u16) -> f32 {
    let (sign, exponent, fraction) = (
        u32::from(half >> 15),
        half >> 10 & 0x1f,
        u32::from(half & 0x3ff),
    );
    let magnitude = match exponent {
        // Subnormal: the fraction counts units of 2^-24.
        0 => {
            return f32::from_bits(
                sign << 31 | (fraction as f32 * f32::from_bits(0x3380_0000)).to_bits(),
            );
        }
        0x1f => 0xff << 23 | fraction << 13,
        _ => (u32::from(exponent) + 112) << 23 | fraction << 13,
    };
    f32::from_bits(sign << 31 | magnitude)
}

#[cfg(test)]
mod tests {
    use super::*;
    use half::f16;
    use safetensors::tensor::{Dtype, TensorView};

    #[test]
    fn every_float16_is_widened_exactly() {
        for bits in 0..=u16::MAX {
            let (own, known) = (widen(bits), f16::from_bits(bits).to_f32());
            let same = own.to_bits() == known.to_bits() || (own.is_nan() && known.is_nan());
            assert!(same, "{bits:#x}: {own} against {known}");
        }
    }

    fn specs() -> Vec<ParamSpec> {
        let spec = |name: &str, rows, cols, is_bias, offset| ParamSpec {
            name: name.to_owned(),
            rows,
            cols,
            is_bias,
            offset,
            blocks: &[],
        };
        vec![spec("w", 2, 3, false, 0), spec("b", 2, 1, true, 6)]
    }

    /// A file as the crate writes it.
    fn file(tensors: &[(&str, Vec<usize>, &[f32])]) -> Vec<u8> {
        let halves = |numbers: &[f32]| -> Vec<u8> {
            numbers
                .iter()
                .flat_map(|n| f16::from_f32(*n).to_le_bytes())
                .collect()
        };
        let bytes: Vec<_> = tensors
            .iter()
            .map(|(_, _, numbers)| halves(numbers))
            .collect();
        let views = tensors.iter().zip(&bytes).map(|((name, shape, _), bytes)| {
            (
                (*name).to_owned(),
                TensorView::new(Dtype::F16, shape.clone(), bytes).unwrap(),
            )
        });
        safetensors::serialize(views.collect::<Vec<_>>(), None).unwrap()
    }

    const W: &[f32] = &[1.0, -2.0, 0.5, 0.25, 3.0, -0.125];

    #[test]
    fn what_the_crate_writes_is_read_in_the_order_of_the_model() {
        let file = file(&[("b", vec![2], &[7.0, 8.0]), ("w", vec![2, 3], W)]);
        assert_eq!(read(&file, &specs()).unwrap(), [W, &[7.0, 8.0]].concat());
    }

    #[test]
    fn a_file_that_does_not_fit_is_refused_in_words() {
        let whole = file(&[("w", vec![2, 3], W), ("b", vec![2], &[7.0, 8.0])]);
        let refused = |bytes: &[u8]| read(bytes, &specs()).unwrap_err().to_string();
        for end in 0..whole.len() {
            assert!(read(&whole[..end], &specs()).is_err(), "cut at {end}");
        }
        assert!(refused(&file(&[("w", vec![2, 3], W)])).contains("b is missing"));
        let turned = file(&[("w", vec![3, 2], W), ("b", vec![2], &[7.0, 8.0])]);
        assert_eq!(
            refused(&turned),
            "w has the shape [3, 2] instead of [2, 3]."
        );
        let nan = file(&[("w", vec![2, 3], W), ("b", vec![2], &[7.0, f32::NAN])]);
        assert_eq!(refused(&nan), "A weight is not a number.");
        let more = [
            ("b", vec![2], &[7.0, 8.0][..]),
            ("c", vec![1], &[1.0]),
            ("w", vec![2, 3], W),
        ];
        assert_eq!(
            refused(&file(&more)),
            "The weights hold more than the model has."
        );
        assert!(refused(b"<!doctype html><html>").contains("header"));
    }
}
