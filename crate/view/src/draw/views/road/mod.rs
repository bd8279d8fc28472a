//! The memory road: a line for each unit from the last step back to the first, with the gates it passes
//! standing between the steps; beside it what the gate of this step would leave if it stayed.

mod gate;

use super::column::count;
use super::plot::{Axes, Chart, Line, chart, number as real};
use super::{Frame, focus};
use crate::draw::painter::{Align, Face, Ink, Painter, Rect, Rgba, Type, at};
use crate::draw::scene::{Kind, Scene};
use crate::draw::theme::Palette;
use crate::explain::number;
use crate::explain::road::{Lane, MemoryRoad};
use unrolled::ir::order::sorted;

/// What is shown.
#[derive(Clone, Copy, Debug)]
pub struct Road<'r> {
    /// The road; none where the program has no state.
    pub road: Option<&'r MemoryRoad>,
}

/// Narrower frames have no second chart.
const NARROW: f32 = 520.0;
/// The row of gates, and its cells at their narrowest with a number, CSS px.
const VALVES: (f32, f32) = (18.0, 26.0);
/// From this many px a step has a point of its own.
const POINTS: f32 = 12.0;

/// The picture.
#[must_use]
pub fn road(input: &Road<'_>, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let page = match input.road {
        Some(road) if road.backward => palette.page.towards(palette.gradient, 0.03),
        _ => palette.page,
    };
    let mut scene = Scene::new(frame.size(), page);
    if let Some(road) = input.road {
        let view = View {
            road,
            frame,
            palette,
            page,
        };
        view.paint(&mut scene);
    }
    focus::paint(&mut scene, focused, palette);
    scene
}

struct View<'r> {
    road: &'r MemoryRoad,
    frame: &'r Frame,
    palette: &'static Palette,
    page: Rgba,
}

impl View<'_> {
    fn is_narrow(&self) -> bool {
        self.frame.width < NARROW
    }

    fn paint(&self, scene: &mut Scene) {
        let edge = if self.is_narrow() { 8.0 } else { 14.0 };
        let top = self.caption(scene, edge);
        let beside = match &self.road.decay {
            Some(_) if !self.is_narrow() => (self.frame.width * 0.27).clamp(150.0, 220.0),
            _ => 0.0,
        };
        let below = match &self.road.decay {
            Some(_) if self.is_narrow() => 18.0,
            _ => 0.0,
        };
        let rows = self.valve_rows();
        let valves = if rows > 0.0 { rows + 6.0 } else { 0.0 };
        let gutter = match self.frame.width {
            ..NARROW => 100.0,
            ..700.0 => 176.0,
            _ => 204.0,
        };
        let height = self.frame.height - top - valves - below - 4.0;
        let whole = Rect::new(
            edge + gutter,
            top,
            self.frame.width - 2.0 * edge - gutter - beside,
            height,
        );
        let axes = self.lines(scene, whole);
        self.names(scene, &axes, edge);
        if let Some(gate) = &self.road.gate {
            let row = Rect::new(axes.area.x, whole.bottom() + 2.0, axes.area.width, rows);
            self.valves(scene, gate, &axes, row, edge);
        }
        if let Some(decay) = &self.road.decay {
            if self.is_narrow() {
                self.decay_line(scene, decay, edge);
            } else {
                let x = self.frame.width - edge - beside + 14.0;
                let area = Rect::new(x, 4.0, beside - 14.0, self.frame.height - 8.0);
                self.decay(scene, decay, area);
            }
        }
    }

    /// The height of all rows of gates: numbers where the units are few.
    fn valve_rows(&self) -> f32 {
        let rows = self.road.gate.as_ref().map_or(0, |gate| gate.lanes.len());
        let each = match rows {
            0..=1 => VALVES.0,
            2..=3 => 15.0,
            _ => 7.0,
        };
        each * count(rows)
    }

    fn small(&self) -> Type {
        Type::sans(self.frame.rem(11.0))
    }

    /// What is drawn, in a line; returns where the picture begins below it.
    fn caption(&self, scene: &mut Scene, edge: f32) -> f32 {
        let (letter, last) = (&self.road.letter, self.road.steps);
        let short = format!("∂{letter}({last}) / ∂{letter}(t), unit by unit");
        let long = format!(
            "What is left in the {} of step {last} of what stood there at step t: the diagonal of {short}",
            self.road.words
        );
        let style = self.small();
        let room = self.frame.width - 2.0 * edge;
        let beside = if self.is_narrow() { 0.0 } else { 220.0 };
        let text = [
            long,
            format!("Left at step {last} of step t: {short}"),
            short,
        ]
        .into_iter()
        .find(|text| scene.measure(text, style).width < room - beside)
        .unwrap_or_default();
        scene.plain();
        scene.text(&text, at(edge, 14.0), style, self.palette.secondary);
        18.0
    }

    /// From the lowest value to the highest, 0 and 1 among them.
    fn range(&self) -> std::ops::Range<f64> {
        let all = || {
            let lanes = self.road.lanes.iter();
            lanes
                .flat_map(|lane| lane.total.iter().chain(&lane.direct).copied())
                .filter(|value| value.is_finite())
        };
        let (low, high) = (all().fold(0.0, f64::min), all().fold(1.0, f64::max));
        let room = 0.04 * (high - low);
        (if low < 0.0 { low - room } else { 0.0 })..high + room
    }

    fn lines(&self, scene: &mut Scene, area: Rect) -> Axes {
        let last = self.road.steps.max(2);
        let points = |values: &[f64]| -> Vec<(f64, f64)> {
            let numbered = (1..).zip(values.iter().copied());
            numbered
                .filter(|(_, value)| value.is_finite())
                .map(|(t, value)| (real(t), value))
                .collect()
        };
        let all: Vec<(Vec<(f64, f64)>, bool)> = self
            .road
            .lanes
            .iter()
            .map(|lane| (points(&lane.total), lane.selected))
            .collect();
        let lines: Vec<Line<'_>> = all
            .iter()
            .map(|(points, selected)| Line {
                points,
                color: self.hue(*selected),
                width: if *selected { 2.5 } else { 1.25 },
            })
            .collect();
        let input = Chart {
            x: 1.0..real(last),
            y: self.range(),
            labels: (last.min(if self.is_narrow() { 6 } else { 10 }), 3),
            print: (|t| format!("{t:.0}"), number::text),
            gutters: (0.0, 16.0),
            lines: &lines,
        };
        let axes = chart(scene, area, &input, self.frame);
        self.direct(scene, &axes);
        self.cursor(scene, &axes);
        self.points(scene, &axes);
        axes
    }

    fn hue(&self, selected: bool) -> Rgba {
        if selected {
            self.palette.gradient
        } else {
            self.page.towards(self.palette.gradient, 0.55)
        }
    }

    /// The road of the selected unit without matrices, dashed in the hue of its gate.
    fn direct(&self, scene: &mut Scene, axes: &Axes) {
        let Some(lane) = self.road.lanes.iter().find(|lane| lane.selected) else {
            return;
        };
        let hue = self
            .road
            .gate
            .as_ref()
            .map_or(self.palette.line, |gate| self.palette.hue(gate.role));
        let points: Vec<_> = (1..)
            .zip(&lane.direct)
            .map(|(t, &value)| axes.at(real(t), value))
            .collect();
        scene.plain();
        scene.path(&points, false, Ink::line(hue, 1.5).dashed(&[5.0, 3.0]));
    }

    fn cursor(&self, scene: &mut Scene, axes: &Axes) {
        if !self.road.backward {
            return;
        }
        let x = axes.at(real(self.road.t), 0.0).x;
        let line = [at(x, axes.area.y), at(x, axes.area.bottom())];
        scene.mark(
            Some(format!("t{}", self.road.t)),
            format!("step {}: the cursor", self.road.t),
            Kind::Wire(line.to_vec()),
        );
        scene.path(&line, false, Ink::line(self.palette.accent, 1.5));
    }

    fn points(&self, scene: &mut Scene, axes: &Axes) {
        let step = axes.area.width / count(self.road.steps.max(2) - 1);
        for lane in &self.road.lanes {
            if step < POINTS && !lane.selected {
                continue;
            }
            for (index, &value) in lane
                .total
                .iter()
                .enumerate()
                .filter(|(_, value)| value.is_finite())
            {
                let place = axes.at(real(index + 1), value);
                let here = index + 1 == self.road.t && self.road.backward;
                scene.mark(
                    lane.references[index].clone(),
                    self.words(lane, index),
                    Kind::Cell,
                );
                if step >= POINTS || here {
                    let radius = if here && lane.selected { 4.0 } else { 2.5 };
                    let ink = Ink::fill(if here { self.hue(true) } else { self.page });
                    scene.circle(place, radius, ink.outlined(self.hue(lane.selected), 1.5));
                } else {
                    scene.area(Rect::around(place, step, 8.0));
                }
            }
        }
    }

    fn words(&self, lane: &Lane, index: usize) -> String {
        let job = lane
            .job
            .as_ref()
            .map_or_else(String::new, |job| format!(", {job}"));
        format!(
            "unit {}{job}, step {}: {} is left at step {}, {} along the direct road",
            lane.unit,
            index + 1,
            number::text(lane.total[index]),
            self.road.steps,
            number::text(lane.direct[index]),
        )
    }

    /// What each unit keeps of step 1, beside the left end of its line.
    fn names(&self, scene: &mut Scene, axes: &Axes, edge: f32) {
        let size = self.frame.rem(11.0);
        let pitch = size + 3.0;
        let lanes: Vec<&Lane> = self.road.lanes.iter().collect();
        let order = sorted(lanes, |a, b| b.total[0].total_cmp(&a.total[0]));
        let (top, bottom) = (axes.area.y + 4.0, axes.area.bottom() + 6.0);
        let mut places: Vec<f32> = order
            .iter()
            .map(|lane| axes.at(1.0, lane.total[0]).y + 0.36 * size)
            .collect();
        for index in 1..places.len() {
            places[index] = places[index].max(places[index - 1] + pitch);
        }
        let mut limit = bottom;
        for place in places.iter_mut().rev() {
            *place = place.min(limit).max(top);
            limit = *place - pitch;
        }
        let scale = if self.is_narrow() { 6.0 } else { 34.0 };
        for (lane, y) in order.into_iter().zip(places) {
            let face = if lane.selected {
                Face::Strong
            } else {
                Face::Sans
            };
            let style = Type::sans(size).face(face).align(Align::End);
            scene.mark(lane.references[0].clone(), self.words(lane, 0), Kind::Frame);
            let text = kept(lane, axes.area.x - edge - scale - 6.0, style, scene);
            let color = if lane.selected {
                self.palette.ink
            } else {
                self.palette.secondary
            };
            scene.text(&text, at(axes.area.x - scale, y), style, color);
        }
        if !self.is_narrow() {
            self.scale(scene, axes);
        }
    }

    /// 0 and 1 at the axis, where there is room.
    fn scale(&self, scene: &mut Scene, axes: &Axes) {
        scene.plain();
        let style = self.small().align(Align::End);
        for value in [0.0, 1.0] {
            let place = axes.at(1.0, value);
            let text = number::text(value);
            let text = text.trim_end_matches('0').trim_end_matches('.');
            let text = if text.is_empty() { "0" } else { text };
            scene.text(
                text,
                at(place.x - 6.0, place.y + 4.0),
                style,
                self.palette.secondary,
            );
        }
    }
}

/// "unit 3 keeps 51.9 % (33.3 % directly)", as much of it as fits.
fn kept(lane: &Lane, room: f32, style: Type, scene: &Scene) -> String {
    let (unit, kept, directly) = (lane.unit, &lane.kept, &lane.kept_directly);
    let same = kept == directly;
    let texts = [
        (!same).then(|| format!("unit {unit} {kept} ({directly} direct)")),
        Some(format!("unit {unit} keeps {kept}")),
        Some(format!("unit {unit} {kept}")),
    ];
    let fits = |text: &String| scene.measure(text, style).width <= room;
    texts
        .into_iter()
        .flatten()
        .find(fits)
        .unwrap_or_else(|| format!("{unit}: {kept}"))
}
