//! Eigenvalues and singular values: no matrix hangs or panics, and what comes out is right.

use nalgebra::{Complex, DMatrix};
use proptest::prelude::*;
use unrolled::model::spectrum::{
    SpectrumError, eigenvalues, modulus, singular_range, singular_values, spectral_norm,
    spectral_radius, with_eigenvalue_moved,
};
use unrolled::run::metrics::norm;

fn cyclic(size: usize) -> DMatrix<f64> {
    DMatrix::from_fn(size, size, |r, c| f64::from(u8::from(r == (c + 1) % size)))
}

/// The value on the diagonal and 1 beside it, above or below.
fn jordan(size: usize, value: f64, below: bool) -> DMatrix<f64> {
    DMatrix::from_fn(size, size, |r, c| {
        let beside = if below { r == c + 1 } else { c == r + 1 };
        if r == c {
            value
        } else {
            f64::from(u8::from(beside))
        }
    })
}

#[track_caller]
fn near(got: f64, want: f64, within: f64) {
    assert!(
        (got - want).abs() <= within * want.abs().max(1e-300),
        "{got:e} instead of {want:e}"
    );
}

/// The matrices on which other software hangs.
#[test]
fn a_cyclic_shift_of_any_size_has_all_its_eigenvalues_on_the_circle() {
    for size in 2..=64 {
        for scale in [1.0, 0.8, 1e300, 1e-300, 1e-320] {
            let matrix = cyclic(size) * scale;
            let found = eigenvalues(&matrix).unwrap();
            let within = if scale == 1e-320 { 1e-3 } else { 1e-13 };
            for value in &found {
                near(modulus(*value), scale, within);
            }
            // Their n-th powers are all one: they are the roots of unity, each once.
            let mut angles: Vec<f64> = found
                .iter()
                .map(|v| libm::atan2(v.im / scale, v.re / scale))
                .collect();
            angles.sort_by(f64::total_cmp);
            let step = 2.0 * std::f64::consts::PI / f64::from(u32::try_from(size).unwrap());
            for pair in angles.windows(2) {
                assert!(
                    (pair[1] - pair[0] - step).abs() < 1e-3,
                    "{size}: {angles:?}"
                );
            }
            for value in singular_values(&matrix).unwrap() {
                near(value, scale, within);
            }
        }
    }
}

#[test]
fn a_nilpotent_matrix_has_the_spectral_radius_0_to_the_bit() {
    for size in 1..=64 {
        for below in [false, true] {
            let shift = jordan(size, 0.0, below);
            assert_eq!(spectral_radius(&shift), Ok(0.0), "{size}");
            let order: Vec<usize> = (0..size).map(|unit| (unit * 5 + 3) % size).collect();
            if size % 5 != 0 {
                let mixed = DMatrix::from_fn(size, size, |r, c| shift[(order[r], order[c])]);
                assert_eq!(
                    spectral_radius(&mixed),
                    Ok(0.0),
                    "{size}, units in another order"
                );
            }
            let norm = if size == 1 { 0.0 } else { 1.0 };
            near(spectral_norm(&shift).unwrap(), norm, 1e-15);
        }
    }
}

#[test]
fn a_jordan_block_and_repeated_eigenvalues_are_read_off() {
    for size in 1..=32 {
        for below in [false, true] {
            let found = eigenvalues(&jordan(size, 0.8, below)).unwrap();
            assert!(
                found.iter().all(|value| *value == Complex::new(0.8, 0.0)),
                "{found:?}"
            );
        }
        let same = DMatrix::from_diagonal_element(size, size, -1.25);
        assert!(
            eigenvalues(&same)
                .unwrap()
                .iter()
                .all(|value| value.re == -1.25)
        );
        assert!(
            singular_values(&same)
                .unwrap()
                .iter()
                .all(|value| (value - 1.25).abs() < 1e-15)
        );
    }
}

#[test]
fn zeros_have_zeros() {
    for size in [1, 2, 3, 17, 128] {
        let zeros = DMatrix::zeros(size, size);
        assert!(
            eigenvalues(&zeros)
                .unwrap()
                .iter()
                .all(|value| modulus(*value) == 0.0)
        );
        assert_eq!(singular_values(&zeros).unwrap(), vec![0.0; size]);
    }
}

#[test]
fn what_is_not_finite_not_square_or_empty_is_refused_with_its_place() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut matrix = DMatrix::identity(8, 8);
        matrix[(5, 2)] = bad;
        assert_eq!(eigenvalues(&matrix), Err(SpectrumError::NotFinite(5, 2)));
        assert_eq!(
            singular_values(&matrix),
            Err(SpectrumError::NotFinite(5, 2))
        );
        assert_eq!(singular_range(&matrix), Err(SpectrumError::NotFinite(5, 2)));
    }
    assert_eq!(
        eigenvalues(&DMatrix::zeros(0, 0)),
        Err(SpectrumError::Empty)
    );
    assert_eq!(
        singular_values(&DMatrix::zeros(2, 3)),
        Err(SpectrumError::NotSquare(2, 3))
    );
    assert_eq!(
        SpectrumError::NotFinite(5, 2).to_string(),
        "the entry in row 6, column 3 is not finite"
    );
}

/// What is greater than an f64 can be is infinite, not wrong.
#[test]
fn what_is_nothing_beside_the_largest_entry_is_0_however_it_is_asked_for() {
    let entries = [
        ((5, 0), 3.233546521790158e214),
        ((7, 0), -0.320204833478606),
        ((8, 0), 0.6380921367728126),
        ((9, 0), 0.5232031144860896),
        ((10, 0), -1.9495175839952767),
        ((7, 1), -0.8564482080709679),
        ((9, 1), -0.9011968585509912),
        ((5, 2), 1.0),
        ((5, 3), 0.41431855883861773),
        ((2, 4), 1e150),
        ((8, 4), 1e300),
        ((5, 5), 0.5),
        ((6, 5), 1e300),
        ((5, 6), -0.3352344651461453),
        ((5, 7), -1.4045234723373028),
        ((0, 8), 1e300),
        ((2, 8), 1e300),
        ((5, 9), -1.5206133006023594),
        ((2, 10), 1e150),
        ((5, 10), 1e-300),
    ];
    let mut matrix = DMatrix::zeros(11, 11);
    for (place, entry) in entries {
        matrix[place] = entry;
    }
    let all = singular_values(&matrix).unwrap();
    assert_eq!(all[10], 0.0);
    assert_eq!(singular_range(&matrix).unwrap(), (all[10], all[0]));
}

#[test]
fn what_leaves_the_range_is_infinite() {
    let huge = DMatrix::from_element(4, 4, 1e308);
    assert_eq!(spectral_radius(&huge), Ok(f64::INFINITY));
    assert_eq!(spectral_norm(&huge), Ok(f64::INFINITY));
    let tiny = DMatrix::from_element(4, 4, 1e-308);
    near(spectral_radius(&tiny).unwrap(), 4e-308, 1e-14);
}

/// Scaled by units, 1e200 above the diagonal and 1e-200 below have the eigenvalues 2 and 0.
#[test]
fn units_of_very_different_size_are_brought_together() {
    let matrix = DMatrix::from_row_slice(2, 2, &[1.0, 1e140, 1e-140, 1.0]);
    near(spectral_radius(&matrix).unwrap(), 2.0, 1e-14);
}

#[test]
fn a_length_neither_overflows_nor_underflows() {
    near(norm(&[3e300, 4e300]), 5e300, 1e-15);
    near(norm(&[3e-300, 4e-300]), 5e-300, 1e-15);
    near(norm(&[3e30_f32, 4e30]), 5e30, 1e-6);
    assert_eq!(norm::<f64>(&[]), 0.0);
    assert_eq!(norm(&[1.0, f64::INFINITY]), f64::INFINITY);
    assert!(norm(&[1.0, f64::NAN]).is_nan());
}

/// How far the eigenvalues are from those wanted, whatever their order.
fn apart(found: &[Complex<f64>], wanted: &[Complex<f64>]) -> f64 {
    let nearest = |value: &Complex<f64>| {
        let apart = found.iter().map(|found| modulus(found - value));
        apart.fold(f64::INFINITY, f64::min)
    };
    wanted.iter().map(nearest).fold(0.0, f64::max)
}

/// LAPACK's numbers, through numpy. What is nearly repeated is as uncertain as the root of the rounding.
#[test]
fn eigenvalues_and_singular_values_are_those_of_lapack() {
    let file: serde_json::Value =
        serde_json::from_str(include_str!("../golden/spectra.json")).unwrap();
    for case in file["cases"].as_array().unwrap() {
        let name = &case["name"];
        let numbers = |list: &serde_json::Value| -> Vec<f64> {
            serde_json::from_value(list.clone()).unwrap()
        };
        let rows: Vec<Vec<f64>> = serde_json::from_value(case["matrix"].clone()).unwrap();
        let matrix = DMatrix::from_row_slice(rows.len(), rows.len(), &rows.concat());
        let wanted: Vec<_> = case["eigenvalues"]
            .as_array()
            .unwrap()
            .iter()
            .map(|pair| {
                let pair = numbers(pair);
                Complex::new(pair[0], pair[1])
            })
            .collect();
        let found = eigenvalues(&matrix).unwrap();
        let norm = spectral_norm(&matrix).unwrap();
        assert!(apart(&found, &wanted) <= 1e-11 * norm, "{name}: {found:?}");
        assert!(apart(&wanted, &found) <= 1e-11 * norm, "{name}: {found:?}");
        let singular = singular_values(&matrix).unwrap();
        for (got, want) in singular.iter().zip(numbers(&case["singular_values"])) {
            assert!((got - want).abs() <= 1e-13 * norm, "{name}: {got} {want}");
        }
    }
}

/// Dragging one: the others stay, of a pair both move.
#[test]
fn an_eigenvalue_is_moved_and_the_others_stay() {
    let number = |place: usize| libm::sin((place * place) as f64 * 1.7 + 0.3);
    for size in [1, 2, 3, 8, 16] {
        let any = DMatrix::from_fn(size, size, |r, c| number(r * size + c));
        for (matrix, within) in [(any.clone().qr().q(), 1e-13), (any, 1e-10)] {
            let before = eigenvalues(&matrix).unwrap();
            for &from in &before {
                let to = Complex::new(-0.3, 0.45);
                let after =
                    eigenvalues(&with_eigenvalue_moved(&matrix, from, to).unwrap().unwrap())
                        .unwrap();
                let moved = |value: &Complex<f64>| match *value {
                    value if value == from && from.im == 0.0 => Complex::from(to.re),
                    value if value == from => to,
                    value if value == from.conj() => to.conj(),
                    value => value,
                };
                let wanted: Vec<_> = before.iter().map(moved).collect();
                assert!(
                    apart(&after, &wanted) < within,
                    "{size}: {from} {after:?} {wanted:?}"
                );
            }
        }
    }
}

#[test]
fn what_cannot_be_moved_alone_stays_and_a_repeated_one_can() {
    let one = Complex::from(1.0);
    assert_eq!(
        with_eigenvalue_moved(&jordan(3, 1.0, false), one, one * 0.5),
        Ok(None)
    );
    let identity = DMatrix::identity(4, 4);
    let moved = with_eigenvalue_moved(&identity, one, one * 0.5)
        .unwrap()
        .unwrap();
    let found = eigenvalues(&moved).unwrap();
    assert!(apart(&found, &[one, one * 0.5]) < 1e-14, "{found:?}");
    near(moved.trace(), 3.5, 1e-14);
    let bad = DMatrix::from_element(2, 2, f64::NAN);
    assert_eq!(
        with_eigenvalue_moved(&bad, one, one),
        Err(SpectrumError::NotFinite(0, 0))
    );
    for scale in [1e300, 1e-300] {
        let huge = with_eigenvalue_moved(&(cyclic(8) * scale), one * scale, one * 0.5 * scale);
        let found = eigenvalues(&huge.unwrap().unwrap()).unwrap();
        near(modulus(found[7]), 0.5 * scale, 1e-12);
    }
}

/// Matrices of every awkward kind, up to 24 units.
fn awkward() -> impl Strategy<Value = DMatrix<f64>> {
    let entry = prop_oneof![
        6 => -2.0..2.0_f64,
        3 => Just(0.0),
        1 => prop_oneof![Just(1.0), Just(-1.0), Just(0.5)],
        1 => prop_oneof![Just(1e300), Just(-1e300), Just(1e-300), Just(5e-324), Just(1e150)],
        1 => any::<f64>().prop_filter("finite", |entry| entry.is_finite()),
    ];
    let plain = (1..24_usize)
        .prop_flat_map(move |size| {
            (
                Just(size),
                prop::collection::vec(entry.clone(), size * size),
            )
        })
        .prop_map(|(size, entries)| DMatrix::from_vec(size, size, entries));
    let permuted = (1..24_usize)
        .prop_flat_map(|size| Just((0..size).collect::<Vec<_>>()).prop_shuffle())
        .prop_flat_map(|order| {
            let size = order.len();
            (
                Just(order),
                prop::collection::vec(prop_oneof![Just(1.0), Just(-1.0)], size),
            )
        })
        .prop_map(|(order, signs)| {
            let size = order.len();
            DMatrix::from_fn(
                size,
                size,
                |r, c| if order[r] == c { signs[r] } else { 0.0 },
            )
        });
    let repeated = (1..12_usize, 1..4_usize, -1.5..1.5_f64, any::<bool>())
        .prop_map(|(size, _, value, below)| jordan(size, value, below));
    let low_rank = (2..20_usize, prop::collection::vec(-1.0..1.0_f64, 40))
        .prop_map(|(size, v)| DMatrix::from_fn(size, size, |r, c| v[r] * v[20 + c]));
    let powers = (
        2..10_usize,
        prop::collection::vec(-1.0..1.0_f64, 100),
        1..5_u32,
    )
        .prop_map(|(size, entries, power)| {
            let base = DMatrix::from_fn(size, size, |r, c| entries[r * size + c]);
            (0..power).fold(base, |m, _| &m * &m)
        });
    let sparse = (24..60_usize)
        .prop_flat_map(|size| (Just(size), prop::collection::vec(0..8_u8, size * size)))
        .prop_map(|(size, dice)| {
            let entries = dice.iter().map(|die| f64::from(u8::from(*die == 0)));
            DMatrix::from_iterator(size, size, entries)
        });
    prop_oneof![1 => sparse, 8 => plain, 4 => permuted, 2 => repeated, 4 => low_rank, 2 => powers]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Norms bound what comes out; nothing hangs, panics or stops short.
    #[test]
    fn every_finite_matrix_has_a_spectrum_within_its_bounds(matrix in awkward()) {
        let size = matrix.nrows();
        let found = eigenvalues(&matrix);
        prop_assert!(found.is_ok(), "{found:?}");
        let found = found.unwrap();
        prop_assert_eq!(found.len(), size);
        let singular = singular_values(&matrix).unwrap();
        prop_assert!(singular.windows(2).all(|pair| pair[0] >= pair[1]), "{singular:?}");
        let (smallest, largest) = singular_range(&matrix).unwrap();
        prop_assert_eq!(largest, singular[0]);
        // Beside an entry 1e200 times as large the last digits hang on which numbers were tried.
        let slack = if smallest < 1e-200 * largest { 1e-13 } else { 0.0 };
        let apart = (smallest - singular[size - 1]).abs();
        prop_assert!(apart <= slack * smallest, "{smallest:e} {:e}", singular[size - 1]);
        // The smallest numbers have few digits left.
        let frobenius = norm(matrix.as_slice()) + 1e-310;
        prop_assert!(singular[0] <= frobenius * (1.0 + 1e-12));
        let all = norm(&singular);
        // Both may be beyond the largest number.
        let agree = all == frobenius || (all - frobenius).abs() <= 1e-12 * frobenius + 1e-309;
        prop_assert!(agree, "{all:e} {frobenius:e}");
        let radius = modulus(found[0]);
        prop_assert!(radius <= singular[0] * (1.0 + 1e-11) + 1e-310, "{radius:e} {:e}", singular[0]);
        if matrix.amax() < 1e100 {
            let sum: f64 = found.iter().map(|value| value.re).sum();
            let off = (sum - matrix.trace()).abs();
            prop_assert!(off <= 1e-11 * frobenius, "trace: {sum} {}", matrix.trace());
            let above: f64 = found.iter().map(|value| value.im).sum();
            prop_assert!(above.abs() <= 1e-12 * frobenius, "pairs");
        }
    }

    /// For an orthogonal matrix both are 1, however it is scaled.
    #[test]
    fn an_orthogonal_matrix_keeps_every_length(
        size in 1..40_usize,
        entries in prop::collection::vec(-1.0..1.0_f64, 1600),
        power in -900..900_i32,
    ) {
        let scale = libm::scalbn(1.0, power);
        let q = DMatrix::from_fn(size, size, |r, c| entries[r * size + c]).qr().q() * scale;
        for value in singular_values(&q).unwrap() {
            prop_assert!((value / scale - 1.0).abs() < 1e-13);
        }
        for value in eigenvalues(&q).unwrap() {
            prop_assert!((modulus(value) / scale - 1.0).abs() < 1e-13);
        }
    }
}
