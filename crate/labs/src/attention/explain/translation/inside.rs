//! A cell of a translation as a setup of its own: what the Cell lab steps through.
//!
//! Invariant: parameters, inputs and first state are those of the translation's run, so the cell computes the same
//! states again.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::attention::run::translation::Seq2SeqRun;
use crate::sequence::Sequence;
use crate::setup::{BiasKind, HeadKind, LossChoice, Setup, WeightsKind};
use unrolled::run::{ModelRun, Run};

/// Which of the cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Inside {
    /// The one that writes.
    Decoder,
    /// The one that reads from the first symbol on.
    Forwards,
    /// The one that reads from the end mark back.
    Backwards,
}

/// Where a cell is in the network: its segment, the node it reads, and what its parameters' names begin and end with.
struct Place {
    segment: &'static str,
    reads: &'static str,
    words: [&'static str; 2],
}

impl Inside {
    fn place(self) -> Place {
        let (segment, reads, words) = match self {
            Self::Decoder => ("decoder", "read", ["decoder.", ""]),
            Self::Forwards => ("forwards", "x", ["encoder.", ""]),
            Self::Backwards => ("backwards", "x", ["encoder.", "_reverse"]),
        };
        Place {
            segment,
            reads,
            words,
        }
    }
}

/// The cell with what it read here, one step an output or a symbol.
///
/// # Panics
/// Never: every encoder and decoder has these cells.
#[must_use]
pub fn inside(translation: &Seq2SeqRun, inside: Inside) -> Setup {
    let place = inside.place();
    let network = translation.network();
    let segment = network.network().segment(place.segment);
    let run = network.segment(segment.expect("a part of every encoder and decoder"));
    let steps = match inside {
        Inside::Decoder => translation.written.symbols.len(),
        Inside::Forwards | Inside::Backwards => translation.positions(),
    };
    let spec = &translation.model().cell;
    let mut setup = Setup {
        cell: spec.cell.kind.to_owned(),
        ..Setup::default()
    };
    let choices = spec.chosen();
    let choices = choices.map(|(choice, value)| (choice.key.to_owned(), value.key.to_owned()));
    setup.choices.extend(choices);
    let first = run.first("h").expect("a cell has a state");
    setup.hidden_size = first.len() as f64;
    setup.bias = BiasKind::Single;
    setup.head = HeadKind::None;
    setup.loss.kind = LossChoice::None;
    setup.weights = WeightsKind::Edited;
    setup.edited = Some(weights(run, place.words));
    setup.seq = Sequence::Numbers {
        rows: run.rows(place.reads, 0..steps),
    };
    setup.h0 = Some(first);
    setup.c0 = run.first("c");
    setup
}

/// The step of this cell at an output or, for what reads, at a position; both from 1.
#[must_use]
pub fn step_inside(
    translation: &Seq2SeqRun,
    inside: Inside,
    (output, position): (usize, usize),
) -> usize {
    let positions = translation.positions();
    match inside {
        Inside::Decoder => output,
        Inside::Forwards => position,
        Inside::Backwards => positions + 1 - position.min(positions),
    }
}

/// The parameters of the cell under the names they have where it stands alone.
fn weights(run: &Run<f64>, [before, after]: [&str; 2]) -> BTreeMap<String, Vec<Vec<f64>>> {
    let params = run.trace().params();
    let own = run.program().params.iter().filter_map(|spec| {
        let name = spec.name.strip_prefix(before)?.strip_suffix(after)?;
        let rows = params[spec.range()].chunks_exact(spec.cols);
        Some((name.to_owned(), rows.map(<[f64]>::to_vec).collect()))
    });
    own.collect()
}
