//! From a tree of JSON to the fields of a document, each of its own type.
//!
//! A field is declared once, in [`fields!`]: its name, its type and what holds where it is not given. An unknown one is
//! refused first, with the nearest name that is known.

use std::collections::BTreeMap;
use std::fmt;

use super::DocumentError;
use super::json::Json;
use super::names::nearest;

/// The way to a value, from the end: nothing is written down until there is something to say.
#[derive(Clone, Copy, Debug)]
pub(super) enum Path<'p> {
    /// The document.
    Whole,
    /// A field of an object.
    Field(&'p Path<'p>, &'p str),
    /// An item of an array.
    Index(&'p Path<'p>, usize),
}

impl Path<'_> {
    /// What is wrong here.
    pub(super) fn refuse(&self, message: impl AsRef<str>) -> DocumentError {
        DocumentError::at(self.to_string(), message)
    }

    /// Another kind of value stands here than should.
    pub(super) fn expected(&self, what: &str, found: &Json) -> DocumentError {
        self.refuse(format!("expected {what}, found {found}"))
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Field(Path::Whole, name) => f.write_str(name),
            Self::Field(parent, name) => write!(f, "{parent}.{name}"),
            Self::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// What can be read from a document.
pub(super) trait Read: Sized {
    /// Takes it from what stands at a path.
    ///
    /// # Errors
    /// Where something else stands there.
    fn read(json: Json, at: &Path<'_>) -> Result<Self, DocumentError>;

    /// What holds where nothing is given.
    ///
    /// # Errors
    /// Where something must be given.
    fn absent(at: &Path<'_>) -> Result<Self, DocumentError> {
        Err(at.refuse("missing"))
    }
}

/// The fields of an object that have not been read yet.
pub(super) struct Object<'p> {
    fields: BTreeMap<String, Json>,
    at: &'p Path<'p>,
}

impl<'p> Object<'p> {
    /// The fields of what stands at a path.
    ///
    /// # Errors
    /// Where no object stands there, or it has a field that is not among those known.
    pub(super) fn read(
        json: Json,
        at: &'p Path<'p>,
        known: &[&str],
    ) -> Result<Self, DocumentError> {
        let fields = BTreeMap::read(json, at)?;
        match fields.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => Err(unknown(at, name, known)),
            None => Ok(Self { fields, at }),
        }
    }

    /// One of them.
    ///
    /// # Errors
    /// Where something else stands there than is read, or nothing and there must be something.
    pub(super) fn take<R: Read>(&mut self, name: &str) -> Result<R, DocumentError> {
        let at = Path::Field(self.at, name);
        match self.fields.remove(name) {
            Some(json) => R::read(json, &at),
            None => R::absent(&at),
        }
    }
}

/// An error for a field that there is not, with the nearest one that there is.
pub(super) fn unknown(at: &Path<'_>, name: &str, known: &[&str]) -> DocumentError {
    let message = match nearest(name, known) {
        Some(near) => format!("unknown field; perhaps {near}"),
        None => format!("unknown field; known are {}", known.join(", ")),
    };
    Path::Field(at, name).refuse(message)
}

/// Declares objects of a document: each field once, by name and type, with `= value` where it may be missing.
macro_rules! fields {
    (@take $object:ident $field:ident) => {
        $object.take(stringify!($field))?
    };
    (@take $object:ident $field:ident $default:expr) => {
        $object.take::<Option<_>>(stringify!($field))?.unwrap_or($default)
    };
    ($(
        $(#[$about:meta])*
        $open:vis struct $name:ident {
            $($(#[$field_about:meta])* $field_open:vis $field:ident: $kind:ty $(= $default:expr)?),* $(,)?
        }
    )*) => {$(
        $(#[$about])*
        #[derive(Clone, Debug)]
        $open struct $name {
            $($(#[$field_about])* $field_open $field: $kind),*
        }

        impl $crate::fields::Read for $name {
            fn read(
                json: $crate::json::Json,
                at: &$crate::fields::Path<'_>,
            ) -> Result<Self, $crate::DocumentError> {
                const KNOWN: &[&str] = &[$(stringify!($field)),*];
                let mut object = $crate::fields::Object::read(json, at, KNOWN)?;
                Ok(Self {
                    $($field: $crate::fields::fields!(@take object $field $($default)?)),*
                })
            }
        }
    )*};
}

/// Declares what a word of a document can be.
macro_rules! words {
    ($(
        $(#[$about:meta])*
        $open:vis enum $name:ident { $($(#[$variant_about:meta])* $variant:ident = $word:literal),* $(,)? }
    )*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $open enum $name { $($(#[$variant_about])* $variant),* }

        impl $crate::fields::Read for $name {
            fn read(
                json: $crate::json::Json,
                at: &$crate::fields::Path<'_>,
            ) -> Result<Self, $crate::DocumentError> {
                const WORDS: &[(&str, $name)] = &[$(($word, $name::$variant)),*];
                $crate::fields::one_of(&json, at, WORDS)
            }
        }
    )*};
}

pub(super) use {fields, words};

/// What a word stands for.
///
/// # Errors
/// Where none of these words stands there.
pub(super) fn one_of<T: Copy>(
    json: &Json,
    at: &Path<'_>,
    words: &[(&str, T)],
) -> Result<T, DocumentError> {
    let found = words
        .iter()
        .find(|(word, _)| matches!(json, Json::Text(text) if text == word));
    found.map(|(_, meant)| *meant).ok_or_else(|| {
        let words: Vec<_> = words.iter().map(|(word, _)| *word).collect();
        at.expected(&format!("one of {}", words.join(", ")), json)
    })
}

impl<T: Read> Read for Option<T> {
    fn read(json: Json, at: &Path<'_>) -> Result<Self, DocumentError> {
        match json {
            Json::Null => Ok(None),
            json => T::read(json, at).map(Some),
        }
    }

    fn absent(_: &Path<'_>) -> Result<Self, DocumentError> {
        Ok(None)
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(json: Json, at: &Path<'_>) -> Result<Self, DocumentError> {
        let Json::List(list) = json else {
            return Err(at.expected("an array", &json));
        };
        let items = list.into_iter().enumerate();
        items
            .map(|(index, item)| T::read(item, &Path::Index(at, index)))
            .collect()
    }
}

impl<T: Read> Read for BTreeMap<String, T> {
    fn read(json: Json, at: &Path<'_>) -> Result<Self, DocumentError> {
        let Json::Object(object) = json else {
            return Err(at.expected("an object", &json));
        };
        let mut read = Self::new();
        for (name, json) in object {
            let value = T::read(json, &Path::Field(at, &name))?;
            read.insert(name, value);
        }
        Ok(read)
    }
}

impl Read for Json {
    fn read(json: Json, _: &Path<'_>) -> Result<Self, DocumentError> {
        Ok(json)
    }
}

impl Read for String {
    fn read(json: Json, at: &Path<'_>) -> Result<Self, DocumentError> {
        match json {
            Json::Text(text) => Ok(text),
            json => Err(at.expected("a word", &json)),
        }
    }
}

impl Read for bool {
    fn read(json: Json, at: &Path<'_>) -> Result<Self, DocumentError> {
        match json {
            Json::Bool(truth) => Ok(truth),
            json => Err(at.expected("true or false", &json)),
        }
    }
}

impl Read for f64 {
    fn read(json: Json, at: &Path<'_>) -> Result<Self, DocumentError> {
        match json {
            Json::Number(number) => Ok(number),
            json => Err(at.expected("a number", &json)),
        }
    }
}

impl Read for i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "checked to be whole and below 2^53"
    )]
    fn read(json: Json, at: &Path<'_>) -> Result<Self, DocumentError> {
        /// 2^53: up to here every whole number is an f64.
        const MOST: f64 = 9_007_199_254_740_992.0;
        let number = f64::read(json, at)?;
        if number.fract() == 0.0 && number.abs() <= MOST {
            return Ok(number as Self);
        }
        Err(at.refuse(format!("expected a whole number, found {number}")))
    }
}
