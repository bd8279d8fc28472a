//! Wires: thin lines for what is read, and wide ones on a state's own road, as wide as what flows there of the selected
//! unit.

use super::geometry::{beside, bounds, head, rounded};
use super::structure::{Spot, key};
use super::{Picture, rank};
use crate::draw::painter::{Ink, Painter, Point, at};
use crate::draw::scene::{Kind as Hit, Scene};
use crate::draw::views::column::share;
use crate::explain::graph::{End, GraphNode, Kind, State, Wire};
use unrolled::ir::order::sorted;

/// How a line is drawn.
#[derive(Clone, Copy, Debug)]
struct Line<'l> {
    /// What flows: decides the hue.
    role: &'l str,
    state: State,
    /// The state whose road it is part of.
    road: Option<&'l str>,
    /// How much of the widest stream flows, where that is shown.
    flow: Option<f32>,
}

impl Picture<'_> {
    pub(super) fn wires(&self, scene: &mut Scene) {
        let rank = |number: &usize| rank(self.graph.wires[*number].state);
        let order = (0..self.graph.wires.len()).collect();
        let order: Vec<usize> = sorted(order, |a, b| rank(a).cmp(&rank(b)));
        for number in order {
            let wire = &self.graph.wires[number];
            let from = &self.graph.nodes[wire.from];
            let dead = wire
                .dead
                .as_ref()
                .map_or(String::new(), |why| format!("; {why}"));
            let words = format!(
                "from {} to {}{dead}",
                from.words, self.graph.nodes[wire.to].words
            );
            let way = self.router.wire(number);
            if way.len() < 2 {
                continue;
            }
            let reference = wire.weight.clone().or_else(|| from.reference.clone());
            scene.mark(reference, words, Hit::Wire(way.clone()));
            if matches!(self.structure.spots[wire.from], Spot::Inside(_)) {
                scene.area(bounds(&way));
                continue;
            }
            let line = self.line_of(wire);
            self.line(scene, self.branch(wire, &way), line);
            self.arrow(scene, line, &way);
            self.joint(scene, wire, &way);
        }
        self.ends(scene);
    }

    /// What of a wire is not drawn with another one: of those that share a track of the bus and a state, the longest has
    /// all of it.
    fn branch<'w>(&self, wire: &Wire, way: &'w [Point]) -> &'w [Point] {
        let Some(turn) = self.router.tap(wire.from, wire.to) else {
            return way;
        };
        let further = self.graph.wires.iter().any(|other| {
            let same = other.from == wire.from && other.state == wire.state;
            same && self
                .router
                .tap(other.from, other.to)
                .is_some_and(|x| x > turn)
        });
        if further { &way[way.len() - 2..] } else { way }
    }

    fn line_of(&self, wire: &Wire) -> Line<'_> {
        let road = self.road_role(wire);
        let tributary = matches!(self.structure.spots[wire.to], Spot::Lane(_))
            && self.graph.nodes[wire.to].kind == Kind::Join;
        let shown = !matches!(wire.state, State::Dead | State::NotYet);
        let flows = (road.is_some() || tributary) && shown && !self.graph.backward;
        let role = match road {
            // What is kept goes on in the hue of the gate that kept it.
            Some(_) if self.graph.nodes[wire.from].valve.is_some() => wire.role,
            Some(road) => road,
            None => wire.role,
        };
        Line {
            role,
            state: wire.state,
            road,
            flow: if flows { self.flow(wire) } else { None },
        }
    }

    /// The role of the state whose own road a wire is part of.
    fn road_role(&self, wire: &Wire) -> Option<&'static str> {
        let spots = &self.structure.spots;
        let (Spot::Enter(Some(_)) | Spot::Lane(_), Spot::Lane(lane)) =
            (spots[wire.from], spots[wire.to])
        else {
            return None;
        };
        let owner = spots
            .iter()
            .position(|other| *other == Spot::Enter(Some(lane)))?;
        Some(self.graph.nodes[owner].role)
    }

    /// How much flows along a wire of a road: of a blend its shares, else the size of the selected unit's number.
    fn flow(&self, wire: &Wire) -> Option<f32> {
        if let Some(blend) = self.graph.nodes[wire.to].blend {
            let new = self.graph.nodes[wire.from]
                .values
                .as_ref()
                .and(blend.share)?;
            let own = if wire.from == blend.old {
                1.0 - new
            } else {
                new
            };
            return Some(share(own, 1.0).max(0.0));
        }
        self.stream(wire.from)
    }

    /// How much of the selected unit stands at a node, of the most that is shown.
    fn stream(&self, index: usize) -> Option<f32> {
        let node = &self.graph.nodes[index];
        let value = node.values.as_ref()?.get(self.unit.max(1) - 1)?;
        if self.blends(node) {
            return value.is_finite().then_some(1.0);
        }
        let (_, most) = super::scale(self.graph, node).ends();
        value.is_finite().then(|| share(value.abs(), most))
    }

    /// Whether a node is on a road whose streams are shares of one whole.
    fn blends(&self, node: &GraphNode) -> bool {
        let same = |other: &&GraphNode| other.blend.is_some() && key(other) == key(node);
        self.graph.nodes.iter().any(|other| same(&other))
    }

    fn line(&self, scene: &mut Scene, way: &[Point], line: Line<'_>) {
        let sizes = self.layout.sizes;
        let color = self.inked(self.hue(line.role), line.state);
        let dash: &[f32] = match line.state {
            State::Dead => &[1.5, 3.5],
            State::NotYet if !self.graph.backward => &[5.0, 4.0],
            _ => &[],
        };
        let points = rounded(way);
        if line.road == Some("cell") {
            let wall = self.inked(self.hue("cell"), line.state);
            let half = sizes.pipe / 2.0;
            for aside in [-half, half] {
                scene.path(
                    &beside(way, aside),
                    false,
                    Ink::line(wall, 1.25).dashed(dash),
                );
            }
            if let Some(flow) = line.flow {
                let width = (flow * (sizes.pipe - 4.0)).max(1.0);
                scene.path(&points, false, Ink::line(color, width));
            }
            return;
        }
        let thin: f32 = match (line.role, line.road) {
            ("hidden", _) | (_, Some(_)) => 2.5,
            _ if line.state == State::Now => 2.0,
            _ => 1.5,
        };
        let width = match line.flow {
            Some(flow) => (flow * (sizes.pipe - 4.0)).max(1.0),
            _ => thin,
        };
        scene.path(&points, false, Ink::line(color, width).dashed(dash));
    }

    fn arrow(&self, scene: &mut Scene, line: Line<'_>, way: &[Point]) {
        if self.graph.backward {
            return;
        }
        let color = self.inked(self.hue(line.role), line.state);
        let flow = line.flow.unwrap_or(0.0) * (self.layout.sizes.pipe - 4.0);
        head(scene, way, (flow + 4.0).max(7.0), color);
    }

    /// A dot where a wire leaves another of the same source.
    fn joint(&self, scene: &mut Scene, wire: &Wire, way: &[Point]) {
        let color = self.inked(self.hue(wire.role), wire.state);
        let from_lane = matches!(
            self.structure.spots[wire.from],
            Spot::Lane(_) | Spot::Enter(Some(_))
        );
        if from_lane && self.road_role(wire).is_none() && way.len() == 2 {
            scene.circle(way[0], 3.0, Ink::fill(color));
        }
        let bus = matches!(
            self.structure.spots[wire.from],
            Spot::Enter(_) | Spot::Input
        );
        if bus && way.len() > 3 && !matches!(self.structure.spots[wire.to], Spot::Head(_)) {
            let turn = way[way.len() - 2];
            if self.router.goes_on(wire.from, turn.x) {
                scene.circle(turn, 2.5, Ink::fill(color));
            }
            if from_lane {
                scene.circle(way[1], 3.0, Ink::fill(color));
            }
        }
    }

    /// States come in from the left edge and leave at the right one.
    fn ends(&self, scene: &mut Scene) {
        for (index, node) in self.graph.nodes.iter().enumerate() {
            let Some(column) = self.layout.items[index].column else {
                continue;
            };
            let y = column.centre().y;
            let has_road =
                self.structure
                    .spots
                    .iter()
                    .zip(&self.graph.nodes)
                    .any(|(spot, other)| {
                        matches!(spot, Spot::Enter(Some(_))) && key(other) == key(node)
                    });
            let line = Line {
                role: node.role,
                state: node.state,
                road: has_road.then_some(node.role),
                flow: if has_road && !self.graph.backward {
                    self.stream(index)
                } else {
                    None
                },
            };
            let way = match node.carry {
                Some(End::Previous) => vec![at(0.0, y), at(column.x, y)],
                Some(End::Next) => {
                    let way = self.router.leaving(index);
                    scene.mark(
                        node.reference.clone(),
                        node.words.clone(),
                        Hit::Wire(way.clone()),
                    );
                    self.line(scene, &way, line);
                    vec![at(column.right(), y), at(self.frame.width, y)]
                }
                None => continue,
            };
            scene.plain();
            self.line(scene, &way, line);
        }
    }
}
