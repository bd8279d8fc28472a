//! The engine seen from outside; tests/README.md says which file answers which question.

mod agree;
mod appendix_a;
mod attention;
mod bad_documents;
mod behind;
mod documents;
mod editing;
mod finite_differences;
mod formulas;
mod golden;
mod gradients;
mod hand_bptt;
mod holds;
mod inspect;
mod jacobians;
mod junctions;
mod learned;
mod networks;
mod panes;
mod parity;
#[cfg(feature = "draw")]
mod pictures;
mod plan;
mod precision;
mod properties;
mod road;
mod sentences;
mod shipped;
mod spectrum;
mod stage;
mod study;
mod time;
mod topics;
mod translation;
mod truncation;
mod unrolled;
