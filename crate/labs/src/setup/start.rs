//! Where the first step starts from, as chosen: the given states, or what gradient descent makes of them.

use serde::{Deserialize, Serialize};

use super::{SetupError, finite, whole};
use unrolled::model::scenario::Learning;

/// The most updates a start is learned with: all of them are run again whenever something changes.
pub const MOST_UPDATES: usize = 100;

/// The greatest learning rate.
pub const MOST_RATE: f64 = 1e6;

/// How the initial states come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StartKind {
    /// As given, zero if not given.
    Given,
    /// Learned, beginning at what is given.
    Learned,
}

/// Everything that can be chosen about a learned start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct StartSetup {
    /// Given or learned.
    pub how: StartKind,
    /// How many updates.
    pub updates: f64,
    /// The learning rate.
    pub rate: f64,
}

impl Default for StartSetup {
    fn default() -> Self {
        Self {
            how: StartKind::Given,
            updates: 40.0,
            rate: 0.1,
        }
    }
}

impl StartSetup {
    /// How the start is learned; `None` where it is not.
    pub(super) fn learning(&self) -> Result<Option<Learning>, SetupError> {
        let updates = whole("start.updates", "Updates", self.updates, 1..=MOST_UPDATES)?;
        let rate = finite("start.rate", "The learning rate", self.rate)?;
        if rate <= 0.0 || rate > MOST_RATE {
            let message = "The learning rate must be above 0 and at most 1,000,000.";
            return Err(SetupError::at("start.rate", message));
        }
        let is_learned = self.how == StartKind::Learned;
        Ok(is_learned.then_some(Learning { updates, rate }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn updates_and_rates_that_cannot_be_used_are_refused_with_their_field() {
        let refused = |change: fn(&mut StartSetup)| {
            let mut start = StartSetup::default();
            change(&mut start);
            start.learning().unwrap_err().to_string()
        };
        assert_eq!(
            refused(|start| start.updates = 0.5),
            "start.updates: Updates must be a whole number from 1 to 100."
        );
        assert_eq!(
            refused(|start| start.rate = f64::NAN),
            "start.rate: The learning rate must be a finite number."
        );
        assert_eq!(
            refused(|start| start.rate = 0.0),
            "start.rate: The learning rate must be above 0 and at most 1,000,000."
        );
        assert_eq!(StartSetup::default().learning(), Ok(None));
    }
}
