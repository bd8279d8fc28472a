//! Where every node and wire stands when the cursor is at a position, and which numbers may be seen.

mod seen;
mod wires;

use super::Subject;
use super::evaluate::{evaluate, passed_back};
use super::graph::{End, Graph, GraphNode, Kind, Label};
use super::junction::junction;
use super::links::blocks;
use super::names::{self, Notation};
use super::range::Ranges;
use super::reference::Reference;
use unrolled::ir::{NodeId, Op, Part, Program};
use unrolled::run::cursor::{Direction, Position};

pub(super) use seen::{sees_gradient, sees_value};

/// The picture of a position; of the nearest one that occurs.
#[must_use]
pub fn graph(subject: &Subject<'_>, position: &Position, notation: Notation) -> Graph {
    let ranges = Ranges::of(subject.run, subject.batch);
    graph_within(subject, position, notation, ranges)
}

/// The same, where the ranges of the run are known already.
#[must_use]
pub fn graph_within(
    subject: &Subject<'_>,
    position: &Position,
    notation: Notation,
    ranges: Ranges,
) -> Graph {
    let position = subject.timeline.resolve(position);
    let stage = Stage::new(subject, &position, notation);
    let program = subject.run.program();
    Graph {
        t: position.t,
        steps: subject.timeline.steps(),
        cell: subject.title().to_owned(),
        backward: position.dir == Direction::Backward,
        nodes: program.ids().map(|node| stage.node(node)).collect(),
        wires: program.ids().flat_map(|user| stage.wires(user)).collect(),
        ranges,
        junction: junction(subject, &position),
    }
}

pub(super) struct Stage<'a> {
    pub(super) subject: Subject<'a>,
    pub(super) program: &'a Program,
    /// From 1.
    t: usize,
    pub(super) dir: Direction,
    /// The place of the current op in the list of its direction.
    pub(super) now: usize,
    notation: Notation,
}

impl<'a> Stage<'a> {
    fn new(subject: &Subject<'a>, position: &Position, notation: Notation) -> Self {
        Self {
            subject: *subject,
            program: subject.run.program(),
            t: position.t,
            dir: position.dir,
            now: subject
                .timeline
                .place(&position.op, position.dir)
                .unwrap_or(0),
            notation,
        }
    }

    /// The same cursor, looking at another step.
    fn at(&self, t: usize) -> Self {
        Self {
            t,
            subject: self.subject,
            ..*self
        }
    }

    fn node(&self, node: NodeId) -> GraphNode {
        let program = self.program;
        let micro_op = program.micro_op_of(node).map(|op| &program.micro_ops[op]);
        GraphNode {
            node: node.0,
            reference: Reference::value(program, node, self.t, None).map(|r| r.to_string()),
            label: self.label(node),
            words: words(program, node),
            role: role(program, node),
            kind: kind(program, node),
            carry: end(program, node),
            state: self.state(node),
            rows: program.node(node).rows,
            values: self.has_value(node).then(|| self.value(node)),
            grads: self.has_gradient(node).then(|| self.gradient(node)),
            micro_op: micro_op.map(|op| op.id.to_owned()),
            valve: self.valve(node),
            blend: self.blend(node),
            dead: self.dead(node),
            held: self.subject.run.trace().held(node, self.t - 1).is_some(),
            blocks: match &program.node(node).op {
                Op::Linear(sum) => blocks(program, sum),
                _ => vec![],
            },
            card: self.card(node),
        }
    }

    fn label(&self, node: NodeId) -> Label {
        let Some(name) = names::node(self.program, node, self.notation) else {
            return Label::default();
        };
        let old = usize::from(self.program.node(node).op == Op::Carry);
        let sub = Some((self.t - old).to_string());
        Label {
            base: name.base,
            accent: name.accent,
            sup: name.sup,
            sub,
        }
    }

    pub(super) fn value(&self, node: NodeId) -> Vec<f64> {
        self.subject
            .run
            .trace()
            .value(node, self.t - 1, self.subject.batch)
            .to_vec()
    }

    /// The gradient of a node; of an old state, what this step passes back to it.
    pub(super) fn gradient(&self, node: NodeId) -> Vec<f64> {
        if self.program.node(node).op == Op::Carry {
            let (run, batch) = (self.subject.run, self.subject.batch);
            return passed_back(node, self.program, run.trace(), self.t - 1, batch);
        }
        self.subject
            .run
            .trace()
            .grad(node, self.t - 1, self.subject.batch)
            .to_vec()
    }

    fn evaluate(&self, expr: &unrolled::ir::Expr) -> Vec<f64> {
        evaluate(
            expr,
            self.program,
            self.subject.run.trace(),
            self.t - 1,
            self.subject.batch,
        )
    }
}

/// A node in words.
pub(super) fn words(program: &Program, node: NodeId) -> String {
    match (program.symbol(node), &program.node(node).op) {
        (Some(symbol), Op::Carry) => format!("old {}", symbol.words),
        (Some(symbol), _) => symbol.words.to_owned(),
        (None, Op::OneMinus(a)) => format!("one minus the {}", words(program, *a)),
        (None, _) => "part".to_owned(),
    }
}

pub(super) fn role(program: &Program, node: NodeId) -> &'static str {
    match (program.symbol(node), &program.node(node).op) {
        (None, Op::OneMinus(a)) => role(program, *a),
        _ => names::role(program, node),
    }
}

pub(super) fn end(program: &Program, node: NodeId) -> Option<End> {
    if program.node(node).op == Op::Carry {
        Some(End::Previous)
    } else {
        program.carry_into(node).map(|_| End::Next)
    }
}

pub(super) fn kind(program: &Program, node: NodeId) -> Kind {
    let in_head = program
        .micro_op_of(node)
        .is_some_and(|op| program.micro_ops[op].part == Part::Head);
    match &program.node(node).op {
        Op::Input | Op::Memory => Kind::Input,
        Op::Carry => Kind::State,
        Op::Linear(sum) if sum.has_params() => Kind::Sum,
        Op::Linear(_) | Op::Concat(..) | Op::PlusEach(..) => Kind::Join,
        Op::OneMinus(_) => Kind::Complement,
        Op::Odot(..) | Op::DotEach(..) | Op::Blend(..) | Op::Scaled(..) | Op::Temper(..) => {
            Kind::Product
        }
        Op::Sigmoid(_) => Kind::Sigmoid,
        Op::Tanh(_) => Kind::Tanh,
        Op::Relu(_) => Kind::Relu,
        Op::Identity(_) if in_head => Kind::Output,
        Op::Identity(_) | Op::Mask(..) | Op::Lookup(..) => Kind::Identity,
        Op::Softmax(_) => Kind::Softmax,
        Op::CrossEntropy(..) | Op::SquaredError { .. } | Op::Dot(..) => Kind::Loss,
    }
}
