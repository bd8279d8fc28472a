//! One number over time: the small chart of the inspector, with a cursor at the step on screen.

use super::Frame;
use super::plot::{Axes, Chart, Line, around, chart, number};
use crate::draw::painter::{Ink, Painter, Rect, Rgba};
use crate::draw::scene::{Kind, Scene};

/// What the chart shows.
#[derive(Clone, Copy)]
pub struct History<'h> {
    /// Step 1 first; what is not finite leaves a gap.
    pub values: &'h [f64],
    /// The step on screen, from 1.
    pub t: usize,
    /// The reference of the quantity at a step.
    pub reference: &'h dyn Fn(usize) -> Option<String>,
    /// How a number is printed.
    pub print: &'h dyn Fn(f64) -> String,
    /// The hue of what it is.
    pub color: Rgba,
}

/// The chart.
#[must_use]
pub fn history(input: &History<'_>, frame: &Frame) -> Scene {
    let mut scene = Scene::new(frame.size(), frame.theme.palette().page);
    let steps = input.values.len().max(2);
    let points: Vec<(f64, f64)> = (1..)
        .map(number)
        .zip(input.values.iter().copied())
        .collect();
    let pieces = points.split(|(_, value)| !value.is_finite());
    let lines: Vec<Line<'_>> = pieces
        .filter(|piece| piece.len() > 1)
        .map(|points| Line {
            points,
            color: input.color,
            width: 1.5,
        })
        .collect();
    let area = Rect::new(0.0, 0.0, frame.width, frame.height);
    let shown = Chart {
        x: 1.0..number(steps),
        y: around(input.values.iter().copied()),
        labels: (steps.min(6), 3),
        print: (&|t| format!("{t:.0}"), input.print),
        gutters: (44.0, 18.0),
        lines: &lines,
    };
    let axes = chart(&mut scene, area, &shown, frame);
    points_of(&mut scene, input, &axes, frame);
    scene
}

fn points_of(scene: &mut Scene, input: &History<'_>, axes: &Axes, frame: &Frame) {
    let finite = (1..)
        .zip(input.values)
        .filter(|(_, value)| value.is_finite());
    for (t, &value) in finite {
        let words = format!("step {t}: {}", (input.print)(value));
        scene.mark((input.reference)(t), words, Kind::Cell);
        let (radius, fill) = if t == input.t {
            (4.0, input.color)
        } else {
            (2.0, frame.theme.palette().page)
        };
        let ink = Ink::fill(fill).outlined(input.color, 1.5);
        scene.circle(axes.at(number(t), value), radius, ink);
    }
}
