//! What ends the way back: a cut between two steps, a window.

use super::{InspectedRow, Inspection, Inspector, Kind, number};
use crate::explain::evaluate::passed_back;
use unrolled::run::Truncation;
use unrolled::run::metrics::norm;

impl Inspector<'_> {
    /// The place between a step and the next: what crosses it forward, and back.
    pub(super) fn cut(&self, t: usize) -> Option<Inspection> {
        if t >= self.subject.timeline.steps() {
            return None;
        }
        let (run, batch) = (self.subject.run, self.subject.batch);
        let carry = *self.program.carries.first()?;
        let value = norm(run.trace().value(carry.next, t - 1, batch));
        let crossing = |trace| norm(&passed_back(carry.previous, self.program, trace, t, batch));
        let now = crossing(run.trace());
        let mut uncut = run.clone();
        uncut.backward(Truncation::Full);
        let full = crossing(uncut.trace());
        let is_cut = run.trace().reach().is_cut_after(t);
        let row = |label: &str, value: f64| InspectedRow {
            label: label.to_owned(),
            value: self.six(value),
            reference: None,
        };
        let mut rows = vec![
            row("value crossing, norm", value),
            row("gradient crossing, norm", now),
        ];
        if now != full {
            rows.push(row("without truncation", full));
        }
        let words = if is_cut {
            "Cut: the value crosses unchanged, the gradient that crosses is exactly 0, as after detach()."
        } else {
            "Not cut: value and gradient cross. The scissors detach the state here."
        };
        Some(Inspection {
            kind: Kind::Step,
            title: format!("between steps {t} and {}", t + 1),
            words: words.to_owned(),
            rows,
            ..Inspection::default()
        })
    }

    /// A window of so many steps.
    pub(super) fn window(&self, steps: usize) -> Option<Inspection> {
        let all = self.subject.timeline.steps();
        (steps <= all).then(|| Inspection {
            kind: Kind::Step,
            title: format!("window of {}", plural(steps)),
            words: if steps == all {
                "As long as the sequence: every loss reaches back to the first step.".to_owned()
            } else {
                format!(
                    "The gradient of each loss goes back through {}; what lies before is left out.",
                    plural(steps)
                )
            },
            rows: vec![InspectedRow {
                label: "steps T".to_owned(),
                value: number::count(all),
                reference: None,
            }],
            ..Inspection::default()
        })
    }
}

fn plural(steps: usize) -> String {
    let s = if steps == 1 { "" } else { "s" };
    format!("{} step{s}", number::count(steps))
}
