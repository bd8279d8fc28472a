//! Pictures without a browser: every view is a [`Scene`], a list of marks with a box, a meaning and words.
//!
//! Invariant: nothing here knows a browser or does mathematics. Numbers, and the strings they are
//! printed as, come from `explain`; canvas, SVG, hit test, linking and keyboard walking all read the
//! same scene, so they cannot disagree.

pub mod chart;
pub mod label;
pub mod metrics;
pub mod painter;
pub mod panel;
pub mod scene;
pub mod svg;
pub mod theme;
pub mod views;

pub use painter::{Align, Face, Ink, MarkId, Painter, Point, Rect, Rgba, Size, Stroke, Type};
pub use scene::{Direction, Mark, Scene};
pub use theme::{Palette, Theme};
