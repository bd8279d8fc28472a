//! What the page asks about a translation.
//!
//! Invariant: as in [`Lab`]: no arithmetic here. Weights come from the page; until they have, there is nothing to ask.

#![expect(
    clippy::needless_pass_by_value,
    reason = "optional strings cross the boundary by value"
)]

use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::CanvasRenderingContext2d;

use super::boundary::{PageError, from_page, to_page, to_page_at_once};

use super::lab::Lab;
use super::pictures::{PageFrame, View};
use super::standing::{Answered, Standing};
use labs::attention::explain::learning::{Curve, Learnable, learnable};
use labs::attention::explain::lookup;
use labs::attention::explain::reading;
use labs::attention::explain::translation;
use labs::attention::explain::translation::Here;
use labs::attention::run::inside::Inside;
use labs::attention::run::lookup::Lookup;
use labs::attention::run::measure;
use labs::attention::run::measure::{Measured, Piece};
use labs::attention::run::reading::{Known, Reading};
use labs::attention::run::stock::Stock;
use labs::attention::run::translation::{Shelf, Translation};
use labs::setup::Setup;
use labs::setup::{Answerer, AttnSetup, SetupError};
use unrolled::run::cursor::{Move, Position};
use unrolled::run::train::NAMES;
use view::draw::Scene;
use view::draw::panel::{Panel, Text};
use view::draw::views::empty;
use view::explain::sheet::Sheet;
use view::explain::{Level, Notation, Verbosity};

/// The models that have come, and what was translated last.
#[derive(Default)]
pub(super) struct Attention {
    pub(super) shelf: Shelf,
    /// What answered last.
    answered: Option<Answered>,
    /// What its map is compared with.
    against: Option<Translation>,
    /// What the models on screen were measured to reach.
    measured: Option<Measured>,
    /// Trained self-attention.
    pub(super) readers: Stock<Known>,
    /// The course of the last training.
    pub(super) curve: Curve,
    /// What would have to be trained first, where what was chosen is not shipped.
    pub(super) missing: Option<Learnable>,
    /// Whether a model has come since.
    pub(super) is_stale: bool,
    /// Whether the weights that answer are others than before, and how often they became so.
    is_other: bool,
    changes: usize,
}

/// A line about a translation, or which model it waits for.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Said {
    /// The models that it needs, the one that answers first; the others are shown beside it.
    models: Vec<Option<String>>,
    /// Nothing while the first of them has not come.
    answered: Option<translation::Outline>,
    /// What can be trained.
    learns: Option<Learnable>,
    /// How often other weights began to answer.
    changes: usize,
    /// Whether weights that were trained in the page answer: no other engine has them.
    learned: bool,
    /// Whether the map is compared with another.
    compared: bool,
}

impl Attention {
    /// Translates what was chosen, where anything changed.
    pub(super) fn run(&mut self, setup: &Setup) -> Result<(), SetupError> {
        setup.attn.checked()?;
        if !setup.translating {
            return Ok(());
        }
        let known = self.answered.as_ref().map(Answered::setup);
        if known == Some(&setup.attn) && !self.is_stale {
            return Ok(());
        }
        let earlier = self.answered.take().filter(|_| !self.is_other);
        let compared = self.against.take().filter(|_| !self.is_other);
        self.answered = self.answer(&setup.attn, earlier);
        self.against = (setup.attn.compared())
            .and_then(|setup| Translation::of(&setup, &self.shelf, compared));
        (self.is_stale, self.is_other) = (false, false);
        let learns = self.learnable(&setup.attn.model());
        self.missing = learns.filter(|it| !it.ships && !it.learned);
        Ok(())
    }

    pub(super) fn said(&self, setup: &Setup) -> Option<Said> {
        setup.translating.then(|| Said {
            models: models(&setup.attn),
            answered: self.answered.as_ref().map(Answered::outline),
            learns: self.learnable(&setup.attn.learner()),
            changes: self.changes,
            learned: [setup.attn.model(), setup.attn.other_model()]
                .iter()
                .any(|name| self.shelf.learned(name)[1] || self.readers.uses_learned(name)),
            compared: self.against.is_some(),
        })
    }

    /// Other weights answer from now on, and nothing is known of what they reach.
    pub(super) fn change_weights(&mut self) {
        (self.is_stale, self.is_other) = (true, true);
        self.measured = None;
        self.changes += 1;
    }

    /// What the models on this setup's choice make of it; nothing where they have not come.
    fn answer(&self, attn: &AttnSetup, earlier: Option<Answered>) -> Option<Answered> {
        match attn.model {
            Answerer::Pair => {
                let earlier = earlier.and_then(Answered::into_translation);
                let translation = Translation::of(attn, &self.shelf, earlier)?;
                Some(Answered::Pair(Box::new(translation)))
            }
            Answerer::Alone => {
                let reading = Reading::of(attn, &self.readers)?;
                Some(Answered::Alone(Box::new(reading)))
            }
            Answerer::Hand => Some(Answered::Hand(Box::new(Lookup::of(attn)?))),
        }
    }

    fn answered(&self) -> Result<&Answered, PageError> {
        let answered = self.answered.as_ref();
        answered.ok_or_else(|| PageError::new("nothing is translated"))
    }

    fn translation(&self) -> Result<&Translation, PageError> {
        let translation = self.answered()?.translation();
        translation.ok_or_else(|| PageError::new("nothing is translated"))
    }

    /// Where a person stands in what answered.
    fn standing(&self, position: &JsValue, unit: usize) -> Result<Standing<'_>, PageError> {
        let position: Position = from_page(position)?;
        Ok(match self.answered()? {
            Answered::Pair(it) => Standing::Pair(self.here(it, &position, unit)),
            Answered::Alone(it) => Standing::Alone(reading::Here::at(it, &position, unit)),
            Answered::Hand(it) => Standing::Hand(lookup::Here::at(it, &position, unit)),
        })
    }

    fn here<'a>(&'a self, it: &'a Translation, position: &Position, unit: usize) -> Here<'a> {
        let measured = self.measured.as_ref();
        Here {
            against: self.against.as_ref(),
            measured: measured.filter(|measured| measured.is_of(&it.setup)),
            ..Here::at(it, position, unit)
        }
    }

    /// What can be trained under a name, and what has been.
    fn learnable(&self, name: &str) -> Option<Learnable> {
        let learned = if reading::is_of_one(name) {
            [
                self.readers.has_learned(name),
                self.readers.uses_learned(name),
            ]
        } else {
            self.shelf.learned(name)
        };
        learnable(name, learned, NAMES.contains(&name))
    }

    /// A view that is data; nothing of one that is drawn by hand, or where nothing has answered.
    fn panel(&self, view: View) -> Option<Panel> {
        match view {
            View::Curve => Some(self.curve.panel().into()),
            View::Versus => {
                let (width, positions) = self.answered.as_ref()?.sizes()?;
                Some(reading::versus(width, positions).panel().into())
            }
            _ => None,
        }
    }

    fn scene(
        &self,
        view: View,
        page: &PageFrame,
        (position, unit): (&JsValue, usize),
        focus: Option<&str>,
    ) -> Result<Scene, PageError> {
        let frame = page.frame();
        if let Some(panel) = self.panel(view) {
            return Ok(panel.scene(&frame, focus));
        }
        Ok(match (view, &self.answered, &self.missing) {
            (View::Versus, _, _) => empty(&frame),
            (_, Some(_), _) => self.standing(position, unit)?.scene(view, page, focus),
            // What would have to be trained first, if that is why there is nothing.
            (View::Attention, None, Some(missing)) => Text(missing.words()).scene(&frame),
            (_, None, _) => empty(&frame),
        })
    }

    /// The numbers of a picture.
    fn sheet(&self, view: &JsValue, position: &JsValue, unit: usize) -> Result<Sheet, PageError> {
        match self.panel(from_page(view)?) {
            Some(panel) => Ok(panel.sheet()),
            None => self.standing(position, unit)?.sheet(view),
        }
    }

    /// What is being measured, begun anew where other models are on screen.
    fn measuring(&mut self) -> Result<&mut Measured, PageError> {
        let setup = &self.translation()?.setup;
        if !self.measured.as_ref().is_some_and(|it| it.is_of(setup)) {
            self.measured = Measured::of(setup);
        }
        (self.measured.as_mut()).ok_or_else(|| PageError::new("nothing can be measured"))
    }
}

/// The models that answer, and the one that is compared with.
fn models(setup: &AttnSetup) -> Vec<Option<String>> {
    let compared = setup.compared().map(|compared| compared.model());
    let named = [setup.model(), setup.other_model()].into_iter();
    named.chain(compared).map(shipped).collect()
}

/// The name of a model where it is shipped; nothing is fetched for the others.
fn shipped(name: String) -> Option<String> {
    NAMES.contains(&name.as_str()).then_some(name)
}

impl Attention {
    /// The setup with a weight of attention set by hand; nothing where this is none.
    pub(super) fn edit(&self, setup: &Setup, reference: &str, value: f64) -> Option<Setup> {
        let answered = self.answered.as_ref().filter(|_| setup.translating)?;
        let attn = answered.edit(reference, value)?;
        Some(Setup {
            attn,
            ..setup.clone()
        })
    }
}

/// How far it has come, in texts.
#[derive(Serialize)]
struct Found {
    found: usize,
    of: usize,
}

/// A piece, and how far it leads.
#[derive(Serialize)]
struct Next {
    piece: Piece,
    found: usize,
    of: usize,
}

impl Found {
    fn by(measured: &Measured) -> Self {
        Self {
            found: measured.found(),
            of: measured.texts(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct How {
    level: Level,
    notation: Notation,
}

#[wasm_bindgen]
impl Lab {
    /// Takes a trained model: its card, and the bytes of its weights. What is on screen is translated again when it is
    /// configured next.
    ///
    /// # Errors
    /// Where card or weights are damaged, in words.
    #[wasm_bindgen(js_name = giveModel)]
    pub fn give_model(&mut self, name: &str, card: &str, weights: &[u8]) -> Result<(), PageError> {
        let attention = &mut self.attention;
        let taken = if reading::is_of_one(name) {
            Known::read(card, weights).map(|known| attention.readers.ship(name, known))
        } else {
            attention.shelf.take(name, card, weights)
        };
        attention.is_stale = true;
        taken.map_err(|damaged| PageError::new(damaged.to_string()))
    }

    /// Whether a model has come.
    #[wasm_bindgen(js_name = hasModel)]
    #[must_use]
    pub fn has_model(&self, name: &str) -> bool {
        self.attention.shelf.has(name) || self.attention.readers.has_shipped(name)
    }

    /// Whether there is a translation: its model has come.
    #[wasm_bindgen(js_name = isTranslated)]
    #[must_use]
    pub fn is_translated(&self) -> bool {
        self.attention.answered.is_some()
    }

    /// Paints a view of the translation; answers whether there was anything to paint.
    ///
    /// # Errors
    /// Where something is not what it should be.
    #[wasm_bindgen(js_name = paintTranslation)]
    pub fn paint_translation(
        &mut self,
        view: &JsValue,
        context: &CanvasRenderingContext2d,
        frame: &JsValue,
        position: &JsValue,
        focus: Option<String>,
        unit: usize,
    ) -> Result<bool, PageError> {
        let (view, page): (View, PageFrame) = (from_page(view)?, from_page(frame)?);
        let focus = focus.as_deref();
        let scene = (self.attention).scene(view, &page, (position, unit), focus)?;
        Ok(self.gallery.paint(view, scene, context, page.ratio))
    }

    /// The formula of a moment; null before there is a translation.
    ///
    /// # Errors
    /// Where something is not what it should be.
    #[wasm_bindgen(js_name = translationFormula)]
    pub fn translation_formula(
        &self,
        position: &JsValue,
        unit: usize,
        view: &JsValue,
    ) -> Result<JsValue, PageError> {
        let How { level, notation } = from_page(view)?;
        let standing = self.attention.standing(position, unit)?;
        to_page_at_once(&standing.formula(level, notation))
    }

    /// The formulas of all ops of an output, in letters.
    ///
    /// # Errors
    /// Where there is no translation.
    #[wasm_bindgen(js_name = translationChain)]
    pub fn translation_chain(
        &self,
        position: &JsValue,
        notation: &JsValue,
    ) -> Result<JsValue, PageError> {
        let standing = self.attention.standing(position, 1)?;
        to_page_at_once(&standing.chain(from_page(notation)?))
    }

    /// A moment as a sentence.
    ///
    /// # Errors
    /// Where there is no translation.
    #[wasm_bindgen(js_name = translationSentence)]
    pub fn translation_sentence(
        &self,
        position: &JsValue,
        unit: usize,
        verbosity: &JsValue,
    ) -> Result<String, PageError> {
        let verbosity: Verbosity = from_page(verbosity)?;
        Ok((self.attention.standing(position, unit)?).sentence(verbosity))
    }

    /// What is known about a name, or without one about the whole.
    ///
    /// # Errors
    /// Where there is no translation.
    #[wasm_bindgen(js_name = translationInspect)]
    pub fn translation_inspect(
        &self,
        reference: Option<String>,
        position: &JsValue,
        unit: usize,
    ) -> Result<JsValue, PageError> {
        let standing = self.attention.standing(position, unit)?;
        to_page(&standing.inspect(reference.as_deref()))
    }

    /// The numbers of a view as a table.
    ///
    /// # Errors
    /// Where there is no translation or no such table.
    #[wasm_bindgen(js_name = translationTable)]
    pub fn translation_table(
        &self,
        view: &JsValue,
        position: &JsValue,
        unit: usize,
    ) -> Result<JsValue, PageError> {
        let sheet = self.attention.sheet(view, position, unit)?;
        let answered = self.attention.answered.as_ref();
        to_page_at_once(&sheet.table_with(|name| answered?.given(name)))
    }

    /// The same numbers with every digit.
    ///
    /// # Errors
    /// Where there is no translation or no such table.
    #[wasm_bindgen(js_name = translationCsv)]
    pub fn translation_csv(
        &self,
        view: &JsValue,
        position: &JsValue,
        unit: usize,
    ) -> Result<String, PageError> {
        Ok(self.attention.sheet(view, position, unit)?.csv())
    }

    /// One of the cells of the translation as a setup of its own, standing where it is at this output and source
    /// position.
    ///
    /// # Errors
    /// Where there is no translation.
    #[wasm_bindgen(js_name = translationCell)]
    pub fn translation_cell(
        &self,
        which: &JsValue,
        position: &JsValue,
        unit: usize,
    ) -> Result<JsValue, PageError> {
        #[derive(Serialize)]
        struct Found {
            setup: Setup,
            t: usize,
        }
        let inside: Inside = from_page(which)?;
        let translation = self.attention.translation()?;
        let here = Here::at(translation, &from_page(position)?, unit);
        to_page(&Found {
            setup: translation.inside(inside),
            t: translation.step_inside(inside, here.t, here.unit),
        })
    }

    /// The unit that a name is about, from 1; nothing where it is about none.
    ///
    /// # Errors
    /// Where there is no translation.
    #[wasm_bindgen(js_name = translationUnit)]
    pub fn translation_unit(&self, reference: &str) -> Result<Option<usize>, PageError> {
        Ok(self.attention.answered()?.unit(reference))
    }

    /// The row of attention that a weight belongs to; nothing where there is no such weight.
    ///
    /// # Errors
    /// Where there is no translation.
    #[wasm_bindgen(js_name = translationRow)]
    pub fn translation_row(&self, reference: &str) -> Result<Option<Vec<f64>>, PageError> {
        let translation = self.attention.translation()?;
        Ok(translation::row_of(translation, reference).map(|(row, _)| row.to_vec()))
    }

    /// What was chosen when a drag began, with a weight dragged from one height to another, CSS px: its row as it was
    /// then; null where it has not moved.
    ///
    /// # Errors
    /// Where something is not what it should be.
    #[wasm_bindgen(js_name = translationDrag)]
    pub fn translation_drag(
        &self,
        attn: &JsValue,
        reference: &str,
        row: Vec<f64>,
        from: f32,
        to: f32,
    ) -> Result<JsValue, PageError> {
        let attn: AttnSetup = from_page(attn)?;
        to_page(&translation::dragged(&attn, reference, &row, (from, to)))
    }

    /// How many of the texts that both models are to answer have been tried.
    ///
    /// # Errors
    /// Where there is no translation.
    #[wasm_bindgen(js_name = translationFound)]
    pub fn translation_found(&mut self) -> Result<JsValue, PageError> {
        // What self-attention reaches stands on its card, and by hand nothing is reached.
        if self.attention.translation().is_err() {
            return to_page(&Found { found: 0, of: 0 });
        }
        to_page(&Found::by(self.attention.measuring()?))
    }

    /// Tries the texts that come after so many, without taking what came of them: they may be taken by another engine
    /// with the same models.
    ///
    /// # Errors
    /// Where a model has not come.
    #[wasm_bindgen(js_name = translationPiece)]
    pub fn translation_piece(&mut self, after: usize) -> Result<JsValue, PageError> {
        let of = self.attention.measuring()?.texts();
        let setup = &self.attention.translation()?.setup;
        let piece = measure::piece(setup, &self.attention.shelf, after)
            .map_err(|error| PageError::new(error.to_string()))?;
        let piece = piece.ok_or_else(|| PageError::new("a model has not come"))?;
        let found = piece.found;
        to_page(&Next { piece, found, of })
    }

    /// Takes what came of some texts; says how far it has come.
    ///
    /// # Errors
    /// Where there is no translation, or something is not what it should be.
    #[wasm_bindgen(js_name = translationTake)]
    pub fn translation_take(&mut self, piece: &JsValue) -> Result<JsValue, PageError> {
        let piece: Piece = from_page(piece)?;
        let measured = self.attention.measuring()?;
        measured.take(&piece);
        to_page(&Found::by(measured))
    }

    /// The nearest position there is.
    ///
    /// # Errors
    /// Where there is no translation.
    #[wasm_bindgen(js_name = translationResolve)]
    pub fn translation_resolve(&self, position: &JsValue) -> Result<JsValue, PageError> {
        to_page(&self.attention.answered()?.resolve(&from_page(position)?))
    }

    /// The position that a key or button leads to.
    ///
    /// # Errors
    /// Where there is no translation.
    #[wasm_bindgen(js_name = translationMove)]
    pub fn translation_move(
        &self,
        position: &JsValue,
        how: &JsValue,
    ) -> Result<JsValue, PageError> {
        let (from, how): (Position, Move) = (from_page(position)?, from_page(how)?);
        to_page(&self.attention.answered()?.moved(&from, how))
    }
}
