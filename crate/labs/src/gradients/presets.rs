//! The presets of this lab.

use serde_json::{Value, json};

use crate::lab::Preset;

fn of(id: &'static str, name: &'static str, look: &'static str, grad: &Value) -> Preset {
    Preset::of(id, name, look, json!({ "grad": grad }))
}

/// All of them.
pub(super) fn presets() -> Vec<Preset> {
    vec![
        of(
            "vanish",
            "Vanish",
            "Every step multiplies by 0.8. After twenty steps the first state hardly counts.",
            &json!({ "rho": 0.8 }),
        ),
        of(
            "hold",
            "Hold",
            "All eigenvalues lie on the unit circle and the matrix is orthogonal: nothing is lost, nothing grows.",
            &json!({ "rho": 1 }),
        ),
        of(
            "explode",
            "Explode",
            "Every step multiplies by 1.2. After twenty steps the gradient runs off its lane.",
            &json!({ "rho": 1.2 }),
        ),
        of(
            "transient",
            "Transient",
            "ρ is 0.8, yet the product grows first: look at the upper edge of the blue area, highest at k = 4. A matrix that is not normal does that.",
            &json!({ "base": "nonnormal", "rho": 0.8 }),
        )
        .at(json!({ "k": 4 })),
        of(
            "saturated",
            "Saturated",
            "ρ is 1.2, but tanh and inputs of size 1 push the units into their flat ends: the gradient shrinks although the matrix would explode.",
            &json!({ "rho": 1.2, "activation": "tanh", "inputScale": 1 }),
        ),
        of(
            "float32",
            "float32 ends",
            "Five hundred steps in float32: here digits begin to be lost, further on nothing is left at all.",
            &json!({ "rho": 0.8, "T": 500, "precision": "f32" }),
        )
        .at(json!({ "k": 392 })),
        of(
            "gates",
            "RNN, GRU, LSTM",
            "The same inputs and the same radius in three cells. Gates keep more or less by their biases: try the forget bias at 4.",
            &json!({ "rho": 1, "activation": "tanh", "inputScale": 1, "compare": "both" }),
        )
        .at(json!({ "panel": "forward" })),
        of(
            "cyclic",
            "Cyclic shift",
            "Each unit hands on to the next. All eigenvalues lie evenly on the circle: the gradient goes round and stays.",
            &json!({ "base": "cyclic", "rho": 1 }),
        ),
    ]
}
