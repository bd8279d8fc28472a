//! A batch of sequences set into a network.
//!
//! Invariant: what stands where a sequence has no real step reaches no number of the run.

use super::{Extent, NetworkRun, Trace};
use crate::data::{Batch, Padding, Targets};
use crate::ir::{NodeId, Op, Scalar};
use crate::model::network::wires::{End, Line, Network};

impl Extent {
    /// The steps and sequences of a batch; what is written has a step for each that is read.
    #[must_use]
    pub fn of(batch: &Batch) -> Self {
        Self {
            source: batch.size.steps,
            target: batch.size.steps,
            batch: batch.size.batch,
        }
    }
}

impl<S: Scalar> NetworkRun<S> {
    /// Sets what is read, which steps are real, and what the outputs are judged by. States and parameters stay.
    ///
    /// # Panics
    /// If the batch has other sizes than this run, or the network does not read an x or is not judged by a y of this
    /// size.
    pub fn set_batch(&mut self, batch: &Batch) {
        self.set_padding(batch);
        if let Some(x) = unwired(self.network(), "x") {
            let trace = self.trace_mut(x.segment);
            for (b, t) in places(batch) {
                copy(batch.input(b, t), trace.value_mut(x.node, t, b));
            }
        }
        if let Some(share) = unwired(self.network(), "share") {
            for b in 0..batch.size.batch {
                let real = (0..batch.size.steps)
                    .filter(|t| batch.is_real(b, *t))
                    .count();
                let trace = self.trace_mut(share.segment);
                trace
                    .value_mut(share.node, 0, b)
                    .fill(S::of(1.0 / real as f64));
            }
        }
        if let (Some(y), Some(targets)) = (unwired(self.network(), "y"), &batch.targets) {
            judge(self.trace_mut(y.segment), y.node, targets);
            if let Some(given) = unwired(self.network(), "given") {
                force(self.trace_mut(given.segment), given.node, targets);
            }
        }
    }

    fn set_padding(&mut self, batch: &Batch) {
        for place in 0..self.network().segments.len() {
            let segment = &self.network().segments[place];
            let (line, reversed) = (segment.line, segment.reversed);
            let trace = self.trace_mut(place);
            trace.clear_padding();
            if line == Line::Once {
                continue;
            }
            let steps = batch.size.steps;
            for b in 0..batch.size.batch {
                trace.set_length(b, batch.length(b));
                if matches!(batch.padding, Padding::Mask(_)) {
                    let read = |t: usize| if reversed { steps - 1 - t } else { t };
                    trace.set_mask(b, (0..steps).map(|t| batch.is_real(b, read(t))));
                }
            }
        }
    }
}

/// Sets the targets of a segment and how much each loss weighs; its steps are those of the targets.
fn judge<S: Scalar>(trace: &mut Trace<S>, y: NodeId, targets: &Targets) {
    let (steps, batch) = (trace.steps(), trace.batch());
    for (place, weight) in targets.weights(batch).into_iter().enumerate() {
        let (b, t) = (place / steps, place % steps);
        copy(targets.target(place), trace.value_mut(y, t, b));
        trace.set_loss_weight(t, b, S::of(weight));
    }
}

/// Gives a decoder the target before as what it reads, and zeros at first: teacher forcing (Williams and Zipser 1989).
fn force<S: Scalar>(trace: &mut Trace<S>, given: NodeId, targets: &Targets) {
    let (steps, batch) = (trace.steps(), trace.batch());
    for b in 0..batch {
        trace.value_mut(given, 0, b).fill(S::zero());
        for t in 1..steps {
            let before = targets.target(b * steps + t - 1);
            copy(before, trace.value_mut(given, t, b));
        }
    }
}

/// The input of this key that no wire sets.
fn unwired(network: &Network, key: &str) -> Option<End> {
    let segments = network.segments.iter().enumerate();
    let mut ends = segments.filter_map(|(segment, own)| {
        let node = own.program.find(key)?;
        (own.program.node(node).op == Op::Input).then_some(End { segment, node })
    });
    ends.find(|end| network.links.iter().all(|link| link.to != *end))
}

fn places(batch: &Batch) -> impl Iterator<Item = (usize, usize)> + use<> {
    let (sequences, steps) = (batch.size.batch, batch.size.steps);
    (0..sequences).flat_map(move |b| (0..steps).map(move |t| (b, t)))
}

fn copy<S: Scalar>(from: &[f64], to: &mut [S]) {
    assert_eq!(from.len(), to.len(), "a batch of the network's sizes");
    for (to, &from) in to.iter_mut().zip(from) {
        *to = S::of(from);
    }
}
