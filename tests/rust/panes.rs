//! The panes under the picture: cards that add up, parameters one can reach, two cells compared.

use labs::setup::Setup;
use serde_json::json;
use unrolled::ir::ParamId;
use unrolled::model::CellSpec;
use unrolled::run::cursor::Position;
use view::explain::table::{ViewName, sheet};
use view::explain::{Notation, blocks, cards, counterpart, pair, same};

use crate::formulas::{Story, positions, setup};

fn story(setup: serde_json::Value) -> Story {
    let setup: Setup = serde_json::from_value(setup).unwrap();
    Story::new(&setup)
}

fn at(text: &str) -> Position {
    text.parse().unwrap()
}

#[test]
fn the_cards_of_all_steps_add_up_to_the_gradient_of_the_run() {
    for cell in CellSpec::all() {
        let mut setup = setup(&cell);
        setup.loss.at = labs::setup::LossAt::Each;
        let story = Story::new(&setup);
        let subject = story.subject(2);
        let (program, trace) = (story.run.program(), story.run.trace());
        let last = Position {
            t: 1,
            ..story.timeline.resolve(&at("1.none.b"))
        };
        let end = story
            .timeline
            .step(&last, unrolled::run::cursor::Move::Last);
        for group in blocks(&subject, &end, None, Notation::Lesson).groups {
            let focus = group.blocks[0].reference.clone();
            let Some(tray) = cards(&subject, &end, Some(&focus), Notation::Lesson) else {
                panic!("{} has weights", group.title);
            };
            assert_eq!(tray.cards.len(), 6, "{}", cell.name());
            for row in 0..tray.total.rows {
                for col in 0..tray.total.cols {
                    let sum: f64 = tray.cards.iter().map(|card| card.entry(row, col)).sum();
                    let reference = tray.total.entry(row, col).unwrap();
                    let (name, place) = reference[2..].rsplit_once(".r").unwrap();
                    let (r, c) = place.split_once(".c").unwrap();
                    let param: ParamId = program.param(name).unwrap();
                    let spec = &program.params[param.0];
                    let (r, c): (usize, usize) = (r.parse().unwrap(), c.parse().unwrap());
                    let whole = trace.param_grads()[spec.offset + (r - 1) * spec.cols + c - 1];
                    let own: f64 = (0..6)
                        .map(|t| story.run.contribution(param, t)[(r - 1, c - 1)])
                        .sum();
                    let name = format!("{} {reference}", cell.name());
                    assert!((sum - whole).abs() < 1e-12, "{name}: {sum} {whole}");
                    assert!((own - whole).abs() < 1e-12, "{name}: {own} {whole}");
                }
            }
        }
    }
}

#[test]
fn only_steps_that_the_cursor_has_passed_have_a_card() {
    let story = Story::new(&Setup::default());
    let passed = |position: &str| -> Vec<usize> {
        let found = cards(&story.subject(2), &at(position), None, Notation::Lesson).unwrap();
        found.cards.iter().map(|card| card.t).collect()
    };
    assert!(passed("4.c.f").is_empty());
    assert_eq!(passed("4.dc.b"), [6, 5]);
    assert_eq!(passed("4.dW.b"), [6, 5, 4]);
    assert_eq!(passed("4.dprev.b"), [6, 5, 4]);
}

#[test]
fn a_card_tells_how_each_of_its_entries_came_about() {
    let story = Story::new(&Setup::default());
    let found = cards(
        &story.subject(2),
        &at("4.dW.b"),
        Some("p.weight_ih_l0.g"),
        Notation::Lesson,
    );
    let tray = found.unwrap();
    let card = tray.cards.iter().find(|card| card.t == 4).unwrap();
    assert_eq!(card.words(1, 0), "step 4: δ[2] −0.137 × 0.600 = −0.0821");
    assert_eq!(tray.title, "candidate");
}

#[test]
fn every_parameter_can_be_reached_and_the_gate_under_the_cursor_is_lit() {
    for cell in CellSpec::all() {
        let story = Story::new(&setup(&cell));
        let program = story.run.program();
        let all = blocks(&story.subject(2), &at("4.none.f"), None, Notation::Lesson);
        let entries: usize = all
            .groups
            .iter()
            .flat_map(|group| &group.blocks)
            .map(|block| block.entries.len())
            .sum();
        assert_eq!(entries, program.param_count(), "{}", cell.name());
    }
    let lstm = Story::new(&Setup::default());
    let lit = |position: &str, focus: Option<&str>| {
        let all = blocks(&lstm.subject(2), &at(position), focus, Notation::Lesson);
        let found = all.groups.into_iter().find(|group| group.lit);
        found.map(|group| group.title)
    };
    let titled = |title: &str| Some(title.to_owned());
    assert_eq!(lit("4.f.f", None), titled("forget gate"));
    assert_eq!(lit("4.dai.b", None), titled("input gate"));
    assert_eq!(lit("4.keep.f", None), None);
    assert_eq!(lit("4.f.f", Some("o.t4.u2")), titled("output gate"));
    assert_eq!(
        lit("4.keep.f", Some("p.weight_hh_l0.r8.c3")),
        titled("candidate")
    );
    assert_eq!(lit("6.lo.f", None), titled("read out"));
}

#[test]
fn gates_with_the_same_work_share_a_row_and_only_the_free_memory_exceeds_one() {
    let (lstm, gru) = (
        Story::new(&Setup::default()),
        story(json!({ "cell": "gru" })),
    );
    let found = pair(&lstm.subject(2), &at("4.c.f"), &gru.subject(2));
    let params: Vec<_> = found.sides.iter().map(|side| side.params).collect();
    assert_eq!(params, [72, 54]);
    assert_eq!(
        found.sentence,
        "LSTM memory 1.163, GRU memory 0.222; no GRU unit can exceed 1."
    );
    let keeps = found.rows[0].values.clone().map(Option::unwrap);
    assert_eq!((keeps[0].prefix, keeps[0].label.base.as_str()), ("", "f"));
    assert_eq!((keeps[1].prefix, keeps[1].label.base.as_str()), ("1−", "z"));
    let writes = found.rows[1].values.clone().map(Option::unwrap);
    assert_eq!(writes[0].label.base, "i");
    assert_eq!(writes[1].label.base, "z");
    let sum = keeps[1].value.unwrap() + writes[1].value.unwrap();
    assert!((sum - 1.0).abs() < 1e-12, "what it writes it must forget");
    let back = pair(&gru.subject(2), &at("4.h.f"), &lstm.subject(2));
    let params: Vec<_> = back.sides.iter().map(|side| side.params).collect();
    assert_eq!(params, [54, 72]);
}

/// Two cells that both have a limit are told with the limits they have: a GRU keeps what it starts with.
#[test]
fn the_limits_of_two_bounded_cells_are_those_they_have() {
    for (start, want) in [
        (0.5, ": neither can exceed 1."),
        (-3.0, "; no GRU unit can exceed 3, no RNN unit 1."),
    ] {
        let start = vec![start; 3];
        let gru = story(json!({ "cell": "gru", "h0": start }));
        let rnn = story(json!({ "cell": "rnn", "h0": start }));
        let told = pair(&gru.subject(2), &at("1.h.f"), &rnn.subject(2)).sentence;
        assert!(told.ends_with(want), "{told}");
    }
}

/// A gate held between 0 and 1 still blends, one held elsewhere does not; a held candidate is what comes in.
#[test]
fn the_limit_of_a_blend_goes_with_what_is_held() {
    let free = Story::new(&Setup::default());
    for (gate, value, want) in [
        ("z", 0.5, "; no GRU unit can exceed 1."),
        ("z", 1.5, "GRU memory 0.854."),
        ("n", -4.0, "; no GRU unit can exceed 4."),
    ] {
        let held = json!([{ "gate": gate, "value": value, "from": 1, "to": 1 }]);
        let gru = story(json!({ "cell": "gru", "holds": held }));
        let told = pair(&free.subject(2), &at("4.c.f"), &gru.subject(2)).sentence;
        assert!(told.ends_with(want), "{told}");
    }
}

#[test]
fn the_cursor_of_the_other_cell_stands_where_the_same_work_is_done() {
    let (lstm, gru) = (
        Story::new(&Setup::default()),
        story(json!({ "cell": "gru" })),
    );
    let cases = [
        ("4.f.f", "4.z.f"),
        ("4.ai.f", "4.az.f"),
        ("4.g.f", "4.n.f"),
        ("4.keep.f", "4.keep.f"),
        ("4.write.f", "4.write.f"),
        ("4.c.f", "4.h.f"),
        ("6.l.f", "6.l.f"),
        ("4.dW.b", "4.dW.b"),
        ("4.dc.b", "4.dh.b"),
        ("4.dg.b", "4.dn.b"),
        ("4.df.b", "4.dz.b"),
    ];
    for (from, to) in cases {
        let found = counterpart(&lstm.subject(2), &at(from), &gru.subject(2));
        assert_eq!(found.position.to_string(), to, "{from}");
        assert_eq!(found.note, None, "{from}");
    }
    let found = counterpart(&gru.subject(2), &at("4.r.f"), &lstm.subject(2));
    let note = "The LSTM has nothing like this: reset gate.";
    assert_eq!(found.note.as_deref(), Some(note));
    let found = counterpart(&gru.subject(2), &at("4.z.f"), &lstm.subject(2));
    assert_eq!(found.position.to_string(), "4.i.f");
}

/// What lights in one picture lights what does the same work in the other.
#[test]
fn a_thing_of_one_cell_has_the_name_of_what_does_the_same_in_the_other() {
    let (lstm, gru) = (
        story(json!({"cell": "lstm"})),
        story(json!({"cell": "gru"})),
    );
    let name = |from: &Story, text: &str, to: &Story| {
        let (from, to) = (from.run.program(), to.run.program());
        same(from, &text.parse().unwrap(), to).map(|found| found.to_string())
    };
    for (theirs, ours) in [
        ("f.t4.u2", "z.t4.u2"),
        ("i.t4", "z.t4"),
        ("c.t4.u2", "h.t4.u2"),
        ("d.c.t3", "d.h.t3"),
        ("x.t4.u1", "x.t4.u1"),
        ("h.t0", "h.t0"),
        ("t4", "t4"),
    ] {
        assert_eq!(name(&lstm, theirs, &gru).as_deref(), Some(ours), "{theirs}");
    }
    assert_eq!(name(&gru, "z.t4.u2", &lstm).as_deref(), Some("i.t4.u2"));
    for alone in ["r.t4", "op.r.t4.f", "p.weight_ih_l0"] {
        assert_eq!(name(&gru, alone, &lstm), None, "{alone}");
    }
}

/// No position of any cell is without an answer in any other.
#[test]
fn every_moment_of_every_cell_has_a_counterpart_and_a_comparison() {
    let stories: Vec<Story> = CellSpec::all()
        .iter()
        .map(|cell| Story::new(&setup(cell)))
        .collect();
    for from in &stories {
        for to in &stories {
            for position in positions(from, &[1, 4, 6]) {
                let found = counterpart(&from.subject(1), &position, &to.subject(1));
                assert_eq!(found.position.dir, position.dir);
                assert!(to.timeline.cursor(&found.position).is_some());
                let told = pair(&from.subject(1), &position, &to.subject(1));
                assert!(told.sentence.ends_with('.'));
            }
        }
    }
}

#[test]
fn every_pane_has_a_table_of_its_numbers() {
    let (lstm, gru) = (
        Story::new(&Setup::default()),
        story(json!({ "cell": "gru" })),
    );
    let views = [
        ViewName::Weights,
        ViewName::Cards,
        ViewName::Road,
        ViewName::Pair,
        ViewName::Other,
    ];
    for view in views {
        for position in ["4.c.f", "4.af.f", "4.dW.b", "6.dWy.b", "1.dprev.b"] {
            let own = sheet(&lstm.subject(2), Some(&gru.subject(2)), view, &at(position));
            assert!(!own.caption.is_empty(), "{view:?}");
            assert_eq!(own.rows.len(), own.row_headers.len());
            assert!(own.rows.iter().all(|row| row.len() == own.columns.len()));
        }
    }
}
