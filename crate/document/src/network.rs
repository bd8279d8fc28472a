//! A network whose numbers are set by a document and written into its answer, batch first.

use serde_json::{Map, Value};

use super::DocumentError;
use super::answer::{list, row};
use super::parameters::Parameters;
use unrolled::ir::NodeId;
use unrolled::model::network::wires::Network;
use unrolled::run::{Extent, NetworkRun, Trace};

/// A quantity: its name in documents, its segment, its key there.
pub(super) type Quantity = (&'static str, &'static str, &'static str);

/// A network and the run of it.
pub(super) struct Set {
    pub(super) run: NetworkRun<f64>,
    batch: usize,
}

impl Set {
    /// With all parameters set.
    ///
    /// # Errors
    /// Where the parameters given are not those of the network.
    pub(super) fn new(
        network: Network,
        extent: Extent,
        parameters: &Parameters,
    ) -> Result<Self, DocumentError> {
        let numbers = parameters.numbers(&network.params)?;
        let mut run = NetworkRun::new(network, extent);
        run.params_mut().copy_from_slice(&numbers);
        let batch = extent.batch;
        Ok(Self { run, batch })
    }

    /// The place of a segment.
    pub(super) fn segment(&self, name: &str) -> usize {
        let place = self.run.network().segment(name);
        place.expect("a segment of the network")
    }

    /// The numbers of a node at one step of one sequence, to be set.
    pub(super) fn at(&mut self, segment: &str, key: &str, t: usize, b: usize) -> &mut [f64] {
        let end = self.run.network().find(segment, key);
        let end = end.expect("a node of the network");
        self.run.trace_mut(end.segment).value_mut(end.node, t, b)
    }

    /// The numbers of a node at one step of one sequence.
    pub(super) fn value(&self, segment: &str, key: &str, t: usize, b: usize) -> &[f64] {
        let end = self.run.network().find(segment, key);
        let end = end.expect("a node of the network");
        self.run.segment(end.segment).trace().value(end.node, t, b)
    }

    /// Sets a node at every step of every sequence, batch first.
    pub(super) fn each(&mut self, segment: &str, key: &str, numbers: &[f64]) {
        let place = self.segment(segment);
        let steps = self.run.segment(place).trace().steps();
        let rows = numbers.len() / (self.batch * steps);
        for (place, column) in numbers.chunks_exact(rows).enumerate() {
            self.at(segment, key, place % steps, place / steps)
                .copy_from_slice(column);
        }
    }

    /// Quantities at every step of every sequence, batch first.
    pub(super) fn block(
        &self,
        quantities: &[Quantity],
        of: fn(&Trace<f64>, NodeId, usize, usize) -> &[f64],
    ) -> Map<String, Value> {
        let mut block = Map::new();
        for (name, segment, key) in quantities {
            let end = self.run.network().find(segment, key);
            let end = end.expect("a node of the network");
            let trace = self.run.segment(end.segment).trace();
            let sequence = |b| list((0..trace.steps()).map(|t| row(of(trace, end.node, t, b))));
            block.insert((*name).to_owned(), list((0..self.batch).map(sequence)));
        }
        block
    }

    /// The gradient of every parameter under its own name.
    pub(super) fn param_grads(&self) -> Map<String, Value> {
        let mut block = Map::new();
        for spec in &self.run.network().params {
            let numbers = &self.run.param_grads()[spec.range()];
            let value = if spec.is_bias {
                row(numbers)
            } else {
                list(numbers.chunks_exact(spec.cols).map(row))
            };
            block.insert(spec.name.clone(), value);
        }
        block
    }
}
