//! Labs that show one quantity show one number: what Time, its inspector, its tables and Gradients say of one run, and
//! what is said of a row of attention wherever it stands.

use labs::attention::explain::translation;
use labs::attention::explain::translation::Seq2SeqTable;
use labs::gradients::explain::study;
use labs::gradients::explain::study::Spot;
use labs::gradients::recurrent::{Bases, Source, Study};
use labs::gradients::run::study::Examined;
use labs::setup::Setup;
use serde_json::json;
use unrolled::run::metrics::half_life;
use view::explain::inspect::Inspection;
use view::explain::road::{decay, followed};
use view::explain::sheet::{Content, Sheet};
use view::explain::table::{ViewName, sheet};
use view::explain::{inspect, number};

use crate::formulas::Story;
use crate::study::examined;
use crate::translation::{at, translated};

/// A network of one unit, over many steps, and the study of its gradients.
fn both(cell: &str, recurrent: f64, steps: usize) -> (Story, Examined) {
    let setup: Setup = serde_json::from_value(json!({
        "cell": cell, "choices": { "activation": "identity" }, "H": 1, "unit": 1, "head": "none",
        "weights": "orth", "seq": { "kind": "made", "steps": steps },
        "edits": { "p.weight_hh_l0.r1.c1": recurrent },
    }))
    .unwrap();
    let model = setup.scenario().unwrap();
    let study = Study {
        source: Source::Model,
        rho: None,
        ..Study::default()
    };
    let studied = study.studied(&model, &mut Bases::default()).unwrap();
    (
        Story::new(&setup),
        Examined::of(study, studied, vec![], None),
    )
}

/// The number in a column of a table.
fn number_of(sheet: &Sheet, column: &str, row: usize) -> f64 {
    let col = sheet.columns.iter().position(|name| name == column);
    match sheet.rows[row][col.expect(column)].content {
        Content::Number(number) => number,
        ref other => panic!("{column}: {other:?}"),
    }
}

fn row(inspection: &Inspection, label: &str) -> String {
    let found = inspection.rows.iter().find(|row| row.label == label);
    found.expect(label).value.clone()
}

fn six(value: f64) -> String {
    number::significant(value, 6).text()
}

#[test]
fn a_gradient_has_one_length_in_time_and_gradients_however_large_or_small() {
    for (recurrent, steps) in [
        (3.0, 400),
        (3.0, 500),
        (0.8, 20),
        (0.2, 400),
        (1.0, 100),
        (1e-3, 60),
    ] {
        let (story, examined) = both("rnn", recurrent, steps);
        let subject = story.subject(1);
        let position = "1.dh.b".parse().unwrap();
        let time = sheet(&subject, None, ViewName::Unrolled, &position);
        let curve = study::decay(&examined, 0).sheet();
        for k in [1, steps / 2, steps - 1] {
            let t = steps - k;
            let named = format!("{recurrent}, k = {k} of {steps}");
            let length = number_of(&time, "norm of dL/dh", t - 1);
            assert!(length.is_finite() && length > 0.0, "{named}: {length}");
            assert_eq!(number_of(&curve, "measured", k), length, "{named}");
            assert_eq!(examined.measured[k], length, "{named}");
            let crossing = inspect(&subject, Some(&format!("cut.t{t}")), &position);
            assert_eq!(
                row(&crossing, "gradient crossing, norm"),
                six(length),
                "{named}"
            );
            let factors = study::inspect(&examined, Some(&Spot::Product(k).to_string()), k);
            let shown = factors.rows.iter().any(|row| row.value == six(length));
            assert!(shown, "{named}: {:?}", factors.rows);
        }
    }
}

#[test]
fn the_direct_road_is_one_product_in_time_and_gradients() {
    for (cell, steps) in [("lstm", 6), ("gru", 40)] {
        let (story, examined) = both(cell, 0.5, steps);
        let road = followed(&story.subject(1)).unwrap();
        let direct = examined.direct.as_ref().unwrap();
        for k in [1, steps / 2, steps - 1] {
            let (time, gradients) = (road.direct[steps - k - 1][0].abs(), direct.left[k]);
            assert!(
                (time / gradients - 1.0).abs() < 1e-13,
                "{cell} {k}: {time} {gradients}"
            );
        }
    }
}

#[test]
fn a_half_life_has_one_name_and_one_length_in_time_and_gradients() {
    for factor in [0.0, 0.5, 0.8, 0.999, 1.0, 1.2, 2.0] {
        let studied = examined(Study {
            rho: Some(factor),
            ..Study::default()
        });
        let (name, length) = decay(factor).half_life;
        let far = study::inspect(&studied, None, 1);
        assert_eq!(row(&far, &format!("{name} by \u{3c1}")), length, "{factor}");
        assert_eq!(study::readings(&studied, 1).half_life, half_life(factor));
        assert_eq!(name == "doubling time", factor > 1.0, "{factor}");
    }
}

#[test]
fn the_entropy_of_a_row_is_that_of_the_weights_in_its_table() {
    let translation = translated("reverse", "one number");
    for t in [1, 4, 10] {
        let here = at(&translation, &format!("{t}.weights.f"), 1);
        let table = translation::sheet(&here, Seq2SeqTable::Attention);
        let weights = table.rows[t - 1].iter().map(|entry| match entry.content {
            Content::Number(weight) => weight,
            _ => f64::NAN,
        });
        // The last column is their sum.
        let weights: Vec<f64> = weights.take(table.columns.len() - 1).collect();
        let entropy: f64 = weights
            .iter()
            .filter(|p| **p > 0.0)
            .map(|p| -p * libm::log(*p))
            .sum();
        let shown = translation::inspect(&here, Some(&format!("weights.t{t}.u1")));
        assert_eq!(row(&shown, "entropy, nats"), six(entropy), "output {t}");
    }
}
