//! Eigenvalues of any real matrix: reflections to Hessenberg form, then the QR iteration with double shifts
//! (Francis 1961, in the form of Martin, Peters and Wilkinson 1970).
//!
//! Invariant: where ordinary shifts go round in circles, as for a cyclic shift of units, an exceptional one
//! breaks the circle; the iteration ends after [`MOST`] rounds for each eigenvalue in any case.

use nalgebra::{Complex, DMatrix};

use super::reflect::{add_scaled, apply, reflect};
use super::{balance, exponent, scaled};

/// Rounds for one eigenvalue; three or four do.
const MOST: usize = 60;

/// Every so many rounds the shift is an exceptional one.
const EXCEPTIONAL: usize = 10;

/// What is so much smaller than the whole matrix is nothing: its square would underflow.
const NOTHING: f64 = 1e-140;

/// Larger entries could overflow in a sum.
const SAFE_EXPONENT: i32 = 900;

/// All eigenvalues of a finite square matrix; `None` where the iteration does not end.
pub(super) fn eigenvalues(matrix: &DMatrix<f64>) -> Option<Vec<Complex<f64>>> {
    let first = (exponent(matrix) - SAFE_EXPONENT).max(0);
    let (read, mut rest) = balance::isolate(scaled(matrix, -first));
    let mut found: Vec<_> = read
        .into_iter()
        .map(|value| Complex::new(value, 0.0))
        .collect();
    let mut back = |values: Vec<Complex<f64>>, power: i32| {
        let whole = |value: f64| libm::scalbn(value, power);
        found.extend(
            values
                .iter()
                .map(|value| Complex::new(whole(value.re), whole(value.im))),
        );
    };
    if !rest.is_empty() {
        balance::scale(&mut rest);
        let second = exponent(&rest);
        let mut rest = scaled(&rest, -second);
        hessenberg(&mut rest);
        back(Iteration::new(rest).all(MOST)?, second);
    }
    let whole = |value: f64| libm::scalbn(value, first);
    Some(
        found
            .iter()
            .map(|value| Complex::new(whole(value.re), whole(value.im)))
            .collect(),
    )
}

/// Makes everything below the first subdiagonal zero, keeping the eigenvalues.
fn hessenberg(a: &mut DMatrix<f64>) {
    let size = a.nrows();
    let mut sums = vec![0.0; size];
    for k in 0..size.saturating_sub(2) {
        let (left, right) = a.as_mut_slice().split_at_mut((k + 1) * size);
        let v = &mut left[k * size + k + 1..];
        let (tau, beside) = reflect(v);
        if tau != 0.0 {
            for column in right.chunks_exact_mut(size) {
                let column = &mut column[k + 1..];
                apply(v, tau, column);
            }
            sums.fill(0.0);
            for (&entry, column) in v.iter().zip(right.chunks_exact(size)) {
                add_scaled(&mut sums, entry, column);
            }
            for (&entry, column) in v.iter().zip(right.chunks_exact_mut(size)) {
                add_scaled(column, -tau * entry, &sums);
            }
        }
        v.fill(0.0);
        v[0] = beside;
    }
}

/// What is left to do of a Hessenberg matrix.
struct Iteration {
    h: DMatrix<f64>,
    /// The sum of all entries without signs, where neighbours are no measure.
    size: f64,
    /// What exceptional shifts have taken off the diagonal.
    shifted: f64,
}

/// The first vector of a double step, up to a factor.
type Bulge = [f64; 3];

impl Iteration {
    fn new(h: DMatrix<f64>) -> Self {
        let size = h.iter().map(|entry| entry.abs()).sum();
        Self {
            h,
            size,
            shifted: 0.0,
        }
    }

    fn all(mut self, most: usize) -> Option<Vec<Complex<f64>>> {
        let mut found = Vec::with_capacity(self.h.nrows());
        let mut end = self.h.nrows();
        let mut rounds = 0;
        while end > 0 {
            let start = self.block_start(end, 2 * rounds > most);
            match end - start {
                1 => found.push(Complex::new(self.h[(start, start)] + self.shifted, 0.0)),
                2 => found.extend(self.pair(start)),
                _ if rounds == most => return None,
                _ => {
                    self.round(start, end, rounds);
                    rounds += 1;
                    continue;
                }
            }
            (end, rounds) = (start, 0);
        }
        found
            .iter()
            .all(|value| value.re.is_finite() && value.im.is_finite())
            .then_some(found)
    }

    /// Where the last block that does not fall apart begins. What is negligible beside its neighbours is made zero, or
    /// beside the whole matrix where the iteration takes `long`: among eigenvalues near 0 neighbours are rounding alone.
    fn block_start(&mut self, end: usize, long: bool) -> usize {
        for row in (1..end).rev() {
            let beside = self.h[(row - 1, row - 1)].abs() + self.h[(row, row)].abs();
            let measure = if long || beside == 0.0 {
                self.size
            } else {
                beside
            };
            let negligible = (f64::EPSILON * measure).max(NOTHING * self.size);
            if self.h[(row, row - 1)].abs() <= negligible {
                self.h[(row, row - 1)] = 0.0;
                return row;
            }
        }
        0
    }

    /// The two eigenvalues of a block of two.
    fn pair(&self, start: usize) -> [Complex<f64>; 2] {
        let h = |r: usize, c: usize| self.h[(start + r, start + c)];
        let (last, product) = (h(1, 1), h(0, 1) * h(1, 0));
        let half = 0.5 * (h(0, 0) - last);
        let under_root = half * half + product;
        let root = under_root.abs().sqrt();
        let last = last + self.shifted;
        if under_root < 0.0 {
            let value = Complex::new(last + half, root);
            return [value, value.conj()];
        }
        let far = half + root.copysign(half);
        let near = if far == 0.0 { 0.0 } else { -product / far };
        [
            Complex::new(last + far, 0.0),
            Complex::new(last + near, 0.0),
        ]
    }

    /// One double step on the block.
    fn round(&mut self, start: usize, end: usize, rounds: usize) {
        let n = end - 1;
        let shift = if rounds > 0 && rounds.is_multiple_of(EXCEPTIONAL) {
            self.exceptional_shift(end)
        } else {
            let h = &self.h;
            [h[(n, n)], h[(n - 1, n - 1)], h[(n, n - 1)] * h[(n - 1, n)]]
        };
        let (first, bulge) = self.first_bulge(start, n, shift);
        for row in first + 2..end {
            self.h[(row, row - 2)] = 0.0;
            if row > first + 2 {
                self.h[(row, row - 3)] = 0.0;
            }
        }
        self.chase(start, first, n, bulge);
    }

    fn exceptional_shift(&mut self, end: usize) -> Bulge {
        let n = end - 1;
        let by = self.h[(n, n)];
        self.shifted += by;
        for place in 0..end {
            self.h[(place, place)] -= by;
        }
        let measure = self.h[(n, n - 1)].abs() + self.h[(n - 1, n - 2)].abs();
        [0.75 * measure, 0.75 * measure, -0.4375 * measure * measure]
    }

    /// The lowest row at which the step can begin, because two neighbours below are small, and how.
    fn first_bulge(&self, start: usize, n: usize, [x, y, product]: Bulge) -> (usize, Bulge) {
        let h = &self.h;
        let mut row = n - 2;
        loop {
            let here = h[(row, row)];
            let (r, s) = (x - here, y - here);
            let first = (r * s - product) / h[(row + 1, row)] + h[(row, row + 1)];
            let second = h[(row + 1, row + 1)] - here - r - s;
            let third = h[(row + 2, row + 1)];
            let measure = first.abs() + second.abs() + third.abs();
            let over = |entry: f64| if measure == 0.0 { 0.0 } else { entry / measure };
            let bulge = [first, second, third].map(over);
            if row == start {
                return (row, bulge);
            }
            let left = h[(row, row - 1)].abs() * (bulge[1].abs() + bulge[2].abs());
            let around = h[(row - 1, row - 1)].abs() + here.abs() + h[(row + 1, row + 1)].abs();
            if left <= f64::EPSILON * bulge[0].abs() * around {
                return (row, bulge);
            }
            row -= 1;
        }
    }

    /// Moves the bulge down and out of the block, one reflection of three rows at a time.
    fn chase(&mut self, start: usize, first: usize, n: usize, mut bulge: Bulge) {
        for k in first..n {
            let is_last = k == n - 1;
            let mut measure = 1.0;
            if k > first {
                let h = |row: usize| self.h[(row, k - 1)];
                bulge = [h(k), h(k + 1), if is_last { 0.0 } else { h(k + 2) }];
                measure = bulge.iter().map(|entry| entry.abs()).sum();
                if measure == 0.0 {
                    continue;
                }
                bulge = bulge.map(|entry| entry / measure);
            }
            let [p, q, r] = bulge;
            let length = (p * p + q * q + r * r).sqrt().copysign(p);
            if length == 0.0 {
                continue;
            }
            if k > first {
                self.h[(k, k - 1)] = -length * measure;
            } else if start < first {
                self.h[(k, k - 1)] = -self.h[(k, k - 1)];
            }
            let p = p + length;
            let along = [p / length, q / length, r / length];
            let across = [1.0, q / p, r / p];
            self.reflect_rows(k, n, is_last, along, across);
            self.reflect_columns(k, (start, n.min(k + 3)), is_last, along, across);
        }
    }

    fn reflect_rows(&mut self, k: usize, n: usize, is_last: bool, along: Bulge, across: Bulge) {
        let size = self.h.nrows();
        let rows = if is_last { 2 } else { 3 };
        for column in self.h.as_mut_slice()[k * size..(n + 1) * size].chunks_exact_mut(size) {
            let entries = &mut column[k..k + rows];
            let sum: f64 = entries
                .iter()
                .zip(across)
                .map(|(entry, by)| entry * by)
                .sum();
            entries
                .iter_mut()
                .zip(along)
                .for_each(|(entry, by)| *entry -= sum * by);
        }
    }

    fn reflect_columns(
        &mut self,
        k: usize,
        (top, bottom): (usize, usize),
        is_last: bool,
        along: Bulge,
        across: Bulge,
    ) {
        let columns = if is_last { 2 } else { 3 };
        for row in top..=bottom {
            let sum: f64 = (0..columns)
                .map(|place| self.h[(row, k + place)] * along[place])
                .sum();
            for (place, by) in across.iter().take(columns).enumerate() {
                self.h[(row, k + place)] -= sum * by;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iteration_that_may_not_go_on_says_so_instead_of_going_on() {
        let cyclic = DMatrix::from_fn(8, 8, |r, c| f64::from(u8::from(r == (c + 1) % 8)));
        assert!(
            Iteration::new(cyclic.clone())
                .all(EXCEPTIONAL - 1)
                .is_none()
        );
        assert!(Iteration::new(cyclic).all(MOST).is_some());
    }
}
