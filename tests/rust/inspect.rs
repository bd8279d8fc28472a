//! What the inspector and the tables say, and what they keep hidden.

use labs::setup::Setup;
use unrolled::model::CellSpec;
use unrolled::run::cursor::{Direction, Move, Position};
use view::explain::inspect::{Inspection, inspect};
use view::explain::table::{Cell, Table, ViewName, csv, table};

use crate::formulas::{Story, setup};

fn about(story: &Story, reference: &str, position: &str) -> Inspection {
    let position: Position = position.parse().expect("a position");
    inspect(&story.subject(2), Some(reference), &position)
}

fn shown(story: &Story, view: ViewName, position: &str) -> Table {
    let position: Position = position.parse().expect("a position");
    table(&story.subject(2), view, &position)
}

#[test]
fn a_unit_is_shown_with_six_digits_and_the_line_that_made_it() {
    let story = Story::new(&Setup::default());
    let memory = about(&story, "c.t4.u2", "4.c.f");
    assert_eq!(memory.title, "cell memory, step 4, unit 2");
    assert_eq!(memory.words, "1.163 = 0.993 × 0.640 + 0.982 × 0.537");
    assert_eq!(memory.rows[0].value, "1.16348");
    assert_eq!(memory.rows[0].label, "unit 2, adder");
    let history = memory.history.expect("four steps have been computed");
    assert_eq!(history.len(), 4);
    let from: Vec<_> = memory
        .comes_from
        .iter()
        .filter_map(|link| link.reference.clone())
        .collect();
    assert_eq!(from, ["k.t4", "w.t4"]);
    let to: Vec<_> = memory
        .goes_to
        .iter()
        .filter_map(|link| link.reference.clone())
        .collect();
    assert_eq!(to, ["m.t4", "k.t5"]);
}

#[test]
fn what_has_not_been_computed_is_not_told() {
    let story = Story::new(&Setup::default());
    for reference in ["h.t4.u2", "c.t5", "d.c.t4.u2"] {
        let hidden = about(&story, reference, "4.c.f");
        assert!(hidden.rows.is_empty(), "{reference}: {hidden:?}");
        assert!(hidden.words.starts_with("Not "), "{reference}: {hidden:?}");
    }
    let history = about(&story, "h.t4.u2", "4.c.f")
        .history
        .expect("three steps");
    assert_eq!(history.len(), 3);
}

#[test]
fn a_reference_that_means_nothing_gives_the_whole() {
    let story = Story::new(&Setup::default());
    for reference in [
        "",
        "nothing",
        "h.t7",
        "h.t4.u4",
        "p.weight_ih_l0.r99.c1",
        "p.nothing",
        "op.none.t1.f",
        "d.h.t99",
        "forwards:h.t4",
        "h.t4.u1.b2",
    ] {
        assert_eq!(
            about(&story, reference, "4.c.f").title,
            "LSTM",
            "{reference}"
        );
    }
}

#[test]
fn an_entry_of_a_weight_tells_what_this_step_adds() {
    let story = Story::new(&Setup::default());
    let entry = about(&story, "p.head.weight.r1.c2", "6.dWy.b");
    let row = |label: &str| {
        let found = entry.rows.iter().find(|row| row.label.contains(label));
        found
            .map(|row| row.value.clone())
            .expect("a row of this label")
    };
    assert_eq!(row("value"), "1.00000");
    assert_eq!(
        row("adds"),
        row("all steps"),
        "only the last step has a loss"
    );
}

fn texts(row: &[Cell]) -> Vec<&str> {
    row.iter().map(|cell| cell.text.as_str()).collect()
}

/// Every reference that anything on screen can have is answered at every moment, for every cell.
#[test]
fn every_reference_is_answered_at_every_moment() {
    for cell in CellSpec::all() {
        let story = Story::new(&setup(&cell));
        let subject = story.subject(2);
        let start = Position {
            t: 1,
            op: String::new(),
            dir: Direction::Forward,
        };
        let mut position = story.timeline.step(&start, Move::First);
        let keys = [
            "x",
            "h",
            "c",
            "f",
            "z",
            "n",
            "k",
            "a_f",
            "logits",
            "loss",
            "y",
            "prediction",
        ];
        loop {
            for key in keys {
                for t in 0..=6 {
                    for reference in [format!("{key}.t{t}"), format!("d.{key}.t{t}.u1")] {
                        assert!(
                            !inspect(&subject, Some(&reference), &position)
                                .title
                                .is_empty()
                        );
                    }
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
fn the_tables_hold_the_numbers_of_the_pictures() {
    let story = Story::new(&Setup::default());
    let numbers = shown(&story, ViewName::Numbers, "4.keep.f");
    assert_eq!(numbers.caption, "Step 4, keep");
    assert_eq!(
        numbers.columns,
        ["f 4, forget gate", "× c 3, old cell memory", "= k 4, keep"]
    );
    assert_eq!(texts(&numbers.rows[1]), ["0.993", "0.640", "0.636"]);
    assert_eq!(numbers.rows[1][1].reference.as_deref(), Some("c.t3.u2"));

    let cell = shown(&story, ViewName::Cell, "4.c.f");
    let place = |header: &str| {
        cell.row_headers
            .iter()
            .position(|own| own.starts_with(header))
            .expect("a row")
    };
    assert_eq!(texts(&cell.rows[place("c 4")]), ["0.539", "1.163", "0.311"]);
    assert_eq!(texts(&cell.rows[place("h 4")]), ["–", "–", "–"]);

    let sequence = shown(&story, ViewName::Sequence, "4.c.f");
    assert_eq!(
        sequence.columns,
        [
            "x 1", "x 2", "h 1", "h 2", "h 3", "c 1", "c 2", "c 3", "loss"
        ]
    );
    assert_eq!(texts(&sequence.rows[3][..2]), ["0.600", "1.000"]);
    assert_eq!(
        texts(&sequence.rows[3][2..]),
        ["–", "–", "–", "0.539", "1.163", "0.311", "–"]
    );
    let back = shown(&story, ViewName::Sequence, "6.dh.b");
    assert_eq!(texts(&back.rows[5]).last(), Some(&"0.194"));
}

const VIEWS: [ViewName; 4] = [
    ViewName::Sequence,
    ViewName::Cell,
    ViewName::Numbers,
    ViewName::Road,
];

#[test]
fn given_numbers_of_a_table_can_be_changed_and_computed_ones_not() {
    let story = Story::new(&Setup::default());
    let sequence = shown(&story, ViewName::Sequence, "4.c.f");
    assert_eq!(sequence.rows[3][0].given, Some(0.6));
    assert_eq!(sequence.rows[2][4].given, None);
    let sums = shown(&story, ViewName::Numbers, "4.af.f");
    let marker = &sums.rows[0][1];
    assert_eq!(
        (marker.reference.as_deref(), marker.given),
        (Some("p.weight_ih_l0.r4.c2"), Some(-8.0))
    );
    let back = shown(&story, ViewName::Cell, "4.du.b");
    assert!(back.rows.iter().flatten().all(|cell| cell.given.is_none()));
}

/// The fields of a line; no header has a line break.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            letter => fields.last_mut().unwrap().push(letter),
        }
    }
    fields
}

#[test]
fn comma_separated_values_read_back_as_the_same_numbers_to_the_last_bit() {
    let story = Story::new(&Setup::default());
    let trace = story.run.trace();
    for view in VIEWS {
        let position: Position = "4.dc.b".parse().unwrap();
        let text = csv(&story.subject(2), view, &position);
        let lines: Vec<Vec<String>> = text.lines().map(fields).collect();
        let table = table(&story.subject(2), view, &position);
        assert_eq!(lines[0][1..], table.columns, "{view:?}");
        assert!(["step", "row", "quantity, unit"].contains(&lines[0][0].as_str()));
        for (line, row) in lines[1..].iter().zip(&table.rows) {
            assert_eq!(line.len(), row.len() + 1);
        }
    }
    let text = csv(
        &story.subject(2),
        ViewName::Sequence,
        &"6.h.f".parse().unwrap(),
    );
    let lines: Vec<Vec<String>> = text.lines().map(fields).collect();
    let h = story.run.program().find("h").unwrap();
    for t in 0..6 {
        for unit in 0..3 {
            let read: f64 = lines[t + 1][3 + unit].parse().unwrap();
            assert_eq!(read.to_bits(), trace.value(h, t, 0)[unit].to_bits());
        }
    }
}

#[test]
fn every_table_is_a_full_rectangle() {
    for cell in CellSpec::all() {
        let story = Story::new(&setup(&cell));
        for view in VIEWS {
            for position in ["1.h.f", "4.h.f", "6.l.f", "6.dh.b", "2.dW.b", "1.dprev.b"] {
                let table = shown(&story, view, position);
                assert_eq!(table.rows.len(), table.row_headers.len());
                assert!(
                    table
                        .rows
                        .iter()
                        .all(|row| row.len() == table.columns.len()),
                    "{table:?}"
                );
            }
        }
    }
}

#[test]
fn a_wide_state_is_copied_as_latex_in_full() {
    let setup = Setup {
        hidden_size: 16.0,
        weights: labs::setup::WeightsKind::Orth,
        ..Setup::default()
    };
    let story = Story::new(&setup);
    let position = "4.c.f".parse().unwrap();
    let copied = view::explain::formula(
        &story.subject(2),
        &position,
        view::explain::Level::Vectors,
        view::explain::Notation::Lesson,
    );
    let latex = copied.unwrap().latex;
    assert_eq!(latex.matches(r"\\").count(), 5 * 15, "{latex}");
    assert!(!latex.contains("ldots"), "{latex}");
}
