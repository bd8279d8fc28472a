//! Ways to start a network, in words and numbers: how much of a gradient comes back after k steps, over many seeds.
//!
//! Invariant: every number is one of [`Starts`]'; the sentence says only what these seeds show.

use crate::gradients::recurrent::{BaseKind, Study};
use crate::gradients::run::starts::{SEEDS, Spread, Start, Starts};
use view::draw::panel::chart::Axis;
use view::draw::panel::{Bar, Bars, Hue};
use view::explain::number;

/// All starts after k steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Steps.
    pub k: usize,
    /// How many seeds there are so far.
    pub seeds: usize,
    /// Start by start.
    pub rows: Vec<Bar>,
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

fn row(spread: Spread, study: &Study) -> Bar {
    let label = label(spread.start, study);
    let [low, middle, high] = spread.band;
    let words = format!(
        "{label}: half of the seeds keep at most {}, the middle of them {} to {}",
        number::text(middle),
        number::text(low),
        number::text(high)
    );
    Bar {
        reference: format!("start.{}", key(spread.start)),
        label,
        words,
        value: middle,
        range: Some([low, high]),
        all: spread.left,
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
        let middle = |row: &&Bar| row.value;
        let finite = || self.rows.iter().filter(|row| middle(row).is_finite());
        let most = finite().max_by(|a, b| middle(a).total_cmp(&middle(b)));
        let least = finite().min_by(|a, b| middle(a).total_cmp(&middle(b)));
        match (most, least) {
            (Some(most), Some(least)) => format!(
                "After {} steps, over {} seeds: most comes back with {} ({}), least with {} ({}).",
                number::count(self.k),
                number::count(self.seeds),
                most.label,
                number::text(most.value),
                least.label,
                number::text(least.value)
            ),
            _ => format!("No seed has been run yet; {SEEDS} will be."),
        }
    }

    /// What is left under every seed as discs on a scale of powers of ten, their range and their middle; `of` is how many
    /// seeds there will be.
    #[must_use]
    pub fn panel(&self, of: usize) -> Bars {
        let (k, seeds) = (self.k, self.seeds);
        let so_far = if seeds < of {
            format!("{seeds} of {of} seeds")
        } else {
            format!("{seeds} seeds")
        };
        let all = self.rows.iter().flat_map(|row| row.all.iter().copied());
        Bars {
            caption: self.sentence(),
            title: format!(
                "what is left of the gradient after {k} steps: {so_far}, their middle and 10 to 90 %"
            ),
            x: Axis::log10_holding(all.chain([1.0])).most(24),
            hue: Hue::Gradient,
            heads: ["median", "10 %", "90 %"],
            each: "seed",
            rows: self.rows.clone(),
        }
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
                row.all.iter().all(|left| (left - 1.0).abs() < 1e-12),
                "{row:?}"
            );
        }
        for row in &compared.rows {
            assert_eq!(row.all.len(), 3);
            let [low, high] = row.range.unwrap();
            assert!(low <= row.value && row.value <= high);
        }
        assert_eq!(compared.panel(50).sheet().rows.len(), 6);
        let orth = compared.panel(50).inspect("start.orth").unwrap();
        assert_eq!(orth.rows[0].value, "1.00000");
        assert_eq!(compared.panel(50).inspect("start.none"), None);
    }

    #[test]
    fn the_sentence_names_the_starts_that_keep_most_and_least() {
        let compared = after_some_seeds();
        let sentence = compared.sentence();
        assert!(sentence.starts_with("After 20 steps, over 3 seeds: most comes back with "));
        let least = (compared.rows.iter())
            .min_by(|a, b| a.value.total_cmp(&b.value))
            .unwrap();
        assert!(sentence.contains(&format!("least with {}", least.label)));
    }
}
