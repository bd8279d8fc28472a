//! Any text of letters, digits and spaces, written again.

use super::{Task, reverse};

/// The same again.
pub const TASK: Task = Task {
    kind: "copy",
    title: "Copy",
    lengths: (1, 24),
    passes_unknown: true,
    draw: |dice, length| dice.text(reverse::SYMBOLS, length),
    answer: |text| Some(text.to_owned()),
};
