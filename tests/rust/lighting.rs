//! What is lit and shown with a position: the steps of the strip, the parts that belong to one number.

use labs::setup::Setup;
use unrolled::run::cursor::Timeline;
use unrolled::run::{Run, Truncation};
use view::explain::graph::graph;
use view::explain::strip::{Step, strip};
use view::explain::{Notation, Subject};

#[test]
fn states_and_losses_show_only_once_they_are_computed() {
    let scenario = Setup::default().scenario().unwrap();
    let mut run = Run::of(&scenario);
    run.forward();
    run.backward(Truncation::Full);
    let timeline = Timeline::new(run.program(), run.judged_steps());
    let subject = Subject {
        unit: 2,
        ..Subject::of(&run, &timeline)
    };
    let at = |position: &str| strip(&subject, &position.parse().unwrap(), None);
    let states = |steps: &[Step]| steps.iter().filter(|step| step.state.is_some()).count();
    assert_eq!(states(&at("4.c.f")), 3);
    assert_eq!(states(&at("4.h.f")), 4);
    assert_eq!(at("6.h.f")[5].loss, None);
    let loss = at("6.l.f")[5].loss.unwrap();
    assert!((loss - 0.194).abs() < 1e-3, "{loss}");
    assert_eq!(states(&at("2.dc.b")), 6);
    let marked: Vec<_> = at("1.u.f").iter().map(|step| step.marked).collect();
    assert_eq!(marked, [true, false, false, true, false, false]);
}

#[test]
fn a_weight_lights_its_block_its_row_of_the_sum_and_of_the_gate() {
    let scenario = Setup::default().scenario().unwrap();
    let mut run = Run::of(&scenario);
    run.forward();
    let timeline = Timeline::new(run.program(), run.judged_steps());
    let subject = Subject {
        unit: 2,
        ..Subject::of(&run, &timeline)
    };
    let graph = graph(&subject, &"4.c.f".parse().unwrap(), Notation::Lesson);
    // PyTorch's blocks are i, f, g, o of three rows each: row 5 is the forget gate's second.
    let lit = graph.lit("p.weight_hh_l0.r5.c2");
    for wanted in ["p.weight_hh_l0.f", "a_f.t4.u2", "f.t4.u2"] {
        assert!(lit.iter().any(|own| own == wanted), "{wanted} in {lit:?}");
    }
    assert!(
        !lit.iter()
            .any(|own| own.starts_with("i.") || own.starts_with("a_i."))
    );
    assert!(
        graph
            .lit("p.weight_hh_l0.f")
            .iter()
            .any(|own| own == "f.t4")
    );
    assert_eq!(graph.lit("h.t4.u1"), ["h.t4.u1"]);
}
