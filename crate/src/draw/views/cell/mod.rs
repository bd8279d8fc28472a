//! One time step as a graph: states on their lanes, gates in a row, values as coloured cells, gradients as
//! ribbons under the wires.
//!
//! Invariant: laid out from the graph alone, whatever the cell; numbers appear only where the graph has them.

mod glyph;
mod layout;
mod legend;
mod node;
mod ribbon;
mod route;
mod structure;

use self::layout::Layout;
pub(super) use self::legend::ramp;
use self::route::{Router, rounded};
use self::structure::{Spot, Structure, key};
use super::{Frame, focus};
use crate::draw::painter::{Ink, Painter, Point, Rect, Rgba, at};
use crate::draw::scene::{Kind as Hit, Scene};
use crate::draw::theme::{Palette, Scale, rounded_limit};
use crate::explain::graph::{End, Graph, GraphNode, Kind, State, Wire};

/// What the picture shows.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'c> {
    /// The step.
    pub graph: &'c Graph,
    /// The selected unit, from 1.
    pub unit: usize,
}

/// The picture of one step.
#[must_use]
pub fn cell(input: &Cell<'_>, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let page = if input.graph.backward {
        palette.page.towards(palette.gradient, 0.03)
    } else {
        palette.page
    };
    let mut scene = Scene::new(frame.size(), page);
    let structure = Structure::new(input.graph);
    let layout = Layout::new(input.graph, &structure, frame);
    let router = Router {
        graph: input.graph,
        structure: &structure,
        layout: &layout,
    };
    let mut picture = Picture {
        graph: input.graph,
        structure: &structure,
        layout: &layout,
        router: &router,
        ranges: Ranges::new(input.graph),
        unit: input.unit,
        frame,
        palette,
        page,
    };
    picture.paint(&mut scene);
    focus::paint(&mut scene, focused, palette);
    scene
}

/// How values of each family become fills; one range for all of a family.
#[derive(Clone, Copy, Debug)]
struct Ranges {
    memory: f64,
    sums: f64,
    data: f64,
    head: f64,
    grads: f64,
}

/// What shares a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Gate,
    State,
    Memory,
    Sums,
    Data,
    Head,
}

impl Ranges {
    fn new(graph: &Graph) -> Self {
        let limit = |wanted: Family| {
            let nodes = graph.nodes.iter().filter(|node| family(node) == wanted);
            let values: Vec<f64> = nodes
                .flat_map(|node| node.values.iter().flatten().copied())
                .collect();
            rounded_limit(&values)
        };
        let grads: Vec<f64> = graph
            .nodes
            .iter()
            .flat_map(|node| node.grads.iter().flatten().copied())
            .collect();
        Self {
            memory: limit(Family::Memory),
            sums: limit(Family::Sums),
            data: limit(Family::Data),
            head: limit(Family::Head),
            grads: rounded_limit(&grads),
        }
    }

    fn scale(&self, family: Family) -> Scale {
        match family {
            Family::Gate => Scale::Share,
            Family::State => Scale::Signed(1.0),
            Family::Memory => Scale::Signed(self.memory),
            Family::Sums => Scale::Signed(self.sums),
            Family::Data => Scale::Signed(self.data),
            Family::Head => Scale::Signed(self.head),
        }
    }
}

fn family(node: &GraphNode) -> Family {
    match (node.kind, node.role) {
        (Kind::Sigmoid | Kind::Complement | Kind::Softmax, _) => Family::Gate,
        (Kind::Loss | Kind::Output, _) | (Kind::Sum, "plain") => Family::Head,
        (Kind::Input, _) => Family::Data,
        (Kind::Tanh, _) => Family::State,
        (Kind::Sum, _) => Family::Sums,
        (_, "hidden") if node.carry.is_some() => Family::State,
        _ => Family::Memory,
    }
}

/// How the values of a node become fills, with the range of its kind in this step.
pub(super) fn scale(graph: &Graph, node: &GraphNode) -> Scale {
    Ranges::new(graph).scale(family(node))
}

/// Everything that is needed to paint.
struct Picture<'p> {
    graph: &'p Graph,
    structure: &'p Structure,
    layout: &'p Layout,
    router: &'p Router<'p>,
    ranges: Ranges,
    unit: usize,
    frame: &'p Frame,
    palette: &'p Palette,
    page: Rgba,
}

impl Picture<'_> {
    fn paint(&mut self, scene: &mut Scene) {
        let nodes = 0..self.graph.nodes.len();
        for index in nodes.clone() {
            self.gate_frame(scene, index);
            self.halo(scene, index);
        }
        self.ribbons(scene);
        self.wires(scene);
        for index in nodes.clone() {
            self.operator(scene, index);
            self.curve(scene, index);
        }
        for index in nodes {
            self.column(scene, index);
        }
        self.legend(scene);
    }

    /// A colour with the strength of a state.
    fn inked(&self, color: Rgba, state: State) -> Rgba {
        self.page.towards(color, self.ink(state))
    }

    /// The share of full ink a state is drawn with; while going back, what was computed going forward stays.
    fn ink(&self, state: State) -> f32 {
        match state {
            State::Now | State::InputOfNow => 1.0,
            State::Done | State::Dead => 0.6,
            State::NotYet if self.graph.backward => 0.5,
            State::NotYet => 0.25,
        }
    }

    fn hue(&self, role: &str) -> Rgba {
        self.palette.hue(role)
    }

    fn wires(&self, scene: &mut Scene) {
        let mut order: Vec<usize> = (0..self.graph.wires.len()).collect();
        order.sort_unstable_by_key(|&number| (rank(self.graph.wires[number].state), number));
        for number in order {
            let wire = &self.graph.wires[number];
            let from = &self.graph.nodes[wire.from];
            let words = format!("from {} to {}", from.words, self.graph.nodes[wire.to].words);
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
            let role = self.wire_role(wire);
            self.line(scene, &rounded(&way), role, wire.state, self.is_road(wire));
            self.arrow(scene, wire, &way);
            self.joint(scene, wire, &way);
        }
        self.ends(scene);
    }

    /// Whether a wire is part of a state's own road.
    fn is_road(&self, wire: &Wire) -> bool {
        matches!(
            (
                self.structure.spots[wire.from],
                self.structure.spots[wire.to]
            ),
            (Spot::Enter(Some(_)) | Spot::Lane(_), Spot::Lane(_))
        )
    }

    /// A state's own road looks like the state all along.
    fn wire_role(&self, wire: &Wire) -> &'static str {
        let lane = match self.structure.spots[wire.to] {
            Spot::Lane(lane) if self.is_road(wire) => Some(Spot::Enter(Some(lane))),
            _ => None,
        };
        let owner =
            lane.and_then(|spot| self.structure.spots.iter().position(|other| *other == spot));
        owner.map_or(wire.role, |owner| self.graph.nodes[owner].role)
    }

    fn line(&self, scene: &mut Scene, points: &[Point], role: &str, state: State, road: bool) {
        let color = self.inked(self.hue(role), state);
        let thin: f32 = if state == State::Now { 2.0 } else { 1.5 };
        let width = match (role, road) {
            ("cell", true) => 6.0,
            ("hidden", _) => 2.5,
            _ => thin,
        };
        let dash: &[f32] = if state == State::Dead {
            &[1.5, 3.5]
        } else {
            &[]
        };
        scene.path(points, false, Ink::line(color, width).dashed(dash));
        if width > 5.0 {
            scene.path(points, false, Ink::line(self.page, width - 4.0));
        }
    }

    fn arrow(&self, scene: &mut Scene, wire: &Wire, way: &[Point]) {
        let color = self.inked(self.hue(self.wire_role(wire)), wire.state);
        if !self.graph.backward {
            head(scene, way, color);
        }
    }

    /// A dot where a wire leaves another of the same source.
    fn joint(&self, scene: &mut Scene, wire: &Wire, way: &[Point]) {
        let color = self.inked(self.hue(wire.role), wire.state);
        let from_lane = matches!(
            self.structure.spots[wire.from],
            Spot::Lane(_) | Spot::Enter(Some(_))
        );
        if from_lane && !self.is_road(wire) && way.len() == 2 {
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
            let road = self
                .structure
                .spots
                .iter()
                .zip(&self.graph.nodes)
                .any(|(spot, other)| {
                    matches!(spot, Spot::Enter(Some(_))) && key(other) == key(node)
                });
            let way = match node.carry {
                Some(End::Previous) => vec![at(0.0, y), at(column.x, y)],
                Some(End::Next) => {
                    let way = self.router.leaving(index);
                    scene.mark(
                        node.reference.clone(),
                        node.words.clone(),
                        Hit::Wire(way.clone()),
                    );
                    self.line(scene, &way, node.role, node.state, road);
                    vec![at(column.right(), y), at(self.frame.width, y)]
                }
                None => continue,
            };
            scene.plain();
            self.line(scene, &way, node.role, node.state, road);
        }
    }
}

/// The box around a way.
fn bounds(way: &[Point]) -> Rect {
    let boxes = way.iter().map(|&point| Rect::around(point, 0.0, 0.0));
    boxes.reduce(Rect::union).unwrap_or_default()
}

/// What is drawn over what.
fn rank(state: State) -> u8 {
    match state {
        State::NotYet => 0,
        State::Dead => 1,
        State::Done => 2,
        State::InputOfNow => 3,
        State::Now => 4,
    }
}

/// An arrowhead at the end of a way.
fn head(scene: &mut Scene, way: &[Point], color: Rgba) {
    let [.., before, tip] = way else { return };
    let length = ((tip.x - before.x).abs() + (tip.y - before.y).abs()).max(1.0);
    let (dx, dy) = ((tip.x - before.x) / length, (tip.y - before.y) / length);
    let back = at(tip.x - 6.0 * dx, tip.y - 6.0 * dy);
    let (left, right) = (
        at(back.x - 3.5 * dy, back.y + 3.5 * dx),
        at(back.x + 3.5 * dy, back.y - 3.5 * dx),
    );
    scene.path(&[*tip, left, right], true, Ink::fill(color));
}
