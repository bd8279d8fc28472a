//! Where gradients meet: two streams, their sum and what their cosine says.

use labs::setup::Setup;
use serde_json::json;
use view::explain::junction;
use view::explain::junction::Junction;

use crate::formulas::Story;

/// The echo task of the storybook RNN: each step judged, its weights read by hand.
fn echo() -> Story {
    let setup = json!({
        "cell": "rnn",
        "loss": { "kind": "squared_error", "at": "each", "reduce": "sum" },
        "target": [0.0, 0.8, -0.5, 0.3, 0.6, -0.7],
    });
    let setup: Setup = serde_json::from_value(setup).unwrap();
    let mut story = Story::new(&setup);
    let head = story.run.param_range("head.weight");
    story.run.trace_mut().params_mut()[head].copy_from_slice(&[1.0, 0.5, -0.5]);
    story.run.forward();
    story.run.backward(unrolled::run::Truncation::Full);
    story
}

fn at(story: &Story, position: &str) -> Junction {
    junction(&story.subject(2), &position.parse().unwrap()).unwrap()
}

#[test]
fn the_norms_of_the_echo_task_are_those_of_its_table() {
    let story = echo();
    let total = [0.8880, 0.7588, 0.6032, 0.1676, 1.0054, 0.6704];
    let local = [1.2661, 1.1087, 0.5811, 0.5282, 1.3536, 0.6704];
    let future = [0.4083, 0.3782, 0.1198, 0.5701, 0.3991, 0.0];
    for t in 1..=6 {
        let found = at(&story, &format!("{t}.dh.b"));
        let norms = [
            found.streams[0].norm,
            found.streams[1].norm,
            found.total.norm,
        ];
        for (norm, table) in norms
            .into_iter()
            .zip([local[t - 1], future[t - 1], total[t - 1]])
        {
            assert!((norm - table).abs() < 0.5e-4 + 1e-9, "t{t}: {norm} {table}");
        }
    }
    let fourth = at(&story, "4.dh.b");
    assert_eq!(fourth.words, "they nearly cancel: cosine \u{2212}0.96");
    let last = at(&story, "6.dh.b");
    assert_eq!(last.cosine, None);
    assert_eq!(last.words, "the last step: there is no future yet");
}

#[test]
fn streams_add_up_to_the_total_in_every_unit() {
    for story in [echo(), Story::new(&Setup::default())] {
        for op in story.timeline.backward() {
            for t in 1..=6 {
                let position = format!("{t}.{}.b", op.id).parse().unwrap();
                let Some(found) = junction(&story.subject(1), &position) else {
                    continue;
                };
                for (unit, total) in found.total.values.iter().enumerate() {
                    let sum: f64 = found.streams.iter().map(|part| part.values[unit]).sum();
                    assert!((sum - total).abs() < 1e-12, "{position} unit {unit}");
                }
            }
        }
    }
}

#[test]
fn the_memory_of_an_lstm_has_a_junction_of_its_own_and_other_ops_have_none() {
    let story = Story::new(&Setup::default());
    let memory = at(&story, "4.dc.b");
    assert_eq!(memory.reference.as_deref(), Some("d.c.t4"));
    assert_eq!(memory.words, "only the future sends something");
    assert!((memory.total.unit + 0.1959).abs() < 1e-4);
    for position in ["4.df.b", "4.c.f", "4.dcprev.b"] {
        assert!(junction(&story.subject(2), &position.parse().unwrap()).is_none());
    }
}
