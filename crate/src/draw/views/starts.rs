//! Ways to start a network, a row each: what is left of a gradient under every seed as dots on a log axis, their band
//! and their middle.
//!
//! Invariant: one axis for all rows; what is 0 or no number stands at the edge, with its word.

use super::column::count;
use super::plot::{decades, print_decade};
use super::{Frame, focus};
use crate::draw::label::SMALLEST;
use crate::draw::metrics::fit;
use crate::draw::painter::{Align, Face, Ink, Painter, Rect, Type, at};
use crate::draw::scene::{Kind, Scene};
use crate::draw::theme::Palette;
use crate::explain::number;
use crate::explain::starts::{Compared, Row};
use crate::run::metrics::log10;

/// What is shown.
#[derive(Clone, Copy, Debug)]
pub struct Starts<'s> {
    /// The starts, after k steps.
    pub compared: &'s Compared,
    /// How many seeds there will be.
    pub of: usize,
}

/// Over the rows and under them, CSS px.
const HEAD: f32 = 22.0;
const FOOT: f32 = 20.0;
/// Narrower frames have the label over its row.
const NARROW: f32 = 520.0;
/// Powers of ten between the smallest number and the largest.
const MOST_DECADES: u16 = 640;
/// The highest row and the lowest, CSS px.
const ROW: f32 = 34.0;
const LEAST: f32 = 14.0;

/// The picture.
#[must_use]
pub fn starts(input: &Starts<'_>, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    let view = View {
        compared: input.compared,
        of: input.of,
        frame,
        palette,
    };
    view.paint(&mut scene);
    focus::paint(&mut scene, focused, palette);
    scene
}

struct View<'s> {
    compared: &'s Compared,
    of: usize,
    frame: &'s Frame,
    palette: &'static Palette,
}

impl View<'_> {
    fn small(&self) -> Type {
        Type::sans(self.frame.rem(11.0).max(SMALLEST))
    }

    fn paint(&self, scene: &mut Scene) {
        let narrow = self.frame.width < NARROW;
        let edge = if narrow { 8.0 } else { 14.0 };
        self.head(scene, edge);
        let rows = &self.compared.rows;
        if rows.is_empty() {
            return;
        }
        let (left, right) = if narrow { (0.0, 58.0) } else { (178.0, 66.0) };
        let area = Rect::new(
            edge + left,
            HEAD,
            self.frame.width - 2.0 * edge - left - right,
            self.frame.height - HEAD - FOOT,
        );
        let all = || rows.iter().flat_map(|row| row.left.iter().copied());
        let (low, high) = decades(all().chain([1.0]));
        let axis = Axis { area, low, high };
        self.grid(scene, &axis);
        let (rows, pitch) = fitting(rows, area.height);
        for (place, row) in rows.iter().enumerate() {
            let slot = Rect::new(area.x, area.y + count(place) * pitch, area.width, pitch);
            self.row(scene, row, slot, &axis, edge);
        }
    }

    fn head(&self, scene: &mut Scene, edge: f32) {
        let style = self.small();
        let Compared { k, seeds, .. } = self.compared;
        let so_far = if *seeds < self.of {
            format!("{seeds} of {} seeds", self.of)
        } else {
            format!("{seeds} seeds")
        };
        let text = format!(
            "what is left of the gradient after {k} steps: {so_far}, their middle and 10 to 90 %"
        );
        let text = fit(&text, style, self.frame.width - 2.0 * edge);
        scene.plain();
        scene.text(&text, at(edge, 15.0), style, self.palette.secondary);
    }

    /// A line at every power of ten that has room for its name, stronger at 1.
    fn grid(&self, scene: &mut Scene, axis: &Axis) {
        let style = self.small().align(Align::Middle);
        let mut free = 2.0;
        scene.plain();
        let exponents = (0..=MOST_DECADES).map(|step| axis.low + f64::from(step));
        for exponent in exponents.take_while(|exponent| *exponent <= axis.high) {
            let x = axis.x(exponent);
            let text = print_decade(exponent);
            let wide = scene.measure(&text, style).width;
            if x - wide / 2.0 > free {
                free = x + wide / 2.0 + 8.0;
                let one = exponent == 0.0;
                let color = if one {
                    self.palette.line
                } else {
                    self.palette.line.faded(0.3)
                };
                let (top, bottom) = (axis.area.y, axis.area.bottom());
                scene.path(&[at(x, top), at(x, bottom)], false, Ink::line(color, 1.0));
                scene.text(&text, at(x, bottom + 14.0), style, self.palette.secondary);
            }
        }
    }

    fn row(&self, scene: &mut Scene, row: &Row, slot: Rect, axis: &Axis, edge: f32) {
        let hue = self.palette.gradient;
        let middle = slot.centre().y;
        scene.mark(Some(row.reference.clone()), row.words.clone(), Kind::Cell);
        scene.area(Rect::new(
            edge,
            slot.y,
            self.frame.width - 2.0 * edge,
            slot.height,
        ));
        let label = self.small();
        let (x, y) = if slot.x > edge + 1.0 {
            (edge, middle + 4.0)
        } else {
            (edge, slot.y + 10.0)
        };
        let room = if slot.x > edge + 1.0 {
            slot.x - edge - 10.0
        } else {
            slot.width
        };
        let text = fit(&row.label, label, room);
        let y_dots = if slot.x > edge + 1.0 {
            middle
        } else {
            slot.bottom() - 7.0
        };
        for (seed, value) in row.left.iter().enumerate() {
            // Dots of one row take turns, so that many in one place are seen as many.
            let turn = count(seed % 5) - 2.0;
            let shift = turn * (slot.height / 9.0).min(2.6);
            let place = at(axis.of(*value), y_dots + shift);
            scene.circle(place, 1.6, Ink::fill(hue.faded(0.45)));
        }
        let [low, half, high] = row.band.map(|value| axis.of(value));
        scene.path(
            &[at(low, y_dots), at(high, y_dots)],
            false,
            Ink::line(hue, 2.0),
        );
        for end in [low, high] {
            scene.path(
                &[at(end, y_dots - 4.0), at(end, y_dots + 4.0)],
                false,
                Ink::line(hue, 1.5),
            );
        }
        let dot = Ink::fill(hue).outlined(self.palette.page, 1.5);
        scene.circle(at(half, y_dots), 5.0, dot);
        scene.text(
            &text,
            at(x, y),
            label.halo(self.palette.page),
            self.palette.ink,
        );
        let number = self.small().face(Face::Strong).align(Align::End);
        let printed = number::text(row.band[1]);
        scene.text(
            &printed,
            at(self.frame.width - edge, y_dots + 4.0),
            number,
            self.palette.ink,
        );
    }
}

/// The rows that can be read under each other in this height, and from one to the next; the table has them all.
fn fitting(rows: &[Row], height: f32) -> (&[Row], f32) {
    let fits = (1..=rows.len())
        .rev()
        .find(|&fits| height / count(fits) >= LEAST)
        .unwrap_or(1);
    (&rows[..fits], (height / count(fits)).min(ROW))
}

/// The axis of all rows.
struct Axis {
    area: Rect,
    low: f64,
    high: f64,
}

impl Axis {
    #[expect(clippy::cast_possible_truncation, reason = "a place on screen")]
    fn x(&self, exponent: f64) -> f32 {
        let share = ((exponent - self.low) / (self.high - self.low)).clamp(0.0, 1.0) as f32;
        self.area.x + share * self.area.width
    }

    /// The place of a value; 0 at the left edge, what is no number at the right.
    fn of(&self, value: f64) -> f32 {
        if value <= 0.0 {
            return self.area.x;
        }
        if !value.is_finite() {
            return self.area.right();
        }
        self.x(log10(value))
    }
}
