//! The picture of one step as data: what is drawn, in which state, with which numbers.
//!
//! Invariant: a number is here only once its op has run under the cursor, so nothing can be read
//! ahead of time.

use serde::Serialize;

use super::junction::Junction;
use super::links::Block;
use super::range::Ranges;
pub use super::stage::{graph, graph_within};

/// One step as nodes and wires.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Graph {
    /// The step, from 1.
    pub t: usize,
    /// How many steps there are.
    pub steps: usize,
    /// The cell's name on screen.
    pub cell: String,
    /// Whether the cursor walks backward.
    pub backward: bool,
    /// In evaluation order.
    pub nodes: Vec<GraphNode>,
    /// From operand to user.
    pub wires: Vec<Wire>,
    /// How far each family of quantities reaches in the whole run.
    pub ranges: Ranges,
    /// The streams of gradient that meet in the current op.
    pub junction: Option<Junction>,
}

/// One node of the step.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GraphNode {
    /// Its position in the program.
    pub node: usize,
    /// Its name for linking; parts without a letter have none.
    pub reference: Option<String>,
    /// Its letter.
    pub label: Label,
    /// Its name in words.
    pub words: String,
    /// What it is for (`forget`, `hidden`, ...): decides hue, glyph and dash.
    pub role: &'static str,
    /// What it does.
    pub kind: Kind,
    /// Where a state enters or leaves the step here.
    pub carry: Option<End>,
    /// Where it stands relative to the cursor.
    pub state: State,
    /// How many numbers it holds.
    pub rows: usize,
    /// Its numbers, once computed.
    pub values: Option<Vec<f64>>,
    /// Its gradient, once the backward cursor has passed.
    pub grads: Option<Vec<f64>>,
    /// The micro-op that computes it.
    pub micro_op: Option<String>,
    /// What opens and shuts, where it is a product with a gate.
    pub valve: Option<Valve>,
    /// The two streams it mixes, where their gates are two sides of one.
    pub blend: Option<Blend>,
    /// Why it is dead, in words.
    pub dead: Option<String>,
    /// Whether its value is held by hand at this step.
    pub held: bool,
    /// The parameters it reads.
    pub blocks: Vec<Block>,
    /// What the current op adds to the gradients of its weights.
    pub card: Option<Card>,
}

/// One step's part of a weight gradient: the outer product of a gradient and of what was read.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    /// How many columns.
    pub columns: usize,
    /// Row after row.
    pub values: Vec<f64>,
}

/// A gate at work on a stream.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Valve {
    /// Position of the gate in [`Graph::nodes`].
    pub gate: usize,
    /// Position of what passes through.
    pub stream: usize,
    /// The role of the gate.
    pub role: &'static str,
    /// How far it is open for the selected unit, once the gate has been computed.
    pub opening: Option<f64>,
}

/// A mean of an old and a new stream, weighted by the two sides of one gate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Blend {
    /// Position of the product that keeps the old.
    pub old: usize,
    /// Position of the product that writes the new.
    pub new: usize,
    /// The share of the new for the selected unit, once the gate has been computed.
    pub share: Option<f64>,
}

/// How a quantity is printed in a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Label {
    /// The letter or short word; empty for parts without a name.
    pub base: String,
    /// A tilde or hat over it.
    pub accent: Option<char>,
    /// The gate a pre-activation belongs to.
    pub sup: Option<String>,
    /// The time index (`4`).
    pub sub: Option<String>,
}

/// What a node does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// Given from outside.
    Input,
    /// A state as the step before left it.
    State,
    /// Weights times what comes in, and a bias.
    Sum,
    /// Plain streams that meet.
    Join,
    /// σ.
    Sigmoid,
    /// tanh.
    Tanh,
    /// max(0, ·).
    Relu,
    /// Unchanged.
    Identity,
    /// An element-wise product: a valve.
    Product,
    /// 1 - a: the other side of a blend.
    Complement,
    /// The distribution.
    Softmax,
    /// What is predicted.
    Output,
    /// The loss.
    Loss,
}

/// The end of the step at which a state passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum End {
    /// It enters from the step before.
    Previous,
    /// It leaves to the next step.
    Next,
}

/// Where something stands relative to the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// Being computed.
    Now,
    /// Read by what is being computed.
    InputOfNow,
    /// Computed.
    Done,
    /// Not computed yet: its numbers are hidden.
    NotYet,
    /// Multiplied by a gate below 0.02, in every unit or in the selected one.
    Dead,
}

/// A connection from a node to one that reads it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Wire {
    /// Position of the operand in [`Graph::nodes`].
    pub from: usize,
    /// Position of the user in [`Graph::nodes`].
    pub to: usize,
    /// The role of what it carries.
    pub role: &'static str,
    /// Where it stands relative to the cursor.
    pub state: State,
    /// The weight block it passes through, as a reference.
    pub weight: Option<String>,
    /// The gradient that flows back along it, once the backward cursor has passed.
    pub band: Option<Band>,
    /// Why it is dead, in words.
    pub dead: Option<String>,
}

/// A gradient on its way back.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Band {
    /// One number a unit.
    pub values: Vec<f64>,
    /// Their length.
    pub norm: f64,
}
