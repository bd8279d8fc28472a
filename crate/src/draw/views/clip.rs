//! A gradient before and after clipping: its entries as bars with the threshold, both as arrows in the plane that
//! holds them, and the lengths the same gradient has under other seeds.
//!
//! Invariant: one scale for all arrows, so that lengths can be compared; what is longer than the picture ends in an
//! open edge and says its length.

use std::ops::Range;

use super::column::count;
use super::plot::{Axes, Chart, chart, decade, decades, number as real, print_decade};
use super::{Frame, focus};
use crate::draw::label::SMALLEST;
use crate::draw::metrics::fit;
use crate::draw::painter::{Align, Face, Ink, Painter, Point, Rect, Rgba, Type, at};
use crate::draw::scene::{Kind, Scene};
use crate::draw::theme::Palette;
use crate::explain::clipping::Clipping;
use crate::explain::number;
use crate::model::setup::Clip;

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
/// The room for the name of a threshold beside the bars.
const GUTTER: f32 = 48.0;
/// At most so many entries have a bar.
const BARS: usize = 16;
/// Narrower frames show the arrows, and no bars.
const NARROW: f32 = 460.0;

/// The name of the threshold, which is dragged.
pub const THRESHOLD: &str = "clip.tau";

/// The picture.
#[must_use]
pub fn clip(input: &Clipped<'_>, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    let view = View {
        clipping: input.clipping,
        seed: input.seed,
        of: input.of,
        frame,
        palette,
    };
    view.paint(&mut scene);
    focus::paint(&mut scene, focused, palette);
    scene
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

    fn paint(&self, scene: &mut Scene) {
        let edge = if self.frame.width < NARROW { 8.0 } else { 14.0 };
        let width = self.frame.width - 2.0 * edge;
        let area = Rect::new(edge, HEAD, width, self.frame.height - HEAD - FOOT);
        let parts = self.parts(area);
        self.arrows(scene, parts.arrows);
        if let Some(bars) = parts.bars {
            self.bars(scene, bars);
        }
        if let Some(seeds) = parts.seeds {
            self.seeds(scene, seeds);
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

    /// The entries, before as outlines and after filled, with the threshold where it acts on them.
    fn bars(&self, scene: &mut Scene, part: Rect) {
        let Clipping {
            gradient, clipped, ..
        } = self.clipping;
        let order = longest_first(gradient);
        let shown = order.len().min(BARS);
        let title = if shown < gradient.len() {
            format!("entries, the {shown} largest of {}", gradient.len())
        } else {
            "entries, before and after".to_owned()
        };
        self.title(scene, part, &title);
        let limit = reach(order[..shown].iter().map(|&entry| gradient[entry]));
        let signed = gradient.iter().any(|entry| *entry < 0.0);
        let zero = if signed {
            part.centre().y
        } else {
            part.bottom() - 14.0
        };
        let room = if signed {
            part.height / 2.0
        } else {
            part.height
        } - 28.0;
        let height = |value: f64| share(value, limit) * room;
        let wide = part.width - self.frame.rem(GUTTER);
        let pitch = wide / count(shown);
        for (slot, &entry) in order[..shown].iter().enumerate() {
            let x = part.x + count(slot) * pitch;
            let wide = (pitch * 0.6).min(34.0);
            let bar = |value: f64| {
                let tall = height(value);
                Rect::new(
                    x + (pitch - wide) / 2.0,
                    zero - tall.max(0.0),
                    wide,
                    tall.abs(),
                )
            };
            let (before, after) = (gradient[entry], clipped.gradient[entry]);
            let words = format!(
                "entry {}: {} before, {} after",
                entry + 1,
                number::text(before),
                number::text(after)
            );
            scene.mark(Some(format!("g.{}", entry + 1)), words, Kind::Cell);
            let hue = self.palette.gradient;
            scene.rect(bar(after), Ink::fill(hue.faded(0.55)));
            scene.rect(bar(before), Ink::line(hue, 1.0).dashed(&[3.0, 3.0]));
            self.number_of(scene, bar(after), after, pitch, signed);
        }
        scene.plain();
        let line = Ink::line(self.palette.line, 1.0);
        scene.path(&[at(part.x, zero), at(part.x + wide, zero)], false, line);
        if self.clipping.how == Clip::Value {
            for tau in [self.clipping.threshold, -self.clipping.threshold] {
                if tau > 0.0 || signed {
                    self.threshold(scene, part.x..part.x + wide, zero - height(tau), Some(tau));
                }
            }
        }
    }

    fn number_of(&self, scene: &mut Scene, bar: Rect, value: f64, pitch: f32, signed: bool) {
        let style = self.small().align(Align::Middle);
        let text = number::text(value);
        if scene.measure(&text, style).width > pitch {
            return;
        }
        let y = if signed && value < 0.0 {
            bar.bottom() + 12.0
        } else {
            bar.y - 4.0
        };
        let style = style.halo(self.palette.page);
        scene.text(&text, at(bar.centre().x, y), style, self.palette.ink);
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

    /// Both arrows, the one before lying on the horizontal axis, with the circle of the threshold.
    fn arrows(&self, scene: &mut Scene, part: Rect) {
        let Clipping {
            clipped, threshold, ..
        } = self.clipping;
        self.title(scene, part, "as arrows, in the plane of both");
        let before = clipped.norm_before;
        let (along, across) = clipped.in_plane();
        let limit = reach([before, *threshold].into_iter());
        let origin = at(part.x + 12.0, part.bottom() - 16.0);
        let room = (part.width - 56.0)
            .min(1.6 * (part.height - 24.0))
            .max(20.0);
        let place = |x: f64, y: f64| {
            at(
                origin.x + share(x, limit) * room,
                origin.y - share(y, limit) * room,
            )
        };
        if self.clipping.how != Clip::Value {
            self.circle(scene, origin, share(*threshold, limit) * room, part);
        }
        let soft = self.palette.gradient.faded(0.45);
        let words = format!("before: length {}", number::text(before));
        scene.mark(
            Some("g.before".to_owned()),
            words,
            Kind::Wire(vec![origin, place(before, 0.0)]),
        );
        arrow(scene, origin, place(before, 0.0), soft, 3.0);
        let style = self.small().halo(self.palette.page);
        let end = place(before, 0.0);
        scene.text(
            &number::text(before),
            at(end.x + 5.0, end.y + 4.0),
            style,
            self.palette.secondary,
        );
        let tip = place(along, across);
        let words = format!(
            "after: length {}, {}",
            number::text(clipped.norm_after),
            self.clipping.direction_line()
        );
        scene.mark(
            Some("g.after".to_owned()),
            words,
            Kind::Wire(vec![origin, tip]),
        );
        arrow(scene, origin, tip, self.palette.gradient, 3.0);
        if self.clipping.cuts() {
            let style = style.face(Face::Strong).align(Align::Middle);
            scene.text(
                &number::text(clipped.norm_after),
                at(tip.x, tip.y - 9.0),
                style,
                self.palette.gradient,
            );
        }
    }

    /// The part of the circle that lies in the picture.
    fn circle(&self, scene: &mut Scene, origin: Point, radius: f32, part: Rect) {
        let tau = number::text(self.clipping.threshold);
        let highest = ((origin.y - part.y) / radius).clamp(-1.0, 1.0);
        let lowest = ((origin.y - part.bottom()) / radius).clamp(-1.0, 1.0);
        let (from, to) = (libm::asinf(lowest), libm::asinf(highest));
        let points: Vec<Point> = (0..=32_u16)
            .map(|step| {
                let angle = from + (to - from) * f32::from(step) / 32.0;
                at(
                    origin.x + radius * libm::cosf(angle),
                    origin.y - radius * libm::sinf(angle),
                )
            })
            .collect();
        scene.mark(
            Some(THRESHOLD.to_owned()),
            format!("the threshold, {tau}"),
            Kind::Wire(points.clone()),
        );
        scene.path(
            &points,
            false,
            Ink::line(self.palette.accent, 1.5).dashed(&[6.0, 4.0]),
        );
        let style = self.small().align(Align::Middle).halo(self.palette.page);
        let foot = at(
            (origin.x + radius).max(part.x + 16.0),
            origin.y + self.frame.rem(14.0),
        );
        scene.text(&format!("τ {tau}"), foot, style, self.palette.accent);
    }

    /// How long the gradient is under each seed, on a log axis, with the threshold across.
    fn seeds(&self, scene: &mut Scene, part: Rect) {
        let lengths = &self.clipping.lengths;
        let title = format!(
            "its length under {} seeds: {} above τ",
            lengths.len(),
            self.clipping.longer()
        );
        self.title(scene, part, &title);
        let all = lengths.iter().copied().chain([self.clipping.threshold]);
        let (low, high) = decades(all);
        let input = Chart {
            x: 0.0..real(self.of) + 1.0,
            y: low..high,
            labels: (5, 4),
            print: (&|seed| format!("{seed:.0}"), &print_decade),
            gutters: (34.0, 18.0),
            lines: &[],
        };
        let axes = chart(scene, part, &input, self.frame);
        for (at_seed, &length) in lengths.iter().enumerate() {
            self.seed(scene, &axes, at_seed + 1, length, low..high);
        }
        let y = axes.at(0.0, decade(self.clipping.threshold)).y;
        self.threshold(scene, axes.area.x..axes.area.right(), y, None);
    }

    fn seed(&self, scene: &mut Scene, axes: &Axes, seed: usize, length: f64, y: Range<f64>) {
        let height = if length > 0.0 {
            decade(length)
        } else {
            y.start
        };
        let height = if height.is_finite() { height } else { y.end };
        let place = axes.at(real(seed), height);
        let words = format!("seed {seed}: length {}", number::text(length));
        scene.mark(Some(format!("seed.{seed}")), words, Kind::Cell);
        let hue = self.palette.gradient;
        let ink = if length > self.clipping.threshold || !length.is_finite() {
            Ink::fill(hue)
        } else {
            Ink::fill(self.palette.page).outlined(hue, 1.2)
        };
        let here = (real(seed) - self.seed).abs() < 0.5;
        scene.circle(place, if here { 4.5 } else { 2.6 }, ink);
        if here {
            scene.circle(place, 7.0, Ink::line(self.palette.accent, 1.5));
        }
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

/// Which entries are largest.
fn longest_first(gradient: &[f64]) -> Vec<usize> {
    let size = |entry: &usize| gradient[*entry].abs();
    if gradient.len() <= BARS {
        return (0..gradient.len()).collect();
    }
    crate::ir::order::sorted((0..gradient.len()).collect(), |a, b| {
        size(b).total_cmp(&size(a))
    })
}

/// A value as a share of a limit; what is beyond or no number is at the edge.
#[expect(clippy::cast_possible_truncation, reason = "a share of the picture")]
fn share(value: f64, limit: f64) -> f32 {
    let share = (value / limit) as f32;
    if share.is_finite() {
        share.clamp(-1.0, 1.0)
    } else {
        1.0
    }
}

/// A line with a head.
fn arrow(scene: &mut Scene, from: Point, to: Point, color: Rgba, width: f32) {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let long = (dx * dx + dy * dy).sqrt();
    if long < 1.0 {
        scene.circle(from, width, Ink::fill(color));
        return;
    }
    let (ux, uy) = (dx / long, dy / long);
    let head = (3.0 * width).min(long);
    let neck = at(to.x - ux * head, to.y - uy * head);
    scene.path(&[from, neck], false, Ink::line(color, width));
    let side = head * 0.5;
    let corners = [
        to,
        at(neck.x - uy * side, neck.y + ux * side),
        at(neck.x + uy * side, neck.y - ux * side),
    ];
    scene.path(&corners, true, Ink::fill(color));
}
