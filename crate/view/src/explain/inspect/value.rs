//! Quantities: how a value came about, where it comes from and where it goes.

use super::plain::plain;
use super::{Inspection, Inspector, Kind, Source, title};
use crate::explain::equation::{self, Equation, Left, Right};
use crate::explain::names::Notation;
use crate::explain::number;
use crate::explain::numbers::{self, Row};
use crate::explain::reference::Reference;
use crate::explain::stage::{sees_value, words};
use crate::explain::symbols::Numbers;
use unrolled::ir::NodeId;
use unrolled::run::address::Place;
use unrolled::run::cursor::{Direction, Position};

impl Inspector<'_> {
    pub(super) fn value(&self, place: &Place) -> Option<Inspection> {
        let (node, t) = place
            .locate(self.program)
            .filter(|(_, t)| *t < self.subject.timeline.steps())?;
        let symbol = self.program.symbol(node)?;
        let values = self.subject.run.trace().value(node, t, self.subject.batch);
        let unit = self.unit_in(place, values.len())?;
        let seen = place.t == 0 || sees_value(self.subject, &self.position, node, place.t);
        let held = self
            .subject
            .run
            .trace()
            .held(node, t)
            .filter(|_| place.t > 0);
        let equation = self.made_by(node).filter(|_| seen && held.is_none());
        let line = equation
            .as_ref()
            .and_then(|equation| self.written(equation, t, unit));
        let words = match (place.t, held, line) {
            (0, ..) => "The state before the first step.".to_owned(),
            (_, Some(value), _) if seen => held_words(value),
            (_, _, Some(line)) => line,
            (_, _, None) if seen => "Given from outside.".to_owned(),
            _ => "Not computed yet.".to_owned(),
        };
        let rows = if seen {
            self.unit_rows(values, unit, place, false)
        } else {
            vec![]
        };
        Some(Inspection {
            kind: Kind::Value,
            title: title(self.subject, &symbol, place, values.len()),
            words: self.with_lost_digits(words, values, seen),
            rows,
            history: self.value_history(node, unit),
            comes_from: if place.t == 0 || held.is_some() {
                vec![]
            } else {
                self.operands(node, place.t)
            },
            goes_to: self.readers(node, place.t),
            products: equation.and_then(|equation| self.products(&equation, t, unit)),
            ..Inspection::default()
        })
    }

    /// The equation that makes a node; `None` where it is given.
    fn made_by(&self, node: NodeId) -> Option<Equation> {
        let op = self
            .program
            .micro_op_of(node)
            .map(|op| &self.program.micro_ops[op])?;
        if self.program.node(node).op.arrives() {
            return None;
        }
        if op.result() == node {
            return Some(equation::forward(self.program, op, &[]));
        }
        let formula = unrolled::ir::rules::formula(self.program.node(node));
        Some(Equation {
            left: Left::Value(node),
            right: Right::Formula(formula),
        })
    }

    /// Says it where a number that is shown loses digits.
    pub(super) fn with_lost_digits(&self, words: String, numbers: &[f64], seen: bool) -> String {
        let trace = self.subject.run.trace();
        if seen && numbers.iter().any(|&number| trace.loses_digits(number)) {
            return format!("{words} Subnormal in float32: digits are being lost.");
        }
        words
    }

    /// The line of numbers that made a unit, as plain text.
    pub(super) fn written(&self, equation: &Equation, t: usize, unit: usize) -> Option<String> {
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
            kept: None,
        };
        numbers::equation(&row, equation).map(|math| plain(&math))
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
    pub(super) fn named_operands(&self, node: NodeId) -> Vec<NodeId> {
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

    pub(super) fn label(&self, node: NodeId, t: usize) -> String {
        let name = match self.program.symbol(node) {
            Some(symbol) => symbol.words.to_owned(),
            None => words(self.program, node),
        };
        format!("{name}, step {}", self.subject.read(t))
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
}

/// Why a held gate has its value.
fn held_words(value: f64) -> String {
    let value = number::full(value);
    format!("Held at {value} here, whatever it would be.")
}
