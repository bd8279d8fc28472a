//! How each model is trained: what learns what, how often and how fast.
//!
//! Invariant: a name says everything. The training program, the page and the cards have it from here.

use super::{Course, Rule, Settings, Student};
use crate::model::tasks::{Alphabet, Task, reverse};
use crate::model::{Attention, CellSpec, Score, SelfAttention, Seq2Seq};

/// The name of self-attention as it is; what is left out stands behind it.
const ALONE: &str = "self";
const CAUSAL: &str = "causal";
const UNSCALED: &str = "unscaled";
const UNPLACED: &str = "unplaced";

/// The models that are shipped.
pub const NAMES: &[&str] = &[
    "dates",
    "dates-scaled_dot",
    "dates-none",
    "reverse",
    "reverse-scaled_dot",
    "reverse-none",
    "copy",
    "copy-none",
    "sort",
    "sort-none",
    "self",
    "self-causal",
    "self-unscaled",
    "self-unplaced",
    "self-causal-unscaled",
    "self-causal-unplaced",
    "self-unscaled-unplaced",
    "self-causal-unscaled-unplaced",
];

/// From this everything is drawn that a model is shipped with.
pub const SEED: u64 = 7;
/// What query and key of an encoder and decoder are projected to.
pub const WIDTH: usize = 32;

/// How a model is trained.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// Its name.
    pub name: String,
    /// Everything but how often.
    pub course: Course,
    /// How often.
    pub updates: usize,
}

impl Recipe {
    /// How many numbers are learned.
    #[must_use]
    pub fn parameters(&self) -> usize {
        let network = self.course.student.network(1);
        network.map_or(0, |network| network.param_count())
    }

    /// The recipe of this name, whether it is shipped or not.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let mut parts = name.split('-');
        let first = parts.next()?;
        let rest: Vec<&str> = parts.collect();
        let (student, task, (updates, rate)) = if first == ALONE {
            (Student::Alone(alone(&rest)?), &reverse::SHORT, (600, 5e-3))
        } else {
            let task = Task::of(first)?;
            let student = Student::Pair(pair(&rest)?);
            (student, task, (updates(first, &rest), 2e-3))
        };
        let settings = Settings {
            rule: Rule::Adam,
            rate,
            decay: 0.0,
            clip: Some(1.0),
        };
        let course = Course {
            task,
            student,
            settings,
            batch: 64,
            dropout: 0.0,
            seed: SEED,
        };
        Some(Self {
            name: name.to_owned(),
            course,
            updates,
        })
    }
}

/// As many as it takes to answer all lengths; what compares by a plain product learns the long ones later.
fn updates(task: &str, rest: &[&str]) -> usize {
    match (task, rest) {
        ("dates", _) => 3000,
        ("sort", _) => 2000,
        ("reverse", ["scaled_dot"]) => 7000,
        _ => 4000,
    }
}

fn pair(rest: &[&str]) -> Option<Seq2Seq> {
    let score = match rest {
        [] => Some(Score::of("additive")?),
        ["none"] => None,
        [kind] => Some(Score::of(kind)?),
        _ => return None,
    };
    Some(Seq2Seq {
        cell: CellSpec::of("gru")?,
        symbols: Alphabet::SIZE,
        embedding: 16,
        encoder: 32,
        decoder: 64,
        attention: score.map(|score| Attention::by(score, WIDTH)),
        dropout: false,
    })
}

fn alone(rest: &[&str]) -> Option<SelfAttention> {
    let known = [CAUSAL, UNSCALED, UNPLACED];
    let has = |part: &str| rest.contains(&part);
    let named = known.iter().filter(|part| has(part)).count();
    (named == rest.len()).then(|| SelfAttention {
        causal: has(CAUSAL),
        scaled: !has(UNSCALED),
        positions: !has(UNPLACED),
        ..SelfAttention::shipped(Alphabet::SIZE)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_name_has_a_recipe_and_a_score_that_does_not_ship_too() {
        for name in NAMES {
            assert_eq!(&Recipe::of(name).expect(name).name, name);
        }
        assert!(Recipe::of("sort-general").is_some());
        for bad in [
            "",
            "poems",
            "dates-cosine",
            "self-additive",
            "self-causal-causal",
            "copy-dot-dot",
        ] {
            assert!(Recipe::of(bad).is_none(), "{bad}");
        }
    }
}
