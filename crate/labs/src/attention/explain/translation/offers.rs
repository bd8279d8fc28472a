//! Other texts that are offered in the place of one that does not suit the model.

use serde::Serialize;

use unrolled::model::tasks::{Alphabet, Task, Token, UNKNOWN};

/// A text that could be read instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// On its button.
    pub label: String,
    /// The text.
    pub text: String,
}

/// The longest text of tasks that have no say in it.
const LONGEST_DATE: usize = 25;

/// The longest text that a task is trained on.
pub(super) fn longest(task: &Task) -> usize {
    match task.lengths.1 {
        0 => LONGEST_DATE,
        longest => longest,
    }
}

/// What could be read instead: the part the model was trained for, and plain letters for those with accents.
#[must_use]
pub fn offers(task: &Task, tokens: &[Token], left_out: &[Token]) -> Vec<Offer> {
    let all: Vec<&Token> = tokens.iter().chain(left_out).collect();
    let typed = |tokens: &[&Token]| {
        let parts = tokens.iter().map(|token| token.typed.as_str());
        parts.collect::<String>()
    };
    let longest = longest(task);
    let mut offers = Vec::new();
    if all.len() > longest {
        offers.push(Offer {
            label: format!("Use the first {longest}"),
            text: typed(&all[..longest]),
        });
        offers.push(Offer {
            label: format!("Use the last {longest}"),
            text: typed(&all[all.len() - longest..]),
        });
    }
    let plain: String = (all.iter())
        .map(|token| match token.symbol {
            UNKNOWN => Alphabet::plain(&token.typed).unwrap_or(&token.typed),
            _ => &token.typed,
        })
        .collect();
    if plain != typed(&all) {
        offers.push(Offer {
            label: format!("Use \u{201c}{plain}\u{201d}"),
            text: plain,
        });
    }
    offers
}
