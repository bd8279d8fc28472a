//! What is read, which state reads which, and where the loss is: one sequence of the batch, step by step, with what would
//! not be there yet if it were read live.

use std::rc::Rc;

use super::paint::{count, faint, hatch};
use super::settings::{Layout, Pool, Wiring};
use super::wired::Wired;
use super::{Tasks, shapes, words};
use crate::lab::At;
use unrolled::model::network::wires::Line as Along;
use unrolled::run::ModelRun;
use unrolled::run::cursor::Direction;
use unrolled::run::metrics::norm;
use view::draw::Scene;
use view::draw::metrics::{fit, measure, wrap};
use view::draw::painter::{Align, Face, Ink, Painter, Point, Rect, Type, at};
use view::draw::panel::{Diagram, Panel};
use view::draw::scene::{Grip, Inverse, Kind};
use view::draw::theme::{Palette, Scale};
use view::draw::views::{Frame, arrow, column, focus};
use view::explain::given::Given;
use view::explain::inspect::{InspectedRow, Inspection};
use view::explain::number;
use view::explain::sheet::{Entry, Sheet};

/// The most steps side by side.
const MOST: usize = 24;
/// The most numbers of an input side by side.
const MOST_PARTS: usize = 4;

/// What a node is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// A state, or what is read or written.
    Box,
    /// The mean of all states.
    Mean,
    /// A loss.
    Loss,
}

/// Whether something is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Presence {
    /// It is.
    There,
    /// Its step is none of the sequence.
    Padding,
    /// It needs steps that have not been read yet.
    Later,
}

/// Something that is computed at a step.
#[derive(Clone, Debug)]
struct Node {
    /// Its row, from below.
    row: usize,
    /// Its column; a mean stands between two.
    column: f32,
    shape: Shape,
    /// What it refers to.
    reference: String,
    /// What it is.
    words: String,
    /// The number in it: of the selected unit.
    value: f64,
    /// All its numbers, where they are few and none is selected.
    parts: Vec<f64>,
    /// How long the gradient at it is.
    gradient: f64,
    presence: Presence,
    /// Whether it counts in the loss.
    counts: bool,
    /// Whether the cursor stands at it.
    is_here: bool,
}

/// What one node reads of another.
#[derive(Clone, Copy, Debug)]
struct Wire {
    from: usize,
    to: usize,
}

/// A row of nodes.
#[derive(Clone, Debug)]
struct Line {
    name: String,
    shape: String,
}

/// The whole.
#[derive(Clone, Debug)]
struct Picture {
    lines: Vec<Line>,
    nodes: Vec<Node>,
    wires: Vec<Wire>,
    /// The first column that is shown, and how many there are.
    first: usize,
    columns: usize,
    /// Which steps there are in all.
    steps: usize,
    /// Where what is written begins.
    written: Option<usize>,
    /// The column that is looked at.
    at: usize,
    /// Whether the cursor walks back.
    is_backward: bool,
    /// The step that is happening now.
    now: Option<usize>,
    foot: String,
}

/// The picture.
pub(super) fn panel(tasks: &Tasks, at: &At<'_>) -> Panel {
    Panel::Diagram(Rc::new(Weaver::new(tasks, at).weave()))
}

/// Builds the picture row by row.
struct Weaver<'t> {
    tasks: &'t Tasks,
    wired: &'t Wired,
    at: &'t At<'t>,
    b: usize,
    first: usize,
    shown: usize,
    /// The segment and the step of it that the cursor stands at.
    here: (usize, usize),
    picture: Picture,
}

impl<'t> Weaver<'t> {
    fn new(tasks: &'t Tasks, at: &'t At<'t>) -> Self {
        let steps = tasks.t();
        let cursor = tasks.shown().cursor(at.position, at.unit);
        let here = (cursor.segment, cursor.position.t - 1);
        let is_read = tasks.shown().run.network().segments[here.0].line == Along::Source;
        let t = if is_read {
            tasks.shown().time(here.0, here.1, tasks.row()) + 1
        } else {
            steps
        };
        let room = if tasks.own.wiring == Wiring::Sequence {
            MOST / 2
        } else {
            MOST
        };
        let shown = steps.min(room);
        let first = t.saturating_sub(shown / 2 + 1).min(steps - shown);
        Self {
            tasks,
            wired: tasks.shown(),
            at,
            b: tasks.row(),
            first,
            shown,
            here,
            picture: Picture {
                lines: vec![],
                nodes: vec![],
                wires: vec![],
                first,
                columns: shown,
                steps,
                written: None,
                at: t - 1,
                is_backward: at.position.dir == Direction::Backward,
                now: tasks.now(),
                foot: words::wiring_foot(tasks),
            },
        }
    }

    fn weave(mut self) -> Picture {
        let mut below = vec![self.inputs()];
        for layer in 0..self.wired.spec.layers {
            let each = self.wired.spec.directions.each();
            below = each
                .iter()
                .map(|back| self.chain(layer, *back, &below))
                .collect();
        }
        match self.tasks.own.wiring {
            Wiring::Each => self.answers(&below),
            Wiring::One => self.answer(&below),
            Wiring::Sequence => self.written(&below),
        }
        self.live();
        self.picture
    }

    fn line(&mut self, name: String, sizes: &[usize]) -> usize {
        self.picture.lines.push(Line {
            name,
            shape: shapes::text(sizes),
        });
        self.picture.lines.len() - 1
    }

    /// The sizes of something at every step of every sequence.
    fn whole_size(&self, rows: usize) -> [usize; 3] {
        let (b, t) = (self.tasks.b(), self.tasks.t());
        match self.tasks.own.layout {
            Layout::BatchFirst => [b, t, rows],
            Layout::TimeFirst => [t, b, rows],
        }
    }

    fn columns(&self) -> std::ops::Range<usize> {
        self.first..self.first + self.shown
    }

    fn is_real(&self, t: usize) -> bool {
        self.tasks.is_real(self.b, t)
    }

    fn push(&mut self, node: Node) -> usize {
        self.picture.nodes.push(node);
        self.picture.nodes.len() - 1
    }

    fn wire(&mut self, from: usize, to: usize) {
        self.picture.wires.push(Wire { from, to });
    }

    /// A node of a segment at a step of the sequence.
    fn node(&self, segment: usize, key: &str, t: usize, row: usize, shape: Shape) -> Node {
        let run = self.wired.run.segment(segment);
        let name = self.wired.run.network().segments[segment].name;
        let trace = run.trace();
        let step = self.wired.time(segment, t, self.b).min(trace.steps() - 1);
        let found = run.program().find(key);
        let numbers = found.map_or(&[][..], |node| trace.value(node, step, self.b));
        let gradient = found.map_or(0.0, |node| norm(trace.grad(node, step, self.b)));
        let unit = self.at.unit.clamp(1, numbers.len().max(1));
        let value = numbers.get(unit - 1).copied().unwrap_or(f64::NAN);
        let is_real = trace.is_real(step, self.b);
        let reference = self.reference(name, key, step);
        let words = words::node(name, key, (t + 1, is_real), (unit, value));
        Node {
            row,
            column: count(t),
            shape,
            reference,
            words,
            value,
            parts: if matches!(key, "x") && numbers.len() <= MOST_PARTS {
                numbers.to_vec()
            } else {
                vec![]
            },
            gradient,
            presence: if is_real {
                Presence::There
            } else {
                Presence::Padding
            },
            counts: trace.loss_weight(step, self.b) != 0.0,
            is_here: self.here == (segment, step) && key == self.made(segment),
        }
    }

    /// What of a step the cursor's op belongs to.
    fn made(&self, segment: usize) -> &'static str {
        let op = self.at.position.op.rsplit(':').next().unwrap_or_default();
        let has_states = !self.wired.run.segment(segment).program().carries.is_empty();
        match op.trim_start_matches('d') {
            "l" => "loss",
            "lo" | "y" => "logits",
            "pool" => "pooled",
            _ if has_states => "h",
            _ => "logits",
        }
    }

    fn reference(&self, segment: &str, key: &str, step: usize) -> String {
        let alone = self.wired.run.network().segments.len() == 1;
        let segment = if alone {
            String::new()
        } else {
            format!("{segment}:")
        };
        let row = if self.b == 0 {
            String::new()
        } else {
            format!(".b{}", self.b + 1)
        };
        format!("{segment}{key}.t{}{row}", step + 1)
    }

    fn inputs(&mut self) -> Vec<usize> {
        let row = self.line("x".to_owned(), &self.whole_size(self.tasks.d()));
        self.columns()
            .map(|t| self.push(self.node(0, "x", t, row, Shape::Box)))
            .collect()
    }

    /// One layer in one direction: each of its states reads what is below, and the one it goes on from.
    fn chain(&mut self, layer: usize, back: bool, below: &[Vec<usize>]) -> Vec<usize> {
        let name = format!("l{layer}{}", if back { "_reverse" } else { "" });
        let segment = self.wired.run.network().segment(&name);
        let segment = segment.expect("a layer of the network");
        let layers = (self.wired.spec.layers > 1).then_some(layer);
        let ways = (self.wired.spec.directions.each().len() > 1).then_some(back);
        let title = words::chain(layers, ways);
        let size = self.whole_size(self.wired.spec.hidden_size);
        let row = self.line(title, &size);
        let own: Vec<usize> = self
            .columns()
            .map(|t| self.push(self.node(segment, "h", t, row, Shape::Box)))
            .collect();
        for (place, node) in own.iter().enumerate() {
            for under in below {
                self.wire(under[place], *node);
            }
        }
        for pair in own.windows(2) {
            let (from, to) = if back {
                (pair[1], pair[0])
            } else {
                (pair[0], pair[1])
            };
            self.wire(from, to);
        }
        own
    }

    fn output_segment(&self) -> usize {
        self.wired.loss().0
    }

    /// An answer at each step, and its loss.
    fn answers(&mut self, below: &[Vec<usize>]) {
        let segment = self.output_segment();
        let row = self.line("ŷ".to_owned(), &self.whole_size(1));
        let losses = self.line("ℓ".to_owned(), &self.whole_size(1)[..2]);
        for (place, t) in self.columns().enumerate() {
            let answer = self.node(segment, "logits", t, row, Shape::Box);
            let answer = self.push(answer);
            for under in below {
                self.wire(under[place], answer);
            }
            let loss = self.node(segment, "loss", t, losses, Shape::Loss);
            let loss = self.push(loss);
            self.wire(answer, loss);
        }
    }

    /// One answer for the whole, read from the last state or from the mean of all, and its loss.
    fn answer(&mut self, below: &[Vec<usize>]) {
        let segment = self.output_segment();
        let is_mean = self.tasks.own.pool == Pool::Mean;
        let b = self.tasks.b();
        let last = self.columns().rfind(|t| self.is_real(*t));
        let last = last.unwrap_or(self.first);
        let middle = count(self.first) + (count(self.shown) - 1.0) / 2.0;
        let column = if is_mean { middle } else { count(last) };
        let from = if is_mean {
            let row = self.line("mean".to_owned(), &[b, self.wired.spec.state_size()]);
            let mean = Node {
                column,
                shape: Shape::Mean,
                ..self.node(segment, "pooled", 0, row, Shape::Mean)
            };
            let mean = self.push(mean);
            for under in below {
                for node in under {
                    if self.picture.nodes[*node].presence == Presence::There {
                        self.wire(*node, mean);
                    }
                }
            }
            vec![mean]
        } else {
            let begin = self.columns().find(|t| self.is_real(*t));
            let begin = begin.unwrap_or(self.first);
            let back = self.wired.spec.directions.each();
            let ends = below.iter().zip(back);
            ends.map(|(own, back)| own[if *back { begin } else { last } - self.first])
                .collect()
        };
        let row = self.line("ŷ".to_owned(), &[b, 1]);
        let losses = self.line("ℓ".to_owned(), &[b]);
        let own = |node: Node| Node {
            column,
            presence: Presence::There,
            ..node
        };
        let answer = own(self.node(segment, "logits", 0, row, Shape::Box));
        let answer = self.push(answer);
        for under in from {
            self.wire(under, answer);
        }
        let loss = own(self.node(segment, "loss", 0, losses, Shape::Loss));
        let loss = self.push(loss);
        self.wire(answer, loss);
    }

    /// A decoder that begins with the last states and is given what was to be written before.
    fn written(&mut self, below: &[Vec<usize>]) {
        let segment = self.output_segment();
        let state = self.picture.lines.len() - 1;
        let row = self.line("ŷ".to_owned(), &self.whole_size(1));
        let losses = self.line("ℓ".to_owned(), &self.whole_size(1)[..2]);
        let after = |t: usize, first: usize, shown: usize| count(t - first + shown + first) + 1.0;
        let last = self
            .columns()
            .rfind(|t| self.is_real(*t))
            .unwrap_or(self.first);
        let mut before = below[0][last - self.first];
        for t in self.columns() {
            let column = after(t, self.first, self.shown);
            let own = |node: Node| Node { column, ..node };
            let given = own(self.node(segment, "given", t, 0, Shape::Box));
            let given = self.push(given);
            let h = own(self.node(segment, "h", t, state, Shape::Box));
            let h = self.push(h);
            self.wire(before, h);
            self.wire(given, h);
            let answer = own(self.node(segment, "logits", t, row, Shape::Box));
            let answer = self.push(answer);
            self.wire(h, answer);
            let loss = own(self.node(segment, "loss", t, losses, Shape::Loss));
            let loss = self.push(loss);
            self.wire(answer, loss);
            before = h;
        }
        self.picture.written = Some(self.first + self.shown + 1);
        self.picture.columns = 2 * self.shown + 1;
    }

    /// What could be had at the step that is happening now: what has been read, and what reads only that.
    fn live(&mut self) {
        let Some(now) = self.picture.now else { return };
        let begin = self.tasks.sequences.start(&self.tasks.own, self.b);
        let length = self.tasks.sequences.rows[self.b].len();
        let (end, ends_later) = (begin + length, now < begin + length);
        let in_future = |node: &Node| node.row == 0 && node.column >= count(now);
        for place in 0..self.picture.nodes.len() {
            let own = &self.picture.nodes[place];
            // Steps that are not shown come too.
            let reads_end = own.reference.contains("_reverse") && ends_later && end > self.first;
            let is_mean = own.shape == Shape::Mean && ends_later;
            let is_written = self
                .picture
                .written
                .is_some_and(|from| own.column >= count(from));
            let mut sources = self.picture.wires.iter().filter(|wire| wire.to == place);
            let lacks =
                sources.any(|wire| self.picture.nodes[wire.from].presence == Presence::Later);
            let is_later =
                in_future(own) || reads_end || is_mean || (is_written && ends_later) || lacks;
            if is_later {
                self.picture.nodes[place].presence = Presence::Later;
            }
        }
    }
}

impl Diagram for Picture {
    fn scene(&self, frame: &Frame, focused: Option<&str>) -> Scene {
        let palette = frame.theme.palette();
        let mut scene = Scene::new(frame.size(), palette.page);
        let drawing = Drawing::new(self, frame, palette);
        drawing.paint(&mut scene);
        focus::paint(&mut scene, focused, palette);
        scene
    }

    fn sheet(&self) -> Sheet {
        let columns = self.first..self.first + self.columns;
        let column = |t: usize| {
            let entries = (0..self.lines.len()).map(|row| {
                let own = |node: &&Node| node.row == row && (node.column - count(t)).abs() < 0.6;
                let node = self.nodes.iter().find(own);
                node.map_or_else(Entry::default, |node| Entry {
                    reference: Some(node.reference.clone()),
                    ..Entry::number(node.value)
                })
            });
            (self.header(t), entries.collect())
        };
        let shapes = self.lines.iter().map(|line| Entry::words(&*line.shape));
        let mut all = vec![("shape".to_owned(), shapes.collect())];
        all.extend(columns.map(column));
        Sheet::of_columns(
            "Wiring: the selected unit of every row at every step".to_owned(),
            "row",
            self.lines.iter().map(|line| line.name.clone()).collect(),
            all,
        )
    }

    fn inspect(&self, reference: &str) -> Option<Inspection> {
        if reference == "now" {
            let now = self.now.unwrap_or(self.steps) as f64;
            return Some(Inspection {
                given: Some(Given {
                    reference: reference.to_owned(),
                    name: "the step that is happening now".to_owned(),
                    value: now,
                    step: 1.0,
                }),
                ..Inspection::of_numbers(
                    reference,
                    "Now",
                    words::NOW.to_owned(),
                    vec![InspectedRow::number("step", now)],
                )
            });
        }
        let node = self.nodes.iter().find(|node| node.reference == reference)?;
        Some(Inspection::of_numbers(
            reference,
            node.words.clone(),
            String::new(),
            vec![
                InspectedRow::number("value", node.value),
                InspectedRow::number("length of its gradient", node.gradient),
            ],
        ))
    }
}

impl Picture {
    fn header(&self, column: usize) -> String {
        match self.written {
            Some(from) if column >= from => format!("written {}", column - from + 1),
            _ => format!("t = {}", column + 1),
        }
    }
}

struct Drawing<'d> {
    picture: &'d Picture,
    palette: &'static Palette,
    small: Type,
    frame: &'d Frame,
    area: Rect,
    wide: f32,
    high: f32,
    longest: f64,
}

impl<'d> Drawing<'d> {
    fn new(picture: &'d Picture, frame: &'d Frame, palette: &'static Palette) -> Self {
        let small = Type::sans(frame.rem(11.0));
        let names = picture.lines.iter();
        let widest = names
            .map(|line| {
                measure(&line.name, small)
                    .width
                    .max(measure(&line.shape, small).width)
            })
            .fold(0.0, f32::max);
        let left = (widest + 20.0).min(frame.width * 0.34);
        let lines = wrap(&picture.foot, small, frame.width - 16.0, 2).len();
        let (head, foot) = (frame.rem(18.0), frame.rem(10.0 + 14.0 * count(lines)));
        let area = Rect::new(
            left,
            head,
            (frame.width - left - 12.0).max(1.0),
            (frame.height - head - foot).max(1.0),
        );
        let longest = picture.nodes.iter().map(|node| node.gradient);
        Self {
            picture,
            palette,
            small,
            frame,
            area,
            wide: (area.width / count(picture.columns)).min(110.0),
            high: area.height / count(picture.lines.len()),
            longest: longest.filter(|size| size.is_finite()).fold(0.0, f64::max),
        }
    }

    fn centre(&self, node: &Node) -> Point {
        let column = node.column - count(self.picture.first) + 0.5;
        let row = count(self.picture.lines.len() - 1 - node.row) + 0.5;
        at(
            self.area.x + column * self.wide,
            self.area.y + row * self.high,
        )
    }

    /// How large a node is.
    fn size(&self, node: &Node) -> (f32, f32) {
        let high = (self.high * 0.62).min(self.frame.rem(26.0));
        match node.shape {
            Shape::Mean => ((self.wide * 1.4).clamp(46.0, 96.0), high),
            Shape::Box | Shape::Loss => ((self.wide * 0.72).min(62.0), high),
        }
    }

    fn paint(&self, scene: &mut Scene) {
        let places = self.picture.steps - self.picture.first;
        let shown = places.min(self.picture.columns);
        scene.grip(Grip {
            part: self.area,
            inverse: Inverse::Width {
                area: Rect::new(
                    self.area.x,
                    self.area.y,
                    self.wide * count(shown),
                    self.area.height,
                ),
                ends: (
                    self.picture.first as f64,
                    (self.picture.first + shown) as f64,
                ),
            },
        });
        self.heads(scene);
        self.names(scene);
        for wire in &self.picture.wires {
            self.wire(scene, *wire);
        }
        for node in &self.picture.nodes {
            self.node(scene, node);
        }
        self.now(scene);
        scene.plain();
        let mut y = self.area.bottom() + self.frame.rem(18.0);
        for line in self.foot_lines() {
            scene.text(&line, at(8.0, y), self.small, self.palette.ink);
            y += self.frame.rem(14.0);
        }
    }

    fn foot_lines(&self) -> Vec<String> {
        wrap(&self.picture.foot, self.small, self.frame.width - 16.0, 2)
    }

    fn heads(&self, scene: &mut Scene) {
        let style = self.small.align(Align::Middle);
        let room = measure("t88", style).width;
        if self.wide < room {
            return;
        }
        scene.plain();
        for place in 0..self.picture.columns {
            let column = self.picture.first + place;
            let (text, is_now) = match self.picture.written {
                Some(from) if column + 1 == from => continue,
                Some(from) if column >= from => (format!("y{}", column - from + 1), false),
                _ => (format!("t{}", column + 1), column == self.picture.at),
            };
            let x = self.area.x + (count(place) + 0.5) * self.wide;
            let color = if is_now {
                self.palette.accent
            } else {
                self.palette.secondary
            };
            scene.text(&text, at(x, self.area.y - 5.0), style, color);
        }
    }

    fn names(&self, scene: &mut Scene) {
        scene.plain();
        let room = self.area.x - 14.0;
        for (row, line) in self.picture.lines.iter().enumerate() {
            let y = self.area.y + (count(self.picture.lines.len() - 1 - row) + 0.5) * self.high;
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
        let [from, to] = [wire.from, wire.to].map(|place| &self.picture.nodes[place]);
        let ends = self.ends(from, to);
        let (from_at, to_at) = ends;
        let is_there = [from, to].iter().all(|own| own.presence == Presence::There);
        if self.picture.is_backward && is_there && self.longest > 0.0 {
            let share = column::share(from.gradient, self.longest);
            let band = Ink::line(self.palette.gradient.faded(0.4), 1.0 + 8.0 * share);
            scene.plain();
            scene.path(&[from_at, to_at], false, band);
        }
        let words = words::wire(&from.words, &to.words, from.presence != Presence::Later);
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
            words.push_str(", not available live");
        }
        scene.mark(Some(node.reference.clone()), words, Kind::Cell);
        let fill = match node.shape {
            Shape::Loss => self.palette.page,
            _ if node.presence != Presence::There => self.palette.panel,
            _ => self.palette.value(node.value, Scale::Signed(1.0)),
        };
        let edge = match node.shape {
            _ if node.is_here => self.palette.accent,
            Shape::Loss if node.counts => self.palette.gradient,
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

    fn number(&self, scene: &mut Scene, node: &Node, place: Rect, ink: view::draw::painter::Rgba) {
        let style = self.small.align(Align::Middle);
        let is_loss = node.shape == Shape::Loss;
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
            Shape::Loss if node.counts => self.palette.gradient,
            Shape::Loss => self.palette.secondary,
            _ if node.presence == Presence::Later => self.palette.ink,
            _ => ink,
        };
        scene.text(&text, at(centre.x, centre.y + 4.0), style, color);
        if is_loss && !node.counts {
            let line = [
                at(centre.x - half - 2.0, centre.y),
                at(centre.x + half + 2.0, centre.y),
            ];
            scene.path(&line, false, Ink::line(color, 1.5));
        }
    }

    /// The line between what has been read and what comes, to be dragged.
    fn now(&self, scene: &mut Scene) {
        let now = self.picture.now.unwrap_or(self.picture.steps);
        let shown = self.picture.first..=self.picture.first + self.picture.columns;
        if !shown.contains(&now) || self.wide < 10.0 {
            return;
        }
        let x = self.area.x + count(now - self.picture.first) * self.wide;
        let color = if self.picture.now.is_some() {
            self.palette.accent
        } else {
            faint(self.palette)
        };
        scene.mark(Some("now".to_owned()), words::NOW, Kind::Frame);
        let line = [at(x, self.area.y), at(x, self.area.bottom())];
        scene.path(&line, false, Ink::line(color, 2.0).dashed(&[6.0, 4.0]));
        if self.picture.now.is_none() {
            scene.area(Rect::around(
                at(x, self.area.centre().y),
                12.0,
                self.area.height,
            ));
            return;
        }
        let style = self.small.align(Align::Middle).face(Face::Strong);
        let wide = measure("now", style).width;
        let place = at(
            x.min(self.frame.width - wide / 2.0 - 2.0),
            self.area.bottom() + self.frame.rem(4.0),
        );
        let flag = Rect::around(at(place.x, place.y - 4.0), wide + 8.0, self.frame.rem(15.0));
        scene.rect(flag, Ink::fill(self.palette.page));
        scene.text("now", place, style, self.palette.accent);
        scene.area(Rect::around(
            at(x, self.area.centre().y),
            16.0,
            self.area.height + 16.0,
        ));
    }
}
