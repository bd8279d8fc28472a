//! The engine against PyTorch: every document of `tests/golden`, every number of its answer.

use crate::agree;
use serde_json::Value;

/// Runs one file of goldens and names every quantity that is off.
fn check(text: &str) {
    let file: Value = serde_json::from_str(text).expect("a golden file is JSON");
    let within = |name: &str| file[name].as_f64().expect("a tolerance");
    let (values, grads) = (within("values_within"), within("grads_within"));
    let cases = file["cases"].as_array().expect("cases");
    assert!(
        !cases.is_empty(),
        "a golden file without cases proves nothing"
    );
    let mut wrong = Vec::new();
    for case in cases {
        let got = agree::run(&case["document"]);
        for line in agree::compare_answers(&case["answer"], &got, values, grads) {
            wrong.push(format!("{}: {line}", case["name"].as_str().unwrap_or("?")));
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
fn every_cell_and_convention_gives_the_numbers_of_pytorch() {
    check(include_str!("../golden/cells.json"));
}

#[test]
fn every_loss_place_and_reduction_gives_the_numbers_of_pytorch() {
    check(include_str!("../golden/losses.json"));
}

#[test]
fn padding_changes_nothing_whatever_it_holds() {
    check(include_str!("../golden/lengths.json"));
}

#[test]
fn truncated_gradients_are_those_of_detached_states() {
    check(include_str!("../golden/truncation.json"));
}

#[test]
fn saturated_dead_and_huge_numbers_still_agree() {
    check(include_str!("../golden/edges.json"));
}

#[test]
fn layers_directions_masks_and_shared_windows_give_the_numbers_of_pytorch() {
    check(include_str!("../golden/stacked.json"));
}
