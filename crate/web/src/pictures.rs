//! The pictures painted last, kept for pointing, walking and export.

use std::cell::RefCell;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use view::draw::painter::at;
use view::draw::views::unrolled::{Detail, Lane, Sight};
use view::draw::views::{
    Frame, cards, cell, empty, junction, numbers, overview, pair, road, sequence, truncation,
    unrolled, weights,
};
use view::draw::{Mark, Scene, Theme};

use ::unrolled::run::Road;
use ::unrolled::run::cursor::{Direction, Position, Timeline};
use labs::lab::Motion;
use view::draw::views::unrolled::show::ShowSetup;
use view::explain;
use view::explain::behind;
use view::explain::graph::{Graph, graph_within};
use view::explain::inspect::inspect;
use view::explain::range::Ranges;
use view::explain::road::seen_from;
use view::explain::strip::strip;
use view::explain::truncated::Truncated;
use view::explain::unrolled::{Unrolled, meeting};
use view::explain::{Notation, Reference, Subject};

/// A picture by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum View {
    /// All steps.
    Sequence,
    /// One step.
    Cell,
    /// The numbers behind the lit op.
    Numbers,
    /// The parameters.
    Weights,
    /// What each step adds to their gradients.
    Cards,
    /// The memory road.
    Road,
    /// Two cells compared.
    Pair,
    /// One step of the other cell.
    Other,
    /// All steps on one strip.
    Overview,
    /// The same update for every step.
    Unrolled,
    /// Two streams of gradient and their sum.
    Junction,
    /// What truncation costs.
    Truncation,
    /// What is looked at, over time.
    History,
    /// What moves over the picture of one step.
    Motion,
    /// One vector of the formula, the one in focus.
    Vector,
    /// What was read and written.
    Answer,
    /// Where the decoder looks.
    Attention,
    /// The same as ribbons.
    Ribbons,
    /// One step of the decoder.
    Look,
    /// Exact match against length.
    Lengths,
    /// Attention against recurrence.
    Versus,
    /// The course of a training.
    Curve,
    /// What mattered to each output.
    Mattered,
    /// Attention by hand in the plane.
    Vectors,
}

impl View {
    /// Whether it shows all steps.
    pub(super) fn is_over_time(self) -> bool {
        matches!(self, Self::Overview | Self::Unrolled)
    }
}

/// Whether this build paints it.
pub(super) fn is_here(view: View) -> bool {
    cfg!(feature = "whole") || view == View::Cell
}

/// What a view is painted into, as the page says it.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct PageFrame {
    width: f32,
    height: f32,
    pub(super) ratio: f64,
    theme: Theme,
    font_size: f32,
    notation: Notation,
    /// How far the motion of an op has come.
    #[serde(default = "one")]
    progress: f32,
    /// How much the picture of a step is enlarged, and how it is moved after that, CSS px.
    #[serde(default = "one")]
    zoom: f32,
    #[serde(default)]
    pan_x: f32,
    #[serde(default)]
    pan_y: f32,
    /// Whether axes stay as they are.
    #[serde(default)]
    hold: bool,
    /// How far axes that were held have come to where they belong, 0 to 1.
    #[serde(default = "one")]
    settled: f32,
    /// How far the steps are folded into one cell with a loop, 0 to 1.
    #[serde(default)]
    folded: f32,
}

impl PageFrame {
    pub(super) fn frame(self) -> Frame {
        Frame {
            width: self.width,
            height: self.height,
            theme: self.theme,
            font_size: self.font_size,
        }
    }

    /// What moves while it is painted.
    pub(super) fn motion(self) -> Motion {
        Motion {
            progress: self.progress,
            settled: (!self.hold).then_some(self.settled),
        }
    }
}

fn one() -> f32 {
    1.0
}

/// What is looked at.
pub(super) struct Look<'a> {
    pub(super) subject: Subject<'a>,
    pub(super) position: &'a Position,
    pub(super) focus: Option<&'a str>,
    /// What was read, where it was text.
    pub(super) symbols: Option<&'a [String]>,
    /// How far each family of quantities reaches in the run.
    pub(super) ranges: Ranges,
    /// The other cell on the same cursor, where two are compared.
    pub(super) other: Option<(Subject<'a>, Ranges)>,
    /// The memory road of the selected unit, where it is looked at.
    pub(super) followed: Option<Rc<Road<f64>>>,
    /// The step looked at last.
    pub(super) step: &'a Step,
    /// How far the state is from where a start at zero would have led, where it is looked at.
    pub(super) from_zero: Option<&'a [f64]>,
    /// What is shown of the unrolled graph.
    pub(super) show: &'a ShowSetup,
    /// What truncation costs, where it is looked at.
    pub(super) truncated: Option<&'a Truncated>,
}

/// The step of a run looked at last, as nodes and wires: several views of one frame show the same one.
#[derive(Default)]
pub(super) struct Step(RefCell<Option<(StepKey, Rc<Graph>)>>);

/// What decides a step besides its run: the cursor, the selected unit and the notation.
type StepKey = (Position, usize, Notation);

impl Step {
    fn of(&self, key: StepKey, make: impl FnOnce() -> Graph) -> Rc<Graph> {
        let mut last = self.0.borrow_mut();
        match &*last {
            Some((known, graph)) if *known == key => Rc::clone(graph),
            _ => {
                let graph = Rc::new(make());
                *last = Some((key, Rc::clone(&graph)));
                graph
            }
        }
    }
}

impl Look<'_> {
    /// The step on screen as nodes and wires.
    fn graph(&self, notation: Notation) -> Rc<Graph> {
        let key = (self.position.clone(), self.subject.unit, notation);
        self.step.of(key, || {
            graph_within(&self.subject, self.position, notation, self.ranges)
        })
    }
}

/// A mark as the page sees it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Hit {
    reference: String,
    words: String,
    x: f32,
    y: f32,
    width: f32,
    height: f32,
    /// Where a click leads.
    position: Option<Position>,
    /// What does the same work in the cell on screen, for a mark of the other cell.
    same: Option<String>,
}

/// What the page writes before a name of the other cell.
const THEIRS: &str = "other ";

/// The name in another cell of what has this name in one.
pub(super) fn same(from: &Subject<'_>, reference: &str, to: &Subject<'_>) -> Option<String> {
    let reference: Reference = reference.parse().ok()?;
    let found = explain::same(from.run.program(), &reference, to.run.program())?;
    Some(found.to_string())
}

impl Hit {
    /// A mark seen while the cursor stands at `here`; a step leads to the same op of that step.
    pub(super) fn of(mark: &Mark, timeline: &Timeline, here: Option<&Position>) -> Option<Self> {
        let reference = mark.reference.clone()?;
        let position = match (reference.parse(), here) {
            (Ok(Reference::Step(t)), Some(here)) => {
                let wanted = Position { t, ..here.clone() };
                Some(timeline.resolve(&wanted))
            }
            _ => None,
        };
        Some(Self {
            reference,
            position,
            same: None,
            words: mark.words.clone(),
            x: mark.bounds.x,
            y: mark.bounds.y,
            width: mark.bounds.width,
            height: mark.bounds.height,
        })
    }

    /// The same mark, seen in the picture of another cell than the one on screen.
    pub(super) fn in_other(self, other: &Subject<'_>, shown: &Subject<'_>) -> Self {
        let same = same(other, &self.reference, shown);
        Self { same, ..self }
    }
}

/// The scene of a view.
pub(super) fn scene(view: View, frame: PageFrame, look: &Look<'_>) -> Scene {
    let PageFrame {
        notation, progress, ..
    } = frame;
    let sight = Sight {
        zoom: frame.zoom,
        pan: frame.pan_x,
    };
    let folded = frame.folded;
    let zoomed = |scene: Scene| scene.zoomed(frame.zoom, at(frame.pan_x, frame.pan_y));
    let frame = frame.frame();
    if !is_here(view) {
        return empty(&frame);
    }
    match view {
        View::Cell => {
            let graph = look.graph(notation);
            let input = cell::Cell {
                graph: &graph,
                unit: look.subject.unit,
            };
            zoomed(cell::cell(&input, &frame, look.focus))
        }
        View::Motion => {
            let graph = look.graph(notation);
            let input = cell::Cell {
                graph: &graph,
                unit: look.subject.unit,
            };
            zoomed(cell::motion(&input, &frame, progress))
        }
        View::Numbers | View::Vector => {
            let graph = look.graph(notation);
            let behind = behind(&look.subject, look.position, notation);
            let input = numbers::Numbers {
                graph: &graph,
                behind: &behind,
                unit: look.subject.unit,
            };
            if view == View::Vector {
                return numbers::vector(&input, &frame, look.focus.unwrap_or_default());
            }
            numbers::numbers(&input, &frame, look.focus)
        }
        View::Weights => {
            let blocks = explain::blocks(&look.subject, look.position, look.focus, notation);
            let input = weights::Weights {
                blocks: &blocks,
                unit: look.subject.unit,
            };
            weights::weights(&input, &frame, look.focus)
        }
        View::Cards => {
            let cards = explain::cards(&look.subject, look.position, look.focus, notation);
            let input = cards::Tray {
                cards: cards.as_ref(),
            };
            cards::cards(&input, &frame, look.focus)
        }
        View::Pair => match &look.other {
            Some((other, _)) => {
                let compared = explain::pair(&look.subject, look.position, other);
                pair::pair(&compared, &frame, look.focus)
            }
            None => Scene::new(frame.size(), frame.theme.palette().page),
        },
        View::Other => match &look.other {
            Some((other, ranges)) => zoomed(second(&frame, notation, look, other, *ranges)),
            None => Scene::new(frame.size(), frame.theme.palette().page),
        },
        View::Road => {
            let road = look
                .followed
                .as_deref()
                .and_then(|road| seen_from(&look.subject, look.position, road));
            let input = road::Road {
                road: road.as_ref(),
            };
            road::road(&input, &frame, look.focus)
        }
        View::Overview | View::Unrolled => over_time(view, &frame, look, (notation, sight, folded)),
        View::Junction => met(&frame, look),
        View::Truncation => truncation::truncation(look.truncated, &frame, look.focus),
        View::History => over_steps(&frame, look),
        View::Sequence => {
            let steps = strip(&look.subject, look.position, look.symbols);
            let backward = look.position.dir == Direction::Backward;
            let input = sequence::Sequence {
                steps: &steps,
                t: look.position.t,
                backward,
            };
            sequence::sequence(&input, &frame, look.focus)
        }
        // Those of other labs are made elsewhere.
        _ => empty(&frame),
    }
}

/// What meets at the cursor's step.
fn met(frame: &Frame, look: &Look<'_>) -> Scene {
    let met = meeting(&look.subject, look.position);
    let input = junction::Meeting {
        junction: met.as_ref(),
        t: look.position.t,
        unit: look.subject.unit,
    };
    junction::junction(&input, frame, look.focus)
}

/// The chart of what is looked at.
fn over_steps(frame: &Frame, look: &Look<'_>) -> Scene {
    let looked = inspect(&look.subject, look.focus, look.position);
    let values = looked.history.unwrap_or_default();
    let reference: Option<Reference> = look.focus.and_then(|focus| focus.parse().ok());
    let at = |t| Some(reference.as_ref()?.at(t)?.to_string());
    explain::history(&values, look.position.t, at).scene(frame, look.focus)
}

/// All steps side by side, or as a map of that.
fn over_time(
    view: View,
    frame: &Frame,
    look: &Look<'_>,
    (notation, sight, folded): (Notation, Sight, f32),
) -> Scene {
    let subject = &look.subject;
    let steps = Unrolled::new(
        subject,
        look.position,
        notation,
        look.symbols,
        look.from_zero,
    );
    let Some(steps) = steps else {
        return empty(frame);
    };
    if view == View::Overview {
        return overview::overview(&steps, sight, frame, look.focus);
    }
    let is_near = Lane::new(frame.width, steps.steps, sight).detail() == Detail::Cell;
    let graph = is_near.then(|| look.graph(notation));
    let cell = graph.as_deref().map(|graph| cell::Cell {
        graph,
        unit: subject.unit,
    });
    let input = unrolled::Input {
        steps: &steps,
        sight,
        folded,
        show: look.show,
        ring: look
            .show
            .ring
            .get(subject.cell.map_or("", |cell| cell.cell.kind))
            .map(String::as_str),
        cell,
    };
    unrolled::unrolled(&input, frame, look.focus)
}

/// The second cell at the place that stands for the first one's.
fn second(
    frame: &Frame,
    notation: Notation,
    look: &Look<'_>,
    other: &Subject<'_>,
    ranges: Ranges,
) -> Scene {
    let there = explain::counterpart(&look.subject, look.position, other).position;
    let graph = graph_within(other, &there, notation, ranges);
    let input = cell::Cell {
        graph: &graph,
        unit: other.unit,
    };
    let lit = look
        .focus
        .and_then(|focus| match focus.strip_prefix(THEIRS) {
            Some(own) => Some(own.to_owned()),
            None => same(&look.subject, focus, other),
        });
    cell::cell(&input, frame, lit.as_deref())
}
