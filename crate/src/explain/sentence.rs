//! A moment as a sentence: which op, what it does, with the numbers of the selected unit.

use serde::{Deserialize, Serialize};

use super::Subject;
use super::equation::{self, Equation, Left, Right};
use super::names::Notation;
use super::number;
use super::numbers::{self, Row};
use super::spoken::{number_words, spoken};
use super::symbols::Numbers;
use super::tree::Sign;
use crate::ir::{Expr, Function, Linear, NodeId, Op, Part, Program, Term};
use crate::run::backward_ops::{BackwardKind, BackwardOp, Share, shares};
use crate::run::cursor::{Cursor, Direction, Position};

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verbosity {
    /// The op and its number.
    Short,
    /// What it does, with the numbers of the selected unit.
    Normal,
    /// The same with the place in the whole and the other units.
    Full,
}

/// The most units that are read out one by one.
const MOST_UNITS: usize = 8;

/// The sentence of a position; of the nearest one that occurs.
#[must_use]
pub fn sentence(subject: &Subject<'_>, position: &Position, verbosity: Verbosity) -> String {
    let position = subject.timeline.resolve(position);
    let speaker = Speaker {
        subject,
        program: subject.run.program(),
        t: position.t,
    };
    let place = subject
        .timeline
        .place(&position.op, position.dir)
        .unwrap_or(0);
    match position.dir {
        Direction::Forward => speaker.forward(place, verbosity),
        Direction::Backward if speaker.is_turn(&position) => speaker.turn(),
        Direction::Backward => speaker.backward(place, verbosity),
    }
}

struct Speaker<'a> {
    subject: &'a Subject<'a>,
    program: &'a Program,
    /// From 1.
    t: usize,
}

impl Speaker<'_> {
    fn forward(&self, place: usize, verbosity: Verbosity) -> String {
        let ops = self.subject.timeline.forward();
        let op = &ops[place];
        let equation = equation::forward(self.program, op, &self.held());
        let is_held = matches!(equation.right, Right::Held(_));
        let numbers = self.numbers(&equation, verbosity);
        let body = self.what(op.result(), &equation);
        let heading = self.heading(op.title, place, ops.len(), verbosity);
        match verbosity {
            Verbosity::Short => join(&[heading, self.result(&equation)]),
            Verbosity::Normal => join(&[heading, body, numbers, self.job(op.result())]),
            Verbosity::Full => join(&[
                heading,
                body,
                numbers,
                if is_held {
                    String::new()
                } else {
                    self.others(&equation)
                },
                self.job(op.result()),
            ]),
        }
    }

    fn backward(&self, place: usize, verbosity: Verbosity) -> String {
        let ops = self.subject.timeline.backward();
        let op = &ops[place];
        let with_head = self.subject.timeline.loss_at()[self.t - 1];
        let equations = equation::backward(self.program, op, with_head, false, &self.held());
        let heading = self.heading(&op.title, place, ops.len(), verbosity);
        let Some(equation) = equations.last() else {
            return heading;
        };
        let is_closed = matches!(equation.right, Right::Closed(_));
        let single = !matches!(op.kind, BackwardKind::Weights { .. }) && !is_closed;
        let numbers = if single {
            self.numbers(equation, verbosity)
        } else {
            String::new()
        };
        match verbosity {
            Verbosity::Short if single => join(&[heading, self.result(equation)]),
            Verbosity::Short => heading,
            Verbosity::Normal => {
                join(&[heading, self.passes_back(op, equation, with_head), numbers])
            }
            Verbosity::Full => {
                let others = if single {
                    self.others(equation)
                } else {
                    String::new()
                };
                join(&[
                    heading,
                    self.passes_back(op, equation, with_head),
                    numbers,
                    others,
                ])
            }
        }
    }

    fn heading(&self, title: &str, place: usize, count: usize, verbosity: Verbosity) -> String {
        match verbosity {
            Verbosity::Short => format!("{}.", capital(title)),
            Verbosity::Normal => format!("Operation {}, {title}.", place + 1),
            Verbosity::Full => {
                let steps = self.subject.timeline.steps();
                format!(
                    "Step {} of {steps}, operation {} of {count}, {title}.",
                    self.t,
                    place + 1
                )
            }
        }
    }

    /// Whether this is the first moment of the way back.
    fn is_turn(&self, position: &Position) -> bool {
        let timeline = self.subject.timeline;
        let Some(cursor) = timeline.cursor(position) else {
            return false;
        };
        let before = cursor
            .0
            .checked_sub(1)
            .map(|before| timeline.position(Cursor(before)));
        before.is_none_or(|before| before.dir == Direction::Forward)
    }

    fn turn(&self) -> String {
        let judged = self
            .program
            .loss
            .filter(|loss| !matches!(self.program.node(*loss).op, Op::Dot(..)));
        let start = match judged {
            Some(loss) => {
                let value = self
                    .subject
                    .run
                    .trace()
                    .value(loss, self.t - 1, self.subject.batch)[0];
                format!("Starts at the loss of step {}: {}.", self.t, words(value))
            }
            None => format!(
                "Starts at the selected unit of step {}, with gradient 1.",
                self.t
            ),
        };
        format!("Backward. {start} Press Right to follow the gradient.")
    }

    /// What a forward op does.
    fn what(&self, node: NodeId, equation: &Equation) -> String {
        if let Right::Nodes(nodes) = &equation.right {
            return self.arrival(nodes);
        }
        if let Right::Held(value) = equation.right {
            let (name, value) = (self.name(node), short(value));
            return format!("Whatever its sum is, {name} is held at {value}.");
        }
        let Right::Formula(formula) = &equation.right else {
            return String::new();
        };
        let part = self
            .program
            .micro_op_of(node)
            .map(|op| self.program.micro_ops[op].part);
        match &self.program.node(node).op {
            Op::Linear(_) if part == Some(Part::Head) => "Read out.".to_owned(),
            Op::Linear(sum) if sum.has_params() => self.mixing(sum),
            Op::Linear(_) | Op::Odot(..) | Op::OneMinus(_) => {
                format!("{} equals {}.", self.letter(node), self.say(formula))
            }
            Op::Sigmoid(_) => "Squashed to between 0 and 1.".to_owned(),
            Op::Tanh(_) => "Squashed to between minus 1 and 1.".to_owned(),
            Op::Relu(_) => "Cut off below 0.".to_owned(),
            Op::Identity(_) if part == Some(Part::Head) => {
                "The output is the prediction.".to_owned()
            }
            Op::Identity(_) if self.is_cut_off(node) => format!(
                "{} equals {} alone: nothing of the old {} is kept.",
                self.letter(node),
                self.say(formula),
                super::stage::words(self.program, node)
            ),
            Op::Identity(_) => "Passed on unchanged.".to_owned(),
            Op::Softmax(_) => "Turned into a bet.".to_owned(),
            Op::CrossEntropy(..) | Op::SquaredError { .. } | Op::Dot(..) => {
                let loss = self
                    .subject
                    .run
                    .trace()
                    .value(node, self.t - 1, self.subject.batch)[0];
                format!("Loss {}.", words(loss))
            }
            Op::Input | Op::Carry => String::new(),
        }
    }

    fn arrival(&self, nodes: &[NodeId]) -> String {
        let input = nodes
            .iter()
            .find(|node| self.program.node(**node).op == Op::Input);
        let input = input.map_or_else(String::new, |node| {
            let values = self
                .subject
                .run
                .trace()
                .value(*node, self.t - 1, self.subject.batch);
            let shown: Vec<String> = values
                .iter()
                .take(MOST_UNITS)
                .map(|&value| short(value))
                .collect();
            let more = if values.len() > MOST_UNITS {
                ", …"
            } else {
                ""
            };
            format!("input ({}{more}), ", shown.join(", "))
        });
        let from = match self.t {
            1 => "the initial state".to_owned(),
            t => format!("state from step {}", t - 1),
        };
        format!("Step {} starts: {input}{from}.", self.t)
    }

    /// A sum with parameters.
    fn mixing(&self, sum: &Linear) -> String {
        let products: Vec<NodeId> = sum
            .terms
            .iter()
            .filter_map(|term| match term {
                Term::Product(_, node) => Some(*node),
                Term::Plain(_) => None,
            })
            .collect();
        let bias = if sum.biases.is_empty() {
            ""
        } else {
            ", with the bias"
        };
        let added = sum.terms.len() > products.len();
        match products.as_slice() {
            [] => format!("Added{bias}."),
            [only] if !added => format!(
                "{} is mixed by its weights{bias}.",
                capital(&self.source(*only))
            ),
            [only] => {
                format!(
                    "{} is mixed by its weights and the rest added{bias}.",
                    capital(&self.source(*only))
                )
            }
            _ => {
                let names: Vec<String> = products.iter().map(|node| self.source(*node)).collect();
                format!(
                    "{} are mixed by their weights{bias}.",
                    capital(&names.join(" and "))
                )
            }
        }
    }

    /// What a matrix reads, in words.
    fn source(&self, node: NodeId) -> String {
        match self.program.node(node).op {
            Op::Carry => "the old state".to_owned(),
            _ => format!("the {}", super::stage::words(self.program, node)),
        }
    }

    /// A state that is its candidate alone, while nothing reads what it was before.
    fn is_cut_off(&self, node: NodeId) -> bool {
        let carry = self.program.carry_into(node);
        carry.is_some_and(|carry| self.program.users(carry.previous).is_empty())
    }

    /// What a gradient op does.
    fn passes_back(&self, op: &BackwardOp, equation: &Equation, with_head: bool) -> String {
        match &op.kind {
            BackwardKind::Gradient { junction: true, .. } => self.meeting(equation, with_head),
            BackwardKind::Gradient { node, .. } => match &equation.right {
                Right::Formula(formula) => {
                    format!(
                        "Gradient of {} equals {}.",
                        self.name(*node),
                        self.say(formula)
                    )
                }
                Right::Closed(gate) => {
                    let (name, gate) = (self.name(*node), self.name(*gate));
                    format!("Gradient of {name} is 0: {gate} is held, so nothing passes.")
                }
                _ => String::new(),
            },
            BackwardKind::Share { carry, share } => self.road(*carry, *share),
            BackwardKind::Weights { .. } => {
                "Each weight takes the gradient of its sum times what it multiplied.".to_owned()
            }
            BackwardKind::Matrices { .. } => "Back through the matrices, transposed.".to_owned(),
            BackwardKind::Previous { carry } => self.arrives(*carry),
        }
    }

    fn meeting(&self, equation: &Equation, with_head: bool) -> String {
        let last = self.t == self.subject.timeline.steps();
        let only_future = matches!(&equation.right, Right::Formula(Expr::Future(_)));
        if only_future && !with_head {
            return "No loss here: all of it comes from the future.".to_owned();
        }
        if last {
            return "Two streams meet; from the future comes nothing yet.".to_owned();
        }
        "Two streams meet: from this step and from the future.".to_owned()
    }

    /// One element-wise road back to a state.
    fn road(&self, carry: NodeId, share: usize) -> String {
        match &shares(self.program, carry)[share] {
            Share::Reader(reader) => match self.gate_beside(*reader, carry) {
                Some(gate) => format!("A road without a matrix: multiplied by {gate}."),
                None => "A road without a matrix.".to_owned(),
            },
            Share::Sums(_) => "Back through the matrices, transposed.".to_owned(),
        }
    }

    fn arrives(&self, carry: NodeId) -> String {
        let roads = shares(self.program, carry);
        match roads.as_slice() {
            [Share::Reader(reader)] => match self.gate_beside(*reader, carry) {
                Some(gate) => format!("The memory line: multiplied by {gate}, nothing else."),
                None => "The memory line: passed on as it is.".to_owned(),
            },
            [] => "Nothing reads the old memory here: nothing passes back.".to_owned(),
            [_] if self.t == 1 => "This is the gradient of the initial state.".to_owned(),
            [_] => format!("Passed on to step {}.", self.t - 1),
            many => format!("{} roads meet.", capital(count_word(many.len()))),
        }
    }

    /// The other factor where a state is multiplied.
    fn gate_beside(&self, reader: NodeId, carry: NodeId) -> Option<String> {
        let Op::Odot(a, b) = self.program.node(reader).op else {
            return None;
        };
        let gate = if a == carry { b } else { a };
        let words = super::stage::words(self.program, gate);
        let article = if words.starts_with("one minus") {
            ""
        } else {
            "the "
        };
        Some(format!("{article}{words}"))
    }

    /// What is held at this step.
    fn held(&self) -> Vec<(NodeId, f64)> {
        self.subject.run.trace().held_at(self.t - 1)
    }

    fn row(&self) -> Row<'_> {
        Row {
            program: self.program,
            notation: Notation::Lesson,
            t: self.t,
            at: Numbers {
                trace: self.subject.run.trace(),
                t: self.t - 1,
                b: self.subject.batch,
            },
            unit: self.subject.unit.saturating_sub(1),
            keep_parts: true,
            defining: None,
        }
    }

    /// The rows of what is computed.
    fn rows(&self, equation: &Equation) -> usize {
        match &equation.left {
            Left::Value(node)
            | Left::Gradient(node)
            | Left::Previous(node)
            | Left::Share(node, _) => self.program.node(*node).rows,
            Left::Arrival | Left::Stack(..) | Left::Weights(_) => 0,
        }
    }

    /// Whether the result is a column of the units of the state.
    fn is_units(&self, equation: &Equation) -> bool {
        self.program
            .carries
            .first()
            .is_some_and(|carry| self.program.node(carry.next).rows == self.rows(equation))
    }

    /// "Unit 2: 0.993 times 0.640 is 0.636."
    fn numbers(&self, equation: &Equation, verbosity: Verbosity) -> String {
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

    fn unit_prefix(&self, equation: &Equation) -> String {
        let rows = self.rows(equation);
        let unit = self.subject.unit.clamp(1, rows.max(1));
        match (rows, self.is_units(equation)) {
            (1, false) => "Result: ".to_owned(),
            (_, true) => format!("Unit {unit}: "),
            (_, false) => format!("Number {unit}: "),
        }
    }

    /// "Unit 2: 0.636."
    fn result(&self, equation: &Equation) -> String {
        let Some(value) = numbers::value(&self.row(), equation) else {
            return String::new();
        };
        format!("{}{}.", self.unit_prefix(equation), words(value))
    }

    /// "Units 1 and 3: 0.011, 0.110."
    fn others(&self, equation: &Equation) -> String {
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
    fn job(&self, node: NodeId) -> String {
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
    fn target(&self) -> String {
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

    /// The letter of a node as it is said.
    fn letter(&self, node: NodeId) -> String {
        let Some(symbol) = self.program.symbol(node) else {
            return "it".to_owned();
        };
        match symbol.lesson.sup {
            Some(sup) => format!("{} {sup}", symbol.lesson.base),
            None if symbol.lesson.accent.is_some() => symbol.words.to_owned(),
            None => symbol.lesson.base.to_owned(),
        }
    }

    /// A node as it is said where it is read: its letter, or its words where it is a named part.
    fn name(&self, node: NodeId) -> String {
        match (self.program.symbol(node), &self.program.node(node).op) {
            (_, Op::Carry) => format!("old {}", self.letter(node)),
            (Some(symbol), _) if symbol.pytorch.is_none() => symbol.words.to_owned(),
            (None, Op::OneMinus(a)) => format!("one minus {}", self.name(*a)),
            _ => self.letter(node),
        }
    }

    fn say(&self, expr: &Expr) -> String {
        match expr {
            Expr::Value(node) => self.name(*node),
            Expr::Grad(node) => format!("gradient of {}", self.name(*node)),
            Expr::Future(_) => "what comes from the future".to_owned(),
            Expr::Sum(summands) => self.say_sum(summands),
            Expr::Odot(factors) => self.say_product(factors),
            Expr::Square(inner) => format!("{} squared", self.say(inner)),
            Expr::Number(number) => short(*number),
            Expr::Call(Function::Step, inner) => format!("1 where {} is above 0", self.say(inner)),
            Expr::Call(Function::Softmax, _) => "the prediction".to_owned(),
            Expr::Call(_, inner) | Expr::Product(_, inner) => self.say(inner),
            Expr::TransposedProduct(_, inner) => {
                format!("weights transposed times {}", self.say(inner))
            }
            Expr::Zero(_) => "zero".to_owned(),
            Expr::OneHot(_) => "one-hot of the target".to_owned(),
            _ => "the rest".to_owned(),
        }
    }

    /// Factors that are sums are set off by commas.
    fn say_product(&self, factors: &[Expr]) -> String {
        let counts = |factor: &&Expr| !matches!(factor, Expr::Grad(loss) if self.program.loss == Some(*loss));
        let factors = factors.iter().filter(counts).map(|factor| {
            let said = self.say(factor);
            let is_sum = said.contains(" minus ") || said.contains(" plus ");
            if is_sum { format!(", {said},") } else { said }
        });
        let said = factors.collect::<Vec<_>>().join(" times ");
        said.replace(" ,", ",").trim_matches([',', ' ']).to_owned()
    }

    fn say_sum(&self, summands: &[(bool, Expr)]) -> String {
        let mut out = String::new();
        for (place, (added, summand)) in summands.iter().enumerate() {
            let sign = match (place, added) {
                (0, true) => "",
                (0, false) => "minus ",
                (_, true) => " plus ",
                (_, false) => " minus ",
            };
            out.push_str(sign);
            match summand {
                Expr::Number(number) if *number == 1.0 => out.push_str("one"),
                other => out.push_str(&self.say(other)),
            }
        }
        out
    }
}

/// Whether products of a matrix row would be read out.
fn is_long(equation: &Equation) -> bool {
    let Right::Formula(formula) = &equation.right else {
        return false;
    };
    let is_product = |expr: &Expr| matches!(expr, Expr::Product(..) | Expr::TransposedProduct(..));
    match formula {
        Expr::Sum(summands) => summands.iter().any(|(_, summand)| is_product(summand)),
        other => is_product(other),
    }
}

fn join(parts: &[String]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" ")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn count_word(count: usize) -> &'static str {
    match count {
        2 => "two",
        3 => "three",
        4 => "four",
        _ => "several",
    }
}

/// A number as it is said, with three decimals.
fn words(value: f64) -> String {
    number_words(&number::fixed(value, 3))
}

/// A given number as it was given, unless it is long.
fn short(value: f64) -> String {
    let full = number::full(value);
    if full.chars().count() > 6 {
        number_words(&number::significant(value, 3))
    } else {
        full.replace(number::MINUS, "minus ")
    }
}
