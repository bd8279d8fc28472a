//! A picture as a list of marks, each with a box, what it refers to, and words.
//!
//! Invariant: a shape belongs to exactly one mark; marks are painted in the order of their shapes;
//! mark 0 is the background and means nothing.

mod find;
mod grip;
mod rows;
mod shape;
mod still;
mod unmade;

use std::cell::OnceCell;

use super::metrics;
use super::painter::{Ink, MarkId, Painter, Point, Rect, Rgba, Size, Type, at};

pub use find::Direction;
pub use grip::{Grip, Inverse};
pub use rows::Rows;
pub use shape::{Shape, text_box};
pub use still::{Still, Way};
pub use unmade::{Naming, Patch};

use unmade::Unmade;

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
    /// Not at all: axes and lines of a chart, as plotters draws them.
    Plot,
    /// Anywhere in its box; the arrow keys stop here.
    Cell,
    /// Anywhere in its box, but what lies inside comes first; the arrow keys pass over it.
    Frame,
    /// Near its line; the arrow keys pass over it.
    Wire(Vec<Point>),
}

/// A picture.
#[derive(Clone, Debug)]
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
    unmade: Vec<Unmade>,
    made: OnceCell<Vec<Mark>>,
    /// What can be dragged.
    grips: Vec<Grip>,
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
            unmade: vec![],
            made: OnceCell::new(),
            grips: vec![],
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
        self.unmade.push(Unmade::Rows(rows));
        self.made.take();
    }

    /// Adds a matrix of marks under all others.
    pub fn patch(&mut self, patch: Patch) {
        self.unmade.push(Unmade::Patch(patch));
        self.made.take();
    }

    /// All marks, from the lowest to the topmost.
    pub fn all_marks(&self) -> impl DoubleEndedIterator<Item = &Mark> {
        let made = self
            .made
            .get_or_init(|| self.unmade.iter().flat_map(Unmade::marks).collect());
        made.iter().chain(&self.marks)
    }

    /// All that is written in it, each with the box it takes.
    pub fn texts(&self) -> impl Iterator<Item = (&str, Rect)> {
        self.shapes.iter().filter_map(|(_, shape)| match shape {
            Shape::Text(text, place, style, _) => {
                Some((text.as_str(), text_box(text, *place, *style)))
            }
            _ => None,
        })
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
        for own in &mut self.unmade {
            let place = own.area();
            *place = area(*place);
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

    /// Lays another picture over this one, its corner at `corner`.
    pub fn lay(&mut self, other: Self, corner: Point) {
        let point = |p: Point| at(p.x + corner.x, p.y + corner.y);
        let area = |r: Rect| Rect::new(r.x + corner.x, r.y + corner.y, r.width, r.height);
        let first = self.marks.len();
        // The background stays the background.
        let own = |id: MarkId| MarkId(if id.0 == 0 { 0 } else { first + id.0 - 1 });
        for mut mark in other.marks.into_iter().skip(1) {
            mark.id = own(mark.id);
            mark.bounds = area(mark.bounds);
            if let Kind::Wire(points) = &mut mark.kind {
                for p in points {
                    *p = point(*p);
                }
            }
            self.marks.push(mark);
        }
        for (id, mut shape) in other.shapes {
            shape.enlarge(1.0, point, area);
            self.shapes.push((own(id), shape));
        }
        for mut unmade in other.unmade {
            let place = unmade.area();
            *place = area(*place);
            self.unmade.push(unmade);
        }
        for mut grip in other.grips {
            grip.part = area(grip.part);
            grip.inverse.moved(point, area);
            self.grips.push(grip);
        }
        self.made.take();
        self.plain();
    }

    /// All of it, painted with `painter`.
    pub fn paint(&self, painter: &mut impl Painter) {
        self.paint_part(painter, |_| true);
    }

    /// The shapes of these numbers, painted with `painter`.
    pub fn paint_part(&self, painter: &mut impl Painter, part: impl Fn(usize) -> bool) {
        let mut last = None;
        let all = self.shapes.iter().enumerate();
        for (_, (id, shape)) in all.filter(|(number, _)| part(*number)) {
            if last != Some(*id) {
                painter.id(*id);
                painter.plot(self.get(*id).kind == Kind::Plot);
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

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn row_of_cells() -> Scene {
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

    pub(super) fn name(mark: Option<&Mark>) -> Option<&str> {
        mark.and_then(|mark| mark.reference.as_deref())
    }

    #[test]
    fn a_picture_is_enlarged_about_a_point_and_hit_where_it_then_is() {
        // About (55, 45): b stays under the pointer, what lies outside is left out.
        let scene = row_of_cells().zoomed(4.0, at(-165.0, -135.0));
        assert_eq!(
            name(scene.hit(65.0 * 4.0 - 165.0, 45.0).as_ref()),
            Some("b")
        );
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
        let (same, plain) = (row_of_cells().zoomed(1.0, at(9.0, 9.0)), row_of_cells());
        assert_eq!((same.marks, same.shapes), (plain.marks, plain.shapes));
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
}
