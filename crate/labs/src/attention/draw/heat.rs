//! The heat map: outputs down, source symbols across, each row a budget of 1; without attention one fixed wire.

use std::rc::Rc;

use super::window::{Window, left_out};
use super::{Chip, px, real, small};
use crate::attention::explain::translation::{HeatPicture, Shows};
use view::draw::painter::{Align, Ink, Painter, Rect, Type, at};
use view::draw::scene::{Kind, Naming, Patch, Scene};
use view::draw::theme::{Palette, Scale};
use view::draw::views::{Frame, focus};

/// The side of a cell, CSS px: readable at most, and pointed at at least. Where not all cells of this size have room,
/// those around the row that is looked at are shown.
const MOST: f32 = 34.0;
const LEAST: f32 = 14.0;
/// Columns can be narrower: one letter each.
const NARROWEST: f32 = 11.0;
/// A column that is a word.
const WORD: f32 = 92.0;
/// From here on a cell holds its number.
const WRITTEN: f32 = 28.0;
/// The bar that is always full, and its number.
const SUM: f32 = 52.0;

/// Where everything stands.
struct Places {
    wide: f32,
    high: f32,
    /// The width of the signs of outputs.
    signs: f32,
    grid: Rect,
}

impl Places {
    /// The places, and the part of the picture that has one.
    fn of(picture: &HeatPicture, frame: &Frame) -> (Self, Window) {
        let signs = if picture.is_grouped {
            frame.rem(WORD).min(0.2 * frame.width)
        } else {
            frame.rem(22.0)
        };
        // Beside the signs there is room for the arrow of the row that is looked at.
        let (left, top) = (signs + 14.0, frame.rem(24.0));
        let all = (
            frame.width - left - frame.rem(SUM),
            frame.height - top - 6.0,
        );
        let whole = Window::of(picture, all, (1.0, 1.0));
        let fits = |window: &Window, room: (f32, f32)| {
            (
                room.0 / real(window.cols.len().max(1)),
                room.1 / real(window.rows.len().max(1)),
            )
        };
        let (wide, high) = fits(&whole, all);
        let least = (
            if wide < NARROWEST { LEAST } else { 1.0 },
            if high < LEAST { LEAST } else { 1.0 },
        );
        // What is left out is said below the map.
        let is_cut = Window::of(picture, all, least) != whole;
        let note = if is_cut { frame.rem(14.0) } else { 0.0 };
        let room = (all.0, all.1 - note);
        let window = Window::of(picture, room, least);
        let (wide, high) = fits(&window, room);
        let high = high.floor().min(MOST);
        let wide = if picture.is_grouped {
            wide.floor().min(frame.rem(WORD))
        } else if high < LEAST + 1.0 || wide < high {
            wide.floor().min(MOST)
        } else {
            high
        };
        let width = wide * real(window.cols.len());
        let free = (room.0 - width).max(0.0);
        let grid = Rect::new(
            (left + free / 2.0).floor(),
            top.floor(),
            width,
            high * real(window.rows.len()),
        );
        let places = Self {
            wide,
            high,
            signs,
            grid,
        };
        (places, window)
    }

    fn cell(&self, row: usize, col: usize) -> Rect {
        let (x, y) = (
            self.grid.x + real(col) * self.wide,
            self.grid.y + real(row) * self.high,
        );
        Rect::new(x, y, self.wide, self.high)
    }

    fn row(&self, row: usize) -> Rect {
        let cell = self.cell(row, 0);
        Rect::new(cell.x, cell.y, self.grid.width, self.high)
    }

    fn column(&self, col: usize) -> Rect {
        let cell = self.cell(0, col);
        Rect::new(cell.x, cell.y, self.wide, self.grid.height)
    }
}

/// The picture.
#[must_use]
pub fn heat(all: &HeatPicture, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    let (places, window) = Places::of(all, frame);
    let picture = &window.part(all);
    let has_weights = picture.rows.iter().any(|row| !row.weights.is_empty());
    if has_weights {
        weights(&mut scene, picture, &places, palette);
        lit(&mut scene, picture, &places, (palette, focused));
        if picture.shows == Shows::Weights {
            sums(&mut scene, picture, &places, frame);
        }
    } else {
        bridge(&mut scene, picture, &places, frame);
    }
    signs(&mut scene, picture, &places, frame);
    let left = left_out(&window.rows, all.rows.len(), "outputs");
    let beside = left_out(&window.cols, all.columns.len(), "sources");
    let said: Vec<String> = left.into_iter().chain(beside).collect();
    if !said.is_empty() {
        let place = at(frame.width - 4.0, frame.height - 3.0);
        small(&mut scene, &said.join(", "), place, Align::End, frame);
    }
    focus::paint(&mut scene, focused, palette);
    scene
}

fn weights(scene: &mut Scene, picture: &HeatPicture, places: &Places, palette: &Palette) {
    scene.plain();
    let scale = scale(picture);
    let shown = (picture.rows.iter())
        .flat_map(|row| (row.weights.iter()).map(|&weight| (!row.is_ahead).then_some(weight)));
    let pixels: Vec<u8> = shown
        .map(|weight| weight.map_or(palette.page, |weight| palette.value(weight, scale)))
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
    if places.wide.min(places.high + 8.0) < WRITTEN && !palette.is_plain {
        return;
    }
    for (row, own) in picture
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.is_ahead)
    {
        for (col, &weight) in own.weights.iter().enumerate() {
            number(scene, places.cell(row, col), weight, (scale, palette));
        }
    }
}

/// Shares of 1, or numbers about 0.
fn scale(picture: &HeatPicture) -> Scale {
    match picture.shows {
        Shows::Difference(most) => Scale::Signed(most.max(f64::MIN_POSITIVE)),
        Shows::Weights | Shows::Mattered => Scale::Share,
    }
}

/// A weight in its cell, without the 0 before the point.
fn number(scene: &mut Scene, cell: Rect, weight: f64, (scale, palette): (Scale, &Palette)) {
    let text = format!("{weight:.2}").replace("0.", ".");
    let text = text.replace('-', "\u{2212}");
    let style = Type::sans(11.0).align(Align::Middle);
    if scene.measure(&text, style).width > cell.width
        || matches!(text.as_str(), ".00" | "\u{2212}.00")
    {
        return;
    }
    let color = Palette::on(palette.value(weight, scale));
    scene.text(
        &text,
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
    if let Some(now) = picture.rows.iter().position(|row| row.is_now) {
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
    if let Some((row, col)) = focused.and_then(|name| picture.find(name)) {
        let ink = Ink::line(palette.accent, 1.0);
        scene.rect(places.row(row), ink);
        scene.rect(places.column(col), ink);
    }
}

/// Always full: what a row adds up to.
fn sums(scene: &mut Scene, picture: &HeatPicture, places: &Places, frame: &Frame) {
    let palette = frame.theme.palette();
    let x = places.grid.right() + 6.0;
    for (row, own) in picture
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.is_ahead)
    {
        let cell = places.row(row);
        let words = format!("the weights of output {} add up to {:.2}", own.t, own.sum);
        scene.mark(None, words, Kind::Plain);
        let bar = Rect::new(x, cell.y + 2.0, 4.0, (cell.height - 4.0).max(2.0));
        let full = Rect::new(x, bar.y, 4.0, bar.height * px(own.sum.min(1.0)));
        scene.rect(full, Ink::fill(palette.secondary));
        if cell.height >= 12.0 {
            let place = at(x + 8.0, cell.centre().y + 4.0);
            let forced = if own.edited { " forced" } else { "" };
            let text = format!("{:.2}{forced}", own.sum);
            small(scene, &text, place, Align::Start, frame);
        }
    }
    small(scene, "sum", at(x, frame.rem(16.0)), Align::Start, frame);
}

/// Symbols on both axes; what was read has a line under it as high as the weight of the row that is looked at.
fn signs(scene: &mut Scene, picture: &HeatPicture, places: &Places, frame: &Frame) {
    let palette = frame.theme.palette();
    let top = places.grid.y - frame.rem(22.0);
    let now = picture.rows.iter().find(|row| row.is_now);
    let is_budget = picture.shows == Shows::Weights;
    for (col, sign) in picture.columns.iter().enumerate() {
        let x = places.cell(0, col).x;
        let area = Rect::new(x, top, places.wide, frame.rem(16.0));
        let chip = Chip {
            sign,
            area,
            is_read: true,
        };
        chip.paint(scene, frame, palette);
        let weight = now.and_then(|row| row.weights.get(col));
        let Some(weight) = weight.filter(|_| is_budget) else {
            continue;
        };
        let high = px(*weight) * frame.rem(5.0);
        if high >= 0.5 {
            let line = Rect::new(x + 1.0, places.grid.y - high - 0.5, places.wide - 2.0, high);
            scene.rect(line, Ink::fill(palette.ink));
        }
    }
    for (row, own) in picture
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.is_ahead)
    {
        let y = places.cell(row, 0).y;
        let width = places.signs;
        let area = Rect::new(places.grid.x - width - 4.0, y, width, places.high);
        let chip = Chip {
            sign: &own.sign,
            area,
            is_read: false,
        };
        chip.paint(scene, frame, palette);
        if own.is_now {
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
    for (row, own) in picture.rows.iter().enumerate() {
        let is_now = own.is_now;
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
        let own = self.0.rows.get(row).filter(|own| !own.is_ahead);
        let name = own.and_then(|own| own.names.get(col)).cloned();
        let words = name.as_ref().map(|_| self.0.weight_words(row, col));
        (name, words.unwrap_or_default())
    }

    fn find(&self, reference: &str) -> Option<(usize, usize)> {
        self.0.find(reference)
    }
}
