//! The numbers behind the op on screen: its equations with a column in the place of each letter, set like
//! text: as large as fits, broken before a sign where a line is full.
//!
//! Invariant: every number is one that `explain` says; nothing is left out without a word.

mod plan;

use std::rc::Rc;

use super::column::{Column, Strength, count};
use super::matrix::{Entries, Grid};
use super::{Frame, focus};
use crate::draw::label::{Label, italic};
use crate::draw::painter::{Align, Face, Ink, Painter, Rect, Rgba, Type, at};
use crate::draw::scene::{Kind, Naming, Scene};
use crate::draw::theme::{Palette, Scale, rounded_limit};
use crate::explain::behind::{self, Behind, Fill, Piece, Shown, Sign};
use crate::explain::graph::Graph;
use crate::explain::number;
use plan::{ABOVE, LEGEND, Line, Plan, STRIP, Sizes, Slot, best_height, height, least_height};
use unrolled::ir::Function;

/// Between the words under two brackets, CSS px.
const APART: f32 = 8.0;

/// What is shown.
#[derive(Clone, Copy, Debug)]
pub struct Numbers<'n> {
    /// The step: its ranges are those of the columns.
    pub graph: &'n Graph,
    /// The equations.
    pub behind: &'n Behind,
    /// The selected unit, from 1.
    pub unit: usize,
}

/// The equations.
#[must_use]
pub fn numbers(input: &Numbers<'_>, frame: &Frame, focused: Option<&str>) -> Scene {
    let palette = frame.theme.palette();
    let page = if input.graph.backward {
        palette.page.towards(palette.gradient, 0.03)
    } else {
        palette.page
    };
    let mut scene = Scene::new(frame.size(), page);
    let page = Page::of(input, frame, focused);
    let plan = page.plan(&scene);
    page.paint(&mut scene, &plan);
    focus::paint(&mut scene, focused, palette);
    scene
}

/// One column of the equations by itself, by its reference, for where a line of mathematics has no room for its
/// numbers; an empty picture where no column has this name.
#[must_use]
pub fn vector(input: &Numbers<'_>, frame: &Frame, reference: &str) -> Scene {
    let mut scene = Scene::new(frame.size(), frame.theme.palette().page.faded(0.0));
    let all = pieces(input.behind).flat_map(|piece| match piece {
        Piece::Column(columns) | Piece::Row(columns) => columns.as_slice(),
        _ => &[],
    });
    let named = |own: &&behind::Column| own.reference.as_deref() == Some(reference);
    if let Some(own) = all.into_iter().find(named) {
        let area = Rect::new(0.0, 0.0, frame.width, frame.height).grown(-1.0);
        Page::of(input, frame, None).column(&mut scene, own, area);
    }
    scene
}

fn pieces(behind: &Behind) -> impl Iterator<Item = &Piece> {
    behind.equations.iter().flat_map(|own| &own.pieces)
}

fn weights(behind: &Behind) -> Vec<f64> {
    let of = |piece: &Piece| match piece {
        Piece::Matrix(own) if !own.gradient => own.entries.clone(),
        _ => vec![],
    };
    pieces(behind).flat_map(of).collect()
}

/// The entries of a column that lies on its side.
#[derive(Debug)]
struct Lying(behind::Column);

impl Naming for Lying {
    fn name(&self, _row: usize, col: usize) -> (Option<String>, String) {
        let Self(own) = self;
        let reference = own.reference.as_ref();
        let value = number::text(own.values[col]);
        (
            reference.map(|whole| format!("{whole}.u{}", col + 1)),
            format!("{}, unit {}: {value}", own.words, col + 1),
        )
    }

    fn find(&self, reference: &str) -> Option<(usize, usize)> {
        let own = reference.strip_prefix(self.0.reference.as_deref()?)?;
        let unit: usize = own.strip_prefix(".u")?.parse().ok()?;
        let place = unit.checked_sub(1)?;
        (place < self.0.values.len()).then_some((0, place))
    }
}

struct Page<'n> {
    input: &'n Numbers<'n>,
    frame: &'n Frame,
    palette: &'static Palette,
    focused: Option<&'n str>,
    gradients: Scale,
    weights: Scale,
}

impl<'n> Page<'n> {
    fn of(input: &'n Numbers<'n>, frame: &'n Frame, focused: Option<&'n str>) -> Self {
        Self {
            input,
            frame,
            palette: frame.theme.palette(),
            focused,
            gradients: Scale::Signed(input.graph.ranges.grads),
            weights: Scale::Signed(rounded_limit(&weights(input.behind))),
        }
    }
}

impl Page<'_> {
    fn edge(&self) -> f32 {
        if self.frame.width < 520.0 { 8.0 } else { 16.0 }
    }

    fn equation(&self, slot: &Slot) -> &Shown {
        &self.input.behind.equations[slot.equation]
    }

    fn piece(&self, slot: &Slot) -> &Piece {
        &self.equation(slot).pieces[slot.piece]
    }

    fn paint(&self, scene: &mut Scene, plan: &Plan) {
        let room = self.frame.height - LEGEND;
        let least: f32 = plan.lines.iter().map(least_height).sum();
        let wanted: f32 = plan.lines.iter().map(best_height).sum();
        let share = ((room - least) / (wanted - least).max(1.0)).clamp(0.0, 1.0);
        let used = least + share * (wanted - least);
        let mut y = (room - used).max(0.0) / 2.0;
        for line in &plan.lines {
            let height = least_height(line) + share * (best_height(line) - least_height(line));
            let inner = height - ABOVE - line.below;
            self.line(
                scene,
                line,
                plan.sizes,
                Rect::new(0.0, y + ABOVE, self.frame.width, inner),
            );
            y += height;
        }
        self.foot(scene, plan);
    }

    fn line(&self, scene: &mut Scene, line: &Line, sizes: Sizes, area: Rect) {
        let room = self.frame.width - 2.0 * self.edge();
        let squeeze = (room / line.width.max(1.0)).min(1.0);
        let mut x = self.edge() + (room - line.width * squeeze).max(0.0) / 2.0;
        let mut places: Vec<(Slot, Rect)> = vec![];
        for slot in &line.slots {
            x += slot.before * squeeze;
            let width = slot.width * squeeze;
            let height = height(self.piece(slot), line, area);
            let place = Rect::new(x, area.y + (area.height - height) / 2.0, width, height);
            self.draw(scene, slot, sizes, place);
            places.push((*slot, place));
            x += width;
        }
        self.spans(scene, &places, area);
    }

    fn draw(&self, scene: &mut Scene, slot: &Slot, sizes: Sizes, place: Rect) {
        match self.piece(slot) {
            Piece::Column(columns) => self.columns(scene, columns, sizes, place),
            Piece::Row(columns) => self.row(scene, columns, sizes, place),
            Piece::Matrix(own) => self.matrix(scene, own, sizes, place),
            other => {
                scene.plain();
                let y = place.centre().y + 5.0;
                let style = sign_type();
                scene.text(
                    &written(other),
                    at(place.centre().x, y),
                    style,
                    self.palette.secondary,
                );
            }
        }
    }

    fn hue(&self, role: &str) -> Rgba {
        self.palette.hue(role)
    }

    /// Letters side by side over a stack, with a semicolon between them.
    fn names(
        &self,
        scene: &mut Scene,
        columns: &[behind::Column],
        sizes: Sizes,
        place: Rect,
        sup: &str,
    ) {
        let letters: Vec<Label> = columns
            .iter()
            .map(|own| Label::of(own.prefix, &own.label))
            .collect();
        let widths: Vec<f32> = letters
            .iter()
            .map(|own| own.width(scene, sizes.letter))
            .collect();
        let whole: f32 = widths.iter().sum::<f32>() + 8.0 * count(columns.len() - 1);
        let mut x = place.centre().x - whole / 2.0;
        let y = place.y - 8.0;
        let style = Type::sans(sizes.letter);
        for (number, ((own, letter), width)) in
            columns.iter().zip(&letters).zip(&widths).enumerate()
        {
            scene.mark(own.reference.clone(), own.words.clone(), Kind::Frame);
            letter.paint(scene, at(x, y), style, self.hue(own.role));
            x += width;
            scene.plain();
            if number + 1 < columns.len() {
                scene.text(
                    ";",
                    at(x + 1.0, y),
                    style.face(Face::Math),
                    self.palette.secondary,
                );
            }
            x += 8.0;
        }
        if !sup.is_empty() {
            let style = Type::sans(11.0).face(Face::Math);
            scene.text(sup, at(x - 6.0, y - 5.0), style, self.palette.secondary);
        }
    }

    fn columns(&self, scene: &mut Scene, columns: &[behind::Column], sizes: Sizes, place: Rect) {
        self.names(scene, columns, sizes, place, "");
        let all: usize = columns.iter().map(|own| own.values.len()).sum();
        let gap = if columns.len() > 1 { 3.0 } else { 0.0 };
        let room = place.height - gap * count(columns.len() - 1);
        let short: usize = columns
            .iter()
            .map(|own| own.values.len())
            .filter(|&rows| rows <= STRIP.0)
            .sum();
        let (row, rest) = if all <= STRIP.0 {
            (room / count(all.max(1)), 0.0)
        } else {
            let row = 16.0_f32.min(room * 0.4 / count(short.max(1)));
            (
                row,
                (room - row * count(short)) / count((all - short).max(1)),
            )
        };
        let mut y = place.y;
        for own in columns {
            let rows = own.values.len();
            let each = if rows <= STRIP.0 { row } else { rest };
            let height = each * count(rows);
            let width = place.width.min(sizes.cell.max(30.0));
            let area = Rect::new(place.centre().x - width / 2.0, y, width, height);
            self.column(scene, own, area);
            y += height + gap;
        }
        self.note(scene, columns, place);
    }

    fn note(&self, scene: &mut Scene, columns: &[behind::Column], place: Rect) {
        let Some(note) = columns.iter().find_map(|own| own.note.as_deref()) else {
            return;
        };
        if self.input.behind.junction.is_some() {
            return;
        }
        scene.plain();
        let style = Type::sans(11.0).align(Align::Middle);
        let y = place.bottom() + 12.0;
        scene.text(note, at(place.centre().x, y), style, self.palette.secondary);
    }

    fn fill(&self, own: &behind::Column) -> Scale {
        match own.fill {
            Fill::Gradient => self.gradients,
            Fill::Share => Scale::Share,
            Fill::Node(node) => super::cell::scale(self.input.graph, &self.input.graph.nodes[node]),
        }
    }

    fn column(&self, scene: &mut Scene, own: &behind::Column, area: Rect) {
        let rows = own.values.len();
        let column = Column {
            values: Some(&own.values),
            rows,
            shown: (0, rows),
            unit: (own.units && rows > 1).then(|| self.input.unit.clamp(1, rows) - 1),
            reference: own.reference.as_deref(),
            words: &own.words,
            hue: self.hue(own.role),
            scale: self.fill(own),
            strength: Strength {
                ink: 1.0,
                now: own.result,
            },
        };
        column.paint(scene, area, self.palette);
    }

    fn row(&self, scene: &mut Scene, columns: &[behind::Column], sizes: Sizes, place: Rect) {
        self.names(scene, columns, sizes, place, "⊤");
        let all: usize = columns.iter().map(|own| own.values.len()).sum();
        let mut x = place.x;
        for own in columns {
            let cols = own.values.len();
            let width = place.width * count(cols) / count(all);
            let area = Rect::new(x, place.y, width, place.height);
            let grid = Grid {
                rows: 1,
                cols,
                entries: &own.values,
                named: Rc::new(Lying(own.clone())),
                scale: self.fill(own),
                hue: self.hue(own.role),
                lit: (None, None),
                lens: None,
                now: false,
            };
            grid.paint(scene, area, self.palette);
            x += width;
        }
    }

    fn matrix(&self, scene: &mut Scene, own: &behind::Matrix, sizes: Sizes, place: Rect) {
        let hue = if own.gradient {
            self.palette.gradient
        } else {
            self.hue(own.role)
        };
        scene.mark(Some(own.reference.clone()), own.words.clone(), Kind::Frame);
        let style = Type::sans(sizes.letter).align(Align::Middle);
        Label::of(own.prefix, &own.label).paint(
            scene,
            at(place.centre().x, place.y - 8.0),
            style,
            hue,
        );
        let focused = self.focused.and_then(|focused| own.place_of(focused));
        let unit = self.input.unit - 1;
        let lit = match (own.transposed, own.rows, own.cols) {
            (false, rows, _) if unit < rows => (Some(unit), focused.map(|(_, col)| col)),
            _ => (None, focused.map(|(_, col)| col)),
        };
        let grid = Grid {
            rows: own.rows,
            cols: own.cols,
            entries: &own.entries,
            named: Rc::new(Entries(own.clone())),
            scale: if own.gradient {
                self.gradients
            } else {
                self.weights
            },
            hue,
            lit,
            lens: focused,
            now: own.gradient,
        };
        grid.paint(scene, place, self.palette);
    }

    /// What is said under pieces, with a bracket that holds them together.
    fn spans(&self, scene: &mut Scene, places: &[(Slot, Rect)], area: Rect) {
        let equations: Vec<usize> = places.iter().map(|(slot, _)| slot.equation).collect();
        let mut done = vec![];
        for equation in equations {
            if done.contains(&equation) {
                continue;
            }
            done.push(equation);
            let mut ends = [0.0; 2];
            for (from, to, words) in &self.input.behind.equations[equation].spans {
                let held = places.iter().filter(|(slot, _)| {
                    slot.equation == equation && (*from..=*to).contains(&slot.piece)
                });
                let Some(bounds) = held.map(|(_, place)| *place).reduce(Rect::union) else {
                    continue;
                };
                self.bracket(scene, bounds, area.bottom() + 4.0, words, &mut ends);
            }
        }
    }

    /// Two lines of words at the most, each to the right of where the last one on it `ends`.
    fn bracket(&self, scene: &mut Scene, held: Rect, y: f32, words: &str, ends: &mut [f32; 2]) {
        scene.plain();
        let line = [
            at(held.x + 1.0, y),
            at(held.x + 1.0, y + 3.0),
            at(held.right() - 1.0, y + 3.0),
            at(held.right() - 1.0, y),
        ];
        scene.path(&line, false, Ink::line(self.palette.gradient, 1.0));
        let style = Type::sans(11.0).align(Align::Middle);
        for ((number, part), end) in words.split(", ").enumerate().zip(ends) {
            let half = scene.measure(part, style).width / 2.0;
            let x = held.centre().x.max(*end + half);
            let x = x.min(self.frame.width - half);
            *end = x + half + APART;
            let place = at(x, y + 14.0 + 12.0 * count(number));
            scene.text(part, place, style, self.palette.secondary);
        }
    }

    /// What the streams of a junction do to each other, what was left out, and what the fills mean.
    fn foot(&self, scene: &mut Scene, plan: &Plan) {
        let y = self.frame.height - 7.0;
        let mut said = self
            .input
            .behind
            .junction
            .as_ref()
            .map_or_else(String::new, |found| found.words.clone());
        let unsaid = plan.dropped.saturating_sub(self.minor(plan));
        if unsaid > 0 {
            said = format!("and {unsaid} more");
        }
        scene.plain();
        let style = Type::sans(11.0);
        if !said.is_empty() {
            scene.text(&said, at(self.edge(), y), style, self.palette.ink);
        }
        let left = self.edge() + scene.measure(&said, style).width + 16.0;
        let mut x = self.frame.width - self.edge();
        for (name, scale) in self.scales() {
            let (low, high) = scale.ends();
            let text = format!("{name} {} to {}", short(low), short(high));
            let width = scene.measure(&text, style).width + 8.0 + 36.0;
            if x - width < left {
                break;
            }
            let ramp = Rect::new(x - 36.0, y - 8.0, 36.0, 8.0);
            super::cell::ramp(scene, ramp, scale, self.palette);
            let place = at(x - 44.0, y);
            scene.text(
                &text,
                place,
                style.align(Align::End),
                self.palette.secondary,
            );
            x -= width + 18.0;
        }
    }

    /// How many of the equations left out say no more than another.
    fn minor(&self, plan: &Plan) -> usize {
        let slots = || plan.lines.iter().flat_map(|line| &line.slots);
        let equations = self.input.behind.equations.iter().enumerate();
        let gone = equations
            .filter(|(number, own)| own.minor && slots().all(|slot| slot.equation != *number));
        gone.count()
    }

    /// The scale of the result, and that of the weights where some are shown.
    fn scales(&self) -> Vec<(&'static str, Scale)> {
        let mut scales = vec![];
        let result = pieces(self.input.behind).filter_map(|piece| match piece {
            Piece::Column(columns) => columns.iter().find(|own| own.result),
            _ => None,
        });
        let gradient = pieces(self.input.behind).any(|piece| {
            matches!(piece, Piece::Matrix(own) if own.gradient)
                || matches!(piece, Piece::Column(own) if own[0].fill == Fill::Gradient)
        });
        if gradient {
            scales.push(("gradient", self.gradients));
        } else if let Some(own) = result.last() {
            scales.push(("fill", self.fill(own)));
        }
        let weighs = |piece: &Piece| matches!(piece, Piece::Matrix(own) if !own.gradient);
        if pieces(self.input.behind).any(weighs) {
            scales.push(("weights", self.weights));
        }
        scales
    }
}

fn sign_type() -> Type {
    Type::sans(15.0).face(Face::Math).align(Align::Middle)
}

fn written(piece: &Piece) -> String {
    match piece {
        Piece::Sign(sign) => italic(match sign {
            Sign::Equals => "=",
            Sign::Plus => "+",
            Sign::Minus => "−",
            Sign::Times => "×",
            Sign::Beside => "",
            Sign::Dot => "·",
            Sign::Open => "(",
            Sign::Close => ")",
            Sign::Norm => "‖",
            Sign::NormSquared => "‖²",
            Sign::And => ",",
            Sign::MinusLog => return "−ln".to_owned(),
        }),
        Piece::Constant(_, text) | Piece::Words(text) => text.clone(),
        Piece::Pick(place) => format!("[{place}]"),
        Piece::Function(function) => match function {
            Function::Sigmoid => "σ",
            Function::Tanh => "tanh",
            Function::Relu => "ReLU",
            Function::Step => "slope",
            Function::Softmax => "softmax",
        }
        .to_owned(),
        Piece::Column(_) | Piece::Row(_) | Piece::Matrix(_) => String::new(),
    }
}

fn short(value: f64) -> String {
    if value == 0.0 {
        "0".to_owned()
    } else {
        number::significant(value, 1).text()
    }
}
