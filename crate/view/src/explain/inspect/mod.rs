//! "How did you get that?": a reference with its numbers to six digits, where it comes from and where it
//! goes.

mod gradient;
mod limits;
mod param;
mod plain;
mod products;
mod value;

use serde::Serialize;

use super::Subject;
use super::given::{self, Given};
use super::names::Notation;
use super::number;
use super::reference::Reference;
use super::stage::{sees_value, words};
pub use products::ProductTerm;
use unrolled::ir::{NodeId, Op, Program, Symbol};
use unrolled::run::address::Place;
use unrolled::run::cursor::{Direction, Position};

/// What is known about a reference.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Inspection {
    /// What it is about.
    pub kind: Kind,
    /// Its name, as all panels share it; `None` for the whole.
    pub reference: Option<String>,
    /// Its name and place.
    pub title: String,
    /// What it is, and how its number came about.
    pub words: String,
    /// Its numbers.
    pub rows: Vec<InspectedRow>,
    /// The selected unit over the steps, as far as it may be seen.
    pub history: Option<Vec<f64>>,
    /// What it was made from.
    pub comes_from: Vec<Source>,
    /// What reads it.
    pub goes_to: Vec<Source>,
    /// How it can be changed, where it is given; of several numbers, the selected unit's.
    pub given: Option<Given>,
    /// The largest terms, where it is a dot product.
    pub products: Option<Vec<ProductTerm>>,
}

/// What an inspection is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A quantity at a step.
    Value,
    /// Its gradient.
    Gradient,
    /// A parameter or part of one.
    Weight,
    /// An operation.
    Op,
    /// A step.
    Step,
    /// The whole.
    #[default]
    Lab,
}

/// A line of numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InspectedRow {
    /// What it is.
    pub label: String,
    /// As printed.
    pub value: String,
    /// What to light when it is pointed at.
    pub reference: Option<String>,
}

impl Inspection {
    /// What is known about something with numbers of its own, which no step made.
    #[must_use]
    pub fn of_numbers(
        reference: &str,
        title: impl Into<String>,
        words: String,
        rows: Vec<InspectedRow>,
    ) -> Self {
        Self {
            kind: Kind::Value,
            reference: Some(reference.to_owned()),
            title: title.into(),
            words,
            rows,
            ..Self::default()
        }
    }

    /// The same with other names for what it is about, where it comes from and where it goes.
    #[must_use]
    pub fn named(mut self, name: &dyn Fn(String) -> String) -> Self {
        let sources = self.comes_from.iter_mut().chain(&mut self.goes_to);
        let sources = sources.map(|source| &mut source.reference);
        let rows = self.rows.iter_mut().map(|row| &mut row.reference);
        for reference in sources.chain(rows).chain([&mut self.reference]) {
            *reference = reference.take().map(name);
        }
        self
    }
}

impl InspectedRow {
    /// A number with its label, to six digits.
    #[must_use]
    pub fn number(label: &str, value: f64) -> Self {
        Self {
            label: label.to_owned(),
            value: number::significant(value, 6).text(),
            reference: None,
        }
    }
}

/// A way to something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// What is there.
    pub label: String,
    /// Its name.
    pub reference: Option<String>,
    /// Where the cursor goes to see it computed.
    pub position: Option<Position>,
}

/// The most units that are listed one by one.
const MOST_UNITS: usize = 8;

/// The mark of a number that is subnormal in float32.
const LOST: char = 's';

/// What is known about a reference, or without one about the whole; a reference that means nothing here
/// gives the whole too.
#[must_use]
pub fn inspect(subject: &Subject<'_>, reference: Option<&str>, position: &Position) -> Inspection {
    let position = subject.timeline.resolve(position);
    let inspector = Inspector {
        subject,
        program: subject.run.program(),
        position,
    };
    let asked: Option<Reference> = reference.and_then(|text| text.parse().ok());
    let is_here = |asked: &Reference| asked.place().is_none_or(Place::is_here);
    let asked = asked.filter(is_here);
    let own = asked.map(|asked| as_read(subject, &asked));
    let found = own.and_then(|own| Some((inspector.about(&own)?, own)));
    match found {
        Some((about, own)) => Inspection {
            given: given::given(subject, &inspector.one_number(&own)),
            reference: Some(own.to_string()),
            ..about
        }
        .named(&|reference| match reference.parse() {
            Ok(own) => as_read(subject, &own).to_string(),
            Err(_) => reference,
        }),
        None => inspector.whole(),
    }
}

/// A name with the step of the sequence instead of the segment's own, or the other way round.
fn as_read(subject: &Subject<'_>, reference: &Reference) -> Reference {
    reference.timed(|t| subject.read(t))
}

struct Inspector<'a> {
    subject: &'a Subject<'a>,
    program: &'a Program,
    position: Position,
}

impl Inspector<'_> {
    fn about(&self, reference: &Reference) -> Option<Inspection> {
        match reference {
            Reference::Value(place) => self.value(place),
            Reference::Gradient(place) => self.gradient(place),
            Reference::Param { name, part } => self.param(name, part),
            Reference::Op { id, t, dir } => self.op(id, *t, *dir),
            Reference::Step(t) => self.step(*t),
            Reference::Cut(t) => self.cut(*t),
            Reference::Window(steps) => self.window(*steps),
        }
    }

    fn whole(&self) -> Inspection {
        let row = |label: &str, value: String| InspectedRow {
            label: label.to_owned(),
            value,
            reference: None,
        };
        let rows_of = |op: &Op| {
            self.program
                .ids()
                .find(|id| self.program.node(*id).op == *op)
        };
        let size = |id: Option<NodeId>| id.map_or(0, |id| self.program.node(id).rows);
        let mut rows = vec![
            row("inputs D", number::count(size(rows_of(&Op::Input)))),
            row("hidden units H", number::count(size(rows_of(&Op::Carry)))),
            row("steps T", number::count(self.subject.timeline.steps())),
            row("parameters", number::count(self.program.param_count())),
        ];
        if self.program.loss.is_some() {
            rows.push(row("loss", self.six(self.subject.run.trace().loss())));
        }
        Inspection {
            title: self.subject.title().to_owned(),
            words: self.subject.badge(),
            rows,
            ..Inspection::default()
        }
    }

    /// The selected unit's number where a reference means several.
    fn one_number(&self, reference: &Reference) -> Reference {
        let Reference::Value(place) = reference else {
            return reference.clone();
        };
        let rows = place
            .locate(self.program)
            .map_or(1, |(node, _)| self.program.node(node).rows);
        let unit = self.unit_in(place, rows);
        Reference::Value(Place {
            unit,
            ..place.clone()
        })
    }

    /// A number to six digits; in float32 with the mark of lost digits.
    fn six(&self, value: f64) -> String {
        let printed = number::significant(value, 6).text();
        if self.subject.run.trace().loses_digits(value) {
            format!("{printed} {LOST}")
        } else {
            printed
        }
    }

    fn unit_in(&self, place: &Place, rows: usize) -> Option<usize> {
        match place.unit {
            Some(unit) => (unit <= rows).then_some(unit),
            None => Some(self.subject.unit.clamp(1, rows.max(1))),
        }
    }

    /// The numbers of the units, the selected one first.
    fn unit_rows(
        &self,
        values: &[f64],
        unit: usize,
        place: &Place,
        gradient: bool,
    ) -> Vec<InspectedRow> {
        let row = |unit: usize| {
            let place = Place {
                unit: Some(unit),
                ..place.clone()
            };
            let reference = if gradient {
                Reference::Gradient(place)
            } else {
                Reference::Value(place)
            };
            let job = self
                .subject
                .jobs
                .and_then(|jobs| jobs.get(unit - 1))
                .filter(|_| self.is_state(&reference));
            let name = job.map_or_else(String::new, |job| format!(", {job}"));
            InspectedRow {
                label: format!("unit {unit}{name}"),
                value: self.six(values[unit - 1]),
                reference: Some(reference.to_string()),
            }
        };
        let others = (1..=values.len())
            .filter(|other| *other != unit)
            .take(MOST_UNITS - 1);
        std::iter::once(unit).chain(others).map(row).collect()
    }

    fn is_state(&self, reference: &Reference) -> bool {
        let (Reference::Value(place) | Reference::Gradient(place)) = reference else {
            return false;
        };
        self.program.carries.iter().any(|carry| {
            self.program
                .symbol(carry.next)
                .is_some_and(|symbol| symbol.key == place.key)
        })
    }

    /// A whole step: what it reads and what it leaves.
    fn step(&self, t: usize) -> Option<Inspection> {
        let row = |node: NodeId, t: usize| {
            let values = self
                .subject
                .run
                .trace()
                .value(node, t - 1, self.subject.batch);
            let shown: Vec<String> = values
                .iter()
                .take(MOST_UNITS)
                .map(|&value| number::text(value))
                .collect();
            let reference = Reference::value(self.program, node, t, None);
            InspectedRow {
                label: words(self.program, node),
                value: shown.join(", "),
                reference: reference.map(|reference| reference.to_string()),
            }
        };
        let ends = self.program.carries.iter().map(|carry| carry.next);
        let input = self
            .program
            .ids()
            .find(|id| self.program.node(*id).op == Op::Input);
        (1..=self.subject.timeline.steps())
            .contains(&t)
            .then(|| Inspection {
                kind: Kind::Step,
                title: format!("step {}", self.subject.read(t)),
                words: format!(
                    "Step {} of {}.",
                    self.subject.read(t),
                    self.subject.timeline.steps()
                ),
                rows: input
                    .into_iter()
                    .chain(ends)
                    .filter(|node| sees_value(self.subject, &self.position, *node, t))
                    .map(|node| row(node, t))
                    .collect(),
                ..Inspection::default()
            })
    }

    fn op(&self, id: &str, t: usize, dir: Direction) -> Option<Inspection> {
        let position = Position {
            t,
            op: id.to_owned(),
            dir,
        };
        self.subject.timeline.cursor(&position)?;
        let formula = super::formula(
            self.subject,
            &position,
            super::Level::Symbols,
            Notation::Lesson,
        )?;
        Some(Inspection {
            kind: Kind::Op,
            title: format!("{}, step {}", formula.title, self.subject.read(t)),
            words: formula.words,
            comes_from: vec![Source {
                label: "go there".to_owned(),
                reference: None,
                position: Some(position),
            }],
            ..Inspection::default()
        })
    }
}

fn title(subject: &Subject<'_>, symbol: &Symbol, place: &Place, rows: usize) -> String {
    let unit = place
        .unit
        .filter(|_| rows > 1)
        .map_or_else(String::new, |unit| format!(", unit {unit}"));
    let when = match place.t {
        0 => "at the start".to_owned(),
        t => format!("step {}", subject.read(t)),
    };
    format!("{}, {when}{unit}", symbol.words)
}
