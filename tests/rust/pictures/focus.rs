//! What is in focus: where the arrows lead, and what lights up.

use std::collections::BTreeSet;

use view::draw::Direction as Arrow;
use view::draw::painter::Rect;
use view::draw::scene::{Kind, Shape};

use super::{SIZES, cells, draw, graph_of, storybook};

#[test]
fn arrows_walk_from_any_value_to_every_other() {
    for kind in ["rnn", "gru", "lstm"] {
        let scene = draw(&graph_of(&storybook(kind), "6.l.f"), SIZES[0], None);
        let wanted: BTreeSet<&str> = cells(&scene).map(|(name, _)| name).collect();
        let first = scene.neighbour(None, Arrow::First).unwrap();
        let mut reached = BTreeSet::from([first.reference.as_deref().unwrap()]);
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
