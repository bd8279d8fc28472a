//! Gates held at a value: what the run does then, and what is said about it.

use labs::setup::Setup;
use labs::setup::{BiasKind, HoldSetup, LossAt, LossReduce, WeightsKind};
use unrolled::ir::{NodeId, Op};
use unrolled::model::init::Drawn;
use unrolled::model::{CellSpec, Scenario};
use unrolled::run::backward_ops::{BackwardKind, backward_ops, gradient_past};
use unrolled::run::{Passes, Run, Truncation};
use view::explain::check::check;
use view::explain::inspect::inspect;
use view::explain::{Level, Verbosity, evaluate, sentence};

use crate::formulas::{Story, lesson, setup};

fn hold(gate: &str, value: f64, from: f64, to: f64) -> HoldSetup {
    HoldSetup {
        gate: gate.to_owned(),
        value,
        from,
        to,
    }
}

fn holding(hold: HoldSetup) -> Setup {
    Setup {
        holds: vec![hold],
        ..Setup::default()
    }
}

/// Every variant of every cell with each of its gates held in the middle, on random weights.
fn each_held() -> Vec<(String, Setup, &'static str)> {
    let mut all = Vec::new();
    for cell in CellSpec::all() {
        for gate in cell.cell.gates {
            let held = Setup {
                weights: WeightsKind::Gauss,
                bias: BiasKind::Double,
                holds: vec![hold(gate.letter, 0.3, 2.0, 4.0)],
                ..setup(&cell)
            };
            if cell.cell.kind != "rnn" {
                let name = format!("{}, {} held", cell.name(), gate.letter);
                all.push((name, judged_at_each_step(held), gate.letter));
            }
        }
    }
    assert!(all.len() >= 4 * 3 + 2 * 4);
    all
}

/// A run with this scenario set into it, both ways.
fn computed(mut run: Run<f64>, scenario: &Scenario) -> Run<f64> {
    run.set(scenario);
    run.forward();
    run.backward(Truncation::Full);
    run
}

fn judged_at_each_step(mut setup: Setup) -> Setup {
    setup.loss.at = LossAt::Each;
    setup.loss.reduce = LossReduce::Mean;
    setup
}

#[test]
fn a_held_gate_has_its_value_in_every_unit_and_only_at_its_steps() {
    for (name, setup, gate) in each_held() {
        let story = Story::new(&setup);
        let trace = story.run.trace();
        let node = story.run.program().find(gate).expect("a gate");
        for t in 0..6 {
            let is_held = (1..4).contains(&t);
            let values = trace.value(node, t, 0);
            assert_eq!(values.iter().all(|&v| v == 0.3), is_held, "{name} t{t}");
            assert_eq!(trace.held(node, t), is_held.then_some(0.3), "{name} t{t}");
        }
    }
}

#[test]
fn every_gradient_beside_a_held_gate_is_the_slope_of_the_loss() {
    for (name, setup, gate) in each_held() {
        let story = Story::new(&setup);
        let mut references: Vec<String> = vec!["x.t3.u1".into(), "h.t0.u2".into()];
        references.extend((2..=4).map(|t| format!("{gate}.t{t}.u3")));
        for spec in &story.run.program().params {
            for row in 1..=spec.rows {
                let entry = |column| format!("p.{}.r{row}.c{column}", spec.name);
                references.extend((1..=spec.cols).map(entry));
            }
        }
        for reference in references {
            let check = check(&story.run, &reference.parse().expect("a reference"));
            let check = check.unwrap_or_else(|| panic!("{name}: {reference} is given"));
            assert!(
                check.absolute < 1e-9 || check.relative < 1e-6,
                "{name} {reference}: {check:?}"
            );
        }
        let not_held = format!("{gate}.t1.u1").parse().expect("a reference");
        assert_eq!(check(&story.run, &not_held), None, "{name}");
    }
}

#[test]
fn weights_behind_a_gate_that_is_always_held_have_gradient_exactly_zero() {
    for (name, mut setup, gate) in each_held() {
        setup.holds = vec![hold(gate, 0.3, 1.0, 6.0)];
        let story = Story::new(&setup);
        let mut other = 0.0;
        for spec in &story.run.program().params {
            let grads = story.run.trace().param_grads();
            let Some(block) = spec.block(gate) else {
                continue;
            };
            assert!(grads[block].iter().all(|&grad| grad == 0.0), "{name}");
            other += grads[spec.range()]
                .iter()
                .map(|grad| grad.abs())
                .sum::<f64>();
        }
        assert!(other > 0.0, "{name}: the other gates still learn");
    }
}

#[test]
fn every_plan_holds_alike() {
    for (name, setup, _) in each_held() {
        let scenario = setup.scenario().expect("a setup that runs");
        let run = |passes| {
            let run = Run::with_passes(scenario.program.clone(), 6, 1, passes);
            computed(run, &scenario)
        };
        let usual = run(Passes::default());
        for bits in 0..8 {
            let passes = Passes {
                hoist: bits & 1 != 0,
                merge: bits & 2 != 0,
                defer: bits & 4 != 0,
            };
            let other = run(passes);
            for id in scenario.program.ids() {
                for t in 0..6 {
                    let values = (usual.trace().value(id, t, 0), other.trace().value(id, t, 0));
                    assert_eq!(values.0, values.1, "{name} {passes:?} {id:?}");
                }
            }
            let grads = usual.trace().param_grads().iter();
            for (a, b) in grads.zip(other.trace().param_grads()) {
                assert!(
                    (a - b).abs() <= 1e-15 * a.abs().max(1.0),
                    "{name} {passes:?}"
                );
            }
        }
    }
}

#[test]
fn a_run_that_is_set_again_without_holds_is_as_if_nothing_had_been_held() {
    for (name, setup, _) in each_held() {
        let free = Setup {
            holds: vec![],
            ..setup.clone()
        };
        let scenario = free.scenario().expect("a setup that runs");
        let run = computed(Story::new(&setup).run, &scenario);
        let fresh = Story::new(&free).run;
        assert_eq!(run.trace().loss(), fresh.trace().loss(), "{name}");
        assert_eq!(
            run.trace().param_grads(),
            fresh.trace().param_grads(),
            "{name}"
        );
    }
}

#[test]
fn the_formulas_of_a_held_step_evaluate_to_what_was_computed() {
    for (name, setup, _) in each_held() {
        let story = Story::new(&setup);
        let (program, trace) = (story.run.program(), story.run.trace());
        for op in backward_ops(program) {
            let BackwardKind::Gradient { node, .. } = op.kind else {
                continue;
            };
            for t in 0..6 {
                let held: Vec<NodeId> = trace.held_at(t).iter().map(|(node, _)| *node).collect();
                let formula = gradient_past(program, node, true, &held);
                let got = evaluate(&formula, program, trace, t, 0);
                for (got, want) in got.iter().zip(trace.grad(node, t, 0)) {
                    assert!((got - want).abs() < 1e-12, "{name} {} t{t}", op.id);
                }
                assert_eq!(got.len(), program.node(node).rows, "{name} {} t{t}", op.id);
            }
        }
    }
}

#[test]
fn a_held_gate_is_written_and_spoken_as_such_at_every_level() {
    let story = Story::new(&holding(hold("f", 0.0, 2.0, 5.0)));
    let at = |position: &str| position.parse().expect("a position");
    let written = |position: &str, level| lesson(&story.subject(2), position, level).words;
    for (position, level, words) in [
        ("4.f.f", Level::Symbols, "f t equals 0, held"),
        ("4.f.f", Level::Vectors, "( 0, 0, 0 ) equals 0, held"),
        ("4.f.f", Level::Numbers, "f t equals 0, held"),
        ("4.daf.b", Level::Numbers, "delta f t equals 0, f t is held"),
    ] {
        assert_eq!(written(position, level), words);
    }
    assert!(!written("6.f.f", Level::Symbols).contains("held"));
    let said = |position: &str| sentence(&story.subject(2), &at(position), Verbosity::Normal);
    assert_eq!(
        said("4.f.f"),
        "Operation 3, forget gate. Whatever its sum is, f is held at 0."
    );
    assert_eq!(
        said("4.daf.b"),
        "Operation 11, gradient of the forget gate before squashing. \
         Gradient of a f is 0: f is held, so nothing passes."
    );
    let about = |reference: &str| inspect(&story.subject(2), Some(reference), &at("4.daf.b"));
    assert_eq!(
        about("f.t4.u2").words,
        "Held at 0 here, whatever it would be."
    );
    assert_eq!(about("f.t4.u2").given.expect("given").value, 0.0);
    assert!(
        about("d.a_f.t4.u2")
            .words
            .starts_with("0: the forget gate is held here")
    );
}

/// Product topic 5.5: with the output gate shut the memory is kept without being shown.
#[test]
fn memory_is_kept_without_being_shown_when_the_output_gate_is_held_shut() {
    let story = Story::new(&holding(hold("o", 0.0, 2.0, 5.0)));
    let program = story.run.program();
    let value = |key: &str| {
        let node = program.find(key).expect("a node");
        story.run.trace().value(node, 3, 0)[1]
    };
    assert_eq!(value("h"), 0.0);
    assert!((value("c") - 1.163).abs() < 5e-4, "{}", value("c"));
}

#[test]
fn a_hold_that_means_nothing_here_waits_with_a_notice_and_a_wrong_one_is_refused() {
    let notices = |setup: Setup| {
        let prepared = setup.prepared(&mut Drawn::default());
        prepared.expect("a setup that runs").notices
    };
    let on_gru = Setup {
        cell: "gru".to_owned(),
        ..holding(hold("f", 0.0, 1.0, 6.0))
    };
    assert_eq!(
        notices(on_gru),
        ["This cell has no gate f: its hold waits."]
    );
    let late = holding(hold("f", 0.0, 9.0, 12.0));
    assert_eq!(
        notices(late),
        ["The sequence ends at step 6: the hold of f from step 9 on waits."]
    );
    let refused = |hold: HoldSetup| {
        let error = holding(hold).scenario().expect_err("a wrong hold");
        error.to_string()
    };
    assert_eq!(
        refused(hold("q", 0.0, 1.0, 2.0)),
        "holds[0].gate: There is no gate “q”."
    );
    assert_eq!(
        refused(hold("h", 0.0, 1.0, 2.0)),
        "holds[0].gate: There is no gate “h”."
    );
    for (from, to) in [
        (0.0, 2.0),
        (1.5, 2.0),
        (3.0, 2.0),
        (1.0, 501.0),
        (f64::NAN, 2.0),
    ] {
        assert!(refused(hold("f", 0.0, from, to)).contains("must be a whole number"));
    }
    assert!(refused(hold("f", f64::NAN, 1.0, 2.0)).contains("finite"));
    let many = Setup {
        holds: vec![hold("f", 0.0, 1.0, 2.0); 100_000],
        ..Setup::default()
    };
    assert!(
        many.scenario()
            .expect_err("too many")
            .to_string()
            .contains("At most")
    );
}

#[test]
fn only_gates_and_candidates_can_be_held() {
    for cell in CellSpec::all() {
        let scenario = setup(&cell).scenario().expect("a setup that runs");
        for gate in cell.cell.gates {
            let held = unrolled::model::cells::holdable(&scenario.program, gate.letter);
            let is_squashed = held.is_some_and(|node| {
                matches!(scenario.program.node(node).op, Op::Sigmoid(_) | Op::Tanh(_))
            });
            assert_eq!(is_squashed, cell.cell.kind != "rnn", "{}", cell.name());
        }
    }
}

/// What the page copies runs elsewhere with the same numbers, and comes back as it was.
#[test]
fn a_document_carries_the_memory_and_the_holds() {
    for cell in CellSpec::all() {
        let gate = cell.cell.gates[1 % cell.cell.gates.len()].letter;
        let is_held = cell.cell.kind != "rnn";
        let asked = Setup {
            holds: is_held
                .then(|| hold(gate, 0.25, 2.0, 5.0))
                .into_iter()
                .collect(),
            ..setup(&cell)
        };
        let text = document::write(&asked.scenario().expect("a setup that runs"));
        let answer: serde_json::Value =
            serde_json::from_str(&document::run(&text).expect("a document")).expect("JSON");
        let story = Story::new(&asked);
        assert_eq!(answer["loss"], story.run.trace().loss(), "{}", cell.name());
        if is_held {
            let gates = answer["values"][gate][0].as_array().expect("steps");
            assert_eq!(gates[1], serde_json::json!([0.25, 0.25, 0.25]));
            assert_ne!(gates[0], gates[1]);
        }
        let back = labs::adopt::adopt(&text).expect("a document of the page");
        assert_eq!((&back.holds, &back.choices), (&asked.holds, &asked.choices));
        assert_eq!(
            Story::new(&back).run.trace().loss(),
            story.run.trace().loss()
        );
    }
}

#[test]
fn a_document_with_a_wrong_hold_is_refused_with_its_field() {
    let usual = document::write(&Setup::default().scenario().expect("runs"));
    let refused = |holds: serde_json::Value| {
        let mut document: serde_json::Value = serde_json::from_str(&usual).expect("JSON");
        document["holds"] = holds;
        let error = document::run(&document.to_string()).expect_err("a wrong hold");
        error.to_string()
    };
    let no_gate = "gate: the cell lstm has no such gate";
    for (gate, from, to, why) in [
        ("z", 1, 2, no_gate),
        ("h", 1, 2, no_gate),
        ("f", 0, 2, "from: expected 1 to 6, found 0"),
        ("f", 3, 2, "to: expected 3 to 6, found 2"),
        ("f", 3, 7, "to: expected 3 to 6, found 7"),
    ] {
        let one = serde_json::json!([{"gate": gate, "value": 0, "from": from, "to": to}]);
        assert_eq!(refused(one), format!("holds[0].{why}"));
    }
    let unknown = serde_json::json!([{"gate": "f", "value": 0, "from": 1, "to": 2, "unit": 1}]);
    assert!(refused(unknown).contains("unknown field"));
}
