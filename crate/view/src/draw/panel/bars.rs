//! Bars as data: rows on one scale, each a number with what lies round it: a range, and all values it was taken from.
//!
//! Invariant: one axis for all rows; what is 0 or no number stands at an edge, with its word; rows that have no room are
//! in the table.

use super::chart::{Axis, Scale, count};
use super::look::Hue;
use crate::draw::label::SMALLEST;
use crate::draw::metrics::fit;
use crate::draw::painter::{Align, Face, Ink, Painter, Rect, Type, at};
use crate::draw::scene::{Kind, Scene};
use crate::draw::theme::Palette;
use crate::draw::views::{Frame, focus};
use crate::explain::inspect::{InspectedRow, Inspection};
use crate::explain::number;
use crate::explain::sheet::{Entry, Sheet};

/// Rows on one scale.
#[derive(Clone, Debug)]
pub struct Bars {
    /// What they show: the caption of their table.
    pub caption: String,
    /// Words over them.
    pub title: String,
    /// The scale of all rows.
    pub x: Axis,
    /// Their hue.
    pub hue: Hue,
    /// What the number of a row is called, and the two ends of its range.
    pub heads: [&'static str; 3],
    /// What the values of a row are counted by ("seed").
    pub each: &'static str,
    /// The rows from the top.
    pub rows: Vec<Bar>,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it refers to.
    pub reference: String,
    /// What it is called.
    pub label: String,
    /// What it is, in words.
    pub words: String,
    /// Its number.
    pub value: f64,
    /// What lies round it, where it is one of many.
    pub range: Option<[f64; 2]>,
    /// All values it was taken from.
    pub all: Vec<f64>,
}

/// Over the rows and under them, CSS px.
const HEAD: f32 = 22.0;
const FOOT: f32 = 20.0;
/// Narrower frames have the label over its row.
const NARROW: f32 = 520.0;
/// The highest row and the lowest, CSS px.
const ROW: f32 = 34.0;
const LEAST: f32 = 14.0;

impl Bars {
    /// As they are painted into a frame, with what has this name in focus.
    #[must_use]
    pub fn scene(&self, frame: &Frame, focus: Option<&str>) -> Scene {
        let palette = frame.theme.palette();
        let mut scene = Scene::new(frame.size(), palette.page);
        let drawing = Drawing {
            bars: self,
            frame,
            palette,
            small: Type::sans(frame.rem(11.0).max(SMALLEST)),
        };
        drawing.paint(&mut scene);
        focus::paint(&mut scene, focus, palette);
        scene
    }

    /// Their numbers: a column for each row.
    #[must_use]
    pub fn sheet(&self) -> Sheet {
        let column = |row: &Bar| {
            let range = row.range.into_iter().flatten();
            let all = row.all.iter().copied();
            let rest = range.chain(all).map(Entry::number);
            let own = Entry::seen(Some(row.value), Some(row.reference.clone()));
            (
                row.label.clone(),
                std::iter::once(own).chain(rest).collect(),
            )
        };
        let ranged = self.rows.iter().any(|row| row.range.is_some());
        let heads = self.heads.iter().take(if ranged { 3 } else { 1 });
        let most = self.rows.iter().map(|row| row.all.len()).max();
        let each = (1..=most.unwrap_or(0)).map(|at| format!("{} {at}", self.each));
        Sheet::of_columns(
            self.caption.clone(),
            self.each,
            heads.map(|head| (*head).to_owned()).chain(each).collect(),
            self.rows.iter().map(column).collect(),
        )
    }

    /// What is known about a row.
    #[must_use]
    pub fn inspect(&self, reference: &str) -> Option<Inspection> {
        let row = self.rows.iter().find(|row| row.reference == reference)?;
        let values = std::iter::once(row.value).chain(row.range.into_iter().flatten());
        let rows = self.heads.iter().zip(values);
        Some(Inspection::of_numbers(
            reference,
            row.label.clone(),
            format!("{}.", row.words),
            rows.map(|(head, value)| InspectedRow::number(head, value))
                .collect(),
        ))
    }
}

struct Drawing<'b> {
    bars: &'b Bars,
    frame: &'b Frame,
    palette: &'static Palette,
    small: Type,
}

/// Where one row stands.
struct Slot {
    /// Of its scale.
    area: Rect,
    /// From the left edge.
    edge: f32,
    /// Whether its label stands beside it, not over it.
    beside: bool,
}

impl Drawing<'_> {
    fn paint(&self, scene: &mut Scene) {
        let narrow = self.frame.width < NARROW;
        let edge = if narrow { 8.0 } else { 14.0 };
        let title = fit(&self.bars.title, self.small, self.frame.width - 2.0 * edge);
        scene.plain();
        scene.text(&title, at(edge, 15.0), self.small, self.palette.secondary);
        if self.bars.rows.is_empty() {
            return;
        }
        let (left, right) = if narrow { (0.0, 58.0) } else { (178.0, 66.0) };
        let area = Rect::new(
            edge + left,
            HEAD,
            self.frame.width - 2.0 * edge - left - right,
            self.frame.height - HEAD - FOOT,
        );
        self.grid(scene, area);
        let (rows, pitch) = fitting(&self.bars.rows, area.height);
        for (place, row) in rows.iter().enumerate() {
            let y = area.y + px(place) * pitch;
            let slot = Slot {
                area: Rect::new(area.x, y, area.width, pitch),
                edge,
                beside: !narrow,
            };
            self.row(scene, row, &slot);
        }
    }

    /// A line at every tick that has room for its number, stronger at 1 on a scale of powers of ten, and at 0 otherwise.
    fn grid(&self, scene: &mut Scene, area: Rect) {
        let style = self.small.align(Align::Middle);
        let axis = &self.bars.x;
        let middle = if axis.scale == Scale::Log10 { 1.0 } else { 0.0 };
        let middle = axis.share(middle);
        let mut free = 2.0;
        for (share, text) in axis.marks(axis.most) {
            let x = along(area, share);
            let wide = scene.measure(&text, style).width;
            if x - wide / 2.0 <= free {
                continue;
            }
            free = x + wide / 2.0 + 8.0;
            let is_middle = (share - middle).abs() < 1e-9;
            let strength = if is_middle { 1.0 } else { 0.3 };
            let ink = Ink::line(self.palette.line.faded(strength), 1.0);
            scene.path(&[at(x, area.y), at(x, area.bottom())], false, ink);
            let place = at(x, area.bottom() + 14.0);
            scene.text(&text, place, style, self.palette.secondary);
        }
    }

    fn row(&self, scene: &mut Scene, row: &Bar, slot: &Slot) {
        let (area, edge, wide) = (slot.area, slot.edge, self.frame.width);
        let whole = Rect::new(edge, area.y, wide - 2.0 * edge, area.height);
        scene.mark(Some(row.reference.clone()), row.words.clone(), Kind::Cell);
        scene.area(whole);
        let middle = if slot.beside {
            area.centre().y
        } else {
            area.bottom() - 7.0
        };
        self.values(scene, row, area, middle);
        let (place, room) = if slot.beside {
            (at(edge, middle + 4.0), area.x - edge - 10.0)
        } else {
            (at(edge, area.y + 10.0), area.width)
        };
        let text = fit(&row.label, self.small, room);
        let style = self.small.halo(self.palette.page);
        scene.text(&text, place, style, self.palette.ink);
        let strong = self.small.face(Face::Strong).align(Align::End);
        let place = at(wide - edge, middle + 4.0);
        scene.text(&number::text(row.value), place, strong, self.palette.ink);
    }

    /// All values as small discs, their range, and the number of the row; without a range, a bar.
    fn values(&self, scene: &mut Scene, row: &Bar, area: Rect, y: f32) {
        let hue = self.bars.hue.of(self.palette);
        for (place, value) in row.all.iter().enumerate() {
            // Discs of one row take turns, so that many in one place are seen as many.
            let turn = px(place % 5) - 2.0;
            let shift = turn * (area.height / 9.0).min(2.6);
            let place = at(self.of(area, *value), y + shift);
            scene.circle(place, 1.6, Ink::fill(hue.faded(0.45)));
        }
        let value = self.of(area, row.value);
        let Some([low, high]) = row.range.map(|ends| ends.map(|end| self.of(area, end))) else {
            let zero = self.of(area, 0.0);
            let bar = Rect::new(zero.min(value), y - 5.0, (value - zero).abs(), 10.0);
            return scene.rect(bar, Ink::fill(hue.faded(0.55)));
        };
        scene.path(&[at(low, y), at(high, y)], false, Ink::line(hue, 2.0));
        for end in [low, high] {
            let cap = [at(end, y - 4.0), at(end, y + 4.0)];
            scene.path(&cap, false, Ink::line(hue, 1.5));
        }
        let disc = Ink::fill(hue).outlined(self.palette.page, 1.5);
        scene.circle(at(value, y), 5.0, disc);
    }

    /// The place of a value; what is no number stands at the right edge.
    fn of(&self, area: Rect, value: f64) -> f32 {
        let share = self.bars.x.share(value);
        along(area, if share.is_nan() { 1.0 } else { share })
    }
}

/// The place of a share of an area's width.
#[expect(clippy::cast_possible_truncation, reason = "a place on screen")]
fn along(area: Rect, share: f64) -> f32 {
    area.x + share.clamp(0.0, 1.0) as f32 * area.width
}

/// The rows that can be read under each other in this height, and from one to the next.
fn fitting(rows: &[Bar], height: f32) -> (&[Bar], f32) {
    let fits = (1..=rows.len())
        .rev()
        .find(|&fits| height / px(fits) >= LEAST)
        .unwrap_or(1);
    (&rows[..fits], (height / px(fits)).min(ROW))
}

#[expect(clippy::cast_possible_truncation, reason = "a count of rows on screen")]
fn px(n: usize) -> f32 {
    count(n) as f32
}
