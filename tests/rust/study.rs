//! What the Gradients lab reads off a study, says about it and draws: the numbers of topics 4.1 to 4.4 and of Appendix
//! A5, and what becomes of them at extremes.

use labs::gradients::explain::study;
use labs::gradients::explain::study::{Spot, StudyTable, pictures};
use labs::gradients::recurrent::{BaseKind, Bases, Compare, Study};
use labs::gradients::run::study::Beside;
use labs::gradients::run::study::Examined;
use labs::setup::Setup;
use unrolled::ir::Precision;
use view::explain::{Level, Notation, Verbosity};

/// A study that has run, with what stands beside it.
pub(crate) fn examined(study: Study) -> Examined {
    let model = Setup::default().scenario().expect("the opening scene");
    let studied = study
        .studied(&model, &mut Bases::default())
        .expect("a study that runs");
    let beside = Beside::all(&study, &mut Bases::default()).expect("cells beside it");
    Examined::of(study, studied, beside, None)
}

fn said(examined: &Examined, k: usize) -> String {
    study::sentence(examined, k, Verbosity::Normal, None)
}

#[test]
fn the_sentence_says_what_is_left_at_what_pace() {
    let at = |rho: f64, k| {
        said(
            &examined(Study {
                rho: Some(rho),
                ..Study::default()
            }),
            k,
        )
    };
    assert_eq!(
        at(0.8, 20),
        "\u{3c1} 0.8. After 20 steps 0.0115 of the gradient is left. Shrinking: factor 0.800 per step."
    );
    assert_eq!(
        at(1.2, 20),
        "\u{3c1} 1.2. After 20 steps the gradient is multiplied by 38.3. Growing: factor 1.20 per step."
    );
    assert_eq!(
        at(1.0, 1),
        "\u{3c1} 1. After 1 step the gradient is as large as it was: 1.00. It holds."
    );
    assert_eq!(
        at(0.0, 3),
        "\u{3c1} 0. After 3 steps nothing is left: exactly 0 from k = 1."
    );
}

/// The transcript of the product: what was left before stands beside what is left now.
#[test]
fn after_a_change_the_sentence_says_what_was_left_before() {
    let exploding = examined(Study {
        rho: Some(1.2),
        ..Study::default()
    });
    let said = |was| study::sentence(&exploding, 20, Verbosity::Normal, was);
    assert_eq!(
        said(Some("0.0115")),
        "\u{3c1} 1.2. After 20 steps the gradient is multiplied by 38.3. It was 0.0115. Growing: factor 1.20 per step."
    );
    assert_eq!(said(Some("38.3")), said(None), "nothing has changed");
}

/// Past overflow the number is no number: number, sentence and chart say from where on it is what.
#[test]
fn past_overflow_the_number_and_the_sentence_say_the_same() {
    let beyond = examined(Study {
        rho: Some(1.2),
        steps: 500.0,
        precision: Precision::Single,
        ..Study::default()
    });
    let limits = beyond.limits();
    let (inf, nan) = (limits.overflows.expect("inf"), limits.is_lost.expect("NaN"));
    assert!(
        (480..=490).contains(&inf) && inf < nan && nan <= 500,
        "{limits:?}"
    );
    let words = format!("inf from k = {inf}, NaN from k = {nan}");
    for (k, number) in [(inf, "inf"), (nan, "NaN"), (500, "NaN")] {
        assert_eq!(
            study::verdict(&beyond, k),
            (number.to_owned(), format!("overflowed: {words}"))
        );
        let said = said(&beyond, k);
        assert!(
            said.contains(&format!("has overflowed in float32: {words}.")),
            "{said}"
        );
    }
    assert_eq!(study::verdict(&beyond, inf - 1).1, "times the signal");
    let notes = study::decay(&beyond, 500).notes.into_iter();
    let notes: Vec<String> = notes.map(|note| note.words).collect();
    assert_eq!(notes.join(", "), format!("float32: {words}"));
}

/// Topics 5.1 and 6.1: biases alone at zero input and zero weights give f^k and (1 - z)^k along the direct road.
#[test]
fn the_direct_road_of_gated_cells_is_the_power_of_what_keeps() {
    let gated = |f_bias, z_bias| {
        examined(Study {
            rho: Some(0.0),
            compare: Compare::Both,
            f_bias,
            z_bias,
            ..Study::default()
        })
    };
    for (f_bias, f20) in [(0.0, 9.5e-7), (1.0, 0.0019), (3.0, 0.378), (5.0, 0.874)] {
        let gated = gated(f_bias, -2.944_438_979_166_44);
        let sheet = study::decay(&gated, 20).sheet().csv();
        let header = sheet
            .lines()
            .find(|line| line.contains("measured"))
            .expect("a header");
        assert!(header.contains("GRU, product of 1\u{2212}z"), "{header}");
        assert!(header.contains("LSTM, product of f"), "{header}");
        let left = |kind: &str| {
            let own = gated
                .beside
                .iter()
                .find(|it| it.kind == kind)
                .expect("beside it");
            own.direct.as_ref().expect("a direct road").left[20]
        };
        assert!(
            (left("lstm") / f20 - 1.0).abs() < 0.03,
            "{f_bias}: {}",
            left("lstm")
        );
        assert!((left("gru") - 0.358).abs() < 1e-3, "{}", left("gru"));
        assert!(
            said(&gated, 20).contains("where no matrix stands, the GRU keeps 0.358 (product of 1\u{2212}z) and the LSTM keeps"),
            "{}",
            said(&gated, 20)
        );
    }
    let chart = study::decay(&gated(1.0, -1.0), 20);
    let names: Vec<&str> = (chart.series.iter())
        .map(|series| series.name.as_str())
        .collect();
    assert!(
        names.contains(&"\u{220f}f") && names.contains(&"\u{220f}(1\u{2212}z)"),
        "{names:?}"
    );
}

/// Topic 4.2: (0.8, 2; 0, 0.8) rises to 4.14 at k = 4 and falls to 0.577 at k = 20.
#[test]
fn the_readings_of_the_transient_are_those_of_the_topic() {
    let transient = examined(Study {
        base: BaseKind::Nonnormal,
        ..Study::default()
    });
    let (_, at_4) = study::readings(&transient, 4).range.expect("finite");
    let (_, at_20) = study::readings(&transient, 20).range.expect("finite");
    assert!(
        (at_4 - 4.136_56).abs() < 1e-5 && (at_20 - 0.5767).abs() < 1e-4,
        "{at_4} {at_20}"
    );
    assert!(
        said(&transient, 20)
            .contains("rises to 4.14 at k = 4, although \u{3c1} is below 1: \u{3c3}_max is 2.28")
    );
}

#[test]
fn tanh_is_named_as_what_keeps_a_gradient_from_exploding() {
    let study = Study {
        rho: Some(1.2),
        activation: "tanh".to_owned(),
        input_scale: 1.0,
        ..Study::default()
    };
    let saturated = examined(study);
    let at = study::readings(&saturated, 20);
    assert!(at.measured < 1.0 && at.power.is_some_and(|power| power > 38.0));
    let slope = at.slope.expect("a slope");
    let said = said(&saturated, 20);
    assert!(
        said.contains("units saturate, so the gradient shrinks although \u{3c1} is 1.2"),
        "{said}"
    );
    assert!(
        said.contains(&format!("tanh slopes average {slope:.3} here")),
        "{said}"
    );
}

#[test]
fn every_reading_is_a_number_of_the_run() {
    let gauss = examined(Study {
        base: BaseKind::Gauss,
        activation: "tanh".to_owned(),
        input_scale: 0.5,
        compare: Compare::Both,
        ..Study::default()
    });
    let run = &gauss.run;
    let h = run.program().find("h").expect("a state");
    let ratios = run.gradient_ratios(h, 0);
    let sheet = study::decay(&gauss, 20).sheet().csv();
    for (k, ratio) in ratios.iter().enumerate() {
        assert_eq!(study::readings(&gauss, k).measured, *ratio);
        assert!(sheet.contains(&format!("k = {k},{ratio:?},")), "{sheet}");
        let (_, largest) = study::readings(&gauss, k).range.expect("finite");
        assert!(
            *ratio <= largest * (1.0 + 1e-12),
            "no gradient is larger than the product allows"
        );
        assert!(largest <= study::readings(&gauss, k).bound.expect("one matrix") * (1.0 + 1e-12));
    }
    assert_eq!(gauss.beside.len(), 2);
    for beside in &gauss.beside {
        assert_eq!((beside.full.len(), beside.full[0]), (21, 1.0));
    }
}

/// Appendix A5: in float32 0.8^k loses digits from k = 392, 1.2^k overflows at 487.
#[test]
fn where_float32_ends_is_said_however_few_steps_were_run() {
    let row = |rho: f64| {
        let about = study::inspect(
            &examined(Study {
                rho: Some(rho),
                ..Study::default()
            }),
            None,
            20,
        );
        let row = about
            .rows
            .into_iter()
            .find(|row| row.label.contains("float32"));
        row.map(|row| row.value)
    };
    assert_eq!(row(0.8).as_deref(), Some("loses digits from k = 392"));
    assert_eq!(row(1.2).as_deref(), Some("inf from k = 487"));
    assert_eq!(row(1.0), None);
}

#[test]
fn the_formulas_hold_the_readings_at_three_levels() {
    let opening = examined(Study::default());
    let latex = |level| study::formula(&opening, 20, level, Notation::Lesson).latex;
    assert!(latex(Level::Symbols).contains(r"\prod_{"));
    assert!(
        latex(Level::Symbols).contains("D_{k} W_{hh}"),
        "{}",
        latex(Level::Symbols)
    );
    assert!(
        latex(Level::Vectors).contains(r"\cdots"),
        "{}",
        latex(Level::Vectors)
    );
    assert!(
        latex(Level::Numbers).contains("{0.8}^{20} = 0.0115"),
        "{}",
        latex(Level::Numbers)
    );
    let power = study::power(&opening, 20).expect("one matrix");
    assert_eq!(power.words, "0.8 to the power of 20 equals 0.0115");
}

/// Nothing here may panic, hang or print a number that was not computed.
#[test]
fn extremes_have_words_tables_and_pictures() {
    let nilpotent = vec![vec![0.0, 1.0], vec![0.0, 0.0]];
    let vast = vec![vec![1e300, -1e300], vec![1e300, 1e-300]];
    let edited = |rows: Vec<Vec<f64>>| Study {
        base: BaseKind::Edited,
        edited: Some(rows),
        rho: None,
        ..Study::default()
    };
    let studies = [
        Study {
            rho: Some(1e6),
            steps: 500.0,
            ..Study::default()
        },
        Study {
            rho: Some(1e9),
            precision: Precision::Single,
            ..Study::default()
        },
        Study {
            base: BaseKind::Cyclic,
            hidden_size: 64.0,
            rho: Some(1.0),
            ..Study::default()
        },
        edited(nilpotent),
        edited(vast),
        edited(vec![vec![0.0]]),
        Study {
            input_scale: 1e300,
            activation: "tanh".to_owned(),
            ..Study::default()
        },
        Study {
            input_scale: 1e300,
            compare: Compare::Both,
            ..Study::default()
        },
        Study {
            steps: 1.0,
            hidden_size: 1.0,
            ..Study::default()
        },
    ];
    for study in studies {
        let label = format!("{study:?}");
        let examined = examined(study);
        examined.refine();
        for k in [0, 1, examined.steps(), 1000] {
            assert!(!said(&examined, k).is_empty(), "{label}");
            for level in [Level::Symbols, Level::Vectors, Level::Numbers] {
                let formula = study::formula(&examined, k, level, Notation::Pytorch);
                assert!(!formula.words.is_empty(), "{label}");
            }
            let about = study::inspect(&examined, Some(&Spot::Factor(1).to_string()), k);
            assert!(!about.rows.is_empty(), "{label}");
            let (low, high) = study::decay(&examined, k).y.ends;
            assert!(low.is_finite() && high.is_finite() && low < high, "{label}");
            let plane = pictures::plane(&examined).expect("one matrix");
            assert!(
                plane.reach.is_finite() && plane.reach >= plane.radius,
                "{label}"
            );
            assert!(!pictures::chain(&examined, k).number.is_empty(), "{label}");
            assert!(
                pictures::factors(&examined, k, 5).tiles.len() <= 5,
                "{label}"
            );
            let matrix = study::matrix(&examined).expect("one matrix").sheet();
            assert!(!matrix.rows.is_empty(), "{label}");
            let forward = study::forward(&examined, k);
            assert!(
                forward.y.ends.1 > 0.0 && !forward.sheet().rows.is_empty(),
                "{label}"
            );
        }
        for table in [StudyTable::Chain, StudyTable::Plane, StudyTable::Factors] {
            assert!(!study::sheet(&examined, table).rows.is_empty(), "{label}");
        }
    }
}
