//! Nested arrays of numbers, checked against the shape they must have.

use super::DocumentError;
use super::fields::{Path, Read};
use super::json::Json;

/// A number, or an array of such.
#[derive(Clone, Debug, PartialEq)]
pub enum Nested {
    /// A finite number.
    Number(f64),
    /// An array.
    List(Vec<Nested>),
}

impl Read for Nested {
    fn read(json: Json, at: &Path<'_>) -> Result<Self, DocumentError> {
        match json {
            Json::Number(number) => Ok(Self::Number(number)),
            Json::List(list) => Vec::read(Json::List(list), at).map(Self::List),
            json => Err(at.expected("numbers in arrays", &json)),
        }
    }
}

impl Nested {
    /// Its numbers in reading order, if it has exactly this shape.
    ///
    /// # Errors
    /// At the first place where it has not.
    pub(super) fn flat(&self, path: &str, shape: &[usize]) -> Result<Vec<f64>, DocumentError> {
        // Grown as numbers are found: a hostile document can claim a shape far beyond its own length.
        let mut numbers = Vec::new();
        self.collect(&Path::Field(&Path::Whole, path), shape, &mut numbers)?;
        Ok(numbers)
    }

    fn collect(
        &self,
        at: &Path<'_>,
        shape: &[usize],
        into: &mut Vec<f64>,
    ) -> Result<(), DocumentError> {
        match (self, shape) {
            (Self::Number(number), []) => {
                into.push(*number);
                Ok(())
            }
            (Self::List(list), [expected, inner @ ..]) => {
                if list.len() != *expected {
                    let what = if inner.is_empty() { "numbers" } else { "rows" };
                    let message = format!("expected {expected} {what}, found {}", list.len());
                    return Err(at.refuse(message));
                }
                for (index, item) in list.iter().enumerate() {
                    item.collect(&Path::Index(at, index), inner, into)?;
                }
                Ok(())
            }
            (Self::Number(_), _) => Err(at.refuse("expected an array, found a number")),
            (Self::List(_), []) => Err(at.refuse("expected a number, found an array")),
        }
    }

    /// How many items it has on each level, where all arrays of a level are alike.
    pub(super) fn regular(&self) -> Option<Vec<usize>> {
        let Self::List(list) = self else {
            return Some(vec![]);
        };
        let mut shapes = list.iter().map(Self::regular);
        let first = shapes.next().unwrap_or_else(|| Some(vec![]))?;
        let alike = shapes.all(|shape| shape.as_ref() == Some(&first));
        alike.then(|| [&[list.len()], &first[..]].concat())
    }

    /// How many items it has on its first `depth` levels, going by the first item of each.
    ///
    /// # Errors
    /// Where a level is empty or not an array.
    pub(super) fn shape<const N: usize>(&self, path: &str) -> Result<[usize; N], DocumentError> {
        let mut shape = [0; N];
        let (mut at, mut place) = (self, path.to_owned());
        for level in &mut shape {
            let Self::List(list) = at else {
                return Err(DocumentError::at(
                    place,
                    "expected an array, found a number",
                ));
            };
            let Some(first) = list.first() else {
                return Err(DocumentError::at(
                    place,
                    "expected at least one item, found an empty array",
                ));
            };
            *level = list.len();
            at = first;
            place.push_str("[0]");
        }
        Ok(shape)
    }
}
