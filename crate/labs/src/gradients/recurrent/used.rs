//! The matrix under study put into the model, so that it can be stepped through.

use super::{Studied, Study, recurrent_range};
use crate::setup::{Setup, SetupError, WeightsKind};

impl Study {
    /// The setup in which a plain RNN has the studied matrix; everything else stays as it was, weights that no longer
    /// fit are drawn.
    ///
    /// # Errors
    /// Where more than one matrix is studied, or the setup cannot be run.
    pub fn used_in(&self, setup: &Setup, studied: &Studied) -> Result<Setup, SetupError> {
        let [(_, studied)] = &studied.recurrent[..] else {
            let message = "This cell has several recurrent matrices; one is needed.";
            return Err(SetupError::at("grad.source", message));
        };
        let mut used = setup.of_cell("rnn");
        used.choices
            .insert("activation".to_owned(), self.activation.clone());
        used.hidden_size = studied.matrix.nrows() as f64;
        // A start of another width does not fit.
        for state in [&mut used.h0, &mut used.c0] {
            if state
                .as_ref()
                .is_some_and(|state| state.len() != studied.matrix.nrows())
            {
                *state = None;
            }
        }
        let drawn = used.scenario()?;
        let mut params = drawn.params;
        params[recurrent_range(&drawn.program)]
            .copy_from_slice(studied.matrix.transpose().as_slice());
        let rows = |range: std::ops::Range<usize>, cols: usize| {
            params[range]
                .chunks_exact(cols)
                .map(<[f64]>::to_vec)
                .collect()
        };
        let named = drawn
            .program
            .params
            .iter()
            .map(|spec| (spec.name.clone(), rows(spec.range(), spec.cols)));
        used.edited = Some(named.collect());
        used.weights = WeightsKind::Edited;
        Ok(used)
    }
}
