//! Lines of a chart on a 2D context by plotters' own canvas backend: a chart is recorded as a scene like everything else,
//! and its axes and series are given back to the backend they came from plotters for.
//!
//! The backend counts in whole numbers and knows no pixel ratio, so one of its units is an eighth of a device pixel and
//! one transform scales them all.

use plotters_backend::{BackendColor, BackendCoord, BackendStyle, DrawingBackend};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsValue;
use web_sys::CanvasRenderingContext2d;

use view::draw::painter::{Point, Rgba, Stroke};

/// Units in a device pixel.
const UNITS: f64 = 8.0;

/// Draws lines on the canvas of a context whose backing store is `ratio` times its CSS size.
pub(super) struct Plotter {
    backend: CanvasBackend,
    ratio: f64,
}

impl Plotter {
    /// One for this canvas; nothing where the context has none.
    pub(super) fn new(context: &CanvasRenderingContext2d, ratio: f64) -> Option<Self> {
        let backend = CanvasBackend::with_canvas_object(context.canvas()?)?;
        Some(Self { backend, ratio })
    }

    /// Draws a line and leaves its colour, width and dashes on the context.
    pub(super) fn line(
        &mut self,
        context: &CanvasRenderingContext2d,
        points: &[Point],
        stroke: Stroke,
    ) {
        let scale = |scale: f64| {
            // A scale cannot fail.
            let _ = context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0);
        };
        scale(1.0 / UNITS);
        let dash = stroke
            .dash
            .iter()
            .map(|length| JsValue::from(self.units(*length)));
        // Lengths of a constant list are never negative, the only way this can fail.
        let _ = context.set_line_dash(&dash.collect::<js_sys::Array>());
        let look = Look {
            color: stroke.color,
            width: self.units(stroke.width).unsigned_abs(),
        };
        let places: Vec<BackendCoord> = (points.iter())
            .map(|point| (self.units(point.x), self.units(point.y)))
            .collect();
        // Drawing fails only on a detached canvas, on which nothing can be seen anyway.
        let _ = self.backend.draw_path(places, &look);
        scale(self.ratio);
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "a length on screen in eighths of a device px fits easily"
    )]
    fn units(&self, length: f32) -> i32 {
        (f64::from(length) * self.ratio * UNITS).round() as i32
    }
}

/// A colour and a line width in units.
struct Look {
    color: Rgba,
    width: u32,
}

impl BackendStyle for Look {
    fn color(&self) -> BackendColor {
        let Rgba { r, g, b, a } = self.color;
        BackendColor {
            rgb: (r, g, b),
            alpha: f64::from(a) / 255.0,
        }
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}
