//! A study left to itself: how long its state is at every step, and the largest Lyapunov exponent as it comes out.
//!
//! Invariant: both charts have the same steps below each other or side by side; 0 is always on the axis of the exponent.

use std::ops::Range;

use super::plot::{Chart, Line, around, chart, number as real};
use super::{Frame, focus};
use crate::draw::label::SMALLEST;
use crate::draw::metrics::fit;
use crate::draw::painter::{Align, Face, Ink, Painter, Rect, Rgba, Type, at};
use crate::draw::scene::{Kind, Scene};
use crate::explain::alone::{Fate, LeftAlone};
use crate::explain::number;

/// Over the charts, CSS px.
const HEAD: f32 = 22.0;
/// More points than this do not fit on a screen.
const MOST_POINTS: usize = 500;

/// The picture.
#[must_use]
pub fn alone(input: &LeftAlone, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    let edge = if frame.width < 520.0 { 8.0 } else { 14.0 };
    let gap = 16.0;
    let half = (frame.width - 2.0 * edge - gap) / 2.0;
    let part = |place: u16| {
        let x = edge + f32::from(place) * (half + gap);
        Rect::new(x, HEAD, half, frame.height - HEAD - 2.0)
    };
    let view = View {
        input,
        frame,
        small: Type::sans(frame.rem(11.0).max(SMALLEST)),
    };
    let lengths = points(&input.lengths, 0);
    view.chart(
        &mut scene,
        part(0),
        "alone.length",
        "length of h, left alone",
        (&lengths, palette.ink),
    );
    let largest = points(&input.largest, 1);
    view.chart(
        &mut scene,
        part(1),
        "alone.exponent",
        &view.exponent_words(),
        (&largest, palette.gradient),
    );
    focus::paint(&mut scene, focused, palette);
    scene
}

struct View<'a> {
    input: &'a LeftAlone,
    frame: &'a Frame,
    small: Type,
}

impl View<'_> {
    fn exponent_words(&self) -> String {
        let fate = match self.input.fate {
            None => "…",
            Some(Fate::Settles) => "settles",
            Some(Fate::Edge) => "at the edge",
            Some(Fate::Chaotic) => "chaotic",
            Some(Fate::Grows) => "grows",
        };
        let last = self.input.largest.last().copied().map(number::text);
        format!("λ {} a step: {fate}", last.unwrap_or_default())
    }

    fn chart(
        &self,
        scene: &mut Scene,
        part: Rect,
        name: &str,
        title: &str,
        (points, color): (&[(f64, f64)], Rgba),
    ) {
        let palette = self.frame.theme.palette();
        let strong = self.small.face(Face::Strong);
        scene.mark(
            Some(name.to_owned()),
            format!("{title}. {}", self.input.sentence()),
            Kind::Frame,
        );
        scene.area(Rect::new(part.x, 0.0, part.width, self.frame.height));
        let title = fit(title, strong, part.width);
        scene.text(&title, at(part.x, 15.0), strong, color);
        let Range {
            start: low,
            end: high,
        } = around(points.iter().map(|(_, y)| *y));
        let line = Line {
            points,
            color,
            width: 1.5,
        };
        // A tick at 0 comes with the rounding of the ticks before it.
        let nothing = high * 1e-9 - low * 1e-9;
        let print = |value: f64| number::text(if value.abs() < nothing { 0.0 } else { value });
        let input = Chart {
            x: 0.0..real(self.input.steps),
            y: low..high,
            labels: (4, 4),
            print: (&|t| format!("{t:.0}"), &print),
            gutters: (48.0, 18.0),
            lines: if points.len() > 1 {
                std::slice::from_ref(&line)
            } else {
                &[]
            },
        };
        let axes = chart(scene, part, &input, self.frame);
        if low < 0.0 && high > 0.0 {
            let y = axes.at(0.0, 0.0).y;
            let ink = Ink::line(palette.line, 1.0);
            scene.path(&[at(axes.area.x, y), at(axes.area.right(), y)], false, ink);
        }
        let style = self.small.align(Align::End);
        let place = at(part.right() - 10.0, part.bottom() - self.frame.rem(22.0));
        scene.text("t", place, style, palette.secondary);
    }
}

/// As many points as fit, the last one always; what is not finite is left out.
fn points(values: &[f64], first: usize) -> Vec<(f64, f64)> {
    let every = values.len().div_ceil(MOST_POINTS).max(1);
    let all = values.iter().enumerate();
    all.filter(|(place, value)| {
        value.is_finite() && (place % every == 0 || place + 1 == values.len())
    })
    .map(|(place, value)| (real(place + first), *value))
    .collect()
}
