//! Parameters: where each stands in the one flat buffer, in PyTorch's order.

use std::ops::Range;

/// The position of a parameter in its program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParamId(pub usize);

/// One parameter tensor: a matrix of `rows` x `cols`, row after row; a bias has one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParamSpec {
    /// PyTorch's name (`weight_ih_l0`).
    pub name: String,
    /// Rows: `gates * hidden_size` for a cell.
    pub rows: usize,
    /// Columns: what it multiplies; 1 for a bias.
    pub cols: usize,
    /// Whether it is a vector that is added.
    pub is_bias: bool,
    /// Where its first number stands in the flat buffer.
    pub offset: usize,
    /// The names of its equal row blocks, one for each gate; empty where it is whole.
    pub blocks: &'static [Gate],
}

impl ParamSpec {
    /// Its numbers in the flat buffer.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.offset..self.offset + self.rows * self.cols
    }
}

/// Consecutive rows of a parameter: the block of one gate, or all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParamView {
    /// The parameter.
    pub param: ParamId,
    /// The first row of the block.
    pub first_row: usize,
    /// How many rows.
    pub rows: usize,
}

/// One row block of a cell's parameters, with its letters in formulas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gate {
    /// PyTorch's letter: `W_ii`, `b_hn`.
    pub letter: &'static str,
    /// The lesson's letter where input and state are stacked (`W_f[x;h] + b_f`), and of its bias.
    pub lesson: &'static str,
    /// The lesson's subscript of the input block alone.
    pub lesson_input: &'static str,
    /// The lesson's subscript of the recurrent block alone.
    pub lesson_hidden: &'static str,
}

impl Gate {
    /// A gate that both notations call by the same letter.
    #[must_use]
    pub const fn same(letter: &'static str, input: &'static str, hidden: &'static str) -> Self {
        Self {
            letter,
            lesson: letter,
            lesson_input: input,
            lesson_hidden: hidden,
        }
    }
}
