//! Random run documents from a seed, for the oracles that make their own.

use serde_json::{Value, json};

/// The cells and conventions the engine has, each by a name for messages.
pub(crate) fn cells() -> Vec<(&'static str, Value)> {
    let gru = |reset, update| json!({"kind": "gru", "reset": reset, "update": update});
    vec![
        ("rnn tanh", json!({"kind": "rnn", "activation": "tanh"})),
        ("rnn relu", json!({"kind": "rnn", "activation": "relu"})),
        (
            "rnn identity",
            json!({"kind": "rnn", "activation": "identity"}),
        ),
        ("lstm", json!({"kind": "lstm"})),
        ("gru before write", gru("before", "write")),
        ("gru before keep", gru("before", "keep")),
        ("gru after write", gru("after", "write")),
        ("gru after keep", gru("after", "keep")),
    ]
}

/// The loss kinds of the run document.
pub(crate) const LOSSES: [&str; 4] = [
    "cross_entropy",
    "squared_error",
    "mean_squared_error",
    "linear",
];

/// A stream of numbers that depends on its seed alone (SplitMix64).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number from `0` to `below - 1`.
    pub(crate) fn below(&mut self, below: usize) -> usize {
        usize::try_from(self.next() % below as u64).expect("less than a usize")
    }

    pub(crate) fn coin(&mut self) -> bool {
        self.below(2) == 1
    }

    /// A real between -1 and 1, of three decimals so that messages stay readable.
    pub(crate) fn real(&mut self) -> f64 {
        let thousandths = i32::try_from(self.below(2001)).expect("small") - 1000;
        f64::from(thousandths) / 1000.0
    }

    /// Nested arrays of reals between `-scale` and `scale`.
    pub(crate) fn reals(&mut self, shape: &[usize], scale: f64) -> Value {
        match shape {
            [] => json!(self.real() * scale),
            [n, rest @ ..] => (0..*n).map(|_| self.reals(rest, scale)).collect(),
        }
    }

    fn classes(&mut self, shape: &[usize], below: usize) -> Value {
        match shape {
            [] => json!(self.below(below)),
            [n, rest @ ..] => (0..*n).map(|_| self.classes(rest, below)).collect(),
        }
    }
}

/// What a document is to have; the numbers come from the dice.
#[derive(Clone, Debug)]
pub(crate) struct Recipe {
    pub(crate) cell: Value,
    pub(crate) b: usize,
    pub(crate) t: usize,
    pub(crate) d: usize,
    pub(crate) h: usize,
    pub(crate) classes: usize,
    pub(crate) biases: Vec<&'static str>,
    pub(crate) head: Option<bool>,
    pub(crate) loss: &'static str,
    pub(crate) last: bool,
    pub(crate) mean: bool,
    pub(crate) start: bool,
    pub(crate) lengths: Option<Vec<usize>>,
    pub(crate) truncate: Option<(&'static str, usize)>,
}

impl Recipe {
    /// A recipe in which everything that may vary is drawn.
    pub(crate) fn any(cell: &Value, dice: &mut Dice) -> Self {
        let (b, t) = (1 + dice.below(3), 3 + dice.below(5));
        let mut biases = vec!["bias_ih_l0", "bias_hh_l0"];
        biases.retain(|_| dice.coin());
        let head = [None, Some(false), Some(true)][dice.below(3)];
        let lengths = dice
            .coin()
            .then(|| (0..b).map(|_| 1 + dice.below(t)).collect());
        let mode = [None, Some("chunked"), Some("sliding")][dice.below(3)];
        Self {
            cell: cell.clone(),
            b,
            t,
            d: 1 + dice.below(4),
            h: 1 + dice.below(5),
            classes: 1 + dice.below(4),
            biases,
            head,
            loss: LOSSES[dice.below(4)],
            last: dice.coin(),
            mean: dice.coin(),
            start: dice.coin(),
            lengths,
            truncate: mode.map(|mode| (mode, 1 + dice.below(t + 1))),
        }
    }

    /// The document, with all of values, grads and `per_step` asked for.
    pub(crate) fn document(&self, dice: &mut Dice) -> Value {
        let lstm = self.cell["kind"] == "lstm";
        let blocks = if lstm {
            4
        } else if self.cell["kind"] == "gru" {
            3
        } else {
            1
        };
        let (rows, h) = (blocks * self.h, self.h);
        let mut doc = json!({
            "format": "unrolled-run/1",
            "cell": self.cell,
            "weights": {
                "weight_ih_l0": dice.reals(&[rows, self.d], 1.0),
                "weight_hh_l0": dice.reals(&[rows, h], 0.9),
            },
            "x": dice.reals(&[self.b, self.t, self.d], 1.5),
            "loss": self.loss(dice),
            "outputs": ["values", "grads", "per_step"],
        });
        for bias in &self.biases {
            doc["weights"][*bias] = dice.reals(&[rows], 0.6);
        }
        if let Some(bias) = self.head {
            doc["head"] = json!({"weight": dice.reals(&[self.classes, h], 1.0)});
            if bias {
                doc["head"]["bias"] = dice.reals(&[self.classes], 0.5);
            }
        }
        if self.start {
            doc["h0"] = dice.reals(&[self.b, h], 1.0);
            if lstm {
                doc["c0"] = dice.reals(&[self.b, h], 1.5);
            }
        }
        if let Some(lengths) = &self.lengths {
            doc["lengths"] = json!(lengths);
        }
        if let Some((mode, steps)) = self.truncate {
            doc["truncate"] = json!({"mode": mode, "steps": steps});
        }
        doc
    }

    fn loss(&self, dice: &mut Dice) -> Value {
        let outputs = if self.head.is_some() {
            self.classes
        } else {
            self.h
        };
        let pairs = if self.last {
            vec![self.b]
        } else {
            vec![self.b, self.t]
        };
        let each: Vec<usize> = pairs.iter().copied().chain([outputs]).collect();
        let mut loss = json!({
            "kind": self.loss,
            "at": if self.last { "last" } else { "each" },
            "reduce": if self.mean { "mean" } else { "sum" },
        });
        match self.loss {
            "cross_entropy" => loss["target"] = dice.classes(&pairs, outputs),
            "linear" => loss["weights"] = dice.reals(&each, 1.0),
            _ => loss["target"] = dice.reals(&each, 1.0),
        }
        loss
    }
}
