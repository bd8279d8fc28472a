//! Jacobians against PyTorch, and what a run document answers about them.

use serde_json::{Value, json};

use crate::agree;

/// Rows of numbers.
fn matrix(value: &Value) -> Vec<f64> {
    let rows = value.as_array().expect("rows").iter();
    let numbers = rows.flat_map(|row| row.as_array().expect("a row"));
    numbers
        .map(|number| number.as_f64().expect("a number"))
        .collect()
}

fn numbers(value: &Value) -> Vec<f64> {
    let list = value.as_array().expect("a list").iter();
    list.map(|number| number.as_f64().expect("a number"))
        .collect()
}

/// By how much two lists differ at most, and the largest number of the one wanted.
fn off(got: &[f64], want: &[f64]) -> (f64, f64) {
    assert_eq!(got.len(), want.len());
    let off = got.iter().zip(want).map(|(got, want)| (got - want).abs());
    let largest = want.iter().map(|want| want.abs()).fold(0.0, f64::max);
    (off.fold(0.0, f64::max), largest)
}

/// Steps within 1e-13; products within 1e-12 of their largest entry, however small that is.
#[test]
fn steps_and_products_of_every_cell_are_those_of_pytorch() {
    let file: Value = serde_json::from_str(include_str!("../golden/jacobians.json")).unwrap();
    for case in file["cases"].as_array().unwrap() {
        let name = &case["name"];
        let (want, got) = (&case["answer"]["jacobians"], agree::run(&case["document"]));
        let got = &got["jacobians"];
        if let Err(message) = agree::compare(&want["step"], &got["step"], 1e-13) {
            panic!("{name}: step{message}");
        }
        let products = want["product"].as_array().unwrap();
        for (k, product) in products.iter().enumerate() {
            let (worst, largest) = off(&matrix(&got["product"][k]), &matrix(product));
            assert!(
                worst <= 1e-12 * largest,
                "{name}: product {k} off by {worst:e} of {largest:e}"
            );
            for key in ["singular_values", "spectral_norm", "spectral_radius"] {
                let of = |block: &Value| match &block[key][k] {
                    list @ Value::Array(_) => numbers(list),
                    number => vec![number.as_f64().expect("a number")],
                };
                let (worst, _) = off(&of(got), &of(want));
                assert!(
                    worst <= 1e-12 * largest.max(1e-300),
                    "{name}: {key} {k} off by {worst:e} of {largest:e}"
                );
            }
        }
        assert_eq!(
            got["product"].as_array().unwrap().len(),
            products.len(),
            "{name}"
        );
    }
}

/// h_t = factor · h_{t-1}.
fn line(factor: f64, steps: usize) -> Value {
    json!({
        "format": "unrolled-run/1",
        "cell": {"kind": "rnn", "activation": "identity"},
        "weights": {"weight_ih_l0": [[0.0]], "weight_hh_l0": [[factor]]},
        "x": [vec![[0.0]; steps]],
        "outputs": ["jacobians"],
    })
}

#[test]
fn a_product_beyond_every_number_is_infinite_and_so_is_its_spectrum() {
    let answer = agree::run(&line(1e200, 2));
    let jacobians = &answer["jacobians"];
    assert_eq!(
        jacobians["product"],
        json!([[["Infinity"]], [[1e200]], [[1.0]]])
    );
    assert_eq!(
        jacobians["spectral_radius"],
        json!(["Infinity", 1e200, 1.0])
    );
    assert_eq!(jacobians["spectral_norm"], json!(["Infinity", 1e200, 1.0]));
    assert_eq!(
        jacobians["singular_values"],
        json!([["Infinity"], [1e200], [1.0]])
    );
}

#[test]
fn jacobians_need_no_loss_and_come_beside_other_blocks() {
    let mut document = line(0.5, 3);
    document["outputs"] = json!(["jacobians", "values"]);
    let answer = agree::run(&document);
    assert_eq!(answer["jacobians"]["product"][0], json!([[0.125]]));
    assert_eq!(answer["values"]["h"], json!([[[0.0], [0.0], [0.0]]]));
    assert_eq!(answer.get("grads"), None);
}

#[test]
fn a_gate_held_at_a_value_is_the_slope_of_its_memory() {
    let document = json!({
        "format": "unrolled-run/1",
        "cell": {"kind": "lstm"},
        "weights": {"weight_ih_l0": vec![[0.3]; 4], "weight_hh_l0": vec![[0.2]; 4]},
        "x": [[[1.0], [0.5]]],
        "holds": [
            {"gate": "f", "value": 0.75, "from": 2, "to": 2},
            {"gate": "i", "value": 0.5, "from": 2, "to": 2},
            {"gate": "g", "value": 0.25, "from": 2, "to": 2},
        ],
        "outputs": ["jacobians", "values"],
    });
    let answer = agree::run(&document);
    assert_eq!(
        answer["jacobians"]["step"][1][1][1],
        json!(0.75),
        "dc_2/dc_1 = f_2"
    );
    assert_eq!(
        answer["jacobians"]["step"][1][1][0],
        json!(0.0),
        "all that makes c_2 is held, whatever h_1 is"
    );
    assert_ne!(answer["jacobians"]["step"][0][1][0], json!(0.0));
    assert_eq!(
        answer["jacobians"]["step"][0][1][1],
        answer["values"]["f"][0][0][0]
    );
}

#[test]
fn a_state_that_is_too_large_is_refused() {
    let size = 129;
    let document = json!({
        "format": "unrolled-run/1",
        "cell": {"kind": "rnn"},
        "weights": {"weight_ih_l0": vec![[0.0]; size], "weight_hh_l0": vec![vec![0.0; size]; size]},
        "x": [[[0.0]]],
        "outputs": ["jacobians"],
    });
    let error = document::run(&document.to_string()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "outputs: jacobians: a state of 129 numbers; at most 128"
    );
    let mut wide = document;
    wide["weights"] =
        json!({"weight_ih_l0": vec![[0.0]; 128], "weight_hh_l0": vec![vec![0.0; 128]; 128]});
    wide["x"] = json!([vec![[0.0]; 611]]);
    let error = document::run(&wide.to_string()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "outputs: jacobians: steps * state * state is more than 10000000"
    );
}
