//! What is computed on: sequences side by side, and what their outputs are judged by.
//!
//! Invariant: a batch is checked once, where it is made; whatever stands where a sequence has no real step is never read.

pub mod batch;

pub use batch::{Batch, Padding, Reduce, Size, Targets};
