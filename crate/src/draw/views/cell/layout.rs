//! Where the nodes of a step stand: lanes of states on top, element-wise nodes under them, a row of gates in
//! evaluation order, the bus below, the head down the right edge.
//!
//! Invariant: boxes and columns of one row do not overlap, and everything lies inside the frame.

use super::structure::{Slot, Spot, Structure, is_squash};
use crate::draw::metrics;
use crate::draw::painter::{Face, Point, Rect, Type, at};
use crate::draw::views::Frame;
use crate::draw::views::column::count;
use crate::explain::graph::{End, Graph, Kind};

/// Lengths that the width of the frame decides, CSS px.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    /// From the frame to the first thing.
    pub(super) edge: f32,
    /// A value cell.
    pub(super) cell: (f32, f32),
    /// A value cell of what is not as long as the state.
    pub(super) other: f32,
    /// The squashing curve in a gate.
    pub(super) curve: f32,
    /// Inside a gate.
    pub(super) pad: f32,
    /// The circle of an operator.
    pub(super) radius: f32,
    /// Above a column, for its name.
    pub(super) label: f32,
    /// Names.
    pub(super) letters: f32,
    /// Between the columns at the edges and the rest.
    pub(super) margin: f32,
    /// Between two wires of the bus.
    pub(super) track: f32,
    /// The road of a cell memory, from wall to wall.
    pub(super) pipe: f32,
    /// Whether a vector shows only the selected unit.
    pub(super) single: bool,
}

impl Sizes {
    fn of(frame: &Frame, rows: usize, stories: f32) -> Self {
        let high = if rows > 4 { 18.0 } else { 22.0 };
        let wide = Self {
            edge: 14.0,
            cell: (44.0, high),
            other: 22.0,
            curve: 34.0,
            pad: 6.0,
            radius: 15.0,
            label: 20.0,
            letters: 16.0,
            margin: 24.0,
            track: 18.0,
            pipe: 14.0,
            single: false,
        };
        match frame.width {
            width if width >= 720.0 && stories < 1.5 && rows <= 4 => Self {
                cell: (56.0, 28.0),
                other: 28.0,
                curve: 48.0,
                pad: 8.0,
                letters: 18.0,
                label: 24.0,
                ..wide
            },
            width if width >= 720.0 => wide,
            width if width >= 520.0 => Self {
                edge: 10.0,
                cell: (40.0, high.min(20.0)),
                other: 20.0,
                curve: 26.0,
                pad: 4.0,
                radius: 13.0,
                margin: 18.0,
                pipe: 12.0,
                ..wide
            },
            _ => Self {
                edge: 6.0,
                cell: (38.0, 18.0),
                other: 18.0,
                curve: 20.0,
                pad: 3.0,
                radius: 10.5,
                label: 17.0,
                letters: 14.0,
                margin: 12.0,
                track: 12.0,
                pipe: 10.0,
                single: true,
            },
        }
    }
}

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

struct Builder<'g> {
    graph: &'g Graph,
    structure: &'g Structure,
    frame: &'g Frame,
}

impl Builder<'_> {
    /// The height of a column of `rows` numbers.
    fn height(sizes: &Sizes, rows: usize, hidden: usize) -> f32 {
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
        let mut sources: Vec<usize> = (0..self.graph.nodes.len())
            .filter(enters)
            .filter(feeds)
            .collect();
        // The input comes in lowest.
        sources.sort_unstable_by_key(|&index| (self.structure.spots[index] == Spot::Input, index));
        sources
    }

    /// Lowers the cells until the rows fit the frame.
    fn shrink(&self, sizes: &mut Sizes, hidden: usize) {
        let room = self.frame.height - self.fixed_height(sizes);
        let column = (room / self.stories()).max(28.0);
        let column = column.min(self.over_the_head(sizes)).max(28.0);
        let cells = if sizes.single { 1 } else { hidden };
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
        let gaps = 12.0 * (self.stories() + 1.0);
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

    /// Operators on lanes and in the middle row, each over the gate that feeds it.
    fn place_operators(&self, layout: &mut Layout, hidden: usize) {
        let nodes = 0..self.graph.nodes.len();
        let loose: Vec<usize> = nodes
            .filter(|&index| matches!(self.structure.spots[index], Spot::Lane(_) | Spot::Middle))
            .collect();
        let mut xs: Vec<Option<f32>> = vec![None; self.graph.nodes.len()];
        for (index, item) in layout.items.iter().enumerate() {
            if matches!(self.structure.spots[index], Spot::Gate(_)) {
                xs[index] = Some(exit(item).x);
            }
        }
        // What reads gates stands over them; what is made of those stands over them in turn; the rest goes
        // where it is read.
        for _ in 0..loose.len() {
            for &index in &loose {
                if xs[index].is_none() && !self.waits_for_reader(index) {
                    xs[index] = self.over_operands(index, &xs);
                }
                if xs[index].is_none() {
                    xs[index] = self.beside_reader(index, &xs, &layout.sizes);
                }
            }
        }
        let centre = self.frame.width / 2.0;
        for &index in &loose {
            self.place_operator(layout, index, xs[index].unwrap_or(centre), hidden);
        }
    }

    /// Whether a node stands where it is read rather than over what it reads: the other side of a blend, and what
    /// comes down from a lane.
    fn waits_for_reader(&self, index: usize) -> bool {
        let operands = &self.structure.operands[index];
        self.structure.spots[index] == Spot::Middle
            && operands.len() == 1
            && self.structure.users[index].len() == 1
    }

    fn over_operands(&self, index: usize, xs: &[Option<f32>]) -> Option<f32> {
        let lane = self.structure.spots[index];
        let aside = self.structure.operands[index].iter().filter(|&&operand| {
            let spot = self.structure.spots[operand];
            spot != lane && !matches!(spot, Spot::Enter(_))
        });
        let places: Vec<Option<f32>> = aside.map(|&operand| self.source_of(operand, xs)).collect();
        places
            .into_iter()
            .collect::<Option<Vec<f32>>>()?
            .into_iter()
            .reduce(f32::max)
    }

    /// Where an operand stands; one that waits for its reader stands for what it reads itself.
    fn source_of(&self, operand: usize, xs: &[Option<f32>]) -> Option<f32> {
        let through = self.waits_for_reader(operand) && self.structure.users[operand].len() == 1;
        let source = if through {
            *self.structure.operands[operand].first()?
        } else {
            operand
        };
        if through && matches!(self.structure.spots[source], Spot::Lane(_)) {
            return Some(0.0);
        }
        xs[source]
    }

    fn beside_reader(&self, index: usize, xs: &[Option<f32>], sizes: &Sizes) -> Option<f32> {
        let user = self.structure.users[index]
            .iter()
            .copied()
            .find(|&user| xs[user].is_some())?;
        let x = xs[user]?;
        let under = matches!(self.structure.spots[user], Spot::Lane(_));
        let hangs = self.comes_down(index);
        Some(if under || hangs {
            x
        } else {
            x - sizes.cell.0 - 3.0 * sizes.radius - 12.0
        })
    }

    /// Whether all it reads comes down from a lane.
    fn comes_down(&self, index: usize) -> bool {
        let operands = &self.structure.operands[index];
        self.structure.spots[index] == Spot::Middle
            && operands.len() == 1
            && matches!(self.structure.spots[operands[0]], Spot::Lane(_))
    }

    fn place_operator(&self, layout: &mut Layout, index: usize, x: f32, hidden: usize) {
        let sizes = layout.sizes;
        let node = &self.graph.nodes[index];
        let height = Self::height(&sizes, node.rows, hidden);
        let radius = sizes.radius;
        let beside = |x: f32, y: f32| Some(Rect::new(x, y - height / 2.0, sizes.cell.0, height));
        let (centre, column) = match self.structure.spots[index] {
            Spot::Lane(lane) => {
                let y = layout.lanes[lane];
                (at(x, y), beside(x + radius + 26.0, y))
            }
            _ if self.comes_down(index) => {
                let lane = layout.lanes.last().copied().unwrap_or(layout.middle);
                let y = f32::midpoint(lane, layout.middle - radius) - 1.0;
                let low = if sizes.single { y + 3.0 } else { layout.middle };
                // Beside the word where it is as high, else beside the operator under it.
                let half = if sizes.single {
                    reach(node.kind, radius)
                } else {
                    radius
                };
                (at(x, y), beside(x - half - STRIP - 3.0 - sizes.cell.0, low))
            }
            _ => (
                at(x, layout.middle),
                beside(x + radius + 6.0, layout.middle),
            ),
        };
        let column = if node.carry == Some(End::Next) {
            None
        } else {
            column
        };
        layout.items[index] = Item {
            body: Body::Operator(centre),
            column,
        };
    }

    /// Narrows columns of the middle row that reach into each other.
    fn settle_middle(&self, layout: &mut Layout) {
        let middle: Vec<usize> = (0..layout.items.len())
            .filter(|&index| self.structure.spots[index] == Spot::Middle)
            .collect();
        for &left in &middle {
            for &right in &middle {
                let (Some(a), Some(b)) = (layout.items[left].column, layout.items[right].column)
                else {
                    continue;
                };
                let room = b.right() - a.x - STRIP - 2.0;
                let width = (room / 2.0).max(28.0);
                let beside = Rect {
                    width: a.width + STRIP,
                    ..a
                };
                if a.x < b.x && beside.overlaps(b) && width < a.width {
                    layout.items[left].column = Some(Rect { width, ..a });
                    layout.items[right].column = Some(Rect {
                        x: b.right() - width,
                        width,
                        ..b
                    });
                }
            }
        }
    }

    fn place_entries(&self, layout: &mut Layout, hidden: usize) {
        let sizes = layout.sizes;
        let x = sizes.edge;
        let mut floor = layout.gates.1;
        for index in 0..self.graph.nodes.len() {
            let height = Self::height(&sizes, self.graph.nodes[index].rows, hidden);
            let column = |centre: f32| Rect::new(x, centre - height / 2.0, sizes.cell.0, height);
            let place = match self.structure.spots[index] {
                Spot::Enter(Some(lane)) => column(layout.lanes[lane]),
                Spot::Enter(None) => {
                    let place = column(layout.gates.1 - sizes.pad - height / 2.0);
                    floor = floor.max(place.bottom());
                    place
                }
                _ => continue,
            };
            layout.items[index].column = Some(place);
        }
        for index in 0..self.graph.nodes.len() {
            if self.structure.spots[index] == Spot::Input {
                let height = Self::height(&sizes, self.graph.nodes[index].rows, hidden);
                let track = layout
                    .bus
                    .iter()
                    .find(|(source, _)| *source == index)
                    .map_or(floor, |(_, y)| *y);
                let below = self.structure.spots.contains(&Spot::Enter(None));
                let top = if below {
                    (track - height / 2.0).max(floor + sizes.label)
                } else {
                    track - height / 2.0
                };
                let top = top.min(self.frame.height - sizes.edge - height);
                layout.items[index].column = Some(Rect::new(x, top, sizes.cell.0, height));
                // Its wire of the bus runs straight out of it where it can.
                if let Some((_, track)) = layout.bus.iter_mut().find(|(source, _)| *source == index)
                {
                    *track = track.max(top + height / 2.0);
                }
            }
        }
    }

    /// The columns of the new states, at the right edge.
    fn place_exits(&self, layout: &mut Layout, hidden: usize) {
        let sizes = layout.sizes;
        let x = self.frame.width - sizes.edge - sizes.cell.0;
        for (index, node) in self.graph.nodes.iter().enumerate() {
            if node.carry == Some(End::Next) {
                let height = Self::height(&sizes, node.rows, hidden);
                let y = match layout.items[index].body {
                    Body::Operator(centre) => centre.y,
                    Body::Gate(frame, _) => frame.bottom() - sizes.pad - height / 2.0,
                    Body::Column => layout.middle,
                };
                layout.items[index].column =
                    Some(Rect::new(x, y - height / 2.0, sizes.cell.0, height));
            }
        }
    }

    /// The head, from the hidden state down the right edge.
    fn place_head(&self, layout: &mut Layout) {
        let sizes = layout.sizes;
        let left = self.frame.width - sizes.edge - sizes.cell.0;
        // Below the new states, and below whatever else reaches into the right edge.
        let columns = layout.items.iter().filter_map(|item| item.column);
        let top = columns
            .filter(|column| column.right() > left)
            .map(Rect::bottom)
            .fold(0.0, f32::max);
        let head: Vec<usize> = (0..self.graph.nodes.len())
            .filter(|&index| matches!(self.structure.spots[index], Spot::Head(_)))
            .collect();
        let room = self.frame.height - top - sizes.edge;
        let gap = (room / count(head.len().max(1)) - sizes.label - sizes.other).clamp(3.0, 22.0);
        // Single numbers stay legible; what has many rows shares the rest.
        let many = head
            .iter()
            .filter(|&&index| self.graph.nodes[index].rows > 1)
            .count();
        let single = sizes.other.min(18.0_f32.max(sizes.other.min(room / 8.0)));
        let fixed = count(head.len()) * (sizes.label + gap) + count(head.len() - many) * single;
        let share = (room - fixed) / count(many.max(1));
        let mut y = top + gap;
        for index in head {
            let rows = self.graph.nodes[index].rows;
            let height = if rows > 1 {
                share.min(count(rows) * sizes.other).max(single)
            } else {
                single
            };
            let column = Rect::new(left, y + sizes.label, sizes.cell.0, height);
            layout.items[index].column = Some(column);
            y = column.bottom() + gap;
        }
    }
}

/// Beside a column, for the strip of its gradient, CSS px.
const STRIP: f32 = 7.0;

/// What an operator has written on it.
pub(super) fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Tanh => "tanh",
        Kind::Sigmoid => "σ",
        Kind::Relu => "ReLU",
        Kind::Complement => "1−",
        Kind::Identity => "id",
        _ => "",
    }
}

/// Half the width of an operator: a word may need more than the circle.
pub(super) fn reach(kind: Kind, radius: f32) -> f32 {
    let style = Type::sans(11.0).face(Face::Math);
    radius.max(metrics::measure(word(kind), style).width / 2.0 + 4.0)
}

/// The room for the legend under the picture.
pub(super) const LEGEND: f32 = 20.0;

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
