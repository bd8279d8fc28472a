//! Attention by hand: one query and the states it is compared with, small enough to be worked out on paper.

use super::{AttnSetup, SetupError, finite};

/// How many numbers a query has, and each state.
pub const SIZE: usize = 2;
/// At most so many states.
pub const MOST_STATES: usize = 8;
/// No number is larger.
const MOST: f64 = 1000.0;

/// The query at first.
pub(super) const QUERY: [f64; SIZE] = [1.0, 0.5];
/// The states at first.
pub(super) const STATES: [[f64; SIZE]; 3] = [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]];

impl AttnSetup {
    /// The query that is set by hand.
    #[must_use]
    pub fn query(&self) -> &[f64] {
        self.query.as_deref().unwrap_or_default()
    }

    /// The states that are set by hand, one after the other.
    #[must_use]
    pub fn states(&self) -> &[f64] {
        self.states.as_deref().unwrap_or_default()
    }

    pub(super) fn checked_by_hand(&self) -> Result<(), SetupError> {
        let (query, states) = (self.query(), self.states());
        if query.len() != SIZE {
            let message = format!("The query is {SIZE} numbers, not {}.", query.len());
            return Err(SetupError::at("attn.query", message));
        }
        let fits = states.len().is_multiple_of(SIZE);
        if states.is_empty() || !fits || states.len() > MOST_STATES * SIZE {
            let message = format!(
                "The states are 1 to {MOST_STATES}, each {SIZE} numbers: {} numbers are not.",
                states.len()
            );
            return Err(SetupError::at("attn.states", message));
        }
        for (path, numbers) in [("attn.query", query), ("attn.states", states)] {
            for &number in numbers {
                if finite(path, "Each number", number)?.abs() > MOST {
                    let message = format!("Each number must be from -{MOST} to {MOST}.");
                    return Err(SetupError::at(path, message));
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_and_states_that_do_not_fit_are_refused_by_name() {
        let refused = |query: &[f64], states: &[f64]| {
            let setup = AttnSetup {
                query: Some(query.to_vec()),
                states: Some(states.to_vec()),
                ..AttnSetup::default()
            };
            setup.checked().map_err(|error| error.to_string())
        };
        assert_eq!(refused(&[1.0, 2.0], &[0.0; 16]), Ok(()));
        for (query, states, wanted) in [
            (
                &[1.0][..],
                &[0.0; 2][..],
                "attn.query: The query is 2 numbers, not 1.",
            ),
            (
                &[1.0; 2],
                &[],
                "attn.states: The states are 1 to 8, each 2 numbers: 0 numbers are not.",
            ),
            (
                &[1.0; 2],
                &[0.0; 3],
                "attn.states: The states are 1 to 8, each 2 numbers: 3 numbers are not.",
            ),
            (
                &[1.0; 2],
                &[0.0; 18],
                "attn.states: The states are 1 to 8, each 2 numbers: 18 numbers are not.",
            ),
            (
                &[1.0, 1e300],
                &[0.0; 2],
                "attn.query: Each number must be from -1000 to 1000.",
            ),
        ] {
            assert_eq!(refused(query, states), Err(wanted.to_owned()));
        }
        assert!(refused(&[1.0; 2], &[f64::NAN, 0.0]).is_err());
        let emptied = AttnSetup {
            query: None,
            ..AttnSetup::default()
        };
        assert!(emptied.checked().is_err());
    }
}
