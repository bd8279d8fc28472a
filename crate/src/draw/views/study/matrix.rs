//! The recurrent matrix under study: cells with numbers where they fit, else a heat map with a lens.

use std::rc::Rc;

use super::small;
use crate::draw::painter::{Align, Painter, Rect, Type, at};
use crate::draw::scene::{Naming, Scene};
use crate::draw::theme::Scale;
use crate::draw::views::matrix::Grid;
use crate::draw::views::{Frame, focus};
use crate::explain::number;
use crate::explain::study::Spot;
use crate::explain::study::pictures::MatrixPicture;

/// A cell is at most this large, CSS px across and down.
const CELL: (f32, f32) = (64.0, 26.0);

/// The picture.
#[must_use]
pub fn matrix(input: Option<&MatrixPicture>, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    let Some(input) = input else {
        let style = Type::sans(frame.rem(14.0)).align(Align::Middle);
        let place = at(frame.width / 2.0, frame.height / 2.0);
        let words = "This cell has several recurrent matrices: see the Cell lab.";
        scene.text(words, place, style, palette.secondary);
        return scene;
    };
    let size = super::real(input.size);
    let foot = frame.rem(20.0);
    let (wide, high) = (
        (frame.width - 20.0) / size,
        (frame.height - foot - 10.0) / size,
    );
    let area = if Grid::is_legible(
        input.size,
        input.size,
        Rect::new(0.0, 0.0, wide * size, high * size),
    ) {
        Rect::new(10.0, 6.0, wide.min(CELL.0) * size, high.min(CELL.1) * size)
    } else {
        let side = wide.min(high) * size;
        Rect::new(10.0, 6.0, side, side)
    };
    let lens = match focused.and_then(|name| name.parse().ok()) {
        Some(Spot::Entry(row, col)) if row <= input.size && col <= input.size => {
            Some((row - 1, col - 1))
        }
        _ => None,
    };
    let grid = Grid {
        rows: input.size,
        cols: input.size,
        entries: &input.entries,
        named: Rc::new(Entries(input.clone())),
        scale: Scale::Signed(input.limit),
        hue: palette.ink,
        lit: (None, None),
        lens,
        now: false,
    };
    grid.paint(&mut scene, area, palette);
    scene.plain();
    let words = format!(
        "row: unit reached, column: unit it comes from; colours \u{b1}{}",
        number::text(input.limit)
    );
    let place = (10.0, area.bottom() + frame.rem(15.0));
    small(
        &mut scene,
        &words,
        place,
        Align::Start,
        palette.secondary,
        frame,
    );
    focus::paint(&mut scene, focused, palette);
    scene
}

/// Each entry by its place.
#[derive(Debug)]
struct Entries(MatrixPicture);

impl Naming for Entries {
    fn name(&self, row: usize, col: usize) -> (Option<String>, String) {
        let value = self
            .0
            .entries
            .get(row * self.0.size + col)
            .copied()
            .unwrap_or(f64::NAN);
        let words = format!(
            "W_hh, row {}, column {}: {}",
            row + 1,
            col + 1,
            number::text(value)
        );
        (Some(Spot::Entry(row + 1, col + 1).to_string()), words)
    }

    fn find(&self, reference: &str) -> Option<(usize, usize)> {
        match reference.parse() {
            Ok(Spot::Entry(row, col)) if row <= self.0.size && col <= self.0.size => {
                Some((row - 1, col - 1))
            }
            _ => None,
        }
    }
}
