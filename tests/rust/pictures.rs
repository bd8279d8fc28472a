//! Pictures: what is drawn can be read, pointed at and lies in its frame, for every cell at every moment.

use unrolled::draw::painter::{Rect, at};
use unrolled::draw::scene::{Kind, Scene, Shape, text_box};
use unrolled::draw::views::{Frame, cell, history, numbers, sequence};
use unrolled::draw::{Direction as Arrow, Theme, svg};
use unrolled::explain::graph::{Graph, graph};
use unrolled::explain::strip::strip;
use unrolled::explain::{Notation, number};
use unrolled::ir::symbol::{A_F, A_N, F, H, KEEP, N, S, WRITE, X};
use unrolled::ir::{Builder, Program};
use unrolled::model::CellSpec;
use unrolled::run::Run;
use unrolled::run::cursor::{Direction, Position, Timeline};

use crate::formulas::{Story, setup, snapshot};

/// The stage at desktop, tablet and phone.
const SIZES: [(f32, f32); 3] = [(744.0, 460.0), (640.0, 430.0), (390.0, 300.0)];

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

/// Every moment of these steps.
fn positions(story: &Story, steps: &[usize]) -> Vec<Position> {
    let forward = story
        .timeline
        .forward()
        .iter()
        .map(|op| (op.id.to_owned(), Direction::Forward));
    let backward = story
        .timeline
        .backward()
        .iter()
        .map(|op| (op.id.clone(), Direction::Backward));
    let ops: Vec<_> = forward.chain(backward).collect();
    steps
        .iter()
        .flat_map(|&t| {
            ops.iter().map(move |(op, dir)| Position {
                t,
                op: op.clone(),
                dir: *dir,
            })
        })
        .collect()
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

fn cells(scene: &Scene) -> impl Iterator<Item = (&str, Rect)> {
    scene
        .marks
        .iter()
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

#[test]
fn no_two_value_cells_overlap() {
    each_picture(|name, scene| {
        let cells: Vec<_> = cells(scene).collect();
        for (index, (first, a)) in cells.iter().enumerate() {
            for (second, b) in &cells[index + 1..] {
                assert!(!a.grown(-0.1).overlaps(*b), "{name}: {first} {second}");
            }
        }
    });
}

#[test]
fn no_text_is_smaller_than_eleven_px_and_no_two_names_overlap() {
    each_picture(|name, scene| {
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
    });
}

#[test]
fn everything_lies_inside_the_frame() {
    each_picture(|name, scene| {
        let frame = Rect::new(0.0, 0.0, scene.size.width, scene.size.height);
        for mark in &scene.marks {
            assert!(
                frame.holds(mark.bounds, 0.5),
                "{name}: {:?} {} at {:?}",
                mark.reference,
                mark.words,
                mark.bounds
            );
        }
    });
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
    let input = numbers::Numbers {
        graph: &graph,
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
