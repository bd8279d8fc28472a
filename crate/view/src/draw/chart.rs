//! Charts: plotters supplies axes, ticks and series, and paints them on a [`Painter`], so that a chart is
//! made of ordinary marks.
//!
//! plotters counts in whole numbers; one of its units is 1/8 CSS px here.

use std::convert::Infallible;

use plotters::prelude::DrawingBackend;
use plotters_backend::text_anchor::HPos;
use plotters_backend::text_anchor::VPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind,
};

use super::painter::{Align, Ink, Painter, Point, Rect, Rgba, Type, at};

/// plotters units in a CSS px.
pub const UNITS: f32 = 8.0;

type Done = Result<(), DrawingErrorKind<Infallible>>;

/// A part of a picture on which plotters draws.
pub struct Plot<'p, P: Painter> {
    /// What paints.
    pub painter: &'p mut P,
    /// Where.
    pub area: Rect,
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a length on screen in eighths of a px fits easily"
)]
fn units(length: f32) -> i32 {
    (length * UNITS).round() as i32
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a length on screen in eighths of a px fits easily"
)]
fn px(units: i32) -> f32 {
    units as f32 / UNITS
}

/// A length in plotters units.
#[must_use]
pub fn length(px: f32) -> u32 {
    units(px).unsigned_abs()
}

fn width(style: &impl BackendStyle) -> f32 {
    px(i32::try_from(style.stroke_width()).unwrap_or(i32::MAX))
}

fn color(color: BackendColor) -> Rgba {
    let (r, g, b) = color.rgb;
    #[expect(clippy::cast_possible_truncation, reason = "an opacity")]
    Rgba { r, g, b, a: 255 }.faded(color.alpha as f32)
}

#[expect(clippy::cast_possible_truncation, reason = "a font size")]
fn size(style: &impl BackendTextStyle) -> f32 {
    style.size() as f32 / UNITS
}

impl<P: Painter> Plot<'_, P> {
    fn place(&self, (x, y): BackendCoord) -> Point {
        at(self.area.x + px(x), self.area.y + px(y))
    }

    fn places(&self, path: impl IntoIterator<Item = BackendCoord>) -> Vec<Point> {
        path.into_iter().map(|coord| self.place(coord)).collect()
    }
}

fn ink(style: &impl BackendStyle, fill: bool) -> Ink {
    if fill {
        Ink::fill(color(style.color()))
    } else {
        Ink::line(color(style.color()), width(style))
    }
}

impl<P: Painter> DrawingBackend for Plot<'_, P> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (length(self.area.width), length(self.area.height))
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, tint: BackendColor) -> Done {
        let Point { x, y } = self.place(point);
        self.painter.rect(
            Rect::new(x, y, 1.0 / UNITS, 1.0 / UNITS),
            Ink::fill(color(tint)),
        );
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Done {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Done {
        let (from, to) = (self.place(from), self.place(to));
        self.painter.rect(
            Rect::new(from.x, from.y, to.x - from.x, to.y - from.y),
            ink(style, fill),
        );
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        let points = self.places(path);
        self.painter.path(&points, false, ink(style, false));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Done {
        let (centre, radius) = (
            self.place(centre),
            px(i32::try_from(radius).unwrap_or(i32::MAX)),
        );
        self.painter.circle(centre, radius, ink(style, fill));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        let points = self.places(path);
        self.painter.path(&points, true, ink(style, true));
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        place: BackendCoord,
    ) -> Done {
        let size = size(style);
        let align = match style.anchor().h_pos {
            HPos::Left => Align::Start,
            HPos::Center => Align::Middle,
            HPos::Right => Align::End,
        };
        let baseline = match style.anchor().v_pos {
            VPos::Top => 0.95,
            VPos::Center => 0.36,
            VPos::Bottom => -0.2,
        };
        let Point { x, y } = self.place(place);
        let at = at(x, y + baseline * size);
        self.painter.text(
            text,
            at,
            Type::sans(size).align(align),
            color(style.color()),
        );
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let measured = self.painter.measure(text, Type::sans(size(style)));
        Ok((length(measured.width), length(measured.height)))
    }
}
