//! The entries of a gradient before and after, as bars; by value with the threshold across them.

use super::place::{Handle, Place};
use super::{View, reach};
use crate::draw::painter::{Align, Ink, Painter, Rect, at};
use crate::draw::scene::{Kind, Scene};
use crate::draw::views::column::{count, share};
use crate::explain::clipping::Clipping;
use crate::explain::number;
use crate::run::clip::Clip;

/// The room for the name of a threshold beside the bars, CSS px.
const GUTTER: f32 = 48.0;
/// At most so many entries have a bar.
const BARS: usize = 16;

impl View<'_> {
    /// The entries, before as outlines and after filled, with the threshold where it acts on them.
    pub(super) fn bars(&self, scene: &mut Scene, part: Rect, place: &mut Place) {
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
            place.handle(
                part,
                Handle::Height {
                    zero,
                    unit: f64::from(room) / limit,
                },
            );
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
