//! Several programs computed as one: forward in their order, gradients back in the opposite one.
//!
//! Invariant: every number is computed by the [`Run`] of its segment; here values only cross from one to the next, and
//! gradients back. A network of one segment is that segment's run.

use std::ops::Range;

use super::{Run, Trace, windows};
use crate::ir::rules::linear;
use crate::ir::{NodeId, Scalar};
use crate::model::Reach;
use crate::model::network::wires::{End, Line, Link, Network, Segment, Wire};
use crate::model::scenario::Scenario;

/// How many steps each line has, and how many sequences there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// S: symbols read.
    pub source: usize,
    /// M: symbols written.
    pub target: usize,
    /// B.
    pub batch: usize,
}

impl Extent {
    /// The steps of a line.
    #[must_use]
    pub fn steps(self, line: Line) -> usize {
        match line {
            Line::Once => 1,
            Line::Source => self.source,
            Line::Target => self.target,
        }
    }
}

/// A network with the numbers of one run of it.
#[derive(Clone, Debug)]
pub struct NetworkRun<S> {
    network: Network,
    runs: Vec<Run<S>>,
    params: Vec<S>,
    param_grads: Vec<S>,
}

impl<S: Scalar> NetworkRun<S> {
    /// A run with these many steps, all numbers zero.
    #[must_use]
    pub fn new(network: Network, extent: Extent) -> Self {
        let zeros = vec![S::zero(); network.param_count()];
        let run = |segment: &Segment| {
            let steps = extent.steps(segment.line);
            Run::new(segment.program.clone(), steps, extent.batch)
        };
        Self {
            runs: network.segments.iter().map(run).collect(),
            params: zeros.clone(),
            param_grads: zeros,
            network,
        }
    }

    /// The run of one program, as a network of one segment.
    ///
    /// # Panics
    /// Never: nothing is wired.
    #[must_use]
    pub fn alone(run: Run<S>) -> Self {
        let segment = Segment {
            name: "cell",
            program: run.program().clone(),
            line: Line::Source,
            reversed: false,
        };
        let network = Network::new(vec![segment], vec![]).expect("one segment and no wires");
        let trace = run.trace();
        Self {
            params: trace.params().to_vec(),
            param_grads: trace.param_grads().to_vec(),
            runs: vec![run],
            network,
        }
    }

    /// The segments and wires.
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The run of a segment.
    #[must_use]
    pub fn segment(&self, place: usize) -> &Run<S> {
        &self.runs[place]
    }

    /// The numbers of a segment, to set inputs, targets, loss weights and holds.
    pub fn trace_mut(&mut self, place: usize) -> &mut Trace<S> {
        self.runs[place].trace_mut()
    }

    /// All parameters, in the network's order.
    #[must_use]
    pub fn params(&self) -> &[S] {
        &self.params
    }

    /// All parameters, to be set.
    pub fn params_mut(&mut self) -> &mut [S] {
        &mut self.params
    }

    /// The gradient of every parameter, in the same order.
    #[must_use]
    pub fn param_grads(&self) -> &[S] {
        &self.param_grads
    }

    /// The sum of all losses.
    #[must_use]
    pub fn loss(&self) -> S {
        let losses = self.runs.iter().map(|run| run.trace().loss());
        losses.fold(S::zero(), |sum, loss| sum + loss)
    }

    /// Says how many steps of sequence b are not padding, along a line.
    pub fn set_length(&mut self, line: Line, b: usize, length: usize) {
        for (run, segment) in self.runs.iter_mut().zip(&self.network.segments) {
            if segment.line == line {
                run.trace_mut().set_length(b, length);
            }
        }
    }

    /// The own step of a segment at which it stands at step `t` of sequence b as that is read: the same, unless the
    /// segment steps back.
    #[must_use]
    pub fn step_at(&self, place: usize, t: usize, b: usize) -> usize {
        let length = self.runs[place].trace().length(b);
        if self.network.segments[place].reversed && t < length {
            length - 1 - t
        } else {
            t
        }
    }

    /// Computes every value and the losses from parameters, inputs and masks.
    pub fn forward(&mut self) {
        self.forward_until(self.runs.len());
    }

    /// Computes the segments before this one.
    pub fn forward_until(&mut self, end: usize) {
        for place in 0..end {
            self.arrive(place);
            self.runs[place].forward();
        }
    }

    /// Hands a segment its parameters and what comes over its wires, so that it can be computed
    /// [step by step](Self::step).
    pub fn begin(&mut self, place: usize) {
        self.arrive(place);
        self.runs[place].pack();
    }

    /// Computes step `t` of a segment that has [begun](Self::begin), from those before it.
    pub fn step(&mut self, place: usize, t: usize) {
        self.runs[place].forward_steps(t..t + 1);
    }

    /// Computes every gradient from the values of the last forward pass.
    pub fn backward(&mut self) {
        self.backward_within(&Reach::default());
    }

    /// The same within these limits, which are those of every segment: a cut detaches the states of all layers.
    ///
    /// # Panics
    /// If there are limits and not all segments step forwards along one line: what a window or a cut would mean for one
    /// that steps back is not settled.
    pub fn backward_within(&mut self, reach: &Reach) {
        let [first, ..] = &self.network.segments[..] else {
            return;
        };
        let alike = |segment: &Segment| segment.line == first.line && !segment.reversed;
        assert!(
            reach.is_full() || self.network.segments.iter().all(alike),
            "limits are for segments that step forwards together"
        );
        match &mut self.runs[..] {
            [only] => only.backward_within(reach),
            runs if reach.window.is_some() => windows::pass_back(runs, &self.network.links, reach),
            _ => self.pass_all_back(reach),
        }
        self.add_up_params();
    }

    fn pass_all_back(&mut self, reach: &Reach) {
        for run in &mut self.runs {
            run.seed();
        }
        for place in (0..self.runs.len()).rev() {
            self.runs[place].pass_all_back(reach);
            for &link in self.network.links.iter().filter(|l| l.to.segment == place) {
                let all = 0..self.runs[link.to.segment].trace().steps();
                pass_back(&mut self.runs, link, &all);
            }
        }
    }

    fn add_up_params(&mut self) {
        self.param_grads.fill(S::zero());
        for place in (0..self.runs.len()).rev() {
            for (own, flat) in spans(&self.network, place) {
                let grads = &self.runs[place].trace().param_grads()[own];
                for (sum, &grad) in self.param_grads[flat].iter_mut().zip(grads) {
                    *sum += grad;
                }
            }
        }
    }

    fn arrive(&mut self, place: usize) {
        for (own, flat) in spans(&self.network, place) {
            let params = self.runs[place].trace_mut().params_mut();
            params[own].copy_from_slice(&self.params[flat]);
        }
        for &link in self.network.links.iter().filter(|l| l.to.segment == place) {
            carry(&mut self.runs, link);
        }
    }
}

impl NetworkRun<f64> {
    /// The run of a scenario, a network of one segment, forward and back. An `earlier` one of the same program and steps
    /// lends its memory.
    #[must_use]
    pub fn computed(scenario: &Scenario, earlier: Option<Self>) -> Self {
        let Some(mut kept) = earlier else {
            return Self::alone(Run::computed(scenario, None));
        };
        let run = Run::computed(scenario, kept.runs.pop());
        kept.params.copy_from_slice(run.trace().params());
        kept.param_grads.copy_from_slice(run.trace().param_grads());
        kept.runs.push(run);
        kept
    }
}

/// Where each parameter of a segment stands in its own buffer and in the network's.
fn spans(network: &Network, place: usize) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
    let specs = network.segments[place].program.params.iter();
    specs.zip(&network.offsets[place]).map(|(spec, &offset)| {
        let own = spec.range();
        (own.clone(), offset..offset + own.len())
    })
}

/// Both ends of a wire.
fn ends<S>(runs: &mut [Run<S>], from: End, to: End) -> (&mut Run<S>, &mut Run<S>) {
    let (before, rest) = runs.split_at_mut(to.segment);
    (&mut before[from.segment], &mut rest[0])
}

/// What a wire joins: a step of what is read with one of these steps of what reads it, and the rows there, for each
/// sequence.
fn joints<S: Scalar>(
    link: Link,
    source: &Run<S>,
    sink: &Run<S>,
    steps: &Range<usize>,
) -> Vec<Joint> {
    let mut joints = Vec::new();
    let width = source.program().node(link.from.node).rows;
    for b in 0..source.trace().batch() {
        let length = source.trace().length(b);
        match link.wire {
            Wire::Init => joints.push(Joint::whole(source.trace().last_real(b), 0, b, width)),
            Wire::Feed { reverse } => {
                let end = steps.end.min(sink.trace().length(b));
                let real = (steps.start..end).filter(|t| sink.trace().is_real(*t, b));
                joints.extend(real.map(|t| {
                    let from = if reverse { length - 1 - t } else { t };
                    Joint::whole(from, t, b, width)
                }));
            }
            Wire::Collect => {
                let real = (0..length).filter(|position| source.trace().is_real(*position, b));
                joints.extend(real.map(|position| Joint {
                    from: position,
                    to: 0,
                    b,
                    rows: position * width..(position + 1) * width,
                }));
            }
        }
    }
    joints
}

struct Joint {
    from: usize,
    to: usize,
    b: usize,
    rows: Range<usize>,
}

impl Joint {
    fn whole(from: usize, to: usize, b: usize, width: usize) -> Self {
        let rows = 0..width;
        Self { from, to, b, rows }
    }
}

fn carry<S: Scalar>(runs: &mut [Run<S>], link: Link) {
    let (source, sink) = ends(runs, link.from, link.to);
    let (given, taken): (NodeId, NodeId) = (link.from.node, link.to.node);
    if link.wire == Wire::Collect {
        for b in 0..sink.trace().batch() {
            sink.trace_mut().value_mut(taken, 0, b).fill(S::zero());
        }
    }
    let all = 0..sink.trace().steps();
    for joint in joints(link, source, sink, &all) {
        let into = sink.trace_mut().value_mut(taken, joint.to, joint.b);
        into[joint.rows].copy_from_slice(source.trace().value(given, joint.from, joint.b));
    }
}

/// Adds what arrived at one end of a wire in these steps to the other end.
pub(super) fn pass_back<S: Scalar>(runs: &mut [Run<S>], link: Link, steps: &Range<usize>) {
    let (source, sink) = ends(runs, link.from, link.to);
    for joint in joints(link, source, sink, steps) {
        let upstream = &sink.trace().grad(link.to.node, joint.to, joint.b)[joint.rows];
        let (node, place) = (link.from.node, (joint.from, joint.b));
        linear::add(upstream, source.trace.grad_mut(node, place.0, place.1));
        source.trace.wire_back(node, place, upstream);
    }
}
