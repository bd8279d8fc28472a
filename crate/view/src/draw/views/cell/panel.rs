//! Small panels laid where there is room: what meets at a junction of gradients, and what each gate adds to the gradients
//! of its weights.

use super::Picture;
use super::geometry::rounded_rect;
use super::layout::Body;
use crate::draw::metrics;
use crate::draw::painter::{Align, Face, Ink, Painter, Point, Rect, Type, at};
use crate::draw::scene::{Kind as Hit, Scene};
use crate::draw::theme::{Scale, rounded_limit};
use crate::draw::views::column::count;
use crate::explain::junction::{Junction, Stream};
use crate::explain::number;

/// Between two lines of a panel, CSS px.
const LINE: f32 = 14.0;
/// The widths of a panel that are tried, CSS px.
const WIDTHS: [f32; 2] = [196.0, 166.0];

/// From the edge of a panel to its text, CSS px.
const PAD: f32 = 6.0;
/// Between the columns of a panel, CSS px.
const APART: f32 = 8.0;
/// The least width of the column of a unit, CSS px.
const UNIT: f32 = 50.0;

/// How wide the columns of a junction are: what meets, its norms, its values for a unit.
fn columns(junction: &Junction) -> [f32; 3] {
    let strong = Type::sans(11.0).face(Face::Strong);
    let width = |text: &str| metrics::measure(text, strong).width;
    let mut widest = [0.0; 3];
    for stream in junction.streams.iter().chain([&junction.total]) {
        let texts = [
            width(stream.label),
            width(&number::text(stream.norm)),
            width(&number::text(stream.unit)),
        ];
        for (most, own) in widest.iter_mut().zip(texts) {
            *most = own.max(*most);
        }
    }
    widest
}

impl Picture<'_> {
    /// The norms of two streams and of their sum, which norms alone do not give.
    pub(super) fn junction(&self, scene: &mut Scene) {
        let Some(junction) = &self.graph.junction else {
            return;
        };
        let item = self.layout.items[junction.node];
        let place = match (item.body, item.column) {
            (Body::Operator(centre), _) => centre,
            (_, Some(column)) => column.centre(),
            _ => return,
        };
        let least = PAD + columns(junction).iter().sum::<f32>() + 2.0 * APART + PAD;
        let tries = [false, true]
            .into_iter()
            .flat_map(|over| WIDTHS.map(|width| (width.max(least), over)));
        let found = tries.into_iter().find_map(|(width, over_wires)| {
            let words = wrap(&junction.words, width - 12.0);
            let rows = count(4 + words.len());
            let area = self.nearest_free(place, width, rows * LINE + 8.0, over_wires)?;
            Some((area, words))
        });
        if let Some((area, words)) = found {
            self.streams(scene, junction, area, place, &words);
        }
    }

    fn streams(
        &self,
        scene: &mut Scene,
        junction: &Junction,
        area: Rect,
        place: Point,
        words: &[String],
    ) {
        let hue = self.palette.gradient;
        let says = |stream: &Stream| format!("{} {}", stream.label, number::text(stream.norm));
        let all: Vec<String> = junction
            .streams
            .iter()
            .chain([&junction.total])
            .map(says)
            .collect();
        scene.mark(
            junction.reference.clone(),
            format!("{}; {}", all.join(", "), junction.words),
            Hit::Frame,
        );
        let near = at(
            place.x.clamp(area.x, area.right()),
            place.y.clamp(area.y, area.bottom()),
        );
        scene.path(
            &[place, near],
            false,
            Ink::line(hue, 1.0).dashed(&[2.0, 2.0]),
        );
        rounded_rect(
            scene,
            area,
            4.0,
            Ink::fill(self.palette.page).outlined(hue, 1.0),
        );
        let [_, _, widest] = columns(junction);
        let (left, units) = (area.x + PAD, area.right() - PAD);
        let norms = units - widest.max(UNIT) - APART;
        let small = Type::sans(11.0);
        let end = small.align(Align::End);
        let mut y = area.y + 13.0;
        let grey = self.palette.secondary;
        scene.text("norm", at(norms, y), end, grey);
        scene.text(&format!("unit {}", self.unit), at(units, y), end, grey);
        for (place, stream) in junction.streams.iter().chain([&junction.total]).enumerate() {
            y += LINE;
            let last = place == junction.streams.len();
            let face = if last { Face::Strong } else { Face::Sans };
            if last {
                let rule = [at(left, y - 11.0), at(units, y - 11.0)];
                scene.path(&rule, false, Ink::line(self.page.towards(hue, 0.5), 1.0));
            }
            scene.text(
                stream.label,
                at(left, y),
                small.face(face),
                self.palette.ink,
            );
            scene.text(
                &number::text(stream.norm),
                at(norms, y),
                end.face(face),
                hue,
            );
            scene.text(
                &number::text(stream.unit),
                at(units, y),
                end.face(face),
                self.palette.ink,
            );
        }
        for line in words {
            y += LINE;
            scene.text(line, at(left, y), small, grey);
        }
    }

    /// What this step adds to the gradients of each gate's weights: a thumbnail of the outer product under its gate.
    pub(super) fn cards(&self, scene: &mut Scene) {
        for (index, node) in self.graph.nodes.iter().enumerate() {
            let (Some(card), Some(gate)) = (&node.card, self.gate_around(index)) else {
                continue;
            };
            let rows = card.values.len() / card.columns.max(1);
            let (Ok(columns), Ok(rows)) = (u32::try_from(card.columns), u32::try_from(rows)) else {
                continue;
            };
            let area = Rect::new(gate.right() - 34.0, gate.bottom() - 3.0, 30.0, 20.0);
            let scale = Scale::Signed(rounded_limit(&card.values));
            let pixels: Vec<u8> = card
                .values
                .iter()
                .map(|&value| self.palette.value(value, scale))
                .flat_map(|color| [color.r, color.g, color.b, color.a])
                .collect();
            let reference = node.blocks.first().map(|block| block.reference.clone());
            scene.mark(
                reference,
                format!("what this step adds to the weights of {}", node.words),
                Hit::Frame,
            );
            scene.rect(
                area,
                Ink::fill(self.palette.page).outlined(self.palette.gradient, 1.0),
            );
            if columns > 0 && rows > 0 {
                scene.image(area.grown(-2.5), columns, rows, &pixels);
            }
        }
    }

    /// The frame of the gate a sum stands in, or its own column.
    fn gate_around(&self, sum: usize) -> Option<Rect> {
        let slot = self
            .structure
            .slots
            .iter()
            .find(|slot| slot.sum == Some(sum) || slot.result == sum);
        match slot.map(|slot| self.layout.items[slot.result].body) {
            Some(Body::Gate(frame, _)) => Some(frame),
            _ => self.layout.items[sum].column,
        }
    }

    /// A lock and a word on a gate that is held by hand.
    pub(super) fn held(&self, scene: &mut Scene) {
        for (index, node) in self
            .graph
            .nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| node.held)
        {
            let Some(frame) = self.gate_around(index) else {
                continue;
            };
            let style = Type::sans(11.0).face(Face::Strong);
            let width = metrics::measure("held", style).width + 20.0;
            let tag = Rect::new(frame.x, frame.y - 17.0, width, 16.0);
            let hue = self.hue(node.role);
            scene.mark(
                node.reference.clone(),
                format!("{} is held by hand", node.words),
                Hit::Frame,
            );
            rounded_rect(scene, tag, 5.0, Ink::fill(hue));
            let ink = self.palette.page;
            let (x, y) = (tag.x + 5.0, tag.y + 7.0);
            scene.rect(Rect::new(x, y, 7.0, 5.5), Ink::fill(ink));
            let bow = [
                at(x + 1.2, y),
                at(x + 1.2, y - 2.5),
                at(x + 2.4, y - 4.0),
                at(x + 4.6, y - 4.0),
                at(x + 5.8, y - 2.5),
                at(x + 5.8, y),
            ];
            scene.path(&bow, false, Ink::line(ink, 1.25));
            scene.text("held", at(x + 11.0, tag.y + 12.0), style, ink);
        }
    }
}

/// Words in lines no wider than this.
fn wrap(words: &str, width: f32) -> Vec<String> {
    let style = Type::sans(11.0);
    let mut lines: Vec<String> = vec![];
    for word in words.split(' ') {
        match lines.last_mut() {
            Some(line) if metrics::measure(&format!("{line} {word}"), style).width <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
