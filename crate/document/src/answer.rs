//! The answer to a document: named quantities, batch first, as JSON.
//!
//! Invariant: everything stands as the sequence is read, whichever way a direction goes. One layer that goes forwards
//! answers by plain letters; of several, each cell's letters follow its name (`l1.f`, `l0_reverse.h`).

use serde_json::{Map, Value};

use super::jacobians::jacobians;
use super::{DocumentError, FORMAT, MOST_JACOBIAN, MOST_STATES, Output, Prepared};
use unrolled::ir::{NodeId, Op, ParamId, Program};
use unrolled::run::{NetworkRun, Run, Trace};

/// Refuses an answer that would not fit in memory, or that is not defined.
///
/// # Errors
/// At the outputs.
pub(super) fn check(prepared: &Prepared, outputs: &[Output]) -> Result<(), DocumentError> {
    let refuse = |message: String| Err(DocumentError::at("outputs", message));
    let steps = prepared.first().trace().steps();
    let parts = prepared.run.params().len().saturating_mul(steps);
    if outputs.contains(&Output::PerStep) && parts > MOST_STATES {
        return refuse(format!(
            "per_step: parameters * steps is more than {MOST_STATES}"
        ));
    }
    if !outputs.contains(&Output::Jacobians) {
        return Ok(());
    }
    if !prepared.is_single() {
        return refuse("jacobians: only of one layer that goes forwards".to_owned());
    }
    let size = prepared.first().state_size();
    if size > MOST_JACOBIAN {
        return refuse(format!(
            "jacobians: a state of {size} numbers; at most {MOST_JACOBIAN}"
        ));
    }
    if size * size * steps > MOST_STATES {
        return refuse(format!(
            "jacobians: steps * state * state is more than {MOST_STATES}"
        ));
    }
    Ok(())
}

/// Runs what was prepared and writes the blocks asked for.
pub(super) fn write(mut prepared: Prepared, outputs: &[Output]) -> String {
    prepared.run.forward();
    if outputs.iter().any(|output| output.needs_grads()) {
        prepared.run.backward_within(&prepared.reach);
    }
    let mut answer = Map::new();
    answer.insert("format".to_owned(), FORMAT.into());
    if prepared.spec.loss.is_some() {
        answer.insert("loss".to_owned(), number(prepared.run.loss()));
    }
    for output in outputs {
        let (name, block) = match output {
            Output::Values => ("values", values(&prepared)),
            Output::Grads => ("grads", grads(&prepared)),
            Output::PerStep => ("per_step", per_step(&prepared.run)),
            Output::Jacobians => ("jacobians", jacobians(prepared.first())),
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

/// One segment of the network, seen as the sequence is read.
#[derive(Clone, Copy)]
struct Reader<'a> {
    network: &'a NetworkRun<f64>,
    place: usize,
}

impl<'a> Reader<'a> {
    fn run(self) -> &'a Run<f64> {
        self.network.segment(self.place)
    }

    fn program(self) -> &'a Program {
        self.run().program()
    }

    fn trace(self) -> &'a Trace<f64> {
        self.run().trace()
    }

    /// `[b][t]` of whatever `cell` makes of a step as it is read.
    fn each(self, cell: impl Fn(usize, usize) -> Value) -> Value {
        let trace = self.trace();
        let own = |t, b| cell(self.network.step_at(self.place, t, b), b);
        list((0..trace.batch()).map(|b| list((0..trace.steps()).map(|t| own(t, b)))))
    }

    fn values(self, node: NodeId) -> Value {
        self.each(|t, b| row(self.trace().value(node, t, b)))
    }

    fn grads(self, node: NodeId) -> Value {
        self.each(|t, b| row(self.trace().grad(node, t, b)))
    }
}

/// The segments of an answer and what their letters follow.
struct View<'a> {
    prepared: &'a Prepared,
    cells: Vec<(String, Reader<'a>)>,
}

impl<'a> View<'a> {
    fn new(prepared: &'a Prepared) -> Self {
        let single = prepared.is_single();
        let network = prepared.run.network();
        let cell = |place: usize| {
            let before = if single {
                String::new()
            } else {
                format!("{}.", network.segments[place].name)
            };
            (before, reader(prepared, place))
        };
        Self {
            cells: prepared.cells().into_iter().map(cell).collect(),
            prepared,
        }
    }

    /// The segment that reads out and judges.
    fn head(&self) -> Reader<'a> {
        reader(
            self.prepared,
            self.prepared.run.network().segments.len() - 1,
        )
    }

    /// Both directions of the last layer side by side.
    fn last_layer(
        &self,
        key: &str,
        of: impl Fn(&Trace<f64>, NodeId, usize, usize) -> Vec<f64>,
    ) -> Value {
        let directions = self.prepared.spec.directions.each().len();
        let cells = &self.cells[self.cells.len() - directions..];
        let ends: Vec<_> = cells
            .iter()
            .filter_map(|(_, cell)| Some((*cell, cell.program().find(key)?)))
            .collect();
        let trace = self.head().trace();
        let at = |t: usize, b: usize| {
            let parts = ends.iter().flat_map(|(cell, node)| {
                let own = cell.network.step_at(cell.place, t, b);
                of(cell.trace(), *node, own, b)
            });
            row(&parts.collect::<Vec<f64>>())
        };
        list((0..trace.batch()).map(|b| list((0..trace.steps()).map(|t| at(t, b)))))
    }

    /// `[layer * directions + direction][b]` of whatever `of` makes of a state.
    fn by_layer(&self, key: &str, of: impl Fn(&Run<f64>, NodeId, usize) -> Value) -> Vec<Value> {
        let states = self.prepared.states(key);
        let rows = states.into_iter().map(|(place, node)| {
            let run = self.prepared.run.segment(place);
            list((0..run.trace().batch()).map(|b| of(run, node, b)))
        });
        rows.collect()
    }
}

fn reader(prepared: &Prepared, place: usize) -> Reader<'_> {
    Reader {
        network: &prepared.run,
        place,
    }
}

fn values(prepared: &Prepared) -> Map<String, Value> {
    let view = View::new(prepared);
    let mut block = Map::new();
    for (before, cell) in &view.cells {
        for (key, node) in lettered(cell.program()) {
            block.insert(format!("{before}{key}"), cell.values(node));
        }
        block.insert(format!("{before}a"), pre_activations(*cell));
    }
    if !prepared.is_single() {
        let value = |trace: &Trace<f64>, node, t, b| trace.value(node, t, b).to_vec();
        block.insert("h".to_owned(), view.last_layer("h", value));
        for key in ["h", "c"] {
            let last = |run: &Run<f64>, node, b| {
                let trace = run.trace();
                row(trace.value(node, trace.last_real(b), b))
            };
            let last = view.by_layer(key, last);
            if !last.is_empty() {
                block.insert(format!("{key}_n"), Value::Array(last));
            }
        }
    }
    let head = view.head();
    for key in HEAD {
        if let Some(node) = head.program().find(key) {
            block.insert(key.to_owned(), head.values(node));
        }
    }
    if let Some(loss) = head.program().loss {
        let trace = head.trace();
        let counted = |t, b| {
            if trace.loss_weight(t, b) == 0.0 {
                0.0
            } else {
                trace.value(loss, t, b)[0]
            }
        };
        block.insert(
            "loss_per_step".to_owned(),
            head.each(|t, b| number(counted(t, b))),
        );
    }
    block
}

/// What the head makes.
const HEAD: [&str; 2] = ["logits", "probs"];

/// The quantities a cell computes that PyTorch has a letter for, but for pre-activations.
fn lettered(program: &Program) -> impl Iterator<Item = (&'static str, NodeId)> {
    program.ids().filter_map(|id| {
        let node = program.node(id);
        let symbol = node.symbol.filter(|symbol| symbol.pytorch.is_some())?;
        let is_given = matches!(node.op, Op::Input | Op::Carry) || symbol.key == "x";
        let is_answered_elsewhere = symbol.key.starts_with('a')
            || HEAD.contains(&symbol.key)
            || ["loss", "prediction"].contains(&symbol.key);
        (!is_given && !is_answered_elsewhere).then_some((symbol.key, id))
    })
}

/// The pre-activations in the order of the weights' row blocks.
fn pre_activations(cell: Reader<'_>) -> Value {
    let program = cell.program();
    let gates = program.params[0].blocks;
    let sums: Vec<NodeId> = match gates {
        [_] => program.find("a").into_iter().collect(),
        _ => gates
            .iter()
            .filter_map(|gate| program.find(&format!("a_{}", gate.letter)))
            .collect(),
    };
    cell.each(|t, b| {
        let parts = sums
            .iter()
            .flat_map(|node| cell.trace().value(*node, t, b).iter().copied());
        row(&parts.collect::<Vec<f64>>())
    })
}

fn grads(prepared: &Prepared) -> Map<String, Value> {
    let view = View::new(prepared);
    let mut block = Map::new();
    for place in 0..prepared.run.network().segments.len() {
        insert_params(&mut block, prepared.run.segment(place));
    }
    // What is read stands in the first segment, whatever follows.
    let first = reader(prepared, 0);
    if let Some(x) = first.program().find("x") {
        block.insert("x".to_owned(), first.grads(x));
    }
    for (before, cell) in &view.cells {
        let program = cell.program();
        for carry in &program.carries {
            if let Some(symbol) = program.symbol(carry.next) {
                block.insert(format!("{before}{}", symbol.key), cell.grads(carry.next));
            }
        }
    }
    if !prepared.is_single() {
        let grad = |trace: &Trace<f64>, node, t, b| trace.grad(node, t, b).to_vec();
        block.insert("h".to_owned(), view.last_layer("h", grad));
    }
    for key in ["h", "c"] {
        let start = |run: &Run<f64>, node, b| {
            let carry = run.program().carry_into(node);
            carry.map_or(Value::Null, |carry| {
                row(run.trace().grad(carry.previous, 0, b))
            })
        };
        let mut starts = view.by_layer(key, start);
        let starts = match starts.pop() {
            None => continue,
            Some(only) if !prepared.starts_by_layer => only,
            Some(last) => {
                starts.push(last);
                Value::Array(starts)
            }
        };
        block.insert(format!("{key}0"), starts);
    }
    block
}

fn insert_params(block: &mut Map<String, Value>, run: &Run<f64>) {
    for spec in &run.program().params {
        let numbers = &run.trace().param_grads()[spec.range()];
        let value = if spec.is_bias {
            row(numbers)
        } else {
            list(numbers.chunks_exact(spec.cols).map(row))
        };
        block.insert(spec.name.clone(), value);
    }
}

fn per_step(network: &NetworkRun<f64>) -> Map<String, Value> {
    let mut block = Map::new();
    for place in 0..network.network().segments.len() {
        let run = network.segment(place);
        for (param, spec) in run.program().params.iter().enumerate() {
            let steps = (0..run.trace().steps()).map(|t| {
                let part = run.contribution_where(ParamId(param), |b| network.step_at(place, t, b));
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
    }
    block
}
