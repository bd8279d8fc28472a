//! The pictures of the Gradients lab that are drawn by hand: the chain, the complex plane and the factors.
//!
//! Invariant: nothing here is computed but places.

pub mod chain;
pub mod diagrams;
pub mod factors;
pub mod plane;

use std::rc::Rc;

use crate::gradients::explain::study::Spot;
use view::draw::painter::{Align, Painter, Rect, Rgba, Type, at};
use view::draw::scene::{Naming, Patch, Scene};
use view::draw::views::Frame;
use view::draw::views::column::count as real;

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
