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

use super::boundary::{PageError, from_page, name_of, to_page, to_page_at_once};

use super::lab::Lab;
use super::pictures::{PageFrame, View};
use super::standing::{AttentionInput, AttentionModel, Shown};
use labs::attention::explain::learning::{Curve, Learnable, learnable};
use labs::attention::explain::reading;
use labs::attention::explain::translation;
use labs::attention::explain::translation::{At, Beside, Inside};
use labs::attention::inputs;
use labs::attention::run::measure;
use labs::attention::run::measure::{Measured, Piece};
use labs::attention::run::reading::LoadedModel;
use labs::attention::run::stock::ModelStore;
use labs::attention::run::translation::{Seq2SeqInput, Seq2SeqRun, Seq2SeqStore};
use labs::setup::AttnSetup;
use labs::setup::Setup;
use unrolled::run::Cursor;
use unrolled::run::cursor::{Move, Position};
use unrolled::run::train::NAMES;
use view::draw::Scene;
use view::draw::panel::{Panel, Text};
use view::draw::views::empty;
use view::explain::sheet::Sheet;
use view::explain::{Explained, Level, Moment, Notation, Verbosity, moment};

/// The models that have come, and what answered last.
#[derive(Default)]
pub(super) struct Attention {
    pub(super) shelf: Seq2SeqStore,
    /// What was chosen last.
    attn: AttnSetup,
    /// What was asked last, and what answered.
    asked: Option<AttentionInput>,
    model: Option<AttentionModel>,
    /// The same of what its map is compared with.
    asked_against: Option<Seq2SeqInput>,
    against: Option<Seq2SeqRun>,
    /// What the models on screen were measured to reach.
    measured: Option<Measured>,
    /// Trained self-attention.
    pub(super) readers: ModelStore<LoadedModel>,
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
    /// Answers what was chosen, where what is asked has changed; a switch of display computes nothing.
    pub(super) fn run(&mut self, setup: &Setup) {
        if !setup.translating {
            return;
        }
        let asked = AttentionInput::of(&setup.attn);
        if self.is_stale || self.asked.as_ref() != Some(&asked) {
            let earlier = self.model.take().filter(|_| !self.is_other);
            self.model = AttentionModel::of(&asked, (&self.shelf, &self.readers), earlier);
            self.asked = Some(asked);
        }
        let against = setup.attn.compared().map(|attn| inputs::seq2seq(&attn));
        if self.is_stale || self.asked_against != against {
            let earlier = self.against.take().filter(|_| !self.is_other);
            let compare = |input| Seq2SeqRun::of(input, &self.shelf, earlier);
            self.against = against.as_ref().and_then(compare);
            self.asked_against = against;
        }
        (self.is_stale, self.is_other) = (false, false);
        let learns = self.learnable(&setup.attn.model());
        self.missing = learns.filter(|it| !it.ships && !it.learned);
        self.attn = setup.attn.clone();
    }

    pub(super) fn said(&self, setup: &Setup) -> Option<Said> {
        setup.translating.then(|| Said {
            models: models(&setup.attn),
            answered: self.model.as_ref().map(AttentionModel::outline),
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

    fn model(&self) -> Result<&AttentionModel, PageError> {
        let model = self.model.as_ref();
        model.ok_or_else(|| PageError::new("nothing has answered"))
    }

    fn explained(&self) -> Result<&dyn Explained, PageError> {
        Ok(self.model()?.explained())
    }

    fn seq2seq(&self) -> Result<&Seq2SeqRun, PageError> {
        let model = self.model()?.seq2seq();
        model.ok_or_else(|| PageError::new("no encoder and decoder has answered"))
    }

    /// What answered, and where a person stands in it.
    fn cursor(
        &self,
        position: &JsValue,
        unit: usize,
    ) -> Result<(&dyn Explained, Cursor), PageError> {
        let model = self.explained()?;
        let position: Position = from_page(position)?;
        Ok((model, model.cursor(&position, unit)))
    }

    /// The same with what it is shown beside.
    fn shown(&self, position: &JsValue, unit: usize) -> Result<Shown<'_>, PageError> {
        let position: Position = from_page(position)?;
        Ok(match self.model()? {
            AttentionModel::Seq2Seq(it) => Shown::Seq2Seq(At {
                beside: self.beside(),
                ..At::at(it, &position, unit)
            }),
            AttentionModel::SelfAttention(it) => {
                Shown::SelfAttention(Moment::at(it, &position, unit))
            }
            AttentionModel::Example(it) => Shown::Example(Moment::at(it, &position, unit)),
        })
    }

    fn beside(&self) -> Beside<'_> {
        let asked = inputs::measure(&self.attn);
        let measured = self.measured.as_ref();
        Beside {
            against: self.against.as_ref(),
            measured: measured.filter(|measured| measured.is_of(&asked)),
            ..Beside::shown(&self.attn)
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
                let model = self.model.as_ref()?;
                let versus = reading::versus(model.width()?, model.explained().positions());
                Some(versus.panel().into())
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
        Ok(match (view, &self.model, &self.missing) {
            (View::Versus, _, _) => empty(&frame),
            (_, Some(_), _) => self.shown(position, unit)?.scene(view, page, focus),
            // What would have to be trained first, if that is why there is nothing.
            (View::Attention, None, Some(missing)) => Text(missing.words()).scene(&frame),
            (_, None, _) => empty(&frame),
        })
    }

    /// The numbers of a picture.
    fn sheet(&self, view: &JsValue, position: &JsValue, unit: usize) -> Result<Sheet, PageError> {
        match self.panel(from_page(view)?) {
            Some(panel) => Ok(panel.sheet()),
            None => self.shown(position, unit)?.sheet(view),
        }
    }

    /// What is being measured, begun anew where other models are on screen.
    fn measuring(&mut self) -> Result<&mut Measured, PageError> {
        self.seq2seq()?;
        let asked = inputs::measure(&self.attn);
        if !self.measured.as_ref().is_some_and(|it| it.is_of(&asked)) {
            self.measured = Measured::of(&asked);
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
        let model = self.model.as_ref().filter(|_| setup.translating)?;
        let attn = model.edit(&setup.attn, reference, value)?;
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
            LoadedModel::read(card, weights).map(|known| attention.readers.ship(name, known))
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
        self.attention.model.is_some()
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
        let name = name_of(view);
        let (view, page): (View, PageFrame) = (from_page(view)?, from_page(frame)?);
        let focus = focus.as_deref();
        let scene = (self.attention).scene(view, &page, (position, unit), focus)?;
        Ok(self.gallery.paint(&name, scene, context, page.ratio))
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
        let (model, at) = self.attention.cursor(position, unit)?;
        to_page_at_once(&moment::formula(model, &at, level, notation))
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
        let (model, at) = self.attention.cursor(position, 1)?;
        to_page_at_once(&moment::chain(model, &at, from_page(notation)?))
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
        let (model, at) = self.attention.cursor(position, unit)?;
        Ok(moment::sentence(model, &at, verbosity))
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
        let shown = self.attention.shown(position, unit)?;
        to_page(&shown.inspect(reference.as_deref()))
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
        let model = self.attention.model.as_ref();
        to_page_at_once(&sheet.table_with(|name| model?.given(name)))
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
        let translation = self.attention.seq2seq()?;
        let here = At::at(translation, &from_page(position)?, unit);
        to_page(&Found {
            setup: translation::inside(translation, inside),
            t: translation::step_inside(translation, inside, (here.t(), here.unit())),
        })
    }

    /// The unit that a name is about, from 1; nothing where it is about none.
    ///
    /// # Errors
    /// Where there is no translation.
    #[wasm_bindgen(js_name = translationUnit)]
    pub fn translation_unit(&self, reference: &str) -> Result<Option<usize>, PageError> {
        Ok(self.attention.explained()?.unit_of(reference))
    }

    /// The row of attention that a weight belongs to; nothing where there is no such weight.
    ///
    /// # Errors
    /// Where there is no translation.
    #[wasm_bindgen(js_name = translationRow)]
    pub fn translation_row(&self, reference: &str) -> Result<Option<Vec<f64>>, PageError> {
        let translation = self.attention.seq2seq()?;
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
        if self.attention.seq2seq().is_err() {
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
        let asked = inputs::measure(&self.attention.attn);
        let piece = measure::piece(&asked, &self.attention.shelf, after)
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
        to_page(
            &self
                .attention
                .explained()?
                .walk()
                .resolve(&from_page(position)?),
        )
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
        to_page(&self.attention.explained()?.walk().step(&from, how))
    }
}
