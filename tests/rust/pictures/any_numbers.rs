//! Whatever numbers there are, in a setup, a weight or a gradient: every picture and every table of every lab is made in
//! the end, and what is drawn lies at finite places.

use labs::attention::draw::{by_hand, vectors};
use labs::attention::explain::learning::{Curve, Piece as Lesson};
use labs::attention::explain::lookup;
use labs::attention::inputs;
use labs::attention::run::lookup::AttentionExample;
use labs::gradients::draw::study as of;
use labs::gradients::explain::alone::left_alone;
use labs::gradients::explain::clipping::Clipping;
use labs::gradients::explain::starts::compared;
use labs::gradients::explain::study;
use labs::gradients::explain::study::{StudyTable, pictures};
use labs::gradients::recurrent::{BaseKind, Bases, Compare, MOST_RHO, Study};
use labs::gradients::run::alone::Alone;
use labs::gradients::run::starts::{SEEDS, STARTS, Starts};
use labs::gradients::run::study::Beside;
use labs::gradients::run::study::Examined;
use labs::lab::Piece;
use labs::sequence::Sequence;
use labs::setup::Setup;
use labs::setup::{Answerer, AttnSetup, ClipSetup, LossAt, TEMPERATURES, WeightsKind};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::from_value;
use unrolled::model::CellSpec;
use unrolled::run::Run;
use unrolled::run::clip::Clip;
use unrolled::run::cursor::{Position, Timeline};
use view::draw::Theme;
use view::draw::painter::{Ink, Point, Rect};
use view::draw::panel::Panel;
use view::draw::scene::{Scene, Shape};
use view::draw::views;
use view::draw::views::unrolled::show::ShowSetup;
use view::draw::views::unrolled::{Input, Sight, unrolled};
use view::draw::views::{Frame, cell, numbers};
use view::explain::graph::graph;
use view::explain::strip::strip;
use view::explain::table::{ViewName, sheet};
use view::explain::truncated::truncated;
use view::explain::unrolled::{Unrolled, meeting};
use view::explain::{
    Level, Notation, Verbosity, behind, blocks, cards, formula, history, inspect, moment, pair,
    road, sentence,
};

use crate::formulas::{Story, positions, setup};
use crate::translation;

const SIZES: [(f32, f32); 2] = [(744.0, 300.0), (390.0, 200.0)];

/// Any pattern of bits: all exponents alike, subnormal numbers, infinities, what is no number.
fn anything() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => any::<u64>().prop_map(f64::from_bits),
        2 => -10.0..10.0,
        1 => prop::sample::select(vec![
            0.0, 1e308, -1e308, 1.7e308, f64::MAX, f64::MIN, f64::from_bits(1), f64::NAN, f64::INFINITY,
        ]),
    ]
}

/// The same, of what a setup may hold.
fn any_size() -> impl Strategy<Value = f64> {
    anything().prop_map(|number| if number.is_finite() { number } else { 1e308 })
}

fn many(numbers: impl Strategy<Value = f64>) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(numbers, 24)
}

fn frames() -> impl Iterator<Item = Frame> {
    SIZES
        .map(|(width, height)| super::frame(width, height, Theme::Light))
        .into_iter()
}

/// Fails where anything is drawn at a place that is no number.
fn sound(name: &str, scene: &Scene) -> TestCaseResult {
    let point = |p: &Point| p.x.is_finite() && p.y.is_finite();
    let area = |r: &Rect| {
        [r.x, r.y, r.width, r.height]
            .iter()
            .all(|side| side.is_finite())
    };
    let line = |ink: &Ink| ink.stroke.is_none_or(|stroke| stroke.width.is_finite());
    for (_, shape) in &scene.shapes {
        let is_sound = match shape {
            Shape::Rect(r, ink) => area(r) && line(ink),
            Shape::Path(points, _, ink) => points.iter().all(point) && line(ink),
            Shape::Circle(centre, radius, ink) => point(centre) && radius.is_finite() && line(ink),
            Shape::Text(_, place, style, _) => point(place) && style.size.is_finite(),
            Shape::Image(r, ..) => area(r),
        };
        prop_assert!(is_sound, "{}: {:?}", name, shape);
    }
    for mark in scene.all_marks() {
        prop_assert!(area(&mark.bounds), "{}: {:?}", name, mark);
    }
    Ok(())
}

/// A run of a cell whose given numbers are these, in turn.
fn story(kind: &str, steps: usize, given: &[f64]) -> Story {
    let mut numbers = given.iter().copied().cycle();
    let mut next = |count: usize| numbers.by_ref().take(count).collect::<Vec<f64>>();
    let mut chosen = Setup {
        hidden_size: 2.0,
        weights: WeightsKind::Orth,
        seq: Sequence::Numbers {
            rows: (0..steps).map(|_| next(2)).collect(),
        },
        h0: Some(next(2)),
        ..setup(&CellSpec::of(kind).unwrap())
    };
    chosen.loss.at = LossAt::Each;
    chosen.target = Some(next(steps));
    let mut scenario = chosen.scenario().expect("finite numbers run");
    scenario.params = next(scenario.params.len());
    let run = Run::computed(&scenario, None);
    Story {
        timeline: Timeline::new(run.program(), run.judged_steps()),
        cell: scenario.spec.cell,
        jobs: vec![],
        run,
    }
}

/// The pictures of the Cell and Time labs at a moment.
fn of_a_run(story: &Story, other: &Story, at: &Position, frame: &Frame) -> Vec<(String, Scene)> {
    let (subject, focus) = (story.subject(1), Some("p.weight_hh_l0.r1.c1"));
    let graph = graph(&subject, at, Notation::Lesson);
    let shown = cell::Cell {
        graph: &graph,
        unit: 1,
    };
    let behind = behind(&subject, at, Notation::Lesson);
    let vector = numbers::Numbers {
        graph: &graph,
        behind: &behind,
        unit: 1,
    };
    let (groups, tray) = (
        blocks(&subject, at, focus, Notation::Lesson),
        cards(&subject, at, focus, Notation::Lesson),
    );
    let (way, two) = (road(&subject, at), pair(&subject, at, &other.subject(1)));
    let (met, cut) = (meeting(&subject, at), truncated(subject.run));
    let met = views::junction::Meeting {
        junction: met.as_ref(),
        t: at.t,
        unit: 1,
    };
    let strip = strip(&subject, at, None);
    let strip = views::sequence::Sequence {
        steps: &strip,
        t: at.t,
        backward: true,
    };
    let looked = inspect(&subject, Some(&format!("h.t{}.u1", at.t)), at);
    let values = looked.history.unwrap_or_default();
    let over_time = history(&values, at.t, |_| None);
    let weights = views::weights::Weights {
        blocks: &groups,
        unit: 1,
    };
    let tray = views::cards::Tray {
        cards: tray.as_ref(),
    };
    let scenes = [
        ("cell", cell::cell(&shown, frame, focus)),
        ("motion", cell::motion(&shown, frame, 0.5)),
        ("numbers", numbers::numbers(&vector, frame, focus)),
        ("vector", numbers::vector(&vector, frame, "")),
        ("weights", views::weights::weights(&weights, frame, focus)),
        ("cards", views::cards::cards(&tray, frame, focus)),
        (
            "road",
            views::road::road(&views::road::Road { road: way.as_ref() }, frame, focus),
        ),
        ("pair", views::pair::pair(&two, frame, focus)),
        ("junction", views::junction::junction(&met, frame, focus)),
        (
            "truncation",
            views::truncation::truncation(cut.as_ref(), frame, focus),
        ),
        ("sequence", views::sequence::sequence(&strip, frame, focus)),
        ("history", over_time.scene(frame, None)),
    ];
    let apart = story.run.start_fades();
    let steps = Unrolled::new(&subject, at, Notation::Lesson, None, apart.as_deref());
    let steps = steps.expect("a cell has a state");
    let show = ShowSetup {
        strips: true,
        ..ShowSetup::default()
    };
    let unrolled = [(1.0, 0.0), (6.0, 0.0), (40.0, 0.0), (1.0, 0.5)].map(|(zoom, folded)| {
        let input = Input {
            show: &show,
            ring: None,
            steps: &steps,
            sight: Sight { zoom, pan: 0.0 },
            folded,
            cell: Some(shown),
        };
        (format!("unrolled {zoom}"), unrolled(&input, frame, focus))
    });
    let sight = Sight {
        zoom: 2.0,
        pan: 0.0,
    };
    let map = views::overview::overview(&steps, sight, frame, focus);
    let named = scenes
        .into_iter()
        .map(|(name, scene)| (name.to_owned(), scene));
    named
        .chain(unrolled)
        .chain([("overview".to_owned(), map)])
        .collect()
}

const VIEWS: [ViewName; 12] = [
    ViewName::Sequence,
    ViewName::Cell,
    ViewName::Numbers,
    ViewName::Weights,
    ViewName::Cards,
    ViewName::Road,
    ViewName::Pair,
    ViewName::Other,
    ViewName::Overview,
    ViewName::Unrolled,
    ViewName::Junction,
    ViewName::Truncation,
];

/// What is said at a moment, and every table of it.
fn said_of_a_run(story: &Story, other: &Story, at: &Position) -> usize {
    let (subject, other) = (story.subject(1), other.subject(1));
    let said = [Level::Symbols, Level::Vectors, Level::Numbers].map(|level| {
        let formula = formula(&subject, at, level, Notation::Pytorch);
        formula.map_or(0, |formula| formula.latex.len())
    });
    let tables = VIEWS.map(|view| {
        let sheet = sheet(&subject, Some(&other), view, at);
        sheet.csv().len() + sheet.table(&subject).columns.len()
    });
    let words = sentence(&subject, at, Verbosity::Full).len();
    said.iter().chain(&tables).sum::<usize>() + words
}

fn studied(given: &[f64], matrix: bool, activation: &str) -> Option<Examined> {
    let edited = vec![given[0..2].to_vec(), given[2..4].to_vec()];
    let study = Study {
        base: if matrix {
            BaseKind::Edited
        } else {
            BaseKind::Nonnormal
        },
        edited: matrix.then_some(edited),
        hidden_size: 2.0,
        steps: 4.0,
        rho: (!matrix).then(|| given[4].abs().min(MOST_RHO)),
        activation: activation.to_owned(),
        input_scale: given[5],
        feeding: given[6],
        h0: Some(given[7..9].to_vec()),
        gradient: Some(given[9..11].to_vec()),
        compare: Compare::Both,
        f_bias: given[11],
        z_bias: given[12],
        ..Study::default()
    };
    let model = Setup::default().scenario().unwrap();
    let studied = study.studied(&model, &mut Bases::default()).ok()?;
    let beside = Beside::all(&study, &mut Bases::default()).ok()?;
    Some(Examined::of(study, studied, beside, None))
}

fn of_a_study(examined: &Examined, k: usize, frame: &Frame) -> Vec<(&'static str, Scene)> {
    let chain = pictures::chain(examined, k);
    let signal = of::chain::Chain {
        picture: &chain,
        has_bracket: true,
        come: Some(k),
        pulse: Some(0.5),
    };
    let plane = pictures::plane(examined);
    let reach = plane.as_ref().map_or(1.0, |plane| plane.reach);
    let factors = pictures::factors(examined, k, of::factors::room(frame));
    vec![
        ("chain", of::chain::chain(&signal, frame, Some("k.1"))),
        ("decay", study::decay(examined, k).scene(frame, Some("k.1"))),
        (
            "plane",
            of::plane::plane(plane.as_ref(), reach, frame, Some("eig.1")),
        ),
        ("factors", of::factors::factors(&factors, frame, None)),
        (
            "matrix",
            match study::matrix(examined) {
                Some(matrix) => matrix.scene(frame, None),
                None => study::no_matrix().scene(frame),
            },
        ),
        ("forward", study::forward(examined, k).scene(frame, None)),
    ]
}

/// What is said of a study, and every table of it.
fn said_of_a_study(examined: &Examined, k: usize) -> usize {
    let tables = ["chain", "plane", "factors"].map(|name| {
        let table: StudyTable = from_value(name.into()).unwrap();
        study::sheet(examined, table).csv().len()
    });
    let charts = [study::decay(examined, k), study::forward(examined, k)];
    let charts = charts.map(|chart| chart.sheet().csv().len());
    let known = ["k.1", "factor.1", "eig.1", "sigma.1", "rho", "W", "W.r1.c1"]
        .map(|name| study::inspect(examined, Some(name), k).rows.len());
    let formula = study::formula(examined, k, Level::Numbers, Notation::Lesson);
    let words = study::sentence(examined, k, Verbosity::Full, None);
    tables.iter().chain(&known).chain(&charts).sum::<usize>() + formula.latex.len() + words.len()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_cell_and_its_run_over_time_are_drawn_and_said(
        given in many(any_size()),
        kind in prop::sample::select(vec!["rnn", "gru", "lstm"]),
        steps in prop::sample::select(vec![1, 3, 40]),
        places in prop::collection::vec(any::<prop::sample::Index>(), 3),
    ) {
        let story = story(kind, steps, &given);
        let other = self::story(if kind == "gru" { "lstm" } else { "gru" }, steps, &given);
        let all = positions(&story, &[1, steps]);
        for at in places.iter().map(|place| place.get(&all)) {
            let at = story.timeline.resolve(at);
            prop_assert!(said_of_a_run(&story, &other, &at) > 0);
            for frame in frames() {
                for (name, scene) in of_a_run(&story, &other, &at, &frame) {
                    sound(&format!("{name}, {kind}, {at}"), &scene)?;
                }
            }
        }
    }

    #[test]
    fn a_study_of_gradients_is_drawn_and_said(
        given in many(any_size()),
        matrix in any::<bool>(),
        activation in prop::sample::select(vec!["identity", "tanh", "relu"]),
    ) {
        let Some(examined) = studied(&given, matrix, activation) else {
            return Ok(());
        };
        for k in [0, 1, 4] {
            prop_assert!(said_of_a_study(&examined, k) > 0);
            for frame in frames() {
                for (name, scene) in of_a_study(&examined, k, &frame) {
                    sound(name, &scene)?;
                }
            }
        }
    }

    #[test]
    fn what_is_found_piece_by_piece_is_drawn_and_said(
        given in many(anything()),
        tau in any_size(),
        how in prop::sample::select(vec![Clip::Norm, Clip::NormPyTorch, Clip::Value]),
    ) {
        let study = Study { steps: 2.0, ..Study::default() };
        let mut found = Starts::of(&study);
        for seed in 1..=2 {
            let curves = given.chunks(3).cycle().skip(seed).map(<[f64]>::to_vec);
            let curves = curves.take(STARTS.len()).collect();
            found.take(Piece {
                after: seed - 1,
                numbers: curves,
            });
        }
        let compared = compared(&found, &study, 1);
        let mut long = Alone::of(&study);
        long.take(Piece {
            after: 0,
            numbers: vec![
                given.clone(),
                given[..3].to_vec(),
                given.clone(),
                vec![8.0],
            ],
        });
        let long = left_alone(&long);
        let chosen = ClipSetup { how, tau, ..ClipSetup::default() };
        let clipping = |seeds| {
            Clipping::of("gradient".to_owned(), given[..5].to_vec(), &chosen, seeds)
        };
        for clipping in [clipping(vec![]), clipping(given.clone())] {
            let panel = clipping.panel(1.0, SEEDS);
            prop_assert!(!panel.sheet().csv().is_empty());
            for frame in frames() {
                sound("clip", &panel.scene(&frame, Some("g.1")))?;
            }
        }
        let mut course = Curve::default();
        for (updates, loss) in given.iter().enumerate() {
            course.take("reverse", 100, Lesson { updates, loss: *loss, exact: 0.5 });
        }
        let panels: [(&str, Panel); 4] = [
            ("starts", compared.panel(SEEDS).into()),
            ("alone", long.panel().into()),
            ("curve", course.panel().into()),
            ("history", history(&given, 2, |_| None).into()),
        ];
        for frame in frames() {
            for (name, panel) in &panels {
                prop_assert!(!panel.sheet().csv().is_empty());
                sound(name, &panel.scene(&frame, None))?;
            }
        }
    }

    #[test]
    fn attention_by_hand_is_drawn_and_said(given in many(any_size()), hot in any::<bool>()) {
        let given: Vec<f64> = given.iter().map(|number| number.clamp(-1000.0, 1000.0)).collect();
        let setup = AttnSetup {
            model: Answerer::Hand,
            query: Some(given[..2].to_vec()),
            states: Some(given[2..8].to_vec()),
            temperature: if hot { TEMPERATURES.1 } else { TEMPERATURES.0 },
            ..AttnSetup::default()
        };
        setup.checked().unwrap();
        let lookup = AttentionExample::of(&inputs::example(&setup)).expect("finite numbers run");
        for op in moment::ops(&lookup) {
            let at: Position = format!("1.{}.f", op.id).parse().unwrap();
            let here = lookup::At::at(&lookup, &at, 1);
            for name in ["attention", "vectors"] {
                let sheet = lookup::sheet(&here, from_value(name.into()).unwrap());
                prop_assert!(!sheet.csv().is_empty());
            }
            prop_assert!(!translation::sentence(&here, Verbosity::Full).is_empty());
            prop_assert!(!translation::formula(&here, Level::Numbers).words.is_empty());
            let picture = lookup::picture(&here);
            for frame in frames() {
                sound("by hand", &by_hand::by_hand(&picture, &frame, None))?;
                sound("vectors", &vectors::vectors(&picture, &frame, None))?;
            }
        }
    }
}

/// The links with which the page did not come back.
#[test]
fn a_target_of_1e308_and_a_run_that_overflows_are_drawn() {
    for target in [1e308, -1e308, 1.7e308] {
        let mut hard = Setup {
            target: Some(vec![target]),
            ..Setup::default()
        };
        hard.loss.at = LossAt::Last;
        let story = Story::new(&hard);
        for at in story.each_op() {
            for frame in frames() {
                for (name, scene) in of_a_run(&story, &story, &at, &frame) {
                    sound(&name, &scene).unwrap();
                }
            }
        }
    }
    let mut long = setup(
        &CellSpec::of("rnn")
            .unwrap()
            .with("activation", "identity")
            .unwrap(),
    );
    long.hidden_size = 1.0;
    long.weights = WeightsKind::Orth;
    long.seq = Sequence::Made { steps: 100.0 };
    long.edits.insert("p.weight_hh_l0.r1.c1".to_owned(), 1294.0);
    let story = Story::new(&long);
    let at = "100.h.f".parse().unwrap();
    assert!(said_of_a_run(&story, &story, &at) > 0);
    for frame in frames() {
        for (name, scene) in of_a_run(&story, &story, &at, &frame) {
            sound(&name, &scene).unwrap();
        }
    }
}
