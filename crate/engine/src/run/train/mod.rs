//! Learning a task: pairs are drawn, run forward and back, and the parameters move.
//!
//! Invariant: everything is drawn from one seed: weights, pairs and what is left out. The same seed gives the same bits
//! natively and in WebAssembly.

mod lesson;
mod optimizer;
mod recipe;
mod student;

pub use lesson::{Lesson, Progress};
pub use optimizer::{Optimizer, Rule, Settings};
pub use recipe::{NAMES, Recipe, SEED, WIDTH};
pub use student::{Answers, Example, Student, answered};

use super::NetworkRun;
use super::translate::Places;
use crate::ir::{Scalar, ShapeError};
use crate::model::init::draw_network;
use crate::model::random::{Purpose, Stream};
use crate::model::tasks::{Examples, Pair, Share, Task};

/// What is learned, and how.
#[derive(Clone, Debug)]
pub struct Course {
    /// The task.
    pub task: &'static Task,
    /// What learns.
    pub student: Student,
    /// How parameters move.
    pub settings: Settings,
    /// Pairs an update.
    pub batch: usize,
    /// The share of state and context that is left out before the read-out (Srivastava et al. 2014); 0 for none.
    pub dropout: f64,
    /// Everything is drawn from it.
    pub seed: u64,
}

/// What an update came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Update {
    /// The mean loss of the batch a symbol, in nats, before the update.
    pub loss: f64,
    /// The length of the gradient, before it was clipped.
    pub norm: f64,
}

/// A model that is learning.
pub struct Trainer<S> {
    course: Course,
    examples: Examples,
    left_out: Stream,
    optimizer: Optimizer<S>,
    params: Vec<S>,
}

impl<S: Scalar> Trainer<S> {
    /// Fresh weights, nothing learned.
    ///
    /// # Errors
    /// Where the sizes do not fit together.
    pub fn new(course: Course) -> Result<Self, ShapeError> {
        let network = course.student.network(1)?;
        let drawn = draw_network(&network.params, course.seed);
        let params: Vec<S> = drawn.into_iter().map(S::of).collect();
        Ok(Self {
            examples: Examples::new(course.task, course.seed),
            left_out: Stream::new(course.seed, Purpose::LeftOut),
            optimizer: Optimizer::new(course.settings, params.len()),
            params,
            course,
        })
    }

    /// Sets the learning rate of the updates to come.
    pub fn set_rate(&mut self, rate: f64) {
        self.optimizer.settings.rate = rate;
    }

    /// All parameters, in the order of the model's network.
    #[must_use]
    pub fn params(&self) -> &[S] {
        &self.params
    }

    /// Learns from one batch. Its texts have one length, so that nothing is computed for padding.
    ///
    /// # Errors
    /// Where the sizes do not fit together.
    pub fn update(&mut self) -> Result<Update, ShapeError> {
        let pairs = self.pairs();
        let student = &self.course.student;
        let mut run = student.run(&pairs, self.course.dropout > 0.0)?;
        run.params_mut().copy_from_slice(&self.params);
        student.set_pairs(&mut run, &pairs);
        if self.course.dropout > 0.0 {
            self.leave_out(&mut run);
        }
        run.forward();
        run.backward();
        let norm = self.optimizer.update(&mut self.params, run.param_grads());
        Ok(Update {
            loss: run.loss().to_f64(),
            norm,
        })
    }

    /// A batch of one length.
    fn pairs(&mut self) -> Vec<Pair> {
        let mut pairs = vec![];
        while pairs.is_empty() {
            let length = self.examples.length();
            pairs.extend((0..self.course.batch).filter_map(|_| self.examples.pair(length)));
        }
        pairs
    }

    /// Draws what is left out; the rest counts more, so that the mean stays.
    fn leave_out(&mut self, run: &mut NetworkRun<S>) {
        let Some(kept) = Places::of(run.network()).kept else {
            return;
        };
        let share = self.course.dropout;
        let rest = S::of(1.0 / (1.0 - share));
        let trace = run.trace_mut(kept.segment);
        for t in 0..trace.steps() {
            for b in 0..trace.batch() {
                for entry in trace.value_mut(kept.node, t, b) {
                    let out = self.left_out.unit() < share;
                    *entry = if out { S::zero() } else { rest };
                }
            }
        }
    }
}

/// How many texts are answered at a time.
const AT_ONCE: usize = 100;

/// The share of `count` held-out texts of this length, drawn from a seed, that a model answers exactly; `None` where no
/// text of this length is held out.
///
/// # Errors
/// Where the sizes do not fit together.
pub fn exact<A: Answers>(
    model: &mut A,
    task: &'static Task,
    (length, count): (usize, usize),
    seed: u64,
) -> Result<Option<f64>, ShapeError> {
    let mut examples = Examples::new(task, seed);
    let texts: Vec<_> = (0..count)
        .map_while(|_| examples.text(length, Share::HeldOut))
        .collect();
    if texts.is_empty() {
        return Ok(None);
    }
    let mut right = 0;
    for texts in texts.chunks(AT_ONCE) {
        right += answered(model, texts)?;
    }
    Ok(Some(right as f64 / texts.len() as f64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tasks::Alphabet;
    use crate::model::{Attention, CellSpec, Score, Seq2Seq};

    fn course(dropout: f64) -> Course {
        Course {
            task: Task::of("sort").unwrap(),
            student: Student::Pair(Seq2Seq {
                cell: CellSpec::of("gru").unwrap(),
                symbols: Alphabet::SIZE,
                embedding: 4,
                encoder: 4,
                decoder: 8,
                attention: Some(Attention::by(Score::of("additive").unwrap(), 4)),
                dropout: false,
            }),
            settings: Settings {
                rule: Rule::Adam,
                rate: 0.01,
                decay: 0.0,
                clip: Some(1.0),
            },
            batch: 8,
            dropout,
            seed: 7,
        }
    }

    fn losses<S: Scalar>(course: Course, updates: usize) -> Vec<f64> {
        let mut trainer = Trainer::<S>::new(course).unwrap();
        (0..updates)
            .map(|_| trainer.update().unwrap().loss)
            .collect()
    }

    #[test]
    fn a_seed_makes_the_same_bits_and_another_one_others() {
        let drawn = losses::<f32>(course(0.2), 5);
        assert_eq!(drawn, losses::<f32>(course(0.2), 5));
        assert_ne!(
            drawn,
            losses::<f32>(
                Course {
                    seed: 8,
                    ..course(0.2)
                },
                5
            )
        );
        assert_ne!(drawn, losses::<f32>(course(0.0), 5), "nothing is left out");
    }

    #[test]
    fn a_model_begins_by_guessing_and_learns() {
        let losses = losses::<f64>(course(0.0), 60);
        let guessing = (Alphabet::SIZE as f64).logarithm();
        assert!(
            (losses[0] - guessing).abs() < 0.5,
            "{} against {guessing}",
            losses[0]
        );
        let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
        let (early, late) = (mean(&losses[..5]), mean(&losses[55..]));
        assert!(late < 0.75 * early, "{early} to {late}");
    }
}
