//! What it means: words, formulas, tables.

pub mod alone;
pub mod clipping;
pub mod starts;
pub mod study;
