//! The shared focus: a ring round what is focused, a thin outline on everything linked with it.

use crate::draw::painter::{Ink, Painter, Rect, at};
use crate::draw::scene::{Kind, Mark, Scene};
use crate::draw::theme::Palette;

/// Draws ring and links over a finished picture.
pub fn paint(scene: &mut Scene, focused: Option<&str>, palette: &Palette) {
    let Some(focused) = focused else { return };
    let linked: Vec<Mark> = scene
        .marks
        .iter()
        .filter(|mark| is_linked(mark, focused))
        .cloned()
        .collect();
    let ring = scene
        .find(focused)
        .filter(|mark| !matches!(mark.kind, Kind::Wire(_)))
        .map(|mark| mark.bounds);
    scene.plain();
    for mark in &linked {
        match &mark.kind {
            Kind::Wire(points) => {
                scene.path(points, false, Ink::line(palette.accent.faded(0.55), 2.0))
            }
            Kind::Cell => scene.rect(mark.bounds, Ink::line(palette.accent, 1.5)),
            Kind::Frame | Kind::Plain => {
                let under = Rect::new(
                    mark.bounds.x,
                    mark.bounds.bottom() + 1.0,
                    mark.bounds.width,
                    0.0,
                );
                scene.path(
                    &[at(under.x, under.y), at(under.right(), under.y)],
                    false,
                    Ink::line(palette.accent, 1.5),
                );
            }
        }
    }
    if let Some(bounds) = ring {
        scene.rect(bounds.grown(2.0), Ink::line(scene.page, 2.0));
        scene.rect(bounds.grown(4.0), Ink::line(palette.accent, 2.0));
    }
}

/// The same thing, one unit of it, or the whole it is a unit of.
fn is_linked(mark: &Mark, focused: &str) -> bool {
    let Some(reference) = mark.reference.as_deref() else {
        return false;
    };
    let part_of = |part: &str, whole: &str| {
        part.strip_prefix(whole)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(".u"))
    };
    match mark.kind {
        Kind::Cell => part_of(reference, focused),
        _ => reference == focused || part_of(focused, reference),
    }
}
