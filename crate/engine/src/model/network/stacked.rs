//! Layers one over the other, each read forwards, backwards or both ways: PyTorch's `num_layers` and `bidirectional`.
//!
//! | segment | along | computes |
//! |---|---|---|
//! | `input` | source | x as it is read; only where a direction goes back |
//! | `l0`, `l0_reverse`, `l1`, ... | source | one cell of one layer and direction, those that end in `_reverse` from the last step to the first (Schuster and Paliwal 1997) |
//! | `output` | source, or once | the state of the last layer, [→h; ←h] where it has both, and what is made of it; only where a direction goes back or one state is read out |
//! | `decoder` | target | a cell of its own that starts from the last states and reads the output before (Sutskever et al. 2014); only where a sequence is written |
//!
//! A layer above reads the state of the layer below, both directions one under the other. Where all goes forwards the head
//! is part of the last layer, so that one layer forwards is one segment.

use super::wires::{End, Line, Link, Network, Segment, Wire};
use super::{Biases, Head, LossKind, Reading};
use crate::ir::symbol::{BACKWARDS, FORWARDS, GIVEN, H, POOLED, SHARE, X};
use crate::ir::{Builder, NodeId, ShapeError, Symbol, Var};
use crate::model::cells::{CellSpec, Step};

/// The most layers.
pub const MOST_LAYERS: usize = 4;

/// The names of the segments, layer by layer, forwards and backwards.
const NAMES: [[&str; 2]; MOST_LAYERS] = [
    ["l0", "l0_reverse"],
    ["l1", "l1_reverse"],
    ["l2", "l2_reverse"],
    ["l3", "l3_reverse"],
];

/// Which ways a sequence is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Directions {
    /// From the first step to the last.
    Forward,
    /// From the last step to the first.
    Backward,
    /// Both, side by side.
    Both,
}

impl Directions {
    /// For each, in PyTorch's order, whether it goes back.
    #[must_use]
    pub fn each(self) -> &'static [bool] {
        match self {
            Self::Forward => &[false],
            Self::Backward => &[true],
            Self::Both => &[false, true],
        }
    }
}

/// Which states of the last layer the head reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readout {
    /// That of every step: many to many.
    Each,
    /// The last one of each direction: many to one.
    Last,
    /// The mean over all steps: many to one.
    Mean,
    /// The last ones of the last layer, all states of its cell: a decoder starts from them and writes a sequence.
    Decoder,
}

/// The description of a network of layers, from which its segments are written.
///
/// # Shapes
/// With k directions a layer above the first has weights `[gates * H][k * H]`, and the head reads k * H numbers, forwards
/// first.
#[derive(Clone, Debug)]
pub struct Stacked {
    /// The cell of every layer.
    pub cell: CellSpec,
    /// D.
    pub input_size: usize,
    /// H, of each direction.
    pub hidden_size: usize,
    /// How many layers, 1 to [`MOST_LAYERS`].
    pub layers: usize,
    /// Which ways each is read.
    pub directions: Directions,
    /// The bias vectors of each layer and direction, in the order of [`cells`](Self::cells).
    pub biases: Vec<Biases>,
    /// Which states are read out.
    pub readout: Readout,
    /// What reads them.
    pub head: Head,
    /// How the output is judged, if it is.
    pub loss: Option<LossKind>,
}

/// Segments and wires as they are written.
#[derive(Default)]
struct Wiring {
    segments: Vec<Segment>,
    links: Vec<Link>,
}

impl Wiring {
    /// Adds a segment that steps forwards, and says where it stands.
    fn add(
        &mut self,
        name: &'static str,
        builder: Builder,
        line: Line,
    ) -> Result<usize, ShapeError> {
        self.segments.push(Segment {
            name,
            program: builder.finish()?,
            line,
            reversed: false,
        });
        Ok(self.segments.len() - 1)
    }

    fn is_reversed(&self, end: End) -> bool {
        self.segments[end.segment].reversed
    }

    /// Wires every one of these ends to a node of the last segment.
    fn connect(&mut self, from: &[End], to: &[NodeId], wire: impl Fn(&Self, End) -> Wire) {
        let segment = self.segments.len() - 1;
        for (&from, &node) in from.iter().zip(to) {
            let to = End { segment, node };
            let wire = wire(self, from);
            self.links.push(Link { from, to, wire });
        }
    }

    /// A step reads the same place of the sequence, whichever way each segment goes.
    fn feed(&self, from: End) -> Wire {
        let own = self.segments.last().is_some_and(|last| last.reversed);
        Wire::Feed {
            reverse: self.is_reversed(from) != own,
        }
    }
}

impl Stacked {
    /// The names of the cells' segments in PyTorch's order, layer * directions + direction; parameters are called after
    /// them (`weight_hh_l0_reverse`).
    pub fn cells(&self) -> impl Iterator<Item = &'static str> + use<> {
        let directions = self.directions.each();
        let layers = NAMES.into_iter().take(self.layers);
        layers.flat_map(|names| directions.iter().map(move |back| names[usize::from(*back)]))
    }

    /// How many numbers the read-out reads: those of all directions.
    #[must_use]
    pub fn state_size(&self) -> usize {
        self.directions.each().len() * self.hidden_size
    }

    /// How many numbers the judged output holds: classes, regression values, or all of the state without a head.
    #[must_use]
    pub fn output_size(&self) -> usize {
        match self.head {
            Head::None => self.state_size(),
            Head::Linear { outputs, .. } => outputs,
        }
    }

    /// Whether the head is part of the last layer.
    #[must_use]
    pub fn reads_within(&self) -> bool {
        (self.directions, self.readout) == (Directions::Forward, Readout::Each)
    }

    /// The segments and wires, for sequences of at most so many steps.
    ///
    /// # Errors
    /// Where there are no layers or too many, biases are not given for each, or the cell's equations do not fit together.
    pub fn network(&self, steps: usize) -> Result<Network, ShapeError> {
        self.check()?;
        let mut wiring = Wiring::default();
        let mut below = vec![];
        if self.directions != Directions::Forward {
            below = vec![self.write_input(&mut wiring)?];
        }
        let mut biases = self.biases.iter();
        for (layer, names) in NAMES.iter().enumerate().take(self.layers) {
            let mut ends = Vec::new();
            for (&back, &biases) in self.directions.each().iter().zip(&mut biases) {
                let own = Layer {
                    name: names[usize::from(back)],
                    back,
                    biases,
                    is_last: layer + 1 == self.layers,
                };
                ends.push(self.write_layer(&mut wiring, &own, &below)?);
            }
            below = ends;
        }
        match self.readout {
            Readout::Each if self.reads_within() => {}
            Readout::Mean => self.write_mean(&mut wiring, &below, steps)?,
            Readout::Decoder => self.write_decoder(&mut wiring)?,
            Readout::Each | Readout::Last => self.write_states(&mut wiring, &below)?,
        }
        Network::new(wiring.segments, wiring.links)
    }

    fn check(&self) -> Result<(), ShapeError> {
        if !(1..=MOST_LAYERS).contains(&self.layers) {
            let message = format!("1 to {MOST_LAYERS} layers, not {}", self.layers);
            return Err(ShapeError(message));
        }
        let cells = self.cells().count();
        if self.biases.len() != cells {
            let message = format!("biases for {cells} cells, not {}", self.biases.len());
            return Err(ShapeError(message));
        }
        if self.readout == Readout::Decoder && self.directions != Directions::Forward {
            let message = "a decoder starts from an encoder that reads forwards";
            return Err(ShapeError(message.to_owned()));
        }
        Ok(())
    }

    fn write_input(&self, wiring: &mut Wiring) -> Result<End, ShapeError> {
        let builder = Builder::default();
        let x = builder.input(X, self.input_size).step("load", "input");
        builder.output(x);
        let node = x.id();
        let segment = wiring.add("input", builder, Line::Source)?;
        Ok(End { segment, node })
    }

    fn write_layer(
        &self,
        wiring: &mut Wiring,
        layer: &Layer,
        below: &[End],
    ) -> Result<End, ShapeError> {
        let builder = Builder::default();
        let size = match below {
            [] => self.input_size,
            [only] => wiring.segments[only.segment].program.node(only.node).rows,
            _ => self.hidden_size,
        };
        let symbols = if below.len() > 1 {
            &[FORWARDS, BACKWARDS][..]
        } else {
            &[X]
        };
        let inputs: Vec<Var<'_>> = symbols
            .iter()
            .map(|own| builder.input(*own, size))
            .collect();
        let x = match inputs[..] {
            [forwards, backwards] => forwards.over(backwards).named(X),
            _ => inputs[0],
        };
        let taken: Vec<NodeId> = inputs.iter().map(|input| input.id()).collect();
        let words = ["", &format!("_{}", layer.name)];
        let biases = (layer.biases.input, layer.biases.hidden);
        let step = Step::reading(&builder, &self.cell, (x, self.hidden_size), biases, words);
        (self.cell.cell.step)(&step);
        let state = builder
            .state(H)
            .ok_or_else(|| ShapeError("the cell names no hidden state".to_owned()))?;
        let node = state.id();
        builder.begin_head();
        if layer.is_last && self.reads_within() {
            self.reading().write(&builder, state);
        } else {
            builder.output(state);
        }
        if layer.is_last && self.readout == Readout::Decoder {
            let others = self.cell.cell.states.iter().filter(|own| **own != H);
            for own in others.filter_map(|own| builder.state(*own)) {
                builder.output(own);
            }
        }
        let segment = wiring.add(layer.name, builder, Line::Source)?;
        wiring.segments[segment].reversed = layer.back;
        wiring.connect(below, &taken, Wiring::feed);
        Ok(End { segment, node })
    }

    /// The read-out of the states of each step, or of the last ones.
    fn write_states(&self, wiring: &mut Wiring, below: &[End]) -> Result<(), ShapeError> {
        let builder = Builder::default();
        let symbols = match self.directions {
            Directions::Both => &[FORWARDS, BACKWARDS][..],
            _ => &[H],
        };
        let size = self.hidden_size;
        let inputs: Vec<Var<'_>> = symbols
            .iter()
            .map(|own| builder.input(*own, size))
            .collect();
        builder.micro_op("load", "states");
        let taken: Vec<NodeId> = inputs.iter().map(|input| input.id()).collect();
        self.write_output(&builder, &inputs);
        let each = self.readout == Readout::Each;
        let line = if each { Line::Source } else { Line::Once };
        wiring.add("output", builder, line)?;
        wiring.connect(below, &taken, |wiring, from| {
            if each { wiring.feed(from) } else { Wire::Init }
        });
        Ok(())
    }

    /// The read-out of the mean of all states: every one of them has the same share.
    fn write_mean(
        &self,
        wiring: &mut Wiring,
        below: &[End],
        steps: usize,
    ) -> Result<(), ShapeError> {
        let builder = Builder::default();
        let symbols = self
            .directions
            .each()
            .iter()
            .map(|back| if *back { BACKWARDS } else { FORWARDS });
        let memory = |own| builder.memory(own, steps, self.hidden_size);
        let memories: Vec<Var<'_>> = symbols.map(memory).collect();
        let share = builder.input(SHARE, steps);
        builder.micro_op("load", "states");
        let taken: Vec<NodeId> = memories.iter().map(|memory| memory.id()).collect();
        let pooled = memories
            .iter()
            .map(|memory| share.blend(*memory).named(POOLED));
        let pooled: Vec<Var<'_>> = pooled.collect();
        builder.micro_op("pool", "mean over the steps");
        self.write_output(&builder, &pooled);
        wiring.add("output", builder, Line::Once)?;
        wiring.connect(below, &taken, |_, _| Wire::Collect);
        Ok(())
    }

    /// A cell that starts from the last states of the last layer and reads what was to be written before.
    fn write_decoder(&self, wiring: &mut Wiring) -> Result<(), ShapeError> {
        let encoder = wiring.segments.len() - 1;
        let biases = self.biases[self.biases.len() - 1];
        let builder = Builder::default();
        let states = self.cell.cell.states.iter();
        let taken: Vec<NodeId> = states
            .map(|symbol| builder.carry(*symbol, self.hidden_size).id())
            .collect();
        let given = builder.input(GIVEN, self.output_size());
        let sizes = (given, self.hidden_size);
        let words = ["", "_decoder"];
        let biases = (biases.input, biases.hidden);
        let step = Step::reading(&builder, &self.cell, sizes, biases, words);
        (self.cell.cell.step)(&step);
        let state = builder
            .state(H)
            .ok_or_else(|| ShapeError("the cell names no hidden state".to_owned()))?;
        builder.begin_head();
        self.reading().write(&builder, state);
        wiring.add("decoder", builder, Line::Target)?;
        let last = |symbol: &Symbol| {
            let node = wiring.segments[encoder].program.find(symbol.key)?;
            Some(End {
                segment: encoder,
                node,
            })
        };
        let from: Vec<End> = self.cell.cell.states.iter().filter_map(last).collect();
        wiring.connect(&from, &taken, |_, _| Wire::Init);
        Ok(())
    }

    /// Both directions one under the other, where there are both, and the head.
    fn write_output<'b>(&self, builder: &'b Builder, states: &[Var<'b>]) {
        let state = match *states {
            [forwards, backwards] => {
                let both = forwards.over(backwards).named(H);
                both.step("both", "both directions")
            }
            _ => states[0],
        };
        builder.begin_head();
        builder.output(state);
        self.reading().write(builder, state);
    }

    fn reading(&self) -> Reading<'_> {
        Reading {
            cell: &self.cell,
            head: self.head,
            loss: self.loss,
        }
    }
}

/// One layer in one direction.
struct Layer {
    name: &'static str,
    back: bool,
    biases: Biases,
    is_last: bool,
}
