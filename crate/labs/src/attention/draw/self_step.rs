//! Self-attention at one symbol: X, Q, K and V as far as they have come, its scores and weights, the mix, and the bets.

use std::rc::Rc;

use super::step::{bets, looks};
use super::{real, small};
use crate::attention::explain::reading::{Matrix, SelfPicture};
use view::draw::metrics::fit;
use view::draw::painter::{Align, Ink, Painter, Rect, Type, at};
use view::draw::scene::{Kind, Naming, Patch, Scene};
use view::draw::theme::{Palette, Scale};
use view::draw::views::{Frame, focus};
use view::explain::number;

/// The shares of the width that matrices and bets have.
const MATRICES: f32 = 0.36;
const BETS: f32 = 0.2;
/// Lower pictures have no row for the mix, CSS px.
const LOW: f32 = 140.0;
/// The highest row of a matrix, CSS px.
const ROW: f32 = 12.0;

/// The picture.
#[must_use]
pub fn self_step(picture: &SelfPicture, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    let (left, right) = (frame.width * MATRICES, frame.width * (1.0 - BETS));
    matrices(&mut scene, picture, left, frame);
    // Where there is little room the bars need it; the mix is in the table.
    let context = if frame.height < frame.rem(LOW) {
        0.0
    } else {
        frame.rem(26.0)
    };
    let half = (frame.height - 4.0 - context) / 2.0;
    let width = right - left - 24.0;
    let upper = Rect::new(left + 8.0, 2.0, width, half);
    let bars = [picture.scores.as_deref(), picture.weights.as_deref()];
    let lower = looks(&mut scene, bars, upper, frame);
    let foot = Rect::new(left + 8.0, lower.bottom() + 2.0, width, context - 4.0);
    if context > 0.0 {
        mix(&mut scene, picture, foot, frame);
    }
    let area = Rect::new(right, 2.0, frame.width - right - 8.0, frame.height - 4.0);
    bets(&mut scene, picture.bets.as_deref(), area, frame);
    focus::paint(&mut scene, focused, palette);
    scene
}

/// The matrices side by side, as wide as they have columns, a row a symbol.
fn matrices(scene: &mut Scene, picture: &SelfPicture, width: f32, frame: &Frame) {
    let palette = frame.theme.palette();
    let columns: usize = picture.matrices.iter().map(|it| it.columns).sum();
    let (gap, head) = (8.0, frame.rem(16.0));
    let room = width - gap * (real(picture.matrices.len()) + 1.0);
    let each = room / real(columns.max(1));
    let mut x = gap;
    for matrix in &picture.matrices {
        let across = each * real(matrix.columns);
        let title = match &matrix.rows {
            Some(_) => format!("{} \u{b1}{}", matrix.title, number::text(matrix.greatest)),
            None => format!("{}: not yet", matrix.title),
        };
        let style = Type::sans(frame.rem(11.0));
        scene.plain();
        // Where its greatest number has no room the letter is enough.
        let fits = fit(&title, style, across) == title;
        let title = if fits { &title } else { matrix.title };
        scene.text(title, at(x, head - 3.0), style, palette.secondary);
        if let Some(rows) = &matrix.rows {
            let high = ((frame.height - head - 4.0) / real(rows.len().max(1))).min(frame.rem(ROW));
            let area = Rect::new(x, head, across, high * real(rows.len()));
            image(scene, matrix, rows, area, palette);
            let now = Rect::new(x, head + high * real(picture.t - 1), across, high);
            scene.plain();
            scene.rect(now, Ink::line(palette.ink, 1.5));
        }
        x += across + gap;
    }
}

fn image(scene: &mut Scene, matrix: &Matrix, rows: &[Vec<f64>], area: Rect, palette: &Palette) {
    let scale = Scale::Signed(matrix.greatest.max(f64::MIN_POSITIVE));
    let pixels: Vec<u8> = (rows.iter().flatten())
        .map(|&value| palette.value(value, scale))
        .flat_map(|color| [color.r, color.g, color.b, color.a])
        .collect();
    let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    scene.plain();
    scene.image(area, size(matrix.columns), size(rows.len()), &pixels);
    scene.patch(Patch {
        area,
        size: (rows.len(), matrix.columns),
        naming: Rc::new(Numbers {
            title: matrix.title,
            key: matrix.key,
            rows: rows.to_vec(),
        }),
    });
    scene.rect(area, Ink::line(palette.line, 1.0));
}

/// The mix of all values as one row.
fn mix(scene: &mut Scene, picture: &SelfPicture, area: Rect, frame: &Frame) {
    let palette = frame.theme.palette();
    let label = frame.rem(52.0);
    let foot = area.centre().y + 4.0;
    let Some(context) = &picture.context else {
        return small(
            scene,
            "context: not yet",
            at(area.x, foot),
            Align::Start,
            frame,
        );
    };
    small(scene, "context", at(area.x, foot), Align::Start, frame);
    let greatest = context
        .iter()
        .fold(0.0, |most: f64, value| most.max(value.abs()));
    let strip = Rect::new(
        area.x + label,
        area.y + 2.0,
        (area.width - label).max(8.0),
        area.height - 4.0,
    );
    let scale = Scale::Signed(greatest.max(f64::MIN_POSITIVE));
    let each = strip.width / real(context.len().max(1));
    for (unit, &value) in context.iter().enumerate() {
        let reference = format!("context.t{}.u{}", picture.t, unit + 1);
        let words = format!(
            "context of symbol {}, number {}: {}",
            picture.t,
            unit + 1,
            number::text(value)
        );
        scene.mark(Some(reference), words, Kind::Cell);
        let cell = Rect::new(strip.x + each * real(unit), strip.y, each, strip.height);
        scene.rect(cell, Ink::fill(palette.value(value, scale)));
    }
}

/// The numbers of a matrix by their names.
#[derive(Debug)]
struct Numbers {
    title: &'static str,
    key: &'static str,
    rows: Vec<Vec<f64>>,
}

impl Naming for Numbers {
    fn name(&self, row: usize, col: usize) -> (Option<String>, String) {
        let value = self.rows.get(row).and_then(|row| row.get(col));
        let value = value.copied().unwrap_or(f64::NAN);
        let (symbol, number) = (row + 1, col + 1);
        let words = format!(
            "{}, symbol {symbol}, number {number}: {}",
            self.title,
            number::text(value)
        );
        (Some(format!("{}.t{symbol}.u{number}", self.key)), words)
    }

    fn find(&self, reference: &str) -> Option<(usize, usize)> {
        let rest = reference.strip_prefix(self.key)?.strip_prefix(".t")?;
        let (t, unit) = rest.split_once(".u")?;
        let (row, col) = (
            t.parse::<usize>().ok()?.checked_sub(1)?,
            unit.parse::<usize>().ok()?.checked_sub(1)?,
        );
        (row < self.rows.len() && col < self.rows[row].len()).then_some((row, col))
    }
}
