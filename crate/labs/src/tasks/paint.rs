//! What the pictures of this lab have in common.

use view::draw::painter::{Ink, Painter, Rect, Rgba, at};
use view::draw::scene::Scene;
use view::draw::theme::Palette;

/// A count as a length.
pub(super) fn count(n: usize) -> f32 {
    f32::from(u16::try_from(n).unwrap_or(u16::MAX))
}

/// Slanted lines over what is not there.
pub(super) fn hatch(scene: &mut Scene, area: Rect, color: Rgba) {
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
pub(super) fn faint(palette: &Palette) -> Rgba {
    palette.page.towards(palette.line, 0.6)
}
