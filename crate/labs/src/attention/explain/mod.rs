//! What it means: words, formulas, tables.

pub mod learning;
pub mod lookup;
pub mod reading;
pub mod text_answer;
pub mod translation;
