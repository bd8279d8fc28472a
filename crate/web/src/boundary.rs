//! What crosses between the page and the engine: plain objects in, plain objects out, errors with a path.

use js_sys::JSON;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use document::DocumentError;
use labs::setup::SetupError;

/// An error as the page sees it.
#[derive(Debug, Serialize)]
pub struct PageError {
    message: String,
    path: String,
}

impl PageError {
    /// An error that no field is to blame for.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            path: String::new(),
        }
    }
}

impl From<SetupError> for PageError {
    fn from(error: SetupError) -> Self {
        Self {
            message: error.message,
            path: error.path,
        }
    }
}

impl From<DocumentError> for PageError {
    fn from(error: DocumentError) -> Self {
        Self {
            message: error.to_string(),
            path: error.path,
        }
    }
}

impl From<PageError> for JsValue {
    fn from(error: PageError) -> Self {
        to_page(&error).unwrap_or_else(|_| Self::from_str(&error.message))
    }
}

/// The name of a view.
pub(super) fn name_of(view: &JsValue) -> String {
    view.as_string().unwrap_or_default()
}

/// Reads a plain object. It goes through its JSON text, because the engine reads JSON anyway: a second
/// reader would make the download larger. What is checked by value has its path from there.
///
/// # Errors
/// Where a field is unknown or of the wrong kind.
pub(super) fn from_page<T: DeserializeOwned>(value: &JsValue) -> Result<T, PageError> {
    let text = JSON::stringify(value)
        .ok()
        .and_then(|text| text.as_string());
    serde_json::from_str(&text.unwrap_or_default())
        .map_err(|error| PageError::new(error.to_string()))
}

/// Reads a plain object of numbers that need not be finite: JSON has no word for those.
///
/// # Errors
/// Where a field is missing or of the wrong kind.
pub(super) fn numbers_from_page<T: DeserializeOwned>(value: &JsValue) -> Result<T, PageError> {
    serde_wasm_bindgen::from_value(value.clone()).map_err(|error| PageError::new(error.to_string()))
}

/// Writes a plain object: maps as objects, missing values as null.
///
/// # Errors
/// Where a value cannot be written; none of ours.
pub(super) fn to_page<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, PageError> {
    let writer = serde_wasm_bindgen::Serializer::json_compatible();
    value
        .serialize(&writer)
        .map_err(|error| PageError::new(error.to_string()))
}

/// Writes a plain object that is large and holds words: as JSON text, which the browser reads in one go. (A number that
/// is not finite would become null; those go through [`to_page`].)
///
/// # Errors
/// Where a value cannot be written; none of ours.
pub(super) fn to_page_at_once<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, PageError> {
    let text = serde_json::to_string(value).map_err(|error| PageError::new(error.to_string()))?;
    JSON::parse(&text).map_err(|_| PageError::new("an answer could not be read"))
}
