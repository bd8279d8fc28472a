//! What is shown of the unrolled graph: it changes no number.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use unrolled::model::{CELLS, Cell};

/// The gates that decide what of the old state is kept: the ring of a bead at first.
const KEEPERS: [&str; 2] = ["f", "z"];

/// Everything that can be shown or left out.
#[expect(
    clippy::struct_excessive_bools,
    reason = "switches that are thrown one by one"
)]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ShowSetup {
    /// The shared weights in every box.
    pub weights: bool,
    /// The gates as bars in every box.
    pub gates: bool,
    /// Gradients as bands along the wires.
    pub bands: bool,
    /// What arrives at each state: from the loss here, from the future.
    pub norms: bool,
    /// The gates as strips under the ribbon.
    pub strips: bool,
    /// The gate that is the ring of a bead, by cell.
    pub ring: BTreeMap<String, String>,
}

impl Default for ShowSetup {
    fn default() -> Self {
        let gated = CELLS.iter().filter_map(|cell| {
            let keeper = valves(cell).find(|letter| KEEPERS.contains(letter));
            let letter = keeper.or_else(|| valves(cell).next())?;
            Some((cell.kind.to_owned(), letter.to_owned()))
        });
        Self {
            weights: true,
            gates: true,
            bands: true,
            norms: true,
            strips: false,
            ring: gated.collect(),
        }
    }
}

/// The letters of a cell's gates that open and shut: not of the candidate, which is written like the state it is for.
pub fn valves(cell: &Cell) -> impl Iterator<Item = &'static str> {
    let gates = cell.gates.iter();
    gates
        .filter(|gate| cell.states.iter().all(|state| state.key != gate.lesson))
        .map(|gate| gate.letter)
}
