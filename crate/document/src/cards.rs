//! The cards of what a recipe makes.

use crate::self_card::SelfCard;
use crate::shipped::Card;
use unrolled::model::{SelfAttention, Seq2Seq};
use unrolled::run::train::{Recipe, WIDTH};

impl Card {
    /// The card of an encoder and decoder after so many updates, nothing measured yet.
    #[must_use]
    pub fn of(recipe: &Recipe, model: &Seq2Seq, updates: usize) -> Self {
        let course = &recipe.course;
        let attention = model.attention.as_ref();
        Self {
            name: recipe.name.clone(),
            task: course.task.kind.to_owned(),
            score: attention.map(|it| it.score.kind.to_owned()),
            cell: model.cell.cell.kind.to_owned(),
            symbols: model.symbols,
            embedding: model.embedding,
            encoder: model.encoder,
            decoder: model.decoder,
            width: attention.map_or(WIDTH, |it| it.width),
            parameters: recipe.parameters(),
            seed: course.seed,
            updates,
            batch: course.batch,
            rate: course.settings.rate,
            clip: clip(recipe),
            tested: 0,
            exact: vec![],
        }
    }
}

impl SelfCard {
    /// The card of self-attention after so many updates, nothing measured yet.
    #[must_use]
    pub fn of(recipe: &Recipe, model: &SelfAttention, updates: usize) -> Self {
        let course = &recipe.course;
        Self {
            name: recipe.name.clone(),
            task: course.task.kind.to_owned(),
            symbols: model.symbols,
            width: model.width,
            key: model.key,
            places: model.places,
            positions: model.positions,
            scaled: model.scaled,
            causal: model.causal,
            parameters: recipe.parameters(),
            seed: course.seed,
            updates,
            batch: course.batch,
            rate: course.settings.rate,
            clip: clip(recipe),
            learned: vec![],
            tested: 0,
            exact: vec![],
        }
    }
}

fn clip(recipe: &Recipe) -> f64 {
    recipe.course.settings.clip.unwrap_or(f64::INFINITY)
}
