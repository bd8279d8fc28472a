//! Sequences of different lengths side by side.

use crate::ir::ShapeError;

/// B, T and D.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// B: sequences.
    pub batch: usize,
    /// T: steps of the longest.
    pub steps: usize,
    /// D: numbers read at each step.
    pub inputs: usize,
}

/// Which steps of a batch are real.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Padding {
    /// All.
    #[default]
    None,
    /// The first so many of each sequence.
    Lengths(Vec<usize>),
    /// Those that are true, `[b][t]`: padding may stand at the left or between.
    Mask(Vec<bool>),
}

/// How the losses that count become one number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reduce {
    /// Their sum.
    #[default]
    Sum,
    /// Their mean: every step that counts weighs the same.
    Mean,
    /// The mean over sequences of the mean over each one's steps: every sequence weighs the same.
    SequenceMean,
}

/// What outputs are judged by.
///
/// # Shapes
/// `y` is `[B][S][C]` and `counted` `[B][S]`, where S is T for an output at each step and 1 for one of the whole
/// sequence, and C is 1 for a class.
#[derive(Clone, Debug, PartialEq)]
pub struct Targets {
    /// The classes or values.
    pub y: Vec<f64>,
    /// Which of them count.
    pub counted: Vec<bool>,
    /// What the losses that count come to together.
    pub reduce: Reduce,
}

/// Sequences that are computed together.
///
/// # Shapes
/// `x` is `[B][T][D]`, sequence after sequence.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// B, T and D.
    pub size: Size,
    /// What is read.
    pub x: Vec<f64>,
    /// Which steps are real.
    pub padding: Padding,
    /// What the outputs are judged by, if they are.
    pub targets: Option<Targets>,
}

impl Batch {
    /// Sequences of one length that nothing judges.
    ///
    /// # Errors
    /// Where there are not B * T * D numbers.
    pub fn new(size: Size, x: Vec<f64>) -> Result<Self, ShapeError> {
        expect(
            "numbers of x",
            size.batch * size.steps * size.inputs,
            x.len(),
        )?;
        Ok(Self {
            size,
            x,
            padding: Padding::None,
            targets: None,
        })
    }

    /// The same of which only some steps are real.
    ///
    /// # Errors
    /// Where there is not one length for each sequence, between 1 and T, or one word of the mask for each step; or a
    /// sequence has no real step.
    pub fn padded(mut self, padding: Padding) -> Result<Self, ShapeError> {
        let Size { batch, steps, .. } = self.size;
        match &padding {
            Padding::None => {}
            Padding::Lengths(lengths) => {
                expect("lengths", batch, lengths.len())?;
                if let Some(wrong) = lengths.iter().find(|n| !(1..=steps).contains(*n)) {
                    return Err(ShapeError(format!("a length of {wrong} in {steps} steps")));
                }
            }
            Padding::Mask(mask) => {
                expect("words of the mask", batch * steps, mask.len())?;
                let mut rows = mask.chunks_exact(steps);
                if let Some(b) = rows.position(|row| !row.contains(&true)) {
                    return Err(ShapeError(format!("sequence {b} has no real step")));
                }
            }
        }
        self.padding = padding;
        Ok(self)
    }

    /// The same with what its outputs are judged by. Steps that are not real count for nothing.
    ///
    /// # Errors
    /// Where the sizes do not fit, or nothing counts.
    pub fn judged(mut self, mut targets: Targets) -> Result<Self, ShapeError> {
        let Size { batch, steps, .. } = self.size;
        let outputs = targets.counted.len();
        if outputs != batch && outputs != batch * steps {
            return expect("targets", batch * steps, outputs).map(|()| self);
        }
        if outputs == 0 || targets.y.is_empty() || !targets.y.len().is_multiple_of(outputs) {
            return expect("numbers of y", outputs, targets.y.len()).map(|()| self);
        }
        if outputs == batch * steps {
            let real = (0..outputs).map(|place| self.is_real(place / steps, place % steps));
            for (counted, real) in targets.counted.iter_mut().zip(real) {
                *counted &= real;
            }
        }
        if !targets.counted.contains(&true) {
            return Err(ShapeError("no target counts".to_owned()));
        }
        self.targets = Some(targets);
        Ok(self)
    }

    /// How many steps there are before padding at the end.
    #[must_use]
    pub fn length(&self, b: usize) -> usize {
        match &self.padding {
            Padding::Lengths(lengths) => lengths[b],
            Padding::None | Padding::Mask(_) => self.size.steps,
        }
    }

    /// Whether a step is a real one.
    #[must_use]
    pub fn is_real(&self, b: usize, t: usize) -> bool {
        match &self.padding {
            Padding::Mask(mask) => mask[b * self.size.steps + t],
            Padding::None | Padding::Lengths(_) => t < self.length(b),
        }
    }

    /// The last real step of a sequence.
    #[must_use]
    pub fn last_real(&self, b: usize) -> usize {
        let mut steps = (0..self.size.steps).rev();
        steps.find(|t| self.is_real(b, *t)).unwrap_or(0)
    }

    /// How many steps are real, in all sequences together.
    #[must_use]
    pub fn real_steps(&self) -> usize {
        let steps = 0..self.size.steps;
        let all = (0..self.size.batch).flat_map(|b| steps.clone().map(move |t| (b, t)));
        all.filter(|(b, t)| self.is_real(*b, *t)).count()
    }

    /// What is read at a step.
    #[must_use]
    pub fn input(&self, b: usize, t: usize) -> &[f64] {
        let Size { steps, inputs, .. } = self.size;
        &self.x[(b * steps + t) * inputs..][..inputs]
    }
}

impl Targets {
    /// The factor of each loss in the total, `[B][S]` for so many sequences; 0 where it does not count.
    #[must_use]
    pub fn weights(&self, batch: usize) -> Vec<f64> {
        let number = |count: usize| count as f64;
        let count = |rows: &[bool]| rows.iter().filter(|counted| **counted).count();
        let rows = || self.counted.chunks_exact(self.counted.len() / batch);
        let weigh = |row: &[bool]| match self.reduce {
            Reduce::Sum => 1.0,
            Reduce::Mean => 1.0 / number(count(&self.counted)),
            Reduce::SequenceMean => {
                let sequences = rows().filter(|row| count(row) > 0).count();
                1.0 / (number(sequences) * number(count(row)))
            }
        };
        let weights = rows().flat_map(|row| {
            let weight = weigh(row);
            row.iter()
                .map(move |counted| if *counted { weight } else { 0.0 })
        });
        weights.collect()
    }

    /// The numbers of one target; `place` counts through `[B][S]`.
    #[must_use]
    pub fn target(&self, place: usize) -> &[f64] {
        let rows = self.y.len() / self.counted.len();
        &self.y[place * rows..][..rows]
    }
}

fn expect(what: &str, expected: usize, found: usize) -> Result<(), ShapeError> {
    if expected == found {
        return Ok(());
    }
    Err(ShapeError(format!(
        "expected {expected} {what}, found {found}"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch() -> Batch {
        let size = Size {
            batch: 2,
            steps: 4,
            inputs: 1,
        };
        Batch::new(size, vec![0.0; 8]).unwrap()
    }

    fn targets(reduce: Reduce) -> Targets {
        Targets {
            y: vec![0.0; 8],
            counted: vec![true; 8],
            reduce,
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let said = |made: Result<Batch, ShapeError>| made.unwrap_err().to_string();
        assert_eq!(
            said(Batch::new(batch().size, vec![0.0; 7])),
            "expected 8 numbers of x, found 7"
        );
        let padded = |padding| said(batch().padded(padding));
        assert_eq!(
            padded(Padding::Lengths(vec![3])),
            "expected 2 lengths, found 1"
        );
        assert_eq!(
            padded(Padding::Lengths(vec![3, 5])),
            "a length of 5 in 4 steps"
        );
        assert_eq!(
            padded(Padding::Mask(vec![true; 4])),
            "expected 8 words of the mask, found 4"
        );
        let blind = [vec![true; 4], vec![false; 4]].concat();
        assert_eq!(padded(Padding::Mask(blind)), "sequence 1 has no real step");
        let mut none = targets(Reduce::Sum);
        none.counted.fill(false);
        assert_eq!(said(batch().judged(none)), "no target counts");
    }

    #[test]
    fn each_way_to_reduce_weighs_the_real_steps_its_own_way() {
        let weights = |reduce| {
            let padded = batch().padded(Padding::Lengths(vec![4, 1])).unwrap();
            let judged = padded.judged(targets(reduce)).unwrap();
            judged.targets.unwrap().weights(2)
        };
        assert_eq!(
            weights(Reduce::Sum),
            [1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0]
        );
        assert_eq!(
            weights(Reduce::Mean),
            [0.2, 0.2, 0.2, 0.2, 0.2, 0.0, 0.0, 0.0]
        );
        let parts = [0.125, 0.125, 0.125, 0.125, 0.5, 0.0, 0.0, 0.0];
        assert_eq!(weights(Reduce::SequenceMean), parts);
    }

    #[test]
    fn a_mask_may_leave_out_steps_anywhere() {
        let mask = vec![false, true, true, false, true, false, true, true];
        let masked = batch().padded(Padding::Mask(mask)).unwrap();
        assert_eq!([masked.last_real(0), masked.last_real(1)], [2, 3]);
        assert_eq!((masked.real_steps(), masked.length(0)), (5, 4));
    }
}
