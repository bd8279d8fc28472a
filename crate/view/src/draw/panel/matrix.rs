//! A matrix as data: cells with numbers where they fit, else a heat map with a lens at what is looked at.
//!
//! Invariant: every entry has its name, its words and its place in the table.

use std::rc::Rc;

use super::look::Hue;
use crate::draw::metrics::{fit, measure, wrap};
use crate::draw::painter::{Align, Painter, Rect, Type, at};
use crate::draw::scene::{Naming, Scene};
use crate::draw::theme::{Palette, Scale};
use crate::draw::views::column::count;
use crate::draw::views::matrix::Grid;
use crate::draw::views::{Frame, focus};
use crate::explain::inspect::{InspectedRow, Inspection};
use crate::explain::number;
use crate::explain::sheet::{Entry, Sheet};

/// A matrix.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// What it shows: the caption of its table.
    pub caption: String,
    /// What is said under it.
    pub foot: String,
    /// What its rows count, and their heads.
    pub rows: (&'static str, Vec<String>),
    /// The heads of its columns.
    pub cols: Vec<String>,
    /// Row after row.
    pub entries: Vec<f64>,
    /// How values become fills.
    pub scale: Scale,
    /// What it is for.
    pub hue: Hue,
    /// What it is called.
    pub name: String,
    /// The reference of each entry; row and column from 0.
    pub reference: fn(usize, usize) -> String,
    /// The entry of a reference.
    pub place: fn(&str) -> Option<(usize, usize)>,
    /// Whether entries can be changed.
    pub is_given: bool,
    /// Whether the heads of rows and columns stand beside it.
    pub has_heads: bool,
}

/// A cell is at most this large, CSS px across and down.
const CELL: (f32, f32) = (64.0, 26.0);
/// From the left edge, and from the upper one.
const EDGE: (f32, f32) = (10.0, 6.0);

impl Matrix {
    /// As it is painted into a frame, with what has this name in focus.
    #[must_use]
    pub fn scene(&self, frame: &Frame, focus: Option<&str>) -> Scene {
        let palette = frame.theme.palette();
        let mut scene = Scene::new(frame.size(), palette.page);
        let area = self.area(frame);
        let named = Rc::new(self.clone());
        let grid = Grid {
            rows: self.rows.1.len(),
            cols: self.cols.len(),
            entries: &self.entries,
            lens: focus.and_then(|name| named.find(name)),
            named,
            scale: self.scale,
            hue: self.hue.of(palette),
            lit: (None, None),
            now: false,
        };
        grid.paint(&mut scene, area, palette);
        scene.plain();
        let style = Type::sans(frame.rem(11.0));
        if self.has_heads {
            self.heads(&mut scene, area, style, palette);
        }
        let mut y = area.bottom();
        for line in wrap(&self.foot, style, frame.width - 2.0 * EDGE.0, 3) {
            y += frame.rem(15.0);
            scene.text(&line, at(EDGE.0, y), style, palette.secondary);
        }
        focus::paint(&mut scene, focus, palette);
        scene
    }

    /// Where it stands: cells as large as there is room for where they hold numbers, else squares.
    fn area(&self, frame: &Frame) -> Rect {
        if self.has_heads {
            return self.area_beside_heads(frame);
        }
        let (rows, cols) = (px(self.rows.1.len()), px(self.cols.len()));
        let foot = frame.rem(20.0);
        let wide = (frame.width - 2.0 * EDGE.0).max(1.0) / cols;
        let high = (frame.height - foot - EDGE.0).max(1.0) / rows;
        let whole = Rect::new(EDGE.0, EDGE.1, wide * cols, high * rows);
        if Grid::is_legible(self.rows.1.len(), self.cols.len(), whole) {
            let (wide, high) = (wide.min(CELL.0), high.min(CELL.1));
            return Rect::new(EDGE.0, EDGE.1, wide * cols, high * rows);
        }
        let side = wide.min(high);
        Rect::new(EDGE.0, EDGE.1, side * cols, side * rows)
    }

    /// Where it stands beside the heads of its rows and under those of its columns.
    fn area_beside_heads(&self, frame: &Frame) -> Rect {
        let style = Type::sans(frame.rem(11.0));
        let widest = |heads: &[String]| {
            let widths = heads.iter().map(|head| measure(head, style).width);
            widths.fold(0.0, f32::max)
        };
        let (rows, cols) = (px(self.rows.1.len()), px(self.cols.len()));
        let left = (widest(&self.rows.1) + 12.0).min(frame.width * 0.45);
        let top = frame.rem(18.0);
        let wide = (frame.width - 2.0 * EDGE.0 - left).max(1.0) / cols;
        let high = (frame.height - top - frame.rem(50.0)).max(1.0) / rows;
        let wide = wide.min((widest(&self.cols) + 16.0).max(CELL.0));
        let high = high.min(frame.rem(CELL.1));
        Rect::new(EDGE.0 + left, EDGE.1 + top, wide * cols, high * rows)
    }

    fn heads(&self, scene: &mut Scene, area: Rect, style: Type, palette: &Palette) {
        let wide = area.width / px(self.cols.len());
        let high = area.height / px(self.rows.1.len());
        for (col, head) in self.cols.iter().enumerate() {
            let x = area.x + (count(col) + 0.5) * wide;
            let head = fit(head, style, wide - 4.0);
            let middle = style.align(Align::Middle);
            scene.text(&head, at(x, area.y - 6.0), middle, palette.secondary);
        }
        for (row, head) in self.rows.1.iter().enumerate() {
            let y = area.y + (count(row) + 0.5) * high + 4.0;
            let head = fit(head, style, area.x - EDGE.0 - 8.0);
            scene.text(&head, at(EDGE.0, y), style, palette.ink);
        }
    }

    /// Its numbers.
    #[must_use]
    pub fn sheet(&self) -> Sheet {
        let column = |col: usize| -> Vec<Entry> {
            let entry = |row: usize| {
                let name = (self.reference)(row, col);
                let value = self.entry(row, col);
                Entry::seen(Some(value), Some(name)).maybe_given(self.is_given)
            };
            (0..self.rows.1.len()).map(entry).collect()
        };
        let columns = self.cols.iter().enumerate();
        Sheet::of_columns(
            self.caption.clone(),
            self.rows.0,
            self.rows.1.clone(),
            columns
                .map(|(col, head)| (head.clone(), column(col)))
                .collect(),
        )
    }

    /// What is known about an entry.
    #[must_use]
    pub fn inspect(&self, reference: &str) -> Option<Inspection> {
        let (row, col) = self.find(reference)?;
        let rows = vec![InspectedRow::number("value", self.entry(row, col))];
        let title = self.head(row, col);
        Some(Inspection::of_numbers(
            reference,
            title,
            String::new(),
            rows,
        ))
    }

    fn entry(&self, row: usize, col: usize) -> f64 {
        let place = row * self.cols.len() + col;
        self.entries.get(place).copied().unwrap_or(f64::NAN)
    }

    fn head(&self, row: usize, col: usize) -> String {
        format!(
            "{}, {}, column {}",
            self.name, self.rows.1[row], self.cols[col]
        )
    }
}

impl Naming for Matrix {
    fn name(&self, row: usize, col: usize) -> (Option<String>, String) {
        let value = number::text(self.entry(row, col));
        let words = format!("{}: {value}", self.head(row, col));
        (Some((self.reference)(row, col)), words)
    }

    fn find(&self, reference: &str) -> Option<(usize, usize)> {
        let (row, col) = (self.place)(reference)?;
        (row < self.rows.1.len() && col < self.cols.len()).then_some((row, col))
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of cells on screen")]
fn px(n: usize) -> f32 {
    n.max(1) as f32
}
