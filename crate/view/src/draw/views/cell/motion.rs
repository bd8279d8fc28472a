//! What moves while an op is computed: numbers of the selected unit travel along the wires that feed it, backward the
//! other way, and the node fills when they have arrived.
//!
//! Invariant: everything that moves is on a wire of the still picture, from the same layout; nothing is left at the end.

use super::geometry::{distance, mix, rounded, rounded_rect};
use super::{Cell, Picture};
use crate::draw::metrics;
use crate::draw::painter::{Align, Ink, Painter, Point, Rect, Rgba, Type, at};
use crate::draw::scene::{Kind as Hit, Scene};
use crate::draw::theme::{Palette, Scale};
use crate::draw::views::Frame;
use crate::draw::views::column::print;
use crate::explain::graph::{End, State, Wire};

/// The share of the whole motion that one number travels, and by how much the next one starts later.
const TRAVEL: f32 = 0.6;
const LATER: f32 = 0.15;
/// From here on the node fills.
const ARRIVED: f32 = 0.75;

/// A number on its way.
struct Chip {
    way: Vec<Point>,
    value: f64,
    scale: Scale,
    hue: Rgba,
    words: String,
}

/// What moves at this share of the motion, on nothing.
#[must_use]
pub fn motion(input: &Cell<'_>, frame: &Frame, progress: f32) -> Scene {
    let nothing = Rgba {
        a: 0,
        ..frame.theme.palette().page
    };
    let mut scene = Scene::new(frame.size(), nothing);
    if (0.0..1.0).contains(&progress) {
        super::with_picture(input, frame, |picture| picture.moving(&mut scene, progress));
    }
    scene
}

impl Picture<'_> {
    fn moving(&self, scene: &mut Scene, progress: f32) {
        self.cover(scene, progress);
        let chips = if self.graph.backward {
            self.gradients()
        } else {
            self.values()
        };
        // However many there are, the last arrives before the node fills.
        let later =
            LATER.min((ARRIVED - TRAVEL) / super::super::column::count(chips.len().max(2) - 1));
        for (place, chip) in chips.iter().enumerate() {
            let start = later * super::super::column::count(place);
            let share = (progress - start) / TRAVEL;
            if (0.0..1.0).contains(&share) {
                self.chip(scene, chip, ease_out(share));
            }
        }
    }

    /// Hides what is being computed until the numbers have arrived.
    fn cover(&self, scene: &mut Scene, progress: f32) {
        let filled = ((progress - ARRIVED) / (1.0 - ARRIVED)).clamp(0.0, 1.0);
        scene.plain();
        for (node, item) in self.graph.nodes.iter().zip(&self.layout.items) {
            let Some(column) = item.column.filter(|_| node.state == State::Now) else {
                continue;
            };
            let area = if self.graph.backward {
                Rect::new(column.right() + 0.5, column.y, 6.0, column.height)
            } else {
                column.grown(-1.0)
            };
            // From the top down, as it is read.
            let hidden = Rect::new(
                area.x,
                area.y + filled * area.height,
                area.width,
                (1.0 - filled) * area.height,
            );
            scene.rect(hidden, Ink::fill(self.page));
        }
    }

    /// The wires along which something moves now.
    fn in_use(&self) -> impl Iterator<Item = (usize, &Wire)> {
        let all = self.graph.wires.iter().enumerate();
        all.filter(|(_, wire)| wire.state == State::Now)
    }

    /// Numbers that go forward: along the wires into what is being computed, and in from the step before.
    fn values(&self) -> Vec<Chip> {
        let mut chips: Vec<Chip> = self
            .in_use()
            .filter_map(|(number, wire)| self.value_chip(wire.from, self.router.wire(number)))
            .collect();
        for (index, node) in self
            .graph
            .nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| node.state == State::Now)
        {
            let column = self.layout.items[index].column;
            if let (Some(End::Previous), Some(column)) = (node.carry, column) {
                let y = column.centre().y;
                chips.extend(self.value_chip(index, vec![at(0.0, y), at(column.x, y)]));
            }
        }
        chips
    }

    fn value_chip(&self, index: usize, way: Vec<Point>) -> Option<Chip> {
        let node = &self.graph.nodes[index];
        let value = own(node.values.as_deref()?, self.unit)?;
        (way.len() > 1).then(|| Chip {
            way,
            value,
            scale: super::scale(self.graph, node),
            hue: self.hue(node.role),
            words: node.words.clone(),
        })
    }

    /// Gradients that go back along the same wires.
    fn gradients(&self) -> Vec<Chip> {
        let chips = self.in_use().filter_map(|(number, wire)| {
            let value = own(&wire.band.as_ref()?.values, self.unit)?;
            let mut way = self.router.wire(number);
            way.reverse();
            (way.len() > 1).then(|| Chip {
                way,
                value,
                scale: Scale::Signed(self.graph.ranges.grads),
                hue: self.palette.gradient,
                words: format!("gradient of {}", self.graph.nodes[wire.from].words),
            })
        });
        chips.collect()
    }

    fn chip(&self, scene: &mut Scene, chip: &Chip, share: f32) {
        let centre = along(&rounded(&chip.way), share);
        let style = Type::sans(11.0).align(Align::Middle);
        let text = print(chip.value, style, 40.0);
        let width = metrics::measure(&text, style).width + 8.0;
        let fill = self.palette.value(chip.value, chip.scale);
        scene.mark(None, chip.words.clone(), Hit::Plain);
        let area = Rect::around(centre, width, 17.0);
        rounded_rect(scene, area, 5.0, Ink::fill(fill).outlined(chip.hue, 1.5));
        scene.text(
            &text,
            at(centre.x, centre.y + 4.0),
            style,
            Palette::on(fill),
        );
    }
}

/// The number of the selected unit, of whatever has as many.
fn own(values: &[f64], unit: usize) -> Option<f64> {
    values
        .get((unit.max(1) - 1).min(values.len().checked_sub(1)?))
        .copied()
}

/// Fast first, then slower.
fn ease_out(share: f32) -> f32 {
    let left = 1.0 - share;
    1.0 - left * left * left
}

/// The place at this share of a way.
fn along(way: &[Point], share: f32) -> Point {
    let pieces = || way.windows(2).map(|ends| (ends[0], ends[1]));
    let mut left = share * pieces().map(|(a, b)| distance(a, b)).sum::<f32>();
    for (a, b) in pieces() {
        let length = distance(a, b);
        if left <= length {
            return mix(a, b, left / length.max(f32::MIN_POSITIVE));
        }
        left -= length;
    }
    way.last().copied().unwrap_or_default()
}
