//! Charts and bars of any numbers: all places are finite, no words stand on others or outside the frame, and every number
//! is told where it is pointed at and stands in the table.

use proptest::prelude::*;
use view::draw::painter::{Point, Rect};
use view::draw::panel::chart::{At, Axis, Form, Note, Places, Region, Rule, Series, count};
use view::draw::panel::{Bar, Bars, Chart, Hue, Look, Panel};
use view::draw::scene::{Scene, Shape};
use view::draw::{Direction, Theme};
use view::explain::number;

use super::frame;

const SIZES: [(f32, f32); 4] = [
    (744.0, 240.0),
    (433.0, 150.0),
    (390.0, 90.0),
    (200.0, 120.0),
];

/// Any number: every exponent, both signs, none and infinite ones.
fn any_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => any::<u64>().prop_map(f64::from_bits),
        4 => -2.0..2.0,
        1 => Just(0.0),
        1 => Just(f64::INFINITY),
        1 => Just(f64::NAN),
    ]
}

fn chart(values: &[[f64; 3]], is_log: bool, at: usize) -> Chart {
    let of = |which: usize| values.iter().map(move |row| row[which]);
    let steps = values.len() - 1;
    let labelled = |name: &str, form| Series {
        reference: Some(format!("curve.{name}")),
        name: name.to_owned(),
        title: name.to_owned(),
        form,
        is_labelled: true,
        ..Series::default()
    };
    let some = |which| of(which).map(Some).collect::<Vec<_>>();
    let all = values.iter().flatten().copied();
    let rule = |at, words: &str| Rule {
        at,
        words: words.to_owned(),
        handle: Some(("rule", words.to_owned())),
        look: Look::line(Hue::Accent, 1.0),
    };
    Chart {
        title: "a title over the chart".to_owned(),
        caption: "any numbers".to_owned(),
        series: vec![
            labelled("measured", Form::line(of(0))),
            labelled("a rather long name", Form::Area(some(1))),
            labelled("dots", Form::Dots(some(2))),
            labelled("bars", Form::Bars(some(0))),
            labelled("band", Form::Band([some(1), some(2)], ["low", "high"])),
        ],
        rules: vec![
            rule(At::Y(values[0][0]), "a level"),
            rule(At::X(count(at)), "here"),
        ],
        regions: vec![Region {
            from: 0.0,
            to: count(steps) / 2.0,
            words: "the first half of all places".to_owned(),
            short: "half".to_owned(),
        }],
        notes: vec![Note {
            words: "a note".to_owned(),
            is_right: at.is_multiple_of(2),
            hue: Hue::Error,
        }],
        at: Some(at),
        ..Chart::over(
            Places::counted("k", 0..=steps, |k| format!("k = {k}")).named(|k| format!("k.{k}")),
            Axis::counts("k", 0.0, count(steps.max(1))),
            if is_log {
                Axis::log10_holding(all)
            } else {
                Axis::holding(all)
            },
        )
    }
}

fn points(shape: &Shape) -> Vec<Point> {
    match shape {
        Shape::Rect(r, _) | Shape::Image(r, ..) => r.corners().to_vec(),
        Shape::Path(points, ..) => points.clone(),
        Shape::Circle(centre, ..) => vec![*centre],
        Shape::Text(_, place, ..) => vec![*place],
    }
}

fn sound(name: &str, scene: &Scene) {
    let whole = Rect::new(0.0, 0.0, scene.size.width, scene.size.height);
    for (_, shape) in &scene.shapes {
        for point in points(shape) {
            assert!(
                point.x.is_finite() && point.y.is_finite(),
                "{name}: {shape:?}"
            );
            assert!(
                whole.grown(8.0).distance(point) == 0.0,
                "{name}: {shape:?} outside"
            );
        }
    }
    let texts: Vec<(&str, Rect)> = scene.texts().filter(|(text, _)| !text.is_empty()).collect();
    for (index, (text, own)) in texts.iter().enumerate() {
        assert!(whole.holds(*own, 3.0), "{name}: “{text}” {own:?}");
        for (other, beside) in &texts[index + 1..] {
            let apart = !own.grown(-1.0).overlaps(*beside);
            assert!(apart, "{name}: “{text}” on “{other}”");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_chart_of_any_numbers_lies_in_its_frame_and_no_words_on_others(
        values in prop::collection::vec(prop::array::uniform3(any_number()), 1..40),
        is_log: bool,
        at: prop::sample::Index,
    ) {
        let at = at.index(values.len());
        let chart = chart(&values, is_log, at);
        for (width, height) in SIZES {
            let scene = chart.scene(&frame(width, height, Theme::Dark), Some("k.0"));
            sound(&format!("{width} x {height} of {values:?}"), &scene);
        }
    }

    #[test]
    fn bars_of_any_numbers_lie_in_their_frame(
        values in prop::collection::vec(prop::array::uniform3(any_number()), 1..12),
        is_log: bool,
    ) {
        let all = values.iter().flatten().copied();
        let bars = Bars {
            caption: String::new(),
            title: "bars".to_owned(),
            x: if is_log { Axis::log10_holding(all) } else { Axis::holding(all) },
            hue: Hue::Gradient,
            heads: ["median", "10 %", "90 %"],
            each: "seed",
            rows: (values.iter().enumerate())
                .map(|(at, [low, middle, high])| Bar {
                    reference: format!("row.{at}"),
                    label: format!("row {at}"),
                    words: String::new(),
                    value: *middle,
                    range: at.is_multiple_of(2).then_some([*low, *high]),
                    all: vec![*low, *high],
                })
                .collect(),
        };
        for (width, height) in SIZES {
            let scene = bars.scene(&frame(width, height, Theme::Light), Some("row.0"));
            for (_, shape) in &scene.shapes {
                for point in points(shape) {
                    prop_assert!(point.x.is_finite() && point.y.is_finite(), "{shape:?}");
                }
            }
        }
    }
}

/// What is said beside a chart stands at the height of its value, not where its curve ends.
#[test]
fn a_number_beside_a_chart_stands_at_its_height() {
    let values: Vec<[f64; 3]> = (0..=20).map(|k| [f64::from(k), 0.0, 0.0]).collect();
    let only = |at| {
        let chart = chart(&values, false, at);
        let series = chart.series[..1].to_vec();
        Chart {
            series,
            rules: vec![],
            ..chart
        }
    };
    let height = |at: usize| {
        let scene = only(at).scene(&frame(744.0, 240.0, Theme::Light), None);
        let name = format!("measured {}", number::text(count(at)));
        let found = scene.texts().find(|(text, _)| *text == name);
        found.expect("a label").1.centre().y
    };
    assert!(height(4) > height(10) + 30.0 && height(10) > height(20) + 30.0);
    let ring = |at: usize| {
        let scene = only(at).scene(&frame(744.0, 240.0, Theme::Light), None);
        let rings = scene
            .shapes
            .iter()
            .rev()
            .find_map(|(_, shape)| match shape {
                Shape::Circle(centre, radius, _) if *radius == 5.0 => Some(centre.y),
                _ => None,
            });
        rings.expect("a ring at the cursor")
    };
    for at in [4, 10, 20] {
        assert!((ring(at) - height(at)).abs() < 6.0, "{at}");
    }
}

#[test]
fn every_place_of_a_chart_is_pointed_at_walked_told_and_tabled() {
    let values = [[0.5, 0.25, 1.0], [0.25, f64::NAN, 2.0], [0.125, 0.0, 4.0]];
    let panel = Panel::from(chart(&values, true, 1));
    let scene = panel.scene(&frame(744.0, 240.0, Theme::Light), None);
    for (k, words) in [
        (0, "k = 0: measured 0.500, a rather long name 0.250"),
        (1, "k = 1: measured 0.250, a rather long name NaN"),
        (2, "k = 2: measured 0.125, a rather long name 0"),
    ] {
        let place = scene.place(&format!("k.{k}")).unwrap().centre();
        let hit = scene.hit(place.x, place.y + 30.0).unwrap();
        assert_eq!(hit.reference, Some(format!("k.{k}")));
        assert!(hit.words.starts_with(words), "{}", hit.words);
    }
    let next = scene.neighbour(Some("k.0"), Direction::Right).unwrap();
    assert_eq!(next.reference.as_deref(), Some("k.1"));
    let csv = panel.sheet().csv();
    assert!(
        csv.starts_with("k,measured,a rather long name,dots,bars,high,low\r\n"),
        "{csv}"
    );
    assert!(
        csv.contains("\r\nk = 1,0.25,NaN,2.0,0.25,2.0,NaN\r\n"),
        "{csv}"
    );
    let known = panel.inspect("k.1").unwrap();
    assert_eq!((known.title.as_str(), known.rows.len()), ("k = 1", 6));
    let series = panel.inspect("curve.measured").unwrap();
    assert_eq!(series.rows[0].label, "at k = 1");
    assert_eq!(series.rows.last().unwrap().value, "0.500000");
    assert_eq!(panel.inspect("curve.none"), None);
}
