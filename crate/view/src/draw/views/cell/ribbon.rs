//! Gradients: ribbons under the wires they flow back along, as wide as the logarithm of their norm, split into one
//! strand a unit: as wide as its share, coloured by its sign.

use super::Picture;
use super::geometry::{beside, distance, head, rounded};
use crate::draw::painter::{Align, Ink, Painter, Point, Rect, Rgba, Type, at};
use crate::draw::scene::{Kind as Hit, Scene};
use crate::draw::theme::Scale;
use crate::draw::views::column;
use crate::explain::graph::{Band, State};
use crate::explain::number;
use unrolled::ir::order::sorted;
use unrolled::run::metrics::log10;

/// Norms from here on get a hazard edge.
pub(crate) const HUGE: f64 = 1e3;
/// Norms below get a dashed hairline.
pub(crate) const TINY: f64 = 1e-6;
/// More strands than this become a heat strip.
const STRANDS: usize = 8;
/// A strand is coloured at least this strongly, so that its sign is seen; its width says how large it is.
const FAINTEST: f64 = 0.45;
/// A strand thinner than this is not drawn, CSS px.
const THINNEST: f32 = 0.2;

impl Picture<'_> {
    pub(super) fn ribbons(&self, scene: &mut Scene) {
        let bands: Vec<(usize, &Band)> = self
            .graph
            .wires
            .iter()
            .enumerate()
            .filter_map(|(number, wire)| Some((number, wire.band.as_ref()?)))
            .collect();
        for (number, band) in sorted(bands, |a, b| b.1.norm.total_cmp(&a.1.norm)) {
            self.ribbon(scene, number, band);
        }
    }

    fn ribbon(&self, scene: &mut Scene, number: usize, band: &Band) {
        let way = self.router.wire(number);
        if way.len() < 2 {
            return;
        }
        let norm = band.norm;
        let wire = &self.graph.wires[number];
        let reference = self.graph.nodes[wire.from]
            .reference
            .as_ref()
            .map(|reference| format!("d.{reference}"));
        let words = format!("gradient along this wire, norm {}", number::text(norm));
        scene.mark(reference, words, Hit::Wire(way.clone()));
        if !norm.is_finite() {
            self.not_finite(scene, &rounded(&way), norm);
        } else if norm == 0.0 {
            self.stop(scene, &way);
        } else if norm < TINY {
            let hairline = Ink::line(self.palette.gradient, 0.75).dashed(&[3.0, 3.0]);
            scene.path(&rounded(&way), false, hairline);
        } else {
            let width = self.share() * width(norm);
            if norm > HUGE {
                let hazard = Ink::line(self.palette.error, width + 5.0).dashed(&[5.0, 5.0]);
                scene.path(&rounded(&way), false, hazard);
            }
            let fresh = matches!(wire.state, State::Now | State::InputOfNow);
            let ink = if fresh { 1.0 } else { 0.6 };
            self.strands(scene, &way, band, width, ink);
            let mut back = way;
            back.reverse();
            let color = self.page.towards(self.palette.gradient, ink);
            head(scene, &back, 7.0_f32.max(width * 0.7), color);
        }
    }

    /// The ribbon's body, and in it a strand a unit or, where there are many, a strip of colours.
    fn strands(&self, scene: &mut Scene, way: &[Point], band: &Band, width: f32, ink: f32) {
        let hue = self.palette.gradient;
        let share = if self.palette.is_plain {
            1.0
        } else {
            0.35 * ink
        };
        let body = self.page.towards(hue, share);
        scene.path(&rounded(way), false, Ink::line(body, width + 1.5));
        if band.values.len() > STRANDS {
            return self.strip(scene, way, band, width, ink);
        }
        let sum: f64 = band.values.iter().map(|value| value.abs()).sum();
        let mut from = -width / 2.0;
        for &value in &band.values {
            let own = column::share(value.abs(), sum) * width;
            if own >= THINNEST {
                // An area, not a line: lines are rounded to whole pixels.
                let mut edge = beside(way, from);
                edge.extend(beside(way, from + own).into_iter().rev());
                let color = self.page.towards(self.strand(value), ink.max(0.75));
                scene.path(&edge, true, Ink::fill(color));
            }
            from += own;
        }
    }

    /// The colour of a strand.
    fn strand(&self, value: f64) -> Rgba {
        if self.palette.is_plain {
            // Black or white tells the sign, the body round the strands tells them from the page.
            return if value < 0.0 {
                self.page
            } else {
                self.palette.ink
            };
        }
        let limit = self.graph.ranges.grads;
        let shown = value.abs().max(FAINTEST * limit).copysign(value);
        self.palette.value(shown, Scale::Signed(limit))
    }

    /// The colours of all units across the longest piece of the way.
    fn strip(&self, scene: &mut Scene, way: &[Point], band: &Band, width: f32, ink: f32) {
        let pieces = way.windows(2);
        let Some(piece) =
            pieces.max_by(|a, b| distance(a[0], a[1]).total_cmp(&distance(b[0], b[1])))
        else {
            return;
        };
        let pixels: Vec<u8> = band
            .values
            .iter()
            .map(|&value| {
                self.palette
                    .value(value, Scale::Signed(self.graph.ranges.grads))
            })
            .map(|color| self.page.towards(color, ink.max(0.75)))
            .flat_map(|color| [color.r, color.g, color.b, color.a])
            .collect();
        let units = u32::try_from(band.values.len()).unwrap_or(u32::MAX);
        let level = (piece[0].y - piece[1].y).abs() < 0.5;
        let line = Rect::around(piece[0], 0.0, 0.0).union(Rect::around(piece[1], 0.0, 0.0));
        let margin = 8.0_f32.min((line.width + line.height) / 4.0);
        let half = width / 2.0;
        if level {
            let area = Rect::new(
                line.x + margin,
                line.y - half,
                line.width - 2.0 * margin,
                width,
            );
            scene.image(area, 1, units, &pixels);
        } else {
            let area = Rect::new(
                line.x - half,
                line.y + margin,
                width,
                line.height - 2.0 * margin,
            );
            scene.image(area, units, 1, &pixels);
        }
    }

    /// Stripes and the word.
    fn not_finite(&self, scene: &mut Scene, points: &[Point], norm: f64) {
        let stripes = Ink::line(self.palette.error, 8.0).dashed(&[4.0, 4.0]);
        scene.path(points, false, stripes);
        let style = Type::sans(11.0).align(Align::Middle).halo(self.page);
        let middle = points[points.len() / 2];
        let place = at(middle.x, middle.y + 4.0);
        scene.text(&number::text(norm), place, style, self.palette.error);
    }

    /// Beside what arrives now: its norm, and by which scale the ribbon shows it.
    pub(super) fn ribbon_ends(&self, scene: &mut Scene) {
        let mut told: Vec<usize> = vec![];
        for (number, wire) in self.graph.wires.iter().enumerate() {
            let Some(band) = wire.band.as_ref().filter(|_| wire.state == State::Now) else {
                continue;
            };
            let way = self.router.wire(number);
            let [tip, next, ..] = way.as_slice() else {
                continue;
            };
            if told.contains(&wire.to) {
                continue;
            }
            told.push(wire.to);
            let text = format!("‖g‖ {}, log", number::text(band.norm));
            let style = Type::sans(11.0);
            let size = scene.measure(&text, style).width;
            let near = at(
                tip.x + (next.x - tip.x) * 0.3,
                tip.y + (next.y - tip.y) * 0.3,
            );
            let reach = self.share() * width(band.norm) / 2.0 + 2.0;
            let Some(area) = self.first_free(Self::around(near, reach, size, 13.0)) else {
                continue;
            };
            scene.plain();
            scene.text(
                &text,
                at(area.x, area.y + 10.5),
                style,
                self.palette.gradient,
            );
        }
    }

    /// How far the ribbon under a wire reaches to each side.
    pub(super) fn ribbon_half(&self, number: usize) -> f32 {
        let band = self.graph.wires[number].band.as_ref();
        let norm = band.map_or(0.0, |band| band.norm);
        if norm < TINY || !norm.is_finite() {
            return 0.0;
        }
        self.share() * width(norm) / 2.0
    }

    /// Ribbons are narrower where there is less room between the wires.
    fn share(&self) -> f32 {
        if self.layout.sizes.single { 0.5 } else { 0.75 }
    }

    /// Nothing flows here: a short bar across the wire.
    fn stop(&self, scene: &mut Scene, way: &[Point]) {
        let [tip, next, ..] = way else { return };
        let along = super::geometry::direction(*tip, *next);
        let place = at(tip.x + 7.0 * along.x, tip.y + 7.0 * along.y);
        let bar = [
            at(place.x - 5.0 * along.y, place.y + 5.0 * along.x),
            at(place.x + 5.0 * along.y, place.y - 5.0 * along.x),
        ];
        scene.path(&bar, false, Ink::line(self.palette.gradient, 2.0));
    }
}

/// The width of a ribbon: 1 px at 1e-6, 24 px at 1e3.
pub(crate) fn width(norm: f64) -> f32 {
    let decades = log10(norm);
    1.0 + 23.0 * column::share(decades + 6.0, 9.0).max(0.0)
}
