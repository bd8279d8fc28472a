//! Any text of letters, digits and spaces, turned round.

use super::Task;

/// Letters, digits and the space.
pub(super) const SYMBOLS: &str = "abcdefghijklmnopqrstuvwxyz0123456789 ";

/// The same with the texts that self-attention is trained on: it has positions for 18 symbols, and keeps two of them unseen.
pub const SHORT: Task = Task {
    lengths: (2, 16),
    ..TASK
};

/// The last symbol first.
pub const TASK: Task = Task {
    kind: "reverse",
    title: "Reverse",
    lengths: (1, 24),
    passes_unknown: true,
    draw: |dice, length| dice.text(SYMBOLS, length),
    answer: |text| Some(text.chars().rev().collect()),
};
