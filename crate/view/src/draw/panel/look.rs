//! How a mark looks, whatever the theme.

use crate::draw::painter::{Ink, Rgba};
use crate::draw::theme::Palette;

/// A colour by what it means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hue {
    /// Text and main lines.
    #[default]
    Ink,
    /// Secondary text.
    Secondary,
    /// Graphic lines.
    Line,
    /// Selection, and what can be dragged.
    Accent,
    /// What is wrong.
    Error,
    /// The gradient.
    Gradient,
    /// What a quantity is for (`update`, `input`), as graphs and formulas name it.
    Role(&'static str),
}

impl Hue {
    /// Its colour in a theme.
    #[must_use]
    pub fn of(self, palette: &Palette) -> Rgba {
        match self {
            Self::Ink => palette.ink,
            Self::Secondary => palette.secondary,
            Self::Line => palette.line,
            Self::Accent => palette.accent,
            Self::Error => palette.error,
            Self::Gradient => palette.gradient,
            Self::Role(role) => palette.hue(role),
        }
    }
}

/// The look of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// Its hue.
    pub hue: Hue,
    /// Its width, CSS px.
    pub width: f32,
    /// Lengths of ink and gap in turn; empty = unbroken. Dashes tell lines apart as well as hues do.
    pub dash: &'static [f32],
}

impl Look {
    /// An unbroken line.
    #[must_use]
    pub const fn line(hue: Hue, width: f32) -> Self {
        Self {
            hue,
            width,
            dash: &[],
        }
    }

    /// The same with dashes.
    #[must_use]
    pub const fn dashed(self, dash: &'static [f32]) -> Self {
        Self { dash, ..self }
    }

    pub(super) fn ink(self, palette: &Palette) -> Ink {
        Ink::line(self.hue.of(palette), self.width).dashed(self.dash)
    }
}

impl Default for Look {
    fn default() -> Self {
        Self::line(Hue::Ink, 1.5)
    }
}
