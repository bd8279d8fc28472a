//! What a run means: words, formulas and graphs of any moment of it.
//!
//! Invariant: nothing is computed here that `run` computed already; formulas are read from the rules
//! and evaluated on the trace only where a contribution is shown that no trace stores.

pub mod evaluate;
#[cfg(test)]
mod fixture;
pub mod graph;
pub mod number;
pub mod reference;

pub use evaluate::evaluate;
pub use reference::Reference;
