//! The reference numbers of the storybook models, through run documents.
//!
//! The tables were computed independently and are rounded: each number must come out within half
//! a unit of its last digit.

use crate::agree;
use serde_json::{Value, json};

/// Half a unit of the fourth decimal, and a little for the rounding itself.
const ROUNDED: f64 = 0.5e-4 + 1e-9;

/// Value and marker of the six steps.
fn x() -> Value {
    let v = [0.8, -0.5, 0.3, 0.6, -0.7, 0.4];
    let w = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    json!([v.iter().zip(w).map(|(v, w)| [*v, w]).collect::<Vec<_>>()])
}

/// A matrix of zeros but for the given entries, as `(row, column, value)` from 0.
fn sparse(rows: usize, cols: usize, entries: &[(usize, usize, f64)]) -> Value {
    let mut m = vec![vec![0.0; cols]; rows];
    for (row, col, value) in entries {
        m[*row][*col] = *value;
    }
    json!(m)
}

/// Blocks i f g o; input gate, forget gate and candidate as in the table, output bias 3.
fn lstm(unit: usize, target: f64) -> Value {
    let w_ih = [
        (0, 1, 8.0),
        (1, 1, 8.0),
        (3, 1, -8.0),
        (6, 0, 1.0),
        (7, 0, 1.0),
        (8, 0, 1.5),
    ];
    let bias = [
        -4.0, -4.0, -1.0, 4.0, 5.0, 1.386, 0.0, 0.0, 0.0, 3.0, 3.0, 3.0,
    ];
    json!({
        "format": "unrolled-run/1",
        "cell": {"kind": "lstm"},
        "weights": {
            "weight_ih_l0": sparse(12, 2, &w_ih),
            "weight_hh_l0": sparse(12, 3, &[(8, 2, 0.5)]),
            "bias_ih_l0": bias,
        },
        "head": {"weight": sparse(1, 3, &[(0, unit, 1.0)])},
        "x": x(),
        "loss": {"kind": "squared_error", "target": [[target]], "at": "last", "reduce": "sum"},
        "outputs": ["values", "grads"],
    })
}

/// Blocks r z n.
fn gru(reset: &str) -> Value {
    let w_ih = [
        (2, 1, -8.0),
        (3, 1, 8.0),
        (6, 0, 1.5),
        (7, 0, 1.5),
        (8, 0, 1.0),
    ];
    json!({
        "format": "unrolled-run/1",
        "cell": {"kind": "gru", "reset": reset, "update": "write"},
        "weights": {
            "weight_ih_l0": sparse(9, 2, &w_ih),
            "weight_hh_l0": sparse(9, 3, &[(7, 1, 0.3), (8, 0, 0.8), (8, 2, 1.5)]),
            "bias_ih_l0": [3.0, 3.0, 4.0, -4.0, -1.386, 0.0, 0.0, 0.0, 0.0],
        },
        "x": x(),
        "loss": {"kind": "linear", "weights": [[1.0, 1.0, 1.0]], "at": "last", "reduce": "sum"},
    })
}

/// The RNN with the echo task: the output reads the state, the target is the last value but one.
fn rnn() -> Value {
    let angle = 40.0_f64.to_radians();
    let (cos, sin) = (0.9 * libm::cos(angle), 0.9 * libm::sin(angle));
    let w_hh = [
        (0, 0, 0.5),
        (1, 1, cos),
        (1, 2, -sin),
        (2, 1, sin),
        (2, 2, cos),
    ];
    json!({
        "format": "unrolled-run/1",
        "cell": {"kind": "rnn", "activation": "tanh"},
        "weights": {
            "weight_ih_l0": sparse(3, 2, &[(0, 0, 0.9), (1, 1, 1.2)]),
            "weight_hh_l0": sparse(3, 3, &w_hh),
        },
        "head": {"weight": [[1.0, 0.5, -0.5]]},
        "x": x(),
        "loss": {
            "kind": "squared_error",
            "target": [[[0.0], [0.8], [-0.5], [0.3], [0.6], [-0.7]]],
            "at": "each",
            "reduce": "sum",
        },
        "outputs": ["values", "grads", "per_step"],
    })
}

fn near(what: &str, found: f64, table: f64) {
    assert!(
        (found - table).abs() <= ROUNDED,
        "{what}: {table} in the table, {found} found"
    );
}

/// Checks `[b = 0][t][u]` against rows of a table.
fn table(what: &str, found: &Value, rows: &[[f64; 3]]) {
    for (t, row) in rows.iter().enumerate() {
        for (u, want) in row.iter().enumerate() {
            let found = found[0][t][u].as_f64().unwrap_or(f64::NAN);
            near(
                &format!("{what} at t = {}, unit {}", t + 1, u + 1),
                found,
                *want,
            );
        }
    }
}

fn row(found: &Value) -> Vec<f64> {
    found
        .as_array()
        .expect("a list")
        .iter()
        .map(|v| v.as_f64().expect("a number"))
        .collect()
}

fn flat(found: &Value) -> Vec<f64> {
    match found.as_array() {
        None => vec![found.as_f64().expect("a number")],
        Some(items) => items.iter().flat_map(flat).collect(),
    }
}

fn norm(v: &[f64]) -> f64 {
    v.iter().map(|a| a * a).sum::<f64>().sqrt()
}

#[test]
fn the_storybook_lstm_goes_through_the_states_of_its_table() {
    let values = &agree::run(&lstm(1, 1.4))["values"];
    let marked = |marked: [f64; 3], other: [f64; 3]| [marked, other, other, marked, other, other];
    table(
        "f",
        &values["f"],
        &marked([0.0180, 0.9933, 0.8000], [0.9820, 0.9933, 0.8000]),
    );
    table(
        "i",
        &values["i"],
        &marked([0.9820, 0.9820, 0.2689], [0.0180, 0.0180, 0.2689]),
    );
    table("o", &values["o"], &[[0.9526; 3]; 6]);
    table(
        "g",
        &values["g"],
        &[
            [0.6640, 0.6640, 0.8337],
            [-0.4621, -0.4621, -0.5683],
            [0.2913, 0.2913, 0.4322],
            [0.5370, 0.5370, 0.7465],
            [-0.6044, -0.6044, -0.7195],
            [0.3799, 0.3799, 0.5554],
        ],
    );
    table(
        "c",
        &values["c"],
        &[
            [0.6521, 0.6521, 0.2242],
            [0.6321, 0.6394, 0.0265],
            [0.6259, 0.6404, 0.1375],
            [0.5386, 1.1635, 0.3107],
            [0.5181, 1.1448, 0.0551],
            [0.5156, 1.1440, 0.1934],
        ],
    );
    table(
        "h",
        &values["h"],
        &[
            [0.5459, 0.5459, 0.2101],
            [0.5329, 0.5377, 0.0253],
            [0.5289, 0.5384, 0.1301],
            [0.4686, 0.7832, 0.2868],
            [0.4536, 0.7773, 0.0524],
            [0.4518, 0.7771, 0.1820],
        ],
    );
}

#[test]
fn the_memory_road_of_each_storybook_unit_has_its_ratio() {
    let adder = [-0.1920, -0.1933, -0.1946, -0.1959, -0.1972, -0.1985];
    let latch = [-0.0018, -0.0019, -0.0019, -0.1055, -0.1074, -0.1094];
    let fader = [0.0867, 0.0983, 0.1087, 0.1270, 0.1484, 0.1670];
    for (unit, target, grads, ratio) in [
        (1, 1.4, adder, 0.96698),
        (0, 0.6, latch, 0.01673),
        (2, 0.0, fader, 0.51909),
    ] {
        let answer = agree::run(&lstm(unit, target));
        let dc = &answer["grads"]["c"][0];
        let along: Vec<f64> = (0..6)
            .map(|t| dc[t][unit].as_f64().expect("a number"))
            .collect();
        for (t, want) in grads.iter().enumerate() {
            near(
                &format!("dL/dc of unit {} at t = {}", unit + 1, t + 1),
                along[t],
                *want,
            );
        }
        let found = along[0] / along[5];
        assert!(
            (found - ratio).abs() <= 0.5e-5 + 1e-9,
            "unit {}: ratio {found}",
            unit + 1
        );
        if unit == 1 {
            near(
                "the loss",
                answer["loss"].as_f64().expect("a number"),
                0.1940,
            );
        }
    }
}

#[test]
fn the_storybook_gru_with_reset_before_goes_through_the_states_of_its_table() {
    let values = &agree::run(&gru("before"))["values"];
    let marked = |marked: [f64; 3], other: [f64; 3]| [marked, other, other, marked, other, other];
    table(
        "z",
        &values["z"],
        &marked([0.9820, 0.2000, 0.5000], [0.0180, 0.2000, 0.5000]),
    );
    table(
        "r",
        &values["r"],
        &marked([0.9526, 0.9526, 0.0180], [0.9526, 0.9526, 0.9820]),
    );
    table(
        "n",
        &values["n"],
        &[
            [0.8337, 0.8337, 0.6640],
            [-0.6351, -0.6059, 0.5462],
            [0.4219, 0.4248, 0.9139],
            [0.7163, 0.7292, 0.8388],
            [-0.7818, -0.7559, 0.7455],
            [0.5370, 0.5423, 0.9663],
        ],
    );
    table(
        "h",
        &values["h"],
        &[
            [0.8187, 0.1668, 0.3320],
            [0.7925, 0.0122, 0.4391],
            [0.7858, 0.0947, 0.6765],
            [0.7175, 0.2217, 0.7577],
            [0.6906, 0.0261, 0.7516],
            [0.6878, 0.1294, 0.8590],
        ],
    );
}

#[test]
fn the_storybook_gru_with_reset_after_differs_in_its_third_unit() {
    let values = &agree::run(&gru("after"))["values"];
    let third = |name: &str| {
        (0..6)
            .map(|t| row(&values[name][0][t])[2])
            .collect::<Vec<_>>()
    };
    let candidate = [0.6640, 0.5596, 0.9185, 0.5579, 0.6510, 0.9544];
    let state = [0.3320, 0.4458, 0.6821, 0.6200, 0.6355, 0.7949];
    for t in 0..6 {
        near(&format!("n at t = {}", t + 1), third("n")[t], candidate[t]);
        near(&format!("h at t = {}", t + 1), third("h")[t], state[t]);
    }
}

#[test]
fn the_storybook_rnn_echoes_with_the_losses_and_gradients_of_its_table() {
    let answer = agree::run(&rnn());
    let h = [
        [0.6169, 0.8337, 0.0],
        [-0.1406, 0.5188, 0.4481],
        [0.1971, 0.0982, 0.5435],
        [0.5639, 0.7413, 0.4066],
        [-0.3346, 0.2691, 0.6101],
        [0.1903, -0.1659, 0.5200],
    ];
    table("h", &answer["values"]["h"], &h);
    let losses = row(&answer["values"]["loss_per_step"][0]);
    for (t, want) in [0.5343, 0.4097, 0.1125, 0.0930, 0.6107, 0.1498]
        .iter()
        .enumerate()
    {
        near(&format!("the loss at t = {}", t + 1), losses[t], *want);
    }
    let loss = answer["loss"].as_f64().expect("a number");
    assert!((loss - 1.91007).abs() <= 0.5e-5, "the loss is {loss}");
    let total = [0.8880, 0.7588, 0.6032, 0.1676, 1.0054, 0.6704];
    let local = [1.2661, 1.1087, 0.5811, 0.5282, 1.3536, 0.6704];
    let future = [0.4083, 0.3782, 0.1198, 0.5701, 0.3991, 0.0];
    let mut detached = rnn();
    detached["truncate"] = json!({"mode": "chunked", "steps": 1});
    let detached = agree::run(&detached);
    for t in 0..6 {
        let all = row(&answer["grads"]["h"][0][t]);
        let here = row(&detached["grads"]["h"][0][t]);
        let later: Vec<f64> = all.iter().zip(&here).map(|(a, b)| a - b).collect();
        near(
            &format!("the gradient by h at t = {}", t + 1),
            norm(&all),
            total[t],
        );
        near(
            &format!("its part from here at t = {}", t + 1),
            norm(&here),
            local[t],
        );
        near(
            &format!("its part from later at t = {}", t + 1),
            norm(&later),
            future[t],
        );
    }
}

#[test]
fn the_recurrent_gradient_of_the_storybook_rnn_is_the_sum_of_its_cards() {
    let answer = agree::run(&rnn());
    let want = [
        -1.0607, -0.7073, 0.2523, -0.5207, -0.2824, 0.1188, 0.2991, 0.1614, -0.0302,
    ];
    let found = flat(&answer["grads"]["weight_hh_l0"]);
    for (k, want) in want.iter().enumerate() {
        near(
            &format!("entry {k} of the gradient by W_hh"),
            found[k],
            *want,
        );
    }
    assert!(
        (norm(&found) - 1.47326).abs() <= 0.5e-5 + 1e-9,
        "its norm is {}",
        norm(&found)
    );
    let cards = &answer["per_step"]["weight_hh_l0"];
    for (t, want) in [0.0, 0.7348, 0.4036, 0.0804, 0.9016, 0.4654]
        .iter()
        .enumerate()
    {
        near(
            &format!("the norm of card {}", t + 1),
            norm(&flat(&cards[t])),
            *want,
        );
    }
}

#[test]
fn a_shorter_window_loses_as_much_of_the_gradient_as_the_table_says() {
    let full = flat(&agree::run(&rnn())["grads"]["weight_hh_l0"]);
    for (k, want) in [
        (1, 0.3795),
        (2, 0.1133),
        (3, 0.0987),
        (4, 0.0534),
        (5, 0.0),
        (6, 0.0),
    ] {
        let mut document = rnn();
        document["truncate"] = json!({"mode": "sliding", "steps": k});
        let cut = flat(&agree::run(&document)["grads"]["weight_hh_l0"]);
        let off: Vec<f64> = full.iter().zip(&cut).map(|(a, b)| a - b).collect();
        near(
            &format!("the relative error of K = {k}"),
            norm(&off) / norm(&full),
            want,
        );
    }
}

#[test]
fn every_cell_has_as_many_parameters_as_counted() {
    for (d, h, rnn, gru, lstm) in [
        (2, 3, 18, 54, 72),
        (3, 4, 32, 96, 128),
        (64, 64, 8_256, 24_768, 33_024),
    ] {
        for (cell, blocks, want) in [("rnn", 1, rnn), ("gru", 3, gru), ("lstm", 4, lstm)] {
            let rows = blocks * h;
            let mut document = json!({
                "format": "unrolled-run/1",
                "cell": {"kind": cell},
                "weights": {
                    "weight_ih_l0": sparse(rows, d, &[]),
                    "weight_hh_l0": sparse(rows, h, &[]),
                    "bias_ih_l0": vec![0.0; rows],
                },
                "x": [sparse(1, d, &[])],
                "loss": {"kind": "linear", "weights": [vec![1.0; h]], "at": "last", "reduce": "sum"},
            });
            if cell == "rnn" {
                document["cell"]["activation"] = json!("tanh");
            }
            if cell == "gru" {
                document["cell"]["reset"] = json!("after");
                document["cell"]["update"] = json!("keep");
            }
            assert_eq!(parameters(&document), want, "{cell} with D = {d}, H = {h}");
            document["weights"]["bias_hh_l0"] = json!(vec![0.0; rows]);
            assert_eq!(parameters(&document), want + rows, "{cell} with two biases");
        }
    }
}

/// How many numbers the answer gives gradients of parameters for.
fn parameters(document: &Value) -> usize {
    let grads = &agree::run(document)["grads"];
    let names = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"];
    names
        .iter()
        .filter(|name| !grads[**name].is_null())
        .map(|name| flat(&grads[*name]).len())
        .sum()
}
