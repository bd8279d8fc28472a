//! The picture of one step as data: what is drawn, in which state, with which numbers.
//!
//! Invariant: a number is here only once its op has run under the cursor, so nothing can be read
//! ahead of time.

use serde::Serialize;

pub use super::stage::graph;

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
    /// Multiplied by a gate below 0.02 in every unit.
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
    /// The norm of the gradient that flows back along it, once the backward cursor has passed.
    pub band: Option<f64>,
}
