//! Self-attention against a recurrent network of the same width: how far a fact travels, and what it costs.

use crate::explain::sheet::{Entry, Sheet};

/// The longest text of the comparison.
const LONGEST: usize = 64;

/// Both at one length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// T.
    pub length: usize,
    /// Multiplications of a recurrent matrix over all steps: T · H².
    pub recurrent: usize,
    /// Multiplications of every query with every key: T² · d.
    pub attention: usize,
}

/// Both over all lengths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versus {
    /// H, and d.
    pub width: usize,
    /// At every length from 1.
    pub all: Vec<Work>,
    /// The length of the text that is read.
    pub own: usize,
    /// Where both cost the same.
    pub equal: usize,
}

/// Self-attention against a recurrent network of the same width, for a text of this length.
#[must_use]
pub fn versus(width: usize, own: usize) -> Versus {
    let all = (1..=LONGEST).map(|length| Work {
        length,
        recurrent: length * width * width,
        attention: length * length * width,
    });
    let all: Vec<Work> = all.collect();
    let equal = all.iter().find(|work| work.attention >= work.recurrent);
    Versus {
        width,
        equal: equal.map_or(LONGEST, |work| work.length),
        own: own.clamp(1, LONGEST),
        all,
    }
}

impl Versus {
    /// The comparison in words.
    #[must_use]
    pub fn words(&self) -> String {
        let own = self.all[self.own - 1];
        format!(
            "At {} {}: recurrent {} hops, {} multiplications; attention 1 and {}; equal at {}.",
            self.own,
            if self.own == 1 { "symbol" } else { "symbols" },
            self.own,
            crate::explain::number::count(own.recurrent),
            crate::explain::number::count(own.attention),
            self.equal,
        )
    }
}

/// The comparison as a table: powers of 2, the text that is read, and where both are equal.
#[must_use]
pub fn versus_sheet(versus: &Versus) -> Sheet {
    let named = |work: &&Work| {
        work.length.is_power_of_two() || work.length == versus.own || work.length == versus.equal
    };
    let shown: Vec<&Work> = versus.all.iter().filter(named).collect();
    let column = |of: fn(&Work) -> usize| -> Vec<Entry> {
        shown
            .iter()
            .map(|work| Entry::number(of(work) as f64))
            .collect()
    };
    Sheet::of_columns(
        versus.words(),
        "length",
        shown.iter().map(|work| work.length.to_string()).collect(),
        vec![
            ("hops, recurrent".to_owned(), column(|work| work.length)),
            ("hops, attention".to_owned(), column(|_| 1)),
            ("work, recurrent".to_owned(), column(|work| work.recurrent)),
            ("work, attention".to_owned(), column(|work| work.attention)),
        ],
    )
}
