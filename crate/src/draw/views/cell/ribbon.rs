//! Gradients: ribbons under the wires they flow back along, as wide as the logarithm of their norm.

use super::Picture;
use super::route::rounded;
use crate::draw::painter::{Align, Ink, Painter, Point, Rgba, Type, at};
use crate::draw::scene::{Kind as Hit, Scene};
use crate::explain::graph::State;
use crate::explain::number;
use crate::ir::Scalar;

/// Norms from here on get a hazard edge.
const HUGE: f64 = 1e3;
/// Norms below get a dashed hairline.
const TINY: f64 = 1e-6;

impl Picture<'_> {
    pub(super) fn ribbons(&self, scene: &mut Scene) {
        let mut bands: Vec<(usize, f64)> = self
            .graph
            .wires
            .iter()
            .enumerate()
            .filter_map(|(number, wire)| Some((number, wire.band?)))
            .collect();
        bands.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        for &(number, norm) in &bands {
            self.ribbon(scene, number, norm);
        }
    }

    fn ribbon(&self, scene: &mut Scene, number: usize, norm: f64) {
        let way = self.router.wire(number);
        if way.len() < 2 {
            return;
        }
        let points = rounded(&way);
        let wire = &self.graph.wires[number];
        let from = &self.graph.nodes[wire.from];
        let reference = from
            .reference
            .as_ref()
            .map(|reference| format!("d.{reference}"));
        let words = format!("gradient along this wire, norm {}", number::text(norm));
        let fresh = matches!(wire.state, State::Now | State::InputOfNow);
        let color = self
            .page
            .towards(self.palette.gradient, if fresh { 0.42 } else { 0.22 });
        scene.mark(reference, words, Hit::Wire(way.clone()));
        if !norm.is_finite() {
            scene.path(
                &points,
                false,
                Ink::line(self.palette.error, 8.0).dashed(&[4.0, 4.0]),
            );
            let style = Type::sans(11.0).align(Align::Middle).halo(self.page);
            let middle = points[points.len() / 2];
            scene.text(
                &number::text(norm),
                at(middle.x, middle.y + 4.0),
                style,
                self.palette.error,
            );
        } else if norm == 0.0 {
            self.stop(scene, &way);
        } else if norm < TINY {
            scene.path(
                &points,
                false,
                Ink::line(self.palette.gradient, 0.75).dashed(&[3.0, 3.0]),
            );
        } else {
            let width = self.share() * width(norm);
            if norm > HUGE {
                scene.path(
                    &points,
                    false,
                    Ink::line(self.palette.error, width + 4.0).dashed(&[5.0, 5.0]),
                );
            }
            scene.path(&points, false, Ink::line(color, width));
            back(scene, &way, self.palette.gradient);
        }
    }

    /// Ribbons are narrower where there is less room between the wires.
    fn share(&self) -> f32 {
        if self.layout.sizes.single { 0.5 } else { 0.75 }
    }

    /// Nothing flows here: a short bar across the wire.
    fn stop(&self, scene: &mut Scene, way: &[Point]) {
        let [tip, next, ..] = way else { return };
        let length = ((next.x - tip.x).abs() + (next.y - tip.y).abs()).max(1.0);
        let (dx, dy) = ((next.x - tip.x) / length, (next.y - tip.y) / length);
        let place = at(tip.x + 7.0 * dx, tip.y + 7.0 * dy);
        let bar = [
            at(place.x - 5.0 * dy, place.y + 5.0 * dx),
            at(place.x + 5.0 * dy, place.y - 5.0 * dx),
        ];
        scene.path(&bar, false, Ink::line(self.palette.gradient, 2.0));
    }
}

/// An arrowhead that points back, where the gradient arrives.
fn back(scene: &mut Scene, way: &[Point], color: Rgba) {
    let mut reversed = way.to_vec();
    reversed.reverse();
    super::head(scene, &reversed, color);
}

/// The width of a ribbon: 1 px at 1e-6, 24 px at 1e3.
pub(super) fn width(norm: f64) -> f32 {
    let decades = norm.logarithm() / std::f64::consts::LN_10;
    #[expect(clippy::cast_possible_truncation, reason = "a width on screen")]
    let share = ((decades + 6.0) / 9.0).clamp(0.0, 1.0) as f32;
    1.0 + 23.0 * share
}
