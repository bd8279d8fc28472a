//! A lab as a declaration: what it is called and consists of, what it computes of its settings, and its panels. What every
//! lab has is written once over this: controls, checks, links, formula, sentence, tables, export, keys, undo.
//!
//! Invariant: a lab computes when its settings or the model change, never when only the cursor does.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::setting::SettingSet;
use crate::setup::{Setup, SetupError};
use crate::stepped::Stepped;
use unrolled::model::Scenario;
use unrolled::run::cursor::Position;
use view::draw::panel::Panel;
use view::explain::El;
use view::explain::inspect::Inspection;

/// What a lab is called and consists of.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// Its name in links.
    pub id: &'static str,
    /// The digit that opens it.
    pub key: &'static str,
    /// Its name on screen.
    pub title: &'static str,
    /// What its pictures are called as a whole; `{of}` stands for the steps.
    pub stage: &'static str,
    /// How its views are laid out: a word of the style sheet.
    pub layout: &'static str,
    /// Labs of the page's own that look at what it computes.
    pub shown_in: &'static [&'static str],
    /// The parts of what is chosen that are its own, where they have been chosen by it alone; all if there are none.
    pub owns: &'static [&'static str],
    /// What is stepped through, where that is not time.
    pub counts: Option<Counts>,
    /// What a phone shows below the pictures at first; the equation if not given.
    pub sheet: Option<&'static str>,
    /// Its views, from top to bottom.
    pub views: &'static [View],
    /// The groups of its controls, in their order.
    pub groups: &'static [Group],
    /// Its presets.
    #[serde(serialize_with = "listed")]
    pub presets: fn() -> Vec<Preset>,
    /// Where the cursor stands when it opens: step, operation and direction.
    pub opening: (usize, &'static str, &'static str),
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn listed<S: serde::Serializer>(
    presets: &fn() -> Vec<Preset>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    presets().serialize(serializer)
}

impl About {
    /// Nothing yet.
    pub const PLAIN: Self = Self {
        id: "",
        key: "",
        title: "",
        stage: "",
        layout: "",
        shown_in: &[],
        owns: &[],
        counts: None,
        sheet: None,
        views: &[],
        groups: &[],
        presets: Vec::new,
        opening: (1, "", "f"),
    };
}

/// What is counted where it is not time that is stepped through.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Counts {
    /// Its letter.
    pub short: &'static str,
    /// Its name.
    pub label: &'static str,
    /// A count in words: `{at}` of `{of}`.
    pub value: &'static str,
}

/// A view of a lab.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct View {
    /// Its name in links.
    pub name: &'static str,
    /// Where it stands.
    pub place: Place,
    /// Its name where one of several is chosen.
    pub short: &'static str,
    /// Its title; `{at}` stands for the step and `{of}` for all of them.
    pub title: &'static str,
    /// What is dragged in it.
    pub handles: &'static [Handle],
    /// Whether it is found a piece at a time.
    pub gradual: bool,
}

impl View {
    /// One in which nothing is dragged.
    #[must_use]
    pub const fn new(
        name: &'static str,
        place: Place,
        short: &'static str,
        title: &'static str,
    ) -> Self {
        Self {
            name,
            place,
            short,
            title,
            handles: &[],
            gradual: false,
        }
    }

    /// The same with these things to drag.
    #[must_use]
    pub const fn dragging(self, handles: &'static [Handle]) -> Self {
        Self { handles, ..self }
    }

    /// The same, found a piece at a time.
    #[must_use]
    pub const fn gradual(self) -> Self {
        Self {
            gradual: true,
            ..self
        }
    }
}

/// What is dragged in a view.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Handle {
    /// How its name begins.
    pub begins: &'static str,
    /// Whether it goes up and down as well, so that a finger that holds it does not scroll.
    pub upright: bool,
}

impl Handle {
    /// One that goes to the left and to the right.
    #[must_use]
    pub const fn level(begins: &'static str) -> Self {
        Self {
            begins,
            upright: false,
        }
    }

    /// One that goes up and down as well.
    #[must_use]
    pub const fn upright(begins: &'static str) -> Self {
        Self {
            begins,
            upright: true,
        }
    }
}

/// Where a view stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// Above.
    Top,
    /// In the middle.
    Middle,
    /// Below: one of several.
    Lower,
}

/// A group of controls.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Group {
    /// What settings call it.
    pub id: &'static str,
    /// Its name on screen.
    pub title: &'static str,
    /// Its sign.
    pub icon: &'static str,
}

/// A state with a name and what to look at.
#[derive(Clone, Debug, Serialize)]
pub struct Preset {
    /// Its name in links and tests.
    pub id: &'static str,
    /// Its name on screen.
    pub name: &'static str,
    /// What to look at, in a sentence.
    pub look: &'static str,
    /// What is otherwise than in the opening scene: settings of the lab under `own`, the model's beside it.
    pub model: Value,
    /// Where the cursor stands and what is shown, where that is otherwise.
    pub point: Value,
}

impl Preset {
    /// One that changes settings of a lab.
    #[must_use]
    pub fn of(id: &'static str, name: &'static str, look: &'static str, model: Value) -> Self {
        Self {
            id,
            name,
            look,
            model,
            point: json!({}),
        }
    }

    /// The same with the cursor and the views so.
    #[must_use]
    pub fn at(self, point: Value) -> Self {
        Self { point, ..self }
    }
}

/// What all labs are about: the model that was chosen.
#[derive(Clone, Copy, Debug)]
pub struct Shared<'s> {
    /// What was chosen.
    pub setup: &'s Setup,
    /// What it comes to.
    pub scenario: &'s Scenario,
    /// The seed of everything that is drawn.
    pub seed: u64,
    /// Whether that is what it came to when the lab was computed last.
    pub is_same_model: bool,
}

impl<'s> Shared<'s> {
    /// What was chosen, and what it comes to.
    ///
    /// # Errors
    /// Where the seed cannot be used.
    pub fn of(setup: &'s Setup, scenario: &'s Scenario) -> Result<Self, SetupError> {
        Ok(Self {
            setup,
            scenario,
            seed: setup.seed()?,
            is_same_model: true,
        })
    }
}

/// What is looked at.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    /// Step, operation and direction.
    pub position: &'a Position,
    /// The unit, from 1.
    pub unit: usize,
}

/// How a view moves while it is painted.
#[derive(Clone, Copy, Debug)]
pub struct Motion {
    /// How far a motion has come, 0 to 1.
    pub progress: f32,
    /// How far axes have come from where something dragged has held them, 0 to 1; nothing while it is dragged.
    pub settled: Option<f32>,
}

/// A line about what a lab has computed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Said {
    /// What is on screen in ten words.
    pub chip: String,
    /// What was done otherwise than chosen.
    pub notices: Vec<String>,
    /// How many steps there are, where it is not time that is stepped through.
    pub steps: usize,
    /// What settings stand at that are not given.
    pub standing: BTreeMap<&'static str, f64>,
    /// What can be done with it beside clicking and dragging: names that lead somewhere.
    pub offers: Vec<&'static str>,
}

/// The number a lab is about, as it is printed.
#[derive(Clone, Debug, Serialize)]
pub struct Reading {
    /// The number.
    pub number: String,
    /// What it is: the words after it.
    pub verdict: String,
    /// What it should be, as a formula.
    pub power: Option<El>,
}

/// Where a mark leads when it is clicked or dragged.
#[derive(Clone, Debug, PartialEq)]
pub struct Lead<S> {
    /// What undo calls it.
    pub label: String,
    /// What is chosen after that.
    pub to: Choice<S>,
    /// The step the cursor goes to, from 1.
    pub t: Option<usize>,
}

/// What is chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice<S> {
    /// What was chosen before.
    Same,
    /// These settings of the lab.
    Own(S),
    /// Another model.
    Setup(Box<Setup>),
}

impl<S> Lead<S> {
    /// To other settings of the lab.
    #[must_use]
    pub fn to(label: impl Into<String>, own: S) -> Self {
        Self {
            label: label.into(),
            to: Choice::Own(own),
            t: None,
        }
    }

    /// To a step.
    #[must_use]
    pub fn step(t: usize) -> Self {
        Self {
            label: String::new(),
            to: Choice::Same,
            t: Some(t),
        }
    }
}

/// Some of what is found a piece at a time: here, or by an engine that has the same setup.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Piece {
    /// How much came before it.
    pub after: usize,
    /// What was found; the lab knows which is which.
    pub numbers: Vec<Vec<f64>>,
}

/// How much has been found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Far {
    /// So much.
    pub found: usize,
    /// Of so much.
    pub of: usize,
}

/// One tab.
pub trait Lab: Debug + Sized {
    /// What it is called and consists of.
    const ABOUT: About;

    /// Its settings.
    type Own: SettingSet;

    /// Computes what was chosen.
    ///
    /// # Errors
    /// At the first setting that cannot be used.
    fn run(own: &Self::Own, shared: &Shared<'_>) -> Result<Self, SetupError>;

    /// Computes what is chosen now.
    ///
    /// # Errors
    /// At the first setting that cannot be used; it stays as it was.
    fn again(&mut self, own: &Self::Own, shared: &Shared<'_>) -> Result<(), SetupError> {
        *self = Self::run(own, shared)?;
        Ok(())
    }

    /// Finds what was left out while something moved, because it takes longer than a frame.
    fn refine(&self) {}

    /// A line about it.
    fn said(&self) -> Said;

    /// What is stepped through: clock, formulas, sentences and inspections follow.
    fn stepped(&self) -> Stepped<'_>;

    /// The number it is about.
    fn reading(&self, _t: usize) -> Option<Reading> {
        None
    }

    /// The step that is shown in place of the cursor's while a motion has come so far.
    fn step_in_motion(&self, _progress: f32) -> Option<usize> {
        None
    }

    /// A view.
    fn panel(&self, view: &str, at: &At<'_>) -> Panel;

    /// A view while something moves.
    fn moving_panel(&self, view: &str, at: &At<'_>, _motion: Motion) -> Panel {
        self.panel(view, at)
    }

    /// What lights up in a view in place of something else that has the focus.
    fn lit(&self, _view: &str, _reference: &str) -> Option<String> {
        None
    }

    /// What is known about a name, where the panels and the network say less of it.
    fn known(&self, _reference: &str) -> Option<Inspection> {
        None
    }

    /// What is said of the whole where nothing is looked at.
    fn overview(&self, at: &At<'_>) -> Inspection;

    /// What is on screen as a run document; nothing where that of the model says it all.
    fn document(&self) -> Option<String> {
        None
    }

    /// The settings with the number of this name changed; nothing where it is not given.
    fn edit(&self, reference: &str, value: f64) -> Option<Self::Own>;

    /// What becomes of it when a number of this name is dragged to a place that stands for a value, from these settings;
    /// nothing where there is no such number.
    ///
    /// # Errors
    /// Where it cannot be there.
    fn drag(
        &self,
        _from: &Self::Own,
        reference: &str,
        to: [f64; 2],
        _shared: &Shared<'_>,
    ) -> Result<Option<Lead<Self::Own>>, SetupError> {
        let edited = self.edit(reference, to[0]);
        Ok(edited.map(|own| Lead::to("dragged", own)))
    }

    /// Where a click on a mark leads, or something that is offered; nothing where the name says it all.
    ///
    /// # Errors
    /// Where it cannot be had.
    fn lead(
        &self,
        _reference: &str,
        _shared: &Shared<'_>,
    ) -> Result<Option<Lead<Self::Own>>, SetupError> {
        Ok(None)
    }

    /// How much of a view has been found.
    fn found(&self, _view: &str) -> Far {
        Far { found: 1, of: 1 }
    }

    /// Finds what comes after so much of a view, and says how far it leads. It is not taken.
    ///
    /// # Errors
    /// Where it cannot be found.
    fn piece(
        &mut self,
        view: &str,
        _after: usize,
        _shared: &Shared<'_>,
    ) -> Result<(Piece, Far), SetupError> {
        Err(SetupError::at(view, "This view has no pieces."))
    }

    /// Takes what was found.
    fn take(&mut self, _view: &str, _piece: Piece) {}
}
