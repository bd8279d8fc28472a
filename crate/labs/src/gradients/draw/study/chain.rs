//! The chain: T + 1 states, and under them the gradient that goes back, as a band whose width is true to size.
//!
//! Invariant: a norm of 1 is 14 px wide; what is wider than the lane is cut off with a hazard edge, what is thinner
//! than a hairline is a hairline.

use super::{along, k_of, px, real, small};
use crate::gradients::explain::study::Spot;
use crate::gradients::explain::study::pictures::{ChainPicture, TOO_SMALL};
use view::draw::label::Label;
use view::draw::painter::{Align, Face, Ink, Painter, Point, Rect, Type, at};
use view::draw::scene::{Grip, Inverse, Kind, Scene};
use view::draw::theme::{Palette, Scale};
use view::draw::views::Frame;
use view::explain::number;

/// The width of a gradient of length 1, the least and the greatest width, CSS px.
const PER_UNIT: f32 = 14.0;
const HAIRLINE: f32 = 0.75;
const WIDEST: f32 = 96.0;
/// The largest and the smallest state, CSS px.
const RADIUS: (f32, f32) = (9.0, 1.5);
/// The dash of what is too small to matter, and of a hazard edge.
const FAINT: &[f32] = &[3.0, 5.0];
const HAZARD: &[f32] = &[7.0, 5.0];

/// The chain, and how much of it is shown.
#[derive(Clone, Copy, Debug)]
pub struct Chain<'c> {
    /// What it shows.
    pub picture: &'c ChainPicture,
    /// Whether the bracket of the product and the big number stand with it.
    pub has_bracket: bool,
    /// How many factors the band has come back already; all if not given.
    pub come: Option<usize>,
    /// Where a pulse stands on its way from the first state to the last, 0 to 1.
    pub pulse: Option<f32>,
}

/// Shares of the one motion of the first screen: the pulse, the loss that lights up, the gradient that comes back.
const PULSE: f32 = 0.375;
const LIT: f32 = 0.5625;

/// Of that motion: where the pulse stands on its way forward, and how many of the factors the gradient has passed on its
/// way back; nothing while it has not begun.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count of steps"
)]
#[must_use]
pub fn way(progress: f32, steps: usize) -> (Option<f32>, Option<usize>) {
    if progress < PULSE {
        return (Some(progress / PULSE), None);
    }
    let share = ((progress - LIT) / (1.0 - LIT)).clamp(0.0, 1.0);
    (None, Some((share * real(steps)).round() as usize))
}

/// The picture.
#[must_use]
pub fn chain(input: &Chain<'_>, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    View::new(input, frame, palette, &scene).paint(&mut scene, focused);
    scene
}

struct View<'c> {
    input: &'c Chain<'c>,
    frame: &'c Frame,
    palette: &'static Palette,
    left: f32,
    right: f32,
    radius: f32,
    /// The line the states stand on.
    line: f32,
    /// The box of the band.
    lane: Rect,
}

impl<'c> View<'c> {
    fn new(
        input: &'c Chain<'c>,
        frame: &'c Frame,
        palette: &'static Palette,
        scene: &Scene,
    ) -> Self {
        let steps = input.picture.ratios.len() - 1;
        let style = Type::sans(frame.rem(12.0));
        let loss = scene.measure("loss", style).width + 26.0;
        let (left, right) = (22.0, frame.width - loss);
        let spacing = (right - left) / real(steps.max(1));
        let radius = (spacing * 0.36).clamp(RADIUS.1, RADIUS.0);
        let top = if input.has_bracket {
            frame.rem(34.0)
        } else {
            14.0
        };
        let line = top + RADIUS.0;
        let names = line + RADIUS.0 + frame.rem(16.0);
        let foot = if input.has_bracket {
            frame.rem(40.0)
        } else {
            frame.rem(18.0)
        };
        let height = (frame.height - names - 6.0 - foot).clamp(12.0, WIDEST + 8.0);
        let lane = Rect::new(left, names + 6.0, right - left, height);
        Self {
            input,
            frame,
            palette,
            left,
            right,
            radius,
            line,
            lane,
        }
    }

    fn steps(&self) -> usize {
        self.input.picture.ratios.len() - 1
    }

    /// How far apart two states stand.
    fn spacing(&self) -> f32 {
        (self.right - self.left) / real(self.steps().max(1))
    }

    /// Where the state k steps before the last stands.
    fn x(&self, k: usize) -> f32 {
        self.right - real(k) * self.spacing()
    }

    fn widest(&self) -> f32 {
        (self.lane.height - 4.0).min(WIDEST)
    }

    fn paint(&self, scene: &mut Scene, focused: Option<&str>) {
        let at_k = k_of(focused);
        self.places(scene);
        self.band(scene);
        self.states(scene, at_k);
        self.names(scene);
        self.loss(scene);
        if self.input.has_bracket {
            self.bracket(scene, focused == Some("bracket"));
            self.number(scene);
        }
        if let Some(k) = at_k.filter(|k| *k <= self.steps()) {
            self.pointed(scene, k);
        }
    }

    /// Every k can be pointed at, in a column of its own.
    fn places(&self, scene: &mut Scene) {
        let half = self.spacing() / 2.0;
        let top = if self.input.has_bracket {
            0.0
        } else {
            self.line - RADIUS.0 - 2.0
        };
        let area = Rect::new(
            self.left - half,
            top,
            self.right - self.left + 2.0 * half,
            self.lane.bottom() - top,
        );
        let (ratios, steps) = (self.input.picture.ratios.clone(), self.steps());
        scene.grip(Grip {
            part: area,
            inverse: Inverse::Width {
                area: Rect::new(self.left, area.y, self.right - self.left, area.height),
                ends: (f64::from(real(steps)), 0.0),
            },
        });
        along(scene, area, (steps, 0), move |k| {
            format!(
                "step {}, k = {k}: {} of the gradient is left",
                steps - k,
                number::text(ratios[k])
            )
        });
    }

    fn states(&self, scene: &mut Scene, at_k: Option<usize>) {
        let (palette, picture) = (self.palette, self.input.picture);
        scene.plain();
        let ends = [at(self.left, self.line), at(self.right, self.line)];
        scene.path(&ends, false, Ink::line(palette.line, 1.5));
        let is_dense = self.spacing() < 4.0;
        let every = if is_dense {
            (4.0 / self.spacing()).ceil()
        } else {
            1.0
        };
        let lit = self
            .input
            .pulse
            .map(|pulse| self.left + pulse * (self.right - self.left));
        for (t, &mean) in picture.means.iter().enumerate() {
            let k = self.steps() - t;
            if is_dense && real(t) % every != 0.0 && Some(k) != at_k {
                continue;
            }
            let centre = at(self.x(k), self.line);
            let fill = palette.value(mean, Scale::Signed(1.0));
            let near = lit.is_some_and(|x| (x - centre.x).abs() < self.spacing().max(14.0) * 0.9);
            let is_inside = self.input.has_bracket && k < picture.k;
            let ink = match (near, is_inside) {
                (true, _) => Ink::fill(palette.accent).outlined(palette.accent, 2.0),
                (_, true) => Ink::fill(fill).outlined(palette.ink, 1.5),
                _ => Ink::fill(fill).outlined(palette.line, 1.25),
            };
            scene.circle(
                centre,
                if near { self.radius + 2.0 } else { self.radius },
                ink,
            );
        }
    }

    /// h_0 to h_T, as many as have room.
    fn names(&self, scene: &mut Scene) {
        let steps = self.steps();
        let room = self.frame.rem(30.0);
        let every = [1, 2, 5, 10, 20, 25, 50, 100, 250].into_iter();
        let every = every
            .into_iter()
            .find(|every| real(*every) * self.spacing() >= room)
            .unwrap_or(steps.max(1));
        let y = self.line + RADIUS.0 + self.frame.rem(14.0);
        let style = Type::sans(self.frame.rem(13.0)).align(Align::Middle);
        let is_near_last = |t: usize| t != steps && real(steps - t) * self.spacing() < room;
        for t in (0..=steps).filter(|t| (t % every == 0 && !is_near_last(*t)) || *t == steps) {
            let label = Label {
                base: self.input.picture.letter.to_owned(),
                sub: Some(t.to_string()),
                ..Label::default()
            };
            label.paint(
                scene,
                at(self.x(steps - t), y),
                style,
                self.palette.secondary,
            );
        }
    }

    /// The loss at the right end, lit once the pulse has come.
    fn loss(&self, scene: &mut Scene) {
        let palette = self.palette;
        let is_waiting = self.input.pulse.is_some();
        let color = if is_waiting {
            palette.secondary
        } else {
            palette.gradient
        };
        let x = self.right + RADIUS.0 + 5.0;
        let style = Type::sans(self.frame.rem(12.0)).face(Face::Strong);
        scene.plain();
        scene.text("loss", at(x, self.line + 4.0), style, color);
        if !is_waiting {
            let ring = at(self.right, self.line);
            scene.circle(ring, self.radius + 3.5, Ink::line(palette.gradient, 2.0));
        }
    }

    /// How wide the gradient is, and whether it is wider than can be shown.
    fn width(&self, ratio: f64) -> (f32, bool) {
        let width = PER_UNIT * px(if ratio.is_nan() { 0.0 } else { ratio });
        (width.clamp(HAIRLINE, self.widest()), width > self.widest())
    }

    fn band(&self, scene: &mut Scene) {
        if self.input.pulse.is_some() {
            return;
        }
        let ratios = &self.input.picture.ratios;
        let come = self.input.come.unwrap_or(self.steps());
        let ends = |ratio: &f64| *ratio == 0.0 || !ratio.is_finite();
        let shown = ratios
            .iter()
            .take(come + 1)
            .position(ends)
            .unwrap_or(come + 1);
        let faint = ratios
            .iter()
            .take(shown)
            .position(|ratio| *ratio < TOO_SMALL)
            .unwrap_or(shown);
        scene.plain();
        self.ribbon(scene, 0..faint.min(shown));
        self.hazard(scene, 0..shown);
        self.scale(scene);
        if faint < shown {
            self.faint(scene, faint.saturating_sub(1), shown - 1);
        }
        if shown <= come {
            self.end(scene, shown);
        }
    }

    /// The band as one shape, thicker or thinner at every state.
    fn ribbon(&self, scene: &mut Scene, ks: std::ops::Range<usize>) {
        let ratios = &self.input.picture.ratios;
        let middle = self.lane.centre().y;
        let edge = |k: usize, side: f32| {
            let (width, _) = self.width(ratios[k]);
            at(self.x(k), middle + side * width / 2.0)
        };
        let upper = ks.clone().map(|k| edge(k, -1.0));
        let lower = ks.clone().rev().map(|k| edge(k, 1.0));
        let points: Vec<Point> = upper.chain(lower).collect();
        if ks.len() > 1 {
            scene.path(&points, true, Ink::fill(self.palette.gradient.faded(0.82)));
        }
    }

    /// Where the band is cut off its edges are broken.
    fn hazard(&self, scene: &mut Scene, ks: std::ops::Range<usize>) {
        let ratios = &self.input.picture.ratios;
        let wide: Vec<usize> = ks.filter(|k| self.width(ratios[*k]).1).collect();
        let half = self.widest() / 2.0;
        let ink = Ink::line(self.palette.error, 3.0).dashed(HAZARD);
        for run in wide.chunk_by(|a, b| a + 1 == *b) {
            let reach = self.spacing() * 0.4;
            let (from, to) = (self.x(run[0]) + reach, self.x(run[run.len() - 1]) - reach);
            for y in [self.lane.centre().y - half, self.lane.centre().y + half] {
                scene.path(
                    &[at(from.min(self.right), y), at(to.max(self.left), y)],
                    false,
                    ink,
                );
            }
        }
    }

    fn scale(&self, scene: &mut Scene) {
        let (x, y) = (self.right + 12.0, self.lane.centre().y);
        let color = self.palette.secondary;
        let bar = [at(x, y - PER_UNIT / 2.0), at(x, y + PER_UNIT / 2.0)];
        scene.path(&bar, false, Ink::line(color, 2.0));
        small(
            scene,
            "= 1",
            (x + 5.0, y + 4.0),
            Align::Start,
            color,
            self.frame,
        );
    }

    fn faint(&self, scene: &mut Scene, from: usize, to: usize) {
        let y = self.lane.centre().y;
        let ink = Ink::line(self.palette.gradient, 1.0).dashed(FAINT);
        scene.path(&[at(self.x(from), y), at(self.x(to), y)], false, ink);
        let words = "too small to matter: under 1e\u{2212}6";
        let width = scene.measure(words, Type::sans(self.frame.rem(11.0))).width;
        let x = self.x(to).min(self.x(from) - width).max(self.left);
        let place = (x, (y + self.frame.rem(18.0)).min(self.lane.bottom()));
        small(
            scene,
            words,
            place,
            Align::Start,
            self.palette.secondary,
            self.frame,
        );
    }

    /// A stop where nothing is left, a block where it left the range of numbers.
    fn end(&self, scene: &mut Scene, k: usize) {
        let picture = self.input.picture;
        let (x, y) = (self.x(k), self.lane.centre().y);
        let ratio = picture.ratios[k];
        if ratio == 0.0 {
            let from = self.x(k.saturating_sub(1));
            scene.path(
                &[at(from, y), at(x, y)],
                false,
                Ink::line(self.palette.gradient, HAIRLINE),
            );
            scene.path(
                &[at(x, y - 9.0), at(x, y + 9.0)],
                false,
                Ink::line(self.palette.gradient, 3.0),
            );
            let words = format!("0 from k = {k}");
            let room = x - self.left;
            let (x, align) = if room > 90.0 {
                (x - 8.0, Align::End)
            } else {
                (x + 8.0, Align::Start)
            };
            let y = y - 13.0;
            return small(
                scene,
                &words,
                (x, y),
                align,
                self.palette.secondary,
                self.frame,
            );
        }
        let height = self.widest();
        let block = Rect::new(
            self.left - 8.0,
            y - height / 2.0,
            x - self.left + 8.0,
            height,
        );
        let block = Rect {
            width: block.width.max(10.0),
            ..block
        };
        scene.rect(block, Ink::fill(self.palette.error));
        let words = format!("{} at k = {k} ({})", number::text(ratio), picture.precision);
        let style = Type::sans(self.frame.rem(12.0)).face(Face::Strong);
        let width = scene.measure(&words, style).width;
        let inside = width + 12.0 < block.width && height > 18.0;
        let is_over_band = k > 0 && self.width(picture.ratios[k - 1]).1;
        let beside = (block.right() + 8.0).min(self.right - width);
        let (x, color) = match (inside, is_over_band) {
            (true, _) => (block.x + 6.0, Palette::on(self.palette.error)),
            (_, true) => (beside, self.palette.page),
            _ => (beside, self.palette.error),
        };
        scene.text(&words, at(x, y + 4.0), style, color);
    }

    /// The product: from its handle at the state it reaches back to, to the last state.
    fn bracket(&self, scene: &mut Scene, is_lit: bool) {
        let (palette, k) = (self.palette, self.input.picture.k);
        let color = if is_lit { palette.accent } else { palette.ink };
        let y = self.line - RADIUS.0 - 10.0;
        let (from, to) = (self.x(k), self.right);
        scene.plain();
        let line = [at(from, y + 6.0), at(from, y), at(to, y), at(to, y + 6.0)];
        scene.path(&line, false, Ink::line(color, 1.5));
        let factors = if k == 1 {
            "1 factor".to_owned()
        } else {
            format!("{k} factors")
        };
        let style = Type::sans(self.frame.rem(12.0))
            .face(Face::Strong)
            .align(Align::Middle);
        let width = scene.measure(&factors, style).width;
        // Where the bracket is narrower than its name, the name stands beside the handle.
        let middle = if to - from > width + 36.0 {
            f32::midpoint(from, to)
        } else {
            (from - 14.0 - width / 2.0).max(width / 2.0 + 2.0)
        };
        scene.text(&factors, at(middle, y - 6.0), style, color);
        let words = format!("the product of the last {k} factors: drag it, or use the arrow keys");
        scene.mark(Some(Spot::Bracket.to_string()), words, Kind::Cell);
        let handle = Rect::around(at(from, y), 12.0, 16.0);
        scene.rect(
            handle,
            Ink::fill(palette.page).outlined(palette.accent, 2.0),
        );
        for x in [-2.0, 2.0] {
            let grip = [at(from + x, y - 4.0), at(from + x, y + 4.0)];
            scene.path(&grip, false, Ink::line(palette.accent, 1.0));
        }
    }

    /// The number that is left, and what it is.
    fn number(&self, scene: &mut Scene) {
        let picture = self.input.picture;
        let y = self.frame.height - self.frame.rem(12.0);
        let big = Type::sans(self.frame.rem(28.0)).face(Face::Strong);
        scene.plain();
        scene.text(
            &picture.number,
            at(self.left - 8.0, y),
            big,
            self.palette.gradient,
        );
        let x = self.left + scene.measure(&picture.number, big).width + 4.0;
        let style = Type::sans(self.frame.rem(14.0));
        let room = self.frame.width - x - 2.0;
        let is_beyond = !picture.ratios[picture.k].is_finite();
        let (whole, shorter) = if is_beyond {
            let where_from = picture.verdict.rsplit(": ").next();
            (
                picture.verdict.clone(),
                where_from.unwrap_or_default().to_owned(),
            )
        } else {
            let whole = format!("{} after k = {}", picture.verdict, picture.k);
            (whole, picture.verdict.clone())
        };
        let lines = [whole, shorter, format!("k = {}", picture.k)];
        let fits = |line: &String| scene.measure(line, style).width <= room;
        let words = lines.into_iter().find(fits).unwrap_or_default();
        scene.text(&words, at(x, y), style, self.palette.secondary);
    }

    /// A line through what is pointed at.
    fn pointed(&self, scene: &mut Scene, k: usize) {
        let x = self.x(k);
        let line = [
            at(x, self.line + self.radius + 2.0),
            at(x, self.lane.bottom()),
        ];
        scene.plain();
        scene.path(&line, false, Ink::line(self.palette.accent, 1.5));
        scene.circle(
            at(x, self.line),
            self.radius + 3.0,
            Ink::line(self.palette.accent, 2.0),
        );
    }
}
