//! Every sentence of this lab.

use super::charts::total_loss;
use super::settings::{Pool, TaskSettings, Total, Ways, Wiring};
use super::stream::Stream;
use super::{Tasks, shapes};
use crate::lab::At;
use view::explain::number;

/// Where there is no gradient to follow.
pub(super) const NO_REACH: &str = "There is nothing to follow here: no number arrives.";
/// Why two directions are no stream.
pub(super) const NO_STREAM: &str = "A network that reads both ways needs the end of the sequence first, so it cannot read a stream. Choose Directions: forwards.";
/// What the first chart of a stream shows.
pub(super) const STREAM_VALUES: &str = "How far the state is from that of the whole";
/// What the second chart of a stream shows.
pub(super) const STREAM_GRADIENTS: &str = "Gradient at each state";
/// Where nothing is wrong.
pub(super) const RIGHT: &str =
    "Every axis stands where the network looks for it. Swap two with ⇄ and see what happens.";
/// What the line is.
pub(super) const NOW: &str =
    "The step that is happening now: drag it. What needs later steps cannot be had live.";

/// What is on screen in ten words.
pub(super) fn chip(tasks: &Tasks) -> String {
    let spec = &tasks.shown().spec;
    let task = match (tasks.own.wiring, tasks.own.pool) {
        (Wiring::One, Pool::Last) => "many to one, last state",
        (Wiring::One, Pool::Mean) => "many to one, mean",
        (Wiring::Each, _) => "many to many",
        (Wiring::Sequence, _) => "sequence to sequence",
    };
    let ways = if spec.directions.each().len() > 1 {
        ", both ways"
    } else {
        ""
    };
    let layers = if spec.layers > 1 {
        format!(", {} layers", spec.layers)
    } else {
        String::new()
    };
    format!(
        "{}, {task}{ways}{layers}, B {}, T {}, D {}, H {}",
        spec.cell.cell.title,
        tasks.b(),
        tasks.t(),
        tasks.d(),
        spec.hidden_size
    )
}

/// What was done otherwise than chosen, or beside it.
pub(super) fn notices(tasks: &Tasks) -> Vec<String> {
    let drawn: Vec<&str> = (tasks.shown().drawn.iter())
        .map(String::as_str)
        .filter(|name| !name.contains("bias"))
        .collect();
    let is_own = drawn.contains(&"weight_ih_l0");
    let mut all = vec![];
    if is_own {
        all.push(format!(
            "The model reads other inputs than these {} numbers a step: its input weights were drawn from seed {}.",
            tasks.d(),
            tasks.setup.seed
        ));
    }
    all
}

/// What is said of the whole.
pub(super) fn overview(tasks: &Tasks, at: &At<'_>) -> String {
    let (b, t) = (tasks.row(), tasks.step(at));
    if !tasks.is_real(b, t) {
        let consequence = if tasks.is_masked() {
            "its loss is not counted and its gradient is exactly 0"
        } else {
            "but it is computed and judged like any step: the model is graded on nothing"
        };
        return format!(
            "Sequence {} is padding at step {}: {consequence}.",
            b + 1,
            t + 1
        );
    }
    format!("{} {}", wiring_foot(tasks), batch_foot(tasks))
}

/// `17 of 24`.
pub(super) fn real_steps(tasks: &Tasks) -> String {
    format!(
        "{} of {}",
        tasks.sequences.real(),
        tasks.sequences.allocated()
    )
}

/// What is said under the batch.
pub(super) fn batch_foot(tasks: &Tasks) -> String {
    let (real, all) = (tasks.sequences.real(), tasks.sequences.allocated());
    let saved = number::percent((all - real) as f64 / all as f64);
    if tasks.own.pack {
        let steps = (0..tasks.t()).map(|t| {
            let lengths = tasks.sequences.lengths();
            let left = lengths.iter().filter(|length| **length > t).count();
            left.to_string()
        });
        let steps: Vec<String> = steps.take(24).collect();
        return format!(
            "Packed: {} cell updates, {saved} saved. Sequences at each step: {}.",
            real_steps(tasks),
            steps.join(" ")
        );
    }
    if real == all {
        return format!("All {all} steps are real: there is no padding.");
    }
    let [kept, counted] = both_losses(tasks);
    format!(
        "{} steps are real. Loss {kept} with padding left out, {counted} with padding counted.",
        real_steps(tasks)
    )
}

fn both_losses(tasks: &Tasks) -> [String; 2] {
    [&tasks.masked, &tasks.plain].map(|wired| number::fixed(wired.run.loss(), 3).text())
}

/// What is said under the three losses.
pub(super) fn losses_foot(tasks: &Tasks) -> String {
    let [kept, counted] =
        [&tasks.masked, &tasks.plain].map(|wired| total_loss(tasks, wired, Total::Steps));
    let more = (counted - kept) / kept.abs();
    let lengths = tasks.sequences.lengths();
    if tasks.sequences.real() == tasks.sequences.allocated() {
        return "No padding: both columns are the same. Means differ where lengths do.".to_owned();
    }
    let all = lengths.iter().map(ToString::to_string);
    let all: Vec<String> = all.take(16).collect();
    let change = if more.is_finite() {
        let word = if more < 0.0 { "less" } else { "more" };
        format!(
            " Counted, padding makes the mean {} {word}.",
            number::percent(more.abs())
        )
    } else {
        String::new()
    };
    format!(
        "Lengths {}: a mean over steps divides by {}, a mean over sequences by each length in turn.{change}",
        all.join(", "),
        tasks.sequences.real()
    )
}

/// What a way to read is for.
pub(super) fn reach_about(pool: Pool) -> &'static str {
    match pool {
        Pool::Last => "the gradient has to come back through every step from the last one",
        Pool::Mean => "each state has a short way of its own to the loss",
    }
}

/// How the two compare at the start.
pub(super) fn reach_title(last: f64, mean: f64) -> String {
    let ratio = mean / last;
    let times = if ratio.is_finite() && ratio > 0.0 {
        format!(", {} times", number::significant(ratio, 3).text())
    } else {
        String::new()
    };
    format!(
        "At the start: {} from the last state, {} from the mean{times}",
        number::significant(last, 3).text(),
        number::significant(mean, 3).text()
    )
}

/// What a stream comes to.
pub(super) fn stream_foot(stream: &Stream, own: &TaskSettings) -> String {
    let at = |place: usize| stream.reset.get(place).copied();
    if own.carry {
        let gradients = if own.detach {
            "The values are those of the whole; the gradients are not, they stop where a chunk begins."
        } else {
            "Carried and not detached, a stream in chunks is the whole, in values and in gradients."
        };
        return gradients.to_owned();
    }
    let first = at(stream.chunk);
    let third = at(stream.chunk + 2);
    match (first, third) {
        (Some(first), Some(third)) => format!(
            "From zeros: the first state of chunk 2 is off by {}, its third by {}. Same weights, same data, another answer.",
            number::fixed(first, 2).text(),
            number::fixed(third, 2).text()
        ),
        (Some(first), None) => format!(
            "From zeros: the first state of chunk 2 is off by {}.",
            number::fixed(first, 2).text()
        ),
        _ => "One chunk holds the whole sequence: there is nothing to carry.".to_owned(),
    }
}

/// What is said under the wiring.
pub(super) fn wiring_foot(tasks: &Tasks) -> String {
    let spec = &tasks.shown().spec;
    if let Some(now) = tasks.now().filter(|now| *now < tasks.t()) {
        let both = tasks.own.ways == Ways::Both && tasks.own.wiring != Wiring::Sequence;
        let what = if both {
            "no state that was made from the end can be had, at any step"
        } else if tasks.own.wiring == Wiring::Each {
            "every answer so far can be had: this network can work live"
        } else {
            "there is no answer before the end"
        };
        return format!("At step {now}, {what}.");
    }
    let outputs = shapes::text(&[tasks.b(), tasks.t(), spec.state_size()]);
    match (tasks.own.wiring, tasks.own.pool) {
        (Wiring::One, Pool::Last) => {
            "The loss touches the last state alone: what the first step wrote must survive all others.".to_owned()
        }
        (Wiring::One, Pool::Mean) => {
            "The loss touches the mean, and through it every state: each has a short way to it.".to_owned()
        }
        (Wiring::Each, _) if tasks.own.ways == Ways::Both => format!(
            "Each answer reads both states of its step: outputs {outputs}, twice H. It cannot be used live."
        ),
        (Wiring::Each, _) => format!("A loss at each step. Outputs {outputs}."),
        (Wiring::Sequence, _) => {
            "All the decoder will ever know passes through the last state of the encoder.".to_owned()
        }
    }
}

/// The name of a row of states: its layer and its direction, where there are several.
pub(super) fn chain(layer: Option<usize>, back: Option<bool>) -> String {
    let arrow = match back {
        None => "",
        Some(false) => "→",
        Some(true) => "←",
    };
    let layer = layer.map_or(String::new(), |layer| format!(" layer {}", layer + 1));
    format!("{arrow}h{layer}")
}

/// What a node is.
pub(super) fn node(
    segment: &str,
    key: &str,
    (t, is_real): (usize, bool),
    (unit, value): (usize, f64),
) -> String {
    let what = match key {
        "x" => format!("input {t}"),
        "given" => format!("what was to be written before {t}"),
        "logits" => "answer".to_owned(),
        "loss" => "loss".to_owned(),
        "pooled" => "mean of all states".to_owned(),
        _ if segment == "decoder" => format!("state of the decoder {t}"),
        _ if segment.ends_with("_reverse") => format!("state {t}, read from the end"),
        _ => format!("state {t}"),
    };
    let padding = if is_real { "" } else { ", padding" };
    let unit = if matches!(key, "loss" | "logits") {
        String::new()
    } else {
        format!(", unit {unit}")
    };
    format!("{what}{unit}: {}{padding}", number::text(value))
}

/// An axis in words.
pub(super) fn axis(letter: char) -> &'static str {
    match letter {
        'B' => "B: sequences",
        'T' => "T: steps",
        'D' => "D: numbers read at a step",
        'H' => "H: units",
        'C' => "C: outputs",
        'G' => "rows: units of all gates",
        _ => "columns: what they read",
    }
}

fn axis_name(letter: char) -> &'static str {
    match letter {
        'B' => "sequences",
        'T' => "steps",
        _ => "features",
    }
}

/// What PyTorch says where these sizes stand for those.
///
/// # Source
/// PyTorch 2.15: `nn.RNN` without a first state, then a mean squared error against targets of the right shape.
pub(super) fn refused_by_pytorch(sizes: [usize; 3], expected: [usize; 3]) -> String {
    if sizes[2] != expected[2] {
        return format!(
            "input.size(-1) must be equal to input_size. Expected {}, got {}",
            expected[2], sizes[2]
        );
    }
    if sizes[1] != expected[1] && sizes[1] != 1 && expected[1] != 1 {
        return format!(
            "no word from the RNN; the loss says: The size of tensor a ({}) must match the size of tensor b ({}) at non-singleton dimension 1",
            sizes[1], expected[1]
        );
    }
    "no error, a warning: the loss would broadcast outputs and targets of different sizes"
        .to_owned()
}

/// The same in ours.
pub(super) fn refused(
    given: [char; 3],
    wanted: [char; 3],
    sizes: [usize; 3],
    expected: [usize; 3],
) -> String {
    let wrong = (0..3).rev().find(|place| sizes[*place] != expected[*place]);
    let place = wrong.unwrap_or(0);
    let which = ["first", "second", "last"][place];
    format!(
        "The {which} axis has {} {}, where the network looks for {} {}: {} is given, {} expected.",
        sizes[place],
        axis_name(given[place]),
        expected[place],
        axis_name(wanted[place]),
        shapes::text(&sizes),
        shapes::text(&expected)
    )
}

/// What is wrong though every size fits.
pub(super) fn garbage(tasks: &Tasks, given: [char; 3], wanted: [char; 3]) -> String {
    let place = (0..3).find(|place| given[*place] != wanted[*place]);
    let [is, meant] = place.map_or(['B', 'T'], |place| [given[place], wanted[place]]);
    let size = tasks.b();
    match (is, meant) {
        ('T', 'B') | ('B', 'T') => format!(
            "No error: there are {size} sequences and {size} steps. “Sequence 1” is now the first step of every sequence."
        ),
        _ => format!(
            "No error: as many {} as {}. The network reads one for the other.",
            axis_name(is),
            axis_name(meant)
        ),
    }
}

/// What that costs.
pub(super) fn garbage_losses(right: f64, wrong: f64) -> String {
    format!(
        "The loss is {} instead of {}, and training would lower it: the wrong thing is learned without a word.",
        number::fixed(wrong, 3).text(),
        number::fixed(right, 3).text()
    )
}
