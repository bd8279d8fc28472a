//! Names and numbers at the right of a chart, each at the height of its value.

use super::Drawing;
use crate::draw::metrics;
use crate::draw::painter::{Ink, Painter, Point, Rect, Rgba, Type, at};
use crate::draw::scene::Scene;

/// A name with its number, before it has a place.
pub(super) struct Label {
    /// Where its value stands.
    pub value: Point,
    pub name: String,
    /// Its number: never cut, since part of a number would be another one.
    pub number: String,
    pub color: Rgba,
}

/// A name cut to less than this, in font sizes, says nothing.
const LEAST_NAME: f32 = 1.5;
/// Between the axes and the names.
const GAP: f32 = 10.0;

impl Label {
    /// How wide it is in full, with the gap before it.
    pub(super) fn width(&self, style: Type) -> f32 {
        GAP + metrics::measure(&self.whole(), style).width
    }

    fn whole(&self) -> String {
        format!("{} {}", self.name, self.number)
    }

    /// The name, as much of it as there is room for, and the number.
    fn fitted(&self, style: Type, width: f32) -> String {
        let (name, number) = (&self.name, &self.number);
        let whole = self.whole();
        if metrics::measure(&whole, style).width <= width {
            return whole;
        }
        let beside = metrics::measure(&format!(" {number}"), style).width;
        let room = width - beside;
        if room < LEAST_NAME * style.size {
            return number.clone();
        }
        format!("{} {number}", metrics::fit(name, style, room))
    }
}

impl Drawing<'_> {
    /// Sets labels beside the axes at the heights of their values, none on another; where one had to give way a short
    /// line leads from its height. Those that have no room are left to the words of the marks.
    pub(super) fn set_labels(&self, scene: &mut Scene, mut labels: Vec<Label>, area: Rect) {
        let (line, style) = (self.frame.rem(14.0), self.small());
        labels.truncate(most(area.height, line));
        labels.sort_by(|a, b| a.value.y.total_cmp(&b.value.y));
        let heights: Vec<f32> = labels.iter().map(|label| label.value.y).collect();
        let places = spread(&heights, (area.y + 4.0, area.bottom() - 2.0), line);
        scene.plain();
        for (label, y) in labels.iter().zip(places) {
            let x = area.x + GAP;
            let soft = label.color.faded(0.5);
            let value = label.value;
            if area.x - value.x > 8.0 {
                let way = [at(value.x + 6.0, value.y), at(area.x, value.y)];
                scene.path(&way, false, Ink::line(soft, 1.0).dashed(&[1.0, 3.0]));
            }
            if (y - value.y).abs() > 2.0 {
                let way = [at(area.x + 1.0, value.y), at(x - 2.0, y)];
                scene.path(&way, false, Ink::line(soft, 1.0));
            }
            let text = label.fitted(style, area.right() - x);
            scene.text(&text, at(x, y + 0.35 * style.size), style, label.color);
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count of lines on screen"
)]
fn most(height: f32, line: f32) -> usize {
    ((height / line).max(0.0) as usize).max(1)
}

/// Heights as near to these as possible that are a line apart and lie between two ends.
fn spread(heights: &[f32], (top, bottom): (f32, f32), line: f32) -> Vec<f32> {
    let mut places: Vec<f32> = Vec::with_capacity(heights.len());
    for height in heights {
        let above = places.last().map_or(top, |last| last + line);
        places.push(height.max(above));
    }
    let mut below = bottom;
    for place in places.iter_mut().rev() {
        *place = place.min(below);
        below = *place - line;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_beside_a_chart_is_whole_or_its_name_is_cut_for_it() {
        let label = Label {
            value: at(0.0, 0.0),
            name: "measured".to_owned(),
            number: "0.0115".to_owned(),
            color: Rgba::hex(0),
        };
        let style = Type::sans(11.0);
        let at = |width| label.fitted(style, width);
        assert_eq!(at(200.0), "measured 0.0115");
        assert_eq!(at(75.0), "mea… 0.0115");
        assert_eq!(at(20.0), "0.0115");
    }

    #[test]
    fn labels_stand_at_their_heights_and_give_way_to_each_other_within_the_ends() {
        assert_eq!(spread(&[10.0, 50.0], (0.0, 100.0), 14.0), [10.0, 50.0]);
        assert_eq!(
            spread(&[96.0, 97.0, 98.0], (0.0, 100.0), 14.0),
            [72.0, 86.0, 100.0]
        );
        assert_eq!(spread(&[-5.0, 3.0], (0.0, 100.0), 14.0), [0.0, 14.0]);
    }
}
