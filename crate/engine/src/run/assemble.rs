//! From a scenario to its run: every number in its place.

use super::{Held, Run};
use crate::ir::program::Carry;
use crate::ir::{Precision, Program, Scalar};
use crate::model::scenario::Scenario;

impl Run<f64> {
    /// The run of a scenario, forward and back, in the scenario's precision: what float32 computes is
    /// widened exactly. An `earlier` run of the same program and steps lends its memory.
    #[must_use]
    pub fn computed(scenario: &Scenario, earlier: Option<Self>) -> Self {
        let mut run = match earlier {
            Some(mut run) => {
                run.set(scenario);
                run
            }
            None => Self::of(scenario),
        };
        match scenario.precision {
            Precision::Double => run.forward_and_back(scenario),
            Precision::Single => {
                let mut single: Run<f32> = Run::of(scenario);
                single.forward_and_back(scenario);
                run.trace.take_over(&single.trace);
                run.pack();
            }
        }
        run
    }
}

impl<S: Scalar> Run<S> {
    fn forward_and_back(&mut self, scenario: &Scenario) {
        self.forward();
        self.backward_within(&scenario.reach);
    }

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
        self.trace.precision = S::PRECISION;
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
            let is_memory = is_memory(self.program(), &carry);
            let initial = if is_memory {
                &scenario.c0
            } else {
                &scenario.h0
            };
            copy(initial, self.trace_mut().value_mut(carry.previous, 0, 0));
        }
    }
}

/// Whether a state is the cell's memory, not its hidden state.
pub(super) fn is_memory(program: &Program, carry: &Carry) -> bool {
    let symbol = program.symbol(carry.next);
    symbol.is_some_and(|symbol| symbol.key == "c")
}

fn copy<S: Scalar>(from: &[f64], to: &mut [S]) {
    for (to, &from) in to.iter_mut().zip(from) {
        *to = S::of(from);
    }
}
