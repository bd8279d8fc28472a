//! What the page asks about self-attention, and about what both kinds of model have: the same questions as of a
//! translation.
//!
//! Invariant: as in [`Lab`](super::lab::Lab): no arithmetic here.

use wasm_bindgen::JsValue;

use super::attention::Attention;
use super::boundary::{PageError, from_page};
use super::pictures::{PageFrame, View};
use crate::draw::Scene;
use crate::draw::views::attention::{answer, curve, heat, note, ribbons, self_step, versus};
use crate::draw::views::empty;
use crate::explain::learning::{self, Learnable, learnable};
use crate::explain::reading::{self, Here, ReadingTable, Versus, versus_sheet};
use crate::explain::sheet::Sheet;
use crate::explain::translation::{self, TranslationTable};
use crate::run::cursor::Position;
use crate::run::train::NAMES;

impl Attention {
    /// Where a person stands in what self-attention read; nothing where it is not what answers.
    pub(super) fn reader(
        &self,
        position: &JsValue,
        unit: usize,
    ) -> Result<Option<Here<'_>>, PageError> {
        let Some(reading) = &self.reading else {
            return Ok(None);
        };
        let position: Position = from_page(position)?;
        Ok(Some(Here::at(reading, &position, unit)))
    }

    /// What can be trained under a name, and what has been.
    pub(super) fn learnable(&self, name: &str) -> Option<Learnable> {
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

    fn versus(&self) -> Option<Versus> {
        match (&self.reading, self.translation()) {
            (Some(reading), _) => Some(reading::versus(reading.model().width, reading.positions())),
            (None, Ok(it)) => Some(reading::versus(it.model().encoder, it.positions())),
            (None, Err(_)) => None,
        }
    }

    /// The pictures that both kinds of model have; nothing for the others.
    pub(super) fn scene_of_either(
        &self,
        view: View,
        page: &PageFrame,
        focus: Option<&str>,
    ) -> Option<Scene> {
        match view {
            View::Curve => Some(curve::curve(&self.curve, &page.frame(), focus)),
            View::Versus => Some(match self.versus() {
                Some(versus) => versus::versus(&versus, &page.frame(), focus),
                None => empty(&page.frame()),
            }),
            _ => None,
        }
    }

    /// Where there is nothing to show: what would have to be trained first, if that is why.
    pub(super) fn scene_of_none(&self, view: View, page: &PageFrame) -> Scene {
        let missing = self.missing.as_ref().filter(|_| view == View::Attention);
        missing.map_or_else(
            || empty(&page.frame()),
            |missing| note(&missing.words(), &page.frame()),
        )
    }

    /// The numbers of a picture.
    pub(super) fn sheet(
        &self,
        view: &JsValue,
        position: &JsValue,
        unit: usize,
    ) -> Result<Sheet, PageError> {
        match from_page(view)? {
            View::Curve => return Ok(learning::sheet(&self.curve)),
            View::Versus => {
                let versus = self.versus();
                let versus = versus.ok_or_else(|| PageError::new("nothing is read"))?;
                return Ok(versus_sheet(&versus));
            }
            _ => {}
        }
        if let Some(here) = self.reader(position, unit)? {
            let view: ReadingTable = from_page(view)?;
            return Ok(reading::sheet(&here, view));
        }
        let view: TranslationTable = from_page(view)?;
        Ok(translation::sheet(&self.here(position, unit)?, view))
    }
}

/// A picture of what self-attention read.
pub(super) fn scene(view: View, page: PageFrame, here: &Here<'_>, focus: Option<&str>) -> Scene {
    let frame = page.frame();
    match view {
        View::Answer => answer::answer(&reading::answer(here.reading, here.t), &frame, focus),
        View::Attention => heat::heat(&reading::heat(here), &frame, focus),
        View::Ribbons => ribbons::ribbons(&reading::heat(here), &frame, focus),
        View::Lengths => note(&reading::outline(here.reading).reached, &frame),
        View::Look => self_step::self_step(&reading::look(here), &frame, focus),
        _ => empty(&frame),
    }
}
