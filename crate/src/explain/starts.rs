//! Ways to start a network, in words and numbers: how much of a gradient comes back after k steps, over many seeds.
//!
//! Invariant: every number is one of [`Starts`]'; the sentence says only what these seeds show.

use super::inspect::{InspectedRow, Inspection};
use super::number;
use super::sheet::{Entry, Sheet};
use crate::model::recurrent::{BaseKind, Study};
use crate::run::starts::{SEEDS, Spread, Start, Starts};

/// One start as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its name in references (`start.orth`).
    pub reference: String,
    /// What it is.
    pub label: String,
    /// What is left under each seed.
    pub left: Vec<f64>,
    /// The values a tenth, half and nine tenths of the seeds do not exceed.
    pub band: [f64; 3],
    /// The whole in words.
    pub words: String,
}

/// All starts after k steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Steps.
    pub k: usize,
    /// How many seeds there are so far.
    pub seeds: usize,
    /// Start by start.
    pub rows: Vec<Row>,
}

/// The starts of a study after k steps.
#[must_use]
pub fn compared(starts: &Starts, study: &Study, k: usize) -> Compared {
    let rows = starts.after(k).into_iter().map(|spread| row(spread, study));
    Compared {
        k,
        seeds: starts.seeds(),
        rows: rows.collect(),
    }
}

fn row(spread: Spread, study: &Study) -> Row {
    let label = label(spread.start, study);
    let [low, middle, high] = spread.band;
    let words = format!(
        "{label}: half of the seeds keep at most {}, the middle of them {} to {}",
        number::text(middle),
        number::text(low),
        number::text(high)
    );
    Row {
        reference: format!("start.{}", key(spread.start)),
        label,
        left: spread.left,
        band: spread.band,
        words,
    }
}

fn key(start: Start) -> &'static str {
    match start {
        Start::Plain(base) => base.key(),
        Start::Gru => "gru",
        Start::Lstm => "lstm",
    }
}

fn label(start: Start, study: &Study) -> String {
    let name = match start {
        Start::Gru => {
            return format!(
                "GRU, uniform, z bias {}",
                number::given(study.z_bias).text()
            );
        }
        Start::Lstm => {
            return format!(
                "LSTM, uniform, f bias {}",
                number::given(study.f_bias).text()
            );
        }
        Start::Plain(BaseKind::Orth) => "orthogonal",
        Start::Plain(BaseKind::Identity) => "identity",
        Start::Plain(BaseKind::Gauss) => "gaussian",
        Start::Plain(BaseKind::Glorot) => "Glorot",
        Start::Plain(_) => "uniform ±1/√H",
    };
    format!("RNN, {name}")
}

impl Compared {
    /// What these seeds show.
    #[must_use]
    pub fn sentence(&self) -> String {
        let middle = |row: &&Row| row.band[1];
        let finite = || self.rows.iter().filter(|row| middle(row).is_finite());
        let most = finite().max_by(|a, b| middle(a).total_cmp(&middle(b)));
        let least = finite().min_by(|a, b| middle(a).total_cmp(&middle(b)));
        match (most, least) {
            (Some(most), Some(least)) => format!(
                "After {} steps, over {} seeds: most comes back with {} ({}), least with {} ({}).",
                number::count(self.k),
                number::count(self.seeds),
                most.label,
                number::text(most.band[1]),
                least.label,
                number::text(least.band[1])
            ),
            _ => format!("No seed has been run yet; {SEEDS} will be."),
        }
    }

    /// What is known about a start; nothing about another name.
    #[must_use]
    pub fn inspect(&self, reference: &str) -> Option<Inspection> {
        let row = self.rows.iter().find(|row| row.reference == reference)?;
        let [low, middle, high] = row.band;
        Some(Inspection::of_numbers(
            reference,
            row.label.clone(),
            format!("{}.", row.words),
            vec![
                InspectedRow::number("median", middle),
                InspectedRow::number("10 %", low),
                InspectedRow::number("90 %", high),
            ],
        ))
    }

    /// All numbers.
    #[must_use]
    pub fn sheet(&self) -> Sheet {
        let column = |row: &Row| {
            let [low, middle, high] = row.band;
            let band = [middle, low, high].map(Entry::number);
            let seeds = row.left.iter().copied().map(Entry::number);
            (row.label.clone(), band.into_iter().chain(seeds).collect())
        };
        let seeds = (1..=self.seeds).map(|seed| format!("seed {seed}"));
        let headers = ["median", "10 %", "90 %"].map(str::to_owned);
        Sheet::of_columns(
            self.sentence(),
            "seed",
            headers.into_iter().chain(seeds).collect(),
            self.rows.iter().map(column).collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after_some_seeds() -> Compared {
        let study = Study {
            hidden_size: 4.0,
            ..Study::default()
        };
        let mut starts = Starts::of(&study);
        assert_eq!(
            compared(&starts, &study, 20).sentence(),
            "No seed has been run yet; 50 will be."
        );
        for seed in 1..=3 {
            let found = starts.under(seed).unwrap();
            starts.take(found);
        }
        compared(&starts, &study, 20)
    }

    /// Topic 9.4: a linear network with an orthogonal matrix keeps every length, whatever the seed.
    #[test]
    fn orthogonal_and_identity_keep_everything_and_every_start_has_every_seed() {
        let compared = after_some_seeds();
        assert_eq!((compared.seeds, compared.rows.len()), (3, 7));
        for row in &compared.rows[..2] {
            assert!(
                row.left.iter().all(|left| (left - 1.0).abs() < 1e-12),
                "{row:?}"
            );
        }
        for row in &compared.rows {
            assert_eq!(row.left.len(), 3);
            assert!(row.band[0] <= row.band[1] && row.band[1] <= row.band[2]);
        }
        assert_eq!(compared.sheet().rows.len(), 6);
        let orth = compared.inspect("start.orth").unwrap();
        assert_eq!(orth.rows[0].value, "1.00000");
        assert_eq!(compared.inspect("start.none"), None);
    }

    #[test]
    fn the_sentence_names_the_starts_that_keep_most_and_least() {
        let compared = after_some_seeds();
        let sentence = compared.sentence();
        assert!(sentence.starts_with("After 20 steps, over 3 seeds: most comes back with "));
        let least = (compared.rows.iter())
            .min_by(|a, b| a.band[1].total_cmp(&b.band[1]))
            .unwrap();
        assert!(sentence.contains(&format!("least with {}", least.label)));
    }
}
