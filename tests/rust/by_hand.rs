//! Attention by hand: the numbers of the exercise, what is said of them, and how each is set.

use labs::attention::explain::lookup::{At, ExampleTable, edit, given, inspect, picture, sheet};
use labs::attention::inputs;
use labs::attention::run::lookup::AttentionExample;
use labs::setup::{Answerer, AttnSetup};
use unrolled::run::ModelRun;
use unrolled::run::cursor::{Move, Position};
use view::explain::moment::ops;
use view::explain::{Explained, Level, Verbosity};

use crate::translation::{formula, sentence};

fn setup() -> AttnSetup {
    AttnSetup {
        model: Answerer::Hand,
        scaled: false,
        ..AttnSetup::default()
    }
}

fn at<'a>(lookup: &'a AttentionExample, op: &str, unit: usize) -> At<'a> {
    let position: Position = format!("1.{op}.f").parse().unwrap();
    At::at(lookup, &position, unit)
}

fn latex(here: &At<'_>, level: Level) -> String {
    formula(here, level).latex
}

#[test]
fn scores_weights_and_context_are_stepped_through_with_every_number() {
    let lookup = AttentionExample::of(&inputs::example(&setup())).unwrap();
    let ids: Vec<_> = ops(&lookup).into_iter().map(|op| op.id).collect();
    assert_eq!(ids, ["score", "weights", "context"]);
    let first: Position = "1.score.f".parse().unwrap();
    assert_eq!(lookup.moved(&first, Move::Next).op, "weights");
    assert_eq!(lookup.moved(&first, Move::Previous), first);
    let shown = |op: &str| {
        let picture = picture(&at(&lookup, op, 1));
        let columns = picture.columns.iter();
        let seen: Vec<_> = columns.map(|column| column.numbers.is_some()).collect();
        (seen, picture.context.numbers.is_some())
    };
    assert_eq!(shown("score"), (vec![true, false], false));
    assert_eq!(shown("weights"), (vec![true, true], false));
    assert_eq!(shown("context"), (vec![true, true], true));
    let said = |op: &str| sentence(&at(&lookup, op, 1), Verbosity::Normal);
    assert_eq!(
        said("score"),
        "The score of a state is the query times it: (1.000, 0.500, 1.500). State 3 fits best."
    );
    assert_eq!(
        said("context"),
        "Each state is taken with its weight and all are added: c = (0.814, 0.693)."
    );
    for (level, wanted) in [(Level::Symbols, "q"), (Level::Numbers, "0.5")] {
        let text = latex(&at(&lookup, "score", 3), level);
        assert!(text.contains(wanted), "{text}");
    }
    let weight = latex(&at(&lookup, "weights", 1), Level::Numbers);
    for part in ["0.307", "e^{1.000}", "e^{0.500}", "e^{1.500}"] {
        assert!(weight.contains(part), "{weight}");
    }
    let context = latex(&at(&lookup, "context", 1), Level::Numbers);
    assert_eq!(context.matches(r"\times").count(), 3, "{context}");
    let csv = sheet(&at(&lookup, "context", 1), ExampleTable::Attention)
        .csv()
        .replace('\r', "");
    assert!(
        csv.starts_with(
            "vector,1,2,e = q\u{b7}h,\u{3b1} = softmax e\nq,1.0,0.5,,\nh1,1.0,0.0,1.0,0.307"
        ),
        "{csv}"
    );
}

#[test]
fn the_root_stands_in_the_formula_as_a_root() {
    let scaled = AttnSetup {
        scaled: true,
        temperature: 2.0,
        ..setup()
    };
    let lookup = AttentionExample::of(&inputs::example(&scaled)).unwrap();
    let ids: Vec<_> = ops(&lookup).into_iter().map(|op| op.id).collect();
    assert_eq!(ids, ["product", "score", "temper", "weights", "context"]);
    let here = at(&lookup, "score", 1);
    assert!(latex(&here, Level::Symbols).contains(r"\tfrac{1}{\sqrt{2}}"));
    let formula = formula(&here, Level::Symbols);
    assert!(
        formula.words.contains("1 over the root of 2"),
        "{}",
        formula.words
    );
}

#[test]
fn every_number_that_was_set_can_be_set_anew_and_no_other() {
    let lookup = AttentionExample::of(&inputs::example(&setup())).unwrap();
    let query = given(&lookup, "query.t1.u2").unwrap();
    assert_eq!((query.value, query.name.as_str()), (0.5, "query, number 2"));
    let state = given(&lookup, "keys.t1.u4").unwrap();
    assert_eq!(
        (state.value, state.name.as_str()),
        (1.0, "state 2, number 2")
    );
    assert_eq!(
        edit(&setup(), &lookup, "query.t1.u2", 2.0).unwrap().query,
        Some(vec![1.0, 2.0])
    );
    let states = edit(&setup(), &lookup, "keys.t1.u4", -1.0)
        .unwrap()
        .states
        .unwrap();
    assert_eq!(states, [1.0, 0.0, 0.0, -1.0, 1.0, 1.0]);
    for other in [
        "scores.t1.u1",
        "weights.t1.u1",
        "seen.t1.u1",
        "keys.t1.u7",
        "y.t1.u1",
        "x",
    ] {
        assert!(given(&lookup, other).is_none(), "{other}");
        assert!(edit(&setup(), &lookup, other, 1.0).is_none(), "{other}");
    }
    assert_eq!(lookup.unit_of("keys.t1.u4"), Some(2));
    assert_eq!(lookup.unit_of("weights.t1.u3"), Some(3));
    assert_eq!(lookup.unit_of("query.t1.u2"), None);
    let here = at(&lookup, "score", 1);
    assert_eq!(inspect(&here, Some("keys.t1.u4")).given.unwrap().value, 1.0);
    assert_eq!(inspect(&here, Some("nothing")).title, "Attention by hand");
    let shown = formula(&here, Level::Numbers);
    let tree = serde_json::to_string(&shown.tree).unwrap();
    for name in ["query.t1.u1", "keys.t1.u1"] {
        assert!(tree.contains(name), "{name}: {tree}");
    }
}
