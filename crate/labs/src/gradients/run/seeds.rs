//! What is found a piece at a time: clipping under other seeds, ways to start, and long runs.
//!
//! Invariant: what was found for another study is dropped.

use super::alone::{Alone, Following};
use super::starts::{Lengths, SEEDS, Starts, recurrent_gradient};
use super::study::Examined;
use crate::gradients::explain::alone::left_alone;
use crate::gradients::explain::clipping::Clipping;
use crate::gradients::explain::starts::compared;
use crate::gradients::recurrent::{MOST_LONG_STEPS, Study};
use crate::lab::{Far, Piece};
use crate::setup::{self, ClipSetup, SetupError};
use unrolled::model::Scenario;
use view::draw::panel::Panel;

/// What has been found so far.
#[derive(Debug)]
pub struct Seeds {
    starts: Starts,
    lengths: Lengths,
    alone: Alone,
    /// The long run behind it, where it is this engine that follows it.
    following: Option<Following>,
}

/// How many steps of a long run are followed at once.
const PIECE: usize = 100;

impl Seeds {
    /// Nothing yet.
    #[must_use]
    pub fn of(study: &Study) -> Self {
        Self {
            starts: Starts::of(study),
            lengths: Lengths::of(study),
            alone: Alone::of(study),
            following: None,
        }
    }

    /// Begins anew where something else is studied.
    pub fn turn_to(&mut self, study: &Study) {
        if !self.starts.are_of(study) {
            self.starts = Starts::of(study);
        }
        if !self.lengths.are_of(study) {
            self.lengths = Lengths::of(study);
        }
        if !self.alone.is_of(study) {
            self.alone = Alone::of(study);
            self.following = None;
        }
    }

    /// A view that is found so; nothing of another one.
    #[must_use]
    pub fn panel(
        &self,
        view: &str,
        examined: &Examined,
        clip: &ClipSetup,
        k: usize,
    ) -> Option<Panel> {
        Some(match view {
            "clip" => {
                let clipping = self.clipping(examined, clip);
                clipping.panel(examined.study.seed, SEEDS).into()
            }
            "starts" => compared(&self.starts, &examined.study, k)
                .panel(SEEDS)
                .into(),
            "alone" => left_alone(&self.alone).panel().into(),
            _ => return None,
        })
    }

    fn clipping(&self, examined: &Examined, clip: &ClipSetup) -> Clipping {
        let (name, gradient, lengths) = match clip.of {
            setup::Clipping::Example => ("gradient", clip.example(), vec![]),
            setup::Clipping::Study => (
                "gradient of the recurrent weights",
                recurrent_gradient(&examined.run),
                self.lengths.found().to_vec(),
            ),
        };
        Clipping::of(name.to_owned(), gradient.to_vec(), clip, lengths)
    }

    /// How far a view has come, in seeds or in steps.
    #[must_use]
    pub fn found(&self, view: &str, clip: &ClipSetup) -> Far {
        let (found, of) = match view {
            "starts" => (self.starts.seeds(), SEEDS),
            "clip" if clip.of == setup::Clipping::Study => (self.lengths.found().len(), SEEDS),
            "alone" => (self.alone.followed(), self.alone.steps()),
            _ => (SEEDS, SEEDS),
        };
        Far { found, of }
    }

    /// The piece of a view that comes after so much, and how far it leads.
    ///
    /// # Errors
    /// At the first field that cannot be used.
    pub fn piece(
        &mut self,
        view: &str,
        after: usize,
        (study, model): (&Study, &Scenario),
    ) -> Result<(Piece, Far), SetupError> {
        let seed = after + 1;
        let (piece, found, of) = match view {
            "starts" => (self.starts.under(seed)?, seed, SEEDS),
            "clip" => (self.lengths.under(seed, model)?, seed, SEEDS),
            _ => {
                let piece = self.follow(study, model, after)?;
                let found = piece.after + piece.numbers[0].len();
                (piece, found, MOST_LONG_STEPS)
            }
        };
        Ok((piece, Far { found, of }))
    }

    /// The steps of a long run that come after so many.
    fn follow(
        &mut self,
        study: &Study,
        model: &Scenario,
        after: usize,
    ) -> Result<Piece, SetupError> {
        let known = self.following.take();
        let known = known.filter(|it| it.is_of(study) && it.followed() <= after);
        let following = match known {
            Some(known) => self.following.insert(known),
            None => self.following.insert(Following::of(study, model)?),
        };
        following.catch_up(after);
        Ok(following.follow(PIECE))
    }

    /// Takes a piece of a view.
    pub fn take(&mut self, view: &str, piece: Piece) {
        match view {
            "starts" => self.starts.take(piece),
            "clip" => self.lengths.take(&piece),
            "alone" => self.alone.take(piece),
            _ => {}
        }
    }
}
