//! The labs that are declared, and what is asked of all of them.

use std::fmt::Debug;

use serde::{Deserialize, Serialize};

use crate::lab::{About, At, Choice, Far, Lab, Lead, Motion, Piece, Reading, Said, Shared};
use crate::schema::Setting;
use crate::setting::SettingSet;
use crate::setup::{Setup, SetupError};
use crate::stepped::Stepped;
use unrolled::ir::param::EntryName;
use unrolled::model::Scenario;
use view::draw::panel::Panel;
use view::explain::inspect::Inspection;
use view::explain::moment;
use view::explain::table::Table;

/// Writes the rooms of labs among the settings, and what is asked of all labs.
macro_rules! labs {
    (
        rooms { $($(#[$doc:meta])* $room:ident: $lab:ty,)+ }
        elsewhere { $($other:ty,)* }
    ) => {
        /// The settings of all labs that are declared, but of those that are found elsewhere in a [`Setup`].
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct Own {
            $($(#[$doc])* pub $room: <$lab as Lab>::Own,)+
        }

        $(impl Roomed for $lab {
            fn of(setup: &Setup) -> Self::Own {
                setup.own.$room.clone()
            }

            fn put(own: Self::Own, setup: &mut Setup) {
                setup.own.$room = own;
            }
        })+

        /// What the labs are called and consist of.
        #[must_use]
        pub fn abouts() -> Vec<About> {
            vec![$(<$other>::ABOUT,)* $(<$lab>::ABOUT),+]
        }

        /// Their settings.
        #[must_use]
        pub fn settings() -> Vec<Setting> {
            [
                $(<<$other as Lab>::Own>::declared(),)*
                $(<<$lab as Lab>::Own>::declared()),+
            ].concat()
        }

        /// The lab that is open, computed; nothing where it is none of these.
        ///
        /// # Errors
        /// At the first setting that cannot be used, of whichever lab.
        #[cfg(feature = "whole")]
        pub fn open(setup: &Setup, scenario: &Scenario) -> Result<Option<Box<dyn Open>>, SetupError> {
            checked(setup)?;
            match setup.open.as_str() {
                $(id if is_shown::<$other>(id) => Ok(Some(opened::<$other>(setup, scenario)?)),)*
                $(id if is_shown::<$lab>(id) => Ok(Some(opened::<$lab>(setup, scenario)?)),)+
                _ => Ok(None),
            }
        }

        /// Whether the settings of all labs can be used.
        ///
        /// # Errors
        /// At the first that cannot.
        pub fn checked(setup: &Setup) -> Result<(), SetupError> {
            $(<$other>::of(setup).checked()?;)*
            $(<$lab>::of(setup).checked()?;)+
            Ok(())
        }
    };
}
labs! {
    rooms {
        /// How inputs, outputs and batches are wired and shaped.
        tasks: crate::tasks::Tasks,
    }
    elsewhere {
        crate::gradients::Gradients,
    }
}

/// The lab that is open. The engine of the first screen knows it by its type, so that it links nothing else.
#[cfg(feature = "whole")]
pub type Shown = dyn Open;
/// The lab that is open, if it is the one of the first screen.
#[cfg(not(feature = "whole"))]
pub type Shown = Opened<crate::gradients::Gradients>;

/// The lab of the first screen, where that is open.
///
/// # Errors
/// At the first setting that cannot be used, of whichever lab.
#[cfg(not(feature = "whole"))]
pub fn open(setup: &Setup, scenario: &Scenario) -> Result<Option<Box<Shown>>, SetupError> {
    checked(setup)?;
    let is_open = is_shown::<crate::gradients::Gradients>(&setup.open);
    is_open.then(|| opened(setup, scenario)).transpose()
}

/// A lab, and where its settings stand among all.
pub trait Roomed: Lab {
    /// Its settings.
    fn of(setup: &Setup) -> Self::Own;

    /// Puts settings where they belong.
    fn put(own: Self::Own, setup: &mut Setup);
}

fn is_shown<L: Lab>(id: &str) -> bool {
    id == L::ABOUT.id || L::ABOUT.shown_in.contains(&id)
}

/// A setup that something has changed, what undo calls that, and the step the cursor goes to.
#[derive(Clone, Debug, Serialize)]
pub struct Changed {
    /// What undo calls it.
    pub label: String,
    /// What is chosen after that; nothing where that is what was chosen before.
    pub setup: Option<Setup>,
    /// The step the cursor goes to, from 1, if it goes anywhere.
    pub t: Option<usize>,
}

/// The lab that is open, after it has computed what was chosen.
pub trait Open: Debug {
    /// What it is called and consists of.
    fn about(&self) -> About;

    /// Computes what is chosen now, where it is this lab that shows it; answers whether it is.
    ///
    /// # Errors
    /// At the first setting that cannot be used; it stays as it was.
    fn again(&mut self, shared: &Shared<'_>) -> Result<bool, SetupError>;

    /// Finds what was left out while something moved.
    fn refine(&self);

    /// A line about it.
    fn said(&self) -> Said;

    /// What is stepped through.
    fn stepped(&self) -> Stepped<'_>;

    /// The number it is about, at a step from 1 or as far as a motion has come.
    fn reading(&self, t: usize, progress: f32) -> Option<Reading>;

    /// A view of it.
    fn panel(&self, view: &str, at: &At<'_>) -> Panel;

    /// A view while something moves.
    fn moving_panel(&self, view: &str, at: &At<'_>, motion: Motion) -> Panel;

    /// What lights up in a view where something has the focus.
    fn lit(&self, view: &str, reference: String) -> String;

    /// A view as a table.
    fn table(&self, view: &str, at: &At<'_>) -> Table;

    /// What is known about a name in one of its views, or without one about the whole.
    fn inspect(&self, reference: Option<&str>, at: &At<'_>) -> Inspection;

    /// What is on screen as a run document; nothing where that of the model says it all.
    fn document(&self) -> Option<String>;

    /// The setup with the number of this name changed; nothing where it is not given.
    ///
    /// # Errors
    /// Where it cannot be that number.
    fn edit(&self, setup: &Setup, reference: &str, value: f64)
    -> Result<Option<Setup>, SetupError>;

    /// What becomes of the setup a drag began with, when what has this name is dragged to a place that stands for a value;
    /// nothing where it is not dragged.
    ///
    /// # Errors
    /// Where it cannot be there.
    fn drag(
        &self,
        from: &Shared<'_>,
        reference: &str,
        to: [f64; 2],
    ) -> Result<Option<Changed>, SetupError>;

    /// Where a click on a mark leads, or something that is offered; nothing where the name says it all.
    ///
    /// # Errors
    /// Where it cannot be had.
    fn lead(&self, shared: &Shared<'_>, reference: &str) -> Result<Option<Changed>, SetupError>;

    /// How much of a view has been found.
    fn found(&self, view: &str) -> Far;

    /// Finds what comes after so much of a view, and says how far it leads. It is not taken.
    ///
    /// # Errors
    /// Where it cannot be found.
    fn piece(
        &mut self,
        view: &str,
        after: usize,
        shared: &Shared<'_>,
    ) -> Result<(Piece, Far), SetupError>;

    /// Takes what was found.
    fn take(&mut self, view: &str, piece: Piece);
}

/// A lab and the settings it was computed from.
#[derive(Debug)]
pub struct Opened<L: Lab> {
    lab: L,
    own: L::Own,
}

impl<L: Roomed> Open for Opened<L> {
    fn about(&self) -> About {
        L::ABOUT
    }

    fn again(&mut self, shared: &Shared<'_>) -> Result<bool, SetupError> {
        if !is_shown::<L>(&shared.setup.open) {
            return Ok(false);
        }
        checked(shared.setup)?;
        let own = L::of(shared.setup);
        if !shared.is_same_model || own != self.own {
            self.lab.again(&own, shared)?;
            self.own = own;
        }
        Ok(true)
    }

    fn refine(&self) {
        self.lab.refine();
    }

    fn said(&self) -> Said {
        self.lab.said()
    }

    fn stepped(&self) -> Stepped<'_> {
        self.lab.stepped()
    }

    fn reading(&self, t: usize, progress: f32) -> Option<Reading> {
        let t = self.lab.step_in_motion(progress).unwrap_or(t);
        self.lab.reading(t)
    }

    fn panel(&self, view: &str, at: &At<'_>) -> Panel {
        self.lab.panel(view, at)
    }

    fn moving_panel(&self, view: &str, at: &At<'_>, motion: Motion) -> Panel {
        self.lab.moving_panel(view, at, motion)
    }

    fn lit(&self, view: &str, reference: String) -> String {
        self.lab.lit(view, &reference).unwrap_or(reference)
    }

    fn table(&self, view: &str, at: &At<'_>) -> Table {
        let panel = self.lab.panel(view, at);
        panel.sheet().table_with(|reference| {
            let known = self.lab.known(reference);
            Some(known.or_else(|| panel.inspect(reference))?.given?.value)
        })
    }

    fn inspect(&self, reference: Option<&str>, at: &At<'_>) -> Inspection {
        let views = L::ABOUT.views.iter();
        let in_panels = || {
            let mut panels = views.map(|view| self.lab.panel(view.name, at));
            panels.find_map(|panel| panel.inspect(reference?))
        };
        let in_model = || {
            let model = self.lab.stepped().network()?;
            moment::inspect(model, &model.cursor(at.position, at.unit), reference?)
        };
        let known = reference.and_then(|reference| self.lab.known(reference));
        known
            .or_else(in_panels)
            .or_else(in_model)
            .unwrap_or_else(|| self.lab.overview(at))
    }

    fn document(&self) -> Option<String> {
        self.lab.document()
    }

    fn edit(
        &self,
        setup: &Setup,
        reference: &str,
        value: f64,
    ) -> Result<Option<Setup>, SetupError> {
        if let Some(own) = self.lab.edit(reference, value) {
            return with_own::<L>(setup, own).map(Some);
        }
        let entry = || {
            let entry: EntryName = reference.strip_prefix("p.")?.parse().ok()?;
            let network = self.lab.stepped().network()?.network().network();
            network.param(&entry.name)?.place(entry.row, entry.column)
        };
        if entry().is_none() || !value.is_finite() {
            return Ok(None);
        }
        let mut changed = setup.clone();
        changed.edits.insert(reference.to_owned(), value);
        Ok(Some(changed))
    }

    fn drag(
        &self,
        from: &Shared<'_>,
        reference: &str,
        to: [f64; 2],
    ) -> Result<Option<Changed>, SetupError> {
        let lead = self.lab.drag(&L::of(from.setup), reference, to, from)?;
        lead.map(|lead| led::<L>(from.setup, lead)).transpose()
    }

    fn lead(&self, shared: &Shared<'_>, reference: &str) -> Result<Option<Changed>, SetupError> {
        let lead = self.lab.lead(reference, shared)?;
        lead.map(|lead| led::<L>(shared.setup, lead)).transpose()
    }

    fn found(&self, view: &str) -> Far {
        self.lab.found(view)
    }

    fn piece(
        &mut self,
        view: &str,
        after: usize,
        shared: &Shared<'_>,
    ) -> Result<(Piece, Far), SetupError> {
        self.lab.piece(view, after, shared)
    }

    fn take(&mut self, view: &str, piece: Piece) {
        self.lab.take(view, piece);
    }
}

fn led<L: Roomed>(setup: &Setup, lead: Lead<L::Own>) -> Result<Changed, SetupError> {
    let setup = match lead.to {
        Choice::Same => None,
        Choice::Own(own) => Some(with_own::<L>(setup, own)?),
        Choice::Setup(setup) => Some(*setup),
    };
    Ok(Changed {
        label: lead.label,
        setup,
        t: lead.t,
    })
}

fn with_own<L: Roomed>(setup: &Setup, own: L::Own) -> Result<Setup, SetupError> {
    own.checked()?;
    let mut changed = setup.clone();
    L::put(own, &mut changed);
    Ok(changed)
}

fn opened<L: Roomed>(setup: &Setup, scenario: &Scenario) -> Result<Box<Opened<L>>, SetupError> {
    let shared = Shared::of(setup, scenario)?;
    let own = L::of(setup);
    let lab = L::run(&own, &shared)?;
    Ok(Box::new(Opened { lab, own }))
}
