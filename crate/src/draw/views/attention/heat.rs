//! The heat map: outputs down, source symbols across, each row a budget of 1; without attention one fixed wire.

use std::rc::Rc;

use super::{Chip, px, real, small, weight_of};
use crate::draw::painter::{Align, Ink, Painter, Rect, Type, at};
use crate::draw::scene::{Kind, Naming, Patch, Scene};
use crate::draw::theme::{Palette, Scale};
use crate::draw::views::{Frame, focus};
use crate::explain::translation::HeatPicture;

/// The side of a cell, CSS px: readable at most, pointed at at least, and where even that has no room.
const MOST: f32 = 34.0;
const LEAST: f32 = 14.0;
const TINIEST: f32 = 8.0;
/// From here on a cell holds its number.
const WRITTEN: f32 = 28.0;
/// The bar that is always full, and its number.
const SUM: f32 = 52.0;

/// Where everything stands.
struct Places {
    side: f32,
    grid: Rect,
}

impl Places {
    fn of(picture: &HeatPicture, frame: &Frame) -> Self {
        let (rows, cols) = (real(picture.rows.len()), real(picture.columns.len()));
        let (left, top) = (frame.rem(30.0), frame.rem(24.0));
        let room = (frame.width - left - frame.rem(SUM)) / cols.max(1.0);
        let below = (frame.height - top - 6.0) / rows.max(1.0);
        let side = room.min(below).floor().clamp(TINIEST, MOST);
        let width = side * cols;
        let free = (frame.width - left - width - frame.rem(SUM)).max(0.0);
        Self {
            side,
            grid: Rect::new((left + free / 2.0).floor(), top.floor(), width, side * rows),
        }
    }

    fn cell(&self, row: usize, col: usize) -> Rect {
        let (x, y) = (
            self.grid.x + real(col) * self.side,
            self.grid.y + real(row) * self.side,
        );
        Rect::new(x, y, self.side, self.side)
    }

    fn row(&self, row: usize) -> Rect {
        let cell = self.cell(row, 0);
        Rect::new(cell.x, cell.y, self.grid.width, self.side)
    }

    fn column(&self, col: usize) -> Rect {
        let cell = self.cell(0, col);
        Rect::new(cell.x, cell.y, self.side, self.grid.height)
    }
}

/// The picture.
#[must_use]
pub fn heat(picture: &HeatPicture, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    let places = Places::of(picture, frame);
    let has_weights = picture.rows.iter().any(|row| !row.weights.is_empty());
    if has_weights {
        weights(&mut scene, picture, &places, palette);
        lit(&mut scene, picture, &places, (palette, focused));
        sums(&mut scene, picture, &places, frame);
    } else {
        bridge(&mut scene, picture, &places, frame);
    }
    signs(&mut scene, picture, &places, frame);
    focus::paint(&mut scene, focused, palette);
    scene
}

fn weights(scene: &mut Scene, picture: &HeatPicture, places: &Places, palette: &Palette) {
    scene.plain();
    let all = picture.rows.iter().flat_map(|row| &row.weights);
    let pixels: Vec<u8> = all
        .map(|&weight| palette.value(weight, Scale::Share))
        .flat_map(|color| [color.r, color.g, color.b, color.a])
        .collect();
    let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (rows, cols) = (picture.rows.len(), picture.columns.len());
    scene.image(places.grid, size(cols), size(rows), &pixels);
    scene.patch(Patch {
        area: places.grid,
        size: (rows, cols),
        naming: Rc::new(Weights(picture.clone())),
    });
    scene.rect(places.grid, Ink::line(palette.line, 1.0));
    if places.side < WRITTEN && !palette.is_plain {
        return;
    }
    for (row, own) in picture.rows.iter().enumerate() {
        for (col, &weight) in own.weights.iter().enumerate() {
            number(scene, places.cell(row, col), weight, palette);
        }
    }
}

/// A weight in its cell, without the 0 before the point.
fn number(scene: &mut Scene, cell: Rect, weight: f64, palette: &Palette) {
    let text = format!("{weight:.2}");
    let text = text.strip_prefix('0').unwrap_or(&text);
    let style = Type::sans(11.0).align(Align::Middle);
    if scene.measure(text, style).width > cell.width || text == ".00" {
        return;
    }
    let color = Palette::on(palette.value(weight, Scale::Share));
    scene.text(
        text,
        at(cell.centre().x, cell.centre().y + 4.0),
        style,
        color,
    );
}

/// The row that is looked at, and row and column of what is pointed at.
fn lit(
    scene: &mut Scene,
    picture: &HeatPicture,
    places: &Places,
    (palette, focused): (&Palette, Option<&str>),
) {
    scene.plain();
    if let Some(now) = picture
        .t
        .checked_sub(1)
        .filter(|now| *now < picture.rows.len())
    {
        scene.rect(places.row(now), Ink::line(palette.ink, 2.0));
    }
    for (row, _) in picture
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.edited)
    {
        let ink = Ink::line(palette.accent, 1.5).dashed(&[4.0, 2.0]);
        scene.rect(places.row(row), ink);
    }
    if let Some((row, col)) = weight_of(focused) {
        let ink = Ink::line(palette.accent, 1.0);
        if row < picture.rows.len() && col < picture.columns.len() {
            scene.rect(places.row(row), ink);
            scene.rect(places.column(col), ink);
        }
    }
}

/// Always full: what a row adds up to.
fn sums(scene: &mut Scene, picture: &HeatPicture, places: &Places, frame: &Frame) {
    let palette = frame.theme.palette();
    let x = places.grid.right() + 6.0;
    for (row, own) in picture.rows.iter().enumerate() {
        let cell = places.row(row);
        let words = format!("the weights of output {} add up to {:.2}", row + 1, own.sum);
        scene.mark(None, words, Kind::Plain);
        let bar = Rect::new(x, cell.y + 2.0, 4.0, (cell.height - 4.0).max(2.0));
        let full = Rect::new(x, bar.y, 4.0, bar.height * px(own.sum.min(1.0)));
        scene.rect(full, Ink::fill(palette.secondary));
        if cell.height >= 12.0 {
            let place = at(x + 8.0, cell.centre().y + 4.0);
            small(
                scene,
                &format!("{:.2}", own.sum),
                place,
                Align::Start,
                frame,
            );
        }
    }
    small(scene, "sum", at(x, frame.rem(16.0)), Align::Start, frame);
}

/// Symbols on both axes; what was read has a line under it as high as the weight of the row that is looked at.
fn signs(scene: &mut Scene, picture: &HeatPicture, places: &Places, frame: &Frame) {
    let palette = frame.theme.palette();
    let top = places.grid.y - frame.rem(22.0);
    let now = picture
        .t
        .checked_sub(1)
        .and_then(|now| picture.rows.get(now));
    for (col, sign) in picture.columns.iter().enumerate() {
        let x = places.cell(0, col).x;
        let area = Rect::new(x, top, places.side, frame.rem(16.0));
        let chip = Chip {
            sign,
            area,
            is_read: true,
        };
        chip.paint(scene, frame, palette);
        let Some(weight) = now.and_then(|row| row.weights.get(col)) else {
            continue;
        };
        let high = px(*weight) * frame.rem(5.0);
        if high >= 0.5 {
            let line = Rect::new(x + 1.0, places.grid.y - high - 0.5, places.side - 2.0, high);
            scene.rect(line, Ink::fill(palette.ink));
        }
    }
    for (row, own) in picture.rows.iter().enumerate() {
        let y = places.cell(row, 0).y;
        let width = places.side.clamp(LEAST, frame.rem(22.0));
        let area = Rect::new(places.grid.x - width - 4.0, y, width, places.side);
        let chip = Chip {
            sign: &own.sign,
            area,
            is_read: false,
        };
        chip.paint(scene, frame, palette);
        if row + 1 == picture.t {
            scene.plain();
            let (x, y) = (area.x - 2.0, area.centre().y);
            let arrow = [at(x - 5.0, y - 4.0), at(x, y), at(x - 5.0, y + 4.0)];
            scene.path(&arrow, true, Ink::fill(palette.accent));
        }
    }
}

/// Without attention: all that was read goes into one vector, and the same wire leads from it to every output.
fn bridge(scene: &mut Scene, picture: &HeatPicture, places: &Places, frame: &Frame) {
    let palette = frame.theme.palette();
    let side = frame.rem(38.0);
    let right = places.grid.right() - side / 2.0;
    let middle = at(
        right.max(places.grid.x + 2.0 * side),
        places.grid.centre().y,
    );
    let plate = Rect::around(middle, side, places.grid.height.min(3.0 * side));
    scene.plain();
    for (col, _) in picture.columns.iter().enumerate() {
        let from = places.cell(0, col);
        let way = [at(from.centre().x, places.grid.y), at(middle.x, plate.y)];
        scene.path(&way, false, Ink::line(palette.line.faded(0.7), 1.0));
    }
    for (row, _) in picture.rows.iter().enumerate() {
        let is_now = row + 1 == picture.t;
        let to = places.cell(row, 0);
        let color = if is_now { palette.accent } else { palette.line };
        let way = [at(plate.x, middle.y), at(to.x, to.centre().y)];
        scene.path(
            &way,
            false,
            Ink::line(color, if is_now { 3.0 } else { 1.5 }),
        );
    }
    let words = "the fixed context: what the encoder knew at both ends of the text, the same for every output";
    scene.mark(Some("context.t1".to_owned()), words, Kind::Cell);
    scene.rect(plate, Ink::fill(palette.panel).outlined(palette.ink, 2.0));
    let style = Type::sans(frame.rem(16.0)).align(Align::Middle);
    scene.text("c", at(middle.x, middle.y + 5.0), style, palette.ink);
}

/// Every weight by its name.
#[derive(Debug)]
struct Weights(HeatPicture);

impl Naming for Weights {
    fn name(&self, row: usize, col: usize) -> (Option<String>, String) {
        let reference = format!("weights.t{}.u{}", row + 1, col + 1);
        (Some(reference), self.0.weight_words(row, col))
    }

    fn find(&self, reference: &str) -> Option<(usize, usize)> {
        let (row, col) = weight_of(Some(reference))?;
        (row < self.0.rows.len() && col < self.0.columns.len()).then_some((row, col))
    }
}
