//! Where a decoder looks: a heat map, ribbons, one step of it, and what was read and written.
//!
//! Invariant: all numbers come with the picture; here they only become lengths and colours.

pub mod answer;
pub mod by_hand;
pub mod heat;
pub mod ribbons;
pub mod self_step;
pub mod step;
pub mod vectors;
mod window;

use crate::attention::explain::translation::Sign;
use view::draw::painter::{Align, Face, Ink, Painter, Point, Rect, Type, at};
use view::draw::scene::{Kind, Scene};
use view::draw::theme::Palette;
use view::draw::views::Frame;
use view::draw::views::column::count as real;

/// A sign in its box: unknown ones are hatched, uncertain ones stand over dots, wrong ones are struck, forced ones are
/// framed twice.
struct Chip<'s> {
    sign: &'s Sign,
    area: Rect,
    /// Whether it was read, so that doubt is about the sign and not about the model.
    is_read: bool,
}

impl Chip<'_> {
    fn paint(&self, scene: &mut Scene, frame: &Frame, palette: &Palette) {
        let (sign, area) = (self.sign, self.area);
        scene.mark(Some(sign.reference.clone()), sign.words.clone(), Kind::Cell);
        scene.area(area);
        scene.rect(area, Ink::fill(palette.page));
        if sign.doubtful && self.is_read {
            hatch(scene, area, palette);
        }
        let size = frame.rem(13.0).min(area.height).max(11.0);
        let style = Type::sans(size)
            .face(Face::Strong)
            .align(Align::Middle)
            .halo(palette.page);
        let foot = area.centre().y + 0.36 * size;
        let color = if sign.wrong {
            palette.error
        } else {
            palette.ink
        };
        scene.text(&sign.text, at(area.centre().x, foot), style, color);
        let line = |scene: &mut Scene, y: f32, ink: Ink| {
            scene.path(
                &[at(area.x + 1.0, y), at(area.right() - 1.0, y)],
                false,
                ink,
            );
        };
        if sign.doubtful && !self.is_read {
            let dots = Ink::line(palette.secondary, 2.0).dashed(&[2.0, 2.0]);
            line(scene, foot + 4.0, dots);
        }
        if sign.wrong {
            // Slanted: along their middle it would hide a dash or a dot.
            let (centre, half) = (area.centre(), (0.5 * size).min(area.width / 2.0));
            let way = [
                at(centre.x - half, centre.y + half),
                at(centre.x + half, centre.y - half),
            ];
            scene.path(&way, false, Ink::line(palette.error, 1.5));
        }
        if sign.forced {
            scene.rect(area.grown(-1.0), Ink::line(palette.accent, 1.5));
        }
    }
}

/// No box is so wide that it has room for more.
const MOST_LINES: usize = 400;

/// Slanted lines over a box.
fn hatch(scene: &mut Scene, area: Rect, palette: &Palette) {
    let ink = Ink::line(palette.line.faded(0.6), 1.0);
    let lines = (0..MOST_LINES).map(|line| area.x + 5.0 * real(line));
    for x in lines.take_while(|x| *x < area.right()) {
        let up = (area.right() - x).min(area.height);
        let line = [at(x, area.bottom()), at(x + up, area.bottom() - up)];
        scene.path(&line, false, ink);
    }
}

/// Words in small letters.
fn small(scene: &mut Scene, text: &str, place: Point, align: Align, frame: &Frame) {
    let palette = frame.theme.palette();
    let style = Type::sans(frame.rem(11.0)).align(align);
    let room = match align {
        Align::Start => frame.width - place.x,
        Align::Middle => frame.width,
        Align::End => place.x,
    };
    let text = view::draw::metrics::fit(text, style, room);
    scene.plain();
    scene.text(&text, place, style, palette.secondary);
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a share of a length on screen"
)]
fn px(length: f64) -> f32 {
    length as f32
}
