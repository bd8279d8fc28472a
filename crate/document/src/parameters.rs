//! The weights of a document, each under the name of the parameter that it is for.

use std::collections::BTreeMap;

use super::DocumentError;
use super::fields::{Path, Read, unknown};
use super::json::Json;
use super::tensor::Nested;
use unrolled::ir::ParamSpec;

/// Where they stand in a document.
const WEIGHTS: Path<'_> = Path::Field(&Path::Whole, "weights");

/// Arrays by the names of parameters.
#[derive(Clone, Debug, Default)]
pub(super) struct Parameters(BTreeMap<String, Nested>);

impl Read for Parameters {
    fn read(json: Json, at: &Path<'_>) -> Result<Self, DocumentError> {
        Read::read(json, at).map(Self)
    }
}

impl Parameters {
    /// Something is wrong with one of them.
    pub(super) fn refuse(name: &str, message: impl AsRef<str>) -> DocumentError {
        Path::Field(&WEIGHTS, name).refuse(message)
    }

    /// Whether one is given.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The names of those given.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// One, if it is given.
    pub(super) fn given(&self, name: &str) -> Option<&Nested> {
        self.0.get(name)
    }

    fn get(&self, name: &str) -> Result<&Nested, DocumentError> {
        let given = self.0.get(name);
        given.ok_or_else(|| Self::refuse(name, "missing"))
    }

    /// How many items one has on its first levels.
    ///
    /// # Errors
    /// Where it is missing, or has fewer levels.
    pub(super) fn shape<const N: usize>(&self, name: &str) -> Result<[usize; N], DocumentError> {
        self.get(name)?.shape(&format!("weights.{name}"))
    }

    /// The numbers of all parameters, in their order.
    ///
    /// # Errors
    /// Where one is missing or has another shape, or one is given that there is not.
    pub(super) fn numbers(&self, specs: &[ParamSpec]) -> Result<Vec<f64>, DocumentError> {
        let known: Vec<&str> = specs.iter().map(|spec| spec.name.as_str()).collect();
        if let Some(name) = self.names().find(|name| !known.contains(name)) {
            return Err(unknown(&WEIGHTS, name, &known));
        }
        let mut numbers = Vec::new();
        for spec in specs {
            let shape = [spec.rows, spec.cols];
            let shape = if spec.is_bias { &shape[..1] } else { &shape };
            let path = format!("weights.{}", spec.name);
            numbers.extend(self.get(&spec.name)?.flat(&path, shape)?);
        }
        Ok(numbers)
    }
}
