//! Every setting with its label, range, default and help: the page makes its controls from this list.
//!
//! Invariant: a setting is described here once; defaults are those of [`Setup`], ranges those it checks,
//! and the choices of a cell those its own file declares.

use serde::Serialize;
use serde_json::Value;

use crate::attention::explain::translation;
use crate::declared;
use crate::sequence::MOST_STEPS;
use crate::setup::{MOST_CLASSES, MOST_RATE, MOST_SEED, MOST_UNITS, MOST_UPDATES, Setup};
use unrolled::model::{CELLS, Choice};
use view::draw::views::unrolled::show::valves;

/// One setting.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Setting {
    /// Where it stands in the setup, dotted (`choices.reset`).
    pub key: String,
    /// Its name on screen.
    pub label: String,
    /// What it does, in a sentence.
    pub help: String,
    /// The group of controls it stands in.
    pub group: &'static str,
    /// How it is set.
    pub kind: Kind,
    /// What can be chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Selectable>,
    /// The least number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// The greatest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// The greatest number that can be typed, where that is more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reach: Option<f64>,
    /// What it is called where no number is set, if that can be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub empty: Option<&'static str>,
    /// From one number to the next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<f64>,
    /// Its key in links, where it is not the last part of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<&'static str>,
    /// What it is at first.
    pub default: Value,
    /// When it means anything: all of these; always if there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<When>,
}

/// How a setting is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One of a few.
    Choice,
    /// A whole number.
    Integer,
    /// Any number in the range.
    Number,
    /// Several numbers.
    Vector,
    /// Any text.
    Text,
    /// Shown or not.
    Switch,
}

/// One thing that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Selectable {
    /// As in the setup.
    pub value: String,
    /// As on screen.
    pub label: String,
}

/// The setting that another depends on, and the values with which it means something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct When {
    /// The key of that setting.
    pub key: String,
    /// Its values.
    pub is: Vec<String>,
}

impl Setting {
    pub(super) fn new(group: &'static str, key: &str, label: &str, help: &str, kind: Kind) -> Self {
        Self {
            key: key.to_owned(),
            label: label.to_owned(),
            help: help.to_owned(),
            group,
            kind,
            choices: vec![],
            min: None,
            max: None,
            reach: None,
            empty: None,
            step: None,
            link: None,
            default: default_of(key),
            when: vec![],
        }
    }

    pub(super) fn choosing(mut self, choices: &[(&str, &str)]) -> Self {
        let option = |&(value, label): &(&str, &str)| Selectable {
            value: value.to_owned(),
            label: label.to_owned(),
        };
        self.choices = choices.iter().map(option).collect();
        self
    }

    pub(super) fn between(mut self, min: f64, max: f64, step: f64) -> Self {
        (self.min, self.max, self.step) = (Some(min), Some(max), Some(step));
        self
    }

    pub(super) fn or_empty(self, name: &'static str) -> Self {
        Self {
            empty: Some(name),
            ..self
        }
    }

    pub(super) fn reaching(self, most: f64) -> Self {
        Self {
            reach: Some(most),
            ..self
        }
    }

    pub(super) fn when(mut self, key: &str, is: &[&str]) -> Self {
        let is = is.iter().map(|&value| value.to_owned()).collect();
        self.when.push(When {
            key: key.to_owned(),
            is,
        });
        self
    }
}

/// The value a dotted key has in the opening scene.
fn default_of(key: &str) -> Value {
    let defaults = serde_json::to_value(Setup::default()).unwrap_or_default();
    key.split('.').fold(defaults, |value, part| {
        value.get(part).cloned().unwrap_or_default()
    })
}

/// All settings, in the order of the controls.
#[must_use]
pub fn schema() -> Vec<Setting> {
    let mut all = cell();
    all.extend(sizes());
    all.extend(start());
    all.extend(weights());
    all.extend(head());
    all.extend(backward());
    all.extend(show());
    all.extend(declared::settings());
    all.extend(translation::settings());
    all
}

fn cell() -> Vec<Setting> {
    let kinds: Vec<_> = CELLS.iter().map(|cell| (cell.kind, cell.title)).collect();
    let which = Setting::new(
        "cell",
        "cell",
        "Cell",
        "Which update is computed.",
        Kind::Choice,
    );
    let mut all = vec![which.choosing(&kinds)];
    for cell in CELLS {
        all.extend(
            cell.choices
                .iter()
                .map(|choice| convention(choice, cell.kind)),
        );
    }
    all
}

fn convention(choice: &Choice, cell: &str) -> Setting {
    let values: Vec<_> = choice
        .values
        .iter()
        .map(|value| (value.key, value.label))
        .collect();
    let key = format!("choices.{}", choice.key);
    Setting::new("cell", &key, choice.label, choice.help, Kind::Choice)
        .choosing(&values)
        .when("cell", &[cell])
}

#[expect(clippy::cast_precision_loss, reason = "limits are far below 2^53")]
fn sizes() -> Vec<Setting> {
    vec![
        Setting::new(
            "sizes",
            "H",
            "Hidden units",
            "How many numbers the state holds.",
            Kind::Integer,
        )
        .between(1.0, MOST_UNITS as f64, 1.0),
        Setting::new(
            "sizes",
            "bias",
            "Bias vectors",
            "One vector, or PyTorch's two, which add up.",
            Kind::Choice,
        )
        .choosing(&[("single", "one"), ("double", "two (PyTorch)")]),
        Setting::new(
            "sizes",
            "precision",
            "Precision",
            "What everything is computed in: float32 shows where digits are lost.",
            Kind::Choice,
        )
        .choosing(&[("f64", "float64, 16 digits"), ("f32", "float32, 7 digits")]),
        Setting::new(
            "sizes",
            "seq.steps",
            "Steps",
            "How long the adding problem is.",
            Kind::Integer,
        )
        .between(1.0, MOST_STEPS as f64, 1.0)
        .when("seq.kind", &["made"]),
    ]
}

#[expect(clippy::cast_precision_loss, reason = "limits are far below 2^53")]
fn start() -> Vec<Setting> {
    let begins = "Learning begins here too.";
    let state = |key, label: &str, what: &str| {
        let help = format!("The {what} before step 1. Empty means zero. {begins}");
        Setting::new("start", key, label, &help, Kind::Vector)
    };
    vec![
        Setting::new(
            "start",
            "start.how",
            "Start",
            "Where the first step starts from: what is given, or what gradient descent makes of it, so that the loss falls.",
            Kind::Choice,
        )
        .choosing(&[("given", "zero, or as typed"), ("learned", "learned")]),
        state("h0", "h\u{2080}", "hidden state"),
        state("c0", "c\u{2080}", "cell memory").when("cell", &with_memory()),
        Setting::new(
            "start",
            "start.updates",
            "Updates",
            "How often the start is moved against its gradient.",
            Kind::Integer,
        )
        .between(1.0, MOST_UPDATES as f64, 1.0)
        .when("start.how", &["learned"]),
        Setting::new(
            "start",
            "start.rate",
            "Learning rate",
            "How far an update goes: this many times the gradient.",
            Kind::Number,
        )
        .between(0.01, 1.0, 0.01)
        .reaching(MOST_RATE)
        .when("start.how", &["learned"]),
    ]
}

/// The cells with a second state.
fn with_memory() -> Vec<&'static str> {
    CELLS
        .iter()
        .filter(|cell| cell.states.len() > 1)
        .map(|cell| cell.kind)
        .collect()
}

/// The cells with a gate of this letter.
fn with_gate(letter: &str) -> Vec<&'static str> {
    let has = |cell: &&&unrolled::model::Cell| cell.gates.iter().any(|gate| gate.letter == letter);
    CELLS.iter().filter(has).map(|cell| cell.kind).collect()
}

#[expect(clippy::cast_precision_loss, reason = "limits are far below 2^53")]
fn weights() -> Vec<Setting> {
    let from = "Storybook weights are written so that each unit has a job, those by hand so that a pencil is enough; the others are drawn from the seed.";
    vec![
        Setting::new("weights", "weights", "Weights", from, Kind::Choice).choosing(&[
            ("storybook", "storybook"),
            ("byHand", "to check by hand"),
            ("orth", "random, orthogonal"),
            ("gauss", "random, gaussian"),
            ("uniform", "random, uniform"),
            ("edited", "own (from pasted JSON)"),
        ]),
        Setting::new(
            "weights",
            "seed",
            "Seed",
            "The same seed gives the same weights everywhere.",
            Kind::Integer,
        )
        .between(0.0, MOST_SEED as f64, 1.0),
        Setting::new(
            "weights",
            "fBias",
            "Forget bias",
            "The same for every unit: higher keeps longer. Empty: as the weights have it.",
            Kind::Number,
        )
        .between(-2.0, 6.0, 0.1)
        .when("cell", &with_gate("f")),
        Setting::new(
            "weights",
            "zBias",
            "Update bias",
            "The same for every unit: what z is without input. Empty: as the weights have it.",
            Kind::Number,
        )
        .between(-6.0, 6.0, 0.1)
        .when("cell", &with_gate("z")),
    ]
}

#[expect(clippy::cast_precision_loss, reason = "limits are far below 2^53")]
fn head() -> Vec<Setting> {
    vec![
        Setting::new("head", "head", "Head", "What reads the hidden state.", Kind::Choice).choosing(&[
            ("regression", "one number"),
            ("softmax", "classes"),
            ("none", "none"),
        ]),
        Setting::new("head", "classes", "Classes", "How many classes the head tells apart.", Kind::Integer)
            .between(2.0, MOST_CLASSES as f64, 1.0)
            .when("head", &["softmax"]),
        Setting::new("head", "loss.at", "Loss at", "Which steps are judged.", Kind::Choice)
            .choosing(&[("last", "the last step"), ("each", "each step")])
            .when("head", &["regression", "softmax"]),
        Setting::new("head", "loss.reduce", "Losses are", "How the losses of the steps make one.", Kind::Choice)
            .choosing(&[("sum", "added"), ("mean", "averaged")])
            .when("loss.at", &["each"]),
        Setting::new(
            "head",
            "target",
            "Target",
            "One number (or class, from 0) for each judged step. Empty: the storybook's own task, else no loss.",
            Kind::Vector,
        )
        .when("head", &["regression", "softmax"]),
    ]
}

#[expect(clippy::cast_precision_loss, reason = "limits are far below 2^53")]
fn backward() -> Vec<Setting> {
    let steps = |key, label, help| {
        Setting::new("backward", key, label, help, Kind::Integer).between(
            1.0,
            MOST_STEPS as f64,
            1.0,
        )
    };
    vec![
        steps(
            "K",
            "Window K",
            "How many steps back the gradient of each loss goes. Empty: to the first step. Cuts end it too.",
        ),
        steps(
            "detachEvery",
            "Detach every",
            "After every so many steps the state is detached: its value passes on, no gradient comes back. Empty: never.",
        ),
        Setting::new(
            "backward",
            "cuts",
            "Cuts after steps",
            "Where the scissors cut, beside what is detached every so many steps. Empty: nowhere.",
            Kind::Vector,
        ),
    ]
}

fn show() -> Vec<Setting> {
    let switch = |key, label, help| Setting::new("show", key, label, help, Kind::Switch);
    let gated = || CELLS.iter().filter(|cell| valves(cell).next().is_some());
    let kinds: Vec<_> = gated().map(|cell| cell.kind).collect();
    let mut all = vec![
        switch(
            "show.weights",
            "Shared weights",
            "The recurrent weights in every box: the same at every step.",
        ),
        switch(
            "show.gates",
            "Gates",
            "The gates of the selected unit as bars in every box.",
        )
        .when("cell", &kinds),
        switch(
            "show.bands",
            "Gradient bands",
            "The gradient along the wires, on the way back.",
        ),
        switch(
            "show.norms",
            "Here and future",
            "What arrives at each state, on the way back: from its own loss, from the future.",
        ),
        switch(
            "show.strips",
            "Gate strips",
            "Under the ribbon of many steps: the gates of the selected unit.",
        )
        .when("cell", &kinds),
    ];
    all.extend(gated().map(|cell| {
        let letters: Vec<_> = valves(cell).map(|letter| (letter, letter)).collect();
        let key = format!("show.ring.{}", cell.kind);
        let help =
            "The gate of the selected unit that is the ring of a bead: wide where it is open.";
        Setting::new("show", &key, "Ring of a bead", help, Kind::Choice)
            .choosing(&letters)
            .when("cell", &[cell.kind])
    }));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_default_can_be_chosen_and_lies_in_its_range() {
        for setting in schema() {
            match setting.kind {
                Kind::Choice => {
                    let known = setting
                        .choices
                        .iter()
                        .any(|choice| json!(choice.value) == setting.default);
                    assert!(known, "{}: {}", setting.key, setting.default);
                }
                // Null: as the weights have it, or nothing to set in the opening scene.
                Kind::Integer | Kind::Number if setting.default.is_null() => {
                    assert!(
                        ["fBias", "zBias", "seq.steps", "K", "detachEvery"]
                            .contains(&setting.key.as_str()),
                        "{}",
                        setting.key
                    );
                }
                Kind::Integer | Kind::Number => {
                    let default = setting.default.as_f64().expect("a number");
                    assert!(
                        (setting.min.unwrap()..=setting.max.unwrap()).contains(&default),
                        "{}",
                        setting.key
                    );
                }
                Kind::Switch => assert!(setting.default.is_boolean(), "{}", setting.key),
                Kind::Text => assert!(setting.default.is_string(), "{}", setting.key),
                Kind::Vector => {
                    let is_numbers = |all: &Vec<Value>| all.iter().all(Value::is_number);
                    let fits = setting.default.as_array().is_none_or(is_numbers);
                    let is_vector = setting.default.is_null() || setting.default.is_array();
                    assert!(fits && is_vector, "{}", setting.key);
                }
            }
        }
    }

    #[test]
    fn every_choice_of_every_cell_has_its_control() {
        let keys: Vec<_> = schema().into_iter().map(|setting| setting.key).collect();
        for choice in CELLS.iter().flat_map(|cell| cell.choices) {
            assert!(keys.contains(&format!("choices.{}", choice.key)));
        }
    }
}
