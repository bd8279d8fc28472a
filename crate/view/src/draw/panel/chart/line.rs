//! Lines of a chart, cut where they leave it.
//!
//! Invariant: every point that comes out is finite and in the chart, whatever went in.

/// A point of the chart in shares of its axes: 0 at the low ends, 1 at the high ones.
type Share = (f64, f64);

/// What can be seen of a line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cut {
    /// Its pieces, each of two points at least.
    pub pieces: Vec<Vec<Share>>,
    /// Where it leaves the chart at the bottom or at the top.
    pub exits: Vec<Share>,
}

/// Cuts a line at the lower and the upper edge of the chart. Where there is no point the line goes on to the next one;
/// where a point is no number it breaks off.
pub(super) fn cut(points: impl IntoIterator<Item = Option<Share>>) -> Cut {
    let mut found = Cut::default();
    let mut last: Option<Share> = None;
    for here in points.into_iter().flatten() {
        if here.1.is_nan() {
            last = None;
            continue;
        }
        if let Some(before) = last
            && let Some((from, to)) = inside(before, here)
        {
            found.add(from, to, from == before);
            if to != here {
                found.exits.push(to);
            }
        }
        last = Some(here);
    }
    found
}

impl Cut {
    fn add(&mut self, from: Share, to: Share, goes_on: bool) {
        let last = self.pieces.last_mut();
        match last.filter(|piece| goes_on && piece.last() == Some(&from)) {
            Some(piece) => piece.push(to),
            None => self.pieces.push(vec![from, to]),
        }
    }
}

/// The part of a straight line between two points that lies in the chart.
fn inside(a: Share, b: Share) -> Option<(Share, Share)> {
    let (least, most) = (a.1.min(b.1), a.1.max(b.1));
    if most < 0.0 || least > 1.0 {
        return None;
    }
    let held = |end: Share, other: Share| match end.1 {
        height if height < 0.0 => at_height(other, end, 0.0),
        height if height > 1.0 => at_height(other, end, 1.0),
        _ => end,
    };
    Some((held(a, b), held(b, a)))
}

/// A line that falls to zero or rises to infinity is upright.
fn at_height(from: Share, to: Share, height: f64) -> Share {
    if !to.1.is_finite() {
        return (to.0, height);
    }
    if !from.1.is_finite() {
        return (from.0, height);
    }
    let share = (height - from.1) / (to.1 - from.1);
    (from.0 + share * (to.0 - from.0), height)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(values: &[f64]) -> Cut {
        let points = values.iter().enumerate();
        cut(points.map(|(place, value)| Some((super::super::count(place), *value))))
    }

    #[test]
    fn a_line_is_cut_at_the_edges_and_breaks_where_there_is_no_number() {
        let left = line(&[0.5, 1.5, 0.5, f64::NAN, 0.2, 0.4]);
        assert_eq!(left.pieces.len(), 3);
        assert_eq!(left.pieces[0], [(0.0, 0.5), (0.5, 1.0)]);
        assert_eq!(left.pieces[1], [(1.5, 1.0), (2.0, 0.5)]);
        assert_eq!(left.exits, [(0.5, 1.0)]);
    }

    #[test]
    fn a_line_falls_upright_to_zero_and_rises_upright_to_infinity() {
        let falls = line(&[0.5, f64::NEG_INFINITY, f64::NEG_INFINITY]);
        assert_eq!(falls.pieces, [vec![(0.0, 0.5), (1.0, 0.0)]]);
        let rises = line(&[f64::INFINITY, 0.5, f64::INFINITY]);
        assert_eq!(rises.pieces, [vec![(0.0, 1.0), (1.0, 0.5), (2.0, 1.0)]]);
        assert_eq!(rises.exits, [(2.0, 1.0)]);
    }

    #[test]
    fn a_line_goes_on_where_there_is_no_point() {
        let points = [Some((0.0, 0.5)), None, Some((2.0, 0.7))];
        assert_eq!(cut(points).pieces, [vec![(0.0, 0.5), (2.0, 0.7)]]);
    }

    #[test]
    fn from_one_infinity_to_the_other_a_line_crosses_the_chart() {
        let all = line(&[f64::NEG_INFINITY, f64::INFINITY]);
        let finite = |point: &Share| point.0.is_finite() && point.1.is_finite();
        assert!(all.pieces.concat().iter().all(finite), "{all:?}");
    }
}
