//! Where there is room: places for small inscriptions that cover nothing.

use std::cell::RefCell;

use super::Picture;
use super::layout::Body;
use crate::draw::painter::{Point, Rect, at};
use crate::explain::graph::End;

/// Between two inscriptions, CSS px.
const GAP: f32 = 2.0;

/// The boxes that are taken; each inscription takes its own.
#[derive(Debug, Default)]
pub(super) struct Taken {
    things: RefCell<Vec<Rect>>,
    wires: RefCell<Vec<Rect>>,
}

impl Taken {
    fn add(&self, area: Rect) {
        self.things.borrow_mut().push(area);
    }

    /// Whether a wire runs through a box.
    pub(super) fn is_crossed(&self, area: Rect) -> bool {
        self.wires.borrow().iter().any(|wire| wire.overlaps(area))
    }

    fn is_free(&self, area: Rect, over_wires: bool) -> bool {
        let hits =
            |list: &RefCell<Vec<Rect>>| list.borrow().iter().any(|taken| taken.overlaps(area));
        !hits(&self.things) && (over_wires || !hits(&self.wires))
    }
}

impl Picture<'_> {
    /// Takes the places of everything laid out.
    pub(super) fn take_places(&self) {
        let sizes = self.layout.sizes;
        for (index, item) in self.layout.items.iter().enumerate() {
            if let Some(column) = item.column {
                let strip = if self.graph.backward { 8.0 } else { 0.0 };
                let name = sizes.label;
                let named = Rect::new(
                    column.x,
                    column.y - name,
                    column.width,
                    column.height + name,
                );
                self.taken.add(Rect::new(
                    named.x - 1.0,
                    named.y,
                    named.width + strip + 2.0,
                    named.height,
                ));
            }
            match item.body {
                Body::Operator(centre) => {
                    let side = 2.0 * self.reach(index);
                    self.taken
                        .add(Rect::around(centre, side, 2.0 * sizes.radius));
                }
                Body::Gate(frame, _) => self.taken.add(frame),
                Body::Column => {}
            }
        }
        for number in 0..self.graph.wires.len() {
            self.take_way(&self.router.wire(number), self.ribbon_half(number));
        }
        for (index, node) in self.graph.nodes.iter().enumerate() {
            if node.carry == Some(End::Next) {
                self.take_way(&self.router.leaving(index), 0.0);
            }
        }
        let legend = Rect::new(
            0.0,
            self.frame.height - super::sizes::LEGEND,
            self.frame.width,
            super::sizes::LEGEND,
        );
        self.taken.add(legend);
    }

    fn take_way(&self, way: &[Point], ribbon: f32) {
        let half = self.layout.sizes.pipe / 2.0 + 1.0;
        for piece in way.windows(2) {
            let line = Rect::around(piece[0], 0.0, 0.0).union(Rect::around(piece[1], 0.0, 0.0));
            let on_lane = self
                .layout
                .lanes
                .iter()
                .any(|lane| (lane - line.y).abs() < 1.0);
            let level = line.height < 1.0;
            let room = if on_lane && level { half } else { 3.0 };
            let room = room.max(ribbon + 2.0);
            self.taken.wires.borrow_mut().push(line.grown(room));
        }
    }

    /// The first of these boxes that is free, taken from now on.
    pub(super) fn first_free(&self, boxes: impl IntoIterator<Item = Rect>) -> Option<Rect> {
        let frame = Rect::new(0.0, 0.0, self.frame.width, self.frame.height);
        let found = boxes
            .into_iter()
            .find(|area| frame.holds(*area, -1.0) && self.taken.is_free(area.grown(GAP), false))?;
        self.taken.add(found);
        Some(found)
    }

    /// The free box of this size nearest to a place, taken from now on; only things count, or wires too.
    pub(super) fn nearest_free(
        &self,
        place: Point,
        width: f32,
        height: f32,
        over_wires: bool,
    ) -> Option<Rect> {
        const REACH: f32 = 340.0;
        const STEP: f32 = 6.0;
        let starts = |middle: f32, length: f32, end: f32| {
            let (first, last) = ((middle - REACH).max(2.0), (middle + REACH).min(end - 2.0));
            // Twice the reach in steps, so that none is so far out that a step is lost beside it.
            let starts = (0..=113_u8).map(move |step| first + STEP * f32::from(step));
            starts.take_while(move |start| start + length <= last)
        };
        let mut best: Option<(f32, Rect)> = None;
        for y in starts(place.y, height, self.frame.height) {
            for x in starts(place.x, width, self.frame.width) {
                let area = Rect::new(x, y, width, height);
                let far = area.distance(place);
                if best.is_none_or(|(least, _)| far < least)
                    && self.taken.is_free(area.grown(GAP), over_wires)
                {
                    best = Some((far, area));
                }
            }
        }
        let (_, area) = best?;
        self.taken.add(area);
        Some(area)
    }

    /// Boxes of one size around a centre that keep this distance: below, above, left, right, and at the corners.
    pub(super) fn around(centre: Point, reach: f32, width: f32, height: f32) -> [Rect; 12] {
        let (across, down) = (reach + width / 2.0, reach + height / 2.0);
        [
            (-width / 2.0 - 5.0, down),
            (width / 2.0 + 5.0, down),
            (-width / 2.0 - 5.0, -down),
            (width / 2.0 + 5.0, -down),
            (0.0, -down),
            (0.0, down),
            (-across, 0.0),
            (across, 0.0),
            // Past a wide ribbon.
            (-width / 2.0 - 14.0, down),
            (width / 2.0 + 14.0, down),
            (-width / 2.0 - 14.0, -down),
            (width / 2.0 + 14.0, -down),
        ]
        .map(|(dx, dy)| Rect::around(at(centre.x + dx, centre.y + dy), width, height))
    }
}
