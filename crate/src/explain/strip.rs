//! All steps in short: what each reads, its loss and its state, as far as they are computed.
//!
//! Invariant: as in the picture of a step, a number is here only once its op has run under the cursor.

use super::Subject;
use super::number;
use crate::ir::{NodeId, Op};
use crate::run::cursor::{Direction, Position};

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
    let program = subject.run.program();
    let trace = subject.run.trace();
    let state = program.find("h");
    let label = |t: usize, column: &[f64]| match symbols {
        Some(symbols) => symbols.get(t).cloned().unwrap_or_default(),
        None => column
            .first()
            .map(|value| number::text(*value))
            .unwrap_or_default(),
    };
    (0..trace.steps())
        .map(|t| {
            let read = program.ids().find(|id| program.node(*id).op == Op::Input);
            let column = read.map_or(&[][..], |node| trace.value(node, t, subject.batch));
            let seen = |node: &NodeId| is_computed(subject, &position, *node, t);
            let judged = subject.timeline.loss_at()[t];
            Step {
                label: label(t, column),
                marked: symbols.is_none() && is_marked(column),
                loss: program
                    .loss
                    .filter(seen)
                    .filter(|_| judged)
                    .map(|node| trace.value(node, t, subject.batch)[0]),
                state: state
                    .filter(seen)
                    .map(|node| trace.value(node, t, subject.batch).to_vec()),
            }
        })
        .collect()
}

/// Whether a step's input is a value with its marker set.
#[must_use]
pub fn is_marked(column: &[f64]) -> bool {
    matches!(column, [_, marker] if *marker == 1.0)
}

/// Whether a node of step `t` (from 0) has been computed when the cursor stands here.
fn is_computed(subject: &Subject<'_>, position: &Position, node: NodeId, t: usize) -> bool {
    if position.dir == Direction::Backward || t + 1 < position.t {
        return true;
    }
    let op = subject.run.program().micro_op_of(node);
    let here = subject.timeline.place(&position.op, position.dir);
    t + 1 == position.t && op <= here
}

#[cfg(test)]
mod tests {
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
