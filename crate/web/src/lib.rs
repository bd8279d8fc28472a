//! The only browser code.
//!
//! Invariant: no arithmetic on values; what is shown is computed by the layers to the left.

mod atlas;
mod attention;
mod boundary;
mod canvas;
mod chart;
pub mod declared;
mod gallery;
pub mod lab;
pub mod lesson;
pub mod panic;
mod pictures;
mod seeds;
mod standing;
mod study;

pub use lab::Lab;
