//! The gradient of each given number against finite differences, as the page asks for it.

use labs::setup::Setup;
use unrolled::model::CellSpec;
use unrolled::run::{Run, Truncation};
use view::explain::check::check;

#[test]
fn every_weight_input_and_initial_state_of_every_cell_agrees() {
    for spec in CellSpec::all() {
        let cell = spec.cell;
        let chosen = spec.chosen();
        let setup = Setup {
            cell: cell.kind.to_owned(),
            choices: chosen
                .map(|(choice, value)| (choice.key.to_owned(), value.key.to_owned()))
                .collect(),
            ..Setup::default()
        };
        let mut run = Run::of(&setup.scenario().unwrap());
        run.forward();
        run.backward(Truncation::Full);
        let mut references: Vec<String> = vec!["x.t3.u1".to_owned(), "h.t0.u2".to_owned()];
        for spec in &run.program().params {
            for row in 1..=spec.rows {
                references
                    .extend((1..=spec.cols).map(|col| format!("p.{}.r{row}.c{col}", spec.name)));
            }
        }
        for reference in references {
            let check = check(&run, &reference.parse().unwrap()).unwrap();
            assert!(
                check.absolute < 1e-9 || check.relative < 1e-6,
                "{} {reference}: {check:?}",
                spec.name()
            );
        }
    }
}

#[test]
fn what_is_not_one_given_number_cannot_be_checked() {
    let mut run: Run<f64> = Run::of(&Setup::default().scenario().unwrap());
    run.forward();
    run.backward(Truncation::Full);
    for reference in [
        "c.t4.u2",
        "y.t6.u1",
        "p.weight_ih_l0",
        "p.weight_ih_l0.r99.c1",
        "x.t3",
    ] {
        assert_eq!(
            check(&run, &reference.parse().unwrap()),
            None,
            "{reference}"
        );
    }
}
