//! Backpropagation through time derived by hand, as a second opinion on the engine.
//!
//! Written from the tables of the equations as plain loops over one sequence at a time: it shares
//! no code and no idea with the engine's programs, plans and traces, only the run document.

mod cells;
mod matrix;
mod problem;
mod sweep;

use crate::agree;
use crate::documents::{Dice, Recipe, cells as all_cells};
use serde_json::Value;

/// The answer to a document, in the form the engine answers in.
pub(crate) fn answer(document: &Value) -> Value {
    sweep::answer(&problem::Problem::read(document))
}

#[test]
fn the_engine_agrees_with_bptt_by_hand_on_random_documents() {
    let mut wrong = Vec::new();
    for (number, (name, cell)) in all_cells().iter().enumerate() {
        for seed in 0..60 {
            let mut dice = Dice::new(1000 * number as u64 + seed);
            let recipe = Recipe::any(cell, &mut dice);
            let document = recipe.document(&mut dice);
            let (want, got) = (answer(&document), agree::run(&document));
            for line in agree::compare_answers(&want, &got, 1e-12, 1e-12) {
                wrong.push(format!("{name}, seed {seed}: {line}\n    {recipe:?}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} quantities are off:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn bptt_by_hand_itself_gives_the_numbers_of_pytorch() {
    for text in [
        include_str!("../golden/cells.json"),
        include_str!("../golden/losses.json"),
        include_str!("../golden/lengths.json"),
        include_str!("../golden/truncation.json"),
    ] {
        let file: Value = serde_json::from_str(text).expect("a golden file is JSON");
        for case in file["cases"].as_array().expect("cases") {
            let got = answer(&case["document"]);
            let wrong = agree::compare_answers(&case["answer"], &got, 1e-12, 1e-12);
            assert!(wrong.is_empty(), "{}: {}", case["name"], wrong.join("\n"));
        }
    }
}
