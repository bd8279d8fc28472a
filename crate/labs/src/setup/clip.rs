//! Clipping as it is chosen: how, at which threshold, and which gradient is looked at.

use serde::{Deserialize, Serialize};

use super::{SetupError, finite};
use unrolled::run::clip::Clip;

/// The most entries of a gradient written by hand.
const MOST_ENTRIES: usize = 64;

/// Which gradient is clipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Clipping {
    /// One written by hand.
    Example,
    /// That of the recurrent matrix under study.
    Study,
}

/// Everything that can be chosen about clipping.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ClipSetup {
    /// The threshold τ.
    pub tau: f64,
    /// How.
    pub how: Clip,
    /// Which gradient.
    pub of: Clipping,
    /// The one written by hand; (3, 4, 12) if not given.
    pub gradient: Option<Vec<f64>>,
}

impl Default for ClipSetup {
    /// The numbers of topic 4.5: a gradient of length 13, halved.
    fn default() -> Self {
        Self {
            tau: 6.5,
            how: Clip::Norm,
            of: Clipping::Example,
            gradient: None,
        }
    }
}

impl ClipSetup {
    /// The gradient written by hand.
    #[must_use]
    pub fn example(&self) -> &[f64] {
        self.gradient.as_deref().unwrap_or(&[3.0, 4.0, 12.0])
    }

    /// Whether it can be used.
    ///
    /// # Errors
    /// At the first field that cannot.
    pub fn checked(&self) -> Result<(), SetupError> {
        let tau = finite("clip.tau", "The threshold", self.tau)?;
        if tau <= 0.0 {
            let message = "The threshold must be above 0.";
            return Err(SetupError::at("clip.tau", message));
        }
        let entries = self.example();
        if !(1..=MOST_ENTRIES).contains(&entries.len()) {
            let message = format!(
                "The gradient needs 1 to {MOST_ENTRIES} numbers; there are {}.",
                entries.len()
            );
            return Err(SetupError::at("clip.gradient", message));
        }
        for (at, &entry) in entries.iter().enumerate() {
            finite(&format!("clip.gradient[{at}]"), "An entry", entry)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(change: impl FnOnce(&mut ClipSetup)) -> String {
        let mut setup = ClipSetup::default();
        change(&mut setup);
        setup.checked().unwrap_err().to_string()
    }

    #[test]
    fn a_threshold_or_gradient_that_cannot_be_used_is_named() {
        assert_eq!(
            refused(|clip| clip.tau = 0.0),
            "clip.tau: The threshold must be above 0."
        );
        assert_eq!(
            refused(|clip| clip.tau = f64::NAN),
            "clip.tau: The threshold must be a finite number."
        );
        assert_eq!(
            refused(|clip| clip.gradient = Some(vec![])),
            "clip.gradient: The gradient needs 1 to 64 numbers; there are 0."
        );
        assert_eq!(
            refused(|clip| clip.gradient = Some(vec![1.0, f64::INFINITY])),
            "clip.gradient[1]: An entry must be a finite number."
        );
        assert_eq!(ClipSetup::default().checked(), Ok(()));
    }
}
