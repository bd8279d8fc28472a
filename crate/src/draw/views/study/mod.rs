//! The pictures of the Gradients lab: the chain, the chart over k, the complex plane, the factors, the matrix and
//! the forward pass.
//!
//! Invariant: dashes and marks tell curves apart as well as hues do; nothing here is computed but places.

pub mod chain;
pub mod decay;
pub mod factors;
pub mod forward;
pub mod matrix;
pub mod plane;

use std::rc::Rc;

use super::Frame;
use super::column::count as real;
use crate::draw::metrics;
use crate::draw::painter::{Align, Painter, Rect, Rgba, Type, at};
use crate::draw::scene::{Naming, Patch, Scene};
use crate::draw::theme::Palette;
use crate::explain::study::{Line, Spot};

/// The ends of an axis: held while something is dragged, then on their way to where they belong.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ends {
    from: Option<(f64, f64)>,
    now: Option<(f64, f64)>,
}

impl Ends {
    /// The ends that are shown where `fit` would hold everything; `settled` is how far they have come to it since they
    /// were let go, 0 to 1, nothing while they are held.
    pub fn shown(&mut self, fit: (f64, f64), settled: Option<f32>) -> (f64, f64) {
        let now = match (settled, self.from.or(self.now)) {
            (None, _) => self.now.unwrap_or(fit),
            (Some(share), Some(from)) if share < 1.0 => {
                // Fast at first: the eye is already there.
                let left = 1.0 - f64::from(share.max(0.0));
                let back = left * left * left;
                let eased = |from: f64, to: f64| to * (1.0 - back) + from * back;
                (eased(from.0, fit.0), eased(from.1, fit.1))
            }
            _ => fit,
        };
        self.from = settled
            .filter(|share| *share < 1.0)
            .and(self.from.or(self.now));
        self.now = Some(now);
        now
    }
}

/// The look of a curve.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Look {
    color: Rgba,
    width: f32,
    dash: &'static [f32],
}

fn look(line: Line, palette: &Palette) -> Look {
    let (color, width, dash): (_, _, &[f32]) = match line {
        Line::Measured => (palette.gradient, 2.5, &[]),
        Line::Powers => (palette.ink, 1.5, &[8.0, 4.0]),
        Line::Bound => (palette.hue("data"), 1.5, &[2.0, 3.0]),
        Line::Range => (palette.accent, 1.0, &[1.0, 3.0]),
        Line::Gru => (palette.hue("update"), 2.0, &[9.0, 3.0, 2.0, 3.0]),
        Line::GruDirect => (palette.hue("update"), 1.5, &[3.0, 2.5]),
        Line::Lstm => (palette.hue("input"), 2.0, &[14.0, 4.0]),
        Line::LstmDirect => (palette.hue("input"), 1.5, &[5.0, 2.0, 1.0, 2.0]),
    };
    Look { color, width, dash }
}

/// A label at the end of a line, before it has a place.
struct EndLabel {
    /// Where its line ends.
    y: f32,
    name: String,
    /// Its number: never cut, since part of a number would be another one.
    number: String,
    color: Rgba,
}

impl EndLabel {
    /// The name, as much of it as there is room for, and the number.
    fn fitted(&self, style: Type, width: f32) -> String {
        let (name, number) = (&self.name, &self.number);
        let whole = format!("{name} {number}");
        if metrics::measure(&whole, style).width <= width {
            return whole;
        }
        let beside = metrics::measure(&format!(" {number}"), style).width;
        let room = width - beside;
        if room < LEAST_NAME * style.size {
            return number.clone();
        }
        format!("{} {number}", metrics::fit(name, style, room))
    }
}

/// A name cut to less than this, in font sizes, says nothing.
const LEAST_NAME: f32 = 1.5;

/// Sets labels beside the ends of their lines, none on another, with a short line to where each belongs.
fn end_labels(scene: &mut Scene, mut labels: Vec<EndLabel>, area: Rect, frame: &Frame) {
    let line = frame.rem(14.0);
    labels.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut places: Vec<f32> = Vec::with_capacity(labels.len());
    for label in &labels {
        let above = places.last().map_or(area.y, |last| last + line);
        places.push(label.y.max(above));
    }
    let mut below = area.bottom();
    for place in places.iter_mut().rev() {
        *place = place.min(below);
        below = *place - line;
    }
    let style = Type::sans(frame.rem(11.0));
    for (label, y) in labels.into_iter().zip(places) {
        let x = area.x + 10.0;
        if (y - label.y).abs() > 2.0 {
            let way = [at(area.x + 1.0, label.y), at(x - 2.0, y)];
            let ink = crate::draw::painter::Ink::line(label.color.faded(0.5), 1.0);
            scene.path(&way, false, ink);
        }
        let text = label.fitted(style, area.right() - x);
        scene.text(&text, at(x, y + 0.35 * style.size), style, label.color);
    }
}

/// Text in small letters; `align` says which part of it stands at x.
fn small(
    scene: &mut Scene,
    text: &str,
    (x, y): (f32, f32),
    align: Align,
    color: Rgba,
    frame: &Frame,
) {
    let style = Type::sans(frame.rem(11.0)).align(align);
    scene.text(text, at(x, y), style, color);
}

/// Places along k, one for each: what they are is said when they are pointed at.
struct Along<W> {
    /// The k of the leftmost place, and whether k grows to the left.
    first: usize,
    last: usize,
    words: W,
}

impl<W> std::fmt::Debug for Along<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "k = {} to {}", self.first, self.last)
    }
}

impl<W> Along<W> {
    fn k(&self, col: usize) -> usize {
        if self.last >= self.first {
            self.first + col
        } else {
            self.first.saturating_sub(col)
        }
    }
}

impl<W: Fn(usize) -> String> Naming for Along<W> {
    fn name(&self, _: usize, col: usize) -> (Option<String>, String) {
        let k = self.k(col);
        (Some(Spot::Product(k).to_string()), (self.words)(k))
    }

    fn find(&self, reference: &str) -> Option<(usize, usize)> {
        let Ok(Spot::Product(k)) = reference.parse() else {
            return None;
        };
        let (low, high) = (self.first.min(self.last), self.first.max(self.last));
        (low..=high)
            .contains(&k)
            .then(|| (0, self.first.abs_diff(k)))
    }
}

/// Marks for every k from `first` to `last` over a box that holds their places.
fn along(
    scene: &mut Scene,
    area: Rect,
    (first, last): (usize, usize),
    words: impl Fn(usize) -> String + 'static,
) {
    scene.patch(Patch {
        area,
        size: (1, first.abs_diff(last) + 1),
        naming: Rc::new(Along { first, last, words }),
    });
}

/// The k whose place in a picture is nearest to this x.
#[must_use]
pub fn nearest_k(scene: &Scene, x: f32) -> Option<usize> {
    let places = scene.all_marks().filter_map(|mark| {
        let spot = mark.reference.as_deref()?.parse().ok()?;
        let Spot::Product(k) = spot else {
            return None;
        };
        Some((k, (mark.bounds.centre().x - x).abs()))
    });
    let nearest = places.min_by(|a, b| a.1.total_cmp(&b.1));
    nearest.map(|(k, _)| k)
}

/// The k a name stands for, if it is one.
fn k_of(focused: Option<&str>) -> Option<usize> {
    match focused?.parse() {
        Ok(Spot::Product(k) | Spot::Factor(k)) => Some(k),
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a length on screen")]
fn px(length: f64) -> f32 {
    length as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_stay_while_they_are_held_and_then_come_to_what_fits() {
        let mut ends = Ends::default();
        let (small, large) = ((-4.0, 3.0), (-8.0, 9.0));
        assert_eq!(ends.shown(small, Some(1.0)), small);
        assert_eq!(ends.shown(large, None), small, "held");
        assert_eq!(ends.shown(large, Some(0.0)), small);
        assert_eq!(ends.shown(large, Some(0.5)), (-7.5, 8.25));
        assert_eq!(
            ends.shown(large, None),
            (-7.5, 8.25),
            "held again on the way"
        );
        assert_eq!(ends.shown(small, Some(0.0)), (-7.5, 8.25));
        assert_eq!(ends.shown(small, Some(1.0)), small);
        assert_eq!(
            ends.shown(large, Some(1.0)),
            large,
            "at once without motion"
        );
    }

    #[test]
    fn a_number_at_the_end_of_a_line_is_whole_or_its_name_is_cut_for_it() {
        let label = EndLabel {
            y: 0.0,
            name: "measured".to_owned(),
            number: "0.0115".to_owned(),
            color: Rgba::hex(0),
        };
        let style = Type::sans(11.0);
        let at = |width| label.fitted(style, width);
        assert_eq!(at(200.0), "measured 0.0115");
        assert_eq!(at(75.0), "mea… 0.0115");
        assert_eq!(at(20.0), "0.0115");
    }
}
