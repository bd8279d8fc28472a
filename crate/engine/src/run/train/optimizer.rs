//! How parameters move: clipping by norm, weight decay, and one of the rules.
//!
//! | rule | update of p by its gradient g | source |
//! |---|---|---|
//! | SGD with momentum | v = μ v + g; p -= rate · v | as in PyTorch |
//! | Adam | m = β₁ m + (1-β₁) g; v = β₂ v + (1-β₂) g²; p -= rate · m̂ / (√v̂ + ε) | Kingma and Ba (2015), algorithm 1 |
//! | AdamW | the same, and p -= rate · decay · p by itself | Loshchilov and Hutter (2019), algorithm 2 |
//!
//! Weight decay is added to the gradient, but for AdamW. Clipping comes first: a gradient longer than the threshold is
//! scaled to it.
//!
//! Invariant: the same gradients in the same order make the same bits, in every build.

use crate::ir::Scalar;
use crate::run::metrics::norm;

/// Which rule, with its own numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// Stochastic gradient descent.
    Sgd {
        /// μ.
        momentum: f64,
    },
    /// Adam, β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸.
    Adam,
    /// Adam with decoupled weight decay.
    AdamW,
}

/// How to learn from a gradient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// The rule.
    pub rule: Rule,
    /// The learning rate.
    pub rate: f64,
    /// Weight decay; 0 for none.
    pub decay: f64,
    /// The longest gradient; none where not given.
    pub clip: Option<f64>,
}

const BETA: [f64; 2] = [0.9, 0.999];
const EPSILON: f64 = 1e-8;

/// The settings and what the rule remembers.
#[derive(Clone, Debug)]
pub struct Optimizer<S> {
    /// How to learn; the rate may be changed between updates.
    pub settings: Settings,
    first: Vec<S>,
    second: Vec<S>,
    /// β₁ᵗ and β₂ᵗ.
    powers: [f64; 2],
}

impl<S: Scalar> Optimizer<S> {
    /// For so many parameters.
    #[must_use]
    pub fn new(settings: Settings, params: usize) -> Self {
        let moments = if matches!(settings.rule, Rule::Sgd { .. }) {
            0
        } else {
            params
        };
        Self {
            settings,
            first: vec![S::zero(); params],
            second: vec![S::zero(); moments],
            powers: [1.0; 2],
        }
    }

    /// Moves the parameters once; answers the length of the gradient before it was clipped.
    pub fn update(&mut self, params: &mut [S], grads: &[S]) -> f64 {
        let norm = norm(grads);
        let factor = match self.settings.clip {
            Some(most) if norm > most => S::of(most / norm),
            _ => S::one(),
        };
        match self.settings.rule {
            Rule::Sgd { momentum } => self.descend(params, grads, factor, S::of(momentum)),
            Rule::Adam => self.adapt(params, grads, factor, [self.settings.decay, 0.0]),
            Rule::AdamW => self.adapt(params, grads, factor, [0.0, self.settings.decay]),
        }
        norm
    }

    fn descend(&mut self, params: &mut [S], grads: &[S], factor: S, momentum: S) {
        let (rate, decay) = (S::of(self.settings.rate), S::of(self.settings.decay));
        for ((p, &g), v) in params.iter_mut().zip(grads).zip(&mut self.first) {
            *v = *v * momentum + (g * factor + *p * decay);
            *p -= *v * rate;
        }
    }

    fn adapt(&mut self, params: &mut [S], grads: &[S], factor: S, [inside, beside]: [f64; 2]) {
        for (power, beta) in self.powers.iter_mut().zip(BETA) {
            *power *= beta;
        }
        let rate = self.settings.rate;
        let [b1, b2] = BETA.map(S::of);
        let [rest1, rest2] = BETA.map(|beta| S::of(1.0 - beta));
        let step = S::of(rate / (1.0 - self.powers[0]));
        let scale = S::of(1.0 / (1.0 - self.powers[1]));
        let (inside, kept, epsilon) = (S::of(inside), S::of(1.0 - rate * beside), S::of(EPSILON));
        let moments = self.first.iter_mut().zip(&mut self.second);
        for ((p, &g), (m, v)) in params.iter_mut().zip(grads).zip(moments) {
            let g = g * factor + *p * inside;
            *m = *m * b1 + g * rest1;
            *v = *v * b2 + g * g * rest2;
            *p = *p * kept - *m * step / ((*v * scale).sqrt() + epsilon);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SGD: f64 = 0.624;
    const ADAM: f64 = 0.8075551378428033;
    const SGD_DECAYED: f64 = 0.571669;
    const ADAM_DECAYED: f64 = 0.793599917164395;
    const ADAMW: f64 = 0.7801104748591943;

    fn settings(rule: Rule) -> Settings {
        Settings {
            rule,
            rate: 0.1,
            decay: 0.0,
            clip: None,
        }
    }

    /// Three updates with the gradients 1, -0.5, 2 from p = 1, as torch.optim makes them.
    fn three(settings: Settings) -> f64 {
        let (mut optimizer, mut p) = (Optimizer::new(settings, 1), [1.0_f64]);
        for g in [1.0, -0.5, 2.0] {
            optimizer.update(&mut p, &[g]);
        }
        p[0]
    }

    #[test]
    fn three_updates_are_those_of_pytorch() {
        let decayed = |rule| Settings {
            decay: 0.1,
            ..settings(rule)
        };
        let cases = [
            (settings(Rule::Sgd { momentum: 0.9 }), SGD),
            (settings(Rule::Adam), ADAM),
            (decayed(Rule::Sgd { momentum: 0.9 }), SGD_DECAYED),
            (decayed(Rule::Adam), ADAM_DECAYED),
            (decayed(Rule::AdamW), ADAMW),
        ];
        for (settings, want) in cases {
            let got = three(settings);
            assert!(
                (got - want).abs() < 1e-12,
                "{settings:?}: {got} against {want}"
            );
        }
    }

    #[test]
    fn a_gradient_longer_than_the_threshold_is_scaled_to_it() {
        let clipped = Settings {
            clip: Some(1.0),
            ..settings(Rule::Sgd { momentum: 0.0 })
        };
        let (mut optimizer, mut p) = (Optimizer::new(clipped, 2), [0.0_f64, 0.0]);
        let norm = optimizer.update(&mut p, &[3.0, 4.0]);
        assert_eq!(norm, 5.0);
        assert!(
            (p[0] + 0.06).abs() < 1e-15 && (p[1] + 0.08).abs() < 1e-15,
            "{p:?}"
        );
        optimizer.update(&mut p, &[0.3, 0.4]);
        assert!((p[0] + 0.09).abs() < 1e-15, "what is shorter stays");
    }
}
