//! What the engine says to documents it cannot run: one line that begins with the path of the
//! field, never a panic, never an answer.

use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A document with every field in use.
fn good() -> Value {
    json!({
        "format": "unrolled-run/1",
        "cell": {"kind": "lstm"},
        "weights": {
            "weight_ih_l0": vec![[0.1, -0.2]; 8],
            "weight_hh_l0": vec![[0.3, 0.2]; 8],
            "bias_ih_l0": vec![0.1; 8],
            "bias_hh_l0": vec![0.0; 8],
        },
        "head": {"weight": [[1, 0], [0, 1], [1, 1]], "bias": [0, 0, 0]},
        "x": [[[1, 2], [3, 4], [5, 6]], [[0, 1], [1, 0], [1, 1]]],
        "h0": [[0, 0], [0, 0]],
        "c0": [[0, 0], [0, 0]],
        "lengths": [3, 2],
        "loss": {"kind": "cross_entropy", "target": [[0, 1, 2], [2, 1, 0]], "at": "each", "reduce": "sum"},
        "truncate": {"mode": "chunked", "steps": 2},
        "outputs": ["values", "grads", "per_step", "jacobians"],
    })
}

/// The good document with the value at `place` replaced, or a new field added there.
fn with(place: &str, value: Value) -> String {
    let mut document = good();
    let (parent, key) = place.rsplit_once('/').expect("a pointer");
    let parent = document.pointer_mut(parent).expect("a parent");
    match parent {
        Value::Array(items) => items[key.parse::<usize>().expect("an index")] = value,
        Value::Object(fields) => _ = fields.insert(key.to_owned(), value),
        _ => panic!("{place} has no parent that can hold it"),
    }
    document.to_string()
}

fn without(place: &str) -> String {
    let mut document = good();
    let (parent, key) = place.rsplit_once('/').expect("a pointer");
    let parent = document.pointer_mut(parent).expect("a parent");
    parent
        .as_object_mut()
        .expect("an object")
        .remove(key)
        .expect("a field");
    document.to_string()
}

/// The error, checked to be one short line.
fn refusal(text: &str) -> String {
    let shown: String = text.chars().take(300).collect();
    let error = match document::run(text) {
        Ok(_) => panic!("not refused: {shown}"),
        Err(error) => error.to_string(),
    };
    assert!(!error.trim().is_empty(), "says nothing about {shown}");
    assert!(
        !error.chars().any(char::is_control),
        "more than one line: {error:?}"
    );
    assert!(error.chars().count() <= 400, "too long to read: {error}");
    error
}

fn assert_refused(text: &str, path: &str) {
    let error = refusal(text);
    let says = error
        .strip_prefix(path)
        .and_then(|rest| rest.strip_prefix(": "));
    assert!(
        says.is_some_and(|s| !s.is_empty()),
        "expected `{path}: ...`, found `{error}`"
    );
}

#[test]
fn the_good_document_is_good() {
    document::run(&good().to_string()).expect("all else here is a small change to it");
}

#[test]
fn malformed_json_is_refused() {
    let text = good().to_string();
    for bad in [
        "",
        " ",
        "{",
        "}",
        "[1,",
        "{\"format\"}",
        "nul",
        "'a'",
        "{\"a\": 01}",
        "\u{feff}",
        "\0",
    ] {
        refusal(bad);
    }
    for end in 0..text.len() {
        refusal(&text[..end]);
    }
    refusal(&format!("{text} {text}"));
    refusal(&text.replace("0.1", "NaN"));
    refusal(&text.replace("0.1", "-Infinity"));
    refusal(&text.replace("lstm", "\\ud800"));
}

#[test]
fn what_is_json_but_no_document_is_refused() {
    for bad in ["null", "true", "3", "\"x\"", "[]", "{}", "[[1]]"] {
        refusal(bad);
    }
}

#[test]
fn an_unknown_field_is_refused_by_its_path() {
    for (place, path) in [
        ("/colour", "colour"),
        ("/__proto__", "__proto__"),
        ("/cell/colour", "cell.colour"),
        ("/cell/reset", "cell.reset"),
        ("/weights/colour", "weights.colour"),
        ("/head/colour", "head.colour"),
        ("/loss/colour", "loss.colour"),
        ("/loss/weights", "loss.weights"),
        ("/truncate/colour", "truncate.colour"),
    ] {
        assert_refused(&with(place, json!(1)), path);
    }
}

#[test]
fn an_unknown_field_is_named_once_with_the_name_that_was_meant() {
    for (place, message) in [
        (
            "/sequence_lens",
            "sequence_lens: unknown field; perhaps lengths",
        ),
        (
            "/input_lengths",
            "input_lengths: unknown field; perhaps lengths",
        ),
        ("/initial_h", "initial_h: unknown field; perhaps h0"),
        ("/lenghts", "lenghts: unknown field; perhaps lengths"),
        ("/X", "X: unknown field; perhaps x"),
        (
            "/loss/reduction",
            "loss.reduction: unknown field; perhaps reduce",
        ),
        (
            "/weights/kernel",
            "weights.kernel: unknown field; perhaps weight_ih_l0",
        ),
        (
            "/head/weights",
            "head.weights: unknown field; perhaps weight",
        ),
        (
            "/truncate/step",
            "truncate.step: unknown field; perhaps steps",
        ),
        (
            "/head/colour",
            "head.colour: unknown field; known are weight, bias",
        ),
    ] {
        assert_eq!(refusal(&with(place, json!(1))), message);
    }
    // What was meant is said even where the right one is missing.
    let text = without("/weights").replace("\"head\"", "\"wieghts\":1,\"head\"");
    assert_eq!(refusal(&text), "wieghts: unknown field; perhaps weights");
}

#[test]
fn what_stands_at_a_place_is_said_in_words() {
    for (place, value, message) in [
        (
            "/x/0/1/0",
            json!(null),
            "x[0][1][0]: expected numbers in arrays, found null",
        ),
        (
            "/x/0/1/0",
            json!("NaN"),
            "x[0][1][0]: expected numbers in arrays, found \"NaN\"",
        ),
        (
            "/lengths/1",
            json!(1.5),
            "lengths[1]: expected a whole number, found 1.5",
        ),
        (
            "/lengths",
            json!({}),
            "lengths: expected an array, found an object",
        ),
        (
            "/cell",
            json!("lstm"),
            "cell: expected an object, found \"lstm\"",
        ),
        (
            "/cell/kind",
            json!(null),
            "cell.kind: expected a word, found null",
        ),
        (
            "/loss/at",
            json!(true),
            "loss.at: expected one of each, last, found true",
        ),
        (
            "/truncate/steps",
            json!([]),
            "truncate.steps: expected a number, found an array",
        ),
        (
            "/format",
            json!(null),
            "format: expected a word, found null",
        ),
    ] {
        assert_eq!(refusal(&with(place, value)), message);
    }
    let text = with("/x/0/1/0", json!(123_456.5)).replace("123456.5", "-Infinity");
    assert_eq!(
        refusal(&text),
        "x[0][1][0]: expected a finite number, found -Infinity"
    );
}

#[test]
fn another_format_is_named_before_its_fields_are_looked_at() {
    let error = refusal(r#"{"format": "somebody-else/3", "colour": 1}"#);
    assert!(
        error.starts_with("format: expected unrolled-run/1 or "),
        "{error}"
    );
    assert!(error.ends_with("found \"somebody-else/3\""), "{error}");
    assert_eq!(refusal(r#"{"colour": 1}"#), "format: missing");
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let text = good().to_string();
    let marked = document::run(&format!("\u{feff}{text}")).expect("as good as without");
    assert_eq!(marked, document::run(&text).expect("good"));
    labs::adopt::adopt(&format!("\u{feff}{}", pasted())).expect("pasted into the page too");
}

/// What the page takes.
fn pasted() -> Value {
    json!({
        "format": "unrolled-run/1", "cell": {"kind": "rnn", "activation": "tanh"},
        "weights": {"weight_ih_l0": [[1]], "weight_hh_l0": [[0.5]]}, "x": [[[0], [1]]],
    })
}

#[test]
fn a_field_name_with_line_breaks_or_without_end_still_gives_one_short_line() {
    refusal(&with("/a\nb\r\u{7}\u{2028}c", json!(1)));
    refusal(&with("/cell/kind", json!("lstm\nhello")));
    refusal(&with("/weights/a\nb", json!(1)));
    refusal(&with(&format!("/{}", "k".repeat(100_000)), json!(1)));
    refusal(&with("/cell/kind", json!("k".repeat(100_000))));
    refusal(&with("/format", json!("\n".repeat(1000))));
}

#[test]
fn a_missing_field_is_named() {
    for field in ["format", "cell", "weights", "x"] {
        let error = refusal(&without(&format!("/{field}")));
        assert!(error.contains(field), "{field}: {error}");
    }
    assert_refused(&without("/loss"), "outputs");
    for (place, path) in [
        ("/cell/kind", "cell"),
        ("/weights/weight_ih_l0", "weights"),
        ("/weights/weight_hh_l0", "weights"),
        ("/head/weight", "head"),
        ("/loss/kind", "loss"),
        ("/loss/target", "loss"),
        ("/truncate/mode", "truncate"),
        ("/truncate/steps", "truncate"),
    ] {
        let error = refusal(&without(place));
        let field = place.rsplit('/').next().expect("a field");
        assert!(
            error.starts_with(path) && error.contains(field),
            "{place}: {error}"
        );
    }
}

#[test]
fn a_field_given_twice_is_refused() {
    let text = good().to_string();
    for field in ["\"x\":", "\"format\":", "\"lengths\":"] {
        let name = field.trim_matches(['"', ':']);
        let at = text.find(field).expect("the field");
        let twice = format!("{}{field}[],{}", &text[..at], &text[at..]);
        let error = refusal(&twice);
        assert!(error.contains(name), "{name}: {error}");
    }
    let twice = text.replacen(
        "\"bias_ih_l0\":",
        "\"bias_ih_l0\":[1,1,1,1,1,1,1,1],\"bias_ih_l0\":",
        1,
    );
    let error = refusal(&twice);
    assert!(error.contains("bias_ih_l0"), "{error}");
}

#[test]
fn another_format_is_refused() {
    for format in [
        json!("unrolled-run/2"),
        json!("unrolled-run"),
        json!(""),
        json!(1),
        json!(null),
    ] {
        assert_refused(&with("/format", format), "format");
    }
}

#[test]
fn a_choice_that_does_not_exist_is_refused() {
    for (place, path) in [
        ("/cell/kind", "cell.kind"),
        ("/loss/kind", "loss.kind"),
        ("/loss/at", "loss.at"),
        ("/loss/reduce", "loss.reduce"),
        ("/truncate/mode", "truncate.mode"),
        ("/outputs/0", "outputs[0]"),
    ] {
        assert_refused(&with(place, json!("colour")), path);
        let error = refusal(&with(place, json!(7)));
        assert!(error.starts_with(path), "{place}: {error}");
    }
    let rnn = |activation: &str| json!({"kind": "rnn", "activation": activation});
    assert_refused(&with("/cell", rnn("sinus")), "cell.activation");
    let gru = |reset: &str, update: &str| json!({"kind": "gru", "reset": reset, "update": update});
    assert_refused(&with("/cell", gru("between", "keep")), "cell.reset");
    assert_refused(&with("/cell", gru("before", "forget")), "cell.update");
}

#[test]
fn ragged_rows_are_refused_where_they_differ() {
    for (place, value, path) in [
        (
            "/weights/weight_ih_l0/3",
            json!([1]),
            "weights.weight_ih_l0[3]",
        ),
        (
            "/weights/weight_hh_l0/7",
            json!([1, 2, 3]),
            "weights.weight_hh_l0[7]",
        ),
        ("/head/weight/1", json!([]), "head.weight[1]"),
        ("/x/1/2", json!([1]), "x[1][2]"),
        ("/x/1", json!([[1, 2]]), "x[1]"),
        ("/h0/1", json!([1]), "h0[1]"),
        ("/c0/0", json!([1, 2, 3]), "c0[0]"),
        ("/loss/target/1", json!([1]), "loss.target[1]"),
    ] {
        assert_refused(&with(place, value), path);
    }
    let error = refusal(&with("/weights/weight_ih_l0/3", json!([1])));
    assert!(
        error.contains('1') && error.contains('2'),
        "says neither found nor expected: {error}"
    );
}

#[test]
fn a_wrong_shape_is_refused() {
    for (place, value, path) in [
        (
            "/weights/weight_ih_l0",
            json!(vec![[1, 2]; 7]),
            "weights.weight_ih_l0",
        ),
        (
            "/weights/weight_ih_l0",
            json!(vec![[1, 2]; 6]),
            "weights.weight_ih_l0",
        ),
        (
            "/weights/weight_hh_l0",
            json!(vec![[1, 2]; 7]),
            "weights.weight_hh_l0",
        ),
        (
            "/weights/bias_ih_l0",
            json!([1, 2, 3]),
            "weights.bias_ih_l0",
        ),
        (
            "/weights/bias_hh_l0",
            json!(vec![0.0; 9]),
            "weights.bias_hh_l0",
        ),
        ("/head/bias", json!([1]), "head.bias"),
        ("/h0", json!([[1, 2]]), "h0"),
        ("/c0", json!([[1, 2], [1, 2], [1, 2]]), "c0"),
        ("/lengths", json!([1]), "lengths"),
        ("/loss/target", json!([[0, 1, 2]]), "loss.target"),
    ] {
        assert_refused(&with(place, value), path);
    }
    let wide = json!(vec![[1, 2, 3]; 8]);
    let error = refusal(&with("/weights/weight_ih_l0", wide));
    assert!(
        error.starts_with("weights.weight_ih_l0") || error.starts_with('x'),
        "{error}"
    );
}

#[test]
fn another_kind_of_value_is_refused_at_its_place() {
    for (place, path) in [
        ("/cell", "cell"),
        ("/weights", "weights"),
        ("/weights/weight_hh_l0", "weights.weight_hh_l0"),
        ("/weights/weight_hh_l0/2", "weights.weight_hh_l0[2]"),
        ("/weights/weight_hh_l0/2/1", "weights.weight_hh_l0[2][1]"),
        ("/head", "head"),
        ("/x", "x"),
        ("/x/0/1", "x[0][1]"),
        ("/x/0/1/0", "x[0][1][0]"),
        ("/h0/0/0", "h0[0][0]"),
        ("/lengths/1", "lengths[1]"),
        ("/loss", "loss"),
        ("/loss/target/0/1", "loss.target[0][1]"),
        ("/truncate", "truncate"),
        ("/outputs", "outputs"),
    ] {
        for wrong in [json!("a"), json!(true)] {
            assert_refused(&with(place, wrong), path);
        }
    }
}

#[test]
fn nothing_at_all_is_no_size() {
    for (place, value, path) in [
        ("/x", json!([]), "x"),
        ("/x", json!([[], []]), "x"),
        ("/x", json!([[[], [], []], [[], [], []]]), "x"),
        ("/weights/weight_ih_l0", json!([]), "weights.weight_ih_l0"),
        ("/weights/weight_hh_l0", json!([]), "weights.weight_hh_l0"),
        (
            "/weights/weight_hh_l0",
            json!(vec![json!([]); 8]),
            "weights.weight_hh_l0",
        ),
        ("/head/weight", json!([]), "head.weight"),
    ] {
        let error = refusal(&with(place, value));
        assert!(error.starts_with(path), "{place}: {error}");
    }
    let mut none = good();
    none["weights"] = json!({"weight_ih_l0": [], "weight_hh_l0": []});
    assert!(refusal(&none.to_string()).starts_with("weights."), "H = 0");
}

#[test]
fn a_number_that_is_not_finite_is_refused_at_its_place() {
    let marked = "123456.5";
    for (place, path) in [
        ("/x/0/0/0", "x[0][0][0]"),
        ("/weights/weight_hh_l0/2/1", "weights.weight_hh_l0[2][1]"),
        ("/weights/bias_ih_l0/3", "weights.bias_ih_l0[3]"),
        ("/head/bias/1", "head.bias[1]"),
        ("/h0/0/1", "h0[0][1]"),
        ("/c0/1/1", "c0[1][1]"),
    ] {
        let text = with(place, json!(123_456.5));
        for huge in ["1e400", "-1e400", &"9".repeat(400)] {
            assert_refused(&text.replace(marked, huge), path);
        }
        for word in ["\"NaN\"", "\"Infinity\"", "\"-Infinity\"", "null"] {
            assert_refused(&text.replace(marked, word), path);
        }
    }
}

#[test]
fn a_target_that_is_no_class_is_refused() {
    for target in [
        json!(3),
        json!(-1),
        json!(0.5),
        json!(1e300),
        json!(4_294_967_296_u64),
    ] {
        assert_refused(&with("/loss/target/0/1", target), "loss.target[0][1]");
    }
}

#[test]
fn lengths_are_whole_and_no_longer_than_the_steps() {
    for length in [
        json!(4),
        json!(-1),
        json!(1.5),
        json!(1e300),
        json!(u64::MAX),
    ] {
        assert_refused(&with("/lengths/1", length), "lengths[1]");
    }
}

#[test]
fn a_window_has_at_least_one_step() {
    for steps in [json!(0), json!(-3), json!(2.5), json!("2")] {
        assert_refused(&with("/truncate/steps", steps), "truncate.steps");
    }
}

#[test]
fn a_memory_for_a_cell_without_one_is_refused() {
    let mut document = good();
    document["cell"] = json!({"kind": "rnn", "activation": "tanh"});
    document["weights"] =
        json!({"weight_ih_l0": vec![[0.1, -0.2]; 2], "weight_hh_l0": vec![[0.3, 0.2]; 2]});
    assert_refused(&document.to_string(), "c0");
}

#[test]
fn nesting_of_a_hundred_thousand_is_refused_without_a_crash() {
    let deep = 100_000;
    let (open, close) = ("[".repeat(deep), "]".repeat(deep));
    refusal(&open);
    refusal(&format!("{open}{close}"));
    refusal(&format!("{{\"x\":{open}{close}}}"));
    refusal(&format!("{{\"colour\":{open}{close}}}"));
    refusal(&format!("{}1{}", "{\"a\":".repeat(deep), "}".repeat(deep)));
    let text = with("/x", json!("here")).replace("\"here\"", &format!("{open}{close}"));
    assert!(refusal(&text).contains('x'));
}

#[test]
fn a_run_of_more_than_ten_million_states_is_refused_before_it_starts() {
    let document = json!({
        "format": "unrolled-run/1",
        "cell": {"kind": "rnn", "activation": "tanh"},
        "weights": {
            "weight_ih_l0": vec![[0]; 1000],
            "weight_hh_l0": vec![vec![0; 1000]; 1000],
        },
        "x": [vec![[0]; 10_001]],
        "loss": {"kind": "linear", "weights": [vec![0; 1000]], "at": "last", "reduce": "sum"},
    });
    assert!(refusal(&document.to_string()).starts_with("x: "));
}

#[test]
fn a_shape_far_beyond_the_document_is_refused_before_memory_is_taken() {
    let wide = with("/weights/weight_hh_l0", json!([vec![0; 300_000]]));
    assert!(refusal(&wide).starts_with("weights."));

    let mut first = vec![json!([]); 1000];
    first[0] = json!(vec![0; 1_000_000]);
    let mut x = vec![json!([]); 1000];
    x[0] = json!(first);
    assert_refused(&with("/x", json!(x)), "x[0][1]");

    let outputs = with("/head/weight", json!(vec![[0, 0]; 2_000_000]));
    assert_refused(&outputs, "head.weight");
}

#[test]
fn an_answer_of_more_than_ten_million_parts_is_refused() {
    let document = json!({
        "format": "unrolled-run/1",
        "cell": {"kind": "rnn", "activation": "tanh"},
        "weights": {
            "weight_ih_l0": vec![[0]; 200],
            "weight_hh_l0": vec![vec![0; 200]; 200],
        },
        "x": [vec![[0]; 250]],
        "loss": {"kind": "linear", "weights": [vec![0; 200]], "at": "last", "reduce": "sum"},
        "outputs": ["per_step"],
    });
    assert_refused(&document.to_string(), "outputs");
}

#[test]
fn more_than_64_megabytes_are_refused() {
    let mut text = good().to_string();
    text.push_str(&" ".repeat(70_000_000));
    refusal(&text);
}

/// Builds the native program beside this test and gives its path.
fn program() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--example", "run", "--manifest-path"])
        .arg(manifest)
        .status()
        .expect("cargo runs");
    assert!(built.success(), "the example does not build");
    let here = std::env::current_exe().expect("a path");
    let profile = here
        .parent()
        .and_then(Path::parent)
        .expect("target/<profile>/deps/<test>");
    profile
        .join("examples")
        .join(format!("run{}", std::env::consts::EXE_SUFFIX))
}

fn feed(program: &Path, text: &[u8]) -> Output {
    let mut child = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(text)
        .expect("it reads all its input");
    child.wait_with_output().expect("it ends")
}

#[test]
fn the_native_program_answers_on_stdout_or_says_one_line_on_stderr_and_exits_with_2() {
    let program = program();
    let text = good().to_string();
    let fine = feed(&program, text.as_bytes());
    assert!(fine.status.success() && fine.stderr.is_empty(), "{fine:?}");
    let printed = String::from_utf8(fine.stdout).expect("text");
    assert_eq!(
        printed.trim_end(),
        document::run(&text).expect("good").trim_end()
    );

    let unknown = with("/cell/colour", json!(1));
    for bad in [b"".as_slice(), b"\xff\xfe", b"{\"x\"", unknown.as_bytes()] {
        let refused = feed(&program, bad);
        assert_eq!(refused.status.code(), Some(2), "{refused:?}");
        assert!(refused.stdout.is_empty(), "{refused:?}");
        let said = String::from_utf8(refused.stderr).expect("text");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}
