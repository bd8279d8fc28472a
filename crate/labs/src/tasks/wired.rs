//! The network that was wired, on the batch: its parameters, its run forward and back, and the same with other choices.
//!
//! Invariant: parameters of the model's own names and sizes are the model's; only what it does not have is drawn.

use super::data::whole;
use super::settings::{Pool, TaskSettings, Ways, Wiring};
use crate::lab::Shared;
use crate::setup::SetupError;
use unrolled::data::Batch;
use unrolled::ir::param::EntryName;
use unrolled::ir::{NodeId, ParamSpec};
use unrolled::model::init::draw_network;
use unrolled::model::network::stacked::{Directions, Readout, Stacked};
use unrolled::model::network::wires::Network;
use unrolled::model::{CellSpec, Head, LossKind, Scenario};
use unrolled::run::clock::{Clock, Walk};
use unrolled::run::cursor::{Move, Position};
use unrolled::run::{Cursor, Extent, ModelRun, NetworkRun};
use view::explain::{Explained, Reads};

/// What is computed, and with which parameters.
#[derive(Clone, Debug)]
pub(super) struct Wired {
    /// The network's description.
    pub(super) spec: Stacked,
    /// Its run on the batch, forward and back.
    pub(super) run: NetworkRun<f64>,
    /// What was drawn because the model does not have it.
    pub(super) drawn: Vec<String>,
    /// The sequence that is looked at, from 0, and its moments.
    row: usize,
    clock: Clock,
    walk: Walk,
}

impl Wired {
    /// The network of these settings on a batch of its own.
    ///
    /// # Errors
    /// Where the cell's equations do not fit together.
    pub(super) fn new(
        own: &TaskSettings,
        shared: &Shared<'_>,
        batch: &Batch,
    ) -> Result<Self, SetupError> {
        let spec = spec(own, shared.scenario, batch.size.inputs);
        let row = (whole(own.row) - 1).min(batch.size.batch - 1);
        Self::of(spec, shared, batch, row)
    }

    /// The network of a description on a batch.
    ///
    /// # Errors
    /// Where the cell's equations do not fit together.
    pub(super) fn of(
        spec: Stacked,
        shared: &Shared<'_>,
        batch: &Batch,
        row: usize,
    ) -> Result<Self, SetupError> {
        let network = spec
            .network(batch.size.steps)
            .map_err(|error| SetupError::at("cell", error.to_string()))?;
        let (params, drawn) = params(&network, shared);
        let mut run = NetworkRun::new(network, Extent::of(batch));
        run.params_mut().copy_from_slice(&params);
        start(&mut run, shared.scenario);
        run.set_batch(batch);
        run.forward();
        run.backward();
        Ok(Self {
            clock: Clock::of(&run, row),
            walk: Walk::new(run.network(), &[], 0, |_, _| false),
            spec,
            run,
            drawn,
            row,
        })
    }

    /// Where the losses are: their segment and node.
    pub(super) fn loss(&self) -> (usize, NodeId) {
        let segments = 0..self.run.network().segments.len();
        let found = segments.rev().find_map(|segment| {
            let program = self.run.segment(segment).program();
            Some((segment, program.find("loss")?))
        });
        found.expect("a network that is judged")
    }

    /// The loss of an output, whether it counts or not.
    pub(super) fn loss_of(&self, b: usize, t: usize) -> f64 {
        let (segment, node) = self.loss();
        let trace = self.run.segment(segment).trace();
        trace.value(node, t.min(trace.steps() - 1), b)[0]
    }

    /// How much a loss weighs in the total.
    pub(super) fn weight_of(&self, b: usize, t: usize) -> f64 {
        let trace = self.run.segment(self.loss().0).trace();
        if t < trace.steps() {
            trace.loss_weight(t, b)
        } else {
            0.0
        }
    }
}

impl ModelRun for Wired {
    fn network(&self) -> &NetworkRun<f64> {
        &self.run
    }

    fn clock(&self) -> &Clock {
        &self.clock
    }

    fn walk(&self) -> &Walk {
        &self.walk
    }

    fn positions(&self) -> usize {
        1
    }

    fn symbols(&self) -> &[usize] {
        &[]
    }

    fn cell(&self) -> Option<&CellSpec> {
        Some(&self.spec.cell)
    }

    /// Where no segment is named, the first that has the op is meant; where none has it, the first state there is.
    fn resolve(&self, position: &Position) -> Position {
        if let Some(on_clock) = self.clock.resolve(position) {
            return on_clock;
        }
        let segments = 0..self.run.network().segments.len();
        let has = |segment: &usize| {
            let ops = &self.run.segment(*segment).program().micro_ops;
            ops.iter().any(|own| own.id == position.op)
        };
        let usual = self.run.network().segment("l0").unwrap_or(0);
        let segment = segments.clone().find(has).unwrap_or(usual);
        let named = Position {
            op: self.clock.id(segment, &position.op),
            ..position.clone()
        };
        self.clock.resolve(&named).unwrap_or(named)
    }

    fn moved(&self, from: &Position, how: Move) -> Position {
        let from = self.resolve(from);
        self.clock.step(&from, how).unwrap_or(from)
    }

    fn cursor(&self, position: &Position, unit: usize) -> Cursor {
        let position = self.resolve(position);
        let within = self.clock.within(&position);
        let (segment, position) = within.unwrap_or((0, position));
        Cursor {
            segment,
            position,
            unit: unit.clamp(1, self.spec.hidden_size),
            batch: self.row,
            on_walk: false,
        }
    }
}

impl Explained for Wired {
    fn reads(&self) -> Reads {
        Reads::Batch
    }

    fn badge(&self, _: &Cursor) -> String {
        self.spec.cell.badge()
    }

    fn what(&self, _: &Cursor) -> String {
        String::new()
    }

    fn in_full(&self, _: &Cursor, what: &str) -> String {
        what.to_owned()
    }
}

/// The network that was chosen, for steps of so many numbers.
pub(super) fn spec(own: &TaskSettings, scenario: &Scenario, inputs: usize) -> Stacked {
    let model = &scenario.spec;
    let readout = match (own.wiring, own.pool) {
        (Wiring::One, Pool::Last) => Readout::Last,
        (Wiring::One, Pool::Mean) => Readout::Mean,
        (Wiring::Each, _) => Readout::Each,
        (Wiring::Sequence, _) => Readout::Decoder,
    };
    let directions = match own.ways {
        Ways::Both if own.wiring != Wiring::Sequence => Directions::Both,
        _ => Directions::Forward,
    };
    let mut spec = Stacked {
        cell: model.cell.clone(),
        input_size: inputs,
        hidden_size: model.hidden_size,
        layers: whole(own.layers),
        directions,
        biases: vec![],
        readout,
        head: Head::Linear {
            outputs: 1,
            bias: true,
        },
        loss: Some(LossKind::SquaredError),
    };
    spec.biases = vec![model.biases; spec.cells().count()];
    spec
}

/// Every parameter, and the names of those that were drawn.
fn params(network: &Network, shared: &Shared<'_>) -> (Vec<f64>, Vec<String>) {
    let mut all = draw_network(&network.params, shared.seed);
    let mut drawn = vec![];
    for spec in &network.params {
        match given(shared.scenario, spec) {
            Some(numbers) => all[spec.range()].copy_from_slice(numbers),
            None => drawn.push(spec.name.clone()),
        }
    }
    for (reference, value) in &shared.setup.edits {
        if let Some(place) = place_of(network, reference) {
            all[place] = *value;
        }
    }
    (all, drawn)
}

/// Where a number changed by hand stands among all parameters.
fn place_of(network: &Network, reference: &str) -> Option<usize> {
    let entry: EntryName = reference.strip_prefix("p.")?.parse().ok()?;
    network.param(&entry.name)?.place(entry.row, entry.column)
}

/// The model's own parameter of this name, where it has these sizes.
fn given<'s>(scenario: &'s Scenario, wanted: &ParamSpec) -> Option<&'s [f64]> {
    let program = &scenario.program;
    let own = &program.params[program.param(&wanted.name)?.0];
    let same = (own.rows, own.cols) == (wanted.rows, wanted.cols);
    same.then(|| &scenario.params[own.range()])
}

/// The first states of the first layer: the model's.
fn start(run: &mut NetworkRun<f64>, scenario: &Scenario) {
    let Some(place) = run.network().segment("l0") else {
        return;
    };
    let program = run.segment(place).program();
    let carries: Vec<_> = program
        .carries
        .iter()
        .map(|carry| {
            (
                carry.previous,
                program.symbol(carry.next).map(|own| own.key),
            )
        })
        .collect();
    let trace = run.trace_mut(place);
    for (node, key) in carries {
        let first = if key == Some("c") {
            &scenario.c0
        } else {
            &scenario.h0
        };
        for b in 0..trace.batch() {
            trace.value_mut(node, 0, b).copy_from_slice(first);
        }
    }
}
