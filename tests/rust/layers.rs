//! Run documents of layers, directions, masks and losses of their own: what is answered in which shape, and what is
//! refused by name. The numbers are those of `golden/stacked.json`.

use serde_json::{Value, json};

use labs::adopt::adopt;

use crate::agree;

/// A document of two layers of two units that go both ways, over two sequences of three steps.
fn good() -> Value {
    let weights = |inputs: usize| json!(vec![vec![0.3; inputs]; 2]);
    let mut document = json!({
        "format": "unrolled-run/1",
        "cell": {"kind": "rnn", "activation": "tanh"},
        "weights": {},
        "x": [[[0.5, -1.0], [0.2, 0.3], [1.0, 0.0]], [[0.1, 0.4], [-0.6, 0.9], [0.7, 0.7]]],
        "loss": {"kind": "linear", "weights": vec![vec![vec![1.0; 4]; 3]; 2]},
    });
    for (layer, inputs) in [(0, 2), (1, 4)] {
        for way in ["", "_reverse"] {
            document["weights"][format!("weight_ih_l{layer}{way}")] = weights(inputs);
            document["weights"][format!("weight_hh_l{layer}{way}")] = weights(2);
        }
    }
    document
}

/// One layer that goes forwards, with a head over three classes.
fn single() -> Value {
    json!({
        "format": "unrolled-run/1",
        "cell": {"kind": "rnn", "activation": "tanh"},
        "weights": {"weight_ih_l0": [[0.3], [-0.7]], "weight_hh_l0": [[0.5, -0.2], [0.4, 0.6]]},
        "head": {"weight": [[1.0, 0.0], [0.0, 1.0], [0.5, -0.5]]},
        "x": [[[1.0], [2.0], [3.0]]],
        "loss": {"kind": "cross_entropy", "target": [[0, 1, 2]]},
    })
}

fn with(mut document: Value, place: &str, value: Value) -> Value {
    let (parent, key) = place.rsplit_once('/').expect("a pointer");
    document.pointer_mut(parent).expect("a parent")[key] = value;
    document
}

fn refusal(document: &Value) -> String {
    let error = document::run(&document.to_string()).expect_err("a document that is refused");
    error.to_string()
}

#[track_caller]
fn assert_refused(document: &Value, message: &str) {
    assert_eq!(refusal(document), message);
}

#[test]
fn every_cell_answers_under_its_name_and_the_last_states_as_pytorch_has_them() {
    let answer = agree::run(&good());
    let values = answer["values"].as_object().unwrap();
    let names: Vec<&str> = values.keys().map(String::as_str).collect();
    let mut wanted = vec!["h", "h_n", "loss_per_step"];
    let cells = ["l0", "l0_reverse", "l1", "l1_reverse"];
    let own: Vec<String> = cells
        .iter()
        .flat_map(|cell| [format!("{cell}.a"), format!("{cell}.h")])
        .collect();
    wanted.extend(own.iter().map(String::as_str));
    wanted.sort_unstable();
    assert_eq!(names, wanted);
    assert_eq!(
        values["h_n"][3][1], values["l1_reverse.h"][1][0],
        "a direction that goes back ends where one begins to read"
    );
    assert_eq!(values["h_n"][2][1], values["l1.h"][1][2]);
    let halves = [&values["l1.h"][0][1], &values["l1_reverse.h"][0][1]];
    let halves: Vec<Value> = halves
        .iter()
        .flat_map(|half| half.as_array().unwrap().clone())
        .collect();
    assert_eq!(values["h"][0][1], json!(halves));
    assert_eq!(answer["grads"]["h0"].as_array().unwrap().len(), 4);
    assert!(answer["grads"].get("weight_hh_l1_reverse").is_some());
}

#[test]
fn what_each_step_adds_to_a_gradient_adds_up_to_it_in_every_layer_and_direction() {
    let mut document = with(good(), "/outputs", json!(["grads", "per_step"]));
    document["lengths"] = json!([3, 2]);
    let answer = agree::run(&document);
    for (name, steps) in answer["per_step"].as_object().unwrap() {
        let entry = |matrix: &Value| matrix[1][0].as_f64().unwrap();
        let sum: f64 = steps.as_array().unwrap().iter().map(entry).sum();
        assert!(
            (sum - entry(&answer["grads"][name])).abs() < 1e-14,
            "{name}"
        );
    }
}

#[test]
fn start_states_are_taken_in_both_shapes_and_another_is_refused_with_both() {
    let plain = agree::run(&with(single(), "/h0", json!([[0.5, -0.5]])));
    let by_layer = agree::run(&with(single(), "/h0", json!([[[0.5, -0.5]]])));
    assert_eq!(plain["values"], by_layer["values"]);
    assert_eq!(json!([plain["grads"]["h0"]]), by_layer["grads"]["h0"]);
    assert_refused(
        &with(single(), "/h0", json!([[0.5, 0.5, 0.5]])),
        "h0: expected [1, 2] or [1, 1, 2] (layers * directions, batch, units), found [1, 3]",
    );
    assert_refused(
        &with(good(), "/h0", json!([[0.5, 0.5], [0.5, 0.5]])),
        "h0: expected [4, 2, 2] (layers * directions, batch, units), found [2, 2]",
    );
    assert_refused(
        &with(single(), "/h0", json!([0.5, 0.5])),
        "h0: expected [1, 2] or [1, 1, 2] (layers * directions, batch, units), found [2]",
    );
}

#[test]
fn half_a_layer_is_refused_by_what_is_missing() {
    let mut missing = good();
    missing["weights"]
        .as_object_mut()
        .unwrap()
        .remove("weight_hh_l1_reverse");
    assert_refused(&missing, "weights.weight_hh_l1_reverse: missing");
    let skipped = with(single(), "/weights/weight_ih_l2", json!([[1.0, 1.0]]));
    assert_refused(&skipped, "weights.weight_ih_l1: missing");
    let fifth = with(single(), "/weights/weight_ih_l4", json!([[1.0, 1.0]]));
    assert_refused(
        &fifth,
        "weights.weight_ih_l4: at most 4 layers, from _l0 on",
    );
    let narrow = with(
        good(),
        "/weights/weight_ih_l1",
        json!([[1.0, 1.0], [1.0, 1.0]]),
    );
    assert_refused(
        &narrow,
        "weights.weight_ih_l1[0]: expected 4 numbers, found 2",
    );
    let projected = with(single(), "/weights/weight_hr_l0", json!([[1.0, 1.0]]));
    assert_refused(
        &projected,
        "weights.weight_hr_l0: projections are not computed",
    );
}

#[test]
fn a_mask_that_does_not_fit_is_refused_where_it_does_not() {
    let masked = |mask: Value| with(single(), "/mask", mask);
    assert_refused(
        &masked(json!([[true, true]])),
        "mask[0]: expected 3 words, found 2",
    );
    assert_refused(&masked(json!([])), "mask: expected 1 rows, found 0");
    assert_refused(
        &masked(json!([[false, false, false]])),
        "mask[0]: a sequence needs one real step",
    );
    let both = with(masked(json!([[true, true, false]])), "/lengths", json!([2]));
    assert_refused(&both, "mask: not together with lengths");
}

#[test]
fn where_no_target_counts_there_is_no_loss() {
    let none = with(single(), "/loss/target", json!([[-100, -100, -100]]));
    assert_refused(&none, "loss.target: no target counts");
    let mut other = with(single(), "/loss/ignore_index", json!(1));
    other["loss"]["target"] = json!([[1, 0, 1]]);
    let answer = agree::run(&other);
    assert_eq!(answer["loss"], answer["values"]["loss_per_step"][0][1]);
    other["loss"]["target"] = json!([[1, -100, 1]]);
    assert_refused(
        &other,
        "loss.target[0][1]: expected a class from 0 to 2, found -100",
    );
    let mut masked = with(single(), "/loss/target", json!([[0, -100, -100]]));
    masked["mask"] = json!([[false, true, true]]);
    assert_refused(&masked, "loss.target: no target counts");
}

#[test]
fn a_field_of_another_loss_is_refused() {
    let weighed = with(single(), "/loss/h_n", json!([[[1.0, 1.0]]]));
    assert_refused(
        &weighed,
        "loss.h_n: only the linear loss weighs last states",
    );
    let mut linear = single();
    linear.as_object_mut().unwrap().remove("head");
    linear["loss"] = json!({"kind": "linear", "ignore_index": 1, "h_n": [[[1.0, 1.0]]]});
    assert_refused(
        &linear,
        "loss.ignore_index: only cross_entropy has classes that may not count",
    );
    linear["loss"] = json!({"kind": "linear", "c_n": [[[1.0, 1.0]]]});
    assert_refused(&linear, "loss.c_n: the cell rnn has no such state");
    linear["loss"] = json!({"kind": "linear"});
    assert_refused(&linear, "loss.weights: missing");
}

#[test]
fn truncation_says_what_it_needs_and_where_it_has_no_meaning() {
    let cut = |document: Value, cut: Value| refusal(&with(document, "/truncate", cut));
    let overlapping = |more: Value| {
        let mut field = json!({"mode": "overlapping", "steps": 2});
        field
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        cut(single(), field)
    };
    assert_eq!(overlapping(json!({})), "truncate.every: missing");
    assert_eq!(
        overlapping(json!({"every": 0})),
        "truncate.every: expected 1 or more, found 0"
    );
    assert_eq!(
        overlapping(json!({"every": 3})),
        "truncate.steps: expected 3 or more, found 2"
    );
    let shared = json!({"mode": "chunked", "steps": 2, "every": 1});
    assert_eq!(
        cut(single(), shared),
        "truncate.every: only overlapping windows are shared by several losses"
    );
    let chunked = json!({"mode": "chunked", "steps": 2});
    assert_eq!(
        cut(good(), chunked),
        "truncate: not with a direction that goes back: it reads the whole sequence first"
    );
    let masked = with(single(), "/mask", json!([[false, true, true]]));
    let sliding = json!({"mode": "sliding", "steps": 2});
    assert!(cut(masked, sliding).starts_with("truncate.mode: a window counts steps"));
}

#[test]
fn what_is_only_defined_for_one_layer_is_refused_for_more() {
    let jacobians = with(good(), "/outputs", json!(["jacobians"]));
    assert_refused(
        &jacobians,
        "outputs: jacobians: only of one layer that goes forwards",
    );
    let held = with(
        good(),
        "/holds",
        json!([{"gate": "h", "value": 0, "from": 1, "to": 1}]),
    );
    assert_refused(
        &held,
        "holds: only gates of one layer that goes forwards can be held",
    );
}

#[test]
fn the_page_says_what_it_cannot_show() {
    let refused = |document: &Value| adopt(&document.to_string()).unwrap_err().to_string();
    let of_its_own =
        "loss: the page judges several sequences by targets of its own: leave the loss out";
    assert_eq!(refused(&good()), of_its_own);
    let masked = with(single(), "/mask", json!([[false, true, true]]));
    assert_eq!(refused(&masked), of_its_own);
    let ignored = with(single(), "/loss/target", json!([[0, -100, 1]]));
    assert_eq!(
        refused(&ignored),
        "loss.target: on the page every target counts"
    );
    let cut = json!({"mode": "overlapping", "every": 1, "steps": 2});
    assert_eq!(
        refused(&with(single(), "/truncate", cut)),
        "truncate.mode: the page shows windows of single losses only"
    );
    adopt(&single().to_string()).expect("what it shows it takes");
    let by_layer = with(single(), "/h0", json!([[[0.5, -0.5]]]));
    let setup = adopt(&by_layer.to_string()).unwrap();
    assert_eq!(setup.h0, Some(vec![0.5, -0.5]));
}

#[test]
fn a_document_of_several_sequences_opens_in_the_tasks_lab_on_its_own_states() {
    let mut wanted = good();
    wanted.as_object_mut().unwrap().remove("loss");
    wanted["lengths"] = json!([3, 2]);
    wanted["outputs"] = json!(["values"]);
    let answer: Value = serde_json::from_str(&document::run(&wanted.to_string()).unwrap()).unwrap();
    let setup = adopt(&wanted.to_string()).unwrap();
    let scenario = setup.scenario().unwrap();
    let lab = labs::declared::open(&setup, &scenario).unwrap().unwrap();
    let network = lab.stepped().network().unwrap().network();
    let top = network.network().segment("l1_reverse").unwrap();
    let run = network.segment(top);
    let h = run.program().find("h").unwrap();
    for (b, length) in [(0, 3), (1, 2)] {
        for t in 0..length {
            let told = &answer["values"]["h"][b][t].as_array().unwrap()[2..];
            let told: Vec<f64> = told.iter().map(|it| it.as_f64().unwrap()).collect();
            assert_eq!(run.trace().value(h, network.step_at(top, t, b), b), told);
        }
    }
}
