//! Attention against PyTorch: every document of `golden/attention.json` and `attention_masks.json`, whole encoders and
//! decoders of `golden/seq2seq.json`; the numbers of the hand exercise; and documents that are refused.

use crate::agree;
use serde_json::{Value, json};
use unrolled::model::network::wires::Line;
use unrolled::model::{Attention, CellSpec, Score, Seq2Seq};
use unrolled::run::{Extent, NetworkRun};

const VALUES: f64 = 1e-13;
const GRADS: f64 = 1e-12;

fn cases(text: &str) -> Vec<Value> {
    let mut file: Value = serde_json::from_str(text).expect("a golden file is JSON");
    let cases = file["cases"].take();
    let Value::Array(cases) = cases else {
        panic!("a golden file without cases proves nothing")
    };
    cases
}

#[test]
fn every_number_of_every_document_is_pytorchs() {
    let mut wrong = Vec::new();
    let masks = cases(include_str!("../golden/attention_masks.json"));
    for case in cases(include_str!("../golden/attention.json"))
        .into_iter()
        .chain(masks)
    {
        let got = agree::run(&case["document"]);
        let want = case["answer"].as_object().expect("an answer");
        let values = want.iter().filter(|(name, _)| *name != "grads");
        let values = values.map(|(name, value)| (value, &got[name], name.clone(), VALUES));
        let grads = want["grads"].as_object().expect("gradients").iter();
        let grads =
            grads.map(|(name, value)| (value, &got["grads"][name], format!("grads.{name}"), GRADS));
        for (want, got, name, within) in values.chain(grads) {
            if let Err(message) = agree::compare(want, got, within) {
                wrong.push(format!("{}: {name}{message}", case["name"]));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} are off:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

fn count(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a count")).expect("a small count")
}

fn flat(value: &Value, into: &mut Vec<f64>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| flat(item, into)),
        other => into.push(other.as_f64().expect("a number")),
    }
}

/// The network of a case with everything set.
fn prepared(case: &Value) -> NetworkRun<f64> {
    let sizes = &case["sizes"];
    let score = case["score"]
        .as_str()
        .map(|kind| Score::of(kind).expect("a score"));
    let spec = Seq2Seq {
        cell: CellSpec::of("gru").unwrap(),
        symbols: count(&sizes[0]),
        embedding: count(&sizes[1]),
        encoder: count(&sizes[2]),
        decoder: count(&sizes[3]),
        attention: score.map(|score| Attention::by(score, count(&sizes[4]))),
        dropout: false,
    };
    let pairs = case["pairs"].as_array().expect("pairs");
    let longest = |side: usize| {
        pairs
            .iter()
            .map(|pair| pair[side].as_array().unwrap().len())
            .max()
            .unwrap()
    };
    let extent = Extent {
        source: longest(0),
        target: longest(1),
        batch: pairs.len(),
    };
    let mut run = NetworkRun::new(spec.network(extent.source).unwrap(), extent);
    for spec in run.network().params.clone() {
        let mut numbers = Vec::new();
        flat(&case["params"][&spec.name], &mut numbers);
        run.params_mut()[spec.range()].copy_from_slice(&numbers);
    }
    for (b, pair) in pairs.iter().enumerate() {
        let [source, target] = [0, 1].map(|side| pair[side].as_array().unwrap());
        run.set_length(Line::Source, b, source.len());
        run.set_length(Line::Target, b, target.len());
        let find = |run: &NetworkRun<f64>, segment, key| run.network().find(segment, key);
        let x = find(&run, "embed", "x").unwrap();
        for (t, symbol) in source.iter().enumerate() {
            run.trace_mut(x.segment).value_mut(x.node, t, b)[0] = symbol.as_f64().unwrap();
        }
        if let Some(seen) = find(&run, "decoder", "seen") {
            run.trace_mut(seen.segment).value_mut(seen.node, 0, b)[..source.len()].fill(1.0);
        }
        let [last, gold] = ["x", "y"].map(|key| find(&run, "decoder", key).unwrap());
        let trace = run.trace_mut(last.segment);
        for (t, symbol) in target.iter().enumerate() {
            trace.set_loss_weight(t, b, case["weight"].as_f64().unwrap());
            trace.value_mut(gold.node, t, b)[0] = symbol.as_f64().unwrap();
            if t + 1 < target.len() {
                trace.value_mut(last.node, t + 1, b)[0] = symbol.as_f64().unwrap();
            }
        }
    }
    run
}

#[test]
fn whole_encoders_and_decoders_have_pytorchs_loss_attention_and_gradients() {
    let cases = cases(include_str!("../golden/seq2seq.json"));
    assert_eq!(cases.len(), 5, "four scores and none");
    for case in cases {
        let mut run = prepared(&case);
        run.forward();
        run.backward();
        let name = &case["score"];
        agree::compare(&case["loss"], &json!(run.loss()), VALUES)
            .unwrap_or_else(|e| panic!("{name}: loss {e}"));
        let given = case["grads"].as_object().unwrap();
        assert_eq!(
            given.len(),
            run.network().params.len(),
            "{name}: other parameters"
        );
        for spec in &run.network().params {
            let (mut want, got) = (Vec::new(), &run.param_grads()[spec.range()]);
            flat(&given[&spec.name], &mut want);
            agree::compare(&json!(want), &json!(got), GRADS)
                .unwrap_or_else(|e| panic!("{name}: {}{e}", spec.name));
        }
        for key in ["weights", "probs"] {
            let Some(end) = run.network().find("decoder", key) else {
                continue;
            };
            let trace = run.segment(end.segment).trace();
            for (b, rows) in case[key].as_array().unwrap().iter().enumerate() {
                for (t, row) in rows.as_array().unwrap().iter().enumerate() {
                    let got = &trace.value(end.node, t, b)[..row.as_array().unwrap().len()];
                    agree::compare(row, &json!(got), VALUES)
                        .unwrap_or_else(|e| panic!("{name}: {key}{e}"));
                }
            }
        }
    }
}

fn by_hand(temperature: f64) -> Value {
    agree::run(&json!({
        "format": "unrolled-attention/1", "score": "dot", "temperature": temperature,
        "query": [[[1, 0.5]]], "keys": [[[1, 0], [0, 1], [1, 1]]], "upstream": [[[1, 0]]],
    }))
}

/// Three states of two numbers and one query: topics 8.2 to 8.4.
#[test]
fn the_numbers_of_the_hand_exercise() {
    let close = |got: &Value, want: &[f64]| {
        for (got, want) in got[0][0].as_array().unwrap().iter().zip(want) {
            assert!(
                (got.as_f64().unwrap() - want).abs() < 5.1e-4,
                "{got} against {want}"
            );
        }
    };
    let usual = by_hand(1.0);
    assert_eq!(usual["scores"], json!([[[1.0, 0.5, 1.5]]]));
    close(&usual["weights"], &[0.307, 0.186, 0.506]);
    close(&usual["context"], &[0.814, 0.693]);
    close(&by_hand(0.5)["weights"], &[0.245, 0.090, 0.665]);
    close(&by_hand(2.0)["weights"], &[0.326, 0.254, 0.419]);
}

#[test]
fn a_hidden_position_weighs_exactly_nothing_and_a_blind_query_is_reported() {
    let mut document = json!({
        "format": "unrolled-attention/1", "score": "scaled_dot",
        "query": [[[1, 2]], [[3, 4]]], "keys": [[[1, 0], [0, 1]], [[2, 0], [0, 2]]],
        "mask": [[true, false], [false, false]],
    });
    let answer = agree::run(&document);
    assert_eq!(answer["weights"], json!([[[1.0, 0.0]], [[0.0, 0.0]]]));
    assert_eq!(answer["context"], json!([[[1.0, 0.0]], [[0.0, 0.0]]]));
    assert_eq!(
        answer["warnings"],
        json!(["weights[1][0]: sees no position, all zeros"])
    );
    assert!(
        answer.get("grads").is_none(),
        "without upstream there are no gradients"
    );
    document["mask"] = json!([[true, false], [false, true]]);
    assert!(agree::run(&document).get("warnings").is_none());
}

/// Numbers between -2 and 2 that look like nothing.
fn numbers(shape: &[usize], seed: &mut u32) -> Value {
    match shape {
        [] => {
            *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            json!(f64::from(*seed >> 8) / f64::from(1 << 22) - 2.0)
        }
        [count, inner @ ..] => (0..*count).map(|_| numbers(inner, seed)).collect(),
    }
}

#[test]
fn nothing_depends_on_what_a_masked_key_holds() {
    let weights = [
        ("dot", json!({})),
        ("scaled_dot", json!({})),
        ("general", json!({"W": [[3, -3], [2, 5]]})),
        // The key's own products cancel to what is not a number where it is huge.
        (
            "additive",
            json!({"W_q": [[1, 2], [-1, 1]], "W_k": [[4, -4], [2, 3]], "v": [1, -2], "b": [0.5, 0]}),
        ),
    ];
    for (score, weights) in weights {
        let mut seed = 7;
        let mut document = json!({
            "format": "unrolled-attention/1", "score": score, "weights": weights, "temperature": 0.5,
            "query": numbers(&[2, 2, 2], &mut seed), "keys": numbers(&[2, 3, 2], &mut seed),
            "upstream": numbers(&[2, 2, 2], &mut seed),
            "mask": [[true, true, false], [true, false, true]],
        });
        let mut before = agree::run(&document);
        for huge in [1e308, -1e308, 1.797e308] {
            document["keys"][0][2] = json!([huge, huge]);
            document["keys"][1][1] = json!([huge, 3]);
            let mut after = agree::run(&document);
            for answer in [&mut before, &mut after] {
                // What belongs to the masked position alone.
                for b in 0..2 {
                    for m in 0..2 {
                        answer["scores"][b][m][2 - b] = json!(0);
                        answer["grads"]["weights"][b][m][2 - b] = json!(0);
                    }
                }
            }
            assert_eq!(after, before, "{score} {huge}");
        }
    }
}

#[test]
fn a_mask_for_each_query_hides_a_key_from_that_query_alone() {
    let mut document = json!({
        "format": "unrolled-attention/1", "score": "dot",
        "query": [[[1, 2], [3, -1]]], "keys": [[[1, 0], [0, 1], [1, 1]]], "upstream": [[[1, 0], [0, 1]]],
        "mask": [[[true, true, false], [false, true, true]]],
    });
    let both = agree::run(&document);
    for (query, mask) in [json!([[true, true, false]]), json!([[false, true, true]])]
        .into_iter()
        .enumerate()
    {
        document["mask"] = mask;
        let one = agree::run(&document);
        for name in ["weights", "context"] {
            assert_eq!(
                one[name][0][query], both[name][0][query],
                "{name} of query {query}"
            );
        }
    }
}

#[test]
fn a_padded_position_of_self_attention_changes_no_other() {
    let mut seed = 3;
    let mut document = json!({
        "format": "unrolled-self-attention/1", "x": numbers(&[1, 3, 2], &mut seed),
        "weights": {"W_q": [[1, -1], [2, 1]], "W_k": [[3, -3], [1, 1]], "W_v": [[1, -1], [0.5, 2]]},
        "mask": [[true, true, false]], "upstream": [[[1, 2], [-1, 3], [0, 0]]],
    });
    let others = |answer: &Value| {
        let rows = |name: &str| {
            json!([
                answer[name][0][0],
                answer[name][0][1],
                answer["grads"][name][0]
            ])
        };
        let grads = ["x", "W_q", "W_k", "W_v"].map(|name| answer["grads"][name].clone());
        json!([
            rows("out"),
            answer["weights"][0][0],
            answer["weights"][0][1],
            grads,
            answer["loss"]
        ])
    };
    let before = others(&agree::run(&document));
    for huge in [1e308, -1.7e308] {
        document["x"][0][2] = json!([huge, huge]);
        assert_eq!(others(&agree::run(&document)), before, "{huge}");
    }
}

#[test]
fn any_temperature_above_0_picks_or_mixes_and_is_never_lost() {
    for exponent in [-323, -310, -308, -300, -100, -10, 0, 10, 100, 300, 308] {
        let temperature: f64 = format!("1e{exponent}").parse().unwrap();
        for scale in [1.0, 1e150, -1e150, 1e300] {
            let document = json!({
                "format": "unrolled-attention/1", "score": "dot", "temperature": temperature,
                "query": [[[1]]], "keys": [[[3.0 * scale], [2.0 * scale]]], "upstream": [[[1]]],
            });
            let answer = agree::run(&document);
            let weights = [0, 1].map(|k| answer["weights"][0][0][k].as_f64().expect("a number"));
            assert!(
                (weights[0] + weights[1] - 1.0).abs() < 1e-15,
                "{temperature} {scale}: {weights:?}"
            );
            let best = usize::from(scale < 0.0);
            assert!(
                weights[best] >= weights[1 - best],
                "{temperature} {scale}: {weights:?}"
            );
        }
    }
}

fn good() -> Value {
    json!({
        "format": "unrolled-attention/1", "score": "additive",
        "query": [[[1, 2]]], "keys": [[[1, 0, 1], [0, 1, 0]]], "mask": [[true, true]],
        "weights": {"W_q": [[1, 0]], "W_k": [[0, 1, 0]], "v": [1]}, "upstream": [[[1, 0, 0]]],
    })
}

fn own() -> Value {
    json!({
        "format": "unrolled-self-attention/1", "x": [[[1, 2], [3, 4]]],
        "weights": {"W_q": [[1, 0]], "W_k": [[0, 1]], "W_v": [[1, 1]]}, "causal": true,
    })
}

#[test]
fn a_mask_of_another_shape_is_refused_where_it_differs() {
    for (mask, message) in [
        (
            json!([[[true, true], [true, true]]]),
            "mask[0]: expected 1 rows, found 2",
        ),
        (
            json!([[[true]]]),
            "mask[0][0]: expected 2 truth values, found 1",
        ),
        (json!([[true]]), "mask[0]: expected 2 truth values, found 1"),
        (
            json!([[1, 0]]),
            "mask[0][0]: expected true or false, found a number",
        ),
        (
            json!([[[1, 0]]]),
            "mask[0][0][0]: expected true or false, found a number",
        ),
        (
            json!([[true, true], [true, true]]),
            "mask: expected 1 rows, found 2",
        ),
    ] {
        let mut document = good();
        document["mask"] = mask;
        let error = document::run(&document.to_string()).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn a_bad_document_is_refused_with_the_path_of_its_field() {
    let (good, own) = (good(), own());
    assert!(document::run(&good.to_string()).is_ok());
    assert!(document::run(&own.to_string()).is_ok());
    let refused = [
        (
            &good,
            "/score",
            json!("cosine"),
            "score: expected one of additive, dot",
        ),
        (
            &good,
            "/query",
            json!([[[1, 2, 3]]]),
            "weights.W_q[0]: expected 3 numbers, found 2",
        ),
        (
            &good,
            "/keys",
            json!([]),
            "keys: expected at least one item",
        ),
        (
            &good,
            "/keys",
            json!([[[1, 0, 1]], [[0, 1, 0]]]),
            "keys: expected 1 rows, found 2",
        ),
        (&good, "/weights/v", json!([1, 2]), "weights."),
        (
            &good,
            "/weights/W",
            json!([[1]]),
            "weights.W: the additive score has no such weight",
        ),
        (
            &good,
            "/weights",
            json!({}),
            "weights.W_q: the additive score needs it",
        ),
        (
            &good,
            "/temperature",
            json!(0),
            "temperature: expected a number above 0",
        ),
        (
            &good,
            "/upstream",
            json!([[[1]]]),
            "upstream[0][0]: expected 3 numbers",
        ),
        (
            &good,
            "/values",
            json!([]),
            "values: unknown field; perhaps keys",
        ),
        (
            &good,
            "/score",
            json!("dot"),
            "query[0][0]: the dot score needs 3 numbers",
        ),
        (
            &own,
            "/weights/W_k",
            json!([[0, 1], [1, 0]]),
            "weights.W_k: expected 1 rows, found 2",
        ),
        (
            &own,
            "/weights/W_v",
            json!([[0]]),
            "weights.W_v[0]: expected 2 numbers",
        ),
        (&own, "/causal", json!(1), "causal"),
        (
            &own,
            "/x",
            json!([[[1, 2], [3]]]),
            "x[0][1]: expected 2 numbers",
        ),
    ];
    for (document, place, value, message) in refused {
        let mut document = document.clone();
        let (parent, key) = place.rsplit_once('/').unwrap();
        document.pointer_mut(parent).unwrap()[key] = value;
        let error = document::run(&document.to_string())
            .expect_err(place)
            .to_string();
        assert!(error.contains(message), "{place}: {error}");
    }
}
