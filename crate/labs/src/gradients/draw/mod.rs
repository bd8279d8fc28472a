//! Its pictures.

pub mod clip;
pub mod study;
