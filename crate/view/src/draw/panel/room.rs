//! Words in a picture, each where it hides no other.
//!
//! Invariant: what has been set stands inside its bounds and on no other word.

use crate::draw::painter::{Align, Painter, Point, Rect, Rgba, Type, at};
use crate::draw::scene::{Scene, text_box};

/// The words set so far.
#[derive(Debug)]
pub(super) struct Room {
    bounds: Rect,
    taken: Vec<Rect>,
}

impl Room {
    pub(super) fn new(bounds: Rect) -> Self {
        Self {
            bounds,
            taken: vec![],
        }
    }

    /// Keeps words out of a box.
    pub(super) fn take(&mut self, area: Rect) {
        self.taken.push(area);
    }

    /// Keeps words off all that has been written.
    pub(super) fn take_texts(&mut self, scene: &Scene) {
        self.taken.extend(scene.texts().map(|(_, seen)| seen));
    }

    /// Whether words would stand here alone.
    fn is_free(&self, area: Rect) -> bool {
        self.bounds.holds(area, 0.5) && !self.taken.iter().any(|own| own.overlaps(area))
    }

    /// Sets words at the first of these places where they stand alone; says whether there was one.
    pub(super) fn set(
        &mut self,
        scene: &mut Scene,
        text: &str,
        style: Type,
        color: Rgba,
        places: &[(Point, Align)],
    ) -> bool {
        let found = places.iter().find_map(|(place, align)| {
            let style = style.align(*align);
            let area = text_box(text, *place, style);
            self.is_free(area).then_some((*place, style, area))
        });
        let Some((place, style, area)) = found else {
            return false;
        };
        self.take(area);
        scene.text(text, place, style, color);
        true
    }
}

/// The four places beside a point, above and below it and to either side, with this much between.
pub(super) fn around(point: Point, gap: f32, size: f32) -> [(Point, Align); 4] {
    let (above, below) = (point.y - gap, point.y + gap + 0.75 * size);
    [
        (at(point.x + gap, above), Align::Start),
        (at(point.x - gap, above), Align::End),
        (at(point.x + gap, below), Align::Start),
        (at(point.x - gap, below), Align::End),
    ]
}
