//! The adding problem of Hochreiter and Schmidhuber (1997): add up the two values that are marked.

use unrolled::model::random::{Purpose, Stream};

/// Pairs (value, marker) with values of two decimals in [-1, 1]; one marker in each half, or the only
/// one at the only step.
pub(super) fn adding_problem(steps: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut stream = Stream::new(seed, Purpose::Sequence);
    let half = steps / 2;
    let first = stream.below(half.max(1));
    let second = half + stream.below(steps - half);
    (0..steps)
        .map(|t| {
            let value = (stream.signed() * 100.0).round() / 100.0 + 0.0;
            let is_marked = t == first || t == second;
            vec![value, if is_marked { 1.0 } else { 0.0 }]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_values_are_marked_one_in_each_half() {
        for steps in 2..=60 {
            let pairs = adding_problem(steps, 7);
            let marked: Vec<usize> = (0..steps).filter(|&t| pairs[t][1] == 1.0).collect();
            let [first, second] = marked[..] else {
                panic!("{steps} steps: {marked:?}");
            };
            assert!(first < steps / 2 && second >= steps / 2, "{marked:?}");
            assert!(pairs.iter().all(|pair| pair[0].abs() <= 1.0));
        }
        assert_eq!(adding_problem(1, 7)[0][1], 1.0);
    }

    #[test]
    fn another_seed_makes_another_problem() {
        assert_eq!(adding_problem(20, 7), adding_problem(20, 7));
        assert_ne!(adding_problem(20, 7), adding_problem(20, 8));
    }
}
