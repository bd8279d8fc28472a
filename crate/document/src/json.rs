//! A text of JSON as a tree, whatever its format: read once, and an error names the path of what cannot be read.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

use super::{DocumentError, MOST_BYTES};

/// What a text of JSON says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    /// Nothing.
    Null,
    /// A truth value.
    Bool(bool),
    /// A finite number.
    Number(f64),
    /// A word.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// Fields by name, none twice.
    Object(BTreeMap<String, Json>),
}

/// Written as it is found in messages: `found an array`.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(truth) => write!(f, "{truth}"),
            Self::Number(_) => f.write_str("a number"),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::List(_) => f.write_str("an array"),
            Self::Object(_) => f.write_str("an object"),
        }
    }
}

/// One step of the way to a value.
#[derive(Clone, Debug)]
enum Place {
    Field(String),
    Index(usize),
}

/// The way to what is being read, and what was wrong with it where JSON itself has nothing against it.
#[derive(Debug, Default)]
struct Reading {
    way: Vec<Place>,
    fault: Option<&'static str>,
}

impl Reading {
    fn path(&self) -> String {
        let mut path = String::new();
        for place in &self.way {
            match place {
                Place::Field(name) if path.is_empty() => path.push_str(name),
                Place::Field(name) => path.extend([".", name]),
                Place::Index(index) => path.extend(["[", &index.to_string(), "]"]),
            }
        }
        path
    }
}

/// Reads a text; a byte order mark before it is skipped.
///
/// # Errors
/// Where it is larger than 64 MB, not JSON, nested too deep, holds a number beyond f64, or gives a field twice.
pub(super) fn read(text: &str) -> Result<Json, DocumentError> {
    if text.len() > MOST_BYTES {
        return Err(DocumentError::at("", "the document is larger than 64 MB"));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let reading = RefCell::new(Reading::default());
    let mut source = serde_json::Deserializer::from_str(text);
    let read = Tree(&reading).deserialize(&mut source);
    let read = read.and_then(|json| source.end().map(|()| json));
    read.map_err(|error| {
        let reading = reading.into_inner();
        let message = reading
            .fault
            .map_or_else(|| unread(text, &error), str::to_owned);
        DocumentError::at(reading.path(), message)
    })
}

/// Why the parser stopped, in words.
fn unread(text: &str, error: &serde_json::Error) -> String {
    if error.classify() == Category::Eof {
        return "the text ends in the middle of the document".to_owned();
    }
    let said = error.to_string();
    if said.starts_with("number out of range") {
        return "a number beyond the range of f64".to_owned();
    }
    if said.starts_with("recursion limit exceeded") {
        return "nested too deep".to_owned();
    }
    let (line, column) = (error.line(), error.column());
    match word_at(text, line, column) {
        word @ ("NaN" | "Infinity" | "-Infinity") => {
            format!("expected a finite number, found {word}")
        }
        word => format!("not JSON at line {line}, column {column}: {word:?}"),
    }
}

/// The word that stands at a place of a text, both counted from 1; else the character there.
fn word_at(text: &str, line: usize, column: usize) -> &str {
    let line = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let in_word = |letter: char| letter.is_alphanumeric() || "+-._".contains(letter);
    let at = line.floor_char_boundary(column.saturating_sub(1));
    let before = line[..at].trim_end_matches(in_word);
    let rest = &line[before.len()..];
    let beyond = rest.trim_start_matches(in_word);
    let one = rest.chars().next().map_or(0, char::len_utf8);
    &rest[..(rest.len() - beyond.len()).max(one)]
}

/// Reads one value and all that stands in it.
#[derive(Clone, Copy)]
struct Tree<'r>(&'r RefCell<Reading>);

impl Tree<'_> {
    fn enter(self, place: Place) {
        self.0.borrow_mut().way.push(place);
    }

    /// Only after what was entered has been read whole: an error leaves the way as it is.
    fn leave(self) {
        self.0.borrow_mut().way.pop();
    }

    fn advance(self) {
        if let Some(Place::Index(index)) = self.0.borrow_mut().way.last_mut() {
            *index += 1;
        }
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Json;
    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Json, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Json, E> {
        Ok(Json::Bool(truth))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(Json::Number(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(number as f64))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        self.enter(Place::Index(0));
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
            self.advance();
        }
        self.leave();
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Json, A::Error> {
        let mut object = BTreeMap::new();
        while let Some(name) = fields.next_key::<String>()? {
            self.enter(Place::Field(name.clone()));
            if object.contains_key(&name) {
                self.0.borrow_mut().fault = Some("given twice");
                return Err(A::Error::custom("given twice"));
            }
            object.insert(name, fields.next_value_seed(self)?);
            self.leave();
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    #[test]
    fn every_kind_of_value_is_read() {
        let json = read("\u{feff} {\"a\": [null, true, 1, -2, 0.5, \"b\"], \"c\": {}}").unwrap();
        let list = vec![
            Json::Null,
            Json::Bool(true),
            Json::Number(1.0),
            Json::Number(-2.0),
            Json::Number(0.5),
            Json::Text("b".to_owned()),
        ];
        let fields = [
            ("a", Json::List(list)),
            ("c", Json::Object(BTreeMap::new())),
        ];
        let fields = fields.map(|(name, json)| (name.to_owned(), json));
        assert_eq!(json, Json::Object(BTreeMap::from(fields)));
    }

    #[test]
    fn what_cannot_be_read_is_named_by_its_path_and_in_words() {
        for (text, message) in [
            (
                "{\"x\": [[1, 1e999]]}",
                "x[0][1]: a number beyond the range of f64",
            ),
            (
                "{\"x\": [[1, NaN]]}",
                "x[0][1]: expected a finite number, found NaN",
            ),
            (
                "{\"x\": [-Infinity]}",
                "x[0]: expected a finite number, found -Infinity",
            ),
            ("{\"a\": {\"b\": 1, \"b\": 2}}", "a.b: given twice"),
            (
                "{\"a\": [1, 2",
                "a[2]: the text ends in the middle of the document",
            ),
            ("{'a': 1}", "not JSON at line 1, column 2: \"'\""),
            ("{\n\"a\": nil}", "a: not JSON at line 2, column 7: \"nil\""),
            ("{} {}", "not JSON at line 1, column 4: \"{\""),
            ("", "the text ends in the middle of the document"),
        ] {
            assert_eq!(refused(text), message, "{text}");
        }
        assert!(refused(&"[".repeat(1000)).ends_with(": nested too deep"));
    }
}
