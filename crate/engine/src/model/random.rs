//! The one source of random numbers: ChaCha8 from a seed, the same on every machine, today and later.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What is drawn; each has a stream of its own, so that one does not repeat the other's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Weights.
    Weights = 0,
    /// A sequence.
    Sequence = 1,
    /// Pairs to learn from.
    Examples = 2,
    /// What is left out while learning.
    LeftOut = 3,
}

/// One stream of random numbers.
pub struct Stream {
    rng: ChaCha8Rng,
    spare: Option<f64>,
}

impl Stream {
    /// The stream of a seed for one purpose.
    #[must_use]
    pub fn new(seed: u64, purpose: Purpose) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(purpose as u64);
        Self { rng, spare: None }
    }

    /// Uniform in [0, 1), 53 bits.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    pub fn unit(&mut self) -> f64 {
        (self.rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Uniform in [-1, 1).
    pub fn signed(&mut self) -> f64 {
        2.0 * self.unit() - 1.0
    }

    /// A whole number from 0 to `below` - 1.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "small counts"
    )]
    pub fn below(&mut self, below: usize) -> usize {
        (self.unit() * below as f64) as usize
    }

    /// Standard normal, by Marsaglia's polar method.
    pub fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (u, v) = (self.signed(), self.signed());
            let s = u * u + v * v;
            if s > 0.0 && s < 1.0 {
                let factor = (-2.0 * libm::log(s) / s).sqrt();
                self.spare = Some(v * factor);
                return u * factor;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_means_the_same_numbers_for_ever() {
        let mut stream = Stream::new(7, Purpose::Weights);
        let first = [stream.unit(), stream.signed(), stream.normal()];
        assert_eq!(
            first,
            [0.15779609702061936, -0.6640212744557974, 0.9405892057635155]
        );
    }

    #[test]
    fn a_sequence_does_not_repeat_the_numbers_of_the_weights() {
        let first = |purpose| Stream::new(7, purpose).unit();
        assert_ne!(first(Purpose::Weights), first(Purpose::Sequence));
    }
}
