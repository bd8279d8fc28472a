//! Slanted lines over what is not there.

use crate::draw::painter::{Ink, Painter, Rect, Rgba, at};
use crate::draw::scene::Scene;
use crate::draw::theme::Palette;

/// Slanted lines over what is not there.
pub fn hatch(scene: &mut Scene, area: Rect, color: Rgba) {
    let pitch = 6.0;
    let mut start = area.x - area.height;
    while start < area.right() {
        let (from, to) = (start.max(area.x), (start + area.height).min(area.right()));
        let y = |x: f32| area.bottom() - (x - start);
        scene.path(
            &[at(from, y(from)), at(to, y(to))],
            false,
            Ink::line(color, 1.0),
        );
        start += pitch;
    }
}

/// A faint line's colour.
#[must_use]
pub fn faint(palette: &Palette) -> Rgba {
    palette.page.towards(palette.line, 0.6)
}
