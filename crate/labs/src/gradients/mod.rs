//! The Gradients lab: why gradients vanish or explode, on real recurrent matrices and real cells.

pub mod draw;
pub mod explain;
mod lab;
mod presets;
pub mod recurrent;
pub mod run;

pub use lab::Gradients;
