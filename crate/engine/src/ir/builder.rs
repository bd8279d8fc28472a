//! Writing a program as equations: `(w * x + u * h + b).tanh().named(H)`.
//!
//! Invariant: nodes enter in the order in which they are written, which is their evaluation order;
//! every shape is checked as it is written, and [`Builder::finish`] refuses a program with a
//! mismatch, naming it.

use std::cell::{Cell, RefCell};
use std::ops::{Add, Mul};

use super::op::{Linear, Node, NodeId, Op, Scale, Term};
use super::param::{Gate, ParamId, ParamSpec, ParamView};
use super::program::{Carry, MicroOp, Part, Program};
use super::{Symbol, symbol};

/// Two shapes that do not fit, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShapeError(pub String);

impl std::fmt::Display for ShapeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ShapeError {}

/// Collects the nodes of one time step.
#[derive(Debug, Default)]
pub struct Builder {
    nodes: RefCell<Vec<Node>>,
    carries: RefCell<Vec<Carry>>,
    params: RefCell<Vec<ParamSpec>>,
    micro_ops: RefCell<Vec<MicroOp>>,
    outputs: RefCell<Vec<NodeId>>,
    fault: RefCell<Option<ShapeError>>,
    loss: Cell<Option<NodeId>>,
    in_head: Cell<bool>,
}

/// A node under construction, to be used in equations.
#[derive(Clone, Copy, Debug)]
pub struct Var<'b> {
    builder: &'b Builder,
    id: NodeId,
}

/// A weight matrix, or the rows of one gate.
#[derive(Clone, Copy, Debug)]
pub struct Weight<'b> {
    builder: &'b Builder,
    view: ParamView,
}

/// What is added to a gate: no vector, one, or PyTorch's two.
#[derive(Clone, Debug)]
pub struct Bias<'b> {
    builder: &'b Builder,
    views: Vec<ParamView>,
}

/// A sum that is still being written.
#[derive(Clone, Debug)]
pub struct Sum<'b> {
    builder: &'b Builder,
    linear: Linear,
}

impl Builder {
    /// Adds a parameter after those there are; `blocks` names its equal row blocks.
    pub fn weight(
        &self,
        name: &str,
        rows: usize,
        cols: usize,
        blocks: &'static [Gate],
    ) -> Weight<'_> {
        Weight {
            builder: self,
            view: self.param(name, rows, cols, false, blocks),
        }
    }

    /// Adds a bias vector.
    pub fn bias(&self, name: &str, rows: usize, blocks: &'static [Gate]) -> Bias<'_> {
        Bias {
            builder: self,
            views: vec![self.param(name, rows, 1, true, blocks)],
        }
    }

    /// A bias of no vectors: adds nothing.
    pub fn no_bias(&self) -> Bias<'_> {
        Bias {
            builder: self,
            views: vec![],
        }
    }

    fn param(
        &self,
        name: &str,
        rows: usize,
        cols: usize,
        is_bias: bool,
        blocks: &'static [Gate],
    ) -> ParamView {
        let mut params = self.params.borrow_mut();
        let offset = params.last().map_or(0, |last| last.range().end);
        params.push(ParamSpec {
            name: name.to_owned(),
            rows,
            cols,
            is_bias,
            offset,
            blocks,
        });
        ParamView {
            param: ParamId(params.len() - 1),
            first_row: 0,
            rows,
        }
    }

    /// A number given from outside at every step.
    pub fn input(&self, symbol: Symbol, rows: usize) -> Var<'_> {
        self.push(Op::Input, rows, Some(symbol))
    }

    /// What the step before left in this state; pair it with [`Builder::carry_next`].
    pub fn carry(&self, symbol: Symbol, rows: usize) -> Var<'_> {
        self.push(Op::Carry, rows, Some(symbol))
    }

    /// The node that reads this state, if there is one already.
    pub fn carried(&self, symbol: Symbol) -> Option<Var<'_>> {
        let nodes = self.nodes.borrow();
        let reads = |node: &Node| node.op == Op::Carry && node.symbol == Some(symbol);
        let id = NodeId(nodes.iter().position(reads)?);
        Some(Var { builder: self, id })
    }

    /// A memory: for each of so many positions one vector as wide as this, the same at every step.
    pub fn memory(&self, symbol: Symbol, positions: usize, width: usize) -> Var<'_> {
        self.push(Op::Memory, positions * width, Some(symbol))
    }

    /// The row of a table that a one-row node counts to, from 0.
    pub fn lookup<'b>(&'b self, table: Weight<'b>, index: Var<'b>) -> Var<'b> {
        if index.rows() != 1 {
            self.fail(format!(
                "a table is read at one index, not {}",
                index.rows()
            ));
        }
        let width = self.params.borrow()[table.view.param.0].cols;
        self.push(Op::Lookup(table.view, index.id), width, None)
    }

    /// A vector of parameters as a node of its own.
    pub fn vector<'b>(&'b self, name: &str, rows: usize) -> Var<'b> {
        let sum = Sum {
            builder: self,
            linear: Linear {
                terms: vec![],
                biases: self.bias(name, rows, &[]).views,
            },
        };
        sum.end()
    }

    /// Says that another program reads this node.
    pub fn output(&self, node: Var<'_>) {
        self.outputs.borrow_mut().push(node.id);
    }

    /// Says which node the next step reads as this state.
    pub fn carry_next(&self, previous: Var<'_>, next: Var<'_>) {
        if previous.rows() != next.rows() {
            self.fail(format!(
                "the state has {} rows, its next value {}",
                previous.rows(),
                next.rows()
            ));
        }
        self.carries.borrow_mut().push(Carry {
            previous: previous.id,
            next: next.id,
        });
    }

    /// Closes a micro-op over all nodes since the last one.
    pub fn micro_op(&self, id: &'static str, title: &'static str) {
        let mut ops = self.micro_ops.borrow_mut();
        let start = ops.last().map_or(0, |last: &MicroOp| last.nodes.end);
        let part = if self.in_head.get() {
            Part::Head
        } else {
            Part::Cell
        };
        ops.push(MicroOp {
            id,
            title,
            part,
            nodes: start..self.nodes.borrow().len(),
        });
    }

    /// The node that the next step reads as the state of this name.
    pub fn state(&self, symbol: Symbol) -> Option<Var<'_>> {
        let nodes = self.nodes.borrow();
        let carries = self.carries.borrow();
        let next = carries
            .iter()
            .map(|carry| carry.next)
            .find(|next| nodes[next.0].symbol == Some(symbol))?;
        Some(Var {
            builder: self,
            id: next,
        })
    }

    /// From here on, micro-ops belong to the head.
    pub fn begin_head(&self) {
        self.in_head.set(true);
    }

    /// The predicted distribution. Nothing may use it further: the cross-entropy takes the logits,
    /// which stays exact where probabilities round to 0.
    pub fn show_probabilities(&self, logits: Var<'_>) {
        self.push(Op::Softmax(logits.id), logits.rows(), Some(symbol::PROBS));
    }

    /// The predicted value: the output itself, shown as the answer.
    pub fn show_prediction(&self, output: Var<'_>) {
        self.push(
            Op::Identity(output.id),
            output.rows(),
            Some(symbol::PREDICTION),
        );
    }

    /// The loss of the step: cross-entropy of logits against a class index.
    pub fn cross_entropy<'b>(&'b self, logits: Var<'b>, class: Var<'b>) {
        self.set_loss(Op::CrossEntropy(logits.id, class.id));
    }

    /// The loss of the step: `scale` times the squared distance.
    pub fn squared_error<'b>(&'b self, output: Var<'b>, target: Var<'b>, scale: Scale) {
        self.same_rows("squared error", output, target);
        self.set_loss(Op::SquaredError {
            output: output.id,
            target: target.id,
            scale,
        });
    }

    /// The loss of the step: a weighted sum of the outputs.
    pub fn dot<'b>(&'b self, output: Var<'b>, weights: Var<'b>) {
        self.same_rows("linear loss", output, weights);
        self.set_loss(Op::Dot(output.id, weights.id));
    }

    fn set_loss(&self, op: Op) {
        self.loss.set(Some(self.push(op, 1, Some(symbol::LOSS)).id));
    }

    /// The program, or the first mismatch of shapes in it.
    ///
    /// # Errors
    /// Where two operands did not fit, or a micro-op was left open.
    pub fn finish(self) -> Result<Program, ShapeError> {
        if let Some(fault) = self.fault.into_inner() {
            return Err(fault);
        }
        let nodes = self.nodes.into_inner();
        let micro_ops = self.micro_ops.into_inner();
        if micro_ops.last().map_or(0, |last| last.nodes.end) != nodes.len() {
            return Err(ShapeError(
                "the last nodes belong to no micro-op".to_owned(),
            ));
        }
        Ok(Program {
            nodes,
            carries: self.carries.into_inner(),
            params: self.params.into_inner(),
            micro_ops,
            outputs: self.outputs.into_inner(),
            loss: self.loss.get(),
        })
    }

    fn push(&self, op: Op, rows: usize, symbol: Option<Symbol>) -> Var<'_> {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { op, rows, symbol });
        Var {
            builder: self,
            id: NodeId(nodes.len() - 1),
        }
    }

    fn fail(&self, message: String) {
        self.fault.borrow_mut().get_or_insert(ShapeError(message));
    }

    fn same_rows(&self, what: &str, a: Var<'_>, b: Var<'_>) {
        if a.rows() != b.rows() {
            self.fail(format!("{what}: {} rows against {}", a.rows(), b.rows()));
        }
    }
}

impl Weight<'_> {
    /// The rows of block number `index` of `count` equal ones.
    #[must_use]
    pub fn block(self, index: usize, count: usize) -> Self {
        Self {
            view: self.view.block(index, count),
            ..self
        }
    }
}

impl Bias<'_> {
    /// The rows of block number `index` of `count` equal ones, of every vector.
    #[must_use]
    pub fn block(&self, index: usize, count: usize) -> Self {
        let views = self
            .views
            .iter()
            .map(|view| view.block(index, count))
            .collect();
        Self {
            builder: self.builder,
            views,
        }
    }

    /// The vectors of both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let views = self.views.iter().chain(&other.views).copied().collect();
        Self {
            builder: self.builder,
            views,
        }
    }
}

impl ParamView {
    fn block(self, index: usize, count: usize) -> Self {
        let rows = self.rows / count;
        Self {
            first_row: self.first_row + index * rows,
            rows,
            ..self
        }
    }
}

impl<'b> Var<'b> {
    /// How many numbers it holds.
    #[must_use]
    pub fn rows(self) -> usize {
        self.builder.nodes.borrow()[self.id.0].rows
    }

    /// Its place in the program.
    #[must_use]
    pub fn id(self) -> NodeId {
        self.id
    }

    /// Gives it its name.
    #[must_use]
    pub fn named(self, symbol: Symbol) -> Self {
        self.builder.nodes.borrow_mut()[self.id.0].symbol = Some(symbol);
        self
    }

    /// Closes a micro-op with this node as its result.
    #[must_use]
    pub fn step(self, id: &'static str, title: &'static str) -> Self {
        self.builder.micro_op(id, title);
        self
    }

    /// The element-wise product with another node.
    #[must_use]
    pub fn odot(self, other: Self) -> Self {
        self.builder.same_rows("element-wise product", self, other);
        self.apply(Op::Odot(self.id, other.id))
    }

    /// 1 - this.
    #[must_use]
    pub fn one_minus(self) -> Self {
        self.apply(Op::OneMinus(self.id))
    }

    /// The logistic function.
    #[must_use]
    pub fn sigmoid(self) -> Self {
        self.apply(Op::Sigmoid(self.id))
    }

    /// The hyperbolic tangent.
    #[must_use]
    pub fn tanh(self) -> Self {
        self.apply(Op::Tanh(self.id))
    }

    /// max(0, ·).
    #[must_use]
    pub fn relu(self) -> Self {
        self.apply(Op::Relu(self.id))
    }

    /// This, unchanged, as a node of its own.
    #[must_use]
    pub fn identity(self) -> Self {
        self.apply(Op::Identity(self.id))
    }

    /// This times a number.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        self.apply(Op::Scaled(self.id, factor))
    }

    /// e to the power of each entry over their sum.
    #[must_use]
    pub fn softmax(self) -> Self {
        self.apply(Op::Softmax(self.id))
    }

    /// This with another column under it.
    #[must_use]
    pub fn over(self, lower: Self) -> Self {
        let rows = self.rows() + lower.rows();
        self.builder.push(Op::Concat(self.id, lower.id), rows, None)
    }

    /// This memory with a column added to each of its positions.
    #[must_use]
    pub fn plus_each(self, column: Self) -> Self {
        self.positions_of(column);
        self.apply(Op::PlusEach(self.id, column.id))
    }

    /// Each position of this memory times a column.
    #[must_use]
    pub fn dot_each(self, column: Self) -> Self {
        let positions = self.positions_of(column);
        self.builder
            .push(Op::DotEach(self.id, column.id), positions, None)
    }

    /// These scores over a temperature, where `seen` is not 0.
    #[must_use]
    pub fn tempered(self, seen: Self, temperature: f64) -> Self {
        self.builder.same_rows("temperature", self, seen);
        self.apply(Op::Temper(self.id, seen.id, temperature))
    }

    /// These scores where `seen` is not 0, else -∞.
    #[must_use]
    pub fn masked(self, seen: Self) -> Self {
        self.builder.same_rows("mask", self, seen);
        self.apply(Op::Mask(self.id, seen.id))
    }

    /// The positions of a memory, each times its number here, added up.
    #[must_use]
    pub fn blend(self, memory: Self) -> Self {
        let (positions, rows) = (self.rows(), memory.rows());
        if !rows.is_multiple_of(positions) {
            self.builder.fail(format!(
                "{positions} weights for a memory of {rows} numbers"
            ));
        }
        self.builder
            .push(Op::Blend(self.id, memory.id), rows / positions, None)
    }

    /// How many positions as wide as this column a memory has.
    fn positions_of(self, column: Self) -> usize {
        let (rows, width) = (self.rows(), column.rows());
        if !rows.is_multiple_of(width) {
            self.builder.fail(format!(
                "a memory of {rows} numbers against a column of {width}"
            ));
        }
        rows / width
    }

    fn apply(self, op: Op) -> Self {
        self.builder.push(op, self.rows(), None)
    }

    fn as_sum(self) -> Sum<'b> {
        let linear = Linear {
            terms: vec![Term::Plain(self.id)],
            biases: vec![],
        };
        Sum {
            builder: self.builder,
            linear,
        }
    }
}

impl<'b> Sum<'b> {
    /// Ends the sum and names it.
    #[must_use]
    pub fn named(self, symbol: Symbol) -> Var<'b> {
        self.end().named(symbol)
    }

    /// Ends the sum and squashes it.
    #[must_use]
    pub fn sigmoid(self) -> Var<'b> {
        self.end().sigmoid()
    }

    /// Ends the sum and squashes it.
    #[must_use]
    pub fn tanh(self) -> Var<'b> {
        self.end().tanh()
    }

    fn end(self) -> Var<'b> {
        let rows = self.rows();
        self.check(rows);
        self.builder.push(Op::Linear(self.linear), rows, None)
    }

    fn rows(&self) -> usize {
        let nodes = self.builder.nodes.borrow();
        match self.linear.terms.first() {
            Some(Term::Product(view, _)) => view.rows,
            Some(Term::Plain(node)) => nodes[node.0].rows,
            None => self.linear.biases.first().map_or(0, |view| view.rows),
        }
    }

    fn check(&self, rows: usize) {
        let nodes = self.builder.nodes.borrow();
        let params = self.builder.params.borrow();
        for term in &self.linear.terms {
            let (have, operand) = match *term {
                Term::Product(view, node) => (view.rows, Some((view, node))),
                Term::Plain(node) => (nodes[node.0].rows, None),
            };
            if have != rows {
                self.builder
                    .fail(format!("a sum of {rows} rows and {have} rows"));
            }
            if let Some((view, node)) = operand {
                let (cols, given) = (params[view.param.0].cols, nodes[node.0].rows);
                if cols != given {
                    let name = &params[view.param.0].name;
                    self.builder.fail(format!(
                        "{name} has {cols} columns, what it multiplies has {given} rows"
                    ));
                }
            }
        }
        if let Some(view) = self.linear.biases.iter().find(|view| view.rows != rows) {
            self.builder
                .fail(format!("a sum of {rows} rows and a bias of {}", view.rows));
        }
    }

    fn join(mut self, other: Linear) -> Self {
        self.linear.terms.extend(other.terms);
        self.linear.biases.extend(other.biases);
        self
    }
}

impl<'b> Mul<Var<'b>> for Weight<'b> {
    type Output = Sum<'b>;
    fn mul(self, operand: Var<'b>) -> Sum<'b> {
        let linear = Linear {
            terms: vec![Term::Product(self.view, operand.id)],
            biases: vec![],
        };
        Sum {
            builder: self.builder,
            linear,
        }
    }
}

impl<'b> Add for Var<'b> {
    type Output = Sum<'b>;
    fn add(self, other: Self) -> Sum<'b> {
        self.as_sum() + other
    }
}

impl Add for Sum<'_> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.join(other.linear)
    }
}

impl<'b> Add<Var<'b>> for Sum<'b> {
    type Output = Self;
    fn add(self, other: Var<'b>) -> Self {
        self.join(other.as_sum().linear)
    }
}

impl<'b> Add<&Bias<'b>> for Sum<'b> {
    type Output = Self;
    fn add(mut self, bias: &Bias<'b>) -> Self {
        self.linear.biases.extend(&bias.views);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::symbol::{H, X};

    #[test]
    fn a_matrix_that_does_not_fit_its_operand_is_refused_by_name() {
        let builder = Builder::default();
        let w = builder.weight("w", 3, 2, &[]);
        let x = builder.input(X, 4).step("x", "input");
        let _ = (w * x).named(H).step("h", "state");
        let error = builder.finish().unwrap_err();
        assert_eq!(
            error.to_string(),
            "w has 2 columns, what it multiplies has 4 rows"
        );
    }

    #[test]
    fn a_program_lists_its_nodes_in_the_order_they_are_written() {
        let builder = Builder::default();
        let w = builder.weight("w", 3, 2, &[]);
        let b = builder.bias("b", 3, &[]);
        let x = builder.input(X, 2).step("x", "input");
        let _ = (w * x + &b).tanh().named(H).step("h", "state");
        let program = builder.finish().unwrap();
        let ops: Vec<_> = program
            .micro_ops
            .iter()
            .map(|op| (op.id, op.nodes.clone()))
            .collect();
        assert_eq!(ops, [("x", 0..1), ("h", 1..3)]);
        assert_eq!(program.param_count(), 9);
    }
}
