//! What each step adds to the gradient of one gate's weights, and the running sum: the outer products that
//! backpropagation through time adds up.
//!
//! Invariant: only steps that the backward cursor has passed are here; together they add up to the sum, and
//! once all have been passed, to the gradient of the run.

use super::Subject;
use super::behind::{Matrix, block};
use super::blocks::{looked_at, passed_steps, products, sums, title};
use super::names::Notation;
use super::number;
use unrolled::ir::order::sorted;
use unrolled::ir::{NodeId, Part};
use unrolled::run::cursor::{Direction, Position};
use unrolled::run::metrics::norm;

/// From so many steps on there is one row a step instead of a card.
pub const MOST_CARDS: usize = 24;
/// So many entries a row has at most.
const MOST_ENTRIES: usize = 256;

/// The cards of one gate.
#[derive(Clone, Debug, PartialEq)]
pub struct Cards {
    /// What the weights are for.
    pub title: String,
    /// The running sum, as the gradient of its weights.
    pub total: Matrix,
    /// The length of the running sum.
    pub norm: f64,
    /// T.
    pub steps: usize,
    /// The step at which the cursor stands, from 1.
    pub t: usize,
    /// Whether the cursor walks back.
    pub backward: bool,
    /// The last step first, as they were passed.
    pub cards: Vec<Card>,
    /// The entries that are listed: all, or where there are many steps or entries, the longest first.
    pub entries: Vec<usize>,
    /// The length of the running sum after each card.
    pub cumulative: Vec<f64>,
}

/// What one step adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// The step, from 1.
    pub t: usize,
    /// The gradient of the sum at this step.
    pub delta: Vec<f64>,
    /// What the weights multiply there.
    pub operand: Vec<f64>,
    /// Its length.
    pub norm: f64,
}

impl Card {
    /// One entry of the outer product.
    #[must_use]
    pub fn entry(&self, row: usize, col: usize) -> f64 {
        self.delta[row] * self.operand[col]
    }

    /// The entry of this number, counted row after row from 0.
    #[must_use]
    pub fn at(&self, entry: usize) -> f64 {
        let cols = self.operand.len().max(1);
        self.entry(entry / cols, entry % cols)
    }

    /// All entries, row after row.
    #[must_use]
    pub fn values(&self) -> Vec<f64> {
        self.delta
            .iter()
            .flat_map(|d| self.operand.iter().map(move |v| d * v))
            .collect()
    }

    /// How an entry came about.
    #[must_use]
    pub fn words(&self, row: usize, col: usize) -> String {
        format!(
            "step {}: δ[{}] {} × {} = {}",
            self.t,
            row + 1,
            number::text(self.delta[row]),
            number::text(self.operand[col]),
            number::text(self.entry(row, col)),
        )
    }
}

/// The cards, seen from a position with something in focus; none where nothing has weights.
#[must_use]
pub fn cards(
    subject: &Subject<'_>,
    position: &Position,
    focus: Option<&str>,
    notation: Notation,
) -> Option<Cards> {
    let position = subject.timeline.resolve(position);
    let program = subject.run.program();
    let has_products = |sum: &NodeId| !products(program, *sum).is_empty();
    let sum = looked_at(subject, &position, focus)
        .filter(has_products)
        .or_else(|| longest(subject))?;
    let products = products(program, sum);
    let views: Vec<_> = products.iter().map(|(view, _)| *view).collect();
    let trace = subject.run.trace();
    let card = |t: usize| {
        let delta = trace.grad(sum, t - 1, subject.batch).to_vec();
        let operand: Vec<f64> = products
            .iter()
            .flat_map(|(_, node)| trace.value(*node, t - 1, subject.batch).iter().copied())
            .collect();
        Card {
            t,
            norm: norm(&delta) * norm(&operand),
            delta,
            operand,
        }
    };
    let cards: Vec<Card> = passed_steps(subject, &position, sum).map(card).collect();
    let mut total = block(subject, notation, &views);
    (total.prefix, total.gradient) = ("∇", true);
    total.words = format!("gradient of {}", total.words);
    total.entries.fill(0.0);
    let mut cumulative = Vec::with_capacity(cards.len());
    for card in &cards {
        for (line, d) in total.entries.chunks_exact_mut(total.cols).zip(&card.delta) {
            for (sum, v) in line.iter_mut().zip(&card.operand) {
                *sum += d * v;
            }
        }
        cumulative.push(norm(&total.entries));
    }
    Some(Cards {
        title: title(program, sum),
        norm: norm(&total.entries),
        steps: subject.timeline.steps(),
        t: position.t,
        backward: position.dir == Direction::Backward,
        entries: if subject.timeline.steps() > MOST_CARDS || total.entries.len() > MOST_ENTRIES {
            largest(&cards, total.entries.len())
        } else {
            (0..total.entries.len()).collect()
        },
        total,
        cards,
        cumulative,
    })
}

/// The sum of the cell whose weights have the longest gradient, of those that read the old state.
fn longest(subject: &Subject<'_>) -> Option<NodeId> {
    let program = subject.run.program();
    let gradients = subject.run.trace().param_grads();
    let length = |sum: &NodeId| {
        let views = products(program, *sum);
        let blocks = views.iter().map(|(view, _)| {
            let spec = &program.params[view.param.0];
            let start = spec.offset + view.first_row * spec.cols;
            norm(&gradients[start..start + view.rows * spec.cols])
        });
        norm(&blocks.collect::<Vec<_>>())
    };
    let in_cell = |sum: &NodeId| {
        let op = program.micro_op_of(*sum).map(|op| &program.micro_ops[op]);
        op.is_some_and(|op| op.part == Part::Cell) && !products(program, *sum).is_empty()
    };
    let is_recurrent = |sum: &NodeId| {
        let names = products(program, *sum).into_iter();
        let names = names.map(|(view, _)| program.params[view.param.0].name.as_str());
        names.into_iter().any(|name| name.starts_with("weight_hh"))
    };
    let all: Vec<NodeId> = sums(program).into_iter().filter(in_cell).collect();
    let recurrent = all.iter().copied().filter(is_recurrent);
    let longest = |a: &NodeId, b: &NodeId| length(a).total_cmp(&length(b));
    recurrent
        .max_by(longest)
        .or_else(|| all.iter().copied().max_by(longest))
}

/// The entries that are longest over all cards, in the order of their length.
fn largest(cards: &[Card], entries: usize) -> Vec<usize> {
    let mut squares = vec![0.0; entries];
    for card in cards {
        let lines = squares.chunks_exact_mut(card.operand.len().max(1));
        for (line, d) in lines.zip(&card.delta) {
            for (sum, v) in line.iter_mut().zip(&card.operand) {
                *sum += (d * v) * (d * v);
            }
        }
    }
    let order = (0..entries).collect();
    let mut order: Vec<usize> = sorted(order, |a, b| squares[*b].total_cmp(&squares[*a]));
    order.truncate(MOST_ENTRIES);
    order
}
