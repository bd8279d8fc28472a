//! Graphs as data: nodes in rows and columns, and what each reads of others; a rule between two columns can be dragged.
//!
//! Invariant: every node has its name, its words and its place in the table.

mod paint;

use crate::draw::Scene;
use crate::draw::views::{Frame, focus};
use crate::explain::given::Given;
use crate::explain::inspect::{InspectedRow, Inspection};
use crate::explain::sheet::{Entry, Sheet};
use paint::Drawing;

/// Nodes and wires.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// What it shows: the caption of its table.
    pub caption: String,
    /// Its rows, from below.
    pub lines: Vec<Line>,
    /// Its columns; nothing where one is left free.
    pub columns: Vec<Option<Column>>,
    /// What stands in them.
    pub nodes: Vec<Node>,
    /// What reads what, by the places of both.
    pub wires: Vec<Wire>,
    /// The column that is looked at.
    pub at: Option<usize>,
    /// Whether gradients are shown along the wires.
    pub is_backward: bool,
    /// A line between two columns.
    pub rule: Option<ColumnRule>,
    /// What is said under it.
    pub foot: String,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub name: String,
    /// Its shape.
    pub shape: String,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What stands over it: `t4`.
    pub short: String,
    /// The head of its column in the table.
    pub header: String,
}

/// How a node is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Its value as a fill.
    Value,
    /// The same, as wide as what it stands for.
    Wide,
    /// A loss.
    Loss {
        /// Whether it counts; struck through if not.
        counts: bool,
    },
}

/// Whether something is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is.
    There,
    /// Its step is none of the sequence.
    Padding,
    /// It needs steps that have not been read yet.
    Later,
}

/// Something that is computed.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its row, from below.
    pub row: usize,
    /// Its column, from 0; between two where it is not a whole number.
    pub column: f32,
    /// How it is drawn.
    pub shape: Shape,
    /// What it refers to.
    pub reference: String,
    /// What it is.
    pub words: String,
    /// The number in it.
    pub value: f64,
    /// All its numbers, where they are few.
    pub parts: Vec<f64>,
    /// How long the gradient at it is.
    pub gradient: f64,
    /// Whether it is there.
    pub presence: Presence,
    /// Whether the cursor stands at it.
    pub is_here: bool,
}

/// What one node reads of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wire {
    /// The node that is read.
    pub from: usize,
    /// The node that reads it.
    pub to: usize,
}

/// A line between two columns that can be dragged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnRule {
    /// The number of columns at its left, those before the first one shown too.
    pub at: usize,
    /// The number of columns before the first one shown, and of those it can stand after.
    pub range: (usize, usize),
    /// What it refers to.
    pub reference: &'static str,
    /// What stands at it; nothing where it is not set.
    pub name: Option<&'static str>,
    /// What it is.
    pub words: &'static str,
}

impl Graph {
    /// As it is painted into a frame, with what has this name in focus.
    #[must_use]
    pub fn scene(&self, frame: &Frame, focused: Option<&str>) -> Scene {
        let palette = frame.theme.palette();
        let mut scene = Scene::new(frame.size(), palette.page);
        Drawing::new(self, frame, palette).paint(&mut scene);
        focus::paint(&mut scene, focused, palette);
        scene
    }

    /// Its numbers: a row for each row, from below.
    #[must_use]
    pub fn sheet(&self) -> Sheet {
        let columns = self.columns.iter().enumerate();
        let columns = columns.filter_map(|(place, column)| Some((place, column.as_ref()?)));
        let column = |(place, column): (usize, &Column)| {
            let entries = (0..self.lines.len()).map(|row| {
                let is_it = |node: &&Node| node.row == row && is_at(node.column, place);
                let node = self.nodes.iter().find(is_it);
                node.map_or_else(Entry::default, |node| Entry {
                    reference: Some(node.reference.clone()),
                    ..Entry::number(node.value)
                })
            });
            (column.header.clone(), entries.collect())
        };
        let shapes = self.lines.iter().map(|line| Entry::words(&*line.shape));
        let mut all = vec![("shape".to_owned(), shapes.collect())];
        all.extend(columns.map(column));
        Sheet::of_columns(
            self.caption.clone(),
            "row",
            self.lines.iter().map(|line| line.name.clone()).collect(),
            all,
        )
    }

    /// What is known about a node, or about the rule.
    #[must_use]
    pub fn inspect(&self, reference: &str) -> Option<Inspection> {
        if let Some(rule) = self.rule.as_ref().filter(|own| own.reference == reference) {
            return Some(rule.inspect());
        }
        let node = self.nodes.iter().find(|node| node.reference == reference)?;
        let rows = vec![
            InspectedRow::number("value", node.value),
            InspectedRow::number("length of its gradient", node.gradient),
        ];
        Some(Inspection::of_numbers(
            reference,
            node.words.clone(),
            String::new(),
            rows,
        ))
    }
}

impl ColumnRule {
    #[expect(clippy::cast_precision_loss, reason = "a count of columns")]
    fn inspect(&self) -> Inspection {
        let value = self.at as f64;
        Inspection {
            given: Some(Given {
                reference: self.reference.to_owned(),
                name: self.words.to_owned(),
                value,
                step: 1.0,
            }),
            ..Inspection::of_numbers(
                self.reference,
                self.name.unwrap_or(self.reference),
                self.words.to_owned(),
                vec![InspectedRow::number("step", value)],
            )
        }
    }
}

/// Whether a node stands in a column, or half a column beside it.
fn is_at(column: f32, place: usize) -> bool {
    (column - crate::draw::views::column::count(place)).abs() < 0.6
}
