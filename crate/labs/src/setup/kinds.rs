//! The words a setup is written in: what can be chosen where there are only a few possibilities.

use serde::{Deserialize, Serialize};

/// One bias vector or two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BiasKind {
    /// `bias_ih_l0` alone.
    Single,
    /// `bias_ih_l0` and `bias_hh_l0`.
    Double,
}

/// What reads the hidden state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HeadKind {
    /// Nothing.
    None,
    /// One number.
    Regression,
    /// A distribution over classes.
    Softmax,
}

/// Where weights come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum WeightsKind {
    /// Written so that each unit has a job, for two inputs and three units.
    Storybook,
    /// Small numbers that can be checked with a pencil, for one or two units.
    ByHand,
    /// Drawn, recurrent blocks orthogonal.
    Orth,
    /// Drawn, normal.
    Gauss,
    /// Drawn, uniform.
    Uniform,
    /// As given.
    Edited,
}

/// Whether there is a loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LossChoice {
    /// None: the backward pass starts at the selected unit of the last state.
    None,
    /// ½‖o - y‖², for numbers.
    SquaredError,
    /// -ln of the predicted probability, for classes.
    CrossEntropy,
}

/// At which steps the output is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LossAt {
    /// At every step.
    Each,
    /// At the last.
    Last,
}

/// How the losses of the steps make one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LossReduce {
    /// Added.
    Sum,
    /// Averaged over the judged steps.
    Mean,
}

/// The loss of a setup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LossSetup {
    /// Whether and how outputs are judged.
    pub kind: LossChoice,
    /// Where.
    pub at: LossAt,
    /// How they are reduced.
    pub reduce: LossReduce,
}

/// "Break it": a gate held at a value in every unit, over some steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoldSetup {
    /// The key of its symbol (`f`).
    pub gate: String,
    /// Its value there.
    pub value: f64,
    /// The first step, from 1.
    pub from: f64,
    /// The last step.
    pub to: f64,
}
