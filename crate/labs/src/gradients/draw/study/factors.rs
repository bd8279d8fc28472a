//! The factors of the product entering one by one as small heat matrices, and the product they make.

use std::rc::Rc;

use super::{real, small};
use crate::gradients::explain::study::Spot;
use crate::gradients::explain::study::pictures::{FactorsPicture, Tile};
use view::draw::painter::{Align, Face, Ink, Painter, Rect, Type, at};
use view::draw::scene::{Kind, Naming, Scene};
use view::draw::theme::{Palette, Scale};
use view::draw::views::matrix::Grid;
use view::draw::views::{Frame, focus};
use view::explain::number;

/// The side of a small matrix, at least and at most, and the gap between two, CSS px.
const SIDE: (f32, f32) = (34.0, 76.0);
const GAP: f32 = 18.0;

/// No frame has room for more.
const MOST_FACTORS: usize = 200;

/// How many factors have room in a frame.
#[must_use]
pub fn room(frame: &Frame) -> usize {
    let (pitch, beside) = (side(frame) + GAP, product_side(frame) + 60.0);
    let fits = |room: &usize| real(*room) * pitch + beside <= frame.width;
    (2..=MOST_FACTORS).take_while(fits).last().unwrap_or(2)
}

fn side(frame: &Frame) -> f32 {
    (frame.height - frame.rem(62.0)).clamp(SIDE.0, SIDE.1)
}

fn product_side(frame: &Frame) -> f32 {
    (frame.height - frame.rem(46.0))
        .clamp(SIDE.0, 180.0)
        .min(frame.width * 0.4)
}

/// The picture.
#[must_use]
pub fn factors(input: &FactorsPicture, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    View {
        input,
        frame,
        palette,
    }
    .paint(&mut scene);
    focus::paint(&mut scene, focused, palette);
    scene
}

struct View<'f> {
    input: &'f FactorsPicture,
    frame: &'f Frame,
    palette: &'static Palette,
}

impl View<'_> {
    fn paint(&self, scene: &mut Scene) {
        let (side, top) = (side(self.frame), self.frame.rem(24.0));
        let mut x = 10.0;
        let middle = top + side / 2.0;
        for (place, tile) in self.input.tiles.iter().enumerate() {
            let gap = place > 0 && tile.k > self.input.tiles[place - 1].k + 1;
            if place > 0 {
                self.sign(
                    scene,
                    if gap { "\u{22ef}" } else { "\u{b7}" },
                    x - GAP / 2.0,
                    middle,
                );
            }
            self.tile(scene, tile, Rect::new(x, top, side, side));
            x += side + GAP;
        }
        if self.input.tiles.is_empty() {
            let words = "No factor yet: the product is the identity.";
            small(
                scene,
                words,
                (x, middle),
                Align::Start,
                self.palette.secondary,
                self.frame,
            );
            x += scene.measure(words, Type::sans(self.frame.rem(11.0))).width + GAP;
        }
        self.sign(scene, "=", x - GAP / 2.0 + 4.0, middle);
        self.product(scene, x + 10.0);
    }

    fn sign(&self, scene: &mut Scene, sign: &str, x: f32, y: f32) {
        let style = Type::sans(self.frame.rem(16.0)).align(Align::Middle);
        scene.plain();
        scene.text(sign, at(x, y + 5.0), style, self.palette.ink);
    }

    fn tile(&self, scene: &mut Scene, tile: &Tile, area: Rect) {
        let palette = self.palette;
        let t = self.input.steps + 1 - tile.k;
        let middle = area.centre().x;
        let reference = Spot::Factor(tile.k).to_string();
        scene.mark(Some(reference), tile.words.clone(), Kind::Cell);
        let scale = Scale::Signed(self.input.limit);
        let pixels: Vec<u8> = (tile.entries.iter())
            .map(|value| palette.value(*value, scale))
            .flat_map(|color| [color.r, color.g, color.b, color.a])
            .collect();
        let size = u32::try_from(self.input.size).unwrap_or(1);
        scene.image(area, size, size, &pixels);
        let ink = Ink::line(palette.ink, if tile.k == self.input.k { 2.0 } else { 1.0 });
        scene.rect(area, ink);
        scene.plain();
        let name = format!("J{}", subscript(t));
        let style = Type::sans(self.frame.rem(12.0))
            .face(Face::Strong)
            .align(Align::Middle);
        scene.text(&name, at(middle, area.y - 6.0), style, palette.ink);
        let y = area.bottom() + self.frame.rem(14.0);
        small(
            scene,
            &tile.caption,
            (middle, y),
            Align::Middle,
            palette.secondary,
            self.frame,
        );
    }

    fn product(&self, scene: &mut Scene, x: f32) {
        let palette = self.palette;
        let top = self.frame.rem(24.0);
        let side = product_side(self.frame)
            .min(self.frame.width - x - 8.0)
            .max(20.0);
        let area = Rect::new(x, top, side, side);
        scene.plain();
        let title = format!("product of {}", self.input.k);
        let style = Type::sans(self.frame.rem(12.0)).face(Face::Strong);
        scene.text(&title, at(x, top - 6.0), style, palette.ink);
        if let Some((entries, limit)) = &self.input.product {
            self.heat(scene, area, entries, *limit);
        } else {
            scene.rect(area, Ink::line(palette.line, 1.0).dashed(&[4.0, 4.0]));
            let place = (x + 6.0, area.centre().y);
            let color = palette.secondary;
            small(
                scene,
                "shown at rest",
                place,
                Align::Start,
                color,
                self.frame,
            );
        }
        self.captions(scene, area);
    }

    fn heat(&self, scene: &mut Scene, area: Rect, entries: &[f64], limit: f64) {
        let palette = self.palette;
        let named = Product {
            size: self.input.size,
            entries: entries.to_vec(),
        };
        let grid = Grid {
            rows: self.input.size,
            cols: self.input.size,
            entries,
            named: Rc::new(named),
            scale: Scale::Signed(limit),
            hue: palette.gradient,
            lit: (None, None),
            lens: None,
            now: true,
        };
        grid.paint(scene, area, palette);
        scene.plain();
        if self.input.is_beyond {
            let color = Palette::on(palette.error);
            let place = (area.centre().x, area.centre().y + 4.0);
            return small(scene, "overflow", place, Align::Middle, color, self.frame);
        }
        let range = format!("\u{b1}{}", number::text(limit));
        let place = (area.x, area.bottom() + self.frame.rem(14.0));
        small(
            scene,
            &range,
            place,
            Align::Start,
            palette.secondary,
            self.frame,
        );
    }

    /// Beside the product, where there is room.
    fn captions(&self, scene: &mut Scene, product: Rect) {
        let x = product.right() + 12.0;
        let lines = self.input.captions.iter().chain(&self.input.slopes);
        let style = Type::sans(self.frame.rem(12.0));
        for (place, line) in lines.enumerate() {
            if x + scene.measure(line, style).width > self.frame.width {
                continue;
            }
            let y = product.y + self.frame.rem(14.0) + real(place) * self.frame.rem(18.0);
            scene.text(line, at(x, y), style, self.palette.secondary);
        }
    }
}

/// A count in small letters below the line.
fn subscript(n: usize) -> String {
    let digit = |digit: char| {
        digit
            .to_digit(10)
            .and_then(|digit| char::from_u32(0x2080 + digit))
    };
    n.to_string().chars().filter_map(digit).collect()
}

/// Entries of the product: they have words, and no name of their own.
#[derive(Debug)]
struct Product {
    size: usize,
    entries: Vec<f64>,
}

impl Naming for Product {
    fn name(&self, row: usize, col: usize) -> (Option<String>, String) {
        let value = self
            .entries
            .get(row * self.size + col)
            .copied()
            .unwrap_or(f64::NAN);
        (
            None,
            format!(
                "row {}, column {}: {}",
                row + 1,
                col + 1,
                number::text(value)
            ),
        )
    }

    fn find(&self, _: &str) -> Option<(usize, usize)> {
        None
    }
}
