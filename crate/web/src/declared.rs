//! What the page asks a lab that is declared: the same questions of every such lab.
//!
//! Invariant: as in [`Lab`]: no arithmetic here. Only the lab that is open has been computed, and again only where its
//! settings or the model have changed.

#![cfg_attr(
    feature = "whole",
    expect(
        clippy::needless_pass_by_value,
        reason = "optional strings cross the boundary by value"
    )
)]

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::CanvasRenderingContext2d;

use super::boundary::{PageError, from_page, name_of, to_page, to_page_at_once};
use super::lab::Lab;
use super::pictures::PageFrame;
use labs::declared::{self, Open, Own};
use labs::lab::{At, Said};
use labs::setup::{Setup, SetupError};
use unrolled::model::Scenario;
use unrolled::run::cursor::Position;
use unrolled::run::{Cursor, NetworkRun};
use view::draw::panel::Panel;
use view::explain::{Explained, Level, Notation, moment};

/// The lab that is open, where it is a declared one.
#[derive(Default)]
pub(super) struct Declared {
    lab: Option<Box<dyn Open>>,
    /// What it was computed from beside the model.
    from: (String, Own),
}

impl Declared {
    /// Computes the lab that is open, where it or the model has changed.
    pub(super) fn run(
        &mut self,
        setup: &Setup,
        scenario: &Scenario,
        is_same_model: bool,
    ) -> Result<(), SetupError> {
        if !cfg!(feature = "whole") {
            return Ok(());
        }
        let is_same = self.from.0 == setup.open && self.from.1 == setup.own;
        if is_same_model && is_same {
            return Ok(());
        }
        self.lab = declared::open(setup, scenario)?;
        self.from = (setup.open.clone(), setup.own.clone());
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
        let changed = lab.edit(setup, reference, value);
        let refused = || PageError::new("This number cannot be set by itself here.");
        changed.ok_or_else(refused).map(Some)
    }

    /// What is on screen as a run document; nothing where that of the model says it all.
    pub(super) fn document(&self) -> Option<String> {
        self.lab.as_ref()?.document()
    }

    /// The network that is stepped through.
    pub(super) fn network(&self) -> Option<&NetworkRun<f64>> {
        Some(self.lab.as_ref()?.model().network())
    }

    fn open(&self) -> Result<&dyn Open, PageError> {
        let lab = self.lab.as_deref();
        lab.ok_or_else(|| PageError::new("no lab is open"))
    }

    /// Where a person stands in its network.
    fn cursor(
        &self,
        position: &JsValue,
        unit: usize,
    ) -> Result<(&dyn Explained, Cursor), PageError> {
        let model = self.open()?.model();
        Ok((model, model.cursor(&from_page(position)?, unit)))
    }

    fn panel(&self, view: &JsValue, position: &JsValue, unit: usize) -> Result<Panel, PageError> {
        let position: Position = from_page(position)?;
        let at = At {
            position: &position,
            unit,
        };
        Ok(self.open()?.panel(&name_of(view), &at))
    }
}

#[cfg(feature = "whole")]
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
        let frame: PageFrame = from_page(frame)?;
        let panel = self.declared.panel(view, position, unit)?;
        let scene = panel.scene(&frame.frame(), focus.as_deref());
        Ok(self
            .gallery
            .paint(&name_of(view), scene, context, frame.ratio))
    }

    /// The numbers of a view as a table.
    ///
    /// # Errors
    /// Where no such lab is open, or something is not what it should be.
    #[wasm_bindgen(js_name = ownTable)]
    pub fn own_table(
        &self,
        view: &JsValue,
        position: &JsValue,
        unit: usize,
    ) -> Result<JsValue, PageError> {
        let panel = self.declared.panel(view, position, unit)?;
        let given = |reference: &str| Some(panel.inspect(reference)?.given?.value);
        to_page_at_once(&panel.sheet().table_with(given))
    }

    /// The numbers of a view with every digit, as comma-separated values.
    ///
    /// # Errors
    /// Where no such lab is open, or something is not what it should be.
    #[wasm_bindgen(js_name = ownCsv)]
    pub fn own_csv(
        &self,
        view: &JsValue,
        position: &JsValue,
        unit: usize,
    ) -> Result<String, PageError> {
        Ok(self.declared.panel(view, position, unit)?.sheet().csv())
    }

    /// What a click on a mark does: `{label, setup, t}`; null where it only leads the cursor there.
    ///
    /// # Errors
    /// Where no such lab is open.
    #[wasm_bindgen(js_name = ownLead)]
    pub fn own_lead(&self, reference: &str) -> Result<JsValue, PageError> {
        #[derive(serde::Serialize)]
        struct Leads {
            label: String,
            setup: Setup,
            t: Option<usize>,
        }
        let lead = self.declared.open()?.lead(self.setup()?, reference);
        to_page(&lead.map(|it| Leads {
            label: it.label,
            setup: it.setup,
            t: it.t,
        }))
    }

    /// The value that a thing dragged to a place of a view painted last would have; undefined where nothing is dragged.
    #[wasm_bindgen(js_name = ownPlace)]
    #[must_use]
    pub fn own_place(&self, view: &JsValue, x: f32, y: f32) -> Option<f64> {
        self.gallery.get(&name_of(view))?.size_at(x, y)
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct How {
    level: Level,
    notation: Notation,
}

#[cfg(feature = "whole")]
#[wasm_bindgen]
impl Lab {
    /// The moments round a position.
    ///
    /// # Errors
    /// Where no such lab is open, or this is no position.
    #[wasm_bindgen(js_name = ownTimeline)]
    pub fn own_timeline(&self, position: &JsValue) -> Result<JsValue, PageError> {
        let (model, _) = self.declared.cursor(position, 1)?;
        to_page_at_once(&moment::listed(
            model,
            &model.resolve(&from_page(position)?),
        ))
    }

    /// The nearest position that occurs.
    ///
    /// # Errors
    /// Where no such lab is open, or this is no position.
    #[wasm_bindgen(js_name = ownResolve)]
    pub fn own_resolve(&self, position: &JsValue) -> Result<JsValue, PageError> {
        let model = self.declared.open()?.model();
        to_page(&model.resolve(&from_page(position)?))
    }

    /// The position that a key or button leads to.
    ///
    /// # Errors
    /// Where no such lab is open, or this is no position or no move.
    #[wasm_bindgen(js_name = ownMove)]
    pub fn own_move(&self, position: &JsValue, how: &JsValue) -> Result<JsValue, PageError> {
        let model = self.declared.open()?.model();
        let from = model.resolve(&from_page(position)?);
        to_page(&model.moved(&from, from_page(how)?))
    }

    /// The formula of a moment.
    ///
    /// # Errors
    /// Where no such lab is open, or this is no position.
    #[wasm_bindgen(js_name = ownFormula)]
    pub fn own_formula(
        &self,
        position: &JsValue,
        unit: usize,
        view: &JsValue,
    ) -> Result<JsValue, PageError> {
        let How { level, notation } = from_page(view)?;
        let (model, cursor) = self.declared.cursor(position, unit)?;
        to_page_at_once(&moment::formula(model, &cursor, level, notation))
    }

    /// The formulas of all ops of a step and direction, in letters.
    ///
    /// # Errors
    /// Where no such lab is open, or this is no position or notation.
    #[wasm_bindgen(js_name = ownChain)]
    pub fn own_chain(&self, position: &JsValue, notation: &JsValue) -> Result<JsValue, PageError> {
        let (model, cursor) = self.declared.cursor(position, 1)?;
        to_page_at_once(&moment::chain(model, &cursor, from_page(notation)?))
    }

    /// A moment as a sentence.
    ///
    /// # Errors
    /// Where no such lab is open, or this is no position or verbosity.
    #[wasm_bindgen(js_name = ownSentence)]
    pub fn own_sentence(
        &self,
        position: &JsValue,
        unit: usize,
        verbosity: &JsValue,
    ) -> Result<String, PageError> {
        let (model, cursor) = self.declared.cursor(position, unit)?;
        Ok(moment::sentence(model, &cursor, from_page(verbosity)?))
    }

    /// What is known about a reference, or without one about the whole.
    ///
    /// # Errors
    /// Where no such lab is open, or this is no position.
    #[wasm_bindgen(js_name = ownInspect)]
    pub fn own_inspect(
        &self,
        reference: Option<String>,
        position: &JsValue,
        unit: usize,
    ) -> Result<JsValue, PageError> {
        let position: Position = from_page(position)?;
        let at = At {
            position: &position,
            unit,
        };
        to_page(&self.declared.open()?.inspect(reference.as_deref(), &at))
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
