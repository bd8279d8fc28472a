//! "How did you get that?": a reference with its numbers to six digits, where it comes from and where it
//! goes.

use serde::Serialize;

use super::Subject;
use super::equation::{self, Equation, Left, Right};
use super::names::Notation;
use super::number;
use super::numbers::{self, Row};
use super::reference::{Part, Place, Reference};
use super::spoken::spoken;
use super::stage::{sees_gradient, sees_value, words};
use super::symbols::Numbers;
use super::tree::{Math, Sign};
use crate::ir::{NodeId, Op, ParamId, Program, Symbol};
use crate::run::backward_ops::{BackwardKind, live_users};
use crate::run::cursor::{Direction, Position};

/// What is known about a reference.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Inspection {
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
    let asked = reference.and_then(|text| text.parse().ok());
    asked
        .and_then(|asked| inspector.about(&asked))
        .unwrap_or_else(|| inspector.whole())
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
            rows.push(row("loss", six(self.subject.run.trace().loss())));
        }
        Inspection {
            title: self.subject.cell.cell.title.to_owned(),
            words: self.subject.cell.badge(),
            rows,
            ..Inspection::default()
        }
    }

    fn value(&self, place: &Place) -> Option<Inspection> {
        let (node, t) = place
            .locate(self.program)
            .filter(|(_, t)| *t < self.subject.timeline.steps())?;
        let symbol = self.program.symbol(node)?;
        let values = self.subject.run.trace().value(node, t, self.subject.batch);
        let unit = self.unit_in(place, values.len())?;
        let seen = place.t == 0 || sees_value(self.subject, &self.position, node, place.t);
        let line = self.line(node, t, unit).filter(|_| seen);
        Some(Inspection {
            title: title(&symbol, place, values.len()),
            words: match (place.t, line) {
                (0, _) => "The state before the first step.".to_owned(),
                (_, Some(line)) => line,
                (_, None) if seen => "Given from outside.".to_owned(),
                (_, None) => "Not computed yet.".to_owned(),
            },
            rows: if seen {
                self.unit_rows(values, unit, place, false)
            } else {
                vec![]
            },
            history: self.value_history(node, unit),
            comes_from: if place.t == 0 {
                vec![]
            } else {
                self.operands(node, place.t)
            },
            goes_to: self.readers(node, place.t),
        })
    }

    fn unit_in(&self, place: &Place, rows: usize) -> Option<usize> {
        match place.unit {
            Some(unit) => (unit <= rows).then_some(unit),
            None => Some(self.subject.unit.clamp(1, rows.max(1))),
        }
    }

    /// The line of numbers that made a unit, as it is read aloud.
    fn line(&self, node: NodeId, t: usize, unit: usize) -> Option<String> {
        let op = self
            .program
            .micro_op_of(node)
            .map(|op| &self.program.micro_ops[op])?;
        if matches!(self.program.node(node).op, Op::Input | Op::Carry) {
            return None;
        }
        let equation = if op.result() == node {
            equation::forward(self.program, op)
        } else {
            let formula = crate::ir::rules::formula(self.program.node(node));
            Equation {
                left: Left::Value(node),
                right: Right::Formula(formula),
            }
        };
        self.written(&equation, t, unit)
    }

    fn written(&self, equation: &Equation, t: usize, unit: usize) -> Option<String> {
        let row = Row {
            program: self.program,
            notation: Notation::Lesson,
            t: t + 1,
            at: Numbers {
                trace: self.subject.run.trace(),
                t,
                b: self.subject.batch,
            },
            unit: unit - 1,
            keep_parts: false,
            defining: None,
        };
        numbers::equation(&row, equation).map(|math| plain(&math))
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
                value: six(values[unit - 1]),
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

    fn value_history(&self, node: NodeId, unit: usize) -> Option<Vec<f64>> {
        let trace = self.subject.run.trace();
        let seen = (0..self.subject.timeline.steps())
            .take_while(|t| sees_value(self.subject, &self.position, node, t + 1));
        let history: Vec<f64> = seen
            .map(|t| trace.value(node, t, self.subject.batch)[unit - 1])
            .collect();
        (history.len() > 1).then_some(history)
    }

    fn operands(&self, node: NodeId, t: usize) -> Vec<Source> {
        let operands = self.named_operands(node);
        operands
            .into_iter()
            .map(|operand| self.source(operand, t))
            .collect()
    }

    /// Operands, through parts without a name.
    fn named_operands(&self, node: NodeId) -> Vec<NodeId> {
        let mut found = Vec::new();
        for operand in self.program.node(node).op.operands() {
            let further = match self.program.symbol(operand) {
                Some(_) => vec![operand],
                None => self.named_operands(operand),
            };
            found.extend(further);
        }
        found.dedup();
        found
    }

    fn source(&self, node: NodeId, t: usize) -> Source {
        let reference = Reference::value(self.program, node, t, None);
        let at = match &reference {
            Some(Reference::Value(place)) => place.t,
            _ => t,
        };
        Source {
            label: self.label(node, at),
            position: self.computed_at(node, at),
            reference: reference.map(|reference| reference.to_string()),
        }
    }

    fn label(&self, node: NodeId, t: usize) -> String {
        let name = match self.program.symbol(node) {
            Some(symbol) => symbol.words.to_owned(),
            None => words(self.program, node),
        };
        format!("{name}, step {t}")
    }

    /// Where a node is computed; an old state one step earlier, where it was new.
    fn computed_at(&self, node: NodeId, t: usize) -> Option<Position> {
        let node = self.program.carry_of(node).map_or(node, |carry| carry.next);
        let op = self.program.micro_op_of(node)?;
        let id = self.program.micro_ops[op].id.to_owned();
        let position = Position {
            t,
            op: id,
            dir: Direction::Forward,
        };
        self.subject.timeline.cursor(&position).map(|_| position)
    }

    /// What reads a node, in this step and as a state in the next.
    fn readers(&self, node: NodeId, t: usize) -> Vec<Source> {
        let mut readers = if t == 0 {
            vec![]
        } else {
            self.named_readers(node, t)
        };
        let old = self.program.carry_into(node).map(|carry| carry.previous);
        let old = old.or_else(|| (t == 0).then_some(node));
        if let Some(old) = old.filter(|_| t < self.subject.timeline.steps()) {
            readers.extend(self.named_readers(old, t + 1));
        }
        readers
    }

    fn named_readers(&self, node: NodeId, t: usize) -> Vec<Source> {
        let mut found = Vec::new();
        for (user, _) in self.program.users(node) {
            match self.program.symbol(user) {
                Some(_) => found.push(self.source(user, t)),
                None => found.extend(self.named_readers(user, t)),
            }
        }
        found.dedup();
        found
    }

    fn gradient(&self, place: &Place) -> Option<Inspection> {
        let (node, t) = place
            .locate(self.program)
            .filter(|(_, t)| *t < self.subject.timeline.steps())?;
        let symbol = self.program.symbol(node)?;
        if !self.subject.run.trace().has_grads() {
            return None;
        }
        let grads = self.subject.run.trace().grad(node, t, self.subject.batch);
        let unit = self.unit_in(place, grads.len())?;
        let seen = match place.t {
            0 => sees_gradient(self.subject, &self.position, node, 1),
            t => sees_gradient(self.subject, &self.position, node, t),
        };
        let equation = self.gradient_equation(node, t);
        let line = equation
            .and_then(|equation| self.written(&equation, t, unit))
            .filter(|_| seen);
        let at = |user: NodeId| Source {
            label: format!("gradient of the {}", self.label(user, place.t)),
            reference: Reference::gradient(self.program, user, place.t, None)
                .map(|r| r.to_string()),
            position: self.gradient_position(user, place.t),
        };
        let users = live_users(self.program, node)
            .into_iter()
            .map(|(user, _)| user);
        Some(Inspection {
            title: format!("gradient of {}", title(&symbol, place, grads.len())),
            words: match line {
                Some(line) => line,
                None if seen => "How the loss changes with it.".to_owned(),
                None => "Not known yet: the way back has not come here.".to_owned(),
            },
            rows: if seen {
                self.unit_rows(grads, unit, place, true)
            } else {
                vec![]
            },
            history: None,
            comes_from: users
                .filter(|user| self.program.symbol(*user).is_some())
                .map(at)
                .collect(),
            goes_to: self.named_operands(node).into_iter().map(at).collect(),
        })
    }

    /// The equation of the op that computes a gradient.
    fn gradient_equation(&self, node: NodeId, t: usize) -> Option<Equation> {
        let ops = self.subject.timeline.backward();
        let own = |op: &&crate::run::backward_ops::BackwardOp| matches!(&op.kind, BackwardKind::Gradient { node: own, .. } if *own == node);
        let op = ops.iter().find(own)?;
        equation::backward(self.program, op, self.subject.timeline.loss_at()[t], false).pop()
    }

    fn gradient_position(&self, node: NodeId, t: usize) -> Option<Position> {
        let ops = self.subject.timeline.backward();
        let op = ops.iter().find(|op| match &op.kind {
            BackwardKind::Gradient { node: own, .. } => *own == node,
            BackwardKind::Previous { carry } => *carry == node,
            BackwardKind::Matrices { input, .. } => *input == Some(node),
            BackwardKind::Share { .. } | BackwardKind::Weights { .. } => false,
        })?;
        let position = Position {
            t,
            op: op.id.clone(),
            dir: Direction::Backward,
        };
        self.subject.timeline.cursor(&position).map(|_| position)
    }

    fn param(&self, name: &str, part: &Part) -> Option<Inspection> {
        let place = self
            .program
            .params
            .iter()
            .position(|spec| spec.name == name)?;
        let spec = &self.program.params[place];
        let (rows, first) = match part {
            Part::Block(letter) => {
                let block = spec.blocks.iter().position(|gate| gate.letter == letter)?;
                let rows = spec.rows / spec.blocks.len();
                (rows, block * rows)
            }
            Part::Whole | Part::Entry(..) => (spec.rows, 0),
        };
        let range = spec.offset + first * spec.cols..spec.offset + (first + rows) * spec.cols;
        let plain = |label: &str, value: String| InspectedRow {
            label: label.to_owned(),
            value,
            reference: None,
        };
        if let Part::Entry(row, column) = *part {
            let inside = (1..=spec.rows).contains(&row) && (1..=spec.cols).contains(&column);
            return inside.then(|| Inspection {
                title: param_title(name, part),
                words: "One weight, the same at every step.".to_owned(),
                rows: self.entry_rows(ParamId(place), row - 1, column - 1),
                ..Inspection::default()
            });
        }
        let params = &self.subject.run.trace().params()[range.clone()];
        let grads = &self.subject.run.trace().param_grads()[range];
        let mut lines = vec![
            plain("shape", format!("{rows} × {}", spec.cols)),
            plain("norm", six(super::norm(params))),
        ];
        if self.position.dir == Direction::Backward {
            lines.push(plain(
                "norm of the gradient, all steps",
                six(super::norm(grads)),
            ));
        }
        Some(Inspection {
            title: param_title(name, part),
            words: format!(
                "{} numbers, the same at every step.",
                number::count(rows * spec.cols)
            ),
            rows: lines,
            ..Inspection::default()
        })
    }

    fn entry_rows(&self, param: ParamId, row: usize, column: usize) -> Vec<InspectedRow> {
        let spec = &self.program.params[param.0];
        let place = spec.offset + row * spec.cols + column;
        let trace = self.subject.run.trace();
        let line = |label: String, value: f64| InspectedRow {
            label,
            value: six(value),
            reference: None,
        };
        let mut rows = vec![line("value".to_owned(), trace.params()[place])];
        if self.position.dir == Direction::Backward {
            let added = self.subject.run.contribution(param, self.position.t - 1)[(row, column)];
            rows.push(line(
                format!("step {} adds to its gradient", self.position.t),
                added,
            ));
            rows.push(line(
                "gradient, all steps".to_owned(),
                trace.param_grads()[place],
            ));
        }
        rows
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
                title: format!("step {t}"),
                words: format!("Step {t} of {}.", self.subject.timeline.steps()),
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
            title: format!("{}, step {t}", formula.title),
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

fn six(value: f64) -> String {
    number::significant(value, 6).text()
}

fn title(symbol: &Symbol, place: &Place, rows: usize) -> String {
    let unit = place
        .unit
        .filter(|_| rows > 1)
        .map_or_else(String::new, |unit| format!(", unit {unit}"));
    let when = match place.t {
        0 => "at the start".to_owned(),
        t => format!("step {t}"),
    };
    format!("{}, {when}{unit}", symbol.words)
}

fn param_title(name: &str, part: &Part) -> String {
    match part {
        Part::Whole => name.to_owned(),
        Part::Block(letter) => format!("{name}, gate {letter}"),
        Part::Entry(row, column) => format!("{name}, row {row}, column {column}"),
    }
}

/// A line of numbers as plain text.
fn plain(math: &Math) -> String {
    match math {
        Math::Row(parts) => parts.iter().map(plain).collect::<Vec<_>>().join(" "),
        Math::Term(_, inner) => plain(inner),
        Math::Number(number) => number.text(),
        Math::Constant(text) | Math::Words(text) => text.clone(),
        Math::Fence(inner) => format!("({})", plain(inner)),
        Math::Square(inner) => format!("{}²", plain(inner)),
        Math::Call {
            function,
            argument,
            squared,
        } => {
            let power = if *squared { "²" } else { "" };
            format!(
                "{}{power}({})",
                super::spoken::function_letter(*function),
                plain(argument)
            )
        }
        Math::Logarithm(inner) => format!("ln({})", plain(inner)),
        Math::Exponential(inner) => format!("e^({})", plain(inner)),
        Math::Sign(sign) => sign_letter(*sign).to_owned(),
        other => spoken(other),
    }
}

fn sign_letter(sign: Sign) -> &'static str {
    match sign {
        Sign::Equals => "=",
        Sign::About => "≈",
        Sign::Grows => "+=",
        Sign::Plus => "+",
        Sign::Minus => "\u{2212}",
        Sign::Times | Sign::Beside => "×",
        Sign::Odot => "⊙",
        Sign::Dot => "·",
        Sign::Comma => ",",
    }
}
