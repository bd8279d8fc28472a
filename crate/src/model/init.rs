//! Random weights from a seed.
//!
//! Invariant: drawn parameter by parameter in PyTorch's order from one ChaCha8 stream, so that a seed
//! means the same numbers on every machine, today and later.

use nalgebra::DMatrix;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::ir::{ParamSpec, Program};

/// How weights are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Init {
    /// Recurrent blocks orthogonal (Saxe et al. 2014), the rest uniform within Glorot's bound.
    Orthogonal,
    /// Normal with standard deviation 1 / √H.
    Gaussian,
    /// Uniform within ±1 / √H: PyTorch's own default.
    Uniform,
}

/// The biases that decide what a fresh gate does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GateBias {
    /// Of a forget gate.
    pub forget: f64,
    /// Of an update gate.
    pub update: f64,
}

/// All parameters of a program, drawn from a seed.
#[must_use]
pub fn draw(
    program: &Program,
    hidden_size: usize,
    init: Init,
    seed: u64,
    bias: GateBias,
) -> Vec<f64> {
    let mut stream = Stream::new(seed);
    let mut params = Vec::with_capacity(program.param_count());
    let mut first_bias = true;
    for spec in &program.params {
        let start = params.len();
        fill(&mut params, spec, hidden_size, init, &mut stream);
        if spec.is_bias && !spec.blocks.is_empty() {
            set_gate_bias(&mut params[start..], spec, first_bias.then_some(bias));
            first_bias = false;
        }
    }
    params
}

#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
fn fill(
    params: &mut Vec<f64>,
    spec: &ParamSpec,
    hidden_size: usize,
    init: Init,
    stream: &mut Stream,
) {
    let count = spec.rows * spec.cols;
    let width = 1.0 / (hidden_size as f64).sqrt();
    let blocks = spec.blocks.len().max(1);
    let is_square = spec.rows == spec.cols * blocks && !spec.blocks.is_empty() && !spec.is_bias;
    let is_recurrent = is_square && spec.name.starts_with("weight_hh");
    match init {
        Init::Orthogonal if is_recurrent => {
            for _ in 0..blocks {
                params.extend(orthogonal(spec.cols, stream).transpose().iter());
            }
        }
        Init::Gaussian => params.extend((0..count).map(|_| stream.normal() * width)),
        Init::Orthogonal => {
            let glorot = (6.0 / (spec.rows / blocks + spec.cols) as f64).sqrt();
            params.extend((0..count).map(|_| stream.signed() * glorot));
        }
        Init::Uniform => params.extend((0..count).map(|_| stream.signed() * width)),
    }
}

/// The forget and update biases stand in the first bias vector; in a second one they are 0.
fn set_gate_bias(bias: &mut [f64], spec: &ParamSpec, wanted: Option<GateBias>) {
    let rows = spec.rows / spec.blocks.len();
    for (gate, block) in spec.blocks.iter().zip(bias.chunks_exact_mut(rows)) {
        match gate.letter {
            "f" => block.fill(wanted.map_or(0.0, |wanted| wanted.forget)),
            "z" => block.fill(wanted.map_or(0.0, |wanted| wanted.update)),
            _ => {}
        }
    }
}

/// The Q of a random normal matrix, signs fixed by R's diagonal, so that all directions are alike.
fn orthogonal(size: usize, stream: &mut Stream) -> DMatrix<f64> {
    let qr = DMatrix::from_fn(size, size, |_, _| stream.normal()).qr();
    let (mut q, r) = (qr.q(), qr.r());
    for k in 0..size {
        if r[(k, k)] < 0.0 {
            q.column_mut(k).neg_mut();
        }
    }
    q
}

/// One stream of random numbers.
struct Stream {
    rng: ChaCha8Rng,
    spare: Option<f64>,
}

impl Stream {
    fn new(seed: u64) -> Self {
        Self {
            rng: ChaCha8Rng::seed_from_u64(seed),
            spare: None,
        }
    }

    /// Uniform in [0, 1), 53 bits.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    fn unit(&mut self) -> f64 {
        (self.rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Uniform in [-1, 1).
    fn signed(&mut self) -> f64 {
        2.0 * self.unit() - 1.0
    }

    /// Standard normal, by Marsaglia's polar method.
    fn normal(&mut self) -> f64 {
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
    fn an_orthogonal_block_keeps_every_length() {
        for size in 1..20 {
            let q = orthogonal(size, &mut Stream::new(7));
            let off = (q.transpose() * &q - DMatrix::identity(size, size)).amax();
            assert!(off < 1e-13, "size {size}: {off:e}");
        }
    }

    #[test]
    fn a_seed_means_the_same_numbers_for_ever() {
        let mut stream = Stream::new(7);
        let first = [stream.unit(), stream.signed(), stream.normal()];
        assert_eq!(
            first,
            [0.15779609702061936, -0.6640212744557974, 0.9405892057635155]
        );
    }
}
