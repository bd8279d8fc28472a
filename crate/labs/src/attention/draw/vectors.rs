//! Attention by hand in the plane: the query, the states as strong as their weights, and the mix of them.

use super::{px, small};
use crate::attention::explain::lookup::{ExamplePicture, Vector};
use view::draw::painter::{Align, Face, Ink, Painter, Point, Rgba, Type, at};
use view::draw::scene::{Kind, Scene};
use view::draw::theme::Palette;
use view::draw::views::arrow::head;
use view::draw::views::{Frame, focus};
use view::explain::number;

/// Room around the arrows for what is written at them, CSS px.
const AROUND: (f32, f32) = (70.0, 24.0);
/// Tips nearer than this share a name, CSS px.
const ALIKE: f32 = 14.0;

/// The picture.
#[must_use]
pub fn vectors(picture: &ExamplePicture, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    let plane = Plane::of(picture, frame);
    plane.axes(&mut scene, palette);
    let weights = picture.weights();
    for (place, state) in picture.states.iter().enumerate() {
        let weight = weights.map(|weights| weights[place]);
        let share = weight.map_or(0.5, |weight| 0.25 + 0.75 * px(weight));
        let color = palette.hue("hidden").faded(share);
        let said = weight.map(|weight| format!(", weight {}", number::fixed(weight, 3).text()));
        plane.arrow(&mut scene, state, (color, 2.0 + 4.0 * share), said);
    }
    plane.arrow(&mut scene, &picture.query, (palette.accent, 2.5), None);
    if picture.context.numbers.is_some() {
        let color = palette.hue("cell");
        plane.arrow(&mut scene, &picture.context, (color, 4.0), None);
    } else {
        let place = at(8.0, frame.height - 6.0);
        small(&mut scene, "c: not yet", place, Align::Start, frame);
    }
    plane.names(&mut scene, picture, palette);
    focus::paint(&mut scene, focused, palette);
    scene
}

/// Where numbers lie in the picture.
struct Plane<'f> {
    origin: Point,
    /// CSS px for 1: of numbers as large as there are it is less than an f32 can be.
    unit: f64,
    /// From the least to the greatest number along each axis.
    ends: [(f64, f64); 2],
    frame: &'f Frame,
}

impl<'f> Plane<'f> {
    /// As large as all arrows allow.
    fn of(picture: &ExamplePicture, frame: &'f Frame) -> Self {
        let vectors = [&picture.query, &picture.context];
        let known = vectors.into_iter().chain(&picture.states);
        let tips: Vec<[f64; 2]> = known.filter_map(tip).collect();
        let ends = |axis: usize| {
            let along = || tips.iter().map(|tip| tip[axis]);
            (along().fold(0.0, f64::min), along().fold(0.0, f64::max))
        };
        let ((left, right), (low, high)) = (ends(0), ends(1));
        let room = (
            (frame.width - 2.0 * AROUND.0).max(20.0),
            (frame.height - 2.0 * AROUND.1).max(20.0),
        );
        // Halves, because the whole may be beyond all numbers.
        let half = |least: f64, most: f64| (0.5 * most - 0.5 * least).max(5e-7);
        let unit = |room: f32, half: f64| 0.5 * f64::from(room) / half;
        let unit = unit(room.0, half(left, right)).min(unit(room.1, half(low, high)));
        Self {
            origin: at(
                frame.width / 2.0 - px(unit * f64::midpoint(left, right)),
                frame.height / 2.0 + px(unit * f64::midpoint(low, high)),
            ),
            unit,
            ends: [(left, right), (low, high)],
            frame,
        }
    }

    fn at(&self, [x, y]: [f64; 2]) -> Point {
        at(
            self.origin.x + px(self.unit * x),
            self.origin.y - px(self.unit * y),
        )
    }

    fn axes(&self, scene: &mut Scene, palette: &Palette) {
        let Point { x, y } = self.origin;
        let ink = Ink::line(palette.line.faded(0.45), 1.0);
        scene.plain();
        scene.path(&[at(0.0, y), at(self.frame.width, y)], false, ink);
        scene.path(&[at(x, 0.0), at(x, self.frame.height)], false, ink);
        let [across, up] = self.ends.map(|(least, most)| [least, most]);
        let ticks = across.map(|value| [value, 0.0]).into_iter();
        let ticks = ticks.chain(up.map(|value| [0.0, value]));
        for [along, above] in ticks.filter(|tick| *tick != [0.0, 0.0]) {
            let place = self.at([along, above]);
            let (side, foot) = if above == 0.0 {
                (Align::Middle, at(place.x, place.y + self.frame.rem(14.0)))
            } else {
                (Align::End, at(place.x - 8.0, place.y + 4.0))
            };
            let text = number::text(along + above);
            small(scene, &text, foot, side, self.frame);
        }
    }

    /// The letters at the tips, beyond them; where several end alike they stand side by side.
    fn names(&self, scene: &mut Scene, picture: &ExamplePicture, palette: &Palette) {
        let vectors = [&picture.query, &picture.context];
        let mut named: Vec<(Point, String)> = vec![];
        for vector in picture.states.iter().chain(vectors) {
            let Some(numbers) = tip(vector) else { continue };
            let (place, name) = (self.at(numbers), name(vector));
            let near =
                |other: &Point| (other.x - place.x).abs().max((other.y - place.y).abs()) < ALIKE;
            match named.iter_mut().find(|(other, _)| near(other)) {
                Some((_, names)) => *names = format!("{names}, {name}"),
                None => named.push((place, name)),
            }
        }
        let style = Type::sans(self.frame.rem(15.0))
            .face(Face::Math)
            .halo(palette.page);
        scene.plain();
        for (tip, name) in named {
            let (dx, dy) = (tip.x - self.origin.x, tip.y - self.origin.y);
            let length = (dx * dx + dy * dy).sqrt().max(1.0);
            let (ux, uy) = (dx / length, dy / length);
            // Beside the axis, not on it.
            let lift = if uy.abs() < 0.2 { 10.0 } else { 0.0 };
            let place = at(tip.x + 8.0 * ux + 2.0, tip.y + 12.0 * uy + 5.0 - lift);
            let align = if ux < -0.3 { Align::End } else { Align::Start };
            scene.text(&name, place, style.align(align), palette.ink);
        }
    }

    /// An arrow from 0.
    fn arrow(
        &self,
        scene: &mut Scene,
        vector: &Vector,
        (color, width): (Rgba, f32),
        said: Option<String>,
    ) {
        let Some(numbers) = tip(vector) else { return };
        let (from, to) = (self.origin, self.at(numbers));
        let words = format!("{}{}", vector.words, said.unwrap_or_default());
        let reference = vector.references.first().cloned();
        scene.mark(reference, words, Kind::Wire(vec![from, to]));
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = (dx * dx + dy * dy).sqrt();
        if length < 1.0 {
            scene.circle(from, width, Ink::fill(color));
        } else {
            let neck = head(
                scene,
                (from, to),
                3.0 * width + 2.0,
                1.5 * width + 1.0,
                color,
            );
            scene.path(&[from, neck], false, Ink::line(color, width));
        }
    }
}

/// Where its arrow ends; nowhere where it is not finite.
fn tip(vector: &Vector) -> Option<[f64; 2]> {
    let tip: [f64; 2] = vector.numbers.as_ref()?.as_slice().try_into().ok()?;
    tip.iter().all(|number| number.is_finite()).then_some(tip)
}

/// Its letter with its number below the line.
fn name(vector: &Vector) -> String {
    let lower = |digit: char| {
        let number = digit.to_digit(10).unwrap_or_default();
        char::from_u32(0x2080 + number).unwrap_or(digit)
    };
    let index = vector
        .index
        .map_or_else(String::new, |index| index.to_string());
    format!(
        "{}{}",
        vector.letter,
        index.chars().map(lower).collect::<String>()
    )
}
