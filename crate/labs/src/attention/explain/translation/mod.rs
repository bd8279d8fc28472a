//! What is said and shown of a translation: signs, weights, ops, sentences, tables.
//!
//! Invariant: every number is one the run of the decoder holds; the right answer is the rule's of the task, never a list.

mod group;
mod hold;
mod inside;
mod inspect;
mod lengths;
mod maps;
mod offers;
mod pictures;
mod settings;
mod sheets;
mod words;

pub use hold::{dragged, given, hold, row_of};
pub use inside::{Inside, inside, step_inside};
pub use inspect::inspect;
pub use lengths::{Curve, LengthsPicture, Own, Share, lengths};
pub(super) use lengths::{
    inspect_in as inspect_chart, own_text, sheet_of as sheet_of_chart, shipped,
};
pub use maps::{saliency, shown};
pub use offers::{Offer, offers};
pub use pictures::{
    AnswerPicture, Bar, HeatPicture, Row, Shows, Sign, StepPicture, answer, heat, step,
};
pub(super) use pictures::{MOST_BARS, is_wrong};
pub use settings::settings;
pub(super) use sheets::weights as weights_sheet;
pub use sheets::{Seq2SeqTable, sheet};
pub(super) use words::named;

use serde::Serialize;

use super::text_answer::{self, TextRead};
use crate::attention::explain::text_answer::{Nouns, TextAnswer};
use crate::attention::run::measure::Measured;
use crate::attention::run::translation::{Decoding, MOST_SYMBOLS, Seq2SeqRun};
use crate::setup::AttnSetup;
use unrolled::model::tasks::{Alphabet, END, START, UNKNOWN, UNKNOWN_SIGN};
use unrolled::run::{Cursor, ModelRun};
use view::explain::case::capital;
use view::explain::listing::Listing;
use view::explain::moment::Moment;
use view::explain::tree;
use view::explain::tree::{Math, Name};
use view::explain::{Explained, Reads};

/// Below this an output is marked as uncertain.
pub const CERTAIN: f64 = 0.6;

/// Without attention, where the one fixed context stands.
const GIVEN: &str = "given";

/// What an answer is shown beside, and how.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// What the map is compared with, where it has been answered.
    pub against: Option<&'a Seq2SeqRun>,
    /// What these models were measured to reach, where they were.
    pub measured: Option<&'a Measured>,
    /// Whether symbols are shown word by word.
    pub by_word: bool,
    /// Whether only the outputs written so far are shown.
    pub follows: bool,
}

impl Beside<'_> {
    /// How the lab shows it.
    #[must_use]
    pub fn shown(attn: &AttnSetup) -> Self {
        Self {
            by_word: attn.group,
            follows: attn.follow,
            ..Self::default()
        }
    }
}

/// A moment of an encoder and decoder.
pub type At<'a> = Moment<'a, Seq2SeqRun, Beside<'a>>;

impl Explained for Seq2SeqRun {
    fn reads(&self) -> Reads {
        Reads::Text
    }

    /// The last op of the cell stands for the cell; all others are the decoder's.
    fn badge(&self, at: &Cursor) -> String {
        let program = self.network().segment(at.segment).program();
        let states = program.carries.iter().map(|carry| carry.next);
        let makes = |op: &&unrolled::ir::MicroOp| op.id == at.position.op;
        let made = program
            .micro_ops
            .iter()
            .find(makes)
            .map(unrolled::ir::MicroOp::result);
        let is_cell = states.into_iter().any(|state| Some(state) == made);
        match self.cell() {
            Some(cell) if is_cell => cell.badge(),
            _ => looking(self),
        }
    }

    fn what(&self, at: &Cursor) -> String {
        words::what(self, at)
    }

    fn in_full(&self, at: &Cursor, what: &str) -> String {
        words::in_full(self, at, what)
    }

    fn own_formula(&self, op: &str) -> Option<Math> {
        (op == GIVEN).then(fixed)
    }
}

impl TextAnswer for Seq2SeqRun {
    fn nouns(&self) -> Nouns {
        Nouns {
            asks: "output",
            read: "source",
            on: ", source",
            of: "for output",
        }
    }

    fn probs(&self) -> &[Vec<f64>] {
        &self.written.probs
    }

    fn weights(&self) -> &[Vec<f64>] {
        &self.written.weights
    }

    fn read(&self, position: usize) -> usize {
        self.read_at(position)
    }

    fn asking(&self, t: usize) -> usize {
        self.written.symbols[t - 1]
    }

    fn written(&self, t: usize) -> String {
        format!(
            "{} is written.",
            capital(&spoken(self.written.symbols[t - 1]))
        )
    }

    fn reading(&self, position: usize) -> String {
        format!("{} is read.", capital(&spoken(self.read_at(position))))
    }
}

/// Without attention: c = [→h_T; ←h_1], the same at every output.
fn fixed() -> Math {
    let name = |base: &str, sub: Option<&str>, spoken: &str| {
        Math::Name(Name {
            base: base.to_owned(),
            accent: None,
            sup: None,
            sub: sub.map(str::to_owned),
            spoken: spoken.to_owned(),
        })
    };
    let ends = vec![
        name("\u{2192}h", Some("T"), "the state forwards at the end"),
        name("\u{2190}h", Some("1"), "the state backwards at the start"),
    ];
    Math::Row(vec![
        name("c", None, "c"),
        Math::Sign(tree::Sign::Equals),
        Math::Stack(ends),
    ])
}

/// A line about a translation, for the page.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outline {
    /// In ten words what it is.
    pub chip: String,
    /// What should be said at once.
    pub notices: Vec<String>,
    /// How many positions there are to look at.
    pub positions: usize,
    /// The moments.
    pub timeline: Listing,
    /// What was read, sign by sign.
    pub source: Vec<Chip>,
    /// What was too much for it.
    pub left_out: Vec<String>,
    /// Texts that could be read instead.
    pub offers: Vec<Offer>,
    /// What was written, sign by sign.
    pub output: Vec<Chip>,
    /// The same as text.
    pub answer: String,
    /// What the other model wrote, where it has arrived.
    pub other: Option<String>,
    /// What the task's rule says, where it has an answer.
    pub expected: Option<String>,
    /// The sentence about the answer.
    pub verdict: String,
    /// What it has reached on texts it has not learned from.
    pub reached: String,
}

/// A sign with what is known about it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Chip {
    /// As shown.
    pub sign: String,
    /// Whether the alphabet does not hold it, or the model is not certain of it.
    pub doubtful: bool,
    /// In words.
    pub words: String,
}

/// A line about a translation.
#[must_use]
pub fn outline(translation: &Seq2SeqRun) -> Outline {
    let card = &translation.card;
    let read = TextRead {
        task: translation.task,
        tokens: &translation.tokens,
        left_out: &translation.left_out,
        expected: expected(translation),
        other: (translation.other.as_ref()).map(|written| written.symbols.as_slice()),
    };
    Outline {
        chip: format!(
            "{}, {}, {} parameters, trained here",
            translation.task.title,
            looking(translation),
            view::explain::number::count(card.parameters),
        ),
        notices: notices(translation),
        reached: match card.tested {
            0 => super::learning::trained_here(card.updates, card.seed),
            of => reached(&card.exact, of),
        },
        ..text_answer::outline(translation, &answer(translation, 0), &read)
    }
}

/// A text as it is shown: what is not in the alphabet as in the pictures.
pub(super) fn readable(text: &str) -> String {
    text.replace(UNKNOWN_SIGN, "?")
}

/// Whether and how the decoder looks back, in words.
#[must_use]
pub fn looking(translation: &Seq2SeqRun) -> String {
    match translation.model().attention {
        None => "without attention".to_owned(),
        Some(attention) => format!("{} attention", attention.score.kind.replace('_', " ")),
    }
}

/// What the rule of the task makes of what was read.
fn expected(translation: &Seq2SeqRun) -> Option<String> {
    translation.gold.as_deref().map(Alphabet::text)
}

pub(super) fn verdict(answer: &str, expected: Option<&str>) -> String {
    match expected {
        None => "The rule has no answer to this text; the model answers anyway.".to_owned(),
        Some(expected) if expected == answer => "As the rule of the task says.".to_owned(),
        Some(expected) => format!("The rule of the task says {}.", readable(expected)),
    }
}

/// From here on a model counts as one that can do its task.
const GOOD: f64 = 0.9;

/// What was measured, in words: (length, share) of so many texts each.
pub(super) fn reached(exact: &[(usize, f64)], of: usize) -> String {
    let percent = |share: f64| format!("{:.1} %", 100.0 * share);
    let (Some(&(first, at_first)), Some(&(last, at_last))) = (exact.first(), exact.last()) else {
        return String::new();
    };
    if first == 0 {
        return format!("Right for {} of {of} held-out texts.", percent(at_first));
    }
    let good = exact.iter().take_while(|(_, share)| *share >= GOOD);
    let Some(&(longest, _)) = good.clone().last() else {
        let share = percent(at_first);
        return format!("Right for {share} of {of} held-out texts of length {first}.");
    };
    let least = good.fold(1.0_f64, |least, (_, share)| least.min(*share));
    let share = if least < 1.0 {
        format!("at least {}", percent(least))
    } else {
        "all".to_owned()
    };
    let up_to = format!("Right for {share} of {of} held-out texts of each length up to {longest}");
    if longest == last {
        format!("{up_to}.")
    } else {
        format!("{up_to}, for {} at length {last}.", percent(at_last))
    }
}

fn notices(translation: &Seq2SeqRun) -> Vec<String> {
    let mut notices: Vec<String> = text_answer::unknown_symbols(&translation.tokens)
        .into_iter()
        .collect();
    let longest = offers::longest(translation.task);
    if !translation.left_out.is_empty() {
        notices.push(format!("The first {MOST_SYMBOLS} symbols are used."));
    }
    if translation.tokens.len() > longest {
        notices.push(format!(
            "This is longer than anything it was trained on: {longest} symbols."
        ));
    }
    let is_fed = translation.input.decoding != Decoding::FreeRunning;
    if is_fed && translation.gold.is_none() && !translation.tokens.is_empty() {
        notices.push("The rule has no right answer to give back, so the decoder goes on from its own guesses.".to_owned());
    }
    if translation.tokens.is_empty() {
        notices.push("Type or paste a text.".to_owned());
    } else if !translation.task.passes_unknown && expected(translation).is_none() {
        notices.push("This does not look like a date this model knows; it answers anyway. Reverse and copy take any text.".to_owned());
    }
    notices
}

/// A symbol as it is shown: a space as a dot in the middle.
pub(super) fn sign(symbol: usize) -> String {
    match (symbol, Alphabet::sign(symbol)) {
        (START, _) => "start".to_owned(),
        (UNKNOWN, _) => "?".to_owned(),
        (_, ' ') => "\u{b7}".to_owned(),
        (_, sign) => sign.to_string(),
    }
}

/// A symbol as it is spoken.
pub(super) fn spoken(symbol: usize) -> String {
    match (symbol, Alphabet::sign(symbol)) {
        (START, _) => "the start".to_owned(),
        (END, _) => "the end mark".to_owned(),
        (UNKNOWN, _) => "an unknown symbol".to_owned(),
        (_, ' ') => "the space".to_owned(),
        (_, '-') => "the dash".to_owned(),
        (_, sign) => format!("\u{201c}{sign}\u{201d}"),
    }
}

/// The positions of a row, the largest weight first.
pub(super) fn largest(row: &[f64]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..row.len()).collect();
    places.sort_by(|a, b| row[*b].total_cmp(&row[*a]).then(a.cmp(b)));
    places
}

/// The likeliest symbol but one.
pub(super) fn runner_up(probs: &[f64], chosen: usize) -> Option<usize> {
    largest(probs).into_iter().find(|place| *place != chosen)
}
