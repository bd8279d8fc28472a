//! An encoder and a decoder of any make: layers, one direction or two, with attention or without.
//!
//! | segment | along | computes | source |
//! |---|---|---|---|
//! | `embed` | source | x_j, the symbol's row of `embedding_source` | |
//! | `encoder.l0`, `encoder.l0_reverse`, ... | source | one layer in one direction; above the first it reads both of the layer below | Schuster and Paliwal (1997) |
//! | `states` | source | h_j of the last layer, [→h_j; ←h_j] where there are both, and what the score makes of it | Bahdanau et al. (2014), 3.2 |
//! | `bridge`, `bridge_c` | once | the decoder's first states: the encoder's last ones, side by side, or h alone as tanh(W h + b) | Sutskever et al. (2014); Bahdanau et al. (2014), A.2.2 |
//! | `decoder` | target | context by the state before, s_t from [y_{t-1}; c_t], softmax(W [s_t; c_t] + b) | Bahdanau et al. (2014), A.2.2 |
//!
//! Without attention there is no context. With a weighted bridge only h crosses it; a memory then begins at zero.

mod decoder;

use super::attention::{Attention, link, segment};
use super::cells::{CellSpec, Step};
use super::network::Biases;
use super::network::wires::{Line, Link, Network, Segment, Wire};
use crate::ir::symbol::{BACKWARDS, EMBEDDED, FORWARDS, H, KEY, Symbol, X};
use crate::ir::{Builder, NodeId, ShapeError, Var};

/// The most layers of an encoder.
pub const MOST_LAYERS: usize = 4;

/// The segments of the encoder, layer by layer, forwards and backwards. Parameters end in what stands after the dot.
const ENCODERS: [[&str; 2]; MOST_LAYERS] = [
    ["encoder.l0", "encoder.l0_reverse"],
    ["encoder.l1", "encoder.l1_reverse"],
    ["encoder.l2", "encoder.l2_reverse"],
    ["encoder.l3", "encoder.l3_reverse"],
];

/// The segments between encoder and decoder, one for each state of the cell.
const BRIDGES: [&str; 2] = ["bridge", "bridge_c"];

/// A table of symbols.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// How many there are.
    pub symbols: usize,
    /// Numbers of each.
    pub width: usize,
}

/// One layer of an encoder in one direction.
#[derive(Clone, Copy, Debug)]
pub struct Direction {
    /// Whether it reads the last symbol first.
    pub reverse: bool,
    /// Its bias vectors.
    pub biases: Biases,
}

/// What the decoder's state becomes.
#[derive(Clone, Copy, Debug)]
pub struct Readout {
    /// How many symbols can be written.
    pub classes: usize,
    /// Whether a bias is added.
    pub bias: bool,
    /// Whether the context is read beside the state.
    pub context: bool,
}

/// The description of an encoder and a decoder, from which the network is written.
///
/// # Shapes
/// With k directions of H units each, a state that is looked at, and a memory that crosses to the decoder, has k H
/// numbers; without a weighted bridge the decoder has as many units.
#[derive(Clone, Debug)]
pub struct EncoderDecoder {
    /// The cell of both.
    pub cell: CellSpec,
    /// What is read.
    pub source: Table,
    /// What the decoder is fed with.
    pub target: Table,
    /// The layers from the lowest, each in the same directions, forwards first.
    pub layers: Vec<Vec<Direction>>,
    /// Units of a layer in one direction.
    pub encoder: usize,
    /// Units of the decoder.
    pub decoder: usize,
    /// The decoder's bias vectors.
    pub biases: Biases,
    /// How it looks; `None` for no context.
    pub attention: Option<Attention>,
    /// Whether the bridge has a bias; `None` where the states cross as they are.
    pub bridge: Option<bool>,
    /// What reads the decoder's state.
    pub readout: Readout,
}

/// Segments and wires as they are written.
#[derive(Default)]
struct Wiring {
    segments: Vec<Segment>,
    links: Vec<Link>,
}

/// A layer in one direction, as others read it: where it stands and the nodes of its states.
struct Encoded {
    place: usize,
    reverse: bool,
    states: Vec<NodeId>,
}

impl EncoderDecoder {
    /// How many numbers an encoder's state has with all directions side by side.
    #[must_use]
    pub fn width(&self) -> usize {
        self.encoder * self.layers.first().map_or(0, Vec::len)
    }

    /// The segments and wires, for sources of so many symbols.
    ///
    /// # Errors
    /// Where the layers are none, too many or of different directions; where the score does not fit the sizes, or the
    /// states do not fit the decoder and no bridge makes them fit.
    pub fn network(&self, positions: usize) -> Result<Network, ShapeError> {
        self.check()?;
        let mut wiring = Wiring::default();
        let symbol = self.embed(&mut wiring)?;
        let mut below = vec![];
        for (names, layer) in ENCODERS.iter().zip(&self.layers) {
            let mut own = Vec::new();
            for &direction in layer {
                own.push(self.layer(&mut wiring, names, direction, (symbol, &below))?);
            }
            below = own;
        }
        let looked_at = self.states(&mut wiring, &below)?;
        let first_states = self.bridges(&mut wiring, &below)?;
        let taken = self.decoder(&mut wiring, positions)?;
        let decoder = wiring.segments.len() - 1;
        let memories = looked_at.into_iter().zip(taken.memories);
        let memories = memories.map(|(from, to)| link(from, (decoder, to), Wire::Collect));
        wiring.links.extend(memories);
        let states = first_states.into_iter().zip(taken.states);
        let states = states.map(|(from, to)| link(from, (decoder, to), Wire::Init));
        wiring.links.extend(states);
        Network::new(wiring.segments, wiring.links)
    }

    fn check(&self) -> Result<(), ShapeError> {
        let directions = |layer: &Vec<Direction>| -> Vec<bool> {
            layer.iter().map(|direction| direction.reverse).collect()
        };
        let first = self.layers.first().map(directions).unwrap_or_default();
        let known = matches!(first[..], [_] | [false, true]);
        if !known || self.layers.len() > MOST_LAYERS {
            let message = format!("1 to {MOST_LAYERS} layers, forwards, backwards or both");
            return Err(ShapeError(message));
        }
        if self.layers.iter().any(|layer| directions(layer) != first) {
            return Err(ShapeError("layers of different directions".to_owned()));
        }
        Ok(())
    }

    fn embed(&self, wiring: &mut Wiring) -> Result<NodeId, ShapeError> {
        let builder = Builder::default();
        let row = embed(&builder, "embedding_source", self.source, "symbol");
        builder.output(row);
        let id = row.id();
        wiring.add("embed", builder, Line::Source)?;
        Ok(id)
    }

    /// One layer in one direction, over the symbols or the layer below.
    fn layer(
        &self,
        wiring: &mut Wiring,
        names: &[&'static str; 2],
        Direction { reverse, biases }: Direction,
        (symbol, below): (NodeId, &[Encoded]),
    ) -> Result<Encoded, ShapeError> {
        let builder = Builder::default();
        let (inputs, input) = if below.is_empty() {
            let input = builder.input(X, self.source.width);
            (vec![input.id()], input)
        } else {
            self.side_by_side(&builder, below, X)
        };
        let name = names[usize::from(reverse)];
        let after = name.replace("encoder.", "_");
        let step = Step::reading(
            &builder,
            &self.cell,
            (input, self.encoder),
            (biases.input, biases.hidden),
            ["encoder.", &after],
        );
        (self.cell.cell.step)(&step);
        let states = self.outputs(&builder)?;
        let place = wiring.add(name, builder, Line::Source)?;
        wiring.segments[place].reversed = reverse;
        if below.is_empty() {
            let wire = Wire::Feed { reverse };
            wiring
                .links
                .push(link((0, symbol), (place, inputs[0]), wire));
        }
        for (from, input) in below.iter().zip(inputs) {
            let wire = Wire::Feed {
                reverse: from.reverse != reverse,
            };
            let from = (from.place, from.states[0]);
            wiring.links.push(link(from, (place, input), wire));
        }
        Ok(Encoded {
            place,
            reverse,
            states,
        })
    }

    /// The nodes of the cell's states, for others to read.
    fn outputs(&self, builder: &Builder) -> Result<Vec<NodeId>, ShapeError> {
        let states = self.cell.cell.states.iter();
        let nodes = states.map(|&symbol| {
            let state = builder.state(symbol).ok_or_else(no_state)?;
            builder.output(state);
            Ok(state.id())
        });
        nodes.collect()
    }

    /// An input for each direction of a layer, and all of them one under the other.
    fn side_by_side<'b>(
        &self,
        builder: &'b Builder,
        layer: &[Encoded],
        symbol: Symbol,
    ) -> (Vec<NodeId>, Var<'b>) {
        if let [_] = layer {
            let only = builder.input(symbol, self.encoder);
            return (vec![only.id()], only);
        }
        let halves = [FORWARDS, BACKWARDS].map(|half| builder.input(half, self.encoder));
        let both = halves[0].over(halves[1]).named(symbol);
        (halves.map(Var::id).to_vec(), both)
    }

    /// The states that are looked at: where each stands, and what the score makes of it where it makes something.
    fn states(
        &self,
        wiring: &mut Wiring,
        last: &[Encoded],
    ) -> Result<Vec<(usize, NodeId)>, ShapeError> {
        let builder = Builder::default();
        let (inputs, key) = self.side_by_side(&builder, last, KEY);
        let key = key.step("both", "state");
        builder.output(key);
        let mut own = vec![key.id()];
        if let Some(attention) = &self.attention {
            let compared = attention.key(&builder, key, self.decoder, "attention.");
            builder.output(compared);
            own.push(compared.id());
        }
        own.dedup();
        let place = wiring.add("states", builder, Line::Source)?;
        for (from, input) in last.iter().zip(inputs) {
            let wire = Wire::Feed {
                reverse: from.reverse,
            };
            let from = (from.place, from.states[0]);
            wiring.links.push(link(from, (place, input), wire));
        }
        Ok(own.into_iter().map(|node| (place, node)).collect())
    }

    /// The decoder's first states, h first; only h where a matrix makes it.
    fn bridges(
        &self,
        wiring: &mut Wiring,
        last: &[Encoded],
    ) -> Result<Vec<(usize, NodeId)>, ShapeError> {
        let symbols = self.cell.cell.states.iter().copied().enumerate();
        let crossing = if self.bridge.is_some() { 1 } else { 2 };
        let mut own = Vec::new();
        for (state, symbol) in symbols.take(crossing) {
            let builder = Builder::default();
            let (inputs, both) = self.side_by_side(&builder, last, symbol);
            builder.micro_op("load", "last state");
            let first = self.bridge(&builder, both);
            builder.output(first);
            let node = first.id();
            let place = wiring.add(BRIDGES[state], builder, Line::Once)?;
            for (from, input) in last.iter().zip(inputs) {
                let from = (from.place, from.states[state]);
                wiring.links.push(link(from, (place, input), Wire::Init));
            }
            own.push((place, node));
        }
        Ok(own)
    }

    fn bridge<'b>(&self, builder: &'b Builder, both: Var<'b>) -> Var<'b> {
        let Some(with_bias) = self.bridge else {
            return both;
        };
        let weight = builder.weight("bridge.weight", self.decoder, both.rows(), &[]);
        let bias = if with_bias {
            builder.bias("bridge.bias", self.decoder, &[])
        } else {
            builder.no_bias()
        };
        let state = (weight * both + &bias).tanh().named(H);
        state.step("start", "first state")
    }
}

impl Wiring {
    /// Adds a segment and says where it stands.
    fn add(
        &mut self,
        name: &'static str,
        builder: Builder,
        line: Line,
    ) -> Result<usize, ShapeError> {
        self.segments.push(segment(name, builder.finish()?, line));
        Ok(self.segments.len() - 1)
    }
}

/// The row of a table for the symbol that is given.
fn embed<'b>(builder: &'b Builder, name: &str, table: Table, what: &'static str) -> Var<'b> {
    let rows = builder.weight(name, table.symbols, table.width, &[]);
    let symbol = builder.input(X, 1).step("load", what);
    builder
        .lookup(rows, symbol)
        .named(EMBEDDED)
        .step("embed", "embed")
}

fn no_state() -> ShapeError {
    ShapeError("the cell does not name all its states".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Score;

    fn model(layers: &[&[bool]]) -> EncoderDecoder {
        let biases = Biases {
            input: true,
            hidden: false,
        };
        let directions = |layer: &&[bool]| {
            let each = layer.iter();
            each.map(|&reverse| Direction { reverse, biases }).collect()
        };
        EncoderDecoder {
            cell: CellSpec::of("lstm").unwrap(),
            source: Table {
                symbols: 5,
                width: 3,
            },
            target: Table {
                symbols: 4,
                width: 2,
            },
            layers: layers.iter().map(directions).collect(),
            encoder: 2,
            decoder: 4,
            biases,
            attention: Score::of("general").map(|score| Attention::by(score, 1)),
            bridge: None,
            readout: Readout {
                classes: 4,
                bias: true,
                context: true,
            },
        }
    }

    #[test]
    fn parameters_are_called_as_in_pytorch_and_as_wide_as_what_they_read() {
        let network = model(&[&[false, true], &[false, true]]).network(6).unwrap();
        let shape = |name: &str| network.param(name).map(|spec| (spec.rows, spec.cols));
        assert_eq!(shape("encoder.weight_ih_l0_reverse"), Some((8, 3)));
        assert_eq!(shape("encoder.weight_ih_l1"), Some((8, 4)));
        assert_eq!(shape("encoder.weight_hh_l1_reverse"), Some((8, 2)));
        assert_eq!(shape("decoder.weight_ih_l0"), Some((16, 6)));
        assert_eq!(shape("attention.W"), Some((4, 4)));
        assert_eq!(shape("head.weight"), Some((4, 8)));
        assert!(network.segment("bridge_c").is_some(), "the memory crosses");
    }

    #[test]
    fn layers_that_cannot_be_are_refused() {
        let refused = |layers: &[&[bool]]| model(layers).network(6).unwrap_err().to_string();
        assert!(refused(&[]).starts_with("1 to 4 layers"));
        assert!(refused(&[&[true, false]]).starts_with("1 to 4 layers"));
        let both: &[bool] = &[false, true];
        assert!(refused(&[both; 5]).starts_with("1 to 4 layers"));
        let mixed: [&[bool]; 2] = [&[false, true], &[false]];
        assert_eq!(refused(&mixed), "layers of different directions");
        assert!(refused(&[&[false]]).contains("with 2 rows to decoder with 4"));
    }
}
