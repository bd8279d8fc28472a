//! What the page asks about a study of gradients.
//!
//! Invariant: as in [`Lab`]: no arithmetic here. A study is run again only where it, or the model it looks at, has
//! changed; what takes longer than a frame waits until the page says that a drag rests.

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
use super::pictures::{PageFrame, View, is_here, way};
use super::seeds::Seeds;
use labs::gradients::draw::study::{chain, factors, nearest_k, plane};
use labs::gradients::explain::study;
use labs::gradients::explain::study::pictures;
use labs::gradients::recurrent::{Bases, Studied, Study};
use labs::gradients::run::study::Beside;
use labs::gradients::run::study::Examined;
use labs::setup::Setup;
use labs::setup::{ClipSetup, SetupError};
use unrolled::model::Scenario;
use view::draw::panel::Panel;
use view::draw::panel::chart::Ends;
use view::draw::{Scene, views};
use view::explain::inspect::Inspection;
use view::explain::sheet::Sheet;
use view::explain::{El, Formula, Level, Notation, Verbosity};

/// The study that ran last, and what its pictures were painted with.
#[derive(Default)]
pub(super) struct Gradients {
    examined: Option<Examined>,
    bases: Bases,
    /// Those of a drag, which starts from where it began.
    before: Bases,
    /// The powers of ten of the chart, and how far the plane reaches: they stay while something is dragged.
    range: Ends,
    reach: Ends,
    place: plane::Place,
    pub(super) seeds: Seeds,
}

impl Gradients {
    /// What is studied in a setup, before anything changes; nothing where nothing is.
    pub(super) fn prepare(
        &mut self,
        setup: &Setup,
        scenario: &Scenario,
        is_same_model: bool,
    ) -> Result<Next, SetupError> {
        setup.grad.checked()?;
        setup.clip.checked()?;
        if !setup.studying {
            return Ok(Next::Nothing);
        }
        let looks_at_model = !setup.grad.has_matrix()
            || setup.grad.base == labs::gradients::recurrent::BaseKind::Model;
        let known = self
            .examined
            .as_ref()
            .is_some_and(|it| it.study == setup.grad);
        if known && (is_same_model || !looks_at_model) {
            return Ok(Next::Same);
        }
        let studied = setup.grad.studied(scenario, &mut self.bases)?;
        let beside = Beside::all(&setup.grad, &mut self.bases)?;
        Ok(Next::Other(Box::new((setup.grad.clone(), studied, beside))))
    }

    /// Runs what was prepared.
    pub(super) fn run(&mut self, next: Next) {
        match next {
            Next::Nothing => self.examined = None,
            Next::Same => {}
            Next::Other(other) => {
                let (study, studied, beside) = *other;
                let earlier = self.examined.take();
                self.examined = Some(Examined::of(study, studied, beside, earlier));
            }
        }
    }

    /// A line about it, for the page.
    pub(super) fn summary(&self) -> Option<Outline> {
        let examined = self.examined.as_ref()?;
        Some(Outline {
            chip: study::chip(examined),
            steps: examined.steps(),
            notices: examined.studied.notices.clone(),
            rho: examined.radius,
            is_fine: examined.is_fine(),
            usable: examined.matrix().is_some(),
        })
    }

    /// The setup with one number of the study changed; `None` where this is none.
    pub(super) fn edit(
        &self,
        setup: &Setup,
        reference: &str,
        value: f64,
    ) -> Option<Result<Setup, SetupError>> {
        let examined = self.examined.as_ref()?;
        let changed = study::with_number(&setup.grad, &examined.studied, reference, value)?;
        Some(changed.and_then(|grad| {
            grad.checked()?;
            Ok(Setup {
                grad,
                ..setup.clone()
            })
        }))
    }

    pub(super) fn examined(&self) -> Result<&Examined, PageError> {
        self.examined
            .as_ref()
            .ok_or_else(|| PageError::new("nothing is studied"))
    }

    /// A view of the study that is data; nothing of one that is drawn by hand.
    fn panel(&self, view: View, clip: &ClipSetup, k: usize) -> Option<Panel> {
        let examined = self.examined.as_ref()?;
        if !is_here(view) {
            return None;
        }
        match view {
            View::Decay => Some(study::decay(examined, k).into()),
            View::Forward => Some(study::forward(examined, k).into()),
            View::Matrix => Some(match study::matrix(examined) {
                Some(matrix) => matrix.into(),
                None => study::no_matrix().into(),
            }),
            view => self.seeds.panel(view, examined, clip, k),
        }
    }

    /// What is known about a name in one of them.
    fn inspect(&self, reference: &str, clip: &ClipSetup, k: usize) -> Option<Inspection> {
        let views = [View::Clip, View::Starts, View::Alone].into_iter();
        let mut panels = views.filter_map(|view| self.panel(view, clip, k));
        panels.find_map(|panel| panel.inspect(reference))
    }

    fn scene(
        &mut self,
        view: View,
        page: PageFrame,
        clip: &ClipSetup,
        (k, focus): (usize, Option<&str>),
    ) -> Result<Scene, PageError> {
        let frame = page.frame();
        let study = self.examined()?.study.clone();
        if !is_here(view) {
            return Ok(views::empty(&frame));
        }
        self.seeds.turn_to(&study);
        if let Some(mut panel) = self.panel(view, clip, k) {
            if let (View::Decay, Panel::Chart(chart)) = (view, &mut panel) {
                chart.y.ends = self.range.shown(chart.y.ends, page.settled());
            }
            let place = focus.and_then(study::place_of);
            return Ok(panel.scene(&frame, place.as_deref().or(focus)));
        }
        let Some(examined) = self.examined.as_ref() else {
            return Ok(views::empty(&frame));
        };
        Ok(match view {
            View::Chain | View::Signal => {
                let picture = pictures::chain(examined, k);
                let (pulse, come) = way(page.progress(), examined.steps());
                let input = chain::Chain {
                    picture: &picture,
                    has_bracket: view == View::Chain,
                    come,
                    pulse,
                };
                chain::chain(&input, &frame, focus)
            }
            View::Plane => {
                let picture = pictures::plane(examined);
                let fit = picture.as_ref().map_or(1.0, |picture| picture.reach);
                let (_, reach) = self.reach.shown((-fit, fit), page.settled());
                let (scene, place) = plane::plane(picture.as_ref(), reach, &frame, focus);
                self.place = place;
                scene
            }
            View::Factors => {
                let picture = pictures::factors(examined, k, factors::room(&frame));
                factors::factors(&picture, &frame, focus)
            }
            _ => views::empty(&frame),
        })
    }
}

/// What a setup comes to as a study.
pub(super) enum Next {
    Nothing,
    Same,
    Other(Box<(Study, Studied, Vec<Beside>)>),
}

/// A line about a study.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Outline {
    chip: String,
    #[serde(rename = "T")]
    steps: usize,
    notices: Vec<String>,
    rho: f64,
    is_fine: bool,
    /// Whether it is one matrix, which can be used in the Cell lab.
    usable: bool,
}

/// The numbers of one k as they are printed.
#[derive(Debug, Serialize)]
struct Reading {
    k: usize,
    number: String,
    verdict: String,
    power: Option<El>,
    words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct How {
    level: Level,
    notation: Notation,
}

#[wasm_bindgen]
impl Lab {
    /// Paints a view of the study; answers whether there was anything to paint.
    ///
    /// # Errors
    /// Where nothing is studied, or something is not what it should be.
    #[wasm_bindgen(js_name = paintStudy)]
    pub fn paint_study(
        &mut self,
        view: &JsValue,
        context: &CanvasRenderingContext2d,
        frame: &JsValue,
        k: usize,
        focus: Option<String>,
    ) -> Result<bool, PageError> {
        let name = name_of(view);
        let (view, frame): (View, PageFrame) = (from_page(view)?, from_page(frame)?);
        let clip = self.setup()?.clip.clone();
        let scene = (self.gradients).scene(view, frame, &clip, (k, focus.as_deref()))?;
        Ok(self.gallery.paint(&name, scene, context, frame.ratio))
    }

    /// The formula at k.
    ///
    /// # Errors
    /// Where nothing is studied.
    #[cfg(feature = "whole")]
    #[wasm_bindgen(js_name = studyFormula)]
    pub fn study_formula(&self, k: usize, view: &JsValue) -> Result<JsValue, PageError> {
        let How { level, notation } = from_page(view)?;
        let formula: Formula = study::formula(self.gradients.examined()?, k, level, notation);
        to_page_at_once(&formula)
    }

    /// What is left at k, in words; `was` is what was left before something changed, as it was printed.
    ///
    /// # Errors
    /// Where nothing is studied.
    #[wasm_bindgen(js_name = studySentence)]
    pub fn study_sentence(
        &self,
        k: usize,
        verbosity: &JsValue,
        was: Option<String>,
    ) -> Result<String, PageError> {
        let verbosity: Verbosity = from_page(verbosity)?;
        let examined = self.gradients.examined()?;
        Ok(study::sentence(examined, k, verbosity, was.as_deref()))
    }

    /// What is left at k, as it is printed.
    ///
    /// # Errors
    /// Where nothing is studied.
    #[wasm_bindgen(js_name = studyNumber)]
    pub fn study_number(&self, k: usize) -> Result<String, PageError> {
        Ok(study::verdict(self.gradients.examined()?, k).0)
    }

    /// The big number at k, the words beside it, and ρ^k.
    ///
    /// # Errors
    /// Where nothing is studied.
    #[wasm_bindgen(js_name = studyReading)]
    pub fn study_reading(&self, k: usize) -> Result<JsValue, PageError> {
        let examined = self.gradients.examined()?;
        let (number, verdict) = study::verdict(examined, k);
        let power = study::power(examined, k);
        let words = power
            .as_ref()
            .map(|power| power.words.clone())
            .unwrap_or_default();
        to_page_at_once(&Reading {
            k,
            number,
            verdict,
            power: power.map(|power| power.tree),
            words,
        })
    }

    /// How many factors the gradient has passed when the motion of the first screen has come so far; nothing while it
    /// has not begun.
    ///
    /// # Errors
    /// Where nothing is studied.
    #[wasm_bindgen(js_name = studyWay)]
    pub fn study_way(&self, progress: f32) -> Result<Option<usize>, PageError> {
        Ok(way(progress, self.gradients.examined()?.steps()).1)
    }

    /// What is known about a name of the study, or without one about the product at k.
    ///
    /// # Errors
    /// Where nothing is studied.
    #[cfg(feature = "whole")]
    #[wasm_bindgen(js_name = studyInspect)]
    pub fn study_inspect(&self, reference: Option<String>, k: usize) -> Result<JsValue, PageError> {
        let (examined, clip) = (self.gradients.examined()?, &self.setup()?.clip);
        let found = (reference.as_deref()).and_then(|name| self.gradients.inspect(name, clip, k));
        to_page(&found.unwrap_or_else(|| study::inspect(examined, reference.as_deref(), k)))
    }

    /// The numbers of a view of the study as a table.
    ///
    /// # Errors
    /// Where nothing is studied, or there is no such table.
    #[cfg(feature = "whole")]
    #[wasm_bindgen(js_name = studyTable)]
    pub fn study_table(&self, view: &JsValue, k: usize) -> Result<JsValue, PageError> {
        let sheet = self.study_sheet(view, k)?;
        let examined = self.gradients.examined()?;
        to_page_at_once(&sheet.table_with(|name| study::given(examined, name)))
    }

    /// The same numbers with every digit.
    ///
    /// # Errors
    /// Where nothing is studied, or there is no such table.
    #[cfg(feature = "whole")]
    #[wasm_bindgen(js_name = studyCsv)]
    pub fn study_csv(&self, view: &JsValue, k: usize) -> Result<String, PageError> {
        Ok(self.study_sheet(view, k)?.csv())
    }

    /// The k whose place in a view painted last is nearest to this x.
    ///
    /// # Errors
    /// Where there is no such view.
    #[cfg(feature = "whole")]
    #[wasm_bindgen(js_name = studyK)]
    pub fn study_k(&self, view: &JsValue, x: f32) -> Result<Option<usize>, PageError> {
        let scene = self.gallery.get(&name_of(view));
        Ok(scene.and_then(|scene| nearest_k(scene, x)))
    }

    /// Finds what was left out while something moved; answers whether there is more to show now.
    #[wasm_bindgen(js_name = studyRefine)]
    pub fn study_refine(&self) -> bool {
        let coarse = self.gradients.examined.as_ref().filter(|it| !it.is_fine());
        coarse.inspect(|examined| examined.refine()).is_some()
    }

    /// The study `from` which a drag began, with the thing of this name at a place of the plane painted last.
    ///
    /// # Errors
    /// Where it cannot be there.
    #[cfg(feature = "whole")]
    #[wasm_bindgen(js_name = studyDrag)]
    pub fn study_drag(
        &mut self,
        from: &JsValue,
        reference: &str,
        x: f32,
        y: f32,
    ) -> Result<JsValue, PageError> {
        let from: Study = from_page(from)?;
        let to = self.gradients.place.number(x, y);
        let mut bases = std::mem::take(&mut self.gradients.before);
        let studied = from.studied(self.scenario()?, &mut bases);
        self.gradients.before = bases;
        to_page(&study::dragged(&from, &studied?, reference, to)?)
    }

    /// The study with its matrix written down, to be edited by hand.
    ///
    /// # Errors
    /// Where nothing is studied, or more than one matrix is.
    #[cfg(feature = "whole")]
    #[wasm_bindgen(js_name = studyByHand)]
    pub fn study_by_hand(&self) -> Result<JsValue, PageError> {
        let examined = self.gradients.examined()?;
        to_page(&study::written_down(&examined.study, &examined.studied)?)
    }

    /// The setup in which the current model is a plain RNN with the studied matrix.
    ///
    /// # Errors
    /// Where nothing is studied, or more than one matrix is.
    #[cfg(feature = "whole")]
    #[wasm_bindgen(js_name = useStudy)]
    pub fn use_study(&self) -> Result<JsValue, PageError> {
        let examined = self.gradients.examined()?;
        to_page(&examined.study.used_in(self.setup()?, &examined.studied)?)
    }
}

impl Lab {
    /// The numbers of a view of the study.
    fn study_sheet(&self, view: &JsValue, k: usize) -> Result<Sheet, PageError> {
        let examined = self.gradients.examined()?;
        let panel = (self.gradients).panel(from_page(view)?, &self.setup()?.clip, k);
        if let Some(panel) = panel {
            return Ok(panel.sheet());
        }
        Ok(study::sheet(examined, from_page(view)?))
    }
}
