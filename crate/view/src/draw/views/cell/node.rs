//! Nodes: operators in circles, gates in boxes with their curve, columns of values with their names.

use super::geometry::rounded_rect;
use super::layout::Body;
use super::structure::Spot;
use super::{Picture, glyph, scale};
use crate::draw::label::Label;
use crate::draw::painter::{Align, Face, Ink, Painter, Point, Rect, Rgba, Type, at};
use crate::draw::scene::{Kind as Hit, Rows, Scene};
use crate::draw::theme::Scale;
use crate::draw::views::column::{Column, Strength};
use crate::explain::graph::{GraphNode, Kind, State};
use unrolled::ir::Scalar;

/// The curve is drawn over this range of its argument, on both sides of 0.
const REACH: f64 = 4.0;
/// From more units on the curve carries the bead of the selected one only.
const MOST_BEADS: usize = 8;

impl Picture<'_> {
    /// The values of a node, under its name.
    pub(super) fn column(&self, scene: &mut Scene, index: usize) {
        let (node, item) = (&self.graph.nodes[index], self.layout.items[index]);
        let Some(area) = item.column else { return };
        self.name(scene, index, area);
        let single = self.layout.sizes.single && node.rows == self.hidden();
        let unit = (node.rows == self.hidden()).then(|| self.unit.clamp(1, node.rows) - 1);
        let shown = match unit {
            Some(unit) if single => (unit, 1),
            _ => (0, node.rows),
        };
        let scale = scale(self.graph, node);
        let strength = Strength {
            ink: self.ink(node.state),
            now: node.state == State::Now,
        };
        let column = Column {
            values: node.values.as_deref(),
            rows: node.rows,
            shown,
            unit,
            reference: node.reference.as_deref(),
            words: &node.words,
            hue: self.hue(node.role),
            scale,
            strength,
        };
        column.paint(scene, area, self.palette);
        self.grads(scene, node, area, shown);
    }

    /// The gradient of each unit, as a thin strip along the column.
    fn grads(
        &self,
        scene: &mut Scene,
        node: &GraphNode,
        area: Rect,
        (first, rows): (usize, usize),
    ) {
        let Some(grads) = &node.grads else { return };
        let Some(shown) = grads.get(first..first + rows) else {
            return;
        };
        let scale = Scale::Signed(self.graph.ranges.grads);
        let strip = Rect::new(area.right() + 1.0, area.y, 5.0, area.height);
        let pixels: Vec<u8> = shown
            .iter()
            .map(|&grad| self.palette.value(grad, scale))
            .flat_map(|color| [color.r, color.g, color.b, color.a])
            .collect();
        scene.plain();
        scene.image(strip, 1, u32::try_from(rows).unwrap_or(u32::MAX), &pixels);
        let width = if node.state == State::Now { 1.5 } else { 0.75 };
        scene.rect(strip, Ink::line(self.palette.gradient, width));
        scene.rows(Rows {
            area: strip,
            reference: node.reference.as_ref().map(|own| format!("d.{own}")),
            words: format!("gradient of {}", node.words),
            numbers: (first + 1, rows),
            values: Some(shown.to_vec()),
            kind: Hit::Frame,
        });
    }

    pub(super) fn hidden(&self) -> usize {
        self.graph
            .nodes
            .iter()
            .find(|node| node.carry.is_some())
            .map_or(0, |node| node.rows)
    }

    /// A soft halo round what is being computed.
    pub(super) fn halo(&self, scene: &mut Scene, index: usize) {
        let (node, item) = (&self.graph.nodes[index], self.layout.items[index]);
        if node.state != State::Now {
            return;
        }
        scene.plain();
        for (grow, share) in [(6.0, 0.10), (3.5, 0.16)] {
            let ink = Ink::fill(self.page.towards(self.hue(node.role), share));
            if let Some(area) = item.column {
                rounded_rect(scene, area.grown(grow), grow, ink);
            }
            if let Body::Operator(centre) = item.body {
                scene.circle(centre, self.layout.sizes.radius + grow, ink);
            }
        }
    }

    fn name(&self, scene: &mut Scene, index: usize, area: Rect) {
        let node = &self.graph.nodes[index];
        let size = self.layout.sizes.letters;
        let color = self
            .page
            .towards(self.hue(node.role), self.ink(node.state).max(0.5));
        scene.mark(node.reference.clone(), node.words.clone(), Hit::Frame);
        let place = at(area.centre().x, area.y - 7.0);
        let style = Type::sans(size).align(Align::Middle);
        let name = Rect::new(area.x, area.y - size - 6.0, area.width, size + 4.0);
        let crossed = self.taken.is_crossed(name);
        let style = if crossed {
            style.halo(self.page)
        } else {
            style
        };
        if matches!(self.structure.spots[index], Spot::Head(_)) {
            // The wires of the head run on the right.
            let style = Type {
                size: size - 2.0,
                align: Align::Start,
                ..style
            };
            self.label(index)
                .paint(scene, at(area.x, area.y - 5.0), style, color);
        } else {
            self.label(index).paint(scene, place, style, color);
        }
    }

    /// The printed name of a node; the other side of a blend is named after what it is the other side of.
    pub(super) fn label(&self, index: usize) -> Label {
        let node = &self.graph.nodes[index];
        let other = self.structure.operands[index]
            .first()
            .filter(|_| node.kind == Kind::Complement);
        let named = other
            .filter(|_| node.label.base.is_empty())
            .map_or(node, |&other| &self.graph.nodes[other]);
        let prefix = if named.node == node.node { "" } else { "1−" };
        Label::of(prefix, &named.label)
    }

    /// The circle of an element-wise node: a valve where it has a gate.
    pub(super) fn operator(&self, scene: &mut Scene, index: usize) {
        let node = &self.graph.nodes[index];
        let Body::Operator(centre) = self.layout.items[index].body else {
            return;
        };
        let valve = node.valve.as_ref();
        let state = valve.map_or(node.state, |valve| self.valve_state(node, valve));
        let hue = self.hue(node.role);
        let color = self.inked(hue, state);
        let radius = self.layout.sizes.radius;
        let now = node.state == State::Now;
        let why = node
            .dead
            .as_ref()
            .map_or(String::new(), |why| format!("; {why}"));
        scene.mark(
            node.reference.clone(),
            format!("{}{why}", node.words),
            Hit::Frame,
        );
        let dash: &[f32] = match state {
            State::NotYet if !self.graph.backward => &[4.0, 3.0],
            State::Dead => &[1.5, 2.5],
            _ => &[],
        };
        let width = if now { 2.0 } else { 1.25 };
        let ink = Ink::fill(self.palette.panel)
            .outlined(color, width)
            .dashed(dash);
        let reach = self.reach(index);
        if reach > radius {
            // A word gets a pill.
            rounded_rect(
                scene,
                Rect::around(centre, 2.0 * reach, 2.0 * radius),
                radius,
                ink,
            );
        } else {
            scene.circle(centre, radius, ink);
        }
        match valve.filter(|valve| valve.opening.is_some()) {
            Some(valve) => self.fitting(scene, index, valve, color),
            None => self.sign(scene, index, centre, color),
        }
    }

    /// Half the width of an operator: a word may need more than the circle.
    pub(super) fn reach(&self, index: usize) -> f32 {
        super::sizes::reach(self.graph.nodes[index].kind, self.layout.sizes.radius)
    }

    /// What an operator does, as a sign.
    fn sign(&self, scene: &mut Scene, index: usize, centre: Point, color: Rgba) {
        let radius = self.layout.sizes.radius;
        let arm = radius * 0.4;
        let line = Ink::line(color, 1.75);
        let mut bar = |dx: f32, dy: f32| {
            let ends = [
                at(centre.x - dx, centre.y - dy),
                at(centre.x + dx, centre.y + dy),
            ];
            scene.path(&ends, false, line);
        };
        match self.graph.nodes[index].kind {
            Kind::Product => {
                bar(arm * 0.9, arm * 0.9);
                bar(arm * 0.9, -arm * 0.9);
            }
            Kind::Join | Kind::Sum => {
                bar(arm, 0.0);
                bar(0.0, arm);
            }
            kind => {
                let size = if radius < 11.0 { 11.0 } else { 12.0 };
                let style = Type::sans(size).face(Face::Math).align(Align::Middle);
                let baseline = at(centre.x, centre.y + 0.33 * size);
                scene.text(super::sizes::word(kind), baseline, style, color);
            }
        }
    }

    /// The frame of a gate.
    pub(super) fn gate_frame(&self, scene: &mut Scene, index: usize) {
        let node = &self.graph.nodes[index];
        let Body::Gate(frame, _) = self.layout.items[index].body else {
            return;
        };
        let hue = self.hue(node.role);
        let now = node.state == State::Now
            || self
                .sum_of(index)
                .is_some_and(|sum| sum.state == State::Now);
        let edge = if now {
            self.page.towards(hue, 0.9)
        } else {
            self.page.towards(
                hue,
                if self.palette.is_plain {
                    1.0
                } else {
                    0.6 * self.ink(node.state)
                },
            )
        };
        scene.mark(node.reference.clone(), node.words.clone(), Hit::Frame);
        let tint = if now { 0.05 } else { 0.025 };
        let fill = if self.palette.is_plain {
            self.page
        } else {
            self.page.towards(hue, tint)
        };
        let width = if now && self.palette.is_plain {
            2.0
        } else {
            1.0
        };
        let ink = Ink::fill(fill).outlined(edge, width);
        let dash = self.palette.dash(node.role);
        rounded_rect(scene, frame, 5.0, ink.dashed(dash));
    }

    fn sum_of(&self, index: usize) -> Option<&GraphNode> {
        let slot = self
            .structure
            .slots
            .iter()
            .find(|slot| slot.result == index)?;
        slot.sum.map(|sum| &self.graph.nodes[sum])
    }

    /// The squashing curve, with a bead for each unit where its argument meets its value.
    pub(super) fn curve(&self, scene: &mut Scene, index: usize) {
        let node = &self.graph.nodes[index];
        let Body::Gate(_, Some(area)) = self.layout.items[index].body else {
            return;
        };
        scene.plain();
        glyph::paint(
            scene,
            node.role,
            at(area.centre().x, area.y - 9.0),
            12.0,
            self.inked(self.hue(node.role), node.state),
        );
        let axis = self.page.towards(self.palette.line, 0.5);
        let zero = if node.kind == Kind::Sigmoid {
            area.bottom()
        } else {
            area.centre().y
        };
        // Both axes in one line.
        let middle = area.centre().x;
        let axes = [
            at(area.x, zero),
            at(area.right(), zero),
            at(middle, zero),
            at(middle, area.y),
            at(middle, area.bottom()),
        ];
        scene.path(&axes, false, Ink::line(axis, 1.0));
        let place = |x: f64, y: f64| {
            let (low, high) = range(node.kind);
            #[expect(clippy::cast_possible_truncation, reason = "a place on screen")]
            let (across, up) = ((x / REACH) as f32, ((y - low) / (high - low)) as f32);
            at(
                area.centre().x + across.clamp(-1.0, 1.0) * area.width / 2.0,
                area.bottom() - up.clamp(0.0, 1.0) * area.height,
            )
        };
        let line: Vec<Point> = (-12_i32..=12)
            .map(|step| f64::from(step) * REACH / 12.0)
            .map(|x| place(x, squash(node.kind, x)))
            .collect();
        scene.path(
            &line,
            false,
            Ink::line(self.inked(self.hue(node.role), node.state), 1.5),
        );
        let Some((arguments, values)) = self
            .sum_of(index)
            .and_then(|sum| sum.values.as_ref())
            .zip(node.values.as_ref())
        else {
            return;
        };
        let hue = self.inked(self.hue(node.role), node.state);
        for (unit, (&x, &y)) in arguments
            .iter()
            .zip(values)
            .enumerate()
            .filter(|(_, (x, y))| x.is_finite() && y.is_finite())
        {
            let chosen = unit + 1 == self.unit;
            if arguments.len() <= MOST_BEADS || chosen {
                let fill = if chosen { hue } else { self.page };
                scene.circle(
                    place(x, y),
                    if chosen { 3.0 } else { 2.25 },
                    Ink::fill(fill).outlined(hue, 1.0),
                );
            }
        }
    }
}

fn range(kind: Kind) -> (f64, f64) {
    match kind {
        Kind::Sigmoid => (0.0, 1.0),
        Kind::Tanh => (-1.0, 1.0),
        _ => (-REACH, REACH),
    }
}

/// The shape of a squashing function, from the engine's own functions.
fn squash(kind: Kind, x: f64) -> f64 {
    match kind {
        Kind::Sigmoid => x.logistic(),
        Kind::Tanh => x.hyperbolic_tangent(),
        Kind::Relu => x.max(0.0),
        _ => x,
    }
}
