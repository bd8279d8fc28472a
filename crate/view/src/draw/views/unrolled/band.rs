//! Gradients as bands: as wide as the logarithm of their length, a dashed hairline where that is too small to matter,
//! a hazard edge where it is huge, a stop bar where it is exactly 0.

use super::View;
use crate::draw::painter::{Align, Ink, Painter, Point, Rgba, at};
use crate::draw::scene::Scene;
use crate::draw::views::arrow;
use crate::draw::views::cell::{HUGE, TINY, width};
use crate::explain::number;

/// Between two steps of a band, CSS px: at this and below, points lie closer than they can be told apart.
const CLOSE: f32 = 1.0;

/// How a stretch of a band is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Broad,
    Hazard,
    Hairline,
    Nothing,
    Broken,
}

fn look(norm: f64) -> Look {
    match norm {
        norm if !norm.is_finite() => Look::Broken,
        0.0 => Look::Nothing,
        norm if norm < TINY => Look::Hairline,
        norm if norm > HUGE => Look::Hazard,
        _ => Look::Broad,
    }
}

impl View<'_> {
    /// A band of one length from right to left along a level line.
    pub(super) fn level_band(
        &self,
        scene: &mut Scene,
        (from, to): (Point, Point),
        norm: f64,
        ink: f32,
    ) {
        let hue = self.inked(self.palette.gradient, ink);
        let body = self.inked(self.palette.gradient, 0.45 * ink);
        match look(norm) {
            Look::Broken => {
                let stripes = Ink::line(self.palette.error, 8.0).dashed(&[4.0, 4.0]);
                scene.path(&[from, to], false, stripes);
                let middle = at(f32::midpoint(from.x, to.x), f32::midpoint(from.y, to.y));
                self.word(scene, norm, middle, (to.x - from.x).abs());
            }
            Look::Nothing => {
                let middle = at(f32::midpoint(from.x, to.x), f32::midpoint(from.y, to.y));
                stop(scene, middle, hue);
            }
            Look::Hairline => {
                let line = Ink::line(hue, 0.75).dashed(&[3.0, 3.0]);
                scene.path(&[from, to], false, line);
            }
            kind => {
                let wide = width(norm);
                if kind == Look::Hazard {
                    let edge = Ink::line(self.palette.error, wide + 5.0).dashed(&[5.0, 5.0]);
                    scene.path(&[from, to], false, edge);
                }
                scene.path(&[from, to], false, Ink::line(body, wide));
                head(scene, from, to, wide, hue);
            }
        }
    }

    /// The lengths of a state's gradients in sight as one band, its middle at `y`; what the cursor has not passed is
    /// paler.
    pub(super) fn long_band(&self, scene: &mut Scene, lane: usize, y: f32) {
        if !(self.steps.backward && self.input.show.bands) {
            return;
        }
        scene.plain();
        let visible = self.lane.visible();
        let mut run: Vec<usize> = vec![];
        let kind = |t: usize| {
            let look = look(self.norm(t, lane));
            (look, look == Look::Nothing || self.steps.is_passed(t, lane))
        };
        for t in visible.clone() {
            if run.last().is_some_and(|last| kind(*last) != kind(t)) {
                self.piece(scene, &run, lane, y);
                run.clear();
            }
            run.push(t);
        }
        self.piece(scene, &run, lane, y);
    }

    /// What is no number, as a word over its stripes, where there is room.
    fn word(&self, scene: &mut Scene, norm: f64, place: Point, room: f32) {
        let style = self.small().align(Align::Middle).halo(self.page);
        let text = number::text(norm);
        if scene.measure(&text, style).width <= room {
            let at = at(place.x, place.y + 4.0);
            scene.text(&text, at, style, self.palette.error);
        }
    }

    fn norm(&self, t: usize, lane: usize) -> f64 {
        self.steps.norm(t, lane).unwrap_or(0.0)
    }

    /// A piece of the long band that is drawn alike all along.
    fn piece(&self, scene: &mut Scene, steps: &[usize], lane: usize, y: f32) {
        let (Some(&first), Some(&last)) = (steps.first(), steps.last()) else {
            return;
        };
        let ink = if self.steps.is_passed(first, lane) {
            1.0
        } else {
            0.4
        };
        let hue = self.inked(self.palette.gradient, 0.7 * ink);
        let (left, right) = (self.lane.left(first), self.lane.left(last + 1));
        match look(self.norm(first, lane)) {
            Look::Nothing => {
                stop(scene, at(right, y), self.inked(self.palette.gradient, ink));
            }
            Look::Broken => {
                let stripes = Ink::line(self.palette.error, 10.0).dashed(&[4.0, 4.0]);
                scene.path(&[at(left, y), at(right, y)], false, stripes);
                let middle = at(f32::midpoint(left, right), y);
                self.word(scene, self.norm(first, lane), middle, right - left);
            }
            Look::Hairline => {
                let line = Ink::line(hue, 0.75).dashed(&[3.0, 3.0]);
                scene.path(&[at(left, y), at(right, y)], false, line);
            }
            kind => {
                let half = |t: usize| width(self.norm(t, lane)) / 2.0;
                // From edge to edge, so that pieces meet.
                let mut upper = vec![at(left, y - half(first))];
                upper.extend(steps.iter().map(|&t| at(self.lane.middle(t), y - half(t))));
                upper.push(at(right, y - half(last)));
                upper.dedup_by(|b, a| (b.x - a.x).abs() < CLOSE && (b.y - a.y).abs() < 0.01);
                let lower = upper.iter().rev().map(|p| at(p.x, 2.0 * y - p.y));
                let outline: Vec<Point> = upper.iter().copied().chain(lower).collect();
                scene.path(&outline, true, Ink::fill(hue));
                if kind == Look::Hazard {
                    let edge = Ink::line(self.palette.error, 2.0).dashed(&[5.0, 5.0]);
                    scene.path(&upper, false, edge);
                }
            }
        }
    }
}

/// Nothing comes further: a short bar across.
fn stop(scene: &mut Scene, place: Point, color: Rgba) {
    let bar = [at(place.x, place.y - 7.0), at(place.x, place.y + 7.0)];
    scene.path(&bar, false, Ink::line(color, 2.5));
}

/// The head of a band this wide.
fn head(scene: &mut Scene, from: Point, to: Point, wide: f32, color: Rgba) {
    let size = (wide * 0.5).clamp(4.0, 9.0);
    arrow::head(scene, (from, to), size, size * 0.8, color);
}
