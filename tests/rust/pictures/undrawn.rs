//! A cell that nobody made a picture for is laid out by the same rules.

use unrolled::ir::symbol::{A_F, A_N, F, H, KEEP, N, S, WRITE, X};
use unrolled::ir::{Builder, Program};
use unrolled::model::CellSpec;
use unrolled::run::Run;
use unrolled::run::cursor::Timeline;
use view::draw::painter::Rect;

use super::{SIZES, cells, draw, graph_of};
use crate::formulas::Story;

/// One gate that resets and blends (a minimal gated unit).
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
