//! Random weights from a seed.
//!
//! Invariant: drawn parameter by parameter in PyTorch's order from one ChaCha8 stream, so that a seed
//! means the same numbers on every machine, today and later.

use nalgebra::DMatrix;

use super::random::{Purpose, Stream};
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
    /// Uniform within Glorot's bound, recurrent blocks too (Glorot and Bengio 2010).
    Glorot,
    /// Recurrent blocks the identity (Le et al. 2015), the rest uniform within Glorot's bound.
    Identity,
}

/// The biases that decide what a fresh gate does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GateBias {
    /// Of a forget gate.
    pub forget: f64,
    /// Of an update gate.
    pub update: f64,
}

impl GateBias {
    /// What random weights begin with: forget little, write little.
    pub const FRESH: Self = Self {
        forget: 1.0,
        update: -1.0,
    };
}

/// Everything that drawn parameters depend on, beside their names and shapes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recipe {
    /// H.
    pub hidden_size: usize,
    /// How.
    pub init: Init,
    /// Of the stream.
    pub seed: u64,
    /// What gates begin with.
    pub bias: GateBias,
}

/// The parameters drawn last: where only something else changes, as under a slider, they are not drawn again.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    last: Option<(Recipe, Vec<ParamSpec>, Vec<f64>)>,
}

impl Drawn {
    /// The same as [`draw`].
    pub fn draw(&mut self, program: &Program, recipe: Recipe) -> Vec<f64> {
        match &self.last {
            Some((known, specs, params)) if *known == recipe && *specs == program.params => {
                params.clone()
            }
            _ => {
                let params = draw(program, recipe);
                self.last = Some((recipe, program.params.clone(), params.clone()));
                params
            }
        }
    }
}

/// All parameters of a program, drawn from a seed.
#[must_use]
pub fn draw(program: &Program, recipe: Recipe) -> Vec<f64> {
    let mut stream = Stream::new(recipe.seed, Purpose::Weights);
    let mut params = Vec::with_capacity(program.param_count());
    let mut first_bias = true;
    for spec in &program.params {
        let start = params.len();
        fill(&mut params, spec, recipe, &mut stream);
        if spec.is_bias && !spec.blocks.is_empty() {
            set_gate_bias(
                &mut params[start..],
                spec,
                first_bias.then_some(recipe.bias),
            );
            first_bias = false;
        }
    }
    params
}

#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
fn fill(params: &mut Vec<f64>, spec: &ParamSpec, recipe: Recipe, stream: &mut Stream) {
    let count = spec.rows * spec.cols;
    let width = 1.0 / (recipe.hidden_size as f64).sqrt();
    let blocks = spec.blocks.len().max(1);
    let is_square = spec.rows == spec.cols * blocks && !spec.blocks.is_empty() && !spec.is_bias;
    let is_recurrent = is_square && spec.name.starts_with("weight_hh");
    match recipe.init {
        Init::Orthogonal if is_recurrent => {
            for _ in 0..blocks {
                params.extend(orthogonal(spec.cols, stream).transpose().iter());
            }
        }
        Init::Identity if is_recurrent => {
            for _ in 0..blocks {
                params.extend(DMatrix::<f64>::identity(spec.cols, spec.cols).iter());
            }
        }
        Init::Gaussian => params.extend((0..count).map(|_| stream.normal() * width)),
        Init::Orthogonal | Init::Glorot | Init::Identity => {
            let glorot = (6.0 / (spec.rows / blocks + spec.cols) as f64).sqrt();
            params.extend((0..count).map(|_| stream.signed() * glorot));
        }
        Init::Uniform => params.extend((0..count).map(|_| stream.signed() * width)),
    }
}

/// The parameters of an encoder and decoder, drawn from a seed: embeddings normal, recurrent blocks orthogonal, other
/// matrices uniform within Glorot's bound, biases 0.
#[must_use]
pub fn draw_network(params: &[ParamSpec], seed: u64) -> Vec<f64> {
    let mut stream = Stream::new(seed, Purpose::Weights);
    let mut drawn = Vec::new();
    for spec in params {
        let (count, blocks) = (spec.rows * spec.cols, spec.blocks.len().max(1));
        if spec.name.contains("weight_hh") {
            for _ in 0..blocks {
                drawn.extend(orthogonal(spec.cols, &mut stream).transpose().iter());
            }
        } else if spec.name.starts_with("embedding") {
            drawn.extend((0..count).map(|_| stream.normal()));
        } else if spec.is_bias && spec.name.contains("bias") {
            drawn.extend((0..count).map(|_| 0.0));
        } else {
            let bound = (6.0 / (spec.rows / blocks + spec.cols) as f64).sqrt();
            drawn.extend((0..count).map(|_| stream.signed() * bound));
        }
    }
    drawn
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::cells::CellSpec;
    use crate::model::network::{Biases, Head, NetworkSpec};

    #[test]
    fn what_was_drawn_last_is_what_would_be_drawn_again() {
        let mut drawn = Drawn::default();
        let setups = [
            (4, Init::Uniform, 7),
            (4, Init::Uniform, 7),
            (5, Init::Uniform, 7),
        ];
        let others = [
            (5, Init::Gaussian, 7),
            (5, Init::Gaussian, 8),
            (4, Init::Uniform, 7),
        ];
        for (hidden_size, init, seed) in setups.into_iter().chain(others) {
            let program = program(hidden_size);
            let recipe = Recipe {
                hidden_size,
                init,
                seed,
                bias: GateBias::FRESH,
            };
            assert_eq!(drawn.draw(&program, recipe), draw(&program, recipe));
        }
    }

    fn program(hidden_size: usize) -> Program {
        let spec = NetworkSpec {
            cell: CellSpec::of("lstm").unwrap(),
            input_size: 2,
            hidden_size,
            biases: Biases {
                input: true,
                hidden: false,
            },
            head: Head::None,
            loss: None,
        };
        spec.program().unwrap()
    }

    #[test]
    fn every_recurrent_block_of_an_identity_start_is_the_identity() {
        let program = program(3);
        let recipe = Recipe {
            hidden_size: 3,
            init: Init::Identity,
            seed: 7,
            bias: GateBias::FRESH,
        };
        let params = draw(&program, recipe);
        let recurrent = program.params[1].range();
        for (place, &weight) in params[recurrent].iter().enumerate() {
            let (row, col) = (place / 3 % 3, place % 3);
            assert_eq!(weight, if row == col { 1.0 } else { 0.0 });
        }
        let glorot = draw(
            &program,
            Recipe {
                init: Init::Glorot,
                ..recipe
            },
        );
        let bound = (6.0_f64 / 6.0).sqrt();
        let largest = glorot[program.params[1].range()]
            .iter()
            .fold(0.0_f64, |most, w| most.max(w.abs()));
        assert!(0.9 * bound < largest && largest <= bound, "{largest}");
    }

    #[test]
    fn an_orthogonal_block_keeps_every_length() {
        for size in 1..20 {
            let q = orthogonal(size, &mut Stream::new(7, Purpose::Weights));
            let off = (q.transpose() * &q - DMatrix::identity(size, size)).amax();
            assert!(off < 1e-13, "size {size}: {off:e}");
        }
    }
}
