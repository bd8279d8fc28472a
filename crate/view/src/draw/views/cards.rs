//! What each step adds to the gradient of a gate's weights: a card in the place of each step that has been
//! passed, and the running sum at the right; of many steps a row each.

use std::rc::Rc;

use super::column::{count, share};
use super::matrix::Grid;
use super::plot::{Axes, Chart, Line, chart, number as real};
use super::{Frame, focus};
use crate::draw::label::Label;
use crate::draw::painter::{Align, Face, Ink, Painter, Point, Rect, Size, Type, at};
use crate::draw::scene::{Kind, Naming, Scene};
use crate::draw::theme::{Palette, Scale, rounded_limit};
use crate::explain::behind::Matrix;
use crate::explain::cards::{Card, Cards, MOST_CARDS};
use crate::explain::number;

/// What is shown.
#[derive(Clone, Copy, Debug)]
pub struct Tray<'c> {
    /// The cards; none where nothing has weights.
    pub cards: Option<&'c Cards>,
}

/// Over the cards: whose they are.
const HEAD: f32 = 26.0;
/// Under the cards: the bars of their lengths, CSS px.
const BARS: f32 = 40.0;
/// At the lower edge.
const FOOT: f32 = 20.0;

/// The picture.
#[must_use]
pub fn cards(input: &Tray<'_>, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let page = match input.cards {
        Some(cards) if cards.backward => palette.page.towards(palette.gradient, 0.03),
        _ => palette.page,
    };
    let mut scene = Scene::new(frame.size(), page);
    if let Some(cards) = input.cards {
        let mut values: Vec<f64> = cards.total.entries.clone();
        for card in &cards.cards {
            values.extend(cards.entries.iter().map(|&entry| card.at(entry)));
        }
        let view = View {
            total: Rc::new(cards.total.clone()),
            cards,
            frame,
            palette,
            scale: Scale::Signed(rounded_limit(&values)),
        };
        view.paint(&mut scene);
    }
    focus::paint(&mut scene, focused, palette);
    scene
}

/// The entries of what one step adds, or without one of the sum.
#[derive(Debug)]
struct Added {
    total: Rc<Matrix>,
    card: Option<Card>,
}

impl Naming for Added {
    fn name(&self, row: usize, col: usize) -> (Option<String>, String) {
        match &self.card {
            Some(card) => (self.total.entry(row, col), card.words(row, col)),
            None => self.total.named("sum so far", row, col),
        }
    }

    fn find(&self, reference: &str) -> Option<(usize, usize)> {
        self.total.place_of(reference)
    }
}

struct View<'c> {
    total: Rc<Matrix>,
    cards: &'c Cards,
    frame: &'c Frame,
    palette: &'static Palette,
    scale: Scale,
}

impl View<'_> {
    fn edge(&self) -> f32 {
        if self.frame.width < 520.0 { 8.0 } else { 14.0 }
    }

    fn small(&self) -> Type {
        Type::sans(self.frame.rem(11.0))
    }

    fn paint(&self, scene: &mut Scene) {
        self.head(scene);
        let edge = self.edge();
        let area = Rect::new(
            edge,
            HEAD,
            self.frame.width - 2.0 * edge,
            self.frame.height - HEAD - FOOT,
        );
        if self.cards.steps > MOST_CARDS {
            self.rows(scene, area);
        } else {
            self.tray(scene, area);
        }
        self.foot(scene);
    }

    /// Whose gradient it is.
    fn head(&self, scene: &mut Scene) {
        let edge = self.edge();
        let total = &self.cards.total;
        let letter = Label::of(total.prefix, &total.label);
        scene.mark(
            Some(total.reference.clone()),
            total.words.clone(),
            Kind::Frame,
        );
        let hue = self.palette.hue(total.role);
        letter.paint(scene, at(edge, 15.0), Type::sans(16.0), hue);
        let x = edge + letter.width(scene, 16.0) + 10.0;
        let passed = self.cards.cards.len();
        let (title, steps) = (&self.cards.title, self.cards.steps);
        let said = match (self.cards.backward, passed) {
            (false, _) => format!("{title}: a card drops as the backward cursor passes a step"),
            (true, 0) => format!("{title}: no step has been passed yet"),
            (true, _) => format!(
                "{title}: {passed} of {steps} steps passed, δ of each step times what its weights read"
            ),
        };
        let style = self.small();
        let said = crate::draw::metrics::fit(&said, style, self.frame.width - x - edge);
        scene.plain();
        scene.text(&said, at(x, 14.0), style, self.palette.secondary);
    }

    fn of(&self, t: usize) -> Option<&Card> {
        self.cards.cards.iter().find(|card| card.t == t)
    }

    /// A card in the place of each step, the sum behind them.
    fn tray(&self, scene: &mut Scene, area: Rect) {
        let steps = self.cards.steps;
        let sum = (area.width * 0.26).clamp(74.0, 200.0);
        let pitch = (area.width - sum - 12.0) / count(steps);
        let gap = (pitch * 0.12).min(8.0);
        let high = area.height - BARS - 16.0;
        let longest = self
            .cards
            .cards
            .iter()
            .map(|card| card.norm)
            .fold(self.cards.norm, f64::max);
        for t in 1..=steps {
            let slot = Rect::new(
                area.x + count(t - 1) * pitch,
                area.y,
                pitch - gap,
                area.height,
            );
            let map = self.fitted(Rect::new(slot.x, area.y, slot.width, high));
            scene.mark(Some(format!("t{t}")), self.told(t), Kind::Frame);
            if let Some(card) = self.of(t) {
                self.card(scene, card, map);
            } else {
                let edge = self.palette.page.towards(self.palette.line, 0.6);
                scene.rect(map, Ink::line(edge, 1.0).dashed(&[3.0, 3.0]));
            }
            let bar = Rect::new(slot.x, area.y + high, slot.width, BARS);
            let norm = self.of(t).map(|card| card.norm);
            self.bar(scene, bar, norm, longest, t == self.cards.t);
            let here = t == self.cards.t;
            let face = if here { Face::Strong } else { Face::Sans };
            let color = if here {
                self.palette.accent
            } else {
                self.palette.secondary
            };
            let style = self.small().face(face).align(Align::Middle);
            scene.plain();
            let place = at(slot.centre().x, area.bottom() - 3.0);
            scene.text(&t.to_string(), place, style, color);
        }
        let slot = Rect::new(area.right() - sum, area.y, sum, area.height);
        self.sum(scene, slot, high, longest);
    }

    fn told(&self, t: usize) -> String {
        self.of(t).map_or_else(
            || format!("step {t}: not passed yet"),
            |card| {
                format!(
                    "step {t}: adds a gradient of norm {}",
                    number::text(card.norm)
                )
            },
        )
    }

    /// The shape of the matrix in a box, entries no wider than three times their height.
    fn fitted(&self, area: Rect) -> Rect {
        let (rows, cols) = (count(self.cards.total.rows), count(self.cards.total.cols));
        let height = (area.height / rows).min(24.0);
        let width = (area.width / cols).min(44.0);
        let height = height.min(width * 2.0);
        Rect::new(
            area.centre().x - width * cols / 2.0,
            area.bottom() - height * rows - 4.0,
            width * cols,
            height * rows,
        )
    }

    fn card(&self, scene: &mut Scene, card: &Card, place: Rect) {
        let values = card.values();
        let grid = Grid {
            rows: self.cards.total.rows,
            cols: self.cards.total.cols,
            entries: &values,
            named: Rc::new(Added {
                total: Rc::clone(&self.total),
                card: Some(card.clone()),
            }),
            scale: self.scale,
            hue: self.palette.page.towards(self.palette.gradient, 0.6),
            lit: (None, None),
            lens: None,
            now: false,
        };
        grid.paint(scene, place, self.palette);
    }

    /// A bar as high as a length, with the length over it where there is room.
    fn bar(&self, scene: &mut Scene, area: Rect, norm: Option<f64>, longest: f64, strong: bool) {
        let Some(norm) = norm.filter(|norm| norm.is_finite()) else {
            return;
        };
        scene.plain();
        let room = area.height - 18.0;
        let height = (room * share(norm, longest)).max(1.0);
        let bar = Rect::new(
            area.x + area.width * 0.2,
            area.bottom() - height - 2.0,
            area.width * 0.6,
            height,
        );
        let ink = self.palette.page.towards(self.palette.gradient, 0.75);
        scene.rect(bar, Ink::fill(ink));
        let text = number::text(norm);
        let style = self.small().align(Align::Middle);
        if scene.measure(&text, style).width <= area.width + 4.0 {
            let color = if strong {
                self.palette.ink
            } else {
                self.palette.secondary
            };
            scene.text(&text, at(area.centre().x, bar.y - 3.0), style, color);
        }
    }

    /// The running sum, bordered.
    fn sum(&self, scene: &mut Scene, area: Rect, high: f32, longest: f64) {
        let total = &self.cards.total;
        let map = self.fitted(Rect::new(area.x + 4.0, area.y, area.width - 8.0, high));
        let words = format!("{}: norm {}", total.words, number::text(self.cards.norm));
        scene.mark(Some(total.reference.clone()), words, Kind::Frame);
        let grid = Grid {
            rows: total.rows,
            cols: total.cols,
            entries: &total.entries,
            named: Rc::new(Added {
                total: Rc::clone(&self.total),
                card: None,
            }),
            scale: self.scale,
            hue: self.palette.gradient,
            lit: (None, None),
            lens: None,
            now: true,
        };
        grid.paint(scene, map, self.palette);
        let bar = Rect::new(area.x, area.y + high, area.width, BARS);
        let norm = (!self.cards.cards.is_empty()).then_some(self.cards.norm);
        self.bar(scene, bar, norm, longest, true);
        scene.plain();
        let style = self.small().face(Face::Strong).align(Align::Middle);
        let place = at(area.centre().x, area.bottom() - 3.0);
        scene.text("sum", place, style, self.palette.ink);
    }

    /// A row for each step, its largest entries across, and how the sum grows beside them.
    fn rows(&self, scene: &mut Scene, area: Rect) {
        let (steps, cols) = (self.cards.steps, self.cards.entries.len().max(1));
        let side = (area.width * 0.36).min(280.0);
        let gutter = 26.0;
        let map = Rect::new(
            area.x + gutter,
            area.y,
            area.width - side - gutter - 10.0,
            area.height - 16.0,
        );
        scene.plain();
        scene.rect(map, Ink::fill(self.palette.panel));
        let mut pixels = vec![0_u8; steps * cols * 4];
        for card in &self.cards.cards {
            for (place, &entry) in self.cards.entries.iter().enumerate() {
                let color = self.palette.value(card.at(entry), self.scale);
                let at = ((card.t - 1) * cols + place) * 4;
                pixels[at..at + 4].copy_from_slice(&[color.r, color.g, color.b, color.a]);
            }
        }
        let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        scene.image(map, size(cols), size(steps), &pixels);
        scene.rect(map, Ink::line(self.palette.gradient, 1.0));
        let height = map.height / count(steps);
        for t in 1..=steps {
            scene.mark(Some(format!("t{t}")), self.told(t), Kind::Cell);
            scene.area(Rect::new(
                map.x,
                map.y + count(t - 1) * height,
                map.width,
                height,
            ));
        }
        scene.plain();
        let style = self.small().align(Align::End);
        for t in [1, steps / 2, steps] {
            let y = (map.y + (count(t) - 0.5) * height + 4.0).clamp(map.y + 9.0, map.bottom());
            scene.text(
                &t.to_string(),
                at(map.x - 4.0, y),
                style,
                self.palette.secondary,
            );
        }
        if self.cards.backward {
            let y = map.y + (count(self.cards.t) - 0.5) * height;
            let line = [at(map.x, y), at(map.right(), y)];
            scene.path(&line, false, Ink::line(self.palette.accent, 1.5));
        }
        let said = format!(
            "{cols} of {} entries, the largest first",
            self.cards.total.entries.len()
        );
        let style = self.small().align(Align::Middle);
        let said = crate::draw::metrics::fit(&said, style, map.width);
        scene.text(
            &said,
            at(map.centre().x, map.bottom() + 13.0),
            style,
            self.palette.secondary,
        );
        let beside = Rect::new(map.right() + 10.0, area.y - 4.0, side, area.height + 4.0);
        self.growth(scene, beside);
    }

    /// The length of the running sum over the steps that were passed, time from left to right.
    fn growth(&self, scene: &mut Scene, area: Rect) {
        let points: Vec<(f64, f64)> = self
            .cards
            .cards
            .iter()
            .zip(&self.cards.cumulative)
            .filter(|(_, norm)| norm.is_finite())
            .map(|(card, &norm)| (real(card.t), norm))
            .collect();
        let high = points.iter().map(|(_, norm)| *norm).fold(0.0, f64::max);
        let line = Line {
            points: &points,
            color: self.palette.gradient,
            width: 2.0,
        };
        let input = Chart {
            x: 1.0..real(self.cards.steps),
            y: 0.0..if high > 0.0 { high * 1.05 } else { 1.0 },
            labels: (if area.width < 180.0 { 2 } else { 4 }, 3),
            print: (|t| format!("{t:.0}"), number::text),
            gutters: (44.0, 16.0),
            lines: &[line],
        };
        let axes = chart(scene, area, &input, self.frame);
        scene.plain();
        let style = self.small().halo(self.palette.page);
        let place = aside(&points, &axes, scene.measure(GROWTH, style));
        scene.text(GROWTH, place, style, self.palette.secondary);
    }

    fn foot(&self, scene: &mut Scene) {
        let y = self.frame.height - 6.0;
        let (low, high) = self.scale.ends();
        let [low, high] = [low, high].map(|end| number::significant(end, 1).text());
        let x = self.frame.width - self.edge();
        scene.plain();
        let ramp = Rect::new(x - 36.0, y - 8.0, 36.0, 8.0);
        super::cell::ramp(scene, ramp, self.scale, self.palette);
        let style = self.small().align(Align::End);
        let text = format!("gradient {low} to {high}");
        scene.text(&text, at(x - 44.0, y), style, self.palette.secondary);
    }
}

/// What the line of the running sum is called.
const GROWTH: &str = "norm of the sum so far";

/// The corner of a chart in which a text of this size lies off the line, or the lower left one.
fn aside(points: &[(f64, f64)], axes: &Axes, text: Size) -> Point {
    let Rect { x, y, .. } = axes.area;
    let right = axes.area.right() - text.width - 2.0;
    let left = (x + 4.0).min(right);
    let low = axes.area.bottom() - 5.0;
    let corners = [(left, low), (right, low), (left, y + 9.0), (right, y + 9.0)];
    let is_free = |&(x, y): &(f32, f32)| {
        let across = x - 3.0..x + text.width + 3.0;
        let high = y - text.height - 2.0..y + 6.0;
        let covered = |&(t, norm): &(f64, f64)| {
            let point = axes.at(t, norm);
            across.contains(&point.x) && high.contains(&point.y)
        };
        !points.iter().any(covered)
    };
    let corner = corners.into_iter().find(is_free).unwrap_or(corners[0]);
    at(corner.0, corner.1)
}
