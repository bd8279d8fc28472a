//! The fields of attention documents, as they are written.

use super::super::DocumentError;
use super::super::fields::{Path, Read, fields};
use super::super::json::Json;
use super::super::parameters::Parameters;
use super::super::tensor::Nested;
use unrolled::model::{SCORES, Score};

fields! {
    /// Queries against keys.
    pub(super) struct AttentionDocument {
        pub(super) score: &'static Score,
        pub(super) query: Nested,
        pub(super) keys: Nested,
        pub(super) mask: Option<Mask>,
        pub(super) weights: Parameters = Parameters::default(),
        temperature: f64 = 1.0,
        pub(super) upstream: Option<Nested>,
    }

    /// Every position against all.
    pub(super) struct SelfAttentionDocument {
        pub(super) x: Nested,
        pub(super) weights: Parameters,
        pub(super) causal: bool = false,
        pub(super) mask: Option<Mask>,
        pub(super) upstream: Option<Nested>,
    }
}

impl AttentionDocument {
    /// What scores are divided by: 1 where nothing is said.
    pub(super) fn temperature(&self) -> Result<f64, DocumentError> {
        if self.temperature > 0.0 {
            Ok(self.temperature)
        } else {
            Err(DocumentError::at(
                "temperature",
                "expected a number above 0",
            ))
        }
    }
}

impl Read for &'static Score {
    fn read(json: Json, at: &Path<'_>) -> Result<Self, DocumentError> {
        let word = String::read(json, at)?;
        Score::of(&word).ok_or_else(|| {
            let known: Vec<_> = SCORES.iter().map(|score| score.kind).collect();
            at.refuse(format!(
                "expected one of {}, found {word:?}",
                known.join(", ")
            ))
        })
    }
}

/// Which positions can be seen.
#[derive(Clone, Debug)]
pub(super) enum Mask {
    /// `[b][position]`: the same for all queries of a sequence.
    ForAll(Vec<Vec<bool>>),
    /// `[b][query][position]`.
    ForEach(Vec<Vec<Vec<bool>>>),
}

impl Read for Mask {
    fn read(json: Json, at: &Path<'_>) -> Result<Self, DocumentError> {
        let first = |json: &Json| match json {
            Json::List(list) => list.first().cloned(),
            _ => None,
        };
        match first(&json).as_ref().and_then(first) {
            Some(Json::List(_)) => Read::read(json, at).map(Self::ForEach),
            _ => Read::read(json, at).map(Self::ForAll),
        }
    }
}

impl Mask {
    /// 1 where a position can be seen, 0 elsewhere, for each sequence, query and position in this order.
    ///
    /// # Errors
    /// Where there is not a truth value for each.
    pub(super) fn numbers(
        &self,
        [batch, queries, positions]: [usize; 3],
    ) -> Result<Vec<f64>, DocumentError> {
        let at = Path::Field(&Path::Whole, "mask");
        let mut numbers = Vec::new();
        match self {
            Self::ForAll(rows) => {
                expect(rows, batch, "rows", &at)?;
                for (b, row) in rows.iter().enumerate() {
                    expect(row, positions, "truth values", &Path::Index(&at, b))?;
                    (0..queries).for_each(|_| numbers.extend(row.iter().copied().map(seen)));
                }
            }
            Self::ForEach(sequences) => {
                expect(sequences, batch, "rows", &at)?;
                for (b, rows) in sequences.iter().enumerate() {
                    let at = Path::Index(&at, b);
                    expect(rows, queries, "rows", &at)?;
                    for (query, row) in rows.iter().enumerate() {
                        expect(row, positions, "truth values", &Path::Index(&at, query))?;
                        numbers.extend(row.iter().copied().map(seen));
                    }
                }
            }
        }
        Ok(numbers)
    }
}

fn seen(visible: bool) -> f64 {
    if visible { 1.0 } else { 0.0 }
}

fn expect<T>(items: &[T], count: usize, what: &str, at: &Path<'_>) -> Result<(), DocumentError> {
    if items.len() == count {
        return Ok(());
    }
    Err(at.refuse(format!("expected {count} {what}, found {}", items.len())))
}
