//! The numbers that topics 4.1 to 4.5, 9.4 and Appendix A5 promise, from the study a person would make.

use labs::gradients::recurrent::{BaseKind, Bases, Source, Studied, Study};
use labs::setup::{Prepared, Setup};
use unrolled::ir::Precision;
use unrolled::model::Scenario;
use unrolled::model::init::Drawn;
use unrolled::model::spectrum::modulus;
use unrolled::run::chain::{Limits, band, powers};
use unrolled::run::{Chain, Lyapunov, Run, metrics};

fn model() -> Scenario {
    Setup::default().scenario().expect("the opening scene")
}

fn studied(study: &Study) -> Studied {
    study
        .studied(&model(), &mut Bases::default())
        .expect("a study that runs")
}

fn run(studied: &Studied) -> Run<f64> {
    Run::computed(&studied.scenario, None)
}

/// ‖dL/dh_{T-k}‖ / ‖dL/dh_T‖ for every k.
fn ratios(studied: &Studied) -> Vec<f64> {
    let run = run(studied);
    run.gradient_ratios(run.program().find("h").unwrap(), 0)
}

fn norm(studied: &Studied, k: usize) -> f64 {
    Chain::of(&studied.scenario, &run(studied))
        .range(k)
        .unwrap()
        .1
}

#[track_caller]
fn near(got: f64, want: f64, within: f64) {
    assert!(
        (got / want - 1.0).abs() <= within,
        "{got:e} instead of {want:e}"
    );
}

/// Topics 4.1, 4.2, A5 and checks 1 and 2: 0.0115, 38.3, 1.00.
#[test]
fn the_opening_is_the_power_of_the_spectral_radius_to_the_digit() {
    for (rho, at_20) in [(0.8, 0.011_529_215_05), (1.0, 1.0), (1.2, 38.337_599_92)] {
        for base in [BaseKind::Orth, BaseKind::Identity, BaseKind::Cyclic] {
            let studied = studied(&Study {
                rho: Some(rho),
                base,
                ..Study::default()
            });
            let measured = ratios(&studied);
            assert_eq!(measured.len(), 21);
            near(measured[20], at_20, 1e-9);
            let chain = Chain::of(&studied.scenario, &run(&studied));
            let [(_, matrix)] = &studied.recurrent[..] else {
                panic!("one matrix")
            };
            near(matrix.radius(), rho, 1e-13);
            near(matrix.norm(), rho, 1e-13);
            for (k, &measured) in measured.iter().enumerate() {
                let power = powers(rho, 20, Precision::Double)[k];
                near(measured, power, 1e-13);
                let (smallest, largest) = chain.range(k).unwrap();
                near(smallest, power, 1e-13);
                near(largest, power, 1e-13);
            }
        }
    }
    let far = Study {
        rho: Some(1.2),
        steps: 50.0,
        ..Study::default()
    };
    near(ratios(&studied(&far))[50], 9100.4, 1e-5);
    near(powers(0.8, 50, Precision::Double)[50], 1.427e-5, 1e-3);
}

/// Topic 7.1, A5: with W = 0.8 I the gradients of a mean over all states add up along one line.
#[test]
fn a_mean_over_all_states_leaves_the_mean_of_the_powers() {
    let identity = Study {
        base: BaseKind::Identity,
        ..Study::default()
    };
    let left = ratios(&studied(&identity));
    near(left[1..].iter().sum::<f64>() / 20.0, 0.197_69, 1e-4);
}

/// Topic 4.2, check 9 and A5: the peak at k = 4 for three weights, and what is left at 20.
#[test]
fn a_matrix_that_is_not_normal_grows_before_it_fades() {
    for (feeding, peak, size) in [
        (1.0, 2.127, 2.0),
        (2.0, 4.137, 2.0),
        (5.0, 10.256, 2.0),
        (2.0, 4.137, 8.0),
    ] {
        let study = Study {
            base: BaseKind::Nonnormal,
            feeding,
            hidden_size: size,
            ..Study::default()
        };
        let studied = studied(&study);
        let norms: Vec<f64> = (0..=20).map(|k| norm(&studied, k)).collect();
        near(norms[4], peak, 5e-4);
        assert!(norms.iter().all(|norm| *norm <= norms[4]), "{norms:?}");
        let (_, matrix) = &studied.recurrent[0];
        assert_eq!(matrix.radius(), 0.8);
        if feeding == 2.0 {
            near(norms[20], 0.5767, 5e-4);
            near(matrix.norm(), 2.28, 2e-3);
        }
    }
}

/// Topics 4.3 and 4.4: with tanh and inputs the same matrices let far less through, and 1.2 no longer explodes.
/// The references (0.0009 and 0.54) are spectral norms of the product, not what is left of one gradient (0.0375 in the
/// opening scene at 1.2), and of another draw: the middle of fifty draws is of their size.
#[test]
fn units_that_saturate_hide_the_explosion() {
    for (rho, reference, apart) in [(0.8, 0.0009, 1.6), (1.2, 0.54, 1.25)] {
        let curves: Vec<Vec<f64>> = (0..50)
            .map(|seed| {
                let study = Study {
                    rho: Some(rho),
                    activation: "tanh".to_owned(),
                    input_scale: 1.0,
                    seed: f64::from(seed),
                    ..Study::default()
                };
                vec![norm(&studied(&study), 20)]
            })
            .collect();
        let [[low, middle, high]] = band(&curves, [0.1, 0.5, 0.9])[..] else {
            panic!("one place")
        };
        assert!(
            reference / apart < middle && middle < reference * apart,
            "{rho}: {middle:e} instead of {reference}"
        );
        assert!(
            low < reference && reference < high,
            "{rho}: {low:e} {middle:e} {high:e}"
        );
        assert!(
            middle < 38.3 && middle < powers(rho, 20, Precision::Double)[20],
            "{middle:e}"
        );
    }
    let opening = Study {
        rho: Some(1.2),
        activation: "tanh".to_owned(),
        input_scale: 1.0,
        ..Study::default()
    };
    assert!(norm(&studied(&opening), 20) < 1.0, "check 8");
    let quiet = Study {
        input_scale: 0.0,
        ..opening.clone()
    };
    near(ratios(&studied(&quiet))[20], 38.337_599_92, 1e-9);
    let loud = run(&studied(&opening));
    let h = loud.program().find("h").unwrap();
    let slopes = loud.mean_slopes(h, 0);
    assert!(
        slopes.iter().all(|slope| (0.0..1.0).contains(slope)),
        "{slopes:?}"
    );
    let linear = run(&studied(&Study::default()));
    assert_eq!(linear.mean_slopes(h, 0), vec![1.0; 20]);
}

/// Topics 4.3 and 4.4, A5: where float32 ends.
#[test]
fn float32_loses_digits_from_392_and_overflows_at_487() {
    let fading = powers(0.8, 500, Precision::Single);
    assert_eq!(
        Limits::of(&fading, Precision::Single).loses_digits,
        Some(392)
    );
    near(fading[500], 2.8026e-45, 1e-4);
    let growing = powers(1.2, 500, Precision::Single);
    assert_eq!(
        Limits::of(&growing, Precision::Single),
        Limits {
            overflows: Some(487),
            ..Limits::default()
        }
    );
    assert_eq!(
        Limits::of(&powers(0.8, 500, Precision::Double), Precision::Double),
        Limits::default()
    );

    // The same in a run: one unit, so that nothing but the power is there.
    for (rho, limits) in [
        (
            0.8,
            Limits {
                loses_digits: Some(392),
                ..Limits::default()
            },
        ),
        (
            1.2,
            Limits {
                overflows: Some(487),
                ..Limits::default()
            },
        ),
    ] {
        let study = Study {
            rho: Some(rho),
            hidden_size: 1.0,
            steps: 500.0,
            precision: Precision::Single,
            ..Study::default()
        };
        let studied = studied(&study);
        assert_eq!(Limits::of(&ratios(&studied), Precision::Single), limits);
        let chain = Chain::of(&studied.scenario, &run(&studied));
        let products: Vec<f64> = (0..=500).map(|k| chain.product(k)[(0, 0)].abs()).collect();
        assert_eq!(Limits::of(&products, Precision::Single), limits);
        if limits.overflows.is_some() {
            assert!(chain.range(487).is_err() && chain.range(486).is_ok());
        }
    }
}

/// Topic 9.4: gaussian matrices stretch more than their radius says, orthogonal ones keep every length.
#[test]
fn initialisations_differ_as_the_topic_says() {
    let of = |study: Study| {
        let curves = (0..50).map(|seed| {
            let studied = studied(&Study {
                rho: study.rho,
                seed: f64::from(seed),
                ..study.clone()
            });
            vec![norm(&studied, 20), studied.recurrent[0].1.norm()]
        });
        band(&curves.collect::<Vec<_>>(), [0.1, 0.5, 0.9, 0.0])
    };
    let gaussian = of(Study {
        rho: Some(1.0),
        base: BaseKind::Gauss,
        ..Study::default()
    });
    assert!(
        gaussian[0][0] < 1.83 && 1.83 < gaussian[0][2],
        "{gaussian:?}"
    );
    assert!(
        gaussian[1][0] < 1.7 && gaussian[1][0] >= 1.0,
        "{gaussian:?}"
    );
    assert!(gaussian[1][3] < 1.24, "{gaussian:?}");
    let uniform = of(Study {
        rho: None,
        base: BaseKind::Uniform,
        hidden_size: 16.0,
        activation: "tanh".to_owned(),
        input_scale: 1.0,
        ..Study::default()
    });
    assert!(uniform[0][0] < 4e-5 && 4e-5 < uniform[0][2], "{uniform:?}");
}

/// Topic 9.4: how much of the whole state can come back under each start, over fifty seeds. The references are spectral
/// norms of the product, of one draw each.
#[test]
fn starts_over_fifty_seeds_are_of_the_size_the_topic_names() {
    for (kind, reference) in [("rnn", 4e-5), ("lstm", 0.15), ("gru", 0.05)] {
        let norms = (1..=50).map(|seed| {
            let study = Study {
                base: BaseKind::Uniform,
                hidden_size: 16.0,
                activation: "tanh".to_owned(),
                input_scale: 1.0,
                seed: f64::from(seed),
                ..Study::default()
            };
            let scenario = study.as_drawn(kind).unwrap();
            let run = Run::computed(&scenario, None);
            vec![Chain::of(&scenario, &run).range(20).unwrap().1]
        });
        let [[low, middle, high]] = band(&norms.collect::<Vec<_>>(), [0.1, 0.5, 0.9])[..] else {
            panic!("one place")
        };
        let apart = middle / reference;
        assert!(
            (0.3..3.0).contains(&apart),
            "{kind}: {low:e} {middle:e} {high:e}"
        );
    }
}

/// Under the slider cells beside the plain one are not drawn again, and come out as if they were.
#[test]
fn a_cell_that_is_known_is_scaled_to_what_a_fresh_one_has() {
    let mut bases = Bases::default();
    let first = Study {
        hidden_size: 5.0,
        input_scale: 1.0,
        ..Study::default()
    };
    let other = |change: fn(&mut Study)| {
        let mut study = first.clone();
        change(&mut study);
        study
    };
    for study in [
        first.clone(),
        other(|study| study.rho = Some(1.3)),
        other(|study| study.steps = 7.0),
        other(|study| study.seed = 8.0),
        other(|study| study.f_bias = 3.0),
        other(|study| study.base = BaseKind::Gauss),
        other(|study| study.hidden_size = 4.0),
    ] {
        for kind in ["gru", "lstm"] {
            let known = study.beside(kind, &mut bases).unwrap();
            let fresh = study.beside(kind, &mut Bases::default()).unwrap();
            assert_eq!(known.scenario.params, fresh.scenario.params, "{study:?}");
            assert_eq!(known.scenario.encoded, fresh.scenario.encoded);
            assert_eq!(known.recurrent, fresh.recurrent);
        }
    }
}

/// Like with like: the same inputs, the same width, the same start.
#[test]
fn three_cells_stand_side_by_side_on_the_same_sequence() {
    let study = Study {
        activation: "tanh".to_owned(),
        input_scale: 1.0,
        rho: None,
        ..Study::default()
    };
    let [rnn, gru, lstm] =
        ["rnn", "gru", "lstm"].map(|kind| study.beside(kind, &mut Bases::default()).unwrap());
    assert_eq!(rnn.scenario.encoded, gru.scenario.encoded);
    assert_eq!(rnn.scenario.encoded, lstm.scenario.encoded);
    assert_eq!(rnn.scenario.params, studied(&study).scenario.params);
    assert_eq!(
        [
            rnn.recurrent.len(),
            gru.recurrent.len(),
            lstm.recurrent.len()
        ],
        [1, 3, 4]
    );
    for cell in [&rnn, &gru, &lstm] {
        let ratios = ratios(cell);
        assert_eq!(ratios.len(), 21);
        assert_eq!(ratios[0], 1.0);
        let chain = Chain::of(&cell.scenario, &run(cell));
        assert_eq!(chain.product(0).nrows(), run(cell).state_size());
    }
}

#[test]
fn a_typed_radius_far_beyond_the_slider_stays_finite_and_says_where_it_ends() {
    let study = Study {
        rho: Some(1e6),
        ..Study::default()
    };
    near(ratios(&studied(&study))[20], 1e120, 1e-9);
    near(norm(&studied(&study), 20), 1e120, 1e-9);
    let long = studied(&Study {
        steps: 500.0,
        ..study.clone()
    });
    assert_eq!(
        Limits::of(&ratios(&long), Precision::Double).overflows,
        Some(52)
    );
    let nothing = studied(&Study {
        rho: Some(0.0),
        ..Study::default()
    });
    assert_eq!(ratios(&nothing)[1..], [0.0; 20]);
    assert_eq!(norm(&nothing, 1), 0.0);
    for bad in [-0.1, 1e10, f64::NAN, f64::INFINITY] {
        let refused = Study {
            rho: Some(bad),
            ..Study::default()
        };
        let error = refused
            .studied(&model(), &mut Bases::default())
            .unwrap_err();
        assert_eq!(error.path, "grad.rho");
    }
}

#[test]
fn a_matrix_by_hand_is_scaled_or_says_why_not() {
    let hand = |rows: Vec<Vec<f64>>| Study {
        base: BaseKind::Edited,
        edited: Some(rows),
        ..Study::default()
    };
    let turned = studied(&hand(vec![vec![0.0, -3.0], vec![3.0, 0.0]]));
    let (_, matrix) = &turned.recurrent[0];
    near(matrix.radius(), 0.8, 1e-15);
    assert!((matrix.matrix[(1, 0)] - 0.8).abs() < 1e-15);
    near(ratios(&turned)[20], 0.011_529_215_05, 1e-9);
    let nilpotent = studied(&hand(vec![vec![0.0, 1.0], vec![0.0, 0.0]]));
    assert_eq!(
        nilpotent.notices,
        ["All eigenvalues are 0, so no factor gives a spectral radius of 0.8: shown as it is."]
    );
    assert_eq!(nilpotent.recurrent[0].1.matrix[(0, 1)], 1.0);
    let paths = [
        (vec![], "grad.edited"),
        (vec![vec![1.0, 2.0]], "grad.edited[0]"),
        (
            vec![vec![1.0, 2.0], vec![1.0, f64::NAN]],
            "grad.edited[1][1]",
        ),
    ];
    for (rows, path) in paths {
        let error = hand(rows)
            .studied(&model(), &mut Bases::default())
            .unwrap_err();
        assert_eq!(error.path, path);
    }
}

#[test]
fn the_current_model_is_studied_as_a_copy() {
    let storybook = Setup {
        cell: "rnn".to_owned(),
        ..Setup::default()
    }
    .scenario()
    .unwrap();
    let study = Study {
        source: Source::Model,
        rho: None,
        ..Study::default()
    };
    let plain = study.studied(&storybook, &mut Bases::default()).unwrap();
    let moduli: Vec<f64> = plain.recurrent[0]
        .1
        .eigenvalues
        .iter()
        .map(|value| modulus(*value))
        .collect();
    for (got, want) in moduli.iter().zip([0.9, 0.9, 0.5]) {
        near(*got, want, 1e-14);
    }
    assert_eq!(plain.scenario.encoded, storybook.encoded);
    let scaled = Study {
        rho: Some(1.8),
        ..study.clone()
    }
    .studied(&storybook, &mut Bases::default())
    .unwrap();
    near(scaled.recurrent[0].1.eigenvalues[2].re, 1.0, 1e-14);
    near(scaled.scenario.params[6], 1.0, 1e-14);

    let as_base = Study {
        base: BaseKind::Model,
        ..Study::default()
    };
    let found = as_base.studied(&storybook, &mut Bases::default()).unwrap();
    near(found.recurrent[0].1.radius(), 0.8, 1e-14);
    let other = as_base.studied(&model(), &mut Bases::default()).unwrap();
    assert_eq!(
        other.notices,
        [
            "The LSTM has 4 recurrent matrices, not one: an orthogonal matrix is studied in their place."
        ]
    );
    near(other.recurrent[0].1.norm(), 0.8, 1e-13);
    let gated = study.studied(&model(), &mut Bases::default()).unwrap();
    assert_eq!(gated.recurrent.len(), 4);
    assert_eq!(ratios(&gated).len(), 7);
}

#[test]
fn a_base_found_once_is_the_one_that_would_be_found_again() {
    let mut bases = Bases::default();
    for (rho, seed, base) in [
        (0.8, 7.0, BaseKind::Gauss),
        (1.3, 7.0, BaseKind::Gauss),
        (1.3, 8.0, BaseKind::Gauss),
        (1.3, 8.0, BaseKind::Uniform),
        (0.8, 7.0, BaseKind::Gauss),
    ] {
        let study = Study {
            rho: Some(rho),
            seed,
            base,
            ..Study::default()
        };
        let kept = study.studied(&model(), &mut bases).unwrap();
        assert_eq!(kept.recurrent, studied(&study).recurrent);
        near(kept.recurrent[0].1.radius(), rho, 1e-13);
    }
}

/// Left alone, a large random network is chaotic above a radius of 1 and comes to rest below.
#[test]
fn the_sign_of_the_largest_exponent_tells_chaos_from_rest() {
    let exponent = |rho: f64| {
        let study = Study {
            rho: Some(rho),
            base: BaseKind::Gauss,
            hidden_size: 32.0,
            activation: "tanh".to_owned(),
            ..Study::default()
        };
        let alone = study
            .left_alone(&model(), &mut Bases::default(), 1000)
            .unwrap();
        let run = run(&alone);
        let steps = (0..1000).map(|t| run.step_jacobian(t, 0));
        Lyapunov::of(steps, 2).exponents()[0]
    };
    assert!(exponent(0.8) < -0.05, "{}", exponent(0.8));
    assert!(exponent(3.0) > 0.05, "{}", exponent(3.0));
}

/// The gradient that is measured is the one the products carry back.
#[test]
fn the_measured_ratio_is_what_the_products_make_of_the_gradient() {
    let study = Study {
        activation: "tanh".to_owned(),
        input_scale: 0.7,
        base: BaseKind::Gauss,
        ..Study::default()
    };
    let studied = studied(&study);
    let run = run(&studied);
    let chain = Chain::of(&studied.scenario, &run);
    let start = studied.scenario.target.columns[0].clone();
    near(metrics::norm(&start), 1.0, 1e-15);
    let start = nalgebra::DVector::from_vec(start);
    for (k, ratio) in ratios(&studied).iter().enumerate() {
        let carried = chain.product(k).transpose() * &start;
        near(*ratio, metrics::norm(carried.as_slice()), 1e-13);
        let (smallest, largest) = chain.range(k).unwrap();
        assert!(
            smallest * (1.0 - 1e-12) <= *ratio && *ratio <= largest * (1.0 + 1e-12),
            "{k}"
        );
    }
}

/// Topic 9.4: what gated cells with a friendly bias let through, over 20 seeds.
#[test]
fn gated_cells_let_as_much_through_as_the_topic_says() {
    for (kind, reference) in [("gru", 0.05), ("lstm", 0.15)] {
        let curves = (0..20).map(|seed| {
            let study = Study {
                rho: None,
                hidden_size: 16.0,
                input_scale: 1.0,
                seed: f64::from(seed),
                ..Study::default()
            };
            vec![norm(
                &study.beside(kind, &mut Bases::default()).unwrap(),
                20,
            )]
        });
        let found = band(&curves.collect::<Vec<_>>(), [0.1, 0.9]);
        assert!(
            found[0][0] < reference && reference < found[0][1],
            "{kind}: {found:?}"
        );
    }
}

/// The button "use in Cell": one change, and the stepper has the matrix.
#[test]
fn the_studied_matrix_goes_into_the_model_and_nothing_else_changes() {
    let study = Study {
        rho: Some(1.1),
        activation: "tanh".to_owned(),
        ..Study::default()
    };
    let studied = studied(&study);
    let setup = Setup {
        h0: Some(vec![0.1, 0.2, 0.3]),
        ..Setup::default()
    };
    let used = study.used_in(&setup, &studied).unwrap();
    let Prepared {
        scenario, notices, ..
    } = used.prepared(&mut Drawn::default()).unwrap();
    assert_eq!(notices, Vec::<String>::new());
    assert_eq!(scenario.spec.cell.name(), "rnn tanh");
    assert_eq!(scenario.encoded, setup.scenario().unwrap().encoded);
    let again = Study {
        base: BaseKind::Model,
        rho: None,
        ..Study::default()
    };
    let back = again.studied(&scenario, &mut Bases::default()).unwrap();
    assert_eq!(back.recurrent[0].1.matrix, studied.recurrent[0].1.matrix);
    let gated = study.beside("lstm", &mut Bases::default()).unwrap();
    assert_eq!(
        study.used_in(&setup, &gated).unwrap_err().path,
        "grad.source"
    );
}

/// As in a link: whatever is left out is as in the opening, and an unknown word is refused.
#[test]
fn a_study_reads_back_as_it_was_written() {
    let read = |text: &str| serde_json::from_str::<Study>(text);
    assert_eq!(read("{}").unwrap(), Study::default());
    let study = Study {
        source: Source::Model,
        base: BaseKind::Nonnormal,
        rho: None,
        edited: Some(vec![vec![1.5]]),
        precision: Precision::Single,
        ..Study::default()
    };
    let text = serde_json::to_string(&study).unwrap();
    assert_eq!(read(&text).unwrap(), study, "{text}");
    assert!(read(r#"{"H": 3, "T": 9, "inputScale": 1, "base": "cyclic"}"#).is_ok());
    assert!(read(r#"{"base": "round"}"#).is_err() && read(r#"{"Rho": 1}"#).is_err());
}

/// Topic 9.4: what each start of the recurrent matrix is.
#[test]
fn every_base_is_what_its_name_says() {
    for (base, radius, norm) in [
        (BaseKind::Orth, 1.0..=1.0, 1.0..=1.0),
        (BaseKind::Identity, 1.0..=1.0, 1.0..=1.0),
        (BaseKind::Cyclic, 1.0..=1.0, 1.0..=1.0),
        (BaseKind::Gauss, 0.7..=1.4, 1.3..=2.3),
        (BaseKind::Uniform, 0.4..=0.9, 0.8..=1.4),
        (BaseKind::Glorot, 0.7..=1.4, 1.3..=2.3),
    ] {
        for seed in 0..10 {
            let study = Study {
                rho: None,
                hidden_size: 32.0,
                seed: f64::from(seed),
                base,
                ..Study::default()
            };
            let found = &studied(&study).recurrent[0].1;
            for (value, range) in [(found.radius(), &radius), (found.norm(), &norm)] {
                let (low, high) = (range.start() - 1e-12, range.end() + 1e-12);
                assert!(low <= value && value <= high, "{base:?} {seed}: {value}");
            }
        }
    }
}
