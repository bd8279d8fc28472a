//! The parameters of one gate as matrices, the others as small maps that lead to theirs.
//!
//! Invariant: every entry that is drawn large is a mark of its own name, so that it can be pinned and
//! changed.

use std::rc::Rc;

use super::column::count;
use super::matrix::{Entries, Grid, LEGIBLE};
use super::{Frame, focus};
use crate::draw::label::Label;
use crate::draw::painter::{Align, Face, Ink, Painter, Rect, Rgba, Type, at};
use crate::draw::scene::{Kind, Scene};
use crate::draw::theme::{Palette, Scale, rounded_limit};
use crate::explain::behind::Matrix;
use crate::explain::blocks::{Blocks, Group};
use crate::explain::number;

/// What is shown.
#[derive(Clone, Copy, Debug)]
pub struct Weights<'w> {
    /// The parameters.
    pub blocks: &'w Blocks,
    /// The selected unit, from 1.
    pub unit: usize,
}

/// An entry of up to four units, and of more, CSS px.
const ENTRY: [(f32, f32); 2] = [(44.0, 22.0), (36.0, 18.0)];
/// A heat map's entry at most, CSS px.
const DOT: f32 = 8.0;
/// Over a matrix: its letter.
const ABOVE: f32 = 22.0;
/// Between matrices.
const GAP: f32 = 14.0;

/// The picture.
#[must_use]
pub fn weights(input: &Weights<'_>, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let page = if input.blocks.backward {
        palette.page.towards(palette.gradient, 0.03)
    } else {
        palette.page
    };
    let mut scene = Scene::new(frame.size(), page);
    let entries = |of: &dyn Fn(&Group) -> Vec<f64>| -> Vec<f64> {
        input.blocks.groups.iter().flat_map(of).collect()
    };
    let weights = entries(&|group| all(&group.blocks));
    let grads = entries(&|group| all(&group.grads));
    let view = View {
        input,
        frame,
        palette,
        focused,
        weights: Scale::Signed(rounded_limit(&weights)),
        grads: Scale::Signed(rounded_limit(&grads)),
    };
    view.paint(&mut scene);
    focus::paint(&mut scene, focused, palette);
    scene
}

fn all(matrices: &[Matrix]) -> Vec<f64> {
    matrices
        .iter()
        .flat_map(|own| own.entries.iter().copied())
        .collect()
}

struct View<'w> {
    input: &'w Weights<'w>,
    frame: &'w Frame,
    palette: &'static Palette,
    focused: Option<&'w str>,
    weights: Scale,
    grads: Scale,
}

impl View<'_> {
    fn is_narrow(&self) -> bool {
        self.frame.width < 520.0
    }

    /// Whether no gate is looked at, so that the small maps have all the room.
    fn is_index(&self) -> bool {
        self.input.blocks.groups.iter().all(|own| !own.lit)
    }

    fn edge(&self) -> f32 {
        if self.is_narrow() { 8.0 } else { 14.0 }
    }

    fn paint(&self, scene: &mut Scene) {
        let edge = self.edge();
        let whole = Rect::new(
            edge,
            4.0,
            self.frame.width - 2.0 * edge,
            self.frame.height - 4.0 - 20.0,
        );
        let groups = &self.input.blocks.groups;
        match groups.iter().find(|group| group.lit) {
            None => self.index(scene, groups.iter().collect(), whole),
            Some(lit) => {
                let others: Vec<&Group> = groups.iter().filter(|group| !group.lit).collect();
                let (main, rest) = self.split(whole, others.len());
                self.group(scene, lit, main);
                self.index(scene, others, rest);
            }
        }
        self.legend(scene);
    }

    /// The gate in sight on the left, or above on a phone; the others beside it.
    fn split(&self, whole: Rect, others: usize) -> (Rect, Rect) {
        if others == 0 {
            return (whole, Rect::default());
        }
        if self.is_narrow() {
            let low = 62.0;
            let main = Rect::new(whole.x, whole.y, whole.width, whole.height - low);
            let rest = Rect::new(whole.x, main.bottom() + 4.0, whole.width, low - 4.0);
            return (main, rest);
        }
        let side = (whole.width * 0.22).clamp(110.0, 170.0);
        let main = Rect::new(whole.x, whole.y, whole.width - side - 18.0, whole.height);
        (
            main,
            Rect::new(main.right() + 18.0, whole.y, side, whole.height),
        )
    }

    fn hue(&self, group: &Group) -> Rgba {
        self.palette.hue(group.role)
    }

    fn group(&self, scene: &mut Scene, group: &Group, area: Rect) {
        scene.plain();
        let style = Type::sans(self.frame.rem(12.0)).face(Face::Strong);
        scene.text(
            &group.title,
            at(area.x, area.y + 12.0),
            style,
            self.palette.ink,
        );
        if !group.grads.is_empty() {
            let said = format!(
                "with its gradient over {} of {} steps",
                self.input.blocks.passed, self.input.blocks.steps
            );
            let x = area.x + scene.measure(&group.title, style).width + 10.0;
            let small = Type::sans(self.frame.rem(11.0));
            if x + scene.measure(&said, small).width < area.right() {
                scene.text(&said, at(x, area.y + 12.0), small, self.palette.secondary);
            }
        }
        let inner = Rect::new(area.x, area.y + 16.0, area.width, area.height - 16.0);
        let rows = group.blocks.iter().map(|own| own.rows).max().unwrap_or(1);
        let least = ABOVE + count(rows) * LEGIBLE.1;
        let both = !group.grads.is_empty() && inner.height >= 2.0 * least.min(ABOVE + 44.0);
        let height = if both {
            inner.height / 2.0
        } else {
            inner.height
        };
        let upper = Rect::new(inner.x, inner.y, inner.width, height);
        self.row(scene, group, &group.blocks, upper);
        if both {
            let lower = Rect::new(inner.x, inner.y + height, inner.width, height);
            self.row(scene, group, &group.grads, lower);
        }
    }

    /// Matrices side by side, as large as fits.
    fn row(&self, scene: &mut Scene, group: &Group, matrices: &[Matrix], area: Rect) {
        let rows = matrices.iter().map(|own| own.rows).max().unwrap_or(1);
        let cols: usize = matrices.iter().map(|own| own.cols).sum();
        let between = GAP * count(matrices.len().saturating_sub(1));
        let best = ENTRY[usize::from(rows > 4)];
        let left = if group.units && rows > 1 { 14.0 } else { 0.0 };
        let room = (area.width - between - left, area.height - ABOVE);
        let width = (room.0 / count(cols.max(1))).min(best.0);
        let height = (room.1 / count(rows)).min(best.1);
        // Entries of a map are as high as they are wide, except where that leaves most of the room empty.
        let is_map = width < LEGIBLE.0 || height < LEGIBLE.1;
        let (width, height) = if is_map {
            (width.min(2.0 * DOT), height.min(DOT.max(width)))
        } else {
            (width, height)
        };
        let top = area.y + ABOVE;
        if left > 0.0 && height >= 11.0 {
            self.units(
                scene,
                rows,
                Rect::new(area.x, top, left, height * count(rows)),
            );
        }
        let mut x = area.x + left;
        for own in matrices {
            let place = Rect::new(x, top, width * count(own.cols), height * count(own.rows));
            self.matrix(scene, group, own, place);
            x = place.right() + GAP;
        }
    }

    /// The number of each unit before its row.
    fn units(&self, scene: &mut Scene, rows: usize, area: Rect) {
        let height = area.height / count(rows);
        for row in 0..rows {
            let selected = row + 1 == self.input.unit;
            let face = if selected { Face::Strong } else { Face::Sans };
            let style = Type::sans(11.0).face(face).align(Align::End);
            let y = area.y + (count(row) + 0.5) * height + 4.0;
            let color = if selected {
                self.palette.ink
            } else {
                self.palette.secondary
            };
            scene.plain();
            scene.text(
                &(row + 1).to_string(),
                at(area.right() - 5.0, y),
                style,
                color,
            );
        }
    }

    fn matrix(&self, scene: &mut Scene, group: &Group, own: &Matrix, place: Rect) {
        let hue = if own.gradient {
            self.palette.gradient
        } else {
            self.hue(group)
        };
        scene.mark(Some(own.reference.clone()), own.words.clone(), Kind::Frame);
        let letter = Label::of(own.prefix, &own.label);
        letter.paint(scene, at(place.x, place.y - 7.0), Type::sans(15.0), hue);
        let focused = self.focused.and_then(|focused| own.place_of(focused));
        let grid = Grid {
            rows: own.rows,
            cols: own.cols,
            entries: &own.entries,
            named: Rc::new(Entries(own.clone())),
            scale: if own.gradient {
                self.grads
            } else {
                self.weights
            },
            hue,
            lit: (
                group.units.then(|| self.input.unit - 1),
                focused.map(|(_, col)| col),
            ),
            lens: focused,
            now: false,
        };
        grid.paint(scene, place, self.palette);
    }

    /// Small maps with names: each leads to its gate.
    fn index(&self, scene: &mut Scene, groups: Vec<&Group>, area: Rect) {
        if groups.is_empty() || area.width < 20.0 {
            return;
        }
        let most = match (self.is_index(), self.is_narrow()) {
            (true, true) => 3,
            (false, false) => 2,
            _ => 5,
        };
        let across = groups.len().clamp(1, most);
        let down = groups.len().div_ceil(across);
        let (width, height) = (area.width / count(across), area.height / count(down));
        for (place, group) in groups.into_iter().enumerate() {
            let cell = Rect::new(
                area.x + count(place % across) * width,
                area.y + count(place / across) * height,
                width - 10.0,
                height - 6.0,
            );
            self.thumbnail(scene, group, cell);
        }
    }

    fn thumbnail(&self, scene: &mut Scene, group: &Group, area: Rect) {
        let Some(first) = group.blocks.first() else {
            return;
        };
        let words = format!("{}: {}", group.title, first.words);
        scene.mark(Some(first.reference.clone()), words, Kind::Cell);
        let style = Type::sans(self.frame.rem(11.0));
        let title = crate::draw::metrics::fit(&group.title, style, area.width);
        let hue = self.hue(group);
        scene.text(
            &title,
            at(area.x, area.y + 10.0),
            style,
            self.palette.secondary,
        );
        let map = Rect::new(
            area.x,
            area.y + 15.0,
            area.width,
            (area.height - 15.0).max(8.0),
        );
        let cols: usize = group.blocks.iter().map(|own| own.cols).sum();
        let rows = first.rows;
        let between = 2.0 * count(group.blocks.len() - 1);
        let most = if self.is_index() {
            3.0 * DOT
        } else {
            DOT + 4.0
        };
        let width = ((map.width - between) / count(cols)).min(most);
        let height = (map.height / count(rows)).min(most.max(width));
        let mut x = map.x;
        for own in &group.blocks {
            let pixels: Vec<u8> = own
                .entries
                .iter()
                .map(|&value| self.palette.value(value, self.weights))
                .flat_map(|color| [color.r, color.g, color.b, color.a])
                .collect();
            let place = Rect::new(x, map.y, width * count(own.cols), height * count(own.rows));
            let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            scene.image(place, size(own.cols), size(own.rows), &pixels);
            scene.rect(place, Ink::line(hue, 1.0));
            x = place.right() + 2.0;
        }
        scene.area(area);
    }

    fn legend(&self, scene: &mut Scene) {
        let y = self.frame.height - 7.0;
        let style = Type::sans(11.0).align(Align::End);
        let mut x = self.frame.width - self.edge();
        let graded = self
            .input
            .blocks
            .groups
            .iter()
            .any(|own| !own.grads.is_empty());
        let mut scales = vec![("weights", self.weights)];
        if graded {
            scales.push(("gradient", self.grads));
        }
        scene.plain();
        for (name, scale) in scales {
            let (low, high) = scale.ends();
            let [low, high] = [low, high].map(|end| number::significant(end, 1).text());
            let ramp = Rect::new(x - 36.0, y - 8.0, 36.0, 8.0);
            super::cell::ramp(scene, ramp, scale, self.palette);
            let text = format!("{name} {low} to {high}");
            scene.text(&text, at(x - 44.0, y), style, self.palette.secondary);
            x -= scene.measure(&text, style).width + 62.0;
        }
        if self.is_index() {
            let style = Type::sans(11.0);
            let text = "Choose a gate to see its numbers.";
            if self.edge() + scene.measure(text, style).width < x {
                scene.text(text, at(self.edge(), y), style, self.palette.secondary);
            }
        }
    }
}
