//! All steps on one low strip: the part in sight, the step the cursor stands at, marks, cuts and the window. The map,
//! the scroll bar and the "you are here" of a long sequence.

use std::rc::Rc;

use super::unrolled::{Lane, Sight};
use super::{Frame, focus};
use crate::draw::painter::{Ink, Painter, Rect, at};
use crate::draw::scene::{Naming, Patch, Scene};
use crate::draw::theme::Scale;
use crate::explain::unrolled::Unrolled;

/// The part in sight is drawn at least this wide, CSS px.
const LEAST: f32 = 6.0;

/// All steps, named when somebody asks.
#[derive(Debug)]
struct All {
    /// Whether the input of each is marked.
    marked: Vec<bool>,
}

impl Naming for All {
    fn name(&self, _row: usize, col: usize) -> (Option<String>, String) {
        let (t, all) = (col + 1, self.marked.len());
        let marked = self.marked.get(col).is_some_and(|marked| *marked);
        let marked = if marked { ", marked" } else { "" };
        (Some(format!("t{t}")), format!("step {t} of {all}{marked}"))
    }

    fn find(&self, reference: &str) -> Option<(usize, usize)> {
        let t: usize = reference.strip_prefix('t')?.parse().ok()?;
        (1..=self.marked.len()).contains(&t).then(|| (0, t - 1))
    }
}

/// The strip; `sight` is that of the picture it is the map of.
#[must_use]
pub fn overview(steps: &Unrolled<'_>, sight: Sight, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    let all = Lane::whole(frame.width, steps.steps);
    let strip = Rect::new(0.0, 3.0, frame.width, frame.height - 7.0);
    let rows = steps.units();
    let mut pixels = vec![0_u8; rows * steps.steps * 4];
    for t in 1..=steps.steps {
        for (row, &value) in steps.state(t).unwrap_or_default().iter().enumerate() {
            let color = palette.value(value, Scale::Signed(1.0));
            let start = 4 * (row * steps.steps + t - 1);
            pixels[start..start + 4].copy_from_slice(&[color.r, color.g, color.b, color.a]);
        }
    }
    let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    scene.plain();
    scene.rect(strip, Ink::fill(palette.panel));
    scene.image(strip, size(steps.steps), size(rows), &pixels);
    scene.rect(
        strip,
        Ink::line(palette.page.towards(palette.line, 0.6), 1.0),
    );
    for t in (1..=steps.steps).filter(|t| steps.is_marked(*t)) {
        let dash = Rect::new(
            all.left(t),
            strip.bottom() + 1.0,
            all.pitch.clamp(1.0, 10.0),
            2.0,
        );
        scene.rect(dash, Ink::fill(palette.hue("data")));
    }
    scene.patch(Patch {
        area: strip,
        size: (1, steps.steps),
        naming: Rc::new(All {
            marked: (1..=steps.steps).map(|t| steps.is_marked(t)).collect(),
        }),
    });
    limits(&mut scene, steps, &all, strip, frame);
    seen(&mut scene, steps, sight, strip, frame);
    focus::paint(&mut scene, focused, palette);
    scene
}

/// Cuts, and the stretch of the loss looked at.
fn limits(scene: &mut Scene, steps: &Unrolled<'_>, all: &Lane, strip: Rect, frame: &Frame) {
    let palette = frame.theme.palette();
    scene.plain();
    for &cut in steps.cuts {
        let x = all.left(cut + 1);
        let line = [at(x, strip.y - 3.0), at(x, strip.bottom() + 3.0)];
        scene.path(&line, false, Ink::line(palette.page, 4.0));
        scene.path(&line, false, Ink::line(palette.gradient, 2.0));
    }
    if steps.window.is_some() {
        let (stretch, end) = &steps.stretch;
        let (from, to) = (all.left(stretch.start + 1), all.left(end + 1));
        let y = strip.y - 1.0;
        scene.path(
            &[at(from, y), at(to, y)],
            false,
            Ink::line(palette.gradient, 3.0),
        );
    }
}

/// What is in sight, and the step the cursor stands at.
fn seen(scene: &mut Scene, steps: &Unrolled<'_>, sight: Sight, strip: Rect, frame: &Frame) {
    let palette = frame.theme.palette();
    scene.plain();
    let (from, to) = Lane::new(frame.width, steps.steps, sight).seen();
    let shade =
        |left: f32, right: f32| Rect::new(left, strip.y, (right - left).max(0.0), strip.height);
    let (left, right) = (from * frame.width, to * frame.width);
    let wide = (right - left).max(LEAST);
    let left = (left.min(frame.width - wide)).max(0.0);
    let dim = palette
        .page
        .faded(if palette.is_plain { 0.0 } else { 0.55 });
    for side in [shade(0.0, left), shade(left + wide, frame.width)] {
        if side.width > 0.5 {
            scene.rect(side, Ink::fill(dim));
        }
    }
    let window = Rect::new(left, strip.y - 2.0, wide, strip.height + 4.0);
    scene.rect(window.grown(-1.0), Ink::line(palette.ink, 2.0));
    let all = Lane::whole(frame.width, steps.steps);
    let x = all.middle(steps.t);
    let line = [at(x, strip.y - 3.0), at(x, strip.bottom() + 4.0)];
    scene.path(&line, false, Ink::line(palette.page, 4.0));
    scene.path(&line, false, Ink::line(palette.accent, 2.0));
}
