//! Names of quantities as they stand in formulas: an italic letter with its mark, superscript and
//! subscript, set in the mathematics font.

use super::painter::{Align, Face, Painter, Point, Rgba, Type, at};
use crate::explain::graph;

/// A name to be set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// What stands upright before the letter (`1−`).
    pub prefix: &'static str,
    /// The letter or short word.
    pub base: String,
    /// A tilde or hat over it.
    pub accent: Option<char>,
    /// Upper index.
    pub sup: Option<String>,
    /// Lower index.
    pub sub: Option<String>,
}

/// Indices are this much smaller, though never under the smallest size.
const INDEX: f32 = 0.74;
/// Nothing on screen is set smaller, CSS px.
pub const SMALLEST: f32 = 11.0;

impl Label {
    /// What `explain` calls something, behind a prefix.
    #[must_use]
    pub fn of(prefix: &'static str, name: &graph::Label) -> Self {
        Self {
            prefix,
            base: name.base.clone(),
            accent: name.accent,
            sup: name.sup.clone(),
            sub: name.sub.clone(),
        }
    }

    /// How wide it is at this font size.
    #[must_use]
    pub fn width(&self, painter: &impl Painter, size: f32) -> f32 {
        let indices = [&self.sup, &self.sub].map(|index| match index {
            Some(text) => painter.measure(&italic(text), index_type(size)).width + 1.0,
            None => 0.0,
        });
        let prefix = painter.measure(self.prefix, base_type(size)).width;
        prefix
            + painter.measure(&self.letters(), base_type(size)).width
            + indices[0].max(indices[1])
    }

    /// Sets it on a baseline.
    pub fn paint(&self, painter: &mut impl Painter, place: Point, style: Type, color: Rgba) {
        let width = self.width(painter, style.size);
        let left = match style.align {
            Align::Start => place.x,
            Align::Middle => place.x - width / 2.0,
            Align::End => place.x - width,
        };
        let plain = |own: Type| Type {
            halo: style.halo,
            ..own
        };
        let letters = self.letters();
        let base = painter.measure(&letters, base_type(style.size)).width;
        let own = plain(base_type(style.size));
        if !self.prefix.is_empty() {
            painter.text(self.prefix, at(left, place.y), own, color);
        }
        let left = left + painter.measure(self.prefix, own).width;
        painter.text(
            &letters,
            at(left, place.y),
            plain(base_type(style.size)),
            color,
        );
        if let Some(accent) = self.accent {
            let (mark, lift) = (
                if accent == '^' { "ˆ" } else { "˜" },
                if self.is_tall() { 0.26 } else { 0.0 },
            );
            let over = at(
                left + base / 2.0 + 0.06 * style.size,
                place.y - lift * style.size,
            );
            painter.text(
                mark,
                over,
                Type {
                    align: Align::Middle,
                    ..base_type(style.size)
                },
                color,
            );
        }
        let behind = left + base + 0.5;
        if let Some(sup) = &self.sup {
            painter.text(
                &italic(sup),
                at(behind, place.y - 0.36 * style.size),
                plain(index_type(style.size)),
                color,
            );
        }
        if let Some(sub) = &self.sub {
            painter.text(
                &italic(sub),
                at(behind, place.y + 0.24 * style.size),
                plain(index_type(style.size)),
                color,
            );
        }
    }

    fn is_tall(&self) -> bool {
        self.base
            .chars()
            .all(|c| matches!(c, 'A'..='Z' | 'b' | 'd' | 'f' | 'h' | 'k' | 'l' | 't'))
    }

    /// Single letters are italic, words upright, as in formulas.
    fn letters(&self) -> String {
        if self.base.chars().count() == 1 {
            italic(&self.base)
        } else {
            self.base.clone()
        }
    }
}

fn base_type(size: f32) -> Type {
    Type::sans(size).face(Face::Math)
}

fn index_type(size: f32) -> Type {
    base_type((size * INDEX).max(SMALLEST))
}

/// Latin letters as mathematical italics, a hyphen as a minus.
#[must_use]
pub fn italic(text: &str) -> String {
    let slant = |c: char, first: char, base: u32| {
        char::from_u32(base + c as u32 - first as u32).unwrap_or(c)
    };
    text.chars()
        .map(|c| match c {
            'h' => 'ℎ',
            'a'..='z' => slant(c, 'a', 0x1D44E),
            'A'..='Z' => slant(c, 'A', 0x1D434),
            '-' => '−',
            c => c,
        })
        .collect()
}
