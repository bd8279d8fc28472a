//! The answer to a document: named quantities, batch first, as JSON.

use serde_json::{Map, Value};

use super::jacobians::jacobians;
use super::{FORMAT, Output, Prepared};
use crate::ir::{NodeId, Op, ParamId, Program};
use crate::run::{Run, Trace};

/// Runs what was prepared and writes the blocks asked for.
pub(super) fn write(mut prepared: Prepared, outputs: &[Output]) -> String {
    let run = &mut prepared.run;
    run.forward();
    if outputs.iter().any(|output| output.needs_grads()) {
        run.backward_within(&prepared.reach);
    }
    let mut answer = Map::new();
    answer.insert("format".to_owned(), FORMAT.into());
    if run.program().loss.is_some() {
        answer.insert("loss".to_owned(), number(run.trace().loss()));
    }
    for output in outputs {
        let (name, block) = match output {
            Output::Values => ("values", values(run)),
            Output::Grads => ("grads", grads(run)),
            Output::PerStep => ("per_step", per_step(run)),
            Output::Jacobians => ("jacobians", jacobians(run)),
        };
        answer.insert(name.to_owned(), Value::Object(block));
    }
    Value::Object(answer).to_string()
}

/// A number, or the word for one that JSON has no digits for.
pub(super) fn number(value: f64) -> Value {
    if value.is_nan() {
        "NaN".into()
    } else if value.is_infinite() {
        if value > 0.0 {
            "Infinity".into()
        } else {
            "-Infinity".into()
        }
    } else {
        value.into()
    }
}

pub(super) fn list(items: impl Iterator<Item = Value>) -> Value {
    Value::Array(items.collect())
}

pub(super) fn row(numbers: &[f64]) -> Value {
    list(numbers.iter().copied().map(number))
}

/// `[b][t]` of whatever `cell` makes of a step.
fn batch_first(trace: &Trace<f64>, cell: impl Fn(usize, usize) -> Value) -> Value {
    list((0..trace.batch()).map(|b| list((0..trace.steps()).map(|t| cell(t, b)))))
}

fn values(run: &Run<f64>) -> Map<String, Value> {
    let (program, trace) = (run.program(), run.trace());
    let mut block = Map::new();
    for (key, node) in lettered(program) {
        block.insert(
            key.to_owned(),
            batch_first(trace, |t, b| row(trace.value(node, t, b))),
        );
    }
    let sums = pre_activations(program);
    let stacked = |t, b| {
        let parts: Vec<f64> = sums
            .iter()
            .flat_map(|node| trace.value(*node, t, b).iter().copied())
            .collect();
        row(&parts)
    };
    block.insert("a".to_owned(), batch_first(trace, stacked));
    if let Some(loss) = program.loss {
        let counted = |t, b| {
            if trace.loss_weight(t, b) == 0.0 {
                0.0
            } else {
                trace.value(loss, t, b)[0]
            }
        };
        block.insert(
            "loss_per_step".to_owned(),
            batch_first(trace, |t, b| number(counted(t, b))),
        );
    }
    block
}

/// The computed quantities that PyTorch has a letter for, but for pre-activations and the loss.
fn lettered(program: &Program) -> impl Iterator<Item = (&'static str, NodeId)> {
    program.ids().filter_map(|id| {
        let node = program.node(id);
        let symbol = node.symbol.filter(|symbol| symbol.pytorch.is_some())?;
        let is_given = matches!(node.op, Op::Input | Op::Carry);
        let is_answered_elsewhere =
            symbol.key.starts_with('a') || ["loss", "prediction"].contains(&symbol.key);
        (!is_given && !is_answered_elsewhere).then_some((symbol.key, id))
    })
}

/// The pre-activations in the order of the weights' row blocks.
fn pre_activations(program: &Program) -> Vec<NodeId> {
    let gates = program.params[0].blocks;
    if let [_] = gates {
        return program.find("a").into_iter().collect();
    }
    gates
        .iter()
        .filter_map(|gate| program.find(&format!("a_{}", gate.letter)))
        .collect()
}

fn grads(run: &Run<f64>) -> Map<String, Value> {
    let (program, trace) = (run.program(), run.trace());
    let mut block = Map::new();
    for spec in &program.params {
        let numbers = &trace.param_grads()[spec.range()];
        let value = if spec.is_bias {
            row(numbers)
        } else {
            list(numbers.chunks_exact(spec.cols).map(row))
        };
        block.insert(spec.name.clone(), value);
    }
    if let Some(x) = program.find("x") {
        block.insert(
            "x".to_owned(),
            batch_first(trace, |t, b| row(trace.grad(x, t, b))),
        );
    }
    for carry in &program.carries {
        let Some(symbol) = program.symbol(carry.next) else {
            continue;
        };
        block.insert(
            symbol.key.to_owned(),
            batch_first(trace, |t, b| row(trace.grad(carry.next, t, b))),
        );
        let initial = list((0..trace.batch()).map(|b| row(trace.grad(carry.previous, 0, b))));
        block.insert(format!("{}0", symbol.key), initial);
    }
    block
}

fn per_step(run: &Run<f64>) -> Map<String, Value> {
    let program = run.program();
    let mut block = Map::new();
    for (place, spec) in program.params.iter().enumerate() {
        let steps = (0..run.trace().steps()).map(|t| {
            let part = run.contribution(ParamId(place), t);
            let rows = (0..spec.rows).map(|r| {
                if spec.is_bias {
                    number(part[(r, 0)])
                } else {
                    list(part.row(r).iter().copied().map(number))
                }
            });
            list(rows)
        });
        block.insert(spec.name.clone(), list(steps));
    }
    block
}
