//! A run in float32: its own numbers, widened exactly, and honest about what it loses.

use std::collections::BTreeMap;

use labs::sequence::Sequence;
use labs::setup::Setup;
use labs::setup::{HeadKind, LossAt, WeightsKind};
use labs::summary::{Summary, summary};
use unrolled::ir::Precision;
use unrolled::model::CellSpec;
use unrolled::model::init::Drawn;
use unrolled::run::Run;
use view::explain::check::check;
use view::explain::inspect::inspect;

use crate::formulas::{Story, setup};

fn single(setup: Setup) -> Setup {
    Setup {
        precision: Precision::Single,
        ..setup
    }
}

/// h_t = factor · h_{t-1} from h_0 = 1: a straight line on a log axis.
fn decay(factor: f64) -> Setup {
    let mut setup = Setup {
        cell: "rnn".to_owned(),
        hidden_size: 1.0,
        head: HeadKind::None,
        weights: WeightsKind::Edited,
        h0: Some(vec![1.0]),
        unit: 1.0,
        seq: Sequence::Numbers {
            rows: vec![vec![0.0]; 500],
        },
        ..Setup::default()
    };
    setup.choices.insert("activation".into(), "identity".into());
    setup.edited = Some(BTreeMap::from([
        ("weight_ih_l0".to_owned(), vec![vec![0.0]]),
        ("weight_hh_l0".to_owned(), vec![vec![factor]]),
        ("bias_ih_l0".to_owned(), vec![vec![0.0]]),
    ]));
    setup
}

#[test]
fn every_number_of_a_run_in_float32_is_a_float32() {
    for cell in CellSpec::all() {
        let usual = Story::new(&setup(&cell)).run;
        let run = Story::new(&single(setup(&cell))).run;
        assert_eq!(run.trace().precision(), Precision::Single);
        let mut differing = 0;
        for id in run.program().ids() {
            for t in 0..6 {
                let columns = [run.trace().value(id, t, 0), run.trace().grad(id, t, 0)];
                for number in columns.concat() {
                    #[expect(clippy::cast_possible_truncation, reason = "whether it is one")]
                    let narrow = f64::from(number as f32);
                    assert_eq!(narrow.to_bits(), number.to_bits(), "{}", cell.name());
                }
                differing +=
                    usize::from(run.trace().value(id, t, 0) != usual.trace().value(id, t, 0));
            }
        }
        assert!(differing > 0, "{}: not the numbers of float64", cell.name());
        let off = (run.trace().loss() - usual.trace().loss()).abs();
        assert!(off > 0.0 && off < 1e-6, "{}: {off:e}", cell.name());
    }
}

#[test]
fn finite_differences_are_taken_in_float64_and_say_so() {
    let mut asked = single(Setup::default());
    asked.loss.at = LossAt::Each;
    let story = Story::new(&asked);
    for reference in ["p.weight_ih_l0.r5.c2", "x.t3.u1", "p.head.weight.r1.c2"] {
        let check = check(&story.run, &reference.parse().expect("a reference")).expect("given");
        assert!(check.absolute < 1e-9 || check.relative < 1e-6, "{check:?}");
        assert!(check.words.contains("Both in float64"), "{}", check.words);
    }
}

#[test]
fn a_run_that_lent_its_memory_does_not_change_the_numbers() {
    let one = single(Setup::default()).scenario().expect("runs");
    let other = single(Setup {
        seed: 8.0,
        weights: WeightsKind::Gauss,
        ..Setup::default()
    })
    .scenario()
    .expect("runs");
    let reused = Run::computed(&one, Some(Run::computed(&other, None)));
    let fresh = Run::computed(&one, None);
    assert_eq!(reused.trace().param_grads(), fresh.trace().param_grads());
}

/// Appendix A5: 0.8^k is subnormal from k = 392 and then sticks at 2.8e-45 instead of going on.
#[test]
fn a_number_that_loses_digits_is_marked_and_explained() {
    let story = Story::new(&single(decay(0.8)));
    let at = "500.h.f".parse().expect("a position");
    let about = |t: usize| inspect(&story.subject(1), Some(&format!("h.t{t}.u1")), &at);
    let words = "Subnormal in float32: digits are being lost.";
    for (t, is_lost) in [(391, false), (392, true), (500, true)] {
        let about = about(t);
        assert_eq!(about.rows[0].value.ends_with(" s"), is_lost, "{about:?}");
        assert_eq!(about.words.contains(words), is_lost, "{about:?}");
    }
    assert_eq!(about(500).rows[0].value, "2.80260e−45 s");
    let double = Story::new(&decay(0.8));
    let exact = inspect(&double.subject(1), Some("h.t500.u1"), &at);
    assert!(!exact.rows[0].value.ends_with(" s"), "{exact:?}");
}

fn summarised(setup: &Setup) -> Summary {
    let prepared = setup.prepared(&mut Drawn::default()).expect("runs");
    summary(setup, &prepared, &Run::computed(&prepared.scenario, None))
}

/// Appendix A5: 1.2^k leaves float32 at k = 487.
#[test]
fn an_overflow_says_where_it_happened() {
    let line = summarised(&single(decay(1.2)));
    let overflow = line.overflow.expect("an overflow");
    assert_eq!(
        overflow.text,
        "Values overflowed at step 487 in the mixed state."
    );
    assert_eq!(overflow.position.expect("a place").to_string(), "487.ph.f");
    assert!(line.chip.ends_with("own weights, float32"), "{}", line.chip);
    assert_eq!(summarised(&decay(1.2)).overflow, None);
}
