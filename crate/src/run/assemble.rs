//! From a scenario to its run: every number in its place.

use super::{Held, Run};
use crate::ir::Scalar;
use crate::model::scenario::Scenario;

impl<S: Scalar> Run<S> {
    /// The run of a scenario, everything set, nothing computed yet.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Self {
        let mut run = Self::new(scenario.program.clone(), scenario.encoded.columns.len(), 1);
        run.set(scenario);
        run
    }

    /// For each step, whether it has a loss.
    #[must_use]
    pub fn judged_steps(&self) -> Vec<bool> {
        let judged =
            |t| (0..self.trace().batch()).any(|b| self.trace().loss_weight(t, b) != S::zero());
        (0..self.trace().steps()).map(judged).collect()
    }

    /// Sets the numbers of a scenario with the same program and steps.
    pub fn set(&mut self, scenario: &Scenario) {
        copy(&scenario.params, self.trace_mut().params_mut());
        let (input, target) = (self.program().find("x"), self.program().find("y"));
        for (t, column) in scenario.encoded.columns.iter().enumerate() {
            if let Some(input) = input {
                copy(column, self.trace_mut().value_mut(input, t, 0));
            }
            self.trace_mut().set_loss_weight(t, 0, S::zero());
        }
        for (place, column) in scenario.target.columns.iter().enumerate() {
            let t = scenario.target.first + place;
            if let Some(target) = target {
                copy(column, self.trace_mut().value_mut(target, t, 0));
            }
            self.trace_mut()
                .set_loss_weight(t, 0, S::of(scenario.target.weight));
        }
        self.trace_mut().release();
        for hold in &scenario.holds {
            self.trace_mut().hold(Held {
                node: hold.node,
                unit: None,
                value: S::of(hold.value),
                steps: hold.from - 1..hold.to,
            });
        }
        for carry in self.program().carries.clone() {
            let is_memory = self
                .program()
                .symbol(carry.next)
                .is_some_and(|symbol| symbol.key == "c");
            let initial = if is_memory {
                &scenario.c0
            } else {
                &scenario.h0
            };
            copy(initial, self.trace_mut().value_mut(carry.previous, 0, 0));
        }
    }
}

fn copy<S: Scalar>(from: &[f64], to: &mut [S]) {
    for (to, &from) in to.iter_mut().zip(from) {
        *to = S::of(from);
    }
}
