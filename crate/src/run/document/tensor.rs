//! Nested arrays of numbers, checked against the shape they must have.

use std::fmt;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

use super::DocumentError;

/// A number, or an array of such.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Nested {
    /// A finite number.
    Number(f64),
    /// An array.
    List(Vec<Nested>),
}

impl<'de> Deserialize<'de> for Nested {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyDepth;
        impl<'de> Visitor<'de> for AnyDepth {
            type Value = Nested;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("numbers in arrays")
            }
            fn visit_f64<E>(self, number: f64) -> Result<Nested, E> {
                Ok(Nested::Number(number))
            }
            #[expect(
                clippy::cast_precision_loss,
                reason = "a number in a document is an f64"
            )]
            fn visit_i64<E>(self, number: i64) -> Result<Nested, E> {
                Ok(Nested::Number(number as f64))
            }
            #[expect(
                clippy::cast_precision_loss,
                reason = "a number in a document is an f64"
            )]
            fn visit_u64<E>(self, number: u64) -> Result<Nested, E> {
                Ok(Nested::Number(number as f64))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Nested, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(Nested::List(list))
            }
        }
        deserializer.deserialize_any(AnyDepth)
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
        self.collect(path, shape, &mut numbers)?;
        Ok(numbers)
    }

    fn collect(
        &self,
        path: &str,
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
                    return Err(DocumentError::at(path, message));
                }
                for (index, item) in list.iter().enumerate() {
                    item.collect(&format!("{path}[{index}]"), inner, into)?;
                }
                Ok(())
            }
            (Self::Number(_), _) => {
                Err(DocumentError::at(path, "expected an array, found a number"))
            }
            (Self::List(_), []) => {
                Err(DocumentError::at(path, "expected a number, found an array"))
            }
        }
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
