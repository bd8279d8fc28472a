//! The shared focus: a ring round what is focused, a thin outline on everything linked with it.

use crate::draw::painter::{Ink, Painter, Rect, at};
use crate::draw::scene::{Kind, Mark, Scene};
use crate::draw::theme::Palette;

/// Draws ring and links over a finished picture.
pub fn paint(scene: &mut Scene, focused: Option<&str>, palette: &Palette) {
    if let Some(focused) = focused {
        paint_all(scene, &[focused.to_owned()], palette);
    }
}

/// The same, where more than the focused thing itself, which comes first, is lit.
pub fn paint_all(scene: &mut Scene, lit: &[String], palette: &Palette) {
    let linked: Vec<Mark> = scene
        .marks
        .iter()
        .filter(|mark| lit.iter().any(|own| is_linked(mark, own)))
        .cloned()
        .collect();
    let entries: Vec<Rect> = lit
        .first()
        .map(|focused| scene.entries(focused).collect())
        .unwrap_or_default();
    let ring = lit.first().and_then(|focused| scene.place(focused));
    scene.plain();
    for mark in &linked {
        match &mark.kind {
            Kind::Wire(points) => {
                let ink = Ink::line(palette.accent.faded(0.55), 2.0);
                scene.path(points, false, ink);
            }
            Kind::Cell => scene.rect(mark.bounds, Ink::line(palette.accent, 1.5)),
            Kind::Frame | Kind::Plain | Kind::Plot => frame(scene, mark.bounds, palette),
        }
    }
    for bounds in entries {
        scene.rect(bounds, Ink::line(palette.accent, 1.5));
    }
    if let Some(bounds) = ring {
        scene.rect(bounds.grown(2.0), Ink::line(scene.page, 2.0));
        scene.rect(bounds.grown(4.0), Ink::line(palette.accent, 2.0));
    }
}

/// A gate gets an outline, an operator a ring, a name a line under it.
fn frame(scene: &mut Scene, bounds: Rect, palette: &Palette) {
    let ink = Ink::line(palette.accent, 1.5);
    let round = (bounds.width - bounds.height).abs() < 0.5;
    if round {
        scene.circle(bounds.centre(), bounds.width / 2.0 + 2.0, ink);
    } else if bounds.height > 30.0 {
        scene.rect(bounds, ink);
    } else {
        let y = bounds.bottom();
        scene.path(&[at(bounds.x, y), at(bounds.right(), y)], false, ink);
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
