//! One step: a row for each named node, of the cell on screen or of the other one.

use super::letter;
use crate::explain::graph::{Graph, GraphNode};
use crate::explain::sheet::{Entry, Sheet};

/// A row for each named node.
pub(super) fn cell(graph: &Graph) -> Sheet {
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

/// What another cell holds has no name in this one.
pub(super) fn without_names(sheet: Sheet) -> Sheet {
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
