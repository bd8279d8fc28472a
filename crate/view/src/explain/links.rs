//! What a weight lights in the picture of a step: its wire, the gate it feeds, the row it makes.
//!
//! Invariant: every reference given back is one the picture uses.

use serde::Serialize;

use super::graph::{Graph, Kind};
use super::names;
use super::reference::{Part, Reference};
use unrolled::ir::{Linear, Program, Term};

/// Rows of a parameter that a sum reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Block {
    /// As it is pointed at.
    pub reference: String,
    /// PyTorch's name of the whole parameter.
    pub param: String,
    /// Its first row, from 0.
    pub first: usize,
    /// How many rows.
    pub rows: usize,
}

/// All parameters a sum reads.
pub(super) fn blocks(program: &Program, sum: &Linear) -> Vec<Block> {
    let weights = sum.terms.iter().filter_map(|term| match term {
        Term::Product(view, _) => Some(*view),
        Term::Plain(_) => None,
    });
    weights
        .chain(sum.biases.iter().copied())
        .map(|view| Block {
            reference: names::block_reference(program, view),
            param: program.params[view.param.0].name.clone(),
            first: view.first_row,
            rows: view.rows,
        })
        .collect()
}

impl Graph {
    /// Everything in the picture that belongs to what is focused, that itself included.
    #[must_use]
    pub fn lit(&self, focused: &str) -> Vec<String> {
        let mut lit = vec![focused.to_owned()];
        let Ok(Reference::Param { name, part }) = focused.parse() else {
            return lit;
        };
        for (index, node) in self.nodes.iter().enumerate() {
            for block in node.blocks.iter().filter(|block| block.param == name) {
                let row = match &part {
                    Part::Whole => None,
                    Part::Block(_) if block.reference == focused => None,
                    Part::Entry(row, _)
                        if (block.first + 1..=block.first + block.rows).contains(row) =>
                    {
                        Some(row - block.first)
                    }
                    _ => continue,
                };
                lit.push(block.reference.clone());
                lit.extend(self.row_of(index, row));
            }
        }
        lit
    }

    /// A sum and what it is squashed to, or one unit of both.
    fn row_of(&self, sum: usize, unit: Option<usize>) -> Vec<String> {
        let squashes = |index: &usize| {
            let squash = matches!(
                self.nodes[*index].kind,
                Kind::Sigmoid | Kind::Tanh | Kind::Relu | Kind::Identity
            );
            let reads = |wire: &super::graph::Wire| wire.from == sum && wire.to == *index;
            squash && self.wires.iter().any(reads)
        };
        std::iter::once(sum)
            .chain((0..self.nodes.len()).filter(squashes))
            .filter_map(|index| self.nodes[index].reference.clone())
            .map(|reference| match unit {
                Some(unit) => format!("{reference}.u{unit}"),
                None => reference,
            })
            .collect()
    }
}
