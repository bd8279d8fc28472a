//! What is computed for the Attention lab.

pub mod lookup;
pub mod measure;
pub mod reading;
pub mod stock;
pub mod translation;
