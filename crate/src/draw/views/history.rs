//! One number over time: the small chart of the inspector, with a cursor at the step on screen.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::Frame;
use crate::draw::chart::{Plot, length};
use crate::draw::painter::{Ink, Painter, Rect, Rgba, Size, at};
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
///
/// # Panics
/// Never: a scene takes whatever is drawn on it.
#[must_use]
pub fn history(input: &History<'_>, frame: &Frame) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    let (low, high) = range(input.values);
    let steps = input.values.len().max(2);
    let last = f64::from(u32::try_from(steps).unwrap_or(u32::MAX));
    {
        let size = Size {
            width: frame.width,
            height: frame.height,
        };
        let area = Rect::new(0.0, 0.0, size.width, size.height);
        let root = Plot {
            painter: &mut scene,
            area,
        }
        .into_drawing_area();
        let text = |color: Rgba| {
            let font = ("sans-serif", f64::from(length(frame.rem(11.0)))).into_font();
            font.color(&rgb(color))
                .pos(Pos::new(HPos::Right, VPos::Center))
        };
        let mut chart = ChartBuilder::on(&root)
            .margin_top(length(8.0))
            .margin_right(length(12.0))
            .x_label_area_size(length(frame.rem(18.0)))
            .y_label_area_size(length(frame.rem(44.0)))
            .build_cartesian_2d(1.0..last, low..high)
            .expect("a scene takes whatever is drawn on it");
        chart
            .configure_mesh()
            .disable_x_mesh()
            .x_labels(steps.min(6))
            .y_labels(3)
            .x_label_formatter(&|t| format!("{t:.0}"))
            .y_label_formatter(&|value| (input.print)(*value))
            .axis_style(rgb(palette.line).stroke_width(length(1.0)))
            .light_line_style(TRANSPARENT)
            .bold_line_style(rgb(palette.line).mix(0.25).stroke_width(length(1.0)))
            .set_all_tick_mark_size(length(3.0))
            .x_label_style(text(palette.secondary).pos(Pos::new(HPos::Center, VPos::Top)))
            .y_label_style(text(palette.secondary))
            .draw()
            .expect("a scene takes whatever is drawn on it");
        let points = (1..).map(f64::from).zip(input.values.iter().copied());
        let runs: Vec<(f64, f64)> = points.filter(|(_, value)| value.is_finite()).collect();
        chart
            .draw_series(LineSeries::new(
                runs,
                rgb(input.color).stroke_width(length(1.5)),
            ))
            .expect("a scene takes whatever is drawn on it");
        let places: Vec<(usize, (i32, i32))> = (1..=input.values.len())
            .filter(|&t| input.values[t - 1].is_finite())
            .map(|t| {
                (
                    t,
                    chart.backend_coord(&(
                        f64::from(u32::try_from(t).unwrap_or(u32::MAX)),
                        input.values[t - 1],
                    )),
                )
            })
            .collect();
        drop(chart);
        drop(root);
        points_of(&mut scene, input, frame, &places);
    }
    scene
}

fn points_of(
    scene: &mut Scene,
    input: &History<'_>,
    frame: &Frame,
    places: &[(usize, (i32, i32))],
) {
    let palette = frame.theme.palette();
    for &(t, (x, y)) in places {
        let words = format!("step {t}: {}", (input.print)(input.values[t - 1]));
        scene.mark((input.reference)(t), words, Kind::Cell);
        #[expect(clippy::cast_precision_loss, reason = "a place on screen")]
        let place = at(
            x as f32 / crate::draw::chart::UNITS,
            y as f32 / crate::draw::chart::UNITS,
        );
        let (radius, fill) = if t == input.t {
            (4.0, input.color)
        } else {
            (2.0, palette.page)
        };
        scene.circle(place, radius, Ink::fill(fill).outlined(input.color, 1.5));
    }
}

fn rgb(color: Rgba) -> RGBAColor {
    RGBAColor(color.r, color.g, color.b, f64::from(color.a) / 255.0)
}

/// A range that holds all finite values and zero, with room at both ends.
fn range(values: &[f64]) -> (f64, f64) {
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let (low, high) = (finite().fold(0.0, f64::min), finite().fold(0.0, f64::max));
    let room = if high > low { (high - low) * 0.08 } else { 1.0 };
    (
        if low < 0.0 { low - room } else { 0.0 },
        if high > 0.0 { high + room } else { room },
    )
}
