//! The numbers behind the op on screen: a column for each thing it reads, its result at the end.
//!
//! Invariant: every number is one the graph shows; the signs between columns say what was done with them.

use super::column::{Column, Strength, count};
use super::{Frame, focus};
use crate::draw::label::{Label, italic};
use crate::draw::painter::{Align, Face, Painter, Rect, Rgba, Type, at};
use crate::draw::scene::Scene;
use crate::draw::theme::{Palette, Scale, rounded_limit};
use crate::explain::graph::{Graph, GraphNode, Kind, State};
use crate::explain::number;

/// What is shown.
#[derive(Clone, Copy, Debug)]
pub struct Numbers<'n> {
    /// The step.
    pub graph: &'n Graph,
    /// The selected unit, from 1.
    pub unit: usize,
}

/// One thing in the row.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    /// The numbers of a node; whether they are what is being computed, or only lead to it.
    Column { node: usize, rank: Rank },
    /// A sign between columns.
    Sign(&'static str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rank {
    /// What an operand was made from.
    Before,
    /// What is read.
    Read,
    /// What comes out.
    Result,
}

/// The row of columns.
#[must_use]
pub fn numbers(input: &Numbers<'_>, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let page = if input.graph.backward {
        palette.page.towards(palette.gradient, 0.03)
    } else {
        palette.page
    };
    let mut scene = Scene::new(frame.size(), page);
    let row = Row {
        graph: input.graph,
        unit: input.unit,
        frame,
        palette,
        page,
    };
    let parts = if input.graph.backward {
        row.backward()
    } else {
        row.forward()
    };
    row.paint(&mut scene, &parts);
    focus::paint(&mut scene, focused, palette);
    scene
}

struct Row<'n> {
    graph: &'n Graph,
    unit: usize,
    frame: &'n Frame,
    palette: &'static Palette,
    page: Rgba,
}

impl Row<'_> {
    fn operands(&self, node: usize) -> Vec<usize> {
        self.graph
            .wires
            .iter()
            .filter(|wire| wire.to == node)
            .map(|wire| wire.from)
            .collect()
    }

    fn users(&self, node: usize) -> Vec<usize> {
        self.graph
            .wires
            .iter()
            .filter(|wire| wire.from == node)
            .map(|wire| wire.to)
            .collect()
    }

    fn now(&self) -> Vec<usize> {
        (0..self.graph.nodes.len())
            .filter(|&index| self.graph.nodes[index].state == State::Now)
            .collect()
    }

    /// What is read, with the signs of what is done, and the result.
    fn forward(&self) -> Vec<Part> {
        let now = self.now();
        let Some(&last) = now.last() else {
            return vec![];
        };
        let loads = now.iter().all(|&index| self.operands(index).is_empty());
        if loads {
            return now
                .iter()
                .map(|&node| Part::Column {
                    node,
                    rank: Rank::Result,
                })
                .collect();
        }
        let mut parts = vec![];
        for (place, &operand) in self.operands(last).iter().enumerate() {
            if place > 0 {
                parts.push(Part::Sign(sign(self.graph.nodes[last].kind)));
            }
            if self.is_multiplied(operand, last) {
                parts.push(Part::Sign("W"));
            }
            self.made_of(operand, &mut parts);
            parts.push(Part::Column {
                node: operand,
                rank: Rank::Read,
            });
        }
        parts.push(Part::Sign(joins(self.graph.nodes[last].kind)));
        parts.push(Part::Column {
            node: last,
            rank: Rank::Result,
        });
        parts
    }

    /// Whether a weight stands between the two.
    fn is_multiplied(&self, from: usize, to: usize) -> bool {
        let between = self
            .graph
            .wires
            .iter()
            .find(|wire| (wire.from, wire.to) == (from, to));
        between.is_some_and(|wire| wire.weight.is_some())
    }

    /// An element-wise operand is shown with what it was made from.
    fn made_of(&self, operand: usize, parts: &mut Vec<Part>) {
        let kind = self.graph.nodes[operand].kind;
        if !matches!(kind, Kind::Product | Kind::Complement)
            || self.graph.nodes[operand].carry.is_some()
        {
            return;
        }
        for (place, &node) in self.operands(operand).iter().enumerate() {
            if kind == Kind::Complement {
                parts.push(Part::Sign("1 −"));
            } else if place > 0 {
                parts.push(Part::Sign(sign(kind)));
            }
            parts.push(Part::Column {
                node,
                rank: Rank::Before,
            });
        }
        parts.push(Part::Sign("="));
    }

    /// The gradients that arrive, what each is multiplied by, and the gradient they make.
    fn backward(&self) -> Vec<Part> {
        let Some(&node) = self.now().last() else {
            return vec![];
        };
        let mut parts = vec![];
        for user in self.users(node) {
            if self.graph.nodes[user].grads.is_none() {
                continue;
            }
            if !parts.is_empty() {
                parts.push(Part::Sign(","));
            }
            parts.push(Part::Column {
                node: user,
                rank: Rank::Read,
            });
            for factor in self.operands(user) {
                if self.graph.nodes[user].kind == Kind::Product && factor != node {
                    parts.push(Part::Sign("×"));
                    parts.push(Part::Column {
                        node: factor,
                        rank: Rank::Before,
                    });
                }
            }
        }
        if !parts.is_empty() {
            parts.push(Part::Sign("→"));
        }
        parts.push(Part::Column {
            node,
            rank: Rank::Result,
        });
        parts
    }

    fn paint(&self, scene: &mut Scene, parts: &[Part]) {
        let phone = self.frame.width < 520.0;
        let cell = if phone { 40.0 } else { 52.0 };
        let gap = if phone { 4.0 } else { 8.0 };
        let widths: Vec<f32> = parts.iter().map(|part| width(scene, part, cell)).collect();
        let whole: f32 = widths.iter().sum::<f32>() + gap * count(parts.len().saturating_sub(1));
        let edge = if phone { 8.0 } else { 16.0 };
        let squeeze = ((self.frame.width - 2.0 * edge) / whole.max(1.0)).min(1.0);
        let mut x = edge + (self.frame.width - 2.0 * edge - whole * squeeze).max(0.0) / 2.0;
        let area = self.area(parts);
        for (part, width) in parts.iter().zip(&widths) {
            let width = width * squeeze;
            match part {
                Part::Sign(text) => {
                    let style = Type::sans(15.0).face(Face::Math).align(Align::Middle);
                    scene.plain();
                    scene.text(
                        &italic(text),
                        at(x + width / 2.0, self.middle(area, parts) + 5.0),
                        style,
                        self.palette.secondary,
                    );
                }
                Part::Column { node, rank } => self.column(
                    scene,
                    *node,
                    *rank,
                    Rect::new(x, area.y, width, area.height),
                ),
            }
            x += width + gap * squeeze;
        }
        self.legend(scene, parts);
    }

    /// Where the columns stand: under their names, over the legend, in the middle of what is left.
    fn area(&self, parts: &[Part]) -> Rect {
        let (above, below) = (26.0, 24.0);
        let whole = Rect::new(
            0.0,
            above,
            self.frame.width,
            self.frame.height - above - below,
        );
        let used = Self::cell_height(self.most_rows(parts), whole) * count(self.most_rows(parts));
        let spare = (whole.height - used).max(0.0) / 2.0;
        Rect::new(0.0, whole.y + spare, whole.width, whole.height - spare)
    }

    fn most_rows(&self, parts: &[Part]) -> usize {
        let rows = parts.iter().filter_map(|part| match part {
            Part::Column { node, .. } => Some(self.graph.nodes[*node].rows),
            Part::Sign(_) => None,
        });
        rows.max().unwrap_or(1)
    }

    /// The height of a cell such that `rows` of them fit.
    fn cell_height(rows: usize, area: Rect) -> f32 {
        let most = if rows <= 4 { 24.0 } else { 20.0 };
        (area.height / count(rows.max(1))).min(most)
    }

    fn middle(&self, area: Rect, parts: &[Part]) -> f32 {
        let rows = self.most_rows(parts);
        area.y + Self::cell_height(rows, area) * count(rows) / 2.0
    }

    /// Whether a column shows gradients rather than values.
    fn is_gradient(&self, rank: Rank) -> bool {
        self.graph.backward && rank != Rank::Before
    }

    fn scale(&self, node: &GraphNode, rank: Rank) -> Scale {
        if self.is_gradient(rank) {
            let all: Vec<f64> = self
                .graph
                .nodes
                .iter()
                .flat_map(|node| node.grads.iter().flatten().copied())
                .collect();
            return Scale::Signed(rounded_limit(&all));
        }
        super::cell::scale(self.graph, node)
    }

    fn column(&self, scene: &mut Scene, index: usize, rank: Rank, area: Rect) {
        let node = &self.graph.nodes[index];
        let gradient = self.is_gradient(rank);
        let height = Self::cell_height(node.rows, area) * count(node.rows);
        let place = Rect::new(area.x, area.y, area.width, height);
        let hue = if gradient {
            self.palette.gradient
        } else {
            self.palette.hue(node.role)
        };
        let ink = if rank == Rank::Before { 0.7 } else { 1.0 };
        let label = Label {
            prefix: if gradient { "∂" } else { "" },
            base: node.label.base.clone(),
            accent: node.label.accent,
            sup: node.label.sup.clone(),
            sub: node.label.sub.clone(),
        };
        let reference = node.reference.as_ref().map(|own| {
            if gradient {
                format!("d.{own}")
            } else {
                own.clone()
            }
        });
        let words = if gradient {
            format!("gradient of {}", node.words)
        } else {
            node.words.clone()
        };
        scene.mark(
            reference.clone(),
            words.clone(),
            crate::draw::scene::Kind::Frame,
        );
        let style = Type::sans(16.0).align(Align::Middle);
        label.paint(
            scene,
            at(place.centre().x, place.y - 8.0),
            style,
            self.page.towards(hue, ink),
        );
        let hidden = self
            .graph
            .nodes
            .iter()
            .find(|node| node.carry.is_some())
            .map_or(0, |node| node.rows);
        let column = Column {
            values: if gradient {
                node.grads.as_deref()
            } else {
                node.values.as_deref()
            },
            rows: node.rows,
            shown: (0, node.rows),
            unit: (node.rows == hidden).then(|| self.unit.clamp(1, node.rows) - 1),
            reference: reference.as_deref(),
            words: &words,
            hue,
            scale: self.scale(node, rank),
            strength: Strength {
                ink,
                now: rank == Rank::Result,
            },
        };
        column.paint(scene, place, self.palette);
    }

    /// The range of the result's fills.
    fn legend(&self, scene: &mut Scene, parts: &[Part]) {
        let Some(Part::Column { node, rank }) = parts.last() else {
            return;
        };
        let scale = self.scale(&self.graph.nodes[*node], *rank);
        let (low, high) = scale.ends();
        let what = if self.is_gradient(*rank) {
            "gradient"
        } else {
            "fill"
        };
        let text = format!("{what} from {} to {}", short(low), short(high));
        let style = Type::sans(11.0).align(Align::Middle);
        scene.plain();
        let y = self.frame.height - 8.0;
        scene.text(
            &text,
            at(self.frame.width / 2.0, y),
            style,
            self.palette.secondary,
        );
        let half = scene.measure(&text, style).width / 2.0;
        let ramp = Rect::new(self.frame.width / 2.0 + half + 8.0, y - 8.0, 40.0, 8.0);
        super::cell::ramp(scene, ramp, scale, self.palette);
    }
}

/// How wide a part stands.
fn width(scene: &Scene, part: &Part, cell: f32) -> f32 {
    match part {
        Part::Column { .. } => cell,
        Part::Sign(text) => scene.measure(text, Type::sans(15.0).face(Face::Math)).width + 4.0,
    }
}

fn sign(kind: Kind) -> &'static str {
    match kind {
        Kind::Product => "×",
        Kind::Join | Kind::Sum => "+",
        _ => ",",
    }
}

/// What stands before the result.
fn joins(kind: Kind) -> &'static str {
    match kind {
        Kind::Product | Kind::Join => "=",
        _ => "→",
    }
}

fn short(value: f64) -> String {
    if value == 0.0 {
        "0".to_owned()
    } else {
        number::significant(value, 1).text()
    }
}
