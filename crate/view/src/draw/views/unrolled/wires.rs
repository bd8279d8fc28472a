//! The wires from box to box: what passes on, the gradient that comes back along it, and how far another start still
//! shows.

use super::boxes::{MEMORY, Rows};
use super::{Detail, View};
use crate::draw::label::Label;
use crate::draw::metrics;
use crate::draw::painter::{Align, Face, Ink, Painter, Point, Type, at};
use crate::draw::scene::{Kind, Scene};
use crate::draw::views::cell::width;
use crate::draw::views::column::{count, share};
use crate::explain::number;

impl View<'_> {
    /// The wires from box to box, with the gradient that comes back along them.
    pub(super) fn between(&self, scene: &mut Scene, rows: &Rows) {
        for lane in 0..self.steps.lanes() {
            self.along(scene, lane, rows);
        }
    }

    /// How high the wire of a state runs: the memory passes over the boxes' insides.
    fn height(&self, lane: usize, rows: &Rows) -> f32 {
        if lane == 0 {
            rows.top + (rows.foot - rows.top) * 0.55
        } else {
            rows.top + self.frame.rem(15.0) + count(lane) * MEMORY / 2.0
        }
    }

    fn along(&self, scene: &mut Scene, lane: usize, rows: &Rows) {
        let visible = self.lane.visible();
        let y = self.height(lane, rows);
        for t in visible.clone() {
            let to = self.body(t, rows);
            let from = if t == 1 {
                self.lane.left(1) + 1.0
            } else {
                self.body(t - 1, rows).right()
            };
            let is_inside = t == self.steps.t && self.lane.detail() == Detail::Cell;
            if lane > 0 && !is_inside {
                self.through(scene, (t, lane), (at(to.x, y), at(to.right(), y)));
            }
            self.wire_into(scene, (t, lane), (at(from, y), at(to.x, y)));
        }
        if *visible.end() == self.steps.steps {
            return;
        }
        let body = self.body(*visible.end(), rows);
        let next = self.body(visible.end() + 1, rows).x;
        let ends = (at(body.right(), y), at(next, y));
        self.wire_into(scene, (visible.end() + 1, lane), ends);
    }

    /// The memory on its way through a box.
    fn through(&self, scene: &mut Scene, (t, lane): (usize, usize), (from, to): (Point, Point)) {
        let letter = self.steps.letter(lane);
        let reference = self.steps.reference(t, lane, false);
        scene.mark(
            reference,
            format!("{letter} of step {t}"),
            Kind::Wire(vec![from, to]),
        );
        let color = self.inked(self.palette.ink, 0.6);
        for side in [-2.0, 2.0] {
            let line = [at(from.x, from.y + side), at(to.x, to.y + side)];
            scene.path(&line, false, Ink::line(color, 1.25));
        }
        let style = self.small().align(Align::Middle).halo(self.palette.page);
        let middle = at(f32::midpoint(from.x, to.x), from.y + 4.0);
        scene.text(letter, middle, style.face(Face::Math), self.palette.ink);
    }

    /// The wire into a step, and what comes back out of it.
    fn wire_into(&self, scene: &mut Scene, (t, lane): (usize, usize), (from, to): (Point, Point)) {
        let before = t - 1;
        let norm = if before == 0 {
            self.steps.start_norm(lane)
        } else {
            self.steps.arriving(before, lane).map(|here| here.future)
        };
        let norm = norm.filter(|_| self.input.show.bands);
        if let Some(norm) = norm {
            let words = format!(
                "gradient that comes back from step {t}: {}",
                number::text(norm)
            );
            let reference = self.steps.reference(before, lane, true);
            scene.mark(reference, words, Kind::Wire(vec![from, to]));
            let passed = self.steps.is_passed(t, lane);
            self.level_band(scene, (to, from), norm, if passed { 1.0 } else { 0.4 });
        }
        let reference = self.steps.reference(before, lane, false);
        let letter = self.steps.letter(lane);
        let said = format!("{letter} of step {before}, into step {t}");
        scene.mark(reference, said, Kind::Wire(vec![from, to]));
        let faded = if self.steps.backward { 0.6 } else { 1.0 };
        let color = self.inked(self.palette.ink, faded);
        // Under a band the wire lies at its lower edge.
        let low = norm.filter(|norm| norm.is_finite() && *norm > 0.0);
        let drop = low.map_or(0.0, |norm| width(norm) / 2.0 + 3.0);
        let sides: &[f32] = if lane == 0 { &[0.0] } else { &[-2.0, 2.0] };
        for side in sides {
            let down = drop + if drop > 0.0 { side.abs() + side } else { *side };
            let line = [at(from.x, from.y + down), at(to.x, to.y + down)];
            let wide = if lane == 0 { 2.0 } else { 1.25 };
            scene.path(&line, false, Ink::line(color, wide));
        }
        if (before, lane) == (0, 0) {
            self.start_of(scene, from);
        }
    }

    /// The length of what arrives at the memory of a step, under that of the hidden state.
    pub(super) fn memory_norms(&self, scene: &mut Scene, t: usize, (x, y): (f32, f32)) {
        for lane in 1..self.steps.lanes() {
            let Some(here) = self.steps.arriving(t, lane) else {
                return;
            };
            let letter = self.steps.letter(lane);
            let total = number::text(here.total);
            let words = format!(
                "gradient at {letter} of step {t}: {total}; from this step {}, from the future {}",
                number::text(here.local),
                number::text(here.future)
            );
            scene.mark(self.steps.reference(t, lane, true), words, Kind::Cell);
            let hue = self.inked(self.palette.gradient, if here.passed { 1.0 } else { 0.55 });
            let style = self.small().align(Align::Middle).face(Face::Strong);
            let named = format!("‖dL/d{letter}‖ {total}");
            let fits = metrics::measure(&named, style).width <= self.lane.pitch - 8.0;
            let said = if fits {
                named
            } else {
                format!("{letter} {total}")
            };
            scene.text(&said, at(x, y), style, hue);
        }
    }

    /// What the first step starts from.
    fn start_of(&self, scene: &mut Scene, from: Point) {
        let reference = self.steps.reference(0, 0, false);
        scene.mark(reference.clone(), "the state before step 1", Kind::Cell);
        let letter = Label {
            base: "h".to_owned(),
            sub: Some("0".to_owned()),
            ..Label::default()
        };
        let y = from.y - 16.0;
        letter.paint(
            scene,
            at(from.x + 3.0, y),
            Type::sans(13.0),
            self.palette.ink,
        );
    }

    /// How far the state still is from where it would be had it started at zero, as a wedge that thins out.
    pub(super) fn start_wedge(&self, scene: &mut Scene, rows: &Rows) {
        let Some(apart) = self.steps.from_zero else {
            return;
        };
        let most = apart
            .iter()
            .copied()
            .filter(|a| a.is_finite())
            .fold(0.0, f64::max);
        let base = rows.start - self.frame.rem(13.0);
        let rise = |t: usize| 14.0 * share(apart[t], most);
        let visible = self.lane.visible();
        let place = |t: usize| {
            if t == 0 {
                self.lane.left(1)
            } else {
                self.body(t, rows).centre().x
            }
        };
        let all: Vec<usize> = (visible.start() - 1..=*visible.end()).collect();
        let upper: Vec<_> = all.iter().map(|&t| at(place(t), base - rise(t))).collect();
        let lower = all.iter().rev().map(|&t| at(place(t), base));
        let outline: Vec<_> = upper.iter().copied().chain(lower).collect();
        scene.plain();
        scene.path(
            &outline,
            true,
            Ink::fill(self.inked(self.palette.accent, 0.35)),
        );
        for &t in &all {
            self.apart(scene, (t, apart[t]), place, rows.start - 1.0);
        }
    }

    /// How far the state after a step is from where a start at zero would have led, in digits where there is room
    /// before those of the next step.
    fn apart(
        &self,
        scene: &mut Scene,
        (t, apart): (usize, f64),
        place: impl Fn(usize) -> f32,
        y: f32,
    ) {
        let plain = number::text(apart);
        let words = format!("apart from a start at zero by {plain} after step {t}");
        let reference = if t == 0 {
            "h.t0".to_owned()
        } else {
            format!("t{t}")
        };
        scene.mark(Some(reference), words, Kind::Frame);
        let middle = self.small().align(Align::Middle);
        let color = self.palette.secondary;
        if t > 0 {
            return scene.text(&plain, at(place(t), y), middle, color);
        }
        let style = self.small();
        let next = metrics::measure("0.0000", middle).width / 2.0;
        let room = place(1) - next - place(0) - 4.0;
        let named = format!("|Δ| {plain}");
        let fits = |text: &String| metrics::measure(text, style).width <= room;
        if let Some(text) = [named, plain].into_iter().find(fits) {
            scene.text(&text, at(place(0).max(1.0), y), style, color);
        }
    }
}
