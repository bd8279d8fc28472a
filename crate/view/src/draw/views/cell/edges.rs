//! What stands at the edges: states and the input come in on the left, new states and the head are on the right.

use super::layout::{Body, Builder, Layout};
use super::structure::Spot;
use crate::draw::painter::Rect;
use crate::draw::views::column::count;
use crate::explain::graph::End;

/// The least height of a number of the head, CSS px.
const LEAST: f32 = 15.0;

impl Builder<'_> {
    pub(super) fn place_entries(&self, layout: &mut Layout, hidden: usize) {
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
    pub(super) fn place_exits(&self, layout: &mut Layout, hidden: usize) {
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
    pub(super) fn place_head(&self, layout: &mut Layout) {
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
        let single = if many == 0 {
            let each = room / count(head.len().max(1)) - sizes.label - gap;
            single.min(each.max(LEAST))
        } else {
            single
        };
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
