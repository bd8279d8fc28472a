//! Scenes as SVG: one group a mark, text as text, every name escaped.

use std::fmt::Write as _;

use super::painter::{Align, Face, Ink, MarkId, Painter, Point, Rect, Rgba, Size, Type};
use super::{Scene, metrics};

/// The sans stack, as on the page.
pub const SANS: &str =
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
/// The mathematics stack.
pub const MATH: &str = "'STIX Two Math', 'Cambria Math', 'Latin Modern Math', serif";

/// The scene as a whole SVG document.
#[must_use]
pub fn write(scene: &Scene) -> String {
    let Size { width, height } = scene.size;
    let mut writer = Writer {
        scene,
        out: String::new(),
        open: false,
    };
    let _ = writeln!(
        writer.out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" \
         font-family=\"{SANS}\" style=\"font-variant-numeric: tabular-nums\">",
        w = number(width),
        h = number(height),
    );
    writer.rect(Rect::new(0.0, 0.0, width, height), Ink::fill(scene.page));
    scene.paint(&mut writer);
    writer.close();
    writer.out.push_str("</svg>\n");
    writer.out
}

struct Writer<'s> {
    scene: &'s Scene,
    out: String,
    open: bool,
}

impl Writer<'_> {
    fn close(&mut self) {
        if self.open {
            self.out.push_str("</g>\n");
        }
        self.open = false;
    }

    fn element(&mut self, start: &str, ink: Ink) {
        let _ = writeln!(self.out, "<{start}{}/>", paint(ink));
    }
}

impl Painter for Writer<'_> {
    fn id(&mut self, mark: MarkId) {
        self.close();
        let mark = self.scene.get(mark);
        self.out.push_str("<g");
        if let Some(reference) = &mark.reference {
            let _ = write!(self.out, " data-ref=\"{}\"", escape(reference));
        }
        self.out.push('>');
        if !mark.words.is_empty() {
            let _ = write!(self.out, "<title>{}</title>", escape(&mark.words));
        }
        self.out.push('\n');
        self.open = true;
    }

    fn rect(&mut self, r: Rect, ink: Ink) {
        let [x, y, w, h] = [r.x, r.y, r.width, r.height].map(number);
        self.element(
            &format!("rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\""),
            ink,
        );
    }

    fn path(&mut self, points: &[Point], closed: bool, ink: Ink) {
        let mut d = String::new();
        for (index, point) in points.iter().enumerate() {
            let step = if index == 0 { 'M' } else { 'L' };
            let _ = write!(d, "{step}{} {}", number(point.x), number(point.y));
        }
        if closed {
            d.push('Z');
        }
        self.element(&format!("path d=\"{d}\" stroke-linejoin=\"round\""), ink);
    }

    fn circle(&mut self, centre: Point, radius: f32, ink: Ink) {
        let [x, y, r] = [centre.x, centre.y, radius].map(number);
        self.element(&format!("circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\""), ink);
    }

    fn text(&mut self, text: &str, at: Point, style: Type, color: Rgba) {
        let anchor = match style.align {
            Align::Start => "",
            Align::Middle => " text-anchor=\"middle\"",
            Align::End => " text-anchor=\"end\"",
        };
        let face = match style.face {
            Face::Sans => String::new(),
            Face::Strong => " font-weight=\"600\"".to_owned(),
            Face::Math => format!(" font-family=\"{MATH}\""),
        };
        let halo = style.halo.map_or(String::new(), |halo| {
            let stroke = Ink::line(halo, 3.0)
                .stroke
                .map_or(String::new(), |stroke| attributes("stroke", stroke.color));
            format!("{stroke} stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"")
        });
        let [x, y, size] = [at.x, at.y, style.size].map(number);
        let fill = attributes("fill", color);
        let text = escape(text);
        let _ = writeln!(
            self.out,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{anchor}{face}{halo}{fill} xml:space=\"preserve\">{text}</text>"
        );
    }

    fn image(&mut self, r: Rect, cols: u32, rows: u32, rgba: &[u8]) {
        let (cols_px, rows_px) = (usize_of(cols), usize_of(rows));
        self.out.push_str("<g shape-rendering=\"crispEdges\">\n");
        for (index, pixel) in rgba.chunks_exact(4).take(cols_px * rows_px).enumerate() {
            let (col, row) = (index % cols_px, index / cols_px);
            let left = r.x + r.width * ratio(col, cols_px);
            let top = r.y + r.height * ratio(row, rows_px);
            let width = r.width * ratio(1, cols_px);
            let height = r.height * ratio(1, rows_px);
            let color = Rgba {
                r: pixel[0],
                g: pixel[1],
                b: pixel[2],
                a: pixel[3],
            };
            self.rect(Rect::new(left, top, width, height), Ink::fill(color));
        }
        self.out.push_str("</g>\n");
    }

    fn measure(&self, text: &str, style: Type) -> Size {
        metrics::measure(text, style)
    }
}

fn usize_of(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "pixels of an image are counted exactly"
)]
fn ratio(part: usize, whole: usize) -> f32 {
    part as f32 / whole as f32
}

fn paint(ink: Ink) -> String {
    let mut out = ink
        .fill
        .map_or(" fill=\"none\"".to_owned(), |fill| attributes("fill", fill));
    if let Some(stroke) = ink.stroke {
        out.push_str(&attributes("stroke", stroke.color));
        let _ = write!(out, " stroke-width=\"{}\"", number(stroke.width));
        if !stroke.dash.is_empty() {
            let dash: Vec<_> = stroke.dash.iter().map(|length| number(*length)).collect();
            let _ = write!(out, " stroke-dasharray=\"{}\"", dash.join(" "));
        }
    }
    out
}

fn attributes(name: &str, color: Rgba) -> String {
    let Rgba { r, g, b, a } = color;
    let opacity = match a {
        255 => String::new(),
        a => format!(" {name}-opacity=\"{}\"", number(f32::from(a) / 255.0)),
    };
    format!(" {name}=\"#{r:02x}{g:02x}{b:02x}\"{opacity}")
}

/// Two decimals, without the zeros behind them.
fn number(value: f32) -> String {
    let text = format!("{value:.2}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" {
        "0".to_owned()
    } else {
        short.to_owned()
    }
}

/// Text that XML can hold: markup escaped, characters XML forbids replaced.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::painter::at;
    use crate::draw::scene::Kind;

    #[test]
    fn hostile_text_stays_text() {
        let mut scene = Scene::new(
            Size {
                width: 10.0,
                height: 10.0,
            },
            Rgba::hex(0xFF_FFFF),
        );
        let bad = "</text><script>alert(\"1\" & '2')</script>\u{0}\u{FFFF}";
        scene.mark(Some(bad.to_owned()), bad, Kind::Cell);
        scene.text(bad, at(0.0, 0.0), Type::sans(11.0), Rgba::hex(0));
        let svg = write(&scene);
        assert!(!svg.contains("<script"), "{svg}");
        assert!(!svg.contains('\0') && !svg.contains('\u{FFFF}'), "{svg}");
        assert_eq!(svg.matches("&lt;script&gt;").count(), 3, "{svg}");
        assert_eq!(svg.matches("<g").count(), svg.matches("</g>").count());
    }
}
