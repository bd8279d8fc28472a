//! The plan's rearrangements: none may change what is computed.

use unrolled::model::{Biases, CellSpec, Head, LossKind, NetworkSpec};
use unrolled::run::{Passes, Run, Truncation};

const STEPS: usize = 5;
const BATCH: usize = 2;

fn spec(cell: CellSpec, hidden_size: usize, biases: Biases) -> NetworkSpec {
    NetworkSpec {
        cell,
        input_size: 3,
        hidden_size,
        biases,
        head: Head::Linear {
            outputs: 2,
            bias: true,
        },
        loss: Some(LossKind::SquaredError),
    }
}

/// A run with every number set to something of its own.
fn run(spec: &NetworkSpec, passes: Passes, truncation: Truncation) -> Run<f64> {
    let program = spec.program().expect("the cell's shapes fit");
    let mut run = Run::with_passes(program, STEPS, BATCH, passes);
    let mut state = 12_345_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 8) / f64::from(1 << 24) - 0.5
    };
    run.trace_mut().params_mut().fill_with(&mut next);
    let inputs = ["x", "y"].map(|key| run.program().find(key).expect("an input"));
    for t in 0..STEPS {
        for b in 0..BATCH {
            for input in inputs {
                run.trace_mut().value_mut(input, t, b).fill_with(&mut next);
            }
            run.trace_mut().set_loss_weight(t, b, 1.0);
        }
    }
    run.forward();
    run.backward(truncation);
    run
}

fn every_spec() -> impl Iterator<Item = NetworkSpec> {
    let biases = [(true, false), (true, true), (false, true), (false, false)];
    let sizes = [1, 3, 4, 7];
    CellSpec::all().into_iter().flat_map(move |cell| {
        biases
            .into_iter()
            .zip(sizes)
            .map(move |((input, hidden), size)| spec(cell.clone(), size, Biases { input, hidden }))
    })
}

const PLAIN: Passes = Passes {
    hoist: false,
    merge: false,
    defer: false,
};

fn bits(numbers: &[f64]) -> Vec<u64> {
    numbers.iter().map(|number| number.to_bits()).collect()
}

#[test]
fn hoisting_and_merging_change_no_bit_of_any_value() {
    for spec in every_spec() {
        let plain = run(&spec, PLAIN, Truncation::Full);
        for passes in [
            Passes {
                hoist: true,
                ..PLAIN
            },
            Passes {
                merge: true,
                ..PLAIN
            },
            Passes::default(),
        ] {
            let planned = run(&spec, passes, Truncation::Full);
            let name = spec.cell.name();
            assert_eq!(
                planned.trace().loss().to_bits(),
                plain.trace().loss().to_bits(),
                "{name} {passes:?}"
            );
            for id in plain.program().ids() {
                for t in 0..STEPS {
                    for b in 0..BATCH {
                        let (got, want) = (
                            planned.trace().value(id, t, b),
                            plain.trace().value(id, t, b),
                        );
                        assert_eq!(
                            bits(got),
                            bits(want),
                            "{name} {passes:?}: node {id:?} at {t}, {b}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn every_plan_gives_the_plain_plans_gradients() {
    let truncations = [
        Truncation::Full,
        Truncation::Chunked(2),
        Truncation::Sliding(2),
    ];
    for (spec, truncation) in every_spec().zip(truncations.into_iter().cycle()) {
        let plain = run(&spec, PLAIN, truncation);
        for (hoist, merge, defer) in [
            (true, true, true),
            (false, false, true),
            (true, false, false),
            (false, true, false),
        ] {
            let passes = Passes {
                hoist,
                merge,
                defer,
            };
            let planned = run(&spec, passes, truncation);
            let pairs = planned
                .trace()
                .param_grads()
                .iter()
                .zip(plain.trace().param_grads());
            let worst = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            assert!(
                worst < 1e-13,
                "{} {passes:?} {truncation:?}: off by {worst:e}",
                spec.cell.name()
            );
        }
    }
}

#[test]
fn a_repeated_run_gives_the_same_bits() {
    for spec in every_spec() {
        let mut again = run(&spec, Passes::default(), Truncation::Full);
        let first = bits(again.trace().param_grads());
        again.forward();
        again.backward(Truncation::Full);
        assert_eq!(
            bits(again.trace().param_grads()),
            first,
            "{}",
            spec.cell.name()
        );
    }
}
