//! What a run means and how it looks: formulas, sentences, tables, and pictures without a browser.
//!
//! Invariant: no number is computed here that is not layout; nothing here knows a lab or a browser.

pub mod draw;
pub mod explain;
