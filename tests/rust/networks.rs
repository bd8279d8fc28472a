//! Networks of several segments: every gradient against the slope of the loss, masks, padding, and steps one by one.

use unrolled::ir::Scalar;
use unrolled::model::network::wires::{Line, Network};
use unrolled::model::{Attention, CellSpec, SCORES, Score, Seq2Seq};
use unrolled::run::{Extent, NetworkRun};

const STEP: f64 = 1e-3;

/// Numbers that look random and are the same for ever.
struct Dice(u64);

impl Dice {
    fn unit(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
    }
}

fn spec(cell: &str, score: Option<&'static Score>) -> Seq2Seq {
    let attention = score.map(|score| Attention {
        bias: score.bias,
        temperature: 0.8,
        ..Attention::by(score, 3)
    });
    Seq2Seq {
        cell: CellSpec::of(cell).unwrap(),
        symbols: 5,
        embedding: 3,
        encoder: 2,
        decoder: 4,
        attention,
        dropout: false,
    }
}

const SOURCES: [&[usize]; 2] = [&[1, 3, 0, 4], &[2, 2, 1]];
const TARGETS: [&[usize]; 2] = [&[4, 0, 2], &[1, 3]];

/// Two pairs of different lengths, gold symbols given.
fn filled<S: Scalar>(network: Network, positions: usize, seed: u64) -> NetworkRun<S> {
    let extent = Extent {
        source: positions,
        target: 3,
        batch: 2,
    };
    let mut run = NetworkRun::new(network, extent);
    let mut dice = Dice(seed);
    for number in run.params_mut() {
        *number = S::of(dice.unit() * 1.6);
    }
    let find = |run: &NetworkRun<S>, segment, key| run.network().find(segment, key);
    for b in 0..2 {
        run.set_length(Line::Source, b, SOURCES[b].len());
        run.set_length(Line::Target, b, TARGETS[b].len());
        let x = find(&run, "embed", "x").unwrap();
        for (t, symbol) in SOURCES[b].iter().enumerate() {
            run.trace_mut(x.segment).value_mut(x.node, t, b)[0] = S::of(*symbol as f64);
        }
        if let Some(seen) = find(&run, "decoder", "seen") {
            let mask = run.trace_mut(seen.segment).value_mut(seen.node, 0, b);
            mask.fill(S::zero());
            mask[..SOURCES[b].len()].fill(S::one());
        }
        let [last, gold] = ["x", "y"].map(|key| find(&run, "decoder", key).unwrap());
        let trace = run.trace_mut(last.segment);
        for (t, symbol) in TARGETS[b].iter().enumerate() {
            trace.value_mut(gold.node, t, b)[0] = S::of(*symbol as f64);
            trace.set_loss_weight(t, b, S::of(0.4));
            if t + 1 < TARGETS[b].len() {
                trace.value_mut(last.node, t + 1, b)[0] = S::of(*symbol as f64);
            }
        }
    }
    run
}

fn slope(run: &mut NetworkRun<f64>, place: usize) -> f64 {
    let at = run.params()[place];
    let mut loss = |steps: f64| {
        run.params_mut()[place] = at + steps * STEP;
        run.forward();
        run.loss()
    };
    let slope = (8.0 * (loss(1.0) - loss(-1.0)) - (loss(2.0) - loss(-2.0))) / (12.0 * STEP);
    run.params_mut()[place] = at;
    slope
}

#[test]
fn every_gradient_of_an_encoder_and_decoder_is_the_slope_of_the_loss() {
    let scores = SCORES.iter().copied().map(Some).chain([None]);
    let cells = ["gru", "lstm", "rnn"]
        .iter()
        .flat_map(|cell| scores.clone().map(move |score| (*cell, score)));
    for (place, (cell, score)) in cells.enumerate() {
        let network = spec(cell, score).network(4).unwrap();
        let mut run: NetworkRun<f64> = filled(network, 4, 7 + place as u64);
        run.forward();
        run.backward();
        let grads = run.param_grads().to_vec();
        assert!(grads.iter().any(|grad| grad.abs() > 1e-3));
        for (place, grad) in grads.into_iter().enumerate() {
            let slope = slope(&mut run, place);
            assert!(
                (grad - slope).abs() < 1e-9,
                "{cell}, {:?}, parameter {place}: {grad} against {slope}",
                score.map(|score| score.kind)
            );
        }
    }
}

#[test]
fn what_stands_in_the_padding_changes_no_bit() {
    let network = || spec("gru", Score::of("additive")).network(4).unwrap();
    let mut plain: NetworkRun<f64> = filled(network(), 4, 3);
    plain.forward();
    plain.backward();
    let mut dirty: NetworkRun<f64> = filled(network(), 4, 3);
    let x = dirty.network().find("embed", "x").unwrap();
    dirty.trace_mut(x.segment).value_mut(x.node, 3, 1)[0] = 4.0;
    dirty.forward();
    dirty.backward();
    assert_eq!(plain.loss(), dirty.loss());
    assert_eq!(plain.param_grads(), dirty.param_grads());
    let weights = plain.network().find("decoder", "weights").unwrap();
    let row = plain
        .segment(weights.segment)
        .trace()
        .value(weights.node, 1, 1);
    assert_eq!(row[3], 0.0, "a masked position weighs exactly nothing");
    assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-15);
}

#[test]
fn a_decoder_that_is_stepped_computes_the_same_bits() {
    for score in [Score::of("general"), None] {
        let network = || spec("lstm", score).network(4).unwrap();
        let mut whole: NetworkRun<f64> = filled(network(), 4, 5);
        whole.forward();
        let mut stepped: NetworkRun<f64> = filled(network(), 4, 5);
        let decoder = stepped.network().segment("decoder").unwrap();
        stepped.forward_until(decoder);
        stepped.begin(decoder);
        for t in 0..3 {
            stepped.step(decoder, t);
        }
        let probs = whole.network().find("decoder", "probs").unwrap();
        for (b, target) in TARGETS.iter().enumerate() {
            for t in 0..target.len() {
                let of = |run: &NetworkRun<f64>| {
                    run.segment(decoder)
                        .trace()
                        .value(probs.node, t, b)
                        .to_vec()
                };
                assert_eq!(of(&whole), of(&stepped));
            }
        }
    }
}

#[test]
fn single_precision_computes_the_same_to_its_own_digits() {
    let network = || spec("gru", Score::of("dot")).network(4).unwrap();
    let mut double: NetworkRun<f64> = filled(network(), 4, 9);
    let mut single: NetworkRun<f32> = filled(network(), 4, 9);
    double.forward();
    double.backward();
    single.forward();
    single.backward();
    for (single, double) in single.param_grads().iter().zip(double.param_grads()) {
        assert!(
            (f64::from(*single) - double).abs() < 1e-5,
            "{single} {double}"
        );
    }
}
