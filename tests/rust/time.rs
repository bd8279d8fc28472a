//! The numbers that topics 2.3 to 2.5, 3.4 and 3.5 and Appendix A4 promise about a run over time.

use labs::setup::Setup;
use serde_json::json;
use unrolled::ir::Part;
use unrolled::model::Reach;
use unrolled::run::metrics::norm;
use unrolled::run::truncated::Against;
use unrolled::run::{Run, Truncation};

use crate::formulas::Story;

fn story(setup: serde_json::Value) -> Story {
    let setup: Setup = serde_json::from_value(setup).expect("a setup");
    Story::new(&setup)
}

/// The storybook RNN on the echo task.
fn echo() -> Run<f64> {
    let mut run = story(json!({
        "cell": "rnn",
        "loss": {"kind": "squared_error", "at": "each", "reduce": "sum"},
        "target": [0.0, 0.8, -0.5, 0.3, 0.6, -0.7],
    }))
    .run;
    let head = run.param_range("head.weight");
    run.trace_mut().params_mut()[head].copy_from_slice(&[1.0, 0.5, -0.5]);
    run.forward();
    run.backward(Truncation::Full);
    run
}

/// The state detached after these steps.
fn cuts(after: &[usize]) -> Reach {
    Reach {
        cuts: after.to_vec(),
        ..Reach::default()
    }
}

fn against(run: &Run<f64>, truncation: Truncation) -> Against {
    let param = run.program().param("weight_hh_l0").unwrap();
    run.truncated_against_full(param, &truncation.reach(run.trace().steps()))
}

#[track_caller]
fn close(got: f64, want: f64, within: f64) {
    assert!((got - want).abs() <= within, "{got} instead of {want}");
}

/// Topics 2.3 and 2.4: as many parameters at 200 steps as at 6, but as many layers as steps.
#[test]
fn a_longer_sequence_needs_no_further_parameters() {
    for steps in [6, 200] {
        let found =
            story(json!({"cell": "rnn", "head": "none", "seq": {"kind": "made", "steps": steps}}));
        assert_eq!(found.run.program().param_count(), 18);
        assert_eq!(found.run.trace().steps(), steps);
        let updates = found
            .run
            .program()
            .micro_ops
            .iter()
            .filter(|op| op.part == Part::Cell && op.id == "h");
        assert_eq!(updates.count() * steps, steps, "one layer a step");
    }
}

/// Topic 2.5: the start fades like everything else.
#[test]
fn another_start_makes_a_difference_that_fades() {
    let from = |h0: [f64; 3]| story(json!({"cell": "rnn", "h0": h0})).run;
    let (zero, one) = (from([0.0; 3]), from([1.0; 3]));
    let h = zero.program().find("h").unwrap();
    let before = zero.program().carry_into(h).unwrap().previous;
    let apart = |node, t| {
        let pairs = zero
            .trace()
            .value(node, t, 0)
            .iter()
            .zip(one.trace().value(node, t, 0));
        norm(&pairs.map(|(a, b)| a - b).collect::<Vec<_>>())
    };
    close(apart(before, 0), 1.73, 5e-3);
    close(apart(h, 0), 0.88, 5e-3);
    close(apart(h, 5), 0.16, 5e-3);
    // dL/dh_0 = (dh_1/dh_0)ᵀ dL/dh_1.
    let first = zero.step_jacobian(0, 0).transpose();
    let carried = first * nalgebra::DVector::from_row_slice(zero.trace().grad(h, 0, 0));
    for (got, want) in zero.trace().grad(before, 0, 0).iter().zip(carried.iter()) {
        close(*got, *want, 1e-15);
    }
}

/// Topic 3.4 and A4.
#[test]
fn a_window_of_k_steps_is_off_by_so_much() {
    let run = echo();
    close(against(&run, Truncation::Full).full, 1.473_26, 5e-6);
    for (k, error) in [(1, 0.3795), (2, 0.1133), (3, 0.0987), (4, 0.0534)] {
        close(against(&run, Truncation::Sliding(k)).error, error, 5e-5);
    }
    close(
        against(&run, Truncation::Sliding(3)).cosine.unwrap(),
        0.995,
        5e-4,
    );
    for k in [5, 6] {
        let found = against(&run, Truncation::Sliding(k));
        // To the last bit: what is the same is summed in the same order.
        assert_eq!(found.error, 0.0, "window {k}");
        close(found.cosine.unwrap(), 1.0, 1e-15);
    }
    assert_eq!(against(&run, Truncation::Chunked(6)).error, 0.0);
}

/// Topic 3.5: cut between steps 4 and 5, nothing comes back over the cut, and the values stay.
#[test]
fn a_cut_lets_values_through_and_no_gradient() {
    let full = echo();
    let mut cut = echo();
    cut.backward_within(&cuts(&[4]));
    let h = cut.program().find("h").unwrap();
    let future = |run: &Run<f64>| {
        let here = run
            .program()
            .find("logits")
            .or_else(|| run.program().find("o"));
        let upstream = run.trace().grad(here.unwrap(), 3, 0)[0];
        let local = [1.0, 0.5, -0.5].map(|weight| weight * upstream);
        let pairs = run.trace().grad(h, 3, 0).iter().zip(local);
        norm(
            &pairs
                .map(|(total, local)| total - local)
                .collect::<Vec<_>>(),
        )
    };
    close(future(&full), 0.570, 5e-4);
    close(future(&cut), 0.0, 1e-16);
    assert_eq!(full.trace().value(h, 4, 0), cut.trace().value(h, 4, 0));
    assert_eq!(
        full.trace().grad(h, 4, 0),
        cut.trace().grad(h, 4, 0),
        "behind the cut all is the same"
    );

    let mut chunked = echo();
    chunked.backward(Truncation::Chunked(4));
    assert_eq!(chunked.trace().param_grads(), cut.trace().param_grads());
    let mut twice = echo();
    twice.backward_within(&cuts(&[2, 4]));
    let mut pairs = echo();
    pairs.backward(Truncation::Chunked(2));
    assert_eq!(twice.trace().param_grads(), pairs.trace().param_grads());
    let mut none = echo();
    none.backward_within(&cuts(&[]));
    assert_eq!(none.trace().param_grads(), full.trace().param_grads());
}

#[test]
fn memory_is_kept_for_the_longest_stretch() {
    assert_eq!(Truncation::Full.reach(6).steps_kept(6), 6);
    assert_eq!(Truncation::Chunked(4).reach(6).stretches(6), [0..4, 4..6]);
    assert_eq!(Truncation::Chunked(4).reach(6).steps_kept(6), 4);
    let pairs = Truncation::Sliding(2).reach(3);
    assert_eq!(pairs.stretches(3), [0..1, 0..2, 1..3]);
    for k in 1..=6 {
        assert_eq!(Truncation::Sliding(k).reach(6).steps_kept(6), k);
    }
    // x, p, q, a, h and the head's output, prediction, target and loss.
    assert_eq!(echo().numbers_a_step(), 2 + 3 + 3 + 3 + 3 + 1 + 1 + 1 + 1);
}

/// Topic 3.4, preset pulse: the answer at the last step needs x_1, and a window shorter than 6 never sees it.
#[test]
fn a_pulse_out_of_the_window_gets_a_gradient_of_exactly_0() {
    let pulse = || {
        let rows: Vec<[f64; 2]> = (0..6)
            .map(|t| if t == 0 { [1.0, 1.0] } else { [0.0; 2] })
            .collect();
        story(json!({
            "cell": "rnn",
            "seq": {"kind": "numbers", "rows": rows},
            "target": [1.0],
        }))
        .run
    };
    for k in 1..=6 {
        let mut run = pulse();
        run.backward(Truncation::Sliding(k));
        let x = run.program().find("x").unwrap();
        let weight = run.param_range("weight_ih_l0");
        let found = run.trace().param_grads()[weight]
            .iter()
            .chain(run.trace().grad(x, 0, 0));
        let all_zero = found.clone().all(|grad| *grad == 0.0);
        assert_eq!(all_zero, k < 6, "window {k}");
    }
    let param = pulse().program().param("weight_ih_l0").unwrap();
    let found = pulse().truncated_against_full(param, &Truncation::Sliding(5).reach(6));
    assert_eq!(
        (found.error, found.cosine, found.truncated),
        (1.0, None, 0.0)
    );
    assert!(found.full > 0.0);
}
