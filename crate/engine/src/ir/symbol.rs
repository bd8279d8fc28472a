//! The symbol table: each named quantity, in PyTorch's letters and in the lesson's.
//!
//! | key | PyTorch | lesson | what |
//! |---|---|---|---|
//! | `x` `y` | x_t, y_t | the same | input, target |
//! | `h` `c` | h_t, c_t | the same | hidden state, cell memory |
//! | `i` `f` `o` | i_t, f_t, o_t | the same | input, forget, output gate |
//! | `g` | g_t | c̃_t | LSTM candidate |
//! | `r` `z` | r_t, z_t | the same | reset, update gate |
//! | `n` | n_t | h̃_t | GRU candidate |
//! | `a_*` | a^*_t | a^*_t | pre-activation of that gate |
//! | `logits` `probs` | logits_t, ŷ_t | o_t (RNN, GRU), ŷ_t | head |
//! | `k` `w` `m` `p` `q` `s` | no letter | k_t, w_t, … | named parts of a formula |
//! | `query` `keys` `values` | no letter | q_t, K, V | what attention asks, and what it looks at |
//! | `scores` `weights` `context` | no letter | e_t, α_t, c_t | how well each position fits, its share, their mixture |
//! | `tempered` `masked` | no letter | ẽ_t, ê_t | scores over the temperature, scores where they can be seen |

/// What a quantity is for: decides its hue, glyph and dash everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Decides what is kept.
    Forget,
    /// Decides what is written.
    Input,
    /// Decides what is shown.
    Output,
    /// What could be written.
    Candidate,
    /// Blends old and new.
    Update,
    /// Decides how much past the candidate sees.
    Reset,
    /// Hidden state.
    Hidden,
    /// Cell memory.
    Cell,
    /// Input, target: given from outside.
    Data,
    /// The rest: sums, logits, losses.
    Plain,
}

/// How a symbol is printed: a letter, perhaps with a mark over it and a superscript. The time index
/// is added where it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// The letter or short word.
    pub base: &'static str,
    /// A tilde or hat over it.
    pub accent: Option<char>,
    /// The gate a pre-activation belongs to.
    pub sup: Option<&'static str>,
}

impl Glyph {
    const fn plain(base: &'static str) -> Self {
        Self {
            base,
            accent: None,
            sup: None,
        }
    }
    const fn tilde(base: &'static str) -> Self {
        Self {
            base,
            accent: Some('~'),
            sup: None,
        }
    }
    const fn hat(base: &'static str) -> Self {
        Self {
            base,
            accent: Some('^'),
            sup: None,
        }
    }
    const fn of(base: &'static str, sup: &'static str) -> Self {
        Self {
            base,
            accent: None,
            sup: Some(sup),
        }
    }
}

/// The name of a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Stable id in references, links and answers.
    pub key: &'static str,
    /// PyTorch's printing. `None` where PyTorch has no letter: a named part of a formula.
    pub pytorch: Option<Glyph>,
    /// The lesson's printing.
    pub lesson: Glyph,
    /// In words, as spoken.
    pub words: &'static str,
    /// What it is for.
    pub role: Role,
}

impl Symbol {
    /// A quantity both notations print alike.
    #[must_use]
    pub const fn shared(key: &'static str, words: &'static str, role: Role) -> Self {
        let glyph = Glyph::plain(key);
        Self {
            key,
            pytorch: Some(glyph),
            lesson: glyph,
            words,
            role,
        }
    }
    /// A named part of a formula, without a letter of its own in PyTorch.
    #[must_use]
    pub const fn part(key: &'static str, words: &'static str, role: Role) -> Self {
        Self {
            key,
            pytorch: None,
            lesson: Glyph::plain(key),
            words,
            role,
        }
    }
    /// The same with another letter than its key.
    #[must_use]
    pub const fn written(
        key: &'static str,
        letter: &'static str,
        words: &'static str,
        role: Role,
    ) -> Self {
        Self {
            key,
            pytorch: None,
            lesson: Glyph::plain(letter),
            words,
            role,
        }
    }
    /// The same letter with a mark over it: made of what has the letter without one.
    #[must_use]
    pub const fn under(mut self, accent: char) -> Self {
        self.lesson.accent = Some(accent);
        self
    }
    /// A candidate: `letter` in PyTorch, the state's letter under a tilde in the lesson.
    #[must_use]
    pub const fn candidate(key: &'static str, state: &'static str) -> Self {
        Self {
            key,
            pytorch: Some(Glyph::plain(key)),
            lesson: Glyph::tilde(state),
            words: "candidate",
            role: Role::Candidate,
        }
    }
    /// What a gate is before it is squashed.
    #[must_use]
    pub const fn before(
        key: &'static str,
        pytorch: &'static str,
        lesson: &'static str,
        words: &'static str,
        role: Role,
    ) -> Self {
        Self {
            key,
            pytorch: Some(Glyph::of("a", pytorch)),
            lesson: Glyph::of("a", lesson),
            words,
            role,
        }
    }
}

/// The input of a step.
pub const X: Symbol = Symbol::shared("x", "input", Role::Data);
/// The target of a step.
pub const Y: Symbol = Symbol::shared("y", "target", Role::Data);
/// The hidden state.
pub const H: Symbol = Symbol::shared("h", "hidden state", Role::Hidden);
/// The cell memory.
pub const C: Symbol = Symbol::shared("c", "cell memory", Role::Cell);
/// The input gate.
pub const I: Symbol = Symbol::shared("i", "input gate", Role::Input);
/// The forget gate.
pub const F: Symbol = Symbol::shared("f", "forget gate", Role::Forget);
/// The output gate.
pub const O: Symbol = Symbol::shared("o", "output gate", Role::Output);
/// The candidate of an LSTM.
pub const G: Symbol = Symbol::candidate("g", "c");
/// The reset gate.
pub const R: Symbol = Symbol::shared("r", "reset gate", Role::Reset);
/// The update gate.
pub const Z: Symbol = Symbol::shared("z", "update gate", Role::Update);
/// The candidate of a GRU.
pub const N: Symbol = Symbol::candidate("n", "h");
/// The sum that a plain RNN squashes.
pub const A: Symbol = Symbol {
    key: "a",
    pytorch: Some(Glyph::plain("a")),
    lesson: Glyph::plain("a"),
    words: "pre-activation",
    role: Role::Plain,
};
/// The input gate before σ.
pub const A_I: Symbol = Symbol::before("a_i", "i", "i", "input gate before squashing", Role::Input);
/// The forget gate before σ.
pub const A_F: Symbol = Symbol::before(
    "a_f",
    "f",
    "f",
    "forget gate before squashing",
    Role::Forget,
);
/// The LSTM candidate before tanh.
pub const A_G: Symbol = Symbol::before(
    "a_g",
    "g",
    "c",
    "candidate before squashing",
    Role::Candidate,
);
/// The output gate before σ.
pub const A_O: Symbol = Symbol::before(
    "a_o",
    "o",
    "o",
    "output gate before squashing",
    Role::Output,
);
/// The reset gate before σ.
pub const A_R: Symbol = Symbol::before("a_r", "r", "r", "reset gate before squashing", Role::Reset);
/// The update gate before σ.
pub const A_Z: Symbol = Symbol::before(
    "a_z",
    "z",
    "z",
    "update gate before squashing",
    Role::Update,
);
/// The GRU candidate before tanh.
pub const A_N: Symbol = Symbol::before(
    "a_n",
    "n",
    "h",
    "candidate before squashing",
    Role::Candidate,
);
/// What is kept of the old state.
pub const KEEP: Symbol = Symbol::part("k", "keep", Role::Forget);
/// What is written.
pub const WRITE: Symbol = Symbol::part("w", "write", Role::Input);
/// The squashed cell memory.
pub const M: Symbol = Symbol::part("m", "squashed memory", Role::Cell);
/// The input's share of a plain RNN's sum.
pub const P: Symbol = Symbol::part("p", "mixed input", Role::Data);
/// The old state, mixed by the recurrent matrix.
pub const Q: Symbol = Symbol::part("q", "mixed state", Role::Hidden);
/// The old state after the reset gate.
pub const S: Symbol = Symbol::part("s", "reset state", Role::Reset);
/// The head's output where `o` is not the output gate.
pub const OUT: Symbol = Symbol {
    key: "logits",
    pytorch: Some(Glyph::plain("logits")),
    lesson: Glyph::plain("o"),
    words: "output",
    role: Role::Plain,
};
/// The head's output beside an output gate.
pub const LOGITS: Symbol = Symbol {
    key: "logits",
    pytorch: Some(Glyph::plain("logits")),
    lesson: Glyph::plain("logits"),
    words: "output",
    role: Role::Plain,
};
/// The predicted distribution.
pub const PROBS: Symbol = Symbol {
    key: "probs",
    pytorch: Some(Glyph::hat("y")),
    lesson: Glyph::hat("y"),
    words: "prediction",
    role: Role::Plain,
};
/// The predicted value of a regression.
pub const PREDICTION: Symbol = Symbol {
    key: "prediction",
    pytorch: Some(Glyph::hat("y")),
    lesson: Glyph::hat("y"),
    words: "prediction",
    role: Role::Plain,
};
/// The loss of a step.
pub const LOSS: Symbol = Symbol {
    key: "loss",
    pytorch: Some(Glyph::plain("ℓ")),
    lesson: Glyph::plain("ℓ"),
    words: "loss",
    role: Role::Plain,
};
/// The symbol that is read or was written last, as a row of numbers.
pub const EMBEDDED: Symbol = Symbol::written("embedded", "x", "embedded symbol", Role::Data);
/// What the decoder asks.
pub const QUERY: Symbol = Symbol::written("query", "q", "query", Role::Hidden);
/// What stands at one position of the source.
pub const KEY: Symbol = Symbol::written("key", "k", "key", Role::Hidden);
/// The same as queries are compared with it.
pub const COMPARED: Symbol = Symbol::written("compared", "p", "projected key", Role::Hidden);
/// What is taken from one position.
pub const VALUE: Symbol = Symbol::written("value", "v", "value", Role::Hidden);
/// All keys.
pub const KEYS: Symbol = Symbol::written("keys", "K", "keys", Role::Hidden);
/// All states that one query is compared with by hand; the same key, so that they are found alike.
pub const STATES: Symbol = Symbol::written("keys", "H", "states", Role::Hidden);
/// All keys, as the score compares them.
pub const COMPARED_ALL: Symbol = Symbol::written("compared", "P", "projected keys", Role::Hidden);
/// All values.
pub const VALUES: Symbol = Symbol::written("values", "V", "values", Role::Hidden);
/// Which positions can be seen.
pub const SEEN: Symbol = Symbol::written("seen", "m", "mask", Role::Data);
/// Keys and query, added.
pub const ADDED: Symbol = Symbol::written("added", "u", "sum of key and query", Role::Plain);
/// The same, squashed.
pub const SQUASHED: Symbol = Symbol::written("squashed", "g", "squashed sum", Role::Plain);
/// What the squashed sum is weighed by.
pub const READER: Symbol = Symbol::written("reader", "v", "score vector", Role::Plain);
/// How well each position fits.
pub const SCORES: Symbol = Symbol::written("scores", "e", "scores", Role::Plain);
/// The same over the temperature.
pub const TEMPERED: Symbol =
    Symbol::written("tempered", "e", "scores over temperature", Role::Plain).under('~');
/// The same where it can be seen.
pub const MASKED: Symbol = Symbol::written("masked", "e", "masked scores", Role::Plain).under('^');
/// The share of each position.
pub const WEIGHTS: Symbol = Symbol::written("weights", "α", "attention weights", Role::Update);
/// The mixture of all positions.
pub const CONTEXT: Symbol = Symbol::written("context", "c", "context", Role::Cell);
/// Query times each key, before it is scaled.
pub const RAW: Symbol = Symbol::written("raw", "d", "unscaled scores", Role::Plain);
/// The state of the direction that reads forwards.
pub const FORWARDS: Symbol = Symbol::written("forwards", "→h", "state forwards", Role::Hidden);
/// The state of the direction that reads backwards.
pub const BACKWARDS: Symbol = Symbol::written("backwards", "←h", "state backwards", Role::Hidden);
/// The last symbol and the context, one under the other.
pub const READ: Symbol = Symbol::written("read", "x", "symbol and context", Role::Data);
/// The state and the context, one under the other.
pub const TOLD: Symbol = Symbol::written("told", "u", "state and context", Role::Plain);
/// What is not left out while learning.
pub const KEPT: Symbol = Symbol::written("kept", "d", "what is not left out", Role::Data);
/// How many symbols stand before.
pub const AHEAD: Symbol = Symbol::written("ahead", "i", "symbols before", Role::Data);
/// How many symbols stand after.
pub const BEHIND: Symbol = Symbol::written("behind", "j", "symbols after", Role::Data);
/// The row of a symbol.
pub const ROW: Symbol = Symbol::written("row", "u", "row of the symbol", Role::Data);
/// The row of a position from the start.
pub const FROM_START: Symbol =
    Symbol::written("from_start", "s", "position from the start", Role::Data);
/// A symbol's row and those of its positions, added up.
pub const PLACED: Symbol = Symbol::written("placed", "x", "symbol with its positions", Role::Data);
/// The row of a position from the end.
pub const FROM_END: Symbol = Symbol::written("from_end", "r", "position from the end", Role::Data);
/// What a decoder reads: the output before.
pub const GIVEN: Symbol = Symbol::written("given", "y", "output before", Role::Data);
/// The share of a step in the mean over all of them.
pub const SHARE: Symbol = Symbol::written("share", "m", "share of each step", Role::Data);
/// The mean of all states.
pub const POOLED: Symbol = Symbol::written("pooled", "h", "mean state", Role::Hidden).under('^');
