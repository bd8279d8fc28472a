//! Forward, on the same inputs: how long the hidden state of each cell is after each step.

use super::{EndLabel, end_labels, look};
use crate::draw::painter::{Ink, Painter, Point, Rect};
use crate::draw::scene::Scene;
use crate::draw::views::Frame;
use crate::draw::views::plot::{Chart, chart, number as wide};
use crate::explain::number;
use crate::explain::study::pictures::ForwardPicture;

/// The picture; `k` is where the cursor stands, counted back from the last step.
#[must_use]
pub fn forward(input: &ForwardPicture, k: usize, frame: &Frame) -> Scene {
    let palette = frame.theme.palette();
    let mut scene = Scene::new(frame.size(), palette.page);
    let steps = input
        .curves
        .first()
        .map_or(1, |(_, _, values)| values.len().saturating_sub(1))
        .max(1);
    let room = frame.rem(92.0).min(frame.width * 0.3);
    let axes = chart(
        &mut scene,
        Rect::new(0.0, 0.0, frame.width - room, frame.height),
        &Chart {
            x: 0.0..wide(steps),
            y: 0.0..input.limit,
            labels: (6, 4),
            print: (&|t| format!("{t:.0}"), &number::text),
            gutters: (46.0, 20.0),
            lines: &[],
        },
        frame,
    );
    scene.plain();
    let mut labels = Vec::new();
    for (title, line, values) in &input.curves {
        let own = look(*line, palette);
        let finite = values
            .iter()
            .enumerate()
            .take_while(|(_, value)| value.is_finite());
        let points: Vec<Point> = finite.map(|(t, value)| axes.at(wide(t), *value)).collect();
        if points.len() > 1 {
            scene.path(
                &points,
                false,
                Ink::line(own.color, own.width).dashed(own.dash),
            );
        }
        let t = steps.saturating_sub(k);
        if let (Some(last), Some(value)) = (points.last(), values.get(t)) {
            labels.push(EndLabel {
                y: last.y,
                name: title.clone(),
                number: number::text(*value),
                color: own.color,
            });
        }
    }
    let area = Rect::new(axes.area.right(), axes.area.y, room, axes.area.height);
    end_labels(&mut scene, labels, area, frame);
    let x = axes.at(wide(steps.saturating_sub(k)), 0.0).x;
    let ends = [
        crate::draw::painter::at(x, axes.area.y),
        crate::draw::painter::at(x, axes.area.bottom()),
    ];
    scene.path(
        &ends,
        false,
        Ink::line(palette.secondary, 1.0).dashed(&[2.0, 2.0]),
    );
    scene
}
