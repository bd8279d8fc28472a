//! The handle the page holds: one run, its timeline, and the pictures painted last.
//!
//! Invariant: no arithmetic and no loops over numbers here; each method hands over to the layers to the
//! left. A setup that is refused changes nothing.

#![expect(
    clippy::needless_pass_by_value,
    reason = "optional strings cross the boundary by value"
)]

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::CanvasRenderingContext2d;

#[cfg(feature = "whole")]
use super::attention::{Attention, Said as Translated};
use super::boundary::{PageError, from_page, name_of, to_page, to_page_at_once};
use super::declared::Declared;
use super::gallery::Gallery;
use super::panic;
use super::pictures::{self, Hit, Look, PageFrame, Step, View};
use document;
use labs::adopt::adopt;
use labs::edit::edit;
use labs::schema;
use labs::sequence;
use labs::setup::{Prepared, Setup};
use labs::summary::{Summary, summary};
use unrolled::model::Scenario;
use unrolled::model::init::Drawn;
use unrolled::run::cursor::{Move, Position, Timeline};
use unrolled::run::learned::learned;
use unrolled::run::{Clock, NetworkRun, Road, Run};
use view::draw::views::unrolled::{Lane, Sight};
use view::draw::{Direction, Mark, svg};
use view::explain::check::{check, check_network};
use view::explain::listing::listing;
use view::explain::range::Ranges;
use view::explain::road::followed;
use view::explain::table::{ViewName, sheet};
use view::explain::truncated::{Truncated, truncated};
use view::explain::{
    Level, Notation, Reads, Reference, Subject, Verbosity, formula, inspect, sentence,
};

/// A unit, and its memory road where the cell has one.
type Followed = (usize, Option<Rc<Road<f64>>>);

/// The only segment of a cell alone.
const CELL: usize = 0;

/// Everything about the setup that ran last.
struct Loaded {
    setup: Setup,
    prepared: Prepared,
    network: NetworkRun<f64>,
    clock: Clock,
    ranges: Ranges,
    /// The memory road of the unit it was asked for last: several backward passes, the same at every step.
    followed: RefCell<Option<Followed>>,
    /// The step looked at last.
    step: Step,
    /// How far the states are from where a start at zero would have led.
    from_zero: OnceCell<Option<Vec<f64>>>,
    /// What truncation costs.
    truncated: OnceCell<Option<Truncated>>,
}

impl Loaded {
    /// Runs it; what ran before lends its memory and its timeline where they fit.
    fn new(setup: Setup, prepared: Prepared, earlier: Option<Self>) -> Self {
        let scenario = &prepared.scenario;
        let earlier = earlier.filter(|loaded| loaded.scenario().has_program_of(scenario));
        let (clock, network) = earlier.map(|it| (it.clock, it.network)).unzip();
        let network = NetworkRun::computed(scenario, network);
        let run = network.segment(CELL);
        let judged = run.judged_steps();
        Self {
            ranges: Ranges::of(run, 0),
            clock: clock
                .filter(|clock: &Clock| clock.timeline(CELL).loss_at() == judged)
                .unwrap_or_else(|| Clock::new(network.network(), vec![judged])),
            setup,
            prepared,
            network,
            followed: RefCell::default(),
            step: Step::default(),
            from_zero: OnceCell::new(),
            truncated: OnceCell::new(),
        }
    }

    fn scenario(&self) -> &Scenario {
        &self.prepared.scenario
    }

    /// The run of the cell and its head.
    fn run(&self) -> &Run<f64> {
        self.network.segment(CELL)
    }

    /// All moments.
    fn timeline(&self) -> &Timeline {
        self.clock.timeline(CELL)
    }

    /// The memory road of a unit.
    fn followed(&self, unit: usize) -> Option<Rc<Road<f64>>> {
        let mut kept = self.followed.borrow_mut();
        let is_known = kept.as_ref().is_some_and(|(known, _)| *known == unit);
        if !is_known {
            *kept = Some((unit, followed(&self.subject(unit)).map(Rc::new)));
        }
        kept.as_ref().and_then(|(_, road)| road.clone())
    }

    fn since_zero(&self) -> Option<&[f64]> {
        let made = self.from_zero.get_or_init(|| self.run().start_fades());
        made.as_deref()
    }

    fn truncated(&self) -> Option<&Truncated> {
        let made = self.truncated.get_or_init(|| truncated(self.run()));
        made.as_ref()
    }

    /// What is looked at when this unit is selected.
    fn subject(&self, unit: usize) -> Subject<'_> {
        let scenario = self.scenario();
        let names = &scenario.unit_names;
        Subject {
            cell: Some(&scenario.spec.cell),
            unit: unit.clamp(1, scenario.spec.hidden_size),
            jobs: (!names.is_empty()).then_some(names.as_slice()),
            reads: match scenario.encoded.labels {
                Some(_) => Reads::Text,
                None => Reads::Numbers,
            },
            ..Subject::of(self.run(), self.timeline())
        }
    }
}

/// How a formula is shown.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct FormulaView {
    level: Level,
    notation: Notation,
    unit: usize,
    /// The reference of the number that is being changed.
    #[serde(default)]
    kept: Option<String>,
}

/// The engine's handle.
#[wasm_bindgen]
#[derive(Default)]
pub struct Lab {
    loaded: Option<Loaded>,
    /// The other gated cell on the same data, where two are compared.
    other: Option<Loaded>,
    pub(super) gallery: Gallery,
    #[cfg(feature = "whole")]
    pub(super) attention: Attention,
    pub(super) declared: Declared,
    drawn: Drawn,
    shape: u32,
    /// Where the cursor stood when a picture was painted last.
    here: Option<Position>,
}

#[wasm_bindgen]
impl Lab {
    /// An engine with nothing to show yet.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        panic::keep_message();
        Self::default()
    }

    /// Runs a setup forward and back, and says in a line what it is.
    ///
    /// # Errors
    /// Where a field cannot be used; what ran before stays.
    pub fn configure(&mut self, config: &JsValue) -> Result<JsValue, PageError> {
        let setup: Setup = from_page(config)?;
        setup.attn.checked()?;
        #[cfg(feature = "whole")]
        self.attention.run(&setup);
        if let Some(loaded) = &mut self.loaded
            && loaded.setup.has_run_of(&setup)
        {
            self.declared.run(&setup, loaded.scenario(), true)?;
            loaded.setup = setup;
            return self.outline();
        }
        let prepared = with_learned_start(setup.prepared(&mut self.drawn)?);
        let other = match setup.counterpart() {
            Some(kind) => {
                let other = setup.of_cell(kind);
                let prepared = with_learned_start(other.prepared(&mut Drawn::default())?);
                Some((other, prepared))
            }
            None => None,
        };
        self.declared.run(&setup, &prepared.scenario, false)?;
        let earlier = self.loaded.take();
        if earlier
            .as_ref()
            .is_none_or(|loaded| !loaded.scenario().is_written_as(&prepared.scenario))
        {
            self.shape += 1;
        }
        self.loaded = Some(Loaded::new(setup, prepared, earlier));
        self.other = other.map(|(setup, prepared)| Loaded::new(setup, prepared, self.other.take()));
        self.outline()
    }

    /// The setup that ran last with one given number changed, for the page to store.
    ///
    /// # Errors
    /// Before the first setup, or where this is not a number that is given.
    #[cfg(feature = "whole")]
    pub fn edit(&self, reference: &str, value: f64) -> Result<JsValue, PageError> {
        let loaded = self.loaded()?;
        let setup = &loaded.setup;
        if let Some(changed) = self.declared.edit(setup, reference, value)? {
            return to_page(&changed);
        }
        if let Some(held) = self.attention.edit(setup, reference, value) {
            return to_page(&held);
        }
        to_page(&edit(setup, loaded.scenario(), reference, value)?)
    }

    /// All moments there are.
    ///
    /// # Errors
    /// Before the first setup.
    pub fn timeline(&self) -> Result<JsValue, PageError> {
        let loaded = self.loaded()?;
        to_page_at_once(&listing(loaded.run().program(), loaded.timeline()))
    }

    /// The nearest position that occurs.
    ///
    /// # Errors
    /// Before the first setup, or where this is no position.
    pub fn resolve(&self, position: &JsValue) -> Result<JsValue, PageError> {
        let position: Position = from_page(position)?;
        to_page(&self.loaded()?.timeline().resolve(&position))
    }

    /// The position that a key or button leads to.
    ///
    /// # Errors
    /// Before the first setup, or where this is no position or no move.
    #[cfg(feature = "whole")]
    #[wasm_bindgen(js_name = move)]
    pub fn step(&self, position: &JsValue, how: &JsValue) -> Result<JsValue, PageError> {
        let (position, how): (Position, Move) = (from_page(position)?, from_page(how)?);
        to_page(&self.loaded()?.timeline().step(&position, how))
    }

    /// The formula of a moment with all that is shown beside it.
    ///
    /// # Errors
    /// Before the first setup, or where this is no position.
    #[cfg(feature = "whole")]
    pub fn formula(&self, position: &JsValue, view: &JsValue) -> Result<JsValue, PageError> {
        let (position, view): (Position, FormulaView) = (from_page(position)?, from_page(view)?);
        let subject = Subject {
            kept: view.kept.as_deref(),
            ..self.loaded()?.subject(view.unit)
        };
        let position = subject.timeline.resolve(&position);
        to_page_at_once(&formula(&subject, &position, view.level, view.notation))
    }

    /// The formulas of all ops of a step and direction, in letters.
    ///
    /// # Errors
    /// Before the first setup, or where this is no position or notation.
    #[cfg(feature = "whole")]
    pub fn chain(&self, position: &JsValue, notation: &JsValue) -> Result<JsValue, PageError> {
        let (position, notation): (Position, Notation) =
            (from_page(position)?, from_page(notation)?);
        let subject = self.loaded()?.subject(1);
        let position = subject.timeline.resolve(&position);
        to_page_at_once(&formula::chain(&subject, &position, notation))
    }

    /// A number that changes with what is computed and held, and stays while only numbers change: as long as it does,
    /// so do the timeline and every chain.
    #[must_use]
    pub fn shape(&self) -> u32 {
        self.shape
    }

    /// A moment as a sentence.
    ///
    /// # Errors
    /// Before the first setup, or where this is no position or verbosity.
    #[cfg(feature = "whole")]
    pub fn sentence(
        &self,
        position: &JsValue,
        unit: usize,
        verbosity: &JsValue,
    ) -> Result<String, PageError> {
        let (position, verbosity): (Position, Verbosity) =
            (from_page(position)?, from_page(verbosity)?);
        Ok(sentence(
            &self.loaded()?.subject(unit),
            &position,
            verbosity,
        ))
    }

    /// What is known about a reference, or without one about the whole.
    ///
    /// # Errors
    /// Before the first setup, or where this is no position.
    #[cfg(feature = "whole")]
    pub fn inspect(
        &self,
        reference: Option<String>,
        position: &JsValue,
        unit: usize,
    ) -> Result<JsValue, PageError> {
        let position: Position = from_page(position)?;
        to_page(&inspect(
            &self.loaded()?.subject(unit),
            reference.as_deref(),
            &position,
        ))
    }

    /// The numbers of a view as a table.
    ///
    /// # Errors
    /// Before the first setup, or where this is no view or position.
    #[cfg(feature = "whole")]
    pub fn table(
        &self,
        view: &JsValue,
        position: &JsValue,
        unit: Option<usize>,
    ) -> Result<JsValue, PageError> {
        let unit = unit.unwrap_or(1);
        let (view, position): (ViewName, Position) = (from_page(view)?, from_page(position)?);
        let subject = self.loaded()?.subject(unit);
        let other = self.other(unit).map(|(other, _)| other);
        to_page_at_once(&sheet(&subject, other.as_ref(), view, &position).table(&subject))
    }

    /// The numbers of a view with every digit, as comma-separated values.
    ///
    /// # Errors
    /// Before the first setup, or where this is no view or position.
    #[cfg(feature = "whole")]
    pub fn csv(
        &self,
        view: &JsValue,
        position: &JsValue,
        unit: Option<usize>,
    ) -> Result<String, PageError> {
        let unit = unit.unwrap_or(1);
        let (view, position): (ViewName, Position) = (from_page(view)?, from_page(position)?);
        let subject = self.loaded()?.subject(unit);
        let other = self.other(unit).map(|(other, _)| other);
        Ok(sheet(&subject, other.as_ref(), view, &position).csv())
    }

    /// Paints a view and keeps its scene; answers whether there was anything to paint.
    ///
    /// # Errors
    /// Before the first setup, or where something is not what it should be.
    pub fn paint(
        &mut self,
        view: &JsValue,
        context: &CanvasRenderingContext2d,
        frame: &JsValue,
        position: &JsValue,
        focus: Option<String>,
        unit: usize,
    ) -> Result<bool, PageError> {
        let name = name_of(view);
        let (view, frame): (View, PageFrame) = (from_page(view)?, from_page(frame)?);
        let position: Position = from_page(position)?;
        let loaded = self.loaded()?;
        let look = Look {
            subject: loaded.subject(unit),
            position: &position,
            focus: focus.as_deref(),
            symbols: loaded.scenario().encoded.labels.as_deref(),
            ranges: loaded.ranges,
            other: self.other(unit),
            followed: (view == View::Road)
                .then(|| loaded.followed(unit))
                .flatten(),
            step: &loaded.step,
            from_zero: view.is_over_time().then(|| loaded.since_zero()).flatten(),
            show: &loaded.setup.show,
            truncated: (view == View::Truncation)
                .then(|| loaded.truncated())
                .flatten(),
        };
        let scene = pictures::scene(view, frame, &look);
        self.here = Some(position);
        Ok(self.gallery.paint(&name, scene, context, frame.ratio))
    }

    /// Paints the next pictures whole: a font has come.
    #[wasm_bindgen(js_name = forgetLayers)]
    pub fn forget_layers(&mut self) {
        self.gallery.forget_layers();
    }

    /// How much of a step is drawn where all steps are this wide, CSS px, and so much enlarged: `ribbon`, `beads`,
    /// `boxes` or `cell`.
    ///
    /// # Errors
    /// Before the first setup.
    #[cfg(feature = "whole")]
    pub fn closeness(&self, width: f32, zoom: f32) -> Result<String, PageError> {
        let steps = self.loaded()?.timeline().steps();
        let sight = Sight { zoom, pan: 0.0 };
        Ok(Lane::new(width, steps, sight).detail().name().to_owned())
    }

    /// What is meant by pointing at a place of a view, in CSS px.
    ///
    /// # Errors
    /// Where there is no such view.
    #[cfg(feature = "whole")]
    pub fn hit(&self, view: &JsValue, x: f32, y: f32) -> Result<JsValue, PageError> {
        let view = name_of(view);
        let mark = self.gallery.get(&view).and_then(|scene| scene.hit(x, y));
        to_page(&mark.and_then(|mark| self.seen(&mark, &view)))
    }

    /// The mark an arrow key leads to.
    ///
    /// # Errors
    /// Where there is no such view or direction.
    #[cfg(feature = "whole")]
    pub fn neighbour(
        &self,
        view: &JsValue,
        reference: Option<String>,
        direction: &JsValue,
    ) -> Result<JsValue, PageError> {
        let (view, direction): (String, Direction) = (name_of(view), from_page(direction)?);
        let scene = self.gallery.get(&view);
        let mark = scene.and_then(|scene| scene.neighbour(reference.as_deref(), direction));
        to_page(&mark.and_then(|mark| self.seen(mark, &view)))
    }

    /// A view painted last, as SVG; empty before.
    ///
    /// # Errors
    /// Where there is no such view.
    #[cfg(feature = "whole")]
    pub fn svg(&self, view: &JsValue) -> Result<String, PageError> {
        let scene = self.gallery.get(&name_of(view));
        Ok(scene.map(svg::write).unwrap_or_default())
    }

    /// The gradient of one given number against finite differences; null where it is not one.
    ///
    /// # Errors
    /// Before the first setup.
    #[cfg(feature = "whole")]
    pub fn check(&self, reference: &str) -> Result<JsValue, PageError> {
        let loaded = self.loaded()?;
        let reference: Option<Reference> = reference.parse().ok();
        if let Some(network) = self.declared.network() {
            return to_page(&reference.and_then(|reference| check_network(network, &reference)));
        }
        to_page(&reference.and_then(|reference| check(loaded.run(), &reference)))
    }

    /// What is on screen, as a run document.
    ///
    /// # Errors
    /// Before the first setup.
    #[cfg(feature = "whole")]
    pub fn document(&self) -> Result<String, PageError> {
        match self.declared.document() {
            Some(document) => Ok(document),
            None => Ok(document::write(self.loaded()?.scenario())),
        }
    }

    /// A pasted run document as a setup.
    ///
    /// # Errors
    /// Where it is bad, or holds what the page does not show.
    #[cfg(feature = "whole")]
    pub fn adopt(&self, text: &str) -> Result<JsValue, PageError> {
        to_page(&adopt(text)?)
    }

    /// Dies, so that a test can see the page live on.
    ///
    /// # Panics
    /// Always.
    #[wasm_bindgen(js_name = panicOnPurpose)]
    pub fn panic_on_purpose(&self) {
        panic!("provoked on purpose");
    }
}

impl Lab {
    fn other(&self, unit: usize) -> Option<(Subject<'_>, Ranges)> {
        let other = self.other.as_ref()?;
        Some((other.subject(unit), other.ranges))
    }

    /// The setup that ran last.
    pub(super) fn setup(&self) -> Result<&Setup, PageError> {
        Ok(&self.loaded()?.setup)
    }

    /// What it came to.
    pub(super) fn scenario(&self) -> Result<&Scenario, PageError> {
        Ok(self.loaded()?.scenario())
    }

    /// What is said about what ran last.
    fn outline(&self) -> Result<JsValue, PageError> {
        #[derive(serde::Serialize)]
        struct Said {
            #[serde(flatten)]
            model: Summary,
            #[cfg(feature = "whole")]
            translation: Option<Translated>,
            own: Option<labs::lab::Said>,
        }
        let loaded = self.loaded()?;
        let setup = &loaded.setup;
        to_page(&Said {
            model: summary(setup, &loaded.prepared, loaded.run()),
            #[cfg(feature = "whole")]
            translation: self.attention.said(setup),
            own: self.declared.said(),
        })
    }

    fn seen(&self, mark: &Mark, view: &str) -> Option<Hit> {
        let loaded = self.loaded.as_ref()?;
        let hit = Hit::of(mark, loaded.timeline(), self.here.as_ref())?;
        match (view, &self.other) {
            ("other", Some(other)) => Some(hit.in_other(&other.subject(1), &loaded.subject(1))),
            _ => Some(hit),
        }
    }

    fn loaded(&self) -> Result<&Loaded, PageError> {
        self.loaded
            .as_ref()
            .ok_or_else(|| PageError::new("nothing has been set up yet"))
    }
}

/// The same with its start learned, where that is chosen.
fn with_learned_start(prepared: Prepared) -> Prepared {
    Prepared {
        scenario: learned(prepared.scenario),
        ..prepared
    }
}

/// The opening scene's setup.
///
/// # Errors
/// None.
#[wasm_bindgen]
pub fn defaults() -> Result<JsValue, PageError> {
    to_page(&Setup::default())
}

/// Every setting, for the controls.
///
/// # Errors
/// None.
#[wasm_bindgen]
pub fn schema() -> Result<JsValue, PageError> {
    to_page_at_once(&schema::schema())
}

/// Reads what was typed or pasted as a sequence, and says what was understood.
///
/// # Errors
/// Where there is nothing, or numbers that cannot be used.
#[cfg(feature = "whole")]
#[wasm_bindgen(js_name = readSequence)]
pub fn read_sequence(text: &str) -> Result<JsValue, PageError> {
    #[derive(serde::Serialize)]
    struct Read {
        seq: sequence::Sequence,
        message: String,
    }
    let (seq, message) = sequence::read(text)?;
    to_page(&Read { seq, message })
}

/// Runs a document: the same text in and out as on the command line.
///
/// # Errors
/// Where the document is bad.
#[cfg(feature = "whole")]
#[wasm_bindgen]
pub fn run(text: &str) -> Result<String, PageError> {
    Ok(document::run(text)?)
}
