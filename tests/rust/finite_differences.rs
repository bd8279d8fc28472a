//! The gradients of the engine against differences of its own losses.
//!
//! Every number of a document that has a gradient is moved a little, the document is run again,
//! and the slope of the loss must be the gradient. The slope is a five-point difference, exact to
//! about 1e-11 here; a ReLU is kept away from its kink.

use crate::agree;
use crate::documents::{Dice, LOSSES, Recipe, cells};
use serde_json::{Value, json};

const STEP: f64 = 1e-3;
const WITHIN: f64 = 1e-9;

#[test]
fn every_gradient_of_an_rnn_is_the_slope_of_the_loss() {
    check_all("rnn");
}

#[test]
fn every_gradient_of_an_lstm_is_the_slope_of_the_loss() {
    check_all("lstm");
}

#[test]
fn every_gradient_of_a_gru_is_the_slope_of_the_loss() {
    check_all("gru");
}

/// The cells of a kind, broken ones too.
fn variants(kind: &str) -> Vec<(&'static str, Value)> {
    let lstm = |memory| json!({"kind": "lstm", "memory": memory});
    let broken = [("lstm swap", lstm("swap")), ("lstm none", lstm("none"))];
    let all = cells().into_iter().chain(broken);
    all.filter(|(_, cell)| cell["kind"] == kind).collect()
}

/// In every other document one gate is held, another each time.
fn held(kind: &str, variant: usize) -> Value {
    let gates: &[&str] = match kind {
        "lstm" => &["f", "i", "o", "g"],
        "gru" => &["z", "r", "n"],
        _ => &[],
    };
    if gates.is_empty() || variant.is_multiple_of(2) {
        return json!([]);
    }
    let gate = gates[variant / 2 % gates.len()];
    json!([{"gate": gate, "value": 0.3, "from": 2, "to": 3}])
}

/// Every variant of a cell x head or none x loss x each or last step.
fn check_all(kind: &str) {
    let mut wrong = Vec::new();
    let mut variant = 0;
    for (name, cell) in &variants(kind) {
        for head in [false, true] {
            for loss in LOSSES {
                for last in [false, true] {
                    variant += 1;
                    let recipe = recipe(cell, head, loss, last, variant);
                    let mut document = away_from_kinks(&recipe, variant as u64);
                    document["holds"] = held(kind, variant);
                    for line in check(&document) {
                        wrong.push(format!("{name}, head {head}, {loss}, last {last}: {line}"));
                    }
                }
            }
        }
    }
    assert!(variant >= 16, "{kind}: nothing was checked");
    assert!(
        wrong.is_empty(),
        "{} slopes differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Small, with three steps or more; what is not named in the test alternates.
fn recipe(cell: &Value, head: bool, loss: &'static str, last: bool, variant: usize) -> Recipe {
    let batch = if variant.is_multiple_of(3) { 2 } else { 1 };
    Recipe {
        cell: cell.clone(),
        b: batch,
        t: 3 + variant / 2 % 2,
        d: 1 + variant / 4 % 2,
        h: 2,
        classes: 2,
        biases: vec!["bias_ih_l0", "bias_hh_l0"],
        head: head.then_some(variant % 4 != 1),
        loss,
        last,
        mean: variant / 4 % 2 == 1,
        start: true,
        lengths: (batch == 2).then(|| vec![3, 2]),
        truncate: None,
    }
}

/// The first document of the recipe in which no pre-activation is so small that a step crosses 0.
fn away_from_kinks(recipe: &Recipe, seed: u64) -> Value {
    for attempt in 0..100 {
        let mut document = recipe.document(&mut Dice::new(seed * 1000 + attempt));
        document["outputs"] = json!(["values", "grads"]);
        if recipe.cell["activation"] != "relu" {
            return document;
        }
        let values = &agree::run(&document)["values"];
        let padded = |b: usize, t: usize| recipe.lengths.as_ref().is_some_and(|l| t >= l[b]);
        let small = |v: &Value| v.as_f64().expect("a number").abs() < 20.0 * STEP;
        let near = (0..recipe.b).any(|b| {
            (0..recipe.t).any(|t| {
                let a = values["a"][b][t].as_array().expect("a list");
                !padded(b, t) && a.iter().any(small)
            })
        });
        if !near {
            return document;
        }
    }
    panic!("no document of {recipe:?} stays away from the kink");
}

/// Compares all gradients of one document with slopes; the error names each that differs.
fn check(document: &Value) -> Vec<String> {
    let answer = agree::run(document);
    let mut base = document.clone();
    base["outputs"] = json!(["values"]);
    let mut wrong = Vec::new();
    for (place, gradient) in places(document) {
        let analytic = answer
            .pointer(&gradient)
            .and_then(Value::as_f64)
            .unwrap_or(f64::NAN);
        let slope = slope(&base, &place);
        let off = (analytic - slope).abs() / slope.abs().max(1.0);
        if off.is_nan() || off > WITHIN {
            wrong.push(format!("{place}: gradient {analytic}, slope {slope}"));
        }
    }
    wrong
}

/// Where the document holds a number with a gradient, and where the answer holds that gradient.
fn places(document: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut take = |place: &str, gradient: &str| {
        if let Some(value) = document.pointer(place) {
            let leaves = leaves(value, String::new());
            found.extend(
                leaves
                    .iter()
                    .map(|l| (format!("{place}{l}"), format!("{gradient}{l}"))),
            );
        }
    };
    for name in ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"] {
        take(&format!("/weights/{name}"), &format!("/grads/{name}"));
    }
    for name in ["weight", "bias"] {
        take(&format!("/head/{name}"), &format!("/grads/head.{name}"));
    }
    for name in ["x", "h0", "c0"] {
        take(&format!("/{name}"), &format!("/grads/{name}"));
    }
    found
}

fn leaves(value: &Value, place: String) -> Vec<String> {
    match value.as_array() {
        None => vec![place],
        Some(items) => {
            let each = items.iter().enumerate();
            each.flat_map(|(i, item)| leaves(item, format!("{place}/{i}")))
                .collect()
        }
    }
}

fn slope(base: &Value, place: &str) -> f64 {
    let at = base
        .pointer(place)
        .and_then(Value::as_f64)
        .expect("a number");
    let loss = |steps: f64| {
        let mut moved = base.clone();
        *moved.pointer_mut(place).expect("a number") = json!(at + steps * STEP);
        agree::run(&moved)["loss"].as_f64().expect("a finite loss")
    };
    (8.0 * (loss(1.0) - loss(-1.0)) - (loss(2.0) - loss(-2.0))) / (12.0 * STEP)
}
