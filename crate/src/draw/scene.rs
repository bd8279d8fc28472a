//! A picture as a list of marks, each with a box, what it refers to, and words.
//!
//! Invariant: a shape belongs to exactly one mark; marks are painted in the order of their shapes;
//! mark 0 is the background and means nothing.

use std::cell::OnceCell;

use super::metrics;
use super::painter::{Ink, MarkId, Painter, Point, Rect, Rgba, Size, Type, at};
use crate::explain::number;

/// The smallest box that can be hit, CSS px: small cells reach this far beyond what is drawn.
const HIT: f32 = 32.0;
/// How far from its line a wire can still be hit, CSS px.
const CORRIDOR: f32 = 4.0;

/// Something drawn that has a meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Its number.
    pub id: MarkId,
    /// All it drew, or where it can be hit.
    pub bounds: Rect,
    /// What it refers to (`h.t4.u2`).
    pub reference: Option<String>,
    /// What it is, in words.
    pub words: String,
    /// How it is hit and walked.
    pub kind: Kind,
}

/// How a mark is hit and walked.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Kind {
    /// Not at all: decoration.
    #[default]
    Plain,
    /// Anywhere in its box; the arrow keys stop here.
    Cell,
    /// Anywhere in its box, but what lies inside comes first; the arrow keys pass over it.
    Frame,
    /// Near its line; the arrow keys pass over it.
    Wire(Vec<Point>),
}

/// One thing to paint.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// See [`Painter::rect`].
    Rect(Rect, Ink),
    /// See [`Painter::path`].
    Path(Vec<Point>, bool, Ink),
    /// See [`Painter::circle`].
    Circle(Point, f32, Ink),
    /// See [`Painter::text`].
    Text(String, Point, Type, Rgba),
    /// See [`Painter::image`].
    Image(Rect, u32, u32, Vec<u8>),
}

/// Where an arrow key leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left arrow.
    Left,
    /// Right arrow.
    Right,
    /// Up arrow.
    Up,
    /// Down arrow.
    Down,
    /// Home.
    First,
    /// End.
    Last,
}

/// A column of marks too many to be made before somebody asks: one a row, of equal height.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// The box of all.
    pub area: Rect,
    /// What they refer to as a whole; each row adds its number (`h.t4` gives `h.t4.u2`).
    pub reference: Option<String>,
    /// What they are as a whole, in words; each row adds its number and its value.
    pub words: String,
    /// The number of the first row, from 1, and how many there are.
    pub numbers: (usize, usize),
    /// Their values, the first row's first, if they may be seen.
    pub values: Option<Vec<f64>>,
    /// How they are hit and walked.
    pub kind: Kind,
}

impl Rows {
    #[expect(clippy::cast_precision_loss, reason = "a count of things on screen")]
    fn row(&self, row: usize) -> Rect {
        let height = self.area.height / self.numbers.1.max(1) as f32;
        let y = self.area.y + row as f32 * height;
        Rect {
            y,
            height,
            ..self.area
        }
    }

    /// Where the row of this reference is.
    fn place(&self, reference: &str) -> Option<Rect> {
        let own = reference.strip_prefix(self.reference.as_deref()?)?;
        let number: usize = own.strip_prefix(".u")?.parse().ok()?;
        let row = number.checked_sub(self.numbers.0)?;
        (row < self.numbers.1).then(|| self.row(row))
    }

    /// The marks, from the top.
    fn marks(&self) -> impl Iterator<Item = Mark> {
        let (first, count) = self.numbers;
        (0..count).map(move |row| {
            let number = first + row;
            let value = self.values.as_ref().and_then(|values| values.get(row));
            let value = value.map_or("not computed yet".to_owned(), |value| number::text(*value));
            Mark {
                id: MarkId(0),
                bounds: self.row(row),
                reference: self
                    .reference
                    .as_ref()
                    .map(|own| format!("{own}.u{number}")),
                words: format!("{}, unit {number}: {value}", self.words),
                kind: self.kind.clone(),
            }
        })
    }
}

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Its frame.
    pub size: Size,
    /// What it lies on.
    pub page: Rgba,
    /// What is in it, in the order of first painting; the first is the background.
    pub marks: Vec<Mark>,
    /// What is painted, each with its mark.
    pub shapes: Vec<(MarkId, Shape)>,
    current: MarkId,
    /// Marks under the others that are made when somebody asks.
    rows: Vec<Rows>,
    made: OnceCell<Vec<Mark>>,
}

impl Scene {
    /// An empty picture.
    #[must_use]
    pub fn new(size: Size, page: Rgba) -> Self {
        let mut scene = Self {
            size,
            page,
            marks: vec![],
            shapes: vec![],
            current: MarkId(0),
            rows: vec![],
            made: OnceCell::new(),
        };
        scene.push(Mark {
            id: MarkId(0),
            bounds: Rect::default(),
            reference: None,
            words: String::new(),
            kind: Kind::Plain,
        });
        scene
    }

    /// Begins a mark: what is painted from here on belongs to it.
    pub fn mark(
        &mut self,
        reference: Option<String>,
        words: impl Into<String>,
        kind: Kind,
    ) -> MarkId {
        let id = MarkId(self.marks.len());
        self.push(Mark {
            id,
            bounds: Rect::default(),
            reference,
            words: words.into(),
            kind,
        });
        id
    }

    /// Adds a column of marks under all others.
    pub fn rows(&mut self, rows: Rows) {
        self.rows.push(rows);
        self.made.take();
    }

    /// All marks, from the lowest to the topmost.
    pub fn all_marks(&self) -> impl DoubleEndedIterator<Item = &Mark> {
        let made = self
            .made
            .get_or_init(|| self.rows.iter().flat_map(Rows::marks).collect());
        made.iter().chain(&self.marks)
    }

    /// Begins a mark that means nothing.
    pub fn plain(&mut self) {
        self.id(MarkId(0));
    }

    /// Lets the current mark be hit in this box, whatever it paints.
    pub fn area(&mut self, bounds: Rect) {
        self.marks[self.current.0].bounds = bounds;
    }

    fn push(&mut self, mark: Mark) {
        self.current = mark.id;
        self.marks.push(mark);
    }

    /// The mark of this number.
    #[must_use]
    pub fn get(&self, id: MarkId) -> &Mark {
        &self.marks[id.0]
    }

    /// The same picture enlarged and moved: a point `p` comes to lie at `zoom * p + pan`. The pan is held to what keeps
    /// the frame filled; what falls outside is left out, and boxes to be hit move along.
    #[must_use]
    pub fn zoomed(mut self, zoom: f32, pan: Point) -> Self {
        let zoom = zoom.max(1.0);
        if zoom <= 1.0 {
            return self;
        }
        let hold = |pan: f32, length: f32| pan.clamp(length * (1.0 - zoom), 0.0);
        let pan = at(hold(pan.x, self.size.width), hold(pan.y, self.size.height));
        let point = |p: Point| at(zoom * p.x + pan.x, zoom * p.y + pan.y);
        let area = |r: Rect| {
            let corner = point(at(r.x, r.y));
            Rect::new(corner.x, corner.y, zoom * r.width, zoom * r.height)
        };
        for mark in &mut self.marks {
            mark.bounds = area(mark.bounds);
            if let Kind::Wire(points) = &mut mark.kind {
                for p in points {
                    *p = point(*p);
                }
            }
        }
        for rows in &mut self.rows {
            rows.area = area(rows.area);
        }
        self.made.take();
        for (_, shape) in &mut self.shapes {
            shape.enlarge(zoom, point, area);
        }
        let frame = Rect::new(0.0, 0.0, self.size.width, self.size.height);
        self.shapes
            .retain(|(_, shape)| shape.bounds().grown(4.0).overlaps(frame));
        self
    }

    /// All of it, painted with `painter`.
    pub fn paint(&self, painter: &mut impl Painter) {
        let mut last = None;
        for (id, shape) in &self.shapes {
            if last != Some(*id) {
                painter.id(*id);
                last = Some(*id);
            }
            match shape {
                Shape::Rect(r, ink) => painter.rect(*r, *ink),
                Shape::Path(points, closed, ink) => painter.path(points, *closed, *ink),
                Shape::Circle(centre, radius, ink) => painter.circle(*centre, *radius, *ink),
                Shape::Text(text, place, style, color) => {
                    painter.text(text, *place, *style, *color);
                }
                Shape::Image(r, cols, rows, rgba) => painter.image(*r, *cols, *rows, rgba),
            }
        }
    }

    /// What is meant by pointing here: the nearest mark within reach, the topmost among equals.
    #[must_use]
    pub fn hit(&self, x: f32, y: f32) -> Option<&Mark> {
        let point = at(x, y);
        let mut best: Option<(&Mark, f32)> = None;
        for mark in self.all_marks().rev() {
            let Some(distance) = mark.reach(point) else {
                continue;
            };
            if best.is_none_or(|(_, nearest)| distance < nearest) {
                best = Some((mark, distance));
            }
        }
        best.map(|(mark, _)| mark)
    }

    /// The mark an arrow key leads to from the mark of this reference; from nowhere, the first.
    #[must_use]
    pub fn neighbour(&self, reference: Option<&str>, direction: Direction) -> Option<&Mark> {
        let stops = || self.all_marks().filter(|mark| mark.is_stop());
        let here = reference.and_then(|reference| self.find(reference));
        match (here, direction) {
            (_, Direction::Last) => stops().next_back(),
            (None, _) | (_, Direction::First) => stops().next(),
            (Some(here), _) => {
                let from = here.bounds.centre();
                let mut best: Option<(&Mark, f32)> = None;
                for mark in stops().filter(|mark| mark.reference != here.reference) {
                    let Some(cost) = cost(from, mark.bounds.centre(), direction) else {
                        continue;
                    };
                    if best.is_none_or(|(_, least)| cost < least) {
                        best = Some((mark, cost));
                    }
                }
                best.map(|(mark, _)| mark)
            }
        }
    }

    /// The first mark of this reference, a place where the arrow keys stop if there is one.
    #[must_use]
    pub fn find(&self, reference: &str) -> Option<&Mark> {
        // What is written out over a row comes before the row.
        let same = || {
            let own = |mark: &&Mark| mark.reference.as_deref() == Some(reference);
            self.marks.iter().filter(own)
        };
        let made = || {
            let own = |mark: &&Mark| mark.reference.as_deref() == Some(reference);
            self.all_marks().find(own)
        };
        same()
            .find(|mark| mark.is_stop())
            .or_else(made)
            .or_else(|| same().next())
    }

    /// Where the mark of this reference is, without making marks for it.
    #[must_use]
    pub fn place(&self, reference: &str) -> Option<Rect> {
        let same = || {
            let own = |mark: &&Mark| mark.reference.as_deref() == Some(reference);
            self.marks.iter().filter(own)
        };
        let made = same().find(|mark| mark.is_stop());
        made.map(|mark| mark.bounds)
            .or_else(|| self.rows.iter().find_map(|rows| rows.place(reference)))
            .or_else(|| {
                same()
                    .find(|mark| !matches!(mark.kind, Kind::Wire(_)))
                    .map(|mark| mark.bounds)
            })
    }

    fn add(&mut self, shape: Shape, bounds: Rect) {
        let mark = &mut self.marks[self.current.0];
        let is_empty = mark.bounds == Rect::default();
        mark.bounds = if is_empty {
            bounds
        } else {
            mark.bounds.union(bounds)
        };
        self.shapes.push((self.current, shape));
    }
}

impl Shape {
    /// All it covers, but for the width of its outline.
    fn bounds(&self) -> Rect {
        match self {
            Self::Rect(r, _) | Self::Image(r, ..) => *r,
            Self::Circle(centre, radius, _) => Rect::around(*centre, 2.0 * radius, 2.0 * radius),
            Self::Text(text, place, style, _) => text_box(text, *place, *style),
            Self::Path(points, ..) => {
                let boxes = points.iter().map(|point| Rect::around(*point, 0.0, 0.0));
                boxes.reduce(Rect::union).unwrap_or_default()
            }
        }
    }

    fn enlarge(&mut self, zoom: f32, point: impl Fn(Point) -> Point, area: impl Fn(Rect) -> Rect) {
        let thicken = |ink: &mut Ink| {
            if let Some(stroke) = &mut ink.stroke {
                stroke.width *= zoom;
            }
        };
        match self {
            Self::Rect(r, ink) => {
                *r = area(*r);
                thicken(ink);
            }
            Self::Image(r, ..) => *r = area(*r),
            Self::Circle(centre, radius, ink) => {
                *centre = point(*centre);
                *radius *= zoom;
                thicken(ink);
            }
            Self::Text(_, place, style, _) => {
                *place = point(*place);
                style.size *= zoom;
            }
            Self::Path(points, _, ink) => {
                for p in points {
                    *p = point(*p);
                }
                thicken(ink);
            }
        }
    }
}

impl Mark {
    fn is_stop(&self) -> bool {
        self.kind == Kind::Cell && self.reference.is_some()
    }

    /// How far `point` is from what can be hit; `None` out of reach. A frame loses against all inside it.
    fn reach(&self, point: Point) -> Option<f32> {
        self.reference.as_ref()?;
        let (distance, reach) = match &self.kind {
            Kind::Plain => return None,
            Kind::Cell => {
                let slack = (HIT - self.bounds.width.min(self.bounds.height)).max(0.0) / 2.0;
                (self.bounds.distance(point), slack)
            }
            Kind::Frame => (self.bounds.distance(point) + CORRIDOR / 2.0, CORRIDOR / 2.0),
            Kind::Wire(points) => (distance_to_line(points, point) + 0.1, CORRIDOR + 0.1),
        };
        (distance <= reach).then_some(distance)
    }
}

fn distance_to_line(points: &[Point], point: Point) -> f32 {
    let segments = points.windows(2).map(|ends| {
        let (dx, dy) = (ends[1].x - ends[0].x, ends[1].y - ends[0].y);
        let length = dx * dx + dy * dy;
        let along = ((point.x - ends[0].x) * dx + (point.y - ends[0].y) * dy)
            / length.max(f32::MIN_POSITIVE);
        let along = along.clamp(0.0, 1.0);
        let (x, y) = (
            ends[0].x + along * dx - point.x,
            ends[0].y + along * dy - point.y,
        );
        (x * x + y * y).sqrt()
    });
    segments.fold(f32::INFINITY, f32::min)
}

/// How good a step from one centre to another is in this direction; sideways counts double.
fn cost(from: Point, to: Point, direction: Direction) -> Option<f32> {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let (along, across) = match direction {
        Direction::Left => (-dx, dy),
        Direction::Right => (dx, dy),
        Direction::Up => (-dy, dx),
        Direction::Down => (dy, dx),
        Direction::First | Direction::Last => return None,
    };
    (along > 1.0 && across.abs() <= 3.0 * along).then_some(along + 2.0 * across.abs())
}

impl Painter for Scene {
    fn id(&mut self, mark: MarkId) {
        self.current = mark;
    }

    fn rect(&mut self, r: Rect, ink: Ink) {
        self.add(Shape::Rect(r, ink), r);
    }

    fn path(&mut self, points: &[Point], closed: bool, ink: Ink) {
        let boxes = points.iter().map(|point| Rect::around(*point, 0.0, 0.0));
        if let Some(bounds) = boxes.reduce(Rect::union) {
            self.add(Shape::Path(points.to_vec(), closed, ink), bounds);
        }
    }

    fn circle(&mut self, centre: Point, radius: f32, ink: Ink) {
        self.add(
            Shape::Circle(centre, radius, ink),
            Rect::around(centre, 2.0 * radius, 2.0 * radius),
        );
    }

    fn text(&mut self, text: &str, place: Point, style: Type, color: Rgba) {
        let bounds = text_box(text, place, style);
        self.add(Shape::Text(text.to_owned(), place, style, color), bounds);
    }

    fn image(&mut self, r: Rect, cols: u32, rows: u32, rgba: &[u8]) {
        self.add(Shape::Image(r, cols, rows, rgba.to_vec()), r);
    }

    fn measure(&self, text: &str, style: Type) -> Size {
        metrics::measure(text, style)
    }
}

/// The box of a text on its baseline.
#[must_use]
pub fn text_box(text: &str, place: Point, style: Type) -> Rect {
    let size = metrics::measure(text, style);
    let left = match style.align {
        super::Align::Start => place.x,
        super::Align::Middle => place.x - size.width / 2.0,
        super::Align::End => place.x - size.width,
    };
    Rect::new(
        left,
        place.y - style.size * 0.75,
        size.width,
        style.size * 0.95,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row_of_cells() -> Scene {
        let mut scene = Scene::new(
            Size {
                width: 200.0,
                height: 100.0,
            },
            Rgba::hex(0xFF_FFFF),
        );
        for (index, name) in ["a", "b", "c"].into_iter().enumerate() {
            scene.mark(Some(name.to_owned()), name, Kind::Cell);
            let x = 40.0 + 20.0 * f32::from(u8::try_from(index).unwrap());
            scene.rect(Rect::new(x, 40.0, 10.0, 10.0), Ink::fill(Rgba::hex(0)));
        }
        scene
    }

    fn name(mark: Option<&Mark>) -> Option<&str> {
        mark.and_then(|mark| mark.reference.as_deref())
    }

    #[test]
    fn a_small_cell_is_hit_beside_itself_and_the_nearest_wins() {
        let scene = row_of_cells();
        assert_eq!(name(scene.hit(45.0, 57.0)), Some("a"));
        assert_eq!(name(scene.hit(54.0, 45.0)), Some("a"));
        assert_eq!(name(scene.hit(56.0, 45.0)), Some("b"));
        assert_eq!(name(scene.hit(45.0, 90.0)), None);
    }

    #[test]
    fn what_lies_on_top_is_hit_first_and_a_wire_only_near_its_line() {
        let mut scene = row_of_cells();
        let line = vec![at(0.0, 0.0), at(100.0, 0.0), at(100.0, 80.0)];
        scene.mark(Some("wire".to_owned()), "a wire", Kind::Wire(line.clone()));
        scene.path(&line, false, Ink::line(Rgba::hex(0), 1.0));
        scene.mark(Some("top".to_owned()), "covers b", Kind::Cell);
        scene.rect(Rect::new(58.0, 38.0, 14.0, 14.0), Ink::fill(Rgba::hex(0)));
        assert_eq!(name(scene.hit(65.0, 45.0)), Some("top"));
        assert_eq!(name(scene.hit(50.0, 3.0)), Some("wire"));
        assert_eq!(name(scene.hit(50.0, 12.0)), None);
    }

    #[test]
    fn a_picture_is_enlarged_about_a_point_and_hit_where_it_then_is() {
        // About (55, 45): b stays under the pointer, what lies outside is left out.
        let scene = row_of_cells().zoomed(4.0, at(-165.0, -135.0));
        assert_eq!(name(scene.hit(65.0 * 4.0 - 165.0, 45.0)), Some("b"));
        let box_of = |reference: &str| scene.find(reference).unwrap().bounds;
        assert_eq!(box_of("a"), Rect::new(-5.0, 25.0, 40.0, 40.0));
        let far = row_of_cells().zoomed(4.0, at(50.0, -9000.0));
        let first = far.find("a").unwrap().bounds;
        assert_eq!(
            (first.x, first.y),
            (160.0, -140.0),
            "the frame stays filled"
        );
        assert!(far.shapes.is_empty());
        assert_eq!(row_of_cells().zoomed(1.0, at(9.0, 9.0)), row_of_cells());
    }

    #[test]
    fn rows_are_made_when_somebody_asks_and_lie_under_what_is_written_over_them() {
        let mut scene = row_of_cells();
        scene.rows(Rows {
            area: Rect::new(100.0, 0.0, 20.0, 96.0),
            reference: Some("h.t4".to_owned()),
            words: "state".to_owned(),
            numbers: (1, 64),
            values: Some(vec![0.5; 64]),
            kind: Kind::Cell,
        });
        scene.mark(Some("h.t4.u2".to_owned()), "written out", Kind::Cell);
        scene.rect(Rect::new(100.0, 0.0, 20.0, 18.0), Ink::fill(Rgba::hex(0)));
        assert!(scene.made.get().is_none());
        assert_eq!(scene.place("h.t4.u64").unwrap().y, 94.5);
        assert!(scene.made.get().is_none(), "a place needs no marks");
        assert_eq!(
            scene.hit(110.0, 95.0).unwrap().words,
            "state, unit 64: 0.500"
        );
        assert_eq!(scene.hit(110.0, 5.0).unwrap().words, "written out");
        assert_eq!(scene.find("h.t4.u2").unwrap().words, "written out");
        assert_eq!(name(scene.find("h.t4.u9")), Some("h.t4.u9"));
    }

    #[test]
    fn arrows_walk_to_the_neighbour_and_stop_at_the_edge() {
        let scene = row_of_cells();
        assert_eq!(
            name(scene.neighbour(Some("a"), Direction::Right)),
            Some("b")
        );
        assert_eq!(name(scene.neighbour(Some("b"), Direction::Left)), Some("a"));
        assert_eq!(name(scene.neighbour(Some("a"), Direction::Left)), None);
        assert_eq!(name(scene.neighbour(None, Direction::Down)), Some("a"));
        assert_eq!(name(scene.neighbour(Some("a"), Direction::Last)), Some("c"));
    }
}
