//! What the output should be: as given, or the sequence's own task.
//!
//! Invariant: without a loss, or without anything to compare with, the backward pass starts from
//! dL/dh_T = 1 at the selected unit.

use super::check::{finite, whole};
use super::{HeadKind, LossAt, LossChoice, LossReduce, Setup, SetupError};
use crate::sequence::Sequence;
use unrolled::model::encoded::Encoded;
use unrolled::model::{LossKind, Target};

impl Setup {
    /// What the loss compares with.
    pub(super) fn target(
        &self,
        encoded: &Encoded,
        hidden_size: usize,
        unit: usize,
    ) -> Result<Target, SetupError> {
        let steps = encoded.columns.len();
        let Some((kind, numbers)) = self.wanted(encoded) else {
            let mut seed = vec![0.0; hidden_size];
            seed[unit - 1] = 1.0;
            return Ok(Target {
                kind: LossKind::Linear,
                first: steps - 1,
                columns: vec![seed],
                weight: 1.0,
            });
        };
        let first = self.first_judged(steps);
        let wanted = steps - first;
        if numbers.len() != wanted {
            let message = format!(
                "The target needs {wanted} numbers, one for each judged step; there are {}.",
                numbers.len()
            );
            return Err(SetupError::at("target", message));
        }
        for (place, &number) in numbers.iter().enumerate() {
            self.check_target(kind, place, number)?;
        }
        let weight = if self.loss.reduce == LossReduce::Mean {
            1.0 / wanted as f64
        } else {
            1.0
        };
        Ok(Target {
            kind,
            first,
            columns: numbers.iter().map(|number| vec![*number]).collect(),
            weight,
        })
    }

    /// The numbers to compare with, and how; `None` where nothing is judged.
    pub(super) fn wanted(&self, encoded: &Encoded) -> Option<(LossKind, Vec<f64>)> {
        let kind = match (self.loss.kind, self.head) {
            (LossChoice::None, _) | (_, HeadKind::None) => return None,
            (_, HeadKind::Regression) => LossKind::SquaredError,
            (_, HeadKind::Softmax) => LossKind::CrossEntropy,
        };
        let numbers = self
            .target
            .clone()
            .or_else(|| self.own_task(encoded, kind))?;
        Some((kind, numbers))
    }

    fn first_judged(&self, steps: usize) -> usize {
        if self.loss.at == LossAt::Last {
            steps - 1
        } else {
            0
        }
    }

    fn check_target(&self, kind: LossKind, place: usize, number: f64) -> Result<(), SetupError> {
        let path = format!("target[{place}]");
        if kind == LossKind::CrossEntropy {
            whole(
                &path,
                "The target class",
                number,
                0..=self.class_count()? - 1,
            )?;
        } else {
            finite(&path, "The target", number)?;
        }
        Ok(())
    }

    /// The adding problem's own task: the running sum of the marked values, or, in classes, the marker.
    fn own_task(&self, encoded: &Encoded, kind: LossKind) -> Option<Vec<f64>> {
        let is_adding = matches!(self.seq, Sequence::Storybook {} | Sequence::Made { .. });
        if !is_adding {
            return None;
        }
        let mut sum = 0.0;
        let running = |column: &Vec<f64>| {
            sum += column[0] * column[1];
            if kind == LossKind::CrossEntropy {
                column[1]
            } else {
                sum
            }
        };
        let each: Vec<f64> = encoded.columns.iter().map(running).collect();
        Some(each[self.first_judged(each.len())..].to_vec())
    }
}
