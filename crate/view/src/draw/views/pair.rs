//! Two cells side by side on one cursor: what keeps, what writes, what is remembered, in rows that belong
//! together.

use super::column::count;
use super::matrix::value_cell;
use super::{Frame, focus};
use crate::draw::label::Label;
use crate::draw::painter::{Align, Face, Ink, Painter, Rect, Rgba, Type, at};
use crate::draw::scene::{Kind, Scene};
use crate::draw::theme::{Palette, Scale};
use crate::explain::number;
use crate::explain::pair::{Pair, PairRow, PairValue};

/// The picture.
#[must_use]
pub fn pair(input: &Pair, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    let view = View {
        pair: input,
        frame,
        palette,
    };
    view.paint(&mut scene);
    focus::paint(&mut scene, focused, palette);
    scene
}

struct View<'p> {
    pair: &'p Pair,
    frame: &'p Frame,
    palette: &'static Palette,
}

impl View<'_> {
    fn paint(&self, scene: &mut Scene) {
        let narrow = self.frame.width < 520.0;
        let edge = if narrow { 8.0 } else { 14.0 };
        let names = if narrow { 88.0 } else { 96.0 };
        let side = (self.frame.width - 2.0 * edge - names) / 2.0;
        let columns = [edge + names, edge + names + side];
        self.heads(scene, columns);
        let foot = if self.pair.note.is_some() { 38.0 } else { 22.0 };
        let (top, foot) = (36.0, if narrow { foot + 15.0 } else { foot });
        let shown: Vec<&PairRow> = self
            .pair
            .rows
            .iter()
            .filter(|row| row.values.iter().any(Option::is_some))
            .collect();
        let pitch = ((self.frame.height - top - foot) / count(shown.len().max(1))).min(30.0);
        for (place, row) in shown.into_iter().enumerate() {
            let y = top + count(place) * pitch;
            self.row(scene, row, Rect::new(edge, y, names, pitch), columns, side);
        }
        self.feet(scene, edge);
    }

    fn heads(&self, scene: &mut Scene, columns: [f32; 2]) {
        for (side, x) in self.pair.sides.iter().zip(columns) {
            let strong = Type::sans(self.frame.rem(13.0)).face(Face::Strong);
            scene.plain();
            scene.text(side.title, at(x, 16.0), strong, self.palette.ink);
            let text = format!("{} parameters", number::count(side.params));
            let style = Type::sans(self.frame.rem(11.0));
            scene.text(&text, at(x, 30.0), style, self.palette.secondary);
        }
    }

    fn row(&self, scene: &mut Scene, row: &PairRow, area: Rect, columns: [f32; 2], side: f32) {
        let hue = self.palette.hue(row.role);
        let y = area.centre().y;
        let style = Type::sans(self.frame.rem(12.0));
        scene.plain();
        glyph(scene, row.role, at(area.x + 6.0, y), hue);
        scene.text(
            row.what,
            at(area.x + 16.0, y + 4.0),
            style,
            self.palette.ink,
        );
        for (value, x) in row.values.iter().zip(columns) {
            if let Some(value) = value {
                let place = Rect::new(x, y - 9.0, side - 12.0, 18.0);
                self.value(scene, value, row, place);
            } else {
                scene.plain();
                let style = Type::sans(self.frame.rem(11.0));
                scene.text("none", at(x, y + 4.0), style, self.palette.secondary);
            }
        }
    }

    /// The letter, the number in its fill, and a bar as long as the number; a line at 1.
    fn value(&self, scene: &mut Scene, value: &PairValue, row: &PairRow, area: Rect) {
        let hue = self.palette.hue(row.role);
        let shown = value
            .value
            .map_or_else(|| "not computed yet".to_owned(), number::text);
        let words = format!("{}, unit {}: {shown}", value.words, self.pair.unit);
        scene.mark(value.reference.clone(), words, Kind::Cell);
        let letter = Label::of(value.prefix, &value.label);
        letter.paint(
            scene,
            at(area.x, area.centre().y + 5.0),
            Type::sans(15.0),
            hue,
        );
        let cell = Rect::new(area.x + 44.0, area.y, 50.0, area.height);
        let scale = match row.role {
            "forget" | "input" | "output" => Scale::Share,
            "cell" => Scale::Signed(2.0),
            _ => Scale::Signed(1.0),
        };
        if let Some(number) = value.value {
            value_cell(scene, cell, number, scale, self.palette);
            scene.rect(cell, Ink::line(hue, 1.5));
            self.bar(
                scene,
                number,
                Rect::new(
                    cell.right() + 10.0,
                    area.y,
                    area.right() - cell.right() - 14.0,
                    area.height,
                ),
                hue,
            );
        } else {
            scene.rect(cell, Ink::line(self.palette.page.towards(hue, 0.5), 1.0));
            let style = Type::sans(12.0).align(Align::Middle);
            scene.text(
                "–",
                at(cell.centre().x, cell.centre().y + 4.0),
                style,
                self.palette.secondary,
            );
        }
    }

    /// From 0 in the middle of [-1.5, 1.5]; the place of 1 is marked.
    fn bar(&self, scene: &mut Scene, value: f64, area: Rect, hue: Rgba) {
        if area.width < 40.0 || !value.is_finite() {
            return;
        }
        #[expect(clippy::cast_possible_truncation, reason = "a place on screen")]
        let place =
            |value: f64| area.x + area.width * ((value.clamp(-1.5, 1.5) + 1.5) / 3.0) as f32;
        let (zero, end) = (place(0.0), place(value));
        let faint = self.palette.page.towards(self.palette.line, 0.6);
        for mark in [-1.0, 0.0, 1.0] {
            let x = place(mark);
            scene.path(
                &[at(x, area.y), at(x, area.bottom())],
                false,
                Ink::line(faint, 1.0),
            );
        }
        let bar = Rect::new(
            zero.min(end),
            area.y + 5.0,
            (end - zero).abs().max(1.0),
            area.height - 10.0,
        );
        scene.rect(bar, Ink::fill(self.palette.page.towards(hue, 0.7)));
    }

    /// The sentence, broken behind a semicolon where one line does not hold it.
    fn sentence_lines(&self, scene: &Scene, style: Type, room: f32) -> Vec<String> {
        let whole = &self.pair.sentence;
        match whole.split_once("; ") {
            Some((first, rest)) if scene.measure(whole, style).width > room => {
                vec![format!("{first};"), rest.to_owned()]
            }
            _ => vec![whole.clone()],
        }
    }

    fn feet(&self, scene: &mut Scene, edge: f32) {
        let style = Type::sans(self.frame.rem(12.0)).face(Face::Strong);
        let room = 0.92 * (self.frame.width - 2.0 * edge);
        scene.plain();
        let lines = self.sentence_lines(scene, style, room);
        let last = self.frame.height - 8.0;
        let first = last - 15.0 * count(lines.len() - 1);
        for (number, line) in lines.iter().enumerate() {
            let y = first + 15.0 * count(number);
            scene.text(line, at(edge, y), style, self.palette.ink);
        }
        if let Some(note) = &self.pair.note {
            let style = Type::sans(self.frame.rem(11.0));
            let note = crate::draw::metrics::fit(note, style, room);
            scene.text(
                &note,
                at(edge, self.frame.height - 24.0),
                style,
                self.palette.secondary,
            );
        }
    }
}

/// A small sign for what a row is for, so that it is not told by its hue alone: what keeps is a valve on
/// a line, what writes an inlet.
fn glyph(scene: &mut Scene, role: &str, place: crate::draw::Point, hue: Rgba) {
    let (x, y) = (place.x, place.y);
    let ink = Ink::line(hue, 1.5);
    match role {
        "forget" => {
            scene.path(
                &[
                    at(x - 5.0, y - 4.0),
                    at(x + 5.0, y + 4.0),
                    at(x + 5.0, y - 4.0),
                    at(x - 5.0, y + 4.0),
                ],
                true,
                ink,
            );
        }
        "input" => {
            scene.path(&[at(x, y - 5.0), at(x, y + 4.0)], false, ink);
            scene.path(
                &[at(x - 3.5, y + 0.5), at(x, y + 4.5), at(x + 3.5, y + 0.5)],
                false,
                ink,
            );
        }
        "candidate" => scene.path(&[at(x - 4.0, y + 4.0), at(x + 4.0, y - 4.0)], false, ink),
        "cell" => {
            scene.path(&[at(x - 5.0, y - 2.0), at(x + 5.0, y - 2.0)], false, ink);
            scene.path(&[at(x - 5.0, y + 2.0), at(x + 5.0, y + 2.0)], false, ink);
        }
        "output" => {
            for shift in [-3.0, 0.0, 3.0] {
                scene.path(
                    &[at(x - 4.0, y + shift), at(x + 4.0, y + shift)],
                    false,
                    ink,
                );
            }
        }
        _ => scene.path(
            &[at(x - 5.0, y), at(x + 5.0, y)],
            false,
            Ink::line(hue, 2.5),
        ),
    }
}
