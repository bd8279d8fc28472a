//! The batch: sequences made from the seed or typed, where they end, and what the outputs should be.
//!
//! Invariant: real steps hold what was given; everywhere else stands the pad value, and a target of 0.

use super::settings::{Goal, MOST_ROWS, Side, TaskSettings, Wiring};
use crate::lab::Shared;
use crate::sequence::{MOST_STEPS, Sequence, read};
use crate::setup::SetupError;
use unrolled::data::{Batch, Padding, Size, Targets};
use unrolled::model::random::{Purpose, Stream};

/// One sequence: its real steps.
pub(super) type Rows = Vec<Vec<f64>>;

/// The sequences of a batch.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sequences {
    /// The real steps of each.
    pub(super) rows: Vec<Rows>,
    /// T: steps of the longest, padding counted.
    pub(super) steps: usize,
    /// D.
    pub(super) inputs: usize,
}

/// The sequences that were chosen.
///
/// # Errors
/// Where what was typed cannot be read, or is too much.
pub(super) fn sequences(own: &TaskSettings, shared: &Shared<'_>) -> Result<Sequences, SetupError> {
    if own.text.trim().is_empty() {
        return Ok(made(own, shared));
    }
    let blocks = typed(&own.text)?;
    let inputs = blocks[0][0].len();
    for (b, block) in blocks.iter().enumerate() {
        if let Some(row) = block.iter().find(|row| row.len() != inputs) {
            let message = format!(
                "Sequence {} has a step of {} numbers; the first has {inputs}.",
                b + 1,
                row.len()
            );
            return Err(SetupError::at("own.tasks.text", message));
        }
    }
    Ok(Sequences {
        steps: blocks.iter().map(Vec::len).max().unwrap_or(1),
        inputs,
        rows: blocks,
    })
}

/// Blocks of lines with an empty line between two of them.
fn typed(text: &str) -> Result<Vec<Rows>, SetupError> {
    let refuse = |message: String| SetupError::at("own.tasks.text", message);
    let text = text.replace("\r\n", "\n");
    let blocks = text.split("\n\n").map(str::trim);
    let blocks: Vec<&str> = blocks.filter(|block| !block.is_empty()).collect();
    if blocks.len() > MOST_ROWS {
        let message = format!("{} sequences; at most {MOST_ROWS}.", blocks.len());
        return Err(refuse(message));
    }
    let numbers = |(b, block): (usize, &&str)| {
        let (sequence, _) = read(block)
            .map_err(|error| refuse(format!("Sequence {}: {}", b + 1, error.message)))?;
        match sequence {
            Sequence::Numbers { rows } if rows.len() <= MOST_STEPS => Ok(rows),
            Sequence::Numbers { rows } => Err(refuse(format!(
                "Sequence {} has {} steps; at most {MOST_STEPS}.",
                b + 1,
                rows.len()
            ))),
            _ => Err(refuse(format!(
                "Sequence {} is not made of numbers: one line for each step, numbers apart by spaces or commas.",
                b + 1
            ))),
        }
    };
    let mut all: Vec<Rows> = blocks
        .iter()
        .enumerate()
        .map(numbers)
        .collect::<Result<_, _>>()?;
    // One line is one step where other sequences have as many numbers a step as it has numbers.
    let widest = all.iter().map(|rows| rows[0].len()).max().unwrap_or(1);
    for (rows, block) in all.iter_mut().zip(&blocks) {
        if !block.contains('\n') && rows.len() == widest && rows[0].len() == 1 {
            *rows = vec![rows.concat()];
        }
    }
    Ok(all)
}

/// The model's own sequence first, then others of its kind drawn from the seed; each as long as was chosen.
fn made(own: &TaskSettings, shared: &Shared<'_>) -> Sequences {
    let (rows, steps) = (whole(own.rows), whole(own.steps));
    let inputs = shared.scenario.encoded.input_size();
    let first = &shared.scenario.encoded.columns;
    let seed = shared.seed;
    let sequence = |b: usize| -> Rows {
        let length = length(own, b).min(steps);
        let whole = match b {
            0 => first.iter().cycle().take(steps).cloned().collect(),
            _ => drawn(steps, inputs, seed.wrapping_add(b as u64)),
        };
        whole.into_iter().take(length).collect()
    };
    Sequences {
        rows: (0..rows).map(sequence).collect(),
        steps,
        inputs,
    }
}

/// Pairs of the adding problem where a step reads two numbers, else numbers of two decimals in [-1, 1].
fn drawn(steps: usize, inputs: usize, seed: u64) -> Rows {
    if inputs == 2 {
        let made = Sequence::Made {
            steps: steps as f64,
        };
        return made.encode(seed).map_or_else(|_| vec![], |it| it.columns);
    }
    let mut stream = Stream::new(seed, Purpose::Sequence);
    let mut number = || (stream.signed() * 100.0).round() / 100.0 + 0.0;
    (0..steps)
        .map(|_| (0..inputs).map(|_| number()).collect())
        .collect()
}

/// How many steps of a sequence are real, as chosen.
fn length(own: &TaskSettings, b: usize) -> usize {
    let chosen = own.lengths.as_ref().and_then(|lengths| lengths.get(b));
    chosen.map_or(MOST_STEPS, |length| whole(*length))
}

/// A whole number that was checked before.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole number in its range"
)]
pub(super) fn whole(value: f64) -> usize {
    value as usize
}

impl Sequences {
    /// How many steps of each are real.
    pub(super) fn lengths(&self) -> Vec<usize> {
        self.rows.iter().map(Vec::len).collect()
    }

    /// How many steps are real, in all of them.
    pub(super) fn real(&self) -> usize {
        self.lengths().iter().sum()
    }

    /// How many are allocated.
    pub(super) fn allocated(&self) -> usize {
        self.rows.len() * self.steps
    }

    /// Where a sequence begins.
    pub(super) fn start(&self, own: &TaskSettings, b: usize) -> usize {
        match side(own) {
            Side::Left => self.steps - self.rows[b].len(),
            Side::Right => 0,
        }
    }

    /// The batch, its padding left out or not.
    pub(super) fn batch(&self, own: &TaskSettings, is_masked: bool) -> Batch {
        let size = Size {
            batch: self.rows.len(),
            steps: self.steps,
            inputs: self.inputs,
        };
        let mut x = vec![own.pad; size.batch * size.steps * size.inputs];
        for (b, rows) in self.rows.iter().enumerate() {
            let begins = (b * size.steps + self.start(own, b)) * size.inputs;
            for (place, number) in rows.iter().flatten().enumerate() {
                x[begins + place] = *number;
            }
        }
        let batch = Batch::new(size, x).expect("as many numbers as the size says");
        let padding = match (is_masked, side(own)) {
            (false, _) => Padding::None,
            (true, Side::Right) => Padding::Lengths(self.lengths()),
            (true, Side::Left) => Padding::Mask(self.mask(own)),
        };
        let batch = batch.padded(padding).expect("every sequence has a step");
        batch
            .judged(self.targets(own))
            .expect("a target for every output")
    }

    fn mask(&self, own: &TaskSettings) -> Vec<bool> {
        let word = |(b, t): (usize, usize)| {
            let begins = self.start(own, b);
            (begins..begins + self.rows[b].len()).contains(&t)
        };
        let places = (0..self.rows.len()).flat_map(|b| (0..self.steps).map(move |t| (b, t)));
        places.map(word).collect()
    }

    fn targets(&self, own: &TaskSettings) -> Targets {
        let y: Vec<f64> = (0..self.rows.len())
            .flat_map(|b| match own.wiring {
                Wiring::One => vec![self.goals(own, b).last().copied().unwrap_or(0.0)],
                Wiring::Each | Wiring::Sequence => {
                    let mut row = vec![0.0; self.steps];
                    let begins = self.start(own, b);
                    for (t, goal) in self.goals(own, b).into_iter().enumerate() {
                        row[begins + t] = goal;
                    }
                    row
                }
            })
            .collect();
        Targets {
            counted: vec![true; y.len()],
            y,
            reduce: own.total.reduce(),
        }
    }

    /// What the output should be at each real step; a sequence that is written is the one that was read, from its end.
    fn goals(&self, own: &TaskSettings, b: usize) -> Vec<f64> {
        let rows = &self.rows[b];
        let first = |row: &Vec<f64>| row[0];
        if own.wiring == Wiring::Sequence {
            return rows.iter().rev().map(first).collect();
        }
        match own.goal {
            Goal::Zero => vec![0.0; rows.len()],
            Goal::Next => rows.iter().skip(1).map(first).chain([0.0]).collect(),
            Goal::Sum => {
                let marked = rows
                    .iter()
                    .map(|row| row.get(1).map_or(row[0], |mark| row[0] * mark));
                let sum = marked.scan(0.0, |sum, value| {
                    *sum += value;
                    Some(*sum)
                });
                sum.collect()
            }
        }
    }
}

/// Where padding stands: packing takes sequences from their first step.
pub(super) fn side(own: &TaskSettings) -> Side {
    if own.pack { Side::Right } else { own.side }
}
