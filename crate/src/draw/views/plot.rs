//! Axes and lines by plotters, and where a point of them stands in the picture.

use std::ops::Range;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::Frame;
use crate::draw::Scene;
use crate::draw::chart::{Plot, UNITS, length};
use crate::draw::painter::{Point, Rect, Rgba, at};
use crate::draw::scene::Kind;
use crate::run::metrics::{log10, magnitude, power_of_ten};

/// A line of a chart.
pub(super) struct Line<'l> {
    pub points: &'l [(f64, f64)],
    pub color: Rgba,
    pub width: f32,
}

/// A chart to be drawn.
pub(super) struct Chart<'c> {
    pub x: Range<f64>,
    pub y: Range<f64>,
    /// How many labels at most.
    pub labels: (usize, usize),
    pub print: (&'c dyn Fn(f64) -> String, &'c dyn Fn(f64) -> String),
    /// The room for labels, left and below, CSS px.
    pub gutters: (f32, f32),
    pub lines: &'c [Line<'c>],
}

/// Where the axes stand.
#[derive(Clone, Debug)]
pub(super) struct Axes {
    x: Range<f64>,
    y: Range<f64>,
    /// The part of the picture that the axes span.
    pub area: Rect,
}

impl Axes {
    /// The place of a point, held to the axes; what is no number stands at their start.
    #[expect(clippy::cast_possible_truncation, reason = "a place on screen")]
    pub(super) fn at(&self, x: f64, y: f64) -> Point {
        // Halves, because the whole of a range may be beyond all numbers.
        let share = |value: f64, range: &Range<f64>| {
            let [value, start, end] = [value, range.start, range.end].map(|number| 0.5 * number);
            let share = ((value - start) / (end - start)).clamp(0.0, 1.0);
            if share.is_nan() { 0.0 } else { share as f32 }
        };
        at(
            self.area.x + share(x, &self.x) * self.area.width,
            self.area.bottom() - share(y, &self.y) * self.area.height,
        )
    }
}

/// What is given to plotters for numbers of a range, and back: numbers of ordinary size, since it looks for ticks in steps
/// that are lost beside very large numbers and beside which very small ones are lost.
struct Unit {
    range: Range<f64>,
    unit: f64,
}

impl Unit {
    /// Sizes at which plotters needs no help.
    const ORDINARY: Range<f64> = 1e-3..1e6;

    fn of(range: &Range<f64>) -> Self {
        let size = range.start.abs().max(range.end.abs());
        let unit = if Self::ORDINARY.contains(&size) {
            1.0
        } else {
            power_of_ten(magnitude(size))
        };
        Self {
            range: range.clone(),
            unit,
        }
    }

    fn small(&self) -> Range<f64> {
        self.range.start / self.unit..self.range.end / self.unit
    }

    fn of_number(&self, number: f64) -> f64 {
        number.clamp(self.range.start, self.range.end) / self.unit
    }

    fn number(&self, small: f64) -> f64 {
        (small * self.unit).clamp(self.range.start, self.range.end)
    }
}

/// A range as plotters can take it: its ends are finite, and apart.
fn held(range: &Range<f64>) -> Range<f64> {
    let end = |number: f64| number.clamp(-f64::MAX, f64::MAX);
    let (start, end) = (end(range.start), end(range.end));
    if start < end { start..end } else { 0.0..1.0 }
}

/// Draws axes and lines into a part of a picture.
pub(super) fn chart(scene: &mut Scene, area: Rect, input: &Chart<'_>, frame: &Frame) -> Axes {
    const TAKES_ALL: &str = "a scene takes whatever is drawn on it";
    let palette = frame.theme.palette();
    let (x, y) = (held(&input.x), held(&input.y));
    let unit = Unit::of(&y);
    scene.mark(None, String::new(), Kind::Plot);
    let root = Plot {
        painter: scene,
        area,
    }
    .into_drawing_area();
    let font = || {
        let size = f64::from(length(frame.rem(11.0)));
        ("sans-serif", size)
            .into_font()
            .color(&rgb(palette.secondary))
    };
    let mut chart = ChartBuilder::on(&root)
        .margin_top(length(6.0))
        .margin_right(length(10.0))
        .x_label_area_size(length(frame.rem(input.gutters.1)))
        .y_label_area_size(length(frame.rem(input.gutters.0)))
        .build_cartesian_2d(x.clone(), unit.small())
        .expect(TAKES_ALL);
    chart
        .configure_mesh()
        .disable_x_mesh()
        .x_labels(input.labels.0)
        .y_labels(input.labels.1)
        .x_label_formatter(&|x| (input.print.0)(*x))
        .y_label_formatter(&|y| (input.print.1)(unit.number(*y)))
        .axis_style(rgb(palette.line).stroke_width(length(1.0)))
        .light_line_style(TRANSPARENT)
        .bold_line_style(rgb(palette.line).mix(0.25).stroke_width(length(1.0)))
        .set_all_tick_mark_size(length(3.0))
        .x_label_style(font().pos(Pos::new(HPos::Center, VPos::Top)))
        .y_label_style(font().pos(Pos::new(HPos::Right, VPos::Center)))
        .draw()
        .expect(TAKES_ALL);
    for line in input.lines {
        let style = rgb(line.color).stroke_width(length(line.width));
        let points = line.points.iter().map(|(x, y)| (*x, unit.of_number(*y)));
        chart
            .draw_series(LineSeries::new(points, style))
            .expect(TAKES_ALL);
    }
    let (across, down) = chart.plotting_area().get_pixel_range();
    let area = Rect::new(
        area.x + px(across.start),
        area.y + px(down.start),
        px(across.end - across.start),
        px(down.end - down.start),
    );
    drop(chart);
    drop(root);
    scene.plain();
    Axes { x, y, area }
}

/// A range that holds all finite values and 0, with room at both ends.
pub(super) fn around(values: impl IntoIterator<Item = f64>) -> Range<f64> {
    let finite = values.into_iter().filter(|value| value.is_finite());
    let (low, high) = finite.fold((0.0_f64, 0.0_f64), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let room = if high > low {
        0.08 * high - 0.08 * low
    } else {
        1.0
    };
    held(&(if low < 0.0 { low - room } else { 0.0 }..if high > 0.0 { high + room } else { room }))
}

#[expect(clippy::cast_precision_loss, reason = "a place on screen")]
fn px(units: i32) -> f32 {
    units as f32 / UNITS
}

fn rgb(color: Rgba) -> RGBAColor {
    RGBAColor(color.r, color.g, color.b, f64::from(color.a) / 255.0)
}

/// A count on an axis.
pub(super) fn number(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// Whole powers of ten round all positive numbers, at least two.
pub(super) fn decades(values: impl IntoIterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values
        .into_iter()
        .filter(|value| *value > 0.0 && value.is_finite())
        .map(log10)
        .fold(
            (f64::INFINITY, f64::NEG_INFINITY),
            |(low, high), exponent| (low.min(exponent), high.max(exponent)),
        );
    match (low.floor(), high.ceil()) {
        (low, high) if !low.is_finite() || !high.is_finite() => (-1.0, 1.0),
        (low, high) if low < high => (low, high),
        (low, high) => (low - 1.0, high + 1.0),
    }
}

/// A power of ten as it is written on an axis.
pub(super) fn print_decade(exponent: f64) -> String {
    const PLAIN: [(f64, &str); 5] = [
        (-2.0, "0.01"),
        (-1.0, "0.1"),
        (0.0, "1"),
        (1.0, "10"),
        (2.0, "100"),
    ];
    let whole = exponent.round();
    if (exponent - whole).abs() > 1e-9 {
        return String::new();
    }
    match PLAIN.iter().find(|(exponent, _)| *exponent == whole) {
        Some((_, text)) => (*text).to_owned(),
        None => format!("1e{whole:.0}").replace('-', "\u{2212}"),
    }
}
