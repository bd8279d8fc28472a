//! Parameters: where each stands in the one flat buffer, in PyTorch's order.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

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

    /// Where the numbers of a gate's rows stand in the flat buffer.
    #[must_use]
    pub fn block(&self, letter: &str) -> Option<Range<usize>> {
        let place = self.blocks.iter().position(|gate| gate.letter == letter)?;
        let size = self.rows / self.blocks.len() * self.cols;
        let start = self.offset + place * size;
        Some(start..start + size)
    }

    /// Where one number stands in the flat buffer, by row and column from 1.
    #[must_use]
    pub fn place(&self, row: usize, column: usize) -> Option<usize> {
        let inside = (1..=self.rows).contains(&row) && (1..=self.cols).contains(&column);
        inside.then(|| self.offset + (row - 1) * self.cols + column - 1)
    }
}

/// One number of a parameter by name, written `weight_hh_l0.r3.c2`; rows and columns count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryName {
    /// PyTorch's name of the parameter.
    pub name: String,
    /// The row of the whole parameter.
    pub row: usize,
    /// Its column.
    pub column: usize,
}

impl fmt::Display for EntryName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.r{}.c{}", self.name, self.row, self.column)
    }
}

/// A text that names no number of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnEntry;

impl FromStr for EntryName {
    type Err = NotAnEntry;

    fn from_str(text: &str) -> Result<Self, NotAnEntry> {
        let (rest, column) = text.rsplit_once(".c").ok_or(NotAnEntry)?;
        let (name, row) = rest.rsplit_once(".r").ok_or(NotAnEntry)?;
        if name.is_empty() {
            return Err(NotAnEntry);
        }
        let counted = |digits: &str| counted(digits).ok_or(NotAnEntry);
        Ok(Self {
            name: name.to_owned(),
            row: counted(row)?,
            column: counted(column)?,
        })
    }
}

/// A number from 1 on, written in the one way it is written here.
fn counted(digits: &str) -> Option<usize> {
    let plain = digits.starts_with(|first: char| ('1'..='9').contains(&first));
    digits.parse().ok().filter(|_| plain)
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
