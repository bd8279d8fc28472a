//! A graph as it is painted.

use super::{ColumnRule, Graph, Node, Presence, Shape, Wire};
use crate::draw::Scene;
use crate::draw::metrics::{fit, measure, wrap};
use crate::draw::painter::{Align, Face, Ink, Painter, Point, Rect, Rgba, Type, at};
use crate::draw::scene::{Grip, Inverse, Kind};
use crate::draw::theme::{Palette, Scale};
use crate::draw::views::column::{self, count};
use crate::draw::views::hatch::{faint, hatch};
use crate::draw::views::{Frame, arrow};
use crate::explain::number;

/// What is said of what needs later steps.
const LATER: &str = ", not available live";

/// A graph on its way into a frame.
pub(super) struct Drawing<'d> {
    graph: &'d Graph,
    palette: &'static Palette,
    small: Type,
    frame: &'d Frame,
    area: Rect,
    wide: f32,
    high: f32,
    longest: f64,
}

impl<'d> Drawing<'d> {
    pub(super) fn new(graph: &'d Graph, frame: &'d Frame, palette: &'static Palette) -> Self {
        let small = Type::sans(frame.rem(11.0));
        let names = graph.lines.iter();
        let widest = names
            .map(|line| {
                measure(&line.name, small)
                    .width
                    .max(measure(&line.shape, small).width)
            })
            .fold(0.0, f32::max);
        let left = (widest + 20.0).min(frame.width * 0.34);
        let lines = wrap(&graph.foot, small, frame.width - 16.0, 2).len();
        let (head, foot) = (frame.rem(18.0), frame.rem(10.0 + 14.0 * count(lines)));
        let area = Rect::new(
            left,
            head,
            (frame.width - left - 12.0).max(1.0),
            (frame.height - head - foot).max(1.0),
        );
        let longest = graph.nodes.iter().map(|node| node.gradient);
        Self {
            graph,
            palette,
            small,
            frame,
            area,
            wide: (area.width / count(graph.columns.len())).min(110.0),
            high: area.height / count(graph.lines.len()),
            longest: longest.filter(|size| size.is_finite()).fold(0.0, f64::max),
        }
    }

    fn centre(&self, node: &Node) -> Point {
        let column = node.column + 0.5;
        let row = count(self.graph.lines.len() - 1 - node.row) + 0.5;
        at(
            self.area.x + column * self.wide,
            self.area.y + row * self.high,
        )
    }

    /// How large a node is.
    fn size(&self, node: &Node) -> (f32, f32) {
        let high = (self.high * 0.62).min(self.frame.rem(26.0));
        match node.shape {
            Shape::Wide => ((self.wide * 1.4).clamp(46.0, 96.0), high),
            Shape::Value | Shape::Loss { .. } => ((self.wide * 0.72).min(62.0), high),
        }
    }

    pub(super) fn paint(&self, scene: &mut Scene) {
        if let Some(rule) = &self.graph.rule {
            scene.grip(self.grip(rule));
        }
        self.heads(scene);
        self.names(scene);
        for wire in &self.graph.wires {
            self.wire(scene, *wire);
        }
        for node in &self.graph.nodes {
            self.node(scene, node);
        }
        self.rule(scene);
        scene.plain();
        let mut y = self.area.bottom() + self.frame.rem(18.0);
        for line in self.foot_lines() {
            scene.text(&line, at(8.0, y), self.small, self.palette.ink);
            y += self.frame.rem(14.0);
        }
    }

    /// Where the rule would stand at each place.
    #[expect(clippy::cast_precision_loss, reason = "a count of columns")]
    fn grip(&self, rule: &ColumnRule) -> Grip {
        let (first, most) = rule.range;
        let shown = (most - first).min(self.graph.columns.len());
        Grip {
            part: self.area,
            inverse: Inverse::Width {
                area: Rect {
                    width: self.wide * count(shown),
                    ..self.area
                },
                ends: (first as f64, (first + shown) as f64),
            },
        }
    }

    fn foot_lines(&self) -> Vec<String> {
        wrap(&self.graph.foot, self.small, self.frame.width - 16.0, 2)
    }

    fn heads(&self, scene: &mut Scene) {
        let style = self.small.align(Align::Middle);
        let room = measure("t88", style).width;
        if self.wide < room {
            return;
        }
        scene.plain();
        for (place, column) in self.graph.columns.iter().enumerate() {
            let Some(column) = column else { continue };
            let x = self.area.x + (count(place) + 0.5) * self.wide;
            let color = if self.graph.at == Some(place) {
                self.palette.accent
            } else {
                self.palette.secondary
            };
            scene.text(&column.short, at(x, self.area.y - 5.0), style, color);
        }
    }

    fn names(&self, scene: &mut Scene) {
        scene.plain();
        let room = self.area.x - 14.0;
        for (row, line) in self.graph.lines.iter().enumerate() {
            let y = self.area.y + (count(self.graph.lines.len() - 1 - row) + 0.5) * self.high;
            let strong = self.small.face(Face::Strong);
            let two = self.high > self.frame.rem(28.0);
            let name = fit(&line.name, strong, room);
            let up = if two { -2.0 } else { 4.0 };
            scene.text(&name, at(8.0, y + up), strong, self.palette.ink);
            if two {
                let shape = fit(&line.shape, self.small, room);
                let place = at(8.0, y + self.frame.rem(12.0));
                scene.text(&shape, place, self.small, self.palette.secondary);
            }
        }
    }

    fn wire(&self, scene: &mut Scene, wire: Wire) {
        let [from, to] = [wire.from, wire.to].map(|place| &self.graph.nodes[place]);
        let ends = self.ends(from, to);
        let (from_at, to_at) = ends;
        let is_there = [from, to].iter().all(|own| own.presence == Presence::There);
        if self.graph.is_backward && is_there && self.longest > 0.0 {
            let share = column::share(from.gradient, self.longest);
            let band = Ink::line(self.palette.gradient.faded(0.4), 1.0 + 8.0 * share);
            scene.plain();
            scene.path(&[from_at, to_at], false, band);
        }
        let words = wire_words(from, to);
        scene.mark(None, words, Kind::Wire(vec![from_at, to_at]));
        let ink = if from.presence == Presence::Later {
            Ink::line(self.palette.error, 1.25).dashed(&[3.0, 3.0])
        } else if is_there {
            Ink::line(self.palette.line, 1.25)
        } else {
            Ink::line(faint(self.palette), 1.0)
        };
        let color = ink.stroke.map_or(self.palette.line, |stroke| stroke.color);
        let foot = arrow::head(scene, ends, 6.0, 3.0, color);
        scene.path(&[from_at, foot], false, ink);
    }

    /// Where a wire leaves one node and meets the other.
    fn ends(&self, from: &Node, to: &Node) -> (Point, Point) {
        let (a, b) = (self.centre(from), self.centre(to));
        let ((wide_a, high_a), (wide_b, high_b)) = (self.size(from), self.size(to));
        if from.row == to.row {
            let way = if b.x > a.x { 1.0 } else { -1.0 };
            return (
                at(a.x + way * wide_a / 2.0, a.y),
                at(b.x - way * wide_b / 2.0, b.y),
            );
        }
        (at(a.x, a.y - high_a / 2.0), at(b.x, b.y + high_b / 2.0))
    }

    fn node(&self, scene: &mut Scene, node: &Node) {
        let (wide, high) = self.size(node);
        let place = Rect::around(self.centre(node), wide, high);
        let mut words = node.words.clone();
        if node.presence == Presence::Later {
            words.push_str(LATER);
        }
        scene.mark(Some(node.reference.clone()), words, Kind::Cell);
        let fill = match node.shape {
            Shape::Loss { .. } => self.palette.page,
            _ if node.presence != Presence::There => self.palette.panel,
            _ => self.palette.value(node.value, Scale::Signed(1.0)),
        };
        let edge = match node.shape {
            _ if node.is_here => self.palette.accent,
            Shape::Loss { counts: true } => self.palette.gradient,
            _ if node.presence == Presence::Later => self.palette.error,
            _ => self.palette.line,
        };
        let width = if node.is_here { 3.0 } else { 1.25 };
        scene.rect(place, Ink::fill(fill).outlined(edge, width));
        if node.presence != Presence::There {
            let color = match node.presence {
                Presence::Later => self.palette.error,
                _ => self.palette.line,
            };
            hatch(scene, place, color.faded(0.4));
        }
        if node.parts.len() > 1 && node.presence == Presence::There {
            self.parts(scene, node, place);
        } else {
            self.number(scene, node, place, Palette::on(fill));
        }
    }

    /// The numbers of an input beside each other.
    fn parts(&self, scene: &mut Scene, node: &Node, place: Rect) {
        let wide = (place.width - 2.0) / count(node.parts.len());
        let style = self.small.align(Align::Middle);
        for (number_of, value) in node.parts.iter().enumerate() {
            let x = place.x + 1.0 + count(number_of) * wide;
            let part = Rect::new(x, place.y + 1.0, wide, place.height - 2.0);
            let fill = self.palette.value(*value, Scale::Signed(1.0));
            scene.rect(part, Ink::fill(fill));
            let text = number::fixed(*value, 1).text();
            if place.height >= 13.0 && measure(&text, style).width + 3.0 < wide {
                let centre = at(part.centre().x, part.centre().y + 4.0);
                scene.text(&text, centre, style, Palette::on(fill));
            }
        }
    }

    fn number(&self, scene: &mut Scene, node: &Node, place: Rect, ink: Rgba) {
        let style = self.small.align(Align::Middle);
        let is_loss = matches!(node.shape, Shape::Loss { .. });
        if (node.presence == Presence::Padding && !is_loss) || place.height < 13.0 {
            return;
        }
        let digits = if place.width > 40.0 { 3 } else { 2 };
        let text = number::fixed(node.value, digits).text();
        let half = measure(&text, style).width / 2.0;
        if 2.0 * half > place.width - 2.0 {
            return;
        }
        let centre = place.centre();
        if node.presence != Presence::There {
            let under = Rect::around(centre, 2.0 * half + 4.0, place.height - 4.0);
            scene.rect(under, Ink::fill(self.palette.panel));
        }
        let color = match node.shape {
            Shape::Loss { counts: true } => self.palette.gradient,
            Shape::Loss { .. } => self.palette.secondary,
            _ if node.presence == Presence::Later => self.palette.ink,
            _ => ink,
        };
        scene.text(&text, at(centre.x, centre.y + 4.0), style, color);
        if node.shape == (Shape::Loss { counts: false }) {
            let line = [
                at(centre.x - half - 2.0, centre.y),
                at(centre.x + half + 2.0, centre.y),
            ];
            scene.path(&line, false, Ink::line(color, 1.5));
        }
    }

    /// The line between two columns, to be dragged.
    fn rule(&self, scene: &mut Scene) {
        let Some(rule) = &self.graph.rule else { return };
        let shown = rule.range.0..=rule.range.0 + self.graph.columns.len();
        if !shown.contains(&rule.at) || self.wide < 10.0 {
            return;
        }
        let x = self.area.x + count(rule.at - rule.range.0) * self.wide;
        let color = match rule.name {
            Some(_) => self.palette.accent,
            None => faint(self.palette),
        };
        scene.mark(Some(rule.reference.to_owned()), rule.words, Kind::Frame);
        let line = [at(x, self.area.y), at(x, self.area.bottom())];
        scene.path(&line, false, Ink::line(color, 2.0).dashed(&[6.0, 4.0]));
        if let Some(name) = rule.name {
            self.flag(scene, name, x);
        }
        let hit = Rect::around(at(x, self.area.centre().y), 16.0, self.area.height + 16.0);
        scene.area(hit);
    }

    fn flag(&self, scene: &mut Scene, name: &str, x: f32) {
        let style = self.small.align(Align::Middle).face(Face::Strong);
        let wide = measure(name, style).width;
        let x = x.min(self.frame.width - wide / 2.0 - 2.0);
        let y = self.area.bottom() + self.frame.rem(4.0);
        let flag = Rect::around(at(x, y - 4.0), wide + 8.0, self.frame.rem(15.0));
        scene.rect(flag, Ink::fill(self.palette.page));
        scene.text(name, at(x, y), style, self.palette.accent);
    }
}

/// What a wire carries.
fn wire_words(from: &Node, to: &Node) -> String {
    let later = if from.presence == Presence::Later {
        LATER
    } else {
        ""
    };
    format!("from {} to {}{later}", from.words, to.words)
}
