//! What an op of the way forward does.

use super::{MOST_UNITS, Speaker, short, words};
use crate::explain::case::capital;
use crate::explain::equation::{Equation, Right};
use crate::explain::stage;
use unrolled::ir::{Linear, NodeId, Op, Part, Term};

impl Speaker<'_> {
    /// What a forward op does.
    pub(super) fn what(&self, node: NodeId, equation: &Equation) -> String {
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
                stage::words(self.program, node)
            ),
            Op::Identity(_) => "Passed on unchanged.".to_owned(),
            Op::Softmax(_) if part == Some(Part::Head) => "Turned into a bet.".to_owned(),
            Op::Softmax(_) => "Turned into weights that add up to 1.".to_owned(),
            Op::Lookup(..) => "The row of the table for this symbol.".to_owned(),
            Op::Concat(..) => "One column under another.".to_owned(),
            Op::Scaled(_, factor) => format!("Times {}.", words(*factor)),
            Op::Temper(_, _, temperature) => format!("Times {}.", words(1.0 / temperature)),
            Op::PlusEach(..) => "Added at every position.".to_owned(),
            Op::DotEach(..) => "How well every position fits.".to_owned(),
            Op::Mask(..) => "What cannot be seen is put out of reach.".to_owned(),
            Op::Blend(..) => "What is looked at, mixed by its weights.".to_owned(),
            Op::CrossEntropy(..) | Op::SquaredError { .. } | Op::Dot(..) => {
                let loss = self
                    .subject
                    .run
                    .trace()
                    .value(node, self.t - 1, self.subject.batch)[0];
                format!("Loss {}.", words(loss))
            }
            Op::Input | Op::Carry | Op::Memory => String::new(),
        }
    }

    pub(super) fn arrival(&self, nodes: &[NodeId]) -> String {
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
            t => format!("state from step {}", self.subject.read(t - 1)),
        };
        let step = self.subject.read(self.t);
        format!("Step {step} starts: {input}{from}.")
    }

    /// A sum with parameters.
    pub(super) fn mixing(&self, sum: &Linear) -> String {
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
    pub(super) fn source(&self, node: NodeId) -> String {
        match self.program.node(node).op {
            Op::Carry => "the old state".to_owned(),
            _ => format!("the {}", stage::words(self.program, node)),
        }
    }

    /// A state that is its candidate alone, while nothing reads what it was before.
    pub(super) fn is_cut_off(&self, node: NodeId) -> bool {
        let carry = self.program.carry_into(node);
        carry.is_some_and(|carry| self.program.users(carry.previous).is_empty())
    }
}
