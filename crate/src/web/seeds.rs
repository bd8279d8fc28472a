//! What the page finds a piece at a time, so that it goes on in between: clipping under other seeds, ways to start, and
//! long runs.
//!
//! Invariant: as in [`Lab`](super::lab::Lab): no arithmetic here. What was found for another study is dropped.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::boundary::{PageError, from_page, to_page};
use super::lab::Lab;
use super::pictures::View;
use crate::draw::Scene;
use crate::draw::views::{Frame, alone, clip, starts};
use crate::explain::alone::left_alone;
use crate::explain::clipping::Clipping;
use crate::explain::inspect::Inspection;
use crate::explain::sheet::Sheet;
use crate::explain::starts::compared;
use crate::model::Scenario;
use crate::model::recurrent::Study;
use crate::model::setup::{self, ClipSetup, SetupError};
use crate::run::Examined;
use crate::run::alone::Alone;
use crate::run::starts::{Lengths, SEEDS, Starts, recurrent_gradient};

/// What has been found so far.
#[derive(Default)]
pub(super) struct Seeds {
    starts: Option<Starts>,
    lengths: Option<Lengths>,
    alone: Option<Alone>,
    /// Where the threshold stands in the picture painted last.
    place: clip::Place,
}

impl Seeds {
    /// Begins anew where something else is studied.
    pub(super) fn turn_to(&mut self, study: &Study) {
        if !self.starts.as_ref().is_some_and(|it| it.are_of(study)) {
            self.starts = Some(Starts::of(study));
        }
        if !self.lengths.as_ref().is_some_and(|it| it.are_of(study)) {
            self.lengths = Some(Lengths::of(study));
        }
        self.alone = self.alone.take().filter(|it| it.is_of(study));
    }

    fn clipping(&self, examined: &Examined, setup: &ClipSetup) -> Clipping {
        match setup.of {
            setup::Clipping::Example => Clipping::of(
                "gradient".to_owned(),
                setup.example().to_vec(),
                setup,
                vec![],
            ),
            setup::Clipping::Study => Clipping::of(
                "gradient of the recurrent weights".to_owned(),
                recurrent_gradient(&examined.run).to_vec(),
                setup,
                self.lengths
                    .as_ref()
                    .map(|it| it.found().to_vec())
                    .unwrap_or_default(),
            ),
        }
    }

    /// The picture of a view that is found so; nothing of another one.
    pub(super) fn scene(
        &mut self,
        view: View,
        examined: &Examined,
        setup: &ClipSetup,
        (frame, k, focus): (&Frame, usize, Option<&str>),
    ) -> Option<Scene> {
        match view {
            View::Clip => {
                let clipping = self.clipping(examined, setup);
                let input = clip::Clipped {
                    clipping: &clipping,
                    seed: examined.study.seed,
                    of: SEEDS,
                };
                let (scene, place) = clip::clip(&input, frame, focus);
                self.place = place;
                Some(scene)
            }
            View::Starts => {
                let compared = compared(self.starts.as_ref()?, &examined.study, k);
                let input = starts::Starts {
                    compared: &compared,
                    of: SEEDS,
                };
                Some(starts::starts(&input, frame, focus))
            }
            View::Alone => {
                let found = left_alone(self.alone.as_ref()?);
                Some(alone::alone(&found, frame, focus))
            }
            _ => None,
        }
    }

    /// What is known about a name in one of its pictures.
    pub(super) fn inspect(
        &self,
        reference: &str,
        examined: &Examined,
        setup: &ClipSetup,
        k: usize,
    ) -> Option<Inspection> {
        let started = || compared(self.starts.as_ref()?, &examined.study, k).inspect(reference);
        let alone = || left_alone(self.alone.as_ref()?).inspect(reference);
        self.clipping(examined, setup)
            .inspect(reference)
            .or_else(started)
            .or_else(alone)
    }

    /// Its numbers.
    pub(super) fn sheet(
        &self,
        view: View,
        examined: &Examined,
        setup: &ClipSetup,
        k: usize,
    ) -> Option<Sheet> {
        match view {
            View::Clip => Some(self.clipping(examined, setup).sheet()),
            View::Starts => Some(compared(self.starts.as_ref()?, &examined.study, k).sheet()),
            View::Alone => Some(left_alone(self.alone.as_ref()?).sheet()),
            _ => None,
        }
    }
}

/// How many steps of a long run are followed at once.
const PIECE: usize = 50;

/// How far it has come, in seeds or in steps.
#[derive(serde::Serialize)]
struct Found {
    found: usize,
    of: usize,
}

#[wasm_bindgen]
impl Lab {
    /// The threshold that would stand at a place of the picture of clipping painted last; none where nothing shows it.
    #[wasm_bindgen(js_name = studyThreshold)]
    #[must_use]
    pub fn study_threshold(&self, x: f32, y: f32) -> Option<f64> {
        self.gradients.seeds.place.threshold(x, y)
    }

    /// Finds the next piece of what a view shows, if one is missing; says how far it has come.
    ///
    /// # Errors
    /// Where nothing is studied, or something is not what it should be.
    #[wasm_bindgen(js_name = studyMore)]
    pub fn study_more(&mut self, view: &JsValue) -> Result<JsValue, PageError> {
        let view: View = from_page(view)?;
        let study = self.gradients.examined()?.study.clone();
        let example = self.setup()?.clip.of == setup::Clipping::Example;
        let model = self.scenario()?.clone();
        let seeds = &mut self.gradients.seeds;
        seeds.turn_to(&study);
        let (found, of) = match view {
            View::Starts => (seeds.more_starts(&model)?, SEEDS),
            View::Clip if !example => (seeds.more_lengths(&model)?, SEEDS),
            View::Alone => seeds.more_alone(&study, &model)?,
            _ => (SEEDS, SEEDS),
        };
        to_page(&Found { found, of })
    }
}

impl Seeds {
    fn more_starts(&mut self, model: &Scenario) -> Result<usize, SetupError> {
        let Some(starts) = &mut self.starts else {
            return Ok(SEEDS);
        };
        if !starts.is_whole() {
            starts.add_seed(model)?;
        }
        Ok(starts.seeds())
    }

    fn more_lengths(&mut self, model: &Scenario) -> Result<usize, SetupError> {
        let Some(lengths) = &mut self.lengths else {
            return Ok(SEEDS);
        };
        if lengths.found().len() < SEEDS {
            lengths.add_seed(model)?;
        }
        Ok(lengths.found().len())
    }

    fn more_alone(
        &mut self,
        study: &Study,
        model: &Scenario,
    ) -> Result<(usize, usize), SetupError> {
        let alone = match &mut self.alone {
            Some(alone) => alone,
            none => none.insert(Alone::of(study, model)?),
        };
        alone.follow(PIECE);
        Ok((alone.followed(), alone.steps()))
    }
}
