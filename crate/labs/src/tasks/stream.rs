//! A long stream read in chunks: the states with and without what the chunk before left, and the gradients.

use super::charts::{forwards, is_forwards};
use super::data::{Rows, whole};
use super::settings::TaskSettings;
use super::wired::{Wired, spec};
use super::{Tasks, words};
use crate::lab::At;
use unrolled::data::{Batch, Reduce, Size, Targets};
use unrolled::run::metrics::norm;
use unrolled::run::{Extent, NetworkRun};
use view::draw::panel::chart::{Axis, Form, Places, Region, Series, count};
use view::draw::panel::{Chart, Hue, Look, Panel, Part, Row, Text};

/// What a stream comes to.
#[derive(Clone, Debug)]
pub(super) struct Stream {
    /// How far each state is from that of the whole stream, where a chunk begins with the state before.
    pub(super) carried: Vec<f64>,
    /// The same where a chunk begins with zeros.
    pub(super) reset: Vec<f64>,
    /// The length of the gradient at each state of the whole stream.
    pub(super) whole: Vec<f64>,
    /// The same in chunks, as chosen.
    pub(super) chunked: Vec<f64>,
    /// Steps of a chunk.
    pub(super) chunk: usize,
}

/// The picture.
pub(super) fn panel(tasks: &Tasks, at: &At<'_>) -> Panel {
    if !is_forwards(&tasks.shown().spec) {
        return Text(words::NO_STREAM.to_owned()).into();
    }
    let Some(stream) = tasks.stream.get_or_init(|| stream(tasks)) else {
        return Text(words::NO_REACH.to_owned()).into();
    };
    let caption = format!("Sequence {} as a stream", tasks.row() + 1);
    Row {
        foot: words::stream_foot(stream, &tasks.own),
        parts: vec![
            Part::of(values(tasks, at, stream)),
            Part {
                least: 480.0,
                ..Part::of(gradients(tasks, at, stream))
            },
        ],
        caption,
    }
    .into()
}

fn values(tasks: &Tasks, at: &At<'_>, stream: &Stream) -> Chart {
    let chosen = Look::line(Hue::Ink, 2.0);
    let other = Look::line(Hue::Secondary, 1.5).dashed(&[5.0, 4.0]);
    let is_carried = tasks.own.carry;
    let looks = if is_carried {
        [chosen, other]
    } else {
        [other, chosen]
    };
    let series = vec![
        series("carried", "state carried", &stream.carried, looks[0]),
        series("zeros", "each chunk from zeros", &stream.reset, looks[1]),
    ];
    let all = stream.carried.iter().chain(&stream.reset).copied();
    chart(
        tasks,
        (at, stream.chunk),
        words::STREAM_VALUES,
        (series, Axis::holding(all)),
    )
}

fn gradients(tasks: &Tasks, at: &At<'_>, stream: &Stream) -> Chart {
    let series = vec![
        series(
            "chunks",
            "in chunks",
            &stream.chunked,
            Look::line(Hue::Gradient, 2.0),
        ),
        series(
            "whole",
            "the whole at once",
            &stream.whole,
            Look::line(Hue::Secondary, 1.5).dashed(&[5.0, 4.0]),
        ),
    ];
    let all = stream.whole.iter().chain(&stream.chunked).copied();
    chart(
        tasks,
        (at, stream.chunk),
        words::STREAM_GRADIENTS,
        (series, Axis::holding(all)),
    )
}

fn series(name: &str, title: &str, values: &[f64], look: Look) -> Series {
    Series {
        reference: Some(format!("stream.{name}")),
        name: name.to_owned(),
        title: title.to_owned(),
        form: Form::line(values.iter().copied()),
        look,
        is_labelled: true,
        ..Series::default()
    }
}

fn chart(
    tasks: &Tasks,
    (at, chunk): (&At<'_>, usize),
    title: &str,
    (series, y): (Vec<Series>, Axis),
) -> Chart {
    let steps = tasks.sequences.rows[tasks.row()].len();
    let row = tasks.row() + 1;
    let places = Places::counted("t", 1..=steps, |t| format!("t = {t}"));
    let chunks = steps.div_ceil(chunk);
    let shown = if chunks <= NUMBERED { steps } else { 0 };
    let starts = (0..shown).step_by(chunk);
    let regions = starts.enumerate().map(|(number, start)| Region {
        from: count(start) + 0.5,
        to: count((start + chunk).min(steps)) + 0.5,
        words: chunk_name(number, chunks),
        short: (number + 1).to_string(),
    });
    Chart {
        caption: title.to_owned(),
        title: title.to_owned(),
        series,
        regions: regions.collect(),
        at: Some(tasks.step(at).min(steps - 1)),
        ..Chart::over(
            places.named(move |place| format!("cell.b{row}.t{}", place + 1)),
            Axis::counts("t", 0.5, count(steps) + 0.5),
            y,
        )
    }
}

/// So many chunks are called by their name, so many by their number; more are not shown one by one.
const NAMED: usize = 6;
const NUMBERED: usize = 24;

/// What a chunk is called among so many.
fn chunk_name(number: usize, chunks: usize) -> String {
    if chunks <= NAMED {
        format!("chunk {}", number + 1)
    } else {
        (number + 1).to_string()
    }
}

/// The stream of the sequence that is looked at.
pub(super) fn stream(tasks: &Tasks) -> Option<Stream> {
    let own = forwards(&tasks.own);
    let rows = &tasks.sequences.rows[tasks.row()];
    let chunk = whole(own.chunk).min(rows.len());
    let goals = goals(tasks, &own)?;
    let spec = spec(&own, &tasks.scenario, tasks.d());
    let whole = Wired::of(spec, &tasks.shared(), &judged(rows, &goals)?, 0).ok()?;
    let (states, full) = states_and_gradients(&whole.run, rows.len());
    let carried = in_chunks(&whole, (rows, &goals), chunk, true)?;
    let reset = in_chunks(&whole, (rows, &goals), chunk, false)?;
    let chunked = match (own.carry, own.detach) {
        (true, true) => carried.1,
        (true, false) => full.clone(),
        (false, _) => reset.1,
    };
    Some(Stream {
        carried: distances(&states, &carried.0),
        reset: distances(&states, &reset.0),
        whole: full,
        chunked,
        chunk,
    })
}

/// What the outputs of that sequence should be.
fn goals(tasks: &Tasks, own: &TaskSettings) -> Option<Vec<f64>> {
    let (row, length) = (tasks.row(), tasks.sequences.rows[tasks.row()].len());
    let begins = row * tasks.t() + tasks.sequences.start(own, row);
    let y = tasks.sequences.batch(own, true).targets?.y;
    Some(y[begins..begins + length].to_vec())
}

/// Some steps of it alone, all of which count: a sum, so that chunks add up to the whole.
fn judged(rows: &[Vec<f64>], goals: &[f64]) -> Option<Batch> {
    let size = Size {
        batch: 1,
        steps: rows.len(),
        inputs: rows[0].len(),
    };
    let targets = Targets {
        counted: vec![true; goals.len()],
        y: goals.to_vec(),
        reduce: Reduce::Sum,
    };
    Batch::new(size, rows.concat()).ok()?.judged(targets).ok()
}

/// The states of all steps, and the length of the gradient at each.
type Found = (Vec<Vec<f64>>, Vec<f64>);

/// Chunk after chunk, each run and passed back by itself.
fn in_chunks(
    whole: &Wired,
    (rows, goals): (&Rows, &[f64]),
    chunk: usize,
    carry: bool,
) -> Option<Found> {
    let mut found = (vec![], vec![]);
    let mut before: Option<NetworkRun<f64>> = None;
    for (part, goals) in rows.chunks(chunk).zip(goals.chunks(chunk)) {
        let batch = judged(part, goals)?;
        let network = whole.run.network().clone();
        let mut run = NetworkRun::new(network, Extent::of(&batch));
        run.params_mut().copy_from_slice(whole.run.params());
        run.set_batch(&batch);
        match &before {
            None => hand_over(&whole.run, &mut run, false),
            Some(last) if carry => hand_over(last, &mut run, true),
            Some(_) => {}
        }
        run.forward();
        run.backward();
        let (states, gradients) = states_and_gradients(&run, part.len());
        found.0.extend(states);
        found.1.extend(gradients);
        before = Some(run);
    }
    Some(found)
}

/// Begins a run with the last states of another, or with its first ones.
fn hand_over(from: &NetworkRun<f64>, to: &mut NetworkRun<f64>, is_last: bool) {
    for place in 0..from.network().segments.len() {
        let run = from.segment(place);
        let end = run.trace().steps() - 1;
        for carry in run.program().carries.clone() {
            let state = if is_last {
                run.trace().value(carry.next, end, 0)
            } else {
                run.trace().value(carry.previous, 0, 0)
            };
            to.trace_mut(place)
                .value_mut(carry.previous, 0, 0)
                .copy_from_slice(state);
        }
    }
}

fn states_and_gradients(run: &NetworkRun<f64>, steps: usize) -> Found {
    let top = run.segment(run.network().segments.len() - 1);
    let node = top.program().find("h").expect("a hidden state");
    let trace = top.trace();
    let states = (0..steps).map(|t| trace.value(node, t, 0).to_vec());
    let gradients = (0..steps).map(|t| norm(trace.grad(node, t, 0)));
    (states.collect(), gradients.collect())
}

fn distances(whole: &[Vec<f64>], other: &[Vec<f64>]) -> Vec<f64> {
    let between = |(a, b): (&Vec<f64>, &Vec<f64>)| {
        let apart: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
        norm(&apart)
    };
    whole.iter().zip(other).map(between).collect()
}
