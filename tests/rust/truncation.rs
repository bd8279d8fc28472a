//! Truncated ways back as the page chooses them: what the setup sets, what is said of it, what others can repeat.

use labs::setup::Setup;
use serde_json::{Value, json};
use unrolled::model::CellSpec;
use unrolled::run::Run;
use view::explain::check::check;
use view::explain::{Level, Notation, Verbosity, formula, inspect, junction, sentence};

use crate::formulas::Story;

/// The echo task of the storybook RNN as a setup, with something more.
pub(crate) fn echo(more: &Value) -> Setup {
    let mut setup = json!({
        "cell": "rnn",
        "loss": {"kind": "squared_error", "at": "each", "reduce": "sum"},
        "target": [0.0, 0.8, -0.5, 0.3, 0.6, -0.7],
        "edits": {"p.head.weight.r1.c1": 1.0, "p.head.weight.r1.c2": 0.5, "p.head.weight.r1.c3": -0.5},
    });
    for (key, value) in more.as_object().expect("fields") {
        setup[key] = value.clone();
    }
    serde_json::from_value(setup).expect("a setup")
}

fn story(more: &Value) -> Story {
    Story::new(&echo(more))
}

fn said(story: &Story, position: &str) -> String {
    let position = position.parse().unwrap();
    sentence(&story.subject(1), &position, Verbosity::Normal)
}

/// The streams of every junction add up, whatever ends the way back, in every cell and both precisions.
#[test]
fn what_arrives_and_what_is_local_add_up_under_every_limit() {
    let limits = [
        json!({"K": 1}),
        json!({"K": 3}),
        json!({"cuts": [4]}),
        json!({"detachEvery": 2}),
        json!({"K": 2, "cuts": [3]}),
    ];
    for spec in CellSpec::all() {
        for limit in &limits {
            let mut setup = Setup {
                cell: spec.cell.kind.to_owned(),
                ..echo(limit)
            };
            for (choice, value) in spec.chosen() {
                setup
                    .choices
                    .insert(choice.key.to_owned(), value.key.to_owned());
            }
            let story = Story::new(&setup);
            for op in story.timeline.backward() {
                for t in 1..=6 {
                    let position = format!("{t}.{}.b", op.id).parse().unwrap();
                    let Some(found) = junction(&story.subject(1), &position) else {
                        continue;
                    };
                    for (unit, total) in found.total.values.iter().enumerate() {
                        let sum: f64 = found.streams.iter().map(|part| part.values[unit]).sum();
                        let name = spec.name();
                        assert!(
                            (sum - total).abs() < 1e-12,
                            "{name} {limit} {position} {unit}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn at_a_cut_exactly_nothing_comes_back_and_it_is_said() {
    let story = story(&json!({"cuts": [4]}));
    let subject = story.subject(1);
    let met = junction(&subject, &"4.dh.b".parse().unwrap()).unwrap();
    assert!((met.streams[0].norm - 0.5282).abs() < 5e-5);
    assert_eq!(met.streams[1].values, [0.0; 3]);
    assert_eq!(met.words, "cut after this step: the future sends exactly 0");
    assert_eq!(
        said(&story, "5.dprev.b"),
        "Operation 7, back to the old hidden state. Cut here: the gradient that passes to step 4 is exactly 0."
    );
    let written = formula(
        &subject,
        &"5.dprev.b".parse().unwrap(),
        Level::Symbols,
        Notation::Lesson,
    )
    .unwrap();
    assert!(written.latex.contains("cut here"), "{}", written.latex);
    let looked = inspect(&subject, Some("d.h.t4"), &"5.dprev.b".parse().unwrap());
    assert_eq!(looked.words, "Cut here: from step 5 nothing comes back.");
}

#[test]
fn where_a_window_begins_only_the_losses_with_longer_reach_pass_on() {
    let story = story(&json!({"K": 3}));
    assert!(
        said(&story, "4.dprev.b")
            .contains("Passed on to step 3 by the losses whose window of 3 steps reaches it.")
    );
    assert!(said(&story, "1.dprev.b").contains("the gradient of the initial state"));
    // No window begins at step 5: the two last losses pass on all they have.
    assert!(said(&story, "5.dprev.b").contains("Passed on to step 4."));
}

/// A truncated gradient is not the derivative, and the check does not pretend that it is.
#[test]
fn finite_differences_say_what_truncation_leaves_out() {
    let truncated = story(&json!({"K": 1}));
    let found = check(&truncated.run, &"p.weight_hh_l0.r1.c1".parse().unwrap()).unwrap();
    assert!(found.relative > 0.1, "{found:?}");
    assert!(
        found
            .words
            .contains("A truncated gradient is not the slope of the loss")
    );
    assert!(found.words.ends_with("which agrees."), "{}", found.words);
    // The head sees each step alone: nothing is left out of its gradient.
    let head = check(&truncated.run, &"p.head.weight.r1.c1".parse().unwrap()).unwrap();
    assert!(head.words.contains("They agree"), "{}", head.words);
}

#[test]
fn a_truncated_run_is_repeated_by_its_document_and_comes_back_from_it() {
    for limit in [
        json!({"K": 3}),
        json!({"detachEvery": 2}),
        json!({"cuts": [1, 4]}),
        json!({"K": 2, "detachEvery": 4, "cuts": [3]}),
    ] {
        let scenario = echo(&limit).scenario().unwrap();
        let own = Run::computed(&scenario, None);
        let text = document::write(&scenario);
        let adopted = labs::adopt::adopt(&text).unwrap().scenario().unwrap();
        assert_eq!(adopted.reach, scenario.reach, "{limit}");
        let mut asked: Value = serde_json::from_str(&text).unwrap();
        asked["outputs"] = json!(["grads"]);
        let answer: Value =
            serde_json::from_str(&document::run(&asked.to_string()).unwrap()).unwrap();
        let row = answer["grads"]["weight_hh_l0"][0][0].as_f64().unwrap();
        let place = own.param_range("weight_hh_l0").start;
        let here = own.trace().param_grads()[place];
        assert_eq!(row.to_bits(), here.to_bits(), "{limit}");
    }
}

#[test]
fn a_cut_outside_the_sequence_is_refused_by_a_document() {
    let scenario = echo(&json!({"cuts": [4]})).scenario().unwrap();
    let mut document: Value = serde_json::from_str(&document::write(&scenario)).unwrap();
    for cut in [0, 6, -1] {
        document["truncate"]["cuts"] = json!([cut]);
        let error = document::run(&document.to_string())
            .unwrap_err()
            .to_string();
        assert_eq!(
            error,
            format!("truncate.cuts[0]: expected 1 to 5, found {cut}")
        );
    }
}
