//! The numbers that the topics and exercises promise, each from the setup a person would make.

use std::collections::BTreeMap;

use labs::sequence::Sequence;
use labs::setup::{BiasKind, HeadKind, WeightsKind};
use labs::setup::{Prepared, Setup};
use labs::summary::{Summary, summary};
use unrolled::model::init::Drawn;
use unrolled::model::{CELLS, CellSpec};
use unrolled::run::Run;

use crate::formulas::{Story, setup};

fn value(story: &Story, key: &str, t: usize, unit: usize) -> f64 {
    let node = story.run.program().find(key).expect("a node");
    story.run.trace().value(node, t - 1, 0)[unit - 1]
}

/// The update of an exercise: weights by hand, one step, from these states.
fn by_hand(cell: &str, x: &[f64], h0: &[f64], c0: Option<&[f64]>) -> Setup {
    #[expect(clippy::cast_precision_loss, reason = "one or two units")]
    Setup {
        cell: cell.to_owned(),
        hidden_size: h0.len() as f64,
        head: HeadKind::None,
        weights: WeightsKind::ByHand,
        seq: Sequence::Numbers {
            rows: vec![x.to_vec()],
        },
        h0: Some(h0.to_vec()),
        c0: c0.map(<[f64]>::to_vec),
        unit: 1.0,
        ..Setup::default()
    }
}

#[track_caller]
fn close(got: f64, want: f64, within: f64) {
    assert!((got - want).abs() <= within, "{got} instead of {want}");
}

fn prepared(setup: &Setup) -> Prepared {
    let prepared = setup.prepared(&mut Drawn::default());
    prepared.expect("a setup that runs")
}

fn summarised(setup: &Setup) -> Summary {
    let prepared = prepared(setup);
    summary(setup, &prepared, &Run::computed(&prepared.scenario, None))
}

/// Topic 2.1 and exercise E1.
#[test]
fn the_rnn_by_hand_comes_to_0_485_and_minus_0_020() {
    let story = Story::new(&by_hand("rnn", &[1.0, 0.5], &[0.2, -0.4], None));
    close(value(&story, "a", 1, 1), 0.53, 1e-12);
    close(value(&story, "a", 1, 2), -0.02, 1e-12);
    close(value(&story, "h", 1, 1), 0.485, 5e-4);
    close(value(&story, "h", 1, 2), -0.020, 5e-4);
}

/// Exercise E5, the worked instance.
#[test]
fn the_lstm_by_hand_comes_to_the_numbers_of_the_worked_exercise() {
    let story = Story::new(&by_hand("lstm", &[1.0], &[0.5], Some(&[0.8])));
    for (key, want) in [
        ("a_f", 0.8),
        ("a_i", 0.5),
        ("a_g", 0.95),
        ("a_o", 0.85),
        ("f", 0.68997),
        ("i", 0.62246),
        ("g", 0.73978),
        ("o", 0.70057),
        ("c", 1.01246),
        ("h", 0.53718),
    ] {
        close(value(&story, key, 1, 1), want, 5e-6);
    }
}

/// Exercise E6, in both update conventions.
#[test]
fn the_gru_by_hand_comes_to_the_numbers_of_the_worked_exercise() {
    let mut setup = by_hand("gru", &[1.0], &[0.5], None);
    let story = Story::new(&setup);
    for (key, want) in [("z", 0.62246), ("r", 0.5), ("n", 0.79134), ("h", 0.68135)] {
        close(value(&story, key, 1, 1), want, 5e-6);
    }
    setup.choices.insert("update".into(), "keep".into());
    close(value(&Story::new(&setup), "h", 1, 1), 0.610, 5e-4);
}

#[test]
fn weights_by_hand_do_not_fit_the_storybook_sequence_of_an_lstm_and_say_so() {
    let setup = Setup {
        weights: WeightsKind::ByHand,
        ..Setup::default()
    };
    assert_eq!(
        prepared(&setup).notices,
        [
            "Weights to check by hand fit 1 input and 1 unit; for 2 inputs and 3 units, orthogonal weights were drawn from seed 7."
        ]
    );
    let rnn = Setup {
        cell: "rnn".to_owned(),
        hidden_size: 2.0,
        ..setup
    };
    assert!(prepared(&rnn).notices.is_empty(), "two inputs, two units");
}

/// Check 7 of the product, and topic 6.3.
#[test]
fn the_candidate_of_unit_3_is_0_839_with_reset_before_and_0_558_with_reset_after() {
    for (reset, want) in [("before", 0.839), ("after", 0.558)] {
        let cell = CellSpec::of("gru").and_then(|gru| gru.with("reset", reset));
        let story = Story::new(&setup(&cell.expect("a variant")));
        close(value(&story, "n", 4, 3), want, 5e-4);
    }
}

/// Topic 5.1: the forget bias is a dial of memory length.
#[test]
fn a_forget_bias_sets_every_forget_gate() {
    for bias in [BiasKind::Single, BiasKind::Double] {
        for (f_bias, want) in [(0.0, 0.5), (1.0, 0.731), (3.0, 0.953), (5.0, 0.993)] {
            let setup = Setup {
                f_bias: Some(f_bias),
                bias,
                ..Setup::default()
            };
            let story = Story::new(&setup);
            for unit in 1..=3 {
                // Step 2 carries no marker, so the bias alone decides.
                close(value(&story, "f", 2, unit), want, 5e-4);
            }
            let line = summarised(&setup);
            assert_eq!(line.effective.f_bias, Some(f_bias));
            assert_eq!(line.effective.z_bias, None);
        }
    }
}

#[test]
fn without_a_bias_of_its_own_every_unit_keeps_what_its_weights_have() {
    let story = Story::new(&Setup::default());
    close(value(&story, "f", 2, 2), 0.993, 5e-4);
    close(value(&story, "f", 2, 3), 0.800, 5e-4);
    let gru = Setup {
        cell: "gru".to_owned(),
        ..Setup::default()
    };
    let line = summarised(&gru);
    assert_eq!(line.effective.z_bias, Some(-1.386));
}

#[test]
fn a_made_sequence_is_an_adding_problem_with_its_own_target() {
    for steps in [1.0, 2.0, 20.0, 500.0] {
        let setup = Setup {
            seq: Sequence::Made { steps },
            ..Setup::default()
        };
        let Prepared {
            scenario, notices, ..
        } = prepared(&setup);
        let columns = &scenario.encoded.columns;
        let sum: f64 = columns.iter().map(|column| column[0] * column[1]).sum();
        assert!((scenario.target.columns[0][0] - sum).abs() < 1e-12);
        assert!(notices.is_empty(), "the storybook fits it");
        let other = Setup { seed: 8.0, ..setup };
        assert_ne!(other.scenario().expect("runs").encoded, scenario.encoded);
    }
    for steps in [0.0, 501.0, 1.5, -1.0, f64::NAN] {
        let setup = Setup {
            seq: Sequence::Made { steps },
            ..Setup::default()
        };
        let refused = setup.scenario().expect_err("out of range").to_string();
        assert_eq!(
            refused,
            "seq.steps: Steps must be a whole number from 1 to 500."
        );
    }
}

#[test]
fn changed_weights_that_do_not_fit_are_left_out_with_a_notice() {
    let with = |edits: &[(&str, f64)]| Setup {
        edits: edits
            .iter()
            .map(|(name, value)| ((*name).to_owned(), *value))
            .collect(),
        ..Setup::default()
    };
    let one = prepared(&with(&[("p.weight_hh_l0.r13.c1", 1.0)]));
    assert_eq!(
        one.notices,
        ["The changed weight p.weight_hh_l0.r13.c1 does not fit this network: left out."]
    );
    let some = prepared(&with(&[
        ("", 1.0),
        ("h.t4.u2", 1.0),
        ("p.weight_hh_l0.r0.c1", 1.0),
        ("p.weight_hh_l0.r1.c1", 0.5),
        ("p.weight_ih_l0.r01.c1", 0.5),
    ]));
    assert_eq!(some.edits, 1);
    assert!(
        some.notices[0].starts_with("4 changed weights do not fit"),
        "{:?}",
        some.notices
    );
    let wrong = with(&[("p.weight_hh_l0.r1.c1", f64::NAN)]);
    let refused = wrong.scenario().expect_err("not finite").to_string();
    assert_eq!(
        refused,
        "edits.p.weight_hh_l0.r1.c1: A changed weight must be a finite number."
    );
    let many: BTreeMap<String, f64> = (0..100_000)
        .map(|n| (format!("p.w.r{n}.c1"), 1.0))
        .collect();
    let many = Setup {
        edits: many,
        ..Setup::default()
    };
    assert!(
        many.scenario()
            .expect_err("too many")
            .message
            .contains("At most 50000")
    );
}

#[test]
fn the_chip_remembers_the_parent_of_changed_weights() {
    let chip = |setup: &Setup| summarised(setup).chip;
    let edits = BTreeMap::from([("p.weight_hh_l0.r1.c1".to_owned(), 0.5)]);
    let setup = Setup {
        edits,
        ..Setup::default()
    };
    assert_eq!(chip(&setup), "LSTM, D 2, H 3, T 6, storybook, edited");
    let held = Setup {
        holds: vec![labs::setup::HoldSetup {
            gate: "f".to_owned(),
            value: 0.0,
            from: 2.0,
            to: 5.0,
        }],
        ..setup
    };
    assert_eq!(chip(&held), "LSTM, D 2, H 3, T 6, storybook, edited, held");
    let line = summarised(&held);
    assert_eq!(line.held, ["forget gate f held at 0, steps 2 to 5"]);
    assert_eq!(line.edited, 1);
}

/// What the page stores crosses as JSON and comes back as it was.
#[test]
fn a_setup_reads_back_as_it_was_written() {
    for cell in CELLS {
        let setup = Setup {
            cell: cell.kind.to_owned(),
            f_bias: Some(2.5),
            edits: BTreeMap::from([("p.weight_hh_l0.r1.c1".to_owned(), 0.1)]),
            seq: Sequence::Made { steps: 12.0 },
            weights: WeightsKind::ByHand,
            precision: unrolled::ir::Precision::Single,
            pair: true,
            ..Setup::default()
        };
        let text = serde_json::to_string(&setup).expect("JSON");
        assert!(text.contains(r#""weights":"byHand""#) && text.contains(r#""precision":"f32""#));
        assert!(text.contains(r#""zBias":null"#) && text.contains(r#""kind":"made""#));
        assert_eq!(
            serde_json::from_str::<Setup>(&text).expect("a setup"),
            setup
        );
    }
}
