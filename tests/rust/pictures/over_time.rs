//! The pictures whose axis is time: the strip of all steps, and what one number was at each.

use view::draw::Theme;
use view::draw::painter::at;
use view::draw::views::sequence;
use view::explain::history;
use view::explain::strip::strip;

use super::{cells, frame, story_of};

#[test]
fn every_step_of_the_strip_can_be_pointed_at_from_one_step_to_five_hundred() {
    for steps in [1, 2, 6, 24, 59, 60, 200, 500] {
        let rows: Vec<[f64; 2]> = (0..steps).map(|t| [0.1 * f64::from(t % 7), 0.0]).collect();
        let setup = serde_json::json!({ "seq": { "kind": "numbers", "rows": rows } });
        let model = story_of(&setup.to_string());
        let steps = strip(&model.subject(2), &"1.h.f".parse().unwrap(), None);
        for width in [744.0, 390.0] {
            let input = sequence::Sequence {
                steps: &steps,
                t: 1,
                backward: false,
            };
            let scene = sequence::sequence(&input, &frame(width, 64.0, Theme::Light), None);
            for t in 1..=steps.len() {
                let mark = scene.find(&format!("t{t}")).unwrap();
                let centre = mark.bounds.centre();
                let hit = scene.hit(centre.x, centre.y).unwrap();
                assert_eq!(hit.reference, mark.reference, "{width}");
            }
        }
    }
}

#[test]
fn charts_are_marks_that_can_be_pointed_at() {
    let values = [0.5, f64::NAN, -0.25, 1.0];
    let chart = history(&values, 3, |t| Some(format!("h.t{t}.u2")));
    let scene = chart.scene(&frame(350.0, 120.0, Theme::Light), None);
    let named: Vec<_> = cells(&scene).map(|(name, _)| name).collect();
    assert_eq!(
        named,
        ["h.t1.u2", "h.t3.u2", "h.t4.u2"],
        "no point where there is no number"
    );
    let last = scene.find("h.t4.u2").unwrap().bounds.centre();
    let first = scene.find("h.t1.u2").unwrap().bounds.centre();
    assert!(last.y < first.y && last.x > first.x);
    assert_eq!(scene.hit(last.x, last.y).unwrap().words, "step 4: 1.00");
    assert!(scene.hit(at(0.0, 0.0).x, 0.0).is_none());
}
