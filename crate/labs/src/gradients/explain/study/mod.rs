//! What a study of gradients means, in words, formulas and tables.
//!
//! Invariant: k counts factors back from the last step; every number here is one of the run's, or one of
//! [`Examined`](crate::gradients::run::study::Examined)'s.

mod change;
mod curves;
mod decay;
mod formula;
mod forward;
mod inspect;
mod lines;
mod matrix;
pub mod pictures;
mod readings;
mod settings;
mod sheets;
mod spot;
mod words;

use nalgebra::DMatrix;

use unrolled::model::spectrum;

pub use change::{dragged, with_number, written_down};
pub use decay::decay;
pub use formula::{formula, power};
pub use forward::forward;
pub use inspect::{inspect, known};
pub use matrix::{matrix, no_matrix};
pub use readings::{Readings, precision_word, readings};
pub use settings::settings;
pub use sheets::{StudyTable, sheet};
pub use spot::{Line, Spot, place_of};
pub use words::{chip, sentence, verdict};

/// The largest singular value; not a number where it is not finite.
fn norm(matrix: &DMatrix<f64>) -> f64 {
    spectrum::spectral_norm(matrix).unwrap_or(f64::NAN)
}
