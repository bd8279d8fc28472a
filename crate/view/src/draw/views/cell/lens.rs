//! The lens: where a column is too dense for numbers, the five units round the focused one written out beside it.
//!
//! Invariant: it cannot be hit, so that pointing through it never moves it.

use super::Picture;
use super::geometry::rounded_rect;
use crate::draw::painter::{Align, Ink, Painter, Rect, Type, at};
use crate::draw::scene::Scene;
use crate::draw::theme::Scale;
use crate::draw::views::column::{Column, Strength, count, is_dense};

/// How many units it shows.
const UNITS: usize = 5;
/// One unit, CSS px.
const ROW: f32 = 18.0;
/// Room for the number of a unit, CSS px.
const NUMBERS: f32 = 26.0;
/// The least width of a value, CSS px.
const CELL: f32 = 46.0;

impl Picture<'_> {
    /// Over everything else, where one unit of a dense column is focused.
    pub(super) fn lens(&self, scene: &mut Scene, focused: &str) {
        let (is_gradient, value) = match focused.strip_prefix("d.") {
            Some(value) => (true, value),
            None => (false, focused),
        };
        let Some((whole, unit)) = value.rsplit_once(".u") else {
            return;
        };
        let Ok(unit) = unit.parse::<usize>() else {
            return;
        };
        let same = |index: &usize| {
            self.graph.nodes[*index].reference.as_deref() == Some(whole)
                && self.layout.items[*index].column.is_some()
        };
        let Some(index) = (0..self.graph.nodes.len()).find(same) else {
            return;
        };
        let node = &self.graph.nodes[index];
        let column = self.layout.items[index].column.unwrap_or_default();
        let dense = is_dense(column.height, node.rows)
            && !(self.layout.sizes.single && node.rows == self.hidden());
        let values = if is_gradient {
            node.grads.as_deref()
        } else {
            node.values.as_deref()
        };
        if !dense || unit == 0 || unit > node.rows || values.is_none() {
            return;
        }
        let rows = UNITS.min(node.rows);
        let first = (unit - 1).saturating_sub(UNITS / 2).min(node.rows - rows);
        let area = self.beside(column, unit, node.rows, rows);
        self.tie(scene, column, area, (first, rows, node.rows));
        let scale = if is_gradient {
            Scale::Signed(self.graph.ranges.grads)
        } else {
            super::scale(self.graph, node)
        };
        let hue = if is_gradient {
            self.palette.gradient
        } else {
            self.hue(node.role)
        };
        let cells = Rect::new(
            area.x + NUMBERS,
            area.y + 3.0,
            area.width - NUMBERS - 3.0,
            area.height - 6.0,
        );
        let numbers = Column {
            values,
            rows: node.rows,
            shown: (first, rows),
            unit: Some(unit - 1),
            reference: None,
            words: "",
            hue,
            scale,
            strength: Strength {
                ink: 1.0,
                now: false,
            },
        };
        numbers.paint(scene, cells, self.palette);
        scene.plain();
        for row in 0..rows {
            let own = first + row + 1;
            let color = if own == unit {
                self.palette.accent
            } else {
                self.palette.secondary
            };
            let place = at(area.x + NUMBERS - 5.0, cells.y + count(row) * ROW + 13.0);
            scene.text(
                &own.to_string(),
                place,
                Type::sans(11.0).align(Align::End),
                color,
            );
        }
        let ring = Rect::new(
            cells.x,
            cells.y + count(unit - 1 - first) * ROW,
            cells.width,
            ROW,
        );
        scene.rect(ring, Ink::line(self.palette.accent, 2.0));
    }

    /// On the side of the column where there is room, as high as its unit.
    fn beside(&self, column: Rect, unit: usize, of: usize, rows: usize) -> Rect {
        let (width, height) = (
            NUMBERS + self.layout.sizes.cell.0.max(CELL) + 3.0,
            count(rows) * ROW + 6.0,
        );
        let middle = column.y + (count(unit) - 0.5) * column.height / count(of);
        let top = (middle - height / 2.0).clamp(2.0, (self.frame.height - height - 2.0).max(2.0));
        let right = column.right() + 14.0;
        let left = if right + width <= self.frame.width - 2.0 {
            right
        } else {
            column.x - 8.0 - width
        };
        Rect::new(left, top, width, height)
    }

    /// The box of the lens, tied to the rows it shows.
    fn tie(
        &self,
        scene: &mut Scene,
        column: Rect,
        area: Rect,
        (first, rows, of): (usize, usize, usize),
    ) {
        let height = column.height / count(of);
        let (top, bottom) = (
            column.y + count(first) * height,
            column.y + count(first + rows) * height,
        );
        let (from, to) = if area.x > column.x {
            (column.right(), area.x)
        } else {
            (column.x, area.right())
        };
        let wedge = [
            at(from, top),
            at(to, area.y + 4.0),
            at(to, area.bottom() - 4.0),
            at(from, bottom),
        ];
        scene.plain();
        scene.path(&wedge, true, Ink::fill(self.palette.accent.faded(0.18)));
        rounded_rect(
            scene,
            area,
            4.0,
            Ink::fill(self.palette.page).outlined(self.palette.accent, 1.25),
        );
    }
}
