//! The labs that are declared, each with a room of its own among the settings.

use std::fmt::Debug;

use serde::{Deserialize, Serialize};

use crate::lab::{About, At, Lab, Said, Shared};
use crate::schema::Setting;
use crate::setting::SettingSet;
use crate::setup::{Setup, SetupError};
use unrolled::ir::param::EntryName;
use unrolled::model::Scenario;
use view::draw::panel::Panel;
use view::explain::inspect::Inspection;
use view::explain::{Explained, moment};

/// Writes the rooms of all labs, and what is asked of all of them.
macro_rules! labs {
    ($($(#[$doc:meta])* $room:ident: $lab:ty,)+) => {
        /// The settings of all labs that are declared.
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct Own {
            $($(#[$doc])* pub $room: <$lab as Lab>::Own,)+
        }

        $(impl Roomed for $lab {
            fn room(own: &Own) -> &Self::Own {
                &own.$room
            }

            fn room_mut(own: &mut Own) -> &mut Self::Own {
                &mut own.$room
            }
        })+

        /// What the labs are called and consist of.
        #[must_use]
        pub fn abouts() -> Vec<About> {
            vec![$(<$lab>::ABOUT),+]
        }

        /// Their settings.
        #[must_use]
        pub fn settings() -> Vec<Setting> {
            [$(<<$lab as Lab>::Own>::declared()),+].concat()
        }

        /// The lab that is open, computed; nothing where it is none of these.
        ///
        /// # Errors
        /// At the first setting that cannot be used.
        pub fn open(setup: &Setup, scenario: &Scenario) -> Result<Option<Box<dyn Open>>, SetupError> {
            let seed = setup.seed()?;
            let shared = Shared { setup, scenario, seed };
            match setup.open.as_str() {
                $(id if id == <$lab>::ABOUT.id => opened::<$lab>(&shared).map(Some),)+
                _ => Ok(None),
            }
        }
    };
}
labs! {
    /// How inputs, outputs and batches are wired and shaped.
    tasks: crate::tasks::Tasks,
}

/// A lab and its room among the settings of all.
trait Roomed: Lab {
    fn room(own: &Own) -> &Self::Own;
    fn room_mut(own: &mut Own) -> &mut Self::Own;
}

/// A setup that something has changed, what undo calls that, and the step the cursor goes to.
#[derive(Clone, Debug)]
pub struct Changed {
    /// What undo calls it.
    pub label: String,
    /// What is chosen after that.
    pub setup: Setup,
    /// The step the cursor goes to, from 1, if it goes anywhere.
    pub t: Option<usize>,
}

/// The lab that is open, after it has computed what was chosen.
pub trait Open: Debug {
    /// What it is called and consists of.
    fn about(&self) -> About;

    /// A line about it.
    fn said(&self) -> Said;

    /// The network that is stepped through.
    fn model(&self) -> &dyn Explained;

    /// A view of it.
    fn panel(&self, view: &str, at: &At<'_>) -> Panel;

    /// What is known about a name in one of its views, or without one about the whole.
    fn inspect(&self, reference: Option<&str>, at: &At<'_>) -> Inspection;

    /// What is on screen as a run document; nothing where that of the model says it all.
    fn document(&self) -> Option<String>;

    /// The setup with the number of this name changed; nothing where it is not given.
    fn edit(&self, setup: &Setup, reference: &str, value: f64) -> Option<Setup>;

    /// What a click on a mark does; nothing where it only leads the cursor there.
    fn lead(&self, setup: &Setup, reference: &str) -> Option<Changed>;
}

impl<L: Roomed> Open for L {
    fn about(&self) -> About {
        Self::ABOUT
    }

    fn said(&self) -> Said {
        Lab::said(self)
    }

    fn model(&self) -> &dyn Explained {
        Lab::model(self)
    }

    fn panel(&self, view: &str, at: &At<'_>) -> Panel {
        Lab::panel(self, view, at)
    }

    fn inspect(&self, reference: Option<&str>, at: &At<'_>) -> Inspection {
        let views = Self::ABOUT.views.iter();
        let known = reference.and_then(|reference| {
            let mut panels = views.map(|view| Lab::panel(self, view.name, at));
            panels.find_map(|panel| panel.inspect(reference))
        });
        let in_model = || {
            let model = Lab::model(self);
            moment::inspect(model, &model.cursor(at.position, at.unit), reference?)
        };
        known.or_else(in_model).unwrap_or_else(|| self.overview(at))
    }

    fn document(&self) -> Option<String> {
        Lab::document(self)
    }

    fn edit(&self, setup: &Setup, reference: &str, value: f64) -> Option<Setup> {
        if let Some(room) = Lab::edit(self, reference, value) {
            return Some(with_room::<L>(setup, room));
        }
        let entry: EntryName = reference.strip_prefix("p.")?.parse().ok()?;
        let spec = Lab::model(self).network().network().param(&entry.name)?;
        spec.place(entry.row, entry.column)?;
        let mut changed = setup.clone();
        changed.edits.insert(reference.to_owned(), value);
        value.is_finite().then_some(changed)
    }

    fn lead(&self, setup: &Setup, reference: &str) -> Option<Changed> {
        let lead = Lab::lead(self, reference)?;
        Some(Changed {
            label: lead.label,
            setup: with_room::<L>(setup, lead.own),
            t: lead.t,
        })
    }
}

fn with_room<L: Roomed>(setup: &Setup, room: L::Own) -> Setup {
    let mut changed = setup.clone();
    *L::room_mut(&mut changed.own) = room;
    changed
}

fn opened<L: Roomed + 'static>(shared: &Shared<'_>) -> Result<Box<dyn Open>, SetupError> {
    let own = L::room(&shared.setup.own);
    own.checked()?;
    Ok(Box::new(L::run(own, shared)?))
}
