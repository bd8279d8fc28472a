//! Numbers that travel: on the wires, to where they are computed with, and gone at the end.

use view::draw::Theme;
use view::draw::painter::{Point, Rect};
use view::draw::scene::{Kind, Shape};
use view::draw::views::cell;

use super::{SIZES, draw, frame, graph_of, storybook};
use crate::formulas::positions;

/// How far a place is from a way of upright and level pieces.
fn off(way: &[Point], place: Point) -> f32 {
    let piece = |ends: &[Point]| {
        Rect::around(ends[0], 0.0, 0.0)
            .union(Rect::around(ends[1], 0.0, 0.0))
            .distance(place)
    };
    way.windows(2).map(piece).fold(f32::INFINITY, f32::min)
}

#[test]
fn numbers_travel_on_wires_and_nothing_moves_at_the_end() {
    for kind in ["rnn", "gru", "lstm"] {
        let story = storybook(kind);
        for position in positions(&story, &[6]) {
            let graph = graph_of(&story, &position.to_string());
            let still = draw(&graph, SIZES[0], None);
            let ways: Vec<&Vec<Point>> = still
                .marks
                .iter()
                .filter_map(|mark| match &mark.kind {
                    Kind::Wire(way) => Some(way),
                    _ => None,
                })
                .collect();
            let input = cell::Cell {
                graph: &graph,
                unit: 2,
            };
            let size = frame(744.0, 470.0, Theme::Light);
            for progress in [0.0, 0.2, 0.5, 0.7] {
                let scene = cell::motion(&input, &size, progress);
                assert_eq!(scene.page.a, 0, "it lies over the picture");
                for chip in scene.marks.iter().filter(|mark| !mark.words.is_empty()) {
                    let centre = chip.bounds.centre();
                    let near = ways
                        .iter()
                        .map(|way| off(way, centre))
                        .fold(f32::INFINITY, f32::min);
                    let enters = centre.x < 60.0;
                    assert!(
                        near < 4.0 || enters,
                        "{position} {progress} {} at {centre:?}",
                        chip.words
                    );
                }
            }
            assert!(cell::motion(&input, &size, 1.0).shapes.is_empty());
        }
    }
}

#[test]
fn what_is_kept_and_what_is_written_travel_to_the_plus() {
    let graph = graph_of(&storybook("lstm"), "4.c.f");
    let input = cell::Cell {
        graph: &graph,
        unit: 2,
    };
    let scene = cell::motion(&input, &frame(744.0, 470.0, Theme::Light), 0.3);
    let texts = scene.shapes.iter().filter_map(|(_, shape)| match shape {
        Shape::Text(text, ..) => Some(text.as_str()),
        _ => None,
    });
    assert_eq!(texts.collect::<Vec<_>>(), ["0.636", "0.527"]);
}
