//! The decoder: where it looks, what it reads and what it says.

use super::{EncoderDecoder, Readout, Wiring, embed, no_state};
use crate::ir::symbol::{COMPARED_ALL, H, KEY, KEYS, LOGITS, READ, SEEN, TOLD, Y};
use crate::ir::{Builder, NodeId, ShapeError, Var};
use crate::model::attention::{Attention, Memories};
use crate::model::cells::Step;
use crate::model::network::wires::Line;

/// What the decoder takes over wires.
pub(super) struct Taken {
    /// The states before the first step.
    pub(super) states: Vec<NodeId>,
    /// What is looked at, and what the score made of it.
    pub(super) memories: Vec<NodeId>,
}

impl EncoderDecoder {
    /// Writes its segment.
    pub(super) fn decoder(
        &self,
        wiring: &mut Wiring,
        positions: usize,
    ) -> Result<Taken, ShapeError> {
        let builder = Builder::default();
        let states = self.cell.cell.states.iter();
        let states: Vec<_> = states
            .map(|&symbol| builder.carry(symbol, self.decoder))
            .collect();
        let (memories, context) = match &self.attention {
            Some(attention) => {
                let (taken, context) = self.look(&builder, attention, states[0], positions)?;
                (taken, Some(context))
            }
            None => (vec![], None),
        };
        let row = embed(&builder, "embedding_target", self.target, "last symbol");
        let input = context.map_or(row, |context| row.over(context).named(READ));
        let biases = (self.biases.input, self.biases.hidden);
        let words = ["decoder.", "_l0"];
        let step = Step::reading(&builder, &self.cell, (input, self.decoder), biases, words);
        (self.cell.cell.step)(&step);
        self.read_out(&builder, context)?;
        let taken = Taken {
            states: states.into_iter().map(Var::id).collect(),
            memories,
        };
        wiring.add("decoder", builder, Line::Target)?;
        Ok(taken)
    }

    /// The context, and the memories that are looked at: the states, and what the score made of them.
    fn look<'b>(
        &self,
        builder: &'b Builder,
        attention: &Attention,
        query: Var<'b>,
        positions: usize,
    ) -> Result<(Vec<NodeId>, Var<'b>), ShapeError> {
        let values = builder.memory(KEYS, positions, self.width());
        let own = self.compared_width(attention)?;
        let compared = own.map(|width| builder.memory(COMPARED_ALL, positions, width));
        let seen = builder.memory(SEEN, positions, 1);
        builder.micro_op("given", "old state");
        let memories = Memories {
            compared: compared.unwrap_or(values),
            values,
            seen,
        };
        let taken = std::iter::once(values).chain(compared);
        let context = attention.look(builder, query, memories, "attention.");
        Ok((taken.map(Var::id).collect(), context))
    }

    /// How wide keys are once the score has projected them; `None` where it does not.
    fn compared_width(&self, attention: &Attention) -> Result<Option<usize>, ShapeError> {
        let builder = Builder::default();
        let key = builder.input(KEY, self.width()).step("load", "key");
        let compared = attention.key(&builder, key, self.decoder, "");
        let projected = (key.id() != compared.id()).then(|| compared.rows());
        builder.finish().map(|_| projected)
    }

    fn read_out(&self, builder: &Builder, context: Option<Var<'_>>) -> Result<(), ShapeError> {
        builder.begin_head();
        let state = builder.state(H).ok_or_else(no_state)?;
        let Readout {
            classes,
            bias,
            context: with_context,
        } = self.readout;
        let read = match context.filter(|_| with_context) {
            Some(context) => state.over(context).named(TOLD),
            None => state,
        };
        let weight = builder.weight("head.weight", classes, read.rows(), &[]);
        let bias = if bias {
            builder.bias("head.bias", classes, &[])
        } else {
            builder.no_bias()
        };
        let logits = (weight * read + &bias).named(LOGITS).step("lo", "read out");
        builder.show_probabilities(logits);
        builder.micro_op("y", "prediction");
        let target = builder.input(Y, 1);
        builder.cross_entropy(logits, target);
        builder.micro_op("l", "loss");
        Ok(())
    }
}
