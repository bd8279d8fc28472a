//! What is computed: the cells, what reads their state, and the numbers they start from.
//!
//! Invariant: a model is described, never run, here. No browser, no plotters, no clock, no randomness
//! without a seed.

pub mod by_hand;
pub mod cells;
pub mod init;
pub mod network;
mod random;
pub mod reach;
pub mod recurrent;
pub mod scenario;
pub mod sequence;
pub mod setup;
pub mod spectrum;
pub mod storybook;

pub use cells::{CELLS, Cell, CellSpec, Choice};
pub use network::{Biases, Head, LossKind, NetworkSpec};
pub use reach::Reach;
pub use scenario::{End, Hold, Learned, Learning, Scenario, Target};
pub use setup::{Setup, SetupError};
