//! What the page asks a lab that is declared: the same questions of every such lab.
//!
//! Invariant: as in [`Lab`]: no arithmetic here. Only the lab that is open has been computed, and again only where its
//! settings or the model have changed; what takes longer than a frame waits until the page says that a drag rests.

#![expect(
    clippy::needless_pass_by_value,
    reason = "optional strings cross the boundary by value"
)]

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::CanvasRenderingContext2d;

use super::boundary::{PageError, from_page, name_of, numbers_from_page, to_page, to_page_at_once};
use super::lab::Lab;
use super::pictures::PageFrame;
#[cfg(not(feature = "whole"))]
use labs::declared::Open;
use labs::declared::{self, Shown};
use labs::lab::{At, Far, Piece, Said, Shared};
use labs::setup::{Setup, SetupError};
use unrolled::model::Scenario;
use unrolled::run::NetworkRun;
use unrolled::run::cursor::Position;
use view::explain::{Level, Notation};

/// The lab that is open, where it is a declared one.
#[derive(Default)]
pub(super) struct Declared {
    lab: Option<Box<Shown>>,
}

impl Declared {
    /// Computes the lab that is open, where it or the model has changed.
    pub(super) fn run(
        &mut self,
        setup: &Setup,
        scenario: &Scenario,
        is_same_model: bool,
    ) -> Result<(), SetupError> {
        let shared = Shared {
            is_same_model,
            ..Shared::of(setup, scenario)?
        };
        let is_still_open = match &mut self.lab {
            Some(lab) => lab.again(&shared)?,
            None => false,
        };
        if !is_still_open {
            self.lab = declared::open(setup, scenario)?;
        }
        Ok(())
    }

    /// A line about it.
    pub(super) fn said(&self) -> Option<Said> {
        Some(self.lab.as_ref()?.said())
    }

    /// The setup with the number of this name changed; nothing where no such lab is open.
    pub(super) fn edit(
        &self,
        setup: &Setup,
        reference: &str,
        value: f64,
    ) -> Result<Option<Setup>, PageError> {
        let Some(lab) = &self.lab else {
            return Ok(None);
        };
        let changed = lab.edit(setup, reference, value)?;
        let refused = || PageError::new("This number cannot be set by itself here.");
        changed.ok_or_else(refused).map(Some)
    }

    /// What is on screen as a run document; nothing where that of the model says it all.
    pub(super) fn document(&self) -> Option<String> {
        self.lab.as_ref()?.document()
    }

    /// The network that is stepped through.
    pub(super) fn network(&self) -> Option<&NetworkRun<f64>> {
        Some(self.lab.as_ref()?.stepped().network()?.network())
    }

    fn open(&self) -> Result<&Shown, PageError> {
        let lab = self.lab.as_deref();
        lab.ok_or_else(|| PageError::new("no lab is open"))
    }

    /// Asks the lab that is open about a moment.
    fn at<T>(
        &self,
        position: &JsValue,
        unit: usize,
        ask: impl FnOnce(&Shown, &At<'_>) -> T,
    ) -> Result<T, PageError> {
        let position: Position = from_page(position)?;
        let at = At {
            position: &position,
            unit,
        };
        Ok(ask(self.open()?, &at))
    }
}

#[wasm_bindgen]
impl Lab {
    /// Paints a view of the lab that is open; answers whether there was anything to paint.
    ///
    /// # Errors
    /// Where no such lab is open, or something is not what it should be.
    #[wasm_bindgen(js_name = ownPaint)]
    pub fn own_paint(
        &mut self,
        view: &JsValue,
        context: &CanvasRenderingContext2d,
        frame: &JsValue,
        position: &JsValue,
        focus: Option<String>,
        unit: usize,
    ) -> Result<bool, PageError> {
        let (frame, name): (PageFrame, String) = (from_page(frame)?, name_of(view));
        let scene = self.declared.at(position, unit, |lab, at| {
            let panel = lab.moving_panel(&name, at, frame.motion());
            let lit = focus.map(|name_of_lit| lab.lit(&name, name_of_lit));
            panel.scene(&frame.frame(), lit.as_deref())
        })?;
        Ok(self.gallery.paint(&name, scene, context, frame.ratio))
    }

    /// The numbers of a view as a table.
    ///
    /// # Errors
    /// Where no such lab is open, or something is not what it should be.
    #[cfg(feature = "whole")]
    #[wasm_bindgen(js_name = ownTable)]
    pub fn own_table(
        &self,
        view: &JsValue,
        position: &JsValue,
        unit: usize,
    ) -> Result<JsValue, PageError> {
        let ask = |lab: &Shown, at: &At<'_>| lab.table(&name_of(view), at);
        to_page_at_once(&self.declared.at(position, unit, ask)?)
    }

    /// The numbers of a view with every digit, as comma-separated values.
    ///
    /// # Errors
    /// Where no such lab is open, or something is not what it should be.
    #[cfg(feature = "whole")]
    #[wasm_bindgen(js_name = ownCsv)]
    pub fn own_csv(
        &self,
        view: &JsValue,
        position: &JsValue,
        unit: usize,
    ) -> Result<String, PageError> {
        let ask = |lab: &Shown, at: &At<'_>| lab.panel(&name_of(view), at).sheet().csv();
        self.declared.at(position, unit, ask)
    }

    /// Where a click on a mark leads, or something that is offered: `{label, setup, t}`; null where its name says it all.
    ///
    /// # Errors
    /// Where no such lab is open, or it cannot be had.
    #[cfg(feature = "whole")]
    #[wasm_bindgen(js_name = ownLead)]
    pub fn own_lead(&self, reference: &str) -> Result<JsValue, PageError> {
        to_page(&self.declared.open()?.lead(&self.shared()?, reference)?)
    }

    /// What becomes of the setup a drag began with, when what has this name is at a place of a view painted last:
    /// `{label, setup, t}`; null where nothing is dragged there.
    ///
    /// # Errors
    /// Where no such lab is open, or it cannot be there.
    #[cfg(feature = "whole")]
    #[wasm_bindgen(js_name = ownDrag)]
    pub fn own_drag(
        &self,
        from: &JsValue,
        view: &JsValue,
        reference: &str,
        x: f32,
        y: f32,
    ) -> Result<JsValue, PageError> {
        let from: Setup = from_page(from)?;
        let shared = Shared {
            setup: &from,
            ..self.shared()?
        };
        let scene = self.gallery.get(&name_of(view));
        let dragged = match scene.and_then(|scene| scene.value_at(x, y)) {
            Some(to) => self.declared.open()?.drag(&shared, reference, to)?,
            None => None,
        };
        to_page(&dragged)
    }

    /// Finds what was left out while something moved, where anything was.
    #[wasm_bindgen(js_name = ownRefine)]
    pub fn own_refine(&self) {
        if let Some(lab) = &self.declared.lab {
            lab.refine();
        }
    }

    /// The number a lab is about at a step, or as far as a motion has come: `{number, verdict, power}`; null where it is
    /// about none.
    ///
    /// # Errors
    /// Where no such lab is open.
    #[wasm_bindgen(js_name = ownReading)]
    pub fn own_reading(&self, t: usize, progress: f32) -> Result<JsValue, PageError> {
        to_page_at_once(&self.declared.open()?.reading(t, progress))
    }

    fn shared(&self) -> Result<Shared<'_>, PageError> {
        Ok(Shared::of(self.setup()?, self.scenario()?)?)
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct How {
    level: Level,
    notation: Notation,
}

#[wasm_bindgen]
impl Lab {
    /// The moments round a position.
    ///
    /// # Errors
    /// Where no such lab is open, or this is no position.
    #[wasm_bindgen(js_name = ownTimeline)]
    pub fn own_timeline(&self, position: &JsValue) -> Result<JsValue, PageError> {
        let stepped = self.declared.open()?.stepped();
        to_page_at_once(&stepped.timeline(&from_page(position)?))
    }

    /// The nearest position that occurs.
    ///
    /// # Errors
    /// Where no such lab is open, or this is no position.
    #[cfg(feature = "whole")]
    #[wasm_bindgen(js_name = ownResolve)]
    pub fn own_resolve(&self, position: &JsValue) -> Result<JsValue, PageError> {
        let stepped = self.declared.open()?.stepped();
        to_page(&stepped.resolve(&from_page(position)?))
    }

    /// The position that a key or button leads to.
    ///
    /// # Errors
    /// Where no such lab is open, or this is no position or no move.
    #[cfg(feature = "whole")]
    #[wasm_bindgen(js_name = ownMove)]
    pub fn own_move(&self, position: &JsValue, how: &JsValue) -> Result<JsValue, PageError> {
        let stepped = self.declared.open()?.stepped();
        to_page(&stepped.moved(&from_page(position)?, from_page(how)?))
    }

    /// The formula of a moment.
    ///
    /// # Errors
    /// Where no such lab is open, or this is no position.
    #[cfg(feature = "whole")]
    #[wasm_bindgen(js_name = ownFormula)]
    pub fn own_formula(
        &self,
        position: &JsValue,
        unit: usize,
        view: &JsValue,
    ) -> Result<JsValue, PageError> {
        let How { level, notation } = from_page(view)?;
        let stepped = self.declared.open()?.stepped();
        let position: Position = from_page(position)?;
        to_page_at_once(&stepped.formula((&position, unit), level, notation))
    }

    /// The formulas of all ops of a step and direction, in letters.
    ///
    /// # Errors
    /// Where no such lab is open, or this is no position or notation.
    #[cfg(feature = "whole")]
    #[wasm_bindgen(js_name = ownChain)]
    pub fn own_chain(&self, position: &JsValue, notation: &JsValue) -> Result<JsValue, PageError> {
        let stepped = self.declared.open()?.stepped();
        to_page_at_once(&stepped.chain(&from_page(position)?, from_page(notation)?))
    }

    /// A moment as a sentence; `was` is its number before something changed, as it was printed.
    ///
    /// # Errors
    /// Where no such lab is open, or this is no position or verbosity.
    #[wasm_bindgen(js_name = ownSentence)]
    pub fn own_sentence(
        &self,
        position: &JsValue,
        unit: usize,
        verbosity: &JsValue,
        was: Option<String>,
    ) -> Result<String, PageError> {
        let stepped = self.declared.open()?.stepped();
        let position: Position = from_page(position)?;
        Ok(stepped.sentence((&position, unit), from_page(verbosity)?, was.as_deref()))
    }

    /// What is known about a reference, or without one about the whole.
    ///
    /// # Errors
    /// Where no such lab is open, or this is no position.
    #[cfg(feature = "whole")]
    #[wasm_bindgen(js_name = ownInspect)]
    pub fn own_inspect(
        &self,
        reference: Option<String>,
        position: &JsValue,
        unit: usize,
    ) -> Result<JsValue, PageError> {
        let ask = |lab: &Shown, at: &At<'_>| lab.inspect(reference.as_deref(), at);
        to_page(&self.declared.at(position, unit, ask)?)
    }
}

/// A piece of what a view shows, and how far it leads.
#[derive(serde::Serialize)]
struct Next {
    piece: Piece,
    #[serde(flatten)]
    far: Far,
}

#[wasm_bindgen]
impl Lab {
    /// How much of what a view shows has been found.
    ///
    /// # Errors
    /// Where no such lab is open.
    #[cfg(feature = "whole")]
    #[wasm_bindgen(js_name = ownFound)]
    pub fn own_found(&self, view: &JsValue) -> Result<JsValue, PageError> {
        to_page(&self.declared.open()?.found(&name_of(view)))
    }

    /// Finds the piece of a view that comes after so much, without taking it: it may be taken by another engine with the
    /// same model.
    ///
    /// # Errors
    /// Where no such lab is open, or it cannot be found.
    #[cfg(feature = "whole")]
    #[wasm_bindgen(js_name = ownPiece)]
    pub fn own_piece(&mut self, view: &JsValue, after: usize) -> Result<JsValue, PageError> {
        let mut lab = self.declared.lab.take();
        let found = match (&mut lab, self.shared()) {
            (Some(lab), Ok(shared)) => Some(lab.piece(&name_of(view), after, &shared)),
            _ => None,
        };
        self.declared.lab = lab;
        let (piece, far) = found.ok_or_else(|| PageError::new("no lab is open"))??;
        to_page(&Next { piece, far })
    }

    /// Takes a piece of a view; says how far it has come.
    ///
    /// # Errors
    /// Where no such lab is open, or this is no piece.
    #[cfg(feature = "whole")]
    #[wasm_bindgen(js_name = ownTake)]
    pub fn own_take(&mut self, view: &JsValue, piece: &JsValue) -> Result<JsValue, PageError> {
        let piece: Piece = numbers_from_page(piece)?;
        if let Some(lab) = &mut self.declared.lab {
            lab.take(&name_of(view), piece);
        }
        self.own_found(view)
    }
}

/// What the labs that are declared are called and consist of.
///
/// # Errors
/// None.
#[cfg(feature = "whole")]
#[wasm_bindgen]
pub fn labs() -> Result<JsValue, PageError> {
    to_page(&declared::abouts())
}

/// What the cells are called and what can be done with them.
///
/// # Errors
/// None.
#[cfg(feature = "whole")]
#[wasm_bindgen]
pub fn cells() -> Result<JsValue, PageError> {
    to_page(&labs::cells::about_cells())
}
