//! How two answers are compared: number by number, with a message that names the place.
//!
//! The measure of every oracle is `max |a - b| / max(1, max |b|)`, taken over one quantity; a
//! quantity that is missing, or whose arrays are nested differently, never agrees.

use serde_json::Value;

/// The answer of the engine to a document, as a tree.
pub(crate) fn run(document: &Value) -> Value {
    let text = document.to_string();
    let answer = document::run(&text).unwrap_or_else(|e| panic!("refused: {e}\n{text}"));
    serde_json::from_str(&answer).expect("the answer is JSON")
}

/// Checks every quantity of `want` against `got`; the list of all that disagree is the error.
pub(crate) fn compare_answers(want: &Value, got: &Value, values: f64, grads: f64) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut check = |name: String, want: &Value, got: &Value, within: f64| {
        if let Err(message) = compare(want, got, within) {
            wrong.push(format!("{name}{message}"));
        }
    };
    check("loss".into(), &want["loss"], &got["loss"], values);
    for (block, within) in [("values", values), ("grads", grads), ("per_step", grads)] {
        for (name, quantity) in want[block].as_object().into_iter().flatten() {
            check(
                format!("{block}.{name}"),
                quantity,
                &got[block][name],
                within,
            );
        }
    }
    wrong
}

/// Compares one quantity; the error says where it differs most, or how its shape differs.
pub(crate) fn compare(want: &Value, got: &Value, within: f64) -> Result<(), String> {
    let (mut b, mut a) = (Vec::new(), Vec::new());
    flatten(want, String::new(), &mut b);
    flatten(got, String::new(), &mut a);
    if a.len() != b.len() {
        return Err(format!(": {} numbers expected, {} found", b.len(), a.len()));
    }
    let scale = b.iter().map(|(_, v)| v.abs()).fold(1.0, f64::max);
    let mut worst = (0.0, String::new());
    for ((place, b), (other, a)) in b.iter().zip(&a) {
        if place != other {
            return Err(format!(": {place} expected, {other} found"));
        }
        let off = (a - b).abs() / scale;
        if !off.is_finite() || off > worst.0 {
            worst = (
                off,
                format!("{place}: expected {b}, found {a}, off by {off:.1e} of scale"),
            );
        }
        if !off.is_finite() {
            return Err(worst.1);
        }
    }
    if worst.0 > within {
        Err(worst.1)
    } else {
        Ok(())
    }
}

/// All numbers of nested arrays with their places; what is not a number counts as not a number.
fn flatten(value: &Value, place: String, into: &mut Vec<(String, f64)>) {
    match value {
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                flatten(item, format!("{place}[{i}]"), into);
            }
        }
        other => into.push((place, other.as_f64().unwrap_or(f64::NAN))),
    }
}

#[test]
fn a_number_off_by_more_than_the_tolerance_is_named_by_its_place() {
    let want = serde_json::json!([[1.0, 2.0], [3.0, 4.0]]);
    let got = serde_json::json!([[1.0, 2.0], [3.0, 4.1]]);
    assert!(compare(&want, &want, 0.0).is_ok());
    let message = compare(&want, &got, 1e-3).unwrap_err();
    assert!(
        message.starts_with("[1][1]: expected 4, found 4.1"),
        "{message}"
    );
}

#[test]
fn a_missing_word_or_another_nesting_never_agrees() {
    let want = serde_json::json!([[1.0], [2.0]]);
    for got in [
        serde_json::json!(null),
        serde_json::json!([1.0, 2.0]),
        serde_json::json!([[1.0], ["NaN"]]),
    ] {
        assert!(compare(&want, &got, 1e9).is_err(), "{got}");
    }
}
