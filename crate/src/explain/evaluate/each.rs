//! Formulas over a memory, worked out.

use super::Place;
use crate::ir::rules::memory;
use crate::ir::{Each, Expr, NodeId, Op};

/// The operands' nodes do not matter where numbers are given.
const ANY: NodeId = NodeId(0);

impl Place<'_> {
    /// How many numbers such a formula has; `None` where it fits any column.
    pub(super) fn rows_of_each(&self, each: &Each) -> Option<usize> {
        let rows = |expr: &Expr| self.rows(expr);
        match each {
            Each::Product { memory, column } => Some(rows(memory)? / rows(column)?),
            Each::Blend { weights, memory } => Some(rows(memory)? / rows(weights)?),
            Each::Plus { memory, .. } => rows(memory),
            Each::Sum { like, .. } | Each::Part { like, .. } => Some(self.program.node(*like).rows),
            Each::Stack(upper, lower) => Some(rows(upper)? + rows(lower)?),
            Each::Row(table, _) => Some(self.columns(*table)),
            Each::Seen { mask, .. } => Some(self.program.node(*mask).rows),
            Each::Inner(..) => None,
        }
    }

    pub(super) fn each(&self, each: &Each, rows: usize) -> Vec<f64> {
        let whole = |expr: &Expr| self.column(expr, self.rows(expr).unwrap_or(rows));
        let apply = |op: &Op, a: &[f64], b: &[f64]| {
            let mut out = vec![0.0; rows];
            memory::forward(op, a, b, &mut out);
            out
        };
        match each {
            Each::Product { memory, column } => {
                apply(&Op::DotEach(ANY, ANY), &whole(memory), &whole(column))
            }
            Each::Blend { weights, memory } => {
                apply(&Op::Blend(ANY, ANY), &whole(weights), &whole(memory))
            }
            Each::Plus { memory, column } => {
                apply(&Op::PlusEach(ANY, ANY), &whole(memory), &whole(column))
            }
            Each::Sum { memory, .. } => {
                let mut out = vec![0.0; rows];
                memory::backward(&Op::PlusEach(ANY, ANY), 1, &whole(memory), &[], &mut out);
                out
            }
            Each::Stack(upper, lower) => [whole(upper), whole(lower)].concat(),
            Each::Part { of, first, .. } => whole(of)[*first..first + rows].to_vec(),
            Each::Row(table, index) => {
                let row = memory::row_of(self.trace.value(*index, self.t, self.b));
                self.block(*table)[row * rows..(row + 1) * rows].to_vec()
            }
            Each::Seen {
                of,
                mask,
                is_gradient,
            } => {
                let seen = self.trace.value(*mask, self.t, self.b);
                let hidden = if *is_gradient { 0.0 } else { f64::NEG_INFINITY };
                let numbers = whole(of).into_iter().zip(seen);
                let shown = numbers.map(|(a, seen)| if *seen == 0.0 { hidden } else { a });
                shown.collect()
            }
            Each::Inner(a, b) => {
                let product: f64 = whole(a).iter().zip(whole(b)).map(|(a, b)| a * b).sum();
                vec![product; rows]
            }
        }
    }
}
