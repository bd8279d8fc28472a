//! What holds for every input: no text makes the engine panic, every refusal is one line, and the
//! shapes of an answer follow from the shapes of its document.

use crate::documents::{Dice, Recipe, cells};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Runs any text at all; an answer must be JSON, a refusal one line.
fn try_run(text: &str) -> Result<Value, TestCaseError> {
    match document::run(text) {
        Ok(answer) => serde_json::from_str(&answer).map_err(|e| TestCaseError::fail(e.to_string())),
        Err(error) => {
            let line = error.to_string();
            prop_assert!(
                !line.is_empty() && !line.chars().any(char::is_control),
                "{line:?}"
            );
            Ok(Value::Null)
        }
    }
}

fn any_document(seed: u64) -> (Recipe, Value) {
    let mut dice = Dice::new(seed);
    let all = cells();
    let cell = all[dice.below(all.len())].1.clone();
    let recipe = Recipe::any(&cell, &mut dice);
    let document = recipe.document(&mut dice);
    (recipe, document)
}

/// Values that are no good in most places of a document.
fn odd_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>()
            .prop_filter("finite", |v| v.is_finite())
            .prop_map(Value::from),
        (-3_i32..8).prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!([[1.0, 2.0], [3.0]])),
        Just(json!([[[0.5]]])),
    ]
}

/// Every place in a tree, as JSON pointers.
fn places(value: &Value, here: String, into: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                places(item, format!("{here}/{i}"), into);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                places(field, format!("{here}/{name}"), into);
            }
        }
        _ => {}
    }
    into.push(here);
}

/// Replaces, removes or doubles what stands at a place.
fn change(document: &mut Value, place: &str, how: u8, value: Value) {
    let Some((parent, key)) = place.rsplit_once('/') else {
        *document = value;
        return;
    };
    match (document.pointer_mut(parent), how % 3) {
        (Some(Value::Array(items)), 1) => {
            items.remove(key.parse().expect("an index"));
        }
        (Some(Value::Array(items)), 2) => {
            let twice = items[key.parse::<usize>().expect("an index")].clone();
            items.push(twice);
        }
        (Some(Value::Object(fields)), 1) => {
            fields.remove(key);
        }
        (Some(Value::Object(fields)), 2) => {
            fields.insert(format!("{key}_l1"), value);
        }
        _ => *document.pointer_mut(place).expect("the place") = value,
    }
}

/// The sizes of nested arrays along their first entries.
fn shape(value: &Value) -> Vec<usize> {
    let mut sizes = Vec::new();
    let mut at = value;
    while let Some(items) = at.as_array() {
        sizes.push(items.len());
        match items.first() {
            Some(first) => at = first,
            None => break,
        }
    }
    sizes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_an_answer_or_one_line(text in any::<String>()) {
        try_run(&text)?;
    }

    #[test]
    fn any_bytes_give_an_answer_or_one_line(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        try_run(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn a_document_with_letters_changed_gives_an_answer_or_one_line(
        seed in any::<u64>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<char>(), 0_u8..4), 1..6),
    ) {
        let mut text: Vec<char> = any_document(seed).1.to_string().chars().collect();
        for (at, letter, how) in edits {
            let at = at.index(text.len());
            match how {
                0 => text[at] = letter,
                1 => text.insert(at, letter),
                2 => { text.remove(at); }
                _ => text.insert(at, text[at]),
            }
        }
        try_run(&text.into_iter().collect::<String>())?;
    }

    #[test]
    fn a_document_with_parts_changed_gives_an_answer_or_one_line(
        seed in any::<u64>(),
        edits in prop::collection::vec(
            (any::<prop::sample::Index>(), any::<u8>(), odd_value()), 1..4),
    ) {
        let mut document = any_document(seed).1;
        for (at, how, value) in edits {
            let mut all = Vec::new();
            places(&document, String::new(), &mut all);
            let place = all[at.index(all.len())].clone();
            change(&mut document, &place, how, value);
        }
        try_run(&document.to_string())?;
    }

    #[test]
    fn the_shapes_of_an_answer_follow_from_its_document(seed in any::<u64>()) {
        let (recipe, document) = any_document(seed);
        let answer = try_run(&document.to_string())?;
        let (b, t, h) = (recipe.b, recipe.t, recipe.h);
        let outputs = if recipe.head.is_some() { recipe.classes } else { h };
        for (name, value) in answer["values"].as_object().expect("values") {
            let want = match name.as_str() {
                "a" => vec![b, t, shape(&document["weights"]["weight_hh_l0"])[0]],
                "logits" | "probs" => vec![b, t, outputs],
                "loss_per_step" => vec![b, t],
                _ => vec![b, t, h],
            };
            prop_assert_eq!(shape(value), want, "values.{}", name);
        }
        for (name, value) in answer["grads"].as_object().expect("grads") {
            let of = match name.split_once('.') {
                Some((_, part)) => &document["head"][part],
                None if name.contains("_l0") => &document["weights"][name],
                None => &document[name],
            };
            let want = match name.as_str() {
                "h" | "c" => vec![b, t, h],
                "h0" | "c0" => vec![b, h],
                _ => shape(of),
            };
            prop_assert_eq!(shape(value), want, "grads.{}", name);
            if let Some(steps) = answer["per_step"].get(name) {
                let want: Vec<usize> = [t].into_iter().chain(shape(of)).collect();
                prop_assert_eq!(shape(steps), want, "per_step.{}", name);
            }
        }
        let parameters = answer["per_step"].as_object().expect("per_step").len();
        let given = 2 + recipe.biases.len() + recipe.head.map_or(0, |bias| 1 + usize::from(bias));
        prop_assert_eq!(parameters, given);
    }

    #[test]
    fn a_block_asked_for_many_times_is_answered_once(seed in any::<u64>()) {
        let mut document = any_document(seed).1;
        document["outputs"] = json!(["grads", "values"]);
        let once = document::run(&document.to_string()).ok();
        document["outputs"] = json!(["values", "grads", "values", "grads", "grads"]);
        prop_assert_eq!(once, document::run(&document.to_string()).ok());
    }

    #[test]
    fn the_same_document_gives_the_same_bytes(seed in any::<u64>()) {
        let text = any_document(seed).1.to_string();
        prop_assert_eq!(document::run(&text).ok(), document::run(&text).ok());
    }
}
