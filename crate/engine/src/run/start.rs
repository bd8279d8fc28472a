//! How fast the start is forgotten: a run beside the same one from zero.

use super::Run;
use super::metrics::norm;
use crate::ir::Scalar;

impl<S: Scalar> Run<S> {
    /// How far the first state is, at the start and after each step, from where it would be had all states started
    /// at zero; `None` where they do. The run itself stays as it is.
    #[must_use]
    pub fn start_fades(&self) -> Option<Vec<f64>> {
        let carry = *self.program.carries.first()?;
        let mut zero = self.clone();
        let mut differs = false;
        for carry in self.program.carries.clone() {
            let state = zero.trace.value_mut(carry.previous, 0, 0);
            differs |= state.iter().any(|entry| *entry != S::zero());
            state.fill(S::zero());
        }
        if !differs {
            return None;
        }
        zero.forward();
        let apart = |node, t| {
            let pairs = self.trace.value(node, t, 0).iter();
            let pairs = pairs.zip(zero.trace.value(node, t, 0));
            norm(
                &pairs
                    .map(|(a, b)| a.to_f64() - b.to_f64())
                    .collect::<Vec<_>>(),
            )
        };
        let steps = (0..self.trace.steps()).map(|t| apart(carry.next, t));
        Some(
            std::iter::once(apart(carry.previous, 0))
                .chain(steps)
                .collect(),
        )
    }
}
