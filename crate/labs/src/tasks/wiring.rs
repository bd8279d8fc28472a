//! What is read, which state reads which, and where the loss is: one sequence of the batch, step by step, with what would
//! not be there yet if it were read live.

use std::ops::Range;

use super::settings::{Layout, Pool, Wiring};
use super::wired::Wired;
use super::{Tasks, shapes, words};
use crate::lab::At;
use unrolled::run::ModelRun;
use unrolled::run::cursor::Direction;
use unrolled::run::metrics::norm;
use view::draw::panel::graph::{Column, ColumnRule, Graph, Line, Node, Presence, Shape, Wire};
use view::draw::views::column::count;

/// The most steps side by side.
const MOST: usize = 24;
/// The most numbers of an input side by side.
const MOST_PARTS: usize = 4;

/// The picture.
pub(super) fn graph(tasks: &Tasks, at: &At<'_>) -> Graph {
    Weaver::new(tasks, at).weave()
}

/// Builds the picture row by row.
struct Weaver<'t> {
    tasks: &'t Tasks,
    wired: &'t Wired,
    at: &'t At<'t>,
    b: usize,
    /// The steps that are shown.
    steps: Range<usize>,
    /// The segment and the step of it that the cursor stands at.
    here: (usize, usize),
    graph: Graph,
}

impl<'t> Weaver<'t> {
    fn new(tasks: &'t Tasks, at: &'t At<'t>) -> Self {
        let (wired, steps) = (tasks.shown(), tasks.t());
        let cursor = wired.cursor(at.position, at.unit);
        let here = (cursor.segment, cursor.position.t - 1);
        let t = tasks.step(at);
        let is_written = tasks.own.wiring == Wiring::Sequence;
        let shown = steps.min(if is_written { MOST / 2 } else { MOST });
        let first = t.saturating_sub(shown / 2).min(steps - shown);
        Self {
            tasks,
            wired,
            at,
            b: tasks.row(),
            steps: first..first + shown,
            here,
            graph: Graph {
                caption: "Wiring: the selected unit of every row at every step".to_owned(),
                at: Some(t - first),
                is_backward: at.position.dir == Direction::Backward,
                foot: words::wiring_foot(tasks),
                ..Graph::default()
            },
        }
    }

    fn weave(mut self) -> Graph {
        self.columns("t", "t =");
        self.graph.rule = Some(ColumnRule {
            at: self.tasks.now().unwrap_or(self.tasks.t()),
            range: (self.steps.start, self.tasks.t()),
            reference: "now",
            name: self.tasks.now().map(|_| "now"),
            words: words::NOW,
        });
        let mut below = vec![self.inputs()];
        for layer in 0..self.wired.spec.layers {
            let each = self.wired.spec.directions.each().iter();
            below = each.map(|back| self.chain(layer, *back, &below)).collect();
        }
        match (self.tasks.own.wiring, self.tasks.own.pool) {
            (Wiring::Each, _) => self.answers(&below),
            (Wiring::One, Pool::Last) => self.answer_of_last(&below),
            (Wiring::One, Pool::Mean) => self.answer_of_mean(&below),
            (Wiring::Sequence, _) => self.written(&below),
        }
        if let Some(now) = self.tasks.now() {
            self.live(now);
        }
        self.graph
    }

    /// A column for each step that is shown.
    fn columns(&mut self, short: &str, header: &str) {
        let column = |t: usize| Column {
            short: format!("{short}{}", t + 1),
            header: format!("{header} {}", t + 1),
        };
        let columns = self.steps.clone().map(|t| Some(column(t)));
        self.graph.columns.extend(columns);
    }

    fn line(&mut self, name: impl Into<String>, sizes: &[usize]) -> usize {
        self.graph.lines.push(Line {
            name: name.into(),
            shape: shapes::text(sizes),
        });
        self.graph.lines.len() - 1
    }

    /// The sizes of something at every step of every sequence.
    fn whole_size(&self, rows: usize) -> [usize; 3] {
        let (b, t) = (self.tasks.b(), self.tasks.t());
        match self.tasks.own.layout {
            Layout::BatchFirst => [b, t, rows],
            Layout::TimeFirst => [t, b, rows],
        }
    }

    fn push(&mut self, node: Node) -> usize {
        self.graph.nodes.push(node);
        self.graph.nodes.len() - 1
    }

    fn wire(&mut self, from: usize, to: usize) {
        self.graph.wires.push(Wire { from, to });
    }

    /// A node of a segment at a step of the sequence, in the column of that step.
    fn node(&self, segment: usize, key: &str, t: usize, row: usize) -> Node {
        let run = self.wired.run.segment(segment);
        let name = self.wired.run.network().segments[segment].name;
        let trace = run.trace();
        let read = t.min(trace.steps() - 1);
        let step = self.wired.run.step_at(segment, read, self.b);
        let found = run.program().find(key);
        let numbers = found.map_or(&[][..], |node| trace.value(node, step, self.b));
        let unit = self.at.unit.clamp(1, numbers.len().max(1));
        let value = numbers.get(unit - 1).copied().unwrap_or(f64::NAN);
        let is_real = trace.is_real(step, self.b);
        let counts = trace.loss_weight(step, self.b) != 0.0;
        Node {
            row,
            column: count(t.saturating_sub(self.steps.start)),
            shape: if key == "loss" {
                Shape::Loss { counts }
            } else {
                Shape::Value
            },
            reference: self.reference(name, key, read),
            words: words::node(name, key, (t + 1, is_real), (unit, value)),
            value,
            parts: if key == "x" && numbers.len() <= MOST_PARTS {
                numbers.to_vec()
            } else {
                vec![]
            },
            gradient: found.map_or(0.0, |node| norm(trace.grad(node, step, self.b))),
            presence: if is_real {
                Presence::There
            } else {
                Presence::Padding
            },
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
        let is_alone = self.wired.run.network().segments.len() == 1;
        let segment = if is_alone {
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
        let row = self.line("x", &self.whole_size(self.tasks.d()));
        let steps = self.steps.clone();
        steps
            .map(|t| self.push(self.node(0, "x", t, row)))
            .collect()
    }

    /// One layer in one direction: each of its states reads what is below, and the one it goes on from.
    fn chain(&mut self, layer: usize, back: bool, below: &[Vec<usize>]) -> Vec<usize> {
        let name = format!("l{layer}{}", if back { "_reverse" } else { "" });
        let segment = self.wired.run.network().segment(&name);
        let segment = segment.expect("a layer of the network");
        let layers = (self.wired.spec.layers > 1).then_some(layer);
        let ways = (self.wired.spec.directions.each().len() > 1).then_some(back);
        let size = self.whole_size(self.wired.spec.hidden_size);
        let row = self.line(words::chain(layers, ways), &size);
        let steps = self.steps.clone();
        let own: Vec<usize> = steps
            .map(|t| self.push(self.node(segment, "h", t, row)))
            .collect();
        for (place, node) in own.iter().enumerate() {
            for under in below {
                self.wire(under[place], *node);
            }
        }
        for pair in own.windows(2) {
            let (from, to) = if back { (1, 0) } else { (0, 1) };
            self.wire(pair[from], pair[to]);
        }
        own
    }

    /// An answer at each step, and its loss.
    fn answers(&mut self, below: &[Vec<usize>]) {
        let rows = self.answer_lines(self.whole_size(1));
        for (place, t) in self.steps.clone().enumerate() {
            let from: Vec<usize> = below.iter().map(|under| under[place]).collect();
            self.judged(&from, t, rows, None);
        }
    }

    /// The rows of answers and of losses.
    fn answer_lines(&mut self, [b, t, rows]: [usize; 3]) -> [usize; 2] {
        [self.line("ŷ", &[b, t, rows]), self.line("ℓ", &[b, t])]
    }

    /// An answer that reads these nodes, and its loss over it; in the column of its step, or in another one.
    fn judged(&mut self, from: &[usize], t: usize, rows: [usize; 2], column: Option<f32>) {
        let segment = self.wired.loss().0;
        let mut below = from.to_vec();
        for (key, row) in ["logits", "loss"].into_iter().zip(rows) {
            let own = self.node(segment, key, t, row);
            let own = Node {
                column: column.unwrap_or(own.column),
                ..own
            };
            let own = self.push(own);
            for under in below {
                self.wire(under, own);
            }
            below = vec![own];
        }
    }

    /// The last real step that is shown, or the first one, counted from the first that is shown.
    fn end(&self, is_first: bool) -> usize {
        let mut real = self
            .steps
            .clone()
            .filter(|t| self.tasks.is_real(self.b, *t));
        let found = if is_first {
            real.next()
        } else {
            real.next_back()
        };
        found.map_or(0, |t| t - self.steps.start)
    }

    /// One answer for the whole, read from the last state of each direction.
    fn answer_of_last(&mut self, below: &[Vec<usize>]) {
        let ends = below.iter().zip(self.wired.spec.directions.each());
        let from: Vec<usize> = ends.map(|(own, back)| own[self.end(*back)]).collect();
        self.one_answer(&from, count(self.end(false)));
    }

    /// One answer for the whole, read from the mean of all states.
    fn answer_of_mean(&mut self, below: &[Vec<usize>]) {
        let size = [self.tasks.b(), self.wired.spec.state_size()];
        let row = self.line("mean", &size);
        let column = (count(self.steps.len()) - 1.0) / 2.0;
        let mean = Node {
            column,
            shape: Shape::Wide,
            ..self.node(self.wired.loss().0, "pooled", 0, row)
        };
        let mean = self.push(mean);
        for node in below.iter().flatten() {
            if self.graph.nodes[*node].presence == Presence::There {
                self.wire(*node, mean);
            }
        }
        self.one_answer(&[mean], column);
    }

    fn one_answer(&mut self, from: &[usize], column: f32) {
        let b = self.tasks.b();
        let rows = [self.line("ŷ", &[b, 1]), self.line("ℓ", &[b])];
        self.judged(from, 0, rows, Some(column));
    }

    /// A decoder that begins with the last states and is given what was to be written before.
    fn written(&mut self, below: &[Vec<usize>]) {
        let segment = self.wired.loss().0;
        let state = self.graph.lines.len() - 1;
        let rows = self.answer_lines(self.whole_size(1));
        let mut before = below[0][self.end(false)];
        self.graph.columns.push(None);
        let begin = self.graph.columns.len();
        self.columns("y", "written");
        for (place, t) in self.steps.clone().enumerate() {
            let column = count(begin + place);
            let own = |node: Node| Node { column, ..node };
            let given = own(self.node(segment, "given", t, 0));
            let given = self.push(given);
            let h = own(self.node(segment, "h", t, state));
            let h = self.push(h);
            self.wire(before, h);
            self.wire(given, h);
            self.judged(&[h], t, rows, Some(column));
            before = h;
        }
    }

    /// What could be had at the step that is happening now: what has been read, and what reads only that.
    fn live(&mut self, now: usize) {
        let begin = self.tasks.sequences.start(&self.tasks.own, self.b);
        let ends_later = now < begin + self.tasks.sequences.rows[self.b].len();
        for place in 0..self.graph.nodes.len() {
            let own = &self.graph.nodes[place];
            let is_ahead = own.row == 0 && own.column + count(self.steps.start) >= count(now);
            // What reads the end needs steps that may not even be shown.
            let reads_end = own.reference.contains("_reverse:")
                || own.shape == Shape::Wide
                || own.column >= count(self.steps.len());
            let mut sources = self.graph.wires.iter().filter(|wire| wire.to == place);
            let lacks = sources.any(|wire| self.graph.nodes[wire.from].presence == Presence::Later);
            if is_ahead || (reads_end && ends_later) || lacks {
                self.graph.nodes[place].presence = Presence::Later;
            }
        }
    }
}
