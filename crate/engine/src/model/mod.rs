//! What is computed: the cells, what reads their state, and the numbers they start from.
//!
//! Invariant: a model is described, never run, here. Nothing of pages or charts, no clock, no randomness
//! without a seed.

pub mod attention;
pub mod by_hand;
pub mod cells;
pub mod encoded;
pub mod encoder_decoder;
pub mod init;
pub mod network;
pub mod random;
pub mod reach;
pub mod scenario;
pub mod scores;
pub mod self_attention;
pub mod seq2seq;
pub mod spectrum;
pub mod storybook;
pub mod tasks;

pub use attention::Attention;
pub use cells::{CELLS, Cell, CellSpec, Choice};
pub use encoder_decoder::EncoderDecoder;
pub use network::{Biases, Head, LossKind, NetworkSpec};
pub use reach::Reach;
pub use scenario::{End, Hold, Learned, Learning, Scenario, Target};
pub use scores::{SCORES, Score};
pub use self_attention::SelfAttention;

pub use seq2seq::Seq2Seq;
