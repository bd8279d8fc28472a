//! The picture of one step: what its valves, ribbons, lens, tags and colours say.

use view::draw::Theme;
use view::draw::painter::{Point, Rect};
use view::draw::scene::{Kind, Scene, Shape, text_box};
use view::draw::views::cell;
use view::explain::Notation;
use view::explain::graph::graph;

use super::{SIZES, draw, frame, graph_of, story_of, storybook};

/// What a mark of this reference paints.
fn shapes<'s>(scene: &'s Scene, reference: &str, kind: &Kind) -> Vec<&'s Shape> {
    let is_meant = |mark: &&view::draw::Mark| {
        mark.reference.as_deref() == Some(reference) && mark.kind == *kind
    };
    let marks: Vec<_> = scene
        .marks
        .iter()
        .filter(is_meant)
        .map(|mark| mark.id)
        .collect();
    let own = scene.shapes.iter().filter(|(id, _)| marks.contains(id));
    own.map(|(_, shape)| shape).collect()
}

/// The box of the plate in the valve of a product.
fn plate(unit: usize) -> (f32, f32) {
    let model = storybook("lstm");
    let graph = graph(
        &model.subject(unit),
        &"4.c.f".parse().unwrap(),
        Notation::Lesson,
    );
    let input = cell::Cell {
        graph: &graph,
        unit,
    };
    let scene = cell::cell(&input, &frame(744.0, 470.0, Theme::Light), None);
    let drawn = shapes(&scene, "k.t4", &Kind::Frame);
    let points = drawn.iter().find_map(|shape| match shape {
        Shape::Path(points, true, _) if points.len() == 6 => Some(points),
        _ => None,
    });
    let boxes = points
        .unwrap()
        .iter()
        .map(|point| Rect::around(*point, 0.0, 0.0));
    let bounds = boxes.reduce(Rect::union).unwrap();
    (bounds.width, bounds.height)
}

#[test]
fn the_forget_valve_lies_along_the_memory_line_when_open_and_across_it_when_shut() {
    // At the marker the forget gate of unit 1 is 0.018, of unit 2 0.993, of unit 3 0.8.
    let [shut, open, between] = [1, 2, 3].map(plate);
    assert!(open.0 > 4.0 * open.1, "{open:?}");
    assert!(shut.1 > 4.0 * shut.0, "{shut:?}");
    assert!(between.0 > between.1 && between.1 > open.1, "{between:?}");
}

#[test]
fn no_valve_is_set_before_its_gate_has_been_computed() {
    let model = storybook("lstm");
    let before = draw(&graph_of(&model, "4.af.f"), SIZES[0], None);
    let plates = |scene: &Scene| {
        let drawn = shapes(scene, "k.t4", &Kind::Frame);
        let closed = drawn
            .iter()
            .filter(|shape| matches!(shape, Shape::Path(_, true, _)));
        closed.count()
    };
    assert_eq!(plates(&before), 0);
    let after = draw(&graph_of(&model, "4.f.f"), SIZES[0], None);
    assert_eq!(plates(&after), 1);
}

/// The widths of the strands of a ribbon, and of its body.
fn strands(scene: &Scene, reference: &str) -> (Vec<f32>, f32) {
    let wires = scene.marks.iter().filter(|mark| {
        mark.reference.as_deref() == Some(reference) && matches!(mark.kind, Kind::Wire(_))
    });
    let first = wires.map(|mark| mark.id).next().unwrap();
    let own = || scene.shapes.iter().filter(|(id, _)| *id == first);
    let width = |points: &[Point]| {
        let (a, b) = (points[0], points[points.len() - 1]);
        (a.x - b.x).abs() + (a.y - b.y).abs()
    };
    let areas = own().filter_map(|(_, shape)| match shape {
        Shape::Path(points, true, _) if points.len() > 3 => Some(width(points)),
        _ => None,
    });
    let body = own().find_map(|(_, shape)| match shape {
        Shape::Path(_, false, ink) => ink.stroke.map(|stroke| stroke.width),
        _ => None,
    });
    (areas.collect(), body.unwrap())
}

#[test]
fn a_ribbon_splits_into_strands_as_wide_as_their_shares_of_it() {
    let model = story_of(r#"{ "H": 5, "weights": "orth" }"#);
    let graph = graph_of(&model, "4.dcprev.b");
    let scene = draw(&graph, SIZES[0], None);
    let (widths, body) = strands(&scene, "d.c.t3");
    assert_eq!(widths.len(), 5);
    let from = |node: usize| graph.nodes[node].reference.as_deref() == Some("c.t3");
    let wire = graph.wires.iter().find(|wire| from(wire.from)).unwrap();
    let band = wire.band.as_ref().unwrap();
    let whole: f32 = widths.iter().sum();
    assert!(whole <= body && whole > body - 3.0, "{widths:?} in {body}");
    let sum: f64 = band.values.iter().map(|value| value.abs()).sum();
    for (value, width) in band.values.iter().zip(&widths) {
        let share = value.abs() / sum;
        assert!(
            (share - f64::from(width / whole)).abs() < 1e-3,
            "{value} {width}"
        );
    }
}

#[test]
fn from_nine_units_on_a_ribbon_is_a_strip_of_colours() {
    for (hidden, strips) in [(8, 0), (9, 1)] {
        let model = story_of(&format!(r#"{{ "H": {hidden}, "weights": "orth" }}"#));
        let scene = draw(&graph_of(&model, "4.dcprev.b"), SIZES[0], None);
        let wires = scene.marks.iter().filter(|mark| {
            mark.reference.as_deref() == Some("d.c.t3") && matches!(mark.kind, Kind::Wire(_))
        });
        let first = wires.map(|mark| mark.id).next().unwrap();
        let own = scene.shapes.iter().filter(|(id, _)| *id == first);
        let images = own.filter(|(_, shape)| matches!(shape, Shape::Image(..)));
        assert_eq!(images.count(), strips, "H {hidden}");
    }
}

#[test]
fn the_lens_writes_five_units_out_and_cannot_be_hit() {
    let model = story_of(r#"{ "H": 16, "weights": "orth" }"#);
    let graph = graph_of(&model, "4.h.f");
    for size in SIZES {
        let plain = draw(&graph, size, None);
        let lens = draw(&graph, size, Some("c.t4.u9"));
        if size.0 < 400.0 {
            // A phone shows the selected unit only, which needs no lens.
            continue;
        }
        let texts = |scene: &Scene| {
            let all = scene.shapes.iter().filter_map(|(_, shape)| match shape {
                Shape::Text(text, ..) => Some(text.clone()),
                _ => None,
            });
            all.collect::<Vec<_>>()
        };
        let more = texts(&lens).split_off(texts(&plain).len());
        for unit in 7..=11 {
            assert!(more.contains(&unit.to_string()), "{more:?}");
        }
        assert_eq!(more.len(), 10, "{more:?}");
        let new = &lens.marks[plain.marks.len()..];
        assert!(new.iter().all(|mark| mark.reference.is_none()));
    }
}

#[test]
fn numbers_are_hidden_until_their_op_has_run() {
    let model = storybook("lstm");
    let scene = draw(&graph_of(&model, "4.f.f"), SIZES[0], None);
    let texts = |reference: &str| {
        let mark = scene.find(reference).unwrap().id;
        let shapes = scene.shapes.iter().filter(move |(id, _)| *id == mark);
        shapes
            .filter_map(|(_, shape)| match shape {
                Shape::Text(text, ..) => Some(text.clone()),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(texts("f.t4.u2"), ["0.993"]);
    assert_eq!(texts("i.t4.u2"), ["–"]);
    assert_eq!(texts("c.t4.u2"), ["–"]);
}

fn texts(scene: &Scene) -> Vec<(&str, Rect)> {
    let all = scene.shapes.iter().filter_map(|(_, shape)| match shape {
        Shape::Text(text, place, style, _) => Some((text.as_str(), text_box(text, *place, *style))),
        _ => None,
    });
    all.collect()
}

#[test]
fn the_norm_at_a_ribbons_end_never_lies_on_the_memory_line() {
    for hidden in [3, 16, 64] {
        let model = story_of(&format!(r#"{{ "H": {hidden}, "weights": "orth" }}"#));
        for size in SIZES {
            let scene = draw(&graph_of(&model, "4.dc.b"), size, None);
            let lane = scene.find("c.t4.u2").unwrap().bounds.centre().y;
            let line = Rect::new(0.0, lane - 5.0, size.0, 10.0);
            for (text, area) in texts(&scene) {
                assert!(
                    !text.starts_with('‖') || !area.overlaps(line),
                    "{hidden} {size:?}"
                );
            }
        }
    }
}

#[test]
fn a_gate_held_by_hand_says_so_at_the_steps_at_which_it_is() {
    let model = story_of(r#"{ "holds": [{ "gate": "f", "value": 0, "from": 3, "to": 5 }] }"#);
    let tags = |position: &str| {
        let scene = draw(&graph_of(&model, position), SIZES[0], None);
        texts(&scene)
            .iter()
            .filter(|(text, _)| *text == "held")
            .count()
    };
    assert_eq!(["2.c.f", "3.c.f", "5.c.f", "6.c.f"].map(tags), [0, 1, 1, 0]);
}

#[test]
fn forced_colours_leave_no_hue_and_every_value_a_bar_and_a_number() {
    let graph = graph_of(&storybook("lstm"), "6.dc.b");
    let input = cell::Cell {
        graph: &graph,
        unit: 2,
    };
    for theme in [Theme::ContrastLight, Theme::ContrastDark] {
        let scene = cell::cell(&input, &frame(744.0, 470.0, theme), Some("c.t6.u2"));
        let inks = scene.shapes.iter().filter_map(|(_, shape)| match shape {
            Shape::Rect(_, ink) | Shape::Path(_, _, ink) | Shape::Circle(_, _, ink) => {
                ink.fill.or(ink.stroke.map(|stroke| stroke.color))
            }
            Shape::Text(.., color) => Some(*color),
            Shape::Image(..) => None,
        });
        for ink in inks {
            assert!(ink.r == ink.g && ink.g == ink.b, "{ink:?}");
        }
        let bar = |unit: usize| {
            let drawn = shapes(&scene, &format!("f.t6.u{unit}"), &Kind::Cell);
            let mut rects = drawn.iter().filter_map(|shape| match shape {
                Shape::Rect(area, _) => Some(area.width),
                _ => None,
            });
            rects.next_back().unwrap()
        };
        // The forget gate is 0.982, 0.993 and 0.8 there.
        assert!(bar(2) > bar(1) && bar(1) > bar(3), "{theme:?}");
    }
}
