//! Every tensor with its axes, what the network takes them for, and what happens where that is wrong.

use std::rc::Rc;

use super::settings::{Layout, Order};
use super::wired::{Wired, spec};
use super::{Tasks, words};
use unrolled::data::{Batch as Data, Size};
use view::draw::Scene;
use view::draw::metrics::{fit, measure, wrap};
use view::draw::painter::{Align, Face, Ink, Painter, Rect, Rgba, Type, at};
use view::draw::panel::{Diagram, Panel};
use view::draw::scene::Kind;
use view::draw::theme::Palette;
use view::draw::views::column::count;
use view::draw::views::hatch::faint;
use view::draw::views::{Frame, arrow, focus};
use view::explain::inspect::{InspectedRow, Inspection};
use view::explain::sheet::{Entry, Sheet};

/// A tensor: what it is called, and its axes with their sizes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tensor {
    pub(super) name: String,
    pub(super) about: &'static str,
    pub(super) axes: Vec<(char, usize)>,
}

impl Tensor {
    fn new(name: impl Into<String>, about: &'static str, axes: Vec<(char, usize)>) -> Self {
        Self {
            name: name.into(),
            about,
            axes,
        }
    }

    /// `(4, 6, 2)`.
    pub(super) fn shape(&self) -> String {
        let sizes: Vec<usize> = self.axes.iter().map(|(_, size)| *size).collect();
        text(&sizes)
    }

    fn letters(&self) -> String {
        let letters: Vec<String> = self.axes.iter().map(|(axis, _)| axis.to_string()).collect();
        format!("({})", letters.join(", "))
    }
}

/// Sizes as they are written.
pub(super) fn text(sizes: &[usize]) -> String {
    let sizes: Vec<String> = sizes.iter().map(ToString::to_string).collect();
    format!("({})", sizes.join(", "))
}

/// What comes of the order in which the axes stand.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outcome {
    /// All stand where the network takes them to be.
    Right,
    /// A size does not fit: PyTorch's words and ours.
    Refused { pytorch: String, ours: String },
    /// All sizes fit by chance: it runs, with another loss.
    Garbage {
        right: f64,
        wrong: f64,
        ours: String,
    },
}

impl Order {
    /// The axes, from the first.
    pub(super) fn axes(self) -> [char; 3] {
        match self {
            Self::Btd => ['B', 'T', 'D'],
            Self::Tbd => ['T', 'B', 'D'],
            Self::Bdt => ['B', 'D', 'T'],
            Self::Dbt => ['D', 'B', 'T'],
            Self::Tdb => ['T', 'D', 'B'],
            Self::Dtb => ['D', 'T', 'B'],
        }
    }

    const ALL: [Self; 6] = [
        Self::Btd,
        Self::Tbd,
        Self::Bdt,
        Self::Dbt,
        Self::Tdb,
        Self::Dtb,
    ];

    /// As it is written: `T, B, D`.
    pub(super) fn title(self) -> String {
        self.axes().map(String::from).join(", ")
    }

    /// The order of these letters.
    pub(super) fn named(letters: &str) -> Option<Self> {
        let written = |own: &Self| own.axes().iter().collect::<String>() == letters;
        Self::ALL.into_iter().find(written)
    }
}

impl Layout {
    fn axes(self) -> [char; 3] {
        match self {
            Self::BatchFirst => ['B', 'T', 'D'],
            Self::TimeFirst => ['T', 'B', 'D'],
        }
    }
}

impl Tasks {
    fn size_of(&self, axis: char) -> usize {
        match axis {
            'B' => self.b(),
            'T' => self.t(),
            _ => self.d(),
        }
    }

    /// The data as it comes.
    fn given(&self) -> Tensor {
        let axes = self.own.order.axes();
        let axes = axes.map(|axis| (axis, self.size_of(axis))).to_vec();
        Tensor::new("x", "what is read, as it comes", axes)
    }

    /// Every tensor of the network, as the network lays them out.
    pub(super) fn tensors(&self) -> Vec<Tensor> {
        let spec = &self.shown().spec;
        let [first, second, _] = self.own.layout.axes();
        let sizes = [first, second].map(|axis| (axis, self.size_of(axis)));
        let (h, states) = (spec.hidden_size, spec.state_size());
        let mut all = vec![
            Tensor::new(
                "x",
                "what is read",
                [&sizes[..], &[('D', self.d())]].concat(),
            ),
            Tensor::new(
                "h\u{209c}",
                "the state of one step, of all sequences",
                vec![('B', self.b()), ('H', h)],
            ),
            Tensor::new(
                "outputs",
                "the states of all steps",
                [&sizes[..], &[('H', states)]].concat(),
            ),
            Tensor::new("o", "what the head makes of them", self.answer(&sizes)),
        ];
        let params = self.shown().run.network().params.iter();
        all.extend(params.map(|spec| {
            let axes = if spec.is_bias {
                vec![('G', spec.rows)]
            } else {
                vec![('G', spec.rows), ('I', spec.cols)]
            };
            Tensor::new(spec.name.clone(), "a parameter", axes)
        }));
        all
    }

    fn answer(&self, sizes: &[(char, usize)]) -> Vec<(char, usize)> {
        match self.own.wiring {
            super::settings::Wiring::One => vec![('B', self.b()), ('C', 1)],
            _ => [sizes, &[('C', 1)]].concat(),
        }
    }

    /// What comes of the order of the axes.
    pub(super) fn outcome(&self) -> Outcome {
        let (given, wanted) = (self.own.order.axes(), self.own.layout.axes());
        if given == wanted {
            return Outcome::Right;
        }
        let sizes = given.map(|axis| self.size_of(axis));
        let expected = wanted.map(|axis| self.size_of(axis));
        if sizes == expected {
            let (right, wrong) = (self.shown().run.loss(), self.misread());
            let ours = words::garbage(self, given, wanted);
            return Outcome::Garbage { right, wrong, ours };
        }
        Outcome::Refused {
            pytorch: words::refused_by_pytorch(sizes, expected),
            ours: words::refused(given, wanted, sizes, expected),
        }
    }

    /// The loss where the network takes one axis for another.
    fn misread(&self) -> f64 {
        let batch = self.sequences.batch(&self.own, self.is_masked());
        let (given, wanted) = (self.own.order.axes(), self.own.layout.axes());
        let place = |axis| given.iter().position(|own| *own == axis).unwrap_or(0);
        // Where the network looks for sequence, step and feature, the data has these axes.
        let meant = ['B', 'T', 'D'].map(|axis| {
            let at = wanted.iter().position(|own| *own == axis).unwrap_or(0);
            given[at]
        });
        let Size {
            batch: rows,
            steps,
            inputs,
        } = batch.size;
        let mut x = Vec::with_capacity(batch.x.len());
        for b in 0..rows {
            for t in 0..steps {
                for d in 0..inputs {
                    let mut at = [0; 3];
                    for (axis, index) in meant.into_iter().zip([b, t, d]) {
                        at[place(axis)] = index;
                    }
                    let [b, t, d] = ['B', 'T', 'D'].map(|axis| at[place(axis)]);
                    x.push(batch.input(b, t)[d]);
                }
            }
        }
        let spec = spec(&self.own, &self.scenario, self.d());
        let swapped = Data { x, ..batch };
        Wired::of(spec, &self.shared(), &swapped, 0).map_or(f64::NAN, |it| it.run.loss())
    }
}

/// The picture.
#[derive(Clone, Debug)]
struct Shapes {
    given: Tensor,
    tensors: Vec<Tensor>,
    layout: [char; 3],
    outcome: Outcome,
    /// The order in which a click on each axis puts them.
    next: [String; 2],
}

/// The picture.
pub(super) fn panel(tasks: &Tasks) -> Panel {
    let [a, b, c] = tasks.own.order.axes();
    Panel::Diagram(Rc::new(Shapes {
        given: tasks.given(),
        tensors: tasks.tensors(),
        layout: tasks.own.layout.axes(),
        outcome: tasks.outcome(),
        next: [[b, a, c], [a, c, b]].map(|axes| axes.iter().collect()),
    }))
}

impl Diagram for Shapes {
    fn scene(&self, frame: &Frame, focused: Option<&str>) -> Scene {
        let palette = frame.theme.palette();
        let mut scene = Scene::new(frame.size(), palette.page);
        let drawing = Drawing {
            shapes: self,
            frame,
            palette,
            small: Type::sans(frame.rem(11.0)),
        };
        drawing.paint(&mut scene);
        focus::paint(&mut scene, focused, palette);
        scene
    }

    fn sheet(&self) -> Sheet {
        let all = || std::iter::once(&self.given).chain(&self.tensors[1..]);
        let column = |of: fn(&Tensor) -> String| all().map(|own| Entry::words(of(own))).collect();
        Sheet::of_columns(
            "Shapes: every tensor with its axes".to_owned(),
            "tensor",
            all().map(|own| own.name.clone()).collect(),
            vec![
                ("shape".to_owned(), column(Tensor::shape)),
                ("axes".to_owned(), column(Tensor::letters)),
                ("what it is".to_owned(), column(|own| own.about.to_owned())),
            ],
        )
    }

    fn inspect(&self, reference: &str) -> Option<Inspection> {
        let name = reference.strip_prefix("tensor.")?;
        let all = std::iter::once(&self.given).chain(&self.tensors[1..]);
        let own = all.into_iter().find(|own| own.name == name)?;
        let rows = own.axes.iter();
        let rows = rows.map(|(axis, size)| InspectedRow {
            label: words::axis(*axis).to_owned(),
            value: size.to_string(),
            reference: None,
        });
        Some(Inspection::of_numbers(
            reference,
            format!("{} {}", own.name, own.shape()),
            own.about.to_owned(),
            rows.collect(),
        ))
    }
}

struct Drawing<'d> {
    shapes: &'d Shapes,
    frame: &'d Frame,
    palette: &'static Palette,
    small: Type,
}

/// Where a block stands and how large its three edges are.
struct Block {
    front: Rect,
    deep: f32,
}

impl Drawing<'_> {
    fn paint(&self, scene: &mut Scene) {
        let room = self.frame.width - 16.0;
        let broken = |(words, color): &(String, Rgba)| {
            let lines = wrap(words, self.small, room, 2);
            lines
                .into_iter()
                .map(|line| (line, *color))
                .collect::<Vec<_>>()
        };
        let lines: Vec<(String, Rgba)> = self.lines().iter().flat_map(broken).collect();
        let line = self.frame.rem(15.0);
        let foot = line * count(lines.len()) + 6.0;
        let flow = (self.frame.height - foot).clamp(40.0, self.frame.rem(150.0));
        let narrow = self.frame.width < 520.0;
        let shown: Vec<&Tensor> = std::iter::once(&self.shapes.given)
            .chain(self.shapes.tensors[1..4].iter())
            .filter(|own| !narrow || own.axes.len() == 3 || own.name == "o")
            .collect();
        let wide = (self.frame.width - 16.0) / count(shown.len());
        for (place, own) in shown.iter().enumerate() {
            let area = Rect::new(8.0 + count(place) * wide, 4.0, wide, flow - 8.0);
            self.tensor(scene, own, area);
            if place + 1 < shown.len() {
                self.step(scene, place, area);
            }
        }
        self.axes(scene, wide, flow);
        for (place, (words, color)) in lines.iter().enumerate() {
            scene.plain();
            let y = flow + line * (count(place) + 0.8);
            scene.text(words, at(8.0, y), self.small, *color);
        }
    }

    /// What is said under the picture.
    fn lines(&self) -> Vec<(String, Rgba)> {
        let (ink, error) = (self.palette.ink, self.palette.error);
        match &self.shapes.outcome {
            Outcome::Right => vec![(words::RIGHT.to_owned(), ink)],
            Outcome::Refused { pytorch, ours } => vec![
                (ours.clone(), error),
                (format!("PyTorch: {pytorch}"), self.palette.secondary),
            ],
            Outcome::Garbage { right, wrong, ours } => vec![
                (ours.clone(), error),
                (words::garbage_losses(*right, *wrong), ink),
            ],
        }
    }

    fn tensor(&self, scene: &mut Scene, own: &Tensor, area: Rect) {
        let words = format!(
            "{} {} {}: {}",
            own.name,
            own.letters(),
            own.shape(),
            own.about
        );
        scene.mark(Some(format!("tensor.{}", own.name)), words, Kind::Frame);
        let is_given = own.name == "x";
        let is_wrong = is_given && self.shapes.outcome != Outcome::Right;
        let color = if is_wrong {
            self.palette.error
        } else {
            self.palette.line
        };
        let block = block(own, area);
        self.edges(scene, &block, color);
        let strong = Type::sans(self.frame.rem(12.0))
            .face(Face::Strong)
            .align(Align::Middle);
        let name = format!("{} {}", own.name, own.shape());
        let name = fit(&name, strong, area.width - 6.0);
        let x = area.centre().x;
        scene.text(&name, at(x, area.bottom() - 2.0), strong, self.palette.ink);
        self.labels(scene, own, &block, color);
    }

    /// The front of a block, and its top and side where it has a third axis.
    fn edges(&self, scene: &mut Scene, Block { front, deep }: &Block, color: Rgba) {
        let ink = Ink::fill(self.palette.panel).outlined(color, 1.5);
        if *deep > 0.0 {
            let (x, y) = (front.x, front.y);
            let (right, bottom, deep) = (front.right(), front.bottom(), *deep);
            let top = [
                at(x, y),
                at(x + deep, y - deep),
                at(right + deep, y - deep),
                at(right, y),
            ];
            scene.path(&top, true, ink);
            let side = [
                at(right, y),
                at(right + deep, y - deep),
                at(right + deep, bottom - deep),
                at(right, bottom),
            ];
            scene.path(&side, true, ink);
        }
        scene.rect(*front, ink);
    }

    /// Each edge with the letter of its axis: down the first, across the second, into the picture the third.
    fn labels(&self, scene: &mut Scene, own: &Tensor, block: &Block, color: Rgba) {
        let Block { front, deep } = block;
        let letter = |place: usize| {
            own.axes
                .get(place)
                .map(|(axis, size)| format!("{axis} {size}"))
        };
        let middle = self.small.align(Align::Middle);
        let color = if color == self.palette.error {
            color
        } else {
            self.palette.secondary
        };
        if let Some(down) = letter(0) {
            let end = self.small.align(Align::End);
            scene.text(&down, at(front.x - 4.0, front.centre().y + 4.0), end, color);
        }
        if let Some(across) = letter(1) {
            let baseline = front.bottom() + self.frame.rem(12.0);
            scene.text(&across, at(front.centre().x, baseline), middle, color);
        }
        if let Some(into) = letter(2) {
            let place = at(front.right() + deep + 4.0, front.y - deep / 2.0 + 2.0);
            scene.text(&into, place, self.small, color);
        }
    }

    /// The way to the next tensor; a gap with both shapes where the sizes do not fit.
    fn step(&self, scene: &mut Scene, place: usize, area: Rect) {
        let y = area.centre().y;
        let (from, to) = (at(area.right() - 12.0, y), at(area.right() + 10.0, y));
        scene.plain();
        let refused = place == 0 && matches!(self.shapes.outcome, Outcome::Refused { .. });
        if refused {
            let ink = Ink::line(self.palette.error, 2.0);
            for side in [-3.0, 3.0] {
                let x = area.right() + side;
                scene.path(&[at(x - 4.0, y + 12.0), at(x + 4.0, y - 12.0)], false, ink);
            }
            if area.width < 150.0 {
                return;
            }
            let middle = self.small.align(Align::Middle);
            let both = [
                (-18.0, self.shapes.given.shape()),
                (26.0, self.shapes.tensors[0].shape()),
            ];
            for (down, shape) in both {
                scene.text(
                    &shape,
                    at(area.right(), y + down),
                    middle,
                    self.palette.error,
                );
            }
            return;
        }
        let foot = arrow::head(scene, (from, to), 7.0, 4.0, self.palette.line);
        scene.path(&[from, foot], false, Ink::line(self.palette.line, 1.5));
    }

    /// The axes of what is given, to be changed: a click swaps two of them.
    fn axes(&self, scene: &mut Scene, wide: f32, flow: f32) {
        if flow < 96.0 {
            return;
        }
        let tiles = self.shapes.given.axes.iter();
        let strong = self.small.face(Face::Strong).align(Align::Middle);
        let size = measure("B", strong).width + 14.0;
        let mut x = 8.0 + wide / 2.0 - 1.5 * size - 10.0;
        for (place, (axis, _)) in tiles.enumerate() {
            let tile = Rect::new(x, 4.0, size, self.frame.rem(18.0));
            let is_right = self.shapes.layout[place] == *axis;
            let edge = if is_right {
                faint(self.palette)
            } else {
                self.palette.error
            };
            scene.plain();
            scene.rect(tile, Ink::fill(self.palette.panel).outlined(edge, 1.5));
            let text = at(tile.centre().x, tile.centre().y + 4.0);
            scene.text(&axis.to_string(), text, strong, self.palette.ink);
            if let Some(next) = self.shapes.next.get(place) {
                let swap = Rect::new(tile.right(), tile.y, 14.0, tile.height);
                scene.mark(
                    Some(format!("axes.{next}")),
                    format!("swap axes {} and {}", place + 1, place + 2),
                    Kind::Cell,
                );
                let centre = at(swap.centre().x, swap.centre().y + 4.0);
                let middle = self.small.align(Align::Middle);
                scene.text("\u{21c4}", centre, middle, self.palette.accent);
                scene.area(swap);
            }
            x = tile.right() + 14.0;
        }
    }
}

/// A block in its place: edges grow with the sizes, but slowly, so that 64 still fits beside 2.
fn block(own: &Tensor, area: Rect) -> Block {
    let size = |place: usize| own.axes.get(place).map_or(1, |(_, size)| *size);
    let grown = |n: usize| (count(n) / 64.0).min(1.0).sqrt();
    let deep = if own.axes.len() == 3 {
        6.0 + 18.0 * grown(size(2))
    } else {
        0.0
    };
    let (most_wide, most_high) = (
        (area.width - 84.0).max(12.0),
        (area.height - 78.0).max(10.0),
    );
    let wide = most_wide.min(24.0 + 60.0 * grown(size(1)));
    let high = most_high.min(18.0 + 50.0 * grown(size(0)));
    let centre = at(
        area.centre().x - deep / 2.0,
        area.centre().y + deep / 2.0 + 2.0,
    );
    Block {
        front: Rect::around(centre, wide, high),
        deep,
    }
}
