//! A sequence as the network reads it.

/// A sequence as the network reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct Encoded {
    /// T columns of D numbers.
    pub columns: Vec<Vec<f64>>,
    /// What stands on each step, for text.
    pub labels: Option<Vec<String>>,
    /// What each input row stands for, for text.
    pub alphabet: Option<Vec<String>>,
}

impl Encoded {
    /// D.
    #[must_use]
    pub fn input_size(&self) -> usize {
        self.columns[0].len()
    }
}
