//! What a single step adds to a gradient that all steps share.

use nalgebra::DMatrix;

use super::Run;
use crate::ir::rules::memory;
use crate::ir::{NodeId, Op, ParamId, Scalar, Term};

impl<S: Scalar> Run<S> {
    /// What step `t` adds to the gradient of a parameter, in the parameter's shape: the sum over the
    /// batch of (gradient of the sum it stands in) times (what it multiplies). Recomputed from the
    /// trace; over all steps it adds up to the gradient.
    #[must_use]
    pub fn contribution(&self, param: ParamId, t: usize) -> DMatrix<S> {
        self.contribution_where(param, |_| t)
    }

    /// The same of another step in each sequence.
    #[must_use]
    pub fn contribution_where(&self, param: ParamId, step: impl Fn(usize) -> usize) -> DMatrix<S> {
        let spec = &self.program().params[param.0];
        let mut sum = DMatrix::zeros(spec.rows, spec.cols);
        for id in self.program().ids() {
            let linear = match &self.program().node(id).op {
                Op::Linear(linear) => linear,
                Op::Lookup(table, index) if table.param == param => {
                    self.each_grad(id, &step, |col, grad, b| {
                        let row = memory::row_of(self.trace().value(*index, step(b), b));
                        sum[(row, col)] += grad;
                    });
                    continue;
                }
                _ => continue,
            };
            for view in linear.biases.iter().filter(|view| view.param == param) {
                self.each_grad(id, &step, |row, grad, _| {
                    sum[(view.first_row + row, 0)] += grad;
                });
            }
            for term in &linear.terms {
                let Term::Product(view, operand) = *term else {
                    continue;
                };
                if view.param == param {
                    self.each_grad(id, &step, |row, grad, b| {
                        let values = self.trace().value(operand, step(b), b);
                        for (col, &value) in values.iter().enumerate() {
                            sum[(view.first_row + row, col)] += grad * value;
                        }
                    });
                }
            }
        }
        sum
    }

    fn each_grad(
        &self,
        id: NodeId,
        step: impl Fn(usize) -> usize,
        mut add: impl FnMut(usize, S, usize),
    ) {
        for b in 0..self.trace().batch() {
            for (row, &grad) in self.trace().grad(id, step(b), b).iter().enumerate() {
                add(row, grad, b);
            }
        }
    }
}
