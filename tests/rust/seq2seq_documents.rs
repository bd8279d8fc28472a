//! Documents of encoders and decoders: PyTorch's numbers, what padding and batches must not change, and refusals.

use crate::agree;
use serde_json::{Value, json};

fn cases() -> Vec<Value> {
    let text = include_str!("../golden/seq2seq_documents.json");
    let mut file: Value = serde_json::from_str(text).expect("a golden file is JSON");
    match file["cases"].take() {
        Value::Array(cases) if !cases.is_empty() => cases,
        _ => panic!("a golden file without cases proves nothing"),
    }
}

/// The first case whose name has these words.
fn document(words: &str) -> Value {
    let named = |case: &Value| {
        case["name"]
            .as_str()
            .is_some_and(|name| name.contains(words))
    };
    let mut case = cases()
        .into_iter()
        .find(named)
        .expect("a case of this name");
    case["document"].take()
}

#[test]
fn every_number_of_every_document_is_pytorchs() {
    let mut wrong = Vec::new();
    for case in cases() {
        let got = agree::run(&case["document"]);
        let want = &case["answer"];
        let mut lines = agree::compare_answers(want, &got, 1e-13, 1e-12);
        for name in ["tokens", "logits"] {
            let (want, got) = (&want["decode"][name], &got["decode"][name]);
            lines.extend(
                agree::compare(want, got, 1e-13)
                    .err()
                    .map(|line| format!("decode.{name}{line}")),
            );
        }
        let names = |value: &Value| -> Vec<String> {
            value
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, _)| name.clone())
                .collect()
        };
        for block in ["values", "grads"] {
            assert_eq!(
                names(&want[block]),
                names(&got[block]),
                "{}: {block}",
                case["name"]
            );
        }
        wrong.extend(
            lines
                .into_iter()
                .map(|line| format!("{}: {line}", case["name"])),
        );
    }
    assert!(
        wrong.is_empty(),
        "{} are off:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn what_stands_past_the_end_of_a_source_changes_nothing() {
    for words in [
        "lstm, additive score, 2 x 2",
        "gru, dot score, 1 x 2",
        "rnn, no score, 1 x 2",
    ] {
        let mut document = document(words);
        assert_eq!(document["source_lengths"], json!([4, 2]));
        let before = agree::run(&document);
        for padding in [json!(0), json!(5), json!(-3), json!(0.5), json!(1e308)] {
            document["source"][1][2] = padding.clone();
            document["source"][1][3] = padding;
            assert_eq!(agree::run(&document), before, "{words}");
        }
    }
}

#[test]
fn a_pair_alone_is_the_same_as_among_others() {
    for words in [
        "lstm, additive score, 2 x 2",
        "lesson, general score, 1 x 2",
        "gru, no score, 3 x 1",
    ] {
        let together = document(words);
        let all = agree::run(&together);
        for b in 0..2 {
            let mut alone = together.clone();
            let length = together["source_lengths"][b]
                .as_u64()
                .map_or(4, |length| usize::try_from(length).unwrap());
            alone.as_object_mut().unwrap().remove("source_lengths");
            for field in ["source", "target_in", "target"] {
                alone[field] = json!([together[field][b]]);
            }
            alone["source"][0].as_array_mut().unwrap().truncate(length);
            let own = agree::run(&alone);
            for name in ["decoder.h", "logits", "log_prob"] {
                assert_eq!(
                    own["values"][name][0], all["values"][name][b],
                    "{words}: {name}"
                );
            }
            assert_eq!(
                own["decode"]["tokens"][0], all["decode"]["tokens"][b],
                "{words}"
            );
            for (t, state) in own["values"]["encoder.h"][0]
                .as_array()
                .unwrap()
                .iter()
                .enumerate()
            {
                assert_eq!(
                    *state, all["values"]["encoder.h"][b][t],
                    "{words}: encoder.h"
                );
            }
        }
    }
}

#[test]
fn a_decoder_that_writes_by_itself_is_told_nothing() {
    let mut document = document("lstm, additive score, 1 x 2");
    let told = agree::run(&document);
    for field in ["target", "target_in"] {
        document.as_object_mut().unwrap().remove(field);
    }
    let alone = agree::run(&document);
    assert_eq!(alone["decode"], told["decode"]);
    assert_eq!(alone["values"]["encoder.h"], told["values"]["encoder.h"]);
    assert!(alone["values"].get("logits").is_none() && alone.get("loss").is_none());
    // Fed with what it chose, a decoder that is told does the same.
    let mut fed = vec![json!(document["decode"]["start"])];
    let chosen = told["decode"]["tokens"][0].as_array().unwrap();
    fed.extend(chosen[..chosen.len() - 1].iter().cloned());
    document["target_in"] = json!([fed, fed]);
    let fed = agree::run(&document);
    assert_eq!(fed["values"]["logits"][0], told["decode"]["logits"][0]);
}

#[test]
fn only_what_is_asked_for_is_answered() {
    let mut document = document("gru, dot score, 1 x 2");
    document["outputs"] = json!(["values"]);
    let answer = agree::run(&document);
    assert!(answer.get("grads").is_none() && answer.get("values").is_some());
    document["outputs"] = json!(["grads"]);
    document.as_object_mut().unwrap().remove("decode");
    let answer = agree::run(&document);
    let names: Vec<_> = answer.as_object().unwrap().keys().collect();
    assert_eq!(names, ["format", "grads", "loss"]);
}

/// A place, what is put there, and how the refusal begins: of a document with all weights, then of one with the fewest.
const REFUSED: [&str; 2] = [
    r#"
/source/0/0 | 6 | source[0][0]: expected a symbol from 0 to 5, found 6
/source/0/1 | 1.5 | source[0][1]: expected a symbol from 0 to 5, found 1.5
/source/1 | [1] | source[1]: expected 4 numbers, found 1
/source_lengths | [4,0] | source_lengths[1]: expected 1 to 4, found 0
/source_lengths | [4] | source_lengths: expected 2 numbers, found 1
/target_in/1/2 | 5 | target_in[1][2]: expected a symbol from 0 to 4, found 5
/target/0/1 | -1 | target[0][1]: expected a symbol from 0 to 4, found -1
/target | [[-100,-100,-100],[-100,-100,-100]] | target: nothing counts: every target is -100
/target_in | null | target_in: missing
/target | null | outputs: gradients need a target
/score | "cosine" | score: expected one of additive, dot, scaled_dot, general, found "cosine"
/score | null | score: missing, though there are weights attention.*
/decode/start | 5 | decode.start: expected a symbol from 0 to 4, found 5
/decode/steps | 0 | decode.steps: expected 1 or more, found 0
/outputs | ["per_step"] | outputs[0]: expected one of values, grads
/src | [] | src: unknown field; perhaps source
/lengths | [] | lengths: unknown field; perhaps source_lengths
/weights/attention.W | [[1]] | weights.attention.W: the additive score has no such weight
/weights/embedding | [[1]] | weights.embedding: unknown field
/weights/encoder.bias_ih_l0 | [1] | weights.encoder.bias_ih_l0: expected 6 numbers, found 1
/weights/head.weight | [[1]] | weights.head.weight: expected 3 numbers, or 7 with the context, found 1
/weights/encoder.weight_ih_l1 | [[1]] | weights.encoder.weight_ih_l1: unknown field
"#,
    r#"
/score | null | weights.decoder.weight_ih_l0[0]: expected 2 numbers, found 4
/weights/decoder.weight_hh_l0 | [[0,0,0],[0,0,0],[0,0,0],[0,0,0],[0,0,0],[0,0,0],[0,0,0],[0,0,0],[0,0,0]] | weights.bridge.weight: missing: the encoder's last state has 2 numbers, the decoder's first one 3
/weights/bridge.bias | [0,0] | weights.bridge.bias: unknown field
/cell/reset | "between" | cell.reset: expected one of
"#,
];

#[test]
fn a_bad_document_is_refused_with_the_path_of_its_field() {
    let good = ["gru, additive score, 1 x 2", "gru, dot score, 1 x 1"].map(document);
    for (good, rows) in good.iter().zip(REFUSED) {
        for row in rows.trim().lines() {
            let parts: Vec<_> = row.split(" | ").collect();
            let [place, value, message] = parts[..] else {
                panic!("three parts: {row}");
            };
            let value = serde_json::from_str(value).expect("JSON");
            let error = refusal(good, place, value);
            assert!(
                error.starts_with(message),
                "expected {message}\n   found {error}"
            );
        }
    }
}

/// What is said of a document with another value at a place.
fn refusal(good: &Value, place: &str, value: Value) -> String {
    let mut document = good.clone();
    if place == "/target" && value.is_null() {
        document["outputs"] = json!(["grads"]);
    }
    let (parent, key) = place.rsplit_once('/').expect("a pointer");
    match document.pointer_mut(parent).expect("a parent") {
        Value::Array(items) => items[key.parse::<usize>().expect("an index")] = value,
        other => other[key] = value,
    }
    let refused = document::run(&document.to_string());
    refused.expect_err(place).to_string()
}
