//! What is computed for the Gradients lab.

pub mod alone;
pub mod starts;
pub mod study;
