//! The settings of a translation, for the controls.

use crate::schema::{Kind, Setting};
use crate::setup::TEMPERATURES;
use crate::setup::hand::MOST_STATES;
use unrolled::model::SCORES;
use unrolled::model::tasks::TASKS;

/// All of them, in the order of the controls.
#[must_use]
pub fn settings() -> Vec<Setting> {
    [answering(), by_hand(), alone(), feeding(), shown()].concat()
}

fn new(key: &str, label: &str, help: &str, kind: Kind) -> Setting {
    Setting::new("translation", key, label, help, kind)
}

/// What answers.
fn answering() -> Vec<Setting> {
    let tasks: Vec<_> = TASKS.iter().map(|task| (task.kind, task.title)).collect();
    let scores: Vec<_> = SCORES
        .iter()
        .map(|score| (score.kind, score.title))
        .collect();
    vec![
        new(
            "attn.model",
            "Model",
            "An encoder and a decoder read and write one symbol after another. Self-attention reads all at once: every symbol asks all of them. By hand: a few numbers that you set, to be worked out on paper.",
            Kind::Choice,
        )
        .choosing(&[("pair", "encoder and decoder"), ("alone", "self-attention"), ("hand", "by hand")]),
        new(
            "attn.task",
            "Task",
            "What the model has learned to answer. Each task has trained weights of its own.",
            Kind::Choice,
        )
        .choosing(&tasks)
        .when("attn.model", &["pair"]),
        new(
            "attn.attention",
            "Attention",
            "On: the decoder looks at every position for every symbol. Off: all it will ever know is one fixed vector.",
            Kind::Choice,
        )
        .choosing(&[("on", "on"), ("off", "off")])
        .when("attn.model", &["pair"]),
        new(
            "attn.score",
            "Score",
            "How a query is compared with a key. Each is a trained model of its own; what is not shipped can be trained here.",
            Kind::Choice,
        )
        .choosing(&scores)
        .when("attn.model", &["pair"])
        .when("attn.attention", &["on"]),
        new(
            "attn.temperature",
            "Softmax temperature",
            "What the scores are divided by: low points hard, high is fog.",
            Kind::Number,
        )
        .between(TEMPERATURES.0, TEMPERATURES.1, 0.1)
        .when("attn.model", &["pair", "hand"])
        .when("attn.attention", &["on"]),
    ]
}

/// What is set by hand.
fn by_hand() -> Vec<Setting> {
    let states = format!(
        "Two numbers for each state, one state after the other; at most {MOST_STATES} states."
    );
    vec![
        new(
            "attn.query",
            "Query",
            "What asks: two numbers.",
            Kind::Vector,
        )
        .when("attn.model", &["hand"]),
        new("attn.states", "States", &states, Kind::Vector).when("attn.model", &["hand"]),
    ]
}

/// What is switched of self-attention.
fn alone() -> Vec<Setting> {
    let switch =
        |key, label, help| new(key, label, help, Kind::Switch).when("attn.model", &["alone"]);
    vec![
        switch(
            "attn.causal",
            "Causal mask",
            "A symbol sees only itself and those before it, as where the next symbol is to be guessed.",
        ),
        new(
            "attn.scaled",
            "Scores divided by \u{221a}d",
            "Off: the products of queries and keys stay as large as they are, and softmax points harder.",
            Kind::Switch,
        )
        .when("attn.model", &["alone", "hand"]),
        switch(
            "attn.placed",
            "Positions",
            "Off: nothing says where a symbol stands, and order is invisible.",
        ),
        new(
            "attn.taught",
            "Weights",
            "Where something is switched: the weights that were trained with everything as shipped, or those that were trained with the same switches.",
            Kind::Choice,
        )
        .choosing(&[("whole", "as shipped"), ("so", "trained so")])
        .when("attn.model", &["alone"]),
    ]
}

/// What the decoder is given.
fn feeding() -> Vec<Setting> {
    vec![
        new(
            "attn.feed",
            "Given back to the decoder",
            "The symbol before, at every output. Own guess: what it wrote. Gold: the right one, as in training. Mix: now this, now that.",
            Kind::Choice,
        )
        .choosing(&[("own", "own guess"), ("gold", "gold"), ("mix", "mix")])
        .when("attn.model", &["pair"]),
        new(
            "attn.own",
            "Share of own guesses",
            "How often the decoder is given its own guess in a mix; else it is given the right symbol.",
            Kind::Number,
        )
        .between(0.0, 1.0, 0.1)
        .when("attn.feed", &["mix"]),
    ]
}

/// What the map shows.
fn shown() -> Vec<Setting> {
    vec![
        new(
            "attn.follow",
            "Only outputs so far",
            "The map has only the rows that are written: step on and see it grow.",
            Kind::Switch,
        )
        .when("attn.attention", &["on"])
        .when("attn.model", &["pair"]),
        new(
            "attn.group",
            "Word by word",
            "Weights are added up inside the words read, and averaged over the words written.",
            Kind::Switch,
        )
        .when("attn.attention", &["on"])
        .when("attn.model", &["pair"]),
        new(
            "attn.mattered",
            "What mattered, beside it",
            "A second map: how much each symbol read would move ln p of each output. It need not agree with where the decoder looked.",
            Kind::Switch,
        )
        .when("attn.model", &["pair"]),
        new(
            "attn.against",
            "Compare with",
            "The map becomes the difference to another: the other score, nothing forced, or a text that is held.",
            Kind::Choice,
        )
        .choosing(&[
            ("nothing", "nothing"),
            ("score", "other score"),
            ("free", "nothing forced"),
            ("text", "held text"),
        ])
        .when("attn.attention", &["on"])
        .when("attn.model", &["pair"]),
    ]
}
