//! Recurrent networks computed one operation at a time, forward and back.
//!
//! The source reads as a sentence: [`ir`] is what one step is, [`model`] what is computed, [`data`] on what, [`run`] how,
//! [`explain`] what it means, [`draw`] its pictures, `web` the browser. Each may use only those to its
//! left, but that what a lab shows is put together in [`explain`] from the panels of [`draw`].

pub mod data;
pub mod draw;
pub mod explain;
pub mod ir;
pub mod model;
pub mod run;
#[cfg(feature = "web")]
pub mod web;

pub use run::document;
