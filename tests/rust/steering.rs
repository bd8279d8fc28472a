//! A translation that a person steers: rows held by hand, right symbols given back, other texts offered, and the map
//! word by word or only as far as it is written.

use labs::attention::explain::translation::{
    At, Beside, Seq2SeqTable, Shows, answer, dragged, given, heat, hold, inspect, offers, outline,
    row_of, saliency, sheet, shown,
};
use labs::setup::{Against, AttnSetup, Feeding};
use view::explain::{Level, Verbosity};

use crate::translation::{at, formula, sentence, translated, with};

fn dates() -> AttnSetup {
    AttnSetup::default()
}

#[test]
fn a_weight_that_is_set_holds_its_row_and_what_follows_is_computed_from_it() {
    let free = translated("dates", "march 12 1999");
    let name = "weights.t9.u8";
    let own = given(&free, name).unwrap();
    assert!(
        own.name.contains("output 9 at source 8, “2”"),
        "{}",
        own.name
    );
    let (row, place) = row_of(&free, name).unwrap();
    assert_eq!((own.value, place), (row[7], 7));
    let held = with(&hold(&dates(), &free, name, 0.9).unwrap());
    let picture = heat(&at(&held, "9.weights.f", 1));
    assert!((picture.rows[8].weights[7] - 0.9).abs() < 1e-12);
    assert!((picture.rows[8].sum - 1.0).abs() < 1e-12);
    assert!(picture.rows[8].edited && !picture.rows[7].edited);
    assert_eq!(held.written.probs[..8], free.written.probs[..8]);
    assert_ne!(held.written.probs[8], free.written.probs[8]);
    let known = inspect(&at(&held, "9.weights.f", 1), Some(name)).given;
    assert_eq!(known.unwrap().value, 0.9);
    assert!(given(&free, "weights.t9.u99").is_none() && given(&free, "h.t1.u1").is_none());
}

#[test]
fn a_drag_begins_after_three_pixels_and_always_from_where_it_began() {
    let free = translated("dates", "march 12 1999");
    let name = "weights.t9.u7";
    let (row, place) = row_of(&free, name).unwrap();
    let drag = |to: f32| dragged(&dates(), name, row, (100.0, to));
    assert!(drag(98.0).is_none());
    let down = drag(140.0).unwrap();
    assert_eq!(down.rows[0].at, 9);
    let wanted = row[place] - 0.25;
    assert!(
        (down.rows[0].weights[place] - wanted).abs() <= 0.005,
        "{down:?}"
    );
    assert_eq!(drag(-900.0).unwrap().rows[0].weights[place], 1.0);
    assert_eq!(drag(900.0).unwrap().rows[0].weights[place], 0.0);
    assert_eq!(drag(900.0).unwrap().checked(), Ok(()));
}

#[test]
fn the_right_symbols_are_given_back_and_those_it_had_not_guessed_are_marked() {
    let text = "hello world 2024".to_owned();
    let setup = |feed, own| AttnSetup {
        task: "reverse".to_owned(),
        attention: labs::setup::Looking::Off,
        text: text.clone(),
        feed,
        own,
        ..dates()
    };
    let own = with(&setup(Feeding::Own, 0.5));
    let gold = with(&setup(Feeding::Gold, 0.5));
    assert!(answer(&own, 1).given.is_empty());
    assert_ne!(own.written.symbols, gold.written.symbols);
    let right = gold.gold.as_deref().unwrap();
    let count = gold.written.given.len();
    assert_eq!(gold.written.given[1..], right[..count - 1]);
    let picture = answer(&gold, 1);
    assert_eq!(picture.given.len(), count);
    for (place, sign) in picture.given.iter().enumerate().skip(1) {
        let guessed = gold.written.symbols[place - 1] == right[place - 1];
        assert_eq!(sign.forced, !guessed, "{}", sign.words);
    }
    assert!(picture.given.iter().any(|sign| sign.forced));
    assert_eq!(with(&setup(Feeding::Mix, 1.0)).written, own.written);
    assert_eq!(with(&setup(Feeding::Mix, 0.0)).written, gold.written);
    let none = with(&AttnSetup {
        text: "no date".to_owned(),
        feed: Feeding::Gold,
        ..dates()
    });
    assert!(
        outline(&none)
            .notices
            .join(" ")
            .contains("no right answer to give back")
    );
}

#[test]
fn word_by_word_every_row_still_adds_up_to_1_and_the_month_looks_at_its_name() {
    let whole = translated("dates", "12th of march 1999");
    let here = At {
        beside: Beside {
            by_word: true,
            ..Beside::default()
        },
        ..at(&whole, "7.weights.f", 1)
    };
    let picture = heat(&here);
    let texts = |signs: &mut dyn Iterator<Item = &str>| signs.collect::<Vec<_>>().join(" ");
    assert_eq!(
        texts(&mut picture.columns.iter().map(|sign| &*sign.text)),
        "12th · of · march · 1999 $"
    );
    assert_eq!(
        texts(&mut picture.rows.iter().map(|row| &*row.sign.text)),
        "1999 - 03 - 12 $"
    );
    for row in &picture.rows {
        assert!((row.sum - 1.0).abs() < 1e-12);
    }
    let month = &picture.rows[2];
    assert!(month.is_now && month.t == 6);
    let letters = &whole.written.weights[5..7];
    let summed: f64 = letters.iter().flat_map(|row| &row[8..13]).sum();
    assert!((month.weights[4] - summed / 2.0).abs() < 1e-12);
    assert_eq!(month.largest.as_deref(), Some("words.t6.u9"));
    let known = inspect(&here, Some("words.t6.u9")).words;
    assert!(known.contains("sources 9 to 13, march"), "{known}");
    let table = sheet(&here, Seq2SeqTable::Attention).table_with(|_| None);
    assert_eq!((table.columns.len(), table.row_headers.len()), (9, 6));
}

#[test]
fn followed_step_by_step_the_map_has_only_the_rows_that_are_written() {
    let whole = with(&dates());
    let followed = AttnSetup {
        follow: true,
        ..dates()
    };
    let picture = heat(&At {
        beside: Beside::shown(&followed),
        ..at(&whole, "4.weights.f", 1)
    });
    let ahead: Vec<bool> = picture.rows.iter().map(|row| row.is_ahead).collect();
    assert_eq!(ahead.iter().filter(|ahead| **ahead).count(), 7);
    assert!(!ahead[3] && ahead[4]);
}

#[test]
fn plain_letters_and_the_part_it_was_trained_for_are_offered() {
    let labels = |task: &str, text: &str| {
        let read = translated(task, text);
        let all = offers(read.task, &read.tokens, &read.left_out).into_iter();
        all.map(|offer| (offer.label, offer.text))
            .collect::<Vec<_>>()
    };
    assert_eq!(labels("dates", "march 12 1999"), []);
    let plain = labels("dates", "12 März 1999");
    assert_eq!(
        plain,
        [("Use “12 Marz 1999”".to_owned(), "12 Marz 1999".to_owned())]
    );
    let long = labels("reverse", "abcdefghijklmnopqrstuvwxyz0123456789");
    assert_eq!(
        long[0],
        (
            "Use the first 24".to_owned(),
            "abcdefghijklmnopqrstuvwx".to_owned()
        )
    );
    assert_eq!(
        long[1],
        (
            "Use the last 24".to_owned(),
            "mnopqrstuvwxyz0123456789".to_owned()
        )
    );
    assert_eq!(labels("dates", &"1".repeat(26))[0].0, "Use the first 25");
    assert_eq!(labels("reverse", "😀"), []);
}

#[test]
fn the_mask_is_written_with_room_between_its_words() {
    let translation = translated("reverse", "abc");
    let here = at(&translation, "1.mask.f", 1);
    let formula = formula(&here, Level::Symbols);
    assert!(
        formula.latex.contains(r"\text{ where seen by }"),
        "{}",
        formula.latex
    );
    assert!(
        formula.words.contains("where seen by m"),
        "{}",
        formula.words
    );
    assert!(!sentence(&here, Verbosity::Full).is_empty());
}

#[test]
fn what_mattered_is_shown_as_shares_of_each_rows_largest_with_the_look_beside_it() {
    let translation = translated("reverse", "hello");
    let here = at(&translation, "1.weights.f", 1);
    let picture = saliency(&here);
    assert_eq!((picture.rows.len(), picture.columns.len()), (6, 6));
    for row in &picture.rows {
        let most = row.weights.iter().copied().fold(0.0, f64::max);
        assert_eq!(most, 1.0);
        assert!(row.weights.iter().all(|share| *share >= 0.0));
    }
    let known = inspect(&here, Some("mattered.t1.u5"));
    assert!(
        known.words.contains("need not be what mattered"),
        "{}",
        known.words
    );
    assert_eq!(known.rows.len(), 3);
    let table = sheet(&here, Seq2SeqTable::Mattered).table_with(|_| None);
    assert_eq!(
        table.rows[0][4].text,
        format!("{:.3}", picture.rows[0].weights[4])
    );
    // Held rows stay held: what is not looked at cannot matter through attention alone.
    let setup = AttnSetup {
        task: "reverse".to_owned(),
        text: "hello".to_owned(),
        ..dates()
    };
    let held = with(&setup.holding(1, vec![1.0, 0.0, 0.0, 0.0, 0.0, 0.0]));
    assert_ne!(held.saliency()[0], translation.saliency()[0]);
}

#[test]
fn a_map_is_compared_with_that_of_another_choice_place_by_place() {
    let free = translated("dates", "march 12 1999");
    let setup = AttnSetup {
        against: Against::Free,
        ..hold(&dates(), &free, "weights.t9.u8", 0.9).unwrap()
    };
    let held = with(&setup);
    let other = with(&setup.compared().unwrap());
    let here = At {
        beside: Beside {
            against: Some(&other),
            ..Beside::default()
        },
        ..at(&held, "9.weights.f", 1)
    };
    let picture = shown(&here);
    let Shows::Difference(most) = picture.shows else {
        panic!("a difference is shown");
    };
    let moved = picture.rows[8].weights[7];
    assert!((moved - (0.9 - free.written.weights[8][7])).abs() < 1e-12);
    assert!(most >= moved && picture.rows[..8].iter().all(|row| row.sum.abs() < 1e-12));
    assert!(picture.rows[0].weights.iter().all(|weight| *weight == 0.0));
    let words = picture.weight_words(8, 7);
    assert!(words.contains("weight +0."), "{words}");
    let table = sheet(&here, Seq2SeqTable::Attention).table_with(|_| Some(0.0));
    assert!(table.caption.contains("less where it looks") && table.rows[8][7].given.is_none());
    let alone = at(&held, "9.weights.f", 1);
    assert_eq!(shown(&alone).shows, Shows::Weights);
}
