//! A translation as it is chosen: the task, the text, the model that answers, and what is forced on it.

use serde::{Deserialize, Serialize};

use super::{SetupError, finite, hand};
use unrolled::model::Score;
use unrolled::model::tasks::{Alphabet, END, Task, UNKNOWN};

/// The longest text that is kept, in bytes; far fewer symbols are read.
const MOST_BYTES: usize = 4000;

/// The ends of the temperature.
pub const TEMPERATURES: (f64, f64) = (0.1, 5.0);

/// The name of self-attention with everything as it is shipped.
const ALONE: &str = "self";

/// What has no trained weights.
const HAND: &str = "hand";

/// Whether the decoder looks back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Looking {
    /// At every position, for every symbol.
    On,
    /// Never: it has one fixed vector.
    Off,
}

/// What answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answerer {
    /// An encoder and a decoder.
    Pair,
    /// Self-attention, which turns texts round.
    Alone,
    /// A few states and one query, set by hand.
    Hand,
}

/// Which weights self-attention has where something of it is switched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Taught {
    /// Those that were trained with everything as it is shipped.
    Whole,
    /// Those that were trained with the same switches.
    So,
}

/// What the decoder is given as the symbol before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Feeding {
    /// Its own guess.
    Own,
    /// The right one, as in training.
    Gold,
    /// Now this, now that.
    Mix,
}

/// What a map of attention is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Against {
    /// With nothing.
    Nothing,
    /// With that of the other score.
    Score,
    /// With what it is where nothing is forced and own guesses are given back.
    Free,
    /// With that of a text that is held.
    Text,
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
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a box to tick of its own"
)]
pub struct AttnSetup {
    /// What answers.
    pub model: Answerer,
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
    /// What the decoder is given as the symbol before.
    pub feed: Feeding,
    /// The share of its own guesses, where they are mixed with the right symbols.
    pub own: f64,
    /// Whether symbols are shown word by word.
    pub group: bool,
    /// Whether only the outputs written so far are shown.
    pub follow: bool,
    /// Whether what mattered is shown beside what was looked at.
    pub mattered: bool,
    /// What the map is compared with.
    pub against: Against,
    /// A text that is held to compare with.
    pub beside: Option<String>,
    /// Symbols that are written whatever is predicted.
    pub forced: Vec<ForcedSetup>,
    /// Rows of attention that are held.
    pub rows: Vec<RowSetup>,
    /// Whether a symbol of self-attention sees only those before it and itself.
    pub causal: bool,
    /// Whether the scores of self-attention are divided by the root of the size of a key.
    pub scaled: bool,
    /// Whether self-attention knows positions.
    pub placed: bool,
    /// Which weights it has where one of these is switched.
    pub taught: Taught,
    /// The query that is set by hand: [two numbers](super::hand::SIZE).
    pub query: Option<Vec<f64>>,
    /// The states it is compared with, one after the other.
    pub states: Option<Vec<f64>>,
}

impl Default for AttnSetup {
    /// A date, with attention.
    fn default() -> Self {
        Self {
            model: Answerer::Pair,
            task: "dates".to_owned(),
            text: "march 12 1999".to_owned(),
            attention: Looking::On,
            score: "additive".to_owned(),
            temperature: 1.0,
            feed: Feeding::Own,
            own: 0.5,
            group: false,
            follow: false,
            mattered: false,
            against: Against::Nothing,
            beside: None,
            forced: vec![],
            rows: vec![],
            causal: false,
            scaled: true,
            placed: true,
            taught: Taught::Whole,
            query: Some(hand::QUERY.to_vec()),
            states: Some(hand::STATES.concat()),
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
        let held = self.beside.as_ref().map_or(0, String::len);
        if self.text.len().max(held) > MOST_BYTES {
            return refused("attn.text", "The text is too long.".to_owned());
        }
        let temperature = finite("attn.temperature", "The temperature", self.temperature)?;
        let (coldest, hottest) = TEMPERATURES;
        if !(coldest..=hottest).contains(&temperature) {
            let message = format!("The temperature must be from {coldest} to {hottest}.");
            return refused("attn.temperature", message);
        }
        let own = finite("attn.own", "The share of own guesses", self.own)?;
        if !(0.0..=1.0).contains(&own) {
            let message = "The share of own guesses must be from 0 to 1.";
            return refused("attn.own", message.to_owned());
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
        self.checked_by_hand()
    }

    /// The same with a row of attention held at these weights, outputs from 1.
    #[must_use]
    pub fn holding(&self, at: usize, weights: Vec<f64>) -> Self {
        let others = self.rows.iter().filter(|row| row.at != at).cloned();
        let mut rows: Vec<RowSetup> = others.chain([RowSetup { at, weights }]).collect();
        rows.sort_by_key(|row| row.at);
        Self {
            rows,
            ..self.clone()
        }
    }

    /// What the map is compared with, as a choice of its own; nothing where there is nothing to compare.
    #[must_use]
    pub fn compared(&self) -> Option<Self> {
        let plain = Self {
            against: Against::Nothing,
            ..self.clone()
        };
        let free = Self {
            feed: Feeding::Own,
            forced: vec![],
            rows: vec![],
            ..plain.clone()
        };
        let score = match self.score.as_str() {
            "additive" => "scaled_dot".to_owned(),
            _ => "additive".to_owned(),
        };
        match self.against {
            _ if self.attention == Looking::Off || self.model != Answerer::Pair => None,
            Against::Score => Some(Self { score, ..plain }),
            Against::Free => Some(free),
            Against::Text => Some(Self {
                text: self.beside.clone()?,
                ..free
            }),
            Against::Nothing => None,
        }
    }

    /// The name of the trained model that answers, as its file has it.
    #[must_use]
    pub fn model(&self) -> String {
        match (self.model, self.taught) {
            (Answerer::Pair, _) => self.model_with(self.attention),
            (Answerer::Alone, Taught::Whole) => ALONE.to_owned(),
            (Answerer::Alone, Taught::So) => self.taught_so(),
            (Answerer::Hand, _) => HAND.to_owned(),
        }
    }

    /// The name of the model whose answer is shown beside it.
    #[must_use]
    pub fn other_model(&self) -> String {
        match (self.model, self.taught) {
            (Answerer::Pair, _) => self.model_with(self.attention.other()),
            (Answerer::Alone, Taught::Whole) => self.taught_so(),
            (Answerer::Alone, Taught::So) => ALONE.to_owned(),
            (Answerer::Hand, _) => HAND.to_owned(),
        }
    }

    /// The name of the model that learns when this is trained.
    #[must_use]
    pub fn learner(&self) -> String {
        match self.model {
            Answerer::Pair => self.model_with(self.attention),
            Answerer::Alone => self.taught_so(),
            Answerer::Hand => HAND.to_owned(),
        }
    }

    /// The name of self-attention that was trained with these switches.
    fn taught_so(&self) -> String {
        let switched = [
            (self.causal, "-causal"),
            (!self.scaled, "-unscaled"),
            (!self.placed, "-unplaced"),
        ];
        let parts = switched.iter().filter(|(is, _)| *is).map(|(_, part)| *part);
        [ALONE].into_iter().chain(parts).collect()
    }

    /// The name of the same model with or without attention.
    #[must_use]
    pub fn model_with(&self, attention: Looking) -> String {
        match (attention, self.score.as_str()) {
            (Looking::Off, _) => format!("{}-none", self.task),
            (Looking::On, "additive") => self.task.clone(),
            (Looking::On, score) => format!("{}-{score}", self.task),
        }
    }
}

/// A row with the weight at one place moved, from 0 to 1, and the others rescaled so that all add up to what they did;
/// evenly where there was nothing to rescale.
#[must_use]
pub fn with_weight(row: &[f64], place: usize, weight: f64) -> Vec<f64> {
    let weight = weight.clamp(0.0, 1.0);
    let left = 1.0 - weight;
    let rest: f64 = (row.iter().enumerate())
        .filter(|(other, _)| *other != place)
        .map(|(_, own)| own)
        .sum();
    let even = left / row.len().saturating_sub(1).max(1) as f64;
    (row.iter().enumerate())
        .map(|(other, own)| match other == place {
            true => weight,
            false if rest > 0.0 => own * (left / rest),
            false => even,
        })
        .collect()
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
    fn a_row_with_one_weight_moved_still_adds_up_to_1_and_keeps_its_proportions() {
        let moved = with_weight(&[0.5, 0.3, 0.2], 0, 0.75);
        for (own, wanted) in moved.iter().zip([0.75, 0.15, 0.1]) {
            assert!((own - wanted).abs() < 1e-15, "{moved:?}");
        }
        assert_eq!(with_weight(&[1.0, 0.0, 0.0], 0, 0.5), [0.5, 0.25, 0.25]);
        assert_eq!(with_weight(&[0.25, 0.75], 1, 7.0), [0.0, 1.0]);
        assert_eq!(with_weight(&[1.0], 0, 1.0), [1.0]);
        let setup = AttnSetup::default().holding(3, moved.clone());
        let again = setup.holding(1, vec![1.0]).holding(3, vec![0.0, 1.0]);
        let rows: Vec<_> = again.rows.iter().map(|row| row.at).collect();
        assert_eq!((rows, again.checked()), (vec![1, 3], Ok(())));
    }

    #[test]
    fn what_is_compared_with_is_a_choice_of_its_own() {
        let mut setup = AttnSetup::default().holding(1, vec![1.0]);
        assert_eq!(setup.compared(), None);
        setup.against = Against::Score;
        assert_eq!(setup.compared().unwrap().model(), "dates-scaled_dot");
        setup.against = Against::Free;
        assert!(setup.compared().unwrap().rows.is_empty());
        setup.against = Against::Text;
        assert_eq!(setup.compared(), None, "no text is held");
        setup.beside = Some("may 1 2000".to_owned());
        assert_eq!(setup.compared().unwrap().text, "may 1 2000");
        setup.attention = Looking::Off;
        assert_eq!(setup.compared(), None);
    }

    #[test]
    fn every_choice_has_a_model_of_its_own() {
        let mut setup = AttnSetup::default();
        assert_eq!(setup.model(), "dates");
        setup.score = "scaled_dot".to_owned();
        assert_eq!(setup.model(), "dates-scaled_dot");
        assert_eq!(setup.model_with(setup.attention.other()), "dates-none");
        setup.task = "copy".to_owned();
        setup.score = "general".to_owned();
        assert_eq!(setup.model(), "copy-general", "which does not ship");
    }

    #[test]
    fn self_attention_is_named_by_what_is_switched_where_it_was_trained_so() {
        let mut setup = AttnSetup {
            model: Answerer::Alone,
            causal: true,
            placed: false,
            ..AttnSetup::default()
        };
        let names = |setup: &AttnSetup| [setup.model(), setup.other_model(), setup.learner()];
        let so = "self-causal-unplaced";
        assert_eq!(names(&setup), ["self", so, so]);
        setup.taught = Taught::So;
        assert_eq!(names(&setup), [so, "self", so]);
    }
}
