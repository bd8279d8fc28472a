//! The views: pure functions from what `explain` says to a [`Scene`].

pub mod arrow;
pub mod cards;
pub mod cell;
pub mod column;
pub mod focus;
pub mod hatch;
pub mod junction;
pub mod matrix;
pub mod numbers;
pub mod overview;
pub mod pair;
pub mod plot;
pub mod road;
pub mod sequence;
pub mod truncation;
pub mod unrolled;
pub mod weights;

use super::Scene;
use super::painter::Size;
use super::theme::Theme;

/// What a view is drawn into.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// CSS px across.
    pub width: f32,
    /// CSS px down.
    pub height: f32,
    /// Light or dark.
    pub theme: Theme,
    /// The root font size in CSS px: 16 unless the reader chose another.
    pub font_size: f32,
}

impl Frame {
    /// A length that follows the root font size.
    #[must_use]
    pub fn rem(&self, px: f32) -> f32 {
        px * (self.font_size / 16.0).max(1.0)
    }

    /// Its size.
    #[must_use]
    pub fn size(&self) -> Size {
        Size {
            width: self.width,
            height: self.height,
        }
    }
}

/// A picture of nothing.
#[must_use]
pub fn empty(frame: &Frame) -> Scene {
    Scene::new(frame.size(), frame.theme.palette().page)
}
