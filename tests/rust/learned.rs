//! Initial states found by gradient descent.

use labs::edit::edit;
use labs::learned::learned as words;
use labs::setup::Setup;
use labs::setup::{LossAt, StartKind};
use unrolled::model::{End, Scenario};
use unrolled::run::Run;
use unrolled::run::learned::learned;

/// The storybook cell judged at each step, its start learned.
fn setup(cell: &str) -> Setup {
    let mut setup = Setup {
        cell: cell.to_owned(),
        target: Some(vec![0.0, 0.8, -0.5, 0.3, 0.6, -0.7]),
        ..Setup::default()
    };
    setup.loss.at = LossAt::Each;
    setup.start.how = StartKind::Learned;
    setup
}

fn found(setup: &Setup) -> Scenario {
    learned(setup.scenario().unwrap())
}

fn loss(scenario: &Scenario) -> f64 {
    Run::computed(scenario, None).trace().loss()
}

#[test]
fn one_update_goes_against_the_slope_that_finite_differences_find() {
    for cell in ["rnn", "gru", "lstm"] {
        let mut setup = setup(cell);
        setup.start.updates = 1.0;
        setup.h0 = Some(vec![0.3, -0.2, 0.1]);
        setup.c0 = Some(vec![0.1, 0.2, -0.4]);
        let given = setup.scenario().unwrap();
        let found = found(&setup);
        let slope = |of: fn(&mut Scenario) -> &mut Vec<f64>, unit: usize| {
            let at = |by: f64| {
                let mut moved = given.clone();
                of(&mut moved)[unit] += by;
                loss(&moved)
            };
            (at(1e-5) - at(-1e-5)) / 2e-5
        };
        for unit in 0..3 {
            let wanted = given.h0[unit] - setup.start.rate * slope(|it| &mut it.h0, unit);
            assert!((found.h0[unit] - wanted).abs() < 1e-9, "{cell} {unit}");
            let wanted = given.c0[unit] - setup.start.rate * slope(|it| &mut it.c0, unit);
            assert!((found.c0[unit] - wanted).abs() < 1e-9, "{cell} {unit}");
        }
    }
}

#[test]
fn the_loss_falls_with_every_update() {
    for cell in ["rnn", "gru", "lstm"] {
        let mut last = f64::INFINITY;
        for updates in [1.0, 5.0, 20.0, 40.0] {
            let mut setup = setup(cell);
            setup.start.updates = updates;
            let scenario = found(&setup);
            let learned = scenario.learned.unwrap();
            assert_eq!(learned.end, End::Done);
            assert!(learned.after < last.min(learned.before), "{cell} {updates}");
            assert_eq!(learned.after.to_bits(), loss(&scenario).to_bits());
            last = learned.after;
        }
    }
}

#[test]
fn a_start_that_runs_away_stays_at_the_last_finite_one() {
    let mut setup = setup("rnn");
    setup
        .choices
        .insert("activation".to_owned(), "identity".to_owned());
    setup.start.rate = 1e6;
    let scenario = found(&setup);
    let learned = scenario.learned.unwrap();
    assert_eq!(learned.end, End::Diverged);
    assert!((1..40).contains(&learned.updates), "{learned:?}");
    assert!(scenario.h0.iter().all(|number| number.is_finite()));
    assert!(loss(&scenario).is_finite());
    let said = words(&scenario).unwrap();
    assert!(said.contains("the last start that was finite stays: the rate is too high."));
}

#[test]
fn without_a_loss_or_a_gradient_the_start_stays_and_that_is_said() {
    let mut none = setup("rnn");
    none.head = labs::setup::HeadKind::None;
    none.target = None;
    none.h0 = Some(vec![0.5, 0.0, 0.0]);
    let mut cut = setup("rnn");
    cut.loss.at = LossAt::Last;
    cut.target = Some(vec![1.4]);
    cut.window = Some(2.0);
    cut.h0 = none.h0.clone();
    for (setup, said) in [
        (
            none,
            "There is no loss to learn from: the start stays as given.",
        ),
        (
            cut,
            "No gradient arrives at the start: there is nothing to learn it from.",
        ),
    ] {
        let scenario = found(&setup);
        assert_eq!(Some(&scenario.h0), setup.h0.as_ref());
        assert_eq!(words(&scenario).as_deref(), Some(said));
    }
    assert_eq!(words(&Setup::default().scenario().unwrap()), None);
}

#[test]
fn a_learned_number_changed_by_hand_goes_on_from_what_was_learned() {
    let setup = setup("lstm");
    let scenario = found(&setup);
    let changed = edit(&setup, &scenario, "h.t0.u2", 0.25).unwrap();
    assert_eq!(changed.start.how, StartKind::Given);
    let start = changed.scenario().unwrap();
    assert_eq!(start.h0, [scenario.h0[0], 0.25, scenario.h0[2]]);
    assert_eq!(start.c0, scenario.c0);
}
