//! A text answered by a trained model: what was read, what was written, and every number on the way.
//!
//! Invariant: what is shown of an answer is what the [`Translator`] computed; weights come from outside and are used
//! only after they were found to fit.

use std::cell::OnceCell;

use super::stock::ModelStore;
use document::shipped::{Card, Damaged, read};
use unrolled::ir::{MicroOp, Part};
use unrolled::model::network::wires::{Line, Network};
use unrolled::model::tasks::{Alphabet, END, Task, Token};
use unrolled::model::{CellSpec, Seq2Seq};
use unrolled::run::NetworkRun;
use unrolled::run::clock::{Clock, Walk};
use unrolled::run::model_run::ModelRun;
use unrolled::run::train::{Recipe, Student};
use unrolled::run::translate::{Feed, Translator, Writing, Written};

/// The most symbols that are read; the rest is left out.
pub const MOST_SYMBOLS: usize = 40;

/// What a mix of own guesses and right symbols is drawn from.
const MIXED: u64 = 7;

/// How many more symbols than were read may be written.
const MORE: usize = 8;

/// The trained models that have arrived, by name.
#[derive(Debug, Default)]
pub struct Seq2SeqStore {
    models: ModelStore<LoadedModel>,
}

#[derive(Clone, Debug)]
struct LoadedModel {
    card: Card,
    model: Seq2Seq,
    params: Vec<f64>,
}

impl Seq2SeqStore {
    /// Takes a model by its card and the bytes of its weights.
    ///
    /// # Errors
    /// Where either is damaged or of another model; what was there stays.
    pub fn take(&mut self, name: &str, card: &str, weights: &[u8]) -> Result<(), Damaged> {
        let card = Card::read(card)?;
        card.task()?;
        let model = card.model()?;
        let network = model.network(1);
        let network =
            network.map_err(|error| Damaged(format!("The sizes do not fit: {error}.")))?;
        if card.symbols != Alphabet::SIZE {
            return Err(Damaged("The card has another alphabet.".to_owned()));
        }
        let params = read(weights, &network.params)?;
        let known = LoadedModel {
            card,
            model,
            params: params.into_iter().map(f64::from).collect(),
        };
        self.models.ship(name, known);
        Ok(())
    }

    /// Takes what a recipe has made so far; answers whether it is for an encoder and decoder.
    pub fn learn(&mut self, recipe: &Recipe, updates: usize, params: &[f32]) -> bool {
        let Student::Pair(model) = &recipe.course.student else {
            return false;
        };
        let known = LoadedModel {
            card: Card::of(recipe, model, updates),
            model: model.clone(),
            params: params.iter().copied().map(f64::from).collect(),
        };
        self.models.learn(&recipe.name, known);
        true
    }

    /// Says whether what was trained in the page or what was shipped answers, where there are both.
    pub fn prefer(&mut self, name: &str, learned: bool) {
        self.models.prefer(name, learned);
    }

    /// Whether what was trained in the page is there, and whether it answers.
    #[must_use]
    pub fn learned(&self, name: &str) -> [bool; 2] {
        [
            self.models.has_learned(name),
            self.models.uses_learned(name),
        ]
    }

    /// Whether the shipped model of this name has arrived.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.models.has_shipped(name)
    }

    /// The model of this name at a temperature, with its card.
    pub(super) fn translator(
        &self,
        name: &str,
        temperature: f64,
    ) -> Option<(Card, Translator<f64>)> {
        let known = self.models.get(name)?;
        let mut model = known.model.clone();
        if let Some(attention) = &mut model.attention {
            attention.temperature = temperature;
        }
        let translator = Translator::new(model, known.params.clone());
        Some((known.card.clone(), translator))
    }
}

/// What the decoder is given as the symbol before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Decoding {
    /// Its own guess.
    FreeRunning,
    /// The right one, where the rule of the task has one.
    TeacherForcing,
    /// The right one, but with a probability its own guess (Bengio et al. 2015).
    ScheduledSampling {
        /// The probability.
        sampling_prob: f64,
    },
}

/// What an encoder and decoder are asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Seq2SeqInput {
    /// The kind of task.
    pub task: String,
    /// What is read.
    pub text: String,
    /// The name of the model that answers, and of the same one with or without attention, whose answer stands beside it.
    pub models: [String; 2],
    /// What the scores are divided by.
    pub temperature: f64,
    /// What the decoder is given as the symbol before.
    pub decoding: Decoding,
    /// Symbols that are written whatever is predicted: output, from 1, and symbol.
    pub forced: Vec<(usize, usize)>,
    /// Rows of attention that are held: output, from 1, and one weight a position.
    pub attention_override: Vec<(usize, Vec<f64>)>,
}

/// A text and its answer.
#[derive(Debug)]
pub struct Seq2SeqRun {
    /// What was asked.
    pub input: Seq2SeqInput,
    /// The task.
    pub task: &'static Task,
    /// What was read, without the end mark.
    pub tokens: Vec<Token>,
    /// The right answer with the end mark, where the rule of the task has one.
    pub gold: Option<Vec<usize>>,
    /// What was too much.
    pub left_out: Vec<Token>,
    /// What was written.
    pub written: Written,
    /// What the same model with or without attention wrote, where it has arrived.
    pub other: Option<Written>,
    /// What answered.
    pub card: Card,
    clock: Clock,
    walk: Walk,
    translator: Translator<f64>,
    saliency: OnceCell<Vec<Vec<f64>>>,
    /// The other one, kept for the next text.
    beside: Option<(Card, Translator<f64>)>,
}

impl Seq2SeqRun {
    /// The answer to what was asked; nothing where its model has not arrived. What was answered before lends its memory.
    #[must_use]
    pub fn of(input: &Seq2SeqInput, shelf: &Seq2SeqStore, earlier: Option<Self>) -> Option<Self> {
        let task = Task::of(&input.task)?;
        let ([name, named], temperature) = (&input.models, input.temperature);
        let (kept, beside) = match earlier {
            Some(it) if it.input.models[0] == *name && it.input.temperature == temperature => {
                (Some((it.card, it.translator)), it.beside)
            }
            _ => (None, None),
        };
        let (card, mut translator) = kept.or_else(|| shelf.translator(name, temperature))?;
        let mut tokens = Alphabet::read(input.text.lines().next().unwrap_or_default());
        let left_out = tokens.split_off(tokens.len().min(MOST_SYMBOLS));
        let symbols: Vec<usize> = tokens
            .iter()
            .map(|token| token.symbol)
            .chain([END])
            .collect();
        let most = symbols.len() + MORE;
        let read: Vec<usize> = tokens.iter().map(|token| token.symbol).collect();
        let gold = (task.answer)(&Alphabet::text(&read)).map(|text| Alphabet::ended(&text));
        let fed = Fed {
            decoding: input.decoding,
            gold: gold.as_deref(),
            most,
        };
        let plan = how(input, symbols.len(), most);
        let written = fed.write(&mut translator, &symbols, &plan)?;
        let mut beside = (beside.filter(|(known, _)| known.name == *named))
            .or_else(|| shelf.translator(named, temperature));
        let other = beside
            .as_mut()
            .and_then(|(_, other)| fed.write(other, &symbols, &Plan::default()));
        let steps = written.symbols.len();
        let network = translator.run()?.network();
        Some(Self {
            input: input.clone(),
            task,
            tokens,
            gold,
            left_out,
            written,
            other,
            card,
            clock: clock(network, symbols.len(), steps),
            walk: walk(network, steps),
            translator,
            saliency: OnceCell::new(),
            beside,
        })
    }

    /// How much each symbol that was read matters to each one that was written: the length of a gradient, found when it
    /// is first asked for.
    #[must_use]
    pub fn saliency(&self) -> &[Vec<f64>] {
        self.saliency.get_or_init(|| {
            let source = self.source();
            let plan = how(&self.input, source.len(), self.written.symbols.len());
            let found = self.translator.saliency(&source, &self.written, &plan.rows);
            found.unwrap_or_default()
        })
    }

    /// What was read, with the end mark.
    fn source(&self) -> Vec<usize> {
        let read = self.tokens.iter().map(|token| token.symbol);
        read.chain([END]).collect()
    }

    /// What is read at a position, from 1: the end mark comes last.
    #[must_use]
    pub fn read_at(&self, position: usize) -> usize {
        let token = position.checked_sub(1).and_then(|at| self.tokens.get(at));
        token.map_or(END, |token| token.symbol)
    }

    /// The card of the same model with or without attention, where it has arrived.
    #[must_use]
    pub fn other_card(&self) -> Option<&Card> {
        self.beside.as_ref().map(|(card, _)| card)
    }

    /// The model that answered.
    #[must_use]
    pub fn model(&self) -> &Seq2Seq {
        self.translator.model()
    }

    /// Whether the decoder looks back.
    #[must_use]
    pub fn attends(&self) -> bool {
        self.model().attention.is_some()
    }
}

impl ModelRun for Seq2SeqRun {
    fn network(&self) -> &NetworkRun<f64> {
        self.translator.run().expect("a text was answered")
    }

    fn clock(&self) -> &Clock {
        &self.clock
    }

    fn walk(&self) -> &Walk {
        &self.walk
    }

    fn positions(&self) -> usize {
        self.tokens.len() + 1
    }

    fn symbols(&self) -> &[usize] {
        &self.written.symbols
    }

    fn cell(&self) -> Option<&CellSpec> {
        Some(&self.model().cell)
    }
}

/// All moments: every symbol that is written is judged, what is computed after the end mark is no moment.
fn clock(network: &Network, positions: usize, steps: usize) -> Clock {
    let judged = network.segments.iter().map(|segment| match segment.line {
        Line::Once => vec![false],
        Line::Source => vec![false; positions],
        Line::Target => vec![true; steps],
    });
    Clock::new(network, judged.collect())
}

/// The decoder, whose cell is one op. What it takes over and what only learning needs are not stepped through; without
/// attention the first of them is the one fixed context.
fn walk(network: &Network, steps: usize) -> Walk {
    let attends = network.find("decoder", "weights").is_some();
    Walk::new(network, &["decoder"], steps, |ops, at| match ops[at].id {
        "given" => !attends,
        "l" => false,
        _ => !is_inside_cell(ops, at),
    })
}

/// Whether an op of a decoder is one of its cell, and not the last one.
fn is_inside_cell(ops: &[MicroOp], at: usize) -> bool {
    let embed = ops.iter().position(|op| op.id == "embed");
    let next = ops.get(at + 1);
    embed.is_some_and(|embed| at > embed) && next.is_some_and(|next| next.part == Part::Cell)
}

/// What is forced, owned.
#[derive(Default)]
struct Plan {
    forced: Vec<(usize, usize)>,
    rows: Vec<(usize, Vec<f64>)>,
}

/// What was forced, as far as it belongs to this text.
fn how(input: &Seq2SeqInput, positions: usize, most: usize) -> Plan {
    let place = |at: usize| at.checked_sub(1).filter(|at| *at < most);
    Plan {
        forced: (input.forced.iter())
            .filter_map(|&(at, symbol)| Some((place(at)?, symbol)))
            .collect(),
        rows: (input.attention_override.iter())
            .filter(|(_, weights)| weights.len() == positions)
            .filter_map(|(at, weights)| Some((place(*at)?, weights.clone())))
            .collect(),
    }
}

/// What the decoder is given back.
struct Fed<'a> {
    decoding: Decoding,
    gold: Option<&'a [usize]>,
    most: usize,
}

impl Fed<'_> {
    fn write(
        &self,
        translator: &mut Translator<f64>,
        symbols: &[usize],
        plan: &Plan,
    ) -> Option<Written> {
        let feed = match (self.decoding, self.gold) {
            (Decoding::FreeRunning, _) | (_, None) => Feed::Own,
            (Decoding::TeacherForcing, Some(gold)) => Feed::Gold(gold),
            (Decoding::ScheduledSampling { sampling_prob }, Some(gold)) => Feed::Mixed {
                gold,
                own: sampling_prob,
                seed: MIXED,
            },
        };
        let writing = Writing {
            most: self.most,
            feed,
            forced: &plan.forced,
            rows: &plan.rows,
        };
        translator.write(&[symbols], &writing).ok()?.pop()
    }
}
