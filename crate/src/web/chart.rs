//! Charts on a 2D context by plotters' own canvas backend. A chart is recorded as a scene like everything else; this
//! gives the recorded marks back to the backend they came from plotters for.
//!
//! The backend counts in whole numbers and knows no pixel ratio, so one of its units is an eighth of a device pixel and
//! one transform scales them all.

use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, FontFamily,
    FontStyle, FontTransform,
};
use plotters_canvas::CanvasBackend;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::draw::painter::{
    Align, Face, Ink, MarkId, Painter, Point, Rect, Rgba, Size, Stroke, Type, at,
};
use crate::draw::{Scene, metrics, svg};

/// Units in a device pixel.
const UNITS: f64 = 8.0;
/// How far the middle of a line of text lies above its baseline, in font sizes.
const MIDDLE: f32 = 0.35;

/// Paints a chart's scene on a canvas whose backing store is `ratio` times its CSS size.
pub(super) fn paint(
    scene: &Scene,
    context: &CanvasRenderingContext2d,
    canvas: HtmlCanvasElement,
    ratio: f64,
) {
    let Some(backend) = CanvasBackend::with_canvas_object(canvas) else {
        return;
    };
    context.save();
    let scale = 1.0 / UNITS;
    // An identity with this scale cannot fail.
    let _ = context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0);
    context.set_line_join("round");
    let mut chart = Chart {
        backend,
        context,
        ratio,
    };
    let Size { width, height } = scene.size;
    chart.rect(Rect::new(0.0, 0.0, width, height), Ink::fill(scene.page));
    scene.paint(&mut chart);
    context.restore();
}

struct Chart<'c> {
    backend: CanvasBackend,
    context: &'c CanvasRenderingContext2d,
    ratio: f64,
}

/// A colour and a line width in units.
struct Look {
    color: Rgba,
    width: u32,
}

/// A text's look, its size in units.
struct Lettering {
    color: Rgba,
    size: f64,
    style: Type,
}

impl Chart<'_> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a length on screen in eighths of a device px fits easily"
    )]
    fn units(&self, length: f32) -> i32 {
        (f64::from(length) * self.ratio * UNITS).round() as i32
    }

    fn place(&self, point: Point) -> BackendCoord {
        (self.units(point.x), self.units(point.y))
    }

    fn filled(color: Rgba) -> Look {
        Look { color, width: 0 }
    }

    /// A line of whole device pixels, at least one.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a line width is small and positive"
    )]
    fn lined(&self, stroke: Stroke) -> Look {
        let width = (f64::from(stroke.width) * self.ratio).round().max(1.0) * UNITS;
        let lengths: js_sys::Array = stroke
            .dash
            .iter()
            .map(|&length| wasm_bindgen::JsValue::from(self.units(length)))
            .collect();
        // Lengths of a constant list are never negative, the only way this can fail.
        let _ = self.context.set_line_dash(&lengths);
        Look {
            color: stroke.color,
            width: width as u32,
        }
    }
}

// Drawing fails only on a detached canvas, on which nothing can be seen anyway.
impl Painter for Chart<'_> {
    fn id(&mut self, _mark: MarkId) {}

    fn rect(&mut self, r: Rect, ink: Ink) {
        let (from, to) = (
            self.place(at(r.x, r.y)),
            self.place(at(r.right(), r.bottom())),
        );
        if let Some(fill) = ink.fill {
            let _ = self.backend.draw_rect(from, to, &Self::filled(fill), true);
        }
        if let Some(stroke) = ink.stroke {
            let look = self.lined(stroke);
            let _ = self.backend.draw_rect(from, to, &look, false);
        }
    }

    fn path(&mut self, points: &[Point], closed: bool, ink: Ink) {
        let mut places: Vec<_> = points.iter().map(|point| self.place(*point)).collect();
        if let Some(fill) = ink.fill {
            let _ = self
                .backend
                .fill_polygon(places.clone(), &Self::filled(fill));
        }
        if let Some(stroke) = ink.stroke {
            if closed {
                places.extend(places.first().copied());
            }
            let look = self.lined(stroke);
            let _ = self.backend.draw_path(places, &look);
        }
    }

    fn circle(&mut self, centre: Point, radius: f32, ink: Ink) {
        let (centre, radius) = (self.place(centre), self.units(radius).unsigned_abs());
        if let Some(fill) = ink.fill {
            let _ = self
                .backend
                .draw_circle(centre, radius, &Self::filled(fill), true);
        }
        if let Some(stroke) = ink.stroke {
            let look = self.lined(stroke);
            let _ = self.backend.draw_circle(centre, radius, &look, false);
        }
    }

    fn text(&mut self, text: &str, place: Point, style: Type, color: Rgba) {
        let middle = self.place(at(place.x, place.y - MIDDLE * style.size));
        let size = f64::from(style.size) * self.ratio * UNITS;
        let lettering = Lettering { color, size, style };
        let _ = self.backend.draw_text(text, &lettering, middle);
    }

    /// Charts have none: plotters' canvas backend cannot scale them.
    fn image(&mut self, _r: Rect, _cols: u32, _rows: u32, _rgba: &[u8]) {}

    fn measure(&self, text: &str, style: Type) -> Size {
        metrics::measure(text, style)
    }
}

fn backend_color(Rgba { r, g, b, a }: Rgba) -> BackendColor {
    BackendColor {
        rgb: (r, g, b),
        alpha: f64::from(a) / 255.0,
    }
}

impl BackendStyle for Look {
    fn color(&self) -> BackendColor {
        backend_color(self.color)
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

impl BackendTextStyle for Lettering {
    type FontError = std::convert::Infallible;

    fn color(&self) -> BackendColor {
        backend_color(self.color)
    }

    fn size(&self) -> f64 {
        self.size
    }

    fn transform(&self) -> FontTransform {
        FontTransform::None
    }

    fn style(&self) -> FontStyle {
        match self.style.face {
            Face::Strong => FontStyle::Bold,
            Face::Sans | Face::Math => FontStyle::Normal,
        }
    }

    fn anchor(&self) -> Pos {
        let across = match self.style.align {
            Align::Start => HPos::Left,
            Align::Middle => HPos::Center,
            Align::End => HPos::Right,
        };
        Pos::new(across, VPos::Center)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(match self.style.face {
            Face::Math => svg::MATH,
            Face::Sans | Face::Strong => svg::SANS,
        })
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Self::FontError> {
        let Size { width, height } = metrics::measure(text, self.style);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a text on screen in eighths of a px fits easily"
        )]
        let units = |length: f32| (f64::from(length) * UNITS) as i32;
        Ok(((0, 0), (units(width), units(height))))
    }

    fn draw<E, DrawFunc: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _text: &str,
        _place: (i32, i32),
        _draw: DrawFunc,
    ) -> Result<Result<(), E>, Self::FontError> {
        Ok(Ok(()))
    }
}
