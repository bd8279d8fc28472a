//! Sums of biases, products and plain nodes, and the three products they are computed with.
//!
//! Shape: a product has as many rows as its weight block, and its operand as many as the block has
//! columns; plain nodes and biases have the rows of the result.
//!
//! Invariant: every sum has one fixed order, k ascending from the value already there, in every build
//! and for every batch size. The innermost loop runs over independent results, so that compilers can
//! use vector lanes without changing that order; no fused multiply-add.

use crate::ir::{Expr, Linear, Scalar, Term};

/// Four columns of a product are added per sweep over the result, one after another, to load and store
/// the result a quarter as often.
const SWEEP: usize = 4;

/// out += M v, where row k of `transposed` (`out.len()` wide, `stride` apart) is column k of M.
pub fn multiply_add<S: Scalar>(transposed: &[S], stride: usize, v: &[S], out: &mut [S]) {
    let width = out.len();
    let row = |k: usize| &transposed[k * stride..k * stride + width];
    let mut k = 0;
    while k + SWEEP <= v.len() {
        let columns = [row(k), row(k + 1), row(k + 2), row(k + 3)];
        S::add_four_products(out, columns, [v[k], v[k + 1], v[k + 2], v[k + 3]]);
        k += SWEEP;
    }
    for (k, &factor) in v.iter().enumerate().skip(k) {
        for (out, &m) in out.iter_mut().zip(row(k)) {
            *out += m * factor;
        }
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
    use super::multiply_add;

    #[test]
    fn the_product_is_exact_at_every_odd_size_and_touches_nothing_else() {
        for rows in 1..=9 {
            for cols in 1..=9 {
                let m: Vec<f64> = (0..rows * cols)
                    .map(|i| [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0][i % 7])
                    .collect();
                let v: Vec<f64> = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0][..cols].to_vec();
                let transposed: Vec<f64> = (0..cols * rows)
                    .map(|i| m[(i % rows) * cols + i / rows])
                    .collect();
                let mut out = vec![0.5; rows];
                multiply_add(&transposed, rows, &v, &mut out);
                for (r, &got) in out.iter().enumerate() {
                    let want = 0.5 + (0..cols).map(|k| m[r * cols + k] * v[k]).sum::<f64>();
                    assert_eq!(got, want, "{rows} x {cols}, row {r}");
                }
            }
        }
    }
}
