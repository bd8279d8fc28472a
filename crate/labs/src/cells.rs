//! The cells as the page knows them before anything runs: derived from their equations.

use serde::Serialize;

use unrolled::ir::{NodeId, Op, Program};
use unrolled::model::cells::holdable;
use unrolled::model::{Biases, CELLS, Cell, CellSpec, Head, NetworkSpec};
use view::explain::case::capital;
use view::explain::tree::role_word;

/// What a cell is called and what can be done with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AboutCell {
    /// As in links and documents.
    pub kind: &'static str,
    /// As on screen.
    pub title: &'static str,
    /// The kind it is compared with.
    pub counterpart: Option<&'static str>,
    /// Its gates, in the order in which they are computed.
    pub gates: Vec<AboutGate>,
}

/// A gate that can be held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AboutGate {
    /// Its letter.
    pub letter: &'static str,
    /// What it is called, without the word gate.
    pub name: String,
    /// What it is for: decides its hue.
    pub role: &'static str,
}

/// All cells, in the order of the menu.
#[must_use]
pub fn about_cells() -> Vec<AboutCell> {
    CELLS.iter().map(|cell| about(cell)).collect()
}

fn about(cell: &'static Cell) -> AboutCell {
    AboutCell {
        kind: cell.kind,
        title: cell.title,
        counterpart: cell.counterpart().map(|other| other.kind),
        gates: gates(cell).unwrap_or_default(),
    }
}

/// The gates of its smallest network; none where its equations do not fit together.
fn gates(cell: &Cell) -> Option<Vec<AboutGate>> {
    let smallest = NetworkSpec {
        cell: CellSpec::of(cell.kind)?,
        input_size: 1,
        hidden_size: 1,
        biases: Biases {
            input: true,
            hidden: false,
        },
        head: Head::None,
        loss: None,
    };
    let program = smallest.program().ok()?;
    Some(program.ids().filter_map(|id| gate(&program, id)).collect())
}

/// A node that opens and shuts: what can be held and lies between 0 and 1.
fn gate(program: &Program, id: NodeId) -> Option<AboutGate> {
    let symbol = program.symbol(id)?;
    let opens = matches!(program.node(id).op, Op::Sigmoid(_));
    let is_gate = opens && holdable(program, symbol.key) == Some(id);
    is_gate.then(|| AboutGate {
        letter: symbol.key,
        name: capital(symbol.words.trim_end_matches(" gate")),
        role: role_word(symbol.role),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_says_which_gates_can_be_held_and_what_it_is_compared_with() {
        let said: Vec<String> = (about_cells().iter())
            .map(|cell| {
                let gates = cell.gates.iter();
                let gates = gates.map(|own| format!(" {} {} {}", own.letter, own.name, own.role));
                let other = cell.counterpart.unwrap_or("none");
                format!("{} {other}:{}", cell.title, gates.collect::<String>())
            })
            .collect();
        assert_eq!(
            said,
            [
                "RNN none:",
                "GRU lstm: z Update update r Reset reset",
                "LSTM gru: f Forget forget i Input input o Output output",
            ]
        );
    }
}
