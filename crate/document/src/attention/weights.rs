//! The weights that a score needs, by name.

use super::super::DocumentError;
use super::super::parameters::Parameters;
use unrolled::model::{Attention, SCORES, Score};

/// Attention by a score with the weights that are given for it, which stand behind a prefix.
///
/// # Errors
/// Where one is given that the score has not, or one is missing that it needs.
pub(crate) fn attention(
    score: &'static Score,
    weights: &Parameters,
    prefix: &str,
) -> Result<Attention, DocumentError> {
    let named = |name: &str| format!("{prefix}{name}");
    for name in SCORES.iter().flat_map(|score| score.params) {
        let (given, known) = (weights.has(&named(name)), score.params.contains(name));
        let optional = *name == "b" && score.bias;
        let fault = match (given, known) {
            (true, false) => "has no such weight",
            (false, true) if !optional => "needs it",
            _ => continue,
        };
        let message = format!("the {} score {fault}", score.kind);
        return Err(Parameters::refuse(&named(name), message));
    }
    let width = if score.params.contains(&"v") {
        weights.shape::<1>(&named("v"))?[0]
    } else {
        1
    };
    Ok(Attention {
        bias: weights.has(&named("b")),
        ..Attention::by(score, width)
    })
}
