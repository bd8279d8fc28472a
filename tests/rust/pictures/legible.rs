//! Everything that is drawn can be read and pointed at, and lies in its frame: every cell, moment and size.

use labs::setup::WeightsKind;
use unrolled::model::CellSpec;
use view::draw::Theme;
use view::draw::painter::Rect;
use view::draw::scene::{Scene, Shape, text_box};
use view::draw::views;
use view::draw::views::numbers;
use view::explain::{Notation, behind, blocks, cards, pair, road};

use super::{SIZES, cells, draw, frame, graph_of, story_of, storybook};
use crate::formulas::{Story, positions, setup};

/// Every picture of every cell: at a step without a loss and at the last, at each op, at three sizes.
fn each_picture(mut test: impl FnMut(&str, &Scene)) {
    for cell in CellSpec::all() {
        let (name, story) = (cell.name(), Story::new(&setup(&cell)));
        for position in positions(&story, &[2, 6]) {
            let graph = graph_of(&story, &position.to_string());
            for size in SIZES {
                let scene = draw(&graph, size, Some("h.t1.u2"));
                test(&format!("{name} {position} {size:?}"), &scene);
            }
        }
    }
}

/// Every cell with few and with many units, where the numbers are there to be read, forward and back.
fn each_width(mut test: impl FnMut(&str, &Scene)) {
    for cell in CellSpec::all() {
        for hidden in [1, 2, 8, 9, 16, 64] {
            let mut wide = setup(&cell);
            wide.hidden_size = hidden.into();
            wide.weights = WeightsKind::Orth;
            let story = Story::new(&wide);
            for position in positions(&story, &[6]) {
                let last = |op: &str| ["l", "h", "dh", "dW", "dprev"].contains(&op);
                if !last(&position.op) {
                    continue;
                }
                let graph = graph_of(&story, &position.to_string());
                for size in SIZES {
                    let name = format!("{} H {hidden} {position} {size:?}", cell.name());
                    test(&name, &draw(&graph, size, None));
                }
            }
        }
    }
}

#[test]
fn every_value_is_found_where_it_is_drawn() {
    each_picture(|name, scene| {
        assert!(cells(scene).count() > 8, "{name}");
        for (reference, bounds) in cells(scene) {
            let centre = bounds.centre();
            let hit = scene.hit(centre.x, centre.y);
            let found = hit.and_then(|mark| mark.reference);
            assert_eq!(found.as_deref(), Some(reference), "{name}");
        }
    });
}

fn apart(name: &str, scene: &Scene) {
    let cells: Vec<_> = cells(scene).collect();
    for (index, (first, a)) in cells.iter().enumerate() {
        for (second, b) in &cells[index + 1..] {
            // The plate that writes the selected unit out lies over its neighbours in a heat strip.
            let strip = a.height < 15.0 || b.height < 15.0;
            let one = first.rsplit_once(".u").map(|(whole, _)| whole);
            let same = one == second.rsplit_once(".u").map(|(whole, _)| whole);
            let overlap = a.grown(-0.1).overlaps(*b);
            assert!(!overlap || strip && same, "{name}: {first} {second}");
        }
    }
}

#[test]
fn no_two_value_cells_overlap() {
    each_picture(apart);
    each_width(apart);
}

fn legible(name: &str, scene: &Scene) {
    let mut boxes = vec![];
    for (mark, shape) in &scene.shapes {
        let Shape::Text(text, place, style, _) = shape else {
            continue;
        };
        assert!(style.size >= 11.0, "{name}: {text} has {}", style.size);
        let tight = text_box(text, *place, *style).grown(-2.0);
        boxes.push((*mark, text, tight));
    }
    for (index, (mark, text, a)) in boxes.iter().enumerate() {
        for (other, word, b) in &boxes[index + 1..] {
            assert!(
                mark == other || !a.overlaps(*b),
                "{name}: {text} and {word}"
            );
        }
    }
}

#[test]
fn no_text_is_smaller_than_eleven_px_and_no_two_names_overlap() {
    each_picture(legible);
    each_width(legible);
}

fn framed(name: &str, scene: &Scene) {
    let frame = Rect::new(0.0, 0.0, scene.size.width, scene.size.height);
    for mark in scene.all_marks() {
        assert!(
            frame.holds(mark.bounds, 0.5),
            "{name}: {:?} {} at {:?}",
            mark.reference,
            mark.words,
            mark.bounds
        );
    }
}

#[test]
fn everything_lies_inside_the_frame() {
    each_picture(framed);
    each_width(framed);
}

/// Every pane of every cell, at many sizes and moments, with something in focus.
#[test]
fn panes_lie_in_their_frames_and_their_text_can_be_read() {
    let sizes = [(744.0, 230.0), (560.0, 200.0), (390.0, 260.0)];
    let lstm = storybook("lstm");
    let wide = story_of(r#"{"H": 16, "weights": "orth"}"#);
    let long = story_of(r#"{"seq": {"kind": "made", "steps": 60}}"#);
    for (story, steps) in [(&lstm, [4, 6]), (&wide, [4, 6]), (&long, [30, 60])] {
        let gru = storybook("gru");
        for position in positions(story, &steps).into_iter().step_by(3) {
            let subject = story.subject(2);
            let graph = graph_of(story, &position.to_string());
            let focus = Some("p.weight_hh_l0.r8.c3");
            let shown = behind(&subject, &position, Notation::Lesson);
            let groups = blocks(&subject, &position, focus, Notation::Lesson);
            let tray = cards(&subject, &position, focus, Notation::Lesson);
            let way = road(&subject, &position);
            let two = pair(&subject, &position, &gru.subject(2));
            for (width, height) in sizes {
                let frame = frame(width, height, Theme::Dark);
                let scenes = [
                    numbers::numbers(
                        &numbers::Numbers {
                            graph: &graph,
                            behind: &shown,
                            unit: 2,
                        },
                        &frame,
                        focus,
                    ),
                    views::weights::weights(
                        &views::weights::Weights {
                            blocks: &groups,
                            unit: 2,
                        },
                        &frame,
                        focus,
                    ),
                    views::cards::cards(
                        &views::cards::Tray {
                            cards: tray.as_ref(),
                        },
                        &frame,
                        focus,
                    ),
                    views::road::road(&views::road::Road { road: way.as_ref() }, &frame, focus),
                    views::pair::pair(&two, &frame, focus),
                ];
                for (pane, scene) in scenes.iter().enumerate() {
                    let name = format!("pane {pane}, {position} at {width} x {height}");
                    let inside = Rect::new(0.0, 0.0, width, height);
                    for mark in &scene.marks {
                        assert!(
                            inside.holds(mark.bounds, 6.0),
                            "{name}: {:?} {} at {:?}",
                            mark.reference,
                            mark.words,
                            mark.bounds
                        );
                    }
                    for (_, shape) in &scene.shapes {
                        if let Shape::Text(text, _, style, _) = shape {
                            assert!(style.size >= 11.0, "{name}: {text}");
                        }
                    }
                }
            }
        }
    }
}
