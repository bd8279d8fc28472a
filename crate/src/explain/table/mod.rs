//! Every picture as a table of the same numbers.
//!
//! Invariant: a table shows what its picture shows: numbers that have not been computed yet are a dash.

use serde::{Deserialize, Serialize};

use super::behind::{Matrix, Piece, Sign, behind};
use super::blocks::blocks;
use super::cards::cards;
use super::counterpart::{Pair, counterpart, pair};
use super::graph::{Graph, GraphNode, graph};
use super::names::Notation;
use super::reference::Reference;
use super::road::road;
pub use super::sheet::{Cell, Table};
use super::sheet::{Entry, Sheet};
use super::stage::sees_value;
use super::{Subject, graph::Label};
use crate::ir::{NodeId, Op};
use crate::run::cursor::{Direction, Position};

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
    /// The parameters.
    Weights,
    /// What each step adds to their gradients.
    Cards,
    /// The memory road.
    Road,
    /// Two cells compared.
    Pair,
    /// One step of the other cell.
    Other,
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
    sheet(subject, None, view, position).table(subject)
}

/// The numbers of a picture with every digit, as comma-separated values.
#[must_use]
pub fn csv(subject: &Subject<'_>, view: ViewName, position: &Position) -> String {
    sheet(subject, None, view, position).csv()
}

/// The numbers of a picture, with another cell on the same cursor where two are compared.
#[must_use]
pub fn sheet(
    subject: &Subject<'_>,
    other: Option<&Subject<'_>>,
    view: ViewName,
    position: &Position,
) -> Sheet {
    let position = subject.timeline.resolve(position);
    match view {
        ViewName::Sequence => sequence(subject, &position),
        ViewName::Cell => cell(&graph(subject, &position, Notation::Lesson)),
        ViewName::Numbers => numbers(subject, &position),
        ViewName::Weights => weights(subject, &position),
        ViewName::Cards => tray(subject, &position),
        ViewName::Road => memory_road(subject, &position),
        ViewName::Pair => other.map_or_else(Sheet::default, |other| {
            compared(&pair(subject, &position, other))
        }),
        ViewName::Other => other.map_or_else(Sheet::default, |other| {
            let there = counterpart(subject, &position, other).position;
            without_names(cell(&graph(other, &there, Notation::Lesson)))
        }),
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

fn named(reference: Option<Reference>) -> Option<String> {
    reference.map(|reference| reference.to_string())
}

fn count(what: &str, count: usize) -> Vec<String> {
    (1..=count).map(|place| format!("{what} {place}")).collect()
}

fn sequence(subject: &Subject<'_>, position: &Position) -> Sheet {
    let program = subject.run.program();
    let steps = seen_steps(subject, position);
    let input = program.ids().find(|id| program.node(*id).op == Op::Input);
    let mut columns: Vec<(String, Vec<Entry>)> = vec![];
    let mut add = |node: NodeId, given: bool, value: &dyn Fn(&SeenStep, usize) -> Option<f64>| {
        let letter = program
            .symbol(node)
            .map_or("state", |symbol| symbol.lesson.base);
        for row in 0..program.node(node).rows {
            let entries = (1..).zip(&steps).map(|(t, step)| {
                let reference = Reference::value(program, node, t, Some(row + 1));
                Entry::seen(value(step, row), named(reference)).maybe_given(given)
            });
            columns.push((format!("{letter} {}", row + 1), entries.collect()));
        }
    };
    if let Some(node) = input {
        add(node, true, &|step, row| step.input.get(row).copied());
    }
    for (place, carry) in program.carries.iter().enumerate() {
        add(carry.next, false, &|step, row| {
            step.states[place].as_ref()?.get(row).copied()
        });
    }
    let loss = steps
        .iter()
        .map(|step| Entry::seen(step.loss, None))
        .collect();
    columns.push(("loss".to_owned(), loss));
    Sheet::of_columns(
        format!("The sequence, {} steps", steps.len()),
        "step",
        count("step", steps.len()),
        columns,
    )
}

/// A row for each named node.
fn cell(graph: &Graph) -> Sheet {
    let named: Vec<&GraphNode> = graph
        .nodes
        .iter()
        .filter(|node| node.reference.is_some())
        .collect();
    let width = named.iter().map(|node| node.rows).max().unwrap_or(0);
    let row = |node: &&GraphNode| {
        let (shown, prefix) = if graph.backward {
            (&node.grads, "d.")
        } else {
            (&node.values, "")
        };
        let mut row: Vec<Entry> = (0..node.rows)
            .map(|unit| {
                let value = shown.as_ref().and_then(|values| values.get(unit).copied());
                let whole = node.reference.as_deref().unwrap_or_default();
                let reference = Some(format!("{prefix}{whole}.u{}", unit + 1));
                Entry::seen(value, reference).maybe_given(!graph.backward)
            })
            .collect();
        row.resize(width, Entry::default());
        row
    };
    let what = if graph.backward {
        "gradients"
    } else {
        "values"
    };
    Sheet {
        caption: format!(
            "Step {} of {}, {what} of the {}",
            graph.t, graph.steps, graph.cell
        ),
        axis: "quantity, unit",
        columns: (1..=width).map(|unit| unit.to_string()).collect(),
        rows: named.iter().map(row).collect(),
        row_headers: named.iter().map(|node| header(node)).collect(),
    }
}

/// "f 4, forget gate"
fn header(node: &GraphNode) -> String {
    format!("{}, {}", letter(&node.label), node.words)
}

/// A letter with its indices as plain text.
#[must_use]
pub fn letter(label: &Label) -> String {
    let accent = match label.accent {
        Some('~') => "\u{303}",
        Some(_) => "\u{302}",
        None => "",
    };
    let index = |text: &Option<String>| {
        text.as_ref()
            .map_or_else(String::new, |text| format!(" {text}"))
    };
    let (sup, sub) = (index(&label.sup), index(&label.sub));
    format!("{}{accent}{sup}{sub}", label.base)
}

/// A column for each column of the op's equations, with the sign before it in its header.
fn numbers(subject: &Subject<'_>, position: &Position) -> Sheet {
    let shown = behind(subject, position, Notation::Lesson);
    let place = subject
        .timeline
        .place(&position.op, position.dir)
        .unwrap_or(0);
    let title = match position.dir {
        Direction::Forward => subject.timeline.forward()[place].title,
        Direction::Backward => &subject.timeline.backward()[place].title,
    };
    let mut columns: Vec<(String, Vec<Entry>)> = vec![];
    for equation in &shown.equations {
        let mut before = "";
        for piece in &equation.pieces {
            let from = columns.len();
            match piece {
                Piece::Sign(sign) => {
                    before = said(*sign).unwrap_or(before);
                    continue;
                }
                Piece::Column(parts) | Piece::Row(parts) => {
                    columns.extend(parts.iter().map(column));
                }
                Piece::Matrix(matrix) => columns.extend(matrix_columns(matrix)),
                Piece::Constant(..) | Piece::Function(_) | Piece::Pick(_) | Piece::Words(_) => {}
            }
            if let Some((header, _)) = columns.get_mut(from) {
                *header = format!("{before}{header}");
            }
            before = "";
        }
    }
    let height = columns
        .iter()
        .map(|(_, column)| column.len())
        .max()
        .unwrap_or(0);
    let caption = format!("Step {}, {title}", position.t);
    Sheet::of_columns(caption, "row", count("unit", height), columns)
}

fn said(sign: Sign) -> Option<&'static str> {
    match sign {
        Sign::Equals => Some("= "),
        Sign::Plus => Some("+ "),
        Sign::Minus => Some("\u{2212} "),
        Sign::Times | Sign::Beside | Sign::Dot => Some("\u{d7} "),
        _ => None,
    }
}

fn column(part: &super::behind::Column) -> (String, Vec<Entry>) {
    let entries = (1..).zip(&part.values).map(|(unit, &value)| {
        let reference = part
            .reference
            .as_ref()
            .map(|whole| format!("{whole}.u{unit}"));
        Entry::seen(Some(value), reference).maybe_given(part.prefix.is_empty())
    });
    let name = format!("{}{}, {}", part.prefix, letter(&part.label), part.words);
    (name, entries.collect())
}

fn matrix_columns(matrix: &Matrix) -> impl Iterator<Item = (String, Vec<Entry>)> + '_ {
    (0..matrix.cols).map(|col| {
        let entries = (0..matrix.rows).map(|row| {
            let value = matrix.entries[row * matrix.cols + col];
            Entry::seen(Some(value), matrix.entry(row, col)).maybe_given(!matrix.gradient)
        });
        let name = format!("{}{}", matrix.prefix, letter(&matrix.label));
        let name = if matrix.cols == 1 {
            name
        } else {
            format!("{name}, column {}", col + 1)
        };
        (name, entries.collect())
    })
}

/// The roads of the units that are drawn, step by step, and the gates they pass.
fn memory_road(subject: &Subject<'_>, position: &Position) -> Sheet {
    let Some(road) = road(subject, position) else {
        return Sheet::default();
    };
    let mut columns: Vec<(String, Vec<Entry>)> = vec![];
    for (place, lane) in road.lanes.iter().enumerate() {
        let entry = |(value, reference): (&f64, &Option<String>)| {
            Entry::seen(Some(*value), reference.clone())
        };
        let total = lane.total.iter().zip(&lane.references).map(entry);
        columns.push((format!("unit {}, total", lane.unit), total.collect()));
        let direct = lane.direct.iter().map(|value| Entry::number(*value));
        columns.push((format!("unit {}, direct", lane.unit), direct.collect()));
        if let Some(gate) = &road.gate {
            let valves = &gate.lanes[place];
            let name = format!("{}{}, unit {}", gate.prefix, letter(&gate.label), lane.unit);
            let entries = valves.values.iter().zip(&valves.references).map(entry);
            columns.push((name, entries.collect()));
        }
    }
    let caption = format!(
        "What is left of the {} of each step in that of step {}",
        road.words, road.steps
    );
    Sheet::of_columns(caption, "step", count("step", road.steps), columns)
}

/// The parameters of the gate that is looked at, or of all, as they stand side by side.
fn weights(subject: &Subject<'_>, position: &Position) -> Sheet {
    let all = blocks(subject, position, None, Notation::Lesson);
    let lit = all.groups.iter().any(|group| group.lit);
    let shown = || all.groups.iter().filter(move |group| group.lit || !lit);
    let columns: Vec<_> = shown()
        .flat_map(|group| group.blocks.iter().chain(&group.grads))
        .flat_map(matrix_columns)
        .collect();
    let height = columns
        .iter()
        .map(|(_, column)| column.len())
        .max()
        .unwrap_or(0);
    let titles: Vec<&str> = shown().map(|group| group.title.as_str()).collect();
    let caption = format!("Parameters: {}", titles.join(", "));
    Sheet::of_columns(caption, "row", count("row", height), columns)
}

/// A row for each step that was passed, and the sum.
fn tray(subject: &Subject<'_>, position: &Position) -> Sheet {
    let Some(tray) = cards(subject, position, None, Notation::Lesson) else {
        return Sheet::default();
    };
    let total = &tray.total;
    let place = |entry: &usize| (entry / total.cols, entry % total.cols);
    let headers = tray.entries.iter().map(place);
    let headers = headers.map(|(row, col)| format!("row {}, column {}", row + 1, col + 1));
    let mut cards: Vec<_> = tray.cards.iter().collect();
    cards.sort_by_key(|card| card.t);
    let mut rows: Vec<Vec<Entry>> = cards
        .iter()
        .map(|card| {
            let entries = tray.entries.iter().map(place);
            let entries = entries
                .map(|(row, col)| Entry::seen(Some(card.entry(row, col)), total.entry(row, col)));
            std::iter::once(Entry::number(card.norm))
                .chain(entries)
                .collect()
        })
        .collect();
    let sums = tray.entries.iter().map(|entry| {
        let (row, col) = place(entry);
        Entry::seen(Some(total.entries[*entry]), total.entry(row, col))
    });
    rows.push(
        std::iter::once(Entry::number(tray.norm))
            .chain(sums)
            .collect(),
    );
    let steps = cards.iter().map(|card| format!("step {}", card.t));
    Sheet {
        caption: format!("What each step adds to the {}, {}", total.words, tray.title),
        axis: "step",
        columns: std::iter::once("norm".to_owned()).chain(headers).collect(),
        rows,
        row_headers: steps.chain(["sum so far".to_owned()]).collect(),
    }
}

/// A row for each thing that one of two cells has.
fn compared(pair: &Pair) -> Sheet {
    let rows = pair.rows.iter();
    let shown: Vec<_> = rows
        .filter(|row| row.values.iter().any(Option::is_some))
        .collect();
    Sheet {
        caption: format!("Step {}, unit {}: {}", pair.t, pair.unit, pair.sentence),
        axis: "what",
        columns: pair
            .sides
            .iter()
            .map(|side| format!("{}, {} parameters", side.title, side.params))
            .collect(),
        rows: shown
            .iter()
            .map(|row| {
                let entry = |value: &Option<super::counterpart::PairValue>| match value {
                    Some(value) => Entry::seen(value.value, value.reference.clone()),
                    None => Entry::words("none"),
                };
                row.values.iter().map(entry).collect()
            })
            .collect(),
        row_headers: shown.iter().map(|row| row.what.to_owned()).collect(),
    }
}

/// What another cell holds has no name in this one.
fn without_names(sheet: Sheet) -> Sheet {
    let bare = |entry: Entry| Entry {
        reference: None,
        may_be_given: false,
        ..entry
    };
    Sheet {
        rows: sheet
            .rows
            .into_iter()
            .map(|row| row.into_iter().map(bare).collect())
            .collect(),
        ..sheet
    }
}
