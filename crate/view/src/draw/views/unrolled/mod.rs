//! The same update for every step along a line, forward and back, from a ribbon of all steps to the inside of one.
//!
//! Invariant: a step stands in a column as wide as every other; how wide decides what is drawn of it. Only columns in
//! sight are drawn.

pub mod show;

mod band;
mod beads;
mod boxes;
mod fold;
mod lane;
mod limits;
mod ribbon;
mod wires;

use super::cell::Cell;
use super::{Frame, focus};
use crate::draw::painter::{Rect, Rgba, Type};
use crate::draw::scene::Scene;
use crate::draw::theme::Palette;
use crate::draw::views::unrolled::show::ShowSetup;
use crate::explain::unrolled::Unrolled;
pub use lane::{Detail, Lane, Sight};

/// What is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Input<'u> {
    /// All steps.
    pub steps: &'u Unrolled<'u>,
    /// Which part of them.
    pub sight: Sight,
    /// How far they are folded into one cell with a loop: 0 not at all, 1 wholly.
    pub folded: f32,
    /// What of it is shown.
    pub show: &'u ShowSetup,
    /// The gate that is the ring of a bead, by its letter; the first where there is no such gate.
    pub ring: Option<&'u str>,
    /// The inside of the step the cursor stands at.
    pub cell: Option<Cell<'u>>,
}

/// The picture.
#[must_use]
pub fn unrolled(input: &Input<'_>, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let page = if input.steps.backward && !palette.is_plain {
        palette.page.towards(palette.gradient, 0.03)
    } else {
        palette.page
    };
    let mut scene = Scene::new(frame.size(), page);
    let lane = Lane::new(frame.width, input.steps.steps, input.sight);
    let view = View {
        input,
        steps: input.steps,
        frame,
        palette,
        page,
        lane,
    };
    if input.folded > 0.0 {
        view.fold(&mut scene);
    } else {
        match lane.detail() {
            Detail::Ribbon => view.ribbon(&mut scene),
            Detail::Beads => view.beads(&mut scene),
            Detail::Boxes | Detail::Cell => view.boxes(&mut scene, focused),
        }
    }
    focus::paint(&mut scene, focused, palette);
    scene
}

struct View<'v> {
    input: &'v Input<'v>,
    steps: &'v Unrolled<'v>,
    frame: &'v Frame,
    palette: &'static Palette,
    page: Rgba,
    lane: Lane,
}

impl View<'_> {
    fn small(&self) -> Type {
        Type::sans(self.frame.rem(11.0))
    }

    /// The whole height of a step's column.
    fn column(&self, t: usize, y: f32, height: f32) -> Rect {
        Rect::new(self.lane.left(t), y, self.lane.pitch, height)
    }

    /// A colour with less ink.
    fn inked(&self, color: Rgba, ink: f32) -> Rgba {
        if self.palette.is_plain {
            color
        } else {
            self.page.towards(color, ink)
        }
    }

    /// The greatest finite loss in sight, for bars.
    fn greatest_loss(&self) -> f64 {
        let losses = self.lane.visible().filter_map(|t| self.steps.loss(t));
        losses.filter(|loss| loss.is_finite()).fold(0.0, f64::max)
    }
}
