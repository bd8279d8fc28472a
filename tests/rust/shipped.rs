//! The models in `www/models`: each can be read, is small enough, answers what it never saw, and looks where a person
//! would look. Nothing about an answer is stored anywhere but in the weights.

use std::fs;
use std::path::{Path, PathBuf};

use document::shipped::{Card, read};
use unrolled::model::tasks::{Alphabet, END, Share, share_of};
use unrolled::run::translate::{Translator, Writing, Written};

/// The largest file that is shipped, in bytes.
const MOST_BYTES: usize = 120_000;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/models")
}

fn card(name: &str) -> Card {
    let text = fs::read_to_string(folder().join(format!("{name}.json"))).expect("a card");
    Card::read(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn translator(card: &Card) -> Translator<f32> {
    let bytes = fs::read(folder().join(format!("{}.safetensors", card.name))).expect("weights");
    assert!(
        bytes.len() < MOST_BYTES,
        "{}: {} bytes",
        card.name,
        bytes.len()
    );
    let model = card.model().unwrap();
    let network = model.network(1).unwrap();
    assert_eq!(network.param_count(), card.parameters);
    let params = read(&bytes, &network.params).unwrap_or_else(|e| panic!("{}: {e}", card.name));
    Translator::new(model, params)
}

fn names() -> Vec<String> {
    let files = fs::read_dir(folder()).expect("the folder of models");
    let names = files.filter_map(|file| {
        let name = file.ok()?.file_name().into_string().ok()?;
        Some(name.strip_suffix(".safetensors")?.to_owned())
    });
    // Self-attention has tests and cards of its own.
    let mut names: Vec<String> = names.filter(|name| !name.starts_with("self")).collect();
    names.sort();
    names
}

fn write(name: &str, text: &str) -> (String, Written) {
    let page = translator(&card(name))
        .write(&[&Alphabet::ended(text)], &Writing::free(32))
        .unwrap()
        .remove(0);
    (Alphabet::text(&page.symbols), page)
}

#[test]
fn every_model_can_be_read_and_ends_what_it_writes() {
    let names = names();
    assert!(!names.is_empty());
    for name in names {
        let card = card(&name);
        assert_eq!(card.name, name);
        let page = translator(&card)
            .write(&[&Alphabet::ended("12")], &Writing::free(32))
            .unwrap();
        assert_eq!(page[0].symbols.last(), Some(&END), "{name}");
        for row in &page[0].weights {
            assert!(
                (row.iter().sum::<f64>() - 1.0).abs() < 1e-5,
                "{name}: {row:?}"
            );
        }
        assert_eq!(page[0].weights.is_empty(), card.score.is_none(), "{name}");
    }
}

#[test]
fn dates_that_were_never_seen_are_answered_in_every_way_of_writing_them() {
    let days = (1..=28).map(|day| (format!("1999-03-{day:02}"), day));
    let unseen: Vec<_> = days
        .filter(|(answer, _)| share_of(answer) == Share::HeldOut)
        .collect();
    assert!(!unseen.is_empty());
    for (answer, day) in unseen {
        for text in [
            format!("march {day} 1999"),
            format!("mar {day}, 1999"),
            format!("{day:02}/03/1999"),
            format!("1999.03.{day:02}"),
            format!("{day} march 1999"),
            format!("{day}-mar-1999"),
        ] {
            assert_eq!(write("dates", &text).0, answer, "{text}");
        }
    }
    assert_eq!(write("dates", "12th of march 1999").0, "1999-03-12");
    assert_eq!(
        write("dates", "03/12/1999").0,
        "1999-12-03",
        "the day stands first"
    );
}

#[test]
fn the_digits_of_the_month_look_at_the_letters_of_the_month() {
    let text = "12th of march 1999";
    let (_, page) = write("dates", text);
    let month = text.find("march").unwrap();
    for digit in [5, 6] {
        let looked: f64 = page.weights[digit][month..month + 5].iter().sum();
        assert!(looked > 0.5, "symbol {digit}: {:?}", page.weights[digit]);
    }
}

#[test]
fn what_is_pasted_is_turned_round_and_unknown_symbols_keep_their_places() {
    assert_eq!(write("reverse", "hello world 2024").0, "4202 dlrow olleh");
    assert_eq!(
        write("reverse", "zażółć").0,
        "\u{fffd}\u{fffd}\u{fffd}\u{fffd}az"
    );
    let (_, page) = write("reverse", "hello world 2024");
    for (t, row) in page.weights.iter().enumerate().take(16) {
        let top = (0..row.len()).fold(0, |best, j| if row[j] > row[best] { j } else { best });
        assert!(
            top.abs_diff(15 - t) <= 1,
            "symbol {t} looks at {top}: {row:?}"
        );
    }
}
