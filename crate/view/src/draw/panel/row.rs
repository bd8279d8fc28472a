//! Panels side by side.

use super::Panel;
use crate::draw::metrics::wrap;
use crate::draw::painter::{Painter, Type, at};
use crate::draw::scene::Scene;
use crate::draw::views::Frame;
use crate::explain::inspect::Inspection;
use crate::explain::sheet::Sheet;

/// Panels side by side, with a line under them.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// What they show together: the caption of their table.
    pub caption: String,
    /// From the left.
    pub parts: Vec<Part>,
    /// What is said under them.
    pub foot: String,
}

/// A panel among others.
#[derive(Clone, Debug)]
pub struct Part {
    /// The panel.
    pub panel: Panel,
    /// How wide it is, against the others.
    pub share: f32,
    /// Frames narrower than this leave it out, CSS px.
    pub least: f32,
}

/// Between two parts, CSS px.
const GAP: f32 = 16.0;
/// Round what is said at the lower edge, and from one line of it to the next.
const FOOT: f32 = 8.0;
const LINE: f32 = 14.0;
/// At the left and right edge.
const EDGE: f32 = 8.0;

impl Row {
    /// As it is painted into a frame, with what has this name in focus.
    #[must_use]
    pub fn scene(&self, frame: &Frame, focus: Option<&str>) -> Scene {
        let palette = frame.theme.palette();
        let mut scene = Scene::new(frame.size(), palette.page);
        let style = Type::sans(frame.rem(11.0));
        let lines = if self.foot.is_empty() {
            vec![]
        } else {
            wrap(&self.foot, style, frame.width - 2.0 * EDGE, 2)
        };
        let line = frame.rem(LINE);
        let foot = lines.iter().fold(0.0, |foot, _| foot + line)
            + FOOT * f32::from(u8::from(!lines.is_empty()));
        let fits = |part: &&Part| frame.width >= part.least;
        let shown: Vec<&Part> = self.parts.iter().filter(fits).collect();
        let all: f32 = shown.iter().map(|part| part.share).sum();
        let gaps = GAP * shown.iter().skip(1).map(|_| 1.0).sum::<f32>();
        let room = (frame.width - 2.0 * EDGE - gaps).max(1.0);
        let mut x = EDGE;
        for part in shown {
            let own = Frame {
                width: room * part.share / all,
                height: frame.height - foot,
                ..*frame
            };
            scene.lay(part.panel.scene(&own, focus), at(x, 0.0));
            x += own.width + GAP;
        }
        scene.plain();
        let mut y = frame.height - foot + line;
        for words in &lines {
            scene.text(words, at(EDGE, y), style, palette.ink);
            y += line;
        }
        scene
    }

    /// The numbers of all parts, rows of one name beside each other.
    #[must_use]
    pub fn sheet(&self) -> Sheet {
        let parts = self.parts.iter().map(|part| part.panel.sheet());
        let all = parts.reduce(Sheet::beside).unwrap_or_default();
        Sheet {
            caption: self.caption.clone(),
            ..all
        }
    }

    /// What is known about something of this name in one of its parts.
    #[must_use]
    pub fn inspect(&self, reference: &str) -> Option<Inspection> {
        let mut parts = self.parts.iter();
        parts.find_map(|part| part.panel.inspect(reference))
    }
}
