//! Digits, the smallest first; an unknown symbol comes last.

use super::{Task, UNKNOWN_SIGN};
use crate::ir::order::sorted;

/// The smallest digit first.
pub const TASK: Task = Task {
    kind: "sort",
    title: "Sort digits",
    lengths: (1, 8),
    passes_unknown: true,
    draw: |dice, length| dice.text("0123456789", length),
    answer,
};

fn answer(text: &str) -> Option<String> {
    let fits = |symbol: char| symbol.is_ascii_digit() || symbol == UNKNOWN_SIGN;
    let symbols: Vec<char> = text.chars().collect();
    symbols
        .iter()
        .all(|symbol| fits(*symbol))
        .then(|| sorted(symbols, char::cmp).into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::answer;

    #[test]
    fn equal_digits_stay_together_and_letters_are_no_digits() {
        assert_eq!(answer("3021\u{fffd}3").as_deref(), Some("01233\u{fffd}"));
        assert_eq!(answer("12a"), None);
    }
}
