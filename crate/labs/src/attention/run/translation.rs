//! A text answered by a trained model: what was read, what was written, and every number on the way.
//!
//! Invariant: what is shown of an answer is what the [`Translator`] computed; weights come from outside and are used
//! only after they were found to fit.

use std::cell::OnceCell;

use super::stock::Stock;
use crate::setup::{AttnSetup, Feeding};
use document::shipped::{Card, Damaged, read};
use unrolled::ir::Program;
use unrolled::model::Seq2Seq;
use unrolled::model::network::wires::End;
use unrolled::model::tasks::{Alphabet, END, Task, Token};
use unrolled::run::Run;
use unrolled::run::cursor::Timeline;
use unrolled::run::train::{Recipe, Student};
use unrolled::run::translate::{Feed, Places, Translator, Writing, Written};

/// The most symbols that are read; the rest is left out.
pub const MOST_SYMBOLS: usize = 40;

/// What a mix of own guesses and right symbols is drawn from.
const MIXED: u64 = 7;

/// How many more symbols than were read may be written.
const MORE: usize = 8;

/// The trained models that have arrived, by name.
#[derive(Debug, Default)]
pub struct Shelf {
    models: Stock<Known>,
}

#[derive(Clone, Debug)]
struct Known {
    card: Card,
    model: Seq2Seq,
    params: Vec<f64>,
}

impl Shelf {
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
        let known = Known {
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
        let known = Known {
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

/// A text and its answer.
#[derive(Debug)]
pub struct Translation {
    /// What was chosen.
    pub setup: AttnSetup,
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
    /// The moments of the decoder.
    pub timeline: Timeline,
    /// What answered.
    pub card: Card,
    places: Places,
    translator: Translator<f64>,
    mattered: OnceCell<Vec<Vec<f64>>>,
    /// The other one, kept for the next text.
    beside: Option<(Card, Translator<f64>)>,
}

impl Translation {
    /// The answer to what was chosen; nothing where its model has not arrived. What was answered before lends its
    /// memory.
    #[must_use]
    pub fn of(setup: &AttnSetup, shelf: &Shelf, earlier: Option<Self>) -> Option<Self> {
        let task = Task::of(&setup.task)?;
        let (name, temperature) = (setup.model(), setup.temperature);
        let (kept, beside) = match earlier {
            Some(it) if it.setup.model() == name && it.setup.temperature == temperature => {
                (Some((it.card, it.translator)), it.beside)
            }
            _ => (None, None),
        };
        let (card, mut translator) = kept.or_else(|| shelf.translator(&name, temperature))?;
        let mut tokens = Alphabet::read(setup.text.lines().next().unwrap_or_default());
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
            setup,
            gold: gold.as_deref(),
            most,
        };
        let plan = how(setup, symbols.len(), most);
        let written = fed.write(&mut translator, &symbols, &plan)?;
        let named = setup.model_with(setup.attention.other());
        let mut beside = (beside.filter(|(known, _)| known.name == named))
            .or_else(|| shelf.translator(&named, temperature));
        let other = beside
            .as_mut()
            .and_then(|(_, other)| fed.write(other, &symbols, &Plan::default()));
        let network = translator.run()?.network();
        let places = Places::of(network);
        let program = &network.segments[places.probs.segment].program;
        let timeline = Timeline::new(program, vec![true; written.symbols.len()]);
        Some(Self {
            setup: setup.clone(),
            task,
            tokens,
            gold,
            left_out,
            written,
            other,
            timeline,
            card,
            places,
            translator,
            mattered: OnceCell::new(),
            beside,
        })
    }

    /// The run of a part of the network, by the name of its segment.
    ///
    /// # Panics
    /// If there is no such part.
    #[must_use]
    pub fn part(&self, segment: &str) -> &Run<f64> {
        let run = self.translator.run().expect("a translation was written");
        let place = run.network().segment(segment);
        run.segment(place.expect("a part of every encoder and decoder"))
    }

    /// The run of the decoder.
    ///
    /// # Panics
    /// Never: a translation has been written.
    #[must_use]
    pub fn decoder(&self) -> &Run<f64> {
        self.part("decoder")
    }

    /// The equations of one step of the decoder.
    #[must_use]
    pub fn program(&self) -> &Program {
        self.decoder().program()
    }

    /// How much each symbol that was read matters to each one that was written: the length of a gradient, found when it
    /// is first asked for.
    #[must_use]
    pub fn mattered(&self) -> &[Vec<f64>] {
        self.mattered.get_or_init(|| {
            let read = self.tokens.iter().map(|token| token.symbol);
            let source: Vec<usize> = read.chain([END]).collect();
            let plan = how(&self.setup, source.len(), self.written.symbols.len());
            let found = self.translator.mattered(&source, &self.written, &plan.rows);
            found.unwrap_or_default()
        })
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

    /// How many positions there are to look at.
    #[must_use]
    pub fn positions(&self) -> usize {
        self.tokens.len() + 1
    }

    /// The numbers of a node of the decoder at output `t`, from 1; nothing where it has no such node.
    #[must_use]
    pub fn values(&self, key: &str, t: usize) -> Option<&[f64]> {
        let decoder = self.decoder();
        let node = decoder.program().find(key)?;
        Some(decoder.trace().value(node, t.checked_sub(1)?, 0))
    }

    /// Where the weights are, if there are any.
    #[must_use]
    pub fn weights(&self) -> Option<End> {
        self.places.weights
    }
}

/// What is forced, owned.
#[derive(Default)]
struct Plan {
    forced: Vec<(usize, usize)>,
    rows: Vec<(usize, Vec<f64>)>,
}

/// What was forced, as far as it belongs to this text.
fn how(setup: &AttnSetup, positions: usize, most: usize) -> Plan {
    let place = |at: usize| at.checked_sub(1).filter(|at| *at < most);
    Plan {
        forced: (setup.forced.iter())
            .filter_map(|forced| Some((place(forced.at)?, forced.symbol()?)))
            .collect(),
        rows: (setup.rows.iter())
            .filter(|row| row.weights.len() == positions)
            .filter_map(|row| Some((place(row.at)?, row.weights.clone())))
            .collect(),
    }
}

/// What the decoder is given back.
struct Fed<'a> {
    setup: &'a AttnSetup,
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
        let own = self.setup.own;
        let feed = match (self.setup.feed, self.gold) {
            (Feeding::Own, _) | (_, None) => Feed::Own,
            (Feeding::Gold, Some(gold)) => Feed::Gold(gold),
            (Feeding::Mix, Some(gold)) => Feed::Mixed {
                gold,
                own,
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
