//! Exact match against length: a line for each model, dots where it was measured now, and the text on screen.

use super::{real, small};
use crate::draw::painter::{Align, Ink, Painter, Point, Rect, Rgba, at};
use crate::draw::scene::{Kind, Scene};
use crate::draw::theme::Palette;
use crate::draw::views::plot::{Axes, Chart, Line, chart};
use crate::draw::views::{Frame, focus};
use crate::explain::translation::{Curve, LengthsPicture, Own};

/// Over the chart, CSS px.
const HEAD: f32 = 18.0;
/// Frames narrower than this say less in words.
const NARROW: f32 = 520.0;

/// The picture.
#[must_use]
pub fn lengths(picture: &LengthsPicture, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    let head = frame.rem(HEAD);
    let area = Rect::new(2.0, head, frame.width - 4.0, frame.height - head);
    let points: Vec<Vec<(f64, f64)>> = (picture.curves.iter()).map(places).collect();
    let lines: Vec<Line<'_>> = (picture.curves.iter().zip(&points))
        .map(|(curve, points)| Line {
            points,
            color: hue(curve, palette),
            width: if curve.is_measured { 0.75 } else { 2.0 },
        })
        .collect();
    let (first, last) = picture.ends;
    let input = Chart {
        x: whole(first) - 0.5..whole(last) + 0.5,
        y: -0.06..1.06,
        labels: (10, 3),
        print: (&|length| format!("{length:.0}"), &|share| {
            format!("{:.0} %", 100.0 * share)
        }),
        gutters: (40.0, 18.0),
        lines: &lines,
    };
    let axes = chart(&mut scene, area, &input, frame);
    trained(&mut scene, picture, &axes, frame);
    for curve in &picture.curves {
        marks(&mut scene, curve, &axes, palette);
    }
    if let Some(own) = &picture.own {
        dot(&mut scene, own, &axes, palette);
    }
    legend(&mut scene, picture, frame);
    focus::paint(&mut scene, focused, palette);
    scene
}

fn whole(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn places(curve: &Curve) -> Vec<(f64, f64)> {
    let shares = curve.shares.iter();
    shares.map(|own| (whole(own.length), own.share)).collect()
}

fn hue(curve: &Curve, palette: &Palette) -> Rgba {
    if curve.looks {
        palette.accent
    } else {
        palette.gradient
    }
}

/// A veil over the lengths of training, and its name.
fn trained(scene: &mut Scene, picture: &LengthsPicture, axes: &Axes, frame: &Frame) {
    let palette = frame.theme.palette();
    let (first, last) = picture.trained;
    let left = axes.at(whole(first) - 0.5, 0.0).x;
    let right = axes.at(whole(last) + 0.5, 0.0).x;
    let words = format!("trained on lengths {first} to {last}");
    scene.mark(None, words.clone(), Kind::Plain);
    let veil = Rect::new(left, axes.area.y, right - left, axes.area.height);
    scene.rect(veil, Ink::fill(palette.line.faded(0.14)));
    let place = at(right - 4.0, axes.at(0.0, 0.7).y + 4.0);
    let text = if frame.width < NARROW {
        format!("trained to {last}")
    } else {
        words
    };
    small(scene, &text, place, Align::End, frame);
}

fn marks(scene: &mut Scene, curve: &Curve, axes: &Axes, palette: &Palette) {
    let color = hue(curve, palette);
    for share in &curve.shares {
        let place = axes.at(whole(share.length), share.share);
        scene.mark(
            Some(share.reference.clone()),
            share.words.clone(),
            Kind::Cell,
        );
        let (radius, ink) = match (curve.is_measured, curve.looks) {
            (true, true) => (3.0, Ink::fill(color)),
            (true, false) => (3.0, Ink::fill(palette.page).outlined(color, 1.5)),
            (false, _) => (1.5, Ink::fill(color)),
        };
        scene.circle(place, radius, ink);
    }
}

/// The text on screen: a dot above where it is answered exactly, a cross below where not.
fn dot(scene: &mut Scene, own: &Own, axes: &Axes, palette: &Palette) {
    let place = axes.at(whole(own.length), if own.is_right { 1.0 } else { 0.0 });
    scene.mark(Some("own".to_owned()), own.words.clone(), Kind::Cell);
    scene.area(Rect::around(place, 16.0, 16.0));
    if own.is_right {
        let ink = Ink::fill(palette.ink).outlined(palette.page, 1.5);
        return scene.circle(place, 5.5, ink);
    }
    let arm = 5.0;
    for side in [-1.0, 1.0] {
        let line = [
            at(place.x - arm, place.y - side * arm),
            at(place.x + arm, place.y + side * arm),
        ];
        scene.path(&line, false, Ink::line(palette.page, 5.0));
        scene.path(&line, false, Ink::line(palette.error, 2.5));
    }
}

/// What the lines are, and what was measured where there is room to say so.
fn legend(scene: &mut Scene, picture: &LengthsPicture, frame: &Frame) {
    let palette = frame.theme.palette();
    let y = frame.rem(13.0);
    let mut x = 8.0;
    for curve in picture.curves.iter().filter(|curve| !curve.is_measured) {
        scene.plain();
        let line = [at(x, y - 4.0), at(x + 16.0, y - 4.0)];
        scene.path(&line, false, Ink::line(hue(curve, palette), 2.0));
        small(scene, curve.label, at(x + 20.0, y), Align::Start, frame);
        x += frame.rem(20.0 + 6.5 * real(curve.label.len()));
    }
    if picture.own.is_some() {
        scene.plain();
        let place: Point = at(x + 4.0, y - 4.0);
        scene.circle(place, 4.0, Ink::fill(palette.ink));
        small(scene, "your text", at(x + 12.0, y), Align::Start, frame);
        x += frame.rem(80.0);
    }
    if frame.width - x > frame.rem(6.4 * real(picture.note.len())) {
        let place = at(frame.width - 8.0, y);
        small(scene, &picture.note, place, Align::End, frame);
    }
}
