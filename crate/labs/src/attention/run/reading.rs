//! A text answered by self-attention: what was read, what stands at the place of each symbol, every number on the way.
//!
//! Invariant: as for a [translation](super::translation). What is switched is switched for any weights: those that were
//! shipped run so, and so do those that were trained so.

use super::stock::Stock;
use crate::setup::{Answerer, AttnSetup};
use document::self_card::SelfCard;
use document::shipped::{Damaged, read};
use unrolled::ir::ParamSpec;
use unrolled::model::SelfAttention;
use unrolled::model::tasks::{Alphabet, END, Task, Token, reverse};
use unrolled::run::Run;
use unrolled::run::cursor::Timeline;
use unrolled::run::self_attention::{Answer, Places, Reader};
use unrolled::run::train::{Recipe, Student};

/// Trained self-attention.
#[derive(Clone, Debug)]
pub struct Known {
    /// What it is.
    pub card: SelfCard,
    params: Vec<f64>,
}

impl Known {
    /// A model by its card and the bytes of its weights.
    ///
    /// # Errors
    /// Where either is damaged or of another model.
    pub fn read(card: &str, weights: &[u8]) -> Result<Self, Damaged> {
        let card = SelfCard::read(card)?;
        if card.symbols != Alphabet::SIZE {
            return Err(Damaged("The card has another alphabet.".to_owned()));
        }
        let params = read(weights, &params_of(&card.model())?)?;
        Ok(Self {
            card,
            params: params.into_iter().map(f64::from).collect(),
        })
    }

    /// What a recipe has made so far; nothing where it is for another model.
    #[must_use]
    pub fn learned(recipe: &Recipe, updates: usize, params: &[f32]) -> Option<Self> {
        let Student::Alone(model) = &recipe.course.student else {
            return None;
        };
        let specs = params_of(model).ok()?;
        let fits = specs.last()?.range().end == params.len();
        fits.then(|| Self {
            card: SelfCard::of(recipe, model, updates),
            params: params.iter().copied().map(f64::from).collect(),
        })
    }

    /// The same weights, with what is switched.
    fn reader(&self, setup: &AttnSetup) -> Option<Reader<f64>> {
        let own = self.card.model();
        let model = SelfAttention {
            causal: setup.causal,
            scaled: setup.scaled,
            positions: setup.placed && own.positions,
            ..own.clone()
        };
        let (from, to) = (params_of(&own).ok()?, params_of(&model).ok()?);
        let mut params = Vec::new();
        for spec in &to {
            let known = from.iter().find(|known| known.name == spec.name)?;
            params.extend(&self.params[known.range()]);
        }
        Some(Reader::new(model, params))
    }
}

fn params_of(model: &SelfAttention) -> Result<Vec<ParamSpec>, Damaged> {
    let network = model.network(1);
    let network = network.map_err(|error| Damaged(format!("The sizes do not fit: {error}.")))?;
    Ok(network.params)
}

/// A text and its answer.
#[derive(Debug)]
pub struct Reading {
    /// What was chosen.
    pub setup: AttnSetup,
    /// The task.
    pub task: &'static Task,
    /// What was read.
    pub tokens: Vec<Token>,
    /// What was too much.
    pub left_out: Vec<Token>,
    /// What stands at the place of each symbol.
    pub answer: Answer,
    /// What the weights beside these make of it, where they have arrived and are others.
    pub other: Option<(SelfCard, Answer)>,
    /// What answered.
    pub card: SelfCard,
    timelines: [Timeline; 2],
    places: Places,
    reader: Reader<f64>,
}

impl Reading {
    /// The answer to what was chosen; nothing where its model has not arrived.
    #[must_use]
    pub fn of(setup: &AttnSetup, stock: &Stock<Known>) -> Option<Self> {
        if setup.model != Answerer::Alone {
            return None;
        }
        // What is being trained is looked at, whatever was chosen before.
        let learner = setup.learner();
        let (name, beside) = if stock.uses_learned(&learner) {
            (learner, setup.model())
        } else {
            (setup.model(), setup.other_model())
        };
        let known = stock.get(&name)?;
        let mut tokens = Alphabet::read(setup.text.lines().next().unwrap_or_default());
        let left_out = tokens.split_off(tokens.len().min(known.card.places));
        let mut symbols: Vec<usize> = tokens.iter().map(|token| token.symbol).collect();
        if symbols.is_empty() {
            symbols.push(END);
        }
        let mut reader = known.reader(setup)?;
        let answer = reader.read(&[&symbols]).ok()?.pop()?;
        let other = stock.get(&beside).filter(|_| beside != name);
        let other = other.and_then(|known| {
            let mut reader = known.reader(setup)?;
            let answer = reader.read(&[&symbols]).ok()?.pop()?;
            Some((known.card.clone(), answer))
        });
        let run = reader.run()?;
        let places = Places::of(run.network());
        let judged = vec![true; symbols.len()];
        let timeline = |at: usize| Timeline::new(run.segment(at).program(), judged.clone());
        Some(Self {
            setup: setup.clone(),
            task: &reverse::SHORT,
            tokens,
            left_out,
            answer,
            other,
            card: known.card.clone(),
            timelines: [
                timeline(places.source.segment),
                timeline(places.probs.segment),
            ],
            places,
            reader,
        })
    }

    /// The run of what makes queries, keys and values, and of what attends; each with its moments.
    ///
    /// # Panics
    /// Never: a text has been read.
    #[must_use]
    pub fn segments(&self) -> [(&Run<f64>, &Timeline); 2] {
        let run = self.reader.run().expect("a text was read");
        let [read, attend] = &self.timelines;
        [
            (run.segment(self.places.source.segment), read),
            (run.segment(self.places.probs.segment), attend),
        ]
    }

    /// What answered, as it is switched.
    #[must_use]
    pub fn model(&self) -> &SelfAttention {
        self.reader.model()
    }

    /// How many symbols there are; an empty text has one place, where the end mark stands.
    #[must_use]
    pub fn positions(&self) -> usize {
        self.answer.symbols.len()
    }

    /// What is read at a position, from 1.
    #[must_use]
    pub fn read_at(&self, position: usize) -> usize {
        let token = position.checked_sub(1).and_then(|at| self.tokens.get(at));
        token.map_or(END, |token| token.symbol)
    }

    /// The numbers of a node at position `t`, from 1; nothing where there is no such node.
    #[must_use]
    pub fn values(&self, key: &str, t: usize) -> Option<&[f64]> {
        self.segments().into_iter().find_map(|(run, _)| {
            let node = run.program().find(key)?;
            Some(run.trace().value(node, t.checked_sub(1)?, 0))
        })
    }
}
