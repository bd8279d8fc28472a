//! Scenes on a 2D context: style strings are cached, unchanged state is not set again, texts of one font are written
//! together, and whatever is axis-aligned is moved to whole device pixels.
//!
//! Invariant: what a scene paints later lies over what it paints earlier.
//!
//! Lines that plotters drew into a scene go through plotters' own backend, in `chart`.

use std::collections::BTreeMap;

use js_sys::JsString;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::atlas::Atlas;
use super::chart::Plotter;
use view::draw::painter::{
    Align, Face, Ink, MarkId, Painter, Point, Rect, Rgba, Size, Stroke, Type, at,
};
use view::draw::{Scene, metrics, svg};

#[wasm_bindgen]
extern "C" {
    /// A context whose styles are set by strings that the browser already holds.
    #[wasm_bindgen(extends = CanvasRenderingContext2d)]
    type Styled;
    #[wasm_bindgen(method, setter, js_name = fillStyle)]
    fn set_fill(this: &Styled, style: &JsString);
    #[wasm_bindgen(method, setter, js_name = strokeStyle)]
    fn set_stroke(this: &Styled, style: &JsString);
    #[wasm_bindgen(method, setter, js_name = font)]
    fn set_font(this: &Styled, font: &JsString);
    #[wasm_bindgen(method, setter, js_name = textRendering)]
    fn set_text_rendering(this: &Styled, how: &str);
    #[wasm_bindgen(method, js_name = fillText)]
    fn write(this: &Styled, text: &JsString, x: f64, y: f64);
}

/// Width of the stroke under a text, CSS px.
const HALO: f32 = 3.0;

/// How far letters reach above their baseline, in font sizes.
const ASCENT: f32 = 0.95;

/// How far a shape may be moved to meet device pixels, CSS px.
const ROUNDING: f32 = 0.5;

/// Colours, and texts, are forgotten when there are more than this: a value can have any of very many.
const MOST_KNOWN: usize = 4096;

/// What painting keeps from frame to frame.
#[derive(Default)]
pub(super) struct Brushes {
    colors: BTreeMap<[u8; 4], JsString>,
    texts: BTreeMap<String, JsString>,
    fonts: Vec<((f32, Face), JsString)>,
    atlas: Atlas,
}

/// Which shapes of a scene are painted, and on what.
pub(super) struct Part<'p> {
    has: Box<dyn Fn(usize) -> bool + 'p>,
    /// Whether the page is painted first, or stands there already.
    on_page: bool,
}

impl<'p> Part<'p> {
    /// All of it.
    pub(super) fn whole() -> Self {
        Self::below(|_| true)
    }

    /// Those with these numbers, on the page.
    pub(super) fn below(has: impl Fn(usize) -> bool + 'p) -> Self {
        Self {
            has: Box::new(has),
            on_page: true,
        }
    }

    /// Those with these numbers, over what stands there.
    pub(super) fn above(has: impl Fn(usize) -> bool + 'p) -> Self {
        Self {
            has: Box::new(has),
            on_page: false,
        }
    }
}

/// Paints a part of a scene on a context whose backing store is `ratio` times its CSS size.
pub(super) fn paint(
    scene: &Scene,
    context: &CanvasRenderingContext2d,
    ratio: f64,
    brushes: &mut Brushes,
    part: &Part<'_>,
) {
    brushes.forget();
    brushes.atlas.fill(scene, &part.has);
    context.save();
    // An identity with this scale cannot fail.
    let _ = context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
    let mut canvas = Canvas::new(context, ratio, brushes);
    let frame = Rect::new(0.0, 0.0, scene.size.width, scene.size.height);
    match (part.on_page, scene.page.a) {
        (false, _) => {}
        (true, 0) => canvas.clear(frame),
        (true, _) => canvas.rect(frame, Ink::fill(scene.page)),
    }
    scene.paint_part(&mut canvas, &part.has);
    canvas.write();
    context.restore();
}

/// Lays a layer of the same size over all of a canvas.
pub(super) fn lay(context: &CanvasRenderingContext2d, layer: &HtmlCanvasElement) {
    // Both fail only on a detached context, on which nothing can be seen anyway.
    let _ = context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
    let _ = context.draw_image_with_html_canvas_element(layer, 0.0, 0.0);
}

/// A text that is written as soon as something would lie over it: naming a font is the dearest call there is.
struct Waiting {
    text: String,
    at: Point,
    style: Type,
    color: Rgba,
    bounds: Rect,
}

/// A 2D context that remembers what it was last told.
struct Canvas<'c> {
    context: &'c CanvasRenderingContext2d,
    ratio: f32,
    fill: Option<Rgba>,
    stroke: Option<Rgba>,
    width: Option<f32>,
    dash: Option<&'static [f32]>,
    font: Option<(f32, Face)>,
    align: Option<Align>,
    brushes: &'c mut Brushes,
    /// How many images have been painted.
    images: usize,
    waiting: Vec<Waiting>,
    /// Who draws lines while it is plotters' that are painted.
    plotter: Option<Plotter>,
}

impl<'c> Canvas<'c> {
    fn new(context: &'c CanvasRenderingContext2d, ratio: f64, brushes: &'c mut Brushes) -> Self {
        context.set_line_join("round");
        context.set_line_cap("butt");
        context.set_text_baseline("alphabetic");
        context.set_image_smoothing_enabled(false);
        // Between device pixels some browsers hint letters on a layer otherwise than on the page. Where a pixel is one
        // they do not, and hinted letters are the faster ones.
        if ratio > 1.0 {
            let styled: &Styled = context.unchecked_ref();
            styled.set_text_rendering("geometricPrecision");
        }
        #[expect(clippy::cast_possible_truncation, reason = "a pixel ratio")]
        let ratio = ratio as f32;
        Self {
            context,
            ratio,
            fill: None,
            stroke: None,
            width: None,
            dash: None,
            font: None,
            align: None,
            brushes,
            images: 0,
            waiting: vec![],
            plotter: None,
        }
    }

    /// Writes what waits, if this is to lie over any of it.
    fn cover(&mut self, bounds: Rect) {
        if self.waiting.iter().any(|text| text.bounds.overlaps(bounds)) {
            self.write();
        }
    }

    /// The same for a line through points, or the polygon they enclose.
    fn cover_by(&mut self, points: &[Point], closed: bool, ink: Ink) {
        let Some((&first, &last)) = points.first().zip(points.last()) else {
            return;
        };
        let outside = half_width(ink) + ROUNDING;
        let all = points
            .iter()
            .fold(between(first, first), |all, &point| {
                all.union(between(point, point))
            })
            .grown(outside);
        let near = |text: &&Waiting| text.bounds.overlaps(all);
        let touches = |text: &Waiting| {
            let pieces = points.windows(2).map(|piece| (piece[0], piece[1]));
            pieces
                .chain(closed.then_some((last, first)))
                .any(|(a, b)| text.bounds.overlaps(between(a, b).grown(outside)))
        };
        let covers = |text: &Waiting| ink.fill.is_some() || touches(text);
        if self.waiting.iter().filter(near).any(covers) {
            self.write();
        }
    }

    /// The same for a text: it is written with the first of its font, before the ones of fonts that came up later.
    fn cover_by_text(&mut self, bounds: Rect, style: Type) {
        let first = |font| {
            self.waiting
                .iter()
                .position(|text| font_of(text.style) == font)
        };
        let Some(own) = first(font_of(style)) else {
            return;
        };
        let mut under = self
            .waiting
            .iter()
            .filter(|text| text.bounds.overlaps(bounds));
        if under.any(|text| first(font_of(text.style)) > Some(own)) {
            self.write();
        }
    }

    /// Writes what waits, font after font in the order in which they came up.
    fn write(&mut self) {
        let mut waiting = std::mem::take(&mut self.waiting);
        while let Some(first) = waiting.first() {
            let font = font_of(first.style);
            let (now, later): (Vec<_>, Vec<_>) = waiting
                .into_iter()
                .partition(|text| font_of(text.style) == font);
            for text in &now {
                self.write_one(text);
            }
            waiting = later;
        }
    }

    fn write_one(&mut self, text: &Waiting) {
        self.set_text(text.style);
        let (x, y) = (f64::from(text.at.x), f64::from(text.at.y));
        if let Some(halo) = text.style.halo {
            self.set_stroke(Stroke {
                color: halo,
                width: HALO,
                dash: &[],
            });
            // Fails only on a detached context, on which nothing can be seen anyway.
            let _ = self.context.stroke_text(&text.text, x, y);
        }
        self.set_fill(text.color);
        let styled: &Styled = self.context.unchecked_ref();
        styled.write(self.brushes.text(&text.text), x, y);
    }

    /// The nearest edge between device pixels.
    fn edge(&self, length: f32) -> f32 {
        (length * self.ratio).round() / self.ratio
    }

    /// Where the middle of a line of this width must lie for both its sides to fall on edges.
    fn middle(&self, place: f32, width: f32) -> f32 {
        let half = width / 2.0;
        self.edge(place - half) + half
    }

    /// The nearest width of whole device pixels, at least one.
    fn whole(&self, width: f32) -> f32 {
        (width * self.ratio).round().max(1.0) / self.ratio
    }

    fn clear(&self, r: Rect) {
        let [x, y, width, height] = [r.x, r.y, r.width, r.height].map(f64::from);
        self.context.clear_rect(x, y, width, height);
    }

    fn set_fill(&mut self, color: Rgba) {
        if self.fill != Some(color) {
            self.fill = Some(color);
            let styled: &Styled = self.context.unchecked_ref();
            styled.set_fill(self.brushes.color(color));
        }
    }

    fn set_stroke(&mut self, stroke: Stroke) {
        if self.stroke != Some(stroke.color) {
            self.stroke = Some(stroke.color);
            let styled: &Styled = self.context.unchecked_ref();
            styled.set_stroke(self.brushes.color(stroke.color));
        }
        if self.width != Some(stroke.width) {
            self.width = Some(stroke.width);
            self.context.set_line_width(f64::from(stroke.width));
        }
        if self.dash != Some(stroke.dash) {
            self.dash = Some(stroke.dash);
            let lengths: js_sys::Array = stroke
                .dash
                .iter()
                .map(|length| wasm_bindgen::JsValue::from(*length))
                .collect();
            // Lengths of a constant list are never negative, the only way this can fail.
            let _ = self.context.set_line_dash(&lengths);
        }
    }

    fn set_text(&mut self, style: Type) {
        let font = font_of(style);
        if self.font != Some(font) {
            self.font = Some(font);
            let styled: &Styled = self.context.unchecked_ref();
            styled.set_font(self.brushes.font(font));
        }
        if self.align != Some(style.align) {
            self.align = Some(style.align);
            self.context.set_text_align(match style.align {
                Align::Start => "left",
                Align::Middle => "center",
                Align::End => "right",
            });
        }
    }

    fn trace(&self, points: &[Point], closed: bool) {
        self.context.begin_path();
        for (index, point) in points.iter().enumerate() {
            let (x, y) = (f64::from(point.x), f64::from(point.y));
            if index == 0 {
                self.context.move_to(x, y);
            } else {
                self.context.line_to(x, y);
            }
        }
        if closed {
            self.context.close_path();
        }
    }

    /// The same points, those on axis-aligned segments moved so that a line of this width is sharp.
    fn snapped(&self, points: &[Point], closed: bool, width: f32) -> Vec<Point> {
        let count = points.len();
        let beside = |index: usize| {
            let before = if index > 0 {
                Some(index - 1)
            } else {
                closed.then_some(count - 1)
            };
            let after = if index + 1 < count {
                Some(index + 1)
            } else {
                closed.then_some(0)
            };
            before.into_iter().chain(after).map(|other| points[other])
        };
        let same = |a: f32, b: f32| (a - b).abs() < 1e-3;
        (0..count)
            .map(|index| {
                let Point { x, y } = points[index];
                let upright = beside(index).any(|other| same(other.x, x) && !same(other.y, y));
                let level = beside(index).any(|other| same(other.y, y) && !same(other.x, x));
                at(
                    if upright { self.middle(x, width) } else { x },
                    if level { self.middle(y, width) } else { y },
                )
            })
            .collect()
    }

    fn stroke(&mut self, points: &[Point], closed: bool, stroke: Stroke) {
        let width = self.whole(stroke.width);
        let points = self.snapped(points, closed, width);
        let stroke = Stroke { width, ..stroke };
        if let (Some(plotter), false) = (&mut self.plotter, closed) {
            plotter.line(self.context, &points, stroke);
            (self.stroke, self.width, self.dash) = (None, None, None);
            return;
        }
        self.set_stroke(stroke);
        self.trace(&points, closed);
        self.context.stroke();
    }
}

impl Painter for Canvas<'_> {
    fn id(&mut self, _mark: MarkId) {}

    fn plot(&mut self, by_plotters: bool) {
        self.plotter = if by_plotters {
            Plotter::new(self.context, f64::from(self.ratio))
        } else {
            None
        };
    }

    fn rect(&mut self, r: Rect, ink: Ink) {
        self.cover_by(&r.corners(), true, ink);
        let (left, top) = (self.edge(r.x), self.edge(r.y));
        let (right, bottom) = (self.edge(r.right()), self.edge(r.bottom()));
        if let Some(fill) = ink.fill {
            self.set_fill(fill);
            let [x, y, width, height] = [left, top, right - left, bottom - top].map(f64::from);
            self.context.fill_rect(x, y, width, height);
        }
        if let Some(stroke) = ink.stroke {
            let width = self.whole(stroke.width);
            self.set_stroke(Stroke { width, ..stroke });
            let [left, right] = [left, right].map(|x| f64::from(self.middle(x, width)));
            let [top, bottom] = [top, bottom].map(|y| f64::from(self.middle(y, width)));
            self.context
                .stroke_rect(left, top, right - left, bottom - top);
        }
    }

    fn path(&mut self, points: &[Point], closed: bool, ink: Ink) {
        self.cover_by(points, closed, ink);
        if let Some(fill) = ink.fill {
            self.set_fill(fill);
            self.trace(points, closed);
            self.context.fill();
        }
        if let Some(stroke) = ink.stroke {
            self.stroke(points, closed, stroke);
        }
    }

    fn circle(&mut self, centre: Point, radius: f32, ink: Ink) {
        self.cover(
            Rect::around(centre, 2.0 * radius, 2.0 * radius).grown(half_width(ink) + ROUNDING),
        );
        self.context.begin_path();
        // A radius is never negative, the only way this can fail.
        let _ = self.context.arc(
            f64::from(centre.x),
            f64::from(centre.y),
            f64::from(radius),
            0.0,
            std::f64::consts::TAU,
        );
        if let Some(fill) = ink.fill {
            self.set_fill(fill);
            self.context.fill();
        }
        if let Some(stroke) = ink.stroke {
            self.set_stroke(stroke);
            self.context.stroke();
        }
    }

    fn text(&mut self, text: &str, at: Point, style: Type, color: Rgba) {
        let bounds = reach(text, at, style);
        self.cover_by_text(bounds, style);
        self.waiting.push(Waiting {
            text: text.to_owned(),
            at,
            style,
            color,
            bounds,
        });
    }

    fn image(&mut self, r: Rect, _cols: u32, _rows: u32, _rgba: &[u8]) {
        self.cover(r);
        let number = self.images;
        self.images += 1;
        let Some((bitmap, slot)) = self.brushes.atlas.get(number) else {
            return;
        };
        let (left, top) = (self.edge(r.x), self.edge(r.y));
        let (right, bottom) = (self.edge(r.right()), self.edge(r.bottom()));
        let [x, y, width, height] = [left, top, right - left, bottom - top].map(f64::from);
        let [from_x, from_y, cols, rows] = [slot.x, slot.y, slot.cols, slot.rows].map(f64::from);
        // Fails only on a detached context, on which nothing can be seen anyway.
        let _ = self
            .context
            .draw_image_with_offscreen_canvas_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                bitmap, from_x, from_y, cols, rows, x, y, width, height,
            );
    }

    fn measure(&self, text: &str, style: Type) -> Size {
        metrics::measure(text, style)
    }
}

impl Brushes {
    fn forget(&mut self) {
        if self.colors.len() > MOST_KNOWN {
            self.colors.clear();
        }
        if self.texts.len() > MOST_KNOWN {
            self.texts.clear();
        }
    }

    /// A text that the browser already holds, where it was written before: most are, frame after frame.
    fn text(&mut self, text: &str) -> &JsString {
        if !self.texts.contains_key(text) {
            self.texts.insert(text.to_owned(), text.into());
        }
        &self.texts[text]
    }

    fn color(&mut self, color: Rgba) -> &JsString {
        let Rgba { r, g, b, a } = color;
        self.colors
            .entry([r, g, b, a])
            .or_insert_with(|| css(color).into())
    }

    fn font(&mut self, font: (f32, Face)) -> &JsString {
        let known = self.fonts.iter().position(|(known, _)| *known == font);
        let index = known.unwrap_or_else(|| {
            self.fonts.push((font, font_css(font).into()));
            self.fonts.len() - 1
        });
        &self.fonts[index].1
    }
}

fn font_of(style: Type) -> (f32, Face) {
    (style.size, style.face)
}

/// How far ink reaches beyond the shape.
fn half_width(ink: Ink) -> f32 {
    ink.stroke.map_or(0.0, |stroke| stroke.width / 2.0)
}

fn between(a: Point, b: Point) -> Rect {
    let (x, y) = (a.x.min(b.x), a.y.min(b.y));
    Rect::new(x, y, (a.x - b.x).abs(), (a.y - b.y).abs())
}

/// All that a text may touch.
fn reach(text: &str, at: Point, style: Type) -> Rect {
    let width = metrics::measure(text, style).width;
    let left = match style.align {
        Align::Start => at.x,
        Align::Middle => at.x - width / 2.0,
        Align::End => at.x - width,
    };
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '−' | '–');
    let descent = if text.chars().all(is_number) {
        0.02
    } else {
        0.27
    };
    let halo = if style.halo.is_some() {
        HALO / 2.0
    } else {
        0.0
    };
    let height = (ASCENT + descent) * style.size;
    Rect::new(left, at.y - ASCENT * style.size, width, height).grown(halo)
}

fn css(color: Rgba) -> String {
    let Rgba { r, g, b, a } = color;
    format!("#{r:02x}{g:02x}{b:02x}{a:02x}")
}

fn font_css((size, face): (f32, Face)) -> String {
    match face {
        Face::Sans => format!("{size}px {}", svg::SANS),
        Face::Strong => format!("600 {size}px {}", svg::SANS),
        Face::Math => format!("{size}px {}", svg::MATH),
    }
}
