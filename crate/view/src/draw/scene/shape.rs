//! One thing to paint.

use crate::draw::Align;
use crate::draw::metrics;
use crate::draw::painter::{Ink, Point, Rect, Rgba, Type};

/// One thing to paint.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// See [`Painter::rect`](crate::draw::painter::Painter::rect).
    Rect(Rect, Ink),
    /// See [`Painter::path`](crate::draw::painter::Painter::path).
    Path(Vec<Point>, bool, Ink),
    /// See [`Painter::circle`](crate::draw::painter::Painter::circle).
    Circle(Point, f32, Ink),
    /// See [`Painter::text`](crate::draw::painter::Painter::text).
    Text(String, Point, Type, Rgba),
    /// See [`Painter::image`](crate::draw::painter::Painter::image).
    Image(Rect, u32, u32, Vec<u8>),
}

impl Shape {
    /// All it covers, but for the width of its outline.
    pub(super) fn bounds(&self) -> Rect {
        match self {
            Self::Rect(r, _) | Self::Image(r, ..) => *r,
            Self::Circle(centre, radius, _) => Rect::around(*centre, 2.0 * radius, 2.0 * radius),
            Self::Text(text, place, style, _) => text_box(text, *place, *style),
            Self::Path(points, ..) => {
                let boxes = points.iter().map(|point| Rect::around(*point, 0.0, 0.0));
                boxes.reduce(Rect::union).unwrap_or_default()
            }
        }
    }

    /// How far its outline reaches beyond that, CSS px.
    pub(super) fn outline(&self) -> f32 {
        match self {
            Self::Rect(_, ink) | Self::Path(_, _, ink) | Self::Circle(_, _, ink) => {
                ink.stroke.map_or(0.0, |stroke| stroke.width / 2.0)
            }
            Self::Text(..) | Self::Image(..) => 0.0,
        }
    }

    pub(super) fn is_text(&self) -> bool {
        matches!(self, Self::Text(..))
    }

    pub(super) fn enlarge(
        &mut self,
        zoom: f32,
        point: impl Fn(Point) -> Point,
        area: impl Fn(Rect) -> Rect,
    ) {
        let thicken = |ink: &mut Ink| {
            if let Some(stroke) = &mut ink.stroke {
                stroke.width *= zoom;
            }
        };
        match self {
            Self::Rect(r, ink) => {
                *r = area(*r);
                thicken(ink);
            }
            Self::Image(r, ..) => *r = area(*r),
            Self::Circle(centre, radius, ink) => {
                *centre = point(*centre);
                *radius *= zoom;
                thicken(ink);
            }
            Self::Text(_, place, style, _) => {
                *place = point(*place);
                style.size *= zoom;
            }
            Self::Path(points, _, ink) => {
                for p in points {
                    *p = point(*p);
                }
                thicken(ink);
            }
        }
    }
}

/// The box of a text on its baseline.
#[must_use]
pub fn text_box(text: &str, place: Point, style: Type) -> Rect {
    let size = metrics::measure(text, style);
    let left = match style.align {
        Align::Start => place.x,
        Align::Middle => place.x - size.width / 2.0,
        Align::End => place.x - size.width,
    };
    Rect::new(
        left,
        place.y - style.size * 0.75,
        size.width,
        style.size * 0.95,
    )
}
