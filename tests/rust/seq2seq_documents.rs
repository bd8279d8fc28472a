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

#[test]
fn a_bad_document_is_refused_with_the_path_of_its_field() {
    let good = document("gru, additive score, 1 x 2");
    let plain = document("gru, dot score, 1 x 1");
    for (good, place, value, message) in [
        (
            &good,
            "/source/0/0",
            json!(6),
            "source[0][0]: expected a symbol from 0 to 5, found 6",
        ),
        (
            &good,
            "/source/0/1",
            json!(1.5),
            "source[0][1]: expected a symbol from 0 to 5, found 1.5",
        ),
        (
            &good,
            "/source/1",
            json!([1]),
            "source[1]: expected 4 numbers, found 1",
        ),
        (
            &good,
            "/source_lengths",
            json!([4, 0]),
            "source_lengths[1]: expected 1 to 4, found 0",
        ),
        (
            &good,
            "/source_lengths",
            json!([4]),
            "source_lengths: expected 2 numbers, found 1",
        ),
        (
            &good,
            "/target_in/1/2",
            json!(5),
            "target_in[1][2]: expected a symbol from 0 to 4, found 5",
        ),
        (
            &good,
            "/target/0/1",
            json!(-1),
            "target[0][1]: expected a symbol from 0 to 4, found -1",
        ),
        (
            &good,
            "/target",
            json!([[-100, -100, -100], [-100, -100, -100]]),
            "target: nothing counts: every target is -100",
        ),
        (&good, "/target_in", json!(null), "target_in: missing"),
        (
            &good,
            "/target",
            json!(null),
            "outputs: gradients need a target",
        ),
        (
            &good,
            "/score",
            json!("cosine"),
            "score: expected one of additive, dot, scaled_dot, general, found \"cosine\"",
        ),
        (
            &good,
            "/score",
            json!(null),
            "score: missing, though there are weights attention.*",
        ),
        (
            &good,
            "/decode/start",
            json!(5),
            "decode.start: expected a symbol from 0 to 4, found 5",
        ),
        (
            &good,
            "/decode/steps",
            json!(0),
            "decode.steps: expected 1 or more, found 0",
        ),
        (
            &good,
            "/outputs",
            json!(["per_step"]),
            "outputs[0]: expected one of values, grads",
        ),
        (
            &good,
            "/src",
            json!([]),
            "src: unknown field; perhaps source",
        ),
        (
            &good,
            "/lengths",
            json!([]),
            "lengths: unknown field; perhaps source_lengths",
        ),
        (
            &good,
            "/weights/attention.W",
            json!([[1]]),
            "weights.attention.W: the additive score has no such weight",
        ),
        (
            &good,
            "/weights/embedding",
            json!([[1]]),
            "weights.embedding: unknown field",
        ),
        (
            &good,
            "/weights/encoder.bias_ih_l0",
            json!([1]),
            "weights.encoder.bias_ih_l0: expected 6 numbers, found 1",
        ),
        (
            &good,
            "/weights/head.weight",
            json!([[1]]),
            "weights.head.weight: expected 3 numbers, or 7 with the context, found 1",
        ),
        (
            &good,
            "/weights/encoder.weight_ih_l1",
            json!([[1]]),
            "weights.encoder.weight_ih_l1: unknown field",
        ),
        (
            &plain,
            "/score",
            json!(null),
            "weights.decoder.weight_ih_l0[0]: expected 2 numbers, found 4",
        ),
        (
            &plain,
            "/weights/decoder.weight_hh_l0",
            json!(vec![[0, 0, 0]; 9]),
            "weights.bridge.weight: missing: the encoder's last state has 2 numbers, the decoder's first one 3",
        ),
        (
            &plain,
            "/weights/bridge.bias",
            json!([0, 0]),
            "weights.bridge.bias: unknown field",
        ),
        (
            &plain,
            "/cell/reset",
            json!("between"),
            "cell.reset: expected one of",
        ),
    ] {
        let mut document = good.clone();
        if place == "/target" && value.is_null() {
            document["outputs"] = json!(["grads"]);
        }
        let (parent, key) = place.rsplit_once('/').unwrap();
        match document.pointer_mut(parent).unwrap() {
            Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
            other => other[key] = value,
        }
        let refused = unrolled::document::run(&document.to_string());
        let error = refused.expect_err(message).to_string();
        assert!(
            error.starts_with(message),
            "expected {message}\n   found {error}"
        );
    }
}
