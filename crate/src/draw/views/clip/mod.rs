//! A gradient before and after clipping: its entries as bars with the threshold, both as arrows in the plane that
//! holds them, and the lengths the same gradient has under other seeds.
//!
//! Invariant: one scale for all arrows, so that lengths can be compared; what is longer than the picture ends in an
//! open edge and says its length.

mod arrows;
mod bars;
mod place;
mod seeds;

use std::ops::Range;

use super::{Frame, focus};
use crate::draw::label::SMALLEST;
use crate::draw::metrics::fit;
use crate::draw::painter::{Align, Ink, Painter, Rect, Type, at};
use crate::draw::scene::{Kind, Scene};
use crate::draw::theme::Palette;
use crate::explain::clipping::Clipping;
use crate::explain::number;

pub use place::Place;

/// What is shown.
#[derive(Clone, Copy, Debug)]
pub struct Clipped<'c> {
    /// The gradient.
    pub clipping: &'c Clipping,
    /// The seed on screen, from 1.
    pub seed: f64,
    /// How many seeds there will be.
    pub of: usize,
}

/// Over the parts: what they show, CSS px.
const HEAD: f32 = 22.0;
/// At the lower edge: what clipping did.
const FOOT: f32 = 22.0;
/// Narrower frames show the arrows, and no bars.
const NARROW: f32 = 460.0;

/// The name of the threshold, which is dragged.
pub const THRESHOLD: &str = "clip.tau";

/// The picture, and where the threshold stands in it.
#[must_use]
pub fn clip(input: &Clipped<'_>, frame: &Frame, focused: Option<&str>) -> (Scene, Place) {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    let view = View {
        clipping: input.clipping,
        seed: input.seed,
        of: input.of,
        frame,
        palette,
    };
    let mut place = Place::default();
    view.paint(&mut scene, &mut place);
    focus::paint(&mut scene, focused, palette);
    (scene, place)
}

struct View<'c> {
    clipping: &'c Clipping,
    seed: f64,
    of: usize,
    frame: &'c Frame,
    palette: &'static Palette,
}

impl View<'_> {
    fn small(&self) -> Type {
        Type::sans(self.frame.rem(11.0).max(SMALLEST))
    }

    fn paint(&self, scene: &mut Scene, place: &mut Place) {
        let edge = if self.frame.width < NARROW { 8.0 } else { 14.0 };
        let width = self.frame.width - 2.0 * edge;
        let area = Rect::new(edge, HEAD, width, self.frame.height - HEAD - FOOT);
        let parts = self.parts(area);
        self.arrows(scene, parts.arrows, place);
        if let Some(bars) = parts.bars {
            self.bars(scene, bars, place);
        }
        if let Some(seeds) = parts.seeds {
            self.seeds(scene, seeds, place);
        }
        self.foot(scene, edge);
    }

    /// Bars, arrows, seeds, side by side where there is room.
    fn parts(&self, area: Rect) -> Parts {
        let slice = |x: f32, width: f32| Rect::new(x, area.y, width, area.height);
        let has_seeds = !self.clipping.lengths.is_empty();
        let gap = 20.0;
        if self.frame.width < NARROW {
            let half = (area.width - gap) / 2.0;
            return Parts {
                bars: (!has_seeds).then(|| slice(area.x, half)),
                arrows: slice(area.x + if has_seeds { 0.0 } else { half + gap }, half),
                seeds: has_seeds.then(|| slice(area.x + half + gap, half)),
            };
        }
        let bars = area.width * if has_seeds { 0.28 } else { 0.42 };
        let arrows = (area.width - bars - gap) * if has_seeds { 0.42 } else { 1.0 };
        let after = area.x + bars + gap + arrows + gap;
        Parts {
            bars: Some(slice(area.x, bars)),
            arrows: slice(area.x + bars + gap, arrows),
            seeds: has_seeds.then(|| slice(after, area.right() - after)),
        }
    }

    fn title(&self, scene: &mut Scene, part: Rect, text: &str) {
        let style = self.small();
        scene.plain();
        let text = fit(text, style, part.width);
        scene.text(&text, at(part.x, 15.0), style, self.palette.secondary);
    }

    /// A dashed line that can be dragged; `beside` it stands this number, or above its end the threshold.
    fn threshold(&self, scene: &mut Scene, x: Range<f32>, y: f32, beside: Option<f64>) {
        let tau = number::text(self.clipping.threshold);
        let line = vec![at(x.start, y), at(x.end, y)];
        scene.mark(
            Some(THRESHOLD.to_owned()),
            format!("the threshold, {tau}"),
            Kind::Wire(line.clone()),
        );
        let ink = Ink::line(self.palette.accent, 1.5).dashed(&[6.0, 4.0]);
        scene.path(&line, false, ink);
        let style = self.small().halo(self.palette.page);
        let (text, place, style) = match beside {
            Some(tau) => (number::text(tau), at(x.end + 4.0, y + 4.0), style),
            None => (
                format!("τ {tau}"),
                at(x.end, y - 4.0),
                style.align(Align::End),
            ),
        };
        scene.text(&text, place, style, self.palette.accent);
    }

    /// What clipping did, in a line.
    fn foot(&self, scene: &mut Scene, edge: f32) {
        let style = self.small();
        let line = format!(
            "{}; {}",
            self.clipping.length_line(),
            self.clipping.direction_line()
        );
        let line = fit(&line, style, self.frame.width - 2.0 * edge);
        scene.plain();
        scene.text(
            &line,
            at(edge, self.frame.height - 7.0),
            style,
            self.palette.ink,
        );
    }
}

struct Parts {
    bars: Option<Rect>,
    arrows: Rect,
    seeds: Option<Rect>,
}

/// The largest size among these that is a number; 1 where there is none.
fn reach(values: impl Iterator<Item = f64>) -> f64 {
    let largest = values
        .map(f64::abs)
        .filter(|size| size.is_finite())
        .fold(0.0, f64::max);
    if largest > 0.0 { largest } else { 1.0 }
}
