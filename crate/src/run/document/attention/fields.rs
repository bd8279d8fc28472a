//! The fields of attention documents, as they are written.

use serde::Deserialize;

use super::super::DocumentError;
use super::super::tensor::Nested;
use crate::ir::ParamSpec;
use crate::model::Score;

/// Queries against keys.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AttentionDocument {
    #[serde(rename = "format")]
    _format: String,
    pub(super) score: String,
    pub(super) query: Nested,
    pub(super) keys: Nested,
    mask: Option<Vec<Vec<bool>>>,
    #[serde(default)]
    pub(super) weights: ScoreWeights,
    temperature: Option<f64>,
    pub(super) upstream: Option<Nested>,
}

/// The parameters of a score.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the papers' names")]
pub(super) struct ScoreWeights {
    W: Option<Nested>,
    W_q: Option<Nested>,
    W_k: Option<Nested>,
    v: Option<Nested>,
    b: Option<Nested>,
}

/// Every position against all.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SelfAttentionDocument {
    #[serde(rename = "format")]
    _format: String,
    pub(super) x: Nested,
    pub(super) weights: Projections,
    #[serde(default)]
    pub(super) causal: bool,
    mask: Option<Vec<Vec<bool>>>,
    pub(super) upstream: Option<Nested>,
}

/// The three matrices of self-attention.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    non_snake_case,
    clippy::struct_field_names,
    reason = "the paper's names"
)]
pub(super) struct Projections {
    pub(super) W_q: Nested,
    pub(super) W_k: Nested,
    pub(super) W_v: Nested,
}

impl AttentionDocument {
    pub(super) fn mask(&self, batch: usize, positions: usize) -> Result<Vec<f64>, DocumentError> {
        seen(self.mask.as_deref(), batch, positions)
    }

    /// What scores are divided by: 1 where nothing is said.
    pub(super) fn temperature(&self) -> Result<f64, DocumentError> {
        let temperature = self.temperature.unwrap_or(1.0);
        if temperature > 0.0 {
            Ok(temperature)
        } else {
            Err(DocumentError::at(
                "temperature",
                "expected a number above 0",
            ))
        }
    }
}

impl SelfAttentionDocument {
    pub(super) fn mask(&self, batch: usize, steps: usize) -> Result<Vec<f64>, DocumentError> {
        seen(self.mask.as_deref(), batch, steps)
    }
}

/// A mask as numbers, 1 where a position can be seen: everywhere without one.
fn seen(
    mask: Option<&[Vec<bool>]>,
    batch: usize,
    positions: usize,
) -> Result<Vec<f64>, DocumentError> {
    let Some(mask) = mask else {
        return Ok(vec![1.0; batch * positions]);
    };
    if mask.len() != batch {
        let message = format!("expected {batch} rows, found {}", mask.len());
        return Err(DocumentError::at("mask", message));
    }
    let mut numbers = Vec::with_capacity(batch * positions);
    for (b, row) in mask.iter().enumerate() {
        if row.len() != positions {
            let message = format!("expected {positions} truth values, found {}", row.len());
            return Err(DocumentError::at(format!("mask[{b}]"), message));
        }
        numbers.extend(row.iter().map(|seen| if *seen { 1.0 } else { 0.0 }));
    }
    Ok(numbers)
}

impl ScoreWeights {
    fn given(&self) -> [(&'static str, Option<&Nested>); 5] {
        [
            ("W", self.W.as_ref()),
            ("W_q", self.W_q.as_ref()),
            ("W_k", self.W_k.as_ref()),
            ("v", self.v.as_ref()),
            ("b", self.b.as_ref()),
        ]
    }

    pub(super) fn has_bias(&self) -> bool {
        self.b.is_some()
    }

    /// What query and key are projected to; exactly the weights of the score must be there.
    pub(super) fn width(&self, score: &Score) -> Result<usize, DocumentError> {
        for (name, given) in self.given() {
            let known = score.params.contains(&name);
            let at = format!("weights.{name}");
            if given.is_some() && !known {
                let message = format!("the {} score has no such weight", score.kind);
                return Err(DocumentError::at(at, message));
            }
            let optional = name == "b" && score.bias;
            if given.is_none() && known && !optional {
                let message = format!("the {} score needs it", score.kind);
                return Err(DocumentError::at(at, message));
            }
        }
        match &self.v {
            Some(v) => Ok(v.shape::<1>("weights.v")?[0]),
            None => Ok(1),
        }
    }

    /// The numbers of one of them.
    pub(super) fn numbers(&self, spec: &ParamSpec) -> Result<Vec<f64>, DocumentError> {
        let given = self
            .given()
            .into_iter()
            .find(|(name, _)| *name == spec.name);
        let (name, nested) = given.expect("a weight of the score");
        flat(name, nested.expect("checked to be there"), spec)
    }
}

impl Projections {
    /// The numbers of one of them.
    pub(super) fn numbers(&self, spec: &ParamSpec) -> Result<Vec<f64>, DocumentError> {
        let nested = match spec.name.as_str() {
            "W_q" => &self.W_q,
            "W_k" => &self.W_k,
            _ => &self.W_v,
        };
        flat(&spec.name, nested, spec)
    }
}

fn flat(name: &str, nested: &Nested, spec: &ParamSpec) -> Result<Vec<f64>, DocumentError> {
    let path = format!("weights.{name}");
    if spec.is_bias {
        nested.flat(&path, &[spec.rows])
    } else {
        nested.flat(&path, &[spec.rows, spec.cols])
    }
}
