//! What one step is: ops, their rules, and the program of one time step.
//!
//! Invariant: nothing here knows how often a step runs, where numbers are stored or how anything is
//! drawn. Nothing of pages or charts, no clock, no randomness.

pub mod builder;
pub mod expr;
pub mod op;
pub mod order;
pub mod param;
pub mod program;
pub mod rules;
pub mod scalar;
pub mod symbol;

pub use builder::{Bias, Builder, ShapeError, Sum, Var, Weight};
pub use expr::{Each, Expr, Function};
pub use op::{Linear, Node, NodeId, Op, Term};
pub use param::{ParamId, ParamSpec, ParamView};
pub use program::{Carry, MicroOp, Part, Program};
pub use scalar::{Precision, Scalar};
pub use symbol::{Glyph, Role, Symbol};
