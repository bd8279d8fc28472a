//! Cutting a result out of the flat buffer, so that its operands can be read beside it.

use std::ops::Range;

use super::layout::Region;
use crate::ir::Scalar;

/// Every column of `result` += a packed matrix times the same column of `operand`, both in one buffer. Panel by panel, so
/// that one panel serves all columns while it is near; the order of every sum is that of each column by itself.
pub(super) fn multiply<S: Scalar>(
    buffer: &mut [S],
    packed: &[S],
    (operand, result): (Region, Region),
    columns: &Range<usize>,
) {
    let panels = packed.chunks(S::PANEL * operand.rows);
    for (first, panel) in (0..result.rows).step_by(S::PANEL).zip(panels) {
        let width = panel.len() / operand.rows;
        for column in columns.clone() {
            let start = result.start(column) + first;
            let mut cut = Cut::new(buffer, start..start + width);
            let (out, v) = cut.with(operand.column(column));
            S::add_products(out, panel, v);
        }
    }
}

/// A buffer with one range taken out for writing.
pub(super) struct Cut<'a, S> {
    before: &'a [S],
    /// What may be written.
    pub(super) result: &'a mut [S],
    after: &'a [S],
    end: usize,
}

impl<'a, S> Cut<'a, S> {
    /// Takes `result` out of `buffer`.
    pub(super) fn new(buffer: &'a mut [S], result: Range<usize>) -> Self {
        let (before, rest) = buffer.split_at_mut(result.start);
        let (middle, after) = rest.split_at_mut(result.len());
        Self {
            before,
            result: middle,
            after,
            end: result.end,
        }
    }

    /// The result for writing and one operand for reading; the operand lies wholly before or after.
    pub(super) fn with(&mut self, operand: Range<usize>) -> (&mut [S], &[S]) {
        let Self {
            before,
            result,
            after,
            end,
        } = self;
        (result, side(before, after, *end, operand))
    }

    /// The same with two operands.
    pub(super) fn with_two(&mut self, a: Range<usize>, b: Range<usize>) -> (&mut [S], &[S], &[S]) {
        let Self {
            before,
            result,
            after,
            end,
        } = self;
        (
            result,
            side(before, after, *end, a),
            side(before, after, *end, b),
        )
    }
}

fn side<'a, S>(before: &'a [S], after: &'a [S], end: usize, operand: Range<usize>) -> &'a [S] {
    if operand.start >= end {
        &after[operand.start - end..operand.end - end]
    } else {
        &before[operand]
    }
}
