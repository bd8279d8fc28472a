//! Training, a piece at a time: by the engine of a worker, or between two frames by the page's own.
//!
//! Invariant: as in [`Lab`]: no arithmetic here. A piece is taken as it was found, wherever that was.

use js_sys::{Float32Array, Reflect};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::boundary::{PageError, numbers_from_page, to_page};
use super::lab::Lab;
use labs::attention::explain::learning::{Learnable, Piece};
use labs::attention::run::reading::LoadedModel;
use unrolled::run::train;
use unrolled::run::train::Recipe;

/// A model that is being trained from fresh weights.
#[wasm_bindgen]
pub struct Lesson(train::Lesson);

/// What a few updates came to.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Found {
    name: String,
    updates: usize,
    loss: f64,
    exact: f64,
}

/// A piece, and how far it leads; the weights stand beside it.
#[derive(Serialize)]
struct Next {
    piece: Found,
    found: usize,
    of: usize,
}

/// How far a training has come, and in words what it came to.
#[derive(Serialize)]
struct Far {
    found: usize,
    of: usize,
    words: String,
}

fn recipe(name: &str) -> Result<Recipe, PageError> {
    Recipe::of(name).ok_or_else(|| PageError::new(format!("There is no recipe for {name:?}.")))
}

#[wasm_bindgen]
impl Lesson {
    /// Fresh weights by a recipe.
    ///
    /// # Errors
    /// Where there is no such recipe.
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str) -> Result<Self, PageError> {
        let lesson = train::Lesson::new(recipe(name)?);
        Ok(Self(
            lesson.map_err(|error| PageError::new(error.to_string()))?,
        ))
    }

    /// A few more updates: `{piece, found, of}`, the weights as `piece.params`.
    ///
    /// # Errors
    /// Where the sizes do not fit together; never for a recipe.
    pub fn piece(&mut self) -> Result<JsValue, PageError> {
        let refused = |error: unrolled::ir::ShapeError| PageError::new(error.to_string());
        let lesson = &mut self.0;
        let progress = lesson.piece().map_err(refused)?;
        let exact = lesson.exact().map_err(refused)?;
        let next = to_page(&Next {
            piece: Found {
                name: lesson.recipe().name.clone(),
                updates: progress.updates,
                loss: progress.loss,
                exact,
            },
            found: progress.updates,
            of: lesson.recipe().updates,
        })?;
        let lost = |_| PageError::new("a piece could not be written");
        let piece = Reflect::get(&next, &"piece".into()).map_err(lost)?;
        let params = Float32Array::from(lesson.params());
        Reflect::set(&piece, &"params".into(), &params).map_err(lost)?;
        Ok(next)
    }
}

#[wasm_bindgen]
impl Lab {
    /// Takes what a training has come to: its weights answer from now on, when the page is configured next.
    ///
    /// # Errors
    /// Where it is no piece of a training.
    #[wasm_bindgen(js_name = learnTake)]
    pub fn learn_take(&mut self, piece: &JsValue, params: &[f32]) -> Result<JsValue, PageError> {
        let Found {
            name,
            updates,
            loss,
            exact,
        } = numbers_from_page(piece)?;
        let recipe = recipe(&name)?;
        let attention = &mut self.attention;
        match LoadedModel::learned(&recipe, updates, params) {
            Some(known) => attention.readers.learn(&name, known),
            None if attention.shelf.learn(&recipe, updates, params) => {}
            None => return Err(PageError::new("the weights are of another model")),
        }
        attention.curve.take(
            &name,
            recipe.updates,
            Piece {
                updates,
                loss,
                exact,
            },
        );
        attention.change_weights();
        to_page(&Far {
            found: updates,
            of: recipe.updates,
            words: attention.curve.words(),
        })
    }

    /// What would have to be trained first, where what was chosen is not shipped.
    #[wasm_bindgen(js_name = translationMissing)]
    #[must_use]
    pub fn translation_missing(&self) -> Option<String> {
        self.attention.missing.as_ref().map(Learnable::words)
    }

    /// Says whether what was trained in the page or what was shipped answers, where there are both.
    #[wasm_bindgen(js_name = learnPrefer)]
    pub fn learn_prefer(&mut self, name: &str, learned: bool) {
        let attention = &mut self.attention;
        attention.readers.prefer(name, learned);
        attention.shelf.prefer(name, learned);
        attention.change_weights();
    }
}
