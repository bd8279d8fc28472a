//! The chart over k on a scale of powers of ten: measured, ρ^k, the bound, the singular values of the product, and
//! gated cells beside it.

use super::{EndLabel, along, end_labels, k_of, look, real, small};
use crate::draw::painter::{Align, Ink, Painter, Point, Rect, at};
use crate::draw::scene::{Kind, Scene};
use crate::draw::theme::Palette;
use crate::draw::views::Frame;
use crate::draw::views::plot::{Axes, Chart, chart, number as wide, print_decade};
use crate::explain::study::pictures::{Curve, DecayPicture};
use crate::explain::study::{Line, Spot};

/// Frames narrower than this name no curves but the measured one.
const NARROW: f32 = 250.0;

/// The picture; `range` is the powers of ten from bottom to top.
#[must_use]
pub fn decay(
    input: &DecayPicture,
    range: (f64, f64),
    frame: &Frame,
    focused: Option<&str>,
) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    View {
        input,
        range,
        frame,
        palette,
    }
    .paint(&mut scene, focused);
    scene
}

struct View<'d> {
    input: &'d DecayPicture,
    range: (f64, f64),
    frame: &'d Frame,
    palette: &'static Palette,
}

impl View<'_> {
    fn paint(&self, scene: &mut Scene, focused: Option<&str>) {
        let is_narrow = self.frame.width < NARROW;
        let room = if is_narrow {
            0.0
        } else {
            self.frame.rem(120.0).min(self.frame.width * 0.32)
        };
        let (width, height) = (self.frame.width - room, self.frame.height);
        let axes = self.axes(scene, Rect::new(0.0, 0.0, width, height));
        self.guides(scene, &axes);
        self.band(scene, &axes);
        for curve in self.input.curves.iter().rev() {
            self.curve(scene, &axes, curve, focused);
        }
        self.cursor(scene, &axes);
        if !is_narrow {
            let area = Rect::new(axes.area.right(), axes.area.y, room, axes.area.height);
            self.labels(scene, &axes, area);
        }
        self.points(scene, &axes);
        if let Some(k) = k_of(focused).filter(|k| *k <= self.input.steps) {
            self.pointed(scene, &axes, k);
        }
    }

    fn axes(&self, scene: &mut Scene, area: Rect) -> Axes {
        let (low, high) = self.range;
        let input = Chart {
            x: 0.0..wide(self.input.steps.max(1)),
            y: low..high,
            labels: (6, 8),
            print: (&|k| format!("{k:.0}"), &print_decade),
            gutters: (46.0, 20.0),
            lines: &[],
        };
        let axes = chart(scene, area, &input, self.frame);
        scene.plain();
        let x = axes.area.x + 5.0;
        small(
            scene,
            "k \u{2192}",
            (x, axes.area.bottom() - 5.0),
            Align::Start,
            self.palette.secondary,
            self.frame,
        );
        axes
    }

    /// What stays as it was, and where digits are lost.
    fn guides(&self, scene: &mut Scene, axes: &Axes) {
        let (palette, (low, high)) = (self.palette, self.range);
        let mut line = |tens: f64, color, dash| {
            let y = axes.at(0.0, tens).y;
            let ends = [at(axes.area.x, y), at(axes.area.right(), y)];
            scene.path(&ends, false, Ink::line(color, 1.0).dashed(dash));
            y
        };
        if low < 0.0 && high > 0.0 {
            line(0.0, palette.line, &[]);
        }
        if let Some((tens, words)) = &self.input.floor
            && (low..high).contains(tens)
        {
            let y = line(*tens, palette.error, &[4.0, 4.0]);
            let place = (axes.area.x + 6.0, y - 4.0);
            small(scene, words, place, Align::Start, palette.error, self.frame);
        }
    }

    /// The pieces of a curve that lie in the chart, cut at its edges.
    fn pieces(&self, axes: &Axes, tens: &[f64]) -> Vec<Vec<Point>> {
        let (low, high) = self.range;
        let mut pieces: Vec<Vec<Point>> = vec![vec![]];
        let mut last: Option<(f64, f64)> = None;
        for (k, &value) in tens.iter().enumerate() {
            if value.is_nan() {
                last = None;
                pieces.push(vec![]);
                continue;
            }
            let here = (wide(k), value);
            if let Some(before) = last
                && let Some((from, to)) = cut(before, here, low, high)
            {
                let piece = pieces
                    .last_mut()
                    .filter(|piece| !piece.is_empty() && from == before);
                match piece {
                    Some(piece) => piece.push(axes.at(to.0, to.1)),
                    None => pieces.push(vec![axes.at(from.0, from.1), axes.at(to.0, to.1)]),
                }
            }
            last = Some(here);
        }
        pieces.retain(|piece| piece.len() > 1);
        pieces
    }

    fn curve(&self, scene: &mut Scene, axes: &Axes, curve: &Curve, focused: Option<&str>) {
        let own = look(curve.line, self.palette);
        let reference = Spot::Curve(curve.line).to_string();
        let is_lit = focused == Some(reference.as_str());
        for piece in self.pieces(axes, &curve.tens) {
            let words = format!("{}: {} at k = {}", curve.name, curve.at, self.input.k);
            scene.mark(Some(reference.clone()), words, Kind::Wire(piece.clone()));
            if is_lit {
                scene.path(
                    &piece,
                    false,
                    Ink::line(self.palette.accent.faded(0.4), 7.0),
                );
            }
            scene.path(
                &piece,
                false,
                Ink::line(own.color, own.width).dashed(own.dash),
            );
        }
        if curve.line == Line::Measured {
            self.ends(scene, axes, curve);
        }
    }

    /// A stop where the curve falls to zero, an arrow where it leaves the chart.
    fn ends(&self, scene: &mut Scene, axes: &Axes, curve: &Curve) {
        let (low, high) = self.range;
        let color = self.palette.gradient;
        scene.plain();
        if let Some(k) = curve.tens.iter().position(|tens| *tens < low) {
            let tip = axes.at(wide(k), low);
            arrow(scene, tip, 1.0, color);
        }
        if let Some(k) = curve.tens.iter().position(|tens| *tens > high) {
            arrow(scene, axes.at(wide(k), high), -1.0, color);
        }
        if let Some((words, at_top)) = &self.input.end {
            let (x, align) = if *at_top {
                (axes.area.x + 6.0, Align::Start)
            } else {
                (axes.area.right() - 6.0, Align::End)
            };
            // Where it is infinite and where no number stand below each other: side by side they reach the curve.
            for (line, words) in words.split(", ").enumerate() {
                let place = (x, axes.area.y + self.frame.rem(14.0 * (1.0 + real(line))));
                small(scene, words, place, align, self.palette.error, self.frame);
            }
        }
    }

    /// From the smallest to the largest singular value.
    fn band(&self, scene: &mut Scene, axes: &Axes) {
        let Some((smallest, largest)) = &self.input.band else {
            return;
        };
        let (low, high) = self.range;
        let inside = |tens: f64| tens.clamp(low, high);
        let known = smallest
            .iter()
            .zip(largest)
            .take_while(|(a, b)| !a.is_nan() && !b.is_nan())
            .count();
        let upper = (0..known).map(|k| axes.at(wide(k), inside(largest[k])));
        let lower = (0..known)
            .rev()
            .map(|k| axes.at(wide(k), inside(smallest[k])));
        let points: Vec<Point> = upper.chain(lower).collect();
        scene.plain();
        if known > 1 {
            let ink = Ink::fill(self.palette.accent.faded(0.13));
            scene.path(
                &points,
                true,
                ink.outlined(self.palette.accent.faded(0.45), 1.0),
            );
        }
    }

    fn cursor(&self, scene: &mut Scene, axes: &Axes) {
        let k = wide(self.input.k);
        let (top, bottom) = (axes.area.y, axes.area.bottom());
        let x = axes.at(k, self.range.0).x;
        scene.plain();
        let ink = Ink::line(self.palette.secondary, 1.0).dashed(&[2.0, 2.0]);
        scene.path(&[at(x, top), at(x, bottom)], false, ink);
        let (low, high) = self.range;
        let tens = self
            .input
            .curves
            .first()
            .map_or(f64::NAN, |curve| curve.tens[self.input.k]);
        if (low..=high).contains(&tens) {
            let ink = Ink::fill(self.palette.page).outlined(self.palette.gradient, 2.5);
            scene.circle(axes.at(k, tens), 5.0, ink);
        }
    }

    /// Names with the numbers at k, where the curves end.
    fn labels(&self, scene: &mut Scene, axes: &Axes, area: Rect) {
        let (low, high) = self.range;
        let label = |curve: &Curve| {
            let last = curve.tens.iter().rev().find(|tens| !tens.is_nan())?;
            Some(EndLabel {
                y: axes.at(0.0, last.clamp(low, high)).y,
                name: curve.name.clone(),
                number: curve.at.clone(),
                color: look(curve.line, self.palette).color,
            })
        };
        let labels = self.input.curves.iter().filter_map(label).collect();
        scene.plain();
        let area = Rect {
            height: area.height - 4.0,
            y: area.y + 4.0,
            ..area
        };
        end_labels(scene, labels, area, self.frame);
    }

    fn points(&self, scene: &mut Scene, axes: &Axes) {
        let half = axes.area.width / (2.0 * real(self.input.steps.max(1)));
        let area = Rect::new(
            axes.area.x - half,
            axes.area.y,
            axes.area.width + 2.0 * half,
            axes.area.height,
        );
        let points = self.input.points.clone();
        along(scene, area, (0, self.input.steps), move |k| points.words(k));
    }

    fn pointed(&self, scene: &mut Scene, axes: &Axes, k: usize) {
        let (low, high) = self.range;
        let x = axes.at(wide(k), low).x;
        scene.plain();
        let ends = [at(x, axes.area.y), at(x, axes.area.bottom())];
        scene.path(&ends, false, Ink::line(self.palette.accent, 1.0));
        for curve in &self.input.curves {
            let tens = curve.tens[k];
            if (low..=high).contains(&tens) {
                let color = look(curve.line, self.palette).color;
                scene.circle(
                    axes.at(wide(k), tens),
                    3.5,
                    Ink::fill(color).outlined(self.palette.page, 1.0),
                );
            }
        }
    }
}

/// The part of a straight line between two points that lies between two heights.
fn cut(a: (f64, f64), b: (f64, f64), low: f64, high: f64) -> Option<((f64, f64), (f64, f64))> {
    let (least, most) = (a.1.min(b.1), a.1.max(b.1));
    if most < low || least > high {
        return None;
    }
    // A line that falls to zero or rises to infinity is upright.
    let at_height = |from: (f64, f64), to: (f64, f64), height: f64| {
        let share = if to.1.is_finite() {
            (height - from.1) / (to.1 - from.1)
        } else {
            1.0
        };
        (from.0 + share * (to.0 - from.0), height)
    };
    let held = |from: (f64, f64), to: (f64, f64)| {
        if from.1 < low {
            at_height(to, from, low)
        } else if from.1 > high {
            at_height(to, from, high)
        } else {
            from
        }
    };
    Some((held(a, b), held(b, a)))
}

fn arrow(scene: &mut Scene, tip: Point, down: f32, color: crate::draw::painter::Rgba) {
    let points = [
        tip,
        at(tip.x - 5.0, tip.y - 8.0 * down),
        at(tip.x + 5.0, tip.y - 8.0 * down),
    ];
    scene.path(&points, true, Ink::fill(color));
}
