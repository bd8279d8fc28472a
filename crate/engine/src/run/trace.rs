//! The value and the gradient of every (step, node, sequence): what backpropagation through time has
//! to keep anyway, so that looking at any of it costs nothing.

use crate::ir::order::sorted;
use std::ops::Range;

use nalgebra::{DMatrixView, Dyn, U1};

use super::Layout;
use crate::ir::rules::linear;
use crate::ir::{Carry, NodeId, Precision, Scalar};
use crate::model::Reach;

/// All numbers of one run. Steps count from 0 here.
#[derive(Clone, Debug)]
pub struct Trace<S> {
    layout: Layout,
    pub(super) values: Vec<S>,
    pub(super) grads: Vec<S>,
    pub(super) params: Vec<S>,
    pub(super) param_grads: Vec<S>,
    /// What arrived over wires at the nodes that other segments read, in the order of the columns.
    pub(super) wired: Vec<(NodeId, Vec<S>)>,
    pub(super) loss_weights: Vec<S>,
    pub(super) lengths: Vec<usize>,
    /// Column by column, whether the step is a real one; empty where only the lengths say so.
    pub(super) mask: Vec<bool>,
    /// What the last value of a state is multiplied by in the loss, sequence after sequence.
    pub(super) last_weights: Vec<(NodeId, Vec<S>)>,
    pub(super) holds: Vec<Held<S>>,
    pub(super) reach: Reach,
    pub(super) precision: Precision,
    pub(super) loss: S,
}

/// A node held at a value over some steps, whatever it would be: an intervention on the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held<S> {
    /// What is held: an element-wise node.
    pub node: NodeId,
    /// One unit, or all.
    pub unit: Option<usize>,
    /// The value there.
    pub value: S,
    /// The steps.
    pub steps: Range<usize>,
}

impl<S: Scalar> Held<S> {
    fn converted<T: Scalar>(&self) -> Held<T> {
        Held {
            node: self.node,
            unit: self.unit,
            value: T::of(self.value.to_f64()),
            steps: self.steps.clone(),
        }
    }
}

impl<S: Scalar> Trace<S> {
    pub(super) fn new(layout: Layout, params: usize) -> Self {
        let zeros = |len| vec![S::zero(); len];
        Self {
            values: zeros(layout.len()),
            grads: vec![],
            params: zeros(params),
            param_grads: zeros(params),
            wired: vec![],
            loss_weights: zeros(layout.columns()),
            lengths: vec![layout.steps(); layout.batch()],
            mask: vec![],
            last_weights: vec![],
            holds: vec![],
            reach: Reach::default(),
            precision: S::PRECISION,
            loss: S::zero(),
            layout,
        }
    }

    /// T.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.layout.steps()
    }

    /// B.
    #[must_use]
    pub fn batch(&self) -> usize {
        self.layout.batch()
    }

    /// Where everything stands.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    fn place(&self, node: NodeId, t: usize, b: usize) -> Range<usize> {
        self.layout.region(node).column(t * self.batch() + b)
    }

    /// The numbers of a node at one step of one sequence; for the previous value of a state, what
    /// step t - 1 left (h_0 at the first step).
    #[must_use]
    pub fn value(&self, node: NodeId, t: usize, b: usize) -> &[S] {
        &self.values[self.place(node, t, b)]
    }

    /// The same, to be set: inputs, targets, initial states.
    pub fn value_mut(&mut self, node: NodeId, t: usize, b: usize) -> &mut [S] {
        let place = self.place(node, t, b);
        &mut self.values[place]
    }

    /// A node at one step as a matrix of rows x sequences.
    #[must_use]
    pub fn values_at(&self, node: NodeId, t: usize) -> DMatrixView<'_, S, U1, Dyn> {
        let region = self.layout.region(node);
        let start = region.start(t * self.batch());
        let shape = (Dyn(region.rows), Dyn(self.batch()));
        let slice = &self.values[start..start + (self.batch() - 1) * region.stride() + region.rows];
        DMatrixView::from_slice_with_strides_generic(
            slice,
            shape.0,
            shape.1,
            U1,
            Dyn(region.stride()),
        )
    }

    /// The derivative of the loss with respect to a node; zeros before a backward pass.
    #[must_use]
    pub fn grad(&self, node: NodeId, t: usize, b: usize) -> &[S] {
        &self.grads[self.place(node, t, b)]
    }

    /// The part of a node's gradient that arrived over wires; nothing where no other segment reads it.
    #[must_use]
    pub fn wired(&self, node: NodeId, t: usize, b: usize) -> Option<&[S]> {
        let (_, arrived) = self.wired.iter().find(|(own, _)| *own == node)?;
        let rows = self.place(node, t, b).len();
        arrived.chunks_exact(rows).nth(t * self.batch() + b)
    }

    /// Keeps what arrives over a wire at a node, apart from all else that does.
    pub(super) fn wire_back(&mut self, node: NodeId, (t, b): (usize, usize), parts: &[S]) {
        let known = self.wired.iter().position(|(own, _)| *own == node);
        let known = known.unwrap_or_else(|| {
            let zeros = vec![S::zero(); parts.len() * self.layout.columns()];
            self.wired.push((node, zeros));
            self.wired.len() - 1
        });
        let start = (t * self.batch() + b) * parts.len();
        linear::add(parts, &mut self.wired[known].1[start..start + parts.len()]);
    }

    pub(super) fn grad_mut(&mut self, node: NodeId, t: usize, b: usize) -> &mut [S] {
        let place = self.place(node, t, b);
        &mut self.grads[place]
    }

    /// Whether a backward pass has been made since the last forward one.
    #[must_use]
    pub fn has_grads(&self) -> bool {
        !self.grads.is_empty()
    }

    /// All parameters, in PyTorch's order.
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

    /// The factor of a step's loss in the total; 0 where there is none.
    #[must_use]
    pub fn loss_weight(&self, t: usize, b: usize) -> S {
        self.loss_weights[t * self.batch() + b]
    }

    /// Sets the factor of a step's loss in the total.
    pub fn set_loss_weight(&mut self, t: usize, b: usize, weight: S) {
        let column = t * self.batch() + b;
        self.loss_weights[column] = weight;
    }

    /// How many steps of sequence b are not padding.
    #[must_use]
    pub fn length(&self, b: usize) -> usize {
        self.lengths[b]
    }

    /// Says from which step on sequence b is padding: its state then stays, and nothing else happens.
    pub fn set_length(&mut self, b: usize, length: usize) {
        self.lengths[b] = length;
    }

    /// Says which steps of sequence b are real; at any other the state stays, and nothing else happens.
    ///
    /// # Panics
    /// If there is not one word for each step.
    pub fn set_mask(&mut self, b: usize, real: impl ExactSizeIterator<Item = bool>) {
        assert_eq!(real.len(), self.steps(), "one word for each step");
        self.mask.resize(self.layout.columns(), true);
        for (t, real) in real.enumerate() {
            let column = t * self.batch() + b;
            self.mask[column] = real;
        }
    }

    /// Makes every step a real one again.
    pub fn clear_padding(&mut self) {
        let steps = self.steps();
        self.lengths.fill(steps);
        self.mask.clear();
    }

    /// Whether a step is a real one, neither padding nor masked.
    #[must_use]
    pub fn is_real(&self, t: usize, b: usize) -> bool {
        t < self.lengths[b] && self.mask.get(t * self.batch() + b).is_none_or(|real| *real)
    }

    /// The last real step of sequence b; the first step where there is none.
    #[must_use]
    pub fn last_real(&self, b: usize) -> usize {
        let real = |t: &usize| self.is_real(*t, b);
        (0..self.lengths[b]).rev().find(real).unwrap_or(0)
    }

    /// The steps that are not real, as (t, b).
    pub(super) fn padded(&self) -> Vec<(usize, usize)> {
        let first = |b: usize| {
            if self.mask.is_empty() {
                self.lengths[b]
            } else {
                0
            }
        };
        let all = (0..self.batch()).flat_map(|b| (first(b)..self.steps()).map(move |t| (t, b)));
        all.filter(|(t, b)| !self.is_real(*t, *b)).collect()
    }

    /// Adds to the loss the last value of a state, each unit times its weight.
    pub fn set_last_weights(&mut self, state: NodeId, b: usize, weights: &[S]) {
        let rows = weights.len();
        let batch = self.batch();
        let known = self.last_weights.iter().position(|(own, _)| *own == state);
        let place = known.unwrap_or_else(|| {
            self.last_weights
                .push((state, vec![S::zero(); rows * batch]));
            self.last_weights.len() - 1
        });
        self.last_weights[place].1[b * rows..(b + 1) * rows].copy_from_slice(weights);
    }

    /// Where the last value of a state stands and what it is multiplied by in the loss, sequence by sequence.
    pub(super) fn last_terms(&self) -> impl Iterator<Item = (usize, Range<usize>, &[S])> {
        self.last_weights.iter().flat_map(move |(state, weights)| {
            let rows = self.layout.region(*state).rows;
            weights
                .chunks_exact(rows)
                .enumerate()
                .map(move |(b, weights)| (b, self.place(*state, self.last_real(b), b), weights))
        })
    }

    /// At a masked step the gradient of the state that stayed is that of the state before.
    pub(super) fn pass_stays_back(&mut self, carries: &[Carry], t: usize) {
        if self.mask.is_empty() {
            return;
        }
        for b in (0..self.batch())
            .filter(|b| !self.is_real(t, *b))
            .collect::<Vec<_>>()
        {
            for carry in carries {
                let after = self.place(carry.next, t, b);
                let before = self.place(carry.previous, t, b);
                for (from, into) in after.zip(before) {
                    let part = std::mem::replace(&mut self.grads[from], S::zero());
                    self.grads[into] += part;
                }
            }
        }
    }

    /// Holds a node at a value from the next forward pass on; where two holds meet, the later one wins.
    pub fn hold(&mut self, held: Held<S>) {
        self.holds.push(held);
    }

    /// Ends every hold.
    pub fn release(&mut self) {
        self.holds.clear();
    }

    /// The value at which a node is held at a step, if it is.
    #[must_use]
    pub fn held(&self, node: NodeId, t: usize) -> Option<S> {
        let covers = |held: &&Held<S>| held.node == node && held.steps.contains(&t);
        let last = self.holds.iter().rev().find(covers)?;
        Some(last.value)
    }

    /// How far the gradients of the last backward pass reach.
    #[must_use]
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// What its numbers were computed in.
    #[must_use]
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// Whether a number of this run has fewer digits than its type has room for: subnormal in float32.
    #[must_use]
    pub fn loses_digits(&self, number: f64) -> bool {
        self.precision == Precision::Single
            && number != 0.0
            && number.abs() < f64::from(f32::MIN_POSITIVE)
    }

    /// The weighted sum of the losses.
    #[must_use]
    pub fn loss(&self) -> S {
        self.loss
    }

    /// Everything that is held at a step.
    #[must_use]
    pub fn held_at(&self, t: usize) -> Vec<(NodeId, S)> {
        let nodes: Vec<NodeId> = self.holds.iter().map(|held| held.node).collect();
        let mut nodes = sorted(nodes, NodeId::cmp);
        nodes.dedup();
        nodes
            .into_iter()
            .filter_map(|node| Some((node, self.held(node, t)?)))
            .collect()
    }

    /// Takes over every number of a run of the same program in another precision, exactly where this one
    /// is the wider.
    pub(super) fn take_over<T: Scalar>(&mut self, other: &Trace<T>) {
        let each = |numbers: &[T]| -> Vec<S> {
            numbers
                .iter()
                .map(|number| S::of(number.to_f64()))
                .collect()
        };
        self.values = each(&other.values);
        self.grads = each(&other.grads);
        self.params = each(&other.params);
        self.param_grads = each(&other.param_grads);
        self.loss_weights = each(&other.loss_weights);
        self.lengths.clone_from(&other.lengths);
        self.mask.clone_from(&other.mask);
        let weights = other.last_weights.iter();
        self.last_weights = weights.map(|(node, own)| (*node, each(own))).collect();
        self.holds = other.holds.iter().map(Held::converted).collect();
        self.reach.clone_from(&other.reach);
        self.precision = other.precision;
        self.loss = S::of(other.loss.to_f64());
    }

    /// Overwrites what was computed for a node in these columns where it is held.
    pub(super) fn keep_held(&mut self, node: NodeId, columns: &Range<usize>) {
        let (region, batch) = (self.layout.region(node), self.batch());
        for held in self.holds.iter().filter(|held| held.node == node) {
            let first = columns.start.max(held.steps.start * batch);
            let end = columns.end.min(held.steps.end * batch);
            for column in first..end {
                let units = &mut self.values[region.column(column)];
                match held.unit {
                    Some(unit) => units[unit] = held.value,
                    None => units.fill(held.value),
                }
            }
        }
    }
}
