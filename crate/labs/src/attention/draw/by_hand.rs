//! Attention by hand as numbers: a row for the query, one for each state with its scores and weight, one for what comes
//! out.

use super::{real, small};
use crate::attention::explain::lookup::{Column, ExamplePicture, Vector};
use view::draw::metrics::fit;
use view::draw::painter::{Align, Face, Ink, Painter, Rect, Type, at};
use view::draw::scene::{Kind, Scene};
use view::draw::theme::{Palette, Scale};
use view::draw::views::{Frame, focus};
use view::explain::number;

/// The highest row and the widest cell, CSS px.
const ROW: f32 = 46.0;
const CELL: f32 = 120.0;

/// The picture.
#[must_use]
pub fn by_hand(picture: &ExamplePicture, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    Numbers::new(picture, frame, palette).paint(&mut scene);
    focus::paint(&mut scene, focused, palette);
    scene
}

struct Numbers<'p> {
    picture: &'p ExamplePicture,
    frame: &'p Frame,
    palette: &'static Palette,
    /// Where the first cell begins.
    left: f32,
    head: f32,
    row: f32,
    cell: f32,
    /// Between the numbers of the vectors and the columns beside them.
    gap: f32,
    /// One for all but the weights, so that equal numbers look equal.
    scale: Scale,
}

impl<'p> Numbers<'p> {
    fn new(picture: &'p ExamplePicture, frame: &'p Frame, palette: &'static Palette) -> Self {
        let (left, gap, head) = (frame.rem(30.0), frame.rem(14.0), frame.rem(20.0));
        let rows = real(picture.states.len() + 2);
        let cells = real(picture.query.references.len() + picture.columns.len());
        let room = frame.width - left - gap - 8.0;
        let vectors = [&picture.query, &picture.context];
        let known = vectors.into_iter().chain(&picture.states);
        let numbers = known.flat_map(|vector| vector.numbers.iter().flatten());
        let scores = (picture.columns.iter())
            .filter(|column| !column.is_share)
            .flat_map(|column| column.numbers.iter().flatten());
        let all = numbers.chain(scores);
        let greatest = all.fold(1.0, |most: f64, value| most.max(value.abs()));
        Self {
            picture,
            frame,
            palette,
            left,
            head,
            row: ((frame.height - head - 4.0) / rows).min(frame.rem(ROW)),
            cell: (room / cells).min(frame.rem(CELL)),
            gap,
            scale: Scale::Signed(greatest),
        }
    }

    fn paint(&self, scene: &mut Scene) {
        let picture = self.picture;
        self.heads(scene);
        self.vector(scene, &picture.query, 0);
        for (place, state) in picture.states.iter().enumerate() {
            self.vector(scene, state, place + 1);
            for (column, of) in picture.columns.iter().enumerate() {
                self.entry(scene, of, (place, column));
            }
        }
        let last = picture.states.len() + 1;
        self.vector(scene, &picture.context, last);
        self.rules(scene, last);
        self.chosen(scene);
    }

    fn place(&self, row: usize, column: usize) -> Rect {
        let before = self.picture.query.references.len();
        let gap = if column < before { 0.0 } else { self.gap };
        let x = self.left + gap + self.cell * real(column);
        let y = self.head + self.row * real(row);
        Rect::new(x + 1.0, y + 2.0, self.cell - 2.0, self.row - 4.0)
    }

    /// What the columns are; that of this moment is written strongly.
    fn heads(&self, scene: &mut Scene) {
        let before = self.picture.query.references.len();
        scene.plain();
        for (place, column) in self.picture.columns.iter().enumerate() {
            let area = self.place(0, before + place);
            let face = if column.is_now {
                Face::Strong
            } else {
                Face::Sans
            };
            let style = Type::sans(self.frame.rem(12.0))
                .face(face)
                .align(Align::Middle);
            // The letter is enough where there is no room for what it is made of.
            let letter = column.title.split(' ').next().unwrap_or_default();
            let is_whole = fit(&column.title, style, area.width) == column.title;
            let title = if is_whole { &column.title } else { letter };
            let place = at(area.centre().x, self.head - 5.0 + self.row);
            scene.text(title, place, style, self.palette.ink);
        }
    }

    fn vector(&self, scene: &mut Scene, vector: &Vector, row: usize) {
        let first = self.place(row, 0);
        let base = Type::sans(self.frame.rem(16.0)).face(Face::Math);
        let foot = first.centre().y + 0.32 * base.size;
        scene.plain();
        scene.text(vector.letter, at(6.0, foot), base, self.palette.ink);
        if let Some(index) = vector.index {
            let lower = Type::sans(self.frame.rem(11.0)).face(Face::Math);
            let after = 6.0 + scene.measure(vector.letter, base).width + 1.0;
            let place = at(after, foot + 4.0);
            scene.text(&index.to_string(), place, lower, self.palette.ink);
        }
        for (unit, reference) in vector.references.iter().enumerate() {
            let number = vector.numbers.as_ref().map(|numbers| numbers[unit]);
            let words = format!("{}, number {}", vector.words, unit + 1);
            scene.mark(Some(reference.clone()), words, Kind::Cell);
            self.number(scene, number, self.place(row, unit), self.scale);
        }
    }

    fn entry(&self, scene: &mut Scene, column: &Column, (place, beside): (usize, usize)) {
        let value = column.numbers.as_ref().map(|numbers| numbers[place]);
        let scale = if column.is_share {
            Scale::Share
        } else {
            self.scale
        };
        let said = value.map_or_else(
            || "not yet".to_owned(),
            |value| number::fixed(value, 3).text(),
        );
        let words = format!("{} of state {}: {said}", column.words, place + 1);
        let reference = format!("{}.t1.u{}", column.key, place + 1);
        scene.mark(Some(reference), words, Kind::Cell);
        let before = self.picture.query.references.len();
        self.number(scene, value, self.place(place + 1, before + beside), scale);
    }

    /// A number on its colour; a dash while it is not computed.
    fn number(&self, scene: &mut Scene, value: Option<f64>, area: Rect, scale: Scale) {
        let palette = self.palette;
        scene.area(area);
        let (fill, text, color) = match value {
            Some(value) => {
                let fill = palette.value(value, scale);
                (fill, number::fixed(value, 3).text(), Palette::on(fill))
            }
            None => (palette.panel, "\u{2013}".to_owned(), palette.secondary),
        };
        scene.rect(area, Ink::fill(fill));
        scene.rect(area, Ink::line(palette.line, 1.0));
        let style = Type::sans(self.frame.rem(13.0)).align(Align::Middle);
        let style = Type {
            size: style.size.min(area.height * 0.8),
            ..style
        };
        let text = fit(&text, style, area.width - 2.0);
        let place = at(area.centre().x, area.centre().y + 0.36 * style.size);
        scene.text(&text, place, style, color);
    }

    /// What the last row is made of, and that the weights are shares.
    fn rules(&self, scene: &mut Scene, row: usize) {
        let before = self.picture.query.references.len();
        let last = self.place(row, before + self.picture.columns.len() - 1);
        let foot = last.centre().y + self.frame.rem(4.0);
        let first = self.place(row, before);
        let name = "c = \u{3a3} \u{3b1}\u{b7}h";
        scene.plain();
        let face = if self.picture.mixes {
            Face::Strong
        } else {
            Face::Sans
        };
        let style = Type::sans(self.frame.rem(12.0)).face(face);
        scene.text(name, at(first.x + 2.0, foot), style, self.palette.ink);
        if let Some(sum) = self.picture.sum {
            let sum = format!("\u{3a3} {sum:.3}");
            let place = at(last.centre().x, foot);
            small(scene, &sum, place, Align::Middle, self.frame);
        }
    }

    /// A frame around the row of the state looked at.
    fn chosen(&self, scene: &mut Scene) {
        let before = self.picture.query.references.len();
        let first = self.place(self.picture.unit, 0);
        let last = self.place(self.picture.unit, before + self.picture.columns.len() - 1);
        scene.plain();
        let frame = first.union(last).grown(1.5);
        scene.rect(frame, Ink::line(self.palette.ink, 1.5));
    }
}
