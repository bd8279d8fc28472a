//! Self-attention with a read-out: every gradient against the slope of the loss, the weights in `www/models`, and that
//! they are what its recipe makes, in whatever pieces.

use std::fs;
use std::path::Path;

use document::self_card::SelfCard;
use document::shipped::read;
use unrolled::model::SelfAttention;
use unrolled::model::tasks::{Alphabet, Share, reverse, share_of};
use unrolled::run::self_attention::{Answer, Reader};
use unrolled::run::train::{Answers, Lesson, NAMES, Recipe, SEED, exact};
use unrolled::run::{Extent, NetworkRun};

fn card(name: &str) -> SelfCard {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/models");
    let text = fs::read_to_string(folder.join(format!("{name}.json"))).expect("a card");
    SelfCard::read(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn reader(name: &str) -> Reader<f32> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/models");
    let bytes = fs::read(folder.join(format!("{name}.safetensors"))).expect("weights");
    let model = card(name).model();
    let network = model.network(1).unwrap();
    let params = read(&bytes, &network.params).unwrap_or_else(|error| panic!("{name}: {error}"));
    Reader::new(model, params)
}

fn answer(name: &str, text: &str) -> (String, Answer) {
    let mut reader = reader(name);
    let symbols = reader.symbols(text);
    let answer = reader.read(&[&symbols]).unwrap().remove(0);
    (Alphabet::text(&answer.symbols), answer)
}

fn kinds() -> impl Iterator<Item = SelfAttention> {
    (0..8).map(|bits| SelfAttention {
        symbols: 5,
        width: 4,
        key: 3,
        places: 4,
        positions: bits & 1 == 0,
        scaled: bits & 2 == 0,
        causal: bits & 4 != 0,
    })
}

const STEP: f64 = 1e-3;

fn slope(run: &mut NetworkRun<f64>, place: usize) -> f64 {
    let at = run.params()[place];
    let mut loss = |steps: f64| {
        run.params_mut()[place] = at + steps * STEP;
        run.forward();
        run.loss()
    };
    let slope = (8.0 * (loss(1.0) - loss(-1.0)) - (loss(2.0) - loss(-2.0))) / (12.0 * STEP);
    run.params_mut()[place] = at;
    slope
}

#[test]
fn every_gradient_of_self_attention_is_the_slope_of_the_loss() {
    let text = [1_usize, 3, 0, 4];
    for model in kinds() {
        let extent = Extent {
            source: text.len(),
            target: 1,
            batch: 1,
        };
        let mut run = NetworkRun::<f64>::new(model.network(text.len()).unwrap(), extent);
        for (place, number) in run.params_mut().iter_mut().enumerate() {
            *number = ((place * 7919) % 97) as f64 / 60.0 - 0.8;
        }
        let find = |run: &NetworkRun<f64>, segment, key| run.network().find(segment, key);
        for (t, &symbol) in text.iter().enumerate() {
            let places = [("x", symbol), ("ahead", t), ("behind", text.len() - 1 - t)];
            for (key, number) in places {
                let Some(end) = find(&run, "read", key) else {
                    continue;
                };
                run.trace_mut(end.segment).value_mut(end.node, t, 0)[0] = number as f64;
            }
            let [seen, gold] = ["seen", "y"].map(|key| find(&run, "attend", key).unwrap());
            let trace = run.trace_mut(seen.segment);
            let last = if model.causal { t + 1 } else { text.len() };
            trace.value_mut(seen.node, t, 0)[..last].fill(1.0);
            trace.value_mut(gold.node, t, 0)[0] = text[text.len() - 1 - t] as f64;
            trace.set_loss_weight(t, 0, 0.25);
        }
        run.forward();
        run.backward();
        let grads = run.param_grads().to_vec();
        assert!(grads.iter().any(|grad| grad.abs() > 1e-3));
        for (place, grad) in grads.into_iter().enumerate() {
            let slope = slope(&mut run, place);
            let name = format!("{model:?}, parameter {place}");
            assert!(
                (grad - slope).abs() < 1e-9,
                "{name}: {grad} against {slope}"
            );
        }
    }
}

#[test]
fn the_shipped_weights_are_small_fit_their_cards_and_reach_what_these_say() {
    for name in NAMES.iter().filter(|name| name.starts_with("self")) {
        let card = card(name);
        assert_eq!(card.name, *name);
        assert_eq!(
            card.parameters,
            card.model().network(1).unwrap().param_count()
        );
        let mut reader = reader(name);
        for &(length, share) in card.exact.iter().filter(|(length, _)| length % 5 == 2) {
            let tried = (length, card.tested);
            let own = exact(&mut reader, &reverse::SHORT, tried, SEED + 1).unwrap();
            assert_eq!(own, Some(share), "{name}, length {length}");
        }
    }
    let card = card("self");
    assert_eq!(card.parameters, 4_640);
    assert_eq!(card.exact.len(), 15, "2 to 16 symbols");
    assert!(
        card.exact.iter().all(|(_, share)| *share >= 0.97),
        "{:?}",
        card.exact
    );
}

#[test]
fn a_text_it_never_saw_is_turned_round_by_looks_across_the_other_diagonal() {
    let text = "hello world 2024";
    let (answer, page) = answer("self", text);
    assert_eq!(answer, "4202 dlrow olleh");
    for (t, row) in page.weights.iter().enumerate() {
        assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-5);
        let top = (0..row.len()).fold(0, |best, j| if row[j] > row[best] { j } else { best });
        assert_eq!(top, text.len() - 1 - t, "{row:?}");
    }
    assert_eq!(self::answer("self", "zaż").0, "\u{fffd}az");
    let held_out = (0..100).map(|n| format!("unseen {n}"));
    let held_out =
        held_out.filter(|text| share_of(&text.chars().rev().collect::<String>()) == Share::HeldOut);
    for text in held_out {
        let turned: String = text.chars().rev().collect();
        assert_eq!(self::answer("self", &text).0, turned);
    }
}

#[test]
fn who_must_not_look_ahead_or_knows_no_positions_cannot_turn_a_text_round() {
    let (_, page) = answer("self-causal", "abcdef");
    for (t, row) in page.weights.iter().enumerate() {
        assert!(row[t + 1..].iter().all(|weight| *weight == 0.0), "{row:?}");
    }
    for name in ["self-causal", "self-unplaced"] {
        let long = card(name)
            .exact
            .into_iter()
            .filter(|(length, _)| *length >= 6);
        assert!(long.into_iter().all(|(_, share)| share < 0.05), "{name}");
    }
    // Two texts of the same symbols in another order: without positions every symbol answers as before.
    let (one, other) = (
        answer("self-unplaced", "abc").1,
        answer("self-unplaced", "cba").1,
    );
    for t in 0..3 {
        assert_eq!(one.symbols[t], other.symbols[2 - t]);
    }
}

#[test]
fn a_lesson_in_pieces_with_trials_between_makes_the_bits_of_one_run() {
    for (name, updates) in [
        ("self", 30),
        ("self-causal-unscaled", 5),
        ("sort-general", 5),
    ] {
        let lesson = || Lesson::new(Recipe::of(name).unwrap()).unwrap();
        let (mut whole, mut pieces) = (lesson(), lesson());
        for _ in 0..updates {
            whole.update().unwrap();
        }
        while pieces.updates() < updates {
            pieces.piece().unwrap();
            pieces.exact().unwrap();
        }
        let made = [&whole, &pieces].map(|lesson| hash(lesson.params()));
        assert_eq!(made[0], made[1], "{name}");
        assert_ne!(made[0], hash(lesson().params()), "{name} has learned");
    }
}

/// FNV-1a, 64 bits, over the bits of all weights.
fn hash(params: &[f32]) -> String {
    let bits = params
        .iter()
        .map(|number| format!("{:08x}", number.to_bits()));
    let text = bits.collect::<Vec<_>>().concat();
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[test]
fn what_is_trained_has_the_bits_that_are_pinned_for_the_browser_too() {
    let pinned = include_str!("../trained.txt");
    let lines: Vec<String> = (pinned.lines())
        .map(|line| {
            let mut words = line.split(' ');
            let (name, updates) = (words.next().unwrap(), words.next().unwrap());
            let updates: usize = updates.parse().unwrap();
            let mut lesson = Lesson::new(Recipe::of(name).unwrap()).unwrap();
            while lesson.updates() < updates {
                lesson.piece().unwrap();
            }
            format!("{name} {updates} {}", hash(lesson.params()))
        })
        .collect();
    let wanted: Vec<&str> = pinned.lines().collect();
    assert_eq!(
        lines, wanted,
        "if learning was meant to change, pin it in tests/trained.txt"
    );
}
