//! Small runs of every cell, head and loss for the tests of this folder.

use unrolled::ir::{Op, Program};
use unrolled::model::{Biases, CellSpec, Head, LossKind, NetworkSpec};
use unrolled::run::{Run, Truncation};

pub(super) const STEPS: usize = 3;
const BATCH: usize = 2;
pub(super) const CLASSES: usize = 3;

pub(super) fn program(cell: CellSpec, double: bool, head: Head, loss: LossKind) -> Program {
    let spec = NetworkSpec {
        cell,
        input_size: 2,
        hidden_size: 3,
        biases: Biases {
            input: true,
            hidden: double,
        },
        head,
        loss: Some(loss),
    };
    spec.program().expect("shapes that fit")
}

/// A number between -1 and 1 that depends on its place only.
fn number(place: usize) -> f64 {
    let mixed = (place * 7919 + 104_729) % 1009;
    f64::from(u32::try_from(mixed).unwrap_or(0)) / 504.5 - 1.0
}

/// Fills a run of this program with numbers; `at` says which steps have which loss weight.
pub(super) fn run(program: Program, classes: bool, at: &[f64]) -> Run<f64> {
    let mut run = Run::new(program, at.len(), BATCH);
    let program = run.program().clone();
    let trace = run.trace_mut();
    for (place, param) in trace.params_mut().iter_mut().enumerate() {
        *param = number(place);
    }
    for b in 0..BATCH {
        for (t, &weight) in at.iter().enumerate() {
            trace.set_loss_weight(t, b, weight);
            for id in program.ids().filter(|id| program.node(*id).op == Op::Input) {
                let target = program.symbol(id).is_some_and(|symbol| symbol.key == "y");
                for (row, entry) in trace.value_mut(id, t, b).iter_mut().enumerate() {
                    let place = 1000 + id.0 * 100 + t * 10 + row + b;
                    let class = f64::from(u32::try_from((t + b) % CLASSES).unwrap_or(0));
                    *entry = if classes && target {
                        class
                    } else {
                        number(place)
                    };
                }
            }
        }
        for carry in &program.carries {
            for (row, entry) in trace.value_mut(carry.previous, 0, b).iter_mut().enumerate() {
                *entry = number(5000 + carry.previous.0 * 10 + row + b);
            }
        }
    }
    run.forward();
    run.backward(Truncation::Full);
    run
}

/// Every cell and variant, with one bias and two, with every head and loss, at each step and at the
/// last, summed and averaged.
pub(super) fn each(mut test: impl FnMut(&str, &Run<f64>)) {
    let linear = |outputs| Head::Linear {
        outputs,
        bias: true,
    };
    let judged = [
        (linear(1), LossKind::SquaredError),
        (linear(CLASSES), LossKind::CrossEntropy),
        (Head::None, LossKind::Linear),
        (linear(2), LossKind::MeanSquaredError),
    ];
    for cell in CellSpec::all() {
        for double in [false, true] {
            for (head, loss) in judged {
                for at in [[1.0; STEPS], [0.0, 0.0, 1.0], [1.0 / 3.0; STEPS]] {
                    let program = program(cell.clone(), double, head, loss);
                    let name = format!("{} {double} {loss:?} {at:?}", cell.name());
                    test(&name, &run(program, loss == LossKind::CrossEntropy, &at));
                }
            }
        }
    }
}

/// Every step of every sequence.
pub(super) fn columns(run: &Run<f64>) -> impl Iterator<Item = (usize, usize)> + use<> {
    let (steps, batch) = (run.trace().steps(), run.trace().batch());
    (0..steps).flat_map(move |t| (0..batch).map(move |b| (t, b)))
}
