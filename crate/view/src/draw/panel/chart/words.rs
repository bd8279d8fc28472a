//! All that is written in and round the axes of a chart, each where it hides nothing.

use super::{At, Drawing, Form, Region, Series};
use crate::draw::metrics::fit;
use crate::draw::painter::{Align, Face, Painter, Rect, at};
use crate::draw::panel::look::Hue;
use crate::draw::panel::room::{Room, around};
use crate::draw::scene::Scene;

impl Drawing<'_> {
    /// All that is written in and round the axes, each where it hides nothing.
    pub(super) fn words(&self, scene: &mut Scene) {
        let (chart, style) = (self.chart, self.small());
        let frame = Rect::new(0.0, 0.0, self.frame.width, self.frame.height);
        let mut room = Room::new(frame);
        room.take_texts(scene);
        scene.plain();
        if !chart.title.is_empty() {
            let strong = if chart.hue == Hue::Secondary {
                style
            } else {
                style.face(Face::Strong)
            };
            let title = fit(&chart.title, strong, self.frame.width - 12.0);
            let place = at(6.0, self.frame.rem(14.0));
            let color = chart.hue.of(self.palette);
            room.set(scene, &title, strong, color, &[(place, Align::Start)]);
        }
        let labels = chart.labels(|share| self.layout.at(share), self.palette);
        if self.layout.beside.width > 0.0 {
            self.set_labels(scene, labels, self.layout.beside);
            room.take_texts(scene);
        }
        self.name_x(scene, &mut room);
        self.said(scene, &mut room);
    }

    /// What x counts, behind its last number.
    fn name_x(&self, scene: &mut Scene, room: &mut Room) {
        let (axes, style) = (self.layout.axes, self.small());
        let y = axes.bottom() + self.frame.rem(14.0);
        let behind = [4.0, 14.0, 26.0].map(|gap| (at(axes.right() + gap, y), Align::Start));
        let name = self.chart.x.name;
        room.set(scene, name, style, self.palette.secondary, &behind);
    }

    /// Notes, the words of rules and regions, and the numbers of bars.
    fn said(&self, scene: &mut Scene, room: &mut Room) {
        let (axes, line) = (self.layout.axes, self.frame.rem(14.0));
        let style = self.small().halo(self.palette.page);
        for rule in &self.chart.rules {
            if let (At::Y(value), true) = (rule.at, self.is_seen(rule)) {
                let y = self.layout.at((0.0, self.chart.y.share(value))).y;
                room.take(Rect::new(axes.x, y - 0.5, axes.width, 1.0));
            }
        }
        let is_filled =
            |own: &&Series| matches!(own.form, Form::Bars(_)) && own.look.dash.is_empty();
        self.numbers(scene, room, self.chart.series.iter().find(is_filled));
        for note in &self.chart.notes {
            let (x, align) = if note.is_right {
                (axes.right() - 6.0, Align::End)
            } else {
                (axes.x + 6.0, Align::Start)
            };
            let lines = [1_u8, 2, 3].map(|at| axes.y + line * f32::from(at));
            let places = lines.map(|y| (at(x, y), align));
            room.set(
                scene,
                &note.words,
                style,
                note.hue.of(self.palette),
                &places,
            );
        }
        for rule in self.chart.rules.iter().filter(|rule| self.is_seen(rule)) {
            let color = rule.look.hue.of(self.palette);
            let corner = match rule.at {
                At::Y(value) => [axes.x, axes.right()]
                    .map(|x| at(x, self.layout.at((0.0, self.chart.y.share(value))).y)),
                At::X(value) => {
                    let x = self.layout.at((self.chart.x.share(value), 0.0)).x;
                    [at(x, axes.y + line), at(x, axes.bottom() - line)]
                }
            };
            let places = corner
                .map(|corner| around(corner, 4.0, style.size))
                .concat();
            let inside: Vec<_> = (places.into_iter())
                .filter(|(place, _)| (axes.x..=axes.right()).contains(&place.x))
                .collect();
            room.set(scene, &rule.words, style, color, &inside);
        }
        for region in &self.chart.regions {
            self.name_region(scene, room, region);
        }
    }

    /// Numbers at the ends of bars, where they fit over them.
    fn numbers(&self, scene: &mut Scene, room: &mut Room, bars: Option<&Series>) {
        let style = self.small().halo(self.palette.page);
        let values = bars
            .into_iter()
            .flat_map(|own| own.form.values())
            .enumerate();
        for (place, value) in values {
            let Some(value) = value.filter(|_| self.is_within(place)) else {
                continue;
            };
            let (text, end) = ((self.chart.y.print)(value), self.at(place, value));
            let beyond = if value < 0.0 { 12.0 } else { -4.0 };
            let places = [(at(end.x, end.y + beyond), Align::Middle)];
            if scene.measure(&text, style).width <= self.pitch() {
                room.set(scene, &text, style, self.palette.ink, &places);
            }
        }
    }

    fn name_region(&self, scene: &mut Scene, room: &mut Room, region: &Region) {
        let axes = self.layout.axes;
        let right = self.layout.at((self.chart.x.share(region.to), 0.0)).x;
        let style = self.small().halo(self.palette.page);
        let heights = [0.3, 0.45, 0.6, 0.75].map(|share| axes.y + share * axes.height);
        let places = heights.map(|y| (at(right - 4.0, y), Align::End));
        for words in [&region.words, &region.short] {
            let left = right - 4.0 - scene.measure(words, style).width;
            if left > axes.x && room.set(scene, words, style, self.palette.secondary, &places) {
                return;
            }
        }
    }
}
