//! How formulas over a memory are printed: a memory M is a matrix with one row a position, so that scores are M q and
//! a context is Mᵀ α.

use super::Writer;
use crate::explain::names::Side;
use crate::explain::tree::{Math, Sign};
use unrolled::ir::{Each, Expr};

impl Writer<'_> {
    pub(super) fn each(&self, each: &Each) -> Math {
        let beside = |left: Math, right: &Expr| {
            Math::Row(vec![left, Math::Sign(Sign::Beside), self.operand(right)])
        };
        let transposed = |expr: &Expr| Math::Transposed(Box::new(self.operand(expr)));
        match each {
            Each::Product { memory, column } => beside(self.operand(memory), column),
            Each::Blend { weights, memory } => beside(transposed(memory), weights),
            Each::Plus { memory, column } => Math::Row(vec![
                self.expr(memory),
                Math::Sign(Sign::Plus),
                self.expr(column),
            ]),
            Each::Sum { memory, .. } => Math::Row(vec![
                Math::Words("sum over all positions of".to_owned()),
                self.operand(memory),
            ]),
            Each::Stack(upper, lower) => Math::Stack(vec![self.expr(upper), self.expr(lower)]),
            Each::Part { of, first, like } => Math::Row(vec![
                self.expr(of),
                Math::Sign(Sign::Comma),
                Math::Words(format!(
                    "rows {} to {}",
                    first + 1,
                    first + self.program.node(*like).rows
                )),
            ]),
            Each::Row(table, index) => Math::Entry(
                Box::new(super::names::weight(
                    self.program,
                    *table,
                    Side::Input,
                    self.notation,
                )),
                Box::new(self.whole(*index)),
            ),
            Each::Seen { of, mask, .. } => Math::Row(vec![
                self.expr(of),
                Math::Sign(Sign::Comma),
                Math::Words("where seen by\u{a0}".to_owned()),
                self.whole(*mask),
            ]),
            Each::Inner(a, b) => beside(transposed(a), b),
        }
    }
}
