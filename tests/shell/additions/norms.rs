//! The Norms lab: how long is the state of the model after each step?

use crate::gradients::run::study::state_lengths;
use crate::lab::{About, At, Group, Lab, Place, Said, Shared, View};
use crate::setting::Field;
use crate::settings;
use crate::setup::SetupError;
use crate::stepped::Stepped;
use crate::tasks::{TaskSettings, Tasks};
use unrolled::run::Run;
use view::draw::panel::chart::{Axis, Form, Places, Series, count};
use view::draw::panel::{Chart, Panel};
use view::explain::inspect::Inspection;

settings! {
    /// What can be chosen.
    pub struct NormSettings in "norms" {
        /// What every length is multiplied by.
        scale: f64 = 1.0, Field::new("norms", "Scale", "What every length is multiplied by.").between(0.0, 10.0, 0.1).link("nsc");
    }
}

/// The lengths, and the network of the Tasks lab to step through.
#[derive(Debug)]
pub struct Norms {
    lengths: Vec<f64>,
    tasks: Tasks,
}

impl Lab for Norms {
    const ABOUT: About = About {
        id: "norms",
        key: "6",
        title: "Norms",
        stage: "How long the state is",
        views: &[View::new(
            "norms",
            Place::Top,
            "Norms",
            "The length of the state",
        )],
        groups: &[Group {
            id: "norms",
            title: "Norms",
            icon: "cell",
        }],
        opening: (1, "h", "f"),
        layout: "stacked",
        ..About::PLAIN
    };

    type Own = NormSettings;

    fn run(own: &NormSettings, shared: &Shared<'_>) -> Result<Self, SetupError> {
        let run = Run::computed(shared.scenario, None);
        let lengths = state_lengths(&run).into_iter();
        Ok(Self {
            lengths: lengths.map(|length| length * own.scale).collect(),
            tasks: Tasks::run(&TaskSettings::default(), shared)?,
        })
    }

    fn said(&self) -> Said {
        Said::default()
    }

    fn stepped(&self) -> Stepped<'_> {
        self.tasks.stepped()
    }

    fn panel(&self, _view: &str, _at: &At<'_>) -> Panel {
        let steps = self.lengths.len() - 1;
        let series = Series {
            title: "length of h".to_owned(),
            form: Form::line(self.lengths.clone()),
            ..Series::default()
        };
        Chart {
            series: vec![series],
            ..Chart::over(
                Places::counted("t", 0..=steps, |t| format!("t = {t}")),
                Axis::counts("t", 0.0, count(steps)),
                Axis::linear(0.0, 2.0),
            )
        }
        .into()
    }

    fn overview(&self, _at: &At<'_>) -> Inspection {
        Inspection::default()
    }

    fn edit(&self, _reference: &str, _value: f64) -> Option<NormSettings> {
        None
    }
}
