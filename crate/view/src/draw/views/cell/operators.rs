//! Where operators stand: on the lanes and in the middle row, each over the gate that feeds it.
//!
//! Invariant: columns of the middle row do not reach into each other.

use super::layout::{Body, Builder, Item, Layout, exit};
use super::sizes::{STRIP, Sizes, reach};
use super::structure::Spot;
use crate::draw::painter::{Rect, at};
use crate::explain::graph::End;

impl Builder<'_> {
    /// Operators on lanes and in the middle row, each over the gate that feeds it.
    pub(super) fn place_operators(&self, layout: &mut Layout, hidden: usize) {
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

    /// Leaves out columns of what comes down from a lane where they lie on another column or its name.
    fn clear_names(&self, layout: &mut Layout, middle: &[usize]) {
        let named = |layout: &Layout, index: usize| {
            let column = layout.items[index].column?;
            let name = layout.sizes.label;
            Some(Rect::new(
                column.x,
                column.y - name,
                column.width + STRIP,
                column.height + name,
            ))
        };
        for &index in middle.iter().filter(|&&index| self.comes_down(index)) {
            let Some(own) = named(layout, index) else {
                continue;
            };
            let others = middle.iter().filter(|&&other| other != index);
            let covers =
                |&other: &usize| named(layout, other).is_some_and(|area| area.overlaps(own));
            if others.copied().any(|other| covers(&other)) {
                layout.items[index].column = None;
            }
        }
    }

    /// Narrows columns of the middle row that reach into each other, and leaves out those that would still lie on
    /// another's name: what comes down from a lane shows its operator anyway.
    pub(super) fn settle_middle(&self, layout: &mut Layout) {
        let middle: Vec<usize> = (0..layout.items.len())
            .filter(|&index| self.structure.spots[index] == Spot::Middle)
            .collect();
        if layout.sizes.single {
            self.clear_names(layout, &middle);
        }
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
}
