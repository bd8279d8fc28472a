//! Gradients of any number chosen as a start, along all roads or those without a matrix.

use labs::setup::Setup;
use labs::setup::{HeadKind, WeightsKind};
use unrolled::ir::{NodeId, Precision};
use unrolled::model::CellSpec;
use unrolled::run::{Roads, Run, Seed, Truncation};

fn run(setup: &Setup) -> Run<f64> {
    let mut run = Run::of(&setup.scenario().unwrap());
    run.forward();
    run.backward(Truncation::Full);
    run
}

fn seed(node: NodeId, t: usize, unit: usize) -> Seed<f64> {
    Seed {
        node,
        t,
        b: 0,
        unit,
        weight: 1.0,
    }
}

/// Without a loss the backward pass itself starts at unit 2 of the last state.
#[test]
fn pulling_at_the_last_state_is_the_backward_pass_that_starts_there() {
    for cell in CellSpec::all() {
        let mut setup = Setup {
            cell: cell.cell.kind.to_owned(),
            head: HeadKind::None,
            ..Setup::default()
        };
        for (choice, value) in cell.chosen() {
            setup
                .choices
                .insert(choice.key.to_owned(), value.key.to_owned());
        }
        let usual = run(&setup);
        let mut pulled = usual.clone();
        let h = pulled.program().find("h").unwrap();
        let seed = seed(h, 5, 1);
        pulled.pull_back(&[seed], Roads::All);
        for id in pulled.program().ids() {
            if Some(id) == pulled.program().loss {
                continue;
            }
            for t in 0..6 {
                let (got, want) = (pulled.trace().grad(id, t, 0), usual.trace().grad(id, t, 0));
                assert_eq!(got, want, "{} {id:?} t{t}", cell.name());
            }
        }
    }
}

/// The numbers of the memory road: unit 2 keeps 96.7 %, unit 1 dies at the second marker.
#[test]
fn without_matrices_a_memory_passes_the_product_of_its_forget_gates() {
    let mut run = run(&Setup::default());
    let c = run.program().find("c").unwrap();
    let seeds = [0, 1, 2].map(|unit| seed(c, 5, unit));
    run.pull_back(&seeds, Roads::Elementwise);
    let road = run.trace().grad(c, 0, 0);
    for (got, want) in road.iter().zip([0.0167, 0.967, 0.33]) {
        assert!((got - want).abs() < 0.005, "{road:?}");
    }
}

#[test]
fn a_run_in_single_precision_can_be_pulled_at_as_well() {
    let pulled = |precision| {
        let setup = Setup {
            precision,
            weights: WeightsKind::Orth,
            ..Setup::default()
        };
        let mut run = Run::computed(&setup.scenario().unwrap(), None);
        let c = run.program().find("c").unwrap();
        let seed = seed(c, 5, 1);
        run.pull_back(&[seed], Roads::All);
        let h = run.program().find("h").unwrap();
        run.trace().grad(h, 0, 0).to_vec()
    };
    let (single, double) = (pulled(Precision::Single), pulled(Precision::Double));
    for (single, double) in single.iter().zip(&double) {
        assert!((single - double).abs() < 1e-5, "{single} {double}");
    }
    assert!(single.iter().any(|part| *part != 0.0), "{single:?}");
}

#[test]
fn a_gate_in_the_middle_can_be_asked_what_it_came_from() {
    let mut run = run(&Setup::default());
    let f = run.program().find("f").unwrap();
    let seed = seed(f, 2, 1);
    run.pull_back(&[seed], Roads::All);
    let a_f = run.program().find("a_f").unwrap();
    let value = run.trace().value(f, 2, 0)[1];
    assert_eq!(run.trace().grad(a_f, 2, 0)[1], value * (1.0 - value));
    assert!(run.trace().grad(a_f, 3, 0).iter().all(|grad| *grad == 0.0));
}
