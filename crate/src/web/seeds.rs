//! What the page finds a seed at a time, so that it goes on in between: clipping under other seeds, and ways to start.
//!
//! Invariant: as in [`Lab`](super::lab::Lab): no arithmetic here. What was found for another study is dropped.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::boundary::{PageError, from_page, to_page};
use super::lab::Lab;
use super::pictures::View;
use crate::draw::Scene;
use crate::draw::views::{Frame, clip, starts};
use crate::explain::clipping::Clipping;
use crate::explain::sheet::Sheet;
use crate::explain::starts::compared;
use crate::model::recurrent::Study;
use crate::model::setup::{self, ClipSetup};
use crate::run::Examined;
use crate::run::starts::{Lengths, SEEDS, Starts, recurrent_gradient};

/// What has been found so far.
#[derive(Default)]
pub(super) struct Seeds {
    starts: Option<Starts>,
    lengths: Option<Lengths>,
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
        &self,
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
                Some(clip::clip(&input, frame, focus))
            }
            View::Starts => {
                let compared = compared(self.starts.as_ref()?, &examined.study, k);
                let input = starts::Starts {
                    compared: &compared,
                    of: SEEDS,
                };
                Some(starts::starts(&input, frame, focus))
            }
            _ => None,
        }
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
            _ => None,
        }
    }
}

/// How far it has come.
#[derive(serde::Serialize)]
struct Found {
    seeds: usize,
    of: usize,
}

#[wasm_bindgen]
impl Lab {
    /// Adds a seed to what a view shows, if one is missing; says how many there are.
    ///
    /// # Errors
    /// Where nothing is studied, or something is not what it should be.
    #[wasm_bindgen(js_name = studySeed)]
    pub fn study_seed(&mut self, view: &JsValue) -> Result<JsValue, PageError> {
        let view: View = from_page(view)?;
        let study = self.gradients.examined()?.study.clone();
        let example = self.setup()?.clip.of == setup::Clipping::Example;
        let model = self.scenario()?.clone();
        let seeds = &mut self.gradients.seeds;
        seeds.turn_to(&study);
        let found = match (view, &mut seeds.starts, &mut seeds.lengths) {
            (View::Starts, Some(starts), _) => {
                if !starts.is_whole() {
                    starts.add_seed(&model)?;
                }
                starts.seeds()
            }
            (View::Clip, _, Some(lengths)) if !example => {
                if lengths.found().len() < SEEDS {
                    lengths.add_seed(&model)?;
                }
                lengths.found().len()
            }
            _ => SEEDS,
        };
        to_page(&Found {
            seeds: found,
            of: SEEDS,
        })
    }
}
