//! An encoder that reads, a decoder that writes, and attention or one fixed vector between them.
//!
//! | segment | along | computes | source |
//! |---|---|---|---|
//! | `embed` | source | x_j, the symbol's row of the table | |
//! | `forwards`, `backwards` | source | →h_j and ←h_j, by any cell | Schuster and Paliwal (1997) |
//! | `annotate` | source | h_j = [→h_j; ←h_j], and what the score makes of it | Bahdanau et al. (2014), 3.2 |
//! | `bridge` | once | [→h_S; ←h_1], and s_0 = tanh(W of it) | Bahdanau et al. (2014), A.2.2 |
//! | `decoder` | target | context, s_t from [y_{t-1}; c_t], softmax(W_o [s_t; c_t] + b_o) | Bahdanau et al. (2014), A.2.2 |
//!
//! Without attention the context is [→h_S; ←h_1] at every step: what the decoder will ever know passes this one vector.
//! Source and decoder share one table and one alphabet. With 45 symbols, embeddings of 16, an encoder of 32 + 32, a
//! decoder of 64 and attention of width 32 these are 51,997 parameters, and 47,869 without attention.

use super::attention::{Attention, Memories, link, segment};
use super::cells::{CellSpec, Step};
use super::network::wires::{Line, Link, Network, Segment, Wire};
use crate::ir::symbol::{
    BACKWARDS, COMPARED_ALL, CONTEXT, EMBEDDED, FORWARDS, H, KEPT, KEY, KEYS, LOGITS, READ, SEEN,
    Symbol, TOLD, X, Y,
};
use crate::ir::{Builder, NodeId, ShapeError};

/// The sizes of an encoder and a decoder.
#[derive(Clone, Debug)]
pub struct Seq2Seq {
    /// The cell of all three.
    pub cell: CellSpec,
    /// How many symbols there are, to read and to write.
    pub symbols: usize,
    /// Numbers of an embedded symbol.
    pub embedding: usize,
    /// Units of the encoder in each direction.
    pub encoder: usize,
    /// Units of the decoder.
    pub decoder: usize,
    /// How it looks; `None` for one fixed vector.
    pub attention: Option<Attention>,
    /// Whether some of state and context can be left out before the read-out, as an input of its own says: only while
    /// learning.
    pub dropout: bool,
}

/// The cell's bias vectors: one.
const BIASES: (bool, bool) = (true, false);

/// What an encoder of one direction reads and gives.
struct Ends {
    input: NodeId,
    output: NodeId,
}

/// The two inputs of a segment that joins the directions, what it gives, and further nodes of it.
struct Joined {
    segment: Segment,
    inputs: [NodeId; 2],
    outputs: [NodeId; 2],
}

/// What the decoder takes over wires.
struct Taken {
    state: NodeId,
    memory: NodeId,
    compared: Option<NodeId>,
}

impl Seq2Seq {
    /// The segments and wires, for sources of so many positions.
    ///
    /// # Errors
    /// Where the score does not fit the sizes: a dot score needs queries and keys of one size.
    pub fn network(&self, positions: usize) -> Result<Network, ShapeError> {
        let (embed, symbol) = self.embed()?;
        let (forwards, ahead) = self.encoder("forwards", "_l0")?;
        let (backwards, back) = self.encoder("backwards", "_l0_reverse")?;
        let bridge = self.bridge()?;
        let (decoder, taken) = self.decoder(positions)?;
        let mut segments = vec![embed, forwards, backwards];
        let mut links = vec![
            link((0, symbol), (1, ahead.input), Wire::Feed { reverse: false }),
            link((0, symbol), (2, back.input), Wire::Feed { reverse: true }),
        ];
        let join = |joined: &Joined, at: usize, wires: [Wire; 2]| -> [Link; 2] {
            let ends = [(1, ahead.output), (2, back.output)];
            [0, 1].map(|k| link(ends[k], (at, joined.inputs[k]), wires[k]))
        };
        let annotated = match self.attention {
            Some(attention) => Some(self.annotate(&attention)?),
            None => None,
        };
        let last = segments.len() + 1 + usize::from(annotated.is_some());
        if let Some(joined) = annotated {
            let at = segments.len();
            let turned = [false, true].map(|reverse| Wire::Feed { reverse });
            links.extend(join(&joined, at, turned));
            links.push(link(
                (at, joined.outputs[0]),
                (last, taken.memory),
                Wire::Collect,
            ));
            let compared = taken
                .compared
                .map(|to| link((at, joined.outputs[1]), (last, to), Wire::Collect));
            links.extend(compared);
            segments.push(joined.segment);
        }
        let at = segments.len();
        links.extend(join(&bridge, at, [Wire::Init; 2]));
        links.push(link(
            (at, bridge.outputs[1]),
            (last, taken.state),
            Wire::Init,
        ));
        if self.attention.is_none() {
            links.push(link(
                (at, bridge.outputs[0]),
                (last, taken.memory),
                Wire::Collect,
            ));
        }
        segments.push(bridge.segment);
        segments.push(decoder);
        Network::new(segments, links)
    }

    fn embed(&self) -> Result<(Segment, NodeId), ShapeError> {
        let builder = Builder::default();
        let table = builder.weight("embedding.weight", self.symbols, self.embedding, &[]);
        let symbol = builder.input(X, 1).step("load", "symbol");
        let row = builder.lookup(table, symbol).named(EMBEDDED);
        let row = row.step("embed", "embed");
        builder.output(row);
        let id = row.id();
        Ok((segment("embed", builder.finish()?, Line::Source), id))
    }

    fn encoder(&self, name: &'static str, suffix: &str) -> Result<(Segment, Ends), ShapeError> {
        let builder = Builder::default();
        let input = builder.input(X, self.embedding);
        let words = ["encoder.", suffix];
        let step = Step::reading(&builder, &self.cell, (input, self.encoder), BIASES, words);
        (self.cell.cell.step)(&step);
        let state = builder.state(H).ok_or_else(no_state)?;
        builder.output(state);
        let ends = Ends {
            input: input.id(),
            output: state.id(),
        };
        let segment = Segment {
            reversed: suffix.ends_with("_reverse"),
            ..segment(name, builder.finish()?, Line::Source)
        };
        Ok((segment, ends))
    }

    fn annotate(&self, attention: &Attention) -> Result<Joined, ShapeError> {
        let builder = Builder::default();
        let (inputs, key) = self.both(&builder, KEY);
        let compared = attention.key(&builder, key, self.decoder, "attention.");
        builder.output(key);
        builder.output(compared);
        let outputs = [key.id(), compared.id()];
        Ok(Joined {
            segment: segment("annotate", builder.finish()?, Line::Source),
            inputs,
            outputs,
        })
    }

    fn bridge(&self) -> Result<Joined, ShapeError> {
        let builder = Builder::default();
        let (inputs, both) = self.both(&builder, CONTEXT);
        let weight = builder.weight("bridge.weight", self.decoder, both.rows(), &[]);
        let sum = weight * both + &builder.no_bias();
        let state = sum.tanh().named(H).step("start", "first state");
        builder.output(both);
        builder.output(state);
        let outputs = [both.id(), state.id()];
        Ok(Joined {
            segment: segment("bridge", builder.finish()?, Line::Once),
            inputs,
            outputs,
        })
    }

    /// Both directions at one place, one under the other.
    fn both<'b>(&self, builder: &'b Builder, symbol: Symbol) -> ([NodeId; 2], crate::ir::Var<'b>) {
        let inputs = [FORWARDS, BACKWARDS].map(|half| builder.input(half, self.encoder));
        builder.micro_op("load", "both directions");
        let both = inputs[0].over(inputs[1]).named(symbol);
        (
            inputs.map(crate::ir::Var::id),
            both.step("both", "both directions"),
        )
    }

    fn decoder(&self, positions: usize) -> Result<(Segment, Taken), ShapeError> {
        let builder = Builder::default();
        let table = builder.weight("embedding.weight", self.symbols, self.embedding, &[]);
        let symbol = builder.input(X, 1);
        let state = builder.carry(H, self.decoder);
        let width = 2 * self.encoder;
        let mut taken = Taken {
            state: state.id(),
            memory: state.id(),
            compared: None,
        };
        let context = if let Some(attention) = self.attention {
            let values = builder.memory(KEYS, positions, width);
            let own = self.compared_width(&attention)?;
            let compared = own.map(|own| builder.memory(COMPARED_ALL, positions, own));
            let seen = builder.memory(SEEN, positions, 1);
            builder.micro_op("given", "last symbol and old state");
            (taken.memory, taken.compared) = (values.id(), compared.map(crate::ir::Var::id));
            let memories = Memories {
                compared: compared.unwrap_or(values),
                values,
                seen,
            };
            attention.look(&builder, state, memories, "attention.")
        } else {
            let context = builder.memory(CONTEXT, 1, width);
            builder.micro_op("given", "fixed context");
            taken.memory = context.id();
            context
        };
        let row = builder.lookup(table, symbol).named(EMBEDDED);
        let row = row.step("embed", "embed the last symbol");
        let input = row.over(context).named(READ);
        let words = ["decoder.", "_l0"];
        let step = Step::reading(&builder, &self.cell, (input, self.decoder), BIASES, words);
        (self.cell.cell.step)(&step);
        builder.begin_head();
        let state = builder.state(H).ok_or_else(no_state)?;
        let both = state
            .over(context)
            .named(TOLD)
            .step("told", "state and context");
        let both = if self.dropout {
            let kept = builder.input(KEPT, both.rows());
            both.odot(kept).named(TOLD).step("drop", "leave out")
        } else {
            both
        };
        let weight = builder.weight("output.weight", self.symbols, both.rows(), &[]);
        let bias = builder.bias("output.bias", self.symbols, &[]);
        let logits = (weight * both + &bias).named(LOGITS).step("lo", "read out");
        builder.show_probabilities(logits);
        builder.micro_op("y", "prediction");
        let target = builder.input(Y, 1);
        builder.cross_entropy(logits, target);
        builder.micro_op("l", "loss");
        Ok((segment("decoder", builder.finish()?, Line::Target), taken))
    }

    /// How wide keys are once the score has projected them; `None` where it does not.
    fn compared_width(&self, attention: &Attention) -> Result<Option<usize>, ShapeError> {
        let joined = self.annotate(attention)?;
        let [key, compared] = joined.outputs;
        let rows = joined.segment.program.node(compared).rows;
        Ok((key != compared).then_some(rows))
    }
}

fn no_state() -> ShapeError {
    ShapeError("the cell names no hidden state".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{SCORES, Score};

    fn spec(score: Option<&'static Score>) -> Seq2Seq {
        Seq2Seq {
            cell: CellSpec::of("gru").unwrap(),
            symbols: 45,
            embedding: 16,
            encoder: 32,
            decoder: 64,
            attention: score.map(|score| Attention::by(score, 32)),
            dropout: false,
        }
    }

    #[test]
    fn the_sizes_of_the_shipped_models_are_those_of_the_specification() {
        let count = |score| spec(score).network(24).unwrap().param_count();
        assert_eq!(count(Score::of("additive")), 51_997);
        assert_eq!(count(None), 47_869);
        assert_eq!(count(Score::of("dot")), 47_869);
        assert_eq!(count(Score::of("general")), 47_869 + 64 * 64);
    }

    #[test]
    fn a_decoder_step_is_what_a_person_would_draw() {
        for score in SCORES {
            let network = spec(Some(score)).network(5).unwrap();
            let decoder = &network.segments[network.segment("decoder").unwrap()];
            let ids: Vec<_> = decoder.program.micro_ops.iter().map(|op| op.id).collect();
            let wanted = ["score", "mask", "weights", "context", "embed"];
            let start = ids.iter().position(|id| *id == "score").unwrap();
            assert_eq!(ids[start..start + 5], wanted, "{}", score.kind);
            assert!(ids.ends_with(&["h", "told", "lo", "y", "l"]), "{ids:?}");
        }
    }

    #[test]
    fn a_dot_score_of_two_sizes_is_refused() {
        let mut unequal = spec(Score::of("dot"));
        unequal.decoder = 48;
        let error = unequal.network(5).unwrap_err();
        assert!(error.to_string().contains("column of 48"), "{error}");
    }
}
