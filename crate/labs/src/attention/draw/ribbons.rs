//! Ribbons: the source above, the output below, as wide as the weight. Those into one output add to one width.

use super::{Chip, px, real};
use crate::attention::explain::translation::{HeatPicture, Sign};
use view::draw::painter::{Ink, Painter, Point, Rect, at};
use view::draw::scene::{Kind, Scene};
use view::draw::theme::{Palette, Scale};
use view::draw::views::{Frame, focus};

/// What all ribbons into one output add up to, CSS px.
const BUDGET: f32 = 15.0;
/// Thinner ones are left out.
const THINNEST: f32 = 0.2;
/// How many pieces a bow has.
const PIECES: usize = 16;

/// The picture.
#[must_use]
pub fn ribbons(picture: &HeatPicture, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    let high = frame.rem(18.0);
    let widest = if picture.is_grouped { 96.0 } else { 30.0 };
    let above = line(&picture.columns, 4.0, (widest, high), frame);
    let outputs: Vec<Sign> = picture.rows.iter().map(|row| row.sign.clone()).collect();
    let below = line(&outputs, frame.height - high - 4.0, (widest, high), frame);
    let shown = shown(picture, focused);
    for (row, own) in picture.rows.iter().enumerate() {
        if own.is_ahead {
            continue;
        }
        let mut x = below[row].centre().x - BUDGET / 2.0;
        for (col, &weight) in own.weights.iter().enumerate() {
            let width = px(weight) * BUDGET;
            let is_shown = shown.is_none_or(|it| it.has(row, col));
            if width >= THINNEST && is_shown {
                let from = at(above[col].centre().x, above[col].bottom() + 2.0);
                let to = at(x + width / 2.0, below[row].y - 2.0);
                let words = picture.weight_words(row, col);
                let reference = own.names[col].clone();
                let way = bow(from, to);
                scene.mark(Some(reference), words, Kind::Wire(way.clone()));
                let color = color(palette, weight, own.is_now || shown.is_some());
                scene.path(&band(&way, width), true, Ink::fill(color));
            }
            x += width;
        }
    }
    for (sign, area) in picture.columns.iter().zip(&above) {
        let chip = Chip {
            sign,
            area: *area,
            is_read: true,
        };
        chip.paint(&mut scene, frame, palette);
    }
    for (row, (sign, area)) in outputs.iter().zip(&below).enumerate() {
        let chip = Chip {
            sign,
            area: *area,
            is_read: false,
        };
        chip.paint(&mut scene, frame, palette);
        if picture.rows[row].is_now {
            scene.plain();
            scene.rect(*area, Ink::line(palette.ink, 2.0));
        }
    }
    focus::paint(&mut scene, focused, palette);
    scene
}

/// Which ribbons stay when something is pointed at.
#[derive(Clone, Copy)]
enum Shown {
    Row(usize),
    Column(usize),
    One(usize, usize),
}

impl Shown {
    fn has(self, row: usize, col: usize) -> bool {
        match self {
            Self::Row(own) => own == row,
            Self::Column(own) => own == col,
            Self::One(own, other) => (own, other) == (row, col),
        }
    }
}

fn shown(picture: &HeatPicture, focused: Option<&str>) -> Option<Shown> {
    let focused = focused?;
    let row = (picture.rows.iter()).position(|row| row.sign.reference == focused);
    let column = (picture.columns.iter()).position(|sign| sign.reference == focused);
    let one = (picture.find(focused)).map(|(row, col)| Shown::One(row, col));
    row.map(Shown::Row).or(column.map(Shown::Column)).or(one)
}

fn color(palette: &Palette, weight: f64, is_lit: bool) -> view::draw::painter::Rgba {
    // Light weights keep a colour that stands out from the page.
    let own = palette.value(0.35 + 0.65 * weight, Scale::Share);
    if is_lit { own } else { own.faded(0.35) }
}

/// Boxes of signs side by side.
fn line(signs: &[Sign], y: f32, (widest, high): (f32, f32), frame: &Frame) -> Vec<Rect> {
    let width = ((frame.width - 16.0) / real(signs.len().max(1))).min(frame.rem(widest));
    let left = (frame.width - width * real(signs.len())) / 2.0;
    (0..signs.len())
        .map(|place| Rect::new(left + real(place) * width, y, width, high))
        .collect()
}

/// An upright start, an upright end.
fn bow(from: Point, to: Point) -> Vec<Point> {
    (0..=PIECES)
        .map(|piece| {
            let s = real(piece) / real(PIECES);
            let ease = s * s * (3.0 - 2.0 * s);
            at(
                from.x + (to.x - from.x) * ease,
                from.y + (to.y - from.y) * s,
            )
        })
        .collect()
}

/// A band of one width across: both edges of a bow.
fn band(way: &[Point], width: f32) -> Vec<Point> {
    let half = width / 2.0;
    let left = way.iter().map(|point| at(point.x - half, point.y));
    let right = way.iter().rev().map(|point| at(point.x + half, point.y));
    left.chain(right).collect()
}
