//! The first letter of a sentence, and of what stands inside one.

/// With a capital first letter.
#[must_use]
pub fn capital(text: &str) -> String {
    first(text, |letter| letter.to_uppercase().collect())
}

/// With a small first letter.
#[must_use]
pub fn lower(text: &str) -> String {
    first(text, |letter| letter.to_lowercase().collect())
}

fn first(text: &str, change: fn(char) -> String) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |letter| change(letter) + letters.as_str())
}
