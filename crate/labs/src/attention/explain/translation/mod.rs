//! What is said and shown of a translation: signs, weights, ops, sentences, tables.
//!
//! Invariant: every number is one the run of the decoder holds; the right answer is the rule's of the task, never a list.

mod group;
mod hold;
mod inspect;
mod lengths;
mod maps;
mod offers;
mod pictures;
mod settings;
mod sheets;
mod words;

pub use hold::{dragged, given, hold, row_of};
pub use inspect::inspect;
pub(super) use inspect::place as place_of;
pub use lengths::{Curve, LengthsPicture, Own, Share, lengths};
pub(super) use lengths::{
    inspect_in as inspect_chart, own_text, sheet_of as sheet_of_chart, shipped,
};
pub use maps::{mattered, shown};
pub use offers::{Offer, offers};
pub use pictures::{
    AnswerPicture, Bar, HeatPicture, Row, Shows, Sign, StepPicture, answer, heat, step,
};
pub(super) use pictures::{MOST_BARS, is_wrong};
pub use settings::settings;
pub(super) use sheets::weights as weights_sheet;
pub use sheets::{TranslationTable, sheet};
pub(super) use words::named;
pub use words::sentence;

use serde::Serialize;

use crate::attention::run::measure::Measured;
use crate::attention::run::translation::{MOST_SYMBOLS, Translation};
use crate::setup::{AttnSetup, Feeding, Looking};
use unrolled::model::tasks::{Alphabet, END, START, UNKNOWN, UNKNOWN_SIGN};
use unrolled::run::cursor::{Direction, Move, Position};
use view::explain::latex::latex;
use view::explain::listing::{ListedOp, Listing, is_done, listing};
use view::explain::mathml::mathml;
use view::explain::spoken::spoken as spoken_math;
use view::explain::tree;
use view::explain::tree::{Math, Name};
use view::explain::{Formula, Level, Notation, Reads, Subject, formula as formulas};

/// Below this an output is marked as uncertain.
pub const CERTAIN: f64 = 0.6;

/// What the decoder takes over, and what only learning needs, are not stepped through; without attention the first of
/// them is the one fixed context.
const GIVEN: &str = "given";
const LOSS: &str = "l";

/// Where a person stands in a translation.
#[derive(Clone, Debug)]
pub struct Here<'a> {
    /// What was translated.
    pub translation: &'a Translation,
    /// Which output, from 1.
    pub t: usize,
    /// The op.
    pub op: String,
    /// The source position looked at, from 1.
    pub unit: usize,
    /// What the map is compared with, where it has been translated.
    pub against: Option<&'a Translation>,
    /// What these models were measured to reach, where they were.
    pub measured: Option<&'a Measured>,
}

impl<'a> Here<'a> {
    /// The nearest place there is.
    #[must_use]
    pub fn at(translation: &'a Translation, position: &Position, unit: usize) -> Self {
        let Position { t, op, .. } = resolve(translation, position);
        Self {
            translation,
            t,
            op,
            unit: unit.clamp(1, translation.positions()),
            against: None,
            measured: None,
        }
    }

    /// As a position.
    #[must_use]
    pub fn position(&self) -> Position {
        Position {
            t: self.t,
            op: self.op.clone(),
            dir: Direction::Forward,
        }
    }

    /// The decoder's run, and which unit of the op is written out: the position looked at where there is one for each,
    /// the symbol that was written in what is read out.
    fn subject(&self) -> Subject<'a> {
        let translation = self.translation;
        let program = translation.program();
        let result = (program.micro_ops.iter())
            .find(|op| op.id == self.op)
            .map(|op| program.node(op.result()).rows);
        let rows = result.unwrap_or(1);
        let positions = translation.positions();
        let unit = match self.op.as_str() {
            "lo" | "y" => translation.written.symbols[self.t - 1] + 1,
            _ if rows == positions => self.unit,
            _ if rows.is_multiple_of(positions) && matches!(self.op.as_str(), "add" | "squash") => {
                (self.unit - 1) * (rows / positions) + 1
            }
            _ => 1,
        };
        Subject {
            run: translation.decoder(),
            timeline: &translation.timeline,
            cell: &translation.model().cell,
            batch: 0,
            unit,
            jobs: None,
            reads: Reads::Text,
            kept: None,
        }
    }

    /// Whether what this op makes may be seen.
    fn sees(&self, op: &str) -> bool {
        is_done(&ops(self.translation), op, &self.op)
    }
}

/// The ops of one output that a person steps through: those of the cell are one.
#[must_use]
pub fn ops(translation: &Translation) -> Vec<ListedOp> {
    let Listing { forward, .. } = listing(translation.program(), &translation.timeline);
    let place = |id: &str| forward.iter().position(|op| op.id == id);
    let inside = place("embed").zip(place("told"));
    let fixed = translation.weights().is_none();
    (forward.iter().enumerate())
        .filter(|(at, op)| match op.id.as_str() {
            GIVEN => fixed,
            LOSS => false,
            _ => inside.is_none_or(|(before, after)| *at <= before || *at + 1 >= after),
        })
        .map(|(_, op)| ListedOp {
            title: match op.id.as_str() {
                GIVEN => "fixed context".to_owned(),
                _ => op.title.clone(),
            },
            ..op.clone()
        })
        .collect()
}

/// The moments of a translation.
#[must_use]
pub fn moments(translation: &Translation) -> Listing {
    let steps = translation.written.symbols.len();
    Listing {
        steps,
        forward: ops(translation),
        backward: vec![],
        loss_at: vec![true; steps],
    }
}

/// The nearest position there is: the weights, where the op is none of these.
#[must_use]
pub fn resolve(translation: &Translation, position: &Position) -> Position {
    let ops = ops(translation);
    let known = ops.iter().find(|op| op.id == position.op);
    let usual = || ops.iter().find(|op| op.id == "weights").or(ops.last());
    Position {
        t: position.t.clamp(1, translation.written.symbols.len()),
        op: known
            .or_else(usual)
            .map_or_else(String::new, |op| op.id.clone()),
        dir: Direction::Forward,
    }
}

/// The position a key or button leads to; at either end it stays.
#[must_use]
pub fn moved(translation: &Translation, from: &Position, how: Move) -> Position {
    let here = resolve(translation, from);
    stepped(
        &ops(translation),
        translation.written.symbols.len(),
        &here,
        how,
    )
}

/// The position a key or button leads to, over the ops of each of so many places.
pub(super) fn stepped(ops: &[ListedOp], last: usize, here: &Position, how: Move) -> Position {
    let at = ops.iter().position(|op| op.id == here.op).unwrap_or(0);
    let (t, at) = match how {
        Move::Next if at + 1 < ops.len() => (here.t, at + 1),
        Move::Next if here.t < last => (here.t + 1, 0),
        Move::Previous if at > 0 => (here.t, at - 1),
        Move::Previous if here.t > 1 => (here.t - 1, ops.len() - 1),
        Move::NextStep => ((here.t + 1).min(last), at),
        Move::PreviousStep => ((here.t - 1).max(1), at),
        Move::First => (1, 0),
        Move::Last => (last, ops.len() - 1),
        _ => (here.t, at),
    };
    Position {
        t,
        op: ops.get(at).map_or_else(String::new, |op| op.id.clone()),
        dir: Direction::Forward,
    }
}

/// The formula of a moment.
#[must_use]
pub fn formula(here: &Here<'_>, level: Level, notation: Notation) -> Option<Formula> {
    let made = formulas(&here.subject(), &here.position(), level, notation)?;
    let badge = badge(here);
    if here.op != GIVEN {
        return Some(Formula { badge, ..made });
    }
    let math = fixed();
    Some(Formula {
        tree: mathml(&math),
        latex: latex(&math),
        words: spoken_math(&math),
        title: "fixed context".to_owned(),
        badge,
    })
}

/// What the formula belongs to: the op before the cell's state is told on is the cell, all others are the decoder's.
fn badge(here: &Here<'_>) -> String {
    let ops = ops(here.translation);
    let told = ops.iter().position(|op| op.id == "told");
    let cell = told.and_then(|at| ops.get(at.checked_sub(1)?));
    if cell.is_some_and(|cell| cell.id == here.op) {
        here.translation.model().cell.badge()
    } else {
        looking(&here.translation.setup)
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

/// The formulas of all ops of an output, in letters.
#[must_use]
pub fn chain(here: &Here<'_>, notation: Notation) -> Vec<view::explain::formula::Link> {
    let shown = ops(here.translation);
    let all = view::explain::formula::chain(&here.subject(), &here.position(), notation);
    all.into_iter()
        .filter(|link| shown.iter().any(|op| op.id == link.id))
        .map(|link| view::explain::formula::Link {
            tree: if link.id == GIVEN {
                mathml(&fixed())
            } else {
                link.tree
            },
            ..link
        })
        .collect()
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
pub fn outline(translation: &Translation) -> Outline {
    let heads = &translation.setup;
    let output = answer(translation, 0);
    let text = Alphabet::text(&translation.written.symbols);
    let expected = expected(translation);
    let other = (translation.other.as_ref()).map(|written| Alphabet::text(&written.symbols));
    let chip = |sign: &Sign| Chip {
        sign: sign.text.clone(),
        doubtful: sign.doubtful,
        words: sign.words.clone(),
    };
    Outline {
        chip: format!(
            "{}, {}, {} parameters, trained here",
            translation.task.title,
            looking(heads),
            view::explain::number::count(translation.card.parameters),
        ),
        notices: notices(translation),
        positions: translation.positions(),
        timeline: moments(translation),
        source: output.source.iter().map(chip).collect(),
        left_out: (translation.left_out.iter())
            .map(|token| token.typed.clone())
            .collect(),
        offers: offers(translation.task, &translation.tokens, &translation.left_out),
        output: output.output.iter().map(chip).collect(),
        verdict: verdict(&text, expected.as_deref()),
        answer: readable(&text),
        other: other.as_deref().map(readable),
        expected: expected.as_deref().map(readable),
        reached: match translation.card.tested {
            0 => super::learning::trained_here(translation.card.updates, translation.card.seed),
            of => reached(&translation.card.exact, of),
        },
    }
}

/// A text as it is shown: what is not in the alphabet as in the pictures.
pub(super) fn readable(text: &str) -> String {
    text.replace(UNKNOWN_SIGN, "?")
}

/// Whether and how the decoder looks back, in words.
#[must_use]
pub fn looking(setup: &AttnSetup) -> String {
    match setup.attention {
        Looking::Off => "without attention".to_owned(),
        Looking::On => format!("{} attention", setup.score.replace('_', " ")),
    }
}

/// What the rule of the task makes of what was read.
fn expected(translation: &Translation) -> Option<String> {
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

fn notices(translation: &Translation) -> Vec<String> {
    let mut notices = Vec::new();
    let unknown = (translation.tokens.iter()).filter(|token| token.symbol == UNKNOWN);
    match unknown.count() {
        0 => {}
        1 => notices.push("1 unknown symbol.".to_owned()),
        count => notices.push(format!("{count} unknown symbols.")),
    }
    let longest = offers::longest(translation.task);
    if !translation.left_out.is_empty() {
        notices.push(format!("The first {MOST_SYMBOLS} symbols are used."));
    }
    if translation.tokens.len() > longest {
        notices.push(format!(
            "This is longer than anything it was trained on: {longest} symbols."
        ));
    }
    let is_fed = translation.setup.feed != Feeding::Own;
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

/// What is read at a position, from 1: the end mark comes last.
fn read_at(translation: &Translation, position: usize) -> usize {
    (translation.tokens.get(position - 1)).map_or(END, |token| token.symbol)
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
