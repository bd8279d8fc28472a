//! The only browser code.
//!
//! Invariant: no arithmetic on values; what is shown is computed by the layers to the left.

pub mod canvas;
