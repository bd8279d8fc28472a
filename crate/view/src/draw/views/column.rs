//! Columns of value cells: fill = value, outline = identity; numbers where they fit, else a heat strip with
//! the selected unit written out.

use crate::draw::metrics;
use crate::draw::painter::{Align, Ink, Painter, Point, Rect, Rgba, Type, at};
use crate::draw::scene::{Kind, Rows, Scene};
use crate::draw::theme::{Palette, Scale};
use crate::explain::number;

/// A cell lower than this holds no number, CSS px.
const LOWEST: f32 = 15.0;
/// Numbers in cells, CSS px: the smallest, and the largest in high cells.
const NUMBER: (f32, f32) = (11.0, 13.0);
/// The cell that writes the selected unit of a heat strip out, CSS px.
const PLATE: f32 = 18.0;

/// How strongly something is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strength {
    /// 1 = full ink, 0.25 = not yet computed.
    pub ink: f32,
    /// Whether it is being computed.
    pub now: bool,
}

/// A column to be drawn.
#[derive(Clone, Debug)]
pub struct Column<'c> {
    /// The numbers, if they may be seen.
    pub values: Option<&'c [f64]>,
    /// How many there are.
    pub rows: usize,
    /// The first row that is drawn, from 0, and how many: all, or only the selected unit.
    pub shown: (usize, usize),
    /// The row of the selected unit, from 0, where the rows are units.
    pub unit: Option<usize>,
    /// What it refers to as a whole.
    pub reference: Option<&'c str>,
    /// In words.
    pub words: &'c str,
    /// Its identity hue.
    pub hue: Rgba,
    /// How values become fills.
    pub scale: Scale,
    /// How strongly it is drawn.
    pub strength: Strength,
}

impl Column<'_> {
    /// Draws it into a box.
    pub fn paint(&self, scene: &mut Scene, area: Rect, palette: &Palette) {
        let rows = self.shown.1.max(1);
        let dense = is_dense(area.height, rows);
        if dense || self.values.is_none() {
            scene.plain();
            scene.rect(area, Ink::fill(palette.page));
        }
        if dense {
            self.strip(scene, area, palette);
        } else {
            let height = area.height / count(rows);
            for row in 0..rows {
                let cell = Rect::new(area.x, area.y + count(row) * height, area.width, height);
                self.cell(scene, cell, self.shown.0 + row, palette);
            }
            self.separators(scene, area, rows, palette);
        }
        self.frame(scene, area, palette);
    }

    /// Between the cells, as one line to and fro: its turns lie under the frame.
    fn separators(&self, scene: &mut Scene, area: Rect, rows: usize, palette: &Palette) {
        if rows < 2 {
            return;
        }
        let height = area.height / count(rows);
        let ends = (1..rows).flat_map(|row| {
            let y = area.y + count(row) * height;
            let (near, far) = (at(area.x, y), at(area.right(), y));
            if row % 2 == 1 {
                [near, far]
            } else {
                [far, near]
            }
        });
        let ways: Vec<Point> = ends.collect();
        let hue = palette.page.towards(self.hue, self.strength.ink);
        scene.plain();
        scene.path(
            &ways,
            false,
            Ink::line(palette.page.towards(hue, 0.45), 1.0),
        );
    }

    fn value(&self, row: usize) -> Option<f64> {
        self.values.and_then(|values| values.get(row).copied())
    }

    fn begin(&self, scene: &mut Scene, row: usize) {
        let value = self
            .value(row)
            .map_or("not computed yet".to_owned(), number::text);
        let words = if self.rows == 1 {
            format!("{}: {value}", self.words)
        } else {
            format!("{}, unit {}: {value}", self.words, row + 1)
        };
        let reference = self
            .reference
            .map(|reference| format!("{reference}.u{}", row + 1));
        scene.mark(reference, words, Kind::Cell);
    }

    fn cell(&self, scene: &mut Scene, cell: Rect, row: usize, palette: &Palette) {
        self.begin(scene, row);
        match self.value(row) {
            None => {
                let color = palette.page.towards(palette.ink, 0.5);
                scene.text("–", baseline(cell), digits(cell), color);
                scene.area(cell);
            }
            Some(value) if !value.is_finite() => not_finite(scene, cell, value, palette),
            Some(value) => {
                let fill = if palette.is_plain {
                    palette.page
                } else {
                    self.fill(value, palette)
                };
                scene.rect(cell, Ink::fill(fill));
                if palette.is_plain {
                    value_bar(scene, cell, value, self.scale, palette);
                }
                signs(scene, cell, value, fill, self.scale, palette);
                self.number(scene, cell, value, fill);
            }
        }
    }

    fn fill(&self, value: f64, palette: &Palette) -> Rgba {
        palette
            .page
            .towards(palette.value(value, self.scale), self.strength.ink.max(0.6))
    }

    fn number(&self, scene: &mut Scene, cell: Rect, value: f64, fill: Rgba) {
        let style = digits(cell);
        let color = fill.towards(Palette::on(fill), 0.55 + 0.45 * self.strength.ink);
        scene.text(
            &print(value, style, cell.width - 2.5),
            baseline(cell),
            style,
            color,
        );
    }

    fn strip(&self, scene: &mut Scene, area: Rect, palette: &Palette) {
        scene.mark(self.reference.map(str::to_owned), self.words, Kind::Frame);
        if let Some(values) = self.values {
            let pixels: Vec<u8> = values
                .iter()
                .map(|&value| self.fill(value, palette))
                .flat_map(|color| [color.r, color.g, color.b, color.a])
                .collect();
            let rows = u32::try_from(values.len()).unwrap_or(u32::MAX);
            scene.image(area, 1, rows, &pixels);
        }
        scene.rows(Rows {
            area,
            reference: self.reference.map(str::to_owned),
            words: self.words.to_owned(),
            numbers: (1, self.rows),
            values: self.values.map(<[f64]>::to_vec),
            kind: Kind::Cell,
        });
        let height = area.height / count(self.rows);
        if let Some(row) = self.unit {
            let middle = area.y + (count(row) + 0.5) * height;
            let plate = PLATE.min(area.height);
            let top = (middle - plate / 2.0).clamp(area.y, area.bottom() - plate);
            self.cell(
                scene,
                Rect::new(area.x, top, area.width, plate),
                row,
                palette,
            );
            scene.rect(
                Rect::new(area.x, top, area.width, plate),
                Ink::line(self.hue, 1.0),
            );
        }
    }

    fn frame(&self, scene: &mut Scene, area: Rect, palette: &Palette) {
        scene.plain();
        let hue = palette.page.towards(self.hue, self.strength.ink);
        let width = if self.strength.now { 2.0 } else { 1.0 };
        let grown = if self.strength.now {
            area.grown(0.5)
        } else {
            area
        };
        scene.rect(grown, Ink::line(hue, width));
        if self.shown.1 > 1
            && let Some(row) = self.unit.and_then(|unit| unit.checked_sub(self.shown.0))
            && row < self.shown.1
        {
            let height = area.height / count(self.shown.1);
            if height >= LOWEST {
                let cell = Rect::new(area.x, area.y + count(row) * height, area.width, height);
                scene.rect(cell.grown(-1.0), Ink::line(hue, 1.0));
            }
        }
    }
}

/// Whether so many rows in this height are too low for numbers.
#[must_use]
pub fn is_dense(height: f32, rows: usize) -> bool {
    rows > 1 && height / count(rows) < LOWEST
}

/// Without colours a value is a bar along the foot of its cell, from the left or, with a sign, from the middle.
pub(super) fn value_bar(
    scene: &mut Scene,
    cell: Rect,
    value: f64,
    scale: Scale,
    palette: &Palette,
) {
    const THICK: f32 = 3.0;
    let (low, high) = scale.ends();
    let (middle, half) = (f64::midpoint(low, high), 0.5 * high - 0.5 * low);
    let place = |value: f64| {
        let share = 0.5 + 0.5 * share(value - middle, half);
        cell.x + 1.0 + share * (cell.width - 2.0)
    };
    let (from, to) = (place(0.0), place(value));
    let y = cell.bottom() - THICK;
    let bar = Rect::new(from.min(to), y, (to - from).abs(), THICK);
    scene.rect(bar, Ink::fill(palette.ink));
}

/// A tick for negative values, a dot for values beyond the range: neither is only a colour.
pub(super) fn signs(
    scene: &mut Scene,
    cell: Rect,
    value: f64,
    fill: Rgba,
    scale: Scale,
    palette: &Palette,
) {
    let color = fill.towards(Palette::on(fill), 0.7);
    if value < 0.0 && cell.height >= 12.0 {
        let (x, y) = (cell.x + 2.0, cell.bottom() - 2.0);
        scene.path(
            &[at(x, y - 3.0), at(x, y), at(x + 3.0, y)],
            false,
            Ink::line(color, 1.0),
        );
    }
    if scale.is_beyond(value) {
        let dot = at(cell.right() - 4.0, cell.y + 4.0);
        scene.circle(dot, 1.5, Ink::fill(palette.beyond).outlined(color, 0.5));
    }
}

/// The type of a number in a cell of this height.
fn digits(cell: Rect) -> Type {
    Type::sans((cell.height * 0.48).clamp(NUMBER.0, NUMBER.1)).align(Align::Middle)
}

fn baseline(cell: Rect) -> Point {
    at(cell.centre().x, cell.centre().y + 0.36 * digits(cell).size)
}

/// No cell is so wide that it has room for more.
const MOST_STRIPES: usize = 400;

/// Stripes and the word, for what is not a number.
fn not_finite(scene: &mut Scene, cell: Rect, value: f64, palette: &Palette) {
    scene.rect(cell, Ink::fill(palette.page).outlined(palette.error, 1.0));
    let stripes = (0..MOST_STRIPES).map(|stripe| cell.x + 4.0 + 6.0 * count(stripe));
    for x in stripes.take_while(|x| x + 4.0 < cell.right()) {
        let stripe = [at(x, cell.bottom()), at(x + 4.0, cell.y)];
        scene.path(
            &stripe,
            false,
            Ink::line(palette.page.towards(palette.error, 0.35), 1.5),
        );
    }
    let style = digits(cell).halo(palette.page);
    scene.text(&number::text(value), baseline(cell), style, palette.error);
}

/// How a number in a cell may be printed, the best first; none is tried before the better ones have failed.
const PRINTS: [fn(f64) -> String; 8] = [
    |value| fixed(value, 3),
    |value| fixed(value, 2),
    |value| short(value, 2),
    |value| fixed(value, 1),
    |value| short(value, 1),
    |value| fixed(value, 0),
    |value| number::significant(value, 2).text(),
    |value| number::significant(value, 1).text(),
];

/// The value with as many decimals as there is room for, without the zero before the point where that helps; what is
/// not zero never reads as zero.
#[must_use]
pub fn print(value: f64, style: Type, room: f32) -> String {
    let is_true = |text: &String| value == 0.0 || text.chars().any(|c| matches!(c, '1'..='9'));
    let fits = |text: &String| metrics::measure(text, style).width <= room;
    PRINTS
        .iter()
        .map(|print| print(value))
        .find(|text| is_true(text) && fits(text))
        .unwrap_or_else(|| number::significant(value, 1).text())
}

fn fixed(value: f64, decimals: usize) -> String {
    number::fixed(value, decimals).text()
}

/// Without the zero before the point.
fn short(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    match text.split_once("0.") {
        Some((sign, digits)) if !sign.ends_with(|c: char| c.is_ascii_digit()) => {
            format!("{sign}.{digits}")
        }
        _ => text,
    }
}

/// A value as a share of the most there is, from -1 to 1; what is no number is nothing.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    reason = "a share of a length on screen"
)]
pub fn share(value: f64, most: f64) -> f32 {
    let share = if value.is_infinite() {
        value.signum()
    } else {
        (value / most.max(f64::MIN_POSITIVE)).clamp(-1.0, 1.0)
    };
    if share.is_nan() { 0.0 } else { share as f32 }
}

/// A count as a length.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a count of things on screen")]
pub fn count(n: usize) -> f32 {
    n as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_zero_never_reads_as_zero_however_narrow_its_cell() {
        let style = Type::sans(11.0);
        for room in [24.0, 28.0, 34.0, 44.0] {
            for value in [0.011, -0.011, 0.0004, -3.2e-7, 0.6, -0.96] {
                let text = print(value, style, room);
                assert!(
                    text.contains(|c: char| ('1'..='9').contains(&c)),
                    "{value} in {room}: {text}"
                );
            }
        }
        assert_eq!(print(-0.011, style, 29.0), "−.01");
        assert_eq!(print(0.0, style, 44.0), "0");
        assert_eq!(print(10.5, style, 28.0), "10.5");
    }
}
