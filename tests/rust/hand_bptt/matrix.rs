//! Vectors and matrices as plain lists: products, sums and outer products, nothing else.

pub(super) type Vector = Vec<f64>;
pub(super) type Matrix = Vec<Vector>;

/// `m v`.
pub(super) fn times(m: &[Vector], v: &[f64]) -> Vector {
    m.iter()
        .map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum())
        .collect()
}

/// `m^T v`.
pub(super) fn transposed_times(m: &[Vector], v: &[f64]) -> Vector {
    let width = m.first().map_or(0, Vec::len);
    (0..width)
        .map(|j| m.iter().zip(v).map(|(row, s)| row[j] * s).sum())
        .collect()
}

/// `v w^T`.
pub(super) fn outer(v: &[f64], w: &[f64]) -> Matrix {
    v.iter()
        .map(|a| w.iter().map(|b| a * b).collect())
        .collect()
}

/// Entry by entry with any function of two numbers.
pub(super) fn zip(v: &[f64], w: &[f64], f: impl Fn(f64, f64) -> f64) -> Vector {
    assert_eq!(v.len(), w.len(), "entries must pair up");
    v.iter().zip(w).map(|(a, b)| f(*a, *b)).collect()
}

pub(super) fn plus(v: &[f64], w: &[f64]) -> Vector {
    zip(v, w, |a, b| a + b)
}

pub(super) fn odot(v: &[f64], w: &[f64]) -> Vector {
    zip(v, w, |a, b| a * b)
}

/// `sum += scale * part`, for matrices of equal shape.
pub(super) fn add_to(sum: &mut Matrix, part: &Matrix) {
    for (row, extra) in sum.iter_mut().zip(part) {
        *row = plus(row, extra);
    }
}
