//! The batch as it lies in memory: a row for each sequence, a cell for each step, its input over its loss. Padding is
//! hatched, a loss that does not count is struck through, the end of a row can be dragged.

use std::rc::Rc;

use super::settings::{Side, Wiring};
use super::{Tasks, data, words};
use crate::lab::At;
use view::draw::Scene;
use view::draw::metrics::{fit, measure, wrap};
use view::draw::painter::{Align, Face, Ink, Painter, Rect, Type, at};
use view::draw::panel::{Diagram, Panel};
use view::draw::scene::{Grip, Inverse, Kind, Naming};
use view::draw::theme::{Palette, Scale, rounded_limit};
use view::draw::views::column::count;
use view::draw::views::hatch::{faint, hatch};
use view::draw::views::matrix::Grid;
use view::draw::views::{Frame, focus};
use view::explain::given::Given;
use view::explain::inspect::{InspectedRow, Inspection};
use view::explain::number;
use view::explain::sheet::{Entry, Sheet};

/// A step of a sequence.
#[derive(Clone, Debug)]
struct Cell {
    /// What is read.
    x: Vec<f64>,
    /// Whether it is a step of the sequence.
    is_real: bool,
    /// Its loss, and how much that weighs in the total; nothing where the sequence has one loss.
    loss: Option<(f64, f64)>,
}

/// A sequence.
#[derive(Clone, Debug)]
struct Row {
    /// Which it is, from 0.
    b: usize,
    /// How many steps are real.
    length: usize,
    cells: Vec<Cell>,
    /// The one loss of the whole, where there is one.
    loss: Option<(f64, f64)>,
}

/// The whole.
#[derive(Clone, Debug)]
struct Batch {
    rows: Vec<Row>,
    steps: usize,
    is_packed: bool,
    is_left: bool,
    can_be_dragged: bool,
    /// The sequence and the step that are looked at, from 0.
    at: (usize, usize),
    limit: f64,
    foot: String,
}

/// The picture.
pub(super) fn panel(tasks: &Tasks, at: &At<'_>) -> Panel {
    Panel::Diagram(Rc::new(batch(tasks, at)))
}

fn batch(tasks: &Tasks, at: &At<'_>) -> Batch {
    let mut rows: Vec<Row> = (0..tasks.b()).map(|b| row_of(tasks, b)).collect();
    if tasks.own.pack {
        rows.sort_by_key(|row| std::cmp::Reverse(row.length));
    }
    let values: Vec<f64> = (tasks.sequences.rows.iter().flatten())
        .map(|x| x[0])
        .collect();
    Batch {
        rows,
        steps: tasks.t(),
        is_packed: tasks.own.pack,
        is_left: data::side(&tasks.own) == Side::Left,
        can_be_dragged: tasks.own.text.is_empty(),
        at: (tasks.row(), tasks.step(at)),
        limit: rounded_limit(&values),
        foot: words::batch_foot(tasks),
    }
}

fn row_of(tasks: &Tasks, b: usize) -> Row {
    let begins = tasks.sequences.start(&tasks.own, b);
    let own = &tasks.sequences.rows[b];
    // What padding would lose is known only where it is computed.
    let loss = |t: usize| (tasks.plain.loss_of(b, t), tasks.shown().weight_of(b, t));
    let cell = |t: usize| {
        let is_real = tasks.is_real(b, t);
        Cell {
            x: if is_real {
                own[t - begins].clone()
            } else {
                vec![tasks.own.pad; tasks.d()]
            },
            is_real,
            loss: (tasks.own.wiring != Wiring::One).then(|| {
                if is_real {
                    let shown = tasks.shown();
                    (shown.loss_of(b, t), shown.weight_of(b, t))
                } else {
                    loss(t)
                }
            }),
        }
    };
    Row {
        b,
        length: own.len(),
        cells: (0..tasks.t()).map(cell).collect(),
        loss: (tasks.own.wiring == Wiring::One).then(|| {
            let shown = tasks.shown();
            (shown.loss_of(b, 0), shown.weight_of(b, 0))
        }),
    }
}

/// Cells narrower or lower than this have no numbers, CSS px.
const LEGIBLE: (f32, f32) = (34.0, 17.0);
/// From this size on there is a cell for each step; else all are one heat map.
const DENSE: f32 = 9.0;
/// The highest row.
const HIGHEST: f32 = 44.0;
/// A row of this height has the input over the loss.
const TWO_LINES: f32 = 30.0;

struct View<'v> {
    batch: &'v Batch,
    frame: &'v Frame,
    palette: &'static Palette,
    area: Rect,
    wide: f32,
    high: f32,
}

impl Diagram for Batch {
    fn scene(&self, frame: &Frame, focused: Option<&str>) -> Scene {
        let palette = frame.theme.palette();
        let mut scene = Scene::new(frame.size(), palette.page);
        let head = frame.rem(18.0);
        let lines = wrap(
            &self.foot,
            Type::sans(frame.rem(11.0)),
            frame.width - 16.0,
            2,
        );
        let foot = frame.rem(6.0 + 14.0 * count(lines.len()));
        let names = frame.rem(if frame.width < 520.0 { 34.0 } else { 64.0 });
        let losses = if self.rows.iter().any(|row| row.loss.is_some()) {
            frame.rem(64.0)
        } else {
            0.0
        };
        let area = Rect::new(
            names,
            head,
            (frame.width - names - losses - 18.0).max(1.0),
            (frame.height - head - foot).max(1.0),
        );
        let view = View {
            batch: self,
            frame,
            palette,
            area,
            wide: (area.width / count(self.steps)).min(120.0),
            high: (area.height / count(self.rows.len())).min(HIGHEST),
        };
        view.paint(&mut scene);
        focus::paint(&mut scene, focused, palette);
        scene
    }

    fn sheet(&self) -> Sheet {
        let header = |row: &Row| format!("b{}", row.b + 1);
        let column = |t: usize| {
            let entries = self.rows.iter().map(|row| {
                let cell = &row.cells[t];
                match cell.loss {
                    _ if !cell.is_real && self.is_packed => Entry::default(),
                    Some((loss, weight)) if weight != 0.0 => Entry {
                        reference: Some(name(row.b, t)),
                        ..Entry::number(loss)
                    },
                    _ if cell.is_real => Entry::words("real"),
                    _ => Entry::words("padding"),
                }
            });
            (format!("loss at t = {}", t + 1), entries.collect())
        };
        let lengths = self.rows.iter().map(|row| {
            Entry::seen(Some(count_of(row.length)), Some(end_name(row.b)))
                .maybe_given(self.can_be_dragged)
        });
        let mut columns = vec![("length".to_owned(), lengths.collect())];
        columns.extend((0..self.steps).map(column));
        if self.rows.iter().any(|row| row.loss.is_some()) {
            let losses = self.rows.iter().map(|row| {
                row.loss
                    .map_or_else(Entry::default, |(loss, _)| Entry::number(loss))
            });
            columns.push(("loss".to_owned(), losses.collect()));
        }
        Sheet::of_columns(
            "The batch: lengths and losses; padding has no loss that counts".to_owned(),
            "sequence",
            self.rows.iter().map(header).collect(),
            columns,
        )
    }

    fn inspect(&self, reference: &str) -> Option<Inspection> {
        let end = self.rows.iter().find(|row| end_name(row.b) == reference);
        if let Some(row) = end {
            let value = count_of(row.length);
            return Some(Inspection {
                given: self.can_be_dragged.then(|| Given {
                    reference: reference.to_owned(),
                    name: format!("length of sequence {}", row.b + 1),
                    value,
                    step: 1.0,
                }),
                ..Inspection::of_numbers(
                    reference,
                    format!("Length of sequence {}", row.b + 1),
                    "How many of its steps are real; the rest of the row is padding.".to_owned(),
                    vec![InspectedRow::number("steps", value)],
                )
            });
        }
        let found = self.rows.iter().find_map(|row| {
            let t = (0..row.cells.len()).find(|t| name(row.b, *t) == reference)?;
            Some((row, t))
        });
        let (row, t) = found?;
        let cell = &row.cells[t];
        let mut rows: Vec<InspectedRow> = (cell.x.iter().enumerate())
            .map(|(place, value)| InspectedRow::number(&format!("x {}", place + 1), *value))
            .collect();
        if let Some((loss, weight)) = cell.loss {
            rows.push(InspectedRow::number("loss", loss));
            rows.push(InspectedRow::number("its weight in the total", weight));
        }
        Some(Inspection::of_numbers(
            reference,
            format!("Sequence {}, step {}", row.b + 1, t + 1),
            cell_words(row, t),
            rows,
        ))
    }
}

impl View<'_> {
    fn paint(&self, scene: &mut Scene) {
        scene.grip(Grip {
            part: self.area,
            inverse: Inverse::Width {
                area: Rect::new(
                    self.area.x,
                    self.area.y,
                    self.wide * count(self.batch.steps),
                    self.area.height,
                ),
                ends: (0.0, count_of(self.batch.steps)),
            },
        });
        self.heads(scene);
        if self.wide < DENSE || self.high < DENSE {
            self.map(scene);
        } else {
            for (place, row) in self.batch.rows.iter().enumerate() {
                self.row(scene, row, self.area.y + count(place) * self.high);
            }
        }
        self.foot(scene);
    }

    /// All cells as one heat map of their first numbers, with a line where each row ends.
    fn map(&self, scene: &mut Scene) {
        let cells = self.batch.rows.iter().flat_map(|row| &row.cells);
        let first = |cell: &Cell| if cell.is_real { cell.x[0] } else { 0.0 };
        let entries: Vec<f64> = cells.map(first).collect();
        let (rows, cols) = (self.batch.rows.len(), self.batch.steps);
        let area = Rect::new(
            self.area.x,
            self.area.y,
            self.wide * count(cols),
            self.high * count(rows),
        );
        let (b, t) = self.batch.at;
        let row = self.batch.rows.iter().position(|row| row.b == b);
        let grid = Grid {
            rows,
            cols,
            entries: &entries,
            named: Rc::new(self.batch.clone()),
            scale: Scale::Signed(self.batch.limit),
            hue: self.palette.line,
            lit: (row, Some(t)),
            lens: None,
            now: false,
        };
        grid.map(scene, area, self.palette);
        for (place, row) in self.batch.rows.iter().enumerate() {
            let real = row
                .cells
                .iter()
                .enumerate()
                .filter(|(_, cell)| cell.is_real);
            let ends = real
                .map(|(t, _)| t)
                .fold((cols, 0), |(from, to), t| (from.min(t), to.max(t + 1)));
            let y = area.y + count(place) * self.high;
            for end in [ends.0, ends.1] {
                let x = area.x + count(end) * self.wide;
                let line = [at(x, y), at(x, y + self.high)];
                scene.path(&line, false, Ink::line(self.palette.accent, 1.5));
            }
        }
    }

    fn small(&self) -> Type {
        Type::sans(self.frame.rem(11.0))
    }

    /// The steps over the columns; packed, how many sequences each still has.
    fn heads(&self, scene: &mut Scene) {
        let style = self.small().align(Align::Middle);
        let widest = measure("t888", style).width;
        let every = (widest / self.wide).ceil().max(1.0);
        scene.plain();
        if self.frame.width >= 520.0 {
            let place = at(8.0, self.area.y - 6.0);
            scene.text("length", place, self.small(), self.palette.secondary);
        }
        for t in 0..self.batch.steps {
            if count(t) % every != 0.0 {
                continue;
            }
            let x = self.area.x + (count(t) + 0.5) * self.wide;
            let text = format!("t{}", t + 1);
            let color = if t == self.batch.at.1 {
                self.palette.accent
            } else {
                self.palette.secondary
            };
            scene.text(&text, at(x, self.area.y - 6.0), style, color);
        }
    }

    fn place(&self, t: usize, y: f32) -> Rect {
        let gap = (self.wide * 0.08).min(3.0);
        let up = (self.high * 0.1).min(3.0);
        Rect::new(
            self.area.x + count(t) * self.wide,
            y,
            self.wide - gap,
            self.high - up,
        )
    }

    fn row(&self, scene: &mut Scene, row: &Row, y: f32) {
        let is_shown = row.b == self.batch.at.0;
        if self.high >= LEGIBLE.1 * 0.7 {
            let face = if is_shown { Face::Strong } else { Face::Sans };
            let color = if is_shown {
                self.palette.accent
            } else {
                self.palette.secondary
            };
            scene.mark(
                Some(format!("cell.b{}", row.b + 1)),
                format!("sequence {}: {} steps", row.b + 1, row.length),
                Kind::Plain,
            );
            let text = if self.frame.width < 520.0 {
                format!("b{}", row.b + 1)
            } else {
                format!("b{}  {}", row.b + 1, row.length)
            };
            let baseline = y + self.high / 2.0 + 4.0;
            scene.text(&text, at(8.0, baseline), self.small().face(face), color);
        }
        for t in 0..row.cells.len() {
            if row.cells[t].is_real || !self.batch.is_packed {
                self.cell(scene, row, t, self.place(t, y));
            }
        }
        self.end(scene, row, y);
        if let Some((loss, _)) = row.loss
            && self.high >= LEGIBLE.1 * 0.7
        {
            scene.plain();
            let x = self.area.x + count(self.batch.steps) * self.wide + 12.0;
            let text = format!("ℓ {}", number::text(loss));
            scene.text(
                &text,
                at(x, y + self.high / 2.0 + 4.0),
                self.small(),
                self.palette.gradient,
            );
        }
    }

    fn cell(&self, scene: &mut Scene, row: &Row, t: usize, place: Rect) {
        let cell = &row.cells[t];
        scene.mark(Some(name(row.b, t)), cell_words(row, t), Kind::Cell);
        let edge = if (row.b, t) == self.batch.at {
            Ink::fill(self.palette.panel).outlined(self.palette.accent, 2.0)
        } else {
            Ink::fill(self.palette.panel).outlined(faint(self.palette), 1.0)
        };
        scene.rect(place, edge);
        if !cell.is_real {
            hatch(scene, place, self.palette.line.faded(0.45));
        }
        let strip = place.height * if place.height >= TWO_LINES { 0.42 } else { 0.3 };
        let wide = place.width / count(cell.x.len().max(1));
        if cell.is_real {
            for (at_x, value) in cell.x.iter().enumerate() {
                let part = Rect::new(
                    place.x + count(at_x) * wide + 1.0,
                    place.y + 1.0,
                    (wide - 2.0).max(0.5),
                    strip,
                );
                let fill = self.palette.value(*value, Scale::Signed(self.batch.limit));
                scene.rect(part, Ink::fill(fill));
                let style = self.small().align(Align::Middle);
                let text = number::fixed(*value, 2).text();
                if place.height >= TWO_LINES && measure(&text, style).width < wide - 2.0 {
                    let baseline = part.centre().y + 4.0;
                    let ink = Palette::on(fill);
                    scene.text(&text, at(part.centre().x, baseline), style, ink);
                }
            }
        }
        self.loss(scene, cell, place, strip);
    }

    /// The loss of a step under its input, struck through where it does not count.
    fn loss(&self, scene: &mut Scene, cell: &Cell, place: Rect, strip: f32) {
        let Some((loss, weight)) = cell.loss else {
            return;
        };
        if place.width < LEGIBLE.0 || place.height < LEGIBLE.1 {
            return;
        }
        let style = self.small().align(Align::Middle);
        let text = fit(&short(loss), style, place.width - 2.0);
        let low = place.y + strip + (place.height - strip) / 2.0;
        let (x, counts) = (place.centre().x, weight != 0.0);
        let color = if counts {
            self.palette.gradient
        } else {
            self.palette.secondary
        };
        let half = measure(&text, style).width / 2.0;
        if !cell.is_real {
            let under = Rect::around(at(x, low), 2.0 * half + 6.0, self.frame.rem(13.0));
            scene.rect(under, Ink::fill(self.palette.panel));
        }
        scene.text(&text, at(x, low + 4.0), style, color);
        if !counts {
            let line = [at(x - half - 2.0, low), at(x + half + 2.0, low)];
            scene.path(&line, false, Ink::line(color, 1.5));
        }
    }

    /// The end of a row, to be dragged.
    fn end(&self, scene: &mut Scene, row: &Row, y: f32) {
        if !self.batch.can_be_dragged || self.batch.is_left || self.wide < 8.0 || self.high < 8.0 {
            return;
        }
        let words = format!("end of sequence {}: drag it", row.b + 1);
        scene.mark(Some(end_name(row.b)), words, Kind::Cell);
        let x = self.area.x + count(row.length) * self.wide - 2.0;
        let grip = Rect::around(at(x, y + self.high / 2.0 - 1.0), 5.0, self.high * 0.7);
        scene.rect(grip, Ink::fill(self.palette.accent));
        scene.area(grip.grown(4.0));
    }

    fn foot(&self, scene: &mut Scene) {
        scene.plain();
        let style = self.small();
        let mut y = self.area.y + self.high * count(self.batch.rows.len());
        for line in wrap(&self.batch.foot, style, self.frame.width - 16.0, 2) {
            y += self.frame.rem(14.0);
            scene.text(&line, at(8.0, y), style, self.palette.ink);
        }
    }
}

impl Naming for Batch {
    fn name(&self, row: usize, col: usize) -> (Option<String>, String) {
        let row = &self.rows[row];
        (Some(name(row.b, col)), cell_words(row, col))
    }

    fn find(&self, reference: &str) -> Option<(usize, usize)> {
        let (b, t) = reference.strip_prefix("cell.b")?.split_once(".t")?;
        let b = b.parse::<usize>().ok()?.checked_sub(1)?;
        let row = self.rows.iter().position(|row| row.b == b)?;
        let t = t.parse::<usize>().ok()?.checked_sub(1)?;
        (t < self.steps).then_some((row, t))
    }
}

/// A loss in a cell: to hundredths, so that columns can be compared at a glance.
fn short(loss: f64) -> String {
    if loss > 0.0 && loss < 0.005 {
        return "<.01".to_owned();
    }
    number::fixed(loss, 2).text()
}

/// What a cell is called.
fn name(b: usize, t: usize) -> String {
    format!("cell.b{}.t{}", b + 1, t + 1)
}

fn end_name(b: usize) -> String {
    format!("len.b{}", b + 1)
}

fn count_of(n: usize) -> f64 {
    n as f64
}

fn cell_words(row: &Row, t: usize) -> String {
    let cell = &row.cells[t];
    let kind = if cell.is_real { "" } else { ", padding" };
    let loss = cell.loss.map_or(String::new(), |(loss, weight)| {
        let counts = if weight == 0.0 {
            ", which does not count"
        } else {
            ""
        };
        format!(", loss {}{counts}", number::text(loss))
    });
    format!("sequence {}, step {}{kind}{loss}", row.b + 1, t + 1)
}
