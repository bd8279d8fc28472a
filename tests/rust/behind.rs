//! The numbers behind an op: what is shown between two equals signs is true, entry by entry.

use labs::setup::Setup;
use labs::setup::{BiasKind, HeadKind};
use unrolled::ir::Function;
use unrolled::model::CellSpec;
use view::explain::behind::{Column, Piece, Sign};
use view::explain::{Notation, behind, evaluate};

use crate::formulas::{Story, positions, setup};

/// A matrix, row after row; a column has one number a row.
#[derive(Clone, Debug)]
struct Block {
    rows: usize,
    cols: usize,
    data: Vec<f64>,
    /// Whether it multiplies whatever stands beside it.
    scales: bool,
}

impl Block {
    fn column(data: Vec<f64>) -> Self {
        Self {
            rows: data.len(),
            cols: 1,
            data,
            scales: false,
        }
    }

    fn zip(&self, other: &Self, f: impl Fn(f64, f64) -> f64) -> Self {
        assert_eq!((self.rows, self.cols), (other.rows, other.cols));
        let data = self.data.iter().zip(&other.data).map(|(a, b)| f(*a, *b));
        Self {
            data: data.collect(),
            ..*self
        }
    }

    fn map(&self, f: impl Fn(f64) -> f64) -> Self {
        Self {
            data: self.data.iter().map(|a| f(*a)).collect(),
            ..*self
        }
    }

    fn beside(&self, other: &Self) -> Self {
        if self.scales {
            return other.map(|a| self.data[0] * a);
        }
        assert_eq!(self.cols, other.rows);
        let entry = |row: usize, col: usize| {
            (0..self.cols)
                .map(|k| self.data[row * self.cols + k] * other.data[k * other.cols + col])
                .sum()
        };
        Self {
            rows: self.rows,
            cols: other.cols,
            data: (0..self.rows)
                .flat_map(|row| (0..other.cols).map(move |col| (row, col)))
                .map(|(row, col)| entry(row, col))
                .collect(),
            scales: false,
        }
    }

    fn sum(&self) -> Self {
        Self::column(vec![self.data.iter().sum()])
    }
}

/// Reads pieces as a reader would: products before sums, parentheses first.
struct Reader<'p> {
    pieces: &'p [Piece],
    at: usize,
}

impl Reader<'_> {
    fn next_sign(&self) -> Option<Sign> {
        match self.pieces.get(self.at) {
            Some(Piece::Sign(sign)) => Some(*sign),
            _ => None,
        }
    }

    fn take(&mut self, sign: Sign) -> bool {
        let found = self.next_sign() == Some(sign);
        self.at += usize::from(found);
        found
    }

    fn sum(&mut self) -> Block {
        let negative = self.take(Sign::Minus);
        let mut sum = self.term();
        if negative {
            sum = sum.map(|a| -a);
        }
        loop {
            if self.take(Sign::Plus) {
                sum = sum.zip(&self.term(), |a, b| a + b);
            } else if self.take(Sign::Minus) {
                sum = sum.zip(&self.term(), |a, b| a - b);
            } else {
                return sum;
            }
        }
    }

    fn term(&mut self) -> Block {
        let mut product = self.factor();
        loop {
            if self.take(Sign::Times) {
                product = product.zip(&self.factor(), |a, b| a * b);
            } else if self.take(Sign::Beside) {
                product = product.beside(&self.factor());
            } else if self.take(Sign::Dot) {
                product = product.zip(&self.factor(), |a, b| a * b).sum();
            } else {
                return product;
            }
        }
    }

    fn factor(&mut self) -> Block {
        let values =
            |columns: &[Column]| columns.iter().flat_map(|own| own.values.clone()).collect();
        let piece = &self.pieces[self.at];
        self.at += 1;
        match piece {
            Piece::Column(columns) => Block::column(values(columns)),
            Piece::Row(columns) => {
                let own = Block::column(values(columns));
                Block {
                    rows: 1,
                    cols: own.rows,
                    ..own
                }
            }
            Piece::Matrix(matrix) => Block {
                rows: matrix.rows,
                cols: matrix.cols,
                data: matrix.entries.clone(),
                scales: false,
            },
            Piece::Constant(number, _) => Block {
                scales: true,
                ..Block::column(vec![*number])
            },
            Piece::Sign(Sign::Open) => {
                let inner = self.sum();
                assert!(self.take(Sign::Close));
                inner
            }
            Piece::Sign(Sign::Norm) => {
                let inner = self.sum();
                assert!(self.take(Sign::NormSquared));
                inner.map(|a| a * a).sum()
            }
            Piece::Sign(Sign::MinusLog) => {
                let inner = self.factor();
                let Some(Piece::Pick(place)) = self.pieces.get(self.at) else {
                    panic!("a logarithm of one entry");
                };
                self.at += 1;
                Block::column(vec![-libm::log(inner.data[*place])])
            }
            Piece::Function(function) => self.call(*function),
            other => panic!("{other:?} begins nothing"),
        }
    }

    fn call(&mut self, function: Function) -> Block {
        assert!(self.take(Sign::Open));
        let inner = self.sum();
        assert!(self.take(Sign::Close));
        Block::column(evaluate::call(function, &inner.data))
    }
}

fn sides(pieces: &[Piece]) -> Vec<Block> {
    let is_equals = |piece: &Piece| *piece == Piece::Sign(Sign::Equals);
    pieces
        .split(is_equals)
        .map(|pieces| {
            let mut reader = Reader { pieces, at: 0 };
            let side = reader.sum();
            assert_eq!(reader.at, pieces.len(), "{pieces:?}");
            side
        })
        .collect()
}

fn setups() -> Vec<(String, Setup)> {
    let mut all = Vec::new();
    for cell in CellSpec::all() {
        for bias in [BiasKind::Single, BiasKind::Double] {
            for head in [HeadKind::None, HeadKind::Regression, HeadKind::Softmax] {
                let own = Setup {
                    bias,
                    head,
                    ..setup(&cell)
                };
                all.push((format!("{} {bias:?} {head:?}", cell.name()), own));
            }
        }
    }
    all
}

#[test]
fn every_op_of_every_cell_has_an_equation_of_numbers_that_is_true() {
    let mut seen = 0;
    for (name, setup) in setups() {
        let story = Story::new(&setup);
        for position in positions(&story, &[1, 4, 6]) {
            for notation in [Notation::Lesson, Notation::Pytorch] {
                let shown = behind(&story.subject(2), &position, notation);
                assert!(!shown.equations.is_empty(), "{name} {position}");
                for equation in &shown.equations {
                    if equation.pieces.contains(&Piece::Sign(Sign::And)) {
                        continue;
                    }
                    let sides = sides(&equation.pieces);
                    if sides.len() == 1 {
                        continue;
                    }
                    seen += 1;
                    let first = &sides[0];
                    for side in &sides[1..] {
                        assert_eq!(
                            (first.rows, first.cols),
                            (side.rows, side.cols),
                            "{name} {position}"
                        );
                        for (a, b) in first.data.iter().zip(&side.data) {
                            let scale = a.abs().max(1.0);
                            assert!((a - b).abs() < 1e-12 * scale, "{name} {position}: {a} {b}");
                        }
                    }
                }
            }
        }
    }
    assert!(seen > 8_000, "{seen}");
}

#[test]
fn a_junction_says_what_each_stream_brings() {
    let story = Story::new(&Setup::default());
    let shown = behind(
        &story.subject(2),
        &"4.dc.b".parse().unwrap(),
        Notation::Lesson,
    );
    let said: Vec<_> = shown.equations[0]
        .spans
        .iter()
        .map(|(_, _, words)| words.as_str())
        .collect();
    assert_eq!(
        said,
        ["this step, norm 0", "the future, norm 0.196", "norm 0.196"]
    );
}

#[test]
fn an_entry_of_a_transposed_matrix_is_the_weight_that_stands_there() {
    let story = Story::new(&Setup::default());
    let shown = behind(
        &story.subject(2),
        &"4.du.b".parse().unwrap(),
        Notation::Lesson,
    );
    let Piece::Matrix(first) = &shown.equations[0].pieces[0] else {
        panic!("the forget gate's matrix comes first");
    };
    assert_eq!((first.rows, first.cols), (5, 3));
    assert_eq!(
        first.entry(1, 0).as_deref(),
        Some("p.weight_ih_l0.r4.c2"),
        "row 1 of the forget block reads the marker"
    );
    assert_eq!(first.entry(4, 2).as_deref(), Some("p.weight_hh_l0.r6.c3"));
    assert!(
        (first.entries[3] + 8.0).abs() < 1e-12,
        "{:?}",
        first.entries
    );
}
