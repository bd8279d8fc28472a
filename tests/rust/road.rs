//! The memory road: how much of a state of long ago is left, and what a gate that stays would leave.

use labs::setup::Setup;
use serde_json::json;
use view::explain::road;
use view::explain::road::{MemoryRoad, decay};

use crate::formulas::Story;

fn story(setup: serde_json::Value) -> Story {
    let setup: Setup = serde_json::from_value(setup).unwrap();
    Story::new(&setup)
}

fn of(story: &Story, unit: usize) -> MemoryRoad {
    road(&story.subject(unit), &"4.dcprev.b".parse().unwrap()).unwrap()
}

#[test]
fn the_adder_keeps_nearly_all_the_fader_half_and_the_latch_nothing() {
    let found = of(&Story::new(&Setup::default()), 2);
    let kept: Vec<_> = found
        .lanes
        .iter()
        .map(|lane| (lane.kept.as_str(), lane.kept_directly.as_str()))
        .collect();
    let expected = [
        ("1.7 %", "1.7 %"),
        ("96.7 %", "96.7 %"),
        ("51.9 %", "32.8 %"),
    ];
    assert_eq!(kept, expected);
    let latch = &found.lanes[0].total;
    assert!(latch[3] > 0.9 && latch[2] < 0.02, "it dies at step 4");
    assert_eq!(latch[5], 1.0);
}

#[test]
fn the_direct_road_is_the_product_of_the_gates_that_keep() {
    for cell in ["lstm", "gru"] {
        for value in ["write", "keep"] {
            let mut setup = json!({ "cell": cell });
            if cell == "gru" {
                setup["choices"] = json!({ "update": value });
            }
            let found = of(&story(setup), 1);
            let gate = found.gate.as_ref().unwrap();
            for (lane, valves) in found.lanes.iter().zip(&gate.lanes) {
                let mut product = 1.0;
                for t in (0..5).rev() {
                    product *= valves.values[t + 1];
                    assert!((lane.direct[t] - product).abs() < 1e-12, "{cell} {t}");
                }
            }
        }
    }
}

/// Central differences on the last state, for what is given at the start.
#[test]
fn the_whole_road_is_what_a_small_change_at_the_start_does() {
    for cell in ["lstm", "gru", "rnn"] {
        let setup: Setup =
            serde_json::from_value(json!({ "cell": cell, "weights": "orth", "seed": 3 })).unwrap();
        let story = Story::new(&setup);
        let state = story
            .run
            .program()
            .find(if cell == "lstm" { "c" } else { "h" });
        let state = state.unwrap();
        let carry = story.run.program().carry_into(state).unwrap();
        let units = [0, 1, 2];
        let found = story.run.memory_road(state, 0, |_| units.to_vec());
        let mut shifted = story.run.clone();
        let last = |run: &mut unrolled::run::Run<f64>, unit: usize, by: f64| {
            run.trace_mut().value_mut(carry.previous, 0, 0)[unit] = by;
            run.forward();
            let end = run.trace().value(state, 5, 0)[unit];
            run.trace_mut().value_mut(carry.previous, 0, 0)[unit] = 0.0;
            end
        };
        for unit in units {
            let step = 1e-6;
            let difference =
                (last(&mut shifted, unit, step) - last(&mut shifted, unit, -step)) / (2.0 * step);
            // The road ends at step 1; one more step back is the gradient of the initial state.
            let mut pulled = story.run.clone();
            let seed = unrolled::run::Seed {
                node: state,
                t: 5,
                b: 0,
                unit,
                weight: 1.0,
            };
            pulled.pull_back(&[seed], unrolled::run::Roads::All);
            let whole = pulled.trace().grad(carry.previous, 0, 0)[unit];
            assert!((whole - difference).abs() < 1e-8, "{cell} {unit}");
            assert_eq!(found.total[unit][0], pulled.trace().grad(state, 0, 0)[unit]);
        }
    }
}

#[test]
fn a_plain_network_has_no_direct_road_and_no_gate() {
    let found = of(&story(json!({ "cell": "rnn" })), 2);
    assert!(found.gate.is_none() && found.decay.is_none());
    assert_eq!(found.lanes[1].direct, [0.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
}

#[test]
fn of_many_units_the_selected_one_and_the_extremes_have_lanes() {
    let many = story(json!({ "H": 16, "weights": "orth" }));
    let found = of(&many, 5);
    assert!((2..=3).contains(&found.lanes.len()));
    assert!(
        found
            .lanes
            .iter()
            .any(|lane| lane.unit == 5 && lane.selected)
    );
}

#[test]
fn a_gate_that_stays_halves_the_memory_after_its_half_life() {
    let logistic = |bias: f64| 1.0 / (1.0 + libm::exp(-bias));
    let expected = [
        (0.0, 9.5e-7, "1.00 steps"),
        (1.0, 0.0019, "2.21 steps"),
        (3.0, 0.378, "14.3 steps"),
        (5.0, 0.874, "103 steps"),
    ];
    for (bias, after, half_life) in expected {
        let found = decay(logistic(bias));
        let last = found.curve[20];
        assert!((last / after - 1.0).abs() < 0.01, "{bias}: {last}");
        assert_eq!(found.half_life, ("half-life", half_life.to_owned()));
    }
    assert_eq!(decay(1.0).half_life.1, "never");
    assert_eq!(decay(0.0).half_life.1, "0 steps");
}
