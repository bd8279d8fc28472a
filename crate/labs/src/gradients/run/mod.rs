//! What is computed for the Gradients lab.

pub mod alone;
pub mod seeds;
pub mod starts;
pub mod study;
