//! Householder's reflection: the orthogonal matrix I - τ v vᵀ that turns a vector onto its first axis.
//!
//! Invariant: a vector that lies there already is left as it is, so that exact zeros stay exact.

/// Turns `x` into v with v\[0\] = 1; answers τ and what x becomes on the first axis.
pub(super) fn reflect(x: &mut [f64]) -> (f64, f64) {
    let first = x[0];
    let largest = x[1..]
        .iter()
        .fold(0.0_f64, |most, entry| most.max(entry.abs()));
    if largest == 0.0 {
        return (0.0, first);
    }
    // In units of the largest entry, so that the reflection is orthogonal however small the vector.
    let scale = largest.max(first.abs());
    for entry in x.iter_mut() {
        *entry /= scale;
    }
    let squares: f64 = x.iter().map(|entry| entry * entry).sum();
    let on_axis = -squares.sqrt().copysign(first);
    let head = x[0] - on_axis;
    x[0] = 1.0;
    for entry in &mut x[1..] {
        *entry /= head;
    }
    (-head / on_axis, on_axis * scale)
}

/// The sum of the products of entries, in four sums so that they need not wait for each other.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let ((a4, a_rest), (b4, b_rest)) = (a.as_chunks::<4>(), b.as_chunks::<4>());
    let mut sums = [0.0; 4];
    for (a, b) in a4.iter().zip(b4) {
        for lane in 0..4 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

/// Reflects a vector.
pub(super) fn apply(v: &[f64], tau: f64, vector: &mut [f64]) {
    let along = dot(v, vector);
    add_scaled(vector, -tau * along, v);
}

/// into += factor · of.
pub(super) fn add_scaled(into: &mut [f64], factor: f64, of: &[f64]) {
    for (into, of) in into.iter_mut().zip(of) {
        *into += factor * of;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_lands_on_the_first_axis_with_its_length() {
        for scale in [1.0, 1e300, 1e-300] {
            let x = [3.0 * scale, 4.0 * scale, -12.0 * scale];
            let mut v = x;
            let (tau, on_axis) = reflect(&mut v);
            assert!((on_axis / scale + 13.0).abs() < 1e-14, "{on_axis}");
            let along = dot(&v, &x.map(|entry| entry / scale));
            for (entry, v) in x.iter().zip(v).skip(1) {
                assert!((entry / scale - tau * along * v).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn a_vector_on_the_first_axis_stays() {
        assert_eq!(reflect(&mut [-2.0, 0.0, 0.0]), (0.0, -2.0));
        assert_eq!(reflect(&mut [0.0, 0.0]), (0.0, 0.0));
    }
}
