//! A recipe being followed: update after update, with a learning rate that sinks at the end.
//!
//! Invariant: however it is cut into pieces, a lesson makes the same bits; it is the one way in which models are trained,
//! natively and in the page.

use super::Student;
use super::student::answered;
use super::{Recipe, Trainer, Update};
use crate::ir::ShapeError;
use crate::model::tasks::{Examples, Share};
use crate::run::self_attention::Reader;
use crate::run::translate::Translator;

/// How far a lesson has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// How many updates there have been.
    pub updates: usize,
    /// The mean loss of the last batch a symbol, in nats, before the update.
    pub loss: f64,
    /// The length of its gradient, before it was clipped.
    pub norm: f64,
}

/// Held-out texts that are tried while it learns.
const TRIED: usize = 20;

/// Updates that are found together: nobody waits longer for a pause.
const A_PIECE: usize = 5;

/// A model that is learning by a recipe.
pub struct Lesson {
    recipe: Recipe,
    trainer: Trainer<f32>,
    updates: usize,
    /// Drawn once, so that only the weights change between two trials.
    texts: Vec<(String, String)>,
}

impl Lesson {
    /// Fresh weights, nothing learned.
    ///
    /// # Errors
    /// Where the sizes do not fit together.
    pub fn new(recipe: Recipe) -> Result<Self, ShapeError> {
        let course = &recipe.course;
        let mut examples = Examples::new(course.task, course.seed + 1);
        // Of some lengths none is held out.
        let drawn = std::iter::repeat_with(|| {
            let length = examples.length();
            examples.text(length, Share::HeldOut)
        });
        Ok(Self {
            texts: drawn.flatten().take(TRIED).collect(),
            trainer: Trainer::new(course.clone())?,
            updates: 0,
            recipe,
        })
    }

    /// What is followed.
    #[must_use]
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// How many updates there have been.
    #[must_use]
    pub fn updates(&self) -> usize {
        self.updates
    }

    /// All parameters, in the order of the network.
    #[must_use]
    pub fn params(&self) -> &[f32] {
        self.trainer.params()
    }

    /// One update. Over the last third of all the learning rate sinks to nothing.
    ///
    /// # Errors
    /// Where the sizes do not fit together.
    pub fn update(&mut self) -> Result<Progress, ShapeError> {
        let Update { loss, norm } = self.trainer.update()?;
        self.updates += 1;
        let all = self.recipe.updates;
        let left = all.saturating_sub(self.updates) as f64 / all as f64;
        let rate = self.recipe.course.settings.rate;
        self.trainer.set_rate(rate * (3.0 * left).min(1.0));
        Ok(Progress {
            updates: self.updates,
            loss,
            norm,
        })
    }

    /// A few updates, as many as make a piece; fewer at the end.
    ///
    /// # Errors
    /// Where the sizes do not fit together.
    pub fn piece(&mut self) -> Result<Progress, ShapeError> {
        let left = self.recipe.updates.saturating_sub(self.updates);
        let mut progress = self.update()?;
        for _ in 1..left.min(A_PIECE) {
            progress = self.update()?;
        }
        Ok(progress)
    }

    /// The share of some held-out texts of all lengths that are answered exactly now.
    ///
    /// # Errors
    /// Where the sizes do not fit together.
    pub fn exact(&self) -> Result<f64, ShapeError> {
        let params = self.params().to_vec();
        let right = match &self.recipe.course.student {
            Student::Pair(model) => {
                answered(&mut Translator::new(model.clone(), params), &self.texts)
            }
            Student::Alone(model) => answered(&mut Reader::new(model.clone(), params), &self.texts),
        };
        Ok(right? as f64 / self.texts.len().max(1) as f64)
    }
}
