//! The settings of a translation, for the controls.

use crate::explain::schema::{Kind, Setting};
use crate::model::setup::{TASKS_BY_SCORE, TEMPERATURES};
use crate::model::tasks::TASKS;

/// All of them, in the order of the controls.
#[must_use]
pub fn settings() -> Vec<Setting> {
    let new = |key: &str, label: &str, help: &str, kind| {
        Setting::new("translation", key, label, help, kind)
    };
    let tasks: Vec<_> = TASKS.iter().map(|task| (task.kind, task.title)).collect();
    vec![
        new(
            "attn.task",
            "Task",
            "What the model has learned to answer. Each task has trained weights of its own.",
            Kind::Choice,
        )
        .choosing(&tasks),
        new(
            "attn.attention",
            "Attention",
            "On: the decoder looks at every position for every symbol. Off: all it will ever know is one fixed vector.",
            Kind::Choice,
        )
        .choosing(&[("on", "on"), ("off", "off")]),
        new(
            "attn.score",
            "Score",
            "How a query is compared with a key. Each is a trained model of its own.",
            Kind::Choice,
        )
        .choosing(&[("additive", "additive"), ("scaled_dot", "scaled dot")])
        .when("attn.attention", &["on"])
        .when("attn.task", &TASKS_BY_SCORE),
        new(
            "attn.temperature",
            "Softmax temperature",
            "What the scores are divided by: low points hard, high is fog.",
            Kind::Number,
        )
        .between(TEMPERATURES.0, TEMPERATURES.1, 0.1)
        .when("attn.attention", &["on"]),
    ]
}
