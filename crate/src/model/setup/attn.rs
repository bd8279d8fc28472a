//! A translation as it is chosen: the task, the text, the model that answers, and what is forced on it.

use serde::{Deserialize, Serialize};

use super::{SetupError, finite};
use crate::model::Score;
use crate::model::tasks::{Alphabet, END, Task, UNKNOWN};

/// The longest text that is kept, in bytes; far fewer symbols are read.
const MOST_BYTES: usize = 4000;

/// The ends of the temperature.
pub const TEMPERATURES: (f64, f64) = (0.1, 5.0);

/// The tasks that have a trained model with another score than the additive one.
pub const TASKS_BY_SCORE: [&str; 2] = ["dates", "reverse"];

/// Whether the decoder looks back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Looking {
    /// At every position, for every symbol.
    On,
    /// Never: it has one fixed vector.
    Off,
}

/// A symbol that is written whatever the model predicts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForcedSetup {
    /// Which output, from 1.
    pub at: usize,
    /// The symbol; `$` for the end.
    pub symbol: String,
}

/// A row of attention that is held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowSetup {
    /// Which output, from 1.
    pub at: usize,
    /// One weight a position, the end mark among them.
    pub weights: Vec<f64>,
}

/// Everything that can be chosen about a translation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct AttnSetup {
    /// The kind of task.
    pub task: String,
    /// What is read.
    pub text: String,
    /// Whether the decoder looks back.
    pub attention: Looking,
    /// The kind of score.
    pub score: String,
    /// What the scores are divided by.
    pub temperature: f64,
    /// Symbols that are written whatever is predicted.
    pub forced: Vec<ForcedSetup>,
    /// Rows of attention that are held.
    pub rows: Vec<RowSetup>,
}

impl Default for AttnSetup {
    /// A date, with attention.
    fn default() -> Self {
        Self {
            task: "dates".to_owned(),
            text: "march 12 1999".to_owned(),
            attention: Looking::On,
            score: "additive".to_owned(),
            temperature: 1.0,
            forced: vec![],
            rows: vec![],
        }
    }
}

impl AttnSetup {
    /// Whether it can be used.
    ///
    /// # Errors
    /// At the first field that cannot.
    pub fn checked(&self) -> Result<(), SetupError> {
        let refused = |path: &str, message: String| Err(SetupError::at(path, message));
        if Task::of(&self.task).is_none() {
            return refused("attn.task", format!("There is no task “{}”.", self.task));
        }
        if Score::of(&self.score).is_none() {
            return refused("attn.score", format!("There is no score “{}”.", self.score));
        }
        if self.text.len() > MOST_BYTES {
            return refused("attn.text", "The text is too long.".to_owned());
        }
        let temperature = finite("attn.temperature", "The temperature", self.temperature)?;
        let (coldest, hottest) = TEMPERATURES;
        if !(coldest..=hottest).contains(&temperature) {
            let message = format!("The temperature must be from {coldest} to {hottest}.");
            return refused("attn.temperature", message);
        }
        for forced in &self.forced {
            if forced.symbol().is_none() {
                let message = format!("“{}” is no symbol that can be written.", forced.symbol);
                return refused("attn.forced", message);
            }
        }
        for row in &self.rows {
            let sound = row
                .weights
                .iter()
                .all(|weight| (0.0..=1.0).contains(weight));
            let sum: f64 = row.weights.iter().sum();
            if !sound || (sum - 1.0).abs() > 1e-6 {
                let message = "The weights of a row must be from 0 to 1 and add up to 1.";
                return refused("attn.rows", message.to_owned());
            }
        }
        Ok(())
    }

    /// The name of the trained model that answers, as its file has it.
    #[must_use]
    pub fn model(&self) -> String {
        self.model_with(self.attention)
    }

    /// The name of the same model with or without attention.
    #[must_use]
    pub fn model_with(&self, attention: Looking) -> String {
        match (attention, self.score.as_str()) {
            (Looking::Off, _) => format!("{}-none", self.task),
            (Looking::On, score)
                if score != "additive" && TASKS_BY_SCORE.contains(&self.task.as_str()) =>
            {
                format!("{}-{score}", self.task)
            }
            (Looking::On, _) => self.task.clone(),
        }
    }
}

impl ForcedSetup {
    /// Its number in the alphabet.
    #[must_use]
    pub fn symbol(&self) -> Option<usize> {
        if self.symbol == "$" {
            return Some(END);
        }
        match Alphabet::read(&self.symbol).as_slice() {
            [token] if token.symbol != UNKNOWN => Some(token.symbol),
            _ => None,
        }
    }
}

impl Looking {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::On => Self::Off,
            Self::Off => Self::On,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(change: impl FnOnce(&mut AttnSetup)) -> String {
        let mut setup = AttnSetup::default();
        change(&mut setup);
        setup.checked().unwrap_err().to_string()
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        assert_eq!(AttnSetup::default().checked(), Ok(()));
        assert_eq!(
            refused(|setup| setup.task = "poems".to_owned()),
            "attn.task: There is no task “poems”."
        );
        assert_eq!(
            refused(|setup| setup.temperature = 0.0),
            "attn.temperature: The temperature must be from 0.1 to 5."
        );
        let row = |weights: &[f64]| RowSetup {
            at: 1,
            weights: weights.to_vec(),
        };
        for bad in [&[0.5, 0.4][..], &[1.5, -0.5], &[f64::NAN], &[]] {
            assert!(refused(|setup| setup.rows = vec![row(bad)]).contains("add up to 1"));
        }
        let forced = |symbol: &str| ForcedSetup {
            at: 1,
            symbol: symbol.to_owned(),
        };
        for bad in ["", "ab", "é"] {
            assert!(refused(|setup| setup.forced = vec![forced(bad)]).contains("no symbol"));
        }
        assert_eq!(forced("$").symbol(), Some(END));
    }

    #[test]
    fn every_choice_has_a_model_of_its_own() {
        let mut setup = AttnSetup::default();
        assert_eq!(setup.model(), "dates");
        setup.score = "scaled_dot".to_owned();
        assert_eq!(setup.model(), "dates-scaled_dot");
        assert_eq!(setup.model_with(setup.attention.other()), "dates-none");
        setup.task = "copy".to_owned();
        assert_eq!(setup.model(), "copy", "it has no other score");
    }
}
