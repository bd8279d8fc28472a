//! What the picture of a step shows at each moment, and what it keeps hidden.

use labs::setup::Setup;
use unrolled::model::CellSpec;
use unrolled::run::cursor::{Direction, Move, Position};
use unrolled::run::metrics::norm;
use view::explain::Notation;
use view::explain::graph::{Graph, GraphNode, State, graph};

use crate::formulas::{Story, setup};

fn at(story: &Story, position: &str) -> Graph {
    let position: Position = position.parse().expect("a position");
    graph(&story.subject(2), &position, Notation::Lesson)
}

fn node<'a>(graph: &'a Graph, reference: &str) -> &'a GraphNode {
    let own = |node: &&GraphNode| node.reference.as_deref() == Some(reference);
    graph
        .nodes
        .iter()
        .find(own)
        .expect("a node of this reference")
}

#[test]
fn nothing_can_be_read_before_its_op_has_run() {
    for cell in CellSpec::all() {
        let story = Story::new(&setup(&cell));
        let mut position = story.timeline.resolve(&Position {
            t: 1,
            op: String::new(),
            dir: Direction::Forward,
        });
        position = story.timeline.step(&position, Move::First);
        loop {
            let graph = graph(&story.subject(1), &position, Notation::Lesson);
            for node in &graph.nodes {
                let hidden = node.state == State::NotYet;
                let forward = position.dir == Direction::Forward;
                if forward {
                    assert_eq!(node.values.is_none(), hidden, "{position} {node:?}");
                    assert!(node.grads.is_none(), "{position} {node:?}");
                } else if hidden {
                    assert!(node.grads.is_none(), "{position} {node:?}");
                }
            }
            let next = story.timeline.step(&position, Move::Next);
            if next == position {
                break;
            }
            position = next;
        }
    }
}

#[test]
fn the_new_cell_memory_reads_what_is_kept_and_what_is_written() {
    let story = Story::new(&Setup::default());
    let graph = at(&story, "4.c.f");
    assert_eq!(node(&graph, "c.t4").state, State::Now);
    assert_eq!(node(&graph, "k.t4").state, State::InputOfNow);
    assert_eq!(node(&graph, "w.t4").state, State::InputOfNow);
    assert_eq!(node(&graph, "f.t4").state, State::Done);
    assert_eq!(node(&graph, "m.t4").state, State::NotYet);
    let memory = node(&graph, "c.t4").values.as_ref().expect("computed");
    assert!((memory[1] - 1.1635).abs() < 5e-5, "{memory:?}");
}

#[test]
fn backward_the_memory_line_narrows_by_the_forget_gate_only() {
    let story = Story::new(&Setup::default());
    let graph = at(&story, "4.dcprev.b");
    let (memory, old) = (node(&graph, "c.t4"), node(&graph, "c.t3"));
    assert_eq!(old.state, State::Now);
    assert_eq!(memory.state, State::InputOfNow);
    let (memory, old) = (memory.grads.as_ref().unwrap(), old.grads.as_ref().unwrap());
    let forget = node(&graph, "f.t4").values.as_ref().unwrap();
    for unit in 0..3 {
        assert!((old[unit] - memory[unit] * forget[unit]).abs() < 1e-15);
    }
    let line = graph
        .wires
        .iter()
        .find(|wire| graph.nodes[wire.from].reference.as_deref() == Some("c.t3"));
    let band = line.expect("a wire").band.as_ref().expect("a gradient");
    assert!((band.norm - norm(old)).abs() < 1e-15);
}

#[test]
fn every_band_is_known_at_the_end_of_a_step() {
    for cell in CellSpec::all() {
        let story = Story::new(&setup(&cell));
        let graph = at(&story, "6.dprev.b");
        let reaches = story.run.program().reaches_loss();
        // A gate that is cut off gets no gradient.
        for wire in graph.wires.iter().filter(|wire| reaches[wire.to]) {
            let to_loss =
                graph.nodes[wire.to].words == "loss" || graph.nodes[wire.to].words == "prediction";
            assert!(wire.band.is_some() || to_loss, "{} {wire:?}", cell.name());
        }
    }
}

#[test]
fn the_head_of_a_step_without_a_loss_stays_hidden() {
    let story = Story::new(&Setup::default());
    for position in ["4.h.f", "4.dprev.b"] {
        let graph = at(&story, position);
        let output = node(&graph, "logits.t4");
        assert_eq!(output.state, State::NotYet);
        assert!(output.values.is_none() && output.grads.is_none());
    }
}

#[test]
fn what_a_shut_gate_leaves_is_dead_and_says_in_which_unit() {
    let story = Story::new(&Setup::default());
    let position: Position = "4.c.f".parse().expect("a position");
    let kept = |unit: usize| {
        let graph = graph(&story.subject(unit), &position, Notation::Lesson);
        let place = graph
            .nodes
            .iter()
            .position(|node| node.reference.as_deref() == Some("k.t4"));
        let out = graph.wires.iter().find(|wire| Some(wire.from) == place);
        (
            node(&graph, "k.t4").dead.clone(),
            out.expect("a wire").dead.clone(),
        )
    };
    let why = Some("dead in unit 1: the forget gate is 0.0180".to_owned());
    assert_eq!(kept(1), (why.clone(), why));
    assert_eq!(kept(2), (None, None));
    let later: Position = "4.m.f".parse().expect("a position");
    let graph = graph(&story.subject(1), &later, Notation::Lesson);
    assert_eq!(node(&graph, "k.t4").state, State::Dead);
    assert_eq!(node(&graph, "c.t4").state, State::InputOfNow);
}

#[test]
fn a_valve_is_as_open_as_its_gate_and_a_blend_mixes_the_two_sides_of_one() {
    let story = Story::new(&setup(&CellSpec::of("gru").expect("a cell")));
    let before = at(&story, "4.az.f");
    assert_eq!(node(&before, "k.t4").valve.expect("a valve").opening, None);
    let graph = at(&story, "4.z.f");
    let z = node(&graph, "z.t4").values.as_ref().expect("computed")[1];
    let opening = |reference: &str| {
        node(&graph, reference)
            .valve
            .and_then(|valve| valve.opening)
    };
    assert_eq!(opening("w.t4"), Some(z));
    assert_eq!(opening("k.t4"), Some(1.0 - z));
    let blend = node(&graph, "h.t4").blend.expect("a blend");
    assert_eq!(blend.share, Some(z));
    assert_eq!(graph.nodes[blend.old].reference.as_deref(), Some("k.t4"));
    let lstm = at(&Story::new(&Setup::default()), "4.c.f");
    assert!(lstm.nodes.iter().all(|node| node.blend.is_none()));
}

#[test]
fn the_ranges_of_a_run_are_the_same_at_every_op() {
    let story = Story::new(&Setup::default());
    let ranges =
        ["1.u.f", "4.c.f", "6.l.f", "6.dh.b", "1.dprev.b"].map(|place| at(&story, place).ranges);
    assert!(ranges.iter().all(|own| *own == ranges[0]), "{ranges:?}");
    assert!((ranges[0].memory - 2.0).abs() < 1e-12, "{ranges:?}");
}
