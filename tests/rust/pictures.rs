//! Pictures: what is drawn can be read, pointed at and lies in its frame, for every cell at every moment.

use unrolled::draw::painter::{Point, Rect, at};
use unrolled::draw::scene::{Kind, Scene, Shape, text_box};
use unrolled::draw::views::{self, Frame, cell, history, numbers, sequence};
use unrolled::draw::{Direction as Arrow, Theme, svg};
use unrolled::explain::graph::{Graph, graph};
use unrolled::explain::strip::strip;
use unrolled::explain::{Notation, behind, blocks, cards, number, pair, road};
use unrolled::ir::symbol::{A_F, A_N, F, H, KEEP, N, S, WRITE, X};
use unrolled::ir::{Builder, Program};
use unrolled::model::CellSpec;
use unrolled::model::setup::WeightsKind;
use unrolled::run::Run;
use unrolled::run::cursor::Timeline;

use crate::formulas::{Story, positions, setup, snapshot};

/// The stage at desktop, tablet and phone.
const SIZES: [(f32, f32); 3] = [(744.0, 470.0), (560.0, 380.0), (390.0, 392.0)];

fn frame(width: f32, height: f32, theme: Theme) -> Frame {
    Frame {
        width,
        height,
        theme,
        font_size: 16.0,
    }
}

fn graph_of(story: &Story, position: &str) -> Graph {
    graph(
        &story.subject(2),
        &position.parse().unwrap(),
        Notation::Lesson,
    )
}

fn story_of(json: &str) -> Story {
    Story::new(&serde_json::from_str(json).unwrap())
}

fn storybook(kind: &str) -> Story {
    Story::new(&setup(&CellSpec::of(kind).unwrap()))
}

fn draw(graph: &Graph, (width, height): (f32, f32), focus: Option<&str>) -> Scene {
    let input = cell::Cell { graph, unit: 2 };
    cell::cell(&input, &frame(width, height, Theme::Light), focus)
}

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

fn cells(scene: &Scene) -> impl Iterator<Item = (&str, Rect)> {
    scene
        .all_marks()
        .filter(|mark| mark.kind == Kind::Cell)
        .filter_map(|mark| Some((mark.reference.as_deref()?, mark.bounds)))
}

#[test]
fn every_value_is_found_where_it_is_drawn() {
    each_picture(|name, scene| {
        assert!(cells(scene).count() > 8, "{name}");
        for (reference, bounds) in cells(scene) {
            let centre = bounds.centre();
            let hit = scene.hit(centre.x, centre.y);
            let found = hit.and_then(|mark| mark.reference.as_deref());
            assert_eq!(found, Some(reference), "{name}");
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

/// What a mark of this reference paints.
fn shapes<'s>(scene: &'s Scene, reference: &str, kind: &Kind) -> Vec<&'s Shape> {
    let is_meant = |mark: &&unrolled::draw::Mark| {
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

#[test]
fn arrows_walk_from_any_value_to_every_other() {
    for kind in ["rnn", "gru", "lstm"] {
        let scene = draw(&graph_of(&storybook(kind), "6.l.f"), SIZES[0], None);
        let wanted: std::collections::BTreeSet<&str> =
            cells(&scene).map(|(name, _)| name).collect();
        let first = scene.neighbour(None, Arrow::First).unwrap();
        let mut reached = std::collections::BTreeSet::from([first.reference.as_deref().unwrap()]);
        let mut open: Vec<&str> = reached.iter().copied().collect();
        while let Some(here) = open.pop() {
            for arrow in [Arrow::Left, Arrow::Right, Arrow::Up, Arrow::Down] {
                let next = scene.neighbour(Some(here), arrow);
                let next = next.and_then(|mark| mark.reference.as_deref());
                if let Some(next) = next.filter(|next| reached.insert(next)) {
                    open.push(next);
                }
            }
        }
        assert_eq!(reached, wanted, "{kind}");
    }
}

#[test]
fn a_focused_unit_lights_its_cell_its_name_and_its_wires() {
    let graph = graph_of(&storybook("lstm"), "4.c.f");
    let plain = draw(&graph, SIZES[0], None);
    let lit = draw(&graph, SIZES[0], Some("f.t4.u2"));
    let other = draw(&graph, SIZES[0], Some("nothing.t1"));
    assert!(lit.shapes.len() > plain.shapes.len() + 3);
    assert_eq!(other.shapes, plain.shapes);
}

/// A cell that no picture was made for: one gate that resets and blends (a minimal gated unit).
fn minimal_gated_unit() -> Program {
    let builder = Builder::default();
    let (w, u) = (
        builder.weight("weight_ih_l0", 6, 2, &[]),
        builder.weight("weight_hh_l0", 6, 3, &[]),
    );
    let (x, h) = (builder.input(X, 2), builder.carry(H, 3));
    builder.micro_op("u", "input and old state");
    let gate = (w.block(0, 2) * x + u.block(0, 2) * h).named(A_F);
    let f = gate
        .step("af", "gate, sum")
        .sigmoid()
        .named(F)
        .step("f", "gate");
    let s = f.odot(h).named(S).step("s", "reset");
    let sum = (w.block(1, 2) * x + u.block(1, 2) * s).named(A_N);
    let n = sum
        .step("an", "candidate, sum")
        .tanh()
        .named(N)
        .step("n", "candidate");
    let keep = f.one_minus().odot(h).named(KEEP).step("keep", "keep");
    let write = f.odot(n).named(WRITE).step("write", "write");
    let next = (keep + write).named(H).step("h", "new state");
    builder.carry_next(h, next);
    builder.finish().unwrap()
}

#[test]
fn a_cell_nobody_has_drawn_is_laid_out_by_the_same_rules() {
    let mut run = Run::new(minimal_gated_unit(), 3, 1);
    run.forward();
    let model = Story {
        timeline: Timeline::new(run.program(), vec![false; 3]),
        run,
        cell: CellSpec::of("gru").unwrap(),
        jobs: vec![],
    };
    for size in SIZES {
        let scene = draw(&graph_of(&model, "2.h.f"), size, None);
        let frame = Rect::new(0.0, 0.0, size.0, size.1);
        for mark in &scene.marks {
            assert!(
                frame.holds(mark.bounds, 0.5),
                "{:?} {size:?}",
                mark.reference
            );
        }
        let cells: Vec<_> = cells(&scene).collect();
        for (index, (first, a)) in cells.iter().enumerate() {
            for (second, b) in &cells[index + 1..] {
                assert!(!a.grown(-0.1).overlaps(*b), "{first} {second} {size:?}");
            }
        }
        let centre = |key: &str| scene.find(key).unwrap().bounds.centre();
        assert!(
            (centre("h.t1.u2").y - centre("h.t2.u2").y).abs() < 0.5,
            "the state keeps its lane"
        );
        assert!(
            centre("k.t2.u2").x < centre("w.t2.u2").x,
            "kept before written"
        );
    }
}

#[test]
fn every_step_of_the_strip_can_be_pointed_at_from_one_step_to_five_hundred() {
    for steps in [1, 2, 6, 24, 59, 60, 200, 500] {
        let rows: Vec<[f64; 2]> = (0..steps).map(|t| [0.1 * f64::from(t % 7), 0.0]).collect();
        let setup = serde_json::json!({ "seq": { "kind": "numbers", "rows": rows } });
        let model = story_of(&setup.to_string());
        let steps = strip(&model.subject(2), &"1.h.f".parse().unwrap(), None);
        for width in [744.0, 390.0] {
            let input = sequence::Sequence {
                steps: &steps,
                t: 1,
                backward: false,
            };
            let scene = sequence::sequence(&input, &frame(width, 64.0, Theme::Light), None);
            for t in 1..=steps.len() {
                let mark = scene.find(&format!("t{t}")).unwrap();
                let centre = mark.bounds.centre();
                let hit = scene.hit(centre.x, centre.y).unwrap();
                assert_eq!(hit.reference, mark.reference, "{width}");
            }
        }
    }
}

#[test]
fn charts_are_marks_that_can_be_pointed_at() {
    let values = [0.5, f64::NAN, -0.25, 1.0];
    let input = history::History {
        values: &values,
        t: 3,
        reference: &|t| Some(format!("h.t{t}.u2")),
        print: &number::text,
        color: Theme::Light.palette().ink,
    };
    let scene = history::history(&input, &frame(350.0, 120.0, Theme::Light));
    let named: Vec<_> = cells(&scene).map(|(name, _)| name).collect();
    assert_eq!(
        named,
        ["h.t1.u2", "h.t3.u2", "h.t4.u2"],
        "no point where there is no number"
    );
    let last = scene.find("h.t4.u2").unwrap().bounds.centre();
    let first = scene.find("h.t1.u2").unwrap().bounds.centre();
    assert!(last.y < first.y && last.x > first.x);
    assert_eq!(scene.hit(last.x, last.y).unwrap().words, "step 4: 1.00");
    assert!(scene.hit(at(0.0, 0.0).x, 0.0).is_none());
}

fn pinned(name: &str, scene: &Scene) {
    snapshot(name, &svg::write(scene));
}

#[test]
fn these_pictures_stay_as_they_are() {
    let lstm = storybook("lstm");
    pinned(
        "picture_lstm_4_c_f",
        &draw(&graph_of(&lstm, "4.c.f"), SIZES[0], Some("f.t4.u2")),
    );
    pinned(
        "picture_lstm_6_dcprev_b",
        &draw(&graph_of(&lstm, "6.dcprev.b"), SIZES[2], None),
    );
    pinned(
        "picture_gru_6_l_f",
        &draw(&graph_of(&storybook("gru"), "6.l.f"), SIZES[1], None),
    );
    pinned(
        "picture_rnn_6_da_b",
        &draw(&graph_of(&storybook("rnn"), "6.da.b"), SIZES[0], None),
    );
    let graph = graph_of(&lstm, "4.c.f");
    let position = "4.c.f".parse().unwrap();
    let equations = behind(&lstm.subject(2), &position, Notation::Lesson);
    let input = numbers::Numbers {
        graph: &graph,
        behind: &equations,
        unit: 2,
    };
    let dark = frame(744.0, 150.0, Theme::Dark);
    pinned(
        "picture_numbers_lstm_4_c_f",
        &numbers::numbers(&input, &dark, None),
    );
    let steps = strip(&lstm.subject(2), &"4.c.f".parse().unwrap(), None);
    let input = sequence::Sequence {
        steps: &steps,
        t: 4,
        backward: false,
    };
    let light = frame(744.0, 64.0, Theme::Light);
    pinned(
        "picture_sequence_4",
        &sequence::sequence(&input, &light, None),
    );
}

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
fn a_weight_in_focus_lights_its_wire_its_gate_and_the_cell_of_its_row() {
    let graph = graph_of(&storybook("lstm"), "4.c.f");
    let plain = draw(&graph, SIZES[0], None);
    let lit = draw(&graph, SIZES[0], Some("p.weight_hh_l0.r5.c2"));
    let new = &lit.shapes[plain.shapes.len()..];
    let outlines = |area: Rect| {
        new.iter()
            .any(|(_, shape)| matches!(shape, Shape::Rect(own, _) if *own == area))
    };
    assert!(outlines(plain.find("f.t4.u2").unwrap().bounds));
    assert!(!outlines(plain.find("f.t4.u1").unwrap().bounds));
    assert!(!outlines(plain.find("i.t4.u2").unwrap().bounds));
    let wire = plain.find("p.weight_hh_l0.f").unwrap();
    let Kind::Wire(way) = &wire.kind else {
        panic!("a weight stands on a wire")
    };
    assert!(
        new.iter()
            .any(|(_, shape)| matches!(shape, Shape::Path(own, ..) if own == way))
    );
}
