//! How long the gradient is under each seed, on a log axis, with the threshold across.

use std::ops::Range;

use super::View;
use super::place::{Handle, Place};
use crate::draw::painter::{Ink, Painter, Rect};
use crate::draw::scene::{Kind, Scene};
use crate::draw::views::plot::{Axes, Chart, chart, decades, number as real, print_decade};
use crate::explain::number;
use crate::run::metrics::log10;

impl View<'_> {
    /// How long the gradient is under each seed, on a log axis, with the threshold across.
    pub(super) fn seeds(&self, scene: &mut Scene, part: Rect, place: &mut Place) {
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
        let y = axes.at(0.0, log10(self.clipping.threshold)).y;
        self.threshold(scene, axes.area.x..axes.area.right(), y, None);
        place.handle(
            part,
            Handle::Decades {
                area: axes.area,
                low,
                high,
            },
        );
    }

    fn seed(&self, scene: &mut Scene, axes: &Axes, seed: usize, length: f64, y: Range<f64>) {
        let height = if length > 0.0 { log10(length) } else { y.start };
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
}
