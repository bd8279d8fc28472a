//! Which gates are held at a value, where the cell has them.

use super::check::{finite, whole};
use super::{Setup, SetupError};
use crate::sequence::MOST_STEPS;
use unrolled::ir::Program;
use unrolled::model::cells::{holdable, is_gate_of_some_cell};
use unrolled::model::scenario::{Hold, MOST_HOLDS};

impl Setup {
    /// The holds that mean something for this cell and length; the others wait, and are named.
    pub(super) fn holds(
        &self,
        program: &Program,
        steps: usize,
        notices: &mut Vec<String>,
    ) -> Result<Vec<Hold>, SetupError> {
        if self.holds.len() > MOST_HOLDS {
            let message = format!(
                "At most {MOST_HOLDS} gates can be held; there are {}.",
                self.holds.len()
            );
            return Err(SetupError::at("holds", message));
        }
        let mut holds = Vec::new();
        for (place, asked) in self.holds.iter().enumerate() {
            let path = |field: &str| format!("holds[{place}].{field}");
            if !is_gate_of_some_cell(&asked.gate) {
                let name: String = asked.gate.chars().take(20).collect();
                let message = format!("There is no gate “{name}”.");
                return Err(SetupError::at(path("gate"), message));
            }
            let value = finite(&path("value"), "The held value", asked.value)?;
            let from = whole(&path("from"), "The first step", asked.from, 1..=MOST_STEPS)?;
            let to = whole(&path("to"), "The last step", asked.to, from..=MOST_STEPS)?;
            let Some(node) = holdable(program, &asked.gate) else {
                notices.push(format!(
                    "This cell has no gate {}: its hold waits.",
                    asked.gate
                ));
                continue;
            };
            if from > steps {
                notices.push(format!(
                    "The sequence ends at step {steps}: the hold of {} from step {from} on waits.",
                    asked.gate
                ));
                continue;
            }
            holds.push(Hold {
                node,
                value,
                from,
                to: to.min(steps),
            });
        }
        Ok(holds)
    }
}
