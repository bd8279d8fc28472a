//! What is computed: the cells, what reads their state, and the numbers they start from.
//!
//! Invariant: a model is described, never run, here. No browser, no plotters, no clock, no randomness
//! without a seed.

pub mod cells;
pub mod network;

pub use cells::{Cell, CellSpec, Choice};
pub use network::{Biases, Head, LossKind, NetworkSpec};
