//! What is known about the symbols of a text, those of its answer, and the weights between them: the same for every
//! model that answers texts.

use super::translation::{
    AnswerPicture, Bar, Chip, MOST_BARS, Outline, Sign, is_wrong, largest, named, offers, readable,
    runner_up, sign, spoken, verdict,
};
use unrolled::model::tasks::{Alphabet, Task, Token, UNKNOWN};
use unrolled::run::metrics::{entropy, largest_entropy};
use view::explain::case::capital;
use view::explain::inspect::{InspectedRow, Inspection};
use view::explain::moment::{Explained, moments};
use view::explain::number;
use view::explain::sheet::{Entry, Sheet};

/// What a model calls what asks and what is read.
#[derive(Clone, Copy, Debug)]
pub struct Nouns {
    /// What has a row of weights: `output`.
    pub asks: &'static str,
    /// What has a column: `source`.
    pub read: &'static str,
    /// Between the two: `, source`.
    pub on: &'static str,
    /// Before what asks, in the list of a column: `for output`.
    pub of: &'static str,
}

/// A model that answers texts.
pub trait TextAnswer: Explained {
    /// What it calls its parts.
    fn nouns(&self) -> Nouns;

    /// The distribution that each symbol was chosen from.
    fn probs(&self) -> &[Vec<f64>];

    /// The attention weights, a row a symbol; none without attention.
    fn weights(&self) -> &[Vec<f64>];

    /// The symbol that is read at a position, from 1.
    fn read(&self, position: usize) -> usize;

    /// The symbol that asks for a row, from 1.
    fn asking(&self, t: usize) -> usize;

    /// What is said of what is written at a step, from 1, without where it looks.
    fn written(&self, t: usize) -> String;

    /// What is said of what is read at a position.
    fn reading(&self, position: usize) -> String;
}

/// Step and unit of `weights.t7.u3`.
pub(super) fn place(reference: &str, key: &str) -> Option<(usize, usize)> {
    let rest = reference.strip_prefix(key)?.strip_prefix(".t")?;
    let (t, unit) = rest.split_once(".u")?;
    Some((t.parse().ok()?, unit.parse().ok()?))
}

/// Where a row looks: `“c” 0.28, “r” 0.26, “a” 0.16`.
pub(super) fn looks_at(model: &dyn TextAnswer, row: &[f64]) -> String {
    named(row, |position| model.read(position))
}

/// What is known about a weight, a symbol that was written or one that was read.
pub(super) fn inspect(model: &dyn TextAnswer, reference: &str) -> Option<Inspection> {
    weight(model, reference)
        .or_else(|| output(model, reference))
        .or_else(|| read_symbol(model, reference))
}

fn weight(model: &dyn TextAnswer, reference: &str) -> Option<Inspection> {
    let (t, position) = place(reference, "weights")?;
    let Nouns { asks, read, on, .. } = model.nouns();
    let row = model.weights().get(t.checked_sub(1)?)?;
    let weight = *row.get(position.checked_sub(1)?)?;
    let score = *model.values("scores", t)?.get(position - 1)?;
    let rows = vec![
        InspectedRow::number("weight", weight),
        InspectedRow::number("score", score),
        InspectedRow::number("row sum", row.iter().sum()),
        InspectedRow::number("entropy, nats", entropy(row)),
        InspectedRow::number("entropy at most", largest_entropy(model.positions())),
    ];
    let words = format!(
        "{} {t}, {}, looks at {read} {position}, {}: weight {weight:.2}. Row: {}.",
        capital(asks),
        spoken(model.asking(t)),
        spoken(model.read(position)),
        looks_at(model, row)
    );
    let title = format!("attention weight, {asks} {t}{on} {position}");
    Some(Inspection::of_numbers(reference, title, words, rows))
}

fn output(model: &dyn TextAnswer, reference: &str) -> Option<Inspection> {
    let t: usize = reference.strip_prefix("output.t")?.parse().ok()?;
    let symbol = *model.symbols().get(t.checked_sub(1)?)?;
    let probs = &model.probs()[t - 1];
    let mut rows = vec![InspectedRow::number("p", probs[symbol])];
    rows.extend(
        runner_up(probs, symbol).map(|other| {
            InspectedRow::number(&format!("runner-up: {}", spoken(other)), probs[other])
        }),
    );
    let looks = (model.weights().get(t - 1)).map_or_else(
        || "It has only the fixed context.".to_owned(),
        |row| format!("It looks at {}.", looks_at(model, row)),
    );
    let words = format!("{} {looks}", model.written(t));
    Some(Inspection::of_numbers(
        reference,
        format!("output {t}"),
        words,
        rows,
    ))
}

fn read_symbol(model: &dyn TextAnswer, reference: &str) -> Option<Inspection> {
    let position: usize = reference.strip_prefix("source.u")?.parse().ok()?;
    if !(1..=model.positions()).contains(&position) {
        return None;
    }
    let Nouns { read, of, .. } = model.nouns();
    let weights = model.weights().iter().enumerate();
    let rows = weights.map(|(t, row)| InspectedRow {
        reference: Some(format!("weights.t{}.u{position}", t + 1)),
        ..InspectedRow::number(&format!("weight {of} {}", t + 1), row[position - 1])
    });
    Some(Inspection::of_numbers(
        reference,
        format!("{read} {position}"),
        model.reading(position),
        rows.collect(),
    ))
}

/// One number of a step, from 1, for each position that is looked at, as bars.
pub(super) fn bars(
    model: &dyn TextAnswer,
    t: usize,
    (key, what): (&str, &str),
) -> Option<Vec<Bar>> {
    let read = model.nouns().read;
    let values = model.values(key, t)?.iter().take(model.positions());
    let bar = |(place, &value): (usize, &f64)| {
        let symbol = model.read(place + 1);
        let said = if value.is_finite() {
            number::text(value)
        } else {
            "minus infinity: it may not be seen".to_owned()
        };
        Bar {
            label: sign(symbol),
            value,
            reference: format!("{key}.t{t}.u{}", place + 1),
            words: format!("{what} of {read} {}, {}: {said}", place + 1, spoken(symbol)),
        }
    };
    Some(values.enumerate().map(bar).collect())
}

/// The likeliest symbols of a step, from 1, as bars.
pub(super) fn bets(model: &dyn TextAnswer, t: usize) -> Vec<Bar> {
    let probs = &model.probs()[t - 1];
    let best = largest(probs).into_iter().take(MOST_BARS);
    let bar = |symbol: usize| Bar {
        label: sign(symbol),
        value: probs[symbol],
        reference: format!("probs.t{t}.u{}", symbol + 1),
        words: format!("{}: p {}", spoken(symbol), number::text(probs[symbol])),
    };
    best.map(bar).collect()
}

/// What was read, sign by sign; of what is not known it is said what was typed.
pub(super) fn source(model: &dyn TextAnswer, tokens: &[Token]) -> Vec<Sign> {
    let read = model.nouns().read;
    let sign = |at: usize| Sign::read(read, at, model.read(at), tokens.get(at - 1));
    (1..=model.positions()).map(sign).collect()
}

/// What was written, beside what the rule says; some of it was forced, by place from 1.
pub(super) fn written(
    model: &dyn TextAnswer,
    right: Option<&[usize]>,
    forced: impl Fn(usize) -> bool,
) -> Vec<Sign> {
    let chosen = model.symbols().iter().zip(model.probs()).enumerate();
    let sign = |(place, (&symbol, probs)): (usize, (&usize, &Vec<f64>))| {
        Sign::written(place, symbol, probs, (right, forced(place + 1)))
    };
    chosen.map(sign).collect()
}

/// What other weights wrote.
pub(super) fn others(what: &str, symbols: &[usize], right: Option<&[usize]>) -> Vec<Sign> {
    let sign = |(place, &symbol): (usize, &usize)| Sign {
        text: sign(symbol),
        reference: format!("other.t{}", place + 1),
        words: format!("{what}, output {}, {}", place + 1, spoken(symbol)),
        doubtful: false,
        forced: false,
        wrong: is_wrong(right, place, symbol),
    };
    symbols.iter().enumerate().map(sign).collect()
}

/// What is said of symbols that the alphabet does not hold.
pub(super) fn unknown_symbols(tokens: &[Token]) -> Option<String> {
    let unknown = tokens.iter().filter(|token| token.symbol == UNKNOWN);
    match unknown.count() {
        0 => None,
        1 => Some("1 unknown symbol.".to_owned()),
        count => Some(format!("{count} unknown symbols.")),
    }
}

/// Every position with its symbol.
pub(super) fn positions(model: &dyn TextAnswer) -> Vec<String> {
    let all = 1..=model.positions();
    all.map(|place| format!("{place} {}", sign(model.read(place))))
        .collect()
}

/// What was written, how likely it was, and what was second likeliest.
pub(super) fn outputs(
    model: &dyn TextAnswer,
    output: &[Sign],
    (caption, axis, column): (&str, &'static str, &str),
    headers: Vec<String>,
) -> Sheet {
    let signs = output.iter().map(|sign| Entry {
        reference: Some(sign.reference.clone()),
        ..Entry::words(sign.text.clone())
    });
    let chosen = || model.symbols().iter().zip(model.probs());
    let next = chosen().map(|(symbol, probs)| {
        runner_up(probs, *symbol).map_or_else(Entry::default, |other| Entry::words(sign(other)))
    });
    let likely = chosen().map(|(symbol, probs)| Entry::number(probs[*symbol]));
    Sheet::of_columns(
        caption.to_owned(),
        axis,
        headers,
        vec![
            (column.to_owned(), signs.collect()),
            ("p".to_owned(), likely.collect()),
            ("runner-up".to_owned(), next.collect()),
        ],
    )
}

/// What was read and what it should have come to.
pub(super) struct TextRead<'a> {
    pub(super) task: &'a Task,
    pub(super) tokens: &'a [Token],
    pub(super) left_out: &'a [Token],
    /// What the rule of the task says, where it has an answer.
    pub(super) expected: Option<String>,
    /// What the other weights wrote, where they have arrived.
    pub(super) other: Option<&'a [usize]>,
}

/// A line about an answer to a text, without what it is called and what it has reached.
pub(super) fn outline(
    model: &dyn TextAnswer,
    picture: &AnswerPicture,
    read: &TextRead<'_>,
) -> Outline {
    let chip = |sign: &Sign| Chip {
        sign: sign.text.clone(),
        doubtful: sign.doubtful,
        words: sign.words.clone(),
    };
    let text = Alphabet::text(model.symbols());
    let expected = read.expected.as_deref();
    Outline {
        chip: String::new(),
        notices: vec![],
        positions: model.positions(),
        timeline: moments(model),
        source: picture.source.iter().map(chip).collect(),
        left_out: (read.left_out.iter())
            .map(|token| token.typed.clone())
            .collect(),
        offers: offers(read.task, read.tokens, read.left_out),
        output: picture.output.iter().map(chip).collect(),
        verdict: verdict(&text, expected),
        answer: readable(&text),
        other: (read.other).map(|symbols| readable(&Alphabet::text(symbols))),
        expected: expected.map(readable),
        reached: String::new(),
    }
}
