//! What the pictures of a translation show.

use super::group::grouped;
use super::{CERTAIN, Here, largest, read_at, runner_up, sign, spoken};
use crate::attention::run::translation::Translation;
use crate::setup::Feeding;
use unrolled::model::tasks::{END, START, Token, UNKNOWN};
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

fn source(translation: &Translation) -> Vec<Sign> {
    let positions = 1..=translation.positions();
    positions
        .map(|position| {
            let symbol = read_at(translation, position);
            let typed = translation.tokens.get(position - 1);
            Sign::read("source", position, symbol, typed)
        })
        .collect()
}

fn output(translation: &Translation) -> Vec<Sign> {
    let right = translation.gold.as_deref();
    let written = &translation.written;
    (written.symbols.iter().zip(&written.probs).enumerate())
        .map(|(place, (&symbol, probs))| {
            let forced = (translation.setup.forced.iter()).any(|own| own.at == place + 1);
            Sign::written(place, symbol, probs, (right, forced))
        })
        .collect()
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

fn given(translation: &Translation) -> Vec<Sign> {
    if translation.setup.feed == Feeding::Own || translation.gold.is_none() {
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
pub fn answer(translation: &Translation, t: usize) -> AnswerPicture {
    let right = translation.gold.as_deref();
    let other = translation
        .other
        .iter()
        .flat_map(|written| &written.symbols);
    let captions = ["with attention", "without attention"];
    AnswerPicture {
        source: source(translation),
        output: output(translation),
        given: given(translation),
        other: other
            .enumerate()
            .map(|(place, &symbol)| Sign {
                text: sign(symbol),
                reference: format!("other.t{}", place + 1),
                words: format!("the other model, output {}, {}", place + 1, spoken(symbol)),
                doubtful: false,
                forced: false,
                wrong: is_wrong(right, place, symbol),
            })
            .collect(),
        captions: if translation.weights().is_some() {
            captions
        } else {
            [captions[1], captions[0]]
        },
        t,
    }
}

/// All attention.
#[must_use]
pub fn heat(here: &Here<'_>) -> HeatPicture {
    let picture = symbols(here);
    if here.translation.setup.group {
        grouped(&picture)
    } else {
        picture
    }
}

/// All attention, symbol by symbol.
pub(super) fn symbols(here: &Here<'_>) -> HeatPicture {
    let translation = here.translation;
    let weights = &translation.written.weights;
    let rows = (output(translation).into_iter().enumerate()).map(|(place, sign)| {
        let weights = weights.get(place).cloned().unwrap_or_default();
        let t = place + 1;
        let held = &translation.setup.rows;
        Row {
            edited: (held.iter())
                .any(|row| row.at == t && row.weights.len() == translation.positions()),
            is_ahead: translation.setup.follow && t > here.t,
            ..Row::of(sign, t, weights, t == here.t)
        }
    });
    HeatPicture {
        shows: Shows::Weights,
        rows: rows.collect(),
        columns: source(translation),
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
pub fn step(here: &Here<'_>) -> StepPicture {
    let translation = here.translation;
    let along = |key: &str, op: &str, what: &str| {
        let values = translation.values(key, here.t)?;
        here.sees(op).then(|| {
            (values.iter().take(translation.positions()).enumerate())
                .map(|(place, &value)| Bar {
                    label: sign(read_at(translation, place + 1)),
                    value,
                    reference: format!("{key}.t{}.u{}", here.t, place + 1),
                    words: format!(
                        "{what} of source {}, {}: {}",
                        place + 1,
                        spoken(read_at(translation, place + 1)),
                        number::text(value)
                    ),
                })
                .collect::<Vec<_>>()
        })
    };
    let probs = &translation.written.probs[here.t - 1];
    let bets = here.sees("y").then(|| {
        (largest(probs).into_iter().take(MOST_BARS))
            .map(|symbol| Bar {
                label: if symbol == END {
                    "$".to_owned()
                } else {
                    sign(symbol)
                },
                value: probs[symbol],
                reference: format!("probs.t{}.u{}", here.t, symbol + 1),
                words: format!("{}: p {}", spoken(symbol), number::text(probs[symbol])),
            })
            .collect()
    });
    let title = super::ops(translation);
    StepPicture {
        scores: along("scores", "score", "score"),
        weights: along("weights", "weights", "weight"),
        bets,
        has_attention: translation.weights().is_some(),
        now: title
            .into_iter()
            .find(|op| op.id == here.op)
            .map_or_else(String::new, |op| op.title),
    }
}
