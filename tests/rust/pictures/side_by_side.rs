//! The unrolled graph and its map from the ribbon to one step: legible, apart, and to be pointed at.

use serde_json::json;
use view::draw::Theme;
use view::draw::painter::Rect;
use view::draw::scene::{Scene, Shape, text_box};
use view::draw::views::unrolled::show::ShowSetup;
use view::draw::views::unrolled::{Detail, Input, Lane, Sight, unrolled};
use view::draw::views::{cell, overview};
use view::explain::Notation;
use view::explain::unrolled::Unrolled;

use super::{frame, graph_of, story_of};
use crate::formulas::Story;

const HEIGHT: f32 = 400.0;

fn story(cell: &str, hidden: usize, steps: usize) -> Story {
    let weights = if hidden == 3 { "storybook" } else { "orth" };
    let setup = json!({
        "cell": cell, "H": hidden, "weights": weights,
        "seq": {"kind": "made", "steps": steps},
        "loss": {"kind": "squared_error", "at": "each", "reduce": "sum"},
        "cuts": [2, 4], "K": 5, "h0": vec![1.0; hidden],
    });
    story_of(&setup.to_string())
}

/// The picture of a story at a sight, folded by so much, and the lane of its columns.
fn drawn(story: &Story, position: &str, sight: Sight, width: f32, folded: f32) -> (Scene, Lane) {
    let subject = story.subject(1);
    let apart = story.run.start_fades();
    let at = position.parse().unwrap();
    let steps = Unrolled::new(&subject, &at, Notation::Lesson, None, apart.as_deref()).unwrap();
    let graph = graph_of(story, position);
    let show = ShowSetup {
        strips: true,
        ..ShowSetup::default()
    };
    let input = Input {
        show: &show,
        ring: None,
        steps: &steps,
        sight,
        folded,
        cell: Some(cell::Cell {
            graph: &graph,
            unit: 1,
        }),
    };
    let scene = unrolled(
        &input,
        &frame(width, HEIGHT, Theme::Light),
        Some("p.weight_hh_l0"),
    );
    (scene, Lane::new(width, steps.steps, sight))
}

fn each(mut test: impl FnMut(&str, &Scene, Lane)) {
    for (cell, hidden) in [("rnn", 3), ("lstm", 3), ("gru", 16)] {
        for steps in [1, 2, 6, 40, 200, 500] {
            let story = story(cell, hidden, steps);
            for position in ["1.h.f".to_owned(), format!("{}.dh.b", steps.div_ceil(2))] {
                for width in [744.0, 390.0] {
                    for pitch in [1.0, 20.0, 50.0, 110.0, 250.0, 0.8 * width] {
                        let all = f64::from(u32::try_from(steps).unwrap());
                        #[expect(clippy::cast_possible_truncation, reason = "a zoom")]
                        let zoom = (pitch * all as f32 / width).max(1.0);
                        let pan = -0.4 * width * (zoom - 1.0);
                        let (scene, lane) =
                            drawn(&story, &position, Sight { zoom, pan }, width, 0.0);
                        let name =
                            format!("{cell} H {hidden} T {steps} {position} {width} {pitch}");
                        test(&name, &scene, lane);
                    }
                }
            }
        }
    }
}

fn texts(scene: &Scene) -> Vec<(String, Rect, f32)> {
    let text = |shape: &Shape| match shape {
        Shape::Text(text, place, style, _) => {
            Some((text.clone(), text_box(text, *place, *style), style.size))
        }
        _ => None,
    };
    scene
        .shapes
        .iter()
        .filter_map(|(_, shape)| text(shape))
        .collect()
}

#[test]
fn no_text_is_smaller_than_eleven_pixels_or_below_the_frame() {
    each(|name, scene, _| {
        for (text, bounds, size) in texts(scene) {
            assert!(size >= 11.0, "{name}: {text} at {size}");
            assert!(
                bounds.y > -1.0 && bounds.bottom() < HEIGHT + 2.0,
                "{name}: {text} {bounds:?}"
            );
        }
    });
}

#[test]
fn texts_of_a_ribbon_beads_and_boxes_do_not_overlap() {
    each(|name, scene, lane| {
        if lane.detail() == Detail::Cell {
            return;
        }
        let texts = texts(scene);
        for (index, (first, a, _)) in texts.iter().enumerate() {
            for (second, b, _) in &texts[index + 1..] {
                // Indices stand close to their letters.
                let part_of_a_name = a.width < 12.0 || b.width < 12.0;
                let meet = a.grown(-1.5).overlaps(*b);
                assert!(!meet || part_of_a_name, "{name}: “{first}” and “{second}”");
            }
        }
    });
}

#[test]
fn every_step_in_sight_can_be_found_at_every_closeness() {
    each(|name, scene, lane| {
        for t in lane.visible() {
            let place = scene.place(&format!("t{t}"));
            assert!(place.is_some_and(|place| place.width > 0.0), "{name}: t{t}");
        }
    });
}

#[test]
fn the_cuts_in_sight_can_be_pointed_at() {
    let story = story("rnn", 3, 6);
    let sight = Sight {
        zoom: 1.0,
        pan: 0.0,
    };
    let (scene, _) = drawn(&story, "4.dh.b", sight, 744.0, 0.0);
    for t in 1..6 {
        let place = scene.place(&format!("cut.t{t}")).unwrap().centre();
        let hit = scene.hit(place.x, place.y).unwrap();
        assert_eq!(hit.reference, Some(format!("cut.t{t}")));
        assert_eq!(hit.words.contains("press to mend"), [2, 4].contains(&t));
    }
    assert!(
        scene.place("cut.t6").is_none(),
        "nothing comes after the last step"
    );
}

#[test]
fn the_recurrent_matrix_is_lit_in_every_box_and_its_entries_have_one_name() {
    let story = story("rnn", 3, 6);
    let sight = Sight {
        zoom: 1.0,
        pan: 0.0,
    };
    let (scene, _) = drawn(&story, "4.dh.b", sight, 744.0, 0.0);
    let whole = scene.marks.iter();
    let whole = whole.filter(|mark| mark.reference.as_deref() == Some("p.weight_hh_l0"));
    assert_eq!(whole.count(), 6);
    assert_eq!(scene.entries("p.weight_hh_l0.r2.c3").count(), 6);
}

#[test]
fn folding_draws_at_every_moment_and_ends_with_a_loop_and_the_count_of_parameters() {
    let story = story("rnn", 3, 6);
    let sight = Sight {
        zoom: 1.0,
        pan: 0.0,
    };
    for folded in [0.01, 0.5, 0.99, 1.0] {
        let (scene, _) = drawn(&story, "4.dh.b", sight, 744.0, folded);
        let said: Vec<String> = texts(&scene).into_iter().map(|(text, ..)| text).collect();
        let count = "6 layers deep, 18 parameters, the same in every step";
        assert!(said.iter().any(|text| text == count), "{said:?}");
    }
}

#[test]
fn the_map_shows_every_step_and_what_is_in_sight() {
    for steps in [1, 6, 500] {
        let story = story("rnn", 3, steps);
        let subject = story.subject(1);
        let at = "1.dh.b".parse().unwrap();
        let all = Unrolled::new(&subject, &at, Notation::Lesson, None, None).unwrap();
        let sight = Sight {
            zoom: 4.0,
            pan: -900.0,
        };
        let scene = overview::overview(&all, sight, &frame(744.0, 24.0, Theme::Dark), None);
        for t in 1..=steps {
            let place = scene.place(&format!("t{t}")).unwrap().centre();
            let hit = scene.hit(place.x, place.y).unwrap();
            assert_eq!(hit.reference, Some(format!("t{t}")));
        }
    }
}
