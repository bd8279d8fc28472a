//! The card of trained self-attention: what it is, how it was made, and what it reaches.

use serde::{Deserialize, Serialize};

use super::shipped::Damaged;
use unrolled::model::SelfAttention;

/// As [`Card`](super::shipped::Card), for [`SelfAttention`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelfCard {
    /// As in file names (`self-causal`).
    pub name: String,
    /// The task.
    pub task: String,
    /// How many symbols there are.
    pub symbols: usize,
    /// Numbers of an embedded symbol, and of a value.
    pub width: usize,
    /// Numbers of a query and of a key.
    pub key: usize,
    /// The longest text.
    pub places: usize,
    /// Whether positions are added.
    pub positions: bool,
    /// Whether scores are divided by the root of the size of a key.
    pub scaled: bool,
    /// Whether a symbol sees only those before it and itself.
    pub causal: bool,
    /// How many numbers it has learned.
    pub parameters: usize,
    /// Everything was drawn from it.
    pub seed: u64,
    /// How often it learned.
    pub updates: usize,
    /// Texts an update.
    pub batch: usize,
    /// The learning rate it began with.
    pub rate: f64,
    /// The longest gradient.
    pub clip: f64,
    /// The share of some held-out texts answered exactly while it learned: (updates, share).
    pub learned: Vec<(usize, f64)>,
    /// How many held-out texts of each length were tried at the end.
    pub tested: usize,
    /// The share of them answered exactly: (length, share).
    pub exact: Vec<(usize, f64)>,
}

impl SelfCard {
    /// Reads a card.
    ///
    /// # Errors
    /// Where it is none.
    pub fn read(text: &str) -> Result<Self, Damaged> {
        serde_json::from_str(text)
            .map_err(|error| Damaged(format!("The card cannot be read: {error}.")))
    }

    /// The sizes it has.
    #[must_use]
    pub fn model(&self) -> SelfAttention {
        SelfAttention {
            symbols: self.symbols,
            width: self.width,
            key: self.key,
            places: self.places,
            positions: self.positions,
            scaled: self.scaled,
            causal: self.causal,
        }
    }
}
