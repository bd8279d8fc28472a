//! How wires run: upright and level, round corners, never through a box.

use super::geometry::tidy;
use super::layout::{Body, Layout, exit};
use super::structure::{Spot, Structure};
use crate::draw::painter::{Point, Rect, at};
use crate::explain::graph::{End, Graph};

/// The way of every wire, in the order of [`Graph::wires`].
pub(super) struct Router<'g> {
    pub(super) graph: &'g Graph,
    pub(super) structure: &'g Structure,
    pub(super) layout: &'g Layout,
}

impl Router<'_> {
    /// The corners of a wire, from what is read to what reads it.
    pub(super) fn wire(&self, number: usize) -> Vec<Point> {
        let wire = &self.graph.wires[number];
        let (from, to) = (wire.from, wire.to);
        let points = match (self.structure.spots[from], self.structure.spots[to]) {
            (Spot::Inside(_), Spot::Gate(_)) => self.inside(from, to),
            (_, Spot::Head(_)) => self.down_the_edge(from, to),
            (Spot::Enter(_) | Spot::Input, Spot::Gate(_) | Spot::Inside(_)) => {
                self.over_the_bus(from, to)
            }
            (Spot::Gate(_), Spot::Gate(_) | Spot::Inside(_)) => self.between_gates(from, to),
            (Spot::Enter(Some(_)) | Spot::Lane(_), Spot::Lane(_)) => self.along_the_lane(from, to),
            (Spot::Enter(_) | Spot::Lane(_), _) => self.down_from_the_lane(from, to),
            _ => self.up(from, to),
        };
        tidy(points)
    }

    fn column(&self, node: usize) -> Rect {
        self.layout.items[node].column.unwrap_or_default()
    }

    /// The middle of an operator, or of whatever stands there.
    fn centre(&self, node: usize) -> Point {
        match self.layout.items[node].body {
            Body::Operator(centre) => centre,
            Body::Gate(frame, _) => frame.centre(),
            Body::Column => self.column(node).centre(),
        }
    }

    fn radius(&self, node: usize) -> f32 {
        match self.layout.items[node].body {
            Body::Operator(_) => self.layout.sizes.radius,
            _ => 0.0,
        }
    }

    /// From a column in a gate across its curve.
    fn inside(&self, from: usize, to: usize) -> Vec<Point> {
        match (self.layout.items[from].column, self.layout.items[to].body) {
            (Some(column), Body::Gate(frame, _)) => {
                let end = self.layout.items[to]
                    .column
                    .map_or(frame.right(), |column| column.x);
                vec![
                    at(column.right(), column.centre().y),
                    at(end.min(frame.right()), column.centre().y),
                ]
            }
            _ => vec![],
        }
    }

    fn along_the_lane(&self, from: usize, to: usize) -> Vec<Point> {
        let end = self.centre(to);
        let start = match self.layout.items[from].body {
            Body::Operator(centre) => at(centre.x + self.radius(from), centre.y),
            _ => at(self.column(from).right(), self.column(from).centre().y),
        };
        vec![start, at(end.x - self.radius(to), end.y)]
    }

    /// A tap of a lane, straight down.
    fn down_from_the_lane(&self, from: usize, to: usize) -> Vec<Point> {
        let end = self.centre(to);
        vec![
            at(end.x, self.centre(from).y),
            at(end.x, end.y - self.radius(to)),
        ]
    }

    /// From the left edge over the wire of the bus that belongs to this source.
    fn over_the_bus(&self, from: usize, to: usize) -> Vec<Point> {
        let column = self.column(from);
        let place = self
            .layout
            .bus
            .iter()
            .position(|(source, _)| *source == from)
            .unwrap_or(0);
        let (_, track) = self.layout.bus[place];
        let later = self.layout.bus.len() - place;
        let lead = column.right() + self.layout.sizes.margin * (0.25 + 0.3 * later_share(later));
        let (x, bottom) = self.bottom_port(from, to);
        vec![
            at(column.right(), column.centre().y),
            at(lead, column.centre().y),
            at(lead, track),
            at(x, track),
            at(x, bottom),
        ]
    }

    /// Where a wire leaves its track of the bus, if it is on one.
    pub(super) fn tap(&self, from: usize, to: usize) -> Option<f32> {
        let spots = &self.structure.spots;
        let enters = matches!(spots[from], Spot::Enter(_) | Spot::Input);
        let feeds = matches!(spots[to], Spot::Gate(_) | Spot::Inside(_));
        (enters && feeds).then(|| self.bottom_port(from, to).0)
    }

    /// Whether the bus wire of a source goes on to the right of `x`.
    pub(super) fn goes_on(&self, from: usize, x: f32) -> bool {
        self.structure.users[from].iter().any(|&user| {
            matches!(self.structure.spots[user], Spot::Gate(_) | Spot::Inside(_))
                && self.bottom_port(from, user).0 > x + 1.0
        })
    }

    /// Where a wire of the bus enters from below: side by side under the first column.
    fn bottom_port(&self, from: usize, to: usize) -> (f32, f32) {
        let item = self.layout.items[to];
        if let Body::Operator(centre) = item.body {
            return (centre.x, centre.y + self.layout.sizes.radius);
        }
        let (frame, column) = self.gate_of(to);
        let taps: Vec<usize> = self
            .layout
            .bus
            .iter()
            .map(|(source, _)| *source)
            .filter(|source| self.structure.operands[to].contains(source))
            .collect();
        let place = taps.iter().position(|&source| source == from).unwrap_or(0);
        let share = (super::super::column::count(place) + 0.5)
            / super::super::column::count(taps.len().max(1));
        (column.x + column.width * share, frame.bottom())
    }

    /// The frame of the gate a node is in, and where its wires enter.
    fn gate_of(&self, node: usize) -> (Rect, Rect) {
        let slot = match self.structure.spots[node] {
            Spot::Inside(slot) | Spot::Gate(slot) => slot,
            _ => 0,
        };
        let result = self.structure.slots[slot].result;
        let frame = match self.layout.items[result].body {
            Body::Gate(frame, _) => frame,
            _ => self.column(result),
        };
        (frame, self.layout.items[node].column.unwrap_or(frame))
    }

    fn slot(&self, node: usize) -> usize {
        match self.structure.spots[node] {
            Spot::Inside(slot) | Spot::Gate(slot) => slot,
            _ => usize::MAX,
        }
    }

    /// Side by side: straight across. Else over the gates between.
    fn between_gates(&self, from: usize, to: usize) -> Vec<Point> {
        let (start, end) = (self.column(from), self.side_port(to));
        if self.slot(from) + 1 == self.slot(to) {
            let left = match self.layout.items[from].body {
                Body::Operator(centre) => centre.x + self.radius(from),
                Body::Gate(frame, _) => frame.right(),
                Body::Column => start.right(),
            };
            return vec![at(left, end.y), end];
        }
        let top = self.layout.channel;
        let out = exit(&self.layout.items[from]);
        let into = match self.layout.items[to].body {
            Body::Operator(centre) => at(centre.x, centre.y - self.radius(to)),
            _ => at(
                self.gate_of(to).0.x + self.layout.sizes.pad + 4.0,
                self.layout.gates.0,
            ),
        };
        vec![out, at(out.x, top), at(into.x, top), into]
    }

    /// Where a wire enters from the left.
    fn side_port(&self, node: usize) -> Point {
        if let Body::Operator(centre) = self.layout.items[node].body {
            return at(centre.x - self.radius(node), centre.y);
        }
        let (frame, column) = self.gate_of(node);
        let result = self
            .structure
            .slots
            .get(self.slot(node))
            .map(|slot| slot.result);
        let beside = result.and_then(|result| self.layout.items[result].column);
        let beside = beside.filter(|own| frame.overlaps(*own));
        at(frame.x, beside.unwrap_or(column).centre().y)
    }

    /// From a gate or an element-wise node up, or across, to where it is read.
    fn up(&self, from: usize, to: usize) -> Vec<Point> {
        let (start, end) = (exit(&self.layout.items[from]), self.centre(to));
        let (below, left) = (
            at(end.x, end.y + self.radius(to)),
            at(end.x - self.radius(to), end.y),
        );
        let is_operator = self.radius(from) > 0.0;
        if (start.x - end.x).abs() < 1.0 {
            if start.y < end.y {
                return vec![
                    at(start.x, start.y + self.radius(from)),
                    at(end.x, end.y - self.radius(to)),
                ];
            }
            return vec![at(start.x, start.y - self.radius(from)), below];
        }
        let level = (start.y - end.y).abs() < 1.0;
        if is_operator && level {
            return vec![at(start.x + self.radius(from), start.y), left];
        }
        if is_operator {
            return vec![
                at(start.x + self.radius(from), start.y),
                at(end.x, start.y),
                below,
            ];
        }
        let on_lane = matches!(self.structure.spots[to], Spot::Lane(_));
        let blocked = self.is_blocked(from, to, start.x, end);
        if on_lane || blocked {
            let track = self.layout.channel;
            let aside = end.x - self.radius(to) - 12.0;
            if on_lane {
                return vec![start, at(start.x, track), at(end.x, track), below];
            }
            return vec![
                start,
                at(start.x, track),
                at(aside, track),
                at(aside, end.y),
                left,
            ];
        }
        vec![start, at(start.x, end.y), left]
    }

    /// Whether something of the middle row stands between here and there.
    fn is_blocked(&self, from: usize, to: usize, x: f32, end: Point) -> bool {
        (0..self.layout.items.len()).any(|other| {
            let aside = other != from && other != to && self.structure.spots[other] == Spot::Middle;
            let place = self.centre(other).x;
            aside && (place - end.y).is_finite() && place > x - 2.0 && place < end.x
        })
    }

    /// From the new state down the right edge, past what is not meant.
    fn down_the_edge(&self, from: usize, to: usize) -> Vec<Point> {
        let (start, end) = (self.column(from), self.column(to));
        if start.y > end.y {
            let between = self.is_between(end.bottom(), start.y);
            return if between {
                let x = end.x - 7.0;
                vec![
                    at(start.x, start.centre().y),
                    at(x, start.centre().y),
                    at(x, end.centre().y),
                    at(end.x, end.centre().y),
                ]
            } else {
                vec![at(lane_of(start), start.y), at(lane_of(end), end.bottom())]
            };
        }
        if self.is_between(start.bottom(), end.y) {
            let x = start.x - 7.0;
            return vec![
                at(start.x, start.centre().y),
                at(x, start.centre().y),
                at(x, end.centre().y),
                at(end.x, end.centre().y),
            ];
        }
        vec![at(lane_of(start), start.bottom()), at(lane_of(end), end.y)]
    }

    fn is_between(&self, top: f32, bottom: f32) -> bool {
        (0..self.layout.items.len()).any(|node| {
            let aside = matches!(self.structure.spots[node], Spot::Head(_))
                || self.graph.nodes[node].carry == Some(End::Next);
            let y = self.column(node).centre().y;
            aside && y > top && y < bottom
        })
    }

    /// From a new state's operator to its column at the right edge, and on to the next step.
    pub(super) fn leaving(&self, node: usize) -> Vec<Point> {
        let column = self.column(node);
        let start = match self.layout.items[node].body {
            Body::Operator(centre) => at(centre.x + self.radius(node), centre.y),
            Body::Gate(frame, _) => at(frame.right(), column.centre().y),
            Body::Column => return vec![],
        };
        vec![start, at(column.x, column.centre().y)]
    }
}

/// Wires of the head run near the right side of its columns, beside their names.
fn lane_of(column: Rect) -> f32 {
    column.right() - 5.0
}

fn later_share(later: usize) -> f32 {
    super::super::column::count(later.min(2))
}
