//! One loss out of many, and how much gradient reaches each state.

use super::settings::{Pool, TaskSettings, Total, Ways, Wiring};
use super::wired::{Wired, spec};
use super::{Tasks, words};
use crate::lab::At;
use crate::schema::Selectable;
use crate::setting::SettingValue;
use unrolled::data::{Batch, Reduce, Size, Targets};
use unrolled::ir::NodeId;
use unrolled::ir::program::Carry;
use unrolled::model::network::stacked::{Directions, Stacked};
use unrolled::model::{Head, LossKind};
use unrolled::run::metrics::norm;
use view::draw::panel::chart::{Axis, Form, Places, Series, count};
use view::draw::panel::{Chart, Hue, Look, Matrix, Panel, Text};
use view::draw::theme::{Scale, rounded_limit};

/// The three ways to make one loss of many, with padding left out and without.
pub(super) fn losses(tasks: &Tasks) -> Panel {
    let wired = [&tasks.masked, &tasks.plain];
    let entries: Vec<f64> = (Total::ALL.iter())
        .flat_map(|total| wired.map(|wired| total_loss(tasks, wired, *total)))
        .collect();
    let limit = rounded_limit(&entries);
    Matrix {
        caption: "The loss of the batch: three ways to make one number of many".to_owned(),
        foot: words::losses_foot(tasks),
        rows: (
            "loss",
            Total::choices().into_iter().map(|it| it.label).collect(),
        ),
        cols: vec!["padding left out".to_owned(), "padding counted".to_owned()],
        entries,
        scale: Scale::Signed(limit),
        hue: Hue::Gradient,
        name: "Loss".to_owned(),
        reference: |row, col| format!("total.{row}.{col}"),
        place: |name| {
            let (row, col) = name.strip_prefix("total.")?.split_once('.')?;
            Some((row.parse().ok()?, col.parse().ok()?))
        },
        is_given: false,
        has_heads: true,
    }
    .into()
}

/// The losses of a run, weighed another way.
pub(super) fn total_loss(tasks: &Tasks, wired: &Wired, total: Total) -> f64 {
    let own = TaskSettings {
        total,
        ..tasks.own.clone()
    };
    let is_masked = std::ptr::eq(wired, tasks.masked.as_ref());
    let batch = tasks.sequences.batch(&own, is_masked);
    let Some(targets) = &batch.targets else {
        return f64::NAN;
    };
    let steps = targets.counted.len() / tasks.b();
    let weights = targets.weights(tasks.b()).into_iter().enumerate();
    let counted = weights.filter(|(_, weight)| *weight != 0.0);
    counted
        .map(|(place, weight)| weight * wired.loss_of(place / steps, place % steps))
        .sum()
}

/// The gradient that reaches each state where the last one is read, and where the mean of all is.
pub(super) fn reach(tasks: &Tasks, at: &At<'_>) -> Panel {
    let mut known = tasks.reach.borrow_mut();
    if known.as_ref().is_none_or(|(unit, _)| *unit != at.unit) {
        let of = |pool| reaching(tasks, pool, at.unit);
        let both = of(Pool::Last).zip(of(Pool::Mean));
        *known = Some((at.unit, both.map(|(last, mean)| [last, mean])));
    }
    let Some((_, Some([last, mean]))) = known.as_ref() else {
        return Text(words::NO_REACH.to_owned()).into();
    };
    let steps = last.len() - 1;
    let all = last.iter().chain(mean).copied();
    let is_chosen = |pool| tasks.own.wiring != Wiring::One || tasks.own.pool == pool;
    let series = |pool, values: &[f64], look: Look| {
        let Selectable { label, .. } = Pool::choices().swap_remove(usize::from(pool == Pool::Mean));
        Series {
            reference: Some(format!("reach.{}", usize::from(pool == Pool::Mean))),
            name: label.clone(),
            title: format!("read from {label}"),
            about: words::reach_about(pool).to_owned(),
            form: Form::line(values.iter().copied()),
            look: if is_chosen(pool) {
                look
            } else {
                look.dashed(&[5.0, 4.0])
            },
            is_labelled: true,
            facts: vec![("at the first state", values[0])],
            ..Series::default()
        }
    };
    let row = tasks.row() + 1;
    let places = Places::counted("t", 0..=steps, |t| format!("t = {t}"));
    Chart {
        caption: format!("Gradient that reaches each state of sequence {row}"),
        title: words::reach_title(last[0], mean[0]),
        series: vec![
            series(Pool::Mean, mean, Look::line(Hue::Gradient, 2.0)),
            series(Pool::Last, last, Look::line(Hue::Ink, 2.0)),
        ],
        at: Some((tasks.step(at) + 1).min(steps)),
        ..Chart::over(
            places.named(move |t| format!("cell.b{row}.t{}", t.max(1))),
            Axis::counts("t", 0.0, count(steps.max(1))),
            Axis::log10_holding(all),
        )
    }
    .into()
}

/// The length of the gradient at the states 0, 1, ... of the first layer, h and memory together, where what is read is the selected unit of the last
/// state or of the mean of all.
pub(super) fn reaching(tasks: &Tasks, pool: Pool, unit: usize) -> Option<Vec<f64>> {
    let own = TaskSettings {
        wiring: Wiring::One,
        pool,
        ..tasks.own.clone()
    };
    let spec = Stacked {
        head: Head::None,
        loss: Some(LossKind::Linear),
        ..spec(&own, &tasks.scenario, tasks.d())
    };
    let batch = one_sequence(tasks, &spec, unit)?;
    let wired = Wired::of(spec, &tasks.shared(), &batch, 0).ok()?;
    let place = wired.run.network().segment("l0")?;
    let run = wired.run.segment(place);
    let carries = &run.program().carries;
    // Whatever a cell hands on is its state: what crosses over its memory counts too.
    let length = |node: fn(&Carry) -> NodeId, t: usize| {
        let all = carries
            .iter()
            .flat_map(|own| run.trace().grad(node(own), t, 0));
        norm(&all.copied().collect::<Vec<f64>>())
    };
    let start = length(|own| own.previous, 0);
    let steps = (0..batch.size.steps).map(|t| length(|own| own.next, t));
    Some(std::iter::once(start).chain(steps).collect())
}

/// The sequence that is looked at, alone; what is read from it is one unit.
fn one_sequence(tasks: &Tasks, spec: &Stacked, unit: usize) -> Option<Batch> {
    let rows = &tasks.sequences.rows[tasks.row()];
    let size = Size {
        batch: 1,
        steps: rows.len(),
        inputs: tasks.d(),
    };
    let mut y = vec![0.0; spec.state_size()];
    let units = spec.hidden_size;
    y[unit.clamp(1, units) - 1] = 1.0;
    let targets = Targets {
        y,
        counted: vec![true],
        reduce: Reduce::Sum,
    };
    let batch = Batch::new(size, rows.concat()).ok()?;
    batch.judged(targets).ok()
}

/// The same settings for one that only reads forwards, an answer at each step.
pub(super) fn forwards(own: &TaskSettings) -> TaskSettings {
    TaskSettings {
        wiring: Wiring::Each,
        ways: Ways::Forward,
        ..own.clone()
    }
}

/// Whether a network reads only forwards.
pub(super) fn is_forwards(spec: &Stacked) -> bool {
    spec.directions == Directions::Forward
}
