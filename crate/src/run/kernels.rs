//! Cutting a result out of the flat buffer, so that its operands can be read beside it.

use std::ops::Range;

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
