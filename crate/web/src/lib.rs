//! The only browser code.
//!
//! It is built twice. Without the feature `whole` it answers for the first screen only, and loads sooner; the page takes
//! the whole one in its place when that has come. What both have is the same code.
//!
//! Invariant: no arithmetic on values; what is shown is computed by the layers to the left.

#![cfg_attr(
    not(feature = "whole"),
    allow(dead_code, unused_imports, reason = "what only the whole one uses")
)]

mod atlas;
#[cfg(feature = "whole")]
mod attention;
mod boundary;
mod canvas;
mod chart;
pub mod declared;
mod gallery;
pub mod lab;
#[cfg(feature = "whole")]
pub mod lesson;
pub mod panic;
mod pictures;
#[cfg(feature = "whole")]
mod standing;

pub use lab::Lab;
