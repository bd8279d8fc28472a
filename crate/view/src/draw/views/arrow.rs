//! The head of an arrow.

use crate::draw::Scene;
use crate::draw::painter::{Ink, Painter, Point, Rgba, at};

/// A filled head `long` px from its foot to its tip `to`, `half` px to each side, on a straight way; gives its foot.
pub fn head(
    scene: &mut Scene,
    (from, to): (Point, Point),
    long: f32,
    half: f32,
    color: Rgba,
) -> Point {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = (dx * dx + dy * dy).sqrt().max(f32::MIN_POSITIVE);
    let (ux, uy) = (dx / length, dy / length);
    let long = long.min(length);
    let foot = at(to.x - ux * long, to.y - uy * long);
    let corners = [
        to,
        at(foot.x - uy * half, foot.y + ux * half),
        at(foot.x + uy * half, foot.y - ux * half),
    ];
    scene.path(&corners, true, Ink::fill(color));
    foot
}
