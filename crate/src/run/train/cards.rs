//! The cards of what a recipe makes.

use super::Recipe;
use crate::model::shipped::Card;
use crate::model::{SelfAttention, SelfCard, Seq2Seq};

impl Recipe {
    /// How many numbers are learned.
    #[must_use]
    pub fn parameters(&self) -> usize {
        let network = self.course.student.network(1);
        network.map_or(0, |network| network.param_count())
    }

    fn clip(&self) -> f64 {
        self.course.settings.clip.unwrap_or(f64::INFINITY)
    }

    /// The card of an encoder and decoder after so many updates, nothing measured yet.
    #[must_use]
    pub fn card(&self, model: &Seq2Seq, updates: usize) -> Card {
        let course = &self.course;
        let attention = model.attention.as_ref();
        Card {
            name: self.name.clone(),
            task: course.task.kind.to_owned(),
            score: attention.map(|it| it.score.kind.to_owned()),
            cell: model.cell.cell.kind.to_owned(),
            symbols: model.symbols,
            embedding: model.embedding,
            encoder: model.encoder,
            decoder: model.decoder,
            width: attention.map_or(super::WIDTH, |it| it.width),
            parameters: self.parameters(),
            seed: course.seed,
            updates,
            batch: course.batch,
            rate: course.settings.rate,
            clip: self.clip(),
            tested: 0,
            exact: vec![],
        }
    }

    /// The card of self-attention after so many updates, nothing measured yet.
    #[must_use]
    pub fn self_card(&self, model: &SelfAttention, updates: usize) -> SelfCard {
        let course = &self.course;
        SelfCard {
            name: self.name.clone(),
            task: course.task.kind.to_owned(),
            symbols: model.symbols,
            width: model.width,
            key: model.key,
            places: model.places,
            positions: model.positions,
            scaled: model.scaled,
            causal: model.causal,
            parameters: self.parameters(),
            seed: course.seed,
            updates,
            batch: course.batch,
            rate: course.settings.rate,
            clip: self.clip(),
            learned: vec![],
            tested: 0,
            exact: vec![],
        }
    }
}
