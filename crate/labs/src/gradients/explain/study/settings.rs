//! The settings of a study, for the controls.

use crate::gradients::recurrent::{Compare, MOST_RHO};
use crate::schema::{Kind, Setting};
use crate::sequence::MOST_STEPS;
use crate::setup::{MOST_SEED, MOST_UNITS};
use unrolled::model::cells;

/// Settings that mean something only for a matrix of the lab's own.
const OWN: (&str, &[&str]) = ("grad.source", &["matrix"]);

/// All settings of a study, in the order of the controls.
#[must_use]
pub fn settings() -> Vec<Setting> {
    let mut all = matrix();
    all.extend(study());
    all.extend(compare());
    all
}

#[expect(clippy::cast_precision_loss, reason = "limits are far below 2^53")]
fn matrix() -> Vec<Setting> {
    let new =
        |key: &str, label: &str, help: &str, kind| Setting::new("matrix", key, label, help, kind);
    vec![
        new(
            "grad.rho",
            "Spectral radius \u{3c1}",
            "The largest modulus of an eigenvalue. The recurrent matrix is scaled to it.",
            Kind::Number,
        )
        .between(0.0, 2.0, 0.01)
        .reaching(MOST_RHO)
        .or_empty("as the matrix is"),
        new(
            "grad.source",
            "Study",
            "A matrix of this lab's own, or a copy of the current model on its own sequence.",
            Kind::Choice,
        )
        .choosing(&[("matrix", "a matrix"), ("model", "the current model")]),
        new(
            "grad.base",
            "Base matrix",
            "What the recurrent matrix is before it is scaled.",
            Kind::Choice,
        )
        .choosing(&[
            ("orth", "orthogonal"),
            ("gauss", "gaussian"),
            ("uniform", "uniform"),
            ("glorot", "Glorot"),
            ("identity", "identity"),
            ("nonnormal", "non-normal"),
            ("cyclic", "cyclic shift"),
            ("edited", "edited by hand"),
            ("model", "the model's W_hh"),
        ])
        .when(OWN.0, OWN.1),
        new(
            "grad.feeding",
            "Feeding weight a",
            "How strongly the second unit of each pair feeds the first.",
            Kind::Number,
        )
        .between(0.0, 10.0, 0.1)
        .reaching(1e9)
        .when(OWN.0, OWN.1)
        .when("grad.base", &["nonnormal"]),
        new(
            "grad.H",
            "Units",
            "Rows and columns of the matrix.",
            Kind::Integer,
        )
        .between(1.0, MOST_UNITS as f64, 1.0)
        .when(OWN.0, OWN.1)
        .when(
            "grad.base",
            &[
                "orth",
                "gauss",
                "uniform",
                "glorot",
                "identity",
                "nonnormal",
                "cyclic",
            ],
        ),
        new(
            "grad.seed",
            "Seed",
            "The same seed draws the same matrix and inputs.",
            Kind::Integer,
        )
        .between(0.0, MOST_SEED as f64, 1.0)
        .when(OWN.0, OWN.1),
    ]
}

#[expect(clippy::cast_precision_loss, reason = "limits are far below 2^53")]
fn study() -> Vec<Setting> {
    let new =
        |key: &str, label: &str, help: &str, kind| Setting::new("study", key, label, help, kind);
    vec![
        new("grad.activation", "Activation", "Linear keeps every slope at 1. Tanh multiplies by its slope too, at most 1.", Kind::Choice)
            .choosing(&[("identity", "linear"), ("tanh", "tanh"), ("relu", "ReLU")])
            .when(OWN.0, OWN.1),
        new("grad.inputScale", "Input scale", "What random inputs are multiplied by. 0 leaves the state at zero; at 1 units saturate.", Kind::Number)
            .between(0.0, 3.0, 0.05)
            .reaching(1e9)
            .when(OWN.0, OWN.1),
        new("grad.T", "Steps T", "How many steps the gradient goes back.", Kind::Integer)
            .between(1.0, MOST_STEPS as f64, 1.0)
            .when(OWN.0, OWN.1),
        new("grad.precision", "Numbers", "What everything is computed in. float32 ends earlier.", Kind::Choice)
            .choosing(&[("f64", "float64"), ("f32", "float32")]),
    ]
}

fn compare() -> Vec<Setting> {
    let new =
        |key: &str, label: &str, help: &str, kind| Setting::new("compare", key, label, help, kind);
    let all: Vec<_> = Compare::all().map(Compare::names).collect();
    vec![
        new("grad.compare", "Beside the RNN", "Gated cells of the same width on the same inputs, their recurrent matrices scaled to the same radius.", Kind::Choice)
            .choosing(&all)
            .when(OWN.0, OWN.1),
        new("grad.fBias", "LSTM forget bias", "Higher keeps more of the memory at each step.", Kind::Number)
            .between(-2.0, 6.0, 0.1)
            .reaching(1e9)
            .when(OWN.0, OWN.1)
            .when("grad.compare", &with_gate("f")),
        new("grad.zBias", "GRU update bias", "Lower keeps more of the state at each step.", Kind::Number)
            .between(-6.0, 6.0, 0.1)
            .reaching(1e9)
            .when(OWN.0, OWN.1)
            .when("grad.compare", &with_gate("z")),
    ]
}

/// The choices that put a cell with this gate beside the RNN.
fn with_gate(letter: &str) -> Vec<&'static str> {
    let has = |kind: &str| cells::gated().any(|cell| cell.kind == kind && cell.has_gate(letter));
    Compare::all()
        .filter(|own| own.kinds().into_iter().any(has))
        .map(|own| own.names().0)
        .collect()
}
