//! The course of a training: the loss as a line, the share of held-out texts answered as steps, over the updates.

use super::{px, real, small};
use crate::draw::painter::{Align, Ink, Painter, Point, Rect, at};
use crate::draw::scene::{Kind, Scene};
use crate::draw::views::{Frame, focus};
use crate::explain::learning::{Curve, Piece};
use crate::explain::number;

/// The picture.
#[must_use]
pub fn curve(picture: &Curve, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    let (head, foot, side) = (frame.rem(20.0), frame.rem(16.0), frame.rem(44.0));
    let area = Rect::new(
        side,
        head,
        (frame.width - 2.0 * side).max(10.0),
        (frame.height - head - foot).max(10.0),
    );
    let most = picture
        .pieces
        .iter()
        .filter(|piece| piece.loss.is_finite())
        .fold(0.0, |most: f64, piece| most.max(piece.loss));
    let x = |piece: &Piece| {
        area.x + area.width * (real(piece.updates) / real(picture.of.max(1))).min(1.0)
    };
    let held = |share: f64| {
        if share.is_nan() {
            1.0
        } else {
            share.clamp(0.0, 1.0)
        }
    };
    let y = |share: f64| area.bottom() - area.height * px(held(share));
    let line = |of: &dyn Fn(&Piece) -> f64| -> Vec<Point> {
        picture
            .pieces
            .iter()
            .map(|piece| at(x(piece), y(of(piece))))
            .collect()
    };
    let (loss, exact) = (palette.gradient, palette.hue("update"));
    let height = most.max(f64::MIN_POSITIVE);
    scene.plain();
    scene.rect(area, Ink::line(palette.line, 1.0));
    scene.path(
        &line(&|piece| piece.loss / height),
        false,
        Ink::line(loss, 1.5),
    );
    scene.path(&line(&|piece| piece.exact), false, Ink::line(exact, 2.5));
    let words = picture.words();
    small(
        &mut scene,
        &words,
        at(8.0, frame.rem(13.0)),
        Align::Start,
        frame,
    );
    let Some(last) = picture.pieces.last() else {
        return scene;
    };
    scene.mark(
        Some(format!("learned.t{}", last.updates)),
        words,
        Kind::Cell,
    );
    scene.area(area);
    scene.circle(at(x(last), y(last.exact)), 4.0, Ink::fill(exact));
    for (share, text) in [(1.0, number::text(most)), (0.0, "0".to_owned())] {
        small(
            &mut scene,
            &text,
            at(area.x - 4.0, y(share) + 4.0),
            Align::End,
            frame,
        );
    }
    for (share, text) in [(1.0, "100 %"), (0.0, "0 %")] {
        small(
            &mut scene,
            text,
            at(area.right() + 4.0, y(share) + 4.0),
            Align::Start,
            frame,
        );
    }
    let under = area.bottom() + frame.rem(13.0);
    small(&mut scene, "loss", at(area.x, under), Align::Start, frame);
    small(
        &mut scene,
        "right",
        at(area.right(), under),
        Align::End,
        frame,
    );
    let middle = at(area.centre().x, under);
    small(&mut scene, "updates", middle, Align::Middle, frame);
    focus::paint(&mut scene, focused, palette);
    scene
}
