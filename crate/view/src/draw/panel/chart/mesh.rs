//! Axes, grid, ticks and numbers of a chart, by plotters.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::Axis;
use crate::draw::Scene;
use crate::draw::chart::{Plot, UNITS, length};
use crate::draw::painter::{Rect, Rgba};
use crate::draw::scene::Kind;
use crate::draw::views::Frame;

/// Where axes stand, and what is written along them.
pub(crate) struct Mesh {
    /// The part of the picture for axes and numbers.
    pub area: Rect,
    /// How many numbers stand along x and along y.
    pub ticks: (usize, usize),
    /// The room below and left of the axes, for numbers.
    pub gutters: (f32, f32),
    /// The room above and right of them.
    pub margins: (f32, f32),
}

impl Mesh {
    /// Draws it; gives what the axes span.
    pub(crate) fn draw(&self, scene: &mut Scene, (x, y): (&Axis, &Axis), frame: &Frame) -> Rect {
        const TAKES_ALL: &str = "a scene takes whatever is drawn on it";
        let palette = frame.theme.palette();
        scene.mark(None, String::new(), Kind::Plot);
        let root = Plot {
            painter: scene,
            area: self.area,
        }
        .into_drawing_area();
        let font = || {
            ("sans-serif", f64::from(length(frame.rem(11.0))))
                .into_font()
                .color(&rgb(palette.secondary))
        };
        let range = |axis: &Axis| {
            let (low, high) = axis.scaled();
            low..high
        };
        let mut mesh = ChartBuilder::on(&root)
            .margin_top(length(self.margins.0))
            .margin_right(length(self.margins.1))
            .x_label_area_size(length(self.gutters.0))
            .y_label_area_size(length(self.gutters.1))
            .build_cartesian_2d(range(x), range(y))
            .expect(TAKES_ALL);
        mesh.configure_mesh()
            .disable_x_mesh()
            .x_labels(self.ticks.0)
            .y_labels(self.ticks.1)
            .x_label_formatter(&|value| x.label(*value))
            .y_label_formatter(&|value| y.label(*value))
            .axis_style(rgb(palette.line).stroke_width(length(1.0)))
            .light_line_style(TRANSPARENT)
            .bold_line_style(rgb(palette.line).mix(0.25).stroke_width(length(1.0)))
            .set_all_tick_mark_size(length(3.0))
            .x_label_style(font().pos(Pos::new(HPos::Center, VPos::Top)))
            .y_label_style(font().pos(Pos::new(HPos::Right, VPos::Center)))
            .draw()
            .expect(TAKES_ALL);
        let (across, down) = mesh.plotting_area().get_pixel_range();
        drop(mesh);
        drop(root);
        scene.plain();
        Rect::new(
            self.area.x + px(across.start),
            self.area.y + px(down.start),
            px(across.end - across.start),
            px(down.end - down.start),
        )
    }
}

#[expect(clippy::cast_precision_loss, reason = "a place on screen")]
fn px(units: i32) -> f32 {
    units as f32 / UNITS
}

fn rgb(color: Rgba) -> RGBAColor {
    RGBAColor(color.r, color.g, color.b, f64::from(color.a) / 255.0)
}
