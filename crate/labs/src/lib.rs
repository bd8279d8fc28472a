//! The labs: what can be chosen in each, what it computes, says and shows.
//!
//! Invariant: what is chosen comes from outside and may hold anything; it is checked once, in words, before anything
//! runs. Nothing here knows a browser.

pub mod adopt;
pub mod attention;
pub mod cells;
pub mod declared;
pub mod edit;
pub mod gradients;
pub mod lab;
pub mod learned;
pub mod schema;
pub mod sequence;
pub mod setting;
pub mod setup;
pub mod stepped;
pub mod summary;
pub mod tasks;
