//! What the pictures of a translation show.

use super::group::grouped;
use super::{At, CERTAIN, largest, runner_up, sign, spoken};
use crate::attention::explain::text_answer::{bars, bets, others, source, written};
use crate::attention::run::translation::{Decoding, Seq2SeqRun};
use unrolled::model::tasks::{START, Token, UNKNOWN};
use unrolled::run::ModelRun;
use view::explain::moment::ops;
use view::explain::number;

/// How many symbols are shown beside the one that is written.
pub(crate) const MOST_BARS: usize = 6;

/// A symbol that was read or written.
#[derive(Clone, Debug, PartialEq)]
pub struct Sign {
    /// As shown.
    pub text: String,
    /// Its name, for linking.
    pub reference: String,
    /// In words.
    pub words: String,
    /// Whether the alphabet does not hold it, or the model is not certain of it.
    pub doubtful: bool,
    /// Whether it was forced.
    pub forced: bool,
    /// Whether it is another one than the rule of the task says.
    pub wrong: bool,
}

/// What was read, and what was written.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerPicture {
    /// What was read, the end mark last.
    pub source: Vec<Sign>,
    /// What was written.
    pub output: Vec<Sign>,
    /// What the decoder was given before each output, where that is not simply its own guess; what is not is marked.
    pub given: Vec<Sign>,
    /// What the other model wrote, where it has arrived.
    pub other: Vec<Sign>,
    /// How the two answered.
    pub captions: [&'static str; 2],
    /// The output that is looked at, from 1.
    pub t: usize,
}

/// One output and where it looked; or a word of outputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What was written.
    pub sign: Sign,
    /// Which output, from 1; the first of a word.
    pub t: usize,
    /// One weight a position; nothing without attention.
    pub weights: Vec<f64>,
    /// Their names, for linking.
    pub names: Vec<String>,
    /// What they add up to.
    pub sum: f64,
    /// Which of them is the largest.
    pub largest: Option<String>,
    /// Whether it is held by hand.
    pub edited: bool,
    /// Whether it is looked at.
    pub is_now: bool,
    /// Whether it is still to come, and only what was written so far is shown.
    pub is_ahead: bool,
}

/// What the numbers of a map are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shows {
    /// Weights of attention: every row adds up to 1.
    Weights,
    /// How much each symbol mattered, as shares of the largest of its row.
    Mattered,
    /// Weights less those of another translation; the largest difference.
    Difference(f64),
}

/// All attention of a translation, or another map of outputs against symbols read.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatPicture {
    /// What its numbers are.
    pub shows: Shows,
    /// What was read.
    pub columns: Vec<Sign>,
    /// What was written.
    pub rows: Vec<Row>,
    /// Whether columns and rows are whole words.
    pub is_grouped: bool,
}

/// A number with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it belongs to.
    pub label: String,
    /// The number.
    pub value: f64,
    /// Its name, for linking.
    pub reference: String,
    /// In words.
    pub words: String,
}

/// One step of the decoder.
#[derive(Clone, Debug, PartialEq)]
pub struct StepPicture {
    /// The scores, once they are computed.
    pub scores: Option<Vec<Bar>>,
    /// The weights, once they are computed.
    pub weights: Option<Vec<Bar>>,
    /// The likeliest symbols, once they are computed.
    pub bets: Option<Vec<Bar>>,
    /// Whether there is attention at all.
    pub has_attention: bool,
    /// What is being computed, in words.
    pub now: String,
}

fn output(translation: &Seq2SeqRun) -> Vec<Sign> {
    let forced = &translation.input.forced;
    written(translation, translation.gold.as_deref(), |place| {
        forced.iter().any(|(at, _)| *at == place)
    })
}

impl Sign {
    /// A symbol that was read at a position, from 1; of one that is not known it is said what was typed.
    pub(crate) fn read(noun: &str, position: usize, symbol: usize, typed: Option<&Token>) -> Self {
        let spoken = match typed.filter(|token| token.symbol == UNKNOWN) {
            Some(token) => format!("unknown symbol {}", token.typed),
            None => spoken(symbol),
        };
        Self {
            text: sign(symbol),
            reference: format!("source.u{position}"),
            words: format!("{noun} {position}, {spoken}"),
            doubtful: symbol == UNKNOWN,
            forced: false,
            wrong: false,
        }
    }

    /// A symbol that was written at a place, from 0, with how likely it was and what was second likeliest.
    pub(crate) fn written(
        place: usize,
        symbol: usize,
        probs: &[f64],
        (right, forced): (Option<&[usize]>, bool),
    ) -> Self {
        let next = runner_up(probs, symbol).map_or_else(String::new, |other| {
            format!(
                "; second likeliest {}, p {}",
                spoken(other),
                number::text(probs[other])
            )
        });
        Self {
            text: sign(symbol),
            reference: format!("output.t{}", place + 1),
            words: format!(
                "output {}, {}, p {}{next}{}",
                place + 1,
                spoken(symbol),
                number::text(probs[symbol]),
                if forced { "; forced" } else { "" }
            ),
            doubtful: probs[symbol] < CERTAIN,
            forced,
            wrong: is_wrong(right, place, symbol),
        }
    }
}

fn given(translation: &Seq2SeqRun) -> Vec<Sign> {
    if translation.input.decoding == Decoding::FreeRunning || translation.gold.is_none() {
        return vec![];
    }
    let written = &translation.written;
    let before = [START].into_iter().chain(written.symbols.iter().copied());
    (written.given.iter().zip(before).enumerate())
        .map(|(place, (&symbol, own))| {
            let right = if symbol == own {
                "its own guess"
            } else {
                "the right one, which it had not guessed"
            };
            Sign {
                text: if place == 0 {
                    "\u{2192}".to_owned()
                } else {
                    sign(symbol)
                },
                reference: format!("given.t{}", place + 1),
                words: match place {
                    0 => "given before output 1, the start".to_owned(),
                    _ => format!(
                        "given before output {}, {}, {right}",
                        place + 1,
                        spoken(symbol)
                    ),
                },
                doubtful: false,
                forced: symbol != own,
                wrong: false,
            }
        })
        .collect()
}

/// Whether the rule of the task says another symbol.
pub(crate) fn is_wrong(right: Option<&[usize]>, place: usize, symbol: usize) -> bool {
    right.is_some_and(|right| right.get(place) != Some(&symbol))
}

/// What was read and written.
#[must_use]
pub fn answer(translation: &Seq2SeqRun, t: usize) -> AnswerPicture {
    let right = translation.gold.as_deref();
    let other = (translation.other.as_ref()).map_or(&[][..], |written| &written.symbols);
    let captions = ["with attention", "without attention"];
    AnswerPicture {
        source: source(translation, &translation.tokens),
        output: output(translation),
        given: given(translation),
        other: others("the other model", other, right),
        captions: if translation.attends() {
            captions
        } else {
            [captions[1], captions[0]]
        },
        t,
    }
}

/// All attention.
#[must_use]
pub fn heat(here: &At<'_>) -> HeatPicture {
    let picture = symbols(here);
    if here.beside.by_word {
        grouped(&picture)
    } else {
        picture
    }
}

/// All attention, symbol by symbol.
pub(super) fn symbols(here: &At<'_>) -> HeatPicture {
    let translation = here.model;
    let weights = &translation.written.weights;
    let rows = (output(translation).into_iter().enumerate()).map(|(place, sign)| {
        let weights = weights.get(place).cloned().unwrap_or_default();
        let t = place + 1;
        let held = &translation.input.attention_override;
        Row {
            edited: (held.iter()).any(|(at, row)| *at == t && row.len() == translation.positions()),
            is_ahead: here.beside.follows && t > here.t(),
            ..Row::of(sign, t, weights, t == here.t())
        }
    });
    HeatPicture {
        shows: Shows::Weights,
        rows: rows.collect(),
        columns: source(translation, &translation.tokens),
        is_grouped: false,
    }
}

impl Row {
    /// A row of weights as it was computed.
    pub(crate) fn of(sign: Sign, t: usize, weights: Vec<f64>, is_now: bool) -> Self {
        let names: Vec<String> = (1..=weights.len())
            .map(|unit| format!("weights.t{t}.u{unit}"))
            .collect();
        Self {
            sign,
            t,
            sum: weights.iter().sum(),
            largest: largest(&weights).first().map(|&top| names[top].clone()),
            weights,
            names,
            edited: false,
            is_now,
            is_ahead: false,
        }
    }
}

impl HeatPicture {
    /// A weight in words, row and column from 0.
    #[must_use]
    pub fn weight_words(&self, row: usize, col: usize) -> String {
        let (Some(own), Some(column)) = (self.rows.get(row), self.columns.get(col)) else {
            return String::new();
        };
        let weight = own.weights.get(col).copied().unwrap_or(f64::NAN);
        let rank = if own.largest.is_some() && own.largest.as_ref() == own.names.get(col) {
            ", the largest in this row"
        } else {
            ""
        };
        let (t, written, read) = (own.t, &own.sign.text, &column.words);
        match self.shows {
            Shows::Weights => {
                format!("output {t}, {written}, looks at {read}, weight {weight:.2}{rank}")
            }
            Shows::Mattered => {
                format!("to output {t}, {written}, {read} mattered {weight:.2} of the most{rank}")
            }
            Shows::Difference(_) => {
                let sign = if weight > 0.0 { "+" } else { "" };
                format!("output {t}, {written}, {read}: weight {sign}{weight:.2} against the other")
            }
        }
    }

    /// Row and column of the weight of this name, from 0.
    #[must_use]
    pub fn find(&self, reference: &str) -> Option<(usize, usize)> {
        let place = |row: &Row| row.names.iter().position(|name| name == reference);
        let mut rows = self.rows.iter().enumerate();
        rows.find_map(|(row, own)| Some((row, place(own)?)))
    }
}

/// One step of the decoder, as far as it has come.
#[must_use]
pub fn step(here: &At<'_>) -> StepPicture {
    let translation = here.model;
    let along = |key: &str, what: &str| bars(translation, here.t(), (key, what));
    let title = ops(translation);
    StepPicture {
        scores: here
            .sees("score")
            .then(|| along("scores", "score"))
            .flatten(),
        weights: here
            .sees("weights")
            .then(|| along("weights", "weight"))
            .flatten(),
        bets: here.sees("y").then(|| bets(translation, here.t())),
        has_attention: translation.attends(),
        now: title
            .into_iter()
            .find(|op| op.id == here.op())
            .map_or_else(String::new, |op| op.title),
    }
}
