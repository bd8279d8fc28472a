//! A text answered by self-attention: what was read, what stands at the place of each symbol, every number on the way.
//!
//! Invariant: as for a [translation](super::translation). What is switched is switched for any weights: those that were
//! shipped run so, and so do those that were trained so.

use super::stock::ModelStore;
use document::self_card::SelfCard;
use document::shipped::{Damaged, read};
use unrolled::ir::ParamSpec;
use unrolled::model::tasks::{Alphabet, END, Task, Token, reverse};
use unrolled::model::{CellSpec, SelfAttention};
use unrolled::run::NetworkRun;
use unrolled::run::clock::{Clock, Walk};
use unrolled::run::model_run::ModelRun;
use unrolled::run::self_attention::{Answer, Reader};
use unrolled::run::train::{Recipe, Student};

/// Trained self-attention.
#[derive(Clone, Debug)]
pub struct LoadedModel {
    /// What it is.
    pub card: SelfCard,
    params: Vec<f64>,
}

impl LoadedModel {
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
    fn reader(&self, input: &SelfAttentionInput) -> Option<Reader<f64>> {
        let own = self.card.model();
        let model = SelfAttention {
            causal: input.causal,
            scaled: input.scaled,
            positions: input.positional_encoding && own.positions,
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

/// What self-attention is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct SelfAttentionInput {
    /// What is read.
    pub text: String,
    /// The name of the model that answers, and of the one whose answer stands beside it.
    pub models: [String; 2],
    /// The name of the one that learns: what is being trained answers, whatever else would.
    pub learner: String,
    /// Whether a symbol sees only those before it and itself.
    pub causal: bool,
    /// Whether the scores are divided by the root of the size of a key.
    pub scaled: bool,
    /// Whether positions are known.
    pub positional_encoding: bool,
}

/// A text and its answer.
#[derive(Debug)]
pub struct SelfAttentionRun {
    /// What was asked.
    pub input: SelfAttentionInput,
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
    clock: Clock,
    walk: Walk,
    reader: Reader<f64>,
}

/// What is taken over, and what only learning needs, are not stepped through.
const SKIPPED: [&str; 3] = ["load", "given", "l"];

impl SelfAttentionRun {
    /// The answer to what was asked; nothing where its model has not arrived.
    #[must_use]
    pub fn of(input: &SelfAttentionInput, stock: &ModelStore<LoadedModel>) -> Option<Self> {
        let [own, other] = &input.models;
        let (name, beside) = if stock.uses_learned(&input.learner) {
            (&input.learner, own)
        } else {
            (own, other)
        };
        let known = stock.get(name)?;
        let mut tokens = Alphabet::read(input.text.lines().next().unwrap_or_default());
        let left_out = tokens.split_off(tokens.len().min(known.card.places));
        let mut symbols: Vec<usize> = tokens.iter().map(|token| token.symbol).collect();
        if symbols.is_empty() {
            symbols.push(END);
        }
        let mut reader = known.reader(input)?;
        let answer = reader.read(&[&symbols]).ok()?.pop()?;
        let other = stock.get(beside).filter(|_| beside != name);
        let other = other.and_then(|known| {
            let mut reader = known.reader(input)?;
            let answer = reader.read(&[&symbols]).ok()?.pop()?;
            Some((known.card.clone(), answer))
        });
        let network = reader.run()?.network();
        let judged = |segment| vec![segment == "attend"; symbols.len()];
        let segments = network.segments.iter();
        let judged = segments.map(|segment| judged(segment.name));
        Some(Self {
            input: input.clone(),
            task: &reverse::SHORT,
            tokens,
            left_out,
            answer,
            other,
            card: known.card.clone(),
            clock: Clock::new(network, judged.collect()),
            walk: Walk::new(network, &["read", "attend"], symbols.len(), |ops, at| {
                !SKIPPED.contains(&ops[at].id)
            }),
            reader,
        })
    }

    /// What answered, as it is switched.
    #[must_use]
    pub fn model(&self) -> &SelfAttention {
        self.reader.model()
    }

    /// What is read at a position, from 1.
    #[must_use]
    pub fn read_at(&self, position: usize) -> usize {
        let token = position.checked_sub(1).and_then(|at| self.tokens.get(at));
        token.map_or(END, |token| token.symbol)
    }
}

impl ModelRun for SelfAttentionRun {
    fn network(&self) -> &NetworkRun<f64> {
        self.reader.run().expect("a text was read")
    }

    fn clock(&self) -> &Clock {
        &self.clock
    }

    fn walk(&self) -> &Walk {
        &self.walk
    }

    /// An empty text has one place, where the end mark stands.
    fn positions(&self) -> usize {
        self.answer.symbols.len()
    }

    fn symbols(&self) -> &[usize] {
        &self.answer.symbols
    }

    fn cell(&self) -> Option<&CellSpec> {
        None
    }
}
