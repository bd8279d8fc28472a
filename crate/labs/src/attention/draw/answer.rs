//! What was read, and what two models make of it: wrong symbols are struck.

use super::window::in_sight;
use super::{Chip, real, small};
use crate::attention::explain::translation::{AnswerPicture, Sign};
use view::draw::painter::{Align, Ink, Painter, Rect, at};
use view::draw::scene::Scene;
use view::draw::views::{Frame, focus};

/// The most that a sign takes across, CSS px.
const MOST: f32 = 22.0;
/// And the least: where they are more than have that, those around the output that is looked at are shown.
const LEAST: f32 = 11.0;
/// Beside them dots stand for those that are not, CSS px.
const DOTS: f32 = 8.0;

/// The picture.
#[must_use]
pub fn answer(picture: &AnswerPicture, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    let lines: Vec<(&str, &[Sign], bool)> = [
        ("read", picture.source.as_slice(), true),
        ("given back", picture.given.as_slice(), false),
        (picture.captions[0], picture.output.as_slice(), false),
        (picture.captions[1], picture.other.as_slice(), false),
    ]
    .into_iter()
    .filter(|(_, signs, _)| !signs.is_empty())
    .collect();
    let left = frame.rem(108.0).min(frame.width * 0.3);
    let high = ((frame.height - 4.0) / real(lines.len().max(1))).min(frame.rem(26.0));
    for (place, (caption, signs, is_read)) in lines.into_iter().enumerate() {
        let y = 2.0 + real(place) * high;
        small(
            &mut scene,
            caption,
            at(left - 8.0, y + high * 0.66),
            Align::End,
            frame,
        );
        let room = frame.width - left - 2.0 * DOTS;
        let shown = in_sight(picture.t.saturating_sub(1), signs.len(), room, LEAST);
        let ends = [
            (shown.start > 0).then_some(left),
            (shown.end < signs.len()).then_some(frame.width - DOTS),
        ];
        for x in ends.into_iter().flatten() {
            let place = at(x, y + high * 0.66);
            small(&mut scene, "\u{2026}", place, Align::Middle, frame);
        }
        let left = left + if shown.start > 0 { DOTS } else { 0.0 };
        let signs = &signs[shown];
        let width = (room / real(signs.len().max(1))).min(frame.rem(MOST));
        for (place, sign) in signs.iter().enumerate() {
            let area = Rect::new(left + real(place) * width, y + 1.0, width - 1.0, high - 2.0);
            Chip {
                sign,
                area,
                is_read,
            }
            .paint(&mut scene, frame, palette);
            if picture.t > 0 && sign.reference == format!("output.t{}", picture.t) {
                scene.plain();
                scene.rect(area, Ink::line(palette.ink, 2.0));
            }
        }
    }
    focus::paint(&mut scene, focused, palette);
    scene
}
