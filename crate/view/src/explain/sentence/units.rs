//! The numbers of the selected unit, then those of the others.

use super::{MOST_UNITS, Speaker, Verbosity, short, words};
use crate::explain::equation::{Equation, Left, Right};
use crate::explain::numbers::{self, Row};
use crate::explain::spoken::spoken;
use crate::explain::tree::Sign;
use unrolled::ir::{Expr, NodeId, Op};

impl Speaker<'_> {
    /// The rows of what is computed.
    pub(super) fn rows(&self, equation: &Equation) -> usize {
        match &equation.left {
            Left::Value(node)
            | Left::Gradient(node)
            | Left::Previous(node)
            | Left::Share(node, _) => self.program.node(*node).rows,
            Left::Arrival | Left::Stack(..) | Left::Weights(_) => 0,
        }
    }

    /// Whether the result is a column of the units of the state.
    pub(super) fn is_units(&self, equation: &Equation) -> bool {
        self.program
            .carries
            .first()
            .is_some_and(|carry| self.program.node(carry.next).rows == self.rows(equation))
    }

    /// "Unit 2: 0.993 times 0.640 is 0.636."
    pub(super) fn numbers(&self, equation: &Equation, verbosity: Verbosity) -> String {
        let is_loss = matches!(equation.left, Left::Value(node) if self.program.loss == Some(node));
        let Some(line) = numbers::line(&self.row(), equation).filter(|_| !is_loss) else {
            return String::new();
        };
        if is_long(equation) && verbosity != Verbosity::Full {
            return self.result(equation);
        }
        let verb = if line.sign == Sign::About {
            "is about"
        } else {
            "is"
        };
        let right = spoken(&line.right);
        let (right, left) = (right.trim_start_matches(", "), spoken(&line.left));
        if right == left {
            return self.result(equation);
        }
        format!("{}{right} {verb} {left}.", self.unit_prefix(equation))
    }

    pub(super) fn unit_prefix(&self, equation: &Equation) -> String {
        let rows = self.rows(equation);
        let unit = self.subject.unit.clamp(1, rows.max(1));
        match (rows, self.is_units(equation)) {
            (1, false) => "Result: ".to_owned(),
            (_, true) => format!("Unit {unit}: "),
            (_, false) => format!("Number {unit}: "),
        }
    }

    /// "Unit 2: 0.636."
    pub(super) fn result(&self, equation: &Equation) -> String {
        let Some(value) = numbers::value(&self.row(), equation) else {
            return String::new();
        };
        format!("{}{}.", self.unit_prefix(equation), words(value))
    }

    /// "Units 1 and 3: 0.011, 0.110."
    pub(super) fn others(&self, equation: &Equation) -> String {
        let rows = self.rows(equation);
        if !(2..=MOST_UNITS).contains(&rows) || !self.is_units(equation) {
            return String::new();
        }
        let own = self.subject.unit.clamp(1, rows);
        let others: Vec<usize> = (1..=rows).filter(|unit| *unit != own).collect();
        let values = others.iter().map(|&unit| {
            let row = Row {
                unit: unit - 1,
                ..self.row()
            };
            numbers::value(&row, equation).map_or_else(String::new, words)
        });
        let values: Vec<String> = values.collect();
        let names: Vec<String> = others.iter().map(ToString::to_string).collect();
        match names.as_slice() {
            [only] => format!("Unit {only}: {}.", values.join(", ")),
            [first @ .., last] => format!(
                "Units {} and {last}: {}.",
                first.join(", "),
                values.join(", ")
            ),
            [] => String::new(),
        }
    }

    /// What the unit is for, where the memory has just been written.
    pub(super) fn job(&self, node: NodeId) -> String {
        let is_memory = self
            .program
            .carries
            .last()
            .is_some_and(|carry| carry.next == node);
        let unit = self.subject.unit;
        let name = self
            .subject
            .jobs
            .and_then(|jobs| jobs.get(unit.saturating_sub(1)));
        match name.filter(|_| is_memory) {
            Some(name) => format!("Unit {unit} is the {name}{}.", self.target()),
            None => String::new(),
        }
    }

    /// "; target 1.4": what the next judged output should be.
    pub(super) fn target(&self) -> String {
        let wanted = self.program.loss.map(|loss| &self.program.node(loss).op);
        let Some(Op::SquaredError { target, .. }) = wanted else {
            return String::new();
        };
        let judged = (self.t - 1..self.subject.timeline.steps())
            .find(|&t| self.subject.timeline.loss_at()[t]);
        let value = judged.map(|t| {
            self.subject
                .run
                .trace()
                .value(*target, t, self.subject.batch)
        });
        match value {
            Some([only]) => format!("; target {}", short(*only)),
            _ => String::new(),
        }
    }
}

/// Whether products of a matrix row would be read out.
pub(super) fn is_long(equation: &Equation) -> bool {
    let Right::Formula(formula) = &equation.right else {
        return false;
    };
    let is_product = |expr: &Expr| matches!(expr, Expr::Product(..) | Expr::TransposedProduct(..));
    match formula {
        Expr::Sum(summands) => summands.iter().any(|(_, summand)| is_product(summand)),
        other => is_product(other),
    }
}
