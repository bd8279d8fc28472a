//! Axes and lines in a part of a picture that is drawn by hand, and where a point of them stands.

use std::ops::Range;

use super::Frame;
use crate::draw::Scene;
use crate::draw::painter::{Ink, Painter, Point, Rect, Rgba, at};
use crate::draw::panel::chart::Axis;
use crate::draw::panel::chart::mesh::Mesh;

/// A line of a chart.
pub(super) struct Line<'l> {
    /// Its points, from left to right.
    pub points: &'l [(f64, f64)],
    /// Its colour.
    pub color: Rgba,
    /// CSS px.
    pub width: f32,
}

/// How a number on an axis is written.
pub(super) type Print = fn(f64) -> String;

/// A chart to be drawn.
pub(super) struct Chart<'c> {
    /// From left to right.
    pub x: Range<f64>,
    /// From bottom to top.
    pub y: Range<f64>,
    /// How many labels at most.
    pub labels: (usize, usize),
    pub print: (Print, Print),
    /// The room for labels, left and below, CSS px.
    pub gutters: (f32, f32),
    /// What is drawn over the grid.
    pub lines: &'c [Line<'c>],
}

/// Where the axes stand.
#[derive(Clone, Debug)]
pub(super) struct Axes {
    x: Axis,
    y: Axis,
    /// The part of the picture that the axes span.
    pub area: Rect,
}

impl Axes {
    /// The place of a point, held to the axes.
    #[expect(clippy::cast_possible_truncation, reason = "a place on screen")]
    pub(super) fn at(&self, x: f64, y: f64) -> Point {
        let share = |axis: &Axis, value: f64| {
            let share = axis.share(value);
            if share.is_nan() {
                0.0
            } else {
                share.clamp(0.0, 1.0) as f32
            }
        };
        at(
            self.area.x + share(&self.x, x) * self.area.width,
            self.area.bottom() - share(&self.y, y) * self.area.height,
        )
    }
}

/// Draws axes and lines into a part of a picture.
pub(super) fn chart(scene: &mut Scene, area: Rect, input: &Chart<'_>, frame: &Frame) -> Axes {
    let axis = |range: &Range<f64>, print| Axis::linear(range.start, range.end).printed(print);
    let (x, y) = (axis(&input.x, input.print.0), axis(&input.y, input.print.1));
    let mesh = Mesh {
        area,
        ticks: input.labels,
        gutters: (frame.rem(input.gutters.1), frame.rem(input.gutters.0)),
        margins: (6.0, 10.0),
    };
    let area = mesh.draw(scene, (&x, &y), frame);
    let axes = Axes { x, y, area };
    for line in input.lines {
        let points = line.points.iter().map(|(x, y)| axes.at(*x, *y));
        let ink = Ink::line(line.color, line.width);
        scene.path(&points.collect::<Vec<_>>(), false, ink);
    }
    axes
}

/// A count on an axis.
pub(super) fn number(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
