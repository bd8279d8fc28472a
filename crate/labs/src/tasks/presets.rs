//! The presets of this lab.

use serde_json::{Value, json};

use crate::lab::Preset;

/// Weights of one unit and one input, all given: it passes on what it reads.
fn pass_through(recurrent: f64) -> Value {
    json!({
        "cell": "rnn", "choices": {"activation": "identity"}, "H": 1, "bias": "single", "weights": "orth",
        "edits": {
            "p.weight_ih_l0.r1.c1": 1, "p.weight_hh_l0.r1.c1": recurrent, "p.head.weight.r1.c1": 1,
            "p.bias_ih_l0.r1.c1": 0, "p.head.bias.r1.c1": 0,
        },
        "target": [0.0], "seq": {"kind": "numbers", "rows": [[2.0], [1.0], [1.732_050_807_568_877_2], [0.5]]},
    })
}

fn with(mut model: Value, tasks: &Value) -> Value {
    model["own"] = json!({ "tasks": tasks });
    model
}

/// All of them.
pub(super) fn presets() -> Vec<Preset> {
    vec![
        Preset::of(
            "pool",
            "Last state or mean",
            "Twenty steps with weight 0.8. Read the mean of all states instead of the last one, and far more of the gradient reaches the start.",
            with(
                pass_through(0.8),
                &json!({"wiring": "one", "pool": "mean", "rows": 1, "steps": 20, "lengths": null}),
            ),
        )
        .at(json!({"panel": "reach", "unit": 1, "position": {"t": 1, "op": "l0:h", "dir": "f"}})),
        Preset::of(
            "live",
            "What cannot be had live",
            "Two directions, three of six steps read: every state that was made from the end is still to come. Drag the line.",
            json!({"own": {"tasks": {"ways": "two", "live": true, "now": 3, "lengths": null}}}),
        )
        .at(json!({"panel": "shapes", "position": {"t": 2, "op": "l0:h", "dir": "f"}})),
        Preset::of(
            "encoder",
            "Encoder and decoder",
            "All that the decoder will ever know of the sequence passes through one state. Step back and see the gradient come the same way.",
            json!({"own": {"tasks": {"wiring": "sequence"}}}),
        )
        .at(json!({"panel": "losses", "position": {"t": 6, "op": "l0:dh", "dir": "b"}})),
        Preset::of(
            "padding",
            "Graded on nothing",
            "The last step is padding, and its loss would be the largest of all. Counted, it raises the mean: the model would be taught by nothing.",
            with(
                pass_through(0.0),
                &json!({"rows": 1, "steps": 4, "lengths": [3], "pad": 2.449_489_742_783_178, "goal": "zero"}),
            ),
        )
        .at(json!({"panel": "losses", "unit": 1, "position": {"t": 3, "op": "l", "dir": "f"}})),
        Preset::of(
            "pack",
            "Packed",
            "Sorted by length with the empty corner cut off: padding costs nothing, because it is not computed.",
            json!({"own": {"tasks": {"pack": true}}}),
        )
        .at(json!({"panel": "losses"})),
        Preset::of(
            "chunks",
            "A forgotten state",
            "Chunks of three, each from zeros: same weights, same data, another state. Carry the state, and the difference is gone.",
            json!({"cell": "rnn", "own": {"tasks": {"carry": false, "lengths": null}}}),
        )
        .at(json!({"panel": "stream", "position": {"t": 4, "op": "h", "dir": "f"}})),
        Preset::of(
            "swapped",
            "Batch and time swapped",
            "Four sequences of six steps where six of four were meant: the sizes do not fit, and that is good luck.",
            json!({"own": {"tasks": {"order": "tbd"}}}),
        )
        .at(json!({"panel": "shapes"})),
        Preset::of(
            "garbage",
            "Garbage without an error",
            "With as many sequences as steps the same slip fits every size. It runs, and learns from steps of different sequences.",
            json!({"own": {"tasks": {"order": "tbd", "rows": 6, "lengths": null}}}),
        )
        .at(json!({"panel": "shapes"})),
    ]
}
