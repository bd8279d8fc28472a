//! Panels as data: what a picture shows, with its names and words. Its scene, its table, what can be pointed at and what
//! is known about that are derived here, once for all; a few pictures are drawn by hand instead.
//!
//! Invariant: a panel computes nothing but places; its hues are named by what they mean, and become colours when it is
//! painted.

mod bars;
pub mod chart;
pub mod graph;
mod look;
mod matrix;
mod room;
mod row;
mod text;

use std::fmt;
use std::rc::Rc;

use super::Scene;
use super::views::Frame;
use crate::explain::inspect::Inspection;
use crate::explain::sheet::Sheet;

pub use bars::{Bar, Bars};
pub use chart::Chart;
pub use graph::Graph;
pub use look::{Hue, Look};
pub use matrix::Matrix;
pub use row::{Part, Row};
pub use text::Text;

/// A picture.
#[derive(Clone, Debug)]
pub enum Panel {
    /// Series over one axis.
    Chart(Chart),
    /// Numbers on one scale, a row each.
    Bars(Bars),
    /// Nodes and wires.
    Graph(Graph),
    /// Numbers in rows and columns.
    Matrix(Matrix),
    /// Words.
    Text(Text),
    /// Panels side by side.
    Row(Row),
    /// What is drawn by hand.
    Diagram(Rc<dyn Diagram>),
}

/// A picture that is drawn by hand.
pub trait Diagram: fmt::Debug {
    /// As it is painted into a frame, with what has this name in focus.
    fn scene(&self, frame: &Frame, focus: Option<&str>) -> Scene;

    /// Its numbers, as a table and as CSV.
    fn sheet(&self) -> Sheet {
        Sheet::default()
    }

    /// What is known about something of this name in it.
    fn inspect(&self, reference: &str) -> Option<Inspection>;
}

impl Panel {
    /// As it is painted into a frame, with what has this name in focus.
    #[must_use]
    pub fn scene(&self, frame: &Frame, focus: Option<&str>) -> Scene {
        match self {
            Self::Chart(chart) => chart.scene(frame, focus),
            Self::Bars(bars) => bars.scene(frame, focus),
            Self::Graph(graph) => graph.scene(frame, focus),
            Self::Matrix(matrix) => matrix.scene(frame, focus),
            Self::Text(text) => text.scene(frame),
            Self::Row(row) => row.scene(frame, focus),
            Self::Diagram(diagram) => diagram.scene(frame, focus),
        }
    }

    /// Its numbers, as a table and as CSV.
    #[must_use]
    pub fn sheet(&self) -> Sheet {
        match self {
            Self::Chart(chart) => chart.sheet(),
            Self::Bars(bars) => bars.sheet(),
            Self::Graph(graph) => graph.sheet(),
            Self::Matrix(matrix) => matrix.sheet(),
            Self::Text(_) => Sheet::default(),
            Self::Row(row) => row.sheet(),
            Self::Diagram(diagram) => diagram.sheet(),
        }
    }

    /// What is known about something of this name in it.
    #[must_use]
    pub fn inspect(&self, reference: &str) -> Option<Inspection> {
        match self {
            Self::Chart(chart) => chart.inspect(reference),
            Self::Bars(bars) => bars.inspect(reference),
            Self::Graph(graph) => graph.inspect(reference),
            Self::Matrix(matrix) => matrix.inspect(reference),
            Self::Text(_) => None,
            Self::Row(row) => row.inspect(reference),
            Self::Diagram(diagram) => diagram.inspect(reference),
        }
    }
}

impl From<Chart> for Panel {
    fn from(chart: Chart) -> Self {
        Self::Chart(chart)
    }
}

impl From<Bars> for Panel {
    fn from(bars: Bars) -> Self {
        Self::Bars(bars)
    }
}

impl From<Graph> for Panel {
    fn from(graph: Graph) -> Self {
        Self::Graph(graph)
    }
}

impl From<Matrix> for Panel {
    fn from(matrix: Matrix) -> Self {
        Self::Matrix(matrix)
    }
}

impl From<Text> for Panel {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<Row> for Panel {
    fn from(row: Row) -> Self {
        Self::Row(row)
    }
}

impl Part {
    /// A panel as wide as its neighbours.
    #[must_use]
    pub fn of(panel: impl Into<Panel>) -> Self {
        Self {
            panel: panel.into(),
            share: 1.0,
            least: 0.0,
        }
    }
}
