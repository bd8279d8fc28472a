//! Every picture as a table of the same numbers.
//!
//! Invariant: a table shows what its picture shows: numbers that have not been computed yet are a dash.

use serde::{Deserialize, Serialize};

use super::Subject;
use super::graph::{End, Graph, GraphNode, Kind, State, graph};
use super::names::Notation;
use super::number;
use super::stage::sees_value;
use crate::ir::{NodeId, Op};
use crate::run::cursor::{Direction, Position};

/// What is written for a number that may not be seen yet.
const HIDDEN: &str = "–";

/// The pictures there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ViewName {
    /// All steps.
    Sequence,
    /// One step.
    Cell,
    /// The numbers behind the op.
    Numbers,
}

/// A table with a header for every row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// The headers of its columns.
    pub columns: Vec<String>,
    /// Its cells, row after row.
    pub rows: Vec<Vec<String>>,
    /// The headers of its rows.
    pub row_headers: Vec<String>,
}

/// A step of the sequence, as far as it may be seen.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenStep {
    /// What was read.
    pub input: Vec<f64>,
    /// Its states in the order of the program, the hidden state first.
    pub states: Vec<Option<Vec<f64>>>,
    /// Its loss, where it has one.
    pub loss: Option<f64>,
}

/// The table of a picture.
#[must_use]
pub fn table(subject: &Subject<'_>, view: ViewName, position: &Position) -> Table {
    let position = subject.timeline.resolve(position);
    match view {
        ViewName::Sequence => sequence(subject, &position),
        ViewName::Cell => cell(&graph(subject, &position, Notation::Lesson)),
        ViewName::Numbers => numbers(subject, &position),
    }
}

/// All steps, as far as they may be seen from a position.
#[must_use]
pub fn seen_steps(subject: &Subject<'_>, position: &Position) -> Vec<SeenStep> {
    let (program, trace) = (subject.run.program(), subject.run.trace());
    let input = program.ids().find(|id| program.node(*id).op == Op::Input);
    let seen = |node: NodeId, t: usize| {
        sees_value(subject, position, node, t + 1)
            .then(|| trace.value(node, t, subject.batch).to_vec())
    };
    let step = |t: usize| SeenStep {
        input: input.map_or_else(Vec::new, |node| {
            trace.value(node, t, subject.batch).to_vec()
        }),
        states: program
            .carries
            .iter()
            .map(|carry| seen(carry.next, t))
            .collect(),
        loss: program
            .loss
            .and_then(|loss| seen(loss, t))
            .map(|loss| loss[0]),
    };
    (0..subject.timeline.steps()).map(step).collect()
}

fn written(value: f64) -> String {
    number::fixed(value, 3).text()
}

fn sequence(subject: &Subject<'_>, position: &Position) -> Table {
    let program = subject.run.program();
    let steps = seen_steps(subject, position);
    let letters: Vec<&str> = program
        .carries
        .iter()
        .map(|carry| {
            program
                .symbol(carry.next)
                .map_or("state", |symbol| symbol.lesson.base)
        })
        .collect();
    let numbered = |letter: &str, count: usize| {
        (1..=count)
            .map(|place| format!("{letter} {place}"))
            .collect::<Vec<_>>()
    };
    let inputs = steps.first().map_or(0, |step| step.input.len());
    let mut columns = numbered("x", inputs);
    for (letter, carry) in letters.iter().zip(&program.carries) {
        columns.extend(numbered(letter, program.node(carry.next).rows));
    }
    columns.push("loss".to_owned());
    let rows = steps.iter().map(|step| {
        let mut row: Vec<String> = step.input.iter().map(|&value| written(value)).collect();
        for (state, carry) in step.states.iter().zip(&program.carries) {
            row.extend(cells(state.as_deref(), program.node(carry.next).rows));
        }
        row.push(step.loss.map_or_else(|| HIDDEN.to_owned(), written));
        row
    });
    Table {
        caption: format!("The sequence, {} steps", steps.len()),
        columns,
        rows: rows.collect(),
        row_headers: (1..=steps.len()).map(|t| format!("step {t}")).collect(),
    }
}

fn cells(values: Option<&[f64]>, count: usize) -> Vec<String> {
    match values {
        Some(values) => values.iter().map(|&value| written(value)).collect(),
        None => vec![HIDDEN.to_owned(); count],
    }
}

/// A row for each named node.
fn cell(graph: &Graph) -> Table {
    let named: Vec<&GraphNode> = graph
        .nodes
        .iter()
        .filter(|node| node.reference.is_some())
        .collect();
    let width = named.iter().map(|node| node.rows).max().unwrap_or(0);
    let row = |node: &&GraphNode| {
        let shown = if graph.backward {
            &node.grads
        } else {
            &node.values
        };
        let mut row = cells(shown.as_deref(), node.rows);
        row.resize(width, String::new());
        row
    };
    let what = if graph.backward {
        "gradients"
    } else {
        "values"
    };
    Table {
        caption: format!(
            "Step {} of {}, {what} of the {}",
            graph.t, graph.steps, graph.cell
        ),
        columns: (1..=width).map(|unit| unit.to_string()).collect(),
        rows: named.iter().map(row).collect(),
        row_headers: named.iter().map(|node| header(node)).collect(),
    }
}

/// "f 4, forget gate"
fn header(node: &GraphNode) -> String {
    format!("{}, {}", letter(node), node.words)
}

fn letter(node: &GraphNode) -> String {
    let label = &node.label;
    let accent = match label.accent {
        Some('~') => "\u{303}",
        Some(_) => "\u{302}",
        None => "",
    };
    let sup = label
        .sup
        .as_deref()
        .map_or_else(String::new, |sup| format!(" {sup}"));
    let sub = label.sub.as_deref().unwrap_or_default();
    format!("{}{accent}{sup} {sub}", label.base)
}

/// A column for each thing the op reads, its results last.
fn numbers(subject: &Subject<'_>, position: &Position) -> Table {
    let graph = graph(subject, position, Notation::Lesson);
    let place = subject
        .timeline
        .place(&position.op, position.dir)
        .unwrap_or(0);
    let title = match position.dir {
        Direction::Forward => subject.timeline.forward()[place].title,
        Direction::Backward => &subject.timeline.backward()[place].title,
    };
    let of = |state: State| graph.nodes.iter().filter(move |node| node.state == state);
    let shown: Vec<&GraphNode> = of(State::InputOfNow).chain(of(State::Now)).collect();
    let height = shown.iter().map(|node| node.rows).max().unwrap_or(0);
    let columns: Vec<Vec<String>> = shown
        .iter()
        .map(|node| {
            let numbers = if graph.backward {
                &node.grads
            } else {
                &node.values
            };
            let mut column = cells(numbers.as_deref(), node.rows);
            column.resize(height, String::new());
            column
        })
        .collect();
    let prefix = if graph.backward { "gradient of " } else { "" };
    Table {
        caption: format!("Step {}, {title}", position.t),
        columns: shown
            .iter()
            .map(|node| format!("{prefix}{}", column_header(node)))
            .collect(),
        rows: (0..height)
            .map(|row| columns.iter().map(|column| column[row].clone()).collect())
            .collect(),
        row_headers: (1..=height).map(|unit| format!("unit {unit}")).collect(),
    }
}

fn column_header(node: &GraphNode) -> String {
    match (node.kind, node.carry) {
        (Kind::State, Some(End::Previous)) => node.words.clone(),
        _ if node.reference.is_none() => node.words.clone(),
        _ => header(node),
    }
}
