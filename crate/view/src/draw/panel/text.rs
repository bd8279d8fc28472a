//! Words where there is nothing to draw.

use crate::draw::metrics::wrap;
use crate::draw::painter::{Painter, Type, at};
use crate::draw::scene::Scene;
use crate::draw::views::Frame;

/// Words, in as many lines as they take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text(pub String);

/// From the left and the right edge, CSS px.
const EDGE: f32 = 16.0;
/// From the upper edge to the first line, and from one line to the next.
const LINES: (f32, f32) = (30.0, 20.0);

impl Text {
    /// As it is painted into a frame.
    #[must_use]
    pub fn scene(&self, frame: &Frame) -> Scene {
        let palette = frame.theme.palette();
        let mut scene = Scene::new(frame.size(), palette.page);
        let style = Type::sans(frame.rem(13.0));
        let room = (frame.width - 2.0 * EDGE).max(1.0);
        let mut y = frame.rem(LINES.0);
        for line in wrap(&self.0, style, room, usize::MAX) {
            scene.text(&line, at(EDGE, y), style, palette.ink);
            y += frame.rem(LINES.1);
        }
        scene
    }
}
