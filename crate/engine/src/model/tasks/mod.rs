//! The tasks that encoders and decoders learn: one file each, holding how its texts are drawn and what the answer is.
//!
//! Invariant: an answer is worked out from the text by a rule anybody can check; the models are the only ones that have
//! to learn it. One text in sixteen is held out: by its answer, so that a date is held out in every way it can be written.

mod alphabet;

use super::random::{Purpose, Stream};

pub use alphabet::{Alphabet, END, START, Token, UNKNOWN, UNKNOWN_SIGN};

macro_rules! tasks {
    ($($name:ident),+ $(,)?) => {
        $(pub mod $name;)+
        /// Every task, in the order of the menu.
        pub const TASKS: &[&Task] = &[$(&$name::TASK),+];
    };
}

tasks! { dates, reverse, copy, sort }

/// Something to learn.
#[derive(Debug)]
pub struct Task {
    /// As in links and file names (`dates`).
    pub kind: &'static str,
    /// As on screen.
    pub title: &'static str,
    /// The shortest and the longest text it is trained on.
    pub lengths: (usize, usize),
    /// Whether an unknown symbol stands at its place in the answer too; else the answer stays what it was.
    pub passes_unknown: bool,
    /// Draws a text of this length, or of any where the task has no say in it.
    pub draw: fn(&mut Dice<'_>, usize) -> String,
    /// The right answer; `None` where the text is none of this task.
    pub answer: fn(&str) -> Option<String>,
}

/// What tasks draw from.
pub struct Dice<'a>(&'a mut Stream);

impl Dice<'_> {
    /// A whole number from 0 to `below` - 1.
    pub fn below(&mut self, below: usize) -> usize {
        self.0.below(below)
    }

    /// So many symbols of these.
    pub fn text(&mut self, symbols: &str, length: usize) -> String {
        let known: Vec<char> = symbols.chars().collect();
        (0..length)
            .map(|_| known[self.below(known.len())])
            .collect()
    }
}

/// A text and its answer as symbols, both with the end mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// What is read.
    pub source: Vec<usize>,
    /// What is to be written.
    pub target: Vec<usize>,
}

/// Which texts are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// Those that may be learned.
    Training,
    /// Those that are kept for the test.
    HeldOut,
}

/// One symbol in how many is made unknown in training.
const ONE_UNKNOWN_IN: usize = 33;

/// How many texts are drawn to find one of a share.
const MOST_DRAWN: usize = 1000;

/// Pairs of a task, drawn from a seed.
pub struct Examples {
    task: &'static Task,
    stream: Stream,
}

impl Examples {
    /// The pairs that this seed draws.
    #[must_use]
    pub fn new(task: &'static Task, seed: u64) -> Self {
        let stream = Stream::new(seed, Purpose::Examples);
        Self { task, stream }
    }

    /// A length the task is trained on.
    pub fn length(&mut self) -> usize {
        let (shortest, longest) = self.task.lengths;
        shortest + self.stream.below(longest + 1 - shortest)
    }

    /// A text of this length with its answer, of one share; `None` where none is found, as of the ten texts of one
    /// digit perhaps none is held out.
    pub fn text(&mut self, length: usize, share: Share) -> Option<(String, String)> {
        (0..MOST_DRAWN).find_map(|_| {
            let text = (self.task.draw)(&mut Dice(&mut self.stream), length);
            let answer = (self.task.answer)(&text)?;
            (share_of(&answer) == share).then_some((text, answer))
        })
    }

    /// A pair to learn from: some of its symbols are unknown.
    pub fn pair(&mut self, length: usize) -> Option<Pair> {
        let (text, answer) = self.text(length, Share::Training)?;
        let noisy: String = text
            .chars()
            .map(|symbol| match self.stream.below(ONE_UNKNOWN_IN) {
                0 => UNKNOWN_SIGN,
                _ => symbol,
            })
            .collect();
        let answer = match (self.task.answer)(&noisy) {
            Some(passed) if self.task.passes_unknown => passed,
            _ => answer,
        };
        Some(Pair {
            source: Alphabet::ended(&noisy),
            target: Alphabet::ended(&answer),
        })
    }
}

/// Which share a text with this answer belongs to.
#[must_use]
pub fn share_of(answer: &str) -> Share {
    let hash = answer
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
    // The high bits: the low ones of this hash follow the last letter.
    if (hash >> 40).is_multiple_of(16) {
        Share::HeldOut
    } else {
        Share::Training
    }
}

impl Task {
    /// The task of this kind.
    #[must_use]
    pub fn of(kind: &str) -> Option<&'static Self> {
        TASKS.iter().copied().find(|task| task.kind == kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_task_draws_texts_of_both_shares_with_answers_of_known_symbols() {
        for task in TASKS {
            let mut examples = Examples::new(task, 7);
            for share in [Share::Training, Share::HeldOut] {
                let mut found = 0;
                for _ in 0..200 {
                    let length = examples.length();
                    let Some((text, answer)) = examples.text(length, share) else {
                        continue;
                    };
                    found += 1;
                    assert_eq!(share_of(&answer), share);
                    for token in Alphabet::read(&text).iter().chain(&Alphabet::read(&answer)) {
                        assert_ne!(token.symbol, UNKNOWN, "{}: {text}", task.kind);
                    }
                    assert!(text.len() <= 24, "{text}");
                }
                assert!(found > 100, "{}: {found} of {share:?}", task.kind);
            }
        }
    }

    #[test]
    fn where_no_text_is_held_out_none_is_found() {
        let mut examples = Examples::new(&sort::TASK, 7);
        let held = |n: u8| share_of(&n.to_string()) == Share::HeldOut;
        let some = (0..10).any(held);
        assert_eq!(examples.text(1, Share::HeldOut).is_some(), some);
    }

    #[test]
    fn a_seed_draws_the_same_pairs_and_some_of_their_symbols_are_unknown() {
        let drawn = |seed| {
            let mut examples = Examples::new(&copy::TASK, seed);
            (0..100)
                .map(|_| examples.pair(20).unwrap())
                .collect::<Vec<_>>()
        };
        assert_eq!(drawn(7), drawn(7));
        assert_ne!(drawn(7), drawn(8));
        let unknown = drawn(7).into_iter().flat_map(|pair| pair.source);
        let unknown = unknown.filter(|symbol| *symbol == UNKNOWN).count();
        assert!((30..100).contains(&unknown), "{unknown} of 2000");
        assert!(drawn(7).iter().all(|pair| pair.source == pair.target));
    }

    #[test]
    fn about_one_text_in_sixteen_is_held_out() {
        let held = (0..10_000).filter(|n| share_of(&format!("{n:05}")) == Share::HeldOut);
        assert!((500..750).contains(&held.count()));
    }
}
