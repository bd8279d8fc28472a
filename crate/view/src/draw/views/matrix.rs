//! Matrices of value cells: numbers where they fit, else a heat map with a lens of five by five entries
//! beside what is looked at.

use super::column::{count, print, signs, value_bar};
use crate::draw::painter::{Align, Ink, Painter, Rect, Rgba, Type, at};
use crate::draw::scene::{Kind, Naming, Patch, Scene};
use crate::draw::theme::{Palette, Scale};
use crate::explain::behind::Matrix;
use crate::explain::number;
use std::rc::Rc;

/// A cell smaller than this holds no number, CSS px across and down.
pub const LEGIBLE: (f32, f32) = (22.0, 14.0);
/// How far the lens reaches on either side of what is looked at.
const REACH: usize = 2;
/// A cell of the lens, CSS px across and down.
const LENS: (f32, f32) = (46.0, 17.0);

/// The entries of a matrix of weights or of their gradients, each with its value.
#[derive(Debug)]
pub struct Entries(pub Matrix);

impl Naming for Entries {
    fn name(&self, row: usize, col: usize) -> (Option<String>, String) {
        self.0.named(&self.0.words, row, col)
    }

    fn find(&self, reference: &str) -> Option<(usize, usize)> {
        self.0.place_of(reference)
    }
}

/// A matrix to be drawn.
#[derive(Clone)]
pub struct Grid<'g> {
    /// Down.
    pub rows: usize,
    /// Across.
    pub cols: usize,
    /// Row after row.
    pub entries: &'g [f64],
    /// What each entry is.
    pub named: Rc<dyn Naming>,
    /// How values become fills.
    pub scale: Scale,
    /// Its identity hue.
    pub hue: Rgba,
    /// The row and the column that are lit, from 0.
    pub lit: (Option<usize>, Option<usize>),
    /// The entry the lens stands at, from 0.
    pub lens: Option<(usize, usize)>,
    /// Whether it is what is being computed.
    pub now: bool,
}

impl Grid<'_> {
    /// Whether its numbers can be read in a box of this size.
    #[must_use]
    pub fn is_legible(rows: usize, cols: usize, area: Rect) -> bool {
        area.width / count(cols.max(1)) >= LEGIBLE.0
            && area.height / count(rows.max(1)) >= LEGIBLE.1
    }

    /// Draws it into a box; the lens may reach beyond the box but stays in the picture.
    pub fn paint(&self, scene: &mut Scene, area: Rect, palette: &Palette) {
        if Self::is_legible(self.rows, self.cols, area) {
            self.cells(scene, area, palette);
        } else {
            self.map(scene, area, palette);
        }
        self.frame(scene, area, palette);
        if let Some(entry) = self.lens
            && !Self::is_legible(self.rows, self.cols, area)
        {
            self.lens(scene, area, entry, palette);
        }
    }

    fn place(&self, area: Rect, row: usize, col: usize) -> Rect {
        let (width, height) = (
            area.width / count(self.cols),
            area.height / count(self.rows),
        );
        Rect::new(
            area.x + count(col) * width,
            area.y + count(row) * height,
            width,
            height,
        )
    }

    fn value(&self, row: usize, col: usize) -> f64 {
        self.entries
            .get(row * self.cols + col)
            .copied()
            .unwrap_or(f64::NAN)
    }

    fn begin(&self, scene: &mut Scene, row: usize, col: usize) {
        let (reference, words) = self.named.name(row, col);
        scene.mark(reference, words, Kind::Cell);
    }

    fn cells(&self, scene: &mut Scene, area: Rect, palette: &Palette) {
        for row in 0..self.rows {
            for col in 0..self.cols {
                self.begin(scene, row, col);
                let cell = self.place(area, row, col);
                value_cell(scene, cell, self.value(row, col), self.scale, palette);
            }
        }
    }

    /// Draws its entries as one image.
    pub fn map(&self, scene: &mut Scene, area: Rect, palette: &Palette) {
        scene.plain();
        let pixels: Vec<u8> = (self.entries.iter())
            .map(|&value| palette.value(value, self.scale))
            .flat_map(|color| [color.r, color.g, color.b, color.a])
            .collect();
        let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        scene.image(area, size(self.cols), size(self.rows), &pixels);
        scene.patch(Patch {
            area,
            size: (self.rows, self.cols),
            naming: Rc::clone(&self.named),
        });
    }

    /// The outline of the whole, and of what is lit.
    fn frame(&self, scene: &mut Scene, area: Rect, palette: &Palette) {
        scene.plain();
        let width = if self.now { 2.0 } else { 1.0 };
        scene.rect(area, Ink::line(self.hue, width));
        if let Some(row) = self.lit.0.filter(|row| *row < self.rows && self.rows > 1) {
            let line = self.place(area, row, 0);
            let line = Rect::new(area.x, line.y, area.width, line.height);
            scene.rect(line, Ink::line(self.hue, 1.5));
        }
        if let Some(col) = self.lit.1.filter(|col| *col < self.cols) {
            let line = self.place(area, 0, col);
            let line = Rect::new(line.x, area.y, line.width, area.height);
            scene.rect(line, Ink::line(palette.accent, 1.5));
        }
    }

    /// The entries round one, written out, beside the map.
    fn lens(&self, scene: &mut Scene, area: Rect, (row, col): (usize, usize), palette: &Palette) {
        let span = |at: usize, all: usize| {
            let first = at
                .saturating_sub(REACH)
                .min(all.saturating_sub(2 * REACH + 1));
            first..(first + 2 * REACH + 1).min(all)
        };
        let (rows, cols) = (span(row, self.rows), span(col, self.cols));
        let (width, height) = (LENS.0 * count(cols.len()), LENS.1 * count(rows.len()));
        let here = self.place(area, row, col).centre();
        let right = here.x + 14.0;
        let x = if right + width <= scene.size.width - 2.0 {
            right
        } else {
            (here.x - 14.0 - width).max(2.0)
        };
        let y = (here.y - height / 2.0).clamp(2.0, (scene.size.height - height - 2.0).max(2.0));
        scene.plain();
        let plate = Rect::new(x, y, width, height);
        scene.rect(
            plate.grown(2.0),
            Ink::fill(palette.page).outlined(palette.accent, 1.5),
        );
        for (down, line) in rows.enumerate() {
            for (across, place) in cols.clone().enumerate() {
                let cell = Rect::new(
                    x + count(across) * LENS.0,
                    y + count(down) * LENS.1,
                    LENS.0,
                    LENS.1,
                );
                value_cell(scene, cell, self.value(line, place), self.scale, palette);
                if (line, place) == (row, col) {
                    scene.rect(cell.grown(-0.5), Ink::line(palette.accent, 2.0));
                }
            }
        }
    }
}

/// One number in its cell: fill = value, with a tick where it is negative and a dot where it is beyond
/// the range.
pub fn value_cell(scene: &mut Scene, cell: Rect, value: f64, scale: Scale, palette: &Palette) {
    let fill = if palette.is_plain && value.is_finite() {
        palette.page
    } else {
        palette.value(value, scale)
    };
    let edge = palette.page.towards(palette.line, 0.6);
    scene.rect(cell, Ink::fill(fill).outlined(edge, 1.0));
    if palette.is_plain && value.is_finite() {
        value_bar(scene, cell, value, scale, palette);
    }
    signs(scene, cell, value, fill, scale, palette);
    let color = Palette::on(fill);
    let style = Type::sans((cell.height * 0.48).clamp(11.0, 13.0)).align(Align::Middle);
    let baseline = at(cell.centre().x, cell.centre().y + 0.36 * style.size);
    let text = if value.is_finite() {
        print(value, style, cell.width - 2.5)
    } else {
        number::text(value)
    };
    // What does not fit is left to the fill and to the words of the mark.
    if scene.measure(&text, style).width <= cell.width + 1.0 {
        scene.text(&text, baseline, style, color);
    }
}
