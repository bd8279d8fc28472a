//! Sums of biases, products and plain nodes, and the three products they are computed with.
//!
//! Shape: a product has as many rows as its weight block, and its operand as many as the block has
//! columns; plain nodes and biases have the rows of the result.
//!
//! Invariant: every sum has one fixed order, k ascending from the value already there, in every build
//! and for every batch size. The innermost loop runs over independent results, so that compilers can
//! use vector lanes without changing that order; no fused multiply-add.

use crate::ir::{Expr, Linear, Scalar, Term};

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

/// M itself in such panels, so that [`multiply_packed`] multiplies by its transpose.
pub fn pack_transposed<S: Scalar>(m: &[S], cols: usize, packed: &mut [S]) {
    let rows = m.len() / cols;
    let panels = packed.chunks_mut(S::PANEL * rows);
    for (first, panel) in (0..cols).step_by(S::PANEL).zip(panels) {
        let width = panel.len() / rows;
        for (row, m) in panel.chunks_exact_mut(width).zip(m.chunks_exact(cols)) {
            row.copy_from_slice(&m[first..first + width]);
        }
    }
}

/// out += M v, where M has been [packed](pack); out += Mᵀ v, where it has been [packed transposed](pack_transposed).
pub fn multiply_packed<S: Scalar>(packed: &[S], v: &[S], out: &mut [S]) {
    let panels = packed.chunks(S::PANEL * v.len());
    for (out, panel) in out.chunks_mut(S::PANEL).zip(panels) {
        S::add_products(out, panel, v);
    }
}

/// Vectors that stand one behind the other: as wide as this, and as far apart.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'a, S> {
    /// The numbers, the first vector's first; after the last vector there may be none.
    pub numbers: &'a [S],
    /// How many numbers a vector has.
    pub width: usize,
    /// From one vector to the next.
    pub stride: usize,
}

impl<S: Scalar> Columns<'_, S> {
    fn count(&self) -> usize {
        self.numbers.len().div_ceil(self.stride)
    }

    /// Appends them in panels of `lanes` rows, the last one filled up with zeros.
    fn pack(&self, lanes: usize, packed: &mut Vec<S>) {
        let (start, panel) = (packed.len(), lanes * self.count());
        packed.resize(start + self.width.div_ceil(lanes) * panel, S::zero());
        let panels = packed[start..].chunks_exact_mut(panel);
        for (first, panel) in (0..self.width).step_by(lanes).zip(panels) {
            let last = (first + lanes).min(self.width);
            let vectors = self.numbers.chunks(self.stride);
            for (row, vector) in panel.chunks_exact_mut(lanes).zip(vectors) {
                // Not copied as a whole: a call for a handful of numbers takes longer than they do.
                for (entry, &number) in row.iter_mut().zip(&vector[first..last]) {
                    *entry = number;
                }
            }
        }
    }
}

/// How many rows a block of outer products has.
const BLOCK_ROWS: usize = 4;

/// sums += Σ deltas operandsᵀ, the first of both first. What is read again and again is packed into `scratch` before.
pub fn add_outer_products<S: Scalar>(
    sums: &mut [S],
    deltas: Columns<'_, S>,
    operands: Columns<'_, S>,
    scratch: &mut Vec<S>,
) {
    let (count, cols) = (deltas.count(), operands.width);
    scratch.clear();
    deltas.pack(BLOCK_ROWS, scratch);
    let start = scratch.len();
    operands.pack(S::BLOCK, scratch);
    let (deltas, operands) = scratch.split_at(start);
    let mut block = vec![S::zero(); BLOCK_ROWS * S::BLOCK];
    for (sums, deltas) in sums
        .chunks_mut(BLOCK_ROWS * cols)
        .zip(deltas.chunks(BLOCK_ROWS * count))
    {
        for (first, operands) in (0..cols)
            .step_by(S::BLOCK)
            .zip(operands.chunks(S::BLOCK * count))
        {
            let width = S::BLOCK.min(cols - first);
            for (row, sums) in block
                .chunks_exact_mut(S::BLOCK)
                .zip(sums.chunks_exact(cols))
            {
                row[..width].copy_from_slice(&sums[first..first + width]);
            }
            S::add_outer(&mut block, deltas, operands);
            for (row, sums) in block
                .chunks_exact(S::BLOCK)
                .zip(sums.chunks_exact_mut(cols))
            {
                sums[first..first + width].copy_from_slice(&row[..width]);
            }
        }
    }
}

/// into += what a sum passes back to a plain summand or a bias: its own gradient.
pub fn add<S: Scalar>(upstream: &[S], into: &mut [S]) {
    for (into, &u) in into.iter_mut().zip(upstream) {
        *into += u;
    }
}

/// into += factor × row.
pub fn add_scaled<S: Scalar>(row: &[S], factor: S, into: &mut [S]) {
    for (into, &entry) in into.iter_mut().zip(row) {
        *into += entry * factor;
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
    use super::{Columns, add_outer_products, multiply_packed, pack, pack_transposed};

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
                let mut packed = vec![0.0; rows * cols];
                pack(&m, cols, &mut packed);
                let mut product = vec![0.5; rows];
                multiply_packed(&packed, &v, &mut product);
                for (r, got) in product.into_iter().enumerate() {
                    let want = 0.5 + (0..cols).map(|k| m[r * cols + k] * v[k]).sum::<f64>();
                    assert_eq!(got, want, "{rows} x {cols}, row {r}");
                }
                let u = numbers(rows, 3);
                pack_transposed(&m, cols, &mut packed);
                let mut product = vec![0.5; cols];
                multiply_packed(&packed, &u, &mut product);
                for (c, got) in product.into_iter().enumerate() {
                    let want = 0.5 + (0..rows).map(|k| m[k * cols + c] * u[k]).sum::<f64>();
                    assert_eq!(got, want, "{rows} x {cols}, column {c}");
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
            let of = |numbers, width, stride| Columns {
                numbers,
                width,
                stride,
            };
            add_outer_products(
                &mut sums,
                of(&deltas, rows, delta_stride),
                of(&operands, cols, stride),
                &mut vec![7.0],
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
