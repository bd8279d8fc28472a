//! What answered, and where a person stands in it: the same questions to each kind.
//!
//! Invariant: as in [`Lab`](super::lab::Lab): no arithmetic here. Which kind it is, is asked nowhere else.

use wasm_bindgen::JsValue;

use super::boundary::{PageError, from_page};
use super::pictures::{PageFrame, View};
use labs::attention::draw::{answer, by_hand, heat, ribbons, self_step, step, vectors};
use labs::attention::explain::{lookup, reading, translation};
use labs::attention::run::lookup::Lookup;
use labs::attention::run::reading::Reading;
use labs::attention::run::translation::Translation;
use labs::setup::AttnSetup;
use unrolled::run::cursor::{Move, Position};
use view::draw::Scene;
use view::draw::panel::Text;
use view::draw::views::empty;
use view::explain::formula::Link;
use view::explain::inspect::Inspection;
use view::explain::sheet::Sheet;
use view::explain::{Formula, Level, Notation, Verbosity};

/// What answered last.
pub(super) enum Answered {
    /// An encoder and a decoder.
    Pair(Box<Translation>),
    /// Self-attention.
    Alone(Box<Reading>),
    /// A few states and one query, set by hand.
    Hand(Box<Lookup>),
}

impl Answered {
    /// What was chosen.
    pub(super) fn setup(&self) -> &AttnSetup {
        match self {
            Self::Pair(it) => &it.setup,
            Self::Alone(it) => &it.setup,
            Self::Hand(it) => &it.setup,
        }
    }

    /// The translation, where it is one.
    pub(super) fn translation(&self) -> Option<&Translation> {
        match self {
            Self::Pair(it) => Some(it),
            _ => None,
        }
    }

    pub(super) fn into_translation(self) -> Option<Translation> {
        match self {
            Self::Pair(it) => Some(*it),
            _ => None,
        }
    }

    /// How wide what answered is, and how many positions it looked at; nothing by hand.
    pub(super) fn sizes(&self) -> Option<(usize, usize)> {
        match self {
            Self::Pair(it) => Some((it.model().encoder, it.positions())),
            Self::Alone(it) => Some((it.model().width, it.positions())),
            Self::Hand(_) => None,
        }
    }

    pub(super) fn outline(&self) -> translation::Outline {
        match self {
            Self::Pair(it) => translation::outline(it),
            Self::Alone(it) => reading::outline(it),
            Self::Hand(it) => lookup::outline(it),
        }
    }

    pub(super) fn resolve(&self, position: &Position) -> Position {
        match self {
            Self::Pair(it) => translation::resolve(it, position),
            Self::Alone(it) => reading::resolve(it, position),
            Self::Hand(it) => lookup::resolve(it, position),
        }
    }

    pub(super) fn moved(&self, from: &Position, how: Move) -> Position {
        match self {
            Self::Pair(it) => translation::moved(it, from, how),
            Self::Alone(it) => reading::moved(it, from, how),
            Self::Hand(it) => lookup::moved(it, from, how),
        }
    }

    /// The unit that a name is about, from 1.
    pub(super) fn unit(&self, reference: &str) -> Option<usize> {
        match self {
            Self::Hand(_) => lookup::unit_of(reference),
            _ => reference.rsplit_once(".u")?.1.parse().ok(),
        }
    }

    /// The number of this name, where it was set by hand.
    pub(super) fn given(&self, reference: &str) -> Option<f64> {
        let given = match self {
            Self::Pair(it) => translation::given(it, reference),
            Self::Alone(_) => None,
            Self::Hand(it) => lookup::given(it, reference),
        };
        Some(given?.value)
    }

    /// What is chosen, with a number of this name set by hand.
    pub(super) fn edit(&self, reference: &str, value: f64) -> Option<AttnSetup> {
        match self {
            Self::Pair(it) => translation::hold(it, reference, value),
            Self::Alone(_) => None,
            Self::Hand(it) => lookup::edit(it, reference, value),
        }
    }
}

/// Where a person stands in what answered.
pub(super) enum Standing<'a> {
    Pair(translation::Here<'a>),
    Alone(reading::Here<'a>),
    Hand(lookup::Here<'a>),
}

impl Standing<'_> {
    pub(super) fn formula(&self, level: Level, notation: Notation) -> Option<Formula> {
        match self {
            Self::Pair(here) => translation::formula(here, level, notation),
            Self::Alone(here) => reading::formula(here, level, notation),
            Self::Hand(here) => lookup::formula(here, level, notation),
        }
    }

    pub(super) fn chain(&self, notation: Notation) -> Vec<Link> {
        match self {
            Self::Pair(here) => translation::chain(here, notation),
            Self::Alone(here) => reading::chain(here, notation),
            Self::Hand(here) => lookup::chain(here, notation),
        }
    }

    pub(super) fn sentence(&self, verbosity: Verbosity) -> String {
        match self {
            Self::Pair(here) => translation::sentence(here, verbosity),
            Self::Alone(here) => reading::sentence(here, verbosity),
            Self::Hand(here) => lookup::sentence(here, verbosity),
        }
    }

    pub(super) fn inspect(&self, reference: Option<&str>) -> Inspection {
        match self {
            Self::Pair(here) => translation::inspect(here, reference),
            Self::Alone(here) => reading::inspect(here, reference),
            Self::Hand(here) => lookup::inspect(here, reference),
        }
    }

    /// The numbers of a picture of this kind.
    pub(super) fn sheet(&self, view: &JsValue) -> Result<Sheet, PageError> {
        Ok(match self {
            Self::Pair(here) => translation::sheet(here, from_page(view)?),
            Self::Alone(here) => reading::sheet(here, from_page(view)?),
            Self::Hand(here) => lookup::sheet(here, from_page(view)?),
        })
    }

    /// A picture of this kind.
    pub(super) fn scene(&self, view: View, page: &PageFrame, focus: Option<&str>) -> Scene {
        match self {
            Self::Pair(here) => of_pair(here, view, page, focus),
            Self::Alone(here) => of_one(here, view, page, focus),
            Self::Hand(here) => of_hand(here, view, page, focus),
        }
    }
}

fn of_pair(
    here: &translation::Here<'_>,
    view: View,
    page: &PageFrame,
    focus: Option<&str>,
) -> Scene {
    let frame = page.frame();
    match view {
        View::Answer => answer::answer(
            &translation::answer(here.translation, here.t),
            &frame,
            focus,
        ),
        View::Attention => heat::heat(&translation::shown(here), &frame, focus),
        View::Mattered => heat::heat(&translation::mattered(here), &frame, focus),
        View::Ribbons => ribbons::ribbons(&translation::heat(here), &frame, focus),
        View::Lengths => translation::lengths(here).chart().scene(&frame, focus),
        View::Look => step::step(&translation::step(here), &frame, focus),
        _ => empty(&frame),
    }
}

fn of_one(here: &reading::Here<'_>, view: View, page: &PageFrame, focus: Option<&str>) -> Scene {
    let frame = page.frame();
    match view {
        View::Answer => answer::answer(&reading::answer(here.reading, here.t), &frame, focus),
        View::Attention => heat::heat(&reading::heat(here), &frame, focus),
        View::Ribbons => ribbons::ribbons(&reading::heat(here), &frame, focus),
        View::Lengths => match reading::lengths(here) {
            Some(picture) => picture.chart().scene(&frame, focus),
            None => Text(reading::outline(here.reading).reached).scene(&frame),
        },
        View::Look => self_step::self_step(&reading::look(here), &frame, focus),
        _ => empty(&frame),
    }
}

fn of_hand(here: &lookup::Here<'_>, view: View, page: &PageFrame, focus: Option<&str>) -> Scene {
    let frame = page.frame();
    match view {
        View::Attention => by_hand::by_hand(&lookup::picture(here), &frame, focus),
        View::Vectors => vectors::vectors(&lookup::picture(here), &frame, focus),
        _ => empty(&frame),
    }
}
