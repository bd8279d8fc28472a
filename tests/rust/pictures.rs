//! Pictures: what is drawn can be read, pointed at and lies in its frame, for every cell at every moment.

mod any_numbers;
mod attention;
mod charts;
mod focus;
mod legible;
mod motion;
mod over_time;
mod seeds;
mod side_by_side;
mod stage;
mod study;
mod undrawn;

use unrolled::model::CellSpec;
use view::draw::painter::Rect;
use view::draw::scene::{Kind, Scene};
use view::draw::views::{Frame, cell, numbers, sequence};
use view::draw::{Theme, svg};
use view::explain::graph::{Graph, graph};
use view::explain::strip::strip;
use view::explain::{Notation, behind};

use crate::formulas::{Story, setup, snapshot};

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

fn cells(scene: &Scene) -> impl Iterator<Item = (&str, Rect)> {
    scene
        .all_marks()
        .filter(|mark| mark.kind == Kind::Cell)
        .filter_map(|mark| Some((mark.reference.as_deref()?, mark.bounds)))
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
