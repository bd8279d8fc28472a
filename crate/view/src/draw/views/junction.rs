//! Two streams of gradient and their sum as bars, with the numbers of the selected unit and the cosine between them:
//! norms do not add, vectors do.

use super::column::{Column, Strength, count, share};
use super::{Frame, focus};
use crate::draw::metrics;
use crate::draw::painter::{Align, Face, Ink, Painter, Rect, Rgba, Type, at};
use crate::draw::scene::{Kind, Scene};
use crate::draw::theme::{Palette, Scale, rounded_limit};
use crate::explain::junction::{Junction, Stream};
use crate::explain::number;

/// What is shown.
#[derive(Clone, Copy, Debug)]
pub struct Meeting<'m> {
    /// What meets; none where the cursor goes forward.
    pub junction: Option<&'m Junction>,
    /// The step, from 1.
    pub t: usize,
    /// The selected unit, from 1.
    pub unit: usize,
}

/// The picture.
#[must_use]
pub fn junction(input: &Meeting<'_>, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    let view = View { frame, palette };
    match input.junction {
        Some(found) => view.paint(&mut scene, input, found),
        None => view.forward(&mut scene),
    }
    focus::paint(&mut scene, focused, palette);
    scene
}

struct View<'v> {
    frame: &'v Frame,
    palette: &'static Palette,
}

impl View<'_> {
    fn small(&self) -> Type {
        Type::sans(self.frame.rem(12.0))
    }

    fn forward(&self, scene: &mut Scene) {
        let said = "Gradients flow on the way back: press B.";
        let style = self.small();
        let said = metrics::fit(said, style, self.frame.width - 28.0);
        scene.plain();
        scene.text(&said, at(14.0, 24.0), style, self.palette.secondary);
    }

    fn paint(&self, scene: &mut Scene, input: &Meeting<'_>, found: &Junction) {
        let edge = 14.0;
        let line = self.frame.rem(16.0);
        let streams: Vec<&Stream> = found.streams.iter().chain([&found.total]).collect();
        let wide = self.frame.width - 2.0 * edge;
        let columns = self.vectors(scene, input, &streams, found);
        let bars = Rect::new(edge, 6.0, wide - columns, self.frame.height - line - 14.0);
        let pitch = (bars.height / 3.0).min(40.0);
        let (names, label) = self.names(input.t, bars.width * 0.45);
        let norms = streams.iter().map(|stream| stream.norm);
        let longest = norms.filter(|norm| norm.is_finite()).fold(0.0, f64::max);
        for (place, (stream, name)) in streams.iter().zip(&names).enumerate() {
            let y = bars.y + count(place) * pitch;
            let row = Rect::new(bars.x, y, bars.width, pitch);
            self.bar(
                scene,
                row,
                (stream, name, label),
                longest,
                (place == 2, found),
            );
        }
        let style = self.small().face(Face::Strong);
        let said = metrics::fit(&found.words, style, wide);
        let y = (bars.y + 3.0 * pitch + line).min(self.frame.height - 6.0);
        scene.plain();
        scene.text(&said, at(edge, y), style, self.palette.gradient);
    }

    /// The longest names of the streams that all fit, and how wide they are.
    fn names(&self, t: usize, room: f32) -> ([String; 3], f32) {
        let next = t + 1;
        let written = [
            [
                format!("from the loss of step {t} (here)"),
                format!("from step {next} (future)"),
                "vector sum".to_owned(),
            ],
            [
                format!("loss of step {t}"),
                format!("step {next}, future"),
                "vector sum".to_owned(),
            ],
        ];
        let width = |names: &[String; 3]| {
            let widths = names.iter();
            let widths = widths.map(|name| metrics::measure(name, self.small()).width);
            widths.fold(0.0, f32::max)
        };
        let short = ["here", "future", "sum"].map(str::to_owned);
        let mut all = written.into_iter();
        let names = all.find(|names| width(names) <= room).unwrap_or(short);
        let wide = width(&names).min(room);
        (names, wide)
    }

    fn bar(
        &self,
        scene: &mut Scene,
        row: Rect,
        (stream, name, label): (&Stream, &str, f32),
        longest: f64,
        (strong, found): (bool, &Junction),
    ) {
        let face = if strong { Face::Strong } else { Face::Sans };
        let style = self.small().face(face);
        let norm = number::text(stream.norm);
        let reference = found.reference.clone().filter(|_| strong);
        scene.mark(reference, format!("{name}: norm {norm}"), Kind::Frame);
        let y = row.centre().y + 0.36 * style.size;
        let said = metrics::fit(name, style, label + 2.0);
        scene.text(&said, at(row.x, y), style, self.palette.ink);
        let digits = row.x + label + 12.0 + self.frame.rem(44.0);
        let color = self.palette.gradient;
        scene.text(&norm, at(digits, y), style.align(Align::End), color);
        let left = digits + 10.0;
        let room = (row.right() - left).max(0.0);
        let high = (row.height * 0.5).min(16.0);
        let middle = row.centre().y;
        if !stream.norm.is_finite() {
            let stripes = Ink::line(self.palette.error, high).dashed(&[4.0, 4.0]);
            scene.path(&[at(left, middle), at(left + room, middle)], false, stripes);
        } else if stream.norm == 0.0 {
            let stop = [at(left, middle - 8.0), at(left, middle + 8.0)];
            scene.path(&stop, false, Ink::line(color, 2.5));
        } else {
            let wide = (room * share(stream.norm, longest)).max(1.0);
            let bar = Rect::new(left, middle - high / 2.0, wide, high);
            let fill = self
                .palette
                .page
                .towards(color, if strong { 1.0 } else { 0.55 });
            scene.rect(bar, Ink::fill(fill).outlined(color, 1.0));
        }
    }

    /// The vectors side by side as an equation, where there is room; answers the width they take.
    fn vectors(
        &self,
        scene: &mut Scene,
        input: &Meeting<'_>,
        streams: &[&Stream],
        found: &Junction,
    ) -> f32 {
        let (cell, apart) = (58.0, 22.0);
        let wide = 3.0 * cell + 2.0 * apart + 24.0;
        let room = self.frame.height - self.frame.rem(16.0) - 34.0;
        if self.frame.width < 560.0 || room < 24.0 {
            return self.unit_line(scene, input, streams);
        }
        let all: Vec<f64> = streams
            .iter()
            .flat_map(|s| s.values.iter().copied())
            .collect();
        let scale = Scale::Signed(rounded_limit(&all));
        let rows = streams[0].values.len();
        let high = (count(rows) * 26.0).min(room);
        let left = self.frame.width - 14.0 - wide + 24.0;
        let style = Type::sans(self.frame.rem(14.0)).align(Align::Middle);
        for (place, stream) in streams.iter().enumerate() {
            let x = left + count(place) * (cell + apart);
            let area = Rect::new(x, 22.0, cell, high);
            let reference = found.reference.as_deref().filter(|_| place == 2);
            self.column(scene, area, stream, (reference, input.unit), scale);
            scene.plain();
            let head = ["here", "future", "sum"][place];
            let small = Type::sans(self.frame.rem(11.0)).align(Align::Middle);
            scene.text(
                head,
                at(area.centre().x, 15.0),
                small,
                self.palette.secondary,
            );
            if let Some(sign) = ["+", "="].get(place) {
                let between = at(area.right() + apart / 2.0, area.centre().y + 5.0);
                scene.text(sign, between, style, self.palette.ink);
            }
        }
        self.written(
            scene,
            input,
            streams,
            (left, 22.0 + high + self.frame.rem(16.0)),
        );
        wide
    }

    fn column(
        &self,
        scene: &mut Scene,
        area: Rect,
        stream: &Stream,
        (reference, unit): (Option<&str>, usize),
        scale: Scale,
    ) {
        let column = Column {
            values: Some(&stream.values),
            rows: stream.values.len(),
            shown: (0, stream.values.len()),
            unit: Some(unit - 1),
            reference,
            words: stream.label,
            hue: self.palette.gradient,
            scale,
            strength: Strength {
                ink: 1.0,
                now: reference.is_some(),
            },
        };
        column.paint(scene, area, self.palette);
    }

    /// The sum of the selected unit in digits, on a narrow picture under the bars.
    fn unit_line(&self, scene: &mut Scene, input: &Meeting<'_>, streams: &[&Stream]) -> f32 {
        let y = self.frame.height - self.frame.rem(16.0) - 10.0;
        if y > 96.0 {
            self.written(scene, input, streams, (14.0, y));
        }
        0.0
    }

    fn written(
        &self,
        scene: &mut Scene,
        input: &Meeting<'_>,
        streams: &[&Stream],
        (x, y): (f32, f32),
    ) {
        let [here, future, sum] = [0, 1, 2].map(|place: usize| streams[place].unit);
        let printed = |value: f64| number::fixed(value, 4).text();
        let sign = if future < 0.0 { number::MINUS } else { '+' };
        let said = format!(
            "unit {}: {} {sign} {} = {}",
            input.unit,
            printed(here),
            printed(future.abs()),
            printed(sum)
        );
        let style = Type::sans(self.frame.rem(12.0));
        let said = metrics::fit(&said, style, self.frame.width - x - 8.0);
        let color: Rgba = self.palette.ink;
        if y < self.frame.height - 4.0 {
            scene.plain();
            scene.text(&said, at(x, y), style, color);
        }
    }
}
