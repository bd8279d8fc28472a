//! Numbers that are given can be changed where they are printed, and nothing else can.

use std::collections::BTreeSet;

use labs::edit::edit;
use labs::sequence::Sequence;
use labs::setup::Setup;
use labs::setup::{BiasKind, HeadKind, HoldSetup, LossAt, WeightsKind};
use unrolled::model::CellSpec;
use unrolled::run::cursor::{Direction, Move, Position};
use view::explain::inspect::{Kind, inspect};
use view::explain::{El, Level, Notation, Subject, formula};

use crate::formulas::{Story, setup};

fn changed(setup: &Setup, reference: &str, value: f64) -> Result<Setup, String> {
    let scenario = setup.scenario().expect("a setup that runs");
    edit(setup, &scenario, reference, value).map_err(|error| error.to_string())
}

fn held(gate: &str, value: f64) -> HoldSetup {
    HoldSetup {
        gate: gate.to_owned(),
        value,
        from: 2.0,
        to: 5.0,
    }
}

/// Every variant of every cell, judged at each step, with a gate held where it has one.
fn setups() -> Vec<Setup> {
    let all = CellSpec::all();
    let each = all.iter().map(|cell| Setup {
        loss: labs::setup::LossSetup {
            at: LossAt::Each,
            ..Setup::default().loss
        },
        bias: BiasKind::Double,
        holds: match cell.cell.kind {
            "lstm" => vec![held("f", 0.0)],
            "gru" => vec![held("z", 0.25)],
            _ => vec![],
        },
        ..setup(cell)
    });
    each.collect()
}

/// The given numbers in a printed formula: reference, value, step.
fn given_in(el: &El, found: &mut Vec<(String, f64, f64)>) {
    let attribute = |name: &str| {
        let attributes = el.attributes.iter();
        let own = attributes.filter(|(own, _)| *own == name);
        own.map(|(_, value)| value.clone()).next()
    };
    if let Some(value) = attribute("data-given") {
        let number = |text: &str| text.parse().expect("a number");
        let step = attribute("data-step").expect("a step");
        assert!(!attribute("data-name").expect("a name").is_empty());
        assert!(
            el.class
                .as_ref()
                .is_some_and(|class| class.contains("given"))
        );
        found.push((
            el.reference.clone().expect("a reference"),
            number(&value),
            number(&step),
        ));
    }
    for child in &el.children {
        given_in(child, found);
    }
}

/// All given numbers that any formula of a setup prints.
fn all_given(setup: &Setup) -> Vec<(String, f64, f64)> {
    let story = Story::new(setup);
    let subject = story.subject(2);
    let start = Position {
        t: 1,
        op: String::new(),
        dir: Direction::Forward,
    };
    let mut position = story.timeline.step(&start, Move::First);
    let mut found = Vec::new();
    loop {
        for level in [Level::Symbols, Level::Vectors, Level::Numbers] {
            let formula = formula(&subject, &position, level, Notation::Lesson).expect("an op");
            given_in(&formula.tree, &mut found);
        }
        let next = story.timeline.step(&position, Move::Next);
        if next == position {
            return found;
        }
        position = next;
    }
}

/// The storybook's forget gate: one term of five is not 0. A weight that is being dragged through 0 stays in the line.
#[test]
fn a_number_that_is_being_changed_stays_in_the_line_though_it_adds_nothing() {
    let story = Story::new(&Setup::default());
    let position = "4.af.f".parse().expect("a position");
    let printed = |kept| {
        let subject = Subject {
            kept,
            ..story.subject(2)
        };
        let line = formula(&subject, &position, Level::Numbers, Notation::Lesson).expect("an op");
        let mut found = Vec::new();
        given_in(&line.tree, &mut found);
        (
            found.into_iter().map(|(name, ..)| name).collect::<Vec<_>>(),
            line.latex,
        )
    };
    let zero = "p.weight_hh_l0.r5.c3";
    let (usual, latex) = printed(None);
    assert!(!usual.iter().any(|name| name == zero), "{latex}");
    let (kept, latex) = printed(Some(zero));
    assert!(kept.iter().any(|name| name == zero), "{latex}");
}

#[test]
fn every_given_number_that_is_printed_can_be_changed_and_back() {
    for setup in setups() {
        let found = all_given(&setup);
        let references: BTreeSet<&str> = found.iter().map(|(name, ..)| name.as_str()).collect();
        for wanted in ["x.t3.u1", "h.t0.u2", "y.t2.u1", "p.weight_ih_l0.r2.c1"] {
            assert!(references.contains(wanted), "{wanted} in {references:?}");
        }
        for (reference, value, step) in &found {
            let what = format!("{} {reference}", setup.cell);
            assert_eq!(
                changed(&setup, reference, *value).as_ref(),
                Ok(&setup),
                "{what}"
            );
            let moved = changed(&setup, reference, value + step).expect(&what);
            assert_ne!(moved, setup, "{what}");
            let scenario = moved.scenario().expect(&what);
            let again = edit(&moved, &scenario, reference, value + step).expect(&what);
            assert_eq!(again, moved, "{what}: the new value stands");
        }
    }
}

#[test]
fn what_the_inspector_calls_given_is_what_can_be_changed() {
    for setup in setups() {
        let story = Story::new(&setup);
        let at: Position = "4.h.f".parse().expect("a position");
        for reference in [
            "x.t3.u1",
            "x.t3",
            "h.t0.u2",
            "h.t0",
            "h.t3.u2",
            "c.t0.u1",
            "y.t2.u1",
            "f.t3.u1",
            "f.t1.u1",
            "z.t3.u2",
            "n.t3.u2",
            "p.weight_hh_l0.r3.c2",
            "p.weight_hh_l0",
            "p.head.bias.r1.c1",
            "d.h.t3.u1",
            "p.weight_hh_l0.r99.c1",
            "x.t9.u1",
            "t3",
            "nothing",
        ] {
            let about = inspect(&story.subject(2), Some(reference), &at);
            if let Some(given) = about.given {
                let own = changed(&setup, &given.reference, given.value);
                assert_eq!(own.as_ref(), Ok(&setup), "{reference}");
            } else {
                let refused = changed(&setup, reference, 0.5);
                assert!(refused.is_err(), "{} {reference}", setup.cell);
            }
        }
    }
}

#[test]
fn a_changed_weight_lies_over_whatever_weights_there_are() {
    let setup = changed(&Setup::default(), "p.weight_ih_l0.r5.c2", -1.5).expect("a weight");
    assert_eq!(setup.edits["p.weight_ih_l0.r5.c2"], -1.5);
    let params = |setup: &Setup| setup.scenario().expect("runs").params;
    let usual = params(&Setup::default());
    let differing: Vec<usize> = (0..usual.len())
        .filter(|&place| usual[place].to_bits() != params(&setup)[place].to_bits())
        .collect();
    assert_eq!(differing, [9]);
    let random = Setup {
        weights: WeightsKind::Gauss,
        ..setup
    };
    assert_eq!(params(&random)[9], -1.5);
}

#[test]
fn the_storybook_keeps_its_target_when_its_input_is_changed() {
    let setup = changed(&Setup::default(), "x.t4.u1", 0.9).expect("an input");
    let Sequence::Numbers { rows } = &setup.seq else {
        panic!("{:?}", setup.seq);
    };
    assert_eq!(rows[3], [0.9, 1.0]);
    assert_eq!(setup.target, Some(vec![0.8 + 0.6]));
    let story = Story::new(&setup);
    let loss = story.run.trace().loss();
    assert!(
        (0.05..0.194).contains(&loss),
        "a little nearer than before: {loss}"
    );
}

#[test]
fn what_was_computed_cannot_be_changed() {
    let setup = Setup::default();
    for (reference, value, why) in [
        ("c.t4.u2", 1.0, "computed"),
        ("f.t4.u2", 1.0, "computed"),
        ("y.t3.u1", 1.0, "computed"),
        ("x.t4", 1.0, "computed"),
        ("x.t99.u1", 1.0, "computed"),
        ("x.t0.u1", 1.0, "computed"),
        ("p.weight_hh_l0.r99.c1", 1.0, "computed"),
        ("d.c.t4.u2", 1.0, "computed"),
        ("", 1.0, "not a number that is given"),
        ("p.weight_ih_l0.r5.c2", f64::NAN, "finite"),
        ("x.t1.u1", f64::INFINITY, "finite"),
    ] {
        let refused = changed(&setup, reference, value).expect_err(reference);
        assert!(refused.contains(why), "{reference}: {refused}");
    }
    let text = Setup {
        seq: Sequence::Text {
            text: "abba".to_owned(),
        },
        ..Setup::default()
    };
    assert!(changed(&text, "x.t1.u1", 0.5).is_err());
    let classes = Setup {
        head: HeadKind::Softmax,
        ..Setup::default()
    };
    let refused = changed(&classes, "y.t6.u1", 0.5).expect_err("half a class");
    assert!(refused.contains("from 0 to 1"), "{refused}");
}

#[test]
fn a_held_gate_is_changed_in_its_hold() {
    let setup = Setup {
        holds: vec![held("o", 0.0)],
        ..Setup::default()
    };
    let moved = changed(&setup, "o.t4.u1", 0.5).expect("held there");
    assert_eq!(moved.holds, [held("o", 0.5)]);
    assert!(changed(&setup, "o.t6.u1", 0.5).is_err(), "not held there");
}

#[test]
fn the_six_largest_terms_of_a_sum_are_listed_with_their_share() {
    let story = Story::new(&Setup::default());
    let at: Position = "4.c.f".parse().expect("a position");
    let sum = inspect(&story.subject(1), Some("a_f.t4.u1"), &at);
    assert_eq!(sum.kind, Kind::Value);
    let products = sum.products.expect("a dot product");
    assert_eq!(products.len(), 5);
    assert_eq!(products[0].label, "x 2: −8.000 × 1.000");
    assert_eq!((products[0].value, products[0].share), (-8.0, -1.0));
    assert_eq!(products[0].reference, "p.weight_ih_l0.r4.c2");
    let gate = inspect(&story.subject(1), Some("f.t4.u1"), &at);
    assert_eq!(gate.products, None);
    let wide = Setup {
        hidden_size: 64.0,
        weights: WeightsKind::Orth,
        ..Setup::default()
    };
    let story = Story::new(&wide);
    let sum = inspect(&story.subject(1), Some("a_f.t4.u1"), &at);
    let products = sum.products.expect("a dot product");
    assert_eq!(products.len(), 6);
    assert!(
        products
            .windows(2)
            .all(|two| two[0].share.abs() >= two[1].share.abs())
    );
}

/// On the way back the state before this step has part of its gradient as soon as this step passed it on.
#[test]
fn a_gradient_is_told_as_far_as_it_has_come() {
    let story = Story::new(&Setup::default());
    let about = |position: &str| {
        let at: Position = position.parse().expect("a position");
        inspect(&story.subject(2), Some("d.c.t3.u2"), &at)
    };
    let before = about("4.dc.b");
    assert!(before.rows.is_empty() && before.words.starts_with("Not known yet"));
    let so_far = about("4.dcprev.b");
    assert_eq!(
        so_far.words,
        "So far, what step 4 passes back: −0.195 = −0.196 × 0.993"
    );
    assert_eq!(so_far.rows[0].value, "−0.194555");
    assert_eq!(so_far.kind, Kind::Gradient);
    let whole = about("3.dc.b");
    assert!(!whole.words.starts_with("So far"), "{}", whole.words);
}
