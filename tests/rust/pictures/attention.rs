//! The pictures of a translation at every size: no text too small to read, none outside its frame, every weight found
//! where it is drawn.

use labs::attention::draw::{answer, heat, ribbons, step};
use labs::attention::explain::translation as said;
use view::draw::Theme;
use view::draw::scene::{Scene, Shape, text_box};

use super::{SIZES, frame};
use crate::translation::{at, translated};

fn scenes(here: &said::At<'_>, size: (f32, f32), theme: Theme) -> Vec<(&'static str, Scene)> {
    let frame = frame(size.0, size.1, theme);
    let picture = said::heat(here);
    let low = super::frame(size.0, 150.0, theme);
    vec![
        (
            "answer",
            answer::answer(&said::answer(here.model, here.t()), &low, None),
        ),
        ("heat", heat::heat(&picture, &frame, Some("weights.t2.u1"))),
        (
            "ribbons",
            ribbons::ribbons(&picture, &frame, Some("output.t1")),
        ),
        (
            "step",
            step::step(&said::step(here), &low, Some("weights.t1.u1")),
        ),
        (
            "mattered",
            heat::heat(&said::saliency(here), &frame, Some("mattered.t1.u1")),
        ),
        (
            "lengths",
            said::lengths(here).chart().scene(&low, Some("exact.on.3")),
        ),
    ]
}

#[test]
fn every_text_can_be_read_and_stands_in_its_frame() {
    for (task, text) in [
        ("dates", "12th of march 1999"),
        ("reverse", ""),
        ("reverse", "hello world 2024 unrolled"),
    ] {
        let translation = translated(task, text);
        for size in SIZES {
            for op in ["1.query.f", "1.weights.f", "1.y.f"] {
                for (name, scene) in scenes(&at(&translation, op, 1), size, Theme::Dark) {
                    for (_, shape) in &scene.shapes {
                        let Shape::Text(text, place, style, _) = shape else {
                            continue;
                        };
                        let seen = text_box(text, *place, *style);
                        let what = format!("{name} {size:?} {op}: “{text}” {seen:?}");
                        assert!(style.size >= 11.0, "{what}");
                        assert!(seen.x >= -4.0 && seen.right() <= size.0 + 4.0, "{what}");
                    }
                }
            }
        }
    }
}

#[test]
fn on_a_phone_a_long_map_shows_the_rows_around_the_one_that_is_looked_at() {
    let translation = translated("reverse", "abcdefghijklmnopqrstuvwx");
    let size = (390.0, 240.0);
    for t in [1, 12, 25] {
        let here = at(&translation, &format!("{t}.weights.f"), 1);
        let picture = said::heat(&here);
        let scene = heat::heat(&picture, &frame(size.0, size.1, Theme::Light), None);
        let place = scene.place(&format!("output.t{t}")).unwrap();
        assert!(place.height >= 14.0, "{place:?}");
        let largest = picture.rows[t - 1].largest.as_deref().unwrap();
        let cell = scene.place(largest).unwrap();
        assert!(cell.height >= 14.0 && cell.width >= 11.0, "{cell:?}");
        let hit = scene.hit(cell.centre().x, cell.centre().y).unwrap();
        assert_eq!(hit.reference.as_deref(), Some(largest));
        let said = scene.shapes.iter().any(|(_, shape)| {
            matches!(shape, Shape::Text(text, ..) if text.starts_with("outputs ") && text.ends_with(" of 25"))
        });
        assert!(said, "how much is left out is said");
    }
}

#[test]
fn these_pictures_of_a_translation_stay_as_they_are() {
    let translation = translated("dates", "march 12 1999");
    let here = at(&translation, "7.weights.f", 1);
    for (name, scene) in scenes(&here, SIZES[0], Theme::Light) {
        super::pinned(&format!("picture_attention_{name}"), &scene);
    }
}

#[test]
fn every_weight_is_found_where_it_is_drawn() {
    let translation = translated("reverse", "hello");
    let scene = &scenes(&at(&translation, "1.y.f", 1), SIZES[0], Theme::Light)[1].1;
    for t in 1..=6 {
        for position in 1..=6 {
            let name = format!("weights.t{t}.u{position}");
            let place = scene.place(&name).unwrap().centre();
            let hit = scene.hit(place.x, place.y).unwrap();
            assert_eq!(hit.reference.as_deref(), Some(name.as_str()));
        }
    }
}
