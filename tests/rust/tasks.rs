//! The Tasks lab: the numbers its topics name, in the presets that show them.

use labs::declared::{Open, abouts, open};
use labs::lab::At;
use labs::setup::Setup;
use serde_json::Value;
use unrolled::run::backward_ops::{BackwardKind, backward_ops, gradient};
use unrolled::run::cursor::{Direction, Move, Position};
use view::draw::Theme;
use view::draw::painter::Rect;
use view::draw::views::Frame;
use view::explain::check::check_network;
use view::explain::sheet::Content;
use view::explain::{Level, Notation, Verbosity, evaluate, moment, number};

/// The opening scene with a preset laid over it.
fn preset(id: &str) -> Setup {
    let about = abouts().into_iter().find(|it| it.id == "tasks").unwrap();
    let preset = (about.presets)().into_iter().find(|it| it.id == id);
    let mut setup = serde_json::to_value(Setup::default()).unwrap();
    lay(&mut setup, preset.unwrap().model);
    Setup {
        open: "tasks".to_owned(),
        ..serde_json::from_value(setup).unwrap()
    }
}

/// Values of objects one by one, whole ones as they are.
fn lay(under: &mut Value, over: Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) if !under.is_empty() => {
            for (key, value) in over {
                lay(under.entry(key).or_insert(Value::Null), value);
            }
        }
        (under, over) => *under = over,
    }
}

fn opened(setup: &Setup) -> Box<dyn Open> {
    let scenario = setup.scenario().unwrap();
    open(setup, &scenario).unwrap().unwrap()
}

fn position(t: usize) -> Position {
    Position {
        t,
        op: "h".to_owned(),
        dir: Direction::Forward,
    }
}

/// The numbers of a column of a view.
fn column(lab: &dyn Open, view: &str, head: &str) -> Vec<f64> {
    let position = position(1);
    let at = At {
        position: &position,
        unit: 1,
    };
    let sheet = lab.panel(view, &at).sheet();
    let place = sheet.columns.iter().position(|own| own == head);
    let place = place.unwrap_or_else(|| panic!("{head} among {:?}", sheet.columns));
    let numbers = sheet.rows.iter().map(|row| match row[place].content {
        Content::Number(value) => value,
        _ => f64::NAN,
    });
    numbers.collect()
}

fn near(a: f64, b: f64, slack: f64) {
    assert!((a - b).abs() <= slack, "{a} is not {b}");
}

#[test]
fn pooling_brings_seventeen_times_more_gradient_to_the_first_state() {
    let lab = opened(&preset("pool"));
    let last = column(&*lab, "reach", "read from the last state");
    let mean = column(&*lab, "reach", "read from the mean of all states");
    near(last[0], 0.01152921505, 1e-11);
    near(mean[0], 0.19769, 1e-5);
    assert_eq!(last.len(), 21);
}

#[test]
fn a_mask_takes_the_loss_of_padding_out() {
    let lab = opened(&preset("padding"));
    let kept = column(&*lab, "losses", "padding left out");
    let counted = column(&*lab, "losses", "padding counted");
    near(kept[0], 4.0 / 3.0, 1e-12);
    near(counted[0], 1.75, 1e-12);
    near(kept[2], 4.0, 1e-12);
}

#[test]
fn packing_computes_seventeen_of_twenty_four_updates() {
    let lab = opened(&preset("pack"));
    let position = position(1);
    let at = At {
        position: &position,
        unit: 1,
    };
    let said = lab.inspect(None, &at);
    assert!(said.words.contains("17 of 24"), "{}", said.words);
    assert!(said.words.contains("29"), "{}", said.words);
}

#[test]
fn a_chunk_that_begins_with_zeros_is_off_and_one_that_is_carried_is_not() {
    let lab = opened(&preset("chunks"));
    let zeros = column(&*lab, "stream", "each chunk from zeros");
    let carried = column(&*lab, "stream", "state carried");
    near(zeros[3], 0.42, 0.005);
    near(zeros[5], 0.27, 0.005);
    assert!(zeros[..3].iter().all(|apart| *apart == 0.0), "{zeros:?}");
    assert_eq!(carried, [0.0; 6]);
}

#[test]
fn a_carried_state_has_the_values_of_the_whole_but_not_its_gradients_unless_it_is_attached() {
    let gradients = |detach: bool| {
        let mut setup = preset("chunks");
        setup.own.tasks.carry = true;
        setup.own.tasks.detach = detach;
        let lab = opened(&setup);
        ["in chunks", "the whole at once"].map(|head| column(&*lab, "stream", head))
    };
    let [chunks, whole] = gradients(true);
    assert!(chunks[..3] != whole[..3] && chunks[3..] == whole[3..]);
    let [chunks, whole] = gradients(false);
    assert_eq!(chunks, whole);
}

#[test]
fn two_directions_double_the_outputs() {
    let lab = opened(&preset("live"));
    let position = position(2);
    let at = At {
        position: &position,
        unit: 1,
    };
    let sheet = lab.panel("shapes", &at).sheet();
    let row = |name: &str| {
        let place = sheet
            .row_headers
            .iter()
            .position(|own| own == name)
            .unwrap();
        sheet.rows[place][0].content.clone()
    };
    assert_eq!(row("x"), Content::Words("(4, 6, 2)".to_owned()));
    assert_eq!(row("h\u{209c}"), Content::Words("(4, 3)".to_owned()));
    assert_eq!(row("outputs"), Content::Words("(4, 6, 6)".to_owned()));
}

#[test]
fn what_is_read_from_the_end_is_named_by_the_step_it_stands_at() {
    let mut setup = preset("live");
    setup.own.tasks.live = false;
    let lab = opened(&setup);
    let position: Position = "1.l0_reverse:h.f".parse().unwrap();
    let at = At {
        position: &position,
        unit: 1,
    };
    let frame = Frame {
        width: 744.0,
        height: 260.0,
        theme: Theme::Light,
        font_size: 16.0,
    };
    let scene = lab.panel("wiring", &at).scene(&frame, None);
    let cursor = lab.stepped().network().unwrap().cursor(&position, 1);
    for t in 1..=6 {
        let name = format!("l0_reverse:h.t{t}");
        let drawn = &scene.find(&name).unwrap().words;
        let start = format!("state {t}, read from the end");
        assert!(drawn.starts_with(&start), "{drawn}");
        let known = moment::inspect(lab.stepped().network().unwrap(), &cursor, &name).unwrap();
        assert!(
            known.title.contains(&format!("step {t}")),
            "{}",
            known.title
        );
        let value: f64 = known.rows[0]
            .value
            .replace('\u{2212}', "-")
            .parse()
            .unwrap();
        assert!(drawn.contains(&number::text(value)), "{drawn}: {value}");
    }
}

/// Every wiring there is, with one layer and with two.
fn wirings() -> Vec<Setup> {
    let mut all = vec![];
    for cell in ["rnn", "gru", "lstm"] {
        for (wiring, pool, ways) in [
            ("each", "last", "one"),
            ("each", "last", "two"),
            ("one", "last", "two"),
            ("one", "mean", "one"),
            ("one", "mean", "two"),
            ("sequence", "last", "one"),
        ] {
            for layers in [1.0, 2.0] {
                let own = serde_json::json!({
                    "wiring": wiring, "pool": pool, "ways": ways, "layers": layers, "row": 2
                });
                all.push(Setup {
                    cell: cell.to_owned(),
                    open: "tasks".to_owned(),
                    own: serde_json::from_value(serde_json::json!({ "tasks": own })).unwrap(),
                    ..Setup::default()
                });
            }
        }
    }
    all
}

#[test]
fn the_formula_of_every_gradient_is_the_gradient_whatever_is_wired() {
    for setup in wirings() {
        let lab = opened(&setup);
        let model = lab.stepped().network().unwrap();
        let b = model.cursor(&position(1), 1).batch;
        for segment in 0..model.network().network().segments.len() {
            let run = model.network().segment(segment);
            let (program, trace) = (run.program(), run.trace());
            for t in 0..trace.length(b) {
                let judged = trace.loss_weight(t, b) != 0.0;
                for node in program.ids().filter(|node| program.loss != Some(*node)) {
                    let passes = backward_ops(program);
                    let is_shown = passes.iter().any(|op| {
                        matches!(op.kind, BackwardKind::Gradient { node: own, .. } if own == node)
                    });
                    if !is_shown {
                        continue;
                    }
                    let formula = gradient(program, node, judged);
                    let told = evaluate(&formula, program, trace, t, b);
                    for (told, kept) in told.iter().zip(trace.grad(node, t, b)) {
                        near(*told, *kept, 1e-14 * (1.0 + kept.abs()));
                    }
                }
            }
        }
    }
}

#[test]
fn every_moment_of_every_wiring_has_a_formula_a_sentence_and_pictures() {
    for setup in wirings() {
        let lab = opened(&setup);
        let model = lab.stepped().network().unwrap();
        let mut now = model.resolve(&model.moved(&position(1), Move::First));
        for _ in 0..2000 {
            let cursor = model.cursor(&now, 1);
            let formula = moment::formula(model, &cursor, Level::Numbers, Notation::Lesson);
            assert!(formula.is_some(), "{now}");
            assert!(
                !moment::sentence(model, &cursor, Verbosity::Full).is_empty(),
                "{now}"
            );
            let next = model.moved(&now, Move::Next);
            if next == now {
                assert_eq!(now.dir, Direction::Backward, "{now}");
                break;
            }
            now = next;
        }
    }
}

#[test]
fn every_parameter_of_every_wiring_agrees_with_finite_differences() {
    for setup in wirings() {
        let lab = opened(&setup);
        let run = lab.stepped().network().unwrap().network();
        for spec in &run.network().params {
            for (row, col) in [(1, 1), (spec.rows, spec.cols)] {
                let name = format!("p.{}.r{row}.c{col}", spec.name);
                let found = check_network(run, &name.parse().unwrap()).unwrap();
                let agrees = found.absolute < 1e-9 || found.relative < 1e-6;
                assert!(agrees, "{name}: {}", found.words);
            }
        }
    }
}

#[test]
fn every_picture_and_table_is_there_for_numbers_of_any_size() {
    let frame = Frame {
        width: 420.0,
        height: 210.0,
        theme: Theme::Light,
        font_size: 16.0,
    };
    for magnitude in [0.0, 1e-320, 1e-160, 1e160, 1e308] {
        for mut setup in wirings() {
            setup.own.tasks.text =
                format!("{magnitude:?} 1\n-{magnitude:?} 0\n\n0 1\n\n1 {magnitude:?}\n0 0\n2 1");
            let (name, weight) = ("p.weight_hh_l0.r1.c1", -magnitude);
            setup.edits.insert(name.to_owned(), weight);
            for order in ["btd", "tbd", "dbt"] {
                setup.own.tasks.order = serde_json::from_value(order.into()).unwrap();
                let lab = opened(&setup);
                for view in lab.about().views {
                    for t in [1, 3] {
                        let position = position(t);
                        let at = At {
                            position: &position,
                            unit: 2,
                        };
                        let panel = lab.panel(view.name, &at);
                        let scene = panel.scene(&frame, Some("cell.b1.t1"));
                        for mark in &scene.marks {
                            let Rect { x, y, .. } = mark.bounds;
                            assert!(
                                x.is_finite() && y.is_finite(),
                                "{}: {}",
                                view.name,
                                mark.words
                            );
                        }
                        assert!(!panel.sheet().csv().is_empty());
                        assert!(!lab.inspect(None, &at).title.is_empty());
                    }
                }
            }
        }
    }
}

#[test]
fn what_is_copied_as_a_run_document_has_the_loss_on_the_screen() {
    for mut setup in wirings() {
        setup.own.tasks.total = serde_json::from_value("sequences".into()).unwrap();
        for side in ["right", "left"] {
            setup.own.tasks.side = serde_json::from_value(side.into()).unwrap();
            let lab = opened(&setup);
            let answer = document::run(&lab.document().unwrap()).unwrap();
            let answer: Value = serde_json::from_str(&answer).unwrap();
            if let Some(loss) = answer["loss"].as_f64() {
                assert_eq!(loss, lab.stepped().network().unwrap().network().loss());
            }
        }
    }
}

#[test]
fn what_would_take_long_at_every_change_is_refused_in_words() {
    let mut setup = preset("pack");
    setup.own.tasks.rows = 64.0;
    setup.own.tasks.steps = 500.0;
    setup.own.tasks.lengths = None;
    setup.own.tasks.layers = 2.0;
    let scenario = setup.scenario().unwrap();
    let refused = open(&setup, &scenario).unwrap_err().to_string();
    assert!(
        refused.contains("at most 150,000 are stepped through"),
        "{refused}"
    );
}
