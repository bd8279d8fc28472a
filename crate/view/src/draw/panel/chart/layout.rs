//! Where the axes of a chart stand in its frame.

use super::labels::Label;
use super::mesh::Mesh;
use super::{Axis, Chart, small};
use crate::draw::metrics;
use crate::draw::painter::{self, Rect, at};
use crate::draw::scene::Scene;
use crate::draw::theme::Palette;
use crate::draw::views::Frame;

/// Frames narrower than this have no names beside the axes.
const NARROW: f32 = 250.0;
/// The most that names beside the axes take of the width.
const BESIDE: f32 = 0.34;
/// Above the axes, where nothing is written over them.
const ABOVE: f32 = 7.0;
/// Between two numbers along an axis, at least.
const APART: f32 = 14.0;

/// Where the axes stand.
pub(super) struct Layout {
    /// What they span.
    pub axes: Rect,
    /// Right of them, for names.
    pub beside: Rect,
    /// How many numbers stand along x and along y.
    ticks: (usize, usize),
    /// The room below and left of them, for numbers.
    gutters: (f32, f32),
    /// The room above and right of them.
    margins: (f32, f32),
}

impl Layout {
    pub(super) fn of(chart: &Chart, frame: &Frame) -> Self {
        let style = small(frame);
        let line = frame.rem(18.0);
        let above = ABOVE + if chart.title.is_empty() { 0.0 } else { line };
        let below = frame.rem(20.0);
        let high = (frame.height - above - below).max(1.0);
        let lines = whole(high / frame.rem(20.0)) + 1;
        let ticks_y = chart.y.ticks(lines);
        let left = widest(&chart.y, lines, frame) + 10.0;
        let x_label = widest(&chart.x, chart.x.most, frame);
        let name = metrics::measure(chart.x.name, style).width;
        let edge = (x_label / 2.0 + name + 12.0).max(10.0);
        let names = if frame.width < NARROW {
            0.0
        } else {
            let widths = chart.labels(|_| at(0.0, 0.0), frame.theme.palette());
            let widths = widths.iter().map(|label| label.width(style) + 4.0);
            widths.fold(0.0, f32::max).min(BESIDE * frame.width)
        };
        let right = edge.max(names);
        let wide = (frame.width - left - right).max(1.0);
        let axes = Rect::new(left, above, wide, high);
        Self {
            axes,
            beside: Rect::new(axes.right(), axes.y, names, high),
            ticks: (chart.x.ticks(whole(wide / (x_label + APART)) + 1), ticks_y),
            gutters: (below, left),
            margins: (above, right),
        }
    }

    /// Draws axes, grid, ticks and numbers.
    pub(super) fn mesh(&self, scene: &mut Scene, chart: &Chart, frame: &Frame) {
        let mesh = Mesh {
            area: Rect::new(0.0, 0.0, frame.width, frame.height),
            ticks: self.ticks,
            gutters: self.gutters,
            margins: self.margins,
        };
        mesh.draw(scene, (&chart.x, &chart.y), frame);
    }

    /// The place of a point given in shares of the axes, held to them.
    #[expect(clippy::cast_possible_truncation, reason = "a place on screen")]
    pub(super) fn at(&self, (x, y): (f64, f64)) -> painter::Point {
        let held = |share: f64| {
            if share.is_nan() {
                0.0
            } else {
                share.clamp(0.0, 1.0) as f32
            }
        };
        at(
            self.axes.x + held(x) * self.axes.width,
            self.axes.bottom() - held(y) * self.axes.height,
        )
    }
}

impl Chart {
    /// The names at the right, with their numbers at the cursor or else at the end; `place` says where a value stands.
    pub(super) fn labels(
        &self,
        place: impl Fn((f64, f64)) -> painter::Point,
        palette: &Palette,
    ) -> Vec<Label> {
        let named = self.series.iter().filter(|series| series.is_labelled);
        let label = |series: &super::Series| {
            let values = series.form.values();
            let at = self.at.unwrap_or(values.len().saturating_sub(1));
            // Where there is no value, the last one before it or else the first is told.
            let told = values.iter().take(at + 1).rposition(Option::is_some);
            let told = told.or_else(|| values.iter().position(Option::is_some))?;
            let value = values[told]?;
            // What is no number is told where the line broke off.
            let known = values[..=told].iter().rev().flatten();
            let last = known.copied().find(|value| !value.is_nan());
            let x = *self.places.at.get(told)?;
            Some(Label {
                value: place((self.x.share(x), self.y.share(last.unwrap_or(value)))),
                name: series.name.clone(),
                number: (self.y.print)(value),
                color: series.look.hue.of(palette),
            })
        };
        named.filter_map(label).collect()
    }
}

/// How wide the widest number along an axis is.
fn widest(axis: &Axis, room: usize, frame: &Frame) -> f32 {
    let labels = axis.marks(room).into_iter();
    let widths = labels.map(|(_, label)| metrics::measure(&label, small(frame)).width);
    widths.fold(0.0, f32::max)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count of lines on screen"
)]
fn whole(length: f32) -> usize {
    length.max(0.0) as usize
}
