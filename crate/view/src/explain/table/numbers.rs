//! The numbers behind an op: a column for each column of its equations.

use super::{count, height, letter};
use crate::explain::Subject;
use crate::explain::behind::{self, Matrix, Piece, Sign, behind};
use crate::explain::names::Notation;
use crate::explain::sheet::{Entry, Sheet};
use unrolled::run::cursor::{Direction, Position};

/// A column for each column of the op's equations, with the sign before it in its header.
pub(super) fn numbers(subject: &Subject<'_>, position: &Position) -> Sheet {
    let shown = behind(subject, position, Notation::Lesson);
    let place = subject
        .timeline
        .place(&position.op, position.dir)
        .unwrap_or(0);
    let title = match position.dir {
        Direction::Forward => subject.timeline.forward()[place].title,
        Direction::Backward => &subject.timeline.backward()[place].title,
    };
    let mut columns: Vec<(String, Vec<Entry>)> = vec![];
    for equation in &shown.equations {
        let mut before = "";
        for piece in &equation.pieces {
            let from = columns.len();
            match piece {
                Piece::Sign(sign) => {
                    before = said(*sign).unwrap_or(before);
                    continue;
                }
                Piece::Column(parts) | Piece::Row(parts) => {
                    columns.extend(parts.iter().map(column));
                }
                Piece::Matrix(matrix) => columns.extend(matrix_columns(matrix)),
                Piece::Constant(..) | Piece::Function(_) | Piece::Pick(_) | Piece::Words(_) => {}
            }
            if let Some((header, _)) = columns.get_mut(from) {
                *header = format!("{before}{header}");
            }
            before = "";
        }
    }
    let caption = format!("Step {}, {title}", position.t);
    Sheet::of_columns(caption, "row", count("unit", height(&columns)), columns)
}

fn said(sign: Sign) -> Option<&'static str> {
    match sign {
        Sign::Equals => Some("= "),
        Sign::Plus => Some("+ "),
        Sign::Minus => Some("\u{2212} "),
        Sign::Times | Sign::Beside | Sign::Dot => Some("\u{d7} "),
        _ => None,
    }
}

fn column(part: &behind::Column) -> (String, Vec<Entry>) {
    let entries = (1..).zip(&part.values).map(|(unit, &value)| {
        let reference = part
            .reference
            .as_ref()
            .map(|whole| format!("{whole}.u{unit}"));
        Entry::seen(Some(value), reference).maybe_given(part.prefix.is_empty())
    });
    let name = format!("{}{}, {}", part.prefix, letter(&part.label), part.words);
    (name, entries.collect())
}

pub(super) fn matrix_columns(matrix: &Matrix) -> impl Iterator<Item = (String, Vec<Entry>)> + '_ {
    (0..matrix.cols).map(|col| {
        let entries = (0..matrix.rows).map(|row| {
            let value = matrix.entries[row * matrix.cols + col];
            Entry::seen(Some(value), matrix.entry(row, col)).maybe_given(!matrix.gradient)
        });
        let name = format!("{}{}", matrix.prefix, letter(&matrix.label));
        let name = if matrix.cols == 1 {
            name
        } else {
            format!("{name}, column {}", col + 1)
        };
        (name, entries.collect())
    })
}
