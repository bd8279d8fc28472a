//! Valves: at a product with a gate, a plate that turns, an inlet that narrows or a shutter that closes as far as the
//! gate lets through of the selected unit; at a blend, a bead between the two streams.
//!
//! Invariant: nothing shows an opening before its gate has been computed.

use super::Picture;
use super::geometry::{direction, mix};
use super::layout::Body;
use crate::draw::painter::{Align, Ink, Painter, Point, Rect, Rgba, Type, at};
use crate::draw::scene::{Kind as Hit, Scene};
use crate::draw::views::column::{self, share};
use crate::explain::graph::{GraphNode, State, Valve};
use crate::explain::number;

/// How a valve opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// A plate that turns across the stream.
    Plate,
    /// Two wedges that come together.
    Inlet,
    /// Slats that grow until they meet.
    Shutter,
}

/// A valve in its place.
struct Fitting {
    centre: Point,
    radius: f32,
    /// The direction of the stream.
    along: Point,
    opening: f32,
    color: Rgba,
}

impl Fitting {
    /// A place in the valve, by its distance along the stream and to the right of it.
    fn at(&self, along: f32, aside: f32) -> Point {
        at(
            self.centre.x + self.along.x * along - self.along.y * aside,
            self.centre.y + self.along.y * along + self.along.x * aside,
        )
    }

    /// Along the stream when open, across it when shut.
    fn plate(&self, scene: &mut Scene) {
        let shut = 1.0 - self.opening;
        let length = (self.opening * self.opening + shut * shut).sqrt();
        let (cos, sin) = (self.opening / length, shut / length);
        let (reach, thick) = (self.radius - 2.0, 0.17 * self.radius);
        let place =
            |along: f32, aside: f32| self.at(along * cos - aside * sin, along * sin + aside * cos);
        let plate = [
            place(-reach, 0.0),
            place(-reach * 0.5, thick),
            place(reach * 0.5, thick),
            place(reach, 0.0),
            place(reach * 0.5, -thick),
            place(-reach * 0.5, -thick),
        ];
        scene.path(&plate, true, Ink::fill(self.color));
        scene.circle(self.centre, thick + 0.8, Ink::fill(self.color));
    }

    /// The gap between the wedges is the opening.
    fn inlet(&self, scene: &mut Scene) {
        let (reach, base) = (self.radius - 1.0, 0.5 * self.radius);
        let gap = self.opening * (reach - 4.5);
        for side in [-1.0, 1.0] {
            let wedge = [
                self.at(-base, side * reach * 0.87),
                self.at(0.0, side * gap),
                self.at(base, side * reach * 0.87),
            ];
            scene.path(&wedge, true, Ink::fill(self.color));
        }
    }

    /// The slats leave the opening free.
    fn shutter(&self, scene: &mut Scene) {
        const SLATS: u8 = 4;
        let side = 1.3 * self.radius;
        let pitch = side / f32::from(SLATS);
        let thick = (pitch * (1.0 - self.opening)).max(1.0);
        for slat in 0..SLATS {
            let middle = (f32::from(slat) + 0.5) * pitch - side / 2.0;
            let area = Rect::around(at(self.centre.x, self.centre.y + middle), side, thick);
            scene.rect(area, Ink::fill(self.color));
        }
    }
}

impl Picture<'_> {
    /// The strength of a valve: of its product, or of its gate where that alone has been computed.
    pub(super) fn valve_state(&self, node: &GraphNode, valve: &Valve) -> State {
        match (node.state, self.graph.nodes[valve.gate].state) {
            (State::NotYet, gate) if valve.opening.is_some() => gate,
            (state, _) => state,
        }
    }

    /// The inside of a valve whose gate has been computed.
    pub(super) fn fitting(&self, scene: &mut Scene, index: usize, valve: &Valve, color: Rgba) {
        let (Some(opening), Body::Operator(centre)) =
            (valve.opening, self.layout.items[index].body)
        else {
            return;
        };
        let fitting = Fitting {
            centre,
            radius: self.layout.sizes.radius,
            along: self.stream_direction(index, valve),
            opening: share(opening, 1.0).max(0.0),
            color,
        };
        match self.sort(index, valve) {
            Sort::Plate => fitting.plate(scene),
            Sort::Inlet => fitting.inlet(scene),
            Sort::Shutter => fitting.shutter(scene),
        }
    }

    /// Each gate has a valve of its own kind; the two sides of a blend keep like a forget gate and write like an input
    /// gate.
    fn sort(&self, index: usize, valve: &Valve) -> Sort {
        match (valve.role, self.graph.nodes[index].role) {
            ("output", _) => Sort::Shutter,
            ("input", _) | ("update", "input") => Sort::Inlet,
            _ => Sort::Plate,
        }
    }

    fn stream_direction(&self, index: usize, valve: &Valve) -> Point {
        let number = self
            .graph
            .wires
            .iter()
            .position(|wire| wire.from == valve.stream && wire.to == index);
        let way = number.map(|number| self.router.wire(number));
        match way.as_deref() {
            Some([.., before, tip]) => direction(*before, *tip),
            _ => at(1.0, 0.0),
        }
    }

    /// What is printed beside valves and blends.
    pub(super) fn openings(&self, scene: &mut Scene) {
        for (index, node) in self.graph.nodes.iter().enumerate() {
            if let Some(valve) = &node.valve {
                self.opening(scene, index, valve);
            }
        }
        for index in 0..self.graph.nodes.len() {
            self.blend(scene, index);
        }
    }

    /// The gate's letter and its value for the selected unit.
    fn opening(&self, scene: &mut Scene, index: usize, valve: &Valve) {
        let (Some(opening), Body::Operator(centre)) =
            (valve.opening, self.layout.items[index].body)
        else {
            return;
        };
        let gate = &self.graph.nodes[valve.gate];
        let name = crate::draw::label::Label {
            sub: None,
            sup: None,
            ..self.label(valve.gate)
        };
        let text = number::fixed(opening, 3).text();
        let style = Type::sans(11.0);
        let letter = name.width(scene, 14.0);
        let whole = letter + 4.0 + scene.measure(&text, style).width;
        let places = Self::around(centre, self.layout.sizes.radius + 3.0, whole, 13.0);
        let Some(area) = self.first_free(places) else {
            return;
        };
        let state = self.valve_state(&self.graph.nodes[index], valve);
        let color = self
            .page
            .towards(self.hue(valve.role), self.ink(state).max(0.8));
        let reference = gate
            .reference
            .as_ref()
            .map(|reference| format!("{reference}.u{}", self.unit));
        scene.mark(
            reference,
            format!("{}, unit {}: {text} open", gate.words, self.unit),
            Hit::Frame,
        );
        let baseline = area.y + 10.5;
        let math = Type::sans(14.0).align(Align::Start);
        name.paint(scene, at(area.x, baseline), math, color);
        scene.text(&text, at(area.x + letter + 4.0, baseline), style, color);
    }

    /// A line from the old stream to the new one, with a bead at the share of the new.
    fn blend(&self, scene: &mut Scene, index: usize) {
        let node = &self.graph.nodes[index];
        let (Some(blend), Body::Operator(centre)) = (node.blend, self.layout.items[index].body)
        else {
            return;
        };
        let radius = self.layout.sizes.radius;
        let reach = if self.layout.sizes.single {
            radius + 20.0
        } else {
            radius + 34.0
        };
        let (old, new) = (
            at(centre.x - reach, centre.y),
            at(centre.x, centre.y + reach),
        );
        let Some(share) = blend.share.filter(|share| share.is_finite()) else {
            let color = self.page.towards(self.palette.ink, 0.25);
            scene.plain();
            scene.path(
                &[old, new],
                false,
                Ink::line(color, 1.5).dashed(&[3.0, 3.0]),
            );
            return;
        };
        let color = self.hue("update");
        let words = format!(
            "unit {}: {} of the new, {} of the old",
            self.unit,
            number::fixed(share, 3).text(),
            number::fixed(1.0 - share, 3).text()
        );
        scene.mark(node.reference.clone(), words, Hit::Frame);
        scene.path(&[old, new], false, Ink::line(self.page, 5.0));
        scene.path(&[old, new], false, Ink::line(color, 2.0));
        for end in [old, new] {
            scene.circle(end, 3.0, Ink::fill(self.page).outlined(color, 1.5));
        }
        let bead = mix(old, new, column::share(share, 1.0).max(0.0));
        scene.circle(bead, 5.5, Ink::fill(color).outlined(self.page, 1.5));
    }
}
