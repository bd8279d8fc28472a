//! Steps too narrow for a thing of their own: the state as a heat strip, the losses as a line, the gradient as a band.

use std::rc::Rc;

use super::View;
use crate::draw::painter::{Align, Face, Ink, Painter, Rect, at};
use crate::draw::scene::{Naming, Patch, Scene};
use crate::draw::theme::Scale;
use crate::draw::views::column::{count, share};
use crate::explain::number;

/// The steps in sight, named when somebody asks: there can be hundreds.
#[derive(Debug)]
struct Steps {
    /// The first, from 1.
    first: usize,
    /// The loss and the length of the gradient of each, as far as they may be seen.
    known: Vec<(Option<f64>, Option<f64>)>,
}

impl Naming for Steps {
    fn name(&self, _row: usize, col: usize) -> (Option<String>, String) {
        let t = self.first + col;
        let (loss, norm) = self.known.get(col).copied().unwrap_or_default();
        (Some(format!("t{t}")), words(t, loss, norm))
    }

    fn find(&self, reference: &str) -> Option<(usize, usize)> {
        let t: usize = reference.strip_prefix('t')?.parse().ok()?;
        let col = t.checked_sub(self.first)?;
        (col < self.known.len()).then_some((0, col))
    }
}

fn words(t: usize, loss: Option<f64>, norm: Option<f64>) -> String {
    let part = |name: &str, value: Option<f64>| {
        value.map_or_else(String::new, |value| {
            format!(", {name} {}", number::text(value))
        })
    };
    format!("step {t}{}{}", part("loss", loss), part("gradient", norm))
}

/// How high the strip of a gate is, CSS px.
const STRIP: f32 = 15.0;

/// A gate of the selected unit: letter, role, value.
type Gate = (&'static str, &'static str, Option<f64>);

/// The rows of the picture, top and height in CSS px.
struct Rows {
    loss: (f32, f32),
    heat: (f32, f32),
    strips: f32,
    bands: Vec<f32>,
    axis: f32,
}

impl Rows {
    fn new(height: f32, lanes: usize, gates: usize) -> Self {
        let axis = height - 5.0;
        let room = height - 26.0;
        let band = 58.0_f32.min(room * 0.24);
        let loss = (room * 0.24).min(72.0);
        let strips = if gates > 0 {
            count(gates) * STRIP + 18.0
        } else {
            0.0
        };
        Self {
            loss: (18.0, loss - 14.0),
            heat: (
                loss + 20.0,
                room - loss - count(lanes) * band - 20.0 - strips,
            ),
            strips: room - count(lanes) * band - strips + 16.0,
            bands: (0..lanes)
                .map(|lane| height - 20.0 - (count(lanes - lane) - 0.38) * band)
                .collect(),
            axis,
        }
    }
}

impl View<'_> {
    pub(super) fn ribbon(&self, scene: &mut Scene) {
        let lanes = if self.steps.backward && self.input.show.bands {
            self.steps.lanes()
        } else {
            0
        };
        let gates = if self.input.show.strips {
            self.steps.step(*self.lane.visible().start()).gates
        } else {
            vec![]
        };
        let rows = Rows::new(self.frame.height, lanes, gates.len());
        let heat = Rect::new(0.0, rows.heat.0, self.frame.width, rows.heat.1);
        self.heat(scene, heat);
        self.strips(scene, &gates, rows.strips);
        self.losses(scene, rows.loss);
        for (lane, &y) in rows.bands.iter().enumerate() {
            self.long_band(scene, lane, y);
        }
        self.limits(scene, (rows.heat.0, rows.heat.0 + rows.heat.1), 0.0);
        self.stops(scene);
        self.axis(scene, rows.axis);
        self.here(scene, Rect::new(0.0, rows.heat.0, 0.0, rows.heat.1));
        self.row_names(scene, &rows);
    }

    /// All states in sight as one image, rows = units, columns = steps.
    pub(super) fn heat(&self, scene: &mut Scene, area: Rect) {
        let visible = self.lane.visible();
        let (first, last) = (*visible.start(), *visible.end());
        let columns = last + 1 - first;
        let rows = self.steps.units();
        let mut pixels = vec![0_u8; rows * columns * 4];
        for (place, t) in visible.enumerate() {
            for (row, &value) in self.steps.state(t).unwrap_or_default().iter().enumerate() {
                let color = self.palette.value(value, Scale::Signed(1.0));
                let start = 4 * (row * columns + place);
                pixels[start..start + 4].copy_from_slice(&[color.r, color.g, color.b, color.a]);
            }
        }
        let left = self.lane.left(first);
        let all = Rect::new(left, area.y, self.lane.left(last + 1) - left, area.height);
        scene.plain();
        scene.rect(all, Ink::fill(self.palette.panel));
        let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        scene.image(all, size(columns), size(rows), &pixels);
    }

    /// The gates of the selected unit as one image, a row for each.
    fn strips(&self, scene: &mut Scene, gates: &[Gate], top: f32) {
        if gates.is_empty() {
            return;
        }
        let visible = self.lane.visible();
        let (first, last) = (*visible.start(), *visible.end());
        let columns = last + 1 - first;
        let mut pixels = vec![0_u8; gates.len() * columns * 4];
        for (place, t) in visible.enumerate() {
            for (row, &(_, _, value)) in self.steps.step(t).gates.iter().enumerate() {
                let Some(value) = value else { continue };
                let color = self.palette.value(value, Scale::Share);
                let start = 4 * (row * columns + place);
                pixels[start..start + 4].copy_from_slice(&[color.r, color.g, color.b, color.a]);
            }
        }
        let left = self.lane.left(first);
        let high = count(gates.len()) * STRIP;
        let all = Rect::new(left, top, self.lane.left(last + 1) - left, high);
        scene.plain();
        scene.rect(all, Ink::fill(self.palette.panel));
        let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        scene.image(all, size(columns), size(gates.len()), &pixels);
        let style = self.small().halo(self.page);
        let said = format!("gates of unit {}, 0 to 1", self.steps.unit());
        scene.text(&said, at(4.0, top - 4.0), style, self.palette.secondary);
        let mut y = top + STRIP - 2.0;
        for &(letter, role, _) in gates {
            scene.text(
                letter,
                at(4.0, y),
                style.face(Face::Strong),
                self.palette.hue(role),
            );
            y += STRIP;
        }
    }

    /// The losses as a line over the steps that have one, or as bars where they are few.
    fn losses(&self, scene: &mut Scene, (top, height): (f32, f32)) {
        let high = self.greatest_loss();
        scene.plain();
        let base = top + height;
        let rise = |loss: f64| share(loss, high).max(0.0) * height;
        let judged: Vec<(usize, f64)> = self
            .lane
            .visible()
            .filter_map(|t| Some((t, self.steps.loss(t).filter(|loss| loss.is_finite())?)))
            .collect();
        let edge = self.inked(self.palette.line, 0.6);
        let ends = [at(0.0, base), at(self.frame.width, base)];
        scene.path(&ends, false, Ink::line(edge, 1.0));
        if judged.len() < 24 {
            for (t, loss) in judged {
                let wide = self.lane.pitch.clamp(2.0, 8.0);
                let bar = Rect::new(
                    self.lane.middle(t) - wide / 2.0,
                    base - rise(loss),
                    wide,
                    rise(loss).max(1.0),
                );
                scene.rect(bar, Ink::fill(self.inked(self.palette.gradient, 0.8)));
            }
        } else {
            let line: Vec<_> = judged
                .iter()
                .map(|&(t, loss)| at(self.lane.middle(t), base - rise(loss)))
                .collect();
            let ink = Ink::line(self.inked(self.palette.gradient, 0.8), 1.25);
            scene.path(&line, false, ink);
        }
    }

    /// One stop for each step in sight, over the whole height.
    fn stops(&self, scene: &mut Scene) {
        let visible = self.lane.visible();
        let (first, last) = (*visible.start(), *visible.end());
        let steps = Steps {
            first,
            known: visible
                .map(|t| (self.steps.loss(t), self.steps.norm(t, 0)))
                .collect(),
        };
        let left = self.lane.left(first);
        let width = self.lane.left(last + 1) - left;
        scene.patch(Patch {
            area: Rect::new(left, 0.0, width, self.frame.height),
            size: (1, last + 1 - first),
            naming: Rc::new(steps),
        });
    }

    /// A step in words.
    pub(super) fn words(&self, t: usize) -> String {
        words(t, self.steps.loss(t), self.steps.norm(t, 0))
    }

    /// Numbers of steps, as many as there is room for.
    pub(super) fn axis(&self, scene: &mut Scene, y: f32) {
        let every = [1, 2, 5, 10, 20, 50, 100, 200]
            .into_iter()
            .find(|&every| count(every) * self.lane.pitch >= 34.0)
            .unwrap_or(500);
        scene.plain();
        let style = self.small().align(Align::Middle);
        let named = |t: usize| t == 1 || t.is_multiple_of(every);
        let here = self.steps.t;
        for t in self.lane.visible().filter(|t| named(*t) && *t != here) {
            let x = self.lane.middle(t);
            let is_near = (x - self.lane.middle(here)).abs() < 26.0;
            if !is_near && x > 10.0 && x < self.frame.width - 10.0 {
                scene.text(&t.to_string(), at(x, y), style, self.palette.secondary);
            }
        }
        if self.lane.visible().contains(&here) {
            let x = self.lane.middle(here).clamp(12.0, self.frame.width - 12.0);
            let strong = style.face(Face::Strong);
            scene.text(&here.to_string(), at(x, y), strong, self.palette.accent);
        }
    }

    /// The frame round the step the cursor stands at; `rows` gives top and height.
    pub(super) fn here(&self, scene: &mut Scene, rows: Rect) {
        if !self.lane.visible().contains(&self.steps.t) {
            return;
        }
        let wide = self.lane.pitch.max(5.0);
        let x = self.lane.middle(self.steps.t) - wide / 2.0;
        scene.plain();
        let ring = Rect::new(x, rows.y - 1.0, wide, rows.height + 2.0);
        scene.rect(ring, Ink::line(self.palette.accent, 2.0));
    }

    fn row_names(&self, scene: &mut Scene, rows: &Rows) {
        let style = self.small().halo(self.page);
        let color = self.palette.secondary;
        let high = self.greatest_loss();
        scene.plain();
        let loss = if high > 0.0 {
            format!("loss, up to {}", number::text(high))
        } else {
            "loss".to_owned()
        };
        scene.text(&loss, at(4.0, 12.0), style, color);
        let units = self.steps.units();
        let plural = if units == 1 { "" } else { "s" };
        let is_beyond = |t: usize| {
            let state = self.steps.state(t).unwrap_or_default();
            state
                .iter()
                .any(|value| value.is_nan() || value.abs() > 1.0)
        };
        let beyond = if self.lane.visible().any(is_beyond) {
            "; some are beyond"
        } else {
            ""
        };
        let state = format!("state h, {units} unit{plural}, \u{2212}1 to 1{beyond}");
        scene.text(&state, at(4.0, rows.heat.0 - 4.0), style, color);
        for (lane, y) in rows.bands.iter().enumerate() {
            let letter = self.steps.letter(lane);
            let said = format!("‖dL/d{letter}‖, log: 1e-6 to 1e3");
            scene.text(&said, at(4.0, y - 18.0), style, self.palette.gradient);
        }
    }
}
