//! Which mark is meant: by pointing, by an arrow key, by a name.

use super::{Kind, Mark, Scene};
use crate::draw::painter::{Point, Rect, at};

/// The smallest box that can be hit, CSS px: small cells reach this far beyond what is drawn.
pub(super) const HIT: f32 = 32.0;
/// How far from its line a wire can still be hit, CSS px.
const CORRIDOR: f32 = 4.0;

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

impl Scene {
    /// What is meant by pointing here: the nearest mark within reach, the topmost among equals.
    #[must_use]
    pub fn hit(&self, x: f32, y: f32) -> Option<Mark> {
        let point = at(x, y);
        let mut best: Option<(&Mark, f32)> = None;
        for mark in self.marks.iter().rev() {
            let Some(distance) = mark.reach(point) else {
                continue;
            };
            if best.is_none_or(|(_, nearest)| distance < nearest) {
                best = Some((mark, distance));
            }
        }
        let mut best = best.map(|(mark, distance)| (mark.clone(), distance));
        for own in self.unmade.iter().rev() {
            let Some((mark, distance)) = own.nearest(point) else {
                continue;
            };
            if best.as_ref().is_none_or(|(_, nearest)| distance < *nearest) {
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
            .or_else(|| self.unmade.iter().find_map(|own| own.place(reference)))
            .or_else(|| {
                same()
                    .find(|mark| !matches!(mark.kind, Kind::Wire(_)))
                    .map(|mark| mark.bounds)
            })
    }

    /// Where the entries of this name lie in all matrices of marks.
    pub fn entries<'s>(&'s self, reference: &'s str) -> impl Iterator<Item = Rect> + 's {
        let patches = self.unmade.iter().filter(|own| own.is_patch());
        patches.filter_map(move |own| own.place(reference))
    }
}

impl Mark {
    fn is_stop(&self) -> bool {
        self.kind == Kind::Cell && self.reference.is_some()
    }

    /// How far `point` is from what can be hit; `None` out of reach. A frame loses against all inside it.
    pub(super) fn reach(&self, point: Point) -> Option<f32> {
        self.reference.as_ref()?;
        let (distance, reach) = match &self.kind {
            Kind::Plain | Kind::Plot => return None,
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

#[cfg(test)]
mod tests {
    use super::super::tests::{name, row_of_cells};
    use std::rc::Rc;

    use super::super::{Naming, Patch};
    use super::*;
    use crate::draw::painter::{Ink, Painter, Rgba};

    #[test]
    fn a_small_cell_is_hit_beside_itself_and_the_nearest_wins() {
        let scene = row_of_cells();
        assert_eq!(name(scene.hit(45.0, 57.0).as_ref()), Some("a"));
        assert_eq!(name(scene.hit(54.0, 45.0).as_ref()), Some("a"));
        assert_eq!(name(scene.hit(56.0, 45.0).as_ref()), Some("b"));
        assert_eq!(name(scene.hit(45.0, 90.0).as_ref()), None);
    }

    #[test]
    fn what_lies_on_top_is_hit_first_and_a_wire_only_near_its_line() {
        let mut scene = row_of_cells();
        let line = vec![at(0.0, 0.0), at(100.0, 0.0), at(100.0, 80.0)];
        scene.mark(Some("wire".to_owned()), "a wire", Kind::Wire(line.clone()));
        scene.path(&line, false, Ink::line(Rgba::hex(0), 1.0));
        scene.mark(Some("top".to_owned()), "covers b", Kind::Cell);
        scene.rect(Rect::new(58.0, 38.0, 14.0, 14.0), Ink::fill(Rgba::hex(0)));
        assert_eq!(name(scene.hit(65.0, 45.0).as_ref()), Some("top"));
        assert_eq!(name(scene.hit(50.0, 3.0).as_ref()), Some("wire"));
        assert_eq!(name(scene.hit(50.0, 12.0).as_ref()), None);
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

    #[derive(Debug)]
    struct Places;

    impl Naming for Places {
        fn name(&self, row: usize, col: usize) -> (Option<String>, String) {
            (Some(format!("p.r{row}.c{col}")), String::new())
        }

        fn find(&self, reference: &str) -> Option<(usize, usize)> {
            (reference == "p.r1.c2").then_some((1, 2))
        }
    }

    #[test]
    fn an_entry_of_a_matrix_is_hit_and_found_although_none_has_been_made() {
        let mut scene = row_of_cells();
        scene.patch(Patch {
            area: Rect::new(100.0, 0.0, 30.0, 20.0),
            size: (2, 3),
            naming: Rc::new(Places),
        });
        assert_eq!(name(scene.hit(125.0, 15.0).as_ref()), Some("p.r1.c2"));
        assert_eq!(name(scene.hit(101.0, 24.0).as_ref()), Some("p.r1.c0"));
        assert_eq!(name(scene.hit(160.0, 10.0).as_ref()), None);
        let place = Rect::new(120.0, 10.0, 10.0, 10.0);
        assert_eq!(scene.place("p.r1.c2"), Some(place));
        assert_eq!(scene.entries("p.r1.c2").collect::<Vec<_>>(), [place]);
        let made: Vec<_> = scene.all_marks().filter(|mark| mark.is_stop()).collect();
        assert_eq!((made.len(), made[5].bounds), (9, place));
    }
}
