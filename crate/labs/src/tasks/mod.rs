//! The Tasks lab: how are inputs, outputs and batches wired and shaped?

mod batch;
mod charts;
mod data;
mod presets;
mod settings;
mod shapes;
mod stream;
mod wired;
mod wiring;
mod words;

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use data::{Sequences, sequences, whole};
pub use settings::TaskSettings;
use stream::Stream;
use wired::Wired;

use crate::lab::{About, At, Group, Handle, Lab, Lead, Place, Said, Shared, View};
use crate::setup::{Setup, SetupError};
use crate::stepped::Stepped;
use unrolled::model::Scenario;
use unrolled::model::network::wires::Line;
use unrolled::run::ModelRun;
use view::draw::panel::{Panel, Text};
use view::explain::inspect::{InspectedRow, Inspection};
use view::explain::number;

/// The batch, and the network on it.
#[derive(Clone, Debug)]
pub struct Tasks {
    own: TaskSettings,
    setup: Setup,
    scenario: Scenario,
    seed: u64,
    sequences: Sequences,
    /// With padding left out.
    masked: Rc<Wired>,
    /// With padding computed and judged like any step.
    plain: Rc<Wired>,
    /// What the sequence comes to as a stream, once it is looked at.
    stream: OnceCell<Option<Stream>>,
    /// The gradient that reaches each state, read from the last one and from the mean, for the unit looked at last.
    reach: RefCell<Option<Reaching>>,
}

/// A unit, and the gradient that reaches each state from it: read from the last one, and from the mean.
type Reaching = (usize, Option<[Vec<f64>; 2]>);

const fn group(id: &'static str, title: &'static str, icon: &'static str) -> Group {
    Group { id, title, icon }
}

impl Lab for Tasks {
    const ABOUT: About = About {
        id: "tasks",
        key: "5",
        title: "Tasks",
        stage: "How inputs, outputs and batches are wired. Enter to explore, V for tables",
        views: &[
            View::new(
                "wiring",
                Place::Top,
                "Wiring",
                "Wiring: what is read, and where the loss is",
            )
            .dragging(&[Handle::level("now")]),
            View::new(
                "batch",
                Place::Middle,
                "Batch",
                "The batch: sequences of different lengths side by side",
            )
            .dragging(&[Handle::level("len.")]),
            View::new(
                "losses",
                Place::Lower,
                "Losses",
                "One loss out of many: three ways, with padding and without",
            ),
            View::new(
                "reach",
                Place::Lower,
                "Reach",
                "How much gradient reaches each state: read from the last one, or from the mean",
            ),
            View::new(
                "stream",
                Place::Lower,
                "Stream",
                "A stream in chunks: is it the same as the whole?",
            ),
            View::new(
                "shapes",
                Place::Lower,
                "Shapes",
                "Shapes: which axis is which",
            ),
        ],
        groups: &[
            group("presets", "Presets", "presets"),
            group("wiring", "Wiring", "cell"),
            group("batch", "Batch", "sequence"),
            group("padding", "Padding and loss", "clip"),
            group("stream", "Stream", "backward"),
            group("shapes", "Shapes", "sizes"),
            group("cell", "Cell", "cell"),
            group("sizes", "Sizes", "sizes"),
            group("weights", "Weights", "weights"),
        ],
        presets: presets::presets,
        opening: (4, "h", "f"),
        layout: "stacked",
        ..About::PLAIN
    };

    type Own = TaskSettings;

    fn run(own: &TaskSettings, shared: &Shared<'_>) -> Result<Self, SetupError> {
        let sequences = sequences(own, shared)?;
        refuse_too_many(own, shared, &sequences)?;
        let wired = |is_masked| Wired::new(own, shared, &sequences.batch(own, is_masked));
        let masked = Rc::new(wired(true)?);
        let plain = if sequences.real() == sequences.allocated() {
            Rc::clone(&masked)
        } else {
            Rc::new(wired(false)?)
        };
        Ok(Self {
            own: own.clone(),
            setup: shared.setup.clone(),
            scenario: shared.scenario.clone(),
            seed: shared.seed,
            sequences,
            masked,
            plain,
            stream: OnceCell::new(),
            reach: RefCell::new(None),
        })
    }

    fn said(&self) -> Said {
        Said {
            chip: words::chip(self),
            notices: words::notices(self),
            ..Said::default()
        }
    }

    fn stepped(&self) -> Stepped<'_> {
        Stepped::Network(self.shown())
    }

    fn panel(&self, view: &str, at: &At<'_>) -> Panel {
        match view {
            "wiring" => wiring::graph(self, at).into(),
            "batch" => batch::panel(self, at),
            "losses" => charts::losses(self),
            "reach" => charts::reach(self, at),
            "stream" => stream::panel(self, at),
            "shapes" => shapes::panel(self),
            _ => Text(String::new()).into(),
        }
    }

    fn overview(&self, at: &At<'_>) -> Inspection {
        let (other, beside) = if self.is_masked() {
            (&self.plain, "with padding counted")
        } else {
            (&self.masked, "with padding left out")
        };
        let is_padded = self.sequences.real() < self.sequences.allocated();
        let beside = is_padded.then(|| InspectedRow::number(beside, other.run.loss()));
        let first = vec![InspectedRow::number("loss", self.shown().run.loss())];
        let rest = vec![
            row("real steps", words::real_steps(self)),
            row("x", shapes::text(&[self.b(), self.t(), self.d()])),
            row(
                "states",
                shapes::text(&[self.b(), self.t(), self.shown().spec.state_size()]),
            ),
        ];
        Inspection {
            title: words::chip(self),
            words: words::overview(self, at),
            rows: first.into_iter().chain(beside).chain(rest).collect(),
            ..Inspection::default()
        }
    }

    fn document(&self) -> Option<String> {
        let shown = self.shown();
        let batch = self.sequences.batch(&self.own, self.is_masked());
        Some(document::write_batch(&shown.spec, &shown.run, &batch))
    }

    fn edit(&self, reference: &str, value: f64) -> Option<TaskSettings> {
        let mut own = self.own.clone();
        if reference == "now" {
            own.now = value.round().clamp(1.0, self.t() as f64);
            own.live = true;
            return Some(own);
        }
        let b = self.place_of_row(reference.strip_prefix("len.b")?)?;
        let mut lengths: Vec<f64> = (self.sequences.lengths().iter())
            .map(|length| *length as f64)
            .collect();
        lengths[b] = value.round().clamp(1.0, self.t() as f64);
        own.lengths = Some(lengths);
        own.text.is_empty().then_some(own)
    }

    fn lead(
        &self,
        reference: &str,
        _: &Shared<'_>,
    ) -> Result<Option<Lead<TaskSettings>>, SetupError> {
        Ok(self.led(reference))
    }
}

/// The most states that are computed, in all sequences, steps, layers and directions together.
const MOST_STATES: usize = 150_000;

/// Refuses what would take long at every change.
fn refuse_too_many(
    own: &TaskSettings,
    shared: &Shared<'_>,
    sequences: &Sequences,
) -> Result<(), SetupError> {
    let spec = wired::spec(own, shared.scenario, sequences.inputs);
    let states = sequences.allocated() * spec.hidden_size * spec.cells().count();
    if states <= MOST_STATES {
        return Ok(());
    }
    let message = format!(
        "{} sequences of {} steps with {} units in {} cells are {} numbers; at most {} are stepped through here.",
        sequences.rows.len(),
        sequences.steps,
        spec.hidden_size,
        spec.cells().count(),
        number::count(states),
        number::count(MOST_STATES)
    );
    Err(SetupError::at("own.tasks.rows", message))
}

fn row(label: &str, value: String) -> InspectedRow {
    InspectedRow {
        label: label.to_owned(),
        value,
        reference: None,
    }
}

impl Tasks {
    /// What is on screen: with padding left out, where that was chosen.
    fn shown(&self) -> &Wired {
        if self.is_masked() {
            &self.masked
        } else {
            &self.plain
        }
    }

    fn is_masked(&self) -> bool {
        self.own.mask || self.own.pack
    }

    /// The other order of axes, or the sequence, that a mark leads to.
    fn led(&self, reference: &str) -> Option<Lead<TaskSettings>> {
        let own = self.own.clone();
        let order = reference.strip_prefix("axes.");
        if let Some(order) = order.and_then(settings::Order::named) {
            let label = format!("axes {}", order.title());
            return Some(Lead::to(label, TaskSettings { order, ..own }));
        }
        let (row, t) = match reference.strip_prefix("cell.b")?.split_once(".t") {
            Some((row, t)) => (row, Some(t.parse().ok()?)),
            None => (reference.strip_prefix("cell.b")?, None),
        };
        let row = self.place_of_row(row)? + 1;
        let label = format!("sequence {row}");
        let own = TaskSettings {
            row: row as f64,
            ..own
        };
        Some(Lead {
            t,
            ..Lead::to(label, own)
        })
    }

    fn shared(&self) -> Shared<'_> {
        Shared {
            setup: &self.setup,
            scenario: &self.scenario,
            seed: self.seed,
            is_same_model: true,
        }
    }

    /// The sequence that is looked at, from 0.
    fn row(&self) -> usize {
        (whole(self.own.row) - 1).min(self.b() - 1)
    }

    fn b(&self) -> usize {
        self.sequences.rows.len()
    }

    fn t(&self) -> usize {
        self.sequences.steps
    }

    fn d(&self) -> usize {
        self.sequences.inputs
    }

    /// The step of the sequence that is looked at, from 0; the last one where what is looked at comes after all.
    fn step(&self, at: &At<'_>) -> usize {
        let wired = self.shown();
        let cursor = wired.cursor(at.position, at.unit);
        let segment = &wired.run.network().segments[cursor.segment];
        match segment.line {
            Line::Source => wired
                .run
                .step_at(cursor.segment, cursor.position.t - 1, self.row()),
            Line::Once | Line::Target => self.t() - 1,
        }
    }

    /// How many steps have been read, where it is read live.
    fn now(&self) -> Option<usize> {
        let now = whole(self.own.now).min(self.t());
        self.own.live.then_some(now)
    }

    /// The place of a sequence whose number, from 1, is written.
    fn place_of_row(&self, text: &str) -> Option<usize> {
        let b = text.parse::<usize>().ok()?.checked_sub(1)?;
        (b < self.b()).then_some(b)
    }

    /// Whether a step of a sequence is a real one.
    fn is_real(&self, b: usize, t: usize) -> bool {
        let begins = self.sequences.start(&self.own, b);
        (begins..begins + self.sequences.rows[b].len()).contains(&t)
    }
}
