//! What the Time lab shows of topics 2.3 to 3.5 and Appendix A4: every number on screen against its table.

use labs::setup::Setup;
use serde_json::{Value, json};
use view::explain::truncated::{Truncated, truncated};
use view::explain::unrolled::{Arriving, Unrolled, meeting};
use view::explain::{Notation, Verbosity, inspect, sentence};

use crate::formulas::Story;
use crate::truncation::echo;

fn story(more: &Value) -> Story {
    Story::new(&echo(more))
}

/// What the page shows from a position.
fn seen<R>(story: &Story, position: &str, look: impl FnOnce(&Unrolled<'_>) -> R) -> R {
    let subject = story.subject(1);
    let apart = story.run.start_fades();
    let position = position.parse().unwrap();
    let all = Unrolled::new(
        &subject,
        &position,
        Notation::Lesson,
        None,
        apart.as_deref(),
    );
    look(&all.expect("a cell with a state"))
}

#[track_caller]
fn close(got: f64, want: f64) {
    assert!((got - want).abs() <= 5.5e-5, "{got} instead of {want}");
}

#[test]
fn losses_and_both_streams_of_every_step_are_those_of_the_echo_task() {
    let story = story(&json!({}));
    let losses = [0.5343, 0.4097, 0.1125, 0.0930, 0.6107, 0.1498];
    let total = [0.8880, 0.7588, 0.6032, 0.1676, 1.0054, 0.6704];
    let local = [1.2661, 1.1087, 0.5811, 0.5282, 1.3536, 0.6704];
    let future = [0.4083, 0.3782, 0.1198, 0.5701, 0.3991, 0.0];
    close(story.run.trace().loss(), 1.91007);
    seen(&story, "4.dh.b", |all| {
        for t in 1..=6 {
            close(all.loss(t).unwrap(), losses[t - 1]);
            let Arriving {
                local: here,
                future: after,
                total: sum,
                passed,
            } = all.arriving(t, 0).unwrap();
            close(here, local[t - 1]);
            close(after, future[t - 1]);
            close(sum, total[t - 1]);
            assert_eq!(passed, t >= 4, "the cursor has come to step 4");
        }
    });
    let mean = self::story(&json!({
        "loss": {"kind": "squared_error", "at": "each", "reduce": "mean"},
    }));
    close(mean.run.trace().loss(), 0.318_35);
}

#[test]
fn the_shared_weights_are_eighteen_at_any_length_and_the_same_in_every_box() {
    for steps in [6, 200] {
        let setup = json!({"seq": {"kind": "made", "steps": steps}, "edits": {}, "target": null});
        seen(&story(&setup), "4.dh.b", |all| {
            assert_eq!((all.params, all.steps), (18, steps));
            let matrix = all.weights.as_ref().expect("small enough for a box");
            assert_eq!(matrix.reference, "p.weight_hh_l0");
            assert_eq!(matrix.entries[..4], [0.5, 0.0, 0.0, 0.0]);
        });
    }
}

#[test]
fn another_start_is_forgotten_as_the_topic_says_and_a_start_at_zero_has_no_wedge() {
    let other = story(&json!({"h0": [1.0, 1.0, 1.0]}));
    seen(&other, "4.dh.b", |all| {
        let apart = all.from_zero.unwrap();
        for (t, want) in [(0, 1.7321), (1, 0.88), (6, 0.16)] {
            assert!((apart[t] - want).abs() < 5e-3, "{t}: {}", apart[t]);
        }
        assert!(all.start_norm(0).unwrap() > 0.0);
        assert_eq!(all.start(), [1.0, 1.0, 1.0]);
    });
    seen(&story(&json!({})), "4.dh.b", |all| {
        assert!(all.from_zero.is_none());
    });
}

#[test]
fn going_forward_nothing_is_shown_before_its_time() {
    seen(&story(&json!({})), "4.a.f", |all| {
        assert!(all.state(3).is_some() && all.loss(3).is_some());
        assert_eq!(
            (all.state(4), all.loss(4), all.arriving(4, 0)),
            (None, None, None)
        );
        assert_eq!(all.norm(1, 0), None);
    });
}

/// Topic 3.4 on screen: every window's error, the cosine, what is kept.
#[test]
fn the_truncation_panel_has_the_errors_of_the_topic() {
    let found = truncated(&story(&json!({"K": 3})).run).unwrap();
    let recurrent = &found.parts[0];
    let errors = [0.3795, 0.1133, 0.0987, 0.0534, 0.0, 0.0];
    for (window, error) in recurrent.windows.iter().zip(errors) {
        close(window.error, error);
    }
    close(recurrent.chosen.error, 0.0987);
    assert!((recurrent.chosen.cosine.unwrap() - 0.995).abs() < 5e-4);
    assert_eq!((found.kept, found.steps), (3, 6));
    assert_eq!(found.limit, "window of 3 steps");
    assert_eq!(found.memory(), "3 of 6 steps kept, 54 numbers");
    let full: Truncated = truncated(&story(&json!({})).run).unwrap();
    assert_eq!(full.parts[0].chosen.error, 0.0);
    close(full.parts[0].chosen.full, 1.47326);
}

/// Preset pulse: the answer at the last step needs x_1.
#[test]
fn a_pulse_is_lost_to_every_window_shorter_than_the_sequence() {
    let rows: Vec<[f64; 2]> = (0..6)
        .map(|t| if t == 0 { [1.0, 1.0] } else { [0.0; 2] })
        .collect();
    for k in 1..=6 {
        let found = truncated(
            &story(&json!({
                "K": k,
                "edits": {},
                "seq": {"kind": "numbers", "rows": rows},
                "loss": {"kind": "squared_error", "at": "last", "reduce": "sum"},
                "target": [1.0],
            }))
            .run,
        )
        .unwrap();
        let input = &found.parts[1];
        assert_eq!(input.chosen.truncated == 0.0, k < 6, "window {k}");
        if k < 6 {
            assert_eq!(found.words, "Exactly 0 is left for the input weights.");
            assert_eq!((input.chosen.error, input.chosen.cosine), (1.0, None));
        }
    }
}

/// Topic 3.5 on screen.
#[test]
fn at_the_scissors_the_value_crosses_and_the_gradient_is_exactly_0() {
    let cut = story(&json!({"cuts": [4]}));
    let position = "4.dh.b".parse().unwrap();
    let looked = inspect(&cut.subject(1), Some("cut.t4"), &position);
    let rows: Vec<_> = looked
        .rows
        .iter()
        .map(|row| (row.label.as_str(), row.value.as_str()))
        .collect();
    assert_eq!(rows[1], ("gradient crossing, norm", "0"));
    assert_eq!(rows[2], ("without truncation", "0.570071"));
    seen(&cut, "4.dh.b", |all| {
        assert_eq!(all.cuts, [4]);
        assert_eq!(all.arriving(4, 0).unwrap().future, 0.0);
        assert_eq!(all.stretch, (0..4, 4));
    });
    let found = truncated(&cut.run).unwrap();
    assert_eq!((found.kept, found.limit.as_str()), (4, "cut after step 4"));
    let open = inspect(&story(&json!({})).subject(1), Some("cut.t4"), &position);
    assert_eq!(open.rows[0].value, rows[0].1, "the value is the same");
    assert_eq!(open.rows[1].value, "0.570071");
}

#[test]
fn the_junction_panel_follows_the_step_whatever_the_op() {
    let story = story(&json!({}));
    for op in ["dlo", "dh", "dprev"] {
        let position = format!("4.{op}.b").parse().unwrap();
        let found = meeting(&story.subject(1), &position).unwrap();
        close(found.total.norm, 0.1676);
        assert!((found.total.unit - 0.0577).abs() < 5e-5);
        assert_eq!(found.words, "they nearly cancel: cosine \u{2212}0.96");
    }
    assert!(meeting(&story.subject(1), &"4.h.f".parse().unwrap()).is_none());
    let said = sentence(
        &story.subject(1),
        &"4.dh.b".parse().unwrap(),
        Verbosity::Normal,
    );
    assert!(said.contains("Two streams meet"), "{said}");
}

#[test]
fn nothing_here_panics_at_one_step_or_five_hundred_with_any_cell_or_limit() {
    for cell in ["rnn", "gru", "lstm"] {
        for steps in [1, 2, 500] {
            for limit in [
                json!({}),
                json!({"K": 7}),
                json!({"detachEvery": 3, "cuts": [1, 499]}),
            ] {
                let mut setup = json!({
                    "cell": cell,
                    "seq": {"kind": "made", "steps": steps},
                    "h0": [1e300, -1e300, 0.0],
                });
                for (key, value) in limit.as_object().unwrap() {
                    setup[key] = value.clone();
                }
                let setup: Setup = serde_json::from_value(setup).unwrap();
                let story = Story::new(&setup);
                seen(&story, "1.dh.b", |all| {
                    assert!(all.norm(steps, 0).is_some());
                    assert!(all.arriving(steps, all.lanes() - 1).is_some());
                });
                assert!(truncated(&story.run).is_some());
            }
        }
    }
}
