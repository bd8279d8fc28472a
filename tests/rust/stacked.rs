//! Layers and directions: gradients against the slope of the loss, batches against each sequence alone, padding and masks,
//! and windows over several layers.

use crate::documents::Dice;
use proptest::prelude::*;
use unrolled::data::{Batch, Padding, Reduce, Size, Targets};
use unrolled::model::network::stacked::{Directions, Readout, Stacked};
use unrolled::model::{Biases, CellSpec, Head, LossKind, NetworkSpec, Reach};
use unrolled::run::{Extent, NetworkRun, Run, Truncation};

const DIRECTIONS: [Directions; 3] = [Directions::Forward, Directions::Backward, Directions::Both];
const READOUTS: [Readout; 3] = [Readout::Each, Readout::Last, Readout::Mean];

fn spec(cell: &str, layers: usize, directions: Directions, readout: Readout) -> Stacked {
    let both = Biases {
        input: true,
        hidden: true,
    };
    Stacked {
        cell: CellSpec::of(cell).unwrap(),
        input_size: 2,
        hidden_size: 3,
        layers,
        directions,
        biases: vec![both; layers * directions.each().len()],
        readout,
        head: Head::Linear {
            outputs: 2,
            bias: true,
        },
        loss: Some(LossKind::SquaredError),
    }
}

/// So many sequences of some steps, with a target for each output.
fn batch(
    dice: &mut Dice,
    (sequences, steps): (usize, usize),
    padding: Padding,
    readout: Readout,
) -> Batch {
    let size = Size {
        batch: sequences,
        steps,
        inputs: 2,
    };
    let outputs = sequences * if readout == Readout::Each { steps } else { 1 };
    let x = (0..sequences * steps * 2).map(|_| dice.real()).collect();
    let targets = Targets {
        y: (0..outputs * 2).map(|_| dice.real()).collect(),
        counted: vec![true; outputs],
        reduce: Reduce::Mean,
    };
    let padded = Batch::new(size, x).unwrap().padded(padding).unwrap();
    padded.judged(targets).unwrap()
}

/// A run with parameters and start states drawn, everything computed.
fn computed(spec: &Stacked, batch: &Batch, seed: u64) -> NetworkRun<f64> {
    let mut run = NetworkRun::new(spec.network(batch.size.steps).unwrap(), Extent::of(batch));
    let mut dice = Dice::new(seed);
    run.params_mut()
        .iter_mut()
        .for_each(|number| *number = 1.6 * dice.real());
    run.set_batch(batch);
    set_starts(spec, &mut run, |_, b| 0.3 * (b + 1) as f64);
    run.forward();
    run.backward();
    run
}

fn set_starts(spec: &Stacked, run: &mut NetworkRun<f64>, start: impl Fn(usize, usize) -> f64) {
    for (place, name) in spec.cells().enumerate() {
        let segment = run.network().segment(name).unwrap();
        let carries = run.segment(segment).program().carries.clone();
        for carry in carries {
            for b in 0..run.segment(segment).trace().batch() {
                let state = run.trace_mut(segment).value_mut(carry.previous, 0, b);
                state.fill(start(place, b));
            }
        }
    }
}

fn slope(run: &mut NetworkRun<f64>, place: usize) -> f64 {
    let (at, step) = (run.params()[place], 1e-3);
    let mut loss = |steps: f64| {
        run.params_mut()[place] = at + steps * step;
        run.forward();
        run.loss()
    };
    let slope = (8.0 * (loss(1.0) - loss(-1.0)) - (loss(2.0) - loss(-2.0))) / (12.0 * step);
    run.params_mut()[place] = at;
    slope
}

fn holes() -> Padding {
    let rows = [
        [false, true, true, false, true],
        [true, false, false, true, true],
    ];
    Padding::Mask(rows.concat())
}

#[test]
fn every_gradient_of_layers_and_directions_is_the_slope_of_the_loss() {
    let mut seed = 0;
    for cell in ["rnn", "lstm", "gru"] {
        for directions in DIRECTIONS {
            for readout in READOUTS {
                seed += 1;
                let padding = [Padding::None, Padding::Lengths(vec![5, 2]), holes()];
                let padding = padding[seed % 3].clone();
                let spec = spec(cell, 1 + seed % 2, directions, readout);
                let batch = batch(&mut Dice::new(seed as u64), (2, 5), padding, readout);
                let mut run = computed(&spec, &batch, 40 + seed as u64);
                let grads = run.param_grads().to_vec();
                assert!(grads.iter().any(|grad| grad.abs() > 1e-3));
                for (place, grad) in grads.into_iter().enumerate() {
                    let slope = slope(&mut run, place);
                    assert!(
                        (grad - slope).abs() < 1e-8 * (1.0 + grad.abs()),
                        "{cell} {directions:?} {readout:?}, parameter {place}: {grad} against {slope}"
                    );
                }
            }
        }
    }
}

#[test]
fn one_layer_forwards_is_one_segment_and_its_run_to_the_bit() {
    let spec = spec("lstm", 1, Directions::Forward, Readout::Each);
    let batch = batch(
        &mut Dice::new(3),
        (2, 4),
        Padding::Lengths(vec![4, 3]),
        Readout::Each,
    );
    let network = computed(&spec, &batch, 7);
    assert_eq!(network.network().segments.len(), 1);
    let plain = NetworkSpec {
        cell: spec.cell.clone(),
        input_size: 2,
        hidden_size: 3,
        biases: spec.biases[0],
        head: spec.head,
        loss: spec.loss,
    };
    let mut run: Run<f64> = Run::new(plain.program().unwrap(), 4, 2);
    run.trace_mut()
        .params_mut()
        .copy_from_slice(network.params());
    let own = network.segment(0).trace();
    for b in 0..2 {
        run.trace_mut().set_length(b, own.length(b));
        for key in ["x", "y"] {
            let node = run.program().find(key).unwrap();
            for t in 0..4 {
                let given = own.value(node, t, b).to_vec();
                run.trace_mut()
                    .value_mut(node, t, b)
                    .copy_from_slice(&given);
                run.trace_mut().set_loss_weight(t, b, own.loss_weight(t, b));
            }
        }
        for carry in run.program().carries.clone() {
            let start = own.value(carry.previous, 0, b).to_vec();
            run.trace_mut()
                .value_mut(carry.previous, 0, b)
                .copy_from_slice(&start);
        }
    }
    run.forward();
    run.backward(Truncation::Full);
    assert_eq!(network.loss(), run.trace().loss());
    assert_eq!(network.param_grads(), run.trace().param_grads());
}

/// The states of the last layer as they are read, and the gradients of x, at the real steps of one sequence.
fn seen(spec: &Stacked, run: &NetworkRun<f64>, batch: &Batch, b: usize) -> (Vec<f64>, Vec<f64>) {
    let real: Vec<usize> = (0..batch.size.steps)
        .filter(|t| batch.is_real(b, *t))
        .collect();
    let last = spec
        .cells()
        .skip((spec.layers - 1) * spec.directions.each().len());
    let last: Vec<_> = last
        .map(|name| run.network().find(name, "h").unwrap())
        .collect();
    let x = run.network().segments[0].program.find("x").unwrap();
    let states = real.iter().flat_map(|t| {
        last.iter().flat_map(|end| {
            let step = run.step_at(end.segment, *t, b);
            run.segment(end.segment)
                .trace()
                .value(end.node, step, b)
                .to_vec()
        })
    });
    let grads = real
        .iter()
        .flat_map(|t| run.segment(0).trace().grad(x, *t, b).to_vec());
    (states.collect(), grads.collect())
}

/// The real steps of one sequence as a batch of their own, each loss weighing what it weighs in the batch.
fn alone(batch: &Batch, b: usize) -> Batch {
    let real: Vec<usize> = (0..batch.size.steps)
        .filter(|t| batch.is_real(b, *t))
        .collect();
    let size = Size {
        batch: 1,
        steps: real.len(),
        ..batch.size
    };
    let x = real
        .iter()
        .flat_map(|t| batch.input(b, *t).to_vec())
        .collect();
    let targets = batch.targets.as_ref().unwrap();
    let place = |t: usize| b * batch.size.steps + t;
    let own = Targets {
        y: real
            .iter()
            .flat_map(|t| targets.target(place(*t)).to_vec())
            .collect(),
        counted: real.iter().map(|t| targets.counted[place(*t)]).collect(),
        reduce: Reduce::Sum,
    };
    Batch::new(size, x).unwrap().judged(own).unwrap()
}

#[test]
fn a_batch_of_any_padding_is_each_sequence_alone() {
    for (cell, directions) in [
        ("rnn", Directions::Both),
        ("gru", Directions::Backward),
        ("lstm", Directions::Both),
        ("lstm", Directions::Forward),
    ] {
        for padding in [Padding::Lengths(vec![5, 2]), holes()] {
            let spec = spec(cell, 2, directions, Readout::Each);
            let mut batch = batch(&mut Dice::new(5), (2, 5), padding, Readout::Each);
            batch.targets.as_mut().unwrap().reduce = Reduce::Sum;
            let together = computed(&spec, &batch, 9);
            let mut sums = vec![0.0; together.params().len()];
            let mut loss = 0.0;
            for b in 0..2 {
                let own = alone(&batch, b);
                let mut run =
                    NetworkRun::new(spec.network(own.size.steps).unwrap(), Extent::of(&own));
                run.params_mut().copy_from_slice(together.params());
                run.set_batch(&own);
                set_starts(&spec, &mut run, |_, _| 0.3 * (b + 1) as f64);
                run.forward();
                run.backward();
                let [found, wanted] = [
                    seen(&spec, &together, &batch, b),
                    seen(&spec, &run, &own, 0),
                ];
                assert_eq!(found.0, wanted.0, "{cell} {directions:?}, sequence {b}");
                // Over a hole the same parts of a gradient are added up in another order.
                let within = if matches!(batch.padding, Padding::Mask(_)) {
                    1e-13
                } else {
                    0.0
                };
                for (found, wanted) in found.1.iter().zip(&wanted.1) {
                    assert!((found - wanted).abs() <= within, "{found} {wanted}");
                }
                loss += run.loss();
                sums.iter_mut()
                    .zip(run.param_grads())
                    .for_each(|(sum, grad)| *sum += grad);
            }
            assert!((loss - together.loss()).abs() < 1e-13);
            for (sum, grad) in sums.iter().zip(together.param_grads()) {
                assert!((sum - grad).abs() < 1e-12, "{sum} {grad}");
            }
        }
    }
}

/// All values and gradients of a run, as bits.
fn bits(run: &NetworkRun<f64>) -> Vec<u64> {
    let mut all: Vec<f64> = run.param_grads().to_vec();
    all.push(run.loss());
    for (place, segment) in run.network().segments.iter().enumerate() {
        let trace = run.segment(place).trace();
        for node in segment.program.ids() {
            for (t, b) in (0..trace.steps()).flat_map(|t| (0..trace.batch()).map(move |b| (t, b))) {
                all.extend(trace.value(node, t, b));
                all.extend(trace.grad(node, t, b));
            }
        }
    }
    all.into_iter().map(f64::to_bits).collect()
}

fn junk() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(1e308),
        Just(-1e308),
        any::<f64>()
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_stands_in_the_padding_changes_no_bit(
        seed in 1_u64..1000,
        cell in prop::sample::select(vec!["rnn", "lstm", "gru"]),
        directions in prop::sample::select(DIRECTIONS.to_vec()),
        readout in prop::sample::select(READOUTS.to_vec()),
        real in prop::collection::vec(any::<bool>(), 10),
        by_length in any::<bool>(),
        junk in prop::collection::vec(junk(), 40),
    ) {
        let mut mask = real;
        (mask[2], mask[8]) = (true, true);
        let padding = if by_length { Padding::Lengths(vec![3, 5]) } else { Padding::Mask(mask) };
        let clean = batch(&mut Dice::new(seed), (2, 5), padding, readout);
        let mut dirty = clean.clone();
        for place in (0..10).filter(|place| !clean.is_real(place / 5, place % 5)) {
            dirty.x[place * 2..place * 2 + 2].copy_from_slice(&junk[place * 2..place * 2 + 2]);
            if readout == Readout::Each {
                let y = &mut dirty.targets.as_mut().unwrap().y;
                y[place * 2..place * 2 + 2].copy_from_slice(&junk[20 + place * 2..22 + place * 2]);
            }
        }
        let spec = spec(cell, 2, directions, readout);
        prop_assert_eq!(bits(&computed(&spec, &clean, seed)), bits(&computed(&spec, &dirty, seed)));
    }
}

#[test]
fn a_masked_step_holds_the_state_and_has_no_gradient() {
    let spec = spec("gru", 1, Directions::Forward, Readout::Each);
    let batch = batch(&mut Dice::new(2), (2, 5), holes(), Readout::Each);
    let run = computed(&spec, &batch, 3);
    let h = run.network().find("l0", "h").unwrap();
    let trace = run.segment(h.segment).trace();
    assert_eq!(trace.value(h.node, 3, 0), trace.value(h.node, 2, 0));
    assert_eq!(trace.grad(h.node, 3, 0), [0.0; 3]);
    assert!(trace.grad(h.node, 2, 0).iter().all(|grad| *grad != 0.0));
    let start = run.segment(0).program().carries[0].previous;
    assert_eq!(
        trace.value(h.node, 0, 0),
        trace.value(start, 0, 0),
        "padding at the left"
    );
    assert!(trace.grad(start, 0, 0).iter().all(|grad| *grad != 0.0));
}

#[test]
fn weights_on_the_last_states_are_part_of_the_loss_and_of_its_slope() {
    for (directions, padding) in [
        (Directions::Both, Padding::Lengths(vec![2, 5])),
        (Directions::Forward, holes()),
    ] {
        let spec = spec("lstm", 2, directions, Readout::Each);
        let batch = batch(&mut Dice::new(6), (2, 5), padding, Readout::Each);
        let mut run = computed(&spec, &batch, 8);
        let usual = run.loss();
        let mut own = 0.0;
        for (key, weights) in [("h", [0.5, -1.0, 2.0]), ("c", [1.5, 0.0, -0.25])] {
            let end = run.network().find("l0", key).unwrap();
            for b in 0..2 {
                let trace = run.trace_mut(end.segment);
                trace.set_last_weights(end.node, b, &weights);
                let last = trace.value(end.node, trace.last_real(b), b);
                own += last
                    .iter()
                    .zip(weights)
                    .map(|(value, weight)| value * weight)
                    .sum::<f64>();
            }
        }
        run.forward();
        run.backward();
        assert!((run.loss() - usual - own).abs() < 1e-13);
        let grads = run.param_grads().to_vec();
        for (place, grad) in grads.into_iter().enumerate() {
            let slope = slope(&mut run, place);
            assert!(
                (grad - slope).abs() < 1e-9,
                "parameter {place}: {grad} against {slope}"
            );
        }
    }
}

/// The gradients of all parameters within limits.
fn within(run: &mut NetworkRun<f64>, reach: &Reach) -> Vec<f64> {
    run.backward_within(reach);
    run.param_grads().to_vec()
}

fn assert_close(found: &[f64], wanted: &[f64], what: &str) {
    for (place, (found, wanted)) in found.iter().zip(wanted).enumerate() {
        assert!(
            (found - wanted).abs() < 1e-13,
            "{what}, parameter {place}: {found} against {wanted}"
        );
    }
}

#[test]
fn shared_windows_meet_chunks_single_windows_and_the_full_gradient() {
    for layers in [1, 2] {
        let spec = spec("lstm", layers, Directions::Forward, Readout::Each);
        let padding = Padding::Lengths(vec![5, 6]);
        let batch = batch(&mut Dice::new(4), (2, 6), padding, Readout::Each);
        let mut run = computed(&spec, &batch, 11);
        let full = run.param_grads().to_vec();
        let mut overlapping = |every, steps| {
            let reach = Truncation::Overlapping { every, steps }.reach(6);
            within(&mut run, &reach)
        };
        let (alike_full, alike_chunks) = (overlapping(2, 6), overlapping(2, 2));
        let (alike_sliding, own) = (overlapping(1, 3), overlapping(2, 4));
        assert_close(&alike_full, &full, "all steps");
        let chunked = within(&mut run, &Truncation::Chunked(2).reach(6));
        assert_close(&alike_chunks, &chunked, "chunks");
        let sliding = within(&mut run, &Truncation::Sliding(3).reach(6));
        assert_close(&alike_sliding, &sliding, "windows");
        assert!(own != full && own != chunked);
    }
}

#[test]
fn windows_over_layers_are_those_of_each_sequence_alone() {
    let spec = spec("gru", 3, Directions::Forward, Readout::Each);
    let mut batch = batch(
        &mut Dice::new(4),
        (2, 5),
        Padding::Lengths(vec![5, 3]),
        Readout::Each,
    );
    batch.targets.as_mut().unwrap().reduce = Reduce::Sum;
    let reach = Truncation::Overlapping { every: 2, steps: 3 }.reach(5);
    let mut together = computed(&spec, &batch, 1);
    let found = within(&mut together, &reach);
    let mut sums = vec![0.0; found.len()];
    for b in 0..2 {
        let own = alone(&batch, b);
        let mut run = NetworkRun::new(spec.network(own.size.steps).unwrap(), Extent::of(&own));
        run.params_mut().copy_from_slice(together.params());
        run.set_batch(&own);
        set_starts(&spec, &mut run, |_, _| 0.3 * (b + 1) as f64);
        run.forward();
        let grads = within(&mut run, &reach);
        sums.iter_mut()
            .zip(grads)
            .for_each(|(sum, grad)| *sum += grad);
    }
    assert_close(&found, &sums, "alone");
}

#[test]
#[should_panic(expected = "limits are for segments that step forwards together")]
fn limits_on_a_direction_that_goes_back_are_refused() {
    let spec = spec("rnn", 1, Directions::Both, Readout::Each);
    let batch = batch(&mut Dice::new(4), (1, 4), Padding::None, Readout::Each);
    computed(&spec, &batch, 1).backward_within(&Truncation::Chunked(2).reach(4));
}

/// The scalar chain of topic 7.1: W = 0.8 over 20 steps, the gradient at the start.
#[test]
fn a_mean_over_all_states_keeps_more_of_the_gradient_than_the_last_one() {
    let at_start = |readout| {
        let spec = Stacked {
            cell: CellSpec::of("rnn")
                .unwrap()
                .with("activation", "identity")
                .unwrap(),
            input_size: 1,
            hidden_size: 1,
            head: Head::None,
            loss: Some(LossKind::Linear),
            biases: vec![Biases {
                input: false,
                hidden: false,
            }],
            ..spec("rnn", 1, Directions::Forward, readout)
        };
        let size = Size {
            batch: 1,
            steps: 20,
            inputs: 1,
        };
        let targets = Targets {
            y: vec![1.0],
            counted: vec![true],
            reduce: Reduce::Sum,
        };
        let batch = Batch::new(size, vec![0.0; 20])
            .unwrap()
            .judged(targets)
            .unwrap();
        let mut run: NetworkRun<f64> =
            NetworkRun::new(spec.network(20).unwrap(), Extent::of(&batch));
        run.params_mut().copy_from_slice(&[0.0, 0.8]);
        run.set_batch(&batch);
        run.forward();
        run.backward();
        let start = run.segment(0).program().carries[0].previous;
        run.segment(0).trace().grad(start, 0, 0)[0]
    };
    assert!((at_start(Readout::Last) - 0.0115).abs() < 5e-5);
    assert!((at_start(Readout::Mean) - 0.198).abs() < 5e-4);
}
