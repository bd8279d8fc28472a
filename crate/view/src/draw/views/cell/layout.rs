//! Where the nodes of a step stand: lanes of states on top, element-wise nodes under them, a row of gates in
//! evaluation order, the bus below, the head down the right edge.
//!
//! Invariant: boxes and columns of one row do not overlap, and everything lies inside the frame.

use super::sizes::{LEGEND, Sizes};
use super::structure::{Slot, Spot, Structure, is_squash};
use crate::draw::painter::{Point, Rect, at};
use crate::draw::views::Frame;
use crate::draw::views::column::{count, is_dense};
use crate::explain::graph::{End, Graph, Kind};
use unrolled::ir::order::sorted;

/// What stands at a node's place beside its column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Body {
    /// Nothing: the column is the node.
    Column,
    /// An operator in a circle.
    Operator(Point),
    /// A gate: its frame and its curve.
    Gate(Rect, Option<Rect>),
}

/// A node in its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) body: Body,
    /// Its value cells, unless they are left out.
    pub(super) column: Option<Rect>,
}

/// All nodes in their places.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) sizes: Sizes,
    pub(super) items: Vec<Item>,
    /// The height of each lane.
    pub(super) lanes: Vec<f32>,
    /// The height of the middle row.
    pub(super) middle: f32,
    /// Top and bottom of the row of gates.
    pub(super) gates: (f32, f32),
    /// The height at which wires run between the gates and what is above them.
    pub(super) channel: f32,
    /// The node each wire of the bus comes from, and its height.
    pub(super) bus: Vec<(usize, f32)>,
}

impl Layout {
    pub(super) fn new(graph: &Graph, structure: &Structure, frame: &Frame) -> Self {
        let hidden = graph
            .nodes
            .iter()
            .find(|node| node.carry.is_some())
            .map_or(1, |node| node.rows);
        let builder = Builder {
            graph,
            structure,
            frame,
        };
        let mut sizes = Sizes::of(frame, hidden, builder.stories());
        builder.shrink(&mut sizes, hidden);
        builder.narrow(&mut sizes);
        let rows = builder.rows(&sizes, hidden);
        let mut layout = Self {
            sizes,
            items: vec![
                Item {
                    body: Body::Column,
                    column: None
                };
                graph.nodes.len()
            ],
            lanes: rows.lanes,
            middle: rows.middle,
            gates: rows.gates,
            channel: rows.gates.0 - (rows.gap / 2.0).min(10.0),
            bus: rows.bus,
        };
        builder.place_gates(&mut layout, hidden);
        builder.place_operators(&mut layout, hidden);
        builder.settle_middle(&mut layout);
        builder.place_entries(&mut layout, hidden);
        builder.place_exits(&mut layout, hidden);
        builder.place_head(&mut layout);
        layout
    }
}

struct Rows {
    gap: f32,
    lanes: Vec<f32>,
    middle: f32,
    gates: (f32, f32),
    bus: Vec<(usize, f32)>,
}

pub(super) struct Builder<'g> {
    pub(super) graph: &'g Graph,
    pub(super) structure: &'g Structure,
    pub(super) frame: &'g Frame,
}

impl Builder<'_> {
    /// The height of a column of `rows` numbers.
    pub(super) fn height(sizes: &Sizes, rows: usize, hidden: usize) -> f32 {
        match rows == hidden {
            true if sizes.single => sizes.cell.1,
            true => count(rows) * sizes.cell.1,
            false => count(rows.min(if sizes.single { 2 } else { 3 })) * sizes.other,
        }
    }

    /// Whether there is a middle row.
    fn has_middle(&self) -> bool {
        self.structure.spots.contains(&Spot::Middle)
    }

    /// How many rows of columns lie above each other.
    fn stories(&self) -> f32 {
        count(
            self.structure.lanes
                + usize::from(self.has_middle())
                + usize::from(!self.structure.slots.is_empty()),
        )
    }

    /// What the bus carries: what enters and is multiplied by a weight.
    fn bus_sources(&self) -> Vec<usize> {
        let enters =
            |index: &usize| matches!(self.structure.spots[*index], Spot::Enter(_) | Spot::Input);
        let feeds = |index: &usize| {
            let users = &self.structure.users[*index];
            users
                .iter()
                .any(|&user| matches!(self.structure.spots[user], Spot::Gate(_) | Spot::Inside(_)))
        };
        let sources: Vec<usize> = (0..self.graph.nodes.len())
            .filter(enters)
            .filter(feeds)
            .collect();
        // The input comes in lowest.
        let is_input = |index: &usize| self.structure.spots[*index] == Spot::Input;
        sorted(sources, |a, b| is_input(a).cmp(&is_input(b)))
    }

    /// Lowers the cells until the rows fit the frame.
    fn shrink(&self, sizes: &mut Sizes, hidden: usize) {
        let cells = if sizes.single { 1 } else { hidden };
        let room = |sizes: &Sizes| {
            let room = self.frame.height - self.fixed_height(sizes);
            let column = (room / self.stories()).max(28.0);
            column.min(self.over_the_head(sizes)).max(28.0)
        };
        let tight = sizes.tight();
        let holds = |sizes: &Sizes| !is_dense(room(sizes), cells);
        if !holds(sizes) && holds(&tight) {
            *sizes = tight;
        }
        let column = room(sizes);
        if count(cells) * sizes.cell.1 > column {
            sizes.cell.1 = column / count(cells);
        }
    }

    /// How high a column may be that the head stands under: one of a state made in the row of gates.
    fn over_the_head(&self, sizes: &Sizes) -> f32 {
        let ends_low = |index: usize| {
            self.graph.nodes[index].carry == Some(End::Next)
                && matches!(self.structure.spots[index], Spot::Gate(_))
        };
        if self.structure.head == 0 || !(0..self.graph.nodes.len()).any(ends_low) {
            return f32::INFINITY;
        }
        let head = count(self.structure.head) * (sizes.label + 18.0 + 4.0);
        self.frame.height - 2.0 * (sizes.edge + sizes.label + sizes.pad) - head - 24.0
    }

    /// Narrows cells and curves until the gates fit beside each other.
    fn narrow(&self, sizes: &mut Sizes) {
        let gaps = 5.0 * count(self.structure.slots.len().saturating_sub(1));
        let width = |sizes: &Sizes| -> f32 {
            let slots = self.structure.slots.iter();
            slots.map(|&slot| self.slot_width(sizes, slot)).sum()
        };
        let room =
            |sizes: &Sizes| self.frame.width - 2.0 * (sizes.edge + sizes.cell.0 + sizes.margin);
        while width(sizes) + gaps > room(sizes) && sizes.cell.0 > 28.0 {
            sizes.cell.0 -= 1.0;
            sizes.curve = (sizes.curve - 1.0).max(12.0);
            sizes.radius = (sizes.radius - 0.25).max(8.0);
        }
    }

    /// What the rows need besides their columns.
    fn fixed_height(&self, sizes: &Sizes) -> f32 {
        let tracks = count(self.bus_sources().len()) * sizes.track;
        let gates = 2.0 * sizes.pad;
        let gaps = sizes.gap * (self.stories() + 1.0);
        let input = self
            .graph
            .nodes
            .iter()
            .find(|node| node.kind == Kind::Input)
            .map_or(0, |node| node.rows.min(3));
        let below = count(input) * 20.0 / 2.0;
        2.0 * sizes.edge + self.stories() * sizes.label + tracks + gates + gaps + below + LEGEND
    }

    fn rows(&self, sizes: &Sizes, hidden: usize) -> Rows {
        let column = Self::height(sizes, hidden, hidden);
        let sources = self.bus_sources();
        let tracks = count(sources.len()) * sizes.track;
        let used = self.stories() * (column + sizes.label)
            + 2.0 * sizes.pad
            + tracks
            + 2.0 * sizes.edge
            + LEGEND;
        let input = self
            .graph
            .nodes
            .iter()
            .find(|node| node.kind == Kind::Input)
            .map_or(0, |node| node.rows);
        let below = Self::height(sizes, input, hidden) / 2.0;
        let gaps = self.stories() + 1.0;
        let spare = (self.frame.height - used - below).max(0.0);
        let gap = (spare / gaps).min(44.0);
        let mut y = sizes.edge + (spare - gap * (gaps - 1.0)) / 2.0;
        let mut story = |extra: f32| {
            let top = y + sizes.label + extra;
            y = top + column + extra + gap;
            top + column / 2.0
        };
        let lanes: Vec<f32> = (0..self.structure.lanes).map(|_| story(0.0)).collect();
        let top = sizes.edge;
        let middle = if self.has_middle() {
            story(0.0)
        } else {
            lanes.last().copied().unwrap_or(top)
        };
        let gate = story(sizes.pad);
        let gates = (
            gate - column / 2.0 - sizes.label - sizes.pad,
            gate + column / 2.0 + sizes.pad,
        );
        let first = gates.1 + gap.max(sizes.track);
        let bus = sources
            .iter()
            .enumerate()
            .map(|(k, &source)| (source, first + count(k) * sizes.track))
            .collect();
        Rows {
            gap,
            lanes,
            middle,
            gates,
            bus,
        }
    }

    fn slot_width(&self, sizes: &Sizes, slot: Slot) -> f32 {
        let node = &self.graph.nodes[slot.result];
        if !is_squash(node.kind) && node.kind != Kind::Sum {
            return 2.0 * sizes.radius + 6.0 + sizes.cell.0;
        }
        let before = slot.sum.is_some() && !(sizes.single && node.carry.is_none());
        let after = node.carry.is_none();
        let curve = if slot.sum.is_some() { sizes.curve } else { 0.0 };
        count(usize::from(before) + usize::from(after)) * sizes.cell.0 + curve + 2.0 * sizes.pad
    }

    fn place_gates(&self, layout: &mut Layout, hidden: usize) {
        let sizes = layout.sizes;
        let widths: Vec<f32> = self
            .structure
            .slots
            .iter()
            .map(|&slot| self.slot_width(&sizes, slot))
            .collect();
        let side = sizes.edge + sizes.cell.0 + sizes.margin;
        let room = self.frame.width - 2.0 * side;
        let total: f32 = widths.iter().sum();
        let gaps = count(widths.len().saturating_sub(1));
        let gap = ((room - total) / gaps.max(1.0)).clamp(4.0, 72.0);
        let mut x = side + (room - total - gap * gaps).max(0.0) / 2.0;
        for (&slot, &width) in self.structure.slots.iter().zip(&widths) {
            self.place_slot(layout, slot, (x, width), hidden);
            x += width + gap;
        }
    }

    fn place_slot(&self, layout: &mut Layout, slot: Slot, (x, width): (f32, f32), hidden: usize) {
        let sizes = layout.sizes;
        let node = &self.graph.nodes[slot.result];
        let height = Self::height(&sizes, node.rows, hidden);
        let bottom = layout.gates.1 - sizes.pad;
        let column = |x: f32| Some(Rect::new(x, bottom - height, sizes.cell.0, height));
        if !is_squash(node.kind) && node.kind != Kind::Sum {
            let centre = at(x + sizes.radius, bottom - height / 2.0);
            layout.items[slot.result] = Item {
                body: Body::Operator(centre),
                column: column(x + 2.0 * sizes.radius + 6.0),
            };
            return;
        }
        let frame = Rect::new(x, layout.gates.0, width, layout.gates.1 - layout.gates.0);
        let mut left = x + sizes.pad;
        if let Some(sum) = slot.sum {
            let before = !(sizes.single && node.carry.is_none());
            layout.items[sum] = Item {
                body: Body::Column,
                column: if before { column(left) } else { None },
            };
            left += if before { sizes.cell.0 } else { 0.0 };
        }
        let curve = slot.sum.map(|_| {
            let side = (sizes.curve - 6.0).min(height.max(18.0));
            Rect::around(
                at(left + sizes.curve / 2.0, bottom - height / 2.0),
                sizes.curve - 6.0,
                side.max(14.0) * 1.15,
            )
        });
        left += if slot.sum.is_some() { sizes.curve } else { 0.0 };
        let after = node.carry.is_none();
        layout.items[slot.result] = Item {
            body: Body::Gate(frame, curve),
            column: if after { column(left) } else { None },
        };
    }
}

/// Where what a node computes leaves it upwards.
pub(super) fn exit(item: &Item) -> Point {
    match (item.body, item.column) {
        (Body::Gate(frame, _), Some(column)) => at(column.centre().x, frame.y),
        (Body::Gate(frame, _), None) => at(frame.centre().x, frame.y),
        (Body::Operator(centre), _) => centre,
        (Body::Column, column) => {
            column.map_or(Point::default(), |column| at(column.centre().x, column.y))
        }
    }
}
