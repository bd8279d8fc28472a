//! Translations by the trained weights that are shipped: texts nobody has trained on are answered, rows of attention are
//! budgets of 1, and everything that is shown can be pointed at and read.

use labs::attention::explain::translation::{
    At, Beside, Inside, Seq2SeqTable, heat, inside, inspect, lengths, outline, sheet, step_inside,
};
use labs::attention::inputs;
use labs::attention::run::measure::{Measured, piece};
use labs::attention::run::translation::{Seq2SeqRun, Seq2SeqStore};
use labs::setup::{Against, AttnSetup, Feeding, ForcedSetup, Looking, RowSetup};
use unrolled::run::cursor::{Direction, Move, Position};
use unrolled::run::{ModelRun, Run};
use view::explain::inspect::Source;
use view::explain::moment;
use view::explain::moment::ops;
use view::explain::number;
use view::explain::{Explained, Formula, Level, Moment, Notation, Verbosity};

const MODELS: &[(&str, &str, &[u8])] = &[
    (
        "reverse-none",
        include_str!("../../www/models/reverse-none.json"),
        include_bytes!("../../www/models/reverse-none.safetensors"),
    ),
    (
        "dates",
        include_str!("../../www/models/dates.json"),
        include_bytes!("../../www/models/dates.safetensors"),
    ),
    (
        "reverse",
        include_str!("../../www/models/reverse.json"),
        include_bytes!("../../www/models/reverse.safetensors"),
    ),
];

fn shelf() -> Seq2SeqStore {
    let mut shelf = Seq2SeqStore::default();
    for (name, card, weights) in MODELS {
        shelf.take(name, card, weights).unwrap();
    }
    shelf
}

pub(crate) fn translated(task: &str, text: &str) -> Seq2SeqRun {
    with(&AttnSetup {
        task: task.to_owned(),
        text: text.to_owned(),
        ..AttnSetup::default()
    })
}

pub(crate) fn with(setup: &AttnSetup) -> Seq2SeqRun {
    setup.checked().unwrap();
    Seq2SeqRun::of(&inputs::seq2seq(setup), &shelf(), None).unwrap()
}

pub(crate) fn at<'a>(translation: &'a Seq2SeqRun, place: &str, unit: usize) -> At<'a> {
    At::at(translation, &place.parse().unwrap(), unit)
}

/// The formula of a moment of any model, in the lesson's notation.
pub(crate) fn formula<M: Explained, B>(here: &Moment<'_, M, B>, level: Level) -> Formula {
    let made = moment::formula(here.model, &here.cursor, level, Notation::Lesson);
    made.unwrap_or_else(|| panic!("a formula of {:?}", here.cursor))
}

pub(crate) fn sentence<M: Explained, B>(here: &Moment<'_, M, B>, verbosity: Verbosity) -> String {
    moment::sentence(here.model, &here.cursor, verbosity)
}

#[test]
fn unseen_texts_are_answered_as_the_rule_of_the_task_says() {
    for (task, text) in [
        ("dates", "12th of march 1999"),
        ("dates", "31 december 2049"),
        ("dates", "feb 29, 2000"),
        ("dates", "03/12/1999"),
        ("reverse", "hello world 2024"),
        ("reverse", "a"),
        ("reverse", "qzx 7731 unrolled rnn 42"),
    ] {
        let said = outline(&translated(task, text));
        assert_eq!(
            Some(said.answer.as_str()),
            said.expected.as_deref(),
            "{text}"
        );
        assert!(said.notices.is_empty(), "{:?}", said.notices);
    }
    let said = outline(&translated("dates", "03/12/1999"));
    assert_eq!(said.answer, "1999-12-03", "the day stands first");
}

#[test]
fn what_a_model_has_reached_is_what_its_card_says() {
    let reached = outline(&translated("reverse", "a")).reached;
    assert!(
        reached.ends_with("held-out texts of each length up to 24."),
        "{reached}"
    );
    let reached = outline(&translated("dates", "a")).reached;
    assert!(reached.starts_with("Right for 100.0 % of"), "{reached}");
}

#[test]
fn every_row_adds_up_to_one_and_the_month_is_read_from_its_letters() {
    let translation = translated("dates", "12th of march 1999");
    let picture = heat(&at(&translation, "7.weights.f", 1));
    for row in &picture.rows {
        assert!((row.sum - 1.0).abs() < 1e-12, "{}", row.sum);
    }
    let month = "12th of ".len().."12th of march".len();
    let looked: f64 = picture.rows[6].weights[month].iter().sum();
    assert!(
        looked > 0.5,
        "the digit 3 of 03 looks at march with {looked}"
    );
}

#[test]
fn unknown_symbols_and_long_texts_are_said_and_answered() {
    let said = |text: &str| outline(&translated("dates", text)).notices.join(" ");
    assert!(said("märz 12 1999 😀").starts_with("2 unknown symbols."));
    assert!(said("hello").contains("does not look like a date"));
    assert!(said("").contains("Type or paste"));
    let long = translated("reverse", &"ab".repeat(30));
    assert_eq!((long.tokens.len(), long.left_out.len()), (40, 20));
    let notices = outline(&long).notices.join(" ");
    assert!(notices.contains("first 40") && notices.contains("longer than anything"));
    let uncertain = outline(&translated("dates", "märz 12 1999 😀"));
    assert!(
        uncertain
            .source
            .iter()
            .any(|chip| chip.doubtful && chip.sign == "?")
    );
}

#[test]
fn what_a_formula_makes_has_another_letter_than_what_it_is_made_of() {
    for temperature in [1.0, 2.0] {
        let translation = with(&AttnSetup {
            task: "dates".to_owned(),
            text: "march 12 1999".to_owned(),
            temperature,
            ..AttnSetup::default()
        });
        for op in ops(&translation) {
            let place = format!("2.{}.f", op.id);
            let here = at(&translation, &place, 1);
            let written = formula(&here, Level::Symbols);
            let (made, of) = written.latex.split_once(" = ").unwrap();
            let letters: Vec<&str> = of.split([' ', '(', ')', ',']).collect();
            assert!(!letters.contains(&made), "{}", written.latex);
        }
    }
}

#[test]
fn the_conventions_of_the_cell_stand_over_its_own_formula_and_no_other() {
    let translation = translated("dates", "march 12 1999");
    for op in ops(&translation) {
        let here = at(&translation, &format!("2.{}.f", op.id), 1);
        let badge = formula(&here, Level::Symbols).badge;
        let wanted = if op.id == "h" {
            "reset before, z writes"
        } else {
            "additive attention"
        };
        assert_eq!(badge, wanted, "{}", op.id);
    }
}

#[test]
fn all_ops_of_all_outputs_can_be_stepped_through_read_and_asked_about() {
    let translation = translated("reverse", "abc");
    let ids: Vec<String> = ops(&translation).into_iter().map(|op| op.id).collect();
    assert_eq!(
        ids,
        [
            "query", "add", "squash", "score", "mask", "weights", "context", "embed", "h", "told",
            "lo", "y"
        ]
    );
    let mut position = translation.moved(&"1.query.f".parse().unwrap(), Move::First);
    let mut seen = 1;
    loop {
        let here = At::at(&translation, &position, 2);
        for level in [Level::Symbols, Level::Vectors, Level::Numbers] {
            let formula = formula(&here, level);
            assert!(!formula.words.is_empty(), "{position}");
        }
        assert!(!sentence(&here, Verbosity::Full).is_empty());
        let next = translation.moved(&position, Move::Next);
        if next == position {
            break;
        }
        (position, seen) = (next, seen + 1);
    }
    assert_eq!(seen, ids.len() * "cba$".len());
    assert_eq!(position.to_string(), "4.y.f");
}

#[test]
fn a_moment_is_said_with_its_numbers() {
    let translation = translated("reverse", "abc");
    let said = |place: &str| sentence(&at(&translation, place, 1), Verbosity::Normal);
    let looks = said("1.weights.f");
    assert!(
        looks.starts_with("To write “c” the decoder looks at “c” 0."),
        "{looks}"
    );
    assert!(looks.ends_with("The weights add up to 1.00."), "{looks}");
    assert!(
        said("1.y.f").starts_with("It writes “c”, p 1.00. Second likeliest"),
        "{}",
        said("1.y.f")
    );
    assert!(said("2.embed.f").contains("given “c”"));
}

#[test]
fn scores_and_contexts_are_written_out_as_their_products() {
    let translation = translated("reverse", "abc");
    let spoken = |place: &str| {
        let here = at(&translation, place, 2);
        formula(&here, Level::Numbers).words
    };
    for place in ["1.score.f", "1.context.f"] {
        let words = spoken(place);
        assert!(words.matches("times").count() >= 3, "{place}: {words}");
    }
    assert!(spoken("1.add.f").contains("plus") || spoken("1.add.f").contains("minus"));
}

#[test]
fn tables_and_answers_to_pointing_hold_the_numbers_of_the_picture() {
    let translation = translated("reverse", "abc");
    let here = at(&translation, "1.y.f", 1);
    let picture = heat(&here);
    let table = sheet(&here, Seq2SeqTable::Attention).table_with(|_| None);
    assert_eq!(table.columns, ["1 a", "2 b", "3 c", "4 $", "sum"]);
    assert_eq!(table.rows[0][4].text, "1.000");
    let known = inspect(&here, Some("weights.t1.u3"));
    let weight = picture.rows[0].weights[2];
    assert_eq!(table.rows[0][2].text, format!("{weight:.3}"));
    assert!(
        known.words.contains(&format!("weight {weight:.2}")),
        "{}",
        known.words
    );
    assert_eq!(inspect(&here, Some("output.t1")).title, "output 1");
    assert_eq!(
        inspect(&here, Some("source.u9")).title,
        "Reverse",
        "there is no such position"
    );
    for table in [Seq2SeqTable::Answer, Seq2SeqTable::Look] {
        assert!(!sheet(&here, table).rows.is_empty());
    }
}

#[test]
fn a_forced_symbol_and_a_held_row_change_what_follows() {
    let text = "march 12 1999";
    let free = translated("dates", text);
    let forced = with(&AttnSetup {
        text: text.to_owned(),
        forced: vec![ForcedSetup {
            at: 7,
            symbol: "4".to_owned(),
        }],
        ..AttnSetup::default()
    });
    assert_eq!(outline(&forced).output[6].sign, "4");
    assert!(outline(&forced).output[6].words.ends_with("forced"));
    let here = at(&forced, "7.y.f", 1);
    assert!(sentence(&here, Verbosity::Normal).starts_with("Forced: “4”"));
    // The last digit of the day looks at the 1 instead of the 2.
    let mut weights = vec![0.0; free.positions()];
    weights["march ".len()] = 1.0;
    let held = with(&AttnSetup {
        text: text.to_owned(),
        rows: vec![RowSetup { at: 10, weights }],
        ..AttnSetup::default()
    });
    assert_eq!(outline(&free).answer, "1999-03-12");
    assert_ne!(held.written.probs[9], free.written.probs[9]);
    assert_eq!(held.written.probs[..9], free.written.probs[..9]);
    assert!(heat(&at(&held, "10.weights.f", 1)).rows[9].edited);
}

#[test]
fn a_damaged_model_is_refused_in_words_and_the_others_stay() {
    let mut shelf = shelf();
    let (name, card, weights) = MODELS[1];
    let cut = shelf.take(name, card, &weights[..5000]).unwrap_err();
    assert!(cut.to_string().ends_with('.'), "{cut}");
    assert!(shelf.take("other", "{", weights).is_err());
    assert_eq!(name, "dates");
    assert!(shelf.has("dates") && !shelf.has("other"));
    let missing = AttnSetup {
        task: "copy".to_owned(),
        ..AttnSetup::default()
    };
    assert!(Seq2SeqRun::of(&inputs::seq2seq(&missing), &shelf, None).is_none());
}

/// A translation with some of its lengths measured.
pub(crate) fn measured(setup: &AttnSetup, from: usize) -> Measured {
    let input = inputs::measure(setup);
    let mut measured = Measured::of(&input).unwrap();
    for _ in 0..2 {
        let mut found = piece(&input, &shelf(), from + measured.found())
            .unwrap()
            .unwrap();
        found.after -= from;
        found.found -= from;
        measured.take(&found);
    }
    measured
}

#[test]
fn measured_lengths_stand_beside_the_cards_and_the_text_on_screen() {
    let setup = AttnSetup {
        task: "reverse".to_owned(),
        text: "hello world 2024".to_owned(),
        attention: Looking::Off,
        ..AttnSetup::default()
    };
    let translation = with(&setup);
    let found = measured(&setup, 1500);
    let here = At {
        beside: Beside {
            measured: Some(&found),
            ..Beside::default()
        },
        ..at(&translation, "1.y.f", 1)
    };
    let picture = lengths(&here);
    assert_eq!((picture.ends, picture.trained), ((1, 30), (1, 24)));
    let own = picture.own.as_ref().unwrap();
    assert_eq!((own.length, own.is_right), (16, false));
    let share = |looks, is_measured, length| {
        let curve = (picture.curves.iter())
            .find(|curve| curve.looks == looks && curve.is_measured == is_measured);
        let shares = &curve.unwrap().shares;
        shares.iter().find(|own| own.length == length).unwrap()
    };
    assert_eq!(found.found(), 40);
    assert!(share(true, true, 16).share > 0.9);
    assert!(share(false, true, 16).share < 0.2);
    assert!(
        share(true, true, 16)
            .words
            .ends_with("of 40 answered exactly")
    );
    assert!(share(false, false, 4).share > share(false, false, 24).share);
    let known = inspect(&here, Some("exact.off.24"));
    assert!(
        known.words.contains("without attention, length 24"),
        "{}",
        known.words
    );
    let table = sheet(&here, Seq2SeqTable::Lengths).table_with(|_| None);
    assert_eq!((table.columns.len(), table.row_headers.len()), (4, 24));
    assert!(
        table
            .caption
            .contains("trained on 1 to 24. Your text, length 16: answered otherwise.")
    );
    let alone = at(&translation, "1.y.f", 1);
    assert_eq!(lengths(&alone).curves.len(), 2);
}

#[test]
fn positions_that_do_not_occur_become_the_nearest_ones() {
    let translation = translated("reverse", "abc");
    let near = |text: &str| {
        let position: Position = text.parse().unwrap();
        translation.resolve(&position).to_string()
    };
    assert_eq!(near("99.c.b"), "4.weights.f");
    assert_eq!(near("2.lo.f"), "2.lo.f");
}

#[test]
fn a_cell_of_a_translation_stands_alone_and_computes_the_same_states_to_the_bit() {
    let translation = translated("dates", "march 12 1999");
    for (which, segment, sizes) in [
        (Inside::Decoder, "decoder", (80, 64, 11)),
        (Inside::Forwards, "forwards", (16, 32, 14)),
        (Inside::Backwards, "backwards", (16, 32, 14)),
    ] {
        let scenario = inside(&translation, which).scenario().unwrap();
        let spec = &scenario.spec;
        let run = Run::computed(&scenario, None);
        let steps = run.trace().steps();
        assert_eq!((spec.input_size, spec.hidden_size, steps), sizes);
        let network = translation.network();
        let whole = network.segment(network.network().segment(segment).unwrap());
        for key in ["h", "r", "z", "n"] {
            assert_eq!(
                run.rows(key, 0..steps),
                whole.rows(key, 0..steps),
                "{segment} {key}"
            );
        }
    }
    assert_eq!(step_inside(&translation, Inside::Decoder, (7, 2)), 7);
    assert_eq!(step_inside(&translation, Inside::Forwards, (7, 2)), 2);
    assert_eq!(step_inside(&translation, Inside::Backwards, (7, 14)), 1);
}

#[test]
fn a_switch_of_display_asks_nothing_anew_and_what_is_computed_does() {
    let usual = AttnSetup::default();
    let asked = |change: fn(&mut AttnSetup)| {
        let mut other = usual.clone();
        change(&mut other);
        inputs::seq2seq(&other) != inputs::seq2seq(&usual)
    };
    let shown: [fn(&mut AttnSetup); 5] = [
        |setup| setup.group = true,
        |setup| setup.follow = true,
        |setup| setup.mattered = true,
        |setup| setup.against = Against::Text,
        |setup| setup.beside = Some("may 1 2000".to_owned()),
    ];
    assert!(!shown.into_iter().any(asked));
    let computed: [fn(&mut AttnSetup); 6] = [
        |setup| setup.task = "copy".to_owned(),
        |setup| setup.text = "may 1 2000".to_owned(),
        |setup| setup.attention = Looking::Off,
        |setup| setup.temperature = 2.0,
        |setup| setup.feed = Feeding::Gold,
        |setup| *setup = setup.holding(1, vec![1.0]),
    ];
    assert!(computed.into_iter().all(asked));
}

#[test]
fn what_reads_from_the_end_is_asked_about_by_the_steps_of_the_text() {
    let translation = translated("reverse", "ab");
    let here = translation.cursor(&"2.backwards:h.f".parse().unwrap(), 1);
    let network = translation.network();
    let back = network.network().segment("backwards").unwrap();
    let run = network.segment(back);
    let state = run.program().find("h").unwrap();
    let known = |name: &str| moment::inspect(&translation, &here, name).unwrap();
    let last = known("h.t3.u1");
    let own = number::significant(run.trace().value(state, 0, 0)[0], 6);
    assert_eq!(last.rows[0].value, own.text(), "the end mark is read first");
    assert_eq!(last.title, "hidden state, step 3, unit 1");
    assert_eq!(last.rows[1].reference.as_deref(), Some("h.t3.u2"));
    let read_next = |source: &Source| source.position.as_ref().is_some_and(|at| at.t == 2);
    assert!(last.goes_to.iter().any(read_next), "{:?}", last.goes_to);
    assert!(known("h.t1.u1").rows.is_empty(), "not read yet");
    let formula = |at: &str, level| {
        let cursor = translation.cursor(&at.parse().unwrap(), 1);
        moment::formula(&translation, &cursor, level, Notation::Lesson).unwrap()
    };
    let op = run.program().micro_ops[run.program().micro_op_of(state).unwrap()].id;
    assert_eq!(op, "h");
    let letters = formula("2.backwards:h.f", Level::Symbols).latex;
    assert!(letters.contains("h_{t+1}"), "{letters}");
    let letters = formula("2.forwards:h.f", Level::Symbols).latex;
    assert!(!letters.contains("t+1"), "{letters}");
    let tree = format!("{:?}", formula("2.backwards:h.f", Level::Numbers).tree);
    assert!(tree.contains("h.t3.u1") && !tree.contains("h.t1"), "{tree}");
    let first = translation.cursor(&"2.backwards:u.f".parse().unwrap(), 1);
    let said = moment::sentence(&translation, &first, Verbosity::Full);
    assert!(said.starts_with("Step 2 of 3"), "{said}");
    assert!(said.contains("state from step 3"), "{said}");
}

#[test]
fn every_segment_can_be_stepped_through_and_asked_about_by_its_own_names() {
    let translation = translated("reverse", "ab");
    let mut at: Position = "1.embed:load.f".parse().unwrap();
    let mut seen = vec![];
    loop {
        let cursor = translation.cursor(&at, 1);
        let name = translation.network().network().segments[cursor.segment].name;
        if seen.last() != Some(&name) {
            seen.push(name);
        }
        let made = moment::formula(&translation, &cursor, Level::Vectors, Notation::Lesson);
        assert!(made.is_some(), "{at}");
        assert!(
            !moment::sentence(&translation, &cursor, Verbosity::Full).is_empty(),
            "{at}"
        );
        let listed = moment::listed(&translation, &at);
        assert!(listed.forward.iter().any(|op| op.id == at.op), "{at}");
        let next = translation.moved(&at, Move::Next);
        if next.dir == Direction::Backward {
            break;
        }
        at = next;
    }
    let wanted = [
        "embed",
        "forwards",
        "backwards",
        "annotate",
        "bridge",
        "decoder",
    ];
    assert_eq!(seen, wanted);
    let here = translation.cursor(&"2.weights.f".parse().unwrap(), 1);
    let known = |name: &str| moment::inspect(&translation, &here, name);
    let state = known("forwards:h.t2.u3").unwrap();
    assert_eq!(state.reference.as_deref(), Some("forwards:h.t2.u3"));
    assert_ne!(
        state.rows[0].value,
        known("backwards:h.t2.u3").unwrap().rows[0].value
    );
    assert_eq!(state.rows[1].reference.as_deref(), Some("forwards:h.t2.u1"));
    let later = known("h.t2.u3").unwrap();
    assert!(later.rows.is_empty(), "the decoder has not come so far");
    assert!(!known("h.t1.u3").unwrap().rows.is_empty());
}
