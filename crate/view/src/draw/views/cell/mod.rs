//! One time step as a graph: states on their lanes, gates in a row, values as coloured cells, gradients as
//! ribbons under the wires.
//!
//! Invariant: laid out from the graph alone, whatever the cell; numbers appear only where the graph has them.

mod edges;
mod free;
mod geometry;
mod glyph;
mod layout;
mod legend;
mod lens;
mod motion;
mod node;
mod operators;
mod panel;
mod ribbon;
mod route;
mod sizes;
mod structure;
mod valve;
mod wire;

use self::free::Taken;
use self::layout::Layout;
pub(super) use self::legend::ramp;
pub use self::motion::motion;
pub(super) use self::ribbon::{HUGE, TINY, width};
use self::route::Router;
use self::structure::Structure;
use super::{Frame, focus};
use crate::draw::painter::Rgba;
use crate::draw::scene::Scene;
use crate::draw::theme::{Palette, Scale};
use crate::explain::graph::{Graph, GraphNode, State};
use crate::explain::range::Family;

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
    with_picture(input, frame, |picture| {
        let mut scene = Scene::new(frame.size(), picture.page);
        picture.paint(&mut scene);
        if let Some(focused) = focused {
            focus::paint_all(&mut scene, &input.graph.lit(focused), picture.palette);
            picture.lens(&mut scene, focused);
        }
        scene
    })
}

/// Lays a step out and hands it over.
fn with_picture<R>(input: &Cell<'_>, frame: &Frame, paint: impl FnOnce(&Picture<'_>) -> R) -> R {
    let palette = frame.theme.palette();
    let page = if input.graph.backward && !palette.is_plain {
        palette.page.towards(palette.gradient, 0.03)
    } else {
        palette.page
    };
    let structure = Structure::new(input.graph);
    let layout = Layout::new(input.graph, &structure, frame);
    let router = Router {
        graph: input.graph,
        structure: &structure,
        layout: &layout,
    };
    let picture = Picture {
        graph: input.graph,
        structure: &structure,
        layout: &layout,
        router: &router,
        unit: input.unit,
        frame,
        palette,
        page,
        taken: Taken::default(),
    };
    paint(&picture)
}

/// How the values of a node become fills: one range for all of its family, the same in the whole run.
pub(super) fn scale(graph: &Graph, node: &GraphNode) -> Scale {
    let ranges = &graph.ranges;
    match family(node) {
        Family::Gate => Scale::Share,
        Family::State => Scale::Signed(1.0),
        Family::Memory => Scale::Signed(ranges.memory),
        Family::Sums => Scale::Signed(ranges.sums),
        Family::Data => Scale::Signed(ranges.data),
        Family::Head => Scale::Signed(ranges.head),
    }
}

fn family(node: &GraphNode) -> Family {
    Family::of(node.kind, node.role, node.carry)
}

/// Everything that is needed to paint.
struct Picture<'p> {
    graph: &'p Graph,
    structure: &'p Structure,
    layout: &'p Layout,
    router: &'p Router<'p>,
    unit: usize,
    frame: &'p Frame,
    palette: &'p Palette,
    page: Rgba,
    taken: Taken,
}

impl Picture<'_> {
    fn paint(&self, scene: &mut Scene) {
        self.take_places();
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
        self.openings(scene);
        self.cards(scene);
        self.held(scene);
        self.junction(scene);
        self.ribbon_ends(scene);
        self.legend(scene);
    }

    /// A colour with the strength of a state.
    fn inked(&self, color: Rgba, state: State) -> Rgba {
        self.page.towards(color, self.ink(state))
    }

    /// The share of full ink a state is drawn with; while going back, what was computed going forward stays.
    fn ink(&self, state: State) -> f32 {
        match state {
            _ if self.palette.is_plain => 1.0,
            State::Now | State::InputOfNow => 1.0,
            State::Done | State::Dead => 0.6,
            State::NotYet if self.graph.backward => 0.5,
            State::NotYet => 0.25,
        }
    }

    fn hue(&self, role: &str) -> Rgba {
        self.palette.hue(role)
    }
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
