//! The Attention lab: where a trained encoder and decoder looks, self-attention, and attention by hand.

pub mod draw;
pub mod explain;
pub mod inputs;
pub mod run;
