//! A whole network: a cell, what reads its state, and the loss at the end; or several of them, [wired](wires),
//! such as [layers](stacked).

pub mod stacked;
pub mod wires;

use super::cells::{CellSpec, Step};
use crate::ir::op::Scale;
use crate::ir::{Builder, Program, ShapeError, Symbol, Var, symbol};

/// Which bias vectors the cell has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Biases {
    /// `bias_ih_l0`.
    pub input: bool,
    /// `bias_hh_l0`.
    pub hidden: bool,
}

/// What reads the hidden state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// Nothing: the loss acts on the state itself.
    None,
    /// W_hy h + b_y with this many outputs.
    Linear {
        /// Outputs: regression values or classes.
        outputs: usize,
        /// Whether b_y is there.
        bias: bool,
    },
}

/// How a step's output is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LossKind {
    /// -ln of the predicted probability of the target class, in nats.
    CrossEntropy,
    /// ½‖o - y‖².
    SquaredError,
    /// The mean over outputs of (o - y)².
    MeanSquaredError,
    /// w · o: seeds any gradient.
    Linear,
}

/// The description of a network, from which its program is written.
#[derive(Clone, Debug)]
pub struct NetworkSpec {
    /// The recurrent cell.
    pub cell: CellSpec,
    /// D.
    pub input_size: usize,
    /// H.
    pub hidden_size: usize,
    /// The cell's bias vectors.
    pub biases: Biases,
    /// What reads its state.
    pub head: Head,
    /// How the output is judged, if it is.
    pub loss: Option<LossKind>,
}

impl NetworkSpec {
    /// How many numbers the judged output holds: classes, regression values, or H without a head.
    #[must_use]
    pub fn output_size(&self) -> usize {
        match self.head {
            Head::None => self.hidden_size,
            Head::Linear { outputs, .. } => outputs,
        }
    }

    /// The program of one step: the cell's equations, then head, prediction and loss.
    ///
    /// # Errors
    /// Where the cell's equations do not fit together.
    pub fn program(&self) -> Result<Program, ShapeError> {
        let builder = Builder::default();
        let biases = (self.biases.input, self.biases.hidden);
        let step = Step::new(
            &builder,
            &self.cell,
            (self.input_size, self.hidden_size),
            biases,
        );
        (self.cell.cell.step)(&step);
        self.write_head(&builder)?;
        builder.finish()
    }

    fn write_head(&self, builder: &Builder) -> Result<(), ShapeError> {
        builder.begin_head();
        let state = builder
            .state(symbol::H)
            .ok_or_else(|| ShapeError("the cell names no hidden state".to_owned()))?;
        Reading {
            cell: &self.cell,
            head: self.head,
            loss: self.loss,
        }
        .write(builder, state);
        Ok(())
    }
}

/// What is made of a state, and how that is judged.
pub(super) struct Reading<'a> {
    /// The cell that made the state.
    pub(super) cell: &'a CellSpec,
    /// What reads it.
    pub(super) head: Head,
    /// How the output is judged, if it is.
    pub(super) loss: Option<LossKind>,
}

impl Reading<'_> {
    /// Head, prediction and loss.
    pub(super) fn write<'b>(&self, builder: &'b Builder, state: Var<'b>) {
        let output = match self.head {
            Head::None => state,
            Head::Linear { outputs, bias } => {
                let weight = builder.weight("head.weight", outputs, state.rows(), &[]);
                let bias = if bias {
                    builder.bias("head.bias", outputs, &[])
                } else {
                    builder.no_bias()
                };
                (weight * state + &bias)
                    .named(self.output_symbol())
                    .step("lo", "read out")
            }
        };
        let Some(loss) = self.loss else { return };
        if loss == LossKind::CrossEntropy {
            builder.show_probabilities(output);
            builder.micro_op("y", "prediction");
        } else if self.head != Head::None {
            builder.show_prediction(output);
            builder.micro_op("y", "prediction");
        }
        let rows = if loss == LossKind::CrossEntropy {
            1
        } else {
            output.rows()
        };
        let target = builder.input(symbol::Y, rows);
        match loss {
            LossKind::CrossEntropy => builder.cross_entropy(output, target),
            LossKind::SquaredError => builder.squared_error(output, target, Scale::Half),
            LossKind::MeanSquaredError => {
                builder.squared_error(output, target, Scale::Mean(output.rows()));
            }
            LossKind::Linear => builder.dot(output, target),
        }
        builder.micro_op("l", "loss");
    }

    /// The lesson writes the head's output o_t, unless the cell has an output gate of that letter.
    fn output_symbol(&self) -> Symbol {
        let taken = self.cell.cell.gates.iter().any(|gate| gate.letter == "o");
        if taken { symbol::LOGITS } else { symbol::OUT }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(kind: &str) -> NetworkSpec {
        NetworkSpec {
            cell: CellSpec::of(kind).unwrap(),
            input_size: 2,
            hidden_size: 3,
            biases: Biases {
                input: true,
                hidden: false,
            },
            head: Head::Linear {
                outputs: 1,
                bias: true,
            },
            loss: Some(LossKind::SquaredError),
        }
    }

    fn ids(kind: &str) -> Vec<&'static str> {
        spec(kind)
            .program()
            .unwrap()
            .micro_ops
            .iter()
            .map(|op| op.id)
            .collect()
    }

    #[test]
    fn the_micro_ops_of_each_cell_are_those_a_person_would_draw() {
        assert_eq!(ids("rnn"), ["load", "px", "ph", "a", "h", "lo", "y", "l"]);
        assert_eq!(
            ids("lstm"),
            [
                "u", "af", "f", "ai", "i", "ag", "g", "ao", "o", "keep", "write", "c", "m", "h",
                "lo", "y", "l"
            ]
        );
        assert_eq!(
            ids("gru"),
            [
                "u", "az", "z", "ar", "r", "s", "an", "n", "keep", "write", "h", "lo", "y", "l"
            ]
        );
    }

    #[test]
    fn parameter_counts_are_those_of_the_appendix() {
        let count = |kind: &str, (input_size, hidden_size): (usize, usize)| {
            let mut spec = spec(kind);
            (spec.input_size, spec.hidden_size, spec.head) = (input_size, hidden_size, Head::None);
            spec.program().unwrap().param_count()
        };
        let counts = |kind| [(2, 3), (3, 4), (64, 64)].map(|size| count(kind, size));
        assert_eq!(counts("rnn"), [18, 32, 8_256]);
        assert_eq!(counts("gru"), [54, 96, 24_768]);
        assert_eq!(counts("lstm"), [72, 128, 33_024]);
    }

    #[test]
    fn there_are_three_rnns_four_grus_and_three_lstms() {
        let count = |kind| {
            CellSpec::all()
                .iter()
                .filter(|spec| spec.cell.kind == kind)
                .count()
        };
        assert_eq!(["rnn", "gru", "lstm"].map(count), [3, 4, 3]);
    }
}
