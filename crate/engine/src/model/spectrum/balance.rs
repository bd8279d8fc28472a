//! Balancing (Parlett and Reinsch 1969): an equivalent matrix whose eigenvalues are found more exactly.
//!
//! Eigenvalues that can be read off a triangle hidden by an order of units are read off: a nilpotent matrix
//! then has the eigenvalue 0 to the bit, where rounding would make a circle of them.
//!
//! Invariant: only exchanges and powers of two, so that no entry is rounded.

use nalgebra::DMatrix;

/// At most so many rounds of scaling; a handful does.
const ROUNDS: usize = 32;

/// The largest power of two used on one row.
const LARGEST: f64 = 1.0e150;

/// Eigenvalues that stand on the diagonal once units are put in another order, and the matrix of the rest.
pub(super) fn isolate(mut a: DMatrix<f64>) -> (Vec<f64>, DMatrix<f64>) {
    let (mut from, mut to) = (0, a.nrows());
    let alone = |a: &DMatrix<f64>, unit: usize, from: usize, to: usize, by_row: bool| {
        let entry = |other| {
            if by_row {
                a[(unit, other)]
            } else {
                a[(other, unit)]
            }
        };
        (from..to).all(|other| other == unit || entry(other) == 0.0)
    };
    while let Some(unit) = (from..to)
        .rev()
        .find(|&unit| alone(&a, unit, from, to, true))
    {
        to -= 1;
        exchange(&mut a, unit, to);
    }
    while let Some(unit) = (from..to).find(|&unit| alone(&a, unit, from, to, false)) {
        exchange(&mut a, unit, from);
        from += 1;
    }
    let read = (0..from).chain(to..a.nrows()).map(|unit| a[(unit, unit)]);
    let rest = a.view((from, from), (to - from, to - from)).into_owned();
    (read.collect(), rest)
}

fn exchange(a: &mut DMatrix<f64>, one: usize, other: usize) {
    a.swap_rows(one, other);
    a.swap_columns(one, other);
}

/// Scales rows and columns by powers of two until those of each unit are about as large.
pub(super) fn scale(a: &mut DMatrix<f64>) {
    for _ in 0..ROUNDS {
        let mut changed = false;
        for unit in 0..a.nrows() {
            let others = |other: &usize| *other != unit;
            let column = (0..a.nrows())
                .filter(others)
                .map(|other| a[(other, unit)].abs())
                .sum();
            let row = (0..a.nrows())
                .filter(others)
                .map(|other| a[(unit, other)].abs())
                .sum();
            let factor = factor(column, row);
            if factor != 1.0 {
                changed = true;
                for other in (0..a.nrows()).filter(others) {
                    a[(unit, other)] /= factor;
                    a[(other, unit)] *= factor;
                }
            }
        }
        if !changed {
            break;
        }
    }
}

/// The power of two that brings a column and a row nearest to each other; 1 where that gains little.
fn factor(column: f64, row: f64) -> f64 {
    if column <= 0.0 || row <= 0.0 {
        return 1.0;
    }
    let mut factor = 1.0;
    while column * factor < row / factor / 2.0 && factor < LARGEST {
        factor *= 2.0;
    }
    while column * factor > row / factor * 2.0 && factor > LARGEST.recip() {
        factor /= 2.0;
    }
    if column * factor + row / factor < 0.95 * (column + row) {
        factor
    } else {
        1.0
    }
}
