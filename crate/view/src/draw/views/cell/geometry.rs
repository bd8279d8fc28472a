//! Ways made of upright and level pieces: round corners, lines beside them, arrowheads.

use crate::draw::painter::{Ink, Painter, Point, Rect, Rgba, at};
use crate::draw::scene::Scene;

/// The radius of a corner, CSS px.
const CORNER: f32 = 7.0;

/// Without repeated points and without corners that do not turn.
pub(super) fn tidy(points: Vec<Point>) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        if out.last().is_some_and(|last| distance(*last, point) < 0.5) {
            continue;
        }
        if let [.., before, last] = out.as_slice() {
            let straight = ((last.x - before.x) * (point.y - last.y)
                - (last.y - before.y) * (point.x - last.x))
                .abs();
            if straight < 0.5 {
                out.pop();
            }
        }
        out.push(point);
    }
    out
}

/// The same way with round corners.
pub(super) fn rounded(points: &[Point]) -> Vec<Point> {
    beside(points, 0.0)
}

/// The way that runs at this distance to the right of another, seen in its direction, around the same corners.
pub(super) fn beside(points: &[Point], aside: f32) -> Vec<Point> {
    let [first, .., last] = points else {
        return vec![];
    };
    let (start, end) = (
        normal(*first, points[1]),
        normal(points[points.len() - 2], *last),
    );
    let mut out = vec![shifted(*first, start, aside)];
    for corner in points.windows(3) {
        let [a, b, c] = [corner[0], corner[1], corner[2]];
        let (before, after) = (normal(a, b), normal(b, c));
        let turn = before.x * after.y - before.y * after.x;
        let base = (CORNER + aside.abs())
            .min(distance(a, b) / 2.0)
            .min(distance(b, c) / 2.0);
        let radius = (base - aside * turn.signum()).max(0.5);
        let corner = shifted(shifted(b, before, aside), after, aside);
        let (from, to) = (
            towards(corner, a, before, radius),
            towards(corner, c, after, radius),
        );
        for step in 0_u8..=5 {
            let share = f32::from(step) / 5.0;
            out.push(mix(mix(from, corner, share), mix(corner, to, share), share));
        }
    }
    out.push(shifted(*last, end, aside));
    out
}

/// The unit vector to the right of the direction from one point to another.
fn normal(a: Point, b: Point) -> Point {
    let way = direction(a, b);
    at(-way.y, way.x)
}

/// The unit vector from one point to another.
pub(super) fn direction(a: Point, b: Point) -> Point {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length = (dx * dx + dy * dy).sqrt().max(f32::MIN_POSITIVE);
    at(dx / length, dy / length)
}

fn shifted(point: Point, by: Point, length: f32) -> Point {
    at(point.x + by.x * length, point.y + by.y * length)
}

/// From a corner along its arm, which is at right angles to `normal`, on the side of `end`.
fn towards(corner: Point, end: Point, normal: Point, length: f32) -> Point {
    let arm = at(normal.y, -normal.x);
    let side = ((end.x - corner.x) * arm.x + (end.y - corner.y) * arm.y).signum();
    shifted(corner, arm, side * length)
}

pub(super) fn distance(a: Point, b: Point) -> f32 {
    (a.x - b.x).abs() + (a.y - b.y).abs()
}

pub(super) fn mix(a: Point, b: Point, share: f32) -> Point {
    at(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)
}

/// The box around a way.
pub(super) fn bounds(way: &[Point]) -> Rect {
    let boxes = way.iter().map(|&point| Rect::around(point, 0.0, 0.0));
    boxes.reduce(Rect::union).unwrap_or_default()
}

/// An arrowhead at the end of a way, this wide.
pub(super) fn head(scene: &mut Scene, way: &[Point], width: f32, color: Rgba) {
    let [.., before, tip] = way else { return };
    let along = direction(*before, *tip);
    let back = shifted(*tip, along, -6.0_f32.max(width * 0.8));
    let aside = at(-along.y, along.x);
    let ends = [
        *tip,
        shifted(back, aside, width / 2.0),
        shifted(back, aside, -width / 2.0),
    ];
    scene.path(&ends, true, Ink::fill(color));
}

/// A box with round corners.
pub(super) fn rounded_rect(scene: &mut Scene, r: Rect, radius: f32, ink: Ink) {
    let radius = radius.min(r.width / 2.0).min(r.height / 2.0);
    let corners = r.corners();
    let mut points = Vec::with_capacity(20);
    for index in 0..4 {
        let corner = corners[index];
        let (start, end) = (
            shifted(corner, direction(corner, corners[(index + 3) % 4]), radius),
            shifted(corner, direction(corner, corners[(index + 1) % 4]), radius),
        );
        for step in 0_u8..=4 {
            let share = f32::from(step) / 4.0;
            let (a, b) = (mix(start, corner, share), mix(corner, end, share));
            points.push(mix(a, b, share));
        }
    }
    scene.path(&points, true, ink);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_beside_a_way_keeps_its_distance_around_corners() {
        let way = [at(0.0, 0.0), at(60.0, 0.0), at(60.0, 60.0)];
        for aside in [-5.0_f32, 3.0] {
            let line = beside(&way, aside);
            let (first, last) = (line[0], line[line.len() - 1]);
            assert!((first.y - aside).abs() < 1e-3, "{first:?}");
            assert!((last.x - (60.0 - aside)).abs() < 1e-3, "{last:?}");
            for point in &line {
                let near = (point.y.abs() - aside.abs())
                    .abs()
                    .min(((point.x - 60.0).abs() - aside.abs()).abs());
                assert!(near < 4.5, "{point:?} strays");
            }
        }
    }

    #[test]
    fn corners_that_do_not_turn_are_dropped() {
        let way = tidy(vec![at(0.0, 0.0), at(5.0, 0.0), at(5.0, 0.1), at(9.0, 0.0)]);
        assert_eq!(way, [at(0.0, 0.0), at(9.0, 0.0)]);
    }
}
