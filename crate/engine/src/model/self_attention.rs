//! Self-attention with a read-out: every symbol asks all of them, and one more is written at its place.
//!
//! | segment | along | computes | source |
//! |---|---|---|---|
//! | `read` | source | x_t = E\[y_t\] + S\[t\] + R\[T-1-t\]; q_t, k_t, v_t = W_q x_t, W_k x_t, W_v x_t | Vaswani et al. (2017), 3.2 and 3.5 |
//! | `attend` | source | scores, mask, weights, context; softmax(E c_t) | Vaswani et al. (2017), equation 1; Press and Wolf (2017) for E |
//!
//! Nothing here knows of order but the positions, which are learned rows counted from both ends: that is what a text of
//! any length is turned round by. The table E is used twice, to read and to write. With 45 symbols, a width of 32, queries
//! and keys of 16, and positions for 18 symbols these are 4,640 parameters.

use super::attention::{Attention, Memories, link, segment};
use super::network::wires::{Line, Network, Wire};
use super::scores::Score;
use crate::ir::symbol::{
    AHEAD, BEHIND, FROM_END, FROM_START, KEY, KEYS, LOGITS, PLACED, QUERY, ROW, SEEN, VALUE,
    VALUES, X, Y,
};
use crate::ir::{Builder, NodeId, Program, ShapeError};

/// The sizes, and what of it is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelfAttention {
    /// How many symbols there are, to read and to write.
    pub symbols: usize,
    /// Numbers of an embedded symbol, and of a value.
    pub width: usize,
    /// Numbers of a query and of a key.
    pub key: usize,
    /// How many positions there are rows for, from either end: the longest text.
    pub places: usize,
    /// Whether the positions are added.
    pub positions: bool,
    /// Whether scores are divided by the root of the size of a key.
    pub scaled: bool,
    /// Whether a symbol sees only those before it and itself.
    pub causal: bool,
}

impl SelfAttention {
    /// The one that is shipped.
    #[must_use]
    pub fn shipped(symbols: usize) -> Self {
        Self {
            symbols,
            width: 32,
            key: 16,
            places: 18,
            positions: true,
            scaled: true,
            causal: false,
        }
    }

    /// The segments and wires, for texts of so many symbols.
    ///
    /// # Errors
    /// Never for sizes above 0.
    ///
    /// # Panics
    /// Never: both scores are on the list.
    pub fn network(&self, positions: usize) -> Result<Network, ShapeError> {
        let (read, given) = self.read()?;
        let (attend, taken) = self.attend(positions)?;
        let wires = [Wire::Feed { reverse: false }, Wire::Collect, Wire::Collect];
        let links = (0..3).map(|at| link((0, given[at]), (1, taken[at]), wires[at]));
        let segments = vec![
            segment("read", read, Line::Source),
            segment("attend", attend, Line::Source),
        ];
        Network::new(segments, links.collect())
    }

    /// Query, key and value of each symbol.
    fn read(&self) -> Result<(Program, [NodeId; 3]), ShapeError> {
        let builder = Builder::default();
        let table = |name: &str, rows| builder.weight(name, rows, self.width, &[]);
        let symbol = builder.input(X, 1);
        let places = self
            .positions
            .then(|| [AHEAD, BEHIND].map(|place| builder.input(place, 1)));
        builder.micro_op("load", "symbol");
        let row = builder.lookup(table("embedding.weight", self.symbols), symbol);
        let x = match places {
            Some([ahead, behind]) => {
                let row = row.named(ROW);
                let start = builder.lookup(table("positions.start", self.places), ahead);
                let end = builder.lookup(table("positions.end", self.places), behind);
                (row + start.named(FROM_START) + end.named(FROM_END)).named(PLACED)
            }
            None => row.named(PLACED),
        };
        let x = x.step("x", "symbol and positions");
        let project = |name: &str, rows| table(name, rows) * x;
        let query = project("W_q", self.key).named(QUERY).step("query", "query");
        let key = project("W_k", self.key).named(KEY).step("key", "key");
        let value = project("W_v", self.width)
            .named(VALUE)
            .step("value", "value");
        for output in [query, key, value] {
            builder.output(output);
        }
        let given = [query.id(), key.id(), value.id()];
        Ok((builder.finish()?, given))
    }

    /// What each symbol makes of all of them.
    fn attend(&self, positions: usize) -> Result<(Program, [NodeId; 3]), ShapeError> {
        let kind = if self.scaled { "scaled_dot" } else { "dot" };
        let score = Score::of(kind).expect("a score of the list");
        let builder = Builder::default();
        let query = builder.input(QUERY, self.key);
        let keys = builder.memory(KEYS, positions, self.key);
        let values = builder.memory(VALUES, positions, self.width);
        let seen = builder.input(SEEN, positions);
        builder.micro_op("given", "query, keys and values");
        let memories = Memories {
            compared: keys,
            values,
            seen,
        };
        let taken = [query.id(), keys.id(), values.id()];
        let context = Attention::by(score, self.key).look(&builder, query, memories, "");
        builder.begin_head();
        let table = builder.weight("embedding.weight", self.symbols, self.width, &[]);
        let logits = (table * context + &builder.no_bias()).named(LOGITS);
        let logits = logits.step("lo", "read out");
        builder.show_probabilities(logits);
        builder.micro_op("y", "prediction");
        let target = builder.input(Y, 1);
        builder.cross_entropy(logits, target);
        builder.micro_op("l", "loss");
        Ok((builder.finish()?, taken))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tasks::Alphabet;

    fn ids(model: &SelfAttention, segment: usize) -> Vec<&'static str> {
        let network = model.network(3).unwrap();
        let ops = &network.segments[segment].program.micro_ops;
        ops.iter().map(|op| op.id).collect()
    }

    #[test]
    fn it_has_four_thousand_six_hundred_and_forty_parameters() {
        let model = SelfAttention::shipped(Alphabet::SIZE);
        assert_eq!(model.network(16).unwrap().param_count(), 4_640);
        let unplaced = SelfAttention {
            positions: false,
            ..model
        };
        let count = unplaced.network(16).unwrap().param_count();
        assert_eq!(count, 4_640 - 2 * 18 * 32);
    }

    #[test]
    fn its_steps_are_those_of_the_equation() {
        let model = SelfAttention::shipped(Alphabet::SIZE);
        assert_eq!(ids(&model, 0), ["load", "x", "query", "key", "value"]);
        let steps = [
            "given", "product", "score", "mask", "weights", "context", "lo", "y", "l",
        ];
        assert_eq!(ids(&model, 1), steps);
        let unscaled = SelfAttention {
            scaled: false,
            ..model
        };
        assert!(
            !ids(&unscaled, 1).contains(&"product"),
            "one product, not divided"
        );
    }
}
