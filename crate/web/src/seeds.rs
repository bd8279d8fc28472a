//! What is found a piece at a time, by the engine of a worker or between two frames by the page's own: clipping under
//! other seeds, ways to start, and long runs.
//!
//! Invariant: as in [`Lab`](super::lab::Lab): no arithmetic here. What was found for another study is dropped.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::boundary::{PageError, from_page, numbers_from_page, to_page};
use super::lab::Lab;
use super::pictures::View;
use labs::gradients::explain::alone::left_alone;
use labs::gradients::explain::clipping::Clipping;
use labs::gradients::explain::starts::compared;
use labs::gradients::recurrent::{MOST_LONG_STEPS, Study};
use labs::gradients::run::alone::{Alone, Following, Piece};
use labs::gradients::run::starts::{Lengths, SEEDS, Starts, recurrent_gradient};
use labs::gradients::run::study::Examined;
use labs::setup;
use labs::setup::{ClipSetup, SetupError};
use unrolled::model::Scenario;
use view::draw::panel::Panel;

/// What has been found so far.
#[derive(Default)]
pub(super) struct Seeds {
    starts: Option<Starts>,
    lengths: Option<Lengths>,
    alone: Option<Alone>,
    /// The long run behind it, where it is this engine that follows it.
    following: Option<Following>,
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
        if !self.alone.as_ref().is_some_and(|it| it.is_of(study)) {
            self.alone = Some(Alone::of(study));
            self.following = None;
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

    /// A view that is found so; nothing of another one.
    pub(super) fn panel(
        &self,
        view: View,
        examined: &Examined,
        setup: &ClipSetup,
        k: usize,
    ) -> Option<Panel> {
        Some(match view {
            View::Clip => {
                let clipping = self.clipping(examined, setup);
                clipping.panel(examined.study.seed, SEEDS).into()
            }
            View::Starts => {
                let starts = self.starts.as_ref()?;
                compared(starts, &examined.study, k).panel(SEEDS).into()
            }
            View::Alone => left_alone(self.alone.as_ref()?).panel().into(),
            _ => return None,
        })
    }
}

/// How many steps of a long run are followed at once.
const PIECE: usize = 100;

/// A piece, and how far it leads.
#[derive(serde::Serialize)]
struct Next<P> {
    piece: P,
    found: usize,
    of: usize,
}

/// How far it has come, in seeds or in steps.
#[derive(serde::Serialize)]
struct Found {
    found: usize,
    of: usize,
}

#[cfg(feature = "whole")]
#[wasm_bindgen]
impl Lab {
    /// The threshold that would stand at a place of the picture of clipping painted last; none where nothing shows it.
    #[wasm_bindgen(js_name = studyThreshold)]
    #[must_use]
    pub fn study_threshold(&self, x: f32, y: f32) -> Option<f64> {
        self.gallery.get("clip")?.size_at(x, y)
    }

    /// How much of what a view shows has been found.
    ///
    /// # Errors
    /// Where nothing is studied, or something is not what it should be.
    #[wasm_bindgen(js_name = studyFound)]
    pub fn study_found(&mut self, view: &JsValue) -> Result<JsValue, PageError> {
        let view: View = from_page(view)?;
        self.turn_to_study()?;
        to_page(&self.found_of(view)?)
    }

    /// Finds the piece of a view that begins after so much, without taking it: it may be taken by another engine with
    /// the same model.
    ///
    /// # Errors
    /// Where nothing is studied, or something is not what it should be.
    #[wasm_bindgen(js_name = studyPiece)]
    pub fn study_piece(&mut self, view: &JsValue, after: usize) -> Result<JsValue, PageError> {
        let view: View = from_page(view)?;
        self.turn_to_study()?;
        let study = self.gradients.examined()?.study.clone();
        let model = self.scenario()?.clone();
        let seeds = &mut self.gradients.seeds;
        match (view, &seeds.starts, &seeds.lengths) {
            (View::Starts, Some(starts), _) => to_page(&Next {
                piece: starts.under(after + 1)?,
                found: after + 1,
                of: SEEDS,
            }),
            (View::Clip, _, Some(lengths)) => to_page(&Next {
                piece: lengths.under(after + 1, &model)?,
                found: after + 1,
                of: SEEDS,
            }),
            _ => {
                let piece = seeds.follow(&study, &model, after)?;
                to_page(&Next {
                    found: piece.from + piece.largest.len(),
                    of: MOST_LONG_STEPS,
                    piece,
                })
            }
        }
    }

    /// Takes a piece of a view; says how far it has come.
    ///
    /// # Errors
    /// Where nothing is studied, or something is not what it should be.
    #[wasm_bindgen(js_name = studyTake)]
    pub fn study_take(&mut self, view: &JsValue, piece: &JsValue) -> Result<JsValue, PageError> {
        let view: View = from_page(view)?;
        self.turn_to_study()?;
        let seeds = &mut self.gradients.seeds;
        match (
            view,
            &mut seeds.starts,
            &mut seeds.lengths,
            &mut seeds.alone,
        ) {
            (View::Starts, Some(starts), ..) => starts.take(numbers_from_page(piece)?),
            (View::Clip, _, Some(lengths), _) => lengths.take(&numbers_from_page(piece)?),
            (View::Alone, .., Some(alone)) => alone.take(numbers_from_page(piece)?),
            _ => {}
        }
        to_page(&self.found_of(view)?)
    }
}

impl Lab {
    fn turn_to_study(&mut self) -> Result<(), PageError> {
        let study = self.gradients.examined()?.study.clone();
        self.gradients.seeds.turn_to(&study);
        Ok(())
    }

    fn found_of(&self, view: View) -> Result<Found, PageError> {
        let seeds = &self.gradients.seeds;
        let is_example = self.setup()?.clip.of == setup::Clipping::Example;
        Ok(match (view, &seeds.starts, &seeds.lengths, &seeds.alone) {
            (View::Starts, Some(starts), ..) => Found {
                found: starts.seeds(),
                of: SEEDS,
            },
            (View::Clip, _, Some(lengths), _) if !is_example => Found {
                found: lengths.found().len(),
                of: SEEDS,
            },
            (View::Alone, .., Some(alone)) => Found {
                found: alone.followed(),
                of: alone.steps(),
            },
            _ => Found {
                found: SEEDS,
                of: SEEDS,
            },
        })
    }
}

impl Seeds {
    /// The steps of a long run that come after so many.
    fn follow(
        &mut self,
        study: &Study,
        model: &Scenario,
        after: usize,
    ) -> Result<Piece, SetupError> {
        let known = self.following.take();
        let known = known.filter(|it| it.is_of(study) && it.followed() <= after);
        let following = match known {
            Some(known) => self.following.insert(known),
            None => self.following.insert(Following::of(study, model)?),
        };
        following.catch_up(after);
        Ok(following.follow(PIECE))
    }
}
