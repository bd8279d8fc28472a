//! What the network reads: the storybook's pairs, an adding problem of any length, own numbers, or own
//! text.
//!
//! Invariant: whatever is kept here can be run: it has 1 to [`MOST_STEPS`] steps of 1 to
//! [`MOST_INPUTS`] finite numbers.

mod made;
mod read;

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use super::setup::{SetupError, whole};
use unrolled::model::encoded::Encoded;
use unrolled::model::storybook;

pub use read::read;

/// The longest sequence shown.
pub const MOST_STEPS: usize = 500;

/// The widest step shown: room for what a decoder reads, a symbol and a context.
pub const MOST_INPUTS: usize = 128;

/// The most kinds of symbols of a text; further ones count as one.
const MOST_KINDS: usize = 64;

/// A sequence as it is stored in links and settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum Sequence {
    /// The storybook's six pairs.
    Storybook {},
    /// An adding problem, drawn from the seed: pairs as in the storybook, two of them marked.
    Made {
        /// T.
        steps: f64,
    },
    /// One row of numbers a step.
    Numbers {
        /// T rows of D numbers.
        rows: Vec<Vec<f64>>,
    },
    /// One symbol (grapheme) a step, one-hot over the symbols in order of first appearance.
    Text {
        /// The text as typed.
        text: String,
    },
}

impl Sequence {
    /// The numbers the network reads; what is drawn is drawn from the seed.
    ///
    /// # Errors
    /// Where it is empty, too long, too wide, ragged or not finite.
    pub fn encode(&self, seed: u64) -> Result<Encoded, SetupError> {
        let encoded = match self {
            Self::Made { steps } => {
                let steps = whole("seq.steps", "Steps", *steps, 1..=MOST_STEPS)?;
                Encoded {
                    columns: made::adding_problem(steps, seed),
                    labels: None,
                    alphabet: None,
                }
            }
            Self::Storybook {} => {
                let columns = storybook::SEQUENCE
                    .iter()
                    .map(|pair| pair.to_vec())
                    .collect();
                Encoded {
                    columns,
                    labels: None,
                    alphabet: None,
                }
            }
            Self::Numbers { rows } => Encoded {
                columns: rows.clone(),
                labels: None,
                alphabet: None,
            },
            Self::Text { text } => one_hot(text)?,
        };
        check(&encoded.columns)?;
        Ok(encoded)
    }
}

fn check(columns: &[Vec<f64>]) -> Result<(), SetupError> {
    let width = columns.first().map_or(0, Vec::len);
    if width == 0 {
        return Err(SetupError::at("seq", "The sequence is empty."));
    }
    check_steps(columns.len(), "steps")?;
    if width > MOST_INPUTS {
        let message = format!("Each step has {width} numbers; at most {MOST_INPUTS} can be shown.");
        return Err(SetupError::at("seq", message));
    }
    for (t, column) in columns.iter().enumerate() {
        if column.len() != width {
            let message = format!(
                "Step {} has {} numbers, step 1 has {width}.",
                t + 1,
                column.len()
            );
            return Err(SetupError::at(format!("seq.rows[{t}]"), message));
        }
        if let Some(place) = column.iter().position(|number| !number.is_finite()) {
            let message = format!("Step {}, number {} is not finite.", t + 1, place + 1);
            return Err(SetupError::at(format!("seq.rows[{t}][{place}]"), message));
        }
    }
    Ok(())
}

fn check_steps(steps: usize, of: &str) -> Result<(), SetupError> {
    if steps <= MOST_STEPS {
        return Ok(());
    }
    let message = format!(
        "{} {of}; at most {MOST_STEPS} can be shown. Shorten the sequence.",
        grouped(steps)
    );
    Err(SetupError::at("seq", message))
}

/// A count with a comma every three digits.
fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let first = (digits.len() + 2) % 3 + 1;
    let (head, tail) = digits.split_at(first);
    let groups = tail
        .as_bytes()
        .chunks(3)
        .map(|group| String::from_utf8_lossy(group).into_owned());
    std::iter::once(head.to_owned())
        .chain(groups)
        .collect::<Vec<_>>()
        .join(",")
}

fn one_hot(text: &str) -> Result<Encoded, SetupError> {
    let symbols: Vec<&str> = text.graphemes(true).take(MOST_STEPS + 1).collect();
    if symbols.len() > MOST_STEPS {
        check_steps(text.graphemes(true).count(), "symbols")?;
    }
    let mut alphabet: Vec<&str> = Vec::new();
    for &symbol in &symbols {
        if !alphabet.contains(&symbol) {
            alphabet.push(symbol);
        }
    }
    let has_other = alphabet.len() > MOST_KINDS;
    if has_other {
        alphabet.truncate(MOST_KINDS - 1);
    }
    let width = alphabet.len() + usize::from(has_other);
    let columns = symbols.iter().map(|symbol| {
        let row = alphabet
            .iter()
            .position(|known| known == symbol)
            .unwrap_or(alphabet.len());
        let mut column = vec![0.0; width];
        column[row] = 1.0;
        column
    });
    let columns = columns.collect();
    let mut names: Vec<String> = alphabet.iter().map(|symbol| visible(symbol)).collect();
    names.extend(has_other.then(|| "other".to_owned()));
    let labels = symbols.iter().map(|symbol| visible(symbol)).collect();
    Ok(Encoded {
        columns,
        labels: Some(labels),
        alphabet: Some(names),
    })
}

/// A symbol as it can be seen: blanks and control characters by a sign.
fn visible(symbol: &str) -> String {
    match symbol {
        " " | "\u{a0}" => "␣".to_owned(),
        "\n" | "\r\n" | "\r" => "↵".to_owned(),
        "\t" => "⇥".to_owned(),
        _ if symbol
            .chars()
            .all(|c| c.is_control() || c.is_whitespace() || is_invisible(c)) =>
        {
            "·".to_owned()
        }
        _ => symbol
            .chars()
            .filter(|c| !c.is_control() && !is_direction(*c))
            .collect(),
    }
}

/// Characters that take no room.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}') || is_direction(c)
}

/// Characters that would turn round the text beside them.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Encoded {
        Sequence::Text {
            text: text.to_owned(),
        }
        .encode(7)
        .unwrap()
    }

    #[test]
    fn text_is_one_hot_over_graphemes_in_order_of_first_appearance() {
        let family = "👨\u{200d}👩\u{200d}👧";
        let encoded = text(&format!("ab{family}a"));
        assert_eq!(
            encoded.alphabet.as_deref(),
            Some(&["a".to_owned(), "b".to_owned(), family.to_owned()][..])
        );
        assert_eq!(encoded.columns[2], [0.0, 0.0, 1.0]);
        assert_eq!(encoded.columns[3], [1.0, 0.0, 0.0]);
    }

    #[test]
    fn the_sixty_fifth_symbol_counts_as_other() {
        let many: String = (0..70)
            .map(|k| char::from_u32(0x4e00 + k).unwrap())
            .collect();
        let encoded = text(&many);
        assert_eq!(encoded.input_size(), 64);
        assert_eq!(encoded.alphabet.unwrap()[63], "other");
        assert_eq!(encoded.columns[69][63], 1.0);
    }

    #[test]
    fn signs_that_turn_text_round_do_not_reach_the_screen() {
        let encoded = text("a\u{202e}b");
        let labels = encoded.labels.unwrap();
        assert!(
            labels.iter().all(|label| !label.contains('\u{202e}')),
            "{labels:?}"
        );
    }

    #[test]
    fn a_sequence_that_is_too_long_says_how_long_it_is() {
        let error = Sequence::Text {
            text: "x".repeat(100_000),
        }
        .encode(7)
        .unwrap_err();
        assert_eq!(
            error.message,
            "100,000 symbols; at most 500 can be shown. Shorten the sequence."
        );
    }
}
