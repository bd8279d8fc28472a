//! Recurrent networks computed one operation at a time, forward and back.
//!
//! The source reads as a sentence: [`ir`] is what one step is, [`model`] what is computed, [`data`] on what, [`run`] how.
//! Each may use only those to its left.
//!
//! Invariant: numbers only. No words but errors, no settings, no browser, no clock, no randomness without a seed.

pub mod data;
pub mod ir;
pub mod model;
pub mod run;
