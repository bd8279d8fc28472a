//! The weights of every product once more, in the order in which each pass reads them.
//!
//! Invariant: after [`fill`](Packed::fill) both copies hold what the trace's parameters held then.

use super::plan::{Instr, Plan};
use crate::ir::rules::linear;
use crate::ir::{Program, Scalar};

/// Both copies, at the same places.
#[derive(Clone, Debug)]
pub(super) struct Packed<S> {
    /// For products with the matrices.
    pub(super) forward: Vec<S>,
    /// For products with their transposes.
    pub(super) backward: Vec<S>,
}

impl<S: Scalar> Packed<S> {
    /// Room for so many numbers.
    pub(super) fn new(len: usize) -> Self {
        Self {
            forward: vec![S::zero(); len],
            backward: vec![S::zero(); len],
        }
    }

    /// Packs every weight block once.
    pub(super) fn fill(&mut self, plan: &Plan, program: &Program, params: &[S]) {
        for instr in plan.all() {
            let Instr::Product { weight, packed, .. } = instr else {
                continue;
            };
            let spec = &program.params[weight.param.0];
            let len = weight.rows * spec.cols;
            let source = &params[spec.offset + weight.first_row * spec.cols..][..len];
            let place = *packed..*packed + len;
            linear::pack(source, spec.cols, &mut self.forward[place.clone()]);
            linear::pack_transposed(source, spec.cols, &mut self.backward[place]);
        }
    }
}
