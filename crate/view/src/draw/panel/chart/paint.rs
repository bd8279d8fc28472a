//! Paints a chart: what fills lies under what is a line, and what is pointed at lies on top.

use super::{At, Chart, Drawing, Form, Region, Rule, Series, count, line};
use crate::draw::painter::{self, Ink, Painter, Rect, at};
use crate::draw::scene::{Grip, Inverse, Kind, Scene};
use crate::draw::views::focus;

/// A bar takes this share of the room of its place, and at most so much, CSS px.
const BAR: (f32, f32) = (0.6, 34.0);
/// More discs than this are small.
const MANY: usize = 40;
/// More points of a line than this cannot be told apart on a screen.
const MOST_POINTS: usize = 1000;

impl Drawing<'_> {
    pub(super) fn paint(&self, scene: &mut Scene, focus: Option<&str>) {
        let chart = self.chart;
        if let Some(name) = &chart.reference {
            scene.mark(Some(name.clone()), chart.caption.clone(), Kind::Frame);
            scene.area(Rect::new(0.0, 0.0, self.frame.width, self.frame.height));
        }
        self.layout.mesh(scene, chart, self.frame);
        for region in &chart.regions {
            self.region(scene, region);
        }
        for series in chart.series.iter().rev() {
            self.fill(scene, series);
        }
        for rule in &chart.rules {
            self.rule(scene, rule);
        }
        for series in chart.series.iter().rev() {
            self.line(scene, series, focus);
        }
        self.cursor(scene);
        for series in chart.series.iter().rev() {
            self.discs(scene, series);
        }
        self.words(scene);
        self.columns(scene);
        if !self.pointed(scene, focus) {
            focus::paint(
                scene,
                focus.filter(|name| !chart.is_series(name)),
                self.palette,
            );
        }
    }

    /// The place of a value at a place along x.
    pub(super) fn at(&self, place: usize, value: f64) -> painter::Point {
        let (x, y) = self.share(place, value);
        self.layout.at((x, y))
    }

    fn share(&self, place: usize, value: f64) -> (f64, f64) {
        let x = self.chart.places.at.get(place).copied();
        (
            self.chart.x.share(x.unwrap_or(f64::NAN)),
            self.chart.y.share(value),
        )
    }

    /// Whether a place lies on the x axis.
    pub(super) fn is_within(&self, place: usize) -> bool {
        let x = self.chart.places.at.get(place).copied();
        (0.0..=1.0).contains(&self.chart.x.share(x.unwrap_or(f64::NAN)))
    }

    /// The place of a value where it can be seen; what is no number has none.
    pub(super) fn seen(&self, place: usize, value: Option<f64>) -> Option<painter::Point> {
        let value = value?;
        let share = self.share(place, value).1;
        (0.0..=1.0).contains(&share).then(|| self.at(place, value))
    }

    fn region(&self, scene: &mut Scene, region: &Region) {
        let left = self.layout.at((self.chart.x.share(region.from), 0.0)).x;
        let right = self.layout.at((self.chart.x.share(region.to), 0.0)).x;
        scene.mark(None, region.words.clone(), Kind::Plain);
        let area = Rect::new(
            left,
            self.layout.axes.y,
            right - left,
            self.layout.axes.height,
        );
        scene.rect(area, Ink::fill(self.palette.line.faded(0.14)));
    }

    /// What a series fills: its area, its band, its bars.
    fn fill(&self, scene: &mut Scene, series: &Series) {
        let color = series.look.hue.of(self.palette);
        scene.plain();
        match &series.form {
            Form::Area(values) => self.area(scene, values, Ink::fill(color.faded(0.25))),
            Form::Band(edges, _) => {
                let ink = Ink::fill(color.faded(0.13)).outlined(color.faded(0.45), 1.0);
                self.band(scene, edges, ink);
            }
            Form::Bars(values) => self.bars(scene, series, values),
            Form::Line(_) | Form::Dots(_) => {}
        }
    }

    fn area(&self, scene: &mut Scene, values: &[Option<f64>], ink: Ink) {
        let zero = vec![Some(0.0); values.len()];
        self.band(scene, &[zero, values.to_vec()], ink);
    }

    /// Between two edges, as far as both are numbers.
    fn band(&self, scene: &mut Scene, [lower, upper]: &[Vec<Option<f64>>; 2], ink: Ink) {
        let is_number = |value: &Option<f64>| value.is_some_and(|value| !value.is_nan());
        let both = lower.iter().zip(upper);
        let known = both
            .take_while(|(a, b)| is_number(a) && is_number(b))
            .count();
        let edge = |values: &[Option<f64>], place: usize| {
            self.at(place, values[place].unwrap_or(f64::NAN))
        };
        let above = (0..known).map(|place| edge(upper, place));
        let below = (0..known).rev().map(|place| edge(lower, place));
        let points: Vec<painter::Point> = above.chain(below).collect();
        if known > 1 {
            scene.path(&points, true, ink);
        }
    }

    fn bars(&self, scene: &mut Scene, series: &Series, values: &[Option<f64>]) {
        let wide = (BAR.0 * self.pitch()).min(BAR.1);
        let color = series.look.hue.of(self.palette);
        let zero = self.layout.at((0.0, self.chart.y.share(0.0))).y;
        for (place, value) in values.iter().enumerate() {
            let seen = |value: &f64| !value.is_nan() && self.is_within(place);
            let Some(value) = value.filter(seen) else {
                continue;
            };
            let end = self.at(place, value);
            let top = end.y.min(zero);
            let bar = Rect::new(end.x - wide / 2.0, top, wide, (end.y - zero).abs());
            let point = series.points.get(place).and_then(Option::as_ref);
            if let Some(point) = point {
                scene.mark(
                    Some(point.reference.clone()),
                    point.words.clone(),
                    Kind::Cell,
                );
            }
            let ink = if series.look.dash.is_empty() {
                Ink::fill(color.faded(0.55))
            } else {
                series.look.ink(self.palette)
            };
            scene.rect(bar, ink);
            scene.plain();
        }
    }

    /// From one place to the next.
    pub(super) fn pitch(&self) -> f32 {
        let [Some(first), Some(last)] = [self.chart.places.at.first(), self.chart.places.at.last()]
        else {
            return self.layout.axes.width;
        };
        let span = self.chart.x.share(*last) - self.chart.x.share(*first);
        let steps = count(self.chart.places.at.len().saturating_sub(1).max(1));
        #[expect(clippy::cast_possible_truncation, reason = "a length on screen")]
        let share = (span / steps) as f32;
        if share > 0.0 {
            self.layout.axes.width * share
        } else {
            self.layout.axes.width
        }
    }

    fn rule(&self, scene: &mut Scene, rule: &Rule) {
        let axes = self.layout.axes;
        if !self.is_seen(rule) && rule.handle.is_none() {
            return;
        }
        let ends = match rule.at {
            At::Y(value) => {
                let y = self.layout.at((0.0, self.chart.y.share(value))).y;
                [at(axes.x, y), at(axes.right(), y)]
            }
            At::X(value) => {
                let x = self.layout.at((self.chart.x.share(value), 0.0)).x;
                [at(x, axes.y), at(x, axes.bottom())]
            }
        };
        scene.plain();
        if let Some((name, words)) = &rule.handle {
            let (name, words) = (Some((*name).to_owned()), words.clone());
            scene.mark(name, words, Kind::Wire(ends.to_vec()));
            scene.grip(self.grip());
        }
        scene.path(&ends, false, rule.look.ink(self.palette));
        scene.plain();
    }

    pub(super) fn is_seen(&self, rule: &Rule) -> bool {
        let share = match rule.at {
            At::X(value) => self.chart.x.share(value),
            At::Y(value) => self.chart.y.share(value),
        };
        (0.0..=1.0).contains(&share)
    }

    /// How far to the right a place is tells which of the named places it is.
    pub(super) fn along(&self) -> Grip {
        Grip {
            part: Rect::new(0.0, 0.0, self.frame.width, self.frame.height),
            inverse: Inverse::Width {
                area: self.layout.axes,
                ends: self.chart.x.ends,
            },
        }
    }

    /// How the height of a place tells a value.
    fn grip(&self) -> Grip {
        let axis = &self.chart.y;
        Grip {
            part: Rect::new(0.0, 0.0, self.frame.width, self.frame.height),
            inverse: Inverse::Height {
                area: self.layout.axes,
                ends: axis.ends,
                is_log: axis.scale == super::Scale::Log10,
            },
        }
    }

    fn line(&self, scene: &mut Scene, series: &Series, focus: Option<&str>) {
        let (Form::Line(values) | Form::Area(values)) = &series.form else {
            return;
        };
        let every = values.len().div_ceil(MOST_POINTS).max(1);
        let seen = |place: &usize| place.is_multiple_of(every) || place + 1 == values.len();
        let shares = (0..values.len()).filter(seen);
        let shares = shares.map(|place| Some(self.share(place, values[place]?)));
        let cut = line::cut(shares);
        let is_lit = series.reference.is_some() && series.reference.as_deref() == focus;
        for piece in &cut.pieces {
            let points: Vec<painter::Point> = piece.iter().map(|at| self.layout.at(*at)).collect();
            let kind = Kind::Wire(points.clone());
            scene.mark(series.reference.clone(), self.chart.told(series), kind);
            if is_lit {
                let glow = Ink::line(self.palette.accent.faded(0.4), 7.0);
                scene.path(&points, false, glow);
            }
            scene.path(&points, false, series.look.ink(self.palette));
        }
        scene.plain();
        let color = series.look.hue.of(self.palette);
        for exit in &cut.exits {
            let tip = self.layout.at(*exit);
            let up = if exit.1 > 0.5 { 1.0 } else { -1.0 };
            let arrow = [
                tip,
                at(tip.x - 5.0, tip.y + 8.0 * up),
                at(tip.x + 5.0, tip.y + 8.0 * up),
            ];
            scene.path(&arrow, true, Ink::fill(color));
        }
    }

    /// A line at the cursor, with a ring on the first series and a disc on the others.
    fn cursor(&self, scene: &mut Scene) {
        let Some(place) = self.chart.at else { return };
        scene.plain();
        let x = self.at(place, 0.0).x;
        let axes = self.layout.axes;
        let ink = Ink::line(self.palette.secondary, 1.0).dashed(&[2.0, 2.0]);
        scene.path(&[at(x, axes.y), at(x, axes.bottom())], false, ink);
        for (order, series) in self.chart.series.iter().enumerate().rev() {
            let (Form::Line(values) | Form::Area(values)) = &series.form else {
                continue;
            };
            let value = values.get(place).copied().flatten();
            let color = series.look.hue.of(self.palette);
            if let Some(place) = self.seen(place, value) {
                let (radius, ink) = if order == 0 {
                    let ring = Ink::fill(self.palette.page).outlined(color, 2.5);
                    (5.0, ring)
                } else {
                    (3.0, Ink::fill(color).outlined(self.palette.page, 1.0))
                };
                scene.circle(place, radius, ink);
            }
        }
    }

    /// Discs that are a series, or the points of a line that are pointed at one by one.
    fn discs(&self, scene: &mut Scene, series: &Series) {
        if matches!(series.form, Form::Bars(_) | Form::Band(..)) {
            return;
        }
        let is_series = matches!(series.form, Form::Dots(_));
        let color = series.look.hue.of(self.palette);
        let values = series.form.values();
        let small = if is_series && values.len() <= MANY {
            3.0
        } else {
            2.4
        };
        for (place, value) in values.iter().enumerate() {
            let point = series.points.get(place).and_then(Option::as_ref);
            let Some(value) = value.filter(|value| is_series || value.is_finite()) else {
                continue;
            };
            if point.is_none() && !is_series {
                continue;
            }
            // A disc that is no number lies at the upper edge.
            let value = if value.is_nan() { f64::INFINITY } else { value };
            let middle = self.at(place, value);
            let is_here = self.chart.at == Some(place);
            let is_hollow = point.is_some_and(|point| point.is_hollow) && (is_series || !is_here);
            let ink = if is_hollow {
                Ink::fill(self.palette.page).outlined(color, 1.3)
            } else {
                Ink::fill(color)
            };
            if let Some(point) = point {
                let words = point.words.clone();
                scene.mark(Some(point.reference.clone()), words, Kind::Cell);
                scene.area(Rect::around(middle, 6.0, 6.0));
            }
            scene.circle(middle, if is_here { 4.5 } else { small }, ink);
            scene.plain();
            if is_here && is_series {
                scene.circle(middle, 7.0, Ink::line(self.palette.accent, 1.5));
            }
        }
    }
}

impl Chart {
    fn is_series(&self, name: &str) -> bool {
        let mut names = self
            .series
            .iter()
            .filter_map(|own| own.reference.as_deref());
        names.any(|own| own == name)
    }
}
