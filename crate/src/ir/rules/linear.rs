//! Sums of biases, products and plain nodes, and the three products they are computed with.
//!
//! Shape: a product has as many rows as its weight block, and its operand as many as the block has
//! columns; plain nodes and biases have the rows of the result.
//!
//! Invariant: every sum has one fixed order, k ascending from the value already there, in every build
//! and for every batch size. The innermost loop runs over independent results, so that compilers can
//! use vector lanes without changing that order; no fused multiply-add.

use crate::ir::{Expr, Linear, Scalar, Term};

/// out += M v, where row k of `transposed` (`out.len()` wide, `stride` apart) is column k of M.
pub fn multiply_add<S: Scalar>(transposed: &[S], stride: usize, v: &[S], out: &mut [S]) {
    S::add_products(out, transposed, stride, v);
}

/// The transpose of M (`cols` wide) in panels as wide as the registers hold, so that [`multiply_packed`] reads it
/// from front to back.
pub fn pack<S: Scalar>(m: &[S], cols: usize, packed: &mut [S]) {
    let rows = m.len() / cols;
    let panels = packed.chunks_mut(S::PANEL * cols);
    for (first, panel) in (0..rows).step_by(S::PANEL).zip(panels) {
        let width = panel.len() / cols;
        for (k, column) in panel.chunks_exact_mut(width).enumerate() {
            for (row, entry) in column.iter_mut().enumerate() {
                *entry = m[(first + row) * cols + k];
            }
        }
    }
}

/// out += M v, where M has been [packed](pack).
pub fn multiply_packed<S: Scalar>(packed: &[S], v: &[S], out: &mut [S]) {
    let panels = packed.chunks(S::PANEL * v.len());
    for (out, panel) in out.chunks_mut(S::PANEL).zip(panels) {
        let width = out.len();
        S::add_products(out, panel, width, v);
    }
}

/// sums += Σ deltas × operands: row r of `sums` (`cols` wide) adds entry r of every delta times the operand beside it.
/// The first delta has `sums.len() / cols` entries; the next one is a stride on, and so for operands.
pub fn add_outer_products<S: Scalar>(
    sums: &mut [S],
    cols: usize,
    (deltas, delta_stride): (&[S], usize),
    (operands, stride): (&[S], usize),
) {
    let mut four = sums.chunks_exact_mut(4 * cols);
    let mut row = 0;
    for out in &mut four {
        S::add_four_products(out, operands, stride, &deltas[row..], delta_stride);
        row += 4;
    }
    for out in four.into_remainder().chunks_exact_mut(cols) {
        for (delta, operand) in deltas.chunks(delta_stride).zip(operands.chunks(stride)) {
            S::add_products(out, operand, stride, &delta[row..=row]);
        }
        row += 1;
    }
}

/// into += what a sum passes back to a plain summand or a bias: its own gradient.
pub fn add<S: Scalar>(upstream: &[S], into: &mut [S]) {
    for (into, &u) in into.iter_mut().zip(upstream) {
        *into += u;
    }
}

/// The formula of the sum: terms first, biases last, as it is read.
pub(super) fn formula(linear: &Linear) -> Expr {
    let terms = linear.terms.iter().map(|term| match *term {
        Term::Product(view, node) => Expr::Product(view, Box::new(Expr::Value(node))),
        Term::Plain(node) => Expr::Value(node),
    });
    let biases = linear.biases.iter().map(|view| Expr::Bias(*view));
    Expr::sum(terms.chain(biases).collect())
}

/// The formula of what is passed back to a summand.
pub(super) fn gradient(term: Term, upstream: Expr) -> Expr {
    match term {
        Term::Product(view, _) => Expr::TransposedProduct(view, Box::new(upstream)),
        Term::Plain(_) => upstream,
    }
}

#[cfg(test)]
mod tests {
    use super::{add_outer_products, multiply_add, multiply_packed, pack};

    /// Small whole numbers, so that every sum is exact.
    fn numbers(count: usize, seed: usize) -> Vec<f64> {
        let some = [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0];
        (0..count).map(|i| some[(i * 5 + seed) % 7]).collect()
    }

    #[test]
    fn the_product_is_exact_at_every_odd_size_and_touches_nothing_else() {
        for rows in 1..=40 {
            for cols in 1..=9 {
                let (m, v) = (numbers(rows * cols, 1), numbers(cols, 2));
                let mut transposed = vec![0.0; rows * cols];
                for (place, entry) in transposed.iter_mut().enumerate() {
                    *entry = m[(place % rows) * cols + place / rows];
                }
                let mut packed = vec![0.0; rows * cols];
                pack(&m, cols, &mut packed);
                let (mut plain, mut fast) = (vec![0.5; rows], vec![0.5; rows]);
                multiply_add(&transposed, rows, &v, &mut plain);
                multiply_packed(&packed, &v, &mut fast);
                for r in 0..rows {
                    let want = 0.5 + (0..cols).map(|k| m[r * cols + k] * v[k]).sum::<f64>();
                    assert_eq!(
                        (plain[r], fast[r]),
                        (want, want),
                        "{rows} x {cols}, row {r}"
                    );
                }
            }
        }
    }

    #[test]
    fn outer_products_add_up_at_every_odd_size() {
        for (rows, cols, count) in (1..=9).flat_map(|r| (1..=9).map(move |c| (r, c, 1 + r % 4))) {
            // Both stand in a buffer with other numbers between.
            let (delta_stride, stride) = (rows + 1, cols + 2);
            let deltas = numbers((count - 1) * delta_stride + rows, 3);
            let operands = numbers((count - 1) * stride + cols, 4);
            let mut sums = vec![0.5; rows * cols];
            add_outer_products(
                &mut sums,
                cols,
                (&deltas, delta_stride),
                (&operands, stride),
            );
            for (place, &got) in sums.iter().enumerate() {
                let part = |k: usize| {
                    deltas[k * delta_stride + place / cols] * operands[k * stride + place % cols]
                };
                let want = 0.5 + (0..count).map(part).sum::<f64>();
                assert_eq!(got, want, "{rows} x {cols}, {count} of them, entry {place}");
            }
        }
    }
}
