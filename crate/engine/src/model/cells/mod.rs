//! The cells: one file each, holding its equations and its variants.
//!
//! Invariant: a cell is its equations. The menu, the gradient check, the golden tests and the pictures
//! follow from the list below, so a new cell is one file and one word in it.

use crate::ir::param::Gate;
use crate::ir::{Bias, Builder, NodeId, ParamSpec, Program, Symbol, Var, Weight, symbol};

macro_rules! cells {
    ($($name:ident),+ $(,)?) => {
        $(pub mod $name;)+
        /// Every cell, in the order of the menu.
        pub const CELLS: &[&Cell] = &[$(&$name::CELL),+];
    };
}

cells! { rnn, gru, lstm }

/// A cell: its name, its row blocks, its variants and its equations.
#[derive(Debug)]
pub struct Cell {
    /// As in links and documents (`lstm`).
    pub kind: &'static str,
    /// As on screen.
    pub title: &'static str,
    /// The row blocks of its parameters, in PyTorch's order.
    pub gates: &'static [Gate],
    /// The symbols of its states, the hidden state first.
    pub states: &'static [Symbol],
    /// What can be chosen about it.
    pub choices: &'static [Choice],
    /// Writes one time step, ending with [`Step::next`] for every state.
    pub step: fn(&Step<'_>),
}

impl PartialEq for Cell {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl Eq for Cell {}

impl Cell {
    /// Whether gates decide what it keeps.
    #[must_use]
    pub fn is_gated(&self) -> bool {
        self.gates.len() > 1
    }

    /// Whether a row block of this letter is among its parameters.
    #[must_use]
    pub fn has_gate(&self, letter: &str) -> bool {
        self.gates.iter().any(|own| own.letter == letter)
    }

    /// The cell it is compared with: the first other one with gates, where it has gates itself.
    #[must_use]
    pub fn counterpart(&self) -> Option<&'static Self> {
        gated().find(|other| self.is_gated() && other.kind != self.kind)
    }
}

/// The cells with gates, in the order of the menu.
pub fn gated() -> impl Iterator<Item = &'static Cell> {
    CELLS.iter().copied().filter(|cell| cell.is_gated())
}

/// Something about a cell on which sources differ.
#[derive(Debug, PartialEq, Eq)]
pub struct Choice {
    /// As in documents (`reset`).
    pub key: &'static str,
    /// As on screen.
    pub label: &'static str,
    /// What it is about, in a sentence.
    pub help: &'static str,
    /// What can be chosen; the first is the default.
    pub values: &'static [ChoiceValue],
}

/// One value of a [`Choice`].
#[derive(Debug, PartialEq, Eq)]
pub struct ChoiceValue {
    /// As in documents (`before`).
    pub key: &'static str,
    /// As on screen.
    pub label: &'static str,
    /// As on the badge beside the formula and in sentences; empty where nothing need be said.
    pub badge: &'static str,
}

/// A cell with everything chosen.
#[derive(Clone, Debug)]
pub struct CellSpec {
    /// The cell.
    pub cell: &'static Cell,
    chosen: Vec<usize>,
}

impl CellSpec {
    /// The cell of this kind with its defaults.
    #[must_use]
    pub fn of(kind: &str) -> Option<Self> {
        let cell = CELLS.iter().copied().find(|cell| cell.kind == kind)?;
        Some(Self {
            cell,
            chosen: vec![0; cell.choices.len()],
        })
    }

    /// The same cell with one thing chosen; `None` where it has no such choice or value.
    #[must_use]
    pub fn with(mut self, key: &str, value: &str) -> Option<Self> {
        let place = self
            .cell
            .choices
            .iter()
            .position(|choice| choice.key == key)?;
        self.chosen[place] = self.cell.choices[place]
            .values
            .iter()
            .position(|v| v.key == value)?;
        Some(self)
    }

    /// What is chosen, choice by choice.
    pub fn chosen(&self) -> impl Iterator<Item = (&'static Choice, &'static ChoiceValue)> + '_ {
        self.cell
            .choices
            .iter()
            .zip(&self.chosen)
            .map(|(choice, &value)| (choice, &choice.values[value]))
    }

    /// The conventions in use, as on the badge: `reset before, z writes`.
    #[must_use]
    pub fn badge(&self) -> String {
        let badges = self.chosen().map(|(_, value)| value.badge);
        badges
            .filter(|badge| !badge.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Whether its memory works as it is meant to: where it is broken on purpose, no unit does its job.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.chosen()
            .all(|(choice, value)| choice.key != "memory" || *value == choice.values[0])
    }

    /// Every variant of every cell.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for cell in CELLS {
            let mut variants = vec![vec![]];
            for choice in cell.choices {
                variants = variants
                    .into_iter()
                    .flat_map(|chosen: Vec<usize>| {
                        (0..choice.values.len()).map(move |v| [&chosen[..], &[v]].concat())
                    })
                    .collect();
            }
            all.extend(variants.into_iter().map(|chosen| Self { cell, chosen }));
        }
        all
    }

    /// Its name with its variant, as in `gru before write`.
    #[must_use]
    pub fn name(&self) -> String {
        let parts = self.chosen().map(|(_, value)| value.key);
        std::iter::once(self.cell.kind)
            .chain(parts)
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// The parameters of one gate.
#[derive(Debug)]
pub struct GateBlocks<'b> {
    /// What multiplies the input.
    pub w: Weight<'b>,
    /// What multiplies the state.
    pub u: Weight<'b>,
    /// Both biases together, where nothing comes between them.
    pub b: Bias<'b>,
    /// The bias beside the input product.
    pub b_ih: Bias<'b>,
    /// The bias beside the state product.
    pub b_hh: Bias<'b>,
}

/// What a cell's equations are written with.
#[derive(Debug)]
pub struct Step<'b> {
    builder: &'b Builder,
    spec: &'b CellSpec,
    size: (usize, usize),
    given: Option<Var<'b>>,
    weights: [Weight<'b>; 2],
    biases: [Bias<'b>; 2],
}

impl<'b> Step<'b> {
    pub(super) fn new(
        builder: &'b Builder,
        spec: &'b CellSpec,
        (input_size, hidden_size): (usize, usize),
        biases: (bool, bool),
    ) -> Self {
        let size = (input_size, hidden_size);
        Self::called(builder, spec, size, biases, ["", "_l0"])
    }

    /// A cell that reads a node there is already, its parameters called `encoder.weight_ih_l0_reverse` where the words
    /// are `encoder.` and `_l0_reverse`.
    pub(super) fn reading(
        builder: &'b Builder,
        spec: &'b CellSpec,
        (input, hidden_size): (Var<'b>, usize),
        biases: (bool, bool),
        words: [&str; 2],
    ) -> Self {
        let size = (input.rows(), hidden_size);
        Self {
            given: Some(input),
            ..Self::called(builder, spec, size, biases, words)
        }
    }

    fn called(
        builder: &'b Builder,
        spec: &'b CellSpec,
        size: (usize, usize),
        (with_ih, with_hh): (bool, bool),
        [before, after]: [&str; 2],
    ) -> Self {
        let gates = spec.cell.gates;
        let rows = gates.len() * size.1;
        let name = |own: &str| format!("{before}{own}{after}");
        let weights = [
            builder.weight(&name("weight_ih"), rows, size.0, gates),
            builder.weight(&name("weight_hh"), rows, size.1, gates),
        ];
        let bias = |own, wanted| {
            if wanted {
                builder.bias(&name(own), rows, gates)
            } else {
                builder.no_bias()
            }
        };
        let biases = [bias("bias_ih", with_ih), bias("bias_hh", with_hh)];
        Self {
            builder,
            spec,
            size,
            given: None,
            weights,
            biases,
        }
    }

    /// The blocks of every gate, in the order of [`Cell::gates`].
    ///
    /// # Panics
    /// If `N` is not the number of the cell's gates: a slip in the cell's own file.
    #[must_use]
    pub fn gates<const N: usize>(&self) -> [GateBlocks<'b>; N] {
        assert_eq!(
            N,
            self.spec.cell.gates.len(),
            "a cell unpacks the gates it declares"
        );
        std::array::from_fn(|index| {
            let [ih, hh] = self.weights;
            let (b_ih, b_hh) = (
                self.biases[0].block(index, N),
                self.biases[1].block(index, N),
            );
            GateBlocks {
                w: ih.block(index, N),
                u: hh.block(index, N),
                b: b_ih.and(&b_hh),
                b_ih,
                b_hh,
            }
        })
    }

    /// The input `x_t`.
    #[must_use]
    pub fn input(&self) -> Var<'b> {
        self.given
            .unwrap_or_else(|| self.builder.input(symbol::X, self.size.0))
    }

    /// What the step before left in this state.
    #[must_use]
    pub fn state(&self, symbol: Symbol) -> Var<'b> {
        let known = self.builder.carried(symbol);
        known.unwrap_or_else(|| self.builder.carry(symbol, self.size.1))
    }

    /// Closes the first micro-op, in which inputs and states arrive.
    pub fn load(&self, id: &'static str, title: &'static str) {
        self.builder.micro_op(id, title);
    }

    /// Says what the next step reads as this state.
    pub fn next(&self, previous: Var<'b>, next: Var<'b>) {
        self.builder.carry_next(previous, next);
    }

    /// Which value of a choice holds.
    ///
    /// # Panics
    /// If the cell has no such choice: a slip in the cell's own file.
    #[must_use]
    pub fn chosen(&self, choice: &Choice) -> &'static str {
        let found = self.spec.chosen().find(|(own, _)| *own == choice);
        found
            .map(|(_, value)| value.key)
            .expect("a cell asks for the choices it declares")
    }
}

/// The node of a gate or candidate that can be held at a value, by its letter. A state is no gate: it is
/// what gates make.
#[must_use]
pub fn holdable(program: &Program, gate: &str) -> Option<NodeId> {
    let is_row_block = |spec: &ParamSpec| spec.blocks.iter().any(|block| block.letter == gate);
    let node = program
        .find(gate)
        .filter(|_| program.params.iter().any(is_row_block))?;
    program.carry_into(node).is_none().then_some(node)
}

/// Whether some cell has a gate of this letter beside its states.
#[must_use]
pub fn is_gate_of_some_cell(gate: &str) -> bool {
    let has =
        |cell: &&Cell| cell.has_gate(gate) && cell.states.iter().all(|state| state.key != gate);
    CELLS.iter().any(has)
}
