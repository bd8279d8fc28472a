//! The whole sequence as a strip: one box a step with its input, its state and its loss; from 60 steps on a
//! heat map. The step on screen is framed.

use super::Frame;
use super::column::count;
use crate::draw::metrics;
use crate::draw::painter::{Align, Face, Ink, Painter, Rect, Rgba, Type, at};
use crate::draw::scene::{Kind, Scene};
use crate::draw::theme::{Palette, Scale};
use crate::explain::number;
use crate::explain::strip::Step;

/// What the strip shows.
#[derive(Clone, Copy, Debug)]
pub struct Sequence<'s> {
    /// Every step, the first first.
    pub steps: &'s [Step],
    /// The step on screen, from 1.
    pub t: usize,
    /// Whether the cursor walks backward.
    pub backward: bool,
}

/// Narrower boxes have no text, CSS px.
const LEGIBLE: f32 = 30.0;
/// From this many steps on the strip is one heat map.
const DENSE: usize = 60;

/// The strip.
#[must_use]
pub fn sequence(input: &Sequence<'_>, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    let edge = if frame.width < 520.0 { 6.0 } else { 14.0 };
    let steps = input.steps.len().max(1);
    let room = frame.width - 2.0 * edge;
    let gap = if steps >= DENSE {
        0.0
    } else {
        4.0_f32.min(room / count(steps) * 0.12)
    };
    let width = ((room + gap) / count(steps) - gap).min(132.0);
    let area = Rect::new(
        edge,
        3.0,
        (width + gap) * count(steps) - gap,
        frame.height - 6.0,
    );
    let strip = Strip {
        input,
        palette,
        area,
        width,
        gap,
    };
    if steps >= DENSE || width < 8.0 {
        strip.dense(&mut scene);
    } else {
        strip.boxes(&mut scene);
    }
    strip.current(&mut scene);
    super::focus::paint(&mut scene, focused, palette);
    scene
}

struct Strip<'s> {
    input: &'s Sequence<'s>,
    palette: &'static Palette,
    area: Rect,
    width: f32,
    gap: f32,
}

impl Strip<'_> {
    fn place(&self, index: usize) -> Rect {
        let x = self.area.x + count(index) * (self.width + self.gap);
        Rect::new(x, self.area.y, self.width, self.area.height)
    }

    fn words(&self, index: usize) -> String {
        let step = &self.input.steps[index];
        let marked = if step.marked { ", marked" } else { "" };
        let loss = step.loss.map_or(String::new(), |loss| {
            format!(", loss {}", number::text(loss))
        });
        format!("step {}: input {}{marked}{loss}", index + 1, step.label)
    }

    fn begin(&self, scene: &mut Scene, index: usize) {
        scene.mark(
            Some(format!("t{}", index + 1)),
            self.words(index),
            Kind::Cell,
        );
    }

    fn boxes(&self, scene: &mut Scene) {
        for (index, step) in self.input.steps.iter().enumerate() {
            let place = self.place(index);
            self.begin(scene, index);
            let edge = self.palette.page.towards(self.palette.line, 0.6);
            scene.rect(place, Ink::fill(self.palette.panel).outlined(edge, 1.0));
            let text = if self.width >= LEGIBLE { 20.0 } else { 3.0 };
            let strip = Rect::new(
                place.x + 3.0,
                place.y + text,
                place.width - 6.0,
                place.height - text - 3.0,
            );
            self.state(scene, step, strip);
            if self.width >= LEGIBLE {
                self.inscribe(scene, index, place);
            } else if step.marked {
                let dot = Rect::new(place.centre().x - 2.0, place.y + 1.0, 4.0, 4.0);
                scene.rect(dot, Ink::fill(self.palette.hue("data")));
            }
            if step.loss.is_some() {
                let radius = (place.width / 4.0).min(4.0);
                let ring = at(place.right() - radius - 4.0, place.bottom() - radius - 4.0);
                let ink = Ink::fill(self.palette.page).outlined(self.palette.gradient, 2.0);
                scene.circle(ring, radius, ink);
            }
        }
    }

    /// The step's number on the left, its input on the right.
    fn inscribe(&self, scene: &mut Scene, index: usize, place: Rect) {
        let step = &self.input.steps[index];
        let current = index + 1 == self.input.t;
        let face = if current { Face::Strong } else { Face::Sans };
        let small = Type::sans(11.0).face(face);
        let baseline = place.y + 14.0;
        let number = (index + 1).to_string();
        let taken = metrics::measure(&number, small).width + 10.0;
        let color = if current {
            self.palette.accent
        } else {
            self.palette.secondary
        };
        scene.text(&number, at(place.x + 5.0, baseline), small, color);
        let style = Type::sans(12.0).face(face).align(Align::End);
        let mark = if step.marked { 10.0 } else { 0.0 };
        let room = place.width - taken - mark - 5.0;
        let label = metrics::fit(tidy(&step.label), style, room);
        let right = place.right() - 5.0;
        if room > 10.0 && label != "…" {
            scene.text(&label, at(right, baseline), style, self.palette.ink);
        }
        if step.marked {
            let used = metrics::measure(&label, style).width;
            let dot = Rect::new(right - used - 10.0, baseline - 7.5, 6.0, 6.0);
            scene.rect(dot, Ink::fill(self.palette.hue("data")));
        }
    }

    /// The hidden state as a heat strip; what is not computed yet is a dash.
    fn state(&self, scene: &mut Scene, step: &Step, strip: Rect) {
        match &step.state {
            Some(state) => {
                let rows = u32::try_from(state.len()).unwrap_or(u32::MAX);
                let pixels: Vec<u8> = state.iter().flat_map(|&value| self.pixel(value)).collect();
                scene.image(strip, 1, rows, &pixels);
            }
            None if strip.width > 8.0 => {
                let y = strip.centre().y;
                let line = [at(strip.centre().x - 3.0, y), at(strip.centre().x + 3.0, y)];
                scene.path(&line, false, Ink::line(self.palette.line, 1.0));
            }
            None => {}
        }
    }

    fn pixel(&self, value: f64) -> [u8; 4] {
        let Rgba { r, g, b, a } = self.palette.value(value, Scale::Signed(1.0));
        [r, g, b, a]
    }

    /// One image for all states, rows = units, columns = steps.
    fn dense(&self, scene: &mut Scene) {
        let steps = self.input.steps;
        let map = Rect::new(
            self.area.x,
            self.area.y + 4.0,
            self.area.width,
            self.area.height - 20.0,
        );
        scene.plain();
        scene.rect(map, Ink::fill(self.palette.panel));
        let rows = steps
            .iter()
            .filter_map(|step| step.state.as_ref())
            .map(Vec::len)
            .max()
            .unwrap_or(0);
        let mut pixels = Vec::with_capacity(rows * steps.len() * 4);
        for row in 0..rows {
            for step in steps {
                let value = step.state.as_ref().and_then(|state| state.get(row));
                pixels.extend(value.map_or([0; 4], |&value| self.pixel(value)));
            }
        }
        if rows > 0 {
            let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            scene.image(map, size(steps.len()), size(rows), &pixels);
        }
        scene.rect(
            map,
            Ink::line(self.palette.page.towards(self.palette.line, 0.6), 1.0),
        );
        self.ticks(scene, map);
        for (index, step) in steps.iter().enumerate() {
            let place = self.place(index);
            self.begin(scene, index);
            if step.loss.is_some() {
                let width = self.width.max(1.0);
                let dash = Rect::new(place.x, map.bottom() + 1.0, width, 2.0);
                scene.rect(dash, Ink::fill(self.palette.gradient));
            }
            if step.marked {
                let dash = Rect::new(place.x, map.y - 3.0, self.width.max(1.0), 2.0);
                scene.rect(dash, Ink::fill(self.palette.hue("data")));
            }
            scene.area(Rect::new(place.x, map.y, place.width, map.height));
        }
    }

    fn ticks(&self, scene: &mut Scene, map: Rect) {
        let steps = self.input.steps.len();
        let every = [5, 10, 20, 50, 100, 200]
            .into_iter()
            .find(|&every| count(every) * self.width >= 40.0)
            .unwrap_or(500);
        let style = Type::sans(11.0).align(Align::Middle);
        let baseline = map.bottom() + 14.0;
        for step in (1..=steps).filter(|step| *step == 1 || step % every == 0) {
            let x = self.place(step - 1).centre().x.max(self.area.x + 4.0);
            let near = step != self.input.t && step.abs_diff(self.input.t) < every / 2 + 1;
            if !near {
                scene.text(
                    &step.to_string(),
                    at(x, baseline),
                    style,
                    self.palette.secondary,
                );
            }
        }
        let x = self.place(self.input.t.clamp(1, steps) - 1).centre().x;
        let half = metrics::measure(&self.input.t.to_string(), style).width / 2.0;
        let x = x.clamp(self.area.x + half, self.area.right() - half);
        scene.text(
            &self.input.t.to_string(),
            at(x, baseline),
            style.face(Face::Strong),
            self.palette.accent,
        );
    }

    /// The frame round the step on screen.
    fn current(&self, scene: &mut Scene) {
        if self.input.t == 0 || self.input.t > self.input.steps.len() {
            return;
        }
        scene.plain();
        let place = self.place(self.input.t - 1);
        let dense = self.input.steps.len() >= DENSE || self.width < 8.0;
        let ring = if dense {
            let least = place.width.max(5.0);
            Rect::new(
                place.centre().x - least / 2.0,
                place.y + 1.0,
                least,
                place.height - 17.0,
            )
        } else {
            place
        };
        scene.rect(ring, Ink::line(self.palette.accent, 2.0));
    }
}

/// A number without the zeros behind it; any other text as it is.
fn tidy(label: &str) -> &str {
    let digits = |c: char| c.is_ascii_digit() || c == '.' || c == number::MINUS;
    if label.contains('.') && label.chars().all(digits) {
        label.trim_end_matches('0').trim_end_matches('.')
    } else {
        label
    }
}
