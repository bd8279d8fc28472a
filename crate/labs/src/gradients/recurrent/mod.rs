//! What the Gradients lab studies: a recurrent matrix of its own in a plain RNN, or the current model, over T
//! steps, with a gradient that starts at the last state.
//!
//! Invariant: what is studied is a [`Scenario`] of the ordinary cells, so that it is run, stepped and drawn
//! like any other.

mod base;
mod matrix;
mod used;

use std::iter;

use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

use crate::sequence::MOST_STEPS;
use crate::setup::{MOST_SEED, MOST_UNITS, SetupError, finite, state, whole};
use unrolled::ir::{Precision, Program};
use unrolled::model::cells::{self, Cell};
use unrolled::model::encoded::Encoded;
use unrolled::model::init;
use unrolled::model::init::{GateBias, Init, Recipe};
use unrolled::model::random::{Purpose, Stream};
use unrolled::model::{Biases, CellSpec, Head, LossKind, NetworkSpec, Reach, Scenario, Target};

pub use base::{BaseKind, Spectral};
pub use matrix::Bases;
use matrix::edited;

/// The greatest spectral radius that can be typed; the slider ends at 2.
pub const MOST_RHO: f64 = 1e9;

/// The most steps of a run from which Lyapunov exponents are read.
pub const MOST_LONG_STEPS: usize = 2000;

/// How many numbers are read at each step.
const INPUTS: usize = 2;

/// Whose gradients are studied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// A recurrent matrix of the lab's own, in a plain RNN.
    Matrix,
    /// A copy of the current model on its own sequence.
    Model,
}

/// Which gated cells run beside the plain RNN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum Compare {
    /// None.
    None,
    /// One of this kind.
    One(&'static Cell),
    /// A GRU and an LSTM.
    Both,
}

impl Compare {
    /// Everything that can be chosen, in the order of the menu.
    pub fn all() -> impl Iterator<Item = Self> {
        let each = cells::gated().map(Self::One);
        iter::once(Self::None).chain(each).chain([Self::Both])
    }

    /// As in links and on screen.
    #[must_use]
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::None => ("none", "none"),
            Self::One(cell) => (cell.kind, cell.title),
            Self::Both => ("both", "GRU and LSTM"),
        }
    }

    /// Their kinds.
    #[must_use]
    pub fn kinds(self) -> Vec<&'static str> {
        match self {
            Self::None => vec![],
            Self::One(cell) => vec![cell.kind],
            Self::Both => vec!["gru", "lstm"],
        }
    }
}

impl From<Compare> for &'static str {
    fn from(compare: Compare) -> Self {
        compare.names().0
    }
}

impl TryFrom<String> for Compare {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        let found = Self::all().find(|own| own.names().0 == word);
        found.ok_or_else(|| format!("there is no gated cell `{word}`"))
    }
}

/// Everything that can be chosen in the Gradients lab about what is computed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Study {
    /// Whose gradients.
    pub source: Source,
    /// The matrix before it is scaled.
    pub base: BaseKind,
    /// Its rows and columns.
    #[serde(rename = "H")]
    pub hidden_size: f64,
    /// Steps.
    #[serde(rename = "T")]
    pub steps: f64,
    /// The spectral radius it is scaled to; as it is if not given.
    pub rho: Option<f64>,
    /// What squashes the sum, by the RNN's own word (`identity`, `tanh`, `relu`).
    pub activation: String,
    /// What the inputs, drawn from -1 to 1, are multiplied by.
    pub input_scale: f64,
    /// The seed of everything drawn.
    pub seed: f64,
    /// The weight from the second unit of each pair to the first, where the matrix is not normal.
    pub feeding: f64,
    /// The matrix where it was edited by hand.
    pub edited: Option<Vec<Vec<f64>>>,
    /// The initial state; zero if not given.
    pub h0: Option<Vec<f64>>,
    /// dL/dh_T; the same for every unit, of length 1, if not given.
    pub gradient: Option<Vec<f64>>,
    /// Which gated cells run on the same inputs.
    pub compare: Compare,
    /// The forget bias of an LSTM beside it.
    pub f_bias: f64,
    /// The update bias of a GRU beside it.
    pub z_bias: f64,
    /// What everything is computed in.
    pub precision: Precision,
}

impl Default for Study {
    /// The opening: linear, orthogonal, no input, so that what is measured is 0.8^k to the digit.
    fn default() -> Self {
        Self {
            source: Source::Matrix,
            base: BaseKind::Orth,
            hidden_size: 8.0,
            steps: 20.0,
            rho: Some(0.8),
            activation: "identity".to_owned(),
            input_scale: 0.0,
            seed: 7.0,
            feeding: 2.0,
            edited: None,
            h0: None,
            gradient: None,
            compare: Compare::None,
            f_bias: GateBias::FRESH.forget,
            z_bias: GateBias::FRESH.update,
            precision: Precision::Double,
        }
    }
}

/// Recurrent matrices by the letter of their gate.
pub type Blocks = Vec<(&'static str, Spectral)>;

/// What is studied, ready to run.
#[derive(Clone, Debug)]
pub struct Studied {
    /// The network with all its numbers.
    pub scenario: Scenario,
    /// Its recurrent matrices, scaled; one for a plain RNN.
    pub recurrent: Blocks,
    /// What was done otherwise than chosen, in sentences.
    pub notices: Vec<String>,
}

impl Study {
    /// What is studied; `model` is the current model.
    ///
    /// # Errors
    /// At the first field that cannot be used.
    pub fn studied(&self, model: &Scenario, bases: &mut Bases) -> Result<Studied, SetupError> {
        self.check()?;
        match self.source {
            Source::Matrix => self.of_matrix(model, bases, MOST_STEPS),
            Source::Model => self.of_model(model),
        }
    }

    /// The same RNN left to itself for a long time: no input, from a drawn state. Its Lyapunov exponents say
    /// whether it is chaotic.
    ///
    /// # Errors
    /// At the first field that cannot be used.
    pub fn left_alone(
        &self,
        model: &Scenario,
        bases: &mut Bases,
        steps: usize,
    ) -> Result<Studied, SetupError> {
        let size = self.size()?;
        let mut stream = Stream::new(self.seed()?, Purpose::Sequence);
        let alone = Self {
            source: Source::Matrix,
            steps: steps as f64,
            input_scale: 0.0,
            h0: Some((0..size).map(|_| stream.signed()).collect()),
            ..self.clone()
        };
        alone.check()?;
        alone.of_matrix(model, bases, MOST_LONG_STEPS)
    }

    /// Another kind of cell on the same inputs, from the same seed, as wide, its recurrent matrices scaled to the
    /// same radius and its gradient starting alike.
    ///
    /// # Errors
    /// At the first field that cannot be used.
    pub fn beside(&self, kind: &str, bases: &mut Bases) -> Result<Studied, SetupError> {
        self.check()?;
        whole("grad.T", "Steps", self.steps, 1..=MOST_STEPS)?;
        let drawn = bases.drawn(self, kind)?;
        let (spec, program) = (drawn.spec.clone(), drawn.program.clone());
        let mut params = drawn.params.clone();
        let (recurrent, notices) = self.rescale(drawn.blocks.clone(), &program, &mut params);
        let encoded = encoded(self.inputs()?);
        let scenario = self.scenario(spec, program, params, encoded)?;
        Ok(Studied {
            scenario,
            recurrent,
            notices,
        })
    }

    /// What is studied with its matrices as they are drawn, in this kind of cell; no spectrum is looked for, so that
    /// many seeds can be tried.
    ///
    /// # Errors
    /// At the first field that cannot be used.
    pub fn as_drawn(&self, kind: &str) -> Result<Scenario, SetupError> {
        if kind == "rnn" {
            self.check()?;
            whole("grad.T", "Steps", self.steps, 1..=MOST_STEPS)?;
            return self.around(&self.drawn_matrix()?);
        }
        let (spec, program, params) = self.fresh_cell(kind)?;
        self.scenario(spec, program, params, encoded(self.inputs()?))
    }

    /// A cell of this kind with the numbers it starts with.
    fn fresh_cell(&self, kind: &str) -> Result<(NetworkSpec, Program, Vec<f64>), SetupError> {
        self.check()?;
        whole("grad.T", "Steps", self.steps, 1..=MOST_STEPS)?;
        let size = self.size()?;
        let mut cell = CellSpec::of(kind)
            .ok_or_else(|| SetupError::at("cell", format!("There is no cell “{kind}”.")))?;
        if let Some(plain) = cell.clone().with("activation", &self.activation) {
            cell = plain;
        }
        let is_gated = cell.cell.is_gated();
        let spec = network(cell, size, is_gated);
        let program = program(&spec)?;
        let bias = GateBias {
            forget: self.f_bias,
            update: self.z_bias,
        };
        let recipe = Recipe {
            hidden_size: size,
            init: self.init(),
            seed: self.seed()?,
            bias,
        };
        let params = init::draw(&program, recipe);
        Ok((spec, program, params))
    }

    fn of_matrix(
        &self,
        model: &Scenario,
        bases: &mut Bases,
        most_steps: usize,
    ) -> Result<Studied, SetupError> {
        whole("grad.T", "Steps", self.steps, 1..=most_steps)?;
        let mut notices = Vec::new();
        let scaled = self.scaled(model, bases, &mut notices)?;
        Ok(Studied {
            scenario: self.around(&scaled.matrix)?,
            recurrent: vec![("h", scaled)],
            notices,
        })
    }

    /// A plain RNN with this recurrent matrix.
    fn around(&self, matrix: &DMatrix<f64>) -> Result<Scenario, SetupError> {
        let size = matrix.nrows();
        let cell = CellSpec::of("rnn").and_then(|rnn| rnn.with("activation", &self.activation));
        let wrong = || {
            SetupError::at(
                "grad.activation",
                format!("There is no activation “{}”.", self.activation),
            )
        };
        let spec = network(cell.ok_or_else(wrong)?, size, false);
        let program = program(&spec)?;
        // The input weights are those of an orthogonal start whatever the matrix, so that like is compared.
        let recipe = fresh(size, Init::Orthogonal, self.seed()?);
        let mut params = init::draw(&program, recipe);
        params[recurrent_range(&program)].copy_from_slice(matrix.transpose().as_slice());
        self.scenario(spec, program, params, encoded(self.inputs()?))
    }

    fn of_model(&self, model: &Scenario) -> Result<Studied, SetupError> {
        let spec = NetworkSpec {
            head: Head::None,
            loss: Some(LossKind::Linear),
            ..model.spec.clone()
        };
        let program = program(&spec)?;
        // The head's parameters come last.
        let mut params = model.params[..program.param_count()].to_vec();
        let blocks = blocks(&program, &params)?;
        let (recurrent, notices) = self.rescale(blocks, &program, &mut params);
        let mut scenario = self.scenario(spec, program, params, model.encoded.clone())?;
        scenario.h0.clone_from(&model.h0);
        scenario.c0.clone_from(&model.c0);
        scenario.holds.clone_from(&model.holds);
        scenario.unit_names.clone_from(&model.unit_names);
        Ok(Studied {
            scenario,
            recurrent,
            notices,
        })
    }

    /// Brings the largest of the recurrent blocks to the radius, the others by the same factor.
    fn rescale(
        &self,
        blocks: Blocks,
        program: &Program,
        params: &mut [f64],
    ) -> (Blocks, Vec<String>) {
        let Some(wanted) = self.rho.filter(|_| !blocks.is_empty()) else {
            return (blocks, vec![]);
        };
        let largest = blocks
            .iter()
            .map(|(_, block)| block.radius())
            .fold(0.0, f64::max);
        let Some(factor) = base::factor(largest, wanted) else {
            return (blocks, vec![unscalable(wanted)]);
        };
        params[recurrent_range(program)]
            .iter_mut()
            .for_each(|weight| *weight *= factor);
        let scaled = blocks
            .iter()
            .map(|(letter, block)| (*letter, block.times(factor)));
        (scaled.collect(), vec![])
    }

    fn init(&self) -> Init {
        match self.base {
            BaseKind::Gauss => Init::Gaussian,
            BaseKind::Uniform => Init::Uniform,
            BaseKind::Glorot => Init::Glorot,
            BaseKind::Identity => Init::Identity,
            _ => Init::Orthogonal,
        }
    }

    fn scenario(
        &self,
        spec: NetworkSpec,
        program: Program,
        params: Vec<f64>,
        encoded: Encoded,
    ) -> Result<Scenario, SetupError> {
        let size = spec.hidden_size;
        let even = vec![1.0 / (size as f64).sqrt(); size];
        let gradient = match &self.gradient {
            Some(given) => state("grad.gradient", Some(given), size)?,
            None => even,
        };
        Ok(Scenario {
            h0: state("grad.h0", self.h0.as_deref(), size)?,
            c0: vec![0.0; size],
            learning: None,
            learned: None,
            target: Target {
                kind: LossKind::Linear,
                first: encoded.columns.len() - 1,
                columns: vec![gradient],
                weight: 1.0,
            },
            spec,
            program,
            params,
            unit_names: vec![],
            encoded,
            holds: vec![],
            reach: Reach::default(),
            precision: self.precision,
        })
    }

    /// T columns, drawn from -1 to 1 and multiplied.
    fn inputs(&self) -> Result<Vec<Vec<f64>>, SetupError> {
        let steps = whole("grad.T", "Steps", self.steps, 1..=MOST_LONG_STEPS)?;
        let mut stream = Stream::new(self.seed()?, Purpose::Sequence);
        let mut column = |_| {
            (0..INPUTS)
                .map(|_| stream.signed() * self.input_scale)
                .collect()
        };
        Ok((0..steps).map(&mut column).collect())
    }

    /// Whether a matrix of the lab's own is studied.
    #[must_use]
    pub fn has_matrix(&self) -> bool {
        self.source == Source::Matrix
    }

    /// Whether another model is another study.
    #[must_use]
    pub fn looks_at_model(&self) -> bool {
        self.source == Source::Model || self.base == BaseKind::Model
    }

    /// Whether it can be studied, whatever the model.
    ///
    /// # Errors
    /// At the first field that cannot be used.
    pub fn checked(&self) -> Result<(), SetupError> {
        self.check()?;
        whole("grad.T", "Steps", self.steps, 1..=MOST_STEPS)?;
        let size = self.given_size()?;
        self.seed()?;
        finite("grad.feeding", "The feeding weight", self.feeding)?;
        for (path, given) in [("grad.h0", &self.h0), ("grad.gradient", &self.gradient)] {
            state(path, given.as_deref(), size)?;
        }
        self.edited
            .as_deref()
            .map_or(Ok(()), |rows| edited(rows).map(|_| ()))
    }

    /// How wide the matrix is: as it was edited, or as chosen.
    fn given_size(&self) -> Result<usize, SetupError> {
        match (self.base, &self.edited) {
            (BaseKind::Edited, Some(rows)) => Ok(rows.len()),
            _ => self.size(),
        }
    }

    fn check(&self) -> Result<(), SetupError> {
        if let Some(rho) = self.rho
            && !(0.0..=MOST_RHO).contains(&rho)
        {
            let message = "The spectral radius must be a number from 0 to 1,000,000,000.";
            return Err(SetupError::at("grad.rho", message));
        }
        for (path, label, value) in [
            ("grad.inputScale", "The input scale", self.input_scale),
            ("grad.fBias", "The forget bias", self.f_bias),
            ("grad.zBias", "The update bias", self.z_bias),
        ] {
            finite(path, label, value)?;
        }
        Ok(())
    }

    fn size(&self) -> Result<usize, SetupError> {
        whole("grad.H", "Hidden units", self.hidden_size, 1..=MOST_UNITS)
    }

    fn seed(&self) -> Result<u64, SetupError> {
        whole("grad.seed", "The seed", self.seed, 0..=MOST_SEED).map(|seed| seed as u64)
    }
}

fn fresh(hidden_size: usize, init: Init, seed: u64) -> Recipe {
    Recipe {
        hidden_size,
        init,
        seed,
        bias: GateBias::FRESH,
    }
}

fn unscalable(wanted: f64) -> String {
    format!(
        "All eigenvalues are 0, so no factor gives a spectral radius of {wanted}: shown as it is."
    )
}

fn network(cell: CellSpec, hidden_size: usize, bias: bool) -> NetworkSpec {
    NetworkSpec {
        cell,
        input_size: INPUTS,
        hidden_size,
        biases: Biases {
            input: bias,
            hidden: false,
        },
        head: Head::None,
        loss: Some(LossKind::Linear),
    }
}

fn program(spec: &NetworkSpec) -> Result<Program, SetupError> {
    spec.program()
        .map_err(|error| SetupError::at("cell", error.to_string()))
}

fn encoded(columns: Vec<Vec<f64>>) -> Encoded {
    Encoded {
        columns,
        labels: None,
        alphabet: None,
    }
}

/// The recurrent matrices of a cell, by the letter of their gate.
fn blocks(program: &Program, params: &[f64]) -> Result<Blocks, SetupError> {
    let range = recurrent_range(program);
    let spec = program.params.iter().find(|spec| spec.range() == range);
    let Some(spec) = spec else {
        return Ok(vec![]);
    };
    let each = params[range].chunks_exact(spec.cols * spec.cols);
    (spec.blocks.iter().zip(each))
        .map(|(gate, rows)| {
            let matrix = DMatrix::from_row_slice(spec.cols, spec.cols, rows);
            Ok((gate.letter, Spectral::of(matrix, "grad.source")?))
        })
        .collect()
}

fn recurrent_range(program: &Program) -> std::ops::Range<usize> {
    let param = program.param("weight_hh_l0");
    param.map_or(0..0, |param| program.params[param.0].range())
}
