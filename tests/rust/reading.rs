//! What is said and shown of self-attention: every moment can be stepped to, read and asked about, and what is switched
//! is switched.

use std::fs;
use std::path::Path;

use labs::attention::explain::reading::{
    At, SelfAttentionTable, heat, inspect, lengths, look, outline, sheet, versus,
};
use labs::attention::inputs;
use labs::attention::run::reading::{LoadedModel, SelfAttentionRun};
use labs::attention::run::stock::ModelStore;
use labs::setup::{Answerer, AttnSetup, Taught};
use unrolled::run::ModelRun;
use unrolled::run::cursor::{Direction, Move, Position};
use unrolled::run::train::{Lesson, Recipe};
use view::explain::moment::ops;
use view::explain::{Level, Verbosity};

use crate::translation::{formula, sentence};

fn stock() -> ModelStore<LoadedModel> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/models");
    let mut stock = ModelStore::default();
    for name in ["self", "self-causal"] {
        let card = fs::read_to_string(folder.join(format!("{name}.json"))).unwrap();
        let weights = fs::read(folder.join(format!("{name}.safetensors"))).unwrap();
        stock.ship(name, LoadedModel::read(&card, &weights).unwrap());
    }
    stock
}

fn setup(text: &str) -> AttnSetup {
    AttnSetup {
        model: Answerer::Alone,
        text: text.to_owned(),
        ..AttnSetup::default()
    }
}

fn read(setup: &AttnSetup) -> SelfAttentionRun {
    SelfAttentionRun::of(&inputs::self_attention(setup), &stock()).expect("a shipped model")
}

fn at(op: &str, t: usize) -> Position {
    Position {
        t,
        op: op.to_owned(),
        dir: Direction::Forward,
    }
}

#[test]
fn every_moment_can_be_stepped_to_and_has_a_formula_a_sentence_and_a_table() {
    let reading = read(&setup("abc 12"));
    let ids: Vec<_> = ops(&reading).into_iter().map(|op| op.id).collect();
    let wanted = [
        "x", "query", "key", "value", "product", "score", "mask", "weights", "context", "lo", "y",
    ];
    assert_eq!(ids, wanted);
    let mut position = at("x", 1);
    for t in 1..=6 {
        for op in wanted {
            assert_eq!((position.t, position.op.as_str()), (t, op));
            let here = At::at(&reading, &position, 2);
            for level in [Level::Symbols, Level::Vectors, Level::Numbers] {
                let formula = formula(&here, level);
                assert!(
                    !formula.latex.is_empty() && !formula.words.is_empty(),
                    "{op}"
                );
                assert!(!formula.latex.contains("hy"), "{op}: {}", formula.latex);
            }
            assert!(!sentence(&here, Verbosity::Full).is_empty());
            assert!(!sheet(&here, SelfAttentionTable::Look).csv().is_empty());
            position = reading.moved(&position, Move::Next);
        }
    }
    assert_eq!(position, at("y", 6), "the end");
    let query = formula(&At::at(&reading, &at("query", 1), 1), Level::Symbols);
    assert_eq!(query.latex.matches('W').count(), 1);
}

#[test]
fn what_is_pointed_at_has_the_number_of_its_run_and_only_what_was_computed_is_shown() {
    let reading = read(&setup("hello"));
    let here = At::at(&reading, &at("y", 2), 4);
    let picture = look(&here);
    for matrix in &picture.matrices {
        let name = format!("{}.t2.u3", matrix.key);
        let known = inspect(&here, Some(&name));
        assert_eq!(known.reference.as_deref(), Some(name.as_str()));
        let numbers = matrix.rows.as_ref().unwrap();
        assert_eq!(numbers.len(), 5);
        assert_eq!(numbers[1], reading.values(matrix.key, 2).unwrap());
    }
    let weight = inspect(&here, Some("weights.t2.u4"));
    assert!(
        weight
            .words
            .starts_with("Symbol 2, “e”, looks at symbol 4, “l”"),
        "{}",
        weight.words
    );
    assert!(inspect(&here, Some("weights.t9.u9")).reference.is_none());
    let early = look(&At::at(&reading, &at("key", 2), 4));
    let seen: Vec<_> = early.matrices.iter().map(|it| it.rows.is_some()).collect();
    assert_eq!(seen, [true, true, true, false]);
    assert!(early.scores.is_none() && early.weights.is_none() && early.bets.is_none());
    assert_eq!(heat(&here).rows.len(), 5);
}

#[test]
fn switches_change_the_shipped_weights_and_what_was_trained_so_stands_beside_them() {
    let causal = AttnSetup {
        causal: true,
        ..setup("hello world")
    };
    let said = outline(&read(&causal));
    assert_ne!(Some(said.answer.as_str()), said.expected.as_deref());
    assert!(said.other.is_some());
    assert!(
        said.reached
            .contains("Trained so from the start: right for"),
        "{}",
        said.reached
    );
    let so = AttnSetup {
        taught: Taught::So,
        ..causal.clone()
    };
    let (one, other) = (outline(&read(&so)), outline(&read(&causal)));
    assert_eq!(
        (Some(one.answer), one.other),
        (other.other, Some(other.answer))
    );
    for open in [
        AttnSetup {
            scaled: false,
            ..setup("hello")
        },
        AttnSetup {
            placed: false,
            ..setup("hello")
        },
    ] {
        assert_ne!(read(&open).answer, read(&setup("hello")).answer);
    }
    let placed = outline(&read(&AttnSetup {
        placed: false,
        ..setup("hello")
    }));
    assert_ne!(placed.answer, "olleh");
}

#[test]
fn what_was_measured_of_weights_trained_with_the_switches_on_screen_is_a_chart() {
    let chart = |setup: &AttnSetup| {
        let reading = read(setup);
        lengths(&At::at(&reading, &at("weights", 1), 1))
    };
    let whole = chart(&setup("hello")).unwrap();
    assert_eq!((whole.trained, whole.ends), ((2, 16), (2, 16)));
    let shares: Vec<f64> = whole.curves[0].shares.iter().map(|it| it.share).collect();
    assert_eq!(shares, [1.0; 15]);
    let own = whole.own.unwrap();
    assert_eq!((own.length, own.is_right), (5, true));
    let causal = AttnSetup {
        causal: true,
        ..setup("hello")
    };
    let causal = chart(&causal).unwrap();
    assert!(causal.curves[0].shares.iter().all(|it| it.share < 0.1));
    assert!(!causal.own.unwrap().is_right);
    let unscaled = AttnSetup {
        scaled: false,
        ..setup("hello")
    };
    assert_eq!(chart(&unscaled), None, "its weights have not come");
    let reading = read(&setup("hello"));
    let here = At::at(&reading, &at("weights", 1), 1);
    let known = inspect(&here, Some("exact.on.5"));
    assert!(
        known.words.contains("trained so, length 5: 100.0 % of 200"),
        "{}",
        known.words
    );
}

#[test]
fn a_score_that_is_masked_is_minus_infinity_in_table_and_file_and_has_no_bar() {
    let causal = AttnSetup {
        causal: true,
        ..setup("abc")
    };
    let reading = read(&causal);
    let here = At::at(&reading, &at("mask", 2), 1);
    let scores = look(&here).scores.unwrap();
    assert!(scores[0].value.is_finite() && scores[1].value.is_finite());
    assert_eq!(scores[2].value, f64::NEG_INFINITY);
    assert!(
        sheet(&here, SelfAttentionTable::Look)
            .csv()
            .contains("3 c,-inf,")
    );
}

#[test]
fn whatever_is_typed_is_answered_and_said() {
    let notices = |text: &str| outline(&read(&setup(text))).notices.join(" ");
    assert_eq!(notices("hello"), "");
    assert_eq!(notices(""), "Type or paste a text.");
    assert!(notices("a").contains("shorter than anything"));
    assert!(notices(&"ab".repeat(30)).contains("positions for 18 symbols"));
    assert!(notices("ażb").contains("1 unknown symbol"));
    assert_eq!(outline(&read(&setup("👩‍🚀\u{202e}ab"))).source.len(), 4);
    assert_eq!(outline(&read(&setup("Hello"))).answer, "olleh");
}

#[test]
fn what_is_being_trained_answers_until_the_shipped_weights_are_asked_for() {
    let mut stock = stock();
    let recipe = Recipe::of("self").unwrap();
    let mut lesson = Lesson::new(recipe.clone()).unwrap();
    lesson.piece().unwrap();
    let known = LoadedModel::learned(&recipe, 5, lesson.params()).unwrap();
    stock.learn("self", known);
    let setup = setup("hello");
    let learning = outline(&SelfAttentionRun::of(&inputs::self_attention(&setup), &stock).unwrap());
    assert_ne!(learning.answer, "olleh");
    assert_eq!(learning.reached, "Trained in this page: 5 updates, seed 7.");
    stock.prefer("self", false);
    assert_eq!(
        outline(&SelfAttentionRun::of(&inputs::self_attention(&setup), &stock).unwrap()).answer,
        "olleh"
    );
    let other = Recipe::of("self-unplaced").unwrap();
    assert!(
        LoadedModel::learned(&other, 5, lesson.params()).is_none(),
        "of another size"
    );
}

#[test]
fn attention_and_recurrence_cost_the_same_where_the_text_is_as_long_as_they_are_wide() {
    let versus = versus(32, 16);
    assert_eq!(versus.equal, 32);
    let own = versus.all[15];
    assert_eq!((own.recurrent, own.attention), (16 * 32 * 32, 16 * 16 * 32));
    assert!(versus.all[40].attention > versus.all[40].recurrent);
}
