//! A lab as a declaration: what it is called and consists of, what it computes of its settings, and its panels. What every
//! lab has is written once over this: controls, checks, links, formula, sentence, tables, export, keys, undo.
//!
//! Invariant: a lab computes when its settings or the model change, never when only the cursor does.

use std::fmt::Debug;

use serde::Serialize;
use serde_json::{Value, json};

use crate::setting::SettingSet;
use crate::setup::{Setup, SetupError};
use unrolled::model::Scenario;
use unrolled::run::cursor::Position;
use view::draw::panel::Panel;
use view::explain::Explained;
use view::explain::inspect::Inspection;

/// What a lab is called and consists of.
#[derive(Clone, Debug, Serialize)]
pub struct About {
    /// Its name in links.
    pub id: &'static str,
    /// The digit that opens it.
    pub key: &'static str,
    /// Its name on screen.
    pub title: &'static str,
    /// What its pictures are called as a whole.
    pub stage: &'static str,
    /// Its views, from top to bottom.
    pub views: &'static [View],
    /// The groups of its controls, in their order.
    pub groups: &'static [Group],
    /// Its presets.
    #[serde(serialize_with = "listed")]
    pub presets: fn() -> Vec<Preset>,
    /// How the names of numbers begin that are dragged in its pictures.
    pub handles: &'static [&'static str],
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

/// A view of a lab.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct View {
    /// Its name in links.
    pub name: &'static str,
    /// Where it stands.
    pub place: Place,
    /// Its name where one of several is chosen.
    pub short: &'static str,
    /// Its title.
    pub title: &'static str,
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
}

/// What is looked at.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    /// Step, operation and direction.
    pub position: &'a Position,
    /// The unit, from 1.
    pub unit: usize,
}

/// A line about what a lab has computed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Said {
    /// What is on screen in ten words.
    pub chip: String,
    /// What was done otherwise than chosen.
    pub notices: Vec<String>,
}

/// Where a mark leads when it is clicked.
#[derive(Clone, Debug, PartialEq)]
pub struct Lead<S> {
    /// What undo calls it.
    pub label: String,
    /// The settings after that.
    pub own: S,
    /// The step the cursor goes to, from 1.
    pub t: Option<usize>,
}

/// One tab.
pub trait Lab: Debug + Sized {
    /// What it is called and consists of.
    const ABOUT: About;

    /// Its settings.
    type Own: SettingSet;

    /// Computes what was chosen; what ran before lends what has not changed.
    ///
    /// # Errors
    /// At the first setting that cannot be used; what ran before stays.
    fn run(own: &Self::Own, shared: &Shared<'_>) -> Result<Self, SetupError>;

    /// A line about it.
    fn said(&self) -> Said;

    /// The network that is stepped through: its clock, formulas, sentences and inspections follow.
    fn model(&self) -> &dyn Explained;

    /// A view.
    fn panel(&self, view: &str, at: &At<'_>) -> Panel;

    /// What is said of the whole where nothing is looked at.
    fn overview(&self, at: &At<'_>) -> Inspection;

    /// What is on screen as a run document; nothing where that of the model says it all.
    fn document(&self) -> Option<String> {
        None
    }

    /// The settings with the number of this name changed; nothing where it is not given.
    fn edit(&self, reference: &str, value: f64) -> Option<Self::Own>;

    /// What a click on a mark does to the settings; nothing where it only leads the cursor there.
    fn lead(&self, _reference: &str) -> Option<Lead<Self::Own>> {
        None
    }
}
