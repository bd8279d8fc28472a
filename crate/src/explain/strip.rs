//! All steps in short: what each reads, its loss and its state, as far as they are computed.
//!
//! Invariant: as in the picture of a step, a number is here only once its op has run under the cursor.

use super::Subject;
use super::number;
use super::table::seen_steps;
use crate::run::cursor::Position;

/// One step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// Its input as printed: a number, or the symbol that was read.
    pub label: String,
    /// Whether its input is marked.
    pub marked: bool,
    /// Its loss, where the step has one.
    pub loss: Option<f64>,
    /// Its hidden state, once computed.
    pub state: Option<Vec<f64>>,
}

/// The steps of a run, seen from a position; `symbols` stands on the steps where text was read.
#[must_use]
pub fn strip(subject: &Subject<'_>, position: &Position, symbols: Option<&[String]>) -> Vec<Step> {
    let position = subject.timeline.resolve(position);
    let label = |t: usize, column: &[f64]| match symbols {
        Some(symbols) => symbols.get(t).cloned(),
        None => column.first().map(|value| number::text(*value)),
    };
    let judged = subject.timeline.loss_at();
    let steps = seen_steps(subject, &position).into_iter().enumerate();
    steps
        .map(|(t, seen)| Step {
            label: label(t, &seen.input).unwrap_or_default(),
            marked: symbols.is_none() && is_marked(&seen.input),
            loss: seen.loss.filter(|_| judged[t]),
            state: seen.states.into_iter().next().flatten(),
        })
        .collect()
}

/// Whether a step's input is a value with its marker set.
#[must_use]
pub fn is_marked(column: &[f64]) -> bool {
    matches!(column, [_, marker] if *marker == 1.0)
}

#[cfg(test)]
mod tests {
    use super::super::Reads;
    use super::*;
    use crate::model::Setup;
    use crate::run::cursor::Timeline;
    use crate::run::{Run, Truncation};

    #[test]
    fn states_and_losses_show_only_once_they_are_computed() {
        let scenario = Setup::default().scenario().unwrap();
        let mut run = Run::of(&scenario);
        run.forward();
        run.backward(Truncation::Full);
        let timeline = Timeline::new(run.program(), run.judged_steps());
        let cell = &scenario.spec.cell;
        let subject = Subject {
            run: &run,
            timeline: &timeline,
            cell,
            batch: 0,
            unit: 2,
            jobs: None,
            reads: Reads::Numbers,
            kept: None,
        };
        let at = |position: &str| strip(&subject, &position.parse().unwrap(), None);
        let states = |steps: &[Step]| steps.iter().filter(|step| step.state.is_some()).count();
        assert_eq!(states(&at("4.c.f")), 3);
        assert_eq!(states(&at("4.h.f")), 4);
        assert_eq!(at("6.h.f")[5].loss, None);
        let loss = at("6.l.f")[5].loss.unwrap();
        assert!((loss - 0.194).abs() < 1e-3, "{loss}");
        assert_eq!(states(&at("2.dc.b")), 6);
        let marked: Vec<_> = at("1.u.f").iter().map(|step| step.marked).collect();
        assert_eq!(marked, [true, false, false, true, false, false]);
    }
}
